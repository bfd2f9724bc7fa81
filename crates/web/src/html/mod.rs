//! What pages are made of: the frame of a page, its parts, values, and the widgets of forms.

pub(crate) mod badge;
pub(crate) mod card;
pub(crate) mod dialog;
pub(crate) mod diff;
pub(crate) mod empty;
pub(crate) mod figure;
pub(crate) mod filled;
pub(crate) mod head;
pub(crate) mod icon;
pub(crate) mod light;
pub(crate) mod matrix;
pub(crate) mod menu;
pub(crate) mod page;
pub(crate) mod parts;
pub(crate) mod pick;
pub(crate) mod rail;
pub(crate) mod read;
pub(crate) mod section;
pub(crate) mod table;
pub(crate) mod tabs;
pub(crate) mod timeline;
pub(crate) mod toast;
pub(crate) mod tone;
pub(crate) mod tree;
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
