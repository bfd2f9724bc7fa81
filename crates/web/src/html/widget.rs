//! The input of a field, one for each type, with its help, what it demands and what is wrong with it.

use hypertext::{maud_borrow as maud, prelude::*};
use record::{Catalog, Field, FieldType, Problem};
use serde_json::Value;

use crate::html::filled::{Filled, name_of};
use crate::html::pick::{kinds_of, list_of};
use crate::html::value::file;
use crate::html::{Html, words};
use crate::language::Language;

/// What inputs are drawn from.
#[derive(Clone, Copy)]
pub(crate) struct Widgets<'a> {
    pub language: Language,
    /// Scales.
    pub catalog: &'a Catalog,
    /// What the form holds.
    pub filled: &'a Filled,
    /// What is wrong with it.
    pub problems: &'a [Problem],
    /// Tells the inputs of several forms on one page apart.
    pub form: &'a str,
    /// A link input for which somebody searched, and the records that were found.
    pub found: Option<(&'a str, &'a [(String, String)])>,
}

/// How an input is named, for forms and for those who do not see it.
#[derive(Clone, Copy)]
struct Told<'a> {
    id: &'a str,
    name: &'a str,
    described: Option<&'a str>,
    cell_label: Option<&'a str>,
    wrong: Option<&'static str>,
}

impl Widgets<'_> {
    /// A field with label, help, problems and input; `beside` stands below it.
    pub fn field(&self, field: &Field, beside: Option<Html>) -> Html {
        let (name, id) = (name_of(field), self.id(&name_of(field)));
        let described = format!("{id}-help");
        let wrong = self.problems.iter().any(|it| it.field == field.name);
        let inside = maud! { (self.help(field, &described)) (self.input(field, &name, Some(&described))) (beside) };
        let class = if wrong { "field wrong" } else { "field" };
        maud! {
            @if is_group(&field.ty) {
                fieldset class=(class) id=(id) aria-describedby=(described) { legend { (self.label(field)) } (inside) }
            } @else {
                div class=(class) { label for=(id) { (self.label(field)) } (inside) }
            }
        }
        .memoize()
    }

    /// The id of an input, to which a summary of problems leads.
    pub fn id(&self, name: &str) -> String {
        format!("{}{}", self.form, name.replace('.', "-"))
    }

    fn label(&self, field: &Field) -> Html {
        let mark = match (field.required, field.expected) {
            (true, _) => Some("form.required"),
            (false, true) => Some("form.expected"),
            (false, false) => None,
        };
        maud! { (field.label) @if let Some(mark) = mark { " " span .required { (self.language.say(mark)) } } }.memoize()
    }

    /// What is wrong, what the field is for, and when it must be filled.
    fn help(&self, field: &Field, id: &str) -> Html {
        let problems: Vec<&Problem> = self.problems.iter().filter(|it| it.field == field.name).collect();
        let when = |(other, values): (&String, &Vec<String>)| {
            let values: Vec<_> = values.iter().map(|it| words(it)).collect();
            self.language.tell("form.when", &[("field", &words(other)), ("values", &values.join(", "))])
        };
        maud! {
            div id=(id) {
                @for problem in &problems { p .problem { (problem.message) } }
                @if !field.help.is_empty() || !field.required_when.is_empty() {
                    p .help { (field.help) @for rule in &field.required_when { " " (when(rule)) } }
                }
            }
        }
        .memoize()
    }

    fn input(&self, field: &Field, name: &str, described: Option<&str>) -> Html {
        let (id, text) = (self.id(name), self.filled.text(name));
        // In a cell of a table the heading of the column is the label.
        let cell_label = described.is_none().then_some(field.label.as_str());
        let wrong = self.problems.iter().any(|it| it.field == field.name && described.is_some()).then_some("true");
        let told = Told { id: &id, name, described, cell_label, wrong };
        let line = |kind: &str, mode: Option<&str>, hint: Option<&str>| {
            maud! {
                input id=(id) name=(name) type=(kind) value=(text) inputmode=[mode] placeholder=[hint]
                    aria-describedby=[described] aria-label=[cell_label] aria-invalid=[wrong] autocomplete="off";
            }
            .memoize()
        };
        match &field.ty {
            FieldType::Text => line("text", None, None),
            FieldType::Prose => self.prose(told, text),
            FieldType::Number { .. } | FieldType::Percent => line("text", Some("decimal"), None),
            FieldType::Count { .. } => line("text", Some("numeric"), None),
            FieldType::Money => line("text", None, Some("12.50 EUR")),
            FieldType::Date => line("date", None, None),
            FieldType::Duration => line("text", None, Some("P30D")),
            FieldType::Url => line("url", None, Some("https://…")),
            FieldType::Flag => self.select(
                told,
                &["yes", "no"]
                    .map(|it| (it, self.language.say(if it == "yes" { "value.yes" } else { "value.no" }).to_owned())),
            ),
            FieldType::Choice { choices } => {
                let options: Vec<_> = choices.iter().map(|it| (it.as_str(), words(it))).collect();
                self.select(told, &options)
            }
            FieldType::Scale { scale } => self.scale(told, scale),
            FieldType::Choices { choices } => self.checkboxes(name, choices),
            FieldType::Period => self.period(name),
            FieldType::Link { .. } => maud! { (self.link(field, told, text)) (self.search(field, told)) }.memoize(),
            FieldType::Links { .. } => self.links(field, told),
            FieldType::File => self.file(told),
            FieldType::Table { columns } => self.table(field, columns, name),
        }
    }

    fn prose(&self, told: Told<'_>, text: &str) -> Html {
        let Told { id, name, described, cell_label, wrong } = told;
        let rows = if described.is_some() { "6" } else { "2" };
        // A first line break after the tag belongs to the tag, so one is given.
        maud! {
            textarea id=(id) name=(name) rows=(rows) aria-describedby=[described] aria-label=[cell_label] aria-invalid=[wrong] { "\n" (text) }
        }
        .memoize()
    }

    fn select(&self, told: Told<'_>, options: &[(&str, String)]) -> Html {
        let chosen = self.filled.text(told.name);
        maud! {
            select id=(told.id) name=(told.name) aria-describedby=[told.described] aria-label=[told.cell_label] aria-invalid=[told.wrong] {
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
        let ends = [("from", "form.from"), ("until", "form.until")];
        let ends = ends.map(|(end, label)| (format!("{name}.{end}"), self.language.say(label)));
        maud! {
            @for (name, label) in &ends {
                label .end { (label) " " input type="date" name=(name) value=(self.filled.text(name)); }
            }
        }
        .memoize()
    }

    fn link(&self, field: &Field, told: Told<'_>, text: &str) -> Html {
        let Told { id, name, described, cell_label, wrong } = told;
        let (list, kinds) = (list_of(&field.ty), kinds_of(&field.ty).join(","));
        maud! {
            input id=(id) name=(name) type="text" value=(text) list=[list.as_deref()] data-pick=(kinds) aria-describedby=[described]
                aria-label=[cell_label] aria-invalid=[wrong] placeholder=(self.language.say("form.pick")) autocomplete="off";
        }
        .memoize()
    }

    fn links(&self, field: &Field, told: Told<'_>) -> Html {
        let given = self.filled.all(told.name);
        let ids: Vec<String> = (0..given.len() + 2).map(|it| self.id(&format!("{}.{it}", told.name))).collect();
        let texts: Vec<&str> = given.iter().map(String::as_str).chain(["", ""]).collect();
        maud! {
            @for (id, text) in ids.iter().zip(&texts) {
                (self.link(field, Told { id, described: None, cell_label: Some(&field.label), ..told }, text))
            }
            (self.search(field, told))
        }
        .memoize()
    }

    /// The button that searches by what the input holds, and what was found; each is a button that takes it.
    fn search(&self, field: &Field, told: Told<'_>) -> Html {
        let label = self.language.tell("form.search", &[("field", &field.label)]);
        // In a cell of a table and in the small forms of transitions, number and exact title must do.
        let whole = told.described.is_some() && self.form.is_empty();
        let found = self.found.filter(|it| it.0 == told.name && whole).map(|it| it.1);
        maud! {
            @if whole {
                button .plain.seek type="submit" name="find" value=(told.name) formnovalidate aria-label=(label) { (self.language.say("form.seek")) }
            }
            @if let Some(found) = found {
                div .found role="group" aria-label=(self.language.say("form.found")) id=(self.id(&format!("{}.found", told.name))) {
                    @if found.is_empty() { p .help { (self.language.say("form.nothing")) } }
                    @for (id, title) in found {
                        button type="submit" name="choose" value={ (told.name) "=" (id) " " (title) } formnovalidate { span .number { (id) } " " (title) }
                    }
                }
            }
        }
        .memoize()
    }

    fn file(&self, told: Told<'_>) -> Html {
        let Told { id, name, described, cell_label, wrong } = told;
        let kept = self.filled.text(&format!("{name}.kept"));
        let value: Option<Value> = serde_json::from_str(kept).ok();
        maud! {
            @if let Some(value) = &value {
                p { (file(value)) }
                input type="hidden" name={ (name) ".kept" } value=(kept);
                label .check { input type="checkbox" name={ (name) ".remove" } value="yes"; (self.language.say("form.remove_file")) }
            }
            input id=(id) name=(name) type="file" aria-describedby=[described] aria-label=[cell_label] aria-invalid=[wrong];
        }
        .memoize()
    }

    fn table(&self, field: &Field, columns: &[Field], name: &str) -> Html {
        let rows = self.filled.rows(name) + 2;
        maud! {
            div .scroll role="region" tabindex="0" aria-label=(field.label) {
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
            button type="submit" name="more" value=(field.name) formnovalidate { (self.language.say("form.more_rows")) }
        }
        .memoize()
    }
}

fn is_group(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Choices { .. } | FieldType::Period | FieldType::Links { .. } | FieldType::Table { .. })
}
