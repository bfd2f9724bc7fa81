//! Generic pages name no kind: what is about one kind stands in `panels` and `screens`.

use std::path::Path;

use crate::house::House;

/// Names of kinds that are words of the interface too: a record has a document, an account belongs to a person, an import has a mapping.
const ORDINARY: &[&str] = &["document", "mapping", "person"];

#[test]
fn generic_code_names_no_kind() {
    let house = House::new();
    let configuration = house.aims.configuration();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    visit(&source, &mut |path, text| {
        // Parameters of addresses are called as people call them, some by the name of a kind.
        let parameters = path.ends_with("openapi/asked.rs");
        if parameters || path.components().any(|it| it.as_os_str() == "panels" || it.as_os_str() == "screens") {
            return;
        }
        for (number, line) in text.lines().enumerate().filter(|(_, it)| !it.trim_start().starts_with("//")) {
            for kind in configuration.catalog.kinds().filter(|it| !ORDINARY.contains(&it.kind.as_str())) {
                if line.contains(&format!("\"{}\"", kind.kind)) {
                    found.push(format!("{}:{}: {}", path.display(), number + 1, kind.kind));
                }
            }
        }
    });
    assert!(found.is_empty(), "{found:#?}");
}

fn visit(folder: &Path, see: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        match path.is_dir() {
            true => visit(&path, see),
            false => see(&path, &std::fs::read_to_string(&path).unwrap()),
        }
    }
}
