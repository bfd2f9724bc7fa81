//! The verdict about each duty for an AI system on a day, as known on a day, with what decided it. Facts that are missing are named, never
//! guessed: where they could matter, nothing is decided.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;
use library::{Framework, Node, Period, Shelf, Standing};
use serde::Serialize;

use super::class::{Classed, Classes, Said};
use super::library::{Obligations, Transition};
use super::place::Within;
use super::subject::Subject;
use super::time::{Holds, Law, Provision, begins, laws, on};

/// What is said of a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It applies.
    Applies,
    /// Facts, or a reading, are missing.
    CannotDecide,
    /// It will apply.
    NotYet,
    /// It would apply, and an exception keeps it away.
    Excepted,
    /// It was in force and has ended.
    Ended,
    /// It was taken away.
    Repealed,
    /// It does not concern the system.
    Never,
}

/// Every verdict, those that matter most first.
pub const VERDICTS: &[Verdict] = &[
    Verdict::Applies,
    Verdict::CannotDecide,
    Verdict::NotYet,
    Verdict::Excepted,
    Verdict::Ended,
    Verdict::Repealed,
    Verdict::Never,
];

impl Verdict {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Applies => "applies",
            Verdict::CannotDecide => "cannot_decide",
            Verdict::NotYet => "not_yet",
            Verdict::Excepted => "excepted",
            Verdict::Ended => "ended",
            Verdict::Repealed => "repealed",
            Verdict::Never => "never",
        }
    }
}

/// One of several readings of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Read<'a> {
    /// What it reads.
    pub reading: &'a str,
    /// The verdict by it.
    pub verdict: Verdict,
    /// From when the duty holds by it.
    pub from: Option<Date>,
    /// Where that is written.
    pub source: &'a str,
}

/// The verdict about a duty for a system.
#[derive(Debug, Clone)]
pub struct Duty<'a> {
    /// The framework.
    pub framework: &'a Framework,
    /// The node.
    pub node: &'a Node,
    /// Its reference.
    pub reference: Arc<str>,
    /// The verdict.
    pub verdict: Verdict,
    /// From when it holds for this system.
    pub from: Option<Date>,
    /// What decided, each in a sentence.
    pub why: Vec<Arc<str>>,
    /// Facts that are missing.
    pub needs: Vec<Arc<str>>,
    /// Where its dates are written.
    pub source: &'a str,
    /// Readings, where the source has several.
    pub readings: Vec<Read<'a>>,
    /// What was adopted or proposed, and binds nobody on that day.
    pub ahead: Option<&'a Period>,
}

/// The day for which is asked, and the day whose knowledge counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Days {
    /// The day for which is asked.
    pub on: Date,
    /// The day whose knowledge of the law counts.
    pub known: Date,
}

/// Everything that verdicts need beside the system.
pub struct Judge<'a> {
    days: Days,
    library: &'a Obligations,
    classes: &'a Classes<'a>,
    laws: Vec<Law<'a>>,
    gates: HashMap<&'a str, Option<(Option<Date>, String)>>,
    public: HashMap<&'a str, Option<Date>>,
}

/// Whether something holds for a system.
enum Met {
    Yes(Arc<str>),
    No(Arc<str>),
    Open(Vec<Arc<str>>),
}

/// When a duty holds for a system.
struct Timed<'a> {
    verdict: Verdict,
    from: Option<Date>,
    why: Vec<Arc<str>>,
    needs: Vec<Arc<str>>,
    source: &'a str,
    readings: Vec<Read<'a>>,
}

impl<'a> Judge<'a> {
    /// All laws of a shelf on two days.
    pub fn new(shelf: &'a Shelf, library: &'a Obligations, classes: &'a Classes<'a>, days: Days) -> Judge<'a> {
        let gate =
            |it: &'a super::library::Class| Some((it.name.as_str(), begins(shelf, it.gate.as_deref()?, days.known)));
        let public = |it: &'a Transition| {
            let found = shelf.find(&it.provision)?;
            let all = found.framework.periods_of(found.node).iter();
            let mut own =
                all.filter(|it| it.was_known(days.known) && it.binds() && it.concerns.as_deref() == Some(PUBLIC));
            Some((it.provision.as_str(), own.next().and_then(|it| it.from)))
        };
        Judge {
            days,
            library,
            classes,
            laws: laws(shelf, days.known),
            gates: library.class.iter().filter_map(gate).collect(),
            public: library.transition.iter().filter_map(public).collect(),
        }
    }

    /// The verdict about every duty of every law, in the order of the shelf.
    pub fn duties(&self, subject: &Subject) -> Vec<Duty<'a>> {
        self.laws.iter().flat_map(|law| self.of_law(law, subject)).collect()
    }

    fn of_law(&self, law: &Law<'a>, subject: &Subject) -> Vec<Duty<'a>> {
        let place = self.place(law, subject);
        law.provisions.iter().map(|it| self.duty(law, it, &place, subject)).collect()
    }

    fn duty(&self, law: &Law<'a>, of: &Provision<'a>, place: &Met, subject: &Subject) -> Duty<'a> {
        let mut duty = Duty {
            framework: law.framework,
            node: of.node,
            reference: of.reference.clone(),
            verdict: Verdict::Never,
            from: None,
            why: Vec::new(),
            needs: Vec::new(),
            source: of.periods.first().map_or(of.source, |it| it.source.as_str()),
            readings: Vec::new(),
            ahead: of.periods.iter().find(|it| matches!(it.standing, Standing::Adopted | Standing::Proposed)).copied(),
        };
        if let Met::No(why) = place {
            return Duty { why: vec![why.clone()], ..duty };
        }
        if let Some(gone) = repealed(of) {
            duty.source = &gone.source;
            return Duty { verdict: Verdict::Repealed, why: vec![gone.source.as_str().into()], ..duty };
        }
        let role = self.role(law, of.node, subject);
        let classes: Vec<(&'a str, Arc<Classed>)> =
            named(of.node).map(|it| (it, self.classes.of(it, subject))).collect();
        for met in [place, &role] {
            match met {
                Met::Yes(why) => duty.why.push(why.clone()),
                Met::No(why) => return Duty { why: vec![why.clone()], ..duty },
                Met::Open(needs) => duty.needs.extend(needs.iter().cloned()),
            }
        }
        match judged(&classes) {
            Said::Yes => duty.why.extend(classes.iter().filter(|it| it.1.said == Said::Yes).map(|it| it.1.why.clone())),
            Said::Open => {
                let open = classes.iter().filter(|it| it.1.said == Said::Open);
                duty.needs.extend(open.flat_map(|it| it.1.needs.iter().cloned()));
            }
            Said::Excepted => {
                let why = classes.iter().filter(|it| it.1.said == Said::Excepted).map(|it| it.1.why.clone()).collect();
                return Duty { verdict: Verdict::Excepted, needs: Vec::new(), why, ..duty };
            }
            Said::No => {
                let why = classes.iter().map(|it| it.1.why.clone()).collect();
                return Duty { needs: Vec::new(), why, ..duty };
            }
        }
        if !duty.needs.is_empty() {
            duty.needs.sort();
            duty.needs.dedup();
            return Duty { verdict: Verdict::CannotDecide, ..duty };
        }
        let paths: Vec<&'a str> = classes.iter().filter(|it| it.1.said == Said::Yes).map(|it| it.0).collect();
        let timed = self.timed(of, &paths, subject);
        duty.why.extend(timed.why);
        let source = if timed.source.is_empty() { duty.source } else { timed.source };
        Duty { verdict: timed.verdict, from: timed.from, needs: timed.needs, readings: timed.readings, source, ..duty }
    }

    fn place(&self, law: &Law, subject: &Subject) -> Met {
        let codes = &law.framework.jurisdictions;
        let label = || codes.iter().map(|it| self.library.label(it)).collect::<Vec<_>>().join(", ");
        match self.library.within(&subject.used, codes) {
            Within::Yes(place) if codes.contains(&place) => Met::Yes(format!("it is used in {}", label()).into()),
            Within::Yes(place) => {
                Met::Yes(format!("it is used in {}, which lies in {}", self.library.label(&place), label()).into())
            }
            Within::No => Met::No(format!("it is not used in {}", label()).into()),
            Within::Open(_) | Within::Unsaid => Met::Open(vec!["countries".into()]),
        }
    }

    fn role(&self, law: &Law, node: &Node, subject: &Subject) -> Met {
        let asked = node.applies.as_ref().map(|it| it.roles.as_slice()).unwrap_or_default();
        if asked.is_empty() {
            return Met::Yes("it asks everybody, whatever their part".into());
        }
        if let Some(role) = asked.iter().find(|it| subject.roles.contains(it)) {
            return Met::Yes(format!("the organisation is its {}", role.replace('_', " ")).into());
        }
        let given = self.library.role.iter().filter(|it| {
            it.framework == law.framework.prefix
                && asked.contains(&it.gives)
                && named(node).any(|name| it.classes.iter().any(|own| own == name))
        });
        let mut needs: Vec<Arc<str>> = Vec::new();
        for rule in given {
            match subject.fact(&rule.fact) {
                Some(value) if rule.values.iter().any(|it| it == value) => {
                    let why = format!("it is its {} by {} ({})", rule.gives, value.replace('_', " "), rule.provision);
                    return Met::Yes(why.into());
                }
                Some(_) => {}
                None => needs.push(rule.fact.as_str().into()),
            }
        }
        if subject.roles.is_empty() {
            needs.insert(0, "our_parts".into());
        }
        match needs.is_empty() {
            false => Met::Open(needs),
            true => Met::No(format!("the organisation is not its {}", asked.join(" or ").replace('_', " ")).into()),
        }
    }

    /// When a duty holds, over all classes that put the system under it.
    fn timed(&self, of: &Provision<'a>, paths: &[&'a str], subject: &Subject) -> Timed<'a> {
        if !of.dated {
            return Timed {
                verdict: Verdict::Applies,
                from: None,
                why: vec!["it has no dates".into()],
                needs: Vec::new(),
                source: "",
                readings: Vec::new(),
            };
        }
        let one = |path: Option<&'a str>| self.on_path(of, path, subject);
        let all: Vec<Timed> = match paths.is_empty() {
            true => vec![one(None)],
            false => paths.iter().map(|it| one(Some(it))).collect(),
        };
        let first = all.into_iter().min_by_key(|it| (it.verdict, it.from));
        first.unwrap_or_else(|| unknown(self.days.known))
    }

    fn on_path(&self, of: &Provision<'a>, path: Option<&'a str>, subject: &Subject) -> Timed<'a> {
        let gate = path.and_then(|it| self.gates.get(it));
        if let Some(None) = gate {
            return unknown(self.days.known);
        }
        let later = gate.and_then(|it| it.as_ref()).and_then(|it| it.0);
        let own = of.periods.iter().copied().filter(|it| it.binds() && self.concerns(it, of.node, path, subject));
        let (special, general): (Vec<&Period>, Vec<&Period>) =
            own.partition(|it| it.concerns.as_deref() == Some(BEFORE));
        let base = general.iter().filter_map(|it| it.from).min();
        let chosen = match (special.first(), self.before(base, special.first().copied(), subject)) {
            (Some(_), Some(true)) => special,
            (Some(_), None) => return missing("in_service_on", &general),
            _ => general,
        };
        let mut found: Vec<(Option<&'a str>, Timed<'a>)> = Vec::new();
        for period in chosen {
            let timed = self.caught(path, period, on(period, later, self.days.on), subject);
            found.push((period.reading.as_deref(), timed));
        }
        joined(found).unwrap_or_else(|| unknown(self.days.known))
    }

    /// Whether a period concerns a system that is in this class.
    fn concerns(&self, period: &Period, node: &Node, path: Option<&str>, subject: &Subject) -> bool {
        match period.concerns.as_deref() {
            None | Some(BEFORE) => true,
            Some(class) if named(node).any(|it| it == class) => Some(class) == path,
            Some(class) => self.classes.of(class, subject).said == Said::Yes,
        }
    }

    /// Whether a system was in service before a duty held for everybody; nothing where that matters and is not known.
    fn before(&self, base: Option<Date>, special: Option<&Period>, subject: &Subject) -> Option<bool> {
        let Some(base) = base else { return Some(true) };
        let matters = base <= self.days.on && special.and_then(|it| it.from).is_none_or(|it| self.days.on < it);
        match subject.in_service {
            Some(day) => Some(day < base),
            None if subject.ahead || !matters => Some(false),
            None => None,
        }
    }

    /// What a transition rule makes of it: who was there before is caught by a change of design, or late. A period that is still to come is
    /// judged as on its first day, so that nothing is announced which that day will not bring.
    fn caught(&self, path: Option<&str>, period: &'a Period, holds: Holds, subject: &Subject) -> Timed<'a> {
        let mut timed = plain(period, holds);
        let named = |it: &&Transition| path.is_some_and(|path| it.classes.iter().any(|it| it == path));
        let Some(rule) = self.library.transition.iter().find(named) else { return timed };
        let (from, now) = match holds {
            Holds::Now(Some(from)) => (from, true),
            Holds::From(Some(from)) if !subject.ahead => (from, false),
            _ => return timed,
        };
        match self.spared(rule, from, subject) {
            Spared::No => {}
            Spared::Until(day, why) if day <= self.days.on => {
                timed.from = Some(day);
                timed.why.push(why.into());
            }
            Spared::Until(day, why) => {
                timed.verdict = Verdict::NotYet;
                timed.from = Some(day);
                timed.why.push(why.into());
            }
            Spared::Always => {
                timed.verdict = Verdict::Excepted;
                let why = format!(
                    "it was in service before {from}, and its design has not changed significantly since ({})",
                    rule.provision
                );
                timed.why.push(why.into());
            }
            Spared::Unknown(fact) if now => return missing(&fact, &[period]),
            Spared::Unknown(_) => {
                let why = format!(
                    "one that was in service before is caught only by a significant change of its design ({})",
                    rule.provision
                );
                timed.why.push(why.into());
            }
        }
        timed
    }

    /// How far a transition rule spares a system from what holds since, or from, a day.
    fn spared(&self, rule: &Transition, from: Date, subject: &Subject) -> Spared {
        let before = match subject.in_service {
            Some(day) => day < from,
            None if subject.ahead => false,
            None => return Spared::Unknown("in_service_on".to_owned()),
        };
        if !before {
            return Spared::No;
        }
        if let Some(day) = subject.redesigned.filter(|it| *it >= from) {
            let changes = if day <= self.days.on { "changed" } else { "changes" };
            return Spared::Until(day, format!("its design {changes} significantly on {day} ({})", rule.provision));
        }
        let public = self.public.get(rule.provision.as_str()).copied().flatten();
        match (public, subject.fact(&rule.public), subject.redesigned) {
            (Some(day), Some("true"), _) => Spared::Until(
                day,
                format!("a public body uses it, so it is caught from {day} in any case ({})", rule.provision),
            ),
            (Some(day), None, _) if day <= self.days.on => Spared::Unknown(rule.public.clone()),
            (_, _, None) => Spared::Unknown("redesigned_on".to_owned()),
            (_, _, Some(_)) => Spared::Always,
        }
    }
}

/// How far a transition rule spares a system.
enum Spared {
    /// Not at all.
    No,
    /// Until a day, for a reason.
    Until(Date, String),
    /// For good, as far as is known.
    Always,
    /// A fact is missing.
    Unknown(String),
}

/// What a period says that concerns systems in service before the general date.
pub const BEFORE: &str = "in_service_before";
/// What a period says that concerns public authorities.
pub const PUBLIC: &str = "public_authorities";
/// What is missing where readings of a source differ.
pub const READING: &str = "reading";

fn named(node: &Node) -> impl Iterator<Item = &str> {
    node.applies.iter().flat_map(|it| &it.classes).map(String::as_str)
}

/// The classes together: one of them must be met.
fn judged(classes: &[(&str, Arc<Classed>)]) -> Said {
    let any = |said: Said| classes.iter().any(|it| it.1.said == said);
    match () {
        () if classes.is_empty() || any(Said::Yes) => Said::Yes,
        () if any(Said::Open) => Said::Open,
        () if any(Said::Excepted) => Said::Excepted,
        () => Said::No,
    }
}

/// The period that took a provision away, where nothing of it binds any more.
fn repealed<'a>(of: &Provision<'a>) -> Option<&'a Period> {
    let gone = of.periods.iter().find(|it| it.standing == Standing::Repealed).copied();
    gone.filter(|_| !of.periods.iter().any(|it| it.binds()))
}

fn plain(period: &Period, holds: Holds) -> Timed<'_> {
    let source = period.source.as_str();
    let (verdict, from, why) = match holds {
        Holds::Now(Some(from)) => (Verdict::Applies, Some(from), format!("it holds since {from} ({source})")),
        Holds::Now(None) => (Verdict::Applies, None, format!("it holds ({source})")),
        Holds::From(Some(from)) => (Verdict::NotYet, Some(from), format!("it holds from {from} ({source})")),
        Holds::From(None) => (Verdict::NotYet, None, format!("it does not hold yet ({source})")),
        Holds::Ended(Some(until)) => (Verdict::Ended, Some(until), format!("it held until {until} ({source})")),
        Holds::Ended(None) => (Verdict::Ended, None, format!("it has ended ({source})")),
    };
    Timed { verdict, from, why: vec![why.into()], needs: Vec::new(), source, readings: Vec::new() }
}

fn missing<'a>(fact: &str, periods: &[&'a Period]) -> Timed<'a> {
    Timed {
        verdict: Verdict::CannotDecide,
        from: None,
        why: Vec::new(),
        needs: vec![fact.into()],
        source: periods.first().map_or("", |it| it.source.as_str()),
        readings: Vec::new(),
    }
}

fn unknown<'a>(known: Date) -> Timed<'a> {
    let why = format!("nothing of it bound anybody, as far as was known on {known}");
    Timed {
        verdict: Verdict::NotYet,
        from: None,
        why: vec![why.into()],
        needs: Vec::new(),
        source: "",
        readings: Vec::new(),
    }
}

/// Several periods together: one answer where all readings agree, otherwise none.
fn joined<'a>(mut found: Vec<(Option<&'a str>, Timed<'a>)>) -> Option<Timed<'a>> {
    let read = |(reading, timed): &(Option<&'a str>, Timed<'a>)| {
        Some(Read { reading: (*reading)?, verdict: timed.verdict, from: timed.from, source: timed.source })
    };
    let readings: Vec<Read> = found.iter().filter_map(read).collect();
    found.sort_by_key(|it| (it.1.verdict, it.1.from));
    let differ = readings.windows(2).any(|it| it[0].verdict != it[1].verdict);
    let mut first = found.into_iter().next()?.1;
    if differ {
        let says = |it: &Read| {
            format!(
                "{}: {} from {}",
                it.reading,
                it.verdict.word().replace('_', " "),
                it.from.map(|it| it.to_string()).unwrap_or_default()
            )
        };
        first.why = readings.iter().map(|it| says(it).into()).collect();
        first.needs = vec![READING.into()];
        first.verdict = Verdict::CannotDecide;
        first.from = None;
    }
    first.readings = readings;
    Some(first)
}
