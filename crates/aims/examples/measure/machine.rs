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

    fn proc(&self, file: &str) -> Result<String, String> {
        std::fs::read_to_string(format!("/proc/{}/{file}", self.child.id())).map_err(|cause| cause.to_string())
    }

    /// Processor time so far; the kernel counts in hundredths of a second.
    pub fn cpu(&self) -> Result<Duration, String> {
        let stat = self.proc("stat")?;
        let after_name = stat.rsplit(") ").next().unwrap_or_default();
        let ticks: u64 = after_name.split(' ').skip(11).take(2).filter_map(|it| it.parse::<u64>().ok()).sum();
        Ok(Duration::from_millis(ticks * 10))
    }

    /// Resident memory in megabytes.
    pub fn memory(&self) -> Result<f64, String> {
        let status = self.proc("status")?;
        let line = status.lines().find_map(|it| it.strip_prefix("VmRSS:")).unwrap_or_default();
        let kilobytes = line.split_whitespace().next().and_then(|it| it.parse::<f64>().ok());
        kilobytes.map(|it| it / 1024.0).ok_or("no memory is told".to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
