//! Columns of several tables under one dictionary, so that the same word has the same code in all of them.

use measure::{Batch, Coded};

use super::MOST_VALUES;
use crate::Error;
use crate::data::said;

/// The column of that name in every table, coded by one dictionary.
pub fn together(batches: &[&Batch<'_>], name: &str) -> Result<Vec<Coded<'static>>, Error> {
    let coded = batches.iter().map(|batch| batch.column(name).and_then(|it| it.coded(MOST_VALUES)).map_err(said));
    let coded = coded.collect::<Result<Vec<Coded<'_>>, _>>()?;
    let mut words: Vec<String> = coded.iter().flat_map(|it| it.words.iter().cloned()).collect();
    words.sort();
    words.dedup();
    let missing = words.len() as u32;
    let recoded = |it: &Coded<'_>| {
        let place = |word: &String| words.binary_search(word).map_or(missing, |at| at as u32);
        let places: Vec<u32> = it.words.iter().map(place).chain([missing]).collect();
        let codes: Vec<u32> = it.codes.iter().map(|&code| places[code as usize]).collect();
        Coded { name: "", codes: codes.into(), words: words.clone().into() }
    };
    Ok(coded.iter().map(recoded).collect())
}
