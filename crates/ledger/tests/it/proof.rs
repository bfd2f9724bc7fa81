//! Proofs made from tiles, checked by us and by somebody else.

use crate::tree::tree_of;
use ledger::*;
use proptest::prelude::*;
use std::cell::RefCell;
use std::collections::HashMap;

type Tiles = HashMap<(u8, u64), Vec<Hash>>;

fn tiles_of(size: u64) -> (Tiles, Hash) {
    let mut tree = tree_of(size);
    (tree.take_tiles().into_iter().map(|it| ((it.level, it.index), it.hashes)).collect(), tree.root())
}

fn reader(tiles: &Tiles) -> impl Fn(u8, u64) -> Option<Vec<Hash>> + '_ {
    |level, index| tiles.get(&(level, index)).cloned()
}

/// The tree of the other implementation, over the same leaves.
struct Other(RefCell<Vec<tlog_tiles::tlog::Hash>>);

impl tlog_tiles::tlog::HashReader for Other {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<tlog_tiles::tlog::Hash>, tlog_tiles::tlog::Error> {
        Ok(indexes.iter().map(|it| self.0.borrow()[*it as usize]).collect())
    }
}

fn other(size: u64) -> Other {
    let other = Other(RefCell::default());
    for it in 0..size {
        let new = tlog_tiles::tlog::stored_hashes(it, &it.to_be_bytes(), &other).unwrap();
        other.0.borrow_mut().extend(new);
    }
    other
}

fn plain(hashes: &[tlog_tiles::tlog::Hash]) -> Vec<Hash> {
    hashes.iter().map(|it| it.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn inclusion_agrees_with_tlog_tiles(size in 1_u64..1400, at in any::<prop::sample::Index>(), other_at in any::<prop::sample::Index>()) {
        let (tiles, root) = tiles_of(size);
        let (place, wrong) = (at.index(size as usize) as u64, other_at.index(size as usize) as u64);
        let proof = inclusion_proof(size, place, reader(&tiles)).unwrap();
        let theirs = tlog_tiles::tlog::prove_record(size, place, &other(size)).unwrap();
        prop_assert_eq!(&proof, &plain(&theirs));
        let leaf = leaf_hash(&place.to_be_bytes());
        prop_assert!(check_inclusion(&leaf, place, size, &proof, &root).is_ok());
        if wrong != place {
            prop_assert!(check_inclusion(&leaf, wrong, size, &proof, &root).is_err());
        }
        prop_assert!(check_inclusion(&leaf_hash(b"other"), place, size, &proof, &root).is_err());
        prop_assert!(check_inclusion(&leaf, place, size + 1, &proof, &root).is_err() || proof.len() > 1);
        let mut longer = proof.clone();
        longer.push(root);
        prop_assert!(check_inclusion(&leaf, place, size, &longer, &root).is_err());
        if let Some((_, shorter)) = proof.split_last() {
            prop_assert!(check_inclusion(&leaf, place, size, shorter, &root).is_err());
        }
    }

    #[test]
    fn consistency_agrees_with_tlog_tiles(new in 1_u64..1400, at in any::<prop::sample::Index>()) {
        let old = 1 + at.index(new as usize) as u64;
        let (tiles, root) = tiles_of(new);
        let old_root = tree_of(old).root();
        let proof = consistency_proof(old, new, reader(&tiles)).unwrap();
        prop_assert_eq!(&proof, &plain(&tlog_tiles::tlog::prove_tree(new, old, &other(new)).unwrap()));
        prop_assert!(check_consistency(old, &old_root, new, &root, &proof).is_ok());
        prop_assert!(check_consistency(old, &leaf_hash(b"x"), new, &root, &proof).is_err());
        prop_assert!(check_consistency(old, &old_root, new, &leaf_hash(b"x"), &proof).is_err());
        for at in 0..proof.len() {
            let mut bent = proof.clone();
            bent[at][0] ^= 1;
            prop_assert!(check_consistency(old, &old_root, new, &root, &bent).is_err());
        }
        if old > 1 && old != new {
            prop_assert!(check_consistency(old - 1, &old_root, new, &root, &proof).is_err());
        }
    }

    #[test]
    fn older_sizes_can_be_proven_from_newer_tiles(size in 1_u64..1400, more in 0_u64..600, at in any::<prop::sample::Index>()) {
        let (tiles, _) = tiles_of(size + more);
        let place = at.index(size as usize) as u64;
        prop_assert_eq!(root_from_tiles(size, reader(&tiles)).unwrap(), tree_of(size).root());
        let (own, _) = tiles_of(size);
        prop_assert_eq!(inclusion_proof(size, place, reader(&tiles)), inclusion_proof(size, place, reader(&own)));
    }
}

#[test]
fn proofs_across_three_levels() {
    let size = 70_000;
    let (tiles, root) = tiles_of(size);
    for place in [0, 255, 256, 65_535, 65_536, 69_999] {
        let proof = inclusion_proof(size, place, reader(&tiles)).unwrap();
        check_inclusion(&leaf_hash(&place.to_be_bytes()), place, size, &proof, &root).unwrap();
    }
    for old in [1, 255, 256, 257, 65_535, 65_536, 65_537, 69_999, 70_000] {
        let proof = consistency_proof(old, size, reader(&tiles)).unwrap();
        check_consistency(old, &tree_of(old).root(), size, &root, &proof).unwrap();
        assert!(proof.len() * 32 <= 2048);
    }
}

#[test]
fn borders_and_missing_tiles() {
    let (tiles, root) = tiles_of(300);
    assert!(inclusion_proof(300, 300, reader(&tiles)).is_err());
    assert!(inclusion_proof(0, 0, reader(&tiles)).is_err());
    assert!(consistency_proof(301, 300, reader(&tiles)).is_err());
    assert_eq!(inclusion_proof(300, 3, |_, _| None), Err(LedgerError::TileMissing { level: 0, index: 1 }));
    assert!(check_consistency(0, &empty_root(), 300, &root, &[]).is_ok());
    assert!(check_consistency(0, &root, 300, &root, &[]).is_err());
    assert!(check_consistency(300, &root, 300, &root, &[]).is_ok());
    assert!(check_consistency(301, &root, 300, &root, &[]).is_err());
    assert!(check_consistency(256, &tree_of(256).root(), 300, &root, &[]).is_err());
    assert_eq!(root_from_tiles(0, |_, _| None), Ok(empty_root()));
}

#[test]
fn a_proof_file_proves_by_itself() {
    let (tiles, root) = tiles_of(300);
    let key = SignerKey::new("aims.example/ledger/1", &[7; 32]).unwrap();
    let checkpoint = Checkpoint { origin: key.name().to_owned(), size: 300, root };
    let text =
        proof_to_text(42, &inclusion_proof(300, 42, reader(&tiles)).unwrap(), &checkpoint.sign(&[&key]).unwrap());
    assert!(text.starts_with("c2sp.org/tlog-proof@v1\nindex 42\n"));
    let keys = [key.verifier()];
    assert_eq!(check_proof_text(&text, &42_u64.to_be_bytes(), &keys), Ok(checkpoint));
    assert!(check_proof_text(&text, &43_u64.to_be_bytes(), &keys).is_err());
    assert!(check_proof_text(&text.replace("index 42", "index 43"), &42_u64.to_be_bytes(), &keys).is_err());
    assert!(check_proof_text(&text, &42_u64.to_be_bytes(), &[]).is_err());
}
