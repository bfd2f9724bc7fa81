//! `aims privacy`: what was spent of a dataset's privacy budget, and treatments of its versions weighed against each other.

use clap::{Args, Subcommand};
use governance::data::budget::{Spent, shown};
use governance::data::front::Reading;
use governance::data::trade_off::{Point, TradeOff};
use serde_json::{Value, json};

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
    Front(Dataset),
}

/// A dataset.
#[derive(Debug, Args)]
struct Dataset {
    /// The dataset, such as `DST-1`
    id: String,
}

impl Privacy {
    /// Shows.
    pub async fn run(self, context: &Context) -> Result<(), Failure> {
        match self.what {
            What::Budget(it) => it.budget(context).await,
            What::Front(it) => it.front(context).await,
        }
    }
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
        if context.output.json(&Value::from_iter(all.iter().map(weighed))) {
            return Ok(());
        }
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
        let read = |(of, it): (&&governance::data::library::Weighed, &Reading)| json!({ "measure": of.name, "value": it.value, "interval": it.interval });
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
