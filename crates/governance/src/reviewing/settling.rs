//! The fast lane: the program answers a request whose checks have all passed, and draws whether people look at it afterwards.
//!
//! The draw is by the commitment of the request, which holds a salt that nobody can choose, and anybody can make it again.

use record::{Change, Document, Id};
use serde_json::json;
use sha2::{Digest, Sha256};
use store::{RecordRow, Write};

use super::around::Around;
use super::keeping::kept;
use super::lane::laned;
use super::{FAST, REQUEST};
use crate::aims::Admission;
use crate::derived::{Snapshot, day};
use crate::{Actor, Aims, Error};

/// Why the program may not answer requests by itself; empty where it may.
pub(crate) fn not_fast(at: &Snapshot, rows: &[&RecordRow]) -> Result<Vec<String>, Error> {
    let requests: Vec<&RecordRow> = rows.iter().copied().filter(|it| it.kind == REQUEST).collect();
    if requests.is_empty() {
        return Ok(vec![String::new(); rows.len()]);
    }
    let around = Around::read(at, &requests)?;
    let why = |row: &&RecordRow| {
        if row.kind != REQUEST {
            return String::new();
        }
        let found = laned(&around, row);
        let wish = row.text("lane").filter(|it| !it.is_empty() && *it != FAST);
        let failed = found.unpassed.first().map(|it| format!("{} of {}: {}", it.check, it.system, it.why));
        let says = found.path.as_ref().map(|it| it.says.clone()).or(found.problem.clone()).unwrap_or_default();
        match (found.path.as_ref().map(|it| it.lane.as_str()), wish) {
            (Some(FAST), None) => String::new(),
            (Some(FAST), Some(wish)) => format!("somebody chose the lane `{wish}` for it"),
            _ => failed.map_or_else(|| says.clone(), |it| format!("{says} ({it})")),
        }
    };
    Ok(rows.iter().map(why).collect())
}

/// Whether a request is drawn for a look afterwards, by its commitment.
pub fn drawn(commitment: &[u8], share: f64) -> bool {
    let digest = Sha256::new().chain_update(b"retrospective").chain_update(commitment).finalize();
    let first = digest.iter().take(8).fold(0_u64, |all, byte| (all << 8) | u64::from(*byte));
    (first as f64) < share * 2_f64.powi(64)
}

impl Aims {
    /// Answers a request by the fast lane, and asks people for a look afterwards where it is drawn. Whether it may is asked of the policies.
    pub(crate) fn settle_fast(&self, tx: &mut Write, actor: &Actor, row: &RecordRow) -> Result<Document, Error> {
        let around = Around::read(&self.snapshot(tx, None), &[row])?;
        let found = laned(&around, row);
        let today = day(tx.time());
        let mut fields = kept(&around, &found, FAST);
        let reviews = &around.libraries.reviews;
        let checks = reviews.lane(FAST).map(|it| it.checks.join(", ")).unwrap_or_default();
        fields.insert("answer".to_owned(), json!(format!("Yes: every check of the fast lane has passed ({checks}).")));
        fields.insert("answered_on".to_owned(), json!(today.to_string()));
        if drawn(&row.commitment, reviews.sample) {
            let document = json!({
                "title": format!("Look afterwards: {}", row.title), "subject": row.text("subject"), "form": "retrospective",
                "asked": format!("{} was answered by the fast lane and drawn for a look by people: was that right?", row.id),
                "related": [row.id], "unit": row.unit, "access": row.access,
                "due": reviews.lane("standard").and_then(|it| it.due(today, &around.libraries)).map(|it| it.to_string()),
            });
            let mut document = document.as_object().cloned().unwrap_or_default();
            document.retain(|_, it| !it.is_null());
            let change = Change::Create { kind: REQUEST.to_owned(), state: None, document };
            let looked: Id = self.apply(tx, actor, &change, &Admission::default())?.id;
            fields.insert("looked_at_in".to_owned(), json!(looked));
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::drawn;

    /// Of 20,000 commitments a tenth are drawn, within six standard deviations, and the same ones every time.
    #[test]
    fn a_share_is_drawn() {
        let all = |share: f64| (0..20_000_u32).filter(|it| drawn(&it.to_be_bytes(), share)).count();
        assert_eq!((all(0.0), all(1.0)), (0, 20_000));
        assert!((all(0.1) as f64 - 2_000.0).abs() < 6.0 * (20_000.0 * 0.1 * 0.9_f64).sqrt());
    }
}
