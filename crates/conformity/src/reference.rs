//! What a person writes, as the reference of a node: `a.6.2.4`, `Annex A.6.2.4` and `ISO/IEC 42001:2023:A.6.2.4` are
//! `ISO/IEC 42001:A.6.2.4`.

use library::Shelf;

/// A reference that no library knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What was written.
    pub written: String,
    /// The nearest reference that a library knows; nothing where no framework is there.
    pub nearest: Option<String>,
}

/// The whole reference that is meant, such as `ISO/IEC 42001:A.6.2.4`; one without a framework is read as of `default`.
pub fn read(shelf: &Shelf, written: &str, default: &str) -> Result<String, Unknown> {
    let written = written.trim();
    if shelf.find(written).is_some() {
        return Ok(written.to_owned());
    }
    let (prefix, id) = parts(shelf, written, default);
    let found = shelf.framework(&prefix).and_then(|it| {
        let node = it.node.iter().find(|node| same(&node.id, &id))?;
        Some(it.reference(node))
    });
    found.ok_or_else(|| Unknown { written: written.to_owned(), nearest: nearest(shelf, &prefix, &id) })
}

/// The framework of that name, as its references begin, whatever the case of the letters; as it was written where no library knows it.
pub fn framework(shelf: &Shelf, written: &str) -> String {
    let wanted = plain(written);
    let known = shelf.frameworks().iter().find(|it| {
        let edition = format!("{}:{}", it.prefix, it.edition.name);
        plain(&it.prefix) == wanted || plain(&edition) == wanted
    });
    known.map_or_else(|| written.trim().to_owned(), |it| it.prefix.clone())
}

/// Framework and identifier, as far as what was written tells them apart.
fn parts(shelf: &Shelf, written: &str, default: &str) -> (String, String) {
    let known = shelf.frameworks().iter().filter_map(|it| {
        let start = written.get(..it.prefix.len()).filter(|start| plain(start) == plain(&it.prefix))?;
        let rest = written[start.len()..].trim_start_matches([':', ' ']);
        let rest = rest.strip_prefix(&it.edition.name).map_or(rest, |it| it.trim_start_matches([':', ' ']));
        Some((it.prefix.clone(), rest.to_owned()))
    });
    let longest = known.max_by_key(|it| it.0.len());
    longest.unwrap_or_else(|| match written.rsplit_once(':') {
        Some((prefix, id)) => (framework(shelf, prefix), id.trim().to_owned()),
        None => (default.to_owned(), written.to_owned()),
    })
}

/// Whether two identifiers are the same but for the case of letters and the words that people put before them.
fn same(id: &str, written: &str) -> bool {
    let bare = |it: &str| {
        let it = plain(it);
        let it = ["annex", "clause", "control", "cl."].iter().find_map(|word| it.strip_prefix(word)).unwrap_or(&it);
        it.to_owned()
    };
    let (known, given) = (bare(id), bare(written));
    known == given || known.replacen('.', "", 1) == given && known.starts_with(|it: char| it.is_ascii_lowercase())
}

fn plain(text: &str) -> String {
    text.chars().filter(|it| !it.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The node with the least difference, of the framework that was meant where there is one.
fn nearest(shelf: &Shelf, prefix: &str, id: &str) -> Option<String> {
    let frameworks = shelf.frameworks();
    let meant = frameworks.iter().filter(|it| it.prefix == prefix);
    let near = meant.clone().max_by_key(|it| it.node.len()).or_else(|| {
        let alike = |it: &&library::Framework| strsim::jaro_winkler(&plain(&it.prefix), &plain(prefix));
        frameworks.iter().max_by(|a, b| alike(a).total_cmp(&alike(b)))
    })?;
    // Numbers that differ in one letter can stand in different places, so that parts in common from the first on come first.
    let wanted = plain(id);
    let in_common = |it: &str| it.split('.').zip(wanted.split('.')).take_while(|it| it.0 == it.1).count();
    let distance = |it: &&library::Node| {
        let known = plain(&it.id);
        (std::cmp::Reverse(in_common(&known)), strsim::levenshtein(&known, &wanted))
    };
    let node = near.node.iter().filter(|it| it.assessable).min_by_key(distance)?;
    Some(near.reference(node))
}
