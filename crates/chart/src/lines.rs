//! Lines: values over time or another measure, with intervals, bands that they should stay in, and markers of changes.

use crate::axis::{Area, Axis, BELOW, Ends, range};
use crate::legend::{Known, LINES, SERIES, SIGNS, legend};
use crate::scene::{Anchor, Mark, Scene, Shape};
use crate::table::Table;
use crate::text::{self, SMALL};
use crate::{Drawn, Undrawn, Words};

/// Lines on one pair of axes.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// What goes across.
    pub across: Axis,
    /// What goes up.
    pub up: Axis,
    /// The lines.
    pub series: Vec<Series>,
    /// Bands in which values are expected, or limits.
    pub bands: Vec<Band>,
    /// Moments at which something changed.
    pub changes: Vec<Change>,
}

/// One line.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its points, from left to right; a value that is no number leaves a gap.
    pub points: Vec<Point>,
}

/// One point of a line.
#[derive(Debug, Clone, Default)]
pub struct Point {
    /// Place across.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Interval of the value.
    pub interval: Option<(f64, f64)>,
    /// Where its rows are.
    pub link: String,
}

/// A band across the picture; a limit when it has no width.
#[derive(Debug, Clone)]
pub struct Band {
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// What it means.
    pub label: String,
}

/// A moment at which something changed.
#[derive(Debug, Clone)]
pub struct Change {
    /// Place across.
    pub x: f64,
    /// What changed.
    pub label: String,
}

/// Most points of one picture.
const MOST: usize = 3000;
/// Points above which they are joined by the line alone.
const SIGNED: usize = 60;

impl Lines {
    /// The picture.
    pub fn draw(&self, width: f64, words: Words<'_>) -> Drawn {
        let (x, y) = self.ranges()?;
        self.draw_on(width, if width < 480.0 { 200.0 } else { 260.0 }, (x, y), words)
    }

    /// The picture with an area of this height, for values between these ends.
    pub(crate) fn draw_on(&self, width: f64, height: f64, (x, y): (Ends, Ends), words: Words<'_>) -> Drawn {
        let mut scene = Scene::new(width, 0.0);
        let names: Vec<&str> = self.series.iter().map(|it| it.name.as_str()).collect();
        let top = legend(&mut scene, if names.len() > 1 { &names } else { &[] }, Known::Line) + 28.0;
        let area = Area::new(width, top, height, x, y, &self.across);
        area.axes(&mut scene, &self.across, &self.up);
        self.bands(&mut scene, &area, words);
        for (index, series) in self.series.iter().enumerate() {
            self.line(&mut scene, &area, (index, series), words);
        }
        scene.height = self.markers(&mut scene, &area) + 6.0;
        Ok(scene)
    }

    /// The ends of both scales, or why there is nothing to draw.
    pub(crate) fn ranges(&self) -> Result<(Ends, Ends), Undrawn> {
        let count: usize = self.series.iter().map(|it| it.points.len()).sum();
        match (count, self.series.len()) {
            (0, _) => return Err(Undrawn::Nothing),
            (count, _) if count > MOST => return Err(Undrawn::TooMany(count, "chart.points", MOST)),
            (_, series) if series > SERIES => return Err(Undrawn::TooMany(series, "chart.lines", SERIES)),
            _ => {}
        }
        let drawn = || self.series.iter().flat_map(|it| &it.points).filter(|it| it.x.is_finite() && it.y.is_finite());
        let x = range(drawn().map(|it| it.x)).ok_or(Undrawn::NoNumber)?;
        let ends = drawn().flat_map(|it| it.interval.map_or([it.y, it.y], |it| [it.0, it.1]).into_iter().chain([it.y]));
        let y = range(ends.chain(self.bands.iter().flat_map(|it| [it.low, it.high]))).ok_or(Undrawn::NoNumber)?;
        Ok((x, y))
    }

    fn bands(&self, scene: &mut Scene, area: &Area, words: Words<'_>) {
        for band in self.bands.iter().filter(|it| it.low.is_finite() && it.high.is_finite()) {
            let (top, bottom) = (area.y(band.high), area.y(band.low));
            let tip = format!("{}: {}", band.label, words.between(&text::number(band.low), &text::number(band.high)));
            if band.high > band.low {
                scene.draw(Mark::area("c-band", area.left, top, area.right - area.left, bottom - top).tip(&tip));
            }
            for y in [top, bottom] {
                scene.draw(Mark::line("c-limit", (area.left, y), (area.right, y)));
            }
            let label = text::fit(&band.label, SMALL, area.right - area.left - 8.0);
            scene.draw(Mark::note("c-note", (area.right - 4.0, top - 4.0), Anchor::End, &label).tip(tip));
        }
    }

    fn line(&self, scene: &mut Scene, area: &Area, (index, series): (usize, &Series), words: Words<'_>) {
        let class = index % SERIES;
        let drawn = |it: &&Point| it.x.is_finite() && it.y.is_finite();
        for run in series.points.split(|it| !drawn(&it)).filter(|it| it.len() > 1) {
            let points = run.iter().map(|it| (area.x(it.x), area.y(it.y))).collect();
            scene.draw(Mark::new(LINES[class], Shape::Path { points, closed: false }));
        }
        let signed = series.points.len() <= SIGNED;
        for point in series.points.iter().filter(drawn) {
            let ends = point.interval.filter(|it| it.0.is_finite() && it.1.is_finite());
            if let Some((low, high)) = ends {
                area.whisker(scene, "c-whisker", point.x, low, high);
            }
            if signed {
                let sign = Shape::Sign { x: area.x(point.x), y: area.y(point.y), sign: index };
                scene.draw(Mark::new(SIGNS[class], sign).tip(self.says(series, point, words)).link(&point.link));
            }
        }
    }

    fn says(&self, series: &Series, point: &Point, words: Words<'_>) -> String {
        let at = self.across.show(point.x);
        format!("{}, {at}: {}{}", series.name, self.up.show(point.y), words.interval(point.interval))
    }

    /// Draws the markers with their letters, and what the letters mean below; returns where that ends.
    fn markers(&self, scene: &mut Scene, area: &Area) -> f64 {
        let mut y = area.bottom + BELOW;
        for (index, change) in self.changes.iter().filter(|it| it.x.is_finite()).enumerate() {
            let letter = letter(index);
            let (x, said) = (area.x(change.x), format!("{letter}: {}, {}", change.label, self.across.show(change.x)));
            scene.draw(Mark::line("c-change", (x, area.top), (x, area.bottom)).tip(&said));
            scene.draw(Mark::note("c-strong", (x, area.top - 2.0), Anchor::Middle, &letter));
            y += 16.0;
            let said = text::fit(&said, SMALL, scene.width - 4.0);
            scene.draw(Mark::note("c-note", (2.0, y - 4.0), Anchor::Start, &said));
        }
        y
    }

    /// Every point.
    pub fn table(&self, words: Words<'_>) -> Table {
        let across = if self.across.label.is_empty() { words.say("chart.at") } else { &self.across.label };
        let mut table = Table::new(&[
            words.say("chart.line"),
            across,
            &self.up.label,
            words.say("chart.from"),
            words.say("chart.to"),
        ]);
        for series in &self.series {
            for point in &series.points {
                let [low, high] = text::ends(point.interval);
                let cells = vec![series.name.clone(), self.across.show(point.x), self.up.show(point.y), low, high];
                table.row(cells, &point.link);
            }
        }
        for band in &self.bands {
            let cells =
                vec![band.label.clone(), String::new(), String::new(), text::number(band.low), text::number(band.high)];
            table.row(cells, "");
        }
        for change in &self.changes {
            table.row(
                vec![change.label.clone(), self.across.show(change.x), String::new(), String::new(), String::new()],
                "",
            );
        }
        table.without_empty_columns()
    }
}

/// `A`, `B`, … `Z`, `A1`, …
fn letter(index: usize) -> String {
    let letter = char::from(b'A' + (index % 26) as u8);
    match index / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}
