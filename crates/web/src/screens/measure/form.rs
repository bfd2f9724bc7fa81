//! The form: a question, the data, the parts that columns play, the limits. It works without scripts.

use std::fmt::Display;

use assess::asked::BESIDE;
use assess::columns::{PARTS, Part, TASKS};
use assess::{FAMILIES, Family};
use axum::http::StatusCode;
use governance::planned::Planned;
use hypertext::{maud_borrow as maud, prelude::*};

use super::asked::ROWS;
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::{Html, page, parts, words};
use crate::language::grouped;
use crate::multipart::Posted;
use crate::reply::Reply;

/// What is asked of each part that a column or other data can play, on the form.
const LABELS: &[(&str, &str)] = &[
    ("label", "measure.label"),
    ("prediction", "measure.prediction"),
    ("score", "measure.score"),
    ("group", "measure.group"),
    ("strata", "measure.strata"),
    ("weight", "measure.weight"),
    ("positive", "measure.positive"),
    ("quasi", "measure.quasi"),
    ("sensitive", "measure.sensitive"),
    ("member", "measure.member"),
    ("party", "measure.party"),
    ("rater", "measure.rater"),
    ("flipped", "measure.flipped"),
    ("feature", "measure.feature"),
    ("adjust", "measure.adjust"),
    ("task", "measure.task"),
    ("reference", "measure.reference"),
    ("original", "measure.original"),
    ("training", "measure.training"),
    ("held_out", "measure.held_out"),
];

/// The hidden field that names files which came before the form was put right.
pub(super) const HELD: &str = "held";

/// The page: every question, or the form of one with what was typed and why it was not done.
pub(super) async fn draw(
    call: &Call,
    family: Option<&'static Family>,
    typed: &Posted,
    failure: Option<&Failure>,
) -> Reply {
    let title = match family {
        Some(family) => call.tell("measure.of_family", &[("family", &words(family.name))]),
        None => call.say("measure.title").to_owned(),
    };
    let above = [("/measure".to_owned(), call.say("measure.title").to_owned())];
    let crumbs: &[(String, String)] = if family.is_some() { &above } else { &[] };
    let inner = match family {
        Some(family) => Form::of(call, family, typed, failure).await?.draw(),
        None => questions(call, typed.text("about")),
    };
    let body = maud! {
        (Heading { crumbs, ..Heading::of(&title) }.draw(call.language()))
        @if let Some(failure) = failure { (parts::alert(call.language(), failure)) }
        (inner)
    }
    .memoize();
    Ok(page::page_with(failure.map_or(StatusCode::OK, |it| it.status), call, &title, body))
}

/// Every question that data can be asked.
fn questions(call: &Call, about: Option<&str>) -> Html {
    let about = about.map(|it| format!("&for={it}")).unwrap_or_default();
    maud! {
        p { (call.say("measure.lead")) }
        section .panel.items aria-label=(call.say("measure.questions")) {
            ul .plain {
                @for family in FAMILIES {
                    li {
                        div {
                            a href={ "/measure?family=" (family.name) (about) } { strong { (words(family.name)) } }
                            p .help { (family.summary) }
                        }
                    }
                }
            }
        }
    }
    .memoize()
}

/// The form of one question.
struct Form<'a> {
    call: &'a Call,
    family: &'static Family,
    typed: &'a Posted,
    failure: Option<&'a Failure>,
    /// Plans that records carry for the question, and for the quality of its data where it asks for one.
    plans: Vec<Planned>,
    quality_plans: Vec<Planned>,
}

impl<'a> Form<'a> {
    async fn of(
        call: &'a Call,
        family: &'static Family,
        typed: &'a Posted,
        failure: Option<&'a Failure>,
    ) -> Result<Form<'a>, Failure> {
        let plans = call.aims().planned_for(&call.actor, family).await?;
        let quality_plans = match family.takes.contains(&"quality_plan") {
            true => call.aims().planned_for(&call.actor, assess::family("quality")?).await?,
            false => Vec::new(),
        };
        Ok(Form { call, family, typed, failure, plans, quality_plans })
    }

    fn draw(&self) -> Html {
        let (call, family) = (self.call, self.family);
        let taken = |name: &str| family.takes.contains(&name);
        let columns: Vec<&Part> = PARTS.iter().filter(|it| taken(it.name)).collect();
        let most = [("size", &(call.app.settings.file_limit >> 20) as &dyn Display), ("rows", &grouped(ROWS))];
        let most = call.tell("measure.most", &most);
        maud! {
            p { (family.about) }
            form .narrow action="/measure" method="post" enctype="multipart/form-data" {
                input type="hidden" name="family" value=(family.name);
                @if let Some(key) = self.typed.text(HELD) { input type="hidden" name=(HELD) value=(key); }
                @if let Some(about) = self.typed.text("about") {
                    input type="hidden" name="about" value=(about);
                    p .notice { (call.tell("measure.of_record", &[("record", &about)])) }
                }
                (self.files("data", call.say("measure.data"), &maud! { (most) }.memoize(), true))
                @for name in BESIDE.iter().copied().filter(|it| taken(it)) {
                    (self.files(name, self.label(name), &maud! { code { "--" (name.replace('_', "-")) } }.memoize(), false))
                }
                @if !columns.is_empty() {
                    fieldset .field {
                        legend { (call.say("measure.columns")) }
                        p .help { (call.say("measure.columns_help")) }
                        @for part in &columns { (self.column(part)) }
                    }
                }
                (self.plan())
                @if taken("quality_plan") { (self.quality_plan()) }
                (self.settings())
                button .main type="submit" { (call.say("measure.go")) }
            }
        }
        .memoize()
    }

    fn label(&self, name: &str) -> &'static str {
        LABELS.iter().find(|it| it.0 == name).map_or("", |it| self.call.say(it.1))
    }

    /// Whether a field must be put right.
    fn wrong(&self, name: &str) -> Option<&'static str> {
        let problems = self.failure.map_or(&[][..], |it| &it.problems);
        problems.iter().any(|it| it.field == name).then_some("true")
    }

    /// What is wrong with a field, then what it is for.
    fn help(&self, name: &str, help: &Html) -> Html {
        let problems = self.failure.map_or(&[][..], |it| &it.problems);
        maud! {
            div id={ (name) "-help" } {
                @for it in problems.iter().filter(|it| it.field == name) { p .problem { (parts::sentence(&it.message)) } }
                @if !help.as_inner().is_empty() { p .help { (help) } }
            }
        }
        .memoize()
    }

    /// A choice of files; those that came before are still there.
    fn files(&self, name: &str, label: &str, help: &Html, needed: bool) -> Html {
        let held: Vec<&str> =
            self.typed.files.iter().filter(|it| it.field == name).map(|it| it.name.as_str()).collect();
        let told = self.call.tell("measure.held", &[("files", &held.join(", "))]);
        let needed = needed && held.is_empty();
        maud! {
            div .field.drop data-drop {
                label for=(name) { (label) }
                (self.help(name, help))
                @if !held.is_empty() { p .notice { (told) } }
                input type="file" id=(name) name=(name) multiple required[needed] aria-describedby={ (name) "-help" } aria-invalid=[self.wrong(name)];
            }
        }
        .memoize()
    }

    /// The columns that play a part; where several may, one a line.
    fn column(&self, part: &Part) -> Html {
        let (call, name, described) = (self.call, part.name, format!("{}-help", part.name));
        let (value, wrong) = (self.typed.text(name).unwrap_or_default(), self.wrong(name));
        let help = maud! { code { "--" (name) } @if part.several { " · " (call.say("measure.one_a_line")) } }.memoize();
        maud! {
            div .field {
                label for=(name) { (self.label(name)) }
                (self.help(name, &help))
                @if name == "task" {
                    select id=(name) name=(name) aria-describedby=(described) aria-invalid=[wrong] {
                        option value="" { (call.say("measure.by_label")) }
                        @for (task, _) in TASKS { option value=(task) selected[*task == value] { (words(task)) } }
                    }
                } @else if part.several {
                    textarea id=(name) name=(name) rows="2" maxlength="2000" aria-describedby=(described) aria-invalid=[wrong] { "\n" (value) }
                } @else {
                    input type="text" id=(name) name=(name) value=(value) maxlength="500" autocomplete="off" aria-describedby=(described) aria-invalid=[wrong];
                }
            }
        }
        .memoize()
    }

    /// The plans of the question: those that records carry, then the shipped ones.
    fn plan(&self) -> Html {
        let (call, chosen) = (self.call, self.typed.text("plan").unwrap_or(self.family.name));
        let shipped = assess::plan::of_family(self.family.name);
        let help = maud! { (call.say("measure.plan_help")) }.memoize();
        maud! {
            div .field {
                label for="plan" { (call.say("measure.plan")) }
                (self.help("plan", &help))
                select #plan name="plan" aria-describedby="plan-help" aria-invalid=[self.wrong("plan")] {
                    (carried(call, &self.plans, chosen))
                    optgroup label=(call.say("measure.shipped")) {
                        @for plan in &shipped {
                            option value=(plan.name) selected[plan.name == chosen] {
                                (plan.name) @if let Some(summary) = &plan.summary { ": " (summary) }
                            }
                        }
                    }
                }
            }
        }
        .memoize()
    }

    /// The plans of quality that data must pass before they are compared.
    fn quality_plan(&self) -> Html {
        let (call, chosen) = (self.call, self.typed.text("quality_plan").unwrap_or_default());
        let shipped = assess::plan::of_family("quality");
        let help = maud! { (call.say("measure.quality_plan_help")) }.memoize();
        maud! {
            div .field {
                label for="quality_plan" { (call.say("measure.quality_plan")) }
                (self.help("quality_plan", &help))
                select #quality_plan name="quality_plan" aria-describedby="quality_plan-help" aria-invalid=[self.wrong("quality_plan")] {
                    option value="" { (call.say("measure.no_quality_plan")) }
                    (carried(call, &self.quality_plans, chosen))
                    optgroup label=(call.say("measure.shipped")) {
                        @for plan in shipped.iter().filter(|it| !it.limit.is_empty()) {
                            option value=(plan.name) selected[plan.name == chosen] { (plan.name) }
                        }
                    }
                }
            }
        }
        .memoize()
    }

    /// What seldom needs to be settled; open where it must be put right.
    fn settings(&self) -> Html {
        let (call, none) = (self.call, maud! {}.memoize());
        let text = |name: &str| self.typed.text(name).unwrap_or_default().to_owned();
        let (days, open) = (text("days"), self.wrong("as_of").or(self.wrong("seed")).is_some());
        maud! {
            details open[open] {
                summary { (call.say("measure.more")) }
                div .field {
                    label for="days" { (call.say("measure.days")) }
                    select #days name="days" {
                        option value="" { (call.say("measure.days_unsaid")) }
                        option value="day_first" selected[days == "day_first"] { (call.say("measure.day_first")) }
                        option value="month_first" selected[days == "month_first"] { (call.say("measure.month_first")) }
                    }
                }
                (self.reading())
                div .field {
                    label for="as_of" { (call.say("measure.as_of")) }
                    (self.help("as_of", &none))
                    input #as_of type="text" name="as_of" value=(text("as_of")) maxlength="40" autocomplete="off" aria-describedby="as_of-help" aria-invalid=[self.wrong("as_of")];
                }
                div .field {
                    label for="seed" { (call.say("measure.seed")) }
                    (self.help("seed", &none))
                    input #seed type="text" name="seed" value=(text("seed")) inputmode="numeric" maxlength="20" autocomplete="off" aria-describedby="seed-help" aria-invalid=[self.wrong("seed")];
                }
            }
        }
        .memoize()
    }

    /// How text is read, where what the data tell is not what was meant.
    fn reading(&self) -> Html {
        let call = self.call;
        let text = |name: &str| self.typed.text(name).unwrap_or_default().to_owned();
        let chosen = |name: &'static str, label: &'static str, choices: &[(&'static str, &'static str)]| {
            let own = text(name);
            maud! {
                div .field {
                    label for=(name) { (call.say(label)) }
                    select id=(name) name=(name) {
                        option value="" { (call.say("measure.days_unsaid")) }
                        @for (value, word) in choices {
                            option value=(value) selected[own == *value] { (word) }
                        }
                    }
                }
            }
            .memoize()
        };
        let listed = |name: &'static str, label: &'static str| {
            maud! {
                div .field {
                    label for=(name) { (call.say(label)) }
                    textarea id=(name) name=(name) rows="2" maxlength="2000" { (text(name)) }
                }
            }
            .memoize()
        };
        maud! {
            (chosen("delimiter", "measure.delimiter", &[(",", ","), (";", ";"), ("tab", "⇥"), ("|", "|")]))
            (chosen("decimal", "measure.decimal", &[(".", "1.5"), (",", "1,5")]))
            div .field {
                label for="encoding" { (call.say("measure.encoding")) }
                input #encoding type="text" name="encoding" value=(text("encoding")) maxlength="40" autocomplete="off";
            }
            (listed("null", "measure.null"))
            (listed("text", "measure.text"))
            div .field {
                label .check {
                    input type="checkbox" name="number_repeated" value="yes" checked[!text("number_repeated").is_empty()];
                    (call.say("measure.number_repeated"))
                }
            }
        }
        .memoize()
    }
}

/// Plans that records carry, each with its state where it is not in force.
fn carried(call: &Call, plans: &[Planned], chosen: &str) -> Html {
    let own = |plan: &Planned| plan.id.to_string() == chosen;
    maud! {
        @if !plans.is_empty() {
            optgroup label=(call.say("measure.carried")) {
                @for plan in plans {
                    option value=(plan.id.to_string()) selected[own(plan)] {
                        (plan.id.to_string()) ": " (plan.title) @if !plan.in_force() { " (" (words(&plan.state).to_lowercase()) ")" }
                    }
                }
            }
        }
    }
    .memoize()
}
