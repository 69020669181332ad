//! A store that is open: the database, where it stands, and the lock that makes it ours.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sled::IVec;
use tracing::{info, warn};

use super::database::{Contents, Database, Write};
use super::guard::{self, Lock};
use super::marker::{Marker, RECORD, Unfinished};
use super::sealed::{self, Change, HostKeySource, Keyring, Needed};
use super::standing::Beside;
use super::trees::Tree;
use super::{Owner, StoreError, codec, keys, rights};

/// The key in the meta tree under which the database names the keyring that belongs to it.
const KEYRING: &[u8] = b"keys";

/// How many rows of a store of before are sealed in one transaction.
const SEALED_AT_ONCE: usize = 1_000;

/// How long it may go unnoticed that the store was removed or replaced under us.
const LOOK_EVERY: Duration = Duration::from_secs(1);

pub(super) struct Opened {
    // Before the lock: it is closed first.
    pub(super) database: Database,
    pub(super) dir: PathBuf,
    /// The file that knows the last commit; `None` until the store is made.
    beside: Option<Beside>,
    /// The keys of all records; `None` until they are made or found.
    keyring: Option<Keyring>,
    lock: Lock,
    /// When we last looked whether our files are still in their place.
    looked: Option<Instant>,
}

impl Opened {
    pub(super) fn new(database: Database, dir: &Path, lock: Lock) -> Self {
        Self { database, dir: dir.to_owned(), beside: None, keyring: None, lock, looked: None }
    }

    /// From here on each commit is noted in this file.
    pub(super) fn note_in(&mut self, beside: Beside) {
        self.beside = Some(beside);
    }

    /// Makes the keyring of a store that is only now made.
    pub(super) fn make_keyring(&mut self, source: &HostKeySource) -> Result<(), StoreError> {
        self.name_keyring(Keyring::make(&self.dir, source)?)
    }

    fn name_keyring(&mut self, keyring: Keyring) -> Result<(), StoreError> {
        self.write(&[Write::new(Tree::Meta, KEYRING, Some(keyring.id().to_vec()))])?;
        self.keyring = Some(keyring);
        Ok(())
    }

    /// Takes up the keyring that belongs to the database, in which `found` was found. A store from before there were
    /// any gets one, and all its rows are sealed.
    pub(super) fn take_up_keyring(&mut self, source: &HostKeySource, found: &Contents) -> Result<(), StoreError> {
        let named = self.database.tree(Tree::Meta).get(KEYRING).map_err(self.database.failed("reading"))?;
        match named {
            None => self.make_keyring(source)?,
            Some(id) => {
                let mut keyring = Keyring::open(&self.dir, source)?;
                if keyring.id() != *id {
                    return Err(StoreError::KeysOfAnother { dir: self.dir.clone() });
                }
                let needed = keyring.settle(&found.in_use)?;
                self.keyring = Some(keyring);
                if needed == Needed::SomeDestroyed {
                    self.remove_rows_of_the_gone()?;
                }
            }
        }
        if found.unsealed > 0 {
            self.seal_rows_of_before()?;
            info!(rows = found.unsealed, "all rows are sealed from now on");
        }
        Ok(())
    }

    /// In an older copy of the database are rows of people who have left since: they stay away.
    fn remove_rows_of_the_gone(&mut self) -> Result<(), StoreError> {
        let mut gone = Vec::new();
        for tree in Tree::ALL.into_iter().filter(|tree| sealed::is_sealed(*tree)) {
            for row in self.database.tree(tree) {
                let (key, stored) = row.map_err(self.database.failed("reading"))?;
                if matches!(sealed::open_record(self.keyring()?, tree, &key, &stored)?, sealed::Opened::Destroyed) {
                    gone.push(Change::new(tree, &key, None));
                }
            }
        }
        warn!(rows = gone.len(), "rows of people who have left since this copy was made are removed");
        self.change(gone, &BTreeSet::new()).map(drop)
    }

    fn seal_rows_of_before(&mut self) -> Result<(), StoreError> {
        for tree in Tree::ALL.into_iter().filter(|tree| sealed::is_sealed(*tree)) {
            let mut changes = Vec::new();
            // Owners before their rows in the outbox, as the trees come; what is sealed already passes through.
            for row in self.database.tree(tree) {
                let (key, stored) = row.map_err(self.database.failed("reading"))?;
                if sealed::key_of(&stored).is_none() {
                    changes.push(Change::new(tree, &key, Some(stored.to_vec())));
                }
                if changes.len() == SEALED_AT_ONCE {
                    self.change(std::mem::take(&mut changes), &BTreeSet::new())?;
                }
            }
            self.change(changes, &BTreeSet::new())?;
        }
        Ok(())
    }

    /// The keys of all records.
    pub(super) fn keyring(&self) -> Result<&Keyring, StoreError> {
        self.keyring.as_ref().ok_or_else(|| StoreError::KeysMissing { dir: self.dir.clone() })
    }

    /// The record at this place, of which `stored` is what is written there.
    pub(super) fn record<'a>(&self, tree: Tree, key: &[u8], stored: &'a [u8]) -> Result<Cow<'a, [u8]>, StoreError> {
        sealed::record(self.keyring()?, tree, key, stored)
    }

    /// Makes all of `changes` in one transaction, sealed; and then destroys the keys of whoever is gone or in `forget`.
    /// When this returns `Ok` it is all on the disk, and known to have been acknowledged. What was written, and what was
    /// in the place of each before.
    pub(super) fn change(
        &mut self,
        changes: Vec<Change>,
        forget: &BTreeSet<Owner>,
    ) -> Result<Vec<(Write, Option<IVec>)>, StoreError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let keyring = self.keyring.as_mut().ok_or_else(|| StoreError::KeysMissing { dir: self.dir.clone() })?;
        let sealed = sealed::seal_changes(keyring, &self.database, changes, forget)?;
        keyring.sync()?;
        let writes: Vec<Write> =
            sealed.changes.into_iter().map(|Change { tree, key, record }| Write::new(tree, &key, record)).collect();
        let before = self.write(&writes)?;
        if let Some(keyring) = &mut self.keyring {
            keyring.destroy(&sealed.doomed)?;
        }
        Ok(writes.into_iter().zip(before).collect())
    }

    /// Notes the sum of all rows as they are now, as the last that was acknowledged.
    pub(super) fn note_standing(&mut self) -> Result<(), StoreError> {
        self.write(&[]).map(drop)
    }

    /// Makes all of `writes` in one transaction. When this returns `Ok` they are on the disk, and known to have been
    /// acknowledged; it holds what was in the place of each before.
    fn write(&mut self, writes: &[Write]) -> Result<Vec<Option<IVec>>, StoreError> {
        self.look()?;
        let before = self.database.write(writes)?;
        if let Some(beside) = &mut self.beside {
            beside.note(self.database.standing())?;
        }
        Ok(before)
    }

    /// Refuses to write into files that have no name any more, or no longer ours.
    fn look(&mut self) -> Result<(), StoreError> {
        if self.looked.is_some_and(|looked| looked.elapsed() < LOOK_EVERY) {
            return Ok(());
        }
        let in_place = self.lock.is_in(&self.dir)
            && self.database.is_in_place()
            && self.beside.as_ref().is_none_or(Beside::is_in_place)
            && self.keyring.as_ref().is_none_or(Keyring::is_in_place);
        if !in_place {
            return Err(StoreError::Gone { dir: self.dir.clone() });
        }
        self.looked = Some(Instant::now());
        Ok(())
    }

    /// What the database says of itself, if it says anything.
    pub(super) fn marker(&self) -> Result<Option<Marker>, StoreError> {
        let stored = self.database.tree(Tree::Meta).get(RECORD).map_err(self.database.failed("reading"))?;
        stored.map(|stored| codec::decode(Tree::Meta, &stored)).transpose()
    }

    /// Whether there is a record of the couple, or of the person, to which the timer at `key` belongs.
    pub(super) fn has_owner_of(&self, key: &[u8]) -> Result<bool, StoreError> {
        let Some((tree, key)) = keys::read_timer(key).and_then(|timer| keys::owner_of_timer(&timer)) else {
            return Ok(false);
        };
        self.database.tree(tree).contains_key(key).map_err(self.database.failed("reading"))
    }

    /// Declares the store made: from here on it is an error if it is ever found empty, or at an earlier commit.
    pub(super) fn finish(&mut self) -> Result<(), StoreError> {
        let record = codec::encode(Tree::Meta, &Marker::NEW)?;
        self.write(&[Write::new(Tree::Meta, RECORD, Some(record))])?;
        // sled syncs neither its settings nor the directories in which its files have their names.
        let sled_dir = self.dir.join("sled");
        for made in ["conf", "db", "blobs"] {
            guard::sync(&sled_dir.join(made))?;
        }
        guard::sync(&sled_dir)?;
        guard::sync(&self.dir)?;
        if let Some(parent) = self.dir.canonicalize().ok().as_deref().and_then(Path::parent) {
            guard::sync(parent)?;
        }
        rights::narrow_within(&sled_dir)?;
        if self.beside.is_none() {
            self.beside = Some(Beside::make(&self.dir, self.database.standing())?);
        }
        Marker::NEW.write(&self.dir)?;
        Unfinished::end(&self.dir)
    }
}
