CREATE TABLE head (
  id INTEGER PRIMARY KEY CHECK (id = 1), store TEXT NOT NULL, layout INTEGER NOT NULL, size INTEGER NOT NULL,
  time INTEGER NOT NULL, origin TEXT NOT NULL, configuration TEXT NOT NULL, checkpoint TEXT, signed INTEGER NOT NULL
);

CREATE TABLE record (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, number INTEGER NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL,
  title TEXT NOT NULL, title_key TEXT NOT NULL, unit TEXT NOT NULL, owner TEXT NOT NULL, access TEXT NOT NULL,
  retired INTEGER NOT NULL, place INTEGER NOT NULL, created INTEGER NOT NULL, changed INTEGER NOT NULL,
  document TEXT NOT NULL, creator TEXT NOT NULL, editor TEXT NOT NULL, mover TEXT NOT NULL, commitment BYTES NOT NULL
);
CREATE UNIQUE INDEX record_number ON record (kind, number);
CREATE INDEX record_place ON record (kind, place);
CREATE INDEX record_title ON record (kind, retired, title_key, number);
CREATE INDEX record_class ON record (kind, retired, number, id, state, unit, owner, access);
CREATE INDEX record_changed ON record (changed);
CREATE INDEX record_owner ON record (owner) WHERE owner <> '';
CREATE INDEX record_unit ON record (unit) WHERE unit <> '';

CREATE TABLE class (
  kind TEXT NOT NULL, unit TEXT NOT NULL, access TEXT NOT NULL, PRIMARY KEY (kind, unit, access)
) CLUSTERED;

CREATE TABLE version (
  record TEXT NOT NULL REFERENCES record (id), version INTEGER NOT NULL, from_place INTEGER NOT NULL,
  until_place INTEGER, time INTEGER NOT NULL, state TEXT NOT NULL, title TEXT NOT NULL, unit TEXT NOT NULL,
  owner TEXT NOT NULL, access TEXT NOT NULL, retired INTEGER NOT NULL, actor TEXT NOT NULL, via TEXT NOT NULL,
  act TEXT NOT NULL, why TEXT, opening TEXT NOT NULL, commitment BYTES NOT NULL, configuration TEXT NOT NULL, document TEXT NOT NULL,
  PRIMARY KEY (record, version)
);
CREATE INDEX version_place ON version (from_place);

CREATE TABLE link (
  source TEXT NOT NULL, field TEXT NOT NULL, target TEXT NOT NULL, from_place INTEGER NOT NULL, until_place INTEGER,
  PRIMARY KEY (source, field, target, from_place)
) CLUSTERED;
CREATE INDEX link_target ON link (target, field);

CREATE TABLE term (
  record TEXT NOT NULL, field TEXT NOT NULL, ord INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL,
  number REAL, PRIMARY KEY (record, field, ord)
) CLUSTERED;
CREATE INDEX term_text ON term (kind, field, text, record);
CREATE INDEX term_number ON term (kind, field, number, record) WHERE number IS NOT NULL;

CREATE TABLE standing (
  record TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, why TEXT NOT NULL, until INTEGER,
  PRIMARY KEY (record, name)
) CLUSTERED;
CREATE INDEX standing_until ON standing (until) WHERE until IS NOT NULL;

CREATE TABLE entry (
  place INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, ent TEXT, bytes BYTES NOT NULL
);
CREATE INDEX entry_ent ON entry (ent, place) WHERE ent IS NOT NULL;

CREATE TABLE tile (
  level INTEGER NOT NULL, position INTEGER NOT NULL, hashes BYTES NOT NULL, PRIMARY KEY (level, position)
);

CREATE TABLE blob (
  digest TEXT PRIMARY KEY, size INTEGER NOT NULL, media TEXT NOT NULL, stored INTEGER NOT NULL
);

CREATE TABLE batch (
  id INTEGER PRIMARY KEY, what TEXT NOT NULL, file TEXT, mapping TEXT NOT NULL, counts TEXT NOT NULL,
  actor TEXT NOT NULL, begun INTEGER NOT NULL, ended INTEGER, undone INTEGER
);

CREATE TABLE origin (
  record TEXT NOT NULL, batch INTEGER NOT NULL REFERENCES batch (id), line INTEGER NOT NULL, key TEXT NOT NULL,
  version INTEGER NOT NULL, cells TEXT NOT NULL, PRIMARY KEY (record, batch, line)
);
CREATE INDEX origin_batch ON origin (batch, line);
CREATE INDEX origin_key ON origin (key);

CREATE TABLE due (
  id INTEGER PRIMARY KEY, what TEXT NOT NULL, key TEXT NOT NULL UNIQUE, record TEXT NOT NULL, payload TEXT NOT NULL,
  at INTEGER NOT NULL, leased INTEGER, attempts INTEGER NOT NULL, done INTEGER, dead INTEGER NOT NULL, error TEXT
);
CREATE INDEX due_at ON due (at) WHERE done IS NULL AND dead = 0;
CREATE INDEX due_record ON due (record) WHERE record <> '';

CREATE TABLE account (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, person TEXT, password TEXT,
  service INTEGER NOT NULL, disabled INTEGER, created INTEGER NOT NULL
);
CREATE INDEX account_person ON account (person) WHERE person IS NOT NULL;

CREATE TABLE session (
  hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), created INTEGER NOT NULL,
  seen INTEGER NOT NULL, expires INTEGER NOT NULL, mfa INTEGER, csrf TEXT NOT NULL, agent TEXT NOT NULL
);
CREATE INDEX session_account ON session (account);

CREATE TABLE token (
  hash TEXT PRIMARY KEY, account TEXT NOT NULL REFERENCES account (id), label TEXT NOT NULL, scopes TEXT NOT NULL,
  created INTEGER NOT NULL, expires INTEGER, used INTEGER, revoked INTEGER
);
CREATE INDEX token_account ON token (account);

CREATE TABLE idempotency (
  key TEXT PRIMARY KEY, request TEXT NOT NULL, outcome TEXT NOT NULL, expires INTEGER NOT NULL
) CLUSTERED;
CREATE INDEX idempotency_expires ON idempotency (expires);

CREATE TABLE personal (
  account TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, changed INTEGER NOT NULL, PRIMARY KEY (account, key)
);
