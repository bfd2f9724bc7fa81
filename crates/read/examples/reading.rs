//! How long reading and measuring take, each beside the bare decoding of the same columns.
//!
//! `reading make FOLDER` writes the files; `reading decode|profile|drift|cached|quality|wide|long FOLDER [THREADS]` measures one
//! thing in one process and prints wall seconds, processor seconds and the largest memory, as Linux counts them.

use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use arrow_array::builder::StringDictionaryBuilder;
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, Float64Array, Int64Array, RecordBatch};
use measure::drift::{Margins, Options as DriftOptions, columns, judge, with_reference};
use measure::inference::multiple::Correction;
use measure::profile::{Limits, profile};
use measure::quality::{Table, Tally, groups, rules};
use measure::summary::{ColumnSummary, Pairs, Summary};
use measure::{Batch, Chance};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use read::{Options, Source, each_column};

const ROWS: usize = 1_000_000;
const NUMBERS: usize = 12;
const WORDS: usize = 8;

type Outcome = Result<String, Box<dyn Error>>;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, what, folder, rest @ ..] = &arguments[..] else { return Err("name what to do and a folder".into()) };
    let threads = rest.first().map_or(Ok(2), |it| it.parse())?;
    let path = |name: &str| Path::new(folder).join(name).display().to_string();
    let start = Instant::now();
    let outcome = match what.as_str() {
        "make" => make(Path::new(folder)),
        "decode" => decode(&[path("a.parquet")], threads),
        "decode_both" => decode(&[path("a.parquet"), path("b.parquet")], threads),
        "decode_scored" => decode(&[path("scored.parquet")], threads),
        "profile" => profiled(&path("a.parquet"), threads),
        "drift" => drift(&path("a.parquet"), &path("b.parquet"), threads),
        "cached" => cached(&path("a.parquet"), &path("b.parquet"), threads),
        "quality" => quality(&path("a.parquet"), threads),
        "wide" => drift(&path("wide_a.parquet"), &path("wide_b.parquet"), threads),
        "wide_decode" => decode(&[path("wide_a.parquet"), path("wide_b.parquet")], threads),
        "long" => summarised(&vec![path("narrow.parquet"); 100], threads),
        "long_decode" => decode(&vec![path("narrow.parquet"); 100], threads),
        other => Err(format!("`{other}` is not measured").into()),
    }?;
    println!("{what}: {outcome}; wall {:.2} s, {}", start.elapsed().as_secs_f64(), usage()?);
    Ok(())
}

/// Processor seconds and largest memory of this process.
fn usage() -> Outcome {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or("").split_whitespace().collect();
    let ticks: u64 = [fields[11], fields[12]].iter().map(|it| it.parse::<u64>().unwrap_or(0)).sum();
    let status = std::fs::read_to_string("/proc/self/status")?;
    let memory = status.lines().find(|it| it.starts_with("VmHWM")).unwrap_or("");
    let kilobytes: u64 = memory.split_whitespace().nth(1).unwrap_or("0").parse()?;
    Ok(format!("processor {:.2} s, memory {} MB", ticks as f64 / 100.0, kilobytes / 1024))
}

fn make(folder: &Path) -> Outcome {
    std::fs::create_dir_all(folder)?;
    for (name, seed, rows, numbers, words) in [
        ("a.parquet", 1, ROWS, NUMBERS, WORDS),
        ("b.parquet", 2, ROWS, NUMBERS, WORDS),
        ("narrow.parquet", 3, ROWS, 3, 1),
        ("wide_a.parquet", 4, 350_000, 640, 160),
        ("wide_b.parquet", 5, 350_000, 640, 160),
    ] {
        write(&folder.join(name), seed, rows, numbers, words)?;
    }
    scored(&folder.join("scored.parquet"))?;
    Ok("files written".to_owned())
}

/// Normal and skewed numbers, some with holes, and words of 2 to 50 categories.
fn write(path: &Path, seed: u64, rows: usize, numbers: usize, words: usize) -> Result<(), Box<dyn Error>> {
    const PIECE: usize = 50_000;
    let mut writer: Option<ArrowWriter<File>> = None;
    for piece in 0..rows / PIECE {
        let mut columns: Vec<(String, ArrayRef)> = Vec::new();
        for at in 0..numbers {
            let mut chance = Chance::new(seed, (piece * 10_000 + at) as u64);
            let value = |_| {
                let normal = chance.normal() + if seed.is_multiple_of(2) { 0.01 * at as f64 } else { 0.0 };
                let value = if at % 3 == 1 { normal.exp() } else { normal };
                (at % 4 != 3 || chance.unit() > 0.02).then_some(if at % 6 == 5 {
                    (10.0 * value).round()
                } else {
                    value
                })
            };
            columns.push((format!("n{at}"), Arc::new((0..PIECE).map(value).collect::<Float64Array>())));
        }
        for at in 0..words {
            let mut chance = Chance::new(seed, (piece * 10_000 + 5_000 + at) as u64);
            let mut column = StringDictionaryBuilder::<Int32Type>::new();
            for _ in 0..PIECE {
                column.append(format!("word {}", chance.below(2 + 7 * (at as u64 % 8))))?;
            }
            columns.push((format!("w{at}"), Arc::new(column.finish())));
        }
        let batch = RecordBatch::try_from_iter(columns)?;
        let settings = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?)).build();
        match &mut writer {
            Some(writer) => writer.write(&batch)?,
            None => {
                let mut first = ArrowWriter::try_new(File::create(path)?, batch.schema(), Some(settings))?;
                first.write(&batch)?;
                writer = Some(first);
            }
        }
    }
    writer.map(ArrowWriter::close).transpose()?;
    Ok(())
}

/// Labels, predictions and scores of people in five times three groups.
fn scored(path: &Path) -> Result<(), Box<dyn Error>> {
    let mut chance = Chance::new(6, 0);
    let [mut g, mut h] = [0, 1].map(|_| StringDictionaryBuilder::<Int32Type>::new());
    let (mut labels, mut predictions, mut scores) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROWS {
        let (one, other) = (chance.below(5), chance.below(3));
        g.append(format!("g{one}"))?;
        h.append(format!("h{other}"))?;
        let label = chance.unit() < 0.3 + 0.02 * one as f64;
        let score = 0.2 + 0.3 * f64::from(u8::from(label)) + 0.45 * chance.unit();
        labels.push(i64::from(label));
        predictions.push(i64::from(score > 0.5));
        scores.push(score);
    }
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("g", Arc::new(g.finish())),
        ("h", Arc::new(h.finish())),
        ("label", Arc::new(Int64Array::from(labels))),
        ("prediction", Arc::new(Int64Array::from(predictions))),
        ("score", Arc::new(Float64Array::from(scores))),
    ];
    let batch = RecordBatch::try_from_iter(columns)?;
    let settings = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?)).build();
    let mut writer = ArrowWriter::try_new(File::create(path)?, batch.schema(), Some(settings))?;
    writer.write(&batch)?;
    writer.close()?;
    Ok(())
}

fn alone(source: &Source) -> Vec<Vec<usize>> {
    (0..source.fields().len()).map(|at| vec![at]).collect()
}

fn decode(names: &[String], threads: usize) -> Outcome {
    let source = Source::open(names, &Options::default())?;
    let step = |rows: &mut u64, batch: &Batch<'_>| *rows += batch.rows() as u64;
    let rows = source.scan(&alone(&source), threads, |_| 0, step, |all, more| *all += more)?;
    Ok(format!("{} columns, {} rows decoded", rows.len(), rows[0]))
}

fn summaries(source: &Source, threads: usize) -> Result<Vec<ColumnSummary>, read::Error> {
    let start = |group: usize| ColumnSummary::new(&source.fields()[group].name);
    let step = |summary: &mut ColumnSummary, batch: &Batch<'_>| batch.columns().iter().for_each(|it| summary.add(it));
    source.scan(&alone(source), threads, start, step, ColumnSummary::merge)
}

fn profiled(name: &str, threads: usize) -> Outcome {
    let source = Source::open(&[name], &Options::default())?;
    let summary = Summary::new(vec![source.digest()], summaries(&source, threads)?);
    let columns = (0..source.fields().len()).collect();
    let step = |pairs: &mut Pairs, batch: &Batch<'_>| pairs.add(batch);
    let single = Instant::now();
    let pairs = source.scan(&[columns], threads, |_| Pairs::default(), step, Pairs::merge)?;
    let limits = Limits { missing: 0.05, zeros: 0.5, skewness: 20.0, distinct_words: 50.0, commonest: 0.9 };
    let found = |it: &ColumnSummary| profile(it, &limits, 0.95, it.differs_everywhere()).findings.len();
    let findings: usize = summary.columns.iter().map(found).sum();
    let bytes = serde_json::to_string(&summary)?.len();
    let associations = pairs[0].associations().len();
    Ok(format!(
        "{findings} findings, {associations} pairs ({:.2} s of it), summary of {bytes} bytes",
        single.elapsed().as_secs_f64()
    ))
}

fn margins() -> Margins {
    let (correction, columns) = (Correction::BenjaminiHochberg, Default::default());
    Margins { alpha: 0.05, correction, numbers: 0.05, words: 0.05, missing: 0.02, columns }
}

fn drift(one: &str, other: &str, threads: usize) -> Outcome {
    let (one, other) = (Source::open(&[one], &Options::default())?, Source::open(&[other], &Options::default())?);
    let names: Vec<&str> = one.fields().iter().map(|it| it.name.as_str()).collect();
    let options = DriftOptions::default();
    let drifts = each_column(&[&one, &other], &names, threads, |_, tables| {
        let (one, other) = (tables[0].batch()?, tables[1].batch()?);
        Ok::<_, read::Error>(columns(&one.columns()[0], &other.columns()[0], &options))
    })?;
    let found = judge(drifts.into_iter().collect::<Result<_, _>>()?, margins());
    Ok(format!("{} of {} columns drifted", found.drifted.len(), found.compared))
}

fn cached(one: &str, other: &str, threads: usize) -> Outcome {
    let source = Source::open(&[one], &Options::default())?;
    let kept = serde_json::to_string(&Summary::new(vec![source.digest()], summaries(&source, threads)?))?;
    let start = Instant::now();
    let reference: Summary = serde_json::from_str(&kept)?;
    let current = Source::open(&[other], &Options::default())?;
    let names: Vec<&str> = current.fields().iter().map(|it| it.name.as_str()).collect();
    let options = DriftOptions::default();
    let drifts = each_column(&[&current], &names, threads, |at, tables| {
        let batch = tables[0].batch()?;
        Ok::<_, read::Error>(with_reference(&reference.columns[at], &batch.columns()[0], &options))
    })?;
    let found = judge(drifts.into_iter().collect::<Result<_, _>>()?, margins());
    Ok(format!(
        "{} of {} columns drifted, {:.2} s without making the reference",
        found.drifted.len(),
        found.compared,
        start.elapsed().as_secs_f64()
    ))
}

fn summarised(names: &[String], threads: usize) -> Outcome {
    let source = Source::open(names, &Options::default())?;
    let summary = Summary::new(vec![source.digest()], summaries(&source, threads)?);
    Ok(format!("{} rows summarised, median {:?}", summary.rows, summary.columns[0].ranked().quantile(0.5)))
}

/// Forty-five rules over the twenty columns.
fn quality(name: &str, threads: usize) -> Outcome {
    let source = Source::open(&[name], &Options::default())?;
    let mut files = Vec::new();
    let mut rule = |value: serde_json::Value| files.push(serde_json::from_value(value));
    use serde_json::json;
    for at in 0..NUMBERS {
        let column = format!("n{at}");
        rule(json!({"check": "not_null", "column": column, "mostly": 0.9}));
        rule(json!({"check": "range", "column": column, "low": -1000, "high": 100000}));
    }
    for at in 0..WORDS {
        let column = format!("w{at}");
        rule(json!({"check": "matches", "column": column, "pattern": "^word [0-9]+$"}));
        rule(json!({"check": "length", "column": column, "low": 6, "high": 8}));
    }
    rule(json!({"check": "rows", "low": 1}));
    rule(json!({"check": "mean", "column": "n0", "low": -1, "high": 1}));
    rule(json!({"check": "unique", "column": "n0", "mostly": 0.9}));
    rule(json!({"check": "unique_together", "columns": ["n0", "w0"], "mostly": 0.9}));
    rule(json!({"check": "greater", "column": "n1", "other": "n0", "mostly": 0.1}));
    let rules = rules(files.into_iter().collect::<Result<_, _>>()?)?;
    let together: Vec<_> = groups(&rules).into_iter().filter(|it| !it.0.is_empty()).collect();
    let places: Vec<Vec<usize>> =
        together.iter().map(|it| it.0.iter().map(|name| source.position(name)).collect()).collect::<Result<_, _>>()?;
    let start = |group: usize| (group, together[group].1.iter().map(|&at| Tally::new(&rules[at])).collect::<Vec<_>>());
    let step = |(group, tallies): &mut (usize, Vec<Tally>), batch: &Batch<'_>| {
        together[*group].1.iter().zip(tallies).for_each(|(&at, tally)| tally.add(&rules[at], batch));
    };
    let merge = |(group, all): &mut (usize, Vec<Tally>), (_, more): (usize, Vec<Tally>)| {
        let own = together[*group].1.iter().zip(all);
        own.zip(more).for_each(|((&at, all), more)| all.merge(&rules[at], more));
    };
    let counted = source.scan(&places, threads, start, step, merge)?;
    let table = Table {
        columns: source.fields().iter().map(|it| it.name.clone()).collect(),
        rows: source.rows().unwrap_or(0),
        now: None,
        reference: None,
    };
    let outcomes = together.iter().zip(counted).flat_map(|(group, (_, tallies))| group.1.iter().zip(tallies));
    let passed = outcomes
        .map(|(&at, tally)| tally.outcome(&rules[at], &table))
        .filter(|it| it.verdict == measure::Verdict::Pass)
        .count();
    Ok(format!("{passed} of {} rules about columns hold", rules.len() - 1))
}
