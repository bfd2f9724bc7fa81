//! `aims privacy`: what was spent of a dataset's privacy budget, and treatments of its versions weighed against each other.

use std::path::PathBuf;

use chart::{Chart, WIDE, svg};
use clap::{Args, Subcommand};
use governance::data::budget::{Spent, shown};
use governance::data::front::Reading;
use governance::data::picture::{Said, picture};
use governance::data::trade_off::{Point, TradeOff};
use serde_json::{Value, json};

use crate::cli::OutputFormat;
use crate::context::{self, Context};
use crate::exit::Failure;

/// Arguments of `aims privacy`.
#[derive(Debug, Args)]
pub struct Privacy {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Show what was spent of the privacy budget of a dataset, by which version, and what is left
    Budget(Dataset),
    /// Show treatments of the versions of a dataset: which no other beats, which are beaten, which cannot be weighed
    Front(Front),
}

/// Arguments of `aims privacy front`.
#[derive(Debug, Args)]
struct Front {
    #[command(flatten)]
    dataset: Dataset,
    /// The version that is treated, such as `DSV-1`, where several are
    #[arg(long, value_name = "VERSION")]
    of: Option<String>,
    /// File to write, with `--format csv`, `svg` or `json`; standard output without it
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

/// A dataset.
#[derive(Debug, Args)]
struct Dataset {
    /// The dataset, such as `DST-1`
    id: String,
}

impl Privacy {
    /// Whether it can be drawn.
    pub fn draws(&self) -> bool {
        matches!(self.what, What::Front(_))
    }

    /// Shows.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        match self.what {
            What::Budget(it) => it.budget(context).await,
            What::Front(it) => it.run(context).await,
        }
    }
}

impl Front {
    async fn run(self, context: &Context) -> Result<(), Failure> {
        let format = context.global.format;
        if format == OutputFormat::Text {
            return self.dataset.front(context).await;
        }
        context.only_now("privacy front")?;
        let all = self.dataset.whole(context).await?.trade_offs;
        let bytes = match format {
            OutputFormat::Json => {
                let wanted = all.iter().filter(|it| self.of.as_ref().is_none_or(|of| it.original.to_string() == *of));
                serde_json::to_vec_pretty(&Value::from_iter(wanted.map(weighed)))
                    .map_err(|it| Failure::failed(it.to_string()))?
            }
            OutputFormat::Csv => drawn(self.one(&all)?)?.plot.table(assess::form::english()).csv(),
            _ => {
                let (chart, words) = (drawn(self.one(&all)?)?, assess::form::english());
                let scene = chart.plot.draw(WIDE, words).map_err(|why| Failure::input(why.said(words)))?;
                svg::file(&chart, &scene).into_bytes()
            }
        };
        crate::output::write_bytes(&self.out, &bytes)
    }

    /// The treatments of the version that is asked for, or of the only one that is treated.
    fn one<'a>(&self, all: &'a [TradeOff]) -> Result<&'a TradeOff, Failure> {
        let names = || all.iter().map(|it| it.original.to_string()).collect::<Vec<_>>().join(", ");
        match (&self.of, all) {
            (_, []) => Err(Failure::missing(format!("no version of {} is treated", self.dataset.id))),
            (None, [one]) => Ok(one),
            (None, _) => Err(Failure::input(format!("several versions are treated; name one with --of: {}", names()))),
            (Some(of), _) => all.iter().find(|it| it.original.to_string() == *of).ok_or_else(|| {
                Failure::missing(format!("nothing treats `{of}`; the versions that are treated are {}", names()))
            }),
        }
    }
}

/// The picture of treatments.
fn drawn(of: &TradeOff) -> Result<Chart, Failure> {
    let said = Said {
        title: format!("Utility against privacy: treatments of {}", of.original),
        description: "Each mark is one treatment as it was measured, with its intervals.".to_owned(),
        treatment: "Treatment".to_owned(),
        in_use: "In use".to_owned(),
    };
    let few = || Failure::input("a picture needs two things that are weighed; let the dataset name them".to_owned());
    picture(of, said).ok_or_else(few)
}

impl Dataset {
    async fn whole(&self, context: &Context) -> Result<governance::data::whole::Whole, Failure> {
        let id = context::id(&self.id)?;
        let aims = context.open()?;
        let row = aims.record(&context.actor(), &id, &governance::Moment::Now).await?;
        match row.kind == governance::data::DATASET {
            true => Ok(aims.data(&context.actor(), &id).await?),
            false => Err(Failure::input(format!("`{}` is no dataset; name one, such as `DST-1`", self.id))),
        }
    }

    async fn budget(&self, context: &Context) -> Result<(), Failure> {
        context.only_now("privacy budget")?;
        let it = self.whole(context).await?.budget;
        let answer = json!({
            "standing": it.word, "why": it.why, "rule": it.rule, "most": it.most, "basic": it.basic, "zcdp": it.zcdp,
            "left": it.left(), "rows": it.rows.iter().map(row).collect::<Vec<_>>(),
        });
        if context.output.json(&answer) {
            return Ok(());
        }
        context.output.line(format!("{}: {}", it.word, it.why));
        if let Some(left) = it.left() {
            context.output.line(format!("left: {} of epsilon", shown(left.max(0.0))));
        }
        if let Some(zcdp) = it.zcdp {
            context.output.line(format!(
                "by adding epsilons {}, by adding rhos {}",
                shown(it.basic.epsilon),
                shown(zcdp)
            ));
        }
        it.rows.iter().for_each(|it| context.output.line(told(it)));
        Ok(())
    }

    async fn front(&self, context: &Context) -> Result<(), Failure> {
        context.only_now("privacy front")?;
        let all = self.whole(context).await?.trade_offs;
        if all.is_empty() {
            context.output.line(format!("no version of {} is treated", self.id));
        }
        for it in &all {
            let by: Vec<&str> = it.weighed.iter().map(|it| it.name.as_str()).collect();
            context.output.line(format!("treatments of {} by {}", it.original, by.join(", ")));
            for point in &it.points {
                let read: Vec<String> = point.readings.iter().map(reading).collect();
                let used = if point.chosen { ", in use" } else { "" };
                let (id, title, word) = (&point.version, &point.title, point.word());
                context.output.line(format!("  {id} {title}{used}: {}: {word}, {}", read.join(", "), it.why(point)));
            }
            it.outside.iter().for_each(|(id, why)| context.output.line(format!("  {id}: outside, {why}")));
        }
        Ok(())
    }
}

fn row(it: &Spent) -> Value {
    json!({
        "version": it.version.to_string(), "on": it.on.map(|it| it.to_string()), "loss": it.stated.map(|it| it.loss),
        "rho": it.stated.and_then(|it| it.rho), "counts": it.counts,
    })
}

fn told(it: &Spent) -> String {
    let loss = it
        .stated
        .map_or_else(|| "does not say what it cost".to_owned(), |it| format!("epsilon {}", shown(it.loss.epsilon)));
    let on = it.on.map_or_else(|| "not accepted".to_owned(), |it| it.to_string());
    let counts = if it.counts { "" } else { ", does not count" };
    format!("  {} {}: {loss}, {on}{counts}", it.version, it.title)
}

fn reading(it: &Reading) -> String {
    assess::number::number(it.value)
        + &it.interval.map_or(String::new(), |(low, high)| {
            format!(" [{}, {}]", assess::number::number(low), assess::number::number(high))
        })
}

fn weighed(it: &TradeOff) -> Value {
    let point = |point: &Point| {
        let read = |(of, it): (&governance::data::library::Weighed, &Reading)| json!({ "measure": of.name, "value": it.value, "interval": it.interval });
        json!({
            "version": point.version.to_string(), "in_use": point.chosen, "stands": point.word(), "why": it.why(point),
            "readings": it.weighed.iter().zip(&point.readings).map(read).collect::<Vec<_>>(),
        })
    };
    let outside = |(id, why): &(record::Id, String)| json!({ "version": id.to_string(), "why": why });
    json!({
        "original": it.original.to_string(), "points": it.points.iter().map(point).collect::<Vec<_>>(),
        "outside": it.outside.iter().map(outside).collect::<Vec<_>>(),
    })
}
