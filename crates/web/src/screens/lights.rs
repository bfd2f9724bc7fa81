//! Signs of health as lights that explain themselves.

use governance::health::{Light as Known, Sign, worst};
use hypertext::{maud_borrow as maud, prelude::*};

use crate::call::Call;
use crate::html::light::Light;
use crate::html::tone::Tone;
use crate::html::{Html, parts};

/// What a light looks like.
pub(crate) fn tone(light: Known) -> Tone {
    match light {
        Known::Good => Tone::Good,
        Known::Watch => Tone::Watch,
        Known::Bad => Tone::Bad,
    }
}

/// Name of a look on pages.
fn label(call: &Call, look: &str) -> &'static str {
    call.say(match look {
        "answering" => "health.answering",
        "classification" => "health.classification",
        "impact" => "health.impact",
        "risks" => "health.risks",
        "acceptances" => "health.acceptances",
        "evidence" => "health.evidence",
        "data" => "health.data",
        "findings" => "health.findings",
        "incidents" => "health.incidents",
        "supply" => "health.supply",
        _ => "health.other",
    })
}

/// One light for all signs of a system: the worst, with every reason that is not good.
pub(crate) fn whole(call: &Call, signs: &[Sign], id: &str) -> Html {
    let count = |light: Known| signs.iter().filter(|it| it.light == light).count() as u64;
    let (said, tone) = match worst(signs) {
        None => (call.say("health.none").to_owned(), Tone::Quiet),
        Some(Known::Good) => (call.say("health.good").to_owned(), Tone::Good),
        Some(Known::Bad) => (call.count("health.bad", count(Known::Bad)), Tone::Bad),
        Some(Known::Watch) => (call.count("health.watch", count(Known::Watch)), Tone::Watch),
    };
    let mut wrong: Vec<&Sign> = signs.iter().filter(|it| it.light != Known::Good).collect();
    wrong.sort_by_key(|it| std::cmp::Reverse(it.light));
    let why: Vec<String> =
        wrong.iter().map(|it| format!("{}: {}", label(call, it.look), parts::sentence(&it.why))).collect();
    Light { tone, label: &said, why: &why, id }.draw(call.language())
}

/// Every sign with its reason and the records behind it.
pub(crate) fn all(call: &Call, signs: &[Sign]) -> Html {
    maud! {
        ul .signs {
            @for sign in signs {
                li {
                    span class={ "light " (tone(sign.light).class()) } {
                        strong { (label(call, sign.look)) }
                        span .hidden { ": " (word(call, sign.light)) }
                    }
                    p {
                        (parts::sentence(&sign.why))
                        @for id in sign.records.iter().take(8) {
                            " " @if let Some(kind) = call.configuration.catalog.kind_of_prefix(&id.prefix) {
                                a .number href={ "/" (kind.kind) "/" (id.to_string()) } { (id.to_string()) }
                            }
                        }
                        @if sign.records.len() > 8 { " " (call.tell("health.more", &[("count", &(sign.records.len() - 8))])) }
                    }
                }
            }
        }
    }
    .memoize()
}

fn word(call: &Call, light: Known) -> &'static str {
    call.say(match light {
        Known::Good => "health.word_good",
        Known::Watch => "health.word_watch",
        Known::Bad => "health.word_bad",
    })
}
