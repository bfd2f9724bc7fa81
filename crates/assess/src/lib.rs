//! From files, columns and a plan to a report: what `aims measure` and the page `/measure` both do.
//!
//! - [`asked`], [`columns`], [`plan`], [`data`], [`differing`]: what is asked, and of what.
//! - one file a family: [`profile`], [`quality`], [`drift`], [`fairness`], [`performance`], [`privacy`], [`compare`],
//!   [`represent`], [`agreement`], [`hazard`]; [`FAMILIES`] is the one list from which help, dispatch, pages and documentation are made.
//! - [`report`], [`verdict`]: what comes out. [`form`]: JSON, HTML, Markdown and JUnit, each from the same report.
//! - [`batch`]: one batch of a stream, held to its part of what its monitor promises.
//! - [`propose`]: plans to start from. [`kept`]: the report as the fields of a record.
//!
//! What a number means is left to crate `measure`, what a file holds to crate `read`, arguments and terminals to the program,
//! pages to `web`, records to `governance`. Serves ISO/IEC 42001 9.1 and A.6.2.4.

pub mod agreement;
pub mod asked;
pub mod batch;
pub mod columns;
pub mod compare;
pub mod data;
pub mod differing;
pub mod drift;
mod error;
pub mod fairness;
mod fitness;
pub mod form;
pub mod hazard;
pub mod kept;
pub mod number;
pub mod performance;
pub mod plan;
pub mod privacy;
pub mod profile;
pub mod propose;
pub mod quality;
pub mod report;
pub mod represent;
pub mod run;
pub mod verdict;

pub use error::Error;

use measure::fairness::confusion::rate;
use measure::metric::{Family as Topic, Metric};
use report::Found;
use run::Ask;

/// A family of measures.
#[derive(Debug)]
pub struct Family {
    /// Its name on the command line and in plans.
    pub name: &'static str,
    /// What it answers, in a line.
    pub summary: &'static str,
    /// What it needs and gives, for its help.
    pub about: &'static str,
    /// Parts that columns may play in it, and `reference` where it compares with other data.
    pub takes: &'static [&'static str],
    /// What the metrics are about that it measures; rates of two classes are measured with performance too.
    pub topics: &'static [Topic],
    /// Measures.
    pub run: fn(&Ask<'_>) -> Result<Found, Error>,
}

impl Family {
    /// Whether a limit of that metric can meet a number here.
    pub fn measures(&self, metric: &Metric) -> bool {
        let of_classes = self.topics.contains(&Topic::Performance) && rate(metric.id).is_some();
        self.topics.contains(&metric.family) || of_classes
    }
}

/// The family of that name.
pub fn family(name: &str) -> Result<&'static Family, Error> {
    FAMILIES.iter().find(|it| it.name == name).ok_or_else(|| {
        let known: Vec<String> = FAMILIES.iter().map(|it| format!("`{}`", it.name)).collect();
        Error::missing(format!("there is no family `{name}`; the families are {}", known.join(", ")))
    })
}

/// Every family.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "profile",
        summary: "Show what the columns look like",
        about: "Shows every column: sort, missing values, distinct values, moments, quantiles, the shape of its distribution, \
                how columns go together, and what needs a look. A summary may stand in place of the data.",
        takes: &[],
        topics: &[Topic::Profile],
        run: profile::run,
    },
    Family {
        name: "quality",
        summary: "Check whether data are fit for use, by rules and without",
        about: "Measures completeness, balance, repeated and nearly repeated rows, conflicting labels, and rows that also stand in \
                the training data (--reference); checks every rule of the plan. `aims measure plan quality FILE` proposes rules.",
        takes: &["label", "reference"],
        topics: &[Topic::Quality],
        run: quality::run,
    },
    Family {
        name: "drift",
        summary: "Compare data with a reference: what changed, and whether it matters",
        about: "Compares every column with that of --reference, which is data or a summary: tests corrected for all columns, sizes \
                with intervals, missing values, unseen words, all columns together, and each group by --group. A column drifted \
                when its change is significant and beyond the margin of the plan. With --prediction or --score it tells whether \
                predictions are as good as before, by --label or by what scores promise.",
        takes: &["label", "prediction", "score", "positive", "group", "reference", "quality_plan"],
        topics: &[Topic::Drift],
        run: drift::run,
    },
    Family {
        name: "fairness",
        summary: "Compare how groups of people are treated by predictions",
        about: "Measures every rate of every group and intersection, the gaps between groups with the two that drive them, what \
                cannot hold at once, and calibration by group where there is a --score. Without --label only selection is compared. With \
                --weight rows count by it, and what has no weighted form is not assessable. With --flipped it tells how many \
                predictions hang on the protected attribute alone, with --feature whether persons who are alike are treated alike, and with --adjust what is left of a gap while other \
                columns are held equal.",
        takes: &[
            "label",
            "prediction",
            "score",
            "group",
            "strata",
            "weight",
            "positive",
            "flipped",
            "feature",
            "adjust",
            "task",
        ],
        topics: &[Topic::Fairness, Topic::Performance],
        run: fairness::run,
    },
    Family {
        name: "performance",
        summary: "Measure how good predictions are, and whether scores mean what they say",
        about: "Measures classes by --prediction, probabilities by --score, or numbers; what is predicted is read from the label, or \
                said with --task. With --weight rows count by it, and what has no weighted form is not assessable.",
        takes: &["label", "prediction", "score", "weight", "positive", "task"],
        topics: &[Topic::Performance, Topic::Agreement],
        run: performance::run,
    },
    Family {
        name: "privacy",
        summary: "Measure what a file gives away about persons",
        about: "Measures how well persons are hidden by the columns of --quasi, and what classes of rows tell of --sensitive ones; the \
                chance of being found in a population (--reference); what a treatment cost (--original); what an attack --score tells \
                of who was a --member of the training data; whether synthetic data copy the rows that they were made from \
                (--training and --held-out); what can still be learned of a --label from treated data (--original and \
                --held-out), with side effects by --group; and what models that are averaged over each --party are worth.",
        takes: &[
            "label",
            "group",
            "positive",
            "quasi",
            "sensitive",
            "member",
            "party",
            "score",
            "reference",
            "original",
            "training",
            "held_out",
        ],
        topics: &[Topic::Privacy, Topic::Performance, Topic::Fairness],
        run: privacy::run,
    },
    Family {
        name: "compare",
        summary: "Compare systems on the same rows",
        about: "Takes two or more --prediction or --score columns, the old system first, or one that stands under the same name in \
                --reference for the old system, row by row. Tests whether both are the same, and whether the new one is not worse \
                by more than the margin of the plan; of three or more, also whether all are the same (Cochran), with the tests of all \
                pairs corrected.",
        takes: &["label", "prediction", "score", "positive", "task", "reference"],
        topics: &[Topic::Performance],
        run: compare::run,
    },
    Family {
        name: "represent",
        summary: "Compare shares of categories with those of a population",
        about: "Compares the columns of --group with --reference: rows of the population, or a table with the columns `column`, \
                `category` and `share`. Judges all groups and intersections as one family of tests, ranks the columns of --quasi by what \
                they tell of each group, compares rates of a --label between groups, names categories and combinations with too few rows, and tells what weights that meet the \
                population would cost, which --weights FILE writes out.",
        takes: &["label", "positive", "group", "weight", "quasi", "reference", "weights"],
        topics: &[Topic::Quality],
        run: represent::run,
    },
    Family {
        name: "agreement",
        summary: "Compare the labels that several people gave to the same rows",
        about: "Takes the columns of two --rater or more: Cohen's kappa of each two, and Krippendorff's alpha of all, where ratings \
                may be missing.",
        takes: &["rater"],
        topics: &[Topic::Agreement],
        run: agreement::run,
    },
    Family {
        name: "hazard",
        summary: "Look for hazards that data show: feedback, leakage, proxies, flips, reliance, new outputs",
        about: "Looks for what the named columns and data allow. With --prediction and --reference, the later training data: how much of \
                them the model had accepted itself. With --prediction and --original, the rows before a small perturbation: how many \
                predictions flip. With --prediction, --label for what is right and --rater for what a person decided: how much wrong \
                advice was followed. With --feature and --reference, earlier outputs: how many are like none of them. With --label \
                alone: which column holds the label. With --group: which column, of --quasi or of all, gives it away. The plan says \
                from when each is a hazard.",
        takes: &["label", "prediction", "positive", "group", "quasi", "feature", "rater", "reference", "original"],
        topics: &[Topic::Hazard],
        run: hazard::run,
    },
];
