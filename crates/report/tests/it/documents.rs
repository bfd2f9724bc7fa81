//! What PDF and HTML of a document hold, read by a reader of PDF that is not ours.

use lopdf::{Document as Pdf, Object};
use report::model::{Block, Cell, Day, Figure, Paper, Picture, Section, Table};
use report::{Document, html, pdf};

/// Text that would change how a document is set, were it ever taken for markup.
const HOSTILE: &str = r##"#panic("x") #read("/etc/passwd") $x^2$ *bold* <label> @ref \ ] ) } // /* `raw` </script><b>&amp; "quoted" #import"##;

fn document() -> Document {
    let figure = Figure {
        name: "Serious incidents".to_owned(),
        value: "3".to_owned(),
        certainty: "n = 41, 95 % interval 1 to 9".to_owned(),
        moved: "1 more".to_owned(),
        source: "incidents of the period".to_owned(),
        link: "/incident?severity=serious".to_owned(),
        ..Figure::default()
    };
    let unknown = Figure { name: "Appetite".to_owned(), why: "no appetite is stated".to_owned(), ..Figure::default() };
    let row = |it: &str| vec![Cell::leading(it, "/incident/INC-1"), Cell::words("second")];
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart-picture\" viewBox=\"0 0 100 40\" width=\"100\" height=\"40\">\
               <rect class=\"c-b0\" width=\"50\" height=\"20\"/><text x=\"4\" y=\"35\">Drawn</text></svg>";
    let picture = Picture { alternative: "one bar".to_owned(), caption: "Below".to_owned(), svg: svg.to_owned() };
    let blocks = vec![
        Block::Paragraph { text: "A first paragraph".to_owned(), note: "A footnote".to_owned() },
        Block::Items { items: vec!["An item".to_owned()] },
        Block::Figures { figures: vec![figure, unknown] },
        Block::Table(Table {
            caption: "Rows".to_owned(),
            head: vec!["Name".to_owned(), "Other".to_owned()],
            widths: vec![2, 1],
            rows: vec![row("INC-1")],
        }),
        Block::Picture(picture),
    ];
    Document {
        title: "Board pack".to_owned(),
        subtitle: "A house of tests".to_owned(),
        language: "en".to_owned(),
        as_of: Day { year: 2026, month: 3, day: 31 },
        marks: vec![("SHA-256".to_owned(), "a1b2".to_owned())],
        sections: vec![Section {
            title: "Exposure".to_owned(),
            anchor: "exposure".to_owned(),
            new_page: false,
            blocks,
        }],
        ..Document::default()
    }
}

fn with(text: &str) -> Document {
    let mut document = document();
    let table = Table {
        caption: text.to_owned(),
        head: vec![text.to_owned(), "Other".to_owned()],
        widths: Vec::new(),
        rows: vec![vec![Cell::words(text), Cell::words(text)]],
    };
    document.title = text.to_owned();
    document.sections[0].blocks = vec![
        Block::Paragraph { text: text.to_owned(), note: text.to_owned() },
        Block::Items { items: vec![text.to_owned()] },
        Block::Figures { figures: vec![Figure { name: text.to_owned(), value: text.to_owned(), ..Figure::default() }] },
        Block::Table(table),
    ];
    document
}

/// All text of a PDF, without the blanks and breaks that lines put in.
fn words(bytes: &[u8]) -> String {
    let pdf = Pdf::load_mem(bytes).unwrap();
    let pages: Vec<u32> = pdf.get_pages().keys().copied().collect();
    dense(&pdf.extract_text(&pages).unwrap())
}

fn dense(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace() && !matches!(*it, '\u{200b}' | '\u{ad}')).collect()
}

#[test]
fn a_document_is_a_tagged_pdf_that_says_all_of_it() {
    let bytes = pdf::write(&document()).unwrap();
    let text = words(&bytes);
    for wanted in [
        "Board pack",
        "A house of tests",
        "As of 2026-03-31",
        "SHA-256 a1b2",
        "Exposure",
        "A first paragraph",
        "A footnote",
        "An item",
        "Serious incidents",
        "n = 41, 95 % interval 1 to 9",
        "1 more",
        "incidents of the period",
        "not assessable, because no appetite is stated",
        "Rows",
        "Name",
        "INC-1",
        "second",
        "Drawn",
        "Below",
        "Page 1 of 1",
    ] {
        assert!(text.contains(&dense(wanted)), "`{wanted}` is not in {text}");
    }
    let pdf = Pdf::load_mem(&bytes).unwrap();
    let catalog = pdf.catalog().unwrap();
    let mark = catalog.get(b"MarkInfo").and_then(|it| pdf.dereference(it)).unwrap().1.as_dict().unwrap();
    assert!(mark.get(b"Marked").unwrap().as_bool().unwrap(), "it is tagged");
    assert!(catalog.has(b"StructTreeRoot") && catalog.has(b"Lang"), "it has a structure and a language");
    let metadata = pdf.dereference(catalog.get(b"Metadata").unwrap()).unwrap().1.as_stream().unwrap();
    let metadata = String::from_utf8_lossy(&metadata.content).into_owned();
    assert!(metadata.contains("pdfaid:part>2<") && metadata.contains("pdfaid:conformance>A<"), "{metadata}");
    let alternatives = pdf.objects.values().filter_map(|it| it.as_dict().ok()).filter(|it| it.has(b"Alt")).count();
    assert!(alternatives > 0, "the picture has its words");
}

#[test]
fn the_same_document_is_the_same_bytes_and_another_is_others() {
    let first = pdf::write(&document()).unwrap();
    assert_eq!(first, pdf::write(&document()).unwrap());
    assert_ne!(first, pdf::write(&Document { subtitle: "Another house".to_owned(), ..document() }).unwrap());
    assert_eq!(html::file(&document()), html::file(&document()));
}

#[test]
fn hostile_text_stays_text() {
    let text = words(&pdf::write(&with(HOSTILE)).unwrap());
    assert!(text.matches(&dense(HOSTILE)).count() >= 5, "{text}");
    let page = html::file(&with(HOSTILE));
    assert!(!page.contains("<b>") && page.contains("&lt;/script&gt;&lt;b&gt;"));
}

#[test]
fn text_from_right_to_left_long_words_and_signs_without_a_shape_are_set() {
    let hungarian = "megszentségteleníthetetlenségeskedéseitekért";
    let endless = "x".repeat(900);
    let hebrew = "דו״ח ניהול סיכונים";
    let arabic = "تقرير إدارة المخاطر";
    for text in [hungarian, &endless, hebrew, arabic, "统计 😀 \u{0}\u{202e}\u{e000}\u{feff}\r\n", ""] {
        for language in ["en", "hu", "ar"] {
            let document = Document { language: language.to_owned(), ..with(text) };
            assert!(pdf::write(&document).is_ok(), "{language}: {text}");
        }
    }
    assert!(words(&pdf::write(&with(hungarian)).unwrap()).contains(&dense(hungarian)));
    let shown = words(&pdf::write(&with("统计 🦀")).unwrap());
    assert!(shown.contains("[U+7EDF][U+8BA1][U+1F980]"), "{shown}");
}

#[test]
fn a_table_of_a_hundred_pages_repeats_its_head_on_each() {
    let rows = (0..6_000).map(|it| vec![Cell::words(format!("row {it}")), Cell::words("value")]).collect();
    let head = vec!["Heading of a column".to_owned(), "Other".to_owned()];
    let table = Table { caption: "Many".to_owned(), head, widths: Vec::new(), rows };
    let mut long = document();
    long.sections[0].blocks = vec![Block::Table(table)];
    let bytes = pdf::write(&long).unwrap();
    let read = Pdf::load_mem(&bytes).unwrap();
    let pages = read.get_pages().len();
    assert!(pages >= 100, "{pages} pages");
    let text = words(&bytes);
    assert_eq!(text.matches("Headingofacolumn").count(), pages);
    assert!(text.contains("row5999") && text.contains(&format!("Page{pages}of{pages}")));
}

#[test]
fn what_stands_in_front_has_a_page_of_its_own_on_paper_and_stands_first_in_a_file() {
    let line = |it: usize| Figure {
        name: format!("Figure {it} of the period"),
        value: "3 of 41".to_owned(),
        certainty: "7.3 %, 95 % interval 2.5 % to 19.4 %".to_owned(),
        moved: "1 more than on 2025-12-31, within what chance does".to_owned(),
        link: "/incident".to_owned(),
        ..Figure::default()
    };
    let untold = Figure { name: "Untold".to_owned(), why: "nothing was measured".to_owned(), ..Figure::default() };
    let lines = Block::Lines { caption: "In short".to_owned(), figures: (0..40).map(line).chain([untold]).collect() };
    let document = Document { front: vec![lines], ..document() };
    let bytes = pdf::write(&document).unwrap();
    let read = Pdf::load_mem(&bytes).unwrap();
    let page = |it: u32| dense(&read.extract_text(&[it]).unwrap());
    for said in ["Inshort", "Figure39oftheperiod", "2.5%to19.4%", "Untoldnotassessable,becausenothingwasmeasured"] {
        assert!(page(1).contains(said) && !page(2).contains(said), "{said}: {}", page(1));
    }
    assert!(page(2).contains("Exposure") && !page(1).contains("Exposure"));
    let file = html::file(&document);
    assert!(file.find("Figure 39").unwrap() < file.find("Exposure").unwrap());
    let linked = html::file(
        &document.reached(&report::Reached { address: "https://a.example".to_owned(), ..Default::default() }),
    );
    assert!(linked.contains("href=\"https://a.example/incident\""), "{linked}");
}

#[test]
fn pages_have_the_size_that_is_asked_for() {
    for (paper, width) in [(Paper::A4, 595.0), (Paper::Letter, 612.0)] {
        let read = Pdf::load_mem(&pdf::write(&Document { paper, ..document() }).unwrap()).unwrap();
        let page = *read.get_pages().get(&1).unwrap();
        let sizes = read.get_dictionary(page).unwrap().get(b"MediaBox").unwrap().as_array().unwrap().clone();
        let shown = match &sizes[2] {
            Object::Integer(it) => *it as f32,
            other => other.as_float().unwrap(),
        };
        assert!((shown - width).abs() < 1.0, "{paper:?}: {shown}");
    }
}

#[test]
fn figures_lead_to_their_rows_within_the_program_and_nowhere_in_a_file() {
    let within = html::sections(&document(), html::Links::Kept);
    assert!(within.contains("href=\"/incident?severity=serious\"") && within.contains("href=\"/incident/INC-1\""));
    assert!(!html::file(&document()).contains("href="));
}

#[test]
fn where_the_address_is_known_figures_and_numbers_lead_there_from_a_file_too() {
    let mut of = document();
    of.sections[0].blocks.push(Block::Table(Table {
        head: vec!["Proof".to_owned()],
        rows: vec![
            vec![Cell::words("EVD-0001, EVD-12345 and XYZ-0001 of 2026-03-01")],
            vec![Cell::words("EVD-1 EVDX-0001 REVD-0001")],
            vec![Cell::words("https://elsewhere.example EVD-0002")],
        ],
        ..Table::default()
    }));
    let paths = std::collections::BTreeMap::from([("EVD".to_owned(), "/evidence".to_owned())]);
    let of = of.reached(&report::Reached { address: "https://aims.example.org".to_owned(), paths });
    let page = html::file(&of);
    let wanted = [
        "/incident?severity=serious",
        "/incident/INC-1",
        "/evidence/EVD-0001",
        "/evidence/EVD-12345",
        "/evidence/EVD-0002",
    ];
    assert_eq!(page.matches("href=").count(), wanted.len(), "{page}");
    assert!(page.contains("</a>, <a"), "what stands between numbers stays");
    let read = Pdf::load_mem(&pdf::write(&of).unwrap()).unwrap();
    let text = format!("{:?}", read.objects.values().collect::<Vec<_>>());
    for path in wanted {
        assert!(page.contains(&format!("href=\"https://aims.example.org{path}\"")), "{path}");
        let links = read.objects.values().filter_map(|it| it.as_dict().ok()).filter_map(|it| it.get(b"URI").ok());
        let links: Vec<String> =
            links.filter_map(|it| it.as_str().ok()).map(|it| String::from_utf8_lossy(it).into_owned()).collect();
        assert!(links.contains(&format!("https://aims.example.org{path}")) || text.contains(path), "{path}: {links:?}");
    }
}

#[test]
fn every_mark_of_charts_has_a_colour_on_paper() {
    let root = env!("CARGO_MANIFEST_DIR");
    let read = |path: &str| std::fs::read_to_string(format!("{root}/{path}")).unwrap();
    let (page, paper) = (read("../web/static/css/chart.css"), read("src/picture.css"));
    let classes = |css: &str| -> std::collections::BTreeSet<String> {
        let names = css.split(['.', ' ', ',', '{', '}']).filter(|it| it.starts_with("c-"));
        names.map(|it| it.chars().take_while(|it| it.is_ascii_alphanumeric() || *it == '-').collect()).collect()
    };
    let missing: Vec<_> = classes(&page).difference(&classes(&paper)).cloned().collect();
    assert!(missing.is_empty() && classes(&page).len() > 40, "{missing:?}");
}
