//! The policies in force: loaded once, then asked many times.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use cedar_policy::{Entity, EntityId, EntityTypeName, EntityUid, PolicySet, RestrictedExpression, Schema};
use record::{Catalog, Fault, Kind, Source};
use sha2::{Digest, Sha256};

use crate::ask::action_on;
use crate::load::{Loaded, load};
use crate::schema::{Attribute, actions, attributes, cedar_schema, entity_type, faults};
use crate::{Action, FactShape, SYSTEM_ACTIONS};

/// The policies in force, checked against the kinds and facts that they speak of.
#[derive(Debug)]
pub struct Policies {
    pub(crate) gates: HashMap<String, Gate>,
    pub(crate) shapes: BTreeMap<String, Shape>,
    pub(crate) names: Names,
    pub(crate) listing: Vec<PolicyText>,
    roles: Vec<String>,
    schema: String,
    digest: String,
}

/// One policy as its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyText {
    /// Its `@id`.
    pub id: String,
    /// Whether it permits or forbids.
    pub effect: Effect,
    /// Path of its file below `data/` or below the organisation's overlay.
    pub file: String,
    /// Line on which it starts.
    pub line: usize,
    /// Its `@summary`, or its `@message` when it has no summary.
    pub summary: String,
    /// Its `@message`: what the person who is refused reads.
    pub message: String,
    /// Its `@clause`.
    pub clause: Option<String>,
    /// Its text.
    pub text: String,
}

/// What a policy does when it applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// It permits, unless another policy forbids.
    Permit,
    /// It forbids, whatever permits.
    Forbid,
}

/// An action with the policies whose scope can fit it.
#[derive(Debug)]
pub(crate) struct Gate {
    pub action: Entity,
    pub permits: Arc<PolicySet>,
    pub forbids: Arc<PolicySet>,
    /// Attributes and facts of which these policies speak; the others need not be known.
    pub spoken: BTreeSet<String>,
}

/// Policies of one effect whose scope fits an action, and all of which they speak.
type Fitting = (Arc<PolicySet>, BTreeSet<String>);

/// What of a kind a question needs.
#[derive(Debug)]
pub(crate) struct Shape {
    pub ty: EntityTypeName,
    pub attributes: Vec<(String, Attribute)>,
    pub kind: Kind,
    pub states: RestrictedExpression,
    pub facts: Vec<FactShape>,
}

/// Entity types that are not kinds.
#[derive(Debug)]
pub(crate) struct Names {
    pub actor: EntityTypeName,
    pub class: EntityTypeName,
    pub organization: EntityUid,
}

impl Policies {
    /// Reads the policies of the product and of the organisation, or lists everything that is wrong with them.
    ///
    /// Only sources `policies/*.cedar` are read. An overlay may forbid anything; it may permit only what concerns kinds or
    /// transitions of its own, whose names start with `x_`.
    pub fn load(
        catalog: &Catalog,
        base: &[Source],
        overlay: &[Source],
        facts: &[FactShape],
    ) -> Result<Policies, Vec<Fault>> {
        let unfit = faults(catalog, facts);
        if !unfit.is_empty() {
            return Err(unfit);
        }
        let text = cedar_schema(catalog, facts);
        let (schema, _) = Schema::from_cedarschema_str(&text).map_err(|error| internal(error.to_string()))?;
        let loaded = load(Some(&schema), base, overlay, facts)?;
        Policies::of(catalog, text, loaded, facts)
    }

    /// Reads policies that were found sound before, together with these kinds and facts: those of a release, which its tests load
    /// by [`Policies::load`]. Cedar's strict check is most of the time that a start takes.
    pub fn load_known(catalog: &Catalog, sources: &[Source], facts: &[FactShape]) -> Result<Policies, Vec<Fault>> {
        let loaded = load(None, sources, &[], facts)?;
        Policies::of(catalog, cedar_schema(catalog, facts), loaded, facts)
    }

    fn of(catalog: &Catalog, text: String, loaded: Vec<Loaded>, facts: &[FactShape]) -> Result<Policies, Vec<Fault>> {
        let spoken = loaded.iter().flat_map(|it| it.spoken.clone()).collect();
        let roles: BTreeSet<String> = loaded.iter().flat_map(|it| it.roles.clone()).collect();
        let names = names().map_err(internal)?;
        let gates = gates(catalog, &loaded).map_err(internal)?;
        let shapes = shapes(catalog, facts, &spoken).map_err(internal)?;
        let digest = digest(&text, &loaded);
        let listing = loaded.into_iter().map(|it| it.text).collect();
        Ok(Policies { gates, shapes, names, listing, roles: roles.into_iter().collect(), schema: text, digest })
    }

    /// Whether anything that policies say of an action on records of a kind hangs on the state of the record.
    pub(crate) fn sees_state(&self, action: Action, kind: &str) -> bool {
        let gate = self.gates.get(&action_on(action, kind));
        gate.is_none_or(|it| ["state", "initial", "final", "taken_on", "to"].iter().any(|name| it.spoken.contains(*name)))
    }

    /// The facts that a question about this action on a record of `kind` must carry: those of which a policy for it speaks.
    pub fn facts(&self, action: Action, kind: &str) -> impl Iterator<Item = &FactShape> {
        let gate = self.gates.get(&action_on(action, kind));
        let facts = self.shapes.get(kind).into_iter().flat_map(|it| &it.facts);
        facts.filter(move |fact| gate.is_some_and(|it| it.spoken.contains(&fact.name)))
    }

    /// Keys of the roles of which policies speak, in alphabetical order.
    pub fn roles(&self) -> &[String] {
        &self.roles
    }

    /// Every policy, in the order of files and lines.
    pub fn listing(&self) -> &[PolicyText] {
        &self.listing
    }

    /// The Cedar schema that policies are checked against, for reference pages and for Cedar's own tools.
    pub fn schema(&self) -> &str {
        &self.schema
    }

    /// `sha256:…` over the schema and every policy.
    pub fn digest(&self) -> String {
        self.digest.clone()
    }
}

fn internal(error: String) -> Vec<Fault> {
    vec![Fault::of_file("policies", format!("no schema can be made of the kinds: {error}"))]
}

/// Comments and the division into files do not count.
fn digest(schema: &str, loaded: &[Loaded]) -> String {
    let mut hash = Sha256::new();
    for part in [schema].into_iter().chain(loaded.iter().map(|it| it.text.text.as_str())) {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let hex: String = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

fn names() -> Result<Names, String> {
    let organization = uid(&type_name("Organization")?, "this");
    Ok(Names { actor: type_name("Actor")?, class: type_name("Class")?, organization })
}

fn shapes(
    catalog: &Catalog,
    facts: &[FactShape],
    spoken: &BTreeSet<String>,
) -> Result<BTreeMap<String, Shape>, String> {
    let shape = |kind: &Kind| {
        let attributes = attributes(kind).filter(|(name, _)| spoken.contains(*name));
        let shape = Shape {
            ty: type_name(&entity_type(&kind.kind))?,
            attributes: attributes.map(|(name, attribute)| (name.to_owned(), attribute)).collect(),
            kind: kind.clone(),
            states: texts(kind.states()),
            facts: facts.iter().filter(|fact| fact.concerns(&kind.kind)).cloned().collect(),
        };
        Ok((kind.kind.clone(), shape))
    };
    catalog.kinds().map(shape).collect()
}

/// One gate an action. Cedar looks at every policy that it is given, so each gate gets only those that can matter.
fn gates(catalog: &Catalog, loaded: &[Loaded]) -> Result<HashMap<String, Gate>, String> {
    let mut sets: HashMap<Vec<usize>, Fitting> = HashMap::new();
    let mut gates = HashMap::new();
    let kinds = catalog.kinds().flat_map(|kind| {
        let ty = entity_type(&kind.kind);
        actions(kind).into_iter().map(move |(action, groups)| (action, groups, ty.clone()))
    });
    let system = SYSTEM_ACTIONS.iter().map(|(name, _)| ((*name).to_owned(), Vec::new(), "Organization".to_owned()));
    let reading = ("read".to_owned(), Vec::new(), "Class".to_owned());
    for (action, groups, ty) in kinds.chain(system).chain([reading]) {
        let mut fitting = |effect| {
            let fits = |it: &Loaded| it.text.effect == effect && it.scope.fits(&action, &groups, &ty);
            let places: Vec<usize> = (0..loaded.len()).filter(|at| fits(&loaded[*at])).collect();
            if let Some(fitting) = sets.get(&places) {
                return Ok(fitting.clone());
            }
            let fitting = together(places.iter().map(|at| &loaded[*at]))?;
            Ok::<_, String>(sets.entry(places).or_insert(fitting).clone())
        };
        let ((permits, mut spoken), (forbids, more)) = (fitting(Effect::Permit)?, fitting(Effect::Forbid)?);
        spoken.extend(more);
        let ty = type_name("Action")?;
        let parents = groups.iter().map(|group| uid(&ty, group)).collect();
        let entity = Entity::new_no_attrs(uid(&ty, &action), parents);
        gates.insert(action, Gate { action: entity, permits, forbids, spoken });
    }
    Ok(gates)
}

fn together<'a>(policies: impl Iterator<Item = &'a Loaded>) -> Result<Fitting, String> {
    let (mut set, mut spoken) = (PolicySet::new(), BTreeSet::new());
    for it in policies {
        set.add(it.for_any_action.clone()).map_err(|error| error.to_string())?;
        spoken.extend(it.spoken.clone());
    }
    Ok((Arc::new(set), spoken))
}

fn type_name(name: &str) -> Result<EntityTypeName, String> {
    name.parse().map_err(|_| format!("`{name}` is not a name that Cedar takes"))
}

pub(crate) fn uid(ty: &EntityTypeName, id: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(ty.clone(), EntityId::new(id))
}

pub(crate) fn texts<'a>(items: impl IntoIterator<Item = &'a str>) -> RestrictedExpression {
    RestrictedExpression::new_set(items.into_iter().map(|it| RestrictedExpression::new_string(it.to_owned())))
}
