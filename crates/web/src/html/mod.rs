//! What pages are made of: the frame of a page, values, and the widgets of forms.

pub(crate) mod filled;
pub(crate) mod menu;
pub(crate) mod page;
pub(crate) mod parts;
pub(crate) mod pick;
pub(crate) mod read;
pub(crate) mod value;
pub(crate) mod widget;

/// A finished piece of a page.
pub(crate) type Html = hypertext::Raw<String>;

/// `internal_audit` as people read it: `Internal audit`.
pub(crate) fn words(name: &str) -> String {
    let spaced = name.trim_start_matches("x_").replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// A moment to the minute.
pub(crate) fn moment(time: &jiff::Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
