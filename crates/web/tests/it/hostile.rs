//! Hostile text in any field of any kind is text on every page, in print, in exports and in what a link input offers.

use std::collections::BTreeMap;
use std::io::Read;

use record::{Document, Field, FieldType, Kind, Target};
use serde_json::{Map, Value, json};

use crate::house::House;

/// What people and programs have tried elsewhere; with a mark by which it is found again.
const HOSTILE: &[&str] = &[
    "=cmd|' /C calc'!A0",
    "<xss0><script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)",
    "\" onfocus=\"alert(1)",
    "</textarea></title></style><svg/onload=alert(1)>",
    "<!-- ]]> --> {{7*7}} ${7*7} %3Cxss1%3E &lt;xss2&gt;",
    "javascript:alert(1)",
    "'; DROP TABLE record; --",
    "\u{202e}turned \u{feff}\u{200b}hidden",
    "`back` \\ @reader #1 {name} {0}",
];

fn hostile() -> String {
    HOSTILE.join(" ")
}

/// Fields that the program alone writes, though a form could hold them.
const BY_THE_PROGRAM: &[(&str, &str)] = &[
    ("breach", "fingerprint"),
    ("escalation", "step"),
    ("escalation", "steps"),
    ("escalation", "step_until"),
    ("treatment", "agreed_on"),
    ("treatment", "agreed_digest"),
    ("treatment", "agreed"),
    ("treatment", "shown_on"),
    ("treatment", "shown"),
    ("risk_acceptance", "granted_on"),
    ("risk_acceptance", "rung"),
    ("risk_acceptance", "authority"),
    ("risk_acceptance", "zone"),
    ("audit_item", "key"),
    ("audit_item", "proposed"),
    ("audit_item", "population_as_of"),
    ("audit_item", "population_place"),
    ("audit_item", "population_size"),
    ("audit_item", "population_hidden"),
    ("audit_item", "population_digest"),
    ("audit_item", "drawn"),
    ("audit_item", "seed"),
    ("audit_item", "confidence"),
    ("audit_item", "tolerable"),
    ("audit_item", "sample"),
    ("audit_item", "frozen"),
    ("audit_item", "frozen_on"),
];

/// Fields that ask for more than the one row of a sample can hold.
const OUT_OF_REACH: &[(&str, &str)] = &[
    ("governance_body", "quorum"),
    ("governance_body", "independent_least"),
    // A request is made on the day on which it is entered.
    ("review_request", "submitted_on"),
    // A law has its own parameters, and only one thing says how often; none of these takes text.
    ("risk", "frequency_law"),
    ("risk", "frequency_parameters"),
    ("risk", "indicator"),
    ("risk", "curve"),
    ("risk", "curve_points"),
    ("risk", "curve_parameters"),
    ("risk", "prior"),
    ("risk", "prior_parameters"),
    ("risk", "severity_law"),
    ("risk", "severity_parameters"),
    ("risk", "loss_layers"),
    ("risk", "uncertain"),
    ("risk", "struck_by"),
    ("risk", "exposure"),
    // Kinds and filters that cannot be read are refused.
    ("treatment", "effect"),
    ("risk_acceptance", "conditions"),
    // A minute of a day is no text.
    ("risk_acceptance", "ends_at"),
    // A version that the subject does not have is refused.
    ("decision", "subject_version"),
    // A probability lies below 1.
    ("risk_criteria", "appetites"),
];

/// Makes one record of each kind with hostile text in every field that takes text.
struct Makers<'a> {
    house: &'a House,
    made: BTreeMap<String, String>,
    count: usize,
}

/// Whether a field links to records of a kind.
fn leads_to(field: &Field, kind: &str) -> bool {
    matches!(&field.ty, FieldType::Link { to: Target::Kinds(kinds) } if kinds.iter().any(|it| it == kind))
}

impl Makers<'_> {
    fn make(&mut self, kind: &Kind) -> String {
        if let Some(id) = self.made.get(&kind.kind) {
            return id.clone();
        }
        let configuration = self.house.aims.configuration();
        let mut document = Document::new();
        let full = record::samples(&configuration.catalog, kind).swap_remove(1);
        let left_out = [BY_THE_PROGRAM, OUT_OF_REACH].concat();
        let written = |it: &&Field| !left_out.contains(&(kind.kind.as_str(), it.name.as_str()));
        for field in kind.fields.iter().filter(|it| it.is_input()).filter(written) {
            let sample = full.get(&field.name).cloned().unwrap_or_default();
            let mut value = self.value(kind, field, sample);
            if matches!(field.ty, FieldType::Link { .. }) && document.values().any(|it| *it == value) {
                // Two sides of one record are not the same: the second has another one made.
                self.made.clear();
                value = self.value(kind, field, Value::Null);
            }
            if !value.is_null() {
                document.insert(field.name.clone(), value);
            }
        }
        let id = self.house.make(&kind.kind, Value::Object(document));
        self.made.insert(kind.kind.clone(), id.clone());
        id
    }

    /// A value of a field: hostile where it takes text.
    fn value(&mut self, kind: &Kind, field: &Field, sample: Value) -> Value {
        match &field.ty {
            // A mail address or a key has a form of its own and is unique; the rest takes what comes.
            FieldType::Text if field.unique => {
                self.count += 1;
                match &field.example {
                    Some(example) => json!(format!("{}.{example}", self.count)),
                    None => json!(format!("{}-{}-{}", kind.kind, field.name, self.count)),
                }
            }
            // What must be of some form shows its example, which is hostile to nobody.
            _ if field.example.is_some() => json!(field.example),
            FieldType::Text | FieldType::Prose => json!(hostile()),
            FieldType::Link { to } if field.required => {
                let name = match to {
                    Target::Kinds(kinds) => kinds[0].clone(),
                    _ => "risk".to_owned(),
                };
                let configuration = self.house.aims.configuration();
                json!(self.make(configuration.catalog.kind(&name).unwrap()))
            }
            FieldType::Links { .. } if field.required => {
                let mut field = field.clone();
                let FieldType::Links { to } = field.ty else { unreachable!() };
                field.ty = FieldType::Link { to };
                json!([self.value(kind, &field, Value::Null)])
            }
            FieldType::Link { .. } | FieldType::Links { .. } => Value::Null,
            FieldType::File => self.file(),
            // A row that must lead to a record of this kind has none to lead to yet.
            FieldType::Table { columns } if columns.iter().any(|it| it.required && leads_to(it, &kind.kind)) => {
                Value::Null
            }
            FieldType::Table { columns } => {
                let row: Map<String, Value> = columns
                    .iter()
                    .map(|it| (it.name.clone(), self.value(kind, it, sample[0][&it.name].clone())))
                    .filter(|it| !it.1.is_null())
                    .collect();
                json!([row])
            }
            _ => sample,
        }
    }

    fn file(&self) -> Value {
        let name = "<xss3><script>alert(1)</script>.html";
        let sent = self.house.ask("POST", "/api/v1/files").parts(&[], &[("file", name, b"<script>alert(1)</script>")]);
        sent.send().json()
    }
}

/// A tag of a page: its name, and its attributes with their values.
type Tag = (String, Vec<(String, String)>);

/// The tags that a browser sees: quotes hold attributes together, areas and titles hold only text.
fn tags(page: &str) -> Vec<Tag> {
    let (mut tags, mut rest) = (Vec::new(), page);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if !rest.starts_with(|it: char| it.is_ascii_alphabetic() || "/!?".contains(it)) {
            continue;
        }
        let (tag, length) = tag(rest);
        rest = &rest[length..];
        if ["textarea", "title", "style", "script"].contains(&tag.0.as_str()) {
            rest = &rest[rest.find(&format!("</{}", tag.0)).unwrap_or(rest.len())..];
        }
        tags.push(tag);
    }
    tags
}

/// One tag, and how many bytes it takes.
fn tag(text: &str) -> (Tag, usize) {
    let ends = |from: usize, stop: fn(char) -> bool| text[from..].find(stop).map_or(text.len(), |it| it + from);
    let mut at = ends(0, |it| it.is_whitespace() || it == '>');
    let (name, mut attributes) = (text[..at].to_lowercase(), Vec::new());
    loop {
        at = ends(at, |it| !it.is_whitespace() && it != '/');
        if at >= text.len() || text[at..].starts_with('>') {
            return ((name, attributes), (at + 1).min(text.len()));
        }
        let end = ends(at, |it| it.is_whitespace() || it == '=' || it == '>');
        let attribute = text[at..end].to_lowercase();
        at = end;
        let mut value = "";
        if text[at..].starts_with('=') {
            let quote = text[at + 1..].chars().next().filter(|it| ['"', '\''].contains(it));
            let from = at + 1 + usize::from(quote.is_some());
            let end = match quote {
                Some('"') => ends(from, |it| it == '"'),
                Some(_) => ends(from, |it| it == '\''),
                None => ends(from, |it| it.is_whitespace() || it == '>'),
            };
            value = &text[from..end];
            at = (end + usize::from(quote.is_some())).min(text.len());
        }
        attributes.push((attribute, value.to_owned()));
    }
}

#[test]
fn the_reader_of_tags_sees_what_a_browser_sees() {
    let seen = tags("<p class=\"a > b\" hidden>x < y</p><textarea><img onload=x></textarea><img src=x onerror='a b'>");
    let names: Vec<_> = seen.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(names, ["p", "/p", "textarea", "/textarea", "img"]);
    assert_eq!(seen[0].1, [("class".to_owned(), "a > b".to_owned()), ("hidden".to_owned(), String::new())]);
    assert_eq!(seen[4].1[1], ("onerror".to_owned(), "a b".to_owned()));
}

/// Checks that none of the hostile text became a tag, an attribute or an address that runs something.
#[track_caller]
fn is_text(path: &str, page: &str) {
    for (name, attributes) in tags(page) {
        let value = |wanted: &str| attributes.iter().find(|it| it.0 == wanted).map_or("", |it| it.1.as_str());
        assert!(
            !name.starts_with("xss") && !["style", "!--", "iframe", "object"].contains(&name.as_str()),
            "{path}: <{name}>"
        );
        if ["script", "img"].contains(&name.as_str()) {
            assert!(value("src").starts_with("/static/"), "{path}: <{name} src={}>", value("src"));
        }
        for (attribute, value) in &attributes {
            let plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
            assert!(
                attribute.chars().all(plain) || name == "svg" || name.starts_with('!'),
                "{path}: <{name} {attribute}>"
            );
            assert!(!attribute.starts_with("on") && attribute != "style", "{path}: <{name} {attribute}={value}>");
            let leads = ["href", "action", "formaction", "src"].contains(&attribute.as_str());
            let safe = ["/", "#", "?", "https://", "http://"].iter().any(|it| value.starts_with(it));
            assert!(!leads || safe, "{path}: <{name} {attribute}={value}>");
        }
    }
}

/// Checks that no cell of a CSV file begins like a formula.
#[track_caller]
fn computes_nothing(path: &str, csv: &str) {
    let (mut quoted, mut begins, mut cells) = (false, true, 0);
    for letter in csv.trim_start_matches('\u{feff}').chars() {
        match letter {
            '"' => {
                quoted = !quoted;
                continue;
            }
            ',' | '\n' | '\r' if !quoted => {
                begins = true;
                continue;
            }
            '=' | '+' | '@' | '\t' if begins => panic!("{path}: a cell begins with `{letter}`"),
            _ => cells += usize::from(begins),
        }
        begins = false;
    }
    assert!(cells > 3, "{path} has cells");
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn every_page_of_every_kind_shows_hostile_text_as_text() {
    let house = House::new();
    let configuration = house.aims.configuration();
    let mut makers = Makers { house: &house, made: BTreeMap::new(), count: 0 };
    // A concern is read by few, and a sheet of ratings or scores is filled in by its assessor alone; their pages are tried by themselves.
    for kind in
        configuration.catalog.kinds().filter(|it| !["concern", "rating", "score_sheet"].contains(&it.kind.as_str()))
    {
        let id = makers.make(kind);
        let page = format!("/{}/{id}", kind.kind);
        let comment = [("body", &hostile()[..])];
        if kind.kind != "comment" {
            let said = house.ask("POST", &format!("{page}/comments")).form(&comment).send();
            assert_eq!(said.status, 303, "{page}: {}", said.text());
        }
        house.ask("POST", &format!("{page}/draft")).form(&[("f.title", &hostile()[..])]).send();
        let place = house.entries() - 1;
        for path in [
            page.clone(),
            format!("{page}?as_of=%23{place}"),
            format!("{page}/edit"),
            format!("{page}/edit?draft=yes"),
            format!("{page}/history"),
            format!("/{}", kind.kind),
            format!("/{}?as_of=%23{place}", kind.kind),
            format!("/{}/new?f.title={}", kind.kind, encoded(&hostile())),
            format!("/api/v1/exports/{}.csv", kind.kind),
        ] {
            let answer = house.ask("GET", &path).send();
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            match path.ends_with(".csv") {
                true => computes_nothing(&path, &answer.text()),
                false => is_text(&path, &answer.text()),
            }
        }
        let shown = house.ask("GET", &page).send().text();
        assert!(shown.contains("&lt;xss0&gt;&lt;script&gt;alert(1)&lt;/script&gt;"), "{page} shows it as text");
    }
}

/// The words of somebody whom nobody knows, on the pages of the channel and on the page of whoever handles them.
#[test]
fn concerns_show_hostile_text_as_text() {
    let house = House::new();
    let told = hostile();
    let short: String = told.chars().take(110).collect();
    let fields =
        [("reporter", "named"), ("name", &short[..]), ("topic", &short), ("words", &told), ("concerned", &told)];
    let page = house.anonymous("POST", "/concerns").form(&fields).send();
    let code = crate::concerns::code_of(&page);
    let followed = house.anonymous("POST", "/concerns/follow").form(&[("code", &code)]).send();
    assert_eq!((page.status, followed.status), (200, 200), "{}", followed.text());
    let wrong = house.anonymous("POST", "/concerns/follow").form(&[("code", &told)]).send();
    let again = house.anonymous("POST", "/concerns").form(&[("reporter", &told[..]), ("topic", &told)]).send();
    for (place, answer) in [("raised", &page), ("followed", &followed), ("wrong", &wrong), ("again", &again)] {
        is_text(place, &answer.text());
    }
    assert!(followed.text().contains("&lt;xss0&gt;&lt;script&gt;alert(1)&lt;/script&gt;"));
}

/// What an assessor writes, on their sheet and on the pages of the assessment.
#[test]
fn rating_sheets_show_hostile_text_as_text() {
    let house = House::new();
    let fields = json!({ "title": hostile(), "framework": "ISO/IEC 42001", "baseline": "2099-12-31", "scale": "nplf",
        "assessors": [house.lead.id] });
    let id = house.make("assessment", fields);
    let begin = format!("/api/v1/records/assessment/{id}/moves/begin");
    assert_eq!(house.ask("POST", &begin).version(1).json(&json!({})).send().status, 200);
    let rated = json!({ "ratings": [{ "requirement": "10.1", "level": "P", "reason": hostile() }] });
    let sheet = house.ask("POST", &format!("/api/v1/gaps/{id}/ratings")).json(&rated).send().json();
    let sheet = sheet["id"].as_str().unwrap();
    for path in [
        format!("/rating/{sheet}"),
        format!("/rating/{sheet}/edit"),
        format!("/rating/{sheet}/history"),
        "/rating".to_owned(),
        "/gaps".to_owned(),
        format!("/gaps/{id}"),
        format!("/gaps/{id}/rate"),
    ] {
        let answer = house.ask("GET", &path).send();
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        is_text(&path, &answer.text());
    }
}

#[test]
fn pages_about_many_records_show_hostile_text_as_text() {
    let house = House::new();
    house.make("risk", json!({ "title": hostile(), "event": hostile(), "owner": house.lead.id }));
    let text = encoded(&hostile());
    for path in [
        "/".to_owned(),
        format!("/search?q={text}"),
        "/search?q=xss0".to_owned(),
        format!("/risk?filter={text}"),
        format!("/risk/{text}"),
        format!("/{text}"),
        format!("/risk?{text}=1"),
        format!("/import?kind={text}"),
        format!("/sign-in?next=/{text}"),
        format!("/ledger/{text}"),
    ] {
        let answer = house.ask("GET", &path).send();
        assert!(answer.status < 500, "{path}: {}", answer.text());
        is_text(&path, &answer.text());
    }
    let offered = house.ask("GET", "/pick?kinds=risk&q=xss0").send();
    assert_eq!(offered.header("content-type"), "application/json", "no browser reads it as a page");
    assert_eq!(offered.json(), json!([format!("RSK-0001 {}", hostile())]));
    let away = house.anonymous("GET", "/risk?x=%0d%0aSet-Cookie:%20a=b").send();
    assert!(!away.headers.contains_key("set-cookie"));
}

#[test]
fn forms_that_come_back_show_hostile_text_as_text() {
    let house = House::new();
    let text = hostile();
    let id = house.make("risk", json!({ "title": "Mine" }));
    house.make("risk", json!({ "title": "Other" }));
    let typed = [("f.title", text.as_str()), ("f.event", &text), ("f.owner", &text), ("f.assessed_on", &text)];
    let find = [typed[0], typed[2], ("find", "f.owner")];
    let stale = [("base", "1"), typed[0], typed[1], ("why", text.as_str())];
    house
        .ask("PATCH", &format!("/api/v1/records/risk/{id}"))
        .version(1)
        .json(&json!({ "document": { "title": &text, "event": "x" } }))
        .send();
    for (path, form) in [
        ("/risk/new".to_owned(), &typed[..]),
        ("/risk/new".to_owned(), &find[..]),
        (format!("/risk/{id}/edit"), &stale[..]),
        (format!("/risk/{id}/retire"), &[("base", "7"), ("why", text.as_str())][..]),
        (
            format!("/risk/{text}/edit").replace(
                ['"', '<', '>', ' ', '\\', '{', '}', '`', '#', '%', '|', '\u{202e}', '\u{feff}', '\u{200b}'],
                "x",
            ),
            &typed[..],
        ),
    ] {
        let answer = house.ask("POST", &path).form(form).send();
        assert!((400..500).contains(&answer.status) || answer.status == 200, "{path}: {}", answer.status);
        is_text(&path, &answer.text());
        let lost = house.anonymous("POST", &path).form(form).send();
        is_text(&path, &lost.text());
    }
}

#[test]
fn files_that_are_imported_show_hostile_text_as_text() {
    let house = House::new();
    let cell = hostile().replace('"', "\"\"");
    let csv = format!("Title,Nature,\"{cell}\"\n\"{cell}\",\"{cell}\",\"{cell}\"\nGood,legal,\"{cell}\"\n");
    let preview =
        house.ask("POST", "/import").parts(&[("kind", "risk")], &[("file", "<xss4>.csv", csv.as_bytes())]).send();
    assert_eq!(preview.status, 200, "{}", preview.text());
    is_text("/import", &preview.text());
    let (upload, mapping) = (preview.hidden("upload"), crate::routes::mapping(&preview));
    let texts = [
        ("kind", "risk"),
        ("upload", upload.as_str()),
        ("mapping", mapping.as_str()),
        ("u.2", "reject"),
        ("c.2", "nature"),
    ];
    let errors = house.ask("POST", "/import/errors").parts(&texts, &[]).send();
    assert!(
        errors.text().starts_with("line,column,header,value,reason,next") || errors.text().contains("line"),
        "{}",
        errors.text()
    );
    computes_nothing("/import/errors", &errors.text());
    let begun = house.ask("POST", "/import/run").parts(&texts, &[]).send();
    let done = house.ask("GET", begun.header("location")).send();
    is_text("/import/running", &done.text());
    is_text("/import", &house.ask("GET", "/import").send().text());
    let record = house.ask("GET", "/risk/RSK-0001").send();
    assert!(record.text().contains("Original cells"), "{}", record.text());
    is_text("/risk/RSK-0001", &record.text());
}

#[test]
fn workbooks_hold_hostile_text_as_text() {
    let house = House::new();
    house.make("risk", json!({ "title": "=1+1", "event": hostile() }));
    let bytes = house.ask("GET", "/api/v1/exports/risk.xlsx").send().bytes;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    for at in 0..zip.len() {
        let mut member = zip.by_index(at).unwrap();
        let mut text = String::new();
        if member.read_to_string(&mut text).is_ok() {
            assert!(!text.contains("<f>") && !text.contains("<xss0"), "{text}");
        }
    }
}
