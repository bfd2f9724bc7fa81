//! Who acts: a person or a service, with the roles held at this moment. Serves ISO/IEC 42001 5.3.

use std::collections::BTreeSet;

use jiff::Timestamp;
use record::Id;

/// Way in which a change came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Via {
    /// A page in a browser.
    Web,
    /// The REST interface.
    Api,
    /// The command line, beside the store.
    Cli,
    /// The program itself: a job, an upgrade, the demonstration.
    System,
}

impl Via {
    /// The word in ledger entries.
    pub fn name(self) -> &'static str {
        match self {
            Via::Web => "web",
            Via::Api => "api",
            Via::Cli => "cli",
            Via::System => "system",
        }
    }
}

/// A role held, and over what.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Held {
    /// Key of the role, such as `risk_officer`.
    pub role: String,
    /// Organisation unit or AI system that it covers; the whole organisation when `None`.
    pub covers: Option<String>,
}

/// Who asks, as far as permission and the ledger need to know.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Random pseudonym of the account, the only name that the ledger carries.
    pub account: String,
    /// Name that people read.
    pub name: String,
    /// Record of the person behind the account.
    pub person: Option<Id>,
    /// Roles in force.
    pub roles: Vec<Held>,
    /// Records that are kept from this person, whatever the roles, as those that are about their conduct.
    pub kept_from: BTreeSet<Id>,
    /// Records that this person reads as their own since these name them.
    pub shown: BTreeSet<Id>,
    /// A service account, which never approves.
    pub service: bool,
    /// What an API token is limited to; `None` for a person's session.
    pub scopes: Option<Vec<String>>,
    /// When a second factor was last shown.
    pub second_factor: Option<Timestamp>,
    /// Way in.
    pub via: Via,
    /// Identifier of the request, for logs and the ledger.
    pub request: String,
}

impl Actor {
    /// Somebody who is not signed in.
    pub fn public(via: Via) -> Actor {
        Actor {
            account: "public".to_owned(),
            name: "Public".to_owned(),
            person: None,
            roles: vec![Held { role: "public".to_owned(), covers: None }],
            kept_from: BTreeSet::new(),
            shown: BTreeSet::new(),
            service: false,
            scopes: None,
            second_factor: None,
            via,
            request: String::new(),
        }
    }

    /// The program itself, or the operator at the command line beside the store.
    pub fn operator(via: Via) -> Actor {
        let role = |role: &str| Held { role: role.to_owned(), covers: None };
        Actor {
            account: "operator".to_owned(),
            name: "Operator".to_owned(),
            roles: vec![role("administrator"), role("governance_lead"), role("operator")],
            ..Actor::public(via)
        }
    }

    /// What facts such as "who edited this last" compare: the person where one is known, else the account.
    pub fn identity(&self) -> String {
        self.person.as_ref().map_or_else(|| self.account.clone(), Id::to_string)
    }

    /// Whether this is somebody without a sign-in.
    pub fn is_public(&self) -> bool {
        self.account == "public"
    }

    /// The same actor in another request.
    pub fn in_request(mut self, request: impl Into<String>) -> Actor {
        self.request = request.into();
        self
    }
}
