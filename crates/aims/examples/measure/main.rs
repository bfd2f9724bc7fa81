//! Measures the program as its users would: over HTTP, on this machine, with a store on this disk.
//!
//! `measure PATH-TO-AIMS [quick | writes | face | conformity | data READING]` prints a table for `docs/benchmarks.md`; the rate of `fsync` stands beside it.
//! `writes` measures the mutations alone, `face` the pages of a large organisation, `conformity` its coverage, statements and evidence pack, `data` the measuring of files (READING is the
//! example `reading` of crate `read`); `seed FOLDER` leaves the large organisation in a folder.

mod client;
mod conformity;
mod data;
mod face;
mod large;
mod load;
mod machine;
mod world;

use std::process::ExitCode;
use std::time::Duration;

use machine::{Server, milliseconds};
use world::World;

/// How much is measured.
#[derive(Clone, Copy)]
struct Size {
    records: usize,
    systems: usize,
    seconds: u64,
    idle: Duration,
}

const WHOLE: Size = Size { records: 100_000, systems: 10_000, seconds: 15, idle: Duration::from_secs(30) };
const QUICK: Size = Size { records: 12_000, systems: 1_000, seconds: 4, idle: Duration::from_secs(5) };

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(program) = arguments.next() else {
        eprintln!("name the program to measure: measure target/release/aims");
        return ExitCode::from(2);
    };
    let measured = match arguments.next().as_deref() {
        Some("quick") => measure(&program, QUICK),
        Some("writes") => written(&program),
        Some("face") => faces(&program),
        Some("conformity") => covered(&program),
        Some("data") => measured_data(&program, arguments.next().as_deref()),
        Some("seed") => seed(arguments.next().as_deref()),
        _ => measure(&program, WHOLE),
    };
    match measured {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("measure: {why}");
            ExitCode::FAILURE
        }
    }
}

fn measure(program: &str, size: Size) -> Result<(), String> {
    let folder = heading()?;
    let sqlite = mutations(program, &folder, size)?;
    sqlite.fill(10_000)?;
    reads(program, &sqlite, size)?;
    face(program, &folder, size)?;
    import(program, &folder)
}

/// The mutations alone, at their full length.
fn written(program: &str) -> Result<(), String> {
    mutations(program, &heading()?, WHOLE).map(drop)
}

/// The measuring of data alone.
fn measured_data(program: &str, reading: Option<&str>) -> Result<(), String> {
    let reading = reading.ok_or("name the example that reads: measure PROGRAM data READING")?;
    let absolute =
        |it: &str| std::fs::canonicalize(it).map(|it| it.display().to_string()).map_err(|why| format!("{it}: {why}"));
    data::measure(&absolute(program)?, &absolute(reading)?, &heading()?.0)
}

/// The head of the table, what the machine is, and a folder that goes when the run ends.
fn heading() -> Result<machine::Folder, String> {
    println!("| figure | measured | bar |\n|---|---|---|");
    row("machine", &machine::describe(), "");
    machine::Folder::make()
}

/// Mutations on both databases; answers the world on SQLite, for what comes next.
fn mutations(program: &str, folder: &machine::Folder, size: Size) -> Result<World, String> {
    row("fsync of 4 KiB", &format!("{:.0} a second", machine::fsyncs(&folder.0)?), "beside every figure");
    let sqlite = World::make(&folder.0.join("sqlite"), None)?;
    writes("SQLite", program, &sqlite, size, 1000.0)?;
    match store::testing::postgres() {
        Ok(store::Place::Postgres(address)) => {
            let postgres = World::make(&folder.0.join("postgres"), Some(&address))?;
            writes("PostgreSQL", program, &postgres, size, 800.0)?;
        }
        Ok(_) => {}
        Err(why) => row("PostgreSQL", &format!("left out: {why}"), ""),
    }
    Ok(sqlite)
}

/// A large organisation in a folder of one's own, to look at.
fn seed(folder: Option<&str>) -> Result<(), String> {
    let folder = folder.ok_or("name the folder: measure PROGRAM seed FOLDER")?;
    World::make(std::path::Path::new(folder), None)?.enlarge(WHOLE.systems)?;
    println!("{} AI systems are in `{folder}`; `aims serve --data {folder}` shows them", WHOLE.systems);
    Ok(())
}

/// The face alone, at its full size.
fn faces(program: &str) -> Result<(), String> {
    face(program, &heading()?, WHOLE)
}

/// Conformity of a large organisation alone.
fn covered(program: &str) -> Result<(), String> {
    let folder = heading()?;
    let large = World::make(&folder.0.join("covered"), None)?;
    large.enlarge(conformity::SYSTEMS)?;
    large.bind()?;
    conformity::measure(program, &large, row)
}

/// The pages of a large organisation, and the start of the program on it.
fn face(program: &str, folder: &machine::Folder, size: Size) -> Result<(), String> {
    let large = World::make(&folder.0.join("large"), None)?;
    let begun = std::time::Instant::now();
    large.enlarge(size.systems)?;
    let each = begun.elapsed() / (size.systems * 10) as u32;
    row(
        &format!("entering {} AI systems with all that belongs to them", size.systems),
        &format!("{} a record", milliseconds(each)),
        "",
    );
    face::measure(program, &large, row)?;
    start(program, &large, size)
}

fn row(what: &str, measured: &str, bar: &str) {
    println!("| {what} | {measured} | {bar} |");
}

/// One client for the CPU of a mutation, sixty-four for what the store takes, and the same at the rate of the bar for how
/// long each waits when the store is not driven to its limit.
fn writes(database: &str, program: &str, world: &World, size: Size, rate: f64) -> Result<(), String> {
    let ids = world.targets(128)?;
    let server = Server::start(program, world)?;
    let seconds = |most: u64| Duration::from_secs(size.seconds.min(most));
    let cpu_each = |before: Duration, done: usize| -> Result<String, String> {
        Ok(format!("{:.2} ms of CPU", (server.cpu()? - before).as_secs_f64() / done as f64 * 1000.0))
    };
    let before = server.cpu()?;
    let one = load::patch(&server, world, &ids[..1], seconds(5), None)?;
    let said = format!("{}, {} from end to end", cpu_each(before, one.len())?, milliseconds(one.quantile(0.5)));
    row(&format!("mutation, {database}, one client"), &said, "0.8 ms of CPU");
    for (driven, rate, bar) in
        [("", None, format!("{rate} a second")), (" at that rate", Some(rate), "p99 50 ms".to_owned())]
    {
        let before = server.cpu()?;
        let many = load::patch(&server, world, &ids[64..], seconds(15), rate)?;
        let said = format!(
            "{:.0} a second, median {}, p99 {}, {} each",
            many.len() as f64 / seconds(15).as_secs_f64(),
            milliseconds(many.quantile(0.5)),
            milliseconds(many.quantile(0.99)),
            cpu_each(before, many.len())?
        );
        row(&format!("mutations, {database}, 64 clients{driven}"), &said, &bar);
    }
    Ok(())
}

fn reads(program: &str, world: &World, size: Size) -> Result<(), String> {
    let server = Server::start(program, world)?;
    let paths = ["/api/v1/records/risk/RSK-0007", "/api/v1/records/risk?limit=20", "/api/v1/search?q=4711"];
    let mixed = load::read_at(&server, world, &paths, 500, Duration::from_secs(size.seconds))?;
    let said = format!("median {}, p99 {}", milliseconds(mixed.quantile(0.5)), milliseconds(mixed.quantile(0.99)));
    row("reads at 500 a second, 10,000 records", &said, "p99 25 ms");
    let everything = load::read_one_by_one(&server, world, &["/api/v1/search?q=bench"], 40)?;
    let said =
        format!("median {}, p99 {}", milliseconds(everything.quantile(0.5)), milliseconds(everything.quantile(0.99)));
    row("search that finds all 10,000 records", &said, "");
    let list = ["/api/v1/records/risk?filter=likelihood%3E%3D2&sort=-consequence&limit=100"];
    let listed = load::read_one_by_one(&server, world, &list, 40)?;
    let said = format!("median {}, p99 {}", milliseconds(listed.quantile(0.5)), milliseconds(listed.quantile(0.99)));
    row("list of 10,000 risks, filtered and sorted", &said, "50 ms");
    Ok(())
}

fn start(program: &str, world: &World, size: Size) -> Result<(), String> {
    let mut times = Vec::new();
    for _ in 0..5 {
        times.push(Server::start(program, world)?.started_in);
    }
    times.sort();
    row(&format!("start with {} records", size.records), &milliseconds(times[2]), "300 ms");
    let server = Server::start(program, world)?;
    std::thread::sleep(size.idle);
    row(&format!("idle memory with {} records", size.records), &format!("{:.0} MB", server.memory()?), "60 MB");
    Ok(())
}

fn import(program: &str, folder: &machine::Folder) -> Result<(), String> {
    let real = std::path::Path::new("../shared/data/federal-ai-use-cases-2024/inventory.csv");
    let made = folder.0.join("inventory.csv");
    let (file, name) = match real.is_file() {
        true => (real, "the published inventory, 2,133 rows"),
        false => {
            world::made_inventory(&made, 2133)?;
            (made.as_path(), "2,133 made-up rows")
        }
    };
    let data = folder.0.join("imported");
    let took = machine::timed(program, &["import", "ai_system"], file, &data)?;
    row(&format!("import of {name}"), &milliseconds(took), "3 s");
    Ok(())
}
