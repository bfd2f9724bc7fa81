//! The tree against RFC 6962's vectors and against a tree by somebody else.

use ledger::{Hash, Tile, Tree, leaf_hash};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The leaves of the known vectors that certificate transparency implementations share.
pub fn known_leaves() -> Vec<Vec<u8>> {
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
        .iter()
        .map(|it| hex(it))
        .collect()
}

pub fn hex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

pub fn tree_of(size: u64) -> Tree {
    let mut tree = Tree::empty();
    (0..size).for_each(|it| {
        tree.append(&leaf_hash(&it.to_be_bytes()));
    });
    tree
}

fn oracle_root(size: u64) -> Hash {
    let mut tree = ct_merkle::mem_backed_tree::MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    (0..size).for_each(|it| tree.push(it.to_be_bytes().to_vec()));
    tree.root().as_bytes().as_slice().try_into().unwrap()
}

#[test]
fn known_roots() {
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut tree = Tree::empty();
    assert_eq!(tree.root().to_vec(), hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    for (leaf, root) in known_leaves().iter().zip(roots) {
        tree.append(&leaf_hash(leaf));
        assert_eq!(tree.root().to_vec(), hex(root), "after {} leaves", tree.size());
    }
}

#[test]
fn roots_agree_with_ct_merkle_at_tile_borders() {
    for size in [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 70_000] {
        assert_eq!(tree_of(size).root(), oracle_root(size), "size {size}");
    }
}

#[test]
fn a_wrong_edge_is_refused() {
    let tree = tree_of(700);
    assert!(Tree::load(701, tree.edge().to_vec()).is_err());
    assert!(Tree::load(700, Vec::new()).is_err());
    let mut surplus = tree.edge().to_vec();
    surplus.push(vec![[0; 32]]);
    assert!(Tree::load(700, surplus).is_err());
    assert!(Tree::load(0, Vec::new()).is_ok());
    assert!(Tree::load(u64::MAX, Vec::new()).is_err());
}

proptest! {
    #[test]
    fn loading_continues_where_it_stopped(first in 0_u64..1500, more in 0_u64..600) {
        let tree = tree_of(first);
        let mut loaded = Tree::load(first, tree.edge().to_vec()).unwrap();
        prop_assert_eq!(loaded.root(), tree.root());
        prop_assert!(loaded.take_tiles().is_empty());
        for it in first..first + more {
            prop_assert_eq!(loaded.append(&leaf_hash(&it.to_be_bytes())), it);
        }
        prop_assert_eq!(loaded.root(), oracle_root(first + more));
    }

    #[test]
    fn taken_tiles_overwrite_each_other_to_the_whole(steps in prop::collection::vec(0_u64..400, 1..8)) {
        let mut tree = Tree::empty();
        let mut stored = BTreeMap::new();
        for step in steps {
            for _ in 0..step {
                let place = tree.size();
                tree.append(&leaf_hash(&place.to_be_bytes()));
            }
            for Tile { level, index, hashes } in tree.take_tiles() {
                stored.insert((level, index), hashes);
            }
        }
        let mut whole = tree_of(tree.size());
        let expected: BTreeMap<_, _> =
            whole.take_tiles().into_iter().map(|it| ((it.level, it.index), it.hashes)).collect();
        prop_assert_eq!(stored, expected);
        prop_assert!(tree.take_tiles().is_empty());
    }
}
