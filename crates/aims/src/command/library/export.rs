//! `aims library export`: a framework or crosswalk in our format, or as OSCAL; what may not be given on is refused.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use library::{Shelf, oscal};
use serde_json::Value;

use super::{absent, framework, in_force};
use crate::context::Context;
use crate::exit::Failure;

/// Arguments of `aims library export`.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// A framework such as `ISO/IEC 42001`, or the urn of a crosswalk
    library: String,
    /// Write OSCAL: a catalog of a framework, or a mapping collection of a crosswalk
    #[arg(long, value_name = "MODEL")]
    oscal: Option<Model>,
    /// The file to write; standard output without it
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Model {
    Catalog,
    Mapping,
}

impl Export {
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        let configuration = in_force(context)?;
        let value = self.value(configuration.libraries.shelf())?;
        let mut text = serde_json::to_string_pretty(&value).unwrap_or_default();
        match &self.out {
            None => crate::output::print(&text),
            Some(path) => {
                text.push('\n');
                crate::output::write_bytes(path, text.as_bytes())?;
                context.output.line(format!("written: {}", path.display()));
            }
        }
        Ok(())
    }

    fn value(&self, shelf: &Shelf) -> Result<Value, Failure> {
        let crosswalk = shelf.crosswalks().iter().find(|it| it.urn == self.library);
        let kept = |it: oscal::Kept| Failure::input(it.to_string());
        let plain = |it: Result<Value, serde_json::Error>| it.map_err(|it| Failure::input(it.to_string()));
        match (framework(shelf, &self.library), crosswalk, self.oscal) {
            (Some(it), _, Some(Model::Catalog)) => oscal::catalog(it).map_err(kept),
            (_, Some(it), Some(Model::Mapping)) => oscal::mapping(shelf, it).map_err(kept),
            (Some(_), _, Some(Model::Mapping)) => Err(Failure::input(
                "a mapping collection is made of a crosswalk; name the urn of one, see `aims library list --format json`",
            )),
            (_, Some(_), Some(Model::Catalog)) => Err(Failure::input("a catalog is made of a framework; name one")),
            (Some(it), _, None) if it.rights.redistributable => plain(serde_json::to_value(it)),
            (_, Some(it), None) if it.rights.redistributable => plain(serde_json::to_value(it)),
            (None, None, _) => Err(absent(shelf, &self.library)),
            _ => Err(kept(oscal::Kept::Rights(self.library.clone()))),
        }
    }
}
