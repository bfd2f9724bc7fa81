//! What a statement contradicts or does not say, each with its entry and a sentence that says what to do.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Around, Entry, Statement};

/// Something that is wrong with a statement.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Fault {
    /// The check that found it, as in [`CHECKS`].
    pub check: &'static str,
    /// The control of the entry.
    pub control: String,
    /// What is wrong and what to do.
    pub says: String,
    /// Records that it is about.
    pub records: Vec<String>,
}

/// A sort of fault.
pub struct Check {
    /// Its name.
    pub name: &'static str,
    /// What it finds.
    pub summary: &'static str,
    find: fn(&Statement, &Around) -> Vec<Found>,
}

/// Control, sentence, records.
type Found = (String, String, Vec<String>);

/// Every check.
pub const CHECKS: &[Check] = &[
    Check { name: "missing", summary: "a reference control without an entry", find: missing },
    Check { name: "twice", summary: "a control with more than one entry", find: twice },
    Check {
        name: "no_control",
        summary: "an entry of guidance, a clause, information or nothing that is known",
        find: no_control,
    },
    Check { name: "undecided", summary: "an entry that says neither necessary nor not", find: undecided },
    Check { name: "no_reason_out", summary: "a control that is left out without a justification", find: no_reason_out },
    Check {
        name: "no_reason_in",
        summary: "a necessary control without a risk, obligation or objective",
        find: no_reason_in,
    },
    Check {
        name: "treatment_left_out",
        summary: "a control of an approved treatment that is no necessary entry",
        find: treatment_left_out,
    },
    Check {
        name: "without_treatment",
        summary: "a risk given as the reason for a control that no approved treatment of it brings",
        find: without_treatment,
    },
    Check {
        name: "excluded_operates",
        summary: "a control that is left out and yet carried out, with proof",
        find: excluded_operates,
    },
    Check { name: "gone", summary: "an entry that rests on a record that is not there any more", find: gone },
    Check { name: "own_missing", summary: "a control of one's own without an entry", find: own_missing },
    Check {
        name: "exception",
        summary: "an exception without a reason, of no AI system, of no entry, or that excepts nothing",
        find: exception,
    },
];

/// Everything that is wrong, check by check.
pub fn faults(statement: &Statement, around: &Around) -> Vec<Fault> {
    let of = |check: &'static Check| {
        let found = (check.find)(statement, around).into_iter();
        found.map(|(control, says, records)| Fault { check: check.name, control, says, records })
    };
    CHECKS.iter().flat_map(of).collect()
}

fn entry<'a>(statement: &'a Statement, control: &str) -> Option<&'a Entry> {
    statement.entries.iter().find(|it| it.control == control)
}

fn list<'a>(all: impl IntoIterator<Item = &'a String>) -> String {
    all.into_iter().cloned().collect::<Vec<_>>().join(", ")
}

fn missing(statement: &Statement, around: &Around) -> Vec<Found> {
    let lacking = around.wanted.iter().filter(|it| entry(statement, &it.reference).is_none());
    lacking.map(|it| (it.reference.clone(), format!("{} has no entry; add one", it.title), Vec::new())).collect()
}

fn twice(statement: &Statement, _: &Around) -> Vec<Found> {
    let mut seen: BTreeMap<&String, usize> = BTreeMap::new();
    statement.entries.iter().for_each(|it| *seen.entry(&it.control).or_default() += 1);
    let several = seen.into_iter().filter(|it| it.1 > 1);
    several.map(|(control, count)| (control.clone(), format!("it has {count} entries; keep one"), Vec::new())).collect()
}

fn no_control(statement: &Statement, around: &Around) -> Vec<Found> {
    let of = |it: &Entry| {
        let wanted = around.wanted.iter().any(|wanted| wanted.reference == it.control);
        if wanted || around.controls.contains_key(&it.control) {
            return None;
        }
        let says = match around.others.get(&it.control) {
            Some(what) => format!("it is {what}, which is no control that can be necessary; take the entry out"),
            None => "no library and no control of ours has it; take the entry out".to_owned(),
        };
        Some((it.control.clone(), says, Vec::new()))
    };
    statement.entries.iter().filter_map(of).collect()
}

fn undecided(statement: &Statement, _: &Around) -> Vec<Found> {
    let open = statement.entries.iter().filter(|it| it.necessary.is_none());
    let says = "nothing asks for it, and nobody has decided; say whether it is necessary, and why";
    open.map(|it| (it.control.clone(), says.to_owned(), Vec::new())).collect()
}

fn no_reason_out(statement: &Statement, _: &Around) -> Vec<Found> {
    let out = statement.entries.iter().filter(|it| it.necessary == Some(false) && it.why.trim().is_empty());
    out.map(|it| (it.control.clone(), "it is left out without a justification; say why".to_owned(), Vec::new()))
        .collect()
}

fn no_reason_in(statement: &Statement, _: &Around) -> Vec<Found> {
    let bare = statement.entries.iter().filter(|it| it.necessary == Some(true) && it.because.is_empty());
    let says = "it is necessary for no risk, obligation or objective; name one, or leave it out";
    bare.map(|it| (it.control.clone(), says.to_owned(), Vec::new())).collect()
}

fn treatment_left_out(statement: &Statement, around: &Around) -> Vec<Found> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (name, treatment) in around.approved() {
        for control in treatment.controls.iter().flat_map(|it| around.entries_of(it)) {
            let left_out = entry(statement, &control).is_some_and(|it| it.necessary == Some(false));
            let absent = around.controls.contains_key(&control) && entry(statement, &control).is_none();
            if left_out || absent {
                found.entry(control).or_default().insert(name.clone());
            }
        }
    }
    let says = |by: &BTreeSet<String>| {
        format!("{} is approved and brings it; make it necessary, or rework the treatment", list(by))
    };
    found.into_iter().map(|(control, by)| (control, says(&by), by.into_iter().collect())).collect()
}

fn without_treatment(statement: &Statement, around: &Around) -> Vec<Found> {
    let of = |it: &Entry| {
        let brings = |risk: &String| {
            let mut all = around.approved().filter(|(_, treatment)| treatment.risks.contains(risk));
            all.any(|(_, treatment)| treatment.controls.iter().any(|own| around.entries_of(own).contains(&it.control)))
        };
        let bare: Vec<String> =
            it.because.iter().filter(|it| around.risks.contains(*it) && !brings(it)).cloned().collect();
        let says = format!("no approved treatment of {} brings it; approve one, or give another reason", list(&bare));
        (it.necessary == Some(true) && !bare.is_empty()).then_some((it.control.clone(), says, bare))
    };
    statement.entries.iter().filter_map(of).collect()
}

fn excluded_operates(statement: &Statement, around: &Around) -> Vec<Found> {
    let of = |it: &Entry| {
        let proofs = around.operating.get(&it.control).filter(|_| it.necessary == Some(false))?;
        let says = format!(
            "it is left out, and {} shows that it is carried out; take it in, or end what carries it out",
            list(proofs)
        );
        Some((it.control.clone(), says, proofs.clone()))
    };
    statement.entries.iter().filter_map(of).collect()
}

fn gone(statement: &Statement, around: &Around) -> Vec<Found> {
    let of = |it: &Entry| {
        let there = |name: &String| {
            around.risks.contains(name) || around.objectives.contains(name) || around.duties.contains_key(name)
        };
        let alive = |name: &String| around.controls.get(name).is_some_and(|it| !it.ended);
        let lost = it.because.iter().filter(|it| !there(it));
        let lost: Vec<String> = lost.chain(it.realised_by.iter().filter(|it| !alive(it))).cloned().collect();
        let says = format!("{} is closed, ended or does not apply; take it out, or decide anew", list(&lost));
        (!lost.is_empty()).then_some((it.control.clone(), says, lost))
    };
    statement.entries.iter().filter_map(of).collect()
}

fn own_missing(statement: &Statement, around: &Around) -> Vec<Found> {
    let own = around.controls.iter().filter(|it| !it.1.ended && around.entries_of(it.0).contains(it.0));
    let lacking = own.filter(|it| entry(statement, it.0).is_none());
    let says = |title: &str| format!("{title} is a control of our own without an entry; add one");
    lacking.map(|(name, it)| (name.clone(), says(&it.title), vec![name.clone()])).collect()
}

fn exception(statement: &Statement, around: &Around) -> Vec<Found> {
    let of = |it: &super::Exception| {
        let entry = entry(statement, &it.control);
        let says = match entry {
            None => "the exception is of a control that has no entry; add one, or take it out",
            Some(_) if !around.systems.contains(&it.system) => {
                "the exception names no AI system that is there; take it out"
            }
            Some(_) if it.why.trim().is_empty() => "the exception has no reason; say why",
            Some(entry) if entry.necessary == it.necessary => "the exception says what the entry says; take it out",
            Some(_) => return None,
        };
        Some((it.control.clone(), format!("{}: {says}", it.system), vec![it.system.clone()]))
    };
    statement.exceptions.iter().filter_map(of).collect()
}
