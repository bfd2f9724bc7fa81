//! Folders, patterns, URLs and digests.

use read::{Error, Options, Source};

use crate::{Folder, open, rows};

#[test]
fn folders_and_patterns_name_files_in_the_order_of_names() {
    let folder = Folder::make();
    folder.write("2/b.csv", "x\n3\n");
    folder.write("1/a.csv", "x\n1\n2.5\n");
    folder.write("1/_SUCCESS", "");
    folder.write("1/notes.md", "no data");
    folder.write("1/.hidden.csv", "x\n9\n");
    assert_eq!(rows(&open(&folder.path()).unwrap()), ["1.0", "2.5", "3.0"], "whole numbers widen to the other file's");
    assert_eq!(
        rows(&open(&format!("{}/*/*.csv", folder.path())).unwrap()).len(),
        3 + 1,
        "a pattern names what it matches"
    );
    let none = format!("{}/*.parquet", folder.path());
    assert_eq!(open(&none).unwrap_err(), Error::Nothing(none));
}

#[test]
fn the_digest_is_that_of_the_file() {
    let folder = Folder::make();
    let a = folder.write("a.csv", "x\n1\n");
    // as `sha256sum` of coreutils says of these four bytes
    let known = "daff832f802000e645771a60983c76c963f6ee602a6230e45237bd360e91cc1a";
    let source = open(&a).unwrap();
    assert_eq!(source.digest(), known);
    assert_eq!(source.digest(), source.files()[0].sha256);
    let twice = Source::open(&[&a, &a], &Options::default()).unwrap();
    assert_eq!(rows(&twice), ["1", "1"]);
    assert_ne!(twice.digest(), source.digest());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_once_and_is_what_its_digest_says() {
    let folder = Folder::make();
    let plain = folder.write("a.csv", "x\n1\n2\n");
    let pipe = format!("{}/pipe", folder.path());
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let to = pipe.clone();
    let writes = std::thread::spawn(move || std::fs::write(to, "x\n1\n2\n").unwrap());
    let piped = open(&pipe).unwrap();
    writes.join().unwrap();
    assert_eq!((rows(&piped), piped.digest()), (vec!["1".to_owned(), "2".to_owned()], open(&plain).unwrap().digest()));
    assert_eq!(piped.files()[0].name, pipe);
}

#[test]
fn folders_that_name_values_of_columns_are_told() {
    let folder = Folder::make();
    folder.write("region=east/a.csv", "x\n1\n");
    folder.write("region=west/b.csv", "x\n2\n");
    let told = |path: &str| {
        open(path).unwrap().notices().iter().any(|it| it.name == "partitions" && it.sentence.contains("`region`"))
    };
    assert!(told(&folder.path()));
    let plain = folder.write("plain/c.csv", "x\n3\n");
    assert!(!told(&plain));
}

#[test]
fn an_object_store_is_read_by_url() {
    let folder = Folder::make();
    folder.write("part/a.csv", "x\n1\n");
    folder.write("part/b.csv", "x\n2\n");
    assert_eq!(rows(&open(&format!("file://{}/part/b.csv", folder.path())).unwrap()), ["2"]);
    let both = open(&format!("file://{}/part", folder.path())).unwrap();
    assert_eq!(rows(&both), ["1", "2"]);
    assert!(both.files()[0].name.ends_with("part/a.csv") && both.files()[0].name.starts_with("file:///"));
    let pattern = open(&format!("file://{}/part/*.csv", folder.path())).unwrap();
    assert_eq!(
        (rows(&pattern), pattern.files()[1].name.ends_with("part/b.csv")),
        (vec!["1".to_owned(), "2".to_owned()], true)
    );
    assert_eq!(rows(&open(&format!("file://{}/*/[b].csv", folder.path())).unwrap()), ["2"]);
    assert!(
        matches!(open(&format!("file://{}/*.csv", folder.path())), Err(Error::Missing(_))),
        "a stroke is not matched"
    );
    let missing = format!("file://{}/none.csv", folder.path());
    assert_eq!(open(&missing).unwrap_err(), Error::Missing(missing));
    assert!(open("gopher://x/y").unwrap_err().to_string().contains("`gopher://x/y` cannot be read"));
}

/// Answers every request of a web server that has one file.
#[cfg(feature = "buckets")]
fn served(path: &'static str, body: &'static str) -> String {
    use std::io::{BufRead, BufReader, Write};
    let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = server.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in server.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let first = lines.next().unwrap().unwrap();
            lines.map_while(Result::ok).find(String::is_empty);
            let (method, rest) = first.split_once(' ').unwrap();
            let there = rest.split_once(' ').is_some_and(|it| it.0 == path);
            let (status, body) = if there { ("200 OK", body) } else { ("404 Not Found", "") };
            let date = "Last-Modified: Sat, 28 Nov 2026 00:00:00 GMT";
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n{date}\r\nConnection: close\r\n\r\n", body.len());
            let body = if method == "HEAD" { "" } else { body };
            stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        }
    });
    format!("http://{address}")
}

#[test]
#[cfg(feature = "buckets")]
fn a_file_behind_an_address_of_the_web_is_read() {
    let server = served("/part/a.csv", "x\n1\n2\n");
    let source = open(&format!("{server}/part/a.csv")).unwrap();
    assert_eq!(rows(&source), ["1", "2"]);
    let missing = format!("{server}/none.csv");
    assert_eq!(open(&missing).unwrap_err(), Error::Missing(missing));
}
