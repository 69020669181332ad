//! One record as JSON, for an export, and back.
//!
//! Records go through their own types, not from format to format: JSON knows only text as keys of maps, and only the
//! type knows which of them are numbers. So an export also reads every record once and says if one cannot be read.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::{RawValue, to_raw_value};

use super::trees::Tree;
use super::{Dead, StoreError, codec, keys};
use crate::couple::{Corner, Couple, Outgoing, UpdateId};

/// A record, opened, as JSON.
pub(super) fn from_record(tree: Tree, record: &[u8]) -> Result<Box<RawValue>, StoreError> {
    fn through<T: DeserializeOwned + Serialize>(tree: Tree, record: &[u8]) -> Result<Box<RawValue>, StoreError> {
        unless_content(tree, to_raw_value(&codec::decode::<T>(tree, record)?))
    }
    match tree {
        Tree::Couples => through::<Couple>(tree, record),
        Tree::Users => through::<Corner>(tree, record),
        Tree::Timers => unless_content(tree, to_raw_value(&())),
        Tree::Outbox => through::<Outgoing>(tree, record),
        Tree::Seen => through::<Vec<UpdateId>>(tree, record),
        Tree::Dead => through::<Dead>(tree, record),
        Tree::Meta => through::<super::marker::Marker>(tree, record),
    }
}

/// A record from its JSON; of today's version, whatever it was.
pub(super) fn to_record(tree: Tree, json: &RawValue) -> Result<Vec<u8>, StoreError> {
    fn through<T: DeserializeOwned + Serialize>(tree: Tree, json: &RawValue) -> Result<Vec<u8>, StoreError> {
        codec::encode(tree, &unless_content(tree, serde_json::from_str::<T>(json.get()))?)
    }
    match tree {
        Tree::Couples => through::<Couple>(tree, json),
        Tree::Users => through::<Corner>(tree, json),
        Tree::Timers => Ok(Vec::new()),
        Tree::Outbox => through::<Outgoing>(tree, json),
        Tree::Seen => through::<Vec<UpdateId>>(tree, json),
        Tree::Dead => through::<Dead>(tree, json),
        Tree::Meta => through::<super::marker::Marker>(tree, json),
    }
}

/// A record of any version as one of today's.
pub(super) fn of_today(tree: Tree, record: &[u8]) -> Result<Vec<u8>, StoreError> {
    to_record(tree, &from_record(tree, record)?)
}

/// Whether `key` is one that this version writes into `tree`.
pub(super) fn is_key(tree: Tree, key: &[u8]) -> bool {
    match tree {
        Tree::Couples => keys::read_chat(key).is_some(),
        Tree::Users => keys::read_user(key).is_some(),
        Tree::Timers => keys::read_timer(key).is_some(),
        Tree::Outbox => keys::read_outbox(key).is_some(),
        Tree::Seen => keys::read_commit(key).is_some(),
        Tree::Dead => keys::read_update(key).is_some(),
        Tree::Meta => false,
    }
}

/// Errors of a serializer may quote the record; ours do not.
fn unless_content<T>(tree: Tree, result: serde_json::Result<T>) -> Result<T, StoreError> {
    result.map_err(|_| misfit(tree))
}

/// A record of this tree is none of its type.
pub(super) fn misfit(tree: Tree) -> StoreError {
    StoreError::Unwritable { tree: tree.name(), what: "it does not fit its type".into() }
}
