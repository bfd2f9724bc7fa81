//! How somebody wants pages to look and speak: theme and density from cookies, language from the browser.
//!
//! Works before anybody is signed in, and without scripts: the choice is a form that sets a cookie.

use axum::http::{HeaderMap, HeaderValue};

use crate::admit::cookie;
use crate::language::Language;

/// Themes that can be chosen; the first one follows the system.
pub(crate) const THEMES: &[&str] = &["system", "light", "dark", "contrast"];
/// Densities of tables and controls that can be chosen.
pub(crate) const DENSITIES: &[&str] = &["comfortable", "compact"];

/// How somebody wants pages to look and speak.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader {
    pub language: Language,
    /// One of [`THEMES`].
    pub theme: &'static str,
    /// One of [`DENSITIES`].
    pub density: &'static str,
}

impl Default for Reader {
    fn default() -> Reader {
        Reader { language: Language::default(), theme: THEMES[0], density: DENSITIES[0] }
    }
}

impl Reader {
    /// What the headers of a request tell.
    pub fn of(headers: &HeaderMap) -> Reader {
        Reader {
            language: Language::of(headers),
            theme: chosen(THEMES, cookie(headers, "theme")),
            density: chosen(DENSITIES, cookie(headers, "density")),
        }
    }

    /// The text of a key.
    pub fn say(&self, key: &'static str) -> &'static str {
        self.language.say(key)
    }
}

/// The value that is meant, or the first one.
fn chosen(among: &'static [&'static str], value: Option<&str>) -> &'static str {
    among.iter().find(|it| Some(**it) == value).copied().unwrap_or(among[0])
}

/// The header that keeps a choice for a year.
pub(crate) fn keep(name: &str, among: &'static [&'static str], value: Option<&str>) -> Option<HeaderValue> {
    let value = among.iter().find(|it| Some(**it) == value)?;
    HeaderValue::from_str(&format!("{name}={value}; Path=/; SameSite=Lax; Max-Age=31536000; HttpOnly")).ok()
}
