//! Reading and committing: the [`Store`] that stands on sled.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use sled::IVec;

use super::changes::{Recent, TABLE};
use super::opened::Opened;
use super::opening;
use super::slices::{self, Export};
use super::trees::Tree;
use super::{Batch, Dead, Exported, Options, OutboxKey, Store, StoreError, Timer, codec, keys};
use crate::couple::{ChatId, Corner, Couple, Outgoing, UpdateId, UserId};

/// A store in one directory, held by one process.
///
/// ```text
/// nearer.lock   who holds it
/// store.toml    that there is a store here
/// commit        the last commit that was acknowledged, and a sum of all rows then
/// sled/         the database
/// keys          the keys of all couples and people, wrapped in the host's key
/// keys.copy     the same, should one of the two be damaged
/// host.key      the host's key, unless it is kept elsewhere
/// exports/      what SledStore::export wrote
/// unfinished    that a creation or an import was begun; gone when it is done
/// ```
pub struct SledStore {
    pub(super) opened: Opened,
    recent: Recent,
    /// A commit failed, or is under way: what is on the disk is not known.
    poisoned: bool,
    /// The export under way.
    export: Option<Export>,
}

impl SledStore {
    /// Opens the store in `dir`, or makes one where there never was one.
    pub fn open(dir: &Path, options: &Options) -> Result<Self, StoreError> {
        let opened = opening::open(dir, options)?;
        let mut store = Self { opened, recent: Recent::default(), poisoned: false, export: None };
        store.recent = Recent::of(&store.seen_rows()?, &store.dead()?);
        Ok(store)
    }

    /// Opens the store in `dir` for one who knows that there is one; where there never was, nothing is made.
    pub fn reopen(dir: &Path, options: &Options) -> Result<Self, StoreError> {
        opening::require(dir)?;
        Self::open(dir, options)
    }

    /// The dead letters that are still kept, by update id.
    pub fn dead(&self) -> Result<Vec<Dead>, StoreError> {
        let rows = self.rows(Tree::Dead, self.tree(Tree::Dead).iter(), keys::read_update)?;
        Ok(rows.into_iter().map(|(_, letter)| letter).collect())
    }

    /// The rows of the updates seen lately, in rising order.
    fn seen_rows(&self) -> Result<Vec<(u64, Vec<UpdateId>)>, StoreError> {
        self.rows(Tree::Seen, self.tree(Tree::Seen).iter(), keys::read_commit)
    }

    /// How many couples there are. Reads them all.
    pub fn couples(&self) -> usize {
        self.tree(Tree::Couples).len()
    }

    fn tree(&self, tree: Tree) -> &sled::Tree {
        self.opened.database.tree(tree)
    }

    fn record<T: DeserializeOwned>(&self, tree: Tree, key: &[u8]) -> Result<Option<T>, StoreError> {
        let stored = self.tree(tree).get(key).map_err(self.opened.database.failed("reading"))?;
        stored.map(|stored| codec::decode(tree, &self.opened.record(tree, key, &stored)?)).transpose()
    }

    fn rows<K, T: DeserializeOwned>(
        &self,
        tree: Tree,
        rows: impl Iterator<Item = sled::Result<(IVec, IVec)>>,
        read_key: impl Fn(&[u8]) -> Option<K>,
    ) -> Result<Vec<(K, T)>, StoreError> {
        rows.map(|row| {
            let (key, stored) = row.map_err(self.opened.database.failed("reading"))?;
            let record = self.opened.record(tree, &key, &stored)?;
            Ok((read_key(&key).ok_or_else(|| StoreError::unknown_key(tree))?, codec::decode(tree, &record)?))
        })
        .collect()
    }
}

impl Store for SledStore {
    fn legible(&self) -> Result<Vec<String>, StoreError> {
        slices::legible(&self.opened)
    }

    fn begin_export(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        if self.export.is_none() {
            self.export = Some(Export::begin(&self.opened, now)?);
        }
        Ok(())
    }

    fn go_on_exporting(&mut self, time: Duration) -> Result<Option<Exported>, StoreError> {
        // Taken out, so that one that fails is over.
        let Some(mut export) = self.export.take() else { return Ok(None) };
        if export.go_on(&self.opened.database, time)? {
            return export.publish().map(Some);
        }
        self.export = Some(export);
        Ok(None)
    }

    fn couple(&self, chat: ChatId) -> Result<Option<Couple>, StoreError> {
        self.record(Tree::Couples, &keys::chat(chat))
    }

    fn corner(&self, user: UserId) -> Result<Option<Corner>, StoreError> {
        self.record(Tree::Users, &keys::user(user))
    }

    fn chats(&self) -> Result<Vec<ChatId>, StoreError> {
        let keys = self.tree(Tree::Couples).iter().keys();
        keys.map(|key| {
            let key = key.map_err(self.opened.database.failed("reading"))?;
            keys::read_chat(&key).ok_or_else(|| StoreError::unknown_key(Tree::Couples))
        })
        .collect()
    }

    fn table(&self) -> Result<Option<String>, StoreError> {
        self.record(Tree::Meta, TABLE)
    }

    fn first_due(&self) -> Result<Option<Timer>, StoreError> {
        let first = self.tree(Tree::Timers).first().map_err(self.opened.database.failed("reading"))?;
        first.map(|(key, _)| keys::read_timer(&key).ok_or_else(|| StoreError::unknown_key(Tree::Timers))).transpose()
    }

    fn due(&self, at: DateTime<Utc>, most: usize) -> Result<Vec<Timer>, StoreError> {
        let due = self.tree(Tree::Timers).range(..keys::after_due(at)).keys().take(most);
        due.map(|key| {
            let key = key.map_err(self.opened.database.failed("reading"))?;
            keys::read_timer(&key).ok_or_else(|| StoreError::unknown_key(Tree::Timers))
        })
        .collect()
    }

    fn outbox(&self) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError> {
        self.rows(Tree::Outbox, self.tree(Tree::Outbox).iter(), keys::read_outbox)
    }

    fn row(&self, key: OutboxKey) -> Result<Option<Outgoing>, StoreError> {
        self.record(Tree::Outbox, &keys::outbox(key))
    }

    fn lane(&self, chat: ChatId) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError> {
        self.rows(Tree::Outbox, self.tree(Tree::Outbox).scan_prefix(keys::chat(chat)), keys::read_outbox)
    }

    fn seen(&self) -> Result<Vec<UpdateId>, StoreError> {
        Ok(self.seen_rows()?.into_iter().flat_map(|(_, ids)| ids).collect())
    }

    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        if self.poisoned {
            return Err(StoreError::Poisoned);
        }
        let changes = self.recent.changes(batch)?;
        if changes.is_empty() {
            return Ok(());
        }
        // Until it is known to be on the disk, nothing may be built on it; a panic on the way counts as a failure.
        self.poisoned = true;
        let written = self.opened.change(changes, &batch.forget)?;
        if let Some(export) = &mut self.export {
            for (write, before) in written {
                export.keep(write.tree, &write.key, before);
            }
        }
        self.poisoned = false;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(update: u32) -> Batch {
        Batch { seen: vec![UpdateId(update)], ..Batch::default() }
    }

    #[test]
    fn after_a_failed_commit_nothing_more_is_acknowledged() {
        let dir = tempfile::tempdir().unwrap();
        let mut store = SledStore::open(dir.path(), &Options::default()).unwrap();
        store.opened.database.sync_by(Box::new(|_| Err(std::io::ErrorKind::StorageFull.into())));
        let first = store.commit(&seen(1)).unwrap_err();
        assert!(!first.is_refusal());
        store.opened.database.sync_by(Box::new(std::fs::File::sync_data));
        assert!(matches!(store.commit(&seen(2)), Err(StoreError::Poisoned)));
        assert!(matches!(store.commit(&Batch::default()), Err(StoreError::Poisoned)), "not even nothing");
    }
}
