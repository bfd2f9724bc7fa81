//! The optional file `aims.toml` in the data folder: where to listen, which database, which bucket, which mail server.

use std::path::Path;

use governance::notify::{Mail, Webhook};
use serde::Deserialize;

use crate::exit::Failure;

/// What `aims.toml` may say; everything has a default.
#[derive(Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Address and port of the server.
    pub listen: Option<String>,
    /// Address at which people reach the server, such as `https://aims.example.org`; documents that leave lead there.
    pub public_url: Option<String>,
    /// Database address, `postgres://…`; SQLite in the data folder when absent.
    pub store: Option<String>,
    /// Where evidence goes: a folder or an `s3://`, `gs://` or `az://` address.
    pub blobs: Option<String>,
    /// Addresses that are told of changes.
    #[serde(default)]
    pub webhook: Vec<Webhook>,
    /// Mail server for notifications.
    pub mail: Option<Mail>,
}

impl Settings {
    /// Reads `aims.toml` in `home`; without the file everything keeps its default.
    pub fn read(home: &Path) -> Result<Settings, Failure> {
        let path = home.join("aims.toml");
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(Settings::default()),
            Err(cause) => return Err(Failure::failed(format!("`{}` cannot be read ({cause})", path.display()))),
        };
        toml::from_str(&text).map_err(|cause| {
            let fault = record::Fault::of_toml("aims.toml", &text, &cause);
            Failure::Said { code: crate::exit::CONFIGURATION, sentence: fault.to_string() }
        })
    }
}
