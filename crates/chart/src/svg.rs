//! A picture as SVG: one writer for every form, so that escaping, titles and patterns are right in one place.
//!
//! In a page, colours come from the style sheet by class. A file of its own carries the same style sheet inside, so that it
//! looks the same outside the page, by day and by night.

use std::fmt::Write;

use crate::Chart;
use crate::scene::{Anchor, Mark, PATTERNS, SIGN, Scene, Shape};

/// The part of the style sheet that belongs to charts.
pub const STYLE: &str = include_str!("../../web/static/css/chart.css");

/// The picture for a page; `id` begins the identifiers inside it and must be new on the page.
pub fn inline(chart: &Chart, scene: &Scene, id: &str, class: &str) -> String {
    written(chart, scene, id, class, "")
}

/// The picture as a file of its own.
pub fn file(chart: &Chart, scene: &Scene) -> String {
    written(chart, scene, "chart", "chart-picture", STYLE)
}

fn written(chart: &Chart, scene: &Scene, id: &str, class: &str, style: &str) -> String {
    let mut out = String::with_capacity(256 + scene.marks.len() * 96);
    let (width, height) = (round(scene.width), round(scene.height));
    // A picture hides what lies in it from those who listen; one whose marks lead somewhere must not.
    let role = if scene.marks.iter().any(|it| !it.link.is_empty()) { "group" } else { "img" };
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{}\" role=\"{role}\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{}</title>\
         <desc id=\"{id}-d\">{}</desc>",
        escaped(class),
        escaped(&chart.title),
        escaped(&chart.description),
    );
    if !style.is_empty() {
        let _ = write!(out, "<style>{style}</style><rect class=\"c-paper\" width=\"{width}\" height=\"{height}\"/>");
    }
    patterns(&mut out, scene, id);
    for mark in &scene.marks {
        linked(&mut out, mark, id);
    }
    out.push_str("</svg>");
    out
}

/// The patterns that this picture uses.
fn patterns(out: &mut String, scene: &Scene, id: &str) {
    let used: Vec<usize> = (1..=PATTERNS).filter(|it| scene.marks.iter().any(|mark| mark.pattern == *it)).collect();
    if used.is_empty() {
        return;
    }
    out.push_str("<defs>");
    for pattern in used {
        let lines = match pattern {
            1 => "M-2 2l4-4M0 8l8-8M6 10l4-4",
            2 => "M-2 6l4 4M0 0l8 8M6-2l4 4",
            3 => "M0 4h8",
            4 => "M4 0v8",
            _ => "M0 4h8M4 0v8",
        };
        let _ = write!(
            out,
            "<pattern id=\"{id}-p{pattern}\" class=\"c-f{pattern}\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"8\" height=\"8\"/><path d=\"{lines}\"/></pattern>"
        );
    }
    out.push_str("</defs>");
}

fn linked(out: &mut String, mark: &Mark, id: &str) {
    match mark.link.is_empty() {
        true => drawn(out, mark, id),
        false => {
            let _ = write!(out, "<a href=\"{}\">", escaped(&mark.link));
            drawn(out, mark, id);
            out.push_str("</a>");
        }
    }
}

fn drawn(out: &mut String, mark: &Mark, id: &str) {
    let class = mark.class;
    let (name, attributes, words) = match &mark.shape {
        Shape::Box { x, y, width, height } => {
            let fill = if mark.pattern > 0 { format!(" fill=\"url(#{id}-p{})\"", mark.pattern) } else { String::new() };
            let at = format!("x=\"{}\" y=\"{}\"", round(*x), round(*y));
            ("rect", format!("{at} width=\"{}\" height=\"{}\"{fill}", round(*width), round(*height)), "")
        }
        Shape::Path { points, closed } => {
            ("path", format!("d=\"{}{}\"", path(points), if *closed { "Z" } else { "" }), "")
        }
        Shape::Sign { x, y, sign } => ("path", format!("d=\"{}\"", sign_path(*x, *y, *sign)), ""),
        Shape::Text { x, y, anchor, text, small } => {
            let anchor = match anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let size = if *small { " font-size=\"12\"" } else { "" };
            ("text", format!("x=\"{}\" y=\"{}\"{anchor}{size}", round(*x), round(*y)), text.as_str())
        }
        Shape::Upright { x, y, text } => {
            let (x, y) = (round(*x), round(*y));
            ("text", format!("x=\"{x}\" y=\"{y}\" font-size=\"12\" transform=\"rotate(-90 {x} {y})\""), text.as_str())
        }
    };
    let _ = write!(out, "<{name} class=\"{class}\" {attributes}");
    match (mark.tip.is_empty(), words.is_empty()) {
        (true, true) => out.push_str("/>"),
        _ => {
            out.push('>');
            if !mark.tip.is_empty() {
                let _ = write!(out, "<title>{}</title>", escaped(&mark.tip));
            }
            let _ = write!(out, "{}</{name}>", escaped(words));
        }
    }
}

fn path(points: &[(f64, f64)]) -> String {
    let mut path = String::with_capacity(points.len() * 12);
    for (index, (x, y)) in points.iter().enumerate() {
        let _ = write!(path, "{}{} {}", if index == 0 { "M" } else { "L" }, round(*x), round(*y));
    }
    path
}

/// Signs that differ without colour: disc, square, diamond, triangle, triangle downwards, cross.
fn sign_path(x: f64, y: f64, sign: usize) -> String {
    let r = SIGN;
    match sign % 6 {
        0 => {
            let (left, r) = (round(x - r), round(r));
            format!("M{left} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0 -{d} 0Z", y = round(y), d = round(2.0 * SIGN))
        }
        1 => closed(&[
            (x - r * 0.9, y - r * 0.9),
            (x + r * 0.9, y - r * 0.9),
            (x + r * 0.9, y + r * 0.9),
            (x - r * 0.9, y + r * 0.9),
        ]),
        2 => closed(&[(x, y - r), (x + r, y), (x, y + r), (x - r, y)]),
        3 => closed(&[(x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)]),
        4 => closed(&[(x, y + r), (x + r, y - r * 0.8), (x - r, y - r * 0.8)]),
        _ => {
            let (a, b) = (r, r * 0.35);
            closed(&[
                (x - b, y - a),
                (x + b, y - a),
                (x + b, y - b),
                (x + a, y - b),
                (x + a, y + b),
                (x + b, y + b),
                (x + b, y + a),
                (x - b, y + a),
                (x - b, y + b),
                (x - a, y + b),
                (x - a, y - b),
                (x - b, y - b),
            ])
        }
    }
}

fn closed(points: &[(f64, f64)]) -> String {
    format!("{}Z", path(points))
}

/// A coordinate to a hundredth of a pixel.
fn round(value: f64) -> f64 {
    let rounded = (value * 100.0).round() / 100.0;
    if rounded == 0.0 { 0.0 } else { rounded }
}

/// Text as XML may hold it: signs of markup escaped, what XML forbids replaced.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            it if (it as u32) < 0x20 || matches!(it as u32, 0xFFFE | 0xFFFF) => out.push('\u{FFFD}'),
            it => out.push(it),
        }
    }
    out
}
