//! Whether what stands in a row beside its document is what document and ledger say: what people call it, whose it is, who may
//! read it, who made it and when. Policies and lists trust these columns, and no commitment covers them. Serves ISO/IEC 42001 7.5.3.

use std::collections::HashMap;

use ledger::Entry;
use record::Id;
use store::{EntryRow, Makers, Query, Read, RecordRow, VersionRow, Visible};

use crate::{Configuration, Error};

/// Rows that are read at a time.
const AT_ONCE: u32 = 500;

/// How many rows were held against their sources, and which of them disagree.
#[derive(Debug, Default)]
pub(crate) struct Agreement {
    /// Rows of records, versions and entries.
    pub rows: u64,
    /// Rows that say something else than their source, by number and by what they are wrong about.
    pub wrong: Vec<String>,
}

/// What the versions of a record make of its row.
struct Story {
    makers: Makers,
    created: jiff::Timestamp,
    changed: jiff::Timestamp,
    state: String,
}

/// Compares every entry, version and record with what it must be.
pub(crate) fn examine(read: &Read, configuration: &Configuration) -> Result<Agreement, Error> {
    let mut seen = Agreement::default();
    let people = people(read)?;
    let mut stories = HashMap::new();
    let mut next = 0;
    loop {
        let entries = read.entries(next, AT_ONCE)?;
        let Some(last) = entries.last() else { break };
        let until = last.place;
        let mut versions = versions_between(read, next, until)?;
        for row in &entries {
            seen.entry(row, versions.remove(&row.place), &people, configuration, &mut stories);
        }
        next = until + 1;
    }
    for kind in configuration.catalog.kinds() {
        let query = Query { retired: true, limit: u32::MAX, ..Query::of(&kind.kind, Visible::All) };
        for row in read.list(&query)? {
            seen.record(&row, configuration, stories.get(&row.id));
        }
    }
    Ok(seen)
}

/// The person whose account each is.
fn people(read: &Read) -> Result<HashMap<String, String>, Error> {
    Ok(read.accounts()?.into_iter().filter_map(|it| Some((it.id, it.person?))).collect())
}

/// Versions by the place of their entry; each entry makes at most one.
fn versions_between(read: &Read, from: u64, until: u64) -> Result<HashMap<u64, VersionRow>, Error> {
    let (mut found, mut next) = (HashMap::new(), from);
    while next <= until {
        let page = read.versions_from(next, AT_ONCE)?;
        next = page.last().map_or(u64::MAX, |it| it.record.place + 1);
        found.extend(page.into_iter().filter(|it| it.record.place <= until).map(|it| (it.record.place, it)));
    }
    Ok(found)
}

impl Agreement {
    fn entry(
        &mut self,
        row: &EntryRow,
        version: Option<VersionRow>,
        people: &HashMap<String, String>,
        configuration: &Configuration,
        stories: &mut HashMap<Id, Story>,
    ) {
        // What is no entry is a finding of verification.
        let Ok(entry) = Entry::from_bytes(&row.bytes) else { return };
        let said = entry.ts.parse::<jiff::Timestamp>().ok();
        self.hold(
            format!("entry {}", row.place),
            &[("time", said == Some(row.time)), ("kind", entry.kind == row.kind), ("record", entry.ent == row.ent)],
        );
        let Some(VersionRow { record, made, .. }) = version else { return };
        let maker = made.actor == entry.actor || people.get(&entry.actor) == Some(&made.actor);
        let mut checks = heading(&record, configuration);
        checks.extend([
            ("maker", maker),
            ("way in", made.via == entry.via),
            ("act", entry.kind == format!("record.{}", made.act)),
            ("time", said == Some(record.changed)),
        ]);
        self.hold(format!("version {} of {}", record.version, record.id), &checks);
        tell(stories, record, made.actor);
    }

    fn record(&mut self, row: &RecordRow, configuration: &Configuration, story: Option<&Story>) {
        let mut checks = heading(row, configuration);
        // A record without versions is a finding of verification.
        if let Some(story) = story {
            checks.extend([
                ("creator", row.makers.creator == story.makers.creator),
                ("last editor", row.makers.editor == story.makers.editor),
                ("who brought it into its state", row.makers.mover == story.makers.mover),
                ("time of creation", row.created == story.created),
                ("time of the last change", row.changed == story.changed),
            ]);
        }
        self.hold(row.id.to_string(), &checks);
    }

    fn hold(&mut self, what: String, checks: &[(&str, bool)]) {
        self.rows += 1;
        let wrong: Vec<&str> = checks.iter().filter(|it| !it.1).map(|it| it.0).collect();
        if !wrong.is_empty() {
            self.wrong.push(format!("{what} ({})", wrong.join(", ")));
        }
    }
}

/// What the document says of title, owner and readers; what another record lends is compared
/// elsewhere.
fn heading(row: &RecordRow, configuration: &Configuration) -> Vec<(&'static str, bool)> {
    let said = |field: &str| row.text(field);
    let title = said("title").unwrap_or_default();
    let erased = title.is_empty() && row.title == crate::erase::ERASED;
    let mut checks = vec![("title", row.title == title || erased), ("owner", row.owner.as_deref() == said("owner"))];
    let kind = configuration.catalog.kind(&row.kind);
    if kind.is_some_and(|it| it.follows.is_none()) {
        let lent = kind.is_some_and(|it| it.unit_from.is_some()) && said("unit").is_none();
        checks.push(("unit", lent || row.unit.as_deref() == said("unit")));
        checks.push(("access", row.access == said("access").unwrap_or(policy::UNMARKED)));
    }
    checks
}

/// Goes on with the story of a record by one version.
fn tell(stories: &mut HashMap<Id, Story>, record: RecordRow, actor: String) {
    let story = stories.entry(record.id).or_insert_with(|| Story {
        makers: Makers { creator: actor.clone(), editor: actor.clone(), mover: actor.clone() },
        created: record.changed,
        changed: record.changed,
        state: record.state.clone(),
    });
    if story.state != record.state {
        story.makers.mover.clone_from(&actor);
        story.state = record.state;
    }
    story.makers.editor = actor;
    story.changed = record.changed;
}
