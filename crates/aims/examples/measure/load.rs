//! Load: closed loops of writers, and readers at a fixed rate whose latency counts from when a request was due.

use std::time::{Duration, Instant};

use crate::client::Client;
use crate::machine::Server;
use crate::world::World;

/// Latencies of many requests.
pub struct Latencies(Vec<Duration>);

impl Latencies {
    pub fn of(mut all: Vec<Duration>) -> Result<Latencies, String> {
        all.sort();
        if all.is_empty() { Err("no request was answered".to_owned()) } else { Ok(Latencies(all)) }
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn quantile(&self, q: f64) -> Duration {
        self.0[((self.0.len() - 1) as f64 * q).round() as usize]
    }
}

/// Runs `work` for every item at the same time, and gathers the latencies.
fn together<T: Sync>(
    items: &[T],
    work: impl Fn(usize, &T) -> Result<Vec<Duration>, String> + Sync,
) -> Result<Latencies, String> {
    let work = &work;
    let all: Result<Vec<_>, String> = std::thread::scope(|scope| {
        let threads: Vec<_> = items.iter().enumerate().map(|(i, item)| scope.spawn(move || work(i, item))).collect();
        threads.into_iter().map(|it| it.join().map_err(|_| "a client broke".to_owned())?).collect()
    });
    Latencies::of(all?.into_iter().flatten().collect())
}

/// One client a record, each changing its own record over and over: as fast as it is answered, or so many changes a second
/// of all clients together, whose latency counts from when each was due.
pub fn patch(
    server: &Server,
    world: &World,
    ids: &[String],
    how_long: Duration,
    rate: Option<f64>,
) -> Result<Latencies, String> {
    let start = Instant::now();
    together(ids, |lane, id| {
        let mut client = Client::connect(&server.address, &world.token)?;
        let path = format!("/api/v1/records/risk/{id}");
        let mut tag = client.send("GET", &path, "", "")?.tag.ok_or("no entity tag")?;
        let (mut latencies, mut round) = (Vec::new(), 0);
        loop {
            let number = (round * ids.len() + lane) as f64;
            let due = rate.map_or_else(Instant::now, |rate| start + Duration::from_secs_f64(number / rate));
            if due > start + how_long {
                break;
            }
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            round += 1;
            let key = format!("{id}-{}", tag.trim_matches('"'));
            let headers = format!("If-Match: {tag}\r\nIdempotency-Key: {key}\r\n");
            let answer = client.send("PATCH", &path, &headers, &world.change(round))?;
            latencies.push(due.elapsed());
            if answer.status != 200 {
                return Err(format!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)));
            }
            tag = answer.tag.ok_or("no entity tag")?;
        }
        Ok(latencies)
    })
}

/// So many requests a second over sixteen connections.
pub fn read_at(
    server: &Server,
    world: &World,
    paths: &[&str],
    rate: u32,
    how_long: Duration,
) -> Result<Latencies, String> {
    const CONNECTIONS: u32 = 16;
    let begun = Instant::now();
    let all = rate * how_long.as_secs() as u32;
    let lanes: Vec<u32> = (0..CONNECTIONS).collect();
    together(&lanes, |_, lane| {
        let mut client = Client::connect(&server.address, &world.token)?;
        let mut latencies = Vec::new();
        for number in (*lane..all).step_by(CONNECTIONS as usize) {
            let due = begun + Duration::from_secs_f64(f64::from(number) / f64::from(rate));
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            get(&mut client, paths[number as usize % paths.len()])?;
            latencies.push(due.elapsed());
        }
        Ok(latencies)
    })
}

/// One request after the other.
pub fn read_one_by_one(server: &Server, world: &World, paths: &[&str], times: usize) -> Result<Latencies, String> {
    let mut client = Client::connect(&server.address, &world.token)?;
    let mut latencies = Vec::new();
    for path in paths.iter().cycle().take(times) {
        let begun = Instant::now();
        get(&mut client, path)?;
        latencies.push(begun.elapsed());
    }
    Latencies::of(latencies)
}

fn get(client: &mut Client, path: &str) -> Result<(), String> {
    let answer = client.send("GET", path, "", "")?;
    match answer.status {
        200 => Ok(()),
        status => Err(format!("{path}: {status}: {}", String::from_utf8_lossy(&answer.body))),
    }
}
