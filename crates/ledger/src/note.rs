//! Signed notes (C2SP signed-note): text with Ed25519 signatures, and the keys that make and check them.
//!
//! Signatures of unknown keys are ignored, so that others may cosign; a wrong signature of a known key is an error.

use crate::error::LedgerError;
use crate::merkle::Hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

/// The algorithm byte of Ed25519.
const ED25519: u8 = 1;
/// More signatures than this make a note unreadable.
const MOST_SIGNATURES: usize = 100;
const PRIVATE: &str = "PRIVATE+KEY+";
const DASH: &str = "\u{2014} ";

/// A public key with its name, in the text form `name+hash+base64`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    /// Name of the key, by custom the origin of the log.
    pub name: String,
    id: [u8; 4],
    key: VerifyingKey,
}

/// A private key with its name, in the text form `PRIVATE+KEY+name+hash+base64`; its memory is wiped after use.
pub struct SignerKey {
    name: String,
    id: [u8; 4],
    key: SigningKey,
}

/// A note whose signatures were checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The signed text, ending with a line break.
    pub text: String,
    /// Names of the known keys whose signatures fit, at least one.
    pub signed_by: Vec<String>,
}

impl VerifierKey {
    /// Reads `name+hash+base64`.
    pub fn parse(text: &str) -> Result<VerifierKey, LedgerError> {
        let shown = text.trim().escape_debug().to_string();
        let wrong = || LedgerError::Note(format!("`{shown}` is not a verifier key; it looks like `name+1a2b3c4d+AZ…`"));
        let mut parts = text.trim().splitn(3, '+');
        let (name, id, key) = (parts.next(), parts.next(), parts.next());
        let name = name.filter(|it| is_name(it)).ok_or_else(wrong)?;
        let id = id.and_then(id_from_hex).ok_or_else(wrong)?;
        let bytes = key.and_then(|it| STANDARD.decode(it).ok()).ok_or_else(wrong)?;
        let Some((&ED25519, public)) = bytes.split_first() else { return Err(wrong()) };
        let public: &[u8; 32] = public.try_into().map_err(|_| wrong())?;
        let key = VerifyingKey::from_bytes(public).map_err(|_| wrong())?;
        if id != key_id(name, &key) {
            return Err(LedgerError::Note(format!(
                "the verifier key of `{name}` does not fit its own hash; copy it again"
            )));
        }
        Ok(VerifierKey { name: name.to_owned(), id, key })
    }

    /// Reads one key a line; blank lines and lines from `#` on are skipped.
    pub fn parse_all(text: &str) -> Result<Vec<VerifierKey>, LedgerError> {
        text.lines()
            .map(str::trim)
            .filter(|it| !it.is_empty() && !it.starts_with('#'))
            .map(VerifierKey::parse)
            .collect()
    }
}

impl std::fmt::Display for VerifierKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = [&[ED25519][..], self.key.as_bytes()].concat();
        write!(out, "{}+{}+{}", self.name, crate::hex::to_hex(&self.id), STANDARD.encode(bytes))
    }
}

impl SignerKey {
    /// The key with this name made from 32 random bytes.
    pub fn new(name: &str, seed: &[u8; 32]) -> Result<SignerKey, LedgerError> {
        if !is_name(name) {
            let shown = name.escape_debug();
            return Err(LedgerError::Note(format!("`{shown}` cannot name a key; leave out spaces and `+`")));
        }
        let key = SigningKey::from_bytes(seed);
        Ok(SignerKey { name: name.to_owned(), id: key_id(name, &key.verifying_key()), key })
    }

    /// Reads `PRIVATE+KEY+name+hash+base64`; the error never repeats the key.
    pub fn parse(text: &str) -> Result<SignerKey, LedgerError> {
        let wrong =
            || LedgerError::Note("the signing key is malformed; restore the key file from its backup".to_owned());
        let mut parts = text.trim().strip_prefix(PRIVATE).ok_or_else(wrong)?.splitn(3, '+');
        let (name, id, key) = (parts.next(), parts.next(), parts.next());
        let name = name.ok_or_else(wrong)?;
        let bytes = key.and_then(|it| STANDARD.decode(it).ok()).ok_or_else(wrong)?;
        let Some((&ED25519, seed)) = bytes.split_first() else { return Err(wrong()) };
        let signer = SignerKey::new(name, seed.try_into().map_err(|_| wrong())?)?;
        if id.and_then(id_from_hex) == Some(signer.id) { Ok(signer) } else { Err(wrong()) }
    }

    /// The text to keep secret: `PRIVATE+KEY+name+hash+base64`.
    pub fn to_secret_text(&self) -> String {
        let bytes = [&[ED25519][..], self.key.as_bytes()].concat();
        format!("{PRIVATE}{}+{}+{}", self.name, crate::hex::to_hex(&self.id), STANDARD.encode(bytes))
    }

    /// Name of the key.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key that checks what this key signs.
    pub fn verifier(&self) -> VerifierKey {
        VerifierKey { name: self.name.clone(), id: self.id, key: self.key.verifying_key() }
    }

    fn line(&self, text: &str) -> String {
        let bytes = [&self.id[..], &self.key.sign(text.as_bytes()).to_bytes()].concat();
        format!("{DASH}{} {}\n", self.name, STANDARD.encode(bytes))
    }
}

impl std::fmt::Debug for SignerKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "signing key of {}", self.name)
    }
}

/// Signs text with one key or several; the text ends with a line break and has no other control characters.
pub fn sign(text: &str, keys: &[&SignerKey]) -> Result<String, LedgerError> {
    if !is_text(text) {
        return Err(LedgerError::Note("a note ends with a line break and has no other control characters".to_owned()));
    }
    Ok(keys.iter().fold(format!("{text}\n"), |note, key| note + &key.line(text)))
}

/// Checks a note: known keys must sign correctly, and at least one of them must sign.
pub fn open(note: &str, keys: &[VerifierKey]) -> Result<Note, LedgerError> {
    let wrong = || LedgerError::Note("this is not a signed note; fetch the checkpoint again".to_owned());
    let at = note.rfind("\n\n").ok_or_else(wrong)?;
    let (text, signatures) = (&note[..=at], &note[at + 2..]);
    if !is_text(text) || !signatures.ends_with('\n') || signatures.lines().count() > MOST_SIGNATURES {
        return Err(wrong());
    }
    let mut signed_by: Vec<String> = Vec::new();
    for line in signatures.lines() {
        let (name, encoded) = line.strip_prefix(DASH).and_then(|it| it.split_once(' ')).ok_or_else(wrong)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| wrong())?;
        let (id, signature) =
            bytes.split_at_checked(4).filter(|it| is_name(name) && !it.1.is_empty()).ok_or_else(wrong)?;
        let Some(key) = keys.iter().find(|it| it.name == name && it.id == id) else { continue };
        let fits = Signature::from_slice(signature).and_then(|it| key.key.verify_strict(text.as_bytes(), &it));
        fits.map_err(|_| {
            LedgerError::Note(format!("the signature of `{name}` does not fit the note; it was altered"))
        })?;
        if !signed_by.iter().any(|it| it == name) {
            signed_by.push(name.to_owned());
        }
    }
    if signed_by.is_empty() { Err(LedgerError::Unsigned) } else { Ok(Note { text: text.to_owned(), signed_by }) }
}

/// Standard base64 with padding.
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A hash in standard base64; `None` when it is anything else.
pub(crate) fn hash_from_base64(text: &str) -> Option<Hash> {
    STANDARD.decode(text).ok()?.try_into().ok()
}

fn is_text(text: &str) -> bool {
    text.len() > 1 && text.ends_with('\n') && text.chars().all(|it| it == '\n' || !it.is_ascii_control())
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.chars().any(|it| it.is_whitespace() || it.is_control())
}

fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let digest =
        Sha256::new().chain_update(name).chain_update([b'\n', ED25519]).chain_update(key.as_bytes()).finalize();
    [digest[0], digest[1], digest[2], digest[3]]
}

fn id_from_hex(text: &str) -> Option<[u8; 4]> {
    let bytes = text.as_bytes();
    let pair = |at: usize| Some(crate::hex::digit(*bytes.get(at)?)? << 4 | crate::hex::digit(*bytes.get(at + 1)?)?);
    if bytes.len() == 8 { Some([pair(0)?, pair(2)?, pair(4)?, pair(6)?]) } else { None }
}
