//! Our own signs, drawn with strokes in the colour of the text beside them; always decoration, never the only word.

use hypertext::Raw;

use crate::html::Html;

/// Every sign by name, as the path of a 16 by 16 grid.
const ICONS: &[(&str, &str)] = &[
    ("add", "M8 3v10M3 8h10"),
    ("checklist", "M4.5 2.5h7v11h-7zM6.5 5.5h3M6.5 8l1 1 2-2"),
    ("bell", "M4 11V7.500a4 4 0 0 1 8 0V11l1 1.500H3zM6.500 14h3"),
    ("close", "m4 4 8 8M12 4l-8 8"),
    ("columns", "M2.5 3.5h11v9h-11zM6.2 3.5v9M9.8 3.5v9"),
    ("cycle", "M13 8a5 5 0 0 1-9.2 2.7M3 8a5 5 0 0 1 9.2-2.7M12.5 2.5v3h-3M3.5 13.5v-3h3"),
    (
        "data",
        "M3 4c0-1.1 2.2-2 5-2s5 .9 5 2-2.2 2-5 2-5-.9-5-2zM3 4v8c0 1.100 2.200 2 5 2s5-.9 5-2V4M3 8c0 1.100 2.200 2 5 2s5-.9 5-2",
    ),
    ("export", "M8 2.5v7.500M5 7l3 3 3-3M3 12.500h10"),
    ("gavel", "M8 2v11M4 13.500h8M3 4.500h10M3 4.500 1.500 9h3zM13 4.500 11.500 9h3z"),
    ("history", "M8 4.500V8l2.500 1.500M2.500 8A5.500 5.500 0 1 0 4 4.200L2.500 5.500M2.500 2.500v3h3"),
    ("home", "M2.500 7.500 8 3l5.500 4.500M4 6.500v6.500h8V6.500"),
    ("hours", "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.500V8l2.500 1.500"),
    ("import", "M8 10V2.500M5 5.500l3-3 3 3M3 12.500h10"),
    ("layers", "m8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3"),
    ("list", "M5.500 4h8M5.500 8h8M5.500 12h8M2.500 4h.01M2.500 8h.01M2.500 12h.01"),
    ("menu", "M2.500 4h11M2.500 8h11M2.500 12h11"),
    (
        "people",
        "M6 7.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zM1.500 13.500c0-2.500 2-4 4.500-4s4.500 1.500 4.500 4M10.500 2.700a2.500 2.500 0 0 1 0 4.600M12 9.800c1.500.6 2.500 1.900 2.500 3.700",
    ),
    ("save", "M4 2.500h8v11L8 10.500l-4 3z"),
    ("search", "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.700 10.700 14 14"),
    ("shield", "M8 1.500 13 3.500v4c0 3.500-2 5.700-5 7-3-1.300-5-3.500-5-7v-4zM5.500 8l1.700 1.700L10.500 6.500"),
    (
        "book",
        "M3 3h4a1.500 1.500 0 0 1 1 1.500V13a1 1 0 0 0-1-1H3zM13 3H9a1.500 1.500 0 0 0-1 1.500V13a1 1 0 0 1 1-1h4z",
    ),
    (
        "supply",
        "M2 4.500h7v7H2zM9 7h3l2 2.500v2H9M4.500 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM11.500 13a1 1 0 1 0 0-2 1 1 0 0 0 0 2z",
    ),
    ("lanes", "M2 4h8M2 8h12M2 12h5M12.500 2.500L14 4l-1.500 1.500M9.500 10.500L11 12l-1.500 1.500"),
    ("tiers", "M2 13.500h12M4 10h8M6 6.500h4M7.500 3h1"),
    ("warning", "M8 2 1.500 13.500h13zM8 6.500v3M8 11.500h.01"),
];

/// The sign of this name; nothing when there is none.
pub(crate) fn icon(name: &str) -> Html {
    let path = ICONS.iter().find(|it| it.0 == name).map(|it| it.1);
    // Safe: only the constants above get here.
    Raw::dangerously_create(path.map_or_else(String::new, |path| {
        format!("<svg class=\"icon\" viewBox=\"0 0 16 16\" aria-hidden=\"true\" focusable=\"false\"><path d=\"{path}\"/></svg>")
    }))
}
