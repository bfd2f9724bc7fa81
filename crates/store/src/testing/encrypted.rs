//! A throw-away PostgreSQL that listens on the loopback address behind a certificate, to try the way that real servers are
//! reached by.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::{Cluster, new_folder};
use crate::Place;

/// A server that encrypts, known as `localhost`, with a certificate that its own authority signed.
pub struct Encrypted(Cluster);

/// Starts a server that encrypts, with a certificate for `localhost` that a new authority signed.
///
/// Fails with a sentence where PostgreSQL or the program `openssl` is missing.
pub fn encrypted() -> Result<Encrypted, String> {
    let folder = new_folder()?;
    certificates(&folder)?;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr());
    let port = listener.map_err(|it| format!("no free port for PostgreSQL: {it}"))?.port();
    let file = |name: &str| folder.join(name).display().to_string();
    let settings = [
        "listen_addresses=127.0.0.1".to_owned(),
        "ssl=on".to_owned(),
        format!("ssl_cert_file={}", file("server.pem")),
        format!("ssl_key_file={}", file("server.key")),
    ];
    let settings: Vec<String> = settings.into_iter().flat_map(|it| ["-c".to_owned(), it]).collect();
    Ok(Encrypted(Cluster::start(folder, port, &settings)?))
}

impl Encrypted {
    /// Address of the database by the name of the server, with further words.
    pub fn at(&self, host: &str, words: &str) -> Place {
        Place::Postgres(format!(
            "host={host} hostaddr=127.0.0.1 port={} user=postgres dbname=postgres {words}",
            self.0.port
        ))
    }

    /// The file with the certificate of the authority that signed the server's.
    pub fn authority(&self) -> PathBuf {
        self.0.folder.join("authority.pem")
    }

    /// How many connections to the database are encrypted.
    pub fn encrypted_connections(&self) -> Result<i64, String> {
        let mut client =
            postgres::Client::connect(&self.0.address("postgres"), postgres::NoTls).map_err(|it| it.to_string())?;
        let asked = "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl";
        client.query_one(asked, &[]).and_then(|it| it.try_get(0)).map_err(|it| it.to_string())
    }
}

/// Writes an authority and a certificate that it signed for `localhost` into a folder.
fn certificates(folder: &Path) -> Result<(), String> {
    let new = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30";
    let authority = "-keyout authority.key -out authority.pem -subj /CN=authority";
    let server = "-keyout server.key -out server.pem -subj /CN=localhost -CA authority.pem -CAkey authority.key \
                  -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE";
    for made in [authority, server] {
        let mut command = Command::new("openssl");
        command.current_dir(folder).args(new.split_whitespace()).args(made.split_whitespace());
        let said = command.output().map_err(|it| format!("no certificate: {it}; run scripts/install"))?;
        if !said.status.success() {
            return Err(format!("no certificate: {}", String::from_utf8_lossy(&said.stderr)));
        }
    }
    Ok(())
}
