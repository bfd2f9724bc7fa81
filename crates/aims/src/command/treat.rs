//! `aims treat`: a copy of a file in which persons are protected; what it cost is measured afterwards like anybody's.
//!
//! Cells that no treatment is about stay as they stand. Which treatment is right is decided by weighing what was measured of
//! several, and by people.

mod hierarchy;

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use measure::privacy::classes::Classes;
use measure::privacy::full_domain::{Chosen, Hierarchy, full_domain};
use measure::privacy::generalise::generalise;
use measure::privacy::k_anonymity::k_anonymity;
use measure::privacy::noise::{Epsilon, Noise};
use measure::{Chance, Coded};
use serde_json::{Value, json};
use sheet::{Limits, Table};

use self::hierarchy::{Hierarchies, Levels};
use crate::context::Context;
use crate::exit::Failure;

/// Classes of rows that a search over hierarchies looks at before it says that it is not complete.
const WORK: u64 = 200_000_000;

/// Arguments of `aims treat`.
#[derive(Debug, Args)]
pub struct Treat {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Generalise columns until everybody is one of at least k who look alike by them
    Generalise(Generalise),
    /// Add discrete Laplace noise to a column of counts
    Noise(Noisy),
}

/// Arguments of `aims treat generalise`.
#[derive(Debug, Args)]
struct Generalise {
    /// CSV or XLSX with one row a person
    file: PathBuf,
    /// Column by which somebody may be recognised; may be repeated
    #[arg(long, value_name = "COLUMN", required = true)]
    quasi: Vec<String>,
    /// Rows that at least look alike
    #[arg(long, value_name = "NUMBER", default_value_t = 5)]
    k: usize,
    /// Levels of the columns as TOML; then each column gets one level for all rows, so that the least is lost
    #[arg(long, value_name = "FILE")]
    hierarchies: Option<PathBuf>,
    /// CSV to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Arguments of `aims treat noise`.
#[derive(Debug, Args)]
struct Noisy {
    /// CSV or XLSX with one row a count
    file: PathBuf,
    /// Column of whole numbers
    #[arg(long, value_name = "COLUMN")]
    column: String,
    /// Privacy loss, as a decimal such as 0.5
    #[arg(long, value_name = "NUMBER")]
    epsilon: String,
    /// The most by which one person changes all counts together
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    sensitivity: u64,
    /// Begin random draws here instead of with bits of the operating system; whoever knows it can take the noise off again
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// CSV to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Treat {
    /// Treats.
    pub fn run(self, context: &Context) -> Result<(), Failure> {
        match self.what {
            What::Generalise(it) => it.run(context),
            What::Noise(it) => it.run(context),
        }
    }
}

impl Generalise {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let mut table = read(&self.file)?;
        let places = self.quasi.iter().map(|it| place(&table, it)).collect::<Result<Vec<usize>, _>>()?;
        let words: Vec<Words> = places.iter().map(|&it| Words::of(&table, it)).collect();
        let searched = match &self.hierarchies {
            None => self.by_classes(&mut table, &places, &words).map(|()| None)?,
            Some(file) => Some(self.by_levels(file, &mut table, &places, &words)?),
        };
        // What is said of the treated file is measured of it, and not taken from the search.
        let treated: Vec<Words> = places.iter().map(|&it| Words::of(&table, it)).collect();
        let treated: Vec<Coded<'_>> = treated.iter().map(Words::coded).collect();
        let classes = Classes::new(&treated).map_err(strange)?;
        let least = k_anonymity(&classes).map_err(strange)?.value as usize;
        write(&self.out, &table)?;
        self.told(context, &classes, least, searched.as_ref());
        Ok(())
    }

    /// Cuts rows into classes, each with ranges of its own.
    fn by_classes(&self, table: &mut Table, places: &[usize], words: &[Words]) -> Result<(), Failure> {
        let coded: Vec<Coded<'_>> = words.iter().map(Words::coded).collect();
        let found = generalise(&coded, self.k).map_err(strange)?;
        for (row, class) in table.rows.iter_mut().zip(&found.of_row) {
            for (at, (&place, words)) in places.iter().zip(words).enumerate() {
                row.cells[place] = words.label(found.ranges[*class as usize][at]);
            }
        }
        Ok(())
    }

    /// Puts each column at the level of its hierarchy that loses the least together with the others.
    fn by_levels(&self, file: &Path, table: &mut Table, places: &[usize], words: &[Words]) -> Result<Chosen, Failure> {
        let text = String::from_utf8_lossy(&crate::assignment::read_file(file)?).into_owned();
        let declared = Hierarchies::read(&file.display().to_string(), &text, &self.quasi)?;
        let each = self.quasi.iter().zip(words).map(|(name, words)| declared.levels(name, words));
        let (hierarchies, levels): (Vec<Hierarchy>, Vec<Levels>) =
            each.collect::<Result<Vec<_>, _>>()?.into_iter().unzip();
        let columns: Vec<(Coded<'_>, Hierarchy)> = words.iter().map(Words::coded).zip(hierarchies).collect();
        let chosen = full_domain(&columns, self.k as u64, WORK).map_err(strange)?;
        for (at, &place) in places.iter().enumerate() {
            for (row, &code) in table.rows.iter_mut().zip(&words[at].codes) {
                levels[at].label(&words[at], code, chosen.levels[at]).clone_into(&mut row.cells[place]);
            }
        }
        Ok(chosen)
    }

    fn told(&self, context: &Context, classes: &Classes, least: usize, searched: Option<&Chosen>) {
        let (out, rows, count) = (self.out.display(), classes.rows(), classes.sizes.len());
        let levels = |it: &Chosen| {
            self.quasi.iter().cloned().zip(it.levels.iter().map(|it| json!(it))).collect::<serde_json::Map<_, _>>()
        };
        let search = searched.map(|it| {
            json!({ "levels": levels(it), "loss": it.loss, "checked": it.checked, "combinations": it.combinations, "best": it.best })
        });
        let mut answer = json!({ "out": out.to_string(), "rows": rows, "classes": count, "k": least });
        search.into_iter().for_each(|it: Value| answer["search"] = it);
        if context.output.json(&answer) {
            return;
        }
        context.output.line(format!("{out}: {rows} rows in {count} classes, the smallest of {least}"));
        let Some(it) = searched else { return };
        let levels = self.quasi.iter().zip(&it.levels).map(|(name, level)| format!("{name} {level}"));
        let loss = assess::number::number(it.loss);
        context.output.line(format!("levels: {}; information lost: {loss}", levels.collect::<Vec<_>>().join(", ")));
        let (checked, all) = (it.checked, it.combinations);
        context.output.line(match it.best {
            true => format!("of {all} combinations of levels none that loses less makes classes of {}", self.k),
            false => {
                format!("not exhaustive: {checked} of {all} combinations were looked at, and others may lose less")
            }
        });
    }
}

fn strange(it: measure::Undefined) -> Failure {
    Failure::input(it.why)
}

impl Noisy {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let epsilon = Epsilon::parse(&self.epsilon).map_err(strange)?;
        let noise = Noise::new(epsilon, self.sensitivity).map_err(strange)?;
        let mut table = read(&self.file)?;
        let place = place(&table, &self.column)?;
        let (mut failed, mut chance) = (None, self.seed.map(|it| Chance::new(it, 0)));
        let mut bits = || match &mut chance {
            Some(chance) => chance.bits(),
            None => getrandom::u64().unwrap_or_else(|cause| {
                failed = Some(cause);
                0
            }),
        };
        for row in &mut table.rows {
            let cell = &mut row.cells[place];
            let count: i64 = cell.trim().parse().map_err(|_| {
                let (line, column) = (row.line, &self.column);
                Failure::input(format!("line {line}: `{cell}` in `{column}` is no count; noise is for whole numbers"))
            })?;
            *cell = count.saturating_add(noise.draw(&mut bits)).to_string();
        }
        if let Some(cause) = failed {
            return Err(Failure::failed(format!(
                "the operating system gives no random bits ({cause}); nothing is written"
            )));
        }
        write(&self.out, &table)?;
        let (out, rows) = (self.out.display(), table.rows.len());
        if !context.output.json(&json!({ "out": out.to_string(), "rows": rows, "epsilon": epsilon.value() })) {
            let sensitivity = self.sensitivity;
            context
                .output
                .line(format!("{out}: noise on {rows} counts, epsilon {} at sensitivity {sensitivity}", self.epsilon));
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<Table, Failure> {
    let name = path.file_name().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = crate::assignment::read_file(path)?;
    let table = sheet::read(&bytes, &name, &Limits::default()).map_err(|it| Failure::input(it.to_string()))?;
    let ragged = table.ragged().next().map(|it| it.line);
    match ragged {
        None => Ok(table.unguarded()),
        Some(line) => Err(Failure::input(format!("`{name}`, line {line}: the row has other columns than the head"))),
    }
}

fn write(path: &Path, table: &Table) -> Result<(), Failure> {
    if path.exists() {
        return Err(Failure::input(format!("`{}` exists; name another file with --out", path.display())));
    }
    let headers: Vec<&str> = table.headers.iter().map(|it| it.text.as_str()).collect();
    let bytes = sheet::write_data(&headers, table.rows.iter().map(|it| &it.cells))
        .map_err(|it| Failure::failed(it.to_string()))?;
    std::fs::write(path, bytes)
        .map_err(|cause| Failure::input(format!("`{}` cannot be written ({cause})", path.display())))
}

fn place(table: &Table, name: &str) -> Result<usize, Failure> {
    let known = || table.headers.iter().map(|it| format!("`{}`", it.text)).collect::<Vec<_>>().join(", ");
    let found = table.headers.iter().position(|it| it.text == name);
    found.ok_or_else(|| Failure::input(format!("there is no column `{name}`; the columns are {}", known())))
}

/// The words of a column in their order: of numbers where all are, otherwise of letters.
struct Words {
    codes: Vec<u32>,
    words: Vec<String>,
    numeric: bool,
}

impl Words {
    fn of(table: &Table, place: usize) -> Words {
        let cells = || table.rows.iter().map(|it| it.cells[place].trim());
        let number = |it: &str| it.parse::<f64>().ok().filter(|it| it.is_finite());
        let mut words: Vec<String> = cells().filter(|it| !it.is_empty()).map(str::to_owned).collect();
        words.sort();
        words.dedup();
        let numeric = words.iter().all(|it| number(it).is_some());
        if numeric {
            words.sort_by(|a, b| number(a).partial_cmp(&number(b)).unwrap_or(std::cmp::Ordering::Equal));
        }
        let codes: std::collections::HashMap<&str, u32> = words.iter().map(String::as_str).zip(0..).collect();
        let missing = words.len() as u32;
        let codes = cells().map(|it| codes.get(it).copied().unwrap_or(missing)).collect();
        Words { codes, words, numeric }
    }

    fn coded(&self) -> Coded<'_> {
        Coded { name: "", codes: (&self.codes).into(), words: (&self.words).into() }
    }

    /// What a class says of the attribute.
    fn label(&self, (low, high): (u32, u32)) -> String {
        let (low, high) = (low as usize, high as usize);
        match self.words.get(low..=high) {
            Some([one]) => one.clone(),
            Some(several) if self.numeric => format!("[{}, {}]", several[0], several[several.len() - 1]),
            Some(several) => format!("{{{}}}", several.join(", ")),
            // Some of the class have no word: alone they say nothing, with others anything.
            None if low == self.words.len() => String::new(),
            None => "*".to_owned(),
        }
    }
}
