//! Contrast of the colours, by the formula of WCAG 2.2: 4.5 to 1 for text, 3 to 1 for marks and for the edges of what takes
//! input, in every theme; 7 to 1 for text in high contrast.

use std::collections::BTreeMap;
use std::path::Path;

/// Colours by name, light and dark.
type Colours = BTreeMap<String, [f64; 2]>;

/// The relative luminances of the colours that a stylesheet defines as `light-dark(#…, #…)`.
fn luminances(file: &str) -> Colours {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("static/css").join(file);
    let text = std::fs::read_to_string(path).unwrap();
    let declared = text.split(';').filter_map(|it| it.trim().rsplit_once("--")?.1.split_once(": light-dark("));
    let colours = declared.filter_map(|(name, value)| {
        let (light, dark) = value.trim_end_matches(')').split_once(", ")?;
        Some((name.to_owned(), [luminance(light)?, luminance(dark)?]))
    });
    colours.collect()
}

/// WCAG 2.2, relative luminance, of `#rrggbb`; nothing for a colour that lets something through.
fn luminance(hex: &str) -> Option<f64> {
    let digits = hex.strip_prefix('#').filter(|it| it.len() == 6)?;
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    Some(0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4))
}

fn contrast(a: f64, b: f64) -> f64 {
    let (light, dark) = (a.max(b), a.min(b));
    (light + 0.05) / (dark + 0.05)
}

/// Pairs that fall short of `least`.
fn short_of(least: f64, colours: &Colours, inks: &[&str], papers: &[&str]) -> Vec<String> {
    let mut short = Vec::new();
    for (ink, paper) in inks.iter().flat_map(|ink| papers.iter().map(move |paper| (ink, paper))) {
        for (theme, at) in [("light", 0), ("dark", 1)] {
            let found = contrast(colours[*ink][at], colours[*paper][at]);
            if found < least {
                short.push(format!("{ink} on {paper} in {theme}: {found:.2}"));
            }
        }
    }
    short
}

const SURFACES: &[&str] = &["canvas", "paper", "raised", "sunk", "hover", "accent-paper"];
const TONES: &[&str] = &["good", "watch", "bad", "info", "quiet"];

#[test]
fn the_formula_gives_the_published_ends() {
    assert!((contrast(luminance("#ffffff").unwrap(), luminance("#000000").unwrap()) - 21.0).abs() < 1e-9);
    // The lightest grey that passes on white is known to be #767676, at 4.54.
    assert!((contrast(luminance("#ffffff").unwrap(), luminance("#767676").unwrap()) - 4.54).abs() < 0.005);
}

#[test]
fn text_can_be_read_on_every_surface() {
    let colours = luminances("tokens.css");
    assert!(colours.len() > 25, "{colours:?}");
    let mut short = short_of(4.5, &colours, &["ink", "soft", "faint", "link"], SURFACES);
    short.extend(short_of(4.5, &colours, &["on-accent"], &["accent", "accent-hover"]));
    for tone in TONES {
        short.extend(short_of(4.5, &colours, &[tone], &["paper", "raised", "canvas", &format!("{tone}-paper")]));
        short.extend(short_of(4.5, &colours, &["ink", "faint", "link"], &[&format!("{tone}-paper")]));
    }
    assert!(short.is_empty(), "{short:#?}");
}

#[test]
fn marks_and_edges_can_be_told_from_what_is_behind_them() {
    let colours = luminances("tokens.css");
    let marks: Vec<String> = TONES.iter().map(|it| format!("{it}-mark")).collect();
    let marks: Vec<&str> = marks.iter().map(String::as_str).chain(["edge", "accent", "focus"]).collect();
    let short = short_of(3.0, &colours, &marks, &["paper", "canvas", "raised"]);
    assert!(short.is_empty(), "{short:#?}");
}

#[test]
fn high_contrast_is_high() {
    let mut colours = luminances("tokens.css");
    colours.extend(luminances("contrast.css"));
    let mut short = short_of(7.0, &colours, &["ink", "soft", "faint", "link"], SURFACES);
    for tone in TONES {
        short.extend(short_of(7.0, &colours, &[tone], &["paper", "canvas", &format!("{tone}-paper")]));
    }
    assert!(short.is_empty(), "{short:#?}");
}
