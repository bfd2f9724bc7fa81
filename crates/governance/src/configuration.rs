//! The effective whole of what the binary ships and what the organisation lays over it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use policy::{FactShape, Policies};
use record::{Catalog, Fault, Kind, Source};
use rust_embed::RustEmbed;

use crate::Error;
use crate::computed::COMPUTED;
use crate::derivable::DERIVED;
use crate::facts;
use crate::libraries::Libraries;
use crate::visibility::KnownReads;

/// Shape of records, scales and policies, checked as a whole.
pub struct Configuration {
    /// Kinds and scales.
    pub catalog: Arc<Catalog>,
    /// Who may do what.
    pub policies: Policies,
    /// What is asked, allowed and reminded beside the records.
    pub libraries: Arc<Libraries>,
    /// `sha256:…` of the whole as it is kept.
    pub digest: String,
    /// The files that have a say: those shipped, then those laid over.
    pub sources: Vec<Source>,
    /// How many of them are shipped.
    shipped: usize,
    /// What the read policies answered so far.
    pub(crate) known_reads: KnownReads,
}

#[derive(RustEmbed)]
#[folder = "../../data"]
#[include = "kinds/*.toml"]
#[include = "scales/*.toml"]
#[include = "policies/*.cedar"]
#[include = "library/*.toml"]
#[include = "tables/*.toml"]
#[include = "plans/quality*.toml"]
#[include = "frameworks/*.toml"]
#[include = "crosswalks/*.toml"]
struct Shipped;

/// Folders of a configuration, and how their files end.
const FOLDERS: [(&str, &str); 8] = [
    ("kinds", "toml"),
    ("scales", "toml"),
    ("policies", "cedar"),
    ("library", "toml"),
    ("tables", "toml"),
    ("plans", "toml"),
    ("frameworks", "toml"),
    ("crosswalks", "toml"),
];

/// How policies are read.
type Loading = fn(&Catalog, &[Source], &[Source], &[FactShape]) -> Result<Policies, Vec<Fault>>;

impl Configuration {
    /// Loads what is shipped and lays the folder `overlay` over it, when there is one. All mistakes are reported at once.
    pub fn load(overlay: Option<&Path>) -> Result<Configuration, Error> {
        Configuration::over_shipped(overlay.map(read_folder).transpose()?.unwrap_or_default())
    }

    /// What is shipped with these files laid over it; alone it is known to be sound.
    fn over_shipped(over: Vec<Source>) -> Result<Configuration, Error> {
        match over.is_empty() {
            true => Configuration::made(shipped(), over, |catalog, base, _, facts| {
                Policies::load_known(catalog, base, facts)
            }),
            false => Configuration::of(shipped(), over),
        }
    }

    /// The configuration of these sources.
    pub fn of(base: Vec<Source>, over: Vec<Source>) -> Result<Configuration, Error> {
        Configuration::made(base, over, Policies::load)
    }

    fn made(base: Vec<Source>, over: Vec<Source>, policies: Loading) -> Result<Configuration, Error> {
        let catalog = Arc::new(Catalog::load(&base, &over).map_err(Error::Configuration)?);
        let faults = unknown_hooks(&catalog);
        if !faults.is_empty() {
            return Err(Error::Configuration(faults));
        }
        let shapes: Vec<_> = facts::all().map(|it| it.shape()).collect();
        let policies = policies(&catalog, &base, &over, &shapes).map_err(Error::Configuration)?;
        let libraries = Libraries::load(&base, &over, &catalog).map_err(Error::Configuration)?;
        let shipped = base.len();
        let sources: Vec<Source> = base.into_iter().chain(over).collect();
        let digest = crate::evidence::digest_of(&bytes(&sources, shipped));
        Ok(Configuration { catalog, policies, libraries, digest, sources, shipped, known_reads: KnownReads::default() })
    }

    /// What is wrong with the frameworks and crosswalks in force, each in a sentence with its place.
    pub fn library_faults(&self) -> Vec<String> {
        self.libraries.faults_of_shelf(&self.catalog).iter().map(ToString::to_string).collect()
    }

    /// What would be wrong with frameworks and crosswalks if these files were laid over, each in a sentence with its place.
    pub fn library_faults_with(&self, over: &[Source]) -> Vec<String> {
        let faults = Libraries::faults_with(&self.sources, over, &self.catalog);
        faults.iter().map(ToString::to_string).collect()
    }

    /// The digest that the configuration with this overlay would have, without looking whether it is sound.
    pub(crate) fn digest_under(overlay: &Path) -> Result<String, Error> {
        let mut sources = shipped();
        let shipped = sources.len();
        sources.extend(read_folder(overlay)?);
        Ok(crate::evidence::digest_of(&bytes(&sources, shipped)))
    }

    /// The whole as a blob, which [`Configuration::read`] reads back.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        bytes(&self.sources, self.shipped)
    }

    /// The configuration that a blob holds.
    pub(crate) fn read(bytes: &[u8]) -> Result<Configuration, Error> {
        let blob = blob(bytes)?;
        Configuration::of(sources(blob.shipped), sources(blob.overlay))
    }

    /// What this program ships under the overlay that a blob holds; what another version shipped is not looked at.
    pub(crate) fn read_under_this_program(bytes: &[u8]) -> Result<Configuration, Error> {
        Configuration::over_shipped(sources(blob(bytes)?.overlay))
    }

    /// The kind of this name, or which names there are.
    pub fn kind(&self, name: &str) -> Result<&Kind, Error> {
        self.catalog.kind(name).ok_or_else(|| {
            let near = self
                .catalog
                .kinds()
                .map(|it| it.kind.as_str())
                .max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name)));
            let hint = near.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default();
            Error::Missing(format!("there is no kind `{name}`{hint}"))
        })
    }
}

/// The files inside the binary, in order of their paths.
pub(crate) fn shipped() -> Vec<Source> {
    let mut paths: Vec<_> = Shipped::iter().collect();
    paths.sort();
    let text = |path: &str| Some(String::from_utf8_lossy(&Shipped::get(path)?.data).into_owned());
    let read = |path: &&std::borrow::Cow<'static, str>| !Libraries::is_one(path) || Libraries::has(path);
    paths.iter().filter(read).filter_map(|path| Some(Source { path: path.to_string(), text: text(path)? })).collect()
}

/// The files of an organisation's folder, in order of their paths; a folder that is absent has none.
fn read_folder(folder: &Path) -> Result<Vec<Source>, Error> {
    let mut files = BTreeMap::new();
    for (below, ending) in FOLDERS {
        let Ok(entries) = std::fs::read_dir(folder.join(below)) else { continue };
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            if path.extension().is_some_and(|it| it == ending) {
                let name = format!("{below}/{}", entry.file_name().to_string_lossy());
                let text =
                    std::fs::read_to_string(&path).map_err(|it| Error::outside(&format!("reading `{name}`"), it))?;
                files.insert(name, text);
            }
        }
    }
    Ok(files.into_iter().map(|(path, text)| Source { path, text }).collect())
}

/// Computed and derived fields that no code fills.
fn unknown_hooks(catalog: &Catalog) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (kind, field) in catalog.kinds().flat_map(|kind| kind.fields.iter().map(move |field| (kind, field))) {
        let known = match (field.computed.as_ref().or(field.filled.as_ref()), &field.derived) {
            (Some(name), _) => COMPUTED.iter().any(|it| it.name == name),
            (_, Some(name)) => DERIVED.iter().any(|it| it.name == name && it.kind == kind.kind),
            _ => true,
        };
        if !known {
            let file = format!("kinds/{}.toml", kind.kind);
            faults.push(Fault::of_file(
                &file,
                format!("field `{}` is filled by nothing that this program knows", field.name),
            ));
        }
    }
    faults
}

/// The files of a configuration, each as path and text.
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Blob {
    shipped: Vec<(String, String)>,
    overlay: Vec<(String, String)>,
}

fn blob(bytes: &[u8]) -> Result<Blob, Error> {
    let unread = |it| Error::Outside(format!("the stored configuration cannot be read: {it}; restore a backup"));
    serde_json::from_slice(bytes).map_err(unread)
}

fn bytes(sources: &[Source], shipped: usize) -> Vec<u8> {
    let pairs = |part: &[Source]| part.iter().map(|it| (it.path.clone(), it.text.clone())).collect();
    let blob = Blob { shipped: pairs(&sources[..shipped]), overlay: pairs(&sources[shipped..]) };
    // Two lists of texts have no value that JSON could not hold.
    serde_json::to_vec(&blob).unwrap_or_default()
}

fn sources(pairs: Vec<(String, String)>) -> Vec<Source> {
    pairs.into_iter().map(|(path, text)| Source { path, text }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A start trusts this test, see [`Configuration::over_shipped`].
    #[test]
    #[allow(clippy::unwrap_used)]
    fn what_is_shipped_is_sound() {
        let checked = Configuration::of(shipped(), Vec::new()).unwrap();
        let known = Configuration::load(None).unwrap();
        assert_eq!((known.digest, known.policies.digest()), (checked.digest, checked.policies.digest()));
    }
}
