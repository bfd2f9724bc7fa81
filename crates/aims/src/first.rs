//! What a new organisation starts with: the shipped roles, and somebody who can sign in. Serves ISO/IEC 42001 5.3.

use governance::account::NewAccount;
use governance::{Actor, Aims, Listing};
use record::{Change, Document, Id};
use serde_json::{Value, json};

use crate::exit::Failure;

const ROLES: &str = include_str!("../../../data/library/roles.toml");

/// A sign-in to show once.
#[derive(Debug, Clone, serde::Serialize)]
pub struct SignIn {
    /// Name of the person.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Password.
    pub password: String,
    /// What the person is there for.
    pub role: String,
}

/// Enters the shipped roles that are not there yet; gives every role's key with its number.
pub async fn roles(aims: &Aims, actor: &Actor) -> Result<Vec<(String, Id)>, Failure> {
    let shipped: toml::Table = toml::from_str(ROLES).map_err(|cause| {
        Failure::failed(format!("the shipped roles cannot be read ({cause}); build the program again"))
    })?;
    let mut known = present(aims, actor).await?;
    for role in shipped.get("role").and_then(toml::Value::as_array).into_iter().flatten() {
        let document = document(json!(role));
        let key = document.get("key").and_then(Value::as_str).unwrap_or_default().to_owned();
        if known.iter().all(|(it, _)| *it != key) {
            let added = create(aims, actor, "role", document).await?;
            known.push((key, added));
        }
    }
    Ok(known)
}

async fn present(aims: &Aims, actor: &Actor) -> Result<Vec<(String, Id)>, Failure> {
    let listing = Listing { kind: Some("role".to_owned()), limit: 1000, ..Listing::default() };
    let page = aims.list(actor, &listing).await?;
    let key = |document: &Document| document.get("key").and_then(Value::as_str).map(str::to_owned);
    Ok(page.rows.into_iter().filter_map(|it| Some((key(&it.document)?, it.id))).collect())
}

/// Enters a first administrator who leads the management system too, with a password to show once.
pub async fn administrator(aims: &Aims, actor: &Actor) -> Result<SignIn, Failure> {
    let roles = roles(aims, actor).await?;
    let (name, email) = ("First administrator", "administrator@localhost");
    let person = create(aims, actor, "person", document(json!({ "title": name, "email": email }))).await?;
    for wanted in ["administrator", "governance_lead"] {
        let Some((_, role)) = roles.iter().find(|(key, _)| key == wanted) else { continue };
        assign(aims, actor, &person, role, Held::default(), &format!("{name}: {wanted}")).await?;
    }
    let password = crate::command::account::made_password()?;
    let account = NewAccount {
        name: name.to_owned(),
        email: email.to_owned(),
        password: Some(password.clone()),
        person: Some(person),
        service: false,
    };
    aims.add_account(actor, account).await?;
    Ok(SignIn { name: name.to_owned(), email: email.to_owned(), password, role: "administrator".to_owned() })
}

/// For what a role is held, and for how long.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held<'a> {
    /// The unit or AI system; everything where nothing stands.
    pub covers: Option<&'a Id>,
    /// Its first day; today where nothing stands.
    pub from: Option<jiff::civil::Date>,
    /// Its last day.
    pub until: Option<jiff::civil::Date>,
}

/// Gives a person a role from today on, over what it covers and until the day on which it ends; whoever sets the program up enters it as accepted.
pub async fn assign(
    aims: &Aims,
    actor: &Actor,
    person: &Id,
    role: &Id,
    held: Held<'_>,
    title: &str,
) -> Result<Id, Failure> {
    let from = held.from.unwrap_or_else(|| aims.today()).to_string();
    let mut fields = document(json!({
        "title": title, "person": person, "role": role, "basis": "appointment", "from": from,
    }));
    if let Some(covers) = held.covers {
        fields.insert("covers".to_owned(), json!(covers));
    }
    if let Some(until) = held.until {
        fields.insert("until".to_owned(), json!(until));
    }
    let state = Some("accepted".to_owned());
    let change = Change::Create { kind: "role_assignment".to_owned(), state, document: fields };
    Ok(aims.commit(actor, change, None).await?.id)
}

async fn create(aims: &Aims, actor: &Actor, kind: &str, document: Document) -> Result<Id, Failure> {
    let change = Change::Create { kind: kind.to_owned(), state: None, document };
    Ok(aims.commit(actor, change, None).await?.id)
}

fn document(value: Value) -> Document {
    match value {
        Value::Object(document) => document,
        _ => Document::new(),
    }
}
