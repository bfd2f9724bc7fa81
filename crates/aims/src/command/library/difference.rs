//! `aims library diff`: nodes that came, went or changed between two editions.

use std::path::Path;

use clap::Args;
use library::oscal::Given;
use library::{Framework, Shelf, differing};

use super::files::{What, read};
use super::{absent, framework, in_force};
use crate::context::Context;
use crate::exit::Failure;

/// Arguments of `aims library diff`.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// The edition before: a file, or a framework in force
    before: String,
    /// The edition after: a file, or a framework in force
    after: String,
}

impl Diff {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let configuration = in_force(context)?;
        let shelf = configuration.libraries.shelf();
        let found = differing(&edition(shelf, &self.before)?, &edition(shelf, &self.after)?);
        if context.output.json(&found) {
            return Ok(());
        }
        let out = &context.output;
        found.head.iter().for_each(|it| out.line(format!("head: {} {} → {}", it.key, it.before, it.after)));
        found.added.iter().for_each(|it| out.line(format!("added: {it}")));
        found.removed.iter().for_each(|it| out.line(format!("removed: {it}")));
        for it in &found.changed {
            let keys: Vec<&str> = it.keys.iter().map(|it| it.key.as_str()).collect();
            out.line(format!("changed: {} ({})", it.id, keys.join(", ")));
        }
        let counts = [found.added.len(), found.removed.len(), found.changed.len()];
        out.line(format!("{} added, {} removed, {} changed", counts[0], counts[1], counts[2]));
        Ok(())
    }
}

fn edition(shelf: &Shelf, name: &str) -> Result<Framework, Failure> {
    if let Some(of) = framework(shelf, name) {
        return Ok(of.clone());
    }
    if !Path::new(name).exists() {
        return Err(absent(shelf, name));
    }
    match read(Path::new(name), shelf, &Given::default())?.what {
        What::Framework(it) => Ok(*it),
        What::Unread(_) => {
            Err(Failure::input(format!("`{name}` holds mistakes; `aims library check {name}` tells them")))
        }
        What::Crosswalk(_) => Err(Failure::input(format!("`{name}` is a crosswalk; compare two frameworks"))),
    }
}
