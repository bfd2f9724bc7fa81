//! In which order nodes can be met: what others need comes first.

use std::collections::{BTreeSet, HashMap};

use crate::framework::{Framework, Node};

impl Framework {
    /// All nodes, each after those that it needs, and otherwise in the order of the file. A group that is needed stands for what lies
    /// below it. Circles, which are faults, are left as they stand.
    pub fn by_needs(&self) -> Vec<&Node> {
        let place: HashMap<&str, usize> = self.node.iter().enumerate().map(|(at, it)| (it.id.as_str(), at)).collect();
        let needed = |node: &Node| -> BTreeSet<usize> {
            node.needs.iter().flat_map(|it| self.below(it)).filter_map(|it| place.get(it).copied()).collect()
        };
        let mut open: Vec<BTreeSet<usize>> = self.node.iter().map(needed).collect();
        let mut left: BTreeSet<usize> = (0..self.node.len()).collect();
        let mut order = Vec::new();
        while let Some(&first) = left.first() {
            let next = left.iter().copied().find(|it| open[*it].is_empty()).unwrap_or(first);
            left.remove(&next);
            open.iter_mut().for_each(|it| _ = it.remove(&next));
            order.push(&self.node[next]);
        }
        order
    }

    /// A node and everything below it.
    pub fn below<'a>(&'a self, id: &'a str) -> Vec<&'a str> {
        let mut all = vec![id];
        let mut at = 0;
        while let Some(next) = all.get(at).copied() {
            let children = self.node.iter().filter(|it| it.parent.as_deref() == Some(next)).map(|it| it.id.as_str());
            all.extend(children.filter(|it| !all.contains(it)).collect::<Vec<_>>());
            at += 1;
        }
        all
    }
}
