//! Overlays: what they may add and tighten, and that they never loosen.

use serde_json::json;

use crate::fixture::{catalog, document, overlay_faults, thing, with};

const ADDS: &str = r#"
extends = "thing"
label = "Object"
columns = ["title", "x_site"]
[[field]]
name = "x_site"
type = "text"
required = true
[[tighten]]
field = "note"
expected = true
help = "Say all."
[[tighten]]
field = "size"
max = 5
[[tighten]]
field = "colours"
choices = ["green", "red"]
[lifecycle]
final = ["x_shelved"]
[[lifecycle.transition]]
name = "x_consult"
from = ["in_review"]
to = "x_consulted"
[[lifecycle.transition]]
name = "x_shelve"
from = ["draft"]
to = "x_shelved"
[[lifecycle.transition]]
name = "x_return"
from = ["in_review", "x_consulted", "approved"]
to = "draft"
[[lifecycle.tighten]]
transition = "approve"
from = ["x_consulted"]
needs = ["page"]
reason = true
"#;

#[test]
fn an_overlay_adds_and_tightens() {
    let catalog = with(&[("kinds/thing.toml", ADDS)]);
    let kind = thing(&catalog);
    assert_eq!((kind.label.as_str(), kind.plural.as_str()), ("Object", "Things"));
    assert!(kind.field("x_site").unwrap().required && kind.field("note").unwrap().expected);
    let problems = record::check(
        &catalog,
        kind,
        None,
        &document(json!({
            "title": "a", "size": 6, "colours": ["blue"], "reason": "because"
        })),
    );
    let fields: Vec<&str> = problems.iter().map(|it| it.field.as_str()).collect();
    assert_eq!(fields, ["size", "colours", "x_site"]);
    assert!(
        problems[1].message.contains("the choices are red, green"),
        "the shipped order stays: {}",
        problems[1].message
    );
    let approve = kind.transition("approve").unwrap();
    assert_eq!((approve.from.len(), approve.needs.len(), approve.reason), (2, 1, true));
    assert!(kind.states().contains(&"x_shelved"));
    assert_ne!(catalog.digest(), self::catalog().digest());
}

#[test]
fn an_overlay_adds_whole_kinds_scales_and_fields_of_all_kinds() {
    let own = r#"
kind = "x_site"
label = "Site"
plural = "Sites"
prefix = "XST"
version = 1
summary = "A place."
area = "Own"
clauses = []
columns = ["title"]
[[field]]
name = "reach"
type = "scale"
scale = "x_reach"
[lifecycle]
initial = "open"
final = ["open"]
"#;
    let scale = r#"
scale = "x_reach"
label = "Reach"
version = 1
summary = "How far."
[[level]]
label = "Near"
meaning = "Here."
[[level]]
label = "Far"
meaning = "There."
"#;
    let common = "[[field]]\nname = \"x_code\"\ntype = \"text\"\n";
    let catalog = with(&[("kinds/x_site.toml", own), ("scales/x_reach.toml", scale), ("kinds/_common.toml", common)]);
    let fields: Vec<&str> = catalog.kind("x_site").unwrap().fields.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(fields, ["reach", "title", "owner", "x_code"]);
    assert!(thing(&catalog).field("x_code").is_some());
}

#[test]
fn a_scale_may_be_worded_anew_under_a_higher_version() {
    let odds = crate::fixture::ODDS.replace("Rare", "Seldom").replace("version = 1", "version = 2");
    assert_eq!(with(&[("scales/odds.toml", &odds)]).scale("odds").unwrap().levels[0].label, "Seldom");
    let grid = crate::fixture::GRID.replace("[[\"low\"", "[[\"medium\"").replace("version = 1", "version = 2");
    assert_eq!(with(&[("scales/grid.toml", &grid)]).matrix("grid").unwrap().cells[0][0], "medium");
}

/// Path below the overlay, its text, and what the only fault must say, place included.
const REFUSED: [(&str, &str, &str); 24] = [
    (
        "kinds/thing.toml",
        "extends = \"thong\"",
        "kinds/thing.toml:1:11: `extends` names `thong`, which is no kind; did you mean `thing`?",
    ),
    ("kinds/thing.toml", "extends = \"thing\"\nprefix = \"ABC\"", "kinds/thing.toml:2:1: there is no key `prefix`"),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[field]]\nname = \"site\"\ntype = \"text\"",
        "kinds/thing.toml:3:8: an own field's name begins with `x_`; call it `x_site`",
    ),
    (
        "kinds/other.toml",
        "extends = \"thing\"",
        "kinds/other.toml:1:11: the file that extends `thing` is named `thing.toml`",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"nota\"\nrequired = true",
        "kinds/thing.toml:3:9: there is no field `nota` to tighten; did you mean `note`?",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"title\"\nrequired = false",
        "`title` is shipped with `required = true`, which an overlay cannot take back",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"note\"\npersonal = false",
        "`note` is shipped with `personal = true`",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"size\"\nmax = 11",
        "`size` is at most 10.5 as shipped; 11 would loosen it",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"size\"\nmin = -2",
        "`size` is at least -1 as shipped; -2 would loosen it",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"people\"\nmax = 6000000",
        "`people` is at most 5000000 as shipped",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"level\"\nchoices = [\"low\", \"huge\"]",
        "`huge` is not a choice of `level`; keep some of low, medium, very_high",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"note\"\nchoices = [\"low\"]",
        "`note` takes no `choices` because of its type",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[tighten]]\nfield = \"score\"\nrequired = true",
        "kinds/thing.toml:3:9: field `score` is filled by the program",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\ncolumns = [\"titel\"]",
        "kinds/thing.toml:2:12: column `titel` is not a field of `thing`",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[lifecycle.transition]]\nname = \"x_rush\"\nfrom = [\"draft\"]\nto = \"approved\"",
        "kinds/thing.toml:3:8: `x_rush` would lead from `draft` to `approved` around the shipped transitions",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[lifecycle.transition]]\nname = \"x_a\"\nfrom = [\"draft\"]\nto = \"x_b\"\n[[lifecycle.transition]]\nname = \"x_c\"\nfrom = [\"x_b\"]\nto = \"approved\"",
        "`x_c` would lead from `draft` to `approved` around",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[lifecycle.transition]]\nname = \"x_a\"\nfrom = [\"draft\"]\nto = \"x_b\"\n[[lifecycle.tighten]]\ntransition = \"approve\"\nfrom = [\"x_b\"]",
        "`approve` cannot start in `x_b`, because `x_b` is entered from `draft`",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[lifecycle.tighten]]\ntransition = \"approve\"\nfrom = [\"draft\"]",
        "`approve` cannot also start in `draft`",
    ),
    (
        "kinds/thing.toml",
        "extends = \"thing\"\n[[lifecycle.tighten]]\ntransition = \"aprove\"",
        "there is no transition `aprove` to tighten; did you mean `approve`?",
    ),
    (
        "kinds/thing.toml",
        "kind = \"thing\"\nlabel = \"T\"\nplural = \"T\"\nprefix = \"XTH\"\nversion = 1\nsummary = \"s\"\narea = \"a\"\nclauses = []\ncolumns = []\n[lifecycle]\ninitial = \"a\"\nfinal = [\"a\"]",
        "kind `thing` is shipped already; write `extends = \"thing\"`",
    ),
    (
        "kinds/own.toml",
        "kind = \"own\"\nlabel = \"T\"\nplural = \"T\"\nprefix = \"XTH\"\nversion = 1\nsummary = \"s\"\narea = \"a\"\nclauses = []\ncolumns = []\n[lifecycle]\ninitial = \"a\"\nfinal = [\"a\"]",
        "kinds/own.toml:1:8: an own kind's name begins with `x_`; call it `x_own`",
    ),
    (
        "kinds/x_own.toml",
        "kind = \"x_own\"\nlabel = \"T\"\nplural = \"T\"\nprefix = \"OWN\"\nversion = 1\nsummary = \"s\"\narea = \"a\"\nclauses = []\ncolumns = []\n[lifecycle]\ninitial = \"a\"\nfinal = [\"a\"]",
        "kinds/x_own.toml:4:10: the prefix of an own kind begins with `X`; `OWN` does not",
    ),
    ("scales/odds.toml", crate::fixture::ODDS, "scale `odds` is shipped as version 1; give yours a higher one"),
    (
        "scales/grid.toml",
        "matrix = \"grid\"\nrows = \"odds\"\ncolumns = \"odds\"\nversion = 2\ncells = [[\"low\", \"low\"], [\"low\", \"huge\"]]",
        "`huge` is not an outcome of the shipped matrix `grid`",
    ),
];

#[test]
fn what_would_loosen_or_clash_is_refused_alone_and_with_its_place() {
    for (path, text, told) in REFUSED {
        let faults = overlay_faults(path, text);
        assert!(faults.contains(told), "\n{text}\nshould tell\n{told}\nand told\n{faults}");
        assert_eq!(faults.lines().count(), 1, "more than one fault:\n{faults}");
        assert!(faults.starts_with(path), "the overlay's file is to be blamed:\n{faults}");
    }
}

#[test]
fn another_number_of_levels_is_refused() {
    let odds = crate::fixture::ODDS.replace("version = 1", "version = 2")
        + "[[level]]\nlabel = \"Always\"\nmeaning = \"All days.\"\n";
    assert!(
        overlay_faults("scales/odds.toml", &odds).contains("scale `odds` has 3 levels here and 2 as shipped; keep 2")
    );
}
