//! Draws every form of chart into a folder, as wide and as narrow files, for people to look at: `cargo run -p chart --example charts -- FOLDER`.

use std::error::Error;
use std::path::PathBuf;

use chart::axis::Axis;
use chart::bars::{Bar, Bars};
use chart::forest::{Estimate, Forest};
use chart::graph::{Arrow, Graph, Node};
use chart::heat_map::{self, HeatMap};
use chart::lines::{Band, Change, Lines, Point, Series};
use chart::matrix::{self, Grade, Matrix};
use chart::multiples::Multiples;
use chart::scatter::{Better, Scatter, Thing};
use chart::timeline::{self, Day, Span, Timeline};
use chart::{Chart, NARROW, Plot, WIDE, Words, svg, ticks};
use jiff::civil::{Date, date};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("name a folder to draw into")?);
    std::fs::create_dir_all(&folder)?;
    let file: toml::Table = toml::from_str(include_str!("../../../data/messages/en.toml"))?;
    let texts = toml::Table::try_from(&file["chart"])?;
    let texts: &'static toml::Table = Box::leak(Box::new(texts));
    let say = |key: &'static str| key.strip_prefix("chart.").and_then(|it| texts.get(it)?.as_str()).unwrap_or(key);
    let words = Words(&say);
    let mut page =
        String::from("<!DOCTYPE html><meta charset=\"utf-8\"><meta name=\"color-scheme\" content=\"light dark\">");
    page.push_str(&format!("<style>:root{{color-scheme:light dark}}body{{font-family:sans-serif;background:Canvas;color:CanvasText}}{}</style>", include_str!("../../web/static/css/chart.css")));
    for (index, plot) in examples().into_iter().enumerate() {
        let name = plot.form();
        let chart =
            Chart { title: name.replace('_', " "), description: format!("An example of the form {name}."), plot };
        for (width, form) in [(WIDE, "wide"), (NARROW, "narrow")] {
            let scene = chart.plot.draw(width, words).map_err(|it| it.said(words))?;
            std::fs::write(folder.join(format!("{index}-{name}-{form}.svg")), svg::file(&chart, &scene))?;
            page.push_str(&format!(
                "<h2>{name} {form}</h2>{}",
                svg::inline(&chart, &scene, &format!("{form}{index}"), "chart-picture")
            ));
        }
        std::fs::write(folder.join(format!("{index}-{name}.csv")), chart.plot.table(words).csv())?;
    }
    std::fs::write(folder.join("all.html"), page)?;
    Ok(())
}

fn examples() -> Vec<Plot> {
    vec![
        Plot::Bars(bars()),
        Plot::Bars(stacked()),
        Plot::Lines(lines("Approval rate, %")),
        Plot::HeatMap(heat_map()),
        Plot::Forest(forest()),
        Plot::Scatter(scatter()),
        Plot::Matrix(matrix()),
        Plot::Timeline(timeline()),
        Plot::Graph(graph()),
        Plot::Multiples(multiples()),
    ]
}

fn text(it: &str) -> String {
    it.to_owned()
}

fn bars() -> Bars {
    let bar = |label: &str, value: f64, low: f64, high: f64| Bar {
        label: text(label),
        values: vec![value],
        interval: Some((low, high)),
        link: text("/risk"),
    };
    let bars = vec![
        bar("Under 25", 0.26, 0.21, 0.32),
        bar("25 to 39", 0.41, 0.38, 0.44),
        bar("40 to 64, in the branches of the northern region", 0.44, 0.42, 0.46),
        bar("65 and over", 0.39, 0.31, 0.47),
    ];
    Bars {
        of: text("Age"),
        unit: text("share approved"),
        parts: vec![String::new()],
        bars,
        line: Some((0.4, text("target"))),
    }
}

fn stacked() -> Bars {
    let bar = |label: &str, values: [f64; 4]| Bar { label: text(label), values: values.to_vec(), ..Bar::default() };
    let bars = vec![
        bar("Discovered", [3.0, 0.0, 1.0, 2.0]),
        bar("Development", [5.0, 2.0, 0.0, 1.0]),
        bar("Operation", [12.0, 4.0, 3.0, 1.0]),
        bar("Retired", [0.0, 0.0, 0.0, 0.0]),
    ];
    let parts = ["in time", "up to 30 days late", "up to 90 days late", "later"].map(text).to_vec();
    Bars { of: text("Stage"), unit: text("reviews"), parts, bars, line: None }
}

fn lines(up: &str) -> Lines {
    let start = ticks::day(date(2026, 1, 1));
    let point = |month: usize, y: f64| Point {
        x: start + 30.4 * month as f64,
        y,
        interval: Some((y - 3.0, y + 3.0)),
        link: String::new(),
    };
    let series = |name: &str, values: [f64; 9]| Series {
        name: text(name),
        points: values.into_iter().enumerate().map(|(month, it)| point(month, it)).collect(),
    };
    Lines {
        across: Axis::days("Month"),
        up: Axis::numbers(up),
        series: vec![
            series("all applicants", [80.0, 80.4, 79.6, 80.1, f64::NAN, 79.0, 78.8, 80.0, 80.2]),
            series("under 25", [78.0, 77.4, 76.0, 71.1, 66.0, 59.0, 58.8, 66.0, 74.2]),
        ],
        bands: vec![Band { low: 72.0, high: 88.0, label: text("expected") }],
        changes: vec![
            Change { x: start + 95.0, label: text("model 2.4 in service") },
            Change { x: start + 205.0, label: text("fallback to 2.3") },
        ],
    }
}

fn heat_map() -> HeatMap {
    let level = |column: usize, row: usize| ((column + row) / 2).min(3);
    let cells = (0..5).flat_map(|column| (0..5).map(move |row| (column, row))).map(|(column, row)| heat_map::Cell {
        column,
        row,
        count: ((column * 7 + row * 5) % 9) as u64,
        level: level(column, row),
        link: text("/risk?filter=state:open"),
        beyond: level(column, row) > 2,
        came: u64::from((column, row) == (3, 3)),
        left: u64::from((column, row) == (2, 1)),
    });
    HeatMap {
        across: text("Consequence"),
        up: text("Likelihood"),
        unit: text("risks"),
        columns: ["Negligible", "Minor", "Moderate", "Major", "Severe"].map(text).to_vec(),
        rows: ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"].map(text).to_vec(),
        levels: ["low", "medium", "high", "critical"].map(text).to_vec(),
        cells: cells.collect(),
        line: text("Above the line"),
        arrows: vec![heat_map::Arrow { from: (2, 1), to: (3, 3), count: 1, link: String::new() }],
    }
}

fn forest() -> Forest {
    let row = |label: &str, value: f64, interval: Option<(f64, f64)>, n: u64| Estimate {
        label: text(label),
        value,
        interval,
        n: Some(n),
        link: String::new(),
    };
    Forest {
        of: text("Group"),
        measure: text("ratio of approval rates"),
        rows: vec![
            row("Under 25", 0.737, Some((0.676, 0.803)), 380),
            row("Under 25, two months", 0.737, Some((0.693, 0.783)), 760),
            row("Women", 0.818, Some((0.713, 0.939)), 1400),
            row("Part-time workers in seasonal trades", 1.04, Some((0.9, 1.2)), 90),
            row("Nobody asked", f64::NAN, None, 0),
            row("From a report", 0.9, None, 40),
        ],
        lines: vec![(0.8, text("four fifths")), (1.0, text("equal"))],
    }
}

fn scatter() -> Scatter {
    let thing = |label: &str, x: f64, y: f64, group: usize| Thing {
        label: text(label),
        x,
        y,
        y_interval: Some((y - 0.01, y + 0.01)),
        group,
        ..Thing::default()
    };
    Scatter {
        across: Axis::numbers("Cost a year, thousand EUR"),
        up: Axis::numbers("Area under the curve"),
        groups: ["in house", "bought"].map(text).to_vec(),
        points: vec![
            thing("Scorecard", 20.0, 0.71, 0),
            thing("Boosted trees", 60.0, 0.824, 0),
            thing("Network", 180.0, 0.826, 0),
            thing("Vendor A", 90.0, 0.79, 1),
            thing("Vendor B", 45.0, 0.76, 1),
        ],
        better: Some((Better::Less, Better::More)),
    }
}

fn matrix() -> Matrix {
    let cell = |grade: Grade, says: &str| Some(matrix::Cell { grade, says: text(says), link: String::new() });
    let row = |label: &str, cells: Vec<Option<matrix::Cell>>| matrix::Row {
        label: text(label),
        cells,
        link: text("/control"),
    };
    Matrix {
        of: text("Control"),
        columns: ["Credit score", "Fraud detection", "CV screening", "Chatbot"].map(text).to_vec(),
        rows: vec![
            row(
                "Impact assessment",
                vec![cell(Grade::Full, "in force"), cell(Grade::Part, "in review"), cell(Grade::None, "missing"), None],
            ),
            row(
                "Human oversight",
                vec![
                    cell(Grade::Full, "tested"),
                    cell(Grade::Full, "tested"),
                    cell(Grade::Aside, "suspended"),
                    cell(Grade::Part, "designed"),
                ],
            ),
        ],
    }
}

fn timeline() -> Timeline {
    let span = |from: Date, to: Date, late: Option<Date>, label: &str, sort: usize| Span {
        from,
        to,
        late,
        label: text(label),
        sort,
    };
    let row = |label: &str, spans: Vec<Span>, days: Vec<Day>| timeline::Row {
        label: text(label),
        spans,
        days,
        link: text("/contract"),
    };
    Timeline {
        of: text("Record"),
        rows: vec![
            row(
                "Contract with a vendor",
                vec![span(date(2026, 1, 1), date(2026, 12, 31), None, "in force", 0)],
                vec![Day { on: date(2026, 9, 30), label: text("decide by") }],
            ),
            row(
                "Migration",
                vec![span(date(2026, 4, 1), date(2026, 8, 15), Some(date(2026, 10, 20)), "likely and late", 1)],
                Vec::new(),
            ),
            row(
                "Acceptance of a risk",
                vec![span(date(2026, 3, 1), date(2026, 6, 30), None, "granted", 2)],
                Vec::new(),
            ),
        ],
        today: Some(date(2026, 7, 4)),
    }
}

fn graph() -> Graph {
    let node = |label: &str, sort: usize, note: &str| Node {
        label: text(label),
        sort,
        note: text(note),
        link: text("/component"),
    };
    let arrow = |from: usize, to: usize| Arrow { from, to, label: text("feeds") };
    Graph {
        sorts: ["data", "model", "component", "AI system"].map(text).to_vec(),
        nodes: vec![
            node("Applications 2021 to 2025", 0, "accepted"),
            node("Bureau feed", 0, "licence: research only"),
            node("Income from brokers", 0, ""),
            node("Credit model 2.4", 1, "approved"),
            node("Explanation service", 2, "in use"),
            node("Retail credit score", 3, "operation"),
            node("Collections prioritiser", 3, "operation"),
        ],
        arrows: vec![
            arrow(0, 3),
            arrow(1, 3),
            arrow(2, 3),
            arrow(3, 5),
            arrow(3, 4),
            arrow(4, 5),
            arrow(2, 6),
            arrow(5, 2),
        ],
    }
}

fn multiples() -> Multiples {
    let mut empty = lines("share");
    empty.series.clear();
    let of = |name: &str| (text(name), Lines { changes: Vec::new(), ..lines("%") });
    Multiples {
        of: text("System"),
        panels: vec![of("Retail credit score"), of("Fraud detector"), of("Chatbot"), (text("New one"), empty)],
    }
}
