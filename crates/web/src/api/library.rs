//! Requirement libraries for programs: what there is, a framework, a node with what the records say of it, and what comes next.

use axum::extract::Path;
use governance::Moment;
use serde_json::json;

use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::library::{found, node_of};

/// `GET /api/v1/library`: frameworks and crosswalks, without their nodes and relations.
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    let shelf = call.configuration.libraries.shelf();
    let frameworks = shelf.frameworks().iter().map(|it| {
        json!({
            "name": it.name(), "prefix": it.prefix, "title": it.title, "urn": it.urn, "edition": it.edition, "version": it.version,
            "rights": it.rights, "jurisdictions": it.jurisdictions, "nodes": it.node.len(), "assessable": it.assessable().count(),
        })
    });
    let crosswalks = shelf.crosswalks().iter().map(|it| {
        let confirmed = it.map.iter().filter(|it| it.reviewer.is_some()).count();
        let missing = library::gaps(shelf, it);
        json!({ "urn": it.urn, "title": it.title, "source": it.source, "target": it.target, "relations": it.map.len(), "confirmed": confirmed, "gaps": missing })
    });
    let (frameworks, crosswalks): (Vec<_>, Vec<_>) = (frameworks.collect(), crosswalks.collect());
    reply::ok(&json!({ "frameworks": frameworks, "crosswalks": crosswalks }))
}

/// `GET /api/v1/library/{name}`: a framework with all its nodes.
pub(crate) async fn framework(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    reply::ok(found(&call, call.configuration.libraries.shelf(), &name)?)
}

/// `GET /api/v1/library/{name}/next`: what is open, in the order in which it can be met.
pub(crate) async fn next(call: Call, Path(name): Path<String>) -> Reply {
    call.query.only(&[])?;
    let libraries = call.configuration.libraries.clone();
    let framework = found(&call, libraries.shelf(), &name)?;
    reply::ok(&call.aims().next_of(&call.actor, framework, Moment::Now).await?)
}

/// `GET /api/v1/library/{name}/nodes/{id}`: a node, what its checks say, and where a proof for it goes.
pub(crate) async fn node(call: Call, Path((name, id)): Path<(String, String)>) -> Reply {
    call.query.only(&[])?;
    let libraries = call.configuration.libraries.clone();
    let shelf = libraries.shelf();
    let framework = found(&call, shelf, &name)?;
    let node = node_of(&call, framework, &id)?;
    let checks = call.aims().checks_of(&call.actor, node, Moment::Now).await?;
    let reference = framework.reference(node);
    let reached = shelf.reach(&reference);
    reply::ok(&json!({ "reference": reference, "node": node, "checks": checks, "reaches": reached }))
}
