//! Accounts, sessions and tokens: rows only; hashing secrets and judging them is left to others.

use jiff::Timestamp;

use crate::StoreError;
use crate::other_rows::{AccountRow, SessionRow, TokenRow};
use crate::read::Read;
use crate::value::{Param, Row, p};
use crate::write::Write;

const ACCOUNT: &str = "id, name, email, person, password, service, disabled, created";
const SESSION: &str = "hash, account, created, seen, expires, mfa, csrf, agent";
const TOKEN: &str = "hash, account, label, scopes, created, expires, used, revoked";

impl Read {
    /// The account of a pseudonym.
    pub fn account(&self, id: &str) -> Result<Option<AccountRow>, StoreError> {
        self.accounts_where("id = $1", &[p(id)]).map(first)
    }

    /// The account of an address, upper and lower case alike.
    pub fn account_by_email(&self, email: &str) -> Result<Option<AccountRow>, StoreError> {
        self.accounts_where("email = $1", &[p(address(email))]).map(first)
    }

    /// The accounts of a person's record.
    pub fn accounts_of(&self, person: &str) -> Result<Vec<AccountRow>, StoreError> {
        self.accounts_where("person = $1", &[p(person)])
    }

    /// Every account, by address.
    pub fn accounts(&self) -> Result<Vec<AccountRow>, StoreError> {
        self.accounts_where("1 = 1", &[])
    }

    fn accounts_where(&self, condition: &str, params: &[Param<'_>]) -> Result<Vec<AccountRow>, StoreError> {
        let sql = format!("SELECT {ACCOUNT} FROM account WHERE {condition} ORDER BY email");
        self.conn.query(&sql, params, account_row)
    }

    /// The session of a hashed secret, expired or not, with its account.
    pub fn session(&self, hash: &str) -> Result<Option<(SessionRow, AccountRow)>, StoreError> {
        let sql = with_account("session", SESSION);
        self.conn.first(&sql, &[p(hash)], |row| Ok((session_row(row)?, account_row(row)?)))
    }

    /// The sessions of an account, the latest first.
    pub fn sessions_of(&self, account: &str) -> Result<Vec<SessionRow>, StoreError> {
        let sql = format!("SELECT {SESSION} FROM session WHERE account = $1 ORDER BY seen DESC, hash");
        self.conn.query(&sql, &[p(account)], session_row)
    }

    /// The token of a hashed secret, expired, revoked or not, with its account.
    pub fn token(&self, hash: &str) -> Result<Option<(TokenRow, AccountRow)>, StoreError> {
        let sql = with_account("token", TOKEN);
        self.conn.first(&sql, &[p(hash)], |row| Ok((token_row(row)?, account_row(row)?)))
    }

    /// The tokens of an account, the latest first.
    pub fn tokens_of(&self, account: &str) -> Result<Vec<TokenRow>, StoreError> {
        let sql = format!("SELECT {TOKEN} FROM token WHERE account = $1 ORDER BY created DESC, hash");
        self.conn.query(&sql, &[p(account)], token_row)
    }
}

impl Write {
    /// Stores an account, new or changed; its address is kept in lower case and must not belong to another one.
    pub fn put_account(&mut self, account: &AccountRow) -> Result<(), StoreError> {
        let email = address(&account.email);
        if self.read.account_by_email(&email)?.is_some_and(|it| it.id != account.id) {
            return Err(StoreError::Duplicate(format!("account `{email}`")));
        }
        let sql = "INSERT INTO account (id, name, email, person, password, service, disabled, created) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET name = excluded.name, \
                   email = excluded.email, person = excluded.person, password = excluded.password, \
                   service = excluded.service, disabled = excluded.disabled";
        let params = [
            p(&account.id),
            p(&account.name),
            p(email),
            p(account.person.as_deref()),
            p(account.password.as_deref()),
            p(account.service),
            p(account.disabled),
            p(account.created),
        ];
        self.run(sql, &params).map(|_| ())
    }

    /// Stores a session, new or changed.
    pub fn put_session(&mut self, session: &SessionRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO session (hash, account, created, seen, expires, mfa, csrf, agent) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (hash) DO UPDATE SET \
                   seen = excluded.seen, expires = excluded.expires, mfa = excluded.mfa, csrf = excluded.csrf";
        let params = [
            p(&session.hash),
            p(&session.account),
            p(session.created),
            p(session.seen),
            p(session.expires),
            p(session.mfa),
            p(&session.csrf),
            p(&session.agent),
        ];
        self.run(sql, &params).map(|_| ())
    }

    /// Notes when a session was last seen.
    pub fn see_session(&mut self, hash: &str, seen: Timestamp) -> Result<(), StoreError> {
        self.run("UPDATE session SET seen = $1 WHERE hash = $2 AND seen < $1", &[p(seen), p(hash)]).map(|_| ())
    }

    /// Ends a session; tells whether there was one.
    pub fn delete_session(&mut self, hash: &str) -> Result<bool, StoreError> {
        Ok(self.run("DELETE FROM session WHERE hash = $1", &[p(hash)])? == 1)
    }

    /// Ends every session of an account and returns how many.
    pub fn delete_sessions_of(&mut self, account: &str) -> Result<u64, StoreError> {
        self.run("DELETE FROM session WHERE account = $1", &[p(account)])
    }

    /// Forgets sessions that have expired and returns how many.
    pub fn sweep_sessions(&mut self, now: Timestamp) -> Result<u64, StoreError> {
        self.run("DELETE FROM session WHERE expires <= $1", &[p(now)])
    }

    /// Stores a new token.
    pub fn put_token(&mut self, token: &TokenRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO token (hash, account, label, scopes, created, expires, used, revoked) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let scopes = serde_json::Value::from(token.scopes.clone());
        let params = [
            p(&token.hash),
            p(&token.account),
            p(&token.label),
            p(&scopes),
            p(token.created),
            p(token.expires),
            p(token.used),
            p(token.revoked),
        ];
        self.run(sql, &params).map(|_| ())
    }

    /// Notes when a token was last used.
    pub fn use_token(&mut self, hash: &str, used: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE token SET used = $1 WHERE hash = $2 AND (used IS NULL OR used < $1)";
        self.run(sql, &[p(used), p(hash)]).map(|_| ())
    }

    /// Revokes a token; tells whether it was still good.
    pub fn revoke_token(&mut self, hash: &str, now: Timestamp) -> Result<bool, StoreError> {
        Ok(self.run("UPDATE token SET revoked = $1 WHERE hash = $2 AND revoked IS NULL", &[p(now), p(hash)])? == 1)
    }
}

/// An address as accounts keep it.
/// The statement for one row of `table` by its hash, followed by the account that it names.
fn with_account(table: &str, columns: &str) -> String {
    let of = |table: &str, columns: &str| format!("{table}.{}", columns.replace(", ", &format!(", {table}.")));
    let (shown, account) = (of(table, columns), of("account", ACCOUNT));
    format!("SELECT {shown}, {account} FROM {table} JOIN account ON account.id = {table}.account WHERE hash = $1")
}

fn address(email: &str) -> String {
    email.trim().to_lowercase()
}

fn first(accounts: Vec<AccountRow>) -> Option<AccountRow> {
    accounts.into_iter().next()
}

fn account_row(row: &mut Row) -> Result<AccountRow, StoreError> {
    Ok(AccountRow {
        id: row.text()?,
        name: row.text()?,
        email: row.text()?,
        person: row.opt_text()?,
        password: row.opt_text()?,
        service: row.flag()?,
        disabled: row.opt_time()?,
        created: row.time()?,
    })
}

fn session_row(row: &mut Row) -> Result<SessionRow, StoreError> {
    Ok(SessionRow {
        hash: row.text()?,
        account: row.text()?,
        created: row.time()?,
        seen: row.time()?,
        expires: row.time()?,
        mfa: row.opt_time()?,
        csrf: row.text()?,
        agent: row.text()?,
    })
}

fn token_row(row: &mut Row) -> Result<TokenRow, StoreError> {
    Ok(TokenRow {
        hash: row.text()?,
        account: row.text()?,
        label: row.text()?,
        scopes: row.json()?,
        created: row.time()?,
        expires: row.opt_time()?,
        used: row.opt_time()?,
        revoked: row.opt_time()?,
    })
}
