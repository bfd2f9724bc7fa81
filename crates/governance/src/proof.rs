//! The proof that an entry stands in the ledger, for whoever may see what it is about. Serves ISO/IEC 42001 7.5.3.

use record::Id;
use store::Read;

use crate::{Actor, Aims, Error};

/// An entry, and why it cannot have been added, changed or taken away since the checkpoint was signed.
#[derive(Debug, Clone)]
pub struct Proven {
    /// Place in the ledger, from 0.
    pub place: u64,
    /// The record that it is about, where there is one.
    pub record: Option<Id>,
    /// Its canonical JSON, as it was hashed.
    pub entry: Vec<u8>,
    /// Its hash in hexadecimal, a leaf of the tree.
    pub leaf: String,
    /// Hashes from its sibling up to the root, in hexadecimal.
    pub path: Vec<String>,
    /// Entries under the checkpoint.
    pub size: u64,
    /// Root of the tree in hexadecimal.
    pub root: String,
    /// Place, hashes and signed checkpoint as a C2SP `.tlog-proof` file.
    pub text: String,
    /// The key that signed it, as verifiers take it.
    pub vkey: String,
}

impl Aims {
    /// An entry with its proof; for an entry about a record, to whoever may read that record, else to who may read the ledger.
    pub async fn proof(&self, actor: &Actor, place: u64) -> Result<Proven, Error> {
        let (this, who) = (self.clone(), actor.clone());
        let look = move |read: &Read| {
            let missing = || Error::Missing(format!("the ledger has no entry {place} that you may see"));
            let entry = read.entry(place)?.ok_or_else(missing)?;
            let record: Option<Id> = entry.ent.as_ref().and_then(|it| it.parse().ok());
            let who = this.with_roles(read, &who)?;
            let seen = match &record {
                Some(id) => this.readable(read, &who, id, None).map(|_| ()),
                None => this.ask_system(read, &who, "read_ledger"),
            };
            seen.map_err(|_| missing())?;
            Ok::<_, Error>((entry.bytes, record))
        };
        let (entry, record) = self.0.store.read_async(look).await?;
        let checkpoint = self.checkpoint().await?;
        let claimed = ledger::Checkpoint::claimed(&checkpoint).map_err(Error::input)?;
        let size = claimed.size;
        let prove = move |read: &Read| {
            let tile = |level: u8, index: u64| read.tile(level, index).ok().flatten();
            ledger::inclusion_proof(size, place, tile).map_err(Error::input)
        };
        let path = self.0.store.read_async(prove).await?;
        Ok(Proven {
            place,
            record,
            leaf: ledger::to_hex(&ledger::leaf_hash(&entry)),
            path: path.iter().map(|it| ledger::to_hex(it)).collect(),
            size,
            root: ledger::to_hex(&claimed.root),
            text: ledger::proof_to_text(place, &path, &checkpoint),
            vkey: self.0.key.signer.verifier().to_string(),
            entry,
        })
    }
}
