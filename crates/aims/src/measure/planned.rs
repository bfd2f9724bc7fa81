//! The plan that somebody named with `--plan` or `--quality-plan`: a file, a shipped one, or the number of a record.

use std::path::Path;

use assess::Family;
use assess::plan::Plan;
use record::Id;

use crate::context::Context;
use crate::exit::Failure;
use crate::output;

/// A plan, and the record that carries it where it came from one.
pub type Planned = (Plan, Option<Id>);

/// The plan of that name for a family; a file counts before a record of the same name, and only a record asks the store.
pub async fn planned(context: &Context, family: &'static Family, named: Option<&str>) -> Result<Planned, Failure> {
    let number = named.filter(|it| !Path::new(it).exists()).and_then(|it| it.parse::<Id>().ok());
    let Some(id) = number else { return Ok((Plan::of(family, named)?, None)) };
    let found = context.open()?.planned(&context.actor(), &id, family).await?;
    if !found.in_force() && !context.global.quiet {
        output::complain(&format!("`{id}` is {} and not in force", found.state));
    }
    Ok((found.plan, Some(id)))
}
