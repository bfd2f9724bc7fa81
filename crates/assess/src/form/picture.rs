//! Figures of a report as charts: the forms that pages have too, each with its table.

use chart::axis::Axis;
use chart::bars::{Bar, Bars};
use chart::forest::{Estimate, Forest};
use chart::lines::{Lines, Point, Series};
use chart::mosaic::{Mosaic, Row};
use chart::{Chart, Plot};
use measure::report::Line;

use crate::number;
use crate::report::{Figure, MosaicRow};

/// The chart of a figure.
pub fn chart(figure: &Figure) -> Chart {
    let (description, plot) = match figure {
        Figure::Intervals { beside, rows, .. } => (
            "Each number with its interval, beside the value that it is compared with.",
            Plot::Forest(forest(*beside, rows)),
        ),
        Figure::Counts { labels, series, .. } => {
            ("Shares of rows, so that unequal numbers of rows can be compared.", Plot::Bars(bars(labels, series)))
        }
        Figure::Curve { across, up, series, .. } => {
            ("Read from left to right.", Plot::Lines(lines(across, up, series)))
        }
        Figure::Mosaic { of, labels, rows, .. } => (
            "Each row is as high as the group is large, each box as wide as its part of the group; a group with too few rows stays empty.",
            Plot::Mosaic(mosaic(of, labels, rows)),
        ),
    };
    Chart { title: figure.title().to_owned(), description: description.to_owned(), plot }
}

fn mosaic(of: &str, labels: &[String], rows: &[MosaicRow]) -> Mosaic {
    let row = |it: &MosaicRow| Row { label: it.group.clone(), counts: it.counts.clone(), enough: it.enough };
    Mosaic {
        of: of.to_owned(),
        unit: "rows".to_owned(),
        parts: labels.to_vec(),
        rows: rows.iter().map(row).collect(),
        small: "not enough data to say".to_owned(),
    }
}

/// A number with the digits that the other forms show; JSON has all of them.
fn rounded(value: f64) -> f64 {
    number::number(value).parse().unwrap_or(value)
}

fn forest(beside: Option<f64>, rows: &[Line]) -> Forest {
    let metric = rows.first().map_or("", |it| it.metric.as_str());
    let alike = rows.iter().all(|it| it.metric == metric);
    let estimate = |it: &Line| {
        let found = it.value.get().ok();
        Estimate {
            label: if alike { it.of.clone() } else { format!("{} {}", it.metric, it.of).trim_end().to_owned() },
            value: found.map_or(f64::NAN, |it| rounded(it.value)),
            interval: found.and_then(|it| it.interval).map(|it| (rounded(it.low), rounded(it.high))),
            n: found.map(|it| it.n),
            link: String::new(),
        }
    };
    Forest {
        of: "Of".to_owned(),
        measure: if alike { metric.to_owned() } else { "value".to_owned() },
        rows: rows.iter().map(estimate).collect(),
        lines: beside.map(|it| (rounded(it), "compared with".to_owned())).into_iter().collect(),
    }
}

/// Bars of counts; two series stand one after the other for each label, as shares.
fn bars(labels: &[String], series: &[(String, Vec<u64>)]) -> Bars {
    let several = series.len() > 1;
    let mut all = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        for (name, counts) in series {
            let rows = counts.iter().sum::<u64>().max(1) as f64;
            let count = counts.get(at).copied().unwrap_or(0) as f64;
            all.push(Bar {
                label: if several { format!("{label} · {name}") } else { label.clone() },
                values: vec![(1e4 * count / rows).round() / 1e2],
                interval: None,
                link: String::new(),
            });
        }
    }
    Bars { of: "Value".to_owned(), unit: "% of rows".to_owned(), parts: vec![String::new()], bars: all, line: None }
}

fn lines(across: &str, up: &str, series: &[(String, Vec<[f64; 2]>)]) -> Lines {
    let point = |it: &[f64; 2]| Point { x: it[0], y: it[1], interval: None, link: String::new() };
    let line = |(name, points): &(String, Vec<[f64; 2]>)| Series {
        name: name.clone(),
        points: points.iter().map(point).collect(),
    };
    Lines {
        across: Axis::numbers(across),
        up: Axis::numbers(up),
        series: series.iter().map(line).collect(),
        ..Lines::default()
    }
}
