//! The keys of both formats.

use super::{Key, Shape};

const fn must(name: &'static str, shape: Shape, says: &'static str) -> Key {
    Key { name, shape, required: true, says }
}

const fn may(name: &'static str, shape: Shape, says: &'static str) -> Key {
    Key { name, shape, required: false, says }
}

/// The keys of a framework.
pub const FRAMEWORK: &[Key] = &[
    must("schema", Shape::Format, "The format."),
    must("urn", Shape::Words, "A name that stays the same."),
    must("prefix", Shape::Words, "How references to it begin, such as `ISO/IEC 42001`."),
    must("title", Shape::Words, "Its short title."),
    must("publisher", Shape::Text, "Who publishes the source."),
    must("edition", Shape::Table(EDITION), "Which edition of the source it is."),
    must("version", Shape::Text, "Version of this file."),
    must("rights", Shape::Table(RIGHTS), "What may be done with the text."),
    must("provenance", Shape::Table(PROVENANCE), "Where it comes from."),
    must("jurisdictions", Shape::Texts, "Where it holds: `INT`, `EU` or codes of ISO 3166."),
    must("part", Shape::Tables(PART), "Its parts, in order."),
    must("node", Shape::Tables(NODE), "Its nodes, parents before children."),
];

/// The keys of a crosswalk.
pub const CROSSWALK: &[Key] = &[
    must("schema", Shape::Format, "The format."),
    must("urn", Shape::Words, "A name that stays the same."),
    must("title", Shape::Words, "Its short title."),
    must("source", Shape::Words, "The urn of the framework from which relations are read."),
    must("target", Shape::Words, "The urn of the framework to which they are read."),
    must("version", Shape::Text, "Version of this file."),
    must("rights", Shape::Table(RIGHTS), "What may be done with the text."),
    must("provenance", Shape::Table(PROVENANCE), "Where it comes from."),
    must("map", Shape::Tables(MAP), "Its relations."),
];

const EDITION: &[Key] = &[
    must("name", Shape::Text, "As its publisher names it."),
    must("published", Shape::Text, "When it was published: a year, a month or a day."),
    must("status", Shape::Text, "Whether it stands."),
    may("supersedes", Shape::Text, "The urn of the edition that it took the place of."),
];

const RIGHTS: &[Key] = &[
    must("text", Shape::Text, "Whose words these are: `own-words`, `public-domain` or `licensed`."),
    must("licence", Shape::Text, "Licence of the words in this file."),
    must("source_licence", Shape::Text, "Licence of the source."),
    must("notice", Shape::Text, "What a reader should know."),
    must("redistributable", Shape::Flag, "Whether this file may be given on."),
];

const PROVENANCE: &[Key] = &[
    must("authors", Shape::Texts, "Who wrote it."),
    must("sources", Shape::Tables(SEEN), "What was looked at."),
    may("review", Shape::Table(REVIEW), "Who looked it through; nobody, where it is absent."),
];

const SEEN: &[Key] = &[
    must("what", Shape::Text, "What it is, or its address."),
    must("on", Shape::Day, "The day on which it was looked at."),
];

const REVIEW: &[Key] = &[must("by", Shape::Text, "Who."), must("on", Shape::Day, "When.")];

const PART: &[Key] = &[
    must("name", Shape::Text, "A short name, such as `clause` or `annex_b`."),
    must("label", Shape::Text, "What it is called."),
    must("normative", Shape::Flag, "Whether the source calls it normative."),
    must("binding", Shape::Flag, "Whether it may stand in a statement of applicability and anchor a finding."),
    may("instead", Shape::Text, "What is cited in place of its nodes where they cannot anchor a finding."),
];

const NODE: &[Key] = &[
    must("id", Shape::Words, "The identifier of the source."),
    may("parent", Shape::Text, "The node above."),
    must("part", Shape::Text, "The name of its part."),
    must("level", Shape::Text, "What it is, such as `group`, `clause`, `control`, `article` or `guidance`."),
    must("title", Shape::Words, "Short title."),
    may("intent", Shape::Text, "What it wants, in words of our own; blank for groups alone."),
    may(
        "modality",
        Shape::One(&["shall", "should", "may", "can", "note"]),
        "How strongly the source speaks; absent for groups.",
    ),
    may("assessable", Shape::Flag, "Whether an organisation can be held against it."),
    may("guides", Shape::Text, "What it is guidance for, by identifier in the same framework."),
    may("applies", Shape::Table(APPLIES), "To whom and what it applies; to everybody where it is absent."),
    may("needs", Shape::Texts, "Nodes that must be met before this one can be."),
    may("slot", Shape::Text, "The place in the structure that management system standards share."),
    may("period", Shape::Tables(PERIOD), "From when until when it holds; always, where none stands."),
    may("evidence", Shape::Tables(EVIDENCE), "What must be there as proof."),
    may("question", Shape::Tables(QUESTION), "What an auditor asks."),
    may("check", Shape::Tables(CHECK), "What the product can see by itself."),
    may("tags", Shape::Texts, "Words under which it is found."),
];

const APPLIES: &[Key] = &[
    may("roles", Shape::Texts, "Parts that the organisation plays for a system."),
    may("classes", Shape::Texts, "Classes of a system under this framework."),
    may(
        "about",
        Shape::One(&["", "organisation", "system"]),
        "Whether it asks once of the organisation or for each AI system.",
    ),
];

const PERIOD: &[Key] = &[
    may("from", Shape::Day, "First day on which it holds."),
    may("until", Shape::Day, "First day on which it holds no more."),
    may("known_from", Shape::Day, "First day on which this was known."),
    may("known_until", Shape::Day, "First day on which something else was known."),
    must("standing", Shape::One(&["proposed", "adopted", "in_force", "repealed"]), "Whether it stood then."),
    must("source", Shape::Text, "Where that is written."),
    may("reading", Shape::Text, "Which of several readings of the source it is."),
    may("concerns", Shape::Text, "Whom it concerns, where it does not concern all."),
];

const EVIDENCE: &[Key] = &[
    must("id", Shape::Words, "A short name, unique within the node."),
    must("what", Shape::Words, "What it is, in words of our own."),
    must("form", Shape::One(&["document", "record", "demonstrable"]), "Its form."),
    may("mandatory", Shape::Flag, "Whether the source itself asks for documented information here."),
    may("kinds", Shape::Texts, "Kinds of records that hold it."),
    may("fields", Shape::Texts, "Fields that it must have there."),
    may("freshness", Shape::Length, "How long it counts as fresh; as long as nothing changes, where it is absent."),
    may("triggers", Shape::Texts, "What makes it stale at once."),
];

const QUESTION: &[Key] = &[
    must("ask", Shape::Words, "The question, which an answer can fail."),
    must("method", Shape::One(&["interview", "observe", "examine", "reperform", "automated"]), "How it is found out."),
];

const CHECK: &[Key] = &[
    must("says", Shape::Words, "What is so when it passes, in a sentence."),
    must("kind", Shape::Words, "The kind of record that is looked at."),
    may("filter", Shape::Text, "Which of them pass, in the language of lists."),
    may("of", Shape::Text, "Which of them must pass, where `holds` is `all`; every one, where it is blank."),
    must("holds", Shape::One(&["some", "all", "none"]), "How many must pass."),
];

const MAP: &[Key] = &[
    must("from", Shape::Words, "Identifier in the source."),
    must("to", Shape::Words, "Identifier in the target."),
    must(
        "relation",
        Shape::One(&["equivalent-to", "equal-to", "subset-of", "superset-of", "intersects-with", "no-relationship"]),
        "How `from` stands to `to`.",
    ),
    must("strength", Shape::Ten, "How much they have in common, from 1 to 10."),
    must("rationale", Shape::Words, "Why, in a sentence."),
    may("reviewer", Shape::Words, "Who confirmed it; nobody, where it is absent."),
];
