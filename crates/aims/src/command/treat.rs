//! `aims treat`: a copy of a file in which persons are protected; what it cost is measured afterwards like anybody's.
//!
//! Cells that no treatment is about stay as they stand. Which treatment is right is decided by weighing what was measured of
//! several, and by people.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use measure::privacy::generalise::{Generalised, generalise};
use measure::privacy::noise::{Epsilon, Noise};
use measure::{Chance, Coded};
use serde_json::json;
use sheet::{Limits, Table};

use crate::context::Context;
use crate::exit::Failure;

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
        let coded: Vec<Coded<'_>> = words.iter().map(Words::coded).collect();
        let found = generalise(&coded, self.k).map_err(|it| Failure::input(it.why))?;
        for (row, class) in table.rows.iter_mut().zip(&found.of_row) {
            for (at, (&place, words)) in places.iter().zip(&words).enumerate() {
                row.cells[place] = words.label(found.ranges[*class as usize][at]);
            }
        }
        write(&self.out, &table)?;
        let (rows, classes, least) = (table.rows.len(), found.ranges.len(), least(&found));
        let out = self.out.display();
        if !context.output.json(&json!({ "out": out.to_string(), "rows": rows, "classes": classes, "k": least })) {
            context.output.line(format!("{out}: {rows} rows in {classes} classes, the smallest of {least}"));
        }
        Ok(())
    }
}

/// The rows of the smallest class.
fn least(found: &Generalised) -> usize {
    let mut sizes = vec![0; found.ranges.len()];
    found.of_row.iter().for_each(|&it| sizes[it as usize] += 1);
    sizes.into_iter().min().unwrap_or(0)
}

impl Noisy {
    fn run(self, context: &Context) -> Result<(), Failure> {
        let strange = |it: measure::Undefined| Failure::input(it.why);
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
    let bytes = sheet::write_csv(&headers, table.rows.iter().map(|it| &it.cells));
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
