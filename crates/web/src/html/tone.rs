//! What a colour means; each tone also has a shape of its own, so that colour is never the only sign.

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tone {
    /// As it should be.
    Good,
    /// Wants attention soon.
    Watch,
    /// Wrong now.
    Bad,
    /// Worth knowing.
    Info,
    /// Neither good nor bad, or not known.
    #[default]
    Quiet,
}

impl Tone {
    /// Every tone, from the best to the least known.
    pub const ALL: &[Tone] = &[Tone::Good, Tone::Watch, Tone::Bad, Tone::Info, Tone::Quiet];

    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Good => "good",
            Tone::Watch => "watch",
            Tone::Bad => "bad",
            Tone::Info => "info",
            Tone::Quiet => "quiet",
        }
    }
}
