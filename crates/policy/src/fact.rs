//! Facts: what the program knows about a change beyond the record itself, for policies to decide on.

/// A fact that is computed for questions about records of some kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactShape {
    /// Name in policies: `context.<name>`.
    pub name: String,
    /// What it can hold.
    pub ty: FactType,
    /// Kinds for which it is computed; `None` means all.
    pub kinds: Option<Vec<String>>,
    /// One sentence for the people who write policies.
    pub summary: String,
}

/// What a fact can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactType {
    /// Yes or no.
    Flag,
    /// A whole number.
    Long,
    /// Text, empty when unknown.
    Text,
    /// Several texts.
    Texts,
    /// Number of a person record, empty when unknown.
    Person,
    /// Numbers of person records.
    People,
}

/// The value of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// For `FactType::Flag`.
    Flag(bool),
    /// For `FactType::Long`.
    Long(i64),
    /// For `FactType::Text` and `FactType::Person`.
    Text(String),
    /// For `FactType::Texts` and `FactType::People`.
    Texts(Vec<String>),
}

impl FactShape {
    /// Whether it is computed for records of `kind`.
    pub fn concerns(&self, kind: &str) -> bool {
        self.kinds.as_ref().is_none_or(|kinds| kinds.iter().any(|it| it == kind))
    }
}

impl FactType {
    /// The value that says nothing is known, or nothing stands in the way.
    pub fn nothing(self) -> Fact {
        match self {
            FactType::Flag => Fact::Flag(false),
            FactType::Long => Fact::Long(0),
            FactType::Text | FactType::Person => Fact::Text(String::new()),
            FactType::Texts | FactType::People => Fact::Texts(Vec::new()),
        }
    }

    pub(crate) fn cedar(self) -> &'static str {
        match self {
            FactType::Flag => "Bool",
            FactType::Long => "Long",
            FactType::Text | FactType::Person => "String",
            FactType::Texts | FactType::People => "Set<String>",
        }
    }

    pub(crate) fn holds(self, fact: &Fact) -> bool {
        matches!(
            (self, fact),
            (FactType::Flag, Fact::Flag(_))
                | (FactType::Long, Fact::Long(_))
                | (FactType::Text | FactType::Person, Fact::Text(_))
                | (FactType::Texts | FactType::People, Fact::Texts(_))
        )
    }
}
