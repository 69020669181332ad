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
mod in_use;
mod keyring;
mod rotation;
#[cfg(test)]
mod tests;
mod wrapping;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::trees::Tree;
use super::{Owner, StoreError, keys};
use crate::ids::{ChatId, UserId};

pub(super) use head::{FILES, KeyringId, take_host_key};
pub use host_key::{HostKey, HostKeySource};
pub(super) use in_use::KeysInUse;
pub(super) use keyring::{KeyNumber, Keyring, Needed, Slot};
pub use rotation::{Rotated, rotate_key};
pub(super) use rotation::{put_in_place, refuse_in_the_way};
pub(super) use wrapping::{Wrapping, draw_id};

const SEALED: u8 = 0xf1;

/// How many bytes longer a record is when it is sealed.
pub(super) const OVERHEAD: usize = 5 + cipher::OVERHEAD;

/// One change to one tree: the record as `codec` writes it, later sealed; or `None` to remove it.
pub(super) struct Change {
    pub(super) tree: Tree,
    pub(super) key: Vec<u8>,
    pub(super) record: Option<Vec<u8>>,
}

impl Change {
    pub(super) fn new(tree: Tree, key: &[u8], record: Option<Vec<u8>>) -> Self {
        Self { tree, key: key.to_vec(), record }
    }
}

/// Changes as they are written, and the keys to be destroyed with them.
pub(super) struct SealedChanges {
    pub(super) changes: Vec<Change>,
    pub(super) doomed: Vec<KeyNumber>,
}

/// The keys of all couples and people, wherever a store has them.
pub(super) trait Keys {
    /// What is in the slot of this key.
    fn slot(&self, number: KeyNumber) -> Result<Slot, StoreError>;

    /// A new key. It is not on the disk yet.
    fn draw(&mut self) -> Result<KeyNumber, StoreError>;
}

/// The rows as they are stored now, as far as sealing asks for them.
pub(super) trait Rows {
    /// The key with which the row at this place is sealed, if there is one and it is.
    fn sealed_by(&self, tree: Tree, key: &[u8]) -> Result<Option<KeyNumber>, StoreError>;

    /// The rows of the outbox whose key begins like this.
    fn lane(&self, prefix: [u8; 8]) -> Result<Vec<StoredRow>, StoreError>;
}

/// The key of a row, and what is stored there.
pub(super) type StoredRow = (Vec<u8>, Vec<u8>);

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

/// The record that `stored` seals, at its place. What is not sealed is given back as it is.
pub(super) fn open_record<'a>(
    keys: &(impl Keys + ?Sized),
    tree: Tree,
    key: &[u8],
    stored: &'a [u8],
) -> Result<Opened<'a>, StoreError> {
    let Some(number) = key_of(stored).filter(|_| is_sealed(tree)) else {
        return Ok(Opened::Record(stored.into()));
    };
    match keys.slot(number)? {
        Slot::Destroyed => Ok(Opened::Destroyed),
        Slot::Key(secret) => cipher::open(&secret, &place(tree, key, number), &stored[5..])
            .map(|record| Opened::Record(record.into()))
            .ok_or_else(|| StoreError::Damaged { tree: tree.name(), what: "its seal does not fit it".into() }),
    }
}

/// The record that `stored` seals, in a store whose keys are all there.
pub(super) fn record<'a>(
    keys: &(impl Keys + ?Sized),
    tree: Tree,
    key: &[u8],
    stored: &'a [u8],
) -> Result<Cow<'a, [u8]>, StoreError> {
    match open_record(keys, tree, key, stored)? {
        Opened::Record(record) => Ok(record),
        Opened::Destroyed => Err(StoreError::Damaged { tree: tree.name(), what: "its key is destroyed".into() }),
    }
}

fn seal(
    keys: &(impl Keys + ?Sized),
    number: KeyNumber,
    tree: Tree,
    key: &[u8],
    record: &[u8],
) -> Result<Vec<u8>, StoreError> {
    let Slot::Key(secret) = keys.slot(number)? else {
        return Err(StoreError::Unwritable { tree: tree.name(), what: "its key is destroyed".into() });
    };
    let [a, b, c, d] = number.0.to_be_bytes();
    cipher::seal_behind(&[SEALED, a, b, c, d], &secret, &place(tree, key, number), record)
        .ok_or_else(|| StoreError::Unwritable { tree: tree.name(), what: "it cannot be sealed".into() })
}

/// Seals `changes`, before they are written into `rows`. Whoever is new gets a key; of whoever goes, and of those in
/// `forget`, the key is to be destroyed, and what is left of them goes under another.
///
/// New keys must be on the disk before, or together with, what they sealed.
pub(super) fn seal_changes(
    keys: &mut impl Keys,
    rows: &impl Rows,
    mut changes: Vec<Change>,
    forget: &BTreeSet<Owner>,
) -> Result<SealedChanges, StoreError> {
    let mut numbers: BTreeMap<Owner, KeyNumber> = BTreeMap::new();
    let (mut doomed, mut parted) = (Vec::new(), Vec::new());
    for change in changes.iter().filter(|change| matches!(change.tree, Tree::Couples | Tree::Users)) {
        let Some(owner) = owner_of(change.tree, &change.key) else { continue };
        let held = rows.sealed_by(change.tree, &change.key)?;
        let number = match (&change.record, held) {
            (Some(_), Some(held)) if !forget.contains(&owner) => held,
            (Some(_), _) => keys.draw()?,
            (None, _) => KeyNumber::HOUSE,
        };
        if let Some(held) = held.filter(|held| *held != number && *held != KeyNumber::HOUSE) {
            doomed.push(held);
            parted.push(owner);
        }
        numbers.insert(owner, number);
    }
    for owner in parted {
        let rest = rest_of_lane(keys, rows, owner, &changes)?;
        changes.extend(rest);
    }
    for Change { tree, key, record } in &mut changes {
        let (Some(plain), Some(owner)) = (record.as_ref(), owner_of(*tree, key)) else { continue };
        let number = if let Some(number) = numbers.get(&owner) {
            *number
        } else {
            let (tree, key) = record_of(owner);
            let number = rows.sealed_by(tree, &key)?.unwrap_or(KeyNumber::HOUSE);
            numbers.insert(owner, number);
            number
        };
        *record = Some(seal(keys, number, *tree, key, plain)?);
    }
    Ok(SealedChanges { changes, doomed })
}

/// The rows still to be sent to `owner` that `changes` leave as they are, to be sealed anew.
fn rest_of_lane(
    keys: &(impl Keys + ?Sized),
    rows: &impl Rows,
    owner: Owner,
    changes: &[Change],
) -> Result<Vec<Change>, StoreError> {
    let Some(lane) = lane_of(owner) else { return Ok(Vec::new()) };
    let touched: BTreeSet<&Vec<u8>> =
        changes.iter().filter(|change| change.tree == Tree::Outbox).map(|change| &change.key).collect();
    let mut rest = Vec::new();
    for (key, stored) in rows.lane(lane)? {
        if !touched.contains(&key) {
            let record = record(keys, Tree::Outbox, &key, &stored)?.into_owned();
            rest.push(Change { tree: Tree::Outbox, key, record: Some(record) });
        }
    }
    Ok(rest)
}
