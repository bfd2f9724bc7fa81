//! Which of the two lanes are asked for. They are told side by side; there is no question that makes one number of them.

use serde::Serialize;

use crate::Error;

/// The lanes that are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Lanes {
    /// What can fail in the technology.
    pub technical: bool,
    /// What people, groups, society and the environment feel.
    pub societal: bool,
}

impl Default for Lanes {
    fn default() -> Lanes {
        Lanes { technical: true, societal: true }
    }
}

const TECHNICAL: &str = "technical";
const SOCIETAL: &str = "societal";
/// Words by which somebody asks for one number.
const MERGING: [&str; 6] = ["total", "sum", "score", "overall", "combined", "average"];

impl Lanes {
    /// Both where nothing is asked; `technical`, `societal`, or both with a comma between.
    ///
    /// Errors: what would make one number of both, and words that name no lane.
    pub fn read(asked: Option<&str>) -> Result<Lanes, Error> {
        let Some(asked) = asked else { return Ok(Lanes::default()) };
        let mut lanes = Lanes { technical: false, societal: false };
        for part in asked.split(',').map(|it| it.trim().to_lowercase()) {
            match part.as_str() {
                TECHNICAL => lanes.technical = true,
                SOCIETAL => lanes.societal = true,
                it => return Err(refused(it)),
            }
        }
        Ok(lanes)
    }
}

fn refused(asked: &str) -> Error {
    let both = asked.contains(TECHNICAL) && asked.contains(SOCIETAL);
    let says = match both || MERGING.iter().any(|it| asked.contains(it)) {
        true => format!(
            "cannot be `{asked}`, which would make one number of what fails in the technology and what people feel; \
             ask for `technical,societal`, which are told side by side"
        ),
        false => format!(
            "cannot be `{asked}`, which is no lane; ask for `technical`, `societal`, or both with a comma between"
        ),
    };
    Error::problem("lanes", says)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_stand_side_by_side_and_are_never_added() {
        assert_eq!(Lanes::read(Some(" Societal, technical")).unwrap(), Lanes::default());
        assert_eq!(Lanes::read(None).unwrap(), Lanes::default());
        assert_eq!(Lanes::read(Some("technical")).unwrap(), Lanes { technical: true, societal: false });
        for merged in
            ["technical+societal", "technical societal", "total", "technical,overall", "sum(technical)", "score"]
        {
            let says = Lanes::read(Some(merged)).unwrap_err().to_string();
            assert!(says.contains("side by side"), "{merged}: {says}");
        }
        for strange in ["", "legal", "technical,"] {
            let says = Lanes::read(Some(strange)).unwrap_err().to_string();
            assert!(says.contains("is no lane"), "{strange}: {says}");
        }
    }
}
