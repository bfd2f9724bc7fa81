//! Pictures of every page for people to look at: four widths, light and dark, and one sheet with all of them small.
//!
//! `pictures FOLDER [PART]` writes them; with PART only pages whose address holds it. Uses what the browser suite uses.

// A failure ends the program where it happens, as in the suite that it shares its parts with.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

#[path = "../../tests/browser/chromium.rs"]
mod chromium;
#[path = "../../tests/browser/house.rs"]
mod house;
#[path = "../../tests/browser/places.rs"]
mod places;
#[path = "../../tests/browser/visitor.rs"]
mod visitor;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use base64::Engine as _;

use chromium::{Browser, Theme};
use house::House;
use places::{Place, WIDTHS, places};
use visitor::Visitor;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("name the folder for the pictures"));
    let part = arguments.next().unwrap_or_default();
    std::fs::create_dir_all(&folder).unwrap();
    let house = House::open();
    let (mut browser, mut visitor, mut sheet) = (Browser::open(), Visitor::new(&house), String::new());
    let (places, _) = places(&house);
    for place in places.iter().filter(|it| it.closely && it.path.contains(&part)) {
        let Some((place, _)) = visitor.as_whom(place) else { continue };
        visitor.enter(&mut browser, &place);
        take(&mut browser, &place, &folder, &mut sheet);
    }
    let style = "body{font:14px sans-serif}img{height:260px;border:1px solid #999;margin:4px;vertical-align:top}";
    let whole = format!("<!DOCTYPE html><meta charset=utf-8><title>Pages</title><style>{style}</style>{sheet}");
    std::fs::write(folder.join("index.html"), whole).unwrap();
    println!("the pictures are in `{}`; open its `index.html`", folder.display());
}

/// The pictures of one page.
fn take(browser: &mut Browser, place: &Place, folder: &Path, sheet: &mut String) {
    let _ = write!(sheet, "<h2>{}</h2>", place.path.replace('&', "&amp;").replace('<', "&lt;"));
    for theme in [Theme::Light, Theme::Dark] {
        browser.theme(theme);
        for width in WIDTHS {
            browser.width(*width);
            let name = format!("{}-{width}-{theme:?}.png", named(place)).to_lowercase();
            let bytes = base64::engine::general_purpose::STANDARD.decode(browser.picture()).unwrap();
            std::fs::write(folder.join(&name), bytes).unwrap();
            let _ = write!(sheet, "<a href={name}><img src={name} alt='{width} px, {theme:?}' loading=lazy></a>");
        }
    }
}

/// The address as the name of a file.
fn named(place: &Place) -> String {
    let name: String = place.path.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    match name.trim_matches('-') {
        "" => "start".to_owned(),
        name => name.to_owned(),
    }
}
