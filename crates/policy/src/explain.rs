//! Telling somebody who is not permitted who is: found out by trying each role that policies speak of.

use record::Document;

use crate::policies::Policies;
use crate::{Action, Actor, Question, Resource, SYSTEM_ACTIONS};

impl Policies {
    /// The sentence for a question that nothing permits.
    pub(crate) fn who_may(&self, question: &Question) -> String {
        let what = what(question);
        if !question.actor.signed_in() {
            return format!("only who is signed in may {what}; sign in first");
        }
        let mut who: Vec<String> = Vec::new();
        for role in self.roles() {
            let actor = Actor::session("somebody", "", [role]);
            if self.may(&Question { actor: &actor, ..*question }) {
                who.push(role.replace('_', " "));
            }
        }
        if self.owner_may(question) {
            who.push("its owner".to_owned());
        }
        match who.split_last() {
            None => format!("nobody may {what}"),
            Some((only, [])) => format!("only {only} may {what}; ask them to do it, or an administrator for the role"),
            Some((last, others)) => {
                format!(
                    "only {} or {last} may {what}; ask one of them to do it, or an administrator for the role",
                    others.join(", ")
                )
            }
        }
    }

    fn owner_may(&self, question: &Question) -> bool {
        let owner = Actor::session("somebody", "PER-0", Vec::<String>::new());
        match question.resource {
            Resource::Record(mut record) => {
                let mut document: Document = record.document.clone();
                document.insert("owner".to_owned(), "PER-0".into());
                record.document = &document;
                let resource = Resource::Record(record);
                let question = Question { actor: &owner, resource, ..*question };
                self.may(&question)
            }
            Resource::Class(class) => {
                let resource = Resource::Class(crate::Class { mine: true, ..class });
                self.may(&Question { actor: &owner, resource, ..*question })
            }
            Resource::Organization => false,
        }
    }
}

/// What is asked, after `may`.
fn what(question: &Question) -> String {
    let it = match question.resource {
        Resource::Record(record) if record.id.is_empty() => format!("a record of kind `{}`", record.kind),
        Resource::Record(record) => format!("`{}`", record.id),
        Resource::Class(class) => format!("{} records of kind `{}`", class.access, class.kind),
        Resource::Organization => String::new(),
    };
    match question.action {
        Action::Read => format!("read {it}"),
        Action::Create => format!("create {it}"),
        Action::Edit => format!("edit {it}"),
        Action::Move(transition) => format!("move {it} by `{transition}`"),
        Action::Retire => format!("retire {it}"),
        Action::Restore => format!("restore {it}"),
        Action::Erase => format!("erase values of {it}"),
        Action::Open => format!("open what {it} holds"),
        Action::System(name) => {
            SYSTEM_ACTIONS.iter().find(|(known, _)| *known == name).map_or(name, |(_, means)| means).to_owned()
        }
    }
}
