//! Making a new management system, and opening one that exists.

use std::path::Path;
use std::sync::{Arc, RwLock};

use store::Store;

use crate::aims::{Inner, Options};
use crate::evidence::Files;
use crate::key::LogKey;
use crate::notify::Post;
use crate::{Aims, Error, in_force};

impl Aims {
    /// Makes the folder, the key of the ledger and an empty store; refuses where one is already.
    ///
    /// `origin` names the ledger for those who verify it, such as `aims.example.org/ledger`.
    pub fn init(options: Options, origin: &str) -> Result<Aims, Error> {
        let home = options.home.clone();
        if home.join("ledger.key").exists() {
            return Err(Error::input(format!(
                "`{}` holds a management system already; open it, or name another folder",
                home.display()
            )));
        }
        let plain = !origin.is_empty()
            && origin.len() <= 200
            && !origin.contains(['+', '\n'])
            && !origin.contains(char::is_whitespace);
        if !plain {
            return Err(Error::input(format!(
                "`{origin}` cannot name a ledger; use a name without spaces and `+`, such as `example.org/aims`"
            )));
        }
        std::fs::create_dir_all(home.join("config"))
            .map_err(|it| Error::outside(&format!("making `{}`", home.display()), it))?;
        let mut seed = [0u8; 32];
        (options.entropy)(&mut seed);
        LogKey::create(&home, origin, &seed)?;
        Aims::open(options)
    }

    /// Opens a management system: configuration, key, store, evidence. A store that holds less than was signed is refused.
    pub fn open(options: Options) -> Result<Aims, Error> {
        let Options { place, home, blobs, blob_settings, mail, webhooks, address, clock, entropy } = options;
        if !home.join("ledger.key").exists() {
            return Err(Error::input(format!(
                "`{}` holds no management system; make one with `aims init --data {0}`",
                home.display()
            )));
        }
        let key = LogKey::open(&home)?;
        let store = Store::open(&place, clock.clone())?;
        store.read(|read| key.check(read))?;
        let files = Files::open(&home, blobs.as_deref(), &blob_settings)?;
        let configuration = Arc::new(in_force::at_opening(&store, &files, &home.join("config"))?);
        let aims = Aims(Arc::new(Inner {
            store,
            home,
            files,
            key,
            clock,
            entropy,
            post: Post { mail, webhooks },
            address,
            denials: Default::default(),
            configuration: RwLock::new(configuration),
            sign_ins: Default::default(),
            concerns: Default::default(),
            known_roles: Default::default(),
            known_units: Default::default(),
            known_withheld: Default::default(),
            known_shown: Default::default(),
            looked: Default::default(),
            covered: Default::default(),
        }));
        aims.adopt_configuration()?;
        Ok(aims)
    }

    /// The folder with configuration, key and evidence.
    pub fn home(&self) -> &Path {
        &self.0.home
    }

    /// The store, for reading beside the product: verification, measurement of speed.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Name of the ledger, by which those who verify it know it.
    pub fn origin(&self) -> &str {
        &self.0.key.origin
    }

    /// Who may do what, as a table made by asking the policies.
    pub fn authority(&self) -> policy::Authority {
        let configuration = self.configuration();
        policy::authority(&configuration.catalog, &configuration.policies)
    }
}
