//! Charts as data: what is drawn lies within its frame, axes are exact, and no datum is missing from the table.

use chart::axis::Axis;
use chart::bars::{Bar, Bars};
use chart::forest::{Estimate, Forest};
use chart::graph::{Arrow, Graph, Node};
use chart::heat_map::{Arrow as Went, Cell, HeatMap};
use chart::lanes::Lanes;
use chart::layers::{Stop, layers};
use chart::lines::{Lines, Point, Series};
use chart::matrix::{self, Grade, Matrix};
use chart::mosaic::{self, Mosaic};
use chart::multiples::Multiples;
use chart::scatter::{Better, Scatter, Thing};
use chart::timeline::{self, Day, Span, Timeline};
use chart::{CHARTS, Chart, NARROW, Plot, WIDE, Words, svg, text, ticks};
use proptest::prelude::*;

/// The words of charts in English, from the file from which pages say them; a key that is missing fails the test.
fn english() -> Words<'static> {
    static TEXTS: std::sync::LazyLock<toml::Table> = std::sync::LazyLock::new(|| {
        let file: toml::Table = toml::from_str(include_str!("../../../../data/messages/en.toml")).unwrap();
        file["chart"].as_table().unwrap().clone()
    });
    Words(&|key| TEXTS[key.strip_prefix("chart.").unwrap()].as_str().unwrap())
}

/// A name that wants to break out, in markup, in direction, in length.
const HOSTILE: &str = "\"><script>alert(1)</script>&amp;\u{0}\u{202e} a very long name that goes on and on and on";

fn name() -> impl Strategy<Value = String> {
    prop_oneof![Just(String::new()), Just(HOSTILE.to_owned()), "[a-zA-Z ]{1,30}", "\\PC{0,12}"]
}

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => -1.0e6..1.0e6,
        2 => (0..100_i32).prop_map(|it| f64::from(it) / 100.0),
        1 => prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(0.0), Just(1e300), Just(-1e300), Just(5e-324)],
    ]
}

fn interval() -> impl Strategy<Value = Option<(f64, f64)>> {
    prop_oneof![Just(None), (value(), value()).prop_map(|(a, b)| Some((a.min(b), a.max(b))))]
}

fn bars() -> impl Strategy<Value = Plot> {
    let bar = (name(), prop::collection::vec(value(), 0..4), interval()).prop_map(|(label, values, interval)| Bar {
        label,
        values,
        interval,
        link: "/risk".into(),
    });
    (prop::collection::vec(bar, 0..70), 1..5_usize, name()).prop_map(|(bars, parts, unit)| {
        Plot::Bars(Bars { of: "Of".into(), unit, parts: vec![HOSTILE.into(); parts], bars, line: None })
    })
}

fn series() -> impl Strategy<Value = Lines> {
    let point =
        (value(), value(), interval()).prop_map(|(x, y, interval)| Point { x, y, interval, link: String::new() });
    let series = (name(), prop::collection::vec(point, 0..20)).prop_map(|(name, points)| Series { name, points });
    (prop::collection::vec(series, 0..8), any::<bool>(), name()).prop_map(|(series, dates, label)| Lines {
        across: Axis { label: "x".into(), dates },
        up: Axis::numbers(&label),
        series,
        ..Lines::default()
    })
}

fn heat_map() -> impl Strategy<Value = Plot> {
    (1..14_usize, 1..14_usize, name(), any::<u64>()).prop_map(|(columns, rows, name, count)| {
        let cells = (0..columns).map(|it| Cell {
            column: it,
            row: it % rows,
            count,
            level: it,
            link: "/risk".into(),
            beyond: it % 3 == 0,
            came: count % 5,
            left: count % 3,
        });
        let arrow = |it: usize| Went { from: (it, 0), to: (0, it % 15), count, link: "/risk".into() };
        Plot::HeatMap(HeatMap {
            across: "Across".into(),
            up: name.clone(),
            unit: "risks".into(),
            columns: vec![name.clone(); columns],
            rows: vec![name; rows],
            levels: vec!["low".into(), HOSTILE.into()],
            cells: cells.collect(),
            line: if count % 2 == 0 { HOSTILE.into() } else { String::new() },
            arrows: (0..columns).map(arrow).collect(),
        })
    })
}

fn forest() -> impl Strategy<Value = Plot> {
    let row = (name(), value(), interval()).prop_map(|(label, value, interval)| Estimate {
        label,
        value,
        interval,
        n: Some(3),
        link: String::new(),
    });
    prop::collection::vec(row, 0..70).prop_map(|rows| {
        Plot::Forest(Forest { of: "Group".into(), measure: "ratio".into(), rows, lines: vec![(0.8, "limit".into())] })
    })
}

fn scatter() -> impl Strategy<Value = Plot> {
    let thing = (name(), value(), value(), interval()).prop_map(|(label, x, y, y_interval)| Thing {
        label,
        x,
        y,
        y_interval,
        ..Thing::default()
    });
    prop::collection::vec(thing, 0..30).prop_map(|points| {
        let better = Some((Better::Less, Better::More));
        Plot::Scatter(Scatter {
            groups: vec![String::new()],
            points,
            better,
            across: Axis::numbers("x"),
            up: Axis::numbers("y"),
        })
    })
}

fn matrix() -> impl Strategy<Value = Plot> {
    (0..20_usize, 0..20_usize, name()).prop_map(|(rows, columns, name)| {
        let cell = Some(matrix::Cell { grade: Grade::Part, says: name.clone(), link: String::new() });
        let row = matrix::Row { label: name.clone(), cells: vec![cell; columns], link: String::new() };
        Plot::Matrix(Matrix { of: "Control".into(), columns: vec![name; columns], rows: vec![row; rows] })
    })
}

fn mosaic() -> impl Strategy<Value = Plot> {
    let counts = prop::collection::vec(prop_oneof![0..50_u64, Just(0), Just(u64::MAX)], 0..5);
    let row = (name(), counts, any::<bool>()).prop_map(|(label, counts, enough)| mosaic::Row { label, counts, enough });
    (prop::collection::vec(row, 0..45), 0..7_usize, name()).prop_map(|(rows, parts, small)| {
        let parts = vec![HOSTILE.into(); parts];
        Plot::Mosaic(Mosaic { of: "Group".into(), unit: "rows".into(), parts, rows, small })
    })
}

fn timeline() -> impl Strategy<Value = Plot> {
    let date = (1900_i16..2100, 1..13_i8, 1..29_i8).prop_map(|(y, m, d)| jiff::civil::date(y, m, d));
    let row = (name(), date.clone(), date.clone(), date).prop_map(|(label, from, to, on)| timeline::Row {
        spans: vec![Span { from, to, late: Some(on), label: label.clone(), sort: 1 }],
        days: vec![Day { on, label: label.clone() }],
        label,
        link: String::new(),
    });
    prop::collection::vec(row, 0..12).prop_map(|rows| {
        Plot::Timeline(Timeline { of: "Record".into(), rows, today: Some(jiff::civil::date(2026, 7, 4)) })
    })
}

fn graph() -> impl Strategy<Value = Plot> {
    let arrows = prop::collection::vec((0..14_usize, 0..14_usize), 0..40);
    (0..14_usize, arrows, name()).prop_map(|(nodes, arrows, name)| {
        let node = Node { label: name, sort: 1, note: HOSTILE.into(), link: "/component".into() };
        let arrows = arrows.into_iter().map(|(from, to)| Arrow { from, to, label: String::new() }).collect();
        Plot::Graph(Graph { sorts: vec!["a".into(), "b".into()], nodes: vec![node; nodes], arrows })
    })
}

fn lanes() -> impl Strategy<Value = Plot> {
    let arrows = prop::collection::vec((0..14_usize, 0..14_usize), 0..40);
    (0..14_usize, 0..5_usize, arrows, name()).prop_map(|(nodes, lanes, arrows, name)| {
        let node =
            |it: usize| Node { label: name.clone(), sort: it % 6, note: HOSTILE.into(), link: "/component".into() };
        let arrows = arrows.into_iter().map(|(from, to)| Arrow { from, to, label: String::new() }).collect();
        Plot::Lanes(Lanes {
            of: "Party".into(),
            lanes: vec![name.clone(); lanes],
            nodes: (0..nodes).map(node).collect(),
            arrows,
        })
    })
}

fn plot() -> impl Strategy<Value = Plot> {
    let multiples = prop::collection::vec((name(), series()), 0..5)
        .prop_map(|panels| Plot::Multiples(Multiples { of: "System".into(), panels }));
    prop_oneof![
        bars(),
        series().prop_map(Plot::Lines),
        heat_map(),
        forest(),
        scatter(),
        matrix(),
        timeline(),
        graph(),
        lanes(),
        mosaic(),
        multiples
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_mark_lies_within_the_frame_and_every_refusal_is_a_sentence(plot in plot()) {
        for width in [WIDE, NARROW] {
            match plot.draw(width, english()) {
                Ok(scene) => {
                    prop_assert!(scene.width >= width && scene.height > 0.0 && scene.height.is_finite());
                    for mark in &scene.marks {
                        let (left, top, right, bottom) = mark.bounds();
                        let inside = left >= -1.0 && top >= -1.0 && right <= scene.width + 1.0 && bottom <= scene.height + 1.0;
                        prop_assert!(inside, "{} at {width}: {mark:?} leaves {} x {}", plot.form(), scene.width, scene.height);
                    }
                }
                Err(why) => {
                    let sentence = why.said(english());
                    let whole = sentence.len() > 20 && !sentence.ends_with('.') && !sentence.contains('{');
                    prop_assert!(whole, "{sentence}");
                }
            }
        }
    }

    #[test]
    fn rows_of_tables_are_as_long_as_their_headings(plot in plot()) {
        let table = plot.table(english());
        prop_assert!(table.rows.iter().all(|it| it.len() == table.columns.len()));
        prop_assert!(table.links.len() == table.rows.len());
    }

    #[test]
    fn a_picture_is_well_formed_whatever_the_names_are(plot in plot()) {
        let chart = Chart { title: HOSTILE.into(), description: HOSTILE.into(), plot };
        let Ok(scene) = chart.plot.draw(WIDE, english()) else { return Ok(()) };
        let text = svg::inline(&chart, &scene, "one", "chart-picture");
        let harmless = !text.contains("<script") && !text.contains('\0') && !text.contains(" style=");
        prop_assert!(harmless, "{text}");
        let opened = text.matches('<').count();
        prop_assert_eq!(opened, text.matches('>').count());
    }

    #[test]
    fn ticks_rise_in_equal_exact_steps_and_enclose_the_data(a in -1.0e12..1.0e12_f64, b in -1.0e3..1.0e3_f64, about in 2..9_usize) {
        let (low, high) = (a.min(a + b), a.max(a + b));
        let marks = ticks::ticks(low, high, about);
        prop_assert!(marks.len() >= 2 && marks.len() <= about * 3 + 3, "{} marks", marks.len());
        prop_assert!(marks[0].at <= low && marks[marks.len() - 1].at >= high);
        prop_assert!(marks.windows(2).all(|it| it[0].at < it[1].at));
        for mark in &marks {
            prop_assert_eq!(mark.label.parse::<f64>().unwrap(), mark.at);
        }
    }

    #[test]
    fn arrows_of_a_layered_graph_lead_to_later_layers_unless_they_close_a_circle(
        arrows in prop::collection::vec((0..12_usize, 0..12_usize), 0..40)
    ) {
        let laid = layers(12, &arrows);
        let depth = |node: usize| laid.layers.iter().position(|it| it.contains(&Stop::Node(node))).unwrap();
        for (arrow, back) in arrows.iter().zip(&laid.back).filter(|(it, _)| it.0 != it.1) {
            prop_assert_eq!(depth(arrow.0) < depth(arrow.1), !back);
        }
        let nodes = laid.layers.iter().flatten().filter(|it| matches!(it, Stop::Node(_))).count();
        prop_assert_eq!(nodes, 12);
    }

    #[test]
    fn no_thing_on_the_front_is_beaten_and_each_other_one_is(values in prop::collection::vec((0..30_i32, 0..30_i32), 1..25)) {
        let points = values.iter().map(|(x, y)| Thing { x: f64::from(*x), y: f64::from(*y), ..Thing::default() }).collect();
        let scatter = Scatter { points, better: Some((Better::Less, Better::More)), ..Scatter::default() };
        let front = scatter.front();
        // Brute force: a thing is beaten when another is no worse in both and better in one.
        let beaten = |a: &(i32, i32)| values.iter().any(|b| b.0 <= a.0 && b.1 >= a.1 && b != a);
        for (index, point) in values.iter().enumerate() {
            prop_assert_eq!(front.contains(&index), !beaten(point));
        }
    }
}

#[test]
fn every_datum_stands_in_the_table_and_in_the_csv() {
    let bar = |label: &str, value: f64| Bar { label: label.into(), values: vec![value], ..Bar::default() };
    let bars = vec![bar("a", 0.26), bar("=b", 0.1 + 0.2), bar("c", f64::NAN)];
    let plot = Plot::Bars(Bars { of: "Of".into(), unit: "n".into(), parts: vec![String::new()], bars, line: None });
    let rows = plot.table(english()).rows;
    assert_eq!(rows, [["a", "0.26"], ["=b", "0.30000000000000004"], ["c", "–"]]);
    let csv = String::from_utf8(plot.table(english()).csv()).unwrap();
    assert!(csv.contains("0.26") && csv.contains("'=b"), "{csv}");
}

#[test]
fn a_value_is_never_rounded_into_another() {
    assert_eq!(text::number(0.26), "0.26");
    assert_eq!(text::with_unit(26.0, "%"), "26%");
    let labels: Vec<String> = ticks::ticks(0.0, 0.26, 5).into_iter().map(|it| it.label).collect();
    assert_eq!(labels, ["0", "0.1", "0.2", "0.3"]);
    let labels: Vec<String> = ticks::ticks(0.0, 3e-7, 3).into_iter().map(|it| it.label).collect();
    assert_eq!(labels, ["0", "0.0000001", "0.0000002", "0.0000003"]);
}

#[test]
fn nothing_one_point_and_too_much_are_answered_with_sentences() {
    let lines = |points: Vec<Point>| Lines { series: vec![Series { name: "one".into(), points }], ..Lines::default() };
    let point = |x: f64, y: f64| Point { x, y, ..Point::default() };
    assert_eq!(lines(Vec::new()).draw(WIDE, english()).unwrap_err().said(english()), "there is nothing to draw yet");
    assert!(lines(vec![point(1.0, 2.0)]).draw(WIDE, english()).is_ok());
    let nan = lines(vec![point(1.0, f64::NAN)]).draw(WIDE, english()).unwrap_err().said(english());
    assert_eq!(nan, "no value here is a number that can be drawn; the table says what there is");
    let many = lines((0..4000).map(|it| point(f64::from(it), 1.0)).collect())
        .draw(WIDE, english())
        .unwrap_err()
        .said(english());
    assert_eq!(many, "4000 points are more than one picture can show, which is 3000; the table has them all");
}

#[test]
fn intervals_are_drawn_wherever_there_are_any() {
    let row = Estimate { label: "a".into(), value: 0.7, interval: Some((0.6, 0.9)), n: None, link: String::new() };
    let forest = Forest { rows: vec![row], ..Forest::default() };
    let whiskers =
        |width: f64| forest.draw(width, english()).unwrap().marks.iter().filter(|it| it.class == "c-whisker").count();
    assert_eq!((whiskers(WIDE), whiskers(NARROW)), (3, 3));
}

#[test]
fn a_graph_without_need_of_crossings_has_none() {
    // Two columns whose arrows cross as they are given, and need not.
    let laid = layers(6, &[(0, 5), (1, 4), (2, 3)]);
    let at = |node: usize| laid.layers.iter().flatten().position(|it| *it == Stop::Node(node)).unwrap();
    assert!((at(0) < at(1)) == (at(5) < at(4)) && (at(1) < at(2)) == (at(4) < at(3)));
}

#[test]
fn things_stand_in_the_lane_of_whoever_has_them_and_arrows_between_lanes_are_told_apart() {
    let node = |label: &str, sort: usize| Node { label: label.into(), sort, ..Node::default() };
    let arrow = |from: usize, to: usize| Arrow { from, to, label: String::new() };
    let lanes = Lanes {
        of: "Party".into(),
        lanes: vec!["Ours".into(), "Theirs".into()],
        nodes: vec![node("a", 0), node("b", 0), node("c", 1)],
        arrows: vec![arrow(0, 1), arrow(1, 2)],
    };
    let scene = lanes.draw(WIDE, english()).unwrap();
    let of = |class: &'static str| scene.marks.iter().filter(move |it| it.class == class);
    let bands: Vec<_> = of("c-lane").chain(of("c-lane c-other")).map(|it| it.bounds()).collect();
    let boxes: Vec<_> = of("c-node").map(|it| it.bounds()).collect();
    for (node, lane) in [(0, 0), (1, 0), (2, 1)] {
        assert!(bands[lane].1 < boxes[node].1 && boxes[node].3 < bands[lane].3, "{node} stands outside of lane {lane}");
    }
    assert_eq!((of("c-arrow").count(), of("c-arrow c-crosses").count()), (1, 1));
    assert_eq!(lanes.table(english()).rows[1], ["b", "Ours", "", "c", ""]);
}

#[test]
fn links_lead_nowhere_but_to_this_server() {
    for link in ["javascript:alert(1)", "//elsewhere.example", "https://elsewhere.example"] {
        let bar = Bar { label: "a".into(), values: vec![1.0], interval: None, link: link.into() };
        let bars = Bars { parts: vec![String::new()], bars: vec![bar], ..Bars::default() };
        assert!(bars.draw(WIDE, english()).unwrap().marks.iter().all(|it| it.link.is_empty()), "{link}");
    }
}

#[test]
fn the_list_of_forms_names_each_form_once() {
    let names: std::collections::BTreeSet<&str> = CHARTS.iter().map(|it| it.name).collect();
    assert_eq!(names.len(), CHARTS.len());
    assert!(names.contains(&Plot::Bars(Bars::default()).form()));
}

#[test]
fn pictures_stay_as_they_are() {
    let node = |label: &str| Node { label: label.into(), ..Node::default() };
    let arrow = |from: usize, to: usize| Arrow { from, to, label: String::new() };
    let plots = [
        Plot::Bars(Bars {
            of: "Stage".into(),
            unit: "AI systems".into(),
            parts: vec![String::new()],
            bars: vec![Bar {
                label: "<Operation>".into(),
                values: vec![3.0],
                interval: Some((2.0, 5.0)),
                link: "/ai_system".into(),
            }],
            line: Some((4.0, "target".into())),
        }),
        Plot::Graph(Graph {
            sorts: vec!["data".into()],
            nodes: vec![node("a"), node("b"), node("c")],
            arrows: vec![arrow(0, 1), arrow(1, 2), arrow(0, 2)],
        }),
    ];
    for plot in plots {
        let chart = Chart { title: "A title".into(), description: "What it shows.".into(), plot };
        let scene = chart.plot.draw(NARROW, english()).unwrap();
        let text = svg::inline(&chart, &scene, "id", "chart-picture").replace('<', "\n<");
        insta::assert_snapshot!(chart.plot.form(), text);
    }
}

#[test]
fn values_at_the_ends_of_what_numbers_can_be_have_a_place() {
    let far = [1e300, -1e300, f64::MAX, f64::MIN, 5e-324, -5e-324, f64::MIN_POSITIVE, 0.0];
    let lines = |xs: &[f64], ys: &[f64], dates: bool| Lines {
        across: Axis { label: "x".into(), dates },
        up: Axis::numbers("y"),
        series: vec![Series {
            name: "s".into(),
            points: xs.iter().zip(ys).map(|(x, y)| Point { x: *x, y: *y, ..Point::default() }).collect(),
        }],
        ..Lines::default()
    };
    let mut plots = Vec::new();
    for (one, two) in far.iter().flat_map(|one| far.iter().map(move |two| (*one, *two))) {
        for dates in [true, false] {
            let both = lines(&[one, two], &[two, one], dates);
            plots.push(Plot::Lines(both.clone()));
            let panels = vec![("a".to_owned(), lines(&[one], &[two], dates)), ("b".to_owned(), both)];
            plots.push(Plot::Multiples(Multiples { of: "System".into(), panels: panels.clone() }));
            plots.push(Plot::Multiples(Multiples { of: "System".into(), panels: panels[..1].to_vec() }));
        }
    }
    for plot in plots {
        for width in [WIDE, NARROW] {
            let scene = plot.draw(width, english()).unwrap();
            let inside = |it: &chart::scene::Mark| {
                let (left, top, right, bottom) = it.bounds();
                left >= -1.0 && top >= -1.0 && right <= scene.width + 1.0 && bottom <= scene.height + 1.0
            };
            assert!(scene.marks.iter().all(inside), "{plot:?}");
            let chart = Chart { title: String::new(), description: String::new(), plot: plot.clone() };
            let drawn = svg::inline(&chart, &scene, "p", "c");
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"), "{plot:?}");
        }
    }
}
