//! Accounts, passwords, sessions and tokens. Serves ISO/IEC 42001 5.3.
//!
//! Secrets leave here once and are stored as SHA-256; passwords are Argon2id. Passkeys and single sign-on come beside
//! passwords: they too end in `open_session`.

use std::collections::HashMap;
use std::sync::Mutex;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use jiff::{SignedDuration, Timestamp};
use record::Id;
use store::{AccountRow, Read, SessionRow, TokenRow, Write};

use crate::event::Event;
use crate::responsibility::organisation::works;
use crate::{Actor, Aims, Error, Via};

/// Shortest password, in characters.
pub const PASSWORD_LENGTH: usize = 12;
/// A session ends this long after it was last used.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A session ends this long after it began.
const ABSOLUTE: SignedDuration = SignedDuration::from_hours(12);
/// Attempts for one address within [`WINDOW`] seconds, before more are refused.
const ATTEMPTS: u32 = 10;
const WINDOW: i64 = 300;
/// What a token may be limited to.
pub const SCOPES: &[&str] = &["read", "change", "import", "export", "administer"];

/// How often a sign-in to each address failed lately.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, (i64, u32)>>);

/// An account to be.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Name that people read.
    pub name: String,
    /// E-mail address, by which one signs in.
    pub email: String,
    /// Password; an account without one signs in by token only.
    pub password: Option<String>,
    /// Record of the person.
    pub person: Option<Id>,
    /// A program's account, which never approves.
    pub service: bool,
}

/// An account, without its secrets.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Account {
    /// Pseudonym, by which the ledger knows it.
    pub id: String,
    /// Name that people read.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Record of the person.
    pub person: Option<String>,
    /// A program's account.
    pub service: bool,
    /// When it was disabled, if it was.
    pub disabled: Option<Timestamp>,
    /// When it was made.
    pub created: Timestamp,
}

/// Somebody who just signed in.
pub struct SignedIn {
    /// What the browser keeps; never stored here.
    pub secret: String,
    /// Who it is.
    pub actor: Actor,
}

/// A session, without its secret.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Session {
    /// Name by which it can be ended.
    pub id: String,
    /// When it began.
    pub created: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
    /// The browser, as it calls itself.
    pub agent: String,
}

/// A token, without its secret.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Token {
    /// Name by which it can be revoked.
    pub id: String,
    /// What it is for.
    pub label: String,
    /// What it is limited to.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created: Timestamp,
    /// When it ends.
    pub expires: Option<Timestamp>,
    /// When it was last used.
    pub used: Option<Timestamp>,
    /// When it was revoked, if it was.
    pub revoked: Option<Timestamp>,
}

impl Attempts {
    /// Refuses when there were too many failures lately.
    fn check(&self, email: &str, now: Timestamp) -> Result<(), Error> {
        let seen = self.0.lock().unwrap_or_else(|it| it.into_inner());
        match seen.get(email) {
            Some((since, count)) if *count >= ATTEMPTS && now.as_second() - since < WINDOW => {
                Err(Error::Later("too many attempts to sign in; try again in five minutes".to_owned()))
            }
            _ => Ok(()),
        }
    }

    fn failed(&self, email: &str, now: Timestamp) {
        let mut seen = self.0.lock().unwrap_or_else(|it| it.into_inner());
        seen.retain(|_, (since, _)| now.as_second() - *since < WINDOW);
        seen.entry(email.to_owned()).or_insert((now.as_second(), 0)).1 += 1;
    }

    fn succeeded(&self, email: &str) {
        self.0.lock().unwrap_or_else(|it| it.into_inner()).remove(email);
    }
}

impl Aims {
    /// Signs in with address and password. Unknown address and wrong password are told apart by nobody.
    pub async fn sign_in(&self, email: &str, password: &str, agent: &str) -> Result<SignedIn, Error> {
        let email = email.trim().to_lowercase();
        let now = self.clock();
        self.0.sign_ins.check(&email, now)?;
        let wanted = email.clone();
        let account = self.0.store.read_async(move |read| Ok::<_, Error>(read.account_by_email(&wanted)?)).await?;
        let stored = account.as_ref().and_then(|it| it.password.clone());
        let password = password.to_owned();
        let fits = tokio::task::spawn_blocking(move || verify(stored.as_deref(), &password)).await.unwrap_or(false);
        match account.filter(|it| fits && it.disabled.is_none()) {
            Some(account) => {
                self.0.sign_ins.succeeded(&email);
                self.open_session(account, agent).await
            }
            None => {
                self.0.sign_ins.failed(&email, now);
                self.enter(&Actor::public(Via::Web), Event::new("auth.failed")).await?;
                Err(Error::Unknown("address or password is wrong".to_owned()))
            }
        }
    }

    /// Begins a session for an account whose holder has been recognised.
    pub(crate) async fn open_session(&self, account: AccountRow, agent: &str) -> Result<SignedIn, Error> {
        let (secret, csrf) = (self.secret::<32>(), self.secret::<16>());
        let now = self.clock();
        let whose = account.clone();
        if !self.0.store.read_async(move |read| works_here(read, &whose, now)).await? {
            return Err(Error::Unknown(
                "you are entered as somebody who does not work here; ask whoever keeps the accounts".to_owned(),
            ));
        }
        let session = SessionRow {
            hash: hash_of(&secret),
            account: account.id.clone(),
            created: now,
            seen: now,
            expires: now + ABSOLUTE,
            mfa: None,
            csrf,
            agent: agent.chars().filter(|it| !it.is_control()).take(200).collect(),
        };
        let actor = actor_of(&account, Via::Web);
        let (this, who) = (self.clone(), actor.clone());
        let begin = move |tx: &mut Write| {
            tx.put_session(&session)?;
            this.enter_in(tx, &who, &Event::new("auth.sign_in"))
        };
        self.0.store.write_async(begin).await?;
        Ok(SignedIn { secret, actor })
    }

    /// Who holds a session's secret; nobody when it ended, was killed, or its account was disabled.
    pub async fn session(&self, secret: &str, request: &str) -> Result<Option<Actor>, Error> {
        let (hash, now) = (hash_of(secret), self.clock());
        let wanted = hash.clone();
        let look = move |read: &Read| {
            let Some(found) = read.session(&wanted)? else { return Ok(None) };
            Ok::<_, Error>(works_here(read, &found.1, now)?.then_some(found))
        };
        let Some((session, account)) = self.0.store.look_up(look).await? else { return Ok(None) };
        if account.disabled.is_some() || session.expires <= now || session.seen + IDLE <= now {
            return Ok(None);
        }
        if session.seen + SignedDuration::from_mins(1) <= now {
            self.0.store.write_async(move |tx| Ok::<_, Error>(tx.see_session(&hash, now)?)).await?;
        }
        let actor = Actor { second_factor: session.mfa, ..actor_of(&account, Via::Web) };
        Ok(Some(actor.in_request(request)))
    }

    /// Ends a session.
    pub async fn sign_out(&self, actor: &Actor, secret: &str) -> Result<(), Error> {
        let (this, who, hash) = (self.clone(), actor.clone(), hash_of(secret));
        let end = move |tx: &mut Write| {
            tx.delete_session(&hash)?;
            this.enter_in(tx, &who, &Event::new("auth.sign_out")).map(|_| ())
        };
        self.0.store.write_async(end).await
    }

    /// The sessions of the one who asks.
    pub async fn sessions(&self, actor: &Actor) -> Result<Vec<Session>, Error> {
        let account = actor.account.clone();
        let rows = self.0.store.read_async(move |read| Ok::<_, Error>(read.sessions_of(&account)?)).await?;
        let told = |it: SessionRow| Session {
            id: it.hash,
            created: it.created,
            seen: it.seen,
            expires: it.expires,
            agent: it.agent,
        };
        Ok(rows.into_iter().map(told).collect())
    }

    /// Makes an account.
    pub async fn add_account(&self, actor: &Actor, new: NewAccount) -> Result<Account, Error> {
        self.require(actor, "administer").await?;
        let email = new.email.trim().to_lowercase();
        let parts = email
            .split_once('@')
            .filter(|(name, host)| !name.is_empty() && !host.is_empty() && !email.contains(char::is_whitespace));
        if parts.is_none() && !new.service {
            return Err(Error::problem("email", format!("`{}` is not an e-mail address", new.email)));
        }
        let password = new.password.as_deref().map(hash_password).transpose()?;
        let row = AccountRow {
            id: self.pseudonym(),
            name: new.name.trim().to_owned(),
            email,
            person: new.person.map(|it| it.to_string()),
            password,
            service: new.service,
            disabled: None,
            created: self.clock(),
        };
        let (this, who, kept) = (self.clone(), actor.clone(), row.clone());
        let add = move |tx: &mut Write| {
            if tx.account_by_email(&kept.email)?.is_some() {
                return Err(Error::problem("email", format!("`{}` has an account", kept.email)));
            }
            tx.put_account(&kept)?;
            this.enter_in(tx, &who, &Event::new("account.created").with("account", &kept.id))
        };
        self.0.store.write_async(add).await?;
        Ok(told(row))
    }

    /// Every account.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Account>, Error> {
        self.require(actor, "administer").await?;
        let rows = self.0.store.read_async(|read| Ok::<_, Error>(read.accounts()?)).await?;
        Ok(rows.into_iter().map(told).collect())
    }

    /// Disables an account, or enables it again; its sessions and tokens end at once.
    pub async fn disable_account(&self, actor: &Actor, account: &str, disabled: bool) -> Result<(), Error> {
        self.require(actor, "administer").await?;
        if disabled && account == actor.account {
            return Err(Error::problem("account", "is your own; another administrator disables it"));
        }
        let kind = if disabled { "account.disabled" } else { "account.enabled" };
        let time = disabled.then(|| self.clock());
        self.change_account(actor, account, kind, move |row| row.disabled = time).await
    }

    /// Sets a password: one's own, or as an administrator anybody's.
    pub async fn set_password(&self, actor: &Actor, account: &str, password: &str) -> Result<(), Error> {
        if account != actor.account {
            self.require(actor, "administer").await?;
        }
        let hash = hash_password(password)?;
        self.change_account(actor, account, "account.password", move |row| row.password = Some(hash)).await
    }

    async fn change_account(
        &self,
        actor: &Actor,
        account: &str,
        kind: &'static str,
        change: impl FnOnce(&mut AccountRow) + Send + 'static,
    ) -> Result<(), Error> {
        let (this, who, account) = (self.clone(), actor.clone(), account.to_owned());
        let apply = move |tx: &mut Write| {
            let missing = || Error::Missing(format!("there is no account `{account}`"));
            let mut row = tx.account(&account)?.ok_or_else(missing)?;
            change(&mut row);
            tx.put_account(&row)?;
            tx.delete_sessions_of(&row.id)?;
            this.enter_in(tx, &who, &Event::new(kind).with("account", &row.id)).map(|_| ())
        };
        self.0.store.write_async(apply).await
    }

    /// Makes a token for the one who asks; the secret is returned once.
    pub async fn add_token(&self, actor: &Actor, label: &str, scopes: Vec<String>, days: u32) -> Result<String, Error> {
        if actor.is_public() || actor.scopes.is_some() {
            return Err(Error::Unknown("sign in with a password to make a token".to_owned()));
        }
        if let Some(unknown) = scopes.iter().find(|it| !SCOPES.contains(&it.as_str())) {
            return Err(Error::problem(
                "scopes",
                format!("`{unknown}` is not a scope; the scopes are {}", SCOPES.join(", ")),
            ));
        }
        if scopes.is_empty() || !(1..=366).contains(&days) || label.trim().is_empty() {
            return Err(Error::problem("scopes", "a token has a label, at least one scope, and lasts 1 to 366 days"));
        }
        let secret = format!("aims_pat_{}", self.secret::<32>());
        let now = self.clock();
        let row = TokenRow {
            hash: hash_of(&secret),
            account: actor.account.clone(),
            label: label.trim().to_owned(),
            scopes,
            created: now,
            expires: Some(now + SignedDuration::from_hours(i64::from(days) * 24)),
            used: None,
            revoked: None,
        };
        let (this, who) = (self.clone(), actor.clone());
        let add = move |tx: &mut Write| {
            tx.put_token(&row)?;
            this.enter_in(tx, &who, &Event::new("token.created").with("scopes", row.scopes.join(" ")))
        };
        self.0.store.write_async(add).await?;
        Ok(secret)
    }

    /// Who a token speaks for, limited to its scopes; nobody when it ended or was revoked.
    pub async fn token_actor(&self, token: &str, request: &str) -> Result<Option<Actor>, Error> {
        let (hash, now) = (hash_of(token), self.clock());
        let wanted = hash.clone();
        let look = move |read: &Read| {
            let Some(found) = read.token(&wanted)? else { return Ok(None) };
            Ok::<_, Error>(works_here(read, &found.1, now)?.then_some(found))
        };
        let Some((token, account)) = self.0.store.look_up(look).await? else { return Ok(None) };
        let ended = token.revoked.is_some() || token.expires.is_some_and(|it| it <= now);
        if ended || account.disabled.is_some() {
            return Ok(None);
        }
        if token.used.is_none_or(|it| it + SignedDuration::from_mins(1) <= now) {
            self.0.store.write_async(move |tx| Ok::<_, Error>(tx.use_token(&hash, now)?)).await?;
        }
        let actor = Actor { scopes: Some(token.scopes), ..actor_of(&account, Via::Api) };
        Ok(Some(actor.in_request(request)))
    }

    /// The tokens of the one who asks.
    pub async fn tokens(&self, actor: &Actor) -> Result<Vec<Token>, Error> {
        let account = actor.account.clone();
        let rows = self.0.store.read_async(move |read| Ok::<_, Error>(read.tokens_of(&account)?)).await?;
        let told = |it: TokenRow| Token {
            id: it.hash,
            label: it.label,
            scopes: it.scopes,
            created: it.created,
            expires: it.expires,
            used: it.used,
            revoked: it.revoked,
        };
        Ok(rows.into_iter().map(told).collect())
    }

    /// Revokes a token of the one who asks.
    pub async fn revoke_token(&self, actor: &Actor, id: &str) -> Result<(), Error> {
        let (this, who, id) = (self.clone(), actor.clone(), id.to_owned());
        let revoke = move |tx: &mut Write| {
            let missing = || Error::Missing("you have no such token".to_owned());
            tx.token(&id)?.filter(|(it, _)| it.account == who.account).ok_or_else(missing)?;
            tx.revoke_token(&id, tx.time())?;
            this.enter_in(tx, &who, &Event::new("token.revoked")).map(|_| ())
        };
        self.0.store.write_async(revoke).await
    }

    /// Something of one's own that is not in the ledger: a draft, a saved view.
    pub async fn personal(&self, actor: &Actor, key: &str) -> Result<Option<serde_json::Value>, Error> {
        let (account, key) = (actor.account.clone(), key.to_owned());
        self.0.store.read_async(move |read| Ok(read.personal(&account, &key)?.map(|it| it.value))).await
    }

    /// Keeps something of one's own, or forgets it.
    pub async fn set_personal(&self, actor: &Actor, key: &str, value: Option<serde_json::Value>) -> Result<(), Error> {
        let (account, key) = (actor.account.clone(), key.to_owned());
        self.0
            .store
            .write_async(move |tx| match &value {
                Some(value) => Ok(tx.put_personal(&account, &key, value)?),
                None => Ok::<_, Error>(tx.delete_personal(&account, &key).map(|_| ())?),
            })
            .await
    }

    /// Random letters for a secret of `N` bytes.
    pub(crate) fn secret<const N: usize>(&self) -> String {
        let mut bytes = [0u8; N];
        (self.0.entropy)(&mut bytes);
        base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, bytes)
    }

    /// A random name that says nothing about its bearer.
    fn pseudonym(&self) -> String {
        let mut bytes = [0u8; 16];
        (self.0.entropy)(&mut bytes);
        ledger::to_hex(&bytes)
    }
}

/// Whether whoever an account belongs to works here; an account of no person, and of one who is not known, does not end with anybody.
fn works_here(read: &Read, account: &AccountRow, now: Timestamp) -> Result<bool, Error> {
    let Some(person) = account.person.as_deref().and_then(|it| it.parse().ok()) else { return Ok(true) };
    Ok(read.record(&person)?.is_none_or(|it| works(&it, now)))
}

pub(crate) fn actor_of(account: &AccountRow, via: Via) -> Actor {
    Actor {
        account: account.id.clone(),
        name: account.name.clone(),
        person: account.person.as_deref().and_then(|it| it.parse().ok()),
        roles: Vec::new(),
        service: account.service,
        ..Actor::public(via)
    }
}

fn told(row: AccountRow) -> Account {
    let AccountRow { id, name, email, person, service, disabled, created, .. } = row;
    Account { id, name, email, person, service, disabled, created }
}

pub(crate) fn hash_of(secret: &str) -> String {
    crate::evidence::digest_of(secret.as_bytes())
}

/// The floor that OWASP names: 19 MiB, two passes.
fn argon() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(19_456, 2, 1, None).unwrap_or_default())
}

/// The hash of a password that is long enough and not among the best known.
fn hash_password(password: &str) -> Result<String, Error> {
    let length = password.chars().count();
    if !(PASSWORD_LENGTH..=256).contains(&length) {
        return Err(Error::problem("password", format!("has {length} characters; it needs {PASSWORD_LENGTH} to 256")));
    }
    let hash = argon().hash_password(password.as_bytes()).map_err(|it| Error::outside("hashing the password", it))?;
    Ok(hash.to_string())
}

/// Whether a password fits a hash; as slow for an unknown account as for a known one.
fn verify(stored: Option<&str>, password: &str) -> bool {
    const NOBODY: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$0000000000000000000000000000000000000000000";
    let parsed = PasswordHash::new(stored.unwrap_or(NOBODY));
    parsed.is_ok_and(|it| argon().verify_password(password.as_bytes(), &it).is_ok()) && stored.is_some()
}
