//! Loading: what is accepted, and each fault at its place in its words.

use record::{Catalog, Source};

use crate::fixture::{base, catalog, faults_after};

#[test]
fn a_sound_catalog_answers() {
    let catalog = catalog();
    let names: Vec<&str> = catalog.kinds().map(|it| it.kind.as_str()).collect();
    assert_eq!(names, ["party", "thing"]);
    assert_eq!(catalog.kind_of_prefix("THG").unwrap().kind, "thing");
    assert!(catalog.kind("things").is_none() && catalog.kind_of_prefix("thg").is_none());
    assert_eq!(catalog.scale("odds").unwrap().levels.len(), 2);
    assert_eq!(catalog.matrix("grid").unwrap().cells[1][1], "very_high");
    let fields: Vec<&str> = catalog.kind("party").unwrap().fields.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(fields, ["title", "owner"]);
}

#[test]
fn inverses_name_the_lists_of_a_page() {
    let catalog = catalog();
    let lists: Vec<String> = catalog
        .inverses("party")
        .iter()
        .map(|(kind, field)| {
            format!("{}.{} as {}", kind.kind, field.name, field.inverse.as_deref().unwrap_or_default())
        })
        .collect();
    assert_eq!(lists, ["party.owner as owns", "thing.party as things", "thing.owner as owns"]);
    assert!(catalog.inverses("thing").is_empty());
}

#[test]
fn the_digest_tells_catalogs_apart_and_ignores_the_order_of_files() {
    let mut turned = base();
    turned.reverse();
    let digest = catalog().digest();
    assert!(digest.starts_with("sha256:") && digest.len() == 71);
    assert_eq!(Catalog::load(&turned, &[]).unwrap().digest(), digest);
    turned.iter_mut().for_each(|it| it.text = it.text.replace("How often.", "How frequent."));
    assert_ne!(Catalog::load(&turned, &[]).unwrap().digest(), digest);
}

#[test]
fn a_kind_survives_being_written_and_read() {
    let catalog = catalog();
    for kind in catalog.kinds() {
        let json = serde_json::to_string(kind).unwrap();
        assert_eq!(&serde_json::from_str::<record::Kind>(&json).unwrap(), kind);
    }
}

/// File, what to replace in it, with what, and what the fault must say, place included.
const FAULTS: [(&str, &str, &str, &str); 39] = [
    (
        "thing",
        "prefix = \"THG\"",
        "prefix = \"PTY\"",
        "kinds/thing.toml:5:10: prefix `PTY` of `thing` is also that of `party`",
    ),
    (
        "thing",
        "prefix = \"THG\"",
        "prefix = \"T1\"",
        "kinds/thing.toml:5:10: prefix `T1` is not two to four capital letters",
    ),
    ("thing", "kind = \"thing\"", "kind = \"Thing\"", "kind `Thing` is not written like `ai_system`"),
    ("thing", "kind = \"thing\"", "kind = \"other\"", "the file of kind `other` is named `other.toml`"),
    (
        "thing",
        "version = 1",
        "version = \"one\"",
        "kinds/thing.toml:6:11: invalid type: string \"one\", expected a whole number",
    ),
    (
        "thing",
        "area = \"Things\"",
        "colour = \"Things\"",
        "kinds/thing.toml:8:1: there is no key `colour`; the keys are `kind`",
    ),
    ("thing", "area = \"Things\"", "", "the key is missing: `area`"),
    ("thing", "area = \"Things\"", "area = \"\"", "the area of kind `thing` is blank"),
    (
        "thing",
        "\"title\", \"level\"",
        "\"title\", \"levle\"",
        "kinds/thing.toml:10:21: column `levle` is not a field of `thing`; did you mean `level`?",
    ),
    ("thing", "type = \"prose\"", "type = \"prosa\"", "field `note` has no known type `prosa`; the types are text"),
    ("thing", "personal = true", "secret = true", "kinds/thing.toml:15:1: there is no key `secret`"),
    (
        "thing",
        "name = \"note\"",
        "name = \"state\"",
        "kinds/thing.toml:13:8: `state` is a name that every record has already",
    ),
    ("thing", "name = \"note\"", "name = \"Note\"", "`Note` is not written like `risk_owner`"),
    ("thing", "name = \"note\"", "name = \"size\"", "field `size` of `thing` is given twice"),
    (
        "thing",
        "name = \"note\"",
        "name = \"owner\"",
        "field `owner` is a link in every kind and cannot be a prose here",
    ),
    ("thing", "min = -1", "min = 11", "the least value of `size`, 11, is above the greatest, 10.5"),
    ("thing", "type = \"percent\"", "type = \"percent\"\nmax = 50", "field `share` of type `percent` takes no `max`"),
    ("thing", "choices = [\"low\", ", "choices = [\"low\", \"Low\", ", "choice `Low` of `level` is blank, given twice"),
    ("thing", "[\"red\", ", "[\"red, dark\", ", "choice `red, dark` of `colours` is blank, given twice or holds `,`"),
    ("thing", "choices = [\"red\", \"green\", \"blue\"]", "", "field `colours` of type `choices` needs `choices`"),
    (
        "thing",
        "scale = \"odds\"",
        "scale = \"ods\"",
        "kinds/thing.toml:67:9: there is no scale `ods` for `odds`; did you mean `odds`?",
    ),
    (
        "thing",
        "to = \"party\"",
        "to = \"partie\"",
        "kinds/thing.toml:72:6: `party` links to `partie`, which is no kind; did you mean `party`?",
    ),
    (
        "thing",
        "inverse = \"things\"",
        "inverse = \"owner\"",
        "inverse `owner` of `thing.party` on `party` is also a field of `party`",
    ),
    ("thing", "to = [\"party\", \"thing\"]", "to = \"nobody\"", "`by` links to `nobody`, which is no kind"),
    ("thing", "name = \"due\"", "name = \"what\"", "column `what` of `steps` is given twice"),
    (
        "thing",
        "type = \"date\"\n[[field.column]]",
        "type = \"date\"\nunique = true\n[[field.column]]",
        "column `due` of `steps` takes none of",
    ),
    (
        "thing",
        "{ level = [\"very_high\"]",
        "{ level = [\"high\"]",
        "`required_when` of `reason`: `level` can never be `high`",
    ),
    (
        "thing",
        "{ level = [\"very_high\"]",
        "{ lvl = [\"very_high\"]",
        "`required_when` of `reason` names `lvl`, which is no field",
    ),
    (
        "thing",
        "computed = \"thing.score\"",
        "computed = \"thing.score\"\nrequired = true",
        "field `score` is filled by the program",
    ),
    (
        "thing",
        "computed = \"thing.score\"",
        "computed = \"a\"\nderived = \"b\"",
        "field `score` is filled in more than one way (computed, filled, derived)",
    ),
    ("thing", "initial = \"draft\"", "initial = \"begun\"", "no transition leads from `begun` to state `draft`"),
    ("thing", "final = [\"closed\"]", "final = []", "no transition leaves state `closed` and it is not in `final`"),
    (
        "thing",
        "final = [\"closed\"]",
        "final = [\"closed\", \"gone\"]",
        "no transition leads from `draft` to state `gone`",
    ),
    (
        "thing",
        "needs = [\"note\", ",
        "needs = [\"nota\", ",
        "`submit` needs `nota`, which is no field; did you mean `note`?",
    ),
    ("thing", "needs = [\"note\", ", "needs = [\"score\", ", "`submit` needs `score`, which the program fills"),
    ("thing", "name = \"approve\"", "name = \"submit\"", "transition `submit` is given twice"),
    ("thing", "from = [\"in_review\"]", "from = []", "transition `approve` starts nowhere"),
    (
        "scales",
        "columns = \"odds\"",
        "columns = \"evens\"",
        "scales/grid.toml:4:11: matrix `grid` speaks of scale `evens`; the scales are odds",
    ),
    ("scales", "[\"medium\", \"very_high\"]]", "[\"medium\"]]", "row 2 has 1 cells; scale `odds` has 2 levels"),
];

#[test]
fn each_fault_is_told_with_its_place() {
    for (file, from, to, told) in FAULTS {
        let path = if file == "scales" { "scales/grid.toml".to_owned() } else { format!("kinds/{file}.toml") };
        let faults = faults_after(&path, from, to);
        assert!(faults.contains(told), "`{to}` for `{from}` should tell\n{told}\nand told\n{faults}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let mut base = base();
    base.push(Source::new("kinds/broken.toml", "kind = "));
    base.push(Source::new("kinds/other.toml", "kind = 7"));
    base.push(Source::new("scales/odd.toml", "name = \"x\""));
    let text = base[2].text.replace("\"THG\"", "\"t\"").replace("to = \"any\"", "to = [\"broken\", \"nothing\"]");
    base[2].text = text;
    let faults: Vec<String> = Catalog::load(&base, &[]).unwrap_err().iter().map(|it| it.to_string()).collect();
    let beginnings = [
        "kinds/broken.toml:1:",
        "kinds/other.toml:1:8",
        "kinds/thing.toml:5:10",
        "kinds/thing.toml:78:",
        "scales/odd.toml:",
    ];
    assert_eq!(faults.len(), beginnings.len(), "{faults:#?}");
    for (fault, beginning) in faults.iter().zip(beginnings) {
        assert!(fault.starts_with(beginning), "{faults:#?}");
    }
}

#[test]
fn two_kinds_may_not_show_lists_of_one_name() {
    let mut base = base();
    let party = base[1].text.replace(
        "[lifecycle]",
        "[[field]]\nname = \"boss\"\ntype = \"link\"\nto = \"party\"\ninverse = \"things\"\n[lifecycle]",
    );
    base[1].text = party;
    let faults = Catalog::load(&base, &[]).unwrap_err();
    assert_eq!(faults.len(), 1);
    assert!(
        faults[0].message.contains("inverse `things` of `thing.party` on `party` is also the list of `party`"),
        "{}",
        faults[0]
    );
    assert_eq!((faults[0].file.as_str(), faults[0].line), ("kinds/thing.toml", 73));
}
