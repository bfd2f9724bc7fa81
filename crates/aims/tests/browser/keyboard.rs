//! A day's work with the keyboard alone: real key events, no click, and at each stop one can see where one is.
//! Serves WCAG 2.2, 2.1.1 (keyboard), 2.4.7 (focus visible) and 2.4.11 (focus not obscured).

use crate::chromium::Browser;
use crate::house::House;

/// Stops that a page may have before the one that is sought.
const STOPS: usize = 250;

/// What has the focus: its name as people hear it, and what is wrong with how it is seen, if anything.
const FOCUSED: &str = include_str!("js/focused.js");

/// Somebody at a keyboard.
pub struct Hands {
    /// What they look at.
    pub browser: Browser,
    wrong: Vec<String>,
}

impl Hands {
    /// Hands at this browser.
    pub fn at(browser: Browser) -> Hands {
        Hands { browser, wrong: Vec::new() }
    }

    /// Fails when a stop could not be seen.
    #[track_caller]
    pub fn all_seen(&mut self) {
        self.wrong.sort();
        self.wrong.dedup();
        assert!(self.wrong.is_empty(), "stops that cannot be seen:\n{}", self.wrong.join("\n"));
    }

    /// Tabs until what is sought has the focus: an element whose name begins so, of this selector.
    #[track_caller]
    pub fn reach(&mut self, selector: &str, name: &str) {
        let mut seen = Vec::new();
        for _ in 0..STOPS {
            let (found, wrong) = self.focused();
            let matches = self.browser.value(&format!("document.activeElement.matches({selector:?})")) == true;
            if !wrong.is_empty() {
                let path = self.browser.text("location.pathname");
                self.wrong.push(format!("{path}: `{found:.60}` {wrong}"));
            }
            if matches && found.starts_with(name) {
                return;
            }
            seen.push(found);
            self.browser.press("Tab");
        }
        seen.dedup();
        panic!("no stop is `{name}` ({selector}) on {}: {seen:?}", self.browser.text("location.href"));
    }

    fn focused(&mut self) -> (String, String) {
        let found = self.browser.value(FOCUSED);
        let text = |at: usize| found[at].as_str().unwrap_or_default().to_owned();
        (text(0), text(1))
    }

    /// Goes to the stop and presses Enter there, which leads to another page.
    #[track_caller]
    pub fn enter(&mut self, selector: &str, name: &str) {
        self.reach(selector, name);
        self.browser.follow(|it| it.press("Enter"));
    }

    /// Goes to the field and types; what stands there is replaced.
    #[track_caller]
    pub fn fill(&mut self, name: &str, text: &str) {
        self.reach("input, textarea", name);
        self.browser.press_with("a", crate::keys::CONTROL);
        self.browser.type_text(text);
    }

    /// Goes to the list of choices and takes the one that begins so.
    #[track_caller]
    fn choose(&mut self, name: &str, choice: &str) {
        self.reach("select", name);
        self.browser.type_text(choice);
    }

    fn path(&mut self) -> String {
        self.browser.text("location.pathname")
    }

    pub fn page(&mut self) -> String {
        self.browser.text("document.querySelector('main').innerText")
    }
}

#[test]
fn a_days_work_needs_no_mouse() {
    let house = House::open();
    let mut hands = Hands::at(Browser::open());
    sign_in(&house, &mut hands);
    let path = make(&mut hands);
    change(&mut hands, &path);
    move_on(&mut hands, &path);
    find(&mut hands, &path);
    crate::tables::type_a_table(&mut hands, &house.address);
    hands.all_seen();
}

fn sign_in(house: &House, hands: &mut Hands) {
    let person = house.person(crate::places::LEAD);
    hands.browser.goto(&format!("{}/risk", house.address));
    assert_eq!(hands.path(), "/sign-in");
    hands.fill("E-mail", &person.email);
    hands.fill("Password", &person.password);
    hands.enter("button", "Sign in");
    assert_eq!(hands.path(), "/risk", "one arrives where one wanted to go: {}", hands.page());
}

/// Makes a record; the path of its page.
fn make(hands: &mut Hands) -> String {
    hands.enter("a", "New");
    hands.fill("Risk", "Letters reach the wrong people");
    hands.enter("button", "Save");
    let path = hands.path();
    assert!(path.starts_with("/risk/RSK-"), "{path}: {}", hands.page());
    assert!(hands.page().contains("Letters reach the wrong people"));
    path
}

fn change(hands: &mut Hands, path: &str) {
    hands.enter("a", "Edit");
    hands.fill("Risk", "Letters reach other people");
    hands.choose("Likelihood", "2");
    hands.choose("Consequence", "3");
    hands.enter("button", "Save");
    assert_eq!(hands.path(), path, "{}", hands.page());
    assert!(hands.page().contains("Letters reach other people"), "{}", hands.page());
}

fn move_on(hands: &mut Hands, path: &str) {
    hands.reach("summary, button", "Analyse");
    if hands.browser.value("document.activeElement.tagName") == "SUMMARY" {
        hands.browser.press("Enter");
        hands.reach("details[open] button", "Analyse");
    }
    hands.browser.follow(|it| it.press("Enter"));
    assert_eq!(hands.path(), path, "{}", hands.page());
    assert!(hands.page().contains("Analysed") || hands.page().contains("analysed"), "{}", hands.page());
}

/// By the list's filter, and by the search over everything.
fn find(hands: &mut Hands, path: &str) {
    let number = path.rsplit('/').next().unwrap_or_default().to_owned();
    hands.enter("main a", "Risks");
    hands.fill("Filter", "state:analysed letters");
    hands.browser.follow(|it| it.press("Enter"));
    assert!(hands.page().contains(&number), "{}", hands.page());
    narrow(hands);
    assert!(hands.page().contains(&number), "{}", hands.page());
    hands.fill("Search", "letters reach other");
    hands.browser.follow(|it| it.press("Enter"));
    assert_eq!(hands.path(), "/search");
    hands.enter("main a", &number);
    assert_eq!(hands.path(), path);
}

/// By the counts of a field, which open beside it and close again without leaving anything.
fn narrow(hands: &mut Hands) {
    const OPEN: &str = "new Promise((done) => { const look = () => document.querySelector('.pop #counts a') \
                        ? done(document.activeElement.textContent) : setTimeout(look, 20); look(); })";
    hands.reach("a.facet", "Level");
    hands.browser.press("Enter");
    hands.browser.text(OPEN);
    hands.browser.press("Escape");
    hands.reach("a.facet[aria-expanded=false]", "Level");
    assert_eq!(hands.browser.value("document.querySelector('.pop #counts') === null"), true);
    hands.browser.press("Space");
    assert_eq!(hands.browser.text(OPEN), "Medium", "the first count has the focus");
    hands.browser.follow(|it| it.press("Enter"));
    assert!(hands.browser.text("location.search").contains("level%3Amedium"), "{}", hands.page());
}
