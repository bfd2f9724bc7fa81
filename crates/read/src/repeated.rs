//! Columns of one name: refused, or told apart by a number where somebody asks for it.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::notice::Notice;
use crate::options::Options;
use crate::place::base;

/// Gives the second column of a name the next free number, as in `Name (2)`, and says so; refuses it where nobody asked for numbers.
pub(crate) fn apart(
    place: &str,
    names: Vec<&mut String>,
    options: &Options,
    notices: &mut Vec<Notice>,
) -> Result<(), Error> {
    let mut taken: BTreeSet<String> = names.iter().map(|it| (**it).clone()).collect();
    let mut seen = BTreeSet::new();
    for name in names {
        if seen.insert(name.clone()) {
            continue;
        }
        if !options.number_repeated {
            return Err(Error::DuplicateHeader { place: place.to_owned(), name: name.clone() });
        }
        let free = (2..).map(|number: u32| format!("{name} ({number})")).find(|it| !taken.contains(it));
        let Some(free) = free else { continue };
        let sentence =
            format!("is another column named `{name}` in `{}`, and got a number to tell it apart", base(place));
        notices.push(Notice::of(&free, "repeated_name", sentence));
        taken.insert(free.clone());
        *name = free;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(names: &[&str], number_repeated: bool) -> Result<(Vec<String>, usize), Error> {
        let mut own: Vec<String> = names.iter().map(|it| (*it).to_owned()).collect();
        let mut notices = Vec::new();
        apart("a.csv", own.iter_mut().collect(), &Options { number_repeated, ..Options::default() }, &mut notices)?;
        Ok((own, notices.len()))
    }

    #[test]
    fn columns_of_one_name_get_free_numbers_and_each_is_told() {
        let (names, notices) = told(&["a", "b", "a", "a (2)", "a"], true).unwrap();
        assert_eq!((names, notices), (["a", "b", "a (3)", "a (2)", "a (4)"].map(str::to_owned).to_vec(), 2));
        assert_eq!(told(&["a", "b"], true).unwrap().1, 0);
        assert!(told(&["a", "a"], false).unwrap_err().to_string().contains("two columns named `a`"));
    }
}
