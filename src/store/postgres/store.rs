//! The store that stands on PostgreSQL, as the engine uses it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use tokio_postgres::{Error, Row};

use super::address::Address;
use super::keys::{HEAD, LAST, Ring};
use super::lease::Lease;
use super::link::{Connected, Link};
use super::rows::{FarRows, Writing, number_of};
use crate::couple::{ChatId, Corner, Couple, Outgoing, UpdateId, UserId};
use crate::store::changes::{Recent, TABLE};
use crate::store::export::{ExportFile, legible_line};
use crate::store::leading::Leading;
use crate::store::sealed::{self, Change, Keys, Wrapping, draw_id, take_host_key};
use crate::store::trees::Tree;
use crate::store::{Batch, Dead, Exported, Options, OutboxKey, Owner, Store, StoreError, Timer, Wanted, codec, keys};

/// In the meta tree from the first to the last row of an import.
const UNFINISHED: &[u8] = b"unfinished";

/// How many rows of an export are fetched at once.
const FETCHED: &str = "FETCH 256 FROM everything";

/// The store in a database, held by the one who leads.
pub struct PostgresStore {
    rows: FarRows,
    ring: Ring,
    recent: Recent,
    /// A commit failed: what the database holds is not known.
    poisoned: bool,
    /// For what stays on this machine: exports, and the host's key unless it is kept elsewhere.
    dir: PathBuf,
    address: Address,
    export: Option<Export>,
    // Last: the lead is given back when nothing more is written.
    lease: Lease,
}

/// What a commit makes beside its changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Makes {
    NothingElse,
    /// The first key: of rows that belong to nobody.
    TheHousesKey,
}

impl PostgresStore {
    /// Opens the store of one who leads, or makes it where there never was one. `dir` is the folder on this machine.
    pub(super) fn open(link: Link, lease: Lease, dir: &Path, options: &Options) -> Result<Self, StoreError> {
        let address = link.address.clone();
        let rows = FarRows::over(link, lease.led, options.cache_bytes);
        if rows.stored(Tree::Meta, UNFINISHED)?.is_some() {
            return Err(StoreError::ImportIntoUnfinished { place: address.to_string() });
        }
        let ring = take_up_keyring(&rows, &address, lease.led.epoch, dir, options)?;
        let recent = Recent::default();
        let mut store = Self { rows, ring, recent, poisoned: false, dir: dir.to_owned(), address, export: None, lease };
        if store.ring.is_new() {
            store.write(Vec::new(), &BTreeSet::new(), Makes::TheHousesKey)?;
        }
        store.recent = Recent::of(&store.seen_rows()?, &store.dead()?);
        Ok(store)
    }

    /// Whoever speaks in the name of this store asks here first.
    #[must_use]
    pub fn leading(&self) -> Leading {
        self.lease.leading()
    }

    /// The dead letters that are still kept, by update id.
    pub fn dead(&self) -> Result<Vec<Dead>, StoreError> {
        let rows = self.read_rows(Tree::Dead, &[], None, keys::read_update)?;
        Ok(rows.into_iter().map(|(_, letter)| letter).collect())
    }

    fn seen_rows(&self) -> Result<Vec<(u64, Vec<UpdateId>)>, StoreError> {
        self.read_rows(Tree::Seen, &[], None, keys::read_commit)
    }

    fn record<T: DeserializeOwned>(&self, tree: Tree, key: &[u8]) -> Result<Option<T>, StoreError> {
        let stored = self.rows.stored(tree, key)?;
        let keys = self.ring.at(&self.rows);
        stored.map(|stored| codec::decode(tree, &sealed::record(&keys, tree, key, &stored)?)).transpose()
    }

    fn read_rows<K, T: DeserializeOwned>(
        &self,
        tree: Tree,
        from: &[u8],
        end: Option<&[u8]>,
        read_key: impl Fn(&[u8]) -> Option<K>,
    ) -> Result<Vec<(K, T)>, StoreError> {
        let keys = self.ring.at(&self.rows);
        let rows = self.rows.range(tree, from, end)?;
        rows.iter()
            .map(|(key, stored)| {
                let record = sealed::record(&keys, tree, key, stored)?;
                Ok((read_key(key).ok_or_else(|| StoreError::unknown_key(tree))?, codec::decode(tree, &record)?))
            })
            .collect()
    }

    /// Makes all of `changes`, sealed, in one statement.
    pub(super) fn change(&mut self, changes: Vec<Change>, forget: &BTreeSet<Owner>) -> Result<(), StoreError> {
        if changes.is_empty() { Ok(()) } else { self.write(changes, forget, Makes::NothingElse) }
    }

    fn write(&mut self, changes: Vec<Change>, forget: &BTreeSet<Owner>, makes: Makes) -> Result<(), StoreError> {
        let mut keys = self.ring.at(&self.rows);
        if makes == Makes::TheHousesKey {
            keys.draw()?;
        }
        let sealed = sealed::seal_changes(&mut keys, &self.rows, changes, forget);
        let made = keys.into_drawn();
        let sealed = sealed.inspect_err(|_| self.ring.take_back(&made))?;
        // Of two changes of one row the later counts, as in a store that makes them one after another.
        let rows: BTreeMap<_, _> =
            sealed.changes.into_iter().map(|Change { tree, key, record }| ((tree, key), record)).collect();
        let destroyed = sealed.doomed;
        self.ring.forget(&destroyed);
        self.rows.write(Writing { rows, made, destroyed })
    }

    /// Says that an import begins, or is done.
    pub(super) fn say_unfinished(&mut self, is_unfinished: bool) -> Result<(), StoreError> {
        self.change(vec![Change::new(Tree::Meta, UNFINISHED, is_unfinished.then(Vec::new))], &BTreeSet::new())
    }

    /// Which of these timers belong to a couple or a person of whom there is a record.
    pub(super) fn with_owners(&self, timers: Vec<Change>) -> Result<Vec<Change>, StoreError> {
        let owner = |change: &Change| keys::read_timer(&change.key).and_then(|timer| keys::owner_of_timer(&timer));
        let places: Vec<_> = timers.iter().filter_map(owner).map(|(tree, key)| (tree, key.to_vec())).collect();
        self.rows.fetch(&places)?;
        let mut kept = Vec::with_capacity(timers.len());
        for timer in timers {
            if let Some((tree, key)) = owner(&timer)
                && self.rows.stored(tree, &key)?.is_some()
            {
                kept.push(timer);
            }
        }
        Ok(kept)
    }

    /// Whether nobody has written anything yet.
    pub(super) fn is_empty(&self) -> Result<bool, StoreError> {
        self.rows.ask("reading from", async |connected: &mut Connected| {
            connected.client.query_one("SELECT NOT EXISTS (SELECT 1 FROM nearer.rows)", &[]).await?.try_get(0)
        })
    }
}

/// The keys of the store, opened by the host's key; made where there are none yet.
fn take_up_keyring(
    rows: &FarRows,
    address: &Address,
    epoch: i64,
    dir: &Path,
    options: &Options,
) -> Result<Ring, StoreError> {
    let head = |rows: &FarRows| {
        rows.ask("reading from", async |connected: &mut Connected| {
            let head = connected.client.query_opt(HEAD, &[]).await?;
            let last: i32 = connected.client.query_one(LAST, &[]).await?.try_get(0)?;
            let read = |row: Row| Ok::<(Vec<u8>, Vec<u8>), Error>((row.try_get(0)?, row.try_get(1)?));
            let head = head.map(read).transpose()?;
            Ok((head, last))
        })
    };
    let (found, last) = head(rows)?;
    let next = u32::try_from(last + 1).unwrap_or_default();
    let wrong = || StoreError::WrongHostKeyThere { place: address.to_string() };
    if let Some((id, proof)) = found {
        let id = id.try_into().map_err(|_| wrong())?;
        let host = take_host_key(dir, &options.host_key, wrong, |key| Wrapping::new(key.clone(), id).proves(&proof))?;
        return Ok(Ring::new(host, id, next));
    }
    let (host, id) = (options.host_key.find_or_make(dir)?, draw_id());
    let proof = Wrapping::new(host.clone(), id).proof();
    rows.ask("writing to", async |connected: &mut Connected| {
        let make = "INSERT INTO nearer.keyring (id, proof) SELECT $1, $2 FROM nearer.lease WHERE epoch = $3 \
             ON CONFLICT DO NOTHING";
        connected.client.execute(make, &[&id.as_slice(), &proof, &epoch]).await
    })?;
    Ok(Ring::new(host, id, next))
}

fn timer(key: &[u8]) -> Result<Timer, StoreError> {
    keys::read_timer(key).ok_or_else(|| StoreError::unknown_key(Tree::Timers))
}

impl Store for PostgresStore {
    fn prefetch(&self, wanted: &Wanted) -> Result<(), StoreError> {
        let couples = wanted.chats.iter().map(|chat| (Tree::Couples, keys::chat(*chat).to_vec()));
        let corners = wanted.users.iter().map(|user| (Tree::Users, keys::user(*user).to_vec()));
        let rows = wanted.rows.iter().map(|key| (Tree::Outbox, keys::outbox(*key).to_vec()));
        self.rows.fetch(&couples.chain(corners).chain(rows).collect::<Vec<_>>())
    }

    fn couple(&self, chat: ChatId) -> Result<Option<Couple>, StoreError> {
        self.record(Tree::Couples, &keys::chat(chat))
    }

    fn corner(&self, user: UserId) -> Result<Option<Corner>, StoreError> {
        self.record(Tree::Users, &keys::user(user))
    }

    fn chats(&self) -> Result<Vec<ChatId>, StoreError> {
        let keys = self.rows.keys(Tree::Couples)?;
        keys.iter().map(|key| keys::read_chat(key).ok_or_else(|| StoreError::unknown_key(Tree::Couples))).collect()
    }

    fn table(&self) -> Result<Option<String>, StoreError> {
        self.record(Tree::Meta, TABLE)
    }

    fn first_due(&self) -> Result<Option<Timer>, StoreError> {
        self.rows.timers(1, None)?.first().map(|key| timer(key)).transpose()
    }

    fn due(&self, at: DateTime<Utc>, most: usize) -> Result<Vec<Timer>, StoreError> {
        self.rows.timers(most, Some(&keys::after_due(at)))?.iter().map(|key| timer(key)).collect()
    }

    fn outbox(&self) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError> {
        self.read_rows(Tree::Outbox, &[], None, keys::read_outbox)
    }

    fn row(&self, key: OutboxKey) -> Result<Option<Outgoing>, StoreError> {
        self.record(Tree::Outbox, &keys::outbox(key))
    }

    fn lane(&self, chat: ChatId) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError> {
        let prefix = keys::chat(chat);
        let end = super::rows::after(prefix);
        self.read_rows(Tree::Outbox, &prefix, end.as_ref().map(<[u8; 8]>::as_slice), keys::read_outbox)
    }

    fn seen(&self) -> Result<Vec<UpdateId>, StoreError> {
        Ok(self.seen_rows()?.into_iter().flat_map(|(_, ids)| ids).collect())
    }

    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError> {
        if self.poisoned {
            return Err(StoreError::Poisoned);
        }
        let changes = self.recent.changes(batch)?;
        self.poisoned = true;
        self.change(changes, &batch.forget)?;
        self.poisoned = false;
        Ok(())
    }

    fn legible(&self) -> Result<Vec<String>, StoreError> {
        let keys = self.ring.at(&self.rows);
        let mut lines = Vec::new();
        for tree in Tree::ALL.into_iter().filter(|tree| *tree != Tree::Meta) {
            for (key, stored) in self.rows.range(tree, &[], None)? {
                lines.push(legible_line(tree, &key, &sealed::record(&keys, tree, &key, &stored)?)?);
            }
        }
        Ok(lines)
    }

    fn begin_export(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        if self.export.is_none() {
            self.export = Some(Export::begin(&self.address, self.ring.id(), &self.dir, now)?);
        }
        Ok(())
    }

    fn go_on_exporting(&mut self, time: Duration) -> Result<Option<Exported>, StoreError> {
        // Taken out, so that one that fails is over.
        let Some(mut export) = self.export.take() else { return Ok(None) };
        if export.go_on(time)? {
            return export.file.publish().map(Some);
        }
        self.export = Some(export);
        Ok(None)
    }
}

/// An export that is being written: over a connection of its own, which sees the store as it was when this began.
pub(super) struct Export {
    link: Link,
    pub(super) file: ExportFile,
    tree: usize,
}

impl Export {
    pub(super) fn begin(
        address: &Address,
        id: sealed::KeyringId,
        dir: &Path,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let mut link = Link::to(address)?;
        let file = ExportFile::begin(dir, id, now)?;
        link.once(async |connected: &mut Connected| {
            let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; \
                 DECLARE everything NO SCROLL CURSOR FOR SELECT tree, key, value FROM nearer.rows ORDER BY tree, key";
            connected.client.batch_execute(begin).await
        })
        .map_err(|trouble| address.failed("exporting from", trouble.told()))?;
        Ok(Self { link, file, tree: 0 })
    }

    /// Goes on for `time`, and at least by some rows. Whether all is written.
    pub(super) fn go_on(&mut self, time: Duration) -> Result<bool, StoreError> {
        let begun = Instant::now();
        loop {
            let rows: Vec<(i16, Vec<u8>, Vec<u8>)> = self
                .link
                .once(async |connected: &mut Connected| {
                    let rows = connected.client.query(FETCHED, &[]).await?;
                    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
                })
                .map_err(|trouble| self.link.address.failed("exporting from", trouble.told()))?;
            let is_done = rows.is_empty();
            for (of, key, value) in rows {
                while let Some(tree) = Tree::ALL.get(self.tree).filter(|tree| number_of(**tree) < of) {
                    self.file.end_of(*tree);
                    self.tree += 1;
                }
                if let Some(tree) = Tree::ALL.get(self.tree).filter(|tree| **tree != Tree::Meta) {
                    self.file.row(*tree, &key, &value)?;
                }
            }
            if is_done {
                for tree in Tree::ALL.into_iter().skip(self.tree).filter(|tree| *tree != Tree::Meta) {
                    self.file.end_of(tree);
                }
                return Ok(true);
            }
            if begun.elapsed() >= time {
                return Ok(false);
            }
        }
    }
}
