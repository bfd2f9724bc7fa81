//! Values in filters that no record can have: a predicate over them would hold, or not, whatever happens. Pure.

use record::{FieldType, Id, Kind};
use store::{Condition, Op, Scalar};

/// The first value of these conditions that records of a kind cannot have, in a sentence; nothing where each can be.
pub(crate) fn unfit(kind: &Kind, all: &[Condition]) -> Option<String> {
    all.iter().find_map(|it| match it {
        Condition::All(of) | Condition::Any(of) => unfit(kind, of),
        Condition::Not(of) => unfit(kind, std::slice::from_ref(of)),
        Condition::State(of) => {
            let states = kind.states();
            let strange = of.iter().find(|it| !states.contains(&it.as_str()))?;
            Some(format!("`state` cannot be `{strange}`; there are {}", states.join(", ")))
        }
        Condition::Field { field, op, values } if *op != Op::Contains => {
            let ty = &kind.field(field)?.ty;
            let says = values.iter().find_map(|it| strange(ty, it))?;
            Some(format!("`{field}` {says}"))
        }
        _ => None,
    })
}

fn strange(ty: &FieldType, value: &Scalar) -> Option<String> {
    let Scalar::Text(text) = value else { return None };
    match ty {
        FieldType::Choice { choices } | FieldType::Choices { choices } => {
            (!choices.contains(text)).then(|| format!("cannot be `{text}`; there are {}", choices.join(", ")))
        }
        FieldType::Date => {
            let day = text.parse::<jiff::civil::Date>().is_ok();
            (!day).then(|| format!("is a day, and `{text}` is none; write one such as 2026-01-31"))
        }
        FieldType::Link { .. } | FieldType::Links { .. } => {
            let number = text.parse::<Id>().is_ok();
            (!number).then(|| format!("names a record, and `{text}` is no number of one; write one such as SYS-1"))
        }
        FieldType::Number { .. } | FieldType::Count { .. } | FieldType::Percent | FieldType::Scale { .. } => {
            Some(format!("is a number, and `{text}` is none"))
        }
        _ => None,
    }
}
