use std::path::Path;

use crate::headers;

/// A real inventory of 2,133 AI systems, whose cells Python's reader counts in the same way.
#[test]
fn a_real_inventory_is_read() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/federal-ai-use-cases-2024/inventory.csv");
    let Ok(bytes) = std::fs::read(&path) else {
        println!("left out: the real inventory is not there");
        return;
    };
    let table = crate::read(&bytes).unwrap();
    assert_eq!((table.rows.len(), table.headers.len()), (2133, 62));
    assert_eq!((table.encoding.as_str(), table.delimiter), ("windows-1252", Some(',')));
    assert_eq!(table.ragged().count(), 0);
    assert_eq!(table.empty_lines, [0u64; 0]);
    assert_eq!(headers(&table).iter().filter(|it| **it == "If Other, please explain.").count(), 9);
    assert!(table.headers[8].text.contains("AI system’s outputs"));
    let longest = table.rows.iter().flat_map(|it| &it.cells).map(|it| it.chars().count()).max();
    assert_eq!(longest, Some(4129));
    let physical = bytes.iter().filter(|it| **it == b'\n').count() as u64;
    let last = table.rows.last().unwrap();
    assert!(last.line <= physical && last.line > 4000, "{} of {physical}", last.line);
}
