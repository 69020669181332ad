//! Records are sealed: what is kept of a couple or a person is noise to whoever has the disk, a copy or an export, and
//! not their key; and once that is destroyed, to everyone.
//!
//! Each couple and each person has a key of their own (XChaCha20-Poly1305). All lie in a file beside the database, in no
//! export, each wrapped in the host's key ([`keyring`], [`host_key`]). What is not about anyone is not sealed: the keys
//! of rows (ids and hours), timers, the ids of updates seen, and dead letters, which hold a kind and an error.
//!
//! # Layout
//!
//! A sealed record is `0xf1 ‖ number of the key (4 bytes, big-endian) ‖ nonce (24) ‖ sealed ‖ mark (16)`; what is sealed
//! is the record as [`super::codec`] writes it. It is bound to its tree, its key in the tree and the number, so that no
//! row can be put in the place of another. No record of before begins with `0xf1`: those are read as they are.
//!
//! Rows of the outbox are sealed with the key of the couple or person they go to, of whom there is a record; otherwise
//! (a greeting to strangers) with the house's own, number 0.

mod cipher;
mod head;
mod host_key;
mod keyring;
mod rotation;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use sled::IVec;

use super::database::{Database, Write};
use super::trees::Tree;
use super::{Owner, StoreError, keys};
use crate::ids::{ChatId, UserId};
use keyring::Slot;

pub(super) use head::FILES;
pub use host_key::{HostKey, HostKeySource};
pub(super) use keyring::{KeyNumber, Keyring, KeysInUse, Needed};
pub use rotation::{Rotated, rotate_key};

const SEALED: u8 = 0xf1;

/// How many bytes longer a record is when it is sealed.
pub(super) const OVERHEAD: usize = 5 + cipher::OVERHEAD;

/// One change to one tree, before it is sealed: the record as `codec` writes it, or `None` to remove it.
pub(super) struct Change {
    pub(super) tree: Tree,
    pub(super) key: IVec,
    pub(super) record: Option<Vec<u8>>,
}

impl Change {
    pub(super) fn new(tree: Tree, key: &[u8], record: Option<Vec<u8>>) -> Self {
        Self { tree, key: key.into(), record }
    }
}

/// Changes as they are written, and the keys to be destroyed once they are on the disk.
pub(super) struct SealedChanges {
    pub(super) writes: Vec<Write>,
    pub(super) doomed: Vec<KeyNumber>,
}

/// What became of a sealed record.
pub(super) enum Opened<'a> {
    Record(Cow<'a, [u8]>),
    /// Its key is destroyed: those it was about have left.
    Destroyed,
}

/// The number of the key with which `stored` is sealed; `None` where it is not sealed.
pub(super) fn key_of(stored: &[u8]) -> Option<KeyNumber> {
    let (number, _) = stored.strip_prefix(&[SEALED])?.split_first_chunk()?;
    Some(KeyNumber(u32::from_be_bytes(*number)))
}

/// Whether records of this tree are sealed.
pub(super) const fn is_sealed(tree: Tree) -> bool {
    match tree {
        Tree::Couples | Tree::Users | Tree::Outbox => true,
        Tree::Timers | Tree::Seen | Tree::Dead | Tree::Meta => false,
    }
}

/// What a record is bound to.
fn place(tree: Tree, key: &[u8], number: KeyNumber) -> Vec<u8> {
    [&[tree as u8], key, &number.0.to_be_bytes()].concat()
}

/// Where the record of `owner` is.
fn record_of(owner: Owner) -> (Tree, [u8; 8]) {
    match owner {
        Owner::Couple(chat) => (Tree::Couples, keys::chat(chat)),
        Owner::Person(user) => (Tree::Users, keys::user(user)),
    }
}

/// Whose row this is.
fn owner_of(tree: Tree, key: &[u8]) -> Option<Owner> {
    let of_chat = |chat: ChatId| u64::try_from(chat.0).map_or(Owner::Couple(chat), |user| Owner::Person(UserId(user)));
    match tree {
        Tree::Couples => keys::read_chat(key).map(Owner::Couple),
        Tree::Users => keys::read_user(key).map(Owner::Person),
        Tree::Outbox => keys::read_outbox(key).map(|key| of_chat(key.chat)),
        Tree::Timers | Tree::Seen | Tree::Dead | Tree::Meta => None,
    }
}

/// The rows of the outbox that go to `owner`.
fn lane_of(owner: Owner) -> Option<[u8; 8]> {
    match owner {
        Owner::Couple(chat) => Some(keys::chat(chat)),
        Owner::Person(user) => i64::try_from(user.0).ok().map(|chat| keys::chat(ChatId(chat))),
    }
}

impl Keyring {
    /// The record that `stored` seals, at its place. What is not sealed is given back as it is.
    pub(super) fn open_record<'a>(&self, tree: Tree, key: &[u8], stored: &'a [u8]) -> Result<Opened<'a>, StoreError> {
        let Some(number) = key_of(stored).filter(|_| is_sealed(tree)) else {
            return Ok(Opened::Record(stored.into()));
        };
        match self.slot(number)? {
            Slot::Destroyed => Ok(Opened::Destroyed),
            Slot::Key(secret) => cipher::open(&secret, &place(tree, key, number), &stored[5..])
                .map(|record| Opened::Record(record.into()))
                .ok_or_else(|| StoreError::Damaged { tree: tree.name(), what: "its seal does not fit it".into() }),
        }
    }

    /// The record that `stored` seals, in a store whose keys are all there.
    pub(super) fn record<'a>(&self, tree: Tree, key: &[u8], stored: &'a [u8]) -> Result<Cow<'a, [u8]>, StoreError> {
        match self.open_record(tree, key, stored)? {
            Opened::Record(record) => Ok(record),
            Opened::Destroyed => Err(StoreError::Damaged { tree: tree.name(), what: "its key is destroyed".into() }),
        }
    }

    fn seal(&self, number: KeyNumber, tree: Tree, key: &[u8], record: &[u8]) -> Result<Vec<u8>, StoreError> {
        let Slot::Key(secret) = self.slot(number)? else {
            return Err(StoreError::Unwritable { tree: tree.name(), what: "its key is destroyed".into() });
        };
        let sealed = cipher::seal(&secret, &place(tree, key, number), record)
            .ok_or_else(|| StoreError::Unwritable { tree: tree.name(), what: "it cannot be sealed".into() })?;
        Ok([&[SEALED], number.0.to_be_bytes().as_slice(), &sealed].concat())
    }

    /// Seals `changes`. Whoever is new gets a key; of whoever goes, and of those in `forget`, the key is to be destroyed,
    /// and what is left of them goes under another.
    ///
    /// New keys are on the disk when this returns.
    pub(super) fn seal_changes(
        &mut self,
        database: &Database,
        mut changes: Vec<Change>,
        forget: &BTreeSet<Owner>,
    ) -> Result<SealedChanges, StoreError> {
        let mut numbers: BTreeMap<Owner, KeyNumber> = BTreeMap::new();
        let (mut doomed, mut parted) = (Vec::new(), Vec::new());
        for change in changes.iter().filter(|change| matches!(change.tree, Tree::Couples | Tree::Users)) {
            let Some(owner) = owner_of(change.tree, &change.key) else { continue };
            let held = number_at(database, change.tree, &change.key)?;
            let number = match (&change.record, held) {
                (Some(_), Some(held)) if !forget.contains(&owner) => held,
                (Some(_), _) => self.draw()?,
                (None, _) => KeyNumber::HOUSE,
            };
            if let Some(held) = held.filter(|held| *held != number && *held != KeyNumber::HOUSE) {
                doomed.push(held);
                parted.push(owner);
            }
            numbers.insert(owner, number);
        }
        for owner in parted {
            let rest = self.rest_of_lane(database, owner, &changes)?;
            changes.extend(rest);
        }
        let mut sealed = Vec::with_capacity(changes.len());
        for Change { tree, key, record } in changes {
            let value = match (record, owner_of(tree, &key)) {
                (Some(record), Some(owner)) => {
                    let number = if let Some(number) = numbers.get(&owner) {
                        *number
                    } else {
                        let (tree, key) = record_of(owner);
                        let number = number_at(database, tree, &key)?.unwrap_or(KeyNumber::HOUSE);
                        numbers.insert(owner, number);
                        number
                    };
                    Some(self.seal(number, tree, &key, &record)?)
                }
                (record, _) => record,
            };
            sealed.push(Write::new(tree, &key, value));
        }
        self.sync()?;
        Ok(SealedChanges { writes: sealed, doomed })
    }

    /// The rows still to be sent to `owner` that `changes` leave as they are, to be sealed anew.
    fn rest_of_lane(&self, database: &Database, owner: Owner, changes: &[Change]) -> Result<Vec<Change>, StoreError> {
        let Some(lane) = lane_of(owner) else { return Ok(Vec::new()) };
        let touched: BTreeSet<&IVec> =
            changes.iter().filter(|change| change.tree == Tree::Outbox).map(|change| &change.key).collect();
        let mut rest = Vec::new();
        for row in database.tree(Tree::Outbox).scan_prefix(lane) {
            let (key, stored) = row.map_err(database.failed("reading"))?;
            if !touched.contains(&key) {
                let record = self.record(Tree::Outbox, &key, &stored)?.into_owned();
                rest.push(Change { tree: Tree::Outbox, key, record: Some(record) });
            }
        }
        Ok(rest)
    }
}

/// The key with which the row at this place is sealed now, if there is one and it is.
fn number_at(database: &Database, tree: Tree, key: &[u8]) -> Result<Option<KeyNumber>, StoreError> {
    let stored = database.tree(tree).get(key).map_err(database.failed("reading"))?;
    Ok(stored.and_then(|stored| key_of(&stored)))
}
