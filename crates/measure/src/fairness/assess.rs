//! A whole assessment of fairness: from a batch of columns and a plan to every number that can be had from them.
//!
//! Consistency and flip rate need columns beside these and stand in [`super::similar`].

use serde::Serialize;

use super::adjusted::{Adjusted, adjusted};
use super::cells::{Grouping, MOST_GROUPS, MOST_WORDS, Rows, groupings};
use super::compare::{Comparison, RateRow, Setting, compare};
use super::conditional::{Conditional, conditional};
use super::confusion::{Confusion, SELECTION_RATE, TRUE_POSITIVE_RATE, rate};
use super::hiring::{Category, HiringTable, above_median, hiring_table};
use super::impossible::{Impossible, impossible};
use super::individual;
use super::label_bias::{LabelBias, label_bias};
use super::mitigate::{Cost, Reweighing, Scored, Thresholds, cost, reweigh, thresholds};
use super::scores::{Labelled, ScoreRow, by_group, rows_of};
use super::weighted;
use crate::column::{Batch, Coded};
use crate::estimate::Measured;
use crate::inference::multiple::{Correction, adjust};
use crate::inference::weighted::{Weighted, not_assessable};
use crate::report::Line;
use crate::roles::{RoleError, UNKNOWN, binary_of, weights_of};

/// Which columns play which part, and how they are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan<'a> {
    /// The column of labels, where there is one.
    pub label: Option<&'a str>,
    /// The column of predictions.
    pub prediction: &'a str,
    /// The column of scores, where there is one.
    pub score: Option<&'a str>,
    /// The positive class, where it is not 1 or true.
    pub positive: Option<&'a str>,
    /// The columns of protected attributes.
    pub groups: &'a [&'a str],
    /// The column of strata within which disparity is measured again.
    pub strata: Option<&'a str>,
    /// Columns that are held equal when the odds of groups are compared once more.
    pub adjust: &'a [&'a str],
    /// The column of weights, where rows do not count alike.
    pub weight: Option<&'a str>,
    /// How many attributes are crossed at most.
    pub depth: usize,
    /// Bins of calibration by group.
    pub bins: usize,
    /// The share below which a category of a hiring table is set aside; no table without it.
    pub aside: Option<f64>,
    /// How far rates may lie apart after thresholds by group; none are sought without it.
    pub tolerance: Option<f64>,
    /// How groups are compared.
    pub setting: Setting,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assessment {
    /// Rows of the batch.
    pub rows: u64,
    /// Rows without a prediction.
    pub without_prediction: u64,
    /// Rows without a label, where labels were asked for.
    pub without_label: u64,
    /// Attributes with rows that hold everything else and no word of them, and how many.
    pub without_group: Vec<(String, u64)>,
    /// Combinations of attributes that make more groups than are compared, and how many.
    pub too_many: Vec<(String, usize)>,
    /// What weights make of the rows, where rows do not count alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<Weights>,
    /// One a combination of attributes.
    pub comparisons: Vec<Comparison>,
    /// Inequality of benefits over all persons.
    pub inequality: Vec<Line>,
    /// What cannot hold at once, by combination.
    pub impossible: Vec<Impossible>,
    /// Bias of labels, by attribute.
    pub label_bias: Vec<LabelBias>,
    /// Disparity within strata, by attribute.
    pub conditional: Vec<Conditional>,
    /// Odds of groups while columns are held equal, by attribute.
    pub adjusted: Vec<Adjusted>,
    /// What scores are worth, by attribute and group.
    pub scores: Vec<ScoreRow>,
    /// Hiring tables by selection, by combination.
    pub hiring: Vec<HiringTable>,
    /// Hiring tables by scores above the median, by combination.
    pub scoring: Vec<HiringTable>,
    /// Weights that make label and group independent, by attribute.
    pub reweighing: Vec<Reweighing>,
    /// Thresholds by group that bring selection rates and true positive rates together, by attribute, with what they cost.
    pub thresholds: Vec<ByRate>,
}

/// What weights make of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Weights {
    /// Rows that have a weight.
    pub rows: u64,
    /// Rows of equal weight that would say as much (Kish).
    pub worth: f64,
}

/// Thresholds of an attribute for one rate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByRate {
    /// The attribute.
    pub by: String,
    /// The rate that is to be equal.
    pub rate: &'static str,
    /// The gap and the accuracy of the predictions as they were measured, on the rows that have a score.
    pub measured: Cost,
    /// The thresholds.
    #[serde(flatten)]
    pub found: Thresholds,
}

impl ByRate {
    /// Whether the groups are closer together with these thresholds than they are now.
    pub fn narrows(&self) -> bool {
        self.found.after.difference < self.measured.difference
    }
}

/// Columns in the form in which they are counted.
struct Parts<'a> {
    attributes: Vec<Coded<'a>>,
    predictions: Vec<u8>,
    labels: Option<Vec<u8>>,
}

fn parts<'a>(batch: &Batch<'a>, plan: &Plan<'_>) -> Result<Parts<'a>, RoleError> {
    let attributes = attributes(batch, plan.groups)?;
    let predictions = binary_of(batch, plan.prediction, plan.positive)?.classes;
    let labels = plan.label.map(|it| binary_of(batch, it, plan.positive)).transpose()?.map(|it| it.classes);
    Ok(Parts { attributes, predictions, labels })
}

fn attributes<'a>(batch: &Batch<'a>, groups: &[&str]) -> Result<Vec<Coded<'a>>, RoleError> {
    let coded = |it: &&str| Ok(batch.column(it)?.coded(MOST_WORDS)?.in_order());
    groups.iter().map(coded).collect()
}

/// Measures everything that the columns of the plan allow.
pub fn assess(batch: &Batch<'_>, plan: &Plan<'_>) -> Result<Assessment, RoleError> {
    let parts = parts(batch, plan)?;
    let rows = Rows { attributes: &parts.attributes, predictions: &parts.predictions, labels: parts.labels.as_deref() };
    let (groupings, crowded): (Vec<Grouping>, Vec<Grouping>) =
        groupings(rows, plan.depth)?.into_iter().partition(|it| it.groups.len() <= MOST_GROUPS);
    let mut comparisons: Vec<Comparison> = groupings.iter().map(|it| compare(it, &plan.setting)).collect();
    correct(&mut comparisons);
    let weights = plan.weight.map(|it| weights_of(batch, it)).transpose()?;
    for (comparison, grouping) in comparisons.iter_mut().zip(&groupings) {
        weights
            .iter()
            .for_each(|it| weighted::reweigh(comparison, &weighted::cells(rows, it, grouping), &plan.setting));
    }
    let level = plan.setting.draws.level;
    let unknown = |it: &[u8]| it.iter().filter(|it| **it == UNKNOWN).count() as u64;
    let single = || groupings.iter().zip(&comparisons).filter(|it| it.0.by.len() == 1);
    let method = plan.setting.method;
    let hiring = plan.aside.map(|aside| groupings.iter().map(|it| hiring_table(it, aside, method, level)).collect());
    let scores = plan.score.map(|it| batch.column(it)?.numbers()).transpose()?;
    let assessment = Assessment {
        weights: weights.as_ref().map(|it| worth(it)),
        rows: batch.rows() as u64,
        without_prediction: unknown(&parts.predictions),
        without_label: parts.labels.as_deref().map_or(0, unknown),
        without_group: single().filter(|it| it.0.unknown > 0).map(|it| (it.0.by.join(" x "), it.0.unknown)).collect(),
        too_many: crowded.iter().map(|it| (it.by.join(" x "), it.groups.len())).collect(),
        inequality: inequality(&parts, &groupings, &plan.setting),
        impossible: groupings.iter().filter_map(|it| impossible(it, plan.setting.minimum, level)).collect(),
        label_bias: single().flat_map(|it| label_bias(it.0, reference(it.0, it.1), plan.setting.draws)).collect(),
        conditional: strata(batch, plan, &parts, &comparisons)?,
        adjusted: held_equal(batch, plan, &parts, &comparisons)?,
        scores: scores.as_ref().map(|it| of_scores(it, plan, &parts, &comparisons)).unwrap_or_default(),
        hiring: hiring.unwrap_or_default(),
        scoring: scores.as_ref().map(|it| scoring(it, plan, &parts)).transpose()?.unwrap_or_default(),
        thresholds: scores.as_ref().map(|it| by_rate(it, plan, &parts)).unwrap_or_default(),
        reweighing: single().filter_map(|it| reweigh(it.0).ok()).collect(),
        comparisons,
    };
    Ok(assessment)
}

fn worth(weights: &[f64]) -> Weights {
    let all = Weighted::of(weights.iter().map(|it| (*it, true)));
    Weights { rows: all.n, worth: all.kish() }
}

/// Corrects the p-values of all tests of the assessment as one family, in which a rate and what is left of it to 1 are one question.
fn correct(comparisons: &mut [Comparison]) {
    let asked = |it: &RateRow| rate(it.rate).is_none_or(|it| it.rest_of.is_none());
    let rows = || comparisons.iter().flat_map(|it| &it.rates).filter(|it| asked(it)).filter_map(|it| it.alike);
    let adjusted = adjust(&rows().map(|it| it.p).collect::<Vec<_>>(), Correction::Holm);
    let mut next = adjusted.into_iter();
    for rates in comparisons.iter_mut().map(|it| &mut it.rates) {
        for row in rates.iter_mut().filter(|it| it.alike.is_some() && asked(it)) {
            row.adjusted = next.next();
        }
        let known: Vec<_> = rates.iter().map(|it| (it.rate, it.adjusted)).collect();
        for row in rates.iter_mut().filter(|it| it.alike.is_some() && !asked(it)) {
            let whole = rate(row.rate).and_then(|it| it.rest_of);
            row.adjusted = known.iter().find(|it| Some(it.0) == whole).and_then(|it| it.1);
        }
    }
}

/// The place of the reference among all groups of a grouping.
fn reference(grouping: &Grouping, comparison: &Comparison) -> usize {
    grouping.groups.iter().position(|it| Some(&it.name) == comparison.reference.as_ref()).unwrap_or(usize::MAX)
}

/// The counts of all rows, whatever their group.
fn whole(parts: &Parts<'_>) -> Option<Confusion> {
    let labels = parts.labels.as_ref()?;
    let mut cells = [0; 4];
    let known = labels.iter().zip(&parts.predictions).filter(|it| *it.0 != UNKNOWN && *it.1 != UNKNOWN);
    known.for_each(|(label, prediction)| cells[usize::from(label * 2 + prediction)] += 1);
    Some(Confusion::from_cells(&cells))
}

fn inequality(parts: &Parts<'_>, groupings: &[Grouping], setting: &Setting) -> Vec<Line> {
    let Some(counts) = whole(parts) else { return Vec::new() };
    let draws = setting.draws;
    let mut lines = vec![
        Line::new("generalized_entropy_index", "", individual::generalized_entropy(&counts, 2.0, draws)),
        Line::new("theil_index", "", individual::theil(&counts, draws)),
        Line::new("coefficient_of_variation", "", individual::coefficient_of_variation(&counts, draws)),
    ];
    for grouping in groupings.iter().filter(|it| it.by.len() == 1) {
        let groups: Vec<Confusion> = grouping.groups.iter().map(|it| it.counts).collect();
        let value = individual::between_groups(&groups, 1.0, draws);
        lines.push(Line::new("between_group_theil_index", grouping.by.join(" x "), value));
    }
    lines
}

/// The place of the reference among the words of an attribute.
fn reference_word(attribute: &Coded<'_>, comparisons: &[Comparison]) -> usize {
    let own = comparisons.iter().find(|it| it.grouping.by == [attribute.name]);
    let name = own.and_then(|it| it.reference.as_ref());
    attribute.words.iter().position(|it| Some(it) == name).unwrap_or(usize::MAX)
}

fn strata(
    batch: &Batch<'_>,
    plan: &Plan<'_>,
    parts: &Parts<'_>,
    comparisons: &[Comparison],
) -> Result<Vec<Conditional>, RoleError> {
    let Some(strata) = plan.strata else { return Ok(Vec::new()) };
    let strata = batch.column(strata)?.coded(MOST_WORDS)?;
    let draws = plan.setting.draws;
    let of = |it: &Coded<'_>| conditional(it, &strata, &parts.predictions, reference_word(it, comparisons), draws);
    Ok(parts.attributes.iter().flat_map(of).collect())
}

fn held_equal(
    batch: &Batch<'_>,
    plan: &Plan<'_>,
    parts: &Parts<'_>,
    comparisons: &[Comparison],
) -> Result<Vec<Adjusted>, RoleError> {
    if plan.adjust.is_empty() {
        return Ok(Vec::new());
    }
    let held = plan.adjust.iter().map(|it| batch.column(it).copied()).collect::<Result<Vec<_>, _>>()?;
    let level = plan.setting.draws.level;
    let of = |it: &Coded<'_>| adjusted(it, reference_word(it, comparisons), &parts.predictions, &held, level);
    Ok(parts.attributes.iter().flat_map(of).collect())
}

fn of_scores(scores: &[f64], plan: &Plan<'_>, parts: &Parts<'_>, comparisons: &[Comparison]) -> Vec<ScoreRow> {
    let Some(labels) = parts.labels.as_ref() else { return Vec::new() };
    let of = |it: &Coded<'_>| by_group(it, scores, labels, reference_word(it, comparisons), plan.bins, &plan.setting);
    parts.attributes.iter().flat_map(of).collect()
}

fn scoring(scores: &[f64], plan: &Plan<'_>, parts: &Parts<'_>) -> Result<Vec<HiringTable>, RoleError> {
    match plan.aside {
        Some(aside) => above(scores, &parts.attributes, plan.depth, aside, &plan.setting),
        None => Ok(Vec::new()),
    }
}

/// Hiring tables by scores above the median where nobody was selected yet, so that scores are all there is.
pub fn by_scores_alone(
    batch: &Batch<'_>,
    score: &str,
    groups: &[&str],
    depth: usize,
    aside: f64,
    setting: &Setting,
) -> Result<Vec<HiringTable>, RoleError> {
    above(&batch.column(score)?.numbers()?, &attributes(batch, groups)?, depth, aside, setting)
}

/// Hiring tables by scores above the median; none without a score.
fn above(
    scores: &[f64],
    attributes: &[Coded<'_>],
    depth: usize,
    aside: f64,
    setting: &Setting,
) -> Result<Vec<HiringTable>, RoleError> {
    let Ok(above) = above_median(scores) else { return Ok(Vec::new()) };
    let rows = Rows { attributes, predictions: &above, labels: None };
    let table = |it: &Grouping| hiring_table(it, aside, setting.method, setting.draws.level);
    Ok(groupings(rows, depth)?.iter().map(table).collect())
}

fn by_rate(scores: &[f64], plan: &Plan<'_>, parts: &Parts<'_>) -> Vec<ByRate> {
    let (Some(tolerance), Some(labels)) = (plan.tolerance, parts.labels.as_ref()) else { return Vec::new() };
    let of = |attribute: &Coded<'_>| -> Vec<ByRate> {
        let all = attribute.words.iter().enumerate().map(|(word, name)| {
            let known = predicted_now(attribute, word, scores, labels, &parts.predictions);
            (name, rows_of(attribute, word, scores, labels), known)
        });
        let enough: Vec<(&String, Labelled, Confusion)> =
            all.filter(|it| it.1.0.len() as u64 >= plan.setting.minimum.max(1)).collect();
        let scored: Vec<Scored<'_>> =
            enough.iter().map(|(name, (scores, labels), _)| Scored { name, scores, labels }).collect();
        let now: Vec<Confusion> = enough.iter().map(|it| it.2).collect();
        let found = [SELECTION_RATE, TRUE_POSITIVE_RATE].into_iter().filter_map(|rate| {
            let found = thresholds(&scored, rate.of, tolerance).ok()?;
            Some(ByRate { by: attribute.name.to_owned(), rate: rate.metric.id, measured: cost(&now, rate.of), found })
        });
        found.collect()
    };
    parts.attributes.iter().flat_map(of).collect()
}

/// The counts of the rows of `word` that have a score, by the predictions that were measured.
fn predicted_now(attribute: &Coded<'_>, word: usize, scores: &[f64], labels: &[u8], predictions: &[u8]) -> Confusion {
    let rows = attribute.codes.iter().zip(scores).zip(labels.iter().zip(predictions));
    let mut cells = [0; 4];
    for ((code, score), (label, prediction)) in rows {
        if *code as usize == word && !score.is_nan() && *label != UNKNOWN && *prediction != UNKNOWN {
            cells[usize::from(label * 2 + prediction)] += 1;
        }
    }
    Confusion::from_cells(&cells)
}

impl Assessment {
    /// Every number as a line, for tables and for the limits of a plan.
    pub fn lines(&self) -> Vec<Line> {
        let mut others = self.others();
        if self.weights.is_some() {
            others.iter_mut().for_each(|it| it.value = Err(not_assessable()).into());
        }
        // What is unequal over all persons stands first.
        let rest = others.split_off(self.inequality.len());
        others.into_iter().chain(self.compared()).chain(rest).collect()
    }

    /// What was compared, group by group.
    fn compared(&self) -> Vec<Line> {
        let mut lines = Vec::new();
        for comparison in &self.comparisons {
            let by = comparison.grouping.by.join(" x ");
            let gaps = comparison.rates.iter().flat_map(|it| &it.gaps);
            // A gap that has a name of its own is listed under both.
            for finding in gaps.chain(&comparison.parities) {
                let line = Line::new(finding.metric.clone(), by.clone(), finding.value.clone());
                lines.push(Line { between: finding.between.clone(), ..line });
            }
            for (row, group) in comparison
                .rates
                .iter()
                .flat_map(|row| row.groups.iter().zip(&comparison.grouping.groups).map(move |it| (row.rate, it)))
            {
                lines.push(Line::new(row, format!("{by} = {}", group.1.name), group.0.clone()));
            }
        }
        lines
    }

    /// Everything else.
    fn others(&self) -> Vec<Line> {
        let mut lines = self.inequality.clone();
        lines.extend(self.label_bias.iter().flat_map(bias_lines));
        for it in &self.conditional {
            let of = format!("{} = {}", it.by, it.group);
            lines.push(Line::new("conditional_demographic_disparity", of.clone(), it.disparity.clone()));
            let between = Some([it.group.clone(), it.reference.clone()]);
            lines.push(Line { between, ..Line::new("common_odds_ratio", of, it.odds_ratio.clone()) });
        }
        for it in &self.adjusted {
            let between = Some([it.group.clone(), it.reference.clone()]);
            let of = format!("{} = {}", it.by, it.group);
            lines.push(Line { between, ..Line::new("adjusted_odds_ratio", of, it.odds_ratio.clone()) });
        }
        lines.extend(self.scores.iter().flat_map(ScoreRow::lines));
        let tables = |all: &'_ [HiringTable]| -> Vec<(String, Category)> {
            let name = |table: &HiringTable, row: &Category| format!("{} = {}", table.by.join(" x "), row.category);
            all.iter().flat_map(|table| table.categories.iter().map(|row| (name(table, row), row.clone()))).collect()
        };
        lines.extend(tables(&self.hiring).into_iter().map(|(of, it)| Line::new("impact_ratio", of, it.impact_ratio)));
        lines.extend(tables(&self.scoring).into_iter().map(|(of, it)| Line::new("scoring_rate", of, it.rate)));
        lines
    }
}

fn bias_lines(it: &LabelBias) -> [Line; 4] {
    let line = |id: &str, value: &Measured| {
        let line = Line::new(id, format!("{} = {}", it.by, it.group), value.clone());
        Line { between: Some([it.group.clone(), it.reference.clone()]), ..line }
    };
    [
        line("class_imbalance", &it.class_imbalance),
        line("label_proportion_difference", &it.label_proportion_difference),
        line("label_kl_divergence", &it.label_kl_divergence),
        line("label_js_divergence", &it.label_js_divergence),
    ]
}
