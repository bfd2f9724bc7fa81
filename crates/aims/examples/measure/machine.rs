//! The machine, and a server on it: its disk, its processor, a process's time and memory.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::world::World;

/// A folder that is removed at the end.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn make() -> Result<Folder, String> {
        let path = std::env::temp_dir().join(format!("aims-bench-{}", std::process::id()));
        std::fs::create_dir_all(&path).map_err(|cause| cause.to_string())?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A duration as people read it.
pub fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

/// Processor and number of cores.
pub fn describe() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|it| it.strip_prefix("model name")).unwrap_or(": unknown processor");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{}, {cores} cores", model.trim_start_matches([' ', '\t', ':']))
}

/// How often a second the disk confirms four kilobytes.
pub fn fsyncs(folder: &Path) -> Result<f64, String> {
    const TIMES: u32 = 400;
    let mut file = std::fs::File::create(folder.join("fsync")).map_err(|cause| cause.to_string())?;
    let begun = Instant::now();
    for _ in 0..TIMES {
        file.write_all(&[7; 4096]).and_then(|()| file.sync_data()).map_err(|cause| cause.to_string())?;
    }
    Ok(f64::from(TIMES) / begun.elapsed().as_secs_f64())
}

/// How long a command of the program takes.
pub fn timed(program: &str, arguments: &[&str], file: &Path, data: &Path) -> Result<Duration, String> {
    let begun = Instant::now();
    let done = Command::new(program).args(arguments).arg(file).arg("--quiet").arg("--data").arg(data).output();
    let done = done.map_err(|cause| cause.to_string())?;
    match done.status.success() {
        true => Ok(begun.elapsed()),
        false => Err(String::from_utf8_lossy(&done.stderr).into_owned()),
    }
}

/// What a process took.
pub struct Spent {
    pub wall: Duration,
    pub cpu: Duration,
    /// Largest resident memory in megabytes.
    pub memory: f64,
}

impl std::fmt::Display for Spent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (wall, cpu) = (self.wall.as_secs_f64(), self.cpu.as_secs_f64());
        write!(out, "{wall:.2} s, {cpu:.2} s of CPU, {:.0} MB", self.memory)
    }
}

/// Waits for a process and says what it took; a greater exit code than `most` is a failure.
pub fn ended(mut child: Child, most: i32) -> Result<Spent, String> {
    let (begun, mut memory) = (Instant::now(), 0.0_f64);
    loop {
        let stat = proc(child.id(), "stat")?;
        if stat.rsplit(") ").next().is_some_and(|it| it.starts_with('Z')) {
            let (wall, cpu) = (begun.elapsed(), ticks(&stat));
            let mut said = String::new();
            let _ = child.stderr.take().map(|mut it| std::io::Read::read_to_string(&mut it, &mut said));
            let code = child.wait().map_err(|it| it.to_string())?.code();
            let known = code.is_some_and(|it| it <= most);
            return if known { Ok(Spent { wall, cpu, memory }) } else { Err(format!("ended with {code:?}: {said}")) };
        }
        memory = memory.max(kilobytes(&proc(child.id(), "status")?, "VmHWM:").unwrap_or(0.0) / 1024.0);
        std::thread::sleep(Duration::from_millis(3));
    }
}

fn proc(process: u32, file: &str) -> Result<String, String> {
    std::fs::read_to_string(format!("/proc/{process}/{file}")).map_err(|cause| cause.to_string())
}

/// Processor time in a line of `/proc/PID/stat`; the kernel counts in hundredths of a second.
fn ticks(stat: &str) -> Duration {
    let after_name = stat.rsplit(") ").next().unwrap_or_default();
    let ticks: u64 = after_name.split(' ').skip(11).take(2).filter_map(|it| it.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

fn kilobytes(status: &str, name: &str) -> Option<f64> {
    let line = status.lines().find_map(|it| it.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// A running server.
pub struct Server {
    child: Child,
    /// Host and port.
    pub address: String,
    /// From the start of the process to the first answer.
    pub started_in: Duration,
}

impl Server {
    pub fn start(program: &str, world: &World) -> Result<Server, String> {
        let begun = Instant::now();
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--format", "json", "--data"]).arg(&world.home);
        command.args(world.store.iter().flat_map(|it| ["--store", it]));
        let mut child = command.stdout(Stdio::piped()).spawn().map_err(|cause| format!("{program}: {cause}"))?;
        let out = child.stdout.take().ok_or("the server says nothing")?;
        let address = BufReader::new(out)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| Some(line.split_once("\"url\": \"http://")?.1.trim_end_matches([',', '"']).to_owned()));
        let address = address.ok_or("the server did not start")?;
        let answer = Client::connect(&address, "").and_then(|mut it| it.send("GET", "/api/v1/health", "", ""))?;
        if answer.status != 200 {
            return Err(format!("the server is not well: {}", answer.status));
        }
        Ok(Server { child, address, started_in: begun.elapsed() })
    }

    /// Processor time so far.
    pub fn cpu(&self) -> Result<Duration, String> {
        Ok(ticks(&proc(self.child.id(), "stat")?))
    }

    /// Resident memory in megabytes.
    pub fn memory(&self) -> Result<f64, String> {
        let held = kilobytes(&proc(self.child.id(), "status")?, "VmRSS:");
        held.map(|it| it / 1024.0).ok_or("no memory is told".to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
