//! `aims library list`, `show` and `schema`.

use clap::{Args, ValueEnum};
use governance::modality::guard::may_anchor;
use governance::modality::order::{Necessity, guidance};
use library::{Found, Framework, Links, Node, Shelf};
use serde_json::json;

use super::{absent, framework, in_force};
use crate::context::Context;
use crate::exit::Failure;
use crate::table::Table;

/// Lists what is on the shelf.
pub(super) fn list(context: &Context) -> Result<(), Failure> {
    let configuration = in_force(context)?;
    let shelf = configuration.libraries.shelf();
    let frameworks = shelf.frameworks().iter().map(|it| {
        json!({ "prefix": it.prefix, "title": it.title, "urn": it.urn, "edition": it.edition.name, "nodes": it.node.len(), "assessable": it.assessable().count() })
    });
    let crosswalks = shelf.crosswalks().iter().map(|it| {
        json!({ "title": it.title, "urn": it.urn, "relations": it.map.len(), "confirmed": it.map.iter().filter(|it| it.reviewer.is_some()).count() })
    });
    let (frameworks, crosswalks): (Vec<_>, Vec<_>) = (frameworks.collect(), crosswalks.collect());
    if context.output.json(&json!({ "frameworks": frameworks, "crosswalks": crosswalks })) {
        return Ok(());
    }
    let mut table = Table::new(["framework", "title", "edition", "nodes", "assessable"]);
    for it in shelf.frameworks() {
        table.row([
            &it.prefix,
            &it.title,
            &it.edition.name,
            &it.node.len().to_string(),
            &it.assessable().count().to_string(),
        ]);
    }
    context.output.table(&table);
    context.output.line("");
    let mut table = Table::new(["crosswalk", "relations", "confirmed"]);
    for it in shelf.crosswalks() {
        let confirmed = it.map.iter().filter(|it| it.reviewer.is_some()).count();
        table.row([it.title.clone(), it.map.len().to_string(), confirmed.to_string()]);
    }
    context.output.table(&table);
    Ok(())
}

/// Arguments of `aims library show`.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// A framework such as `ISO/IEC 42001`, or a node such as `ISO/IEC 42001:6.1.3`
    reference: String,
}

impl Show {
    pub fn run(self, context: &Context, links: Option<Links>) -> Result<(), Failure> {
        let configuration = in_force(context)?;
        let shelf = configuration.libraries.shelf();
        match (shelf.find(&self.reference), framework(shelf, &self.reference)) {
            (Some(found), _) => node(context, shelf, &links.unwrap_or_else(|| Links::of(shelf, &[])), &found),
            (None, Some(of)) => whole(context, of),
            (None, None) => return Err(absent(shelf, &self.reference)),
        }
        Ok(())
    }
}

fn whole(context: &Context, of: &Framework) {
    if context.output.json(of) {
        return;
    }
    context.output.line(format!("{} {}, edition {} ({})", of.prefix, of.title, of.edition.name, of.edition.status));
    context.output.line(&of.rights.notice);
    for part in &of.part {
        context.output.line("");
        context.output.line(&part.label);
        let roots = of.node.iter().filter(|it| it.part == part.name && it.parent.is_none());
        roots.for_each(|it| branch(context, of, it, 1));
    }
}

fn branch(context: &Context, of: &Framework, node: &Node, depth: usize) {
    let speaks = node.modality.map(|it| format!("  [{}]", it.name())).unwrap_or_default();
    context.output.line(format!("{}{} {}{speaks}", "  ".repeat(depth), node.id, node.title));
    of.children(&node.id).for_each(|it| branch(context, of, it, depth + 1));
}

fn node(context: &Context, shelf: &Shelf, links: &Links, found: &Found) {
    let reference = found.framework.reference(found.node);
    let reached = links.reach(&reference);
    let refused = may_anchor(shelf, &reference, &|_| Necessity::Undecided).err();
    let guides: Vec<&Node> = guidance(found.framework, found.node).collect();
    let whole = json!({ "reference": reference, "node": found.node, "guidance": guides, "reaches": reached, "no_criterion": refused });
    if context.output.json(&whole) {
        return;
    }
    let out = &context.output;
    let speaks = found.node.modality.map(|it| format!(" [{}]", it.name())).unwrap_or_default();
    out.line(format!("{reference} {}{speaks}", found.node.title));
    out.line(&found.node.intent);
    refused.iter().for_each(|it| out.line(it.to_string()));
    if !found.node.needs.is_empty() {
        out.line(format!("after {}", found.node.needs.join(", ")));
    }
    for it in &found.node.evidence {
        out.line(format!("proof: {} ({})", it.what, format!("{:?}", it.form).to_lowercase()));
    }
    found.node.question.iter().for_each(|it| out.line(format!("asks: {}", it.ask)));
    found.node.check.iter().for_each(|it| out.line(format!("check: {}", it.says)));
    guides.iter().for_each(|it| out.line(format!("guidance {}: {}", it.id, it.intent)));
    for it in &reached {
        let passing = match it.passing {
            library::Passing::Shows => "shows",
            library::Passing::Proposed => "would show, once confirmed,",
            library::Passing::Confirm => "reusable, confirm:",
        };
        out.line(format!("{passing} {}", it.reference));
    }
}

/// Arguments of `aims library schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Of which format
    of: Format,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Format {
    Framework,
    Crosswalk,
}

impl Schema {
    pub fn run(self) -> Result<(), Failure> {
        let schema = match self.of {
            Format::Framework => library::schema::framework(),
            Format::Crosswalk => library::schema::crosswalk(),
        };
        crate::output::print(&serde_json::to_string_pretty(&schema).unwrap_or_default());
        Ok(())
    }
}
