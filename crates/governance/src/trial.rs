//! Work that is done in full and not kept: previews, dry runs, examinations.

use store::{StoreError, Write};

use crate::{Aims, Error};

/// Carries what was seen out of a transaction that must not be kept.
enum Outcome<T> {
    Seen(T),
    Failed(Error),
}

impl<T> From<StoreError> for Outcome<T> {
    fn from(error: StoreError) -> Outcome<T> {
        Outcome::Failed(error.into())
    }
}

impl Aims {
    /// Does the work inside a transaction, takes everything back, and says what came of it.
    pub(crate) async fn trial<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Write) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let undone = move |tx: &mut Write| -> Result<(), Outcome<T>> {
            Err(work(tx).map_or_else(Outcome::Failed, Outcome::Seen))
        };
        match self.0.store.write_async(undone).await {
            Err(Outcome::Seen(seen)) => Ok(seen),
            Err(Outcome::Failed(error)) => Err(error),
            Ok(()) => Err(Error::input("nothing was asked")),
        }
    }
}
