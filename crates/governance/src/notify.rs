//! Messages out: mail by SMTP, and webhooks that their receiver can check. Serves ISO/IEC 42001 7.4.

use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use lettre::message::Mailbox;
use lettre::{Message, SmtpTransport, Transport};
use serde::Deserialize;
use serde_json::Value;
use sha2::Sha256;

use crate::Error;

/// A mail server and the address in whose name mail is sent.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mail {
    /// `smtps://user:password@host:465`, or `smtp://host:25` for a server on this machine.
    pub server: String,
    /// Sender, such as `aims <aims@example.org>`.
    pub from: String,
}

/// An address that is told of changes.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Webhook {
    /// Where to post.
    pub url: String,
    /// Shared secret with which each message is signed.
    pub secret: String,
    /// Kinds of records whose changes are told; all when empty.
    #[serde(default)]
    pub kinds: Vec<String>,
}

/// Every way out.
#[derive(Clone, Default)]
pub(crate) struct Post {
    pub mail: Option<Mail>,
    pub webhooks: Vec<Webhook>,
}

impl Post {
    /// Sends one mail; does nothing where no server is configured. Blocks.
    pub fn send_mail(&self, to: &str, subject: &str, text: &str) -> Result<(), Error> {
        let Some(mail) = &self.mail else { return Ok(()) };
        let address = |it: &str| {
            it.parse::<Mailbox>().map_err(|error| Error::input(format!("`{it}` is not a mail address: {error}")))
        };
        let message =
            Message::builder().from(address(&mail.from)?).to(address(to)?).subject(subject).body(text.to_owned());
        let message = message.map_err(|it| Error::outside("writing the mail", it))?;
        let transport = SmtpTransport::from_url(&mail.server)
            .map_err(|it| Error::outside("reading the mail server's address", it))?;
        let transport = transport.timeout(Some(Duration::from_secs(20))).build();
        transport.send(&message).map(|_| ()).map_err(|it| Error::outside("sending the mail", it))
    }

    /// Posts a message to a webhook with a signature over time and body. Blocks.
    ///
    /// The header `Aims-Signature` is `t=<seconds>,v1=<hex>`; the signature is HMAC-SHA256 over `<seconds>.<body>`.
    pub fn post(&self, webhook: &Webhook, message: &Value, seconds: i64) -> Result<(), Error> {
        let body = message.to_string();
        let header = format!("t={seconds},v1={}", signature(&webhook.secret, seconds, &body)?);
        let agent: ureq::Agent =
            ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10))).max_redirects(0).build().into();
        let sent = agent
            .post(&webhook.url)
            .header("Content-Type", "application/json")
            .header("Aims-Signature", header)
            .send(&body);
        sent.map(|_| ()).map_err(|it| Error::outside("telling the webhook", it))
    }
}

/// What a receiver computes to check a message.
pub fn signature(secret: &str, seconds: i64, body: &str) -> Result<String, Error> {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.as_bytes()).map_err(|it| Error::outside("signing the message", it))?;
    mac.update(format!("{seconds}.{body}").as_bytes());
    Ok(ledger::to_hex(&mac.finalize().into_bytes()))
}
