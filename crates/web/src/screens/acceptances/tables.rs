//! The tables of the register of acceptances; behind each number stand its rows, its formula and its day.

use governance::accepting::gap::GAPS;
use governance::accepting::standing::{Stands, Told as Standing};
use governance::accepting::whole::{Line as Kept, Told};
use governance::predicate::looked::{Looked, figures};
use governance::responsibility::whole::Names;
use hypertext::{maud_borrow as maud, prelude::*};
use record::Id;

use crate::call::Call;
use crate::html::section::{all_named, behind, day, line, named, section, text};
use crate::html::tone::Tone;
use crate::html::{Html, badge, parts, words};

fn one(call: &Call, names: &Names, it: Option<&Id>) -> Html {
    match it {
        Some(it) => named(call, names, it),
        None => badge::badge(Tone::Bad, call.say("treatments.nobody")),
    }
}

fn standing(it: &Standing) -> Html {
    let tone = match it.stands {
        Stands::InEffect => Tone::Good,
        Stands::Expired | Stands::Suspended | Stands::Outgrown => Tone::Bad,
        Stands::NotAssessable => Tone::Watch,
        Stands::NotYet | Stands::NeverGranted | Stands::Revoked => Tone::Quiet,
    };
    behind(tone, &words(it.stands.name()), &it.why)
}

/// What is missing, each with what to do.
pub(super) fn gaps(call: &Call, told: &Told) -> Html {
    let lines = parts::gaps(&told.gaps, GAPS);
    section(
        call,
        "acceptances-gaps",
        ["acceptances.gaps", "acceptances.gaps_help"],
        &[("impacts.gap", ""), ("impacts.what", "wide"), ("impacts.next", "wide")],
        &lines,
    )
}

/// Risks that were accepted and are not any more, with what they hold back.
pub(super) fn unaccepted(call: &Call, told: &Told) -> Html {
    let row = |it: &governance::accepting::unaccepted::Unaccepted| {
        line(vec![
            named(call, &told.names, &it.risk),
            named(call, &told.names, &it.acceptance),
            behind(Tone::Bad, &words(it.stands.name()), &it.why),
            all_named(call, &told.names, &it.systems),
        ])
    };
    let names = [
        ("acceptances.risk", "title"),
        ("acceptances.acceptance", ""),
        ("acceptances.standing", ""),
        ("acceptances.holds_back", ""),
    ];
    section(
        call,
        "acceptances-unaccepted",
        ["acceptances.unaccepted", "acceptances.unaccepted_help"],
        &names,
        &told.unaccepted.iter().map(row).collect::<Vec<_>>(),
    )
}

/// Every acceptance with how it stands.
pub(super) fn register(call: &Call, told: &Told) -> Html {
    let row = |it: &Kept| {
        let renewals =
            it.asked.as_ref().map(|it| all_named(call, &told.names, &it.renewals)).unwrap_or_else(|_| text(""));
        let count = it.asked.as_ref().map(|it| it.renewals.len()).unwrap_or_default();
        let name = maud! { (named(call, &told.names, &it.id)) div .help { (words(&it.state)) } };
        let row = maud! { (count.to_string()) @if count > 0 { div .help { (renewals) } } };
        let ends = it.standing.ends.map(|at| local(at, &it.zone)).unwrap_or_default();
        line(vec![
            name.memoize(),
            standing(&it.standing),
            one(call, &told.names, it.risk.as_ref()),
            text(it.level.as_deref().map(words).unwrap_or_default()),
            one(call, &told.names, it.owner.as_ref()),
            day(it.from),
            text(ends),
            row.memoize(),
        ])
    };
    let names = [
        ("acceptances.acceptance", "title"),
        ("acceptances.standing", ""),
        ("acceptances.risk", ""),
        ("acceptances.level", ""),
        ("acceptances.owner", ""),
        ("acceptances.from", ""),
        ("acceptances.ends", ""),
        ("acceptances.renewals", ""),
    ];
    section(
        call,
        "acceptances-register",
        ["acceptances.register", "acceptances.register_help"],
        &names,
        &told.register.iter().map(row).collect::<Vec<_>>(),
    )
}

/// A moment as it is where its unit is.
fn local(at: jiff::Timestamp, zone: &str) -> String {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    at.to_zoned(zone).strftime("%Y-%m-%d %H:%M %Z").to_string()
}

/// What those who direct are shown: above the line, the gravest, and what was kept again and again.
pub(super) fn exceptions(call: &Call, told: &Told) -> Html {
    let row = |it: &Kept| {
        let asked = it.asked.as_ref().ok()?;
        Some(line(vec![
            named(call, &told.names, &it.id),
            one(call, &told.names, it.risk.as_ref()),
            text(words(&asked.level)),
            text(words(asked.now.side)),
            standing(&it.standing),
            text(parts::sentence(&asked.why)),
        ]))
    };
    let names = [
        ("acceptances.acceptance", "title"),
        ("acceptances.risk", ""),
        ("acceptances.level_asked", ""),
        ("acceptances.side", ""),
        ("acceptances.standing", ""),
        ("acceptances.why", "wide"),
    ];
    section(
        call,
        "acceptances-exceptions",
        ["acceptances.exceptions", "acceptances.exceptions_help"],
        &names,
        &told.exceptions().filter_map(row).collect::<Vec<_>>(),
    )
}

/// Who may grant those that wait, and by which authority the others were granted.
pub(super) fn authority(call: &Call, told: &Told) -> Html {
    let row = |it: &Kept| {
        let (rung, why) = match &it.asked {
            Ok(asked) => (words(&asked.rung), asked.why.clone()),
            Err(why) => (String::new(), why.clone()),
        };
        let now = maud! {
            @if it.granted() { (it.authority.clone().unwrap_or_default()) } @else { (parts::sentence(&it.who)) }
            @if !it.able.is_empty() { div { (all_named(call, &told.names, &it.able)) } }
        };
        let tone = if it.asks_more { Tone::Watch } else { Tone::Quiet };
        let then = it.rung.as_deref().map(words).unwrap_or_default();
        line(vec![
            named(call, &told.names, &it.id),
            behind(tone, &rung, &why),
            text(then),
            day(it.granted_on),
            now.memoize(),
        ])
    };
    let open = told.register.iter().filter(|it| !it.closed());
    let names = [
        ("acceptances.acceptance", "title"),
        ("acceptances.rung", "wide"),
        ("acceptances.rung_then", ""),
        ("acceptances.granted_on", ""),
        ("acceptances.who", "wide"),
    ];
    section(
        call,
        "acceptances-authority",
        ["acceptances.authority", "acceptances.authority_help"],
        &names,
        &open.map(row).collect::<Vec<_>>(),
    )
}

/// What conditions found, with the records behind.
pub(super) fn conditions(call: &Call, told: &Told) -> Html {
    let row = |(kept, it): (&Kept, &Looked)| {
        let (tone, word) = match it.holds {
            Some(true) => (Tone::Good, "treatments.so"),
            Some(false) => (Tone::Bad, "treatments.not_so"),
            None => (Tone::Watch, "treatments.not_told"),
        };
        let kind = call.configuration.catalog.kind(&it.kind).is_some();
        let asked = crate::query::list(&it.kind, &it.filter);
        let counted = maud! { @if kind { a href=(asked) { (figures(it)) } } @else { (figures(it)) } };
        let holds =
            maud! { (badge::badge(tone, call.say(word))) @if !it.why.is_empty() { " " (parts::sentence(&it.why)) } };
        line(vec![
            named(call, &told.names, &kept.id),
            text(&it.says),
            counted.memoize(),
            holds.memoize(),
            all_named(call, &told.names, &it.against),
            text(told.on.to_string()),
        ])
    };
    let names = [
        ("acceptances.acceptance", "title"),
        ("acceptances.condition", "wide"),
        ("treatments.counted", ""),
        ("treatments.holds", "wide"),
        ("treatments.against", ""),
        ("treatments.day", ""),
    ];
    let all = told.register.iter().flat_map(|it| it.standing.looked.iter().map(move |of| (it, of)));
    section(
        call,
        "acceptances-conditions",
        ["acceptances.conditions", "acceptances.conditions_help"],
        &names,
        &all.map(row).collect::<Vec<_>>(),
    )
}

/// What is kept together.
pub(super) fn exposure(call: &Call, told: &Told) -> Html {
    let row = |it: &governance::accepting::weighed::Sum| {
        let of = it.of.parse::<Id>().map_or_else(|_| text(&it.of), |of| named(call, &told.names, &of));
        let tone = if it.beyond() { Tone::Bad } else { Tone::Good };
        line(vec![
            text(words(it.by.name())),
            of,
            badge::badge(tone, &it.points.to_string()),
            text(it.limit.map(|it| it.to_string()).unwrap_or_default()),
            text(&it.formula),
            all_named(call, &told.names, &it.acceptances),
        ])
    };
    let names = [
        ("acceptances.by", "title"),
        ("acceptances.whose", ""),
        ("acceptances.points", "end"),
        ("acceptances.limit", "end"),
        ("acceptances.how", "wide"),
        ("acceptances.behind", ""),
    ];
    section(
        call,
        "acceptances-exposure",
        ["acceptances.exposure", "acceptances.exposure_help"],
        &names,
        &told.sums.iter().map(row).collect::<Vec<_>>(),
    )
}

/// Days on which something is due.
pub(super) fn days(call: &Call, told: &Told) -> Html {
    let row = |it: &governance::accepting::whole::Due| {
        let late = it.on < told.on;
        let tone = if late { Tone::Bad } else { Tone::Quiet };
        let what = call.say(if it.what == "expiry" { "acceptances.expiry" } else { "acceptances.review" });
        line(vec![badge::badge(tone, &it.on.to_string()), text(what), named(call, &told.names, &it.acceptance)])
    };
    let names = [("acceptances.day", "title"), ("acceptances.due", ""), ("acceptances.acceptance", "wide")];
    section(
        call,
        "acceptances-days",
        ["acceptances.days", "acceptances.days_help"],
        &names,
        &told.days.iter().map(row).collect::<Vec<_>>(),
    )
}

/// Reviews that were held, with what came of them, and those to come.
pub(super) fn reviews(call: &Call, told: &Told) -> Html {
    let row = |it: &Kept| {
        it.reviews
            .iter()
            .map(|of| {
                let result = of.result.clone().unwrap_or_default();
                line(vec![named(call, &told.names, &it.id), text(of.due.to_string()), day(of.held), text(result)])
            })
            .collect::<Vec<_>>()
    };
    let names = [
        ("acceptances.acceptance", "title"),
        ("acceptances.due_on", ""),
        ("acceptances.held", ""),
        ("acceptances.result", "wide"),
    ];
    section(
        call,
        "acceptances-reviews",
        ["acceptances.reviews", "acceptances.reviews_help"],
        &names,
        &told.register.iter().flat_map(row).collect::<Vec<_>>(),
    )
}
