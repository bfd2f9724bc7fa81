//! The moment as of which a record is shown: said above the page, and chosen beside it by day or by version.

use governance::history::Past;
use hypertext::{maud_borrow as maud, prelude::*};
use record::{Id, Kind};

use super::View;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::{Html, moment as time, page};
use crate::reply::Reply;

/// To the moment at which a version came to be.
pub(super) async fn of_version(call: &Call, kind: &Kind, id: &Id, version: u64) -> Reply {
    let versions = call.aims().history(&call.actor, id).await?;
    let found = versions.iter().find(|it| u64::try_from(it.version) == Ok(version));
    let newest = versions.first().map_or(0, |it| it.version);
    let told = || call.tell("detail.no_version", &[("id", id), ("newest", &newest), ("version", &version)]);
    let missing = || Failure::missing(told());
    let place = found.ok_or_else(missing)?.place;
    let moment = if u64::try_from(newest) == Ok(version) { String::new() } else { format!("?as_of=%23{place}") };
    Ok(page::see(&format!("/{}/{id}{moment}", kind.kind)))
}

/// Which moment is shown, and the way back to now.
pub(super) fn notice(view: &View<'_>) -> Html {
    let call = view.call;
    let as_of = call.query.get("as_of").unwrap_or_default();
    maud! {
        @if view.past {
            p .notice role="status" {
                (call.tell("detail.as_of", &[("moment", &as_of), ("version", &view.record.version), ("time", &time(&view.record.changed))])) " "
                a href=(view.address()) { (call.say("detail.now")) }
            }
        }
    }
    .memoize()
}

/// Two small forms: a day, and a version on a slider.
pub(super) fn chooser(view: &View<'_>) -> Html {
    let (call, address) = (view.call, view.address());
    let newest = view.versions.first().map_or(1, |it| it.version);
    let day = call.query.get("as_of").filter(|it| it.len() == 10).unwrap_or_default();
    let list: Vec<&Past> = view.versions.iter().take(100).collect();
    maud! {
        section .panel aria-labelledby="moment" {
            h2 #moment { (call.say("detail.moment")) }
            form .inline action=(address) method="get" {
                label for="as_of" { (call.say("detail.day")) }
                input #as_of type="date" name="as_of" value=(day);
                button type="submit" { (call.say("detail.show")) }
            }
            @if newest > 1 {
                form .inline action=(address) method="get" {
                    label for="version" { (call.say("detail.slider")) " " output for="version" { (view.record.version) } }
                    input #version type="range" name="version" min="1" max=(newest) value=(view.record.version) list="versions" data-output;
                    datalist #versions { @for past in &list { option value=(past.version) label=(time(&past.time)) {} } }
                    button type="submit" { (call.say("detail.show")) }
                }
            }
        }
    }
    .memoize()
}
