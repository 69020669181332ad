//! A store that is open: the database, where it stands, and the lock that makes it ours.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sled::IVec;

use super::codec;
use super::database::{Database, Write};
use super::guard::{self, Lock};
use super::marker::{Marker, RECORD, Unfinished};
use super::standing::Beside;
use super::trees::Tree;
use super::{StoreError, rights};

/// How long it may go unnoticed that the store was removed or replaced under us.
const LOOK_EVERY: Duration = Duration::from_secs(1);

pub(super) struct Opened {
    // Before the lock: it is closed first.
    pub(super) database: Database,
    pub(super) dir: PathBuf,
    /// The file that knows the last commit; `None` until the store is made.
    beside: Option<Beside>,
    lock: Lock,
    /// When we last looked whether our files are still in their place.
    looked: Option<Instant>,
}

impl Opened {
    pub(super) fn new(database: Database, dir: &Path, lock: Lock) -> Self {
        Self { database, dir: dir.to_owned(), beside: None, lock, looked: None }
    }

    /// From here on each commit is noted in this file.
    pub(super) fn note_in(&mut self, beside: Beside) {
        self.beside = Some(beside);
    }

    /// Makes all of `writes` in one transaction. When this returns `Ok` they are on the disk, and known to have been
    /// acknowledged; it holds what was in the place of each before.
    pub(super) fn write(&mut self, writes: &[Write]) -> Result<Vec<Option<IVec>>, StoreError> {
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
            && self.beside.as_ref().is_none_or(Beside::is_in_place);
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

    /// Declares the store made: from here on it is an error if it is ever found empty, or at an earlier commit.
    pub(super) fn seal(&mut self) -> Result<(), StoreError> {
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
