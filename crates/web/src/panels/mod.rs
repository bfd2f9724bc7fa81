//! What the page of a record shows beyond the generic part; here kinds are named.

mod access;
pub(crate) mod comments;
mod disposal;
mod duties;
mod lineage;
mod mentions;
mod report;

use std::future::Future;
use std::pin::Pin;

use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::failure::Failure;
use crate::html::Html;
use crate::html::filled::Filled;
use crate::pages::detail::View;
use crate::pages::{files, origin};

/// A panel that is being drawn.
pub(crate) type Drawing<'a> = Pin<Box<dyn Future<Output = Result<Html, Failure>> + Send + 'a>>;

/// Where a panel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Below what the record holds.
    Main,
    /// Beside it.
    Side,
}

/// Something more on the pages of some kinds.
pub(crate) struct Panel {
    /// What it shows, for whoever reads this list.
    pub name: &'static str,
    /// Kinds on whose pages it stands; every kind when empty.
    pub kinds: &'static [&'static str],
    pub place: Place,
    /// The kind and field of records that link here and that it shows, so that the generic lists leave them out.
    pub shows: Option<(&'static str, &'static str)>,
    /// Whether it stands on the page of a past moment too; the others are told for now.
    pub past: bool,
    pub draw: for<'a> fn(View<'a>) -> Drawing<'a>,
}

/// Every panel, in the order of the page.
pub(crate) const PANELS: &[Panel] = &[
    Panel {
        name: "lineage",
        kinds: &["dataset_version", "model_version"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: lineage::panel,
    },
    Panel {
        name: "control",
        kinds: &["document"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::documents::panel,
    },
    Panel {
        name: "competence",
        kinds: &["person"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::competence::of_person,
    },
    Panel {
        name: "holders",
        kinds: &["role"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::competence::role,
    },
    Panel {
        name: "qualification",
        kinds: &["role_assignment"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::competence::assignment,
    },
    Panel {
        name: "items",
        kinds: &["quiz"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::competence::items,
    },
    Panel {
        name: "levels",
        kinds: &["risk"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::risks::risk,
    },
    Panel {
        name: "moving",
        kinds: &["risk"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::risks::moving::panel,
    },
    Panel {
        name: "treatments",
        kinds: &["treatment", "risk"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::treatments::panel,
    },
    Panel {
        name: "acceptances",
        kinds: &["risk_acceptance", "risk"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::acceptances::panel,
    },
    Panel {
        name: "challenges",
        kinds: &["exercise", "risk"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::challenges::panel,
    },
    Panel {
        name: "losses",
        kinds: &["risk"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::risks::losses::risk,
    },
    Panel {
        name: "agreement",
        kinds: &["risk_assessment"],
        place: Place::Main,
        shows: Some(("score_sheet", "assessment")),
        past: false,
        draw: crate::screens::risks::assessment,
    },
    Panel {
        name: "correcting",
        kinds: &["nonconformity"],
        place: Place::Main,
        shows: Some(("corrective_action", "nonconformity")),
        past: false,
        draw: crate::screens::corrections::case,
    },
    Panel {
        name: "effect",
        kinds: &["corrective_action"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::corrections::action,
    },
    Panel {
        name: "remarks",
        kinds: &["finding"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::corrections::finding,
    },
    Panel {
        name: "applicability",
        kinds: &["statement_of_applicability"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::conformity::statement::panel,
    },
    Panel {
        name: "scope",
        kinds: &["use_case", "ai_system", "organization_unit"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::scope::panel,
    },
    Panel {
        name: "boundary",
        kinds: &["aims_scope"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::scope::of_scope,
    },
    Panel {
        name: "certificate",
        kinds: &["certification"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::readiness::panel,
    },
    Panel {
        name: "audit",
        kinds: &["audit"],
        place: Place::Main,
        shows: Some(("audit_item", "audit")),
        past: false,
        draw: crate::screens::audits::one::panel,
    },
    Panel {
        name: "sample",
        kinds: &["audit_item"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::audits::line::panel,
    },
    Panel {
        name: "cycle",
        kinds: &["audit_programme"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::audits::programme::panel,
    },
    Panel {
        name: "practice",
        kinds: &["policy_statement"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::practice::panel,
    },
    Panel {
        name: "gaps",
        kinds: &["assessment"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::gaps::panel,
    },
    Panel {
        name: "papers",
        kinds: &["management_review"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::board::review::panel,
    },
    Panel {
        name: "monitors",
        kinds: &["model", "model_version", "release", "component"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::monitor::panel,
    },
    Panel {
        name: "lane",
        kinds: &["review_request"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::reviews::one::panel,
    },
    Panel {
        name: "report",
        kinds: &["measurement"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: report::panel,
    },
    Panel {
        name: "supply",
        kinds: &["contract"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::suppliers::contract,
    },
    Panel {
        name: "dependence",
        kinds: &["external_party"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::suppliers::party,
    },
    Panel {
        name: "data",
        kinds: &["dataset_version"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: access::data,
    },
    Panel {
        name: "undecided models",
        kinds: &["disposition"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: disposal::panel,
    },
    Panel { name: "duties", kinds: &["person"], place: Place::Main, shows: None, past: false, draw: duties::of_person },
    Panel {
        name: "letter",
        kinds: &["role_assignment"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: duties::of_assignment,
    },
    Panel {
        name: "grants",
        kinds: &["review_request"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: access::progress,
    },
    Panel {
        name: "charter",
        kinds: &["governance_body", "meeting"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::bodies::body::panel,
    },
    Panel {
        name: "attainment",
        kinds: &["objective", "indicator"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::strategy::panel::panel,
    },
    Panel {
        name: "dialogue",
        kinds: &["concern"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::concerns::panel,
    },
    Panel {
        name: "exists twice",
        kinds: &["control"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::enterprise::panel,
    },
    Panel {
        name: "decision table",
        kinds: &["decision_table"],
        place: Place::Main,
        shows: None,
        past: true,
        draw: crate::screens::tiering::table::panel,
    },
    Panel {
        name: "resources",
        kinds: &["resource_plan"],
        place: Place::Main,
        shows: None,
        past: false,
        draw: crate::screens::resources::panel,
    },
    Panel { name: "files", kinds: &[], place: Place::Main, shows: None, past: true, draw: files::panel },
    Panel {
        name: "comments",
        kinds: &[],
        place: Place::Main,
        shows: Some((comments::KIND, comments::ABOUT)),
        past: true,
        draw: comments::panel,
    },
    Panel { name: "original cells", kinds: &[], place: Place::Main, shows: None, past: true, draw: origin::panel },
];

/// The panels of a place, one after the other.
pub(crate) async fn draw(view: View<'_>, place: Place) -> Result<Html, Failure> {
    let mut drawn = Vec::new();
    for panel in PANELS.iter().filter(|it| it.place == place) {
        let here = panel.kinds.is_empty() || panel.kinds.contains(&view.kind.kind.as_str());
        if here && (panel.past || !view.past) {
            drawn.push((panel.name, (panel.draw)(view).await?));
        }
    }
    Ok(maud! { @for (name, panel) in &drawn { div data-panel=(name) { (panel) } } }.memoize())
}

/// What stands above the form for a new record of a kind: whether there is one already that does.
pub(crate) async fn before_new(call: &Call, kind: &str, filled: &Filled) -> Result<Html, Failure> {
    match kind {
        governance::integrating::CONTROL => crate::screens::enterprise::hint(call, filled).await,
        _ => Ok(maud! {}.memoize()),
    }
}

/// Whether a panel shows the records of a kind that link here by a field.
pub(crate) fn shows(kind: &str, field: &str) -> bool {
    PANELS.iter().any(|it| it.shows == Some((kind, field)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        let mut names: Vec<_> = PANELS.iter().map(|it| it.name).collect();
        names.dedup();
        assert_eq!(names.len(), PANELS.len());
    }
}
