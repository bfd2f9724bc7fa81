//! Requirement libraries for programs: what there is, a framework, a node with what the records say of it, and what comes next.

use axum::body::Body;
use axum::extract::Path;
use governance::Moment;
use governance::crosswalking::deciding::{Act, Asked, Named};
use serde::Deserialize;
use serde_json::json;

use crate::body;
use crate::call::Call;
use crate::reply::{self, Reply};
use crate::screens::library::{confirmed, crosswalk, found, node_of};

/// `GET /api/v1/library`: frameworks and crosswalks, without their nodes and relations.
pub(crate) async fn all(call: Call) -> Reply {
    call.query.only(&[])?;
    let shelf = call.configuration.libraries.shelf();
    let links = call.aims().links_of_library(&call.actor).await?;
    let frameworks = shelf.frameworks().iter().map(|it| {
        json!({
            "name": it.name(), "prefix": it.prefix, "title": it.title, "urn": it.urn, "edition": it.edition, "version": it.version,
            "rights": it.rights, "jurisdictions": it.jurisdictions, "nodes": it.node.len(), "assessable": it.assessable().count(),
        })
    });
    let crosswalks = shelf.crosswalks().iter().map(|it| {
        let confirmed = confirmed(shelf, &links, it);
        let missing = library::gaps(shelf, &links, it);
        json!({ "name": it.name(), "urn": it.urn, "title": it.title, "source": it.source, "target": it.target, "relations": it.map.len(), "confirmed": confirmed, "gaps": missing })
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
    let reached = call.aims().links_of_library(&call.actor).await?.reach(&reference);
    reply::ok(&json!({ "reference": reference, "node": node, "checks": checks, "reaches": reached }))
}

/// `GET /api/v1/library/crosswalks/{name}?show=open`: the relations of a crosswalk, what was decided about them and what confirming them would change.
pub(crate) async fn relations(call: Call, Path(name): Path<String>) -> Reply {
    reply::ok(&crosswalk::told(&call, &name).await?)
}

/// What is asked about relations.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Deciding {
    maps: Vec<Pair>,
    act: String,
    #[serde(default)]
    relation: String,
    why: String,
}

/// A relation by its two identifiers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    from: String,
    to: String,
}

/// `POST /api/v1/library/crosswalks/{name}/reviews`: decides about relations, all or none.
pub(crate) async fn decide(call: Call, Path(name): Path<String>, sent: Body) -> Reply {
    call.query.only(&[])?;
    call.key()?;
    let sent: Deciding = body::json(&call.headers, sent, call.app.settings.body_limit).await?;
    let maps = sent.maps.into_iter().map(|it| Named { from: it.from, to: it.to }).collect();
    let act = Act::read(&sent.act, &sent.relation)?;
    let asked = Asked { maps, act, why: sent.why, reviewer: None };
    reply::ok(&call.aims().review_crosswalk(&call.actor, &name, asked).await?)
}
