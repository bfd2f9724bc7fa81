//! `aims retention`: what is due, held and contradictory, planning a run, and looking for copies of what a run destroyed.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use governance::Moment;
use governance::data::retention::survey::Survey;
use serde_json::{Value, json};

use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims retention`.
#[derive(Debug, Args)]
pub struct Retention {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show what is due, held, contradictory or comes due soon
    Show,
    /// Plan a disposal of what is due by a rule; `aims move DSP-1 perform` carries it out once it is approved
    Plan(Plan),
    /// Search folders for copies of what a disposal destroyed, and note that in it
    Search(Search),
}

/// Arguments of `aims retention plan`.
#[derive(Debug, Args)]
struct Plan {
    /// The schedule, such as `RET-1`
    rule: String,
}

/// Arguments of `aims retention search`.
#[derive(Debug, Args)]
struct Search {
    /// The disposal, such as `DSP-1`
    run: String,
    /// Folders or files to search
    #[arg(required = true, value_name = "PLACE")]
    places: Vec<PathBuf>,
}

impl Retention {
    /// Shows, plans or searches.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        context.only_now("retention")?;
        match self.what {
            What::Show => show(context).await,
            What::Plan(it) => it.run(context).await,
            What::Search(it) => it.run(context).await,
        }
    }
}

async fn show(context: &Context) -> Result<(), Failure> {
    let survey = context.open()?.retention(&context.actor()).await?;
    if context.output.json(&survey.told()) {
        return Ok(());
    }
    for line in lines(&survey) {
        context.output.line(line);
    }
    Ok(())
}

fn lines(survey: &Survey) -> Vec<String> {
    let mut lines: Vec<String> = survey.conflicts.iter().map(|it| format!("contradiction  {}", it.witness)).collect();
    let told = survey.items.iter();
    lines
        .extend(told.map(|it| format!("{:<9} {:<9} {}: {}", it.kept.word, it.record.id, it.record.title, it.kept.why)));
    lines.extend(survey.cut.iter().map(|it| format!("there are more records of kind `{it}` than were looked at")));
    if lines.is_empty() {
        lines.push(format!("nothing is due, held or comes due soon on {}", survey.today));
    }
    lines
}

impl Plan {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let rule = context::id(&self.rule)?;
        let planned = context.open()?.plan_disposal(&context.actor(), &rule).await?;
        super::set::print_committed(context, "planned", false, &planned);
        Ok(())
    }
}

impl Search {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let (aims, actor, run) = (context.open()?, context.actor(), context::id(&self.run)?);
        let record = aims.record(&actor, &run, &Moment::Now).await?;
        let wanted = wanted(record.document.get("manifest"));
        if wanted.is_empty() {
            return Err(Failure::input(format!("{run} names no digest of what it destroyed; carry it out first")));
        }
        let mut copies = Vec::new();
        for place in &self.places {
            let looked = context::blocking(|| look(place, &wanted))?;
            let shown = place.display().to_string();
            aims.note_search(&actor, &run, &shown, looked.files, looked.copies.len() as u64).await?;
            copies.extend(looked.copies);
        }
        let found: Vec<_> = copies.iter().map(|(path, digest)| json!({ "file": path, "digest": digest })).collect();
        if !context.output.json(&json!({ "run": run.to_string(), "copies": found })) {
            copies.iter().for_each(|(path, digest)| context.output.line(format!("{path}  {digest}")));
            context.output.line(format!("{} copies of what {run} destroyed", copies.len()));
        }
        match copies.is_empty() {
            true => Ok(()),
            false => Err(Failure::failed(format!("{} copies are left; destroy them, and search again", copies.len()))),
        }
    }
}

/// Digests of a manifest by the size of their files; those whose size is not known stand under none.
fn wanted(manifest: Option<&Value>) -> HashMap<Option<u64>, HashSet<String>> {
    let mut wanted: HashMap<Option<u64>, HashSet<String>> = HashMap::new();
    let rows = manifest.and_then(Value::as_array).into_iter().flatten().filter(|it| it["outcome"] != "kept");
    for row in rows {
        if let Some(digest) = row["digest"].as_str() {
            wanted.entry(row["bytes"].as_u64()).or_default().insert(digest.to_owned());
        }
    }
    wanted
}

/// What a search of one place gave.
#[derive(Default)]
struct Looked {
    /// Files that were seen.
    files: u64,
    /// Copies, each with its digest.
    copies: Vec<(String, String)>,
}

/// Looks at every file below a place; only files of a size that is wanted are read. Links are not followed.
fn look(place: &Path, wanted: &HashMap<Option<u64>, HashSet<String>>) -> Result<Looked, Failure> {
    let unread = |path: &Path, cause: &dyn std::fmt::Display| {
        Failure::input(format!("`{}` cannot be read ({cause}); a search must see every file", path.display()))
    };
    let (mut looked, mut left) = (Looked::default(), vec![place.to_path_buf()]);
    while let Some(path) = left.pop() {
        let about = std::fs::symlink_metadata(&path).map_err(|it| unread(&path, &it))?;
        if about.is_dir() {
            for entry in std::fs::read_dir(&path).map_err(|it| unread(&path, &it))? {
                left.push(entry.map_err(|it| unread(&path, &it))?.path());
            }
        } else if about.is_file() {
            looked.files += 1;
            let sizes = [Some(about.len()), None];
            if sizes.iter().any(|it| wanted.contains_key(it)) {
                let digest = format!("sha256:{}", read::digest_of(&path).map_err(|it| unread(&path, &it))?);
                if sizes.iter().filter_map(|it| wanted.get(it)).any(|it| it.contains(&digest)) {
                    looked.copies.push((path.display().to_string(), digest));
                }
            }
        }
    }
    Ok(looked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_found_by_digest_wherever_they_lie_and_whatever_they_are_called() {
        let folder = tempfile::TempDir::new().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("a/b/copy.bak", "said,intent\n");
        write("other.csv", "said,intenX\n");
        write("short.csv", "x");
        // `printf 'said,intent\\n' | sha256sum`
        let digest = "sha256:18cb193267ab245510077764d2b9ebb544c9439c9b58b870187f5cf79470f76a";
        let manifest = json!([{ "item": "DSV-1", "outcome": "destroyed", "digest": digest, "bytes": 12 },
                              { "item": "DSV-2", "outcome": "kept", "reason": "held" }]);
        let looked = look(folder.path(), &wanted(Some(&manifest))).unwrap();
        assert_eq!((looked.files, looked.copies.len()), (3, 1));
        assert!(looked.copies[0].0.ends_with("copy.bak") && looked.copies[0].1 == digest);
        let outside = json!([{ "item": "DSV-1", "outcome": "elsewhere", "digest": digest }]);
        assert_eq!(look(folder.path(), &wanted(Some(&outside))).unwrap().copies.len(), 1, "of any size");
        assert!(wanted(None).is_empty() && look(&folder.path().join("nowhere"), &wanted(Some(&manifest))).is_err());
    }
}
