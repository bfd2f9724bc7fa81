//! A framework as a tree, part by part.

use axum::extract::Path;
use hypertext::{maud_borrow as maud, prelude::*};
use library::{Framework, Node, Part};

use super::{address, found, speaks};
use crate::call::Call;
use crate::failure::Failure;
use crate::html::head::Heading;
use crate::html::tree::{Branch, tree};
use crate::html::{Html, page};
use crate::reply::Reply;

/// `GET /library/{name}`
pub(crate) async fn page(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&["part"])?;
    let libraries = call.configuration.libraries.clone();
    let framework = found(&call, libraries.shelf(), &name)?;
    let part = chosen(&call, framework, call.query.get("part").unwrap_or_default())?;
    let title = format!("{} {}", framework.prefix, framework.title);
    let crumbs = [("/library".to_owned(), call.say("library.title").to_owned())];
    let told: [(&str, &dyn std::fmt::Display); 4] = [
        ("edition", &framework.edition.name),
        ("published", &framework.edition.published),
        ("status", &framework.edition.status),
        ("publisher", &framework.publisher),
    ];
    let lead = maud! { p { (call.tell("library.of", &told)) } p .help { (framework.rights.notice) } }.memoize();
    let acts = maud! { a .button href={ "/library/" (name) "/next" } { (call.say("library.what_next")) } }.memoize();
    let heading = Heading { crumbs: &crumbs, lead: Some(lead), acts: Some(acts), ..Heading::of(&title) };
    let shown: Vec<&Part> = framework.part.iter().filter(|it| part.is_none_or(|of| of.name == it.name)).collect();
    let body = maud! {
        (heading.draw(call.language()))
        (filter(&call, framework, part))
        @for it in &shown { (nodes(&call, framework, it)) }
    };
    Ok(page::page(&call, &title, body.memoize()))
}

fn chosen<'a>(call: &Call, framework: &'a Framework, name: &str) -> Result<Option<&'a Part>, Failure> {
    if name.is_empty() {
        return Ok(None);
    }
    framework.part.iter().find(|it| it.name == name).map(Some).ok_or_else(|| {
        let all: Vec<String> = framework.part.iter().map(|it| format!("`{}`", it.name)).collect();
        Failure::input(call.tell("library.no_part", &[("name", &name), ("all", &all.join(", "))]))
    })
}

fn filter(call: &Call, framework: &Framework, part: Option<&Part>) -> Html {
    maud! {
        form .inline.row action={ "/library/" (framework.name()) } method="get" {
            label for="part" { (call.say("library.part")) }
            select #part name="part" {
                option value="" { (call.say("library.all_parts")) }
                @for it in &framework.part {
                    @if part.is_some_and(|of| of.name == it.name) { option value=(it.name) selected { (it.label) } } @else { option value=(it.name) { (it.label) } }
                }
            }
            button type="submit" { (call.say("library.show")) }
        }
    }
    .memoize()
}

fn nodes(call: &Call, framework: &Framework, part: &Part) -> Html {
    let roots = framework.node.iter().filter(|it| it.part == part.name && it.parent.is_none());
    let branches: Vec<Branch> = roots.map(|it| branch(call, framework, it)).collect();
    let note = match (part.normative, part.binding) {
        (_, true) => call.say("library.part_binding"),
        (true, false) => call.say("library.part_guidance"),
        (false, false) => call.say("library.part_information"),
    };
    maud! {
        section .panel aria-labelledby=(part.name) {
            h2 id=(part.name) { (part.label) }
            p .help { (note) }
            (tree(&branches))
        }
    }
    .memoize()
}

fn branch(call: &Call, framework: &Framework, node: &Node) -> Branch {
    let label = maud! { a href=(address(framework, &node.id)) { (node.id) " " (node.title) } " " (speaks(call, framework, node)) };
    let below = framework.children(&node.id).map(|it| branch(call, framework, it)).collect();
    Branch { label: label.memoize(), below }
}
