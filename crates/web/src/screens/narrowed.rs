//! Pages about risks that are narrowed to a day, an AI system or a risk: the form that asks for it, and addresses below them.

use hypertext::{maud_borrow as maud, prelude::*};
use jiff::civil::Date;
use record::Id;

use crate::call::Call;
use crate::html::Html;

/// An address below a page, narrowed by these parts of the query as the page is.
pub(super) fn address(call: &Call, page: &str, narrows: &[&str], what: &str) -> String {
    let of: Vec<String> = narrows.iter().filter_map(|it| Some(format!("{it}={}", call.query.get(it)?))).collect();
    let asked = if of.is_empty() { String::new() } else { format!("?{}", of.join("&")) };
    format!("{page}/{what}{asked}")
}

/// The form that asks a page for another day, an AI system, or a risk.
pub(super) fn filter(call: &Call, page: &str, on: Option<Date>, system: Option<&Id>, risk: Option<&Id>) -> Html {
    let on = on.map(|it| it.to_string()).unwrap_or_default();
    let text = |it: Option<&Id>| it.map(ToString::to_string).unwrap_or_default();
    maud! {
        form .inline.row.no-print action=(page) method="get" {
            label for="on" { (call.say("risks.on")) }
            input #on type="date" name="on" value=(on);
            label for="system" { (call.say("risks.system")) }
            input #system type="text" name="system" value=(text(system)) size="10";
            label for="risk" { (call.say("treatments.risk")) }
            input #risk type="text" name="risk" value=(text(risk)) size="10";
            button type="submit" { (call.say("risks.show")) }
        }
    }
    .memoize()
}
