//! Making a new management system, and opening one that exists.

use std::path::Path;
use std::sync::{Arc, RwLock};

use store::{Store, StoreError, Write};

use crate::aims::{Inner, Options};
use crate::event::Event;
use crate::evidence::Files;
use crate::key::LogKey;
use crate::notify::Post;
use crate::{Actor, Aims, Configuration, Error, Via};

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
        let Options { place, home, blobs, blob_settings, mail, webhooks, clock, entropy } = options;
        if !home.join("ledger.key").exists() {
            return Err(Error::input(format!(
                "`{}` holds no management system; make one with `aims init --data {0}`",
                home.display()
            )));
        }
        let configuration = Arc::new(Configuration::load(Some(&home.join("config")))?);
        let key = LogKey::open(&home)?;
        let store = Store::open(&place, clock.clone())?;
        store.read(|read| key.check(read))?;
        let files = Files::open(&home, blobs.as_deref(), &blob_settings)?;
        let aims = Aims(Arc::new(Inner {
            store,
            home,
            files,
            key,
            clock,
            entropy,
            post: Post { mail, webhooks },
            denials: Default::default(),
            configuration: RwLock::new(configuration),
            sign_ins: Default::default(),
            known_roles: Default::default(),
            known_units: Default::default(),
        }));
        aims.adopt_configuration()?;
        Ok(aims)
    }

    /// Names the configuration in the store and enters it in the ledger, when it is not the one that was there.
    fn adopt_configuration(&self) -> Result<(), Error> {
        let digest = self.configuration().digest.clone();
        let known = self.0.store.read(|read| Ok::<_, StoreError>(read.head()?.configuration))?;
        if known == digest {
            return Ok(());
        }
        let this = self.clone();
        self.0.store.write(move |tx: &mut Write| {
            tx.set_origin(&this.0.key.origin)?;
            tx.set_configuration(&digest)?;
            let event = Event::new("configuration").with("digest", &digest);
            this.enter_in(tx, &Actor::operator(Via::System), &event).map(|_| ())
        })
    }

    /// Loads the configuration of the home again and puts it into force.
    pub async fn reload_configuration(&self, actor: &Actor) -> Result<String, Error> {
        self.require(actor, "configure").await?;
        let configuration = Arc::new(Configuration::load(Some(&self.0.home.join("config")))?);
        let digest = configuration.digest.clone();
        match self.0.configuration.write() {
            Ok(mut place) => *place = configuration,
            Err(poisoned) => *poisoned.into_inner() = configuration,
        }
        let (this, who, named) = (self.clone(), actor.clone(), digest.clone());
        let adopt = move |tx: &mut Write| {
            tx.set_configuration(&named)?;
            this.enter_in(tx, &who, &Event::new("configuration").with("digest", &named)).map(|_| ())
        };
        self.0.store.write_async(adopt).await?;
        Ok(digest)
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
