//! The tables of the impacts of a system.

use governance::impacting::ASSESSMENT;
use governance::impacting::considered::Taken;
use governance::impacting::gap::GAPS;
use governance::impacting::group::Group;
use governance::impacting::hearing::Hearing;
use governance::impacting::impact::{Direction, Impact};
use governance::impacting::lane::{Agreement, Lane, Placed};
use governance::impacting::law::{Answered, Given};
use governance::impacting::profile::Profile;
use governance::impacting::whole::{Brief, Societal, Told};
use governance::impacting::work::{Estimate, Task, Work};
use governance::listing::Titles;
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::section::{line, section, text};
use crate::html::table::Line;
use crate::html::tone::Tone;
use crate::html::value::Shown;
use crate::html::{Html, badge, parts, words};

/// A badge with the sentence behind it.
fn told_as(tone: Tone, word: &str, says: &str) -> Html {
    maud! { (badge::badge(tone, word)) " " (parts::sentence(says)) }.memoize()
}

/// A level of a scale by its place.
fn level(call: &Call, scale: &str, place: Option<u64>) -> String {
    let Some(place) = place else { return call.say("impacts.not_said").to_owned() };
    let found = call.configuration.catalog.scale(scale).and_then(|it| it.levels.get((place as usize).checked_sub(1)?));
    found.map_or_else(|| place.to_string(), |it| it.label.clone())
}

/// What is missing, each with what to do.
pub(super) fn gaps(call: &Call, told: &Told) -> Html {
    let lines = parts::gaps(&told.gaps, GAPS);
    section(
        call,
        "gaps",
        ["impacts.gaps", "impacts.gaps_help"],
        &[("impacts.gap", ""), ("impacts.what", "wide"), ("impacts.next", "wide")],
        &lines,
    )
}

/// The technical lane by itself.
pub(super) fn technical(call: &Call, told: &Told) -> Html {
    let nodes = told.technical.iter().flatten();
    let lines: Vec<Line> = nodes.map(|it| line(vec![text(&it.title), text(&it.key), text(words(&it.note))])).collect();
    section(
        call,
        "technical",
        ["impacts.technical", "impacts.technical_help"],
        &[("impacts.what", "title"), ("impacts.record", ""), ("impacts.stands", "")],
        &lines,
    )
}

/// What each group has: benefits and harms apart.
pub(super) fn profile(call: &Call, of: &Societal) -> Html {
    let row = |it: &Profile| {
        let weak = it.vulnerable.then(|| call.say("impacts.vulnerable"));
        let harm = |label: String| if it.harms == 0 { text("") } else { text(label) };
        let most = it.harmed.map_or_else(|| call.say("impacts.not_said").to_owned(), |it| it.to_string());
        let name = maud! { (it.group) @if let Some(says) = weak { " " (badge::badge(Tone::Watch, says)) } }.memoize();
        let counts = [it.benefits, it.harms].map(|it| text(it.to_string()));
        let [benefits, harms] = counts;
        let grave = harm(level(call, "consequence", it.gravest));
        line(vec![name, benefits, harms, grave, harm(most), harm(it.for_good.to_string())])
    };
    let names = [
        ("impacts.group", "title"),
        ("impacts.benefits", "end"),
        ("impacts.harms", "end"),
        ("impacts.gravest", ""),
        ("impacts.most", "end"),
        ("impacts.for_good", "end"),
    ];
    section(
        call,
        "profile",
        ["impacts.profile", "impacts.profile_help"],
        &names,
        &of.profiles.iter().map(row).collect::<Vec<_>>(),
    )
}

/// Every impact with all that is said of it, and what in the technology brings it about.
pub(super) fn impacts(call: &Call, told: &Told, of: &Societal) -> Html {
    let row = |it: &Impact| {
        let tone = match it.direction {
            Direction::Benefit => Tone::Good,
            Direction::Harm => Tone::Bad,
            Direction::None => Tone::Quiet,
        };
        let roots =
            told.map.as_ref().and_then(|map| map.roots.get(&it.key())).map(|it| it.join(", ")).unwrap_or_default();
        let said = |it: &Option<String>| it.as_deref().map(words).unwrap_or_default();
        let last = [said(&it.reversible), it.duration.clone().unwrap_or_default()];
        let graded = it.direction == Direction::Harm;
        let people = it.people.map_or_else(|| call.say("impacts.not_said").to_owned(), |it| it.to_string());
        line(vec![
            maud! { (it.group) @if !it.stands { " " (badge::badge(Tone::Quiet, call.say("impacts.in_work"))) } }
                .memoize(),
            text(words(it.level.name())),
            badge::badge(tone, &words(it.direction.name())),
            text(&it.effect),
            text(said(&it.arises_from)),
            if graded { text(level(call, "consequence", it.severity)) } else { text("") },
            if it.direction == Direction::None { text("") } else { text(people) },
            text(last.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(", ")),
            text(roots),
        ])
    };
    let names = [
        ("impacts.group", "title"),
        ("impacts.level", ""),
        ("impacts.direction", ""),
        ("impacts.effect", "wide"),
        ("impacts.from", ""),
        ("impacts.severity", ""),
        ("impacts.how_many", "end"),
        ("impacts.undone", ""),
        ("impacts.roots", ""),
    ];
    section(
        call,
        "impacts",
        ["impacts.impacts", "impacts.impacts_help"],
        &names,
        &of.impacts.iter().map(row).collect::<Vec<_>>(),
    )
}

/// Who is affected, who says so, and whether somebody looked.
pub(super) fn groups(call: &Call, told: &Told, of: &Societal) -> Html {
    let row = |it: &Group| {
        let (tone, says) = match it.assessed.is_empty() {
            true => (Tone::Bad, call.say("impacts.not_looked_at").to_owned()),
            false => (Tone::Good, it.assessed.join(", ")),
        };
        let by: Vec<String> = it
            .named_by
            .iter()
            .map(|id| format!("{id} {}", told.names.get(&id.to_string()).cloned().unwrap_or_default()))
            .collect();
        let people = it.people.map(|it| it.to_string()).unwrap_or_default();
        line(vec![text(&it.name), text(people), text(by.join(", ")), badge::badge(tone, &says)])
    };
    let names = [
        ("impacts.group", "title"),
        ("impacts.people", "end"),
        ("impacts.named_by", "wide"),
        ("impacts.looked_at", ""),
    ];
    section(
        call,
        "groups",
        ["impacts.groups", "impacts.groups_help"],
        &names,
        &of.groups.iter().map(row).collect::<Vec<_>>(),
    )
}

/// Who must be heard about which harm, and whether they were.
pub(super) fn hearings(call: &Call, of: &Societal) -> Html {
    let row = |it: &Hearing| {
        let hear = it.hear.map_or_else(|| call.say("impacts.not_known").to_owned(), |it| words(it.name()));
        let stands = match &it.lacks {
            Some(lacks) => told_as(Tone::Bad, call.say("impacts.not_done"), lacks),
            None => badge::badge(Tone::Good, call.say("impacts.done")),
        };
        let at = format!("{}#{}", it.assessment, it.row);
        line(vec![text(&it.group), text(at), text(hear), text(parts::sentence(&it.says)), stands])
    };
    let names = [
        ("impacts.group", "title"),
        ("impacts.impact", ""),
        ("impacts.heard", ""),
        ("impacts.why", "wide"),
        ("impacts.stands", ""),
    ];
    section(
        call,
        "hearings",
        ["impacts.hearings", "impacts.hearings_help"],
        &names,
        &of.hearings.iter().map(row).collect::<Vec<_>>(),
    )
}

/// Work that is exposed: tasks, then all tasks of the same people.
pub(super) fn work(call: &Call, of: &Societal) -> Html {
    let ends = |it: &Estimate| {
        let [likely, low, high] = [it.likely, it.low, it.high].map(|it| parts::rounded(it, 3));
        format!("{likely} [{low}, {high}]")
    };
    let task = |it: &Task| {
        let full = it.full_time.as_ref().map(ends).unwrap_or_default();
        line(vec![
            text(&it.work),
            text(&it.task),
            text(parts::rounded(it.share, 3)),
            text(ends(&it.exposure)),
            text(""),
            text(full),
        ])
    };
    let whole = |it: &Work| {
        let people = it.people.map(|of| format!("{of} ({})", it.counted_by)).unwrap_or_default();
        let full = match (&it.full_time, &it.why) {
            (Some(all), _) => ends(all),
            (_, why) => why.as_deref().map(parts::sentence).unwrap_or_default(),
        };
        line(vec![text(&it.work), text(call.say("impacts.all_tasks")), text(""), text(""), text(people), text(full)])
    };
    let lines = of.work.iter().flat_map(|it| it.tasks.iter().map(task).chain([whole(it)]));
    let names = [
        ("impacts.work_name", "title"),
        ("impacts.task", ""),
        ("impacts.share", "end"),
        ("impacts.exposure", "end"),
        ("impacts.people", "wide"),
        ("impacts.full_time", "wide"),
    ];
    section(call, "work", ["impacts.work", "impacts.work_help"], &names, &lines.collect::<Vec<_>>())
}

/// The assessments, and whether the risk assessment took up what they found.
pub(super) fn assessments(call: &Call, told: &Told, of: &Societal) -> Html {
    let row = |it: &Brief| {
        let taken = told.considered.iter().find(|of| of.assessment == it.id);
        let taken = taken.map(|it| {
            let tone = if it.taken == Taken::Considered { Tone::Good } else { Tone::Bad };
            told_as(tone, &words(it.taken.name()), &it.says)
        });
        let href = format!("/{ASSESSMENT}/{}", it.id);
        let day = |it: Option<jiff::civil::Date>| text(it.map(|it| it.to_string()).unwrap_or_default());
        line(vec![
            maud! { a href=(href) { (it.title) } " " span .number { (it.id.to_string()) } }.memoize(),
            parts::state(call, ASSESSMENT, &it.state, false),
            text(it.version.to_string()),
            day(it.assessed_on),
            text(it.supersedes.as_ref().map(ToString::to_string).unwrap_or_default()),
            day(it.published_on),
            taken.unwrap_or_else(|| text("")),
        ])
    };
    let names = [
        ("impacts.assessment", "title"),
        ("impacts.state", ""),
        ("impacts.version", "end"),
        ("impacts.assessed_on", ""),
        ("impacts.replaces", ""),
        ("impacts.published_on", ""),
        ("impacts.considered", "wide"),
    ];
    section(
        call,
        "assessments",
        ["impacts.assessments", "impacts.assessments_help"],
        &names,
        &of.assessments.iter().map(row).collect::<Vec<_>>(),
    )
}

/// Statements with the lane that counts, the words by which the rules see it, and where a reviewer says otherwise.
pub(super) fn statements(call: &Call, told: &Told) -> Html {
    let name = |it: Option<Lane>| words(it.map_or("unclear", Lane::name));
    let row = |it: &Placed| {
        let tone = match it.agreement {
            Agreement::Agreed | Agreement::Reviewed => Tone::Good,
            Agreement::Proposed => Tone::Quiet,
            Agreement::Differs | Agreement::Waits => Tone::Watch,
        };
        let seen =
            it.rules.seen.iter().map(|it| format!("{}: {}", it.sign, it.by.join(", "))).collect::<Vec<_>>().join("; ");
        let seen = if seen.is_empty() { seen } else { format!(" ({seen})") };
        let rules = format!("{}: {}{seen}", name(it.rules.lane), it.rules.says);
        line(vec![
            text(&it.text),
            text(format!("{} {} {}", it.of, words(it.field).to_lowercase(), it.row)),
            text(name(it.lane)),
            badge::badge(tone, &words(it.agreement.name())),
            text(rules),
            text(it.why.clone().unwrap_or_default()),
        ])
    };
    let names = [
        ("impacts.statement", "wide"),
        ("impacts.record", ""),
        ("impacts.lane", ""),
        ("impacts.agreement", ""),
        ("impacts.rules", "wide"),
        ("impacts.why", "wide"),
    ];
    section(
        call,
        "statements",
        ["impacts.statements", "impacts.statements_help"],
        &names,
        &told.statements.iter().map(row).collect::<Vec<_>>(),
    )
}

/// What each assessment answers of what laws ask, a part to open each.
pub(super) fn laws(call: &Call, told: &Told) -> Html {
    maud! {
        @if !told.laws.is_empty() {
            section .panel aria-labelledby="laws" {
                h2 id="laws" { (call.say("impacts.laws")) }
                p .help { (call.say("impacts.laws_help")) }
                @for it in &told.laws { (law(call, it)) }
            }
        }
    }
    .memoize()
}

fn law(call: &Call, it: &Answered) -> Html {
    let (answered, of) = (it.answered.to_string(), it.of.to_string());
    let head = call.tell(
        "impacts.law",
        &[("label", &it.label), ("assessment", &it.assessment), ("answered", &answered), ("of", &of)],
    );
    maud! {
        details {
            summary { (head) @if it.claimed { " " (badge::badge(Tone::Quiet, call.say("impacts.claimed"))) } }
            p .help { (it.reference) }
            @for question in &it.questions {
                h3 { (question.id) " " (question.asks) }
                @for given in &question.answers { (answer(call, given)) }
                @if !question.missing.is_empty() { p .notice { (call.say("impacts.missing")) " " (question.missing.join(", ")) } }
            }
        }
    }
    .memoize()
}

fn answer(call: &Call, it: &Given) -> Html {
    let catalog = &call.configuration.catalog;
    let titles = Titles::new();
    let shown = Shown { language: call.language(), catalog, titles: &titles, keep: "" };
    let field = catalog.kind_of_prefix(&it.record.prefix).and_then(|kind| kind.field(&it.field));
    let value = field.map(|field| shown.value(field, &it.value));
    maud! { p { strong { (it.label) } " " span .number { (it.record.to_string()) } } @if let Some(value) = &value { (value) } }.memoize()
}
