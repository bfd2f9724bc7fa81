//! Typing into a decision table: the verifier answers beside the grid while one types, and what is saved is what was typed.
//! Serves WCAG 2.2, 4.1.3 (status messages).

use crate::keyboard::Hands;

/// The grid of the demonstration's own table.
const EDITOR: &str = "/tables/DTB-0003";

/// Types into the grid, looks at what the verifier says, and saves.
pub fn type_a_table(hands: &mut Hands, address: &str) {
    hands.browser.goto(&format!("{address}{EDITOR}"));
    says(hands, "Clean");
    // A cell that cannot be read, and the same cell put right.
    hands.fill("Vulnerable, row 1", "perhaps");
    says(hands, "perhaps");
    assert_eq!(marked(hands, "input[aria-invalid=true]"), "Vulnerable, row 1");
    hands.fill("Vulnerable, row 1", "true");
    says(hands, "Clean");
    // A row that takes everything leaves the next one without a case, and the witness stands beside it.
    hands.fill("Vulnerable, row 1", "-");
    hands.fill("Decision effect, row 1", "-");
    says(hands, "others");
    assert_eq!(marked(hands, "tr.faulty input[name='id.1']"), "Row, row 2");
    // What was typed and not saved is gone with the page.
    hands.browser.goto(&format!("{address}{EDITOR}"));
    says(hands, "Clean");
    hands.fill("Points, row 2", "6");
    says(hands, "Clean");
    hands.enter("button", "Save");
    assert!(hands.page().contains("6"), "{}", hands.page());
}

/// The name of what is marked in the grid; blank where nothing is.
fn marked(hands: &mut Hands, what: &str) -> String {
    hands.browser.text(&format!("document.querySelector({what:?})?.getAttribute('aria-label') ?? ''"))
}

/// Waits until what the verifier says holds these words, as long as somebody would.
#[track_caller]
fn says(hands: &mut Hands, words: &str) {
    let waits = format!(
        "new Promise((done) => {{ const began = Date.now(); const look = () => {{ \
         const text = document.getElementById('found').innerText; \
         text.toLowerCase().includes({:?}) || Date.now() - began > 8000 ? done(text) : setTimeout(look, 50); }}; look(); }})",
        words.to_lowercase()
    );
    let text = hands.browser.text(&waits);
    assert!(text.to_lowercase().contains(&words.to_lowercase()), "`{words}` is not said: {text}");
}
