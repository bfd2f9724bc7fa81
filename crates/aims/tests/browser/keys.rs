//! Real key events: what a keyboard sends, and nothing that a mouse would.

use serde_json::{Value, json};

use crate::chromium::Browser;

/// Keys with a name: name, Windows code, and the text that they enter.
const NAMED: &[(&str, u32, &str)] = &[
    ("Tab", 9, ""),
    ("Enter", 13, "\r"),
    ("Escape", 27, ""),
    ("Space", 32, " "),
    ("End", 35, ""),
    ("Home", 36, ""),
    ("ArrowUp", 38, ""),
    ("ArrowDown", 40, ""),
];

/// Control, in the protocol's bits.
pub const CONTROL: u32 = 2;

impl Browser {
    /// Presses and releases a key by its name.
    #[track_caller]
    pub fn press(&mut self, name: &str) {
        self.press_with(name, 0);
    }

    /// The same while others are held down.
    #[track_caller]
    pub fn press_with(&mut self, name: &str, held: u32) {
        let known = NAMED.iter().find(|(it, _, _)| *it == name);
        let (code, text) = known.map_or_else(|| letter(name), |(_, code, text)| (*code, (*text).to_owned()));
        let key = if name == "Space" { " " } else { name };
        let text = if held & CONTROL == 0 { text } else { String::new() };
        self.send_key("keyDown", key, code, &text, held);
        self.send_key("keyUp", key, code, "", held);
    }

    /// Types a text, letter by letter.
    #[track_caller]
    pub fn type_text(&mut self, text: &str) {
        for letter in text.chars() {
            self.press(&if letter == ' ' { "Space".to_owned() } else { letter.to_string() });
        }
    }

    fn send_key(&mut self, event: &str, key: &str, code: u32, text: &str, held: u32) {
        let mut params = json!({
            "type": event, "key": key, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code, "modifiers": held,
        });
        if NAMED.iter().any(|(name, _, _)| *name == key) {
            params["code"] = json!(key);
        }
        if !text.is_empty() {
            params["text"] = Value::from(text);
        }
        self.call("Input.dispatchKeyEvent", params);
    }
}

/// Windows code and text of a key with one letter or sign.
fn letter(name: &str) -> (u32, String) {
    let upper = name.chars().next().map(|it| it.to_ascii_uppercase()).unwrap_or_default();
    (if upper.is_ascii_alphanumeric() { upper as u32 } else { 0 }, name.to_owned())
}
