//! The input of a field, one for each type, with its help and what is wrong with it.

use hypertext::{maud_borrow as maud, prelude::*};
use record::{Catalog, Field, FieldType, Problem};
use serde_json::Value;

use crate::html::filled::{Filled, name_of};
use crate::html::pick::list_of;
use crate::html::value::file;
use crate::html::{Html, words};

/// What inputs are drawn from.
#[derive(Clone, Copy)]
pub(crate) struct Widgets<'a> {
    /// Scales.
    pub catalog: &'a Catalog,
    /// What the form holds.
    pub filled: &'a Filled,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// Tells the inputs of several forms on one page apart.
    pub form: &'a str,
}

/// How an input is named, for forms and for those who do not see it.
#[derive(Clone, Copy)]
struct Told<'a> {
    id: &'a str,
    name: &'a str,
    described: Option<&'a str>,
    cell_label: Option<&'a str>,
}

impl Widgets<'_> {
    /// A field with label, help, problems and input; `beside` stands below it.
    pub fn field(&self, field: &Field, beside: Option<Html>) -> Html {
        let (name, id) = (name_of(field), self.id(&name_of(field)));
        let problems: Vec<&str> =
            self.problems.iter().filter(|it| it.field == field.name).map(|it| it.message.as_str()).collect();
        let described = format!("{id}-help");
        let group = is_group(&field.ty);
        let input = self.input(field, &name, Some(&described));
        let class = if problems.is_empty() { "field" } else { "field wrong" };
        maud! {
            @if group {
                fieldset class=(class) {
                    legend { (label(field)) }
                    (help(field, &described, &problems))
                    (input)
                    (beside)
                }
            } @else {
                div class=(class) {
                    label for=(id) { (label(field)) }
                    (help(field, &described, &problems))
                    (input)
                    (beside)
                }
            }
        }
        .memoize()
    }

    fn id(&self, name: &str) -> String {
        format!("{}{}", self.form, name.replace('.', "-"))
    }

    fn input(&self, field: &Field, name: &str, described: Option<&str>) -> Html {
        let (id, text) = (self.id(name), self.filled.text(name));
        // In a cell of a table the heading of the column is the label.
        let cell_label = described.is_none().then_some(field.label.as_str());
        let told = Told { id: &id, name, described, cell_label };
        let line = |kind: &str, mode: Option<&str>, hint: Option<&str>| {
            maud! {
                input id=(id) name=(name) type=(kind) value=(text) inputmode=[mode] placeholder=[hint]
                    aria-describedby=[described] aria-label=[cell_label] autocomplete="off";
            }
            .memoize()
        };
        match &field.ty {
            FieldType::Text => line("text", None, None),
            FieldType::Prose => {
                let rows = if described.is_some() { "6" } else { "2" };
                maud! { textarea id=(id) name=(name) rows=(rows) aria-describedby=[described] aria-label=[cell_label] { "\n" (text) } }
                    .memoize()
            }
            FieldType::Number { .. } | FieldType::Percent => line("text", Some("decimal"), None),
            FieldType::Count { .. } => line("text", Some("numeric"), None),
            FieldType::Money => line("text", None, Some("12.50 EUR")),
            FieldType::Date => line("date", None, None),
            FieldType::Duration => line("text", None, Some("P30D")),
            FieldType::Url => line("url", None, Some("https://…")),
            FieldType::Flag => self.select(told, &[("yes", "Yes".to_owned()), ("no", "No".to_owned())]),
            FieldType::Choice { choices } => {
                let options: Vec<_> = choices.iter().map(|it| (it.as_str(), words(it))).collect();
                self.select(told, &options)
            }
            FieldType::Scale { scale } => self.scale(told, scale),
            FieldType::Choices { choices } => self.checkboxes(name, choices),
            FieldType::Period => self.period(name),
            FieldType::Link { .. } => self.link(field, &id, name, text, described),
            FieldType::Links { .. } => self.links(field, name),
            FieldType::File => self.file(told),
            FieldType::Table { columns } => self.table(field, columns, name),
        }
    }

    fn select(&self, told: Told<'_>, options: &[(&str, String)]) -> Html {
        let chosen = self.filled.text(told.name);
        maud! {
            select id=(told.id) name=(told.name) aria-describedby=[told.described] aria-label=[told.cell_label] {
                option value="" {}
                @for (value, label) in options {
                    @if *value == chosen { option value=(value) selected { (label) } } @else { option value=(value) { (label) } }
                }
            }
        }
        .memoize()
    }

    fn scale(&self, told: Told<'_>, scale: &str) -> Html {
        let levels = self.catalog.scale(scale).map(|it| it.levels.as_slice()).unwrap_or_default();
        let numbers: Vec<String> = (1..=levels.len()).map(|it| it.to_string()).collect();
        let label =
            |(number, level): (&String, &record::Level)| format!("{number} · {}: {}", level.label, level.meaning);
        let labels = numbers.iter().zip(levels).map(label);
        let options: Vec<(&str, String)> = numbers.iter().map(String::as_str).zip(labels).collect();
        self.select(told, &options)
    }

    fn checkboxes(&self, name: &str, choices: &[String]) -> Html {
        let chosen = self.filled.all(name);
        maud! {
            @for choice in choices {
                label .check {
                    @if chosen.contains(choice) {
                        input type="checkbox" name=(name) value=(choice) checked;
                    } @else {
                        input type="checkbox" name=(name) value=(choice);
                    }
                    (words(choice))
                }
            }
        }
        .memoize()
    }

    fn period(&self, name: &str) -> Html {
        let ends = [("from", "From"), ("until", "Until")].map(|(end, label)| (format!("{name}.{end}"), label));
        maud! {
            @for (name, label) in &ends {
                label .end { (label) " " input type="date" name=(name) value=(self.filled.text(name)); }
            }
        }
        .memoize()
    }

    fn link(&self, field: &Field, id: &str, name: &str, text: &str, described: Option<&str>) -> Html {
        let list = list_of(&field.ty);
        maud! {
            input id=(id) name=(name) type="text" value=(text) list=[list.as_deref()] aria-describedby=[described]
                aria-label=[described.is_none().then_some(field.label.as_str())]
                placeholder="Number or title" autocomplete="off";
        }
        .memoize()
    }

    fn links(&self, field: &Field, name: &str) -> Html {
        let given = self.filled.all(name);
        let blank = ["", ""];
        maud! {
            @for (index, text) in given.iter().map(String::as_str).chain(blank).enumerate() {
                (self.link(field, &self.id(&format!("{name}.{index}")), name, text, None))
            }
        }
        .memoize()
    }

    fn file(&self, told: Told<'_>) -> Html {
        let Told { id, name, described, cell_label } = told;
        let kept = self.filled.text(&format!("{name}.kept"));
        let value: Option<Value> = serde_json::from_str(kept).ok();
        maud! {
            @if let Some(value) = &value {
                p { (file(value)) }
                input type="hidden" name={ (name) ".kept" } value=(kept);
                label .check { input type="checkbox" name={ (name) ".remove" } value="yes"; "Remove this file" }
            }
            input id=(id) name=(name) type="file" aria-describedby=[described] aria-label=[cell_label];
        }
        .memoize()
    }

    fn table(&self, field: &Field, columns: &[Field], name: &str) -> Html {
        let rows = self.filled.rows(name) + 2;
        maud! {
            div .scroll {
                table .entry {
                    thead { tr { @for column in columns { th scope="col" title=(column.help) { (column.label) } } } }
                    tbody {
                        @for row in 0..rows {
                            tr {
                                @for column in columns {
                                    td { (self.input(column, &format!("{name}.{row}.{}", column.name), None)) }
                                }
                            }
                        }
                    }
                }
            }
            button type="submit" name="more" value=(field.name) formnovalidate { "More rows" }
        }
        .memoize()
    }
}

fn is_group(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Choices { .. } | FieldType::Period | FieldType::Links { .. } | FieldType::Table { .. })
}

fn label(field: &Field) -> Html {
    maud! {
        (field.label)
        @if field.required { " " span .required { "(required)" } }
        @else if field.expected { " " span .required { "(expected)" } }
    }
    .memoize()
}

fn help(field: &Field, id: &str, problems: &[&str]) -> Html {
    maud! {
        p .help id=(id) {
            @for problem in problems { strong .problem { (problem) } " " }
            (field.help)
        }
    }
    .memoize()
}
