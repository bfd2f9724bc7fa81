//! The lines of a checklist, from the scope of an audit and what records say: the same inputs give the same lines in the same order. A line
//! cites only what evidence could show not to be met; a control that is left out is asked about by the way in which it was left out.

use std::collections::{BTreeMap, BTreeSet};

use library::{Expected, Form, Found, Method, Node, Shelf};
use serde::Serialize;

use super::library::Auditing;
use super::recorded::Recorded;
use crate::modality::guard::may_anchor;
use crate::modality::order::Necessity;

/// The clause that is cited for controls that are left out.
const TREATMENT: &str = "6.1.3";

/// What an audit looks at, and what is known of it.
#[derive(Debug, Clone, Default)]
pub struct Around {
    /// Criteria as they are named: clauses, controls or groups of them; everything binding of the default framework where there is none.
    pub criteria: Vec<String>,
    /// The framework where no criterion is named.
    pub framework: String,
    /// Criteria that are records: statements of policies, clauses and duties.
    pub recorded: Vec<Recorded>,
    /// AI systems in scope by number.
    pub systems: BTreeMap<String, System>,
    /// Units in scope by number.
    pub units: BTreeSet<String>,
    /// Controls that are left out: for all, or for AI systems, each with whether a reason is given.
    pub excluded: BTreeMap<String, BTreeMap<Option<String>, bool>>,
    /// What was found earlier and is followed up, in the order of numbers.
    pub earlier: Vec<Earlier>,
    /// What records say, by reference and AI system.
    pub live: BTreeMap<(String, Option<String>), Live>,
    /// The field by which records of a kind name AI systems.
    pub links: BTreeMap<String, String>,
}

/// An AI system in scope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct System {
    /// Its tier.
    pub tier: String,
    /// Open risks with their levels.
    pub risks: Vec<(String, String)>,
}

/// Something that was found earlier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its number.
    pub record: String,
    /// References that it cites.
    pub cites: Vec<String>,
    /// AI systems and units about which it is.
    pub about: Vec<String>,
}

/// What live evidence says of a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Live {
    /// The status.
    pub status: String,
    /// Why it is that.
    pub why: String,
    /// Records that counted.
    pub records: Vec<String>,
}

/// A plan for a sample.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Kind of the records.
    pub kind: String,
    /// Filter of their list.
    pub filter: String,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Line {
    /// By which it is known again.
    pub key: String,
    /// The reference that it cites, or the number of the record that is its criterion.
    pub criterion: String,
    /// Whether that is a record.
    pub recorded: bool,
    /// The short title of that.
    pub title: String,
    /// The AI system or unit about which it asks.
    pub subject: Option<String>,
    /// What is asked.
    pub question: String,
    /// How.
    pub method: String,
    /// Evidence that is wanted.
    pub wanted: Vec<String>,
    /// Why it is asked, beside that it is in scope.
    pub because: Vec<String>,
    /// What is sampled.
    pub sample: Option<Plan>,
    /// Minutes of work, without those for the records of a sample.
    pub minutes: u64,
    /// What records say, which the auditor confirms or contradicts.
    pub live: Option<Live>,
}

/// The lines of an audit, and how far they go.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Checklist {
    /// In the order of the framework.
    pub lines: Vec<Line>,
    /// Criteria in scope, each with how many lines cite it.
    pub criteria: BTreeMap<String, usize>,
    /// What is in scope and has no line, with the reason.
    pub left_out: BTreeMap<String, String>,
    /// Questions in the same words about the same, which are asked once for several criteria.
    pub duplicates: Vec<Vec<String>>,
    /// Lines and minutes by method.
    pub effort: BTreeMap<String, (usize, u64)>,
    /// Minutes in all.
    pub minutes: u64,
    /// Lines that records answer already.
    pub answered: usize,
}

/// The checklist of an audit.
pub fn checklist(shelf: &Shelf, rules: &Auditing, around: &Around) -> Checklist {
    let making = Making { shelf, rules, around };
    let (mut lines, mut left_out) = (Vec::new(), BTreeMap::new());
    let mut criteria: BTreeMap<String, usize> = BTreeMap::new();
    for found in making.in_scope(&mut left_out) {
        let reference = found.framework.reference(found.node);
        match may_anchor(shelf, &reference, &|it| making.necessity(it)) {
            Ok(()) => {
                criteria.insert(reference.clone(), 0);
                lines.extend(making.asked(&found, &reference));
            }
            Err(refused) if making.left_out(&reference) => {
                left_out.insert(reference.clone(), refused.why);
                lines.extend(making.justification(&found, &reference, None));
            }
            Err(refused) => _ = left_out.insert(reference, refused.why),
        }
    }
    lines.extend(making.followed(&mut left_out));
    for it in &around.recorded {
        match &it.refused {
            Some(why) => _ = left_out.insert(it.record.clone(), why.clone()),
            None => match making.stated(it) {
                own if own.is_empty() => {
                    let why = "names AI systems, and none of them is in the scope of this audit".to_owned();
                    left_out.insert(it.record.clone(), why);
                }
                own => lines.extend(own),
            },
        }
    }
    let mut known = BTreeSet::new();
    lines.retain(|it: &Line| known.insert(it.key.clone()));
    for it in &lines {
        *criteria.entry(it.criterion.clone()).or_default() += 1;
    }
    told(lines, criteria, left_out)
}

fn told(lines: Vec<Line>, criteria: BTreeMap<String, usize>, mut left_out: BTreeMap<String, String>) -> Checklist {
    let mut effort: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    let mut alike: BTreeMap<(String, Option<String>, String), Vec<String>> = BTreeMap::new();
    for it in &lines {
        let of = effort.entry(it.method.clone()).or_default();
        (of.0, of.1) = (of.0 + 1, of.1 + it.minutes);
        let asked = (it.question.to_lowercase(), it.subject.clone(), it.method.clone());
        alike.entry(asked).or_default().push(it.key.clone());
    }
    for (reference, _) in criteria.iter().filter(|it| *it.1 == 0) {
        left_out.insert(
            reference.clone(),
            "has no question that fits what is in scope; write a line of your own".to_owned(),
        );
    }
    Checklist {
        minutes: effort.values().map(|it| it.1).sum(),
        answered: lines.iter().filter(|it| it.live.is_some()).count(),
        duplicates: alike.into_values().filter(|it| it.len() > 1).collect(),
        lines,
        criteria,
        left_out,
        effort,
    }
}

/// What lines are made of.
struct Making<'a> {
    shelf: &'a Shelf,
    rules: &'a Auditing,
    around: &'a Around,
}

impl<'a> Making<'a> {
    /// Nodes in scope, each once, in the order of the frameworks; what no library knows is left out.
    fn in_scope(&self, left_out: &mut BTreeMap<String, String>) -> Vec<Found<'a>> {
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for it in &self.around.criteria {
            match self.shelf.find(it) {
                None => _ = left_out.insert(it.clone(), "is known to no library".to_owned()),
                Some(found) => {
                    let below = found.framework.below(&found.node.id).into_iter();
                    let nodes = below.filter_map(|id| found.framework.node(id));
                    let asking: Vec<&Node> = nodes.filter(|it| it.assessable).collect();
                    if asking.is_empty() {
                        wanted.insert(it.clone());
                    }
                    wanted.extend(asking.into_iter().map(|node| found.framework.reference(node)));
                }
            }
        }
        if self.around.criteria.is_empty() && self.around.recorded.is_empty() {
            let all = self.shelf.framework(&self.around.framework).into_iter();
            let binding = all.flat_map(|it| it.assessable().map(move |node| it.reference(node)));
            wanted.extend(binding.filter(|it| self.shelf.find(it).is_some_and(|it| it.binding())));
        }
        let nodes = self.shelf.frameworks().iter().flat_map(|it| it.node.iter().map(move |node| it.reference(node)));
        let ordered: Vec<String> = nodes.filter(|it| wanted.contains(it)).collect();
        ordered.iter().filter_map(|it| self.shelf.find(it)).collect()
    }

    fn left_out(&self, reference: &str) -> bool {
        self.around.excluded.get(reference).is_some_and(|it| it.contains_key(&None))
    }

    fn necessity(&self, found: &Found) -> Necessity {
        let of = self.around.excluded.get(&found.framework.reference(found.node)).and_then(|it| it.get(&None));
        of.map_or(Necessity::Undecided, |it| Necessity::NotNecessary { justified: *it })
    }

    /// Lines of a criterion: for the organisation, or for AI systems, strict ones each and the others together.
    fn asked(&self, found: &Found, reference: &str) -> Vec<Line> {
        let about = found.node.applies.as_ref().map(|it| it.about.as_str()).unwrap_or_default();
        if about != "system" {
            return self.questions(found, reference, None, None);
        }
        let excluded = self.around.excluded.get(reference);
        let mut lines = Vec::new();
        let mut shared = false;
        for (name, system) in &self.around.systems {
            if excluded.is_some_and(|it| it.contains_key(&Some(name.clone()))) {
                lines.extend(self.justification(found, reference, Some(name)));
            } else if self.own(system) {
                lines.extend(self.questions(found, reference, Some(name), Some(system)));
            } else {
                shared = true;
            }
        }
        if shared {
            let mut common = self.questions(found, reference, None, None);
            for it in &mut common {
                it.wanted.push(self.rules.checklist.shared.clone());
                // What records say of the whole organisation answers nothing about those that are picked.
                it.live = None;
            }
            lines.extend(common);
        }
        lines
    }

    /// Whether an AI system has lines of its own.
    fn own(&self, system: &System) -> bool {
        let rules = &self.rules.checklist;
        rules.own_tiers.contains(&system.tier) || system.risks.iter().any(|it| rules.own_risks.contains(&it.1))
    }

    fn questions(
        &self,
        found: &Found,
        reference: &str,
        subject: Option<&String>,
        system: Option<&System>,
    ) -> Vec<Line> {
        let live = self.around.live.get(&(reference.to_owned(), subject.cloned()));
        let mut because: Vec<String> = Vec::new();
        if let Some(system) = system {
            because.push(format!("tier {}", system.tier));
            because.extend(system.risks.iter().map(|(risk, level)| format!("{risk}, {level}")));
        }
        let line = |(at, it): (usize, &library::Question)| {
            let method = method(it.method);
            Line {
                key: key(reference, subject, &format!("q{}", at + 1)),
                criterion: reference.to_owned(),
                recorded: false,
                title: found.node.title.clone(),
                subject: subject.cloned(),
                question: it.ask.clone(),
                wanted: found.node.evidence.iter().map(|it| it.what.clone()).collect(),
                because: because.clone(),
                sample: self.plan(&found.node.evidence, method, subject),
                minutes: self.minutes(method),
                // What records say answers what is examined; people are asked and work is watched all the same.
                live: live.filter(|_| matches!(it.method, Method::Examine | Method::Automated)).cloned(),
                method: method.to_owned(),
            }
        };
        found.node.question.iter().enumerate().map(line).collect()
    }

    /// What is sampled: records of the first kind that holds proof of what happened.
    fn plan(&self, evidence: &[Expected], method: &str, subject: Option<&String>) -> Option<Plan> {
        if !self.rules.checklist.sampled.contains(method) {
            return None;
        }
        let records = evidence.iter().filter(|it| it.form == Form::Record).chain(evidence);
        let kinds: Vec<&String> = records.flat_map(|it| &it.kinds).collect();
        let kind = match subject {
            Some(_) => kinds.into_iter().find(|it| self.around.links.contains_key(*it))?,
            None => kinds.into_iter().next()?,
        };
        let filter = subject.and_then(|it| Some(format!("{}:{it}", self.around.links.get(kind)?)));
        Some(Plan { kind: kind.clone(), filter: filter.unwrap_or_default() })
    }

    /// The line that asks how a control was left out.
    fn justification(&self, found: &Found, reference: &str, subject: Option<&String>) -> Option<Line> {
        let criterion = format!("{}:{TREATMENT}", found.framework.prefix);
        let treatment = self.shelf.find(&criterion)?;
        let name = format!("{reference} {}", found.node.title);
        let given = self.around.excluded.get(reference).and_then(|it| it.get(&subject.cloned())).copied();
        let because = if given == Some(true) { "a reason is given" } else { "no reason is given" };
        Some(Line {
            key: key(reference, subject, "out"),
            criterion,
            recorded: false,
            title: treatment.node.title.clone(),
            subject: subject.cloned(),
            question: self.rules.checklist.excluded.replace("{control}", &name),
            method: method(Method::Examine).to_owned(),
            wanted: vec![self.rules.checklist.justification.clone()],
            because: vec![because.to_owned()],
            sample: None,
            minutes: self.minutes(method(Method::Examine)),
            live: None,
        })
    }

    /// Lines about what was found earlier and cites something in scope.
    fn followed(&self, left_out: &mut BTreeMap<String, String>) -> Vec<Line> {
        let scope: BTreeSet<String> =
            self.in_scope(&mut BTreeMap::new()).iter().map(|it| it.framework.reference(it.node)).collect();
        let mut lines = Vec::new();
        for it in &self.around.earlier {
            for cited in it.cites.iter().filter(|it| scope.contains(*it)) {
                let Some(found) = self.shelf.find(cited) else { continue };
                if let Err(refused) = may_anchor(self.shelf, cited, &|it| self.necessity(it)) {
                    left_out.insert(format!("{} {cited}", it.record), refused.why);
                    continue;
                }
                let subject = self.about(it);
                lines.push(Line {
                    key: key(cited, subject.as_ref(), &it.record),
                    criterion: cited.clone(),
                    recorded: false,
                    title: found.node.title.clone(),
                    subject,
                    question: self.rules.checklist.followed.replace("{record}", &it.record),
                    method: method(Method::Reperform).to_owned(),
                    wanted: vec![self.rules.checklist.followed_evidence.clone()],
                    because: vec![it.record.clone()],
                    sample: None,
                    minutes: self.minutes(method(Method::Reperform)),
                    live: None,
                });
            }
        }
        lines
    }

    /// Lines of a criterion that is a record: one for each AI system in scope that it names, or one for all; and what was found earlier against it.
    fn stated(&self, it: &Recorded) -> Vec<Line> {
        let rules = &self.rules.checklist;
        let own = self.around.systems.keys().filter(|name| it.systems.contains(*name));
        let mut subjects: Vec<Option<&String>> = own.map(Some).collect();
        if it.systems.is_empty() {
            subjects.push(None);
        }
        let by = if it.sample.is_some() { Method::Examine } else { Method::Interview };
        let words = |text: &str| text.replace("{record}", &it.record).replace("{says}", &it.says);
        let line = |subject: Option<&String>, sort: &str, question: String, by: Method, wanted: &str| Line {
            key: key(&it.record, subject, sort),
            criterion: it.record.clone(),
            recorded: true,
            title: it.title.clone(),
            subject: subject.cloned(),
            question,
            method: method(by).to_owned(),
            wanted: vec![wanted.to_owned()],
            because: Vec::new(),
            sample: it.sample.clone().filter(|_| sort == "kept"),
            minutes: self.minutes(method(by)),
            live: it.live.clone().filter(|_| by == Method::Examine && sort == "kept"),
        };
        let asked = rules.stated.get(&it.kind).map(String::as_str).unwrap_or_default();
        let mut lines: Vec<Line> =
            subjects.iter().map(|of| line(*of, "kept", words(asked), by, &rules.stated_evidence)).collect();
        for earlier in self.around.earlier.iter().filter(|of| of.cites.contains(&it.record)) {
            let question = rules.followed.replace("{record}", &earlier.record);
            let subject = self.about(earlier);
            let mut followed =
                line(subject.as_ref(), &earlier.record, question, Method::Reperform, &rules.followed_evidence);
            followed.because = vec![earlier.record.clone()];
            lines.push(followed);
        }
        lines
    }

    /// The one thing in scope about which something earlier is.
    fn about(&self, it: &Earlier) -> Option<String> {
        let own = |name: &&String| self.around.systems.contains_key(*name) || self.around.units.contains(*name);
        it.about.iter().find(own).cloned()
    }

    fn minutes(&self, method: &str) -> u64 {
        self.rules.minutes.get(method).copied().unwrap_or_default()
    }
}

fn key(reference: &str, subject: Option<&String>, sort: &str) -> String {
    match subject {
        Some(subject) => format!("{reference} {subject} {sort}"),
        None => format!("{reference} {sort}"),
    }
}

/// The name of a method.
pub fn method(it: Method) -> &'static str {
    match it {
        Method::Interview => "interview",
        Method::Observe => "observe",
        Method::Examine => "examine",
        Method::Reperform => "reperform",
        Method::Automated => "automated",
    }
}
