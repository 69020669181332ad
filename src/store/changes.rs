//! What a batch changes, row by row: its records as bytes, and the old rows that make room for new ones.

use super::recent::{DeadByAge, SeenRows};
use super::sealed::Change;
use super::trees::Tree;
use super::{Batch, Dead, StoreError, codec, keys};
use crate::couple::UpdateId;

/// The key of the version of the table of time zones in the meta tree.
pub(super) const TABLE: &[u8] = b"zones";

/// Which seen updates and dead letters are stored, so that a batch can say which of them are no longer needed.
#[derive(Debug, Default)]
pub(super) struct Recent {
    seen: SeenRows,
    dead: DeadByAge,
}

impl Recent {
    /// Of a store with these rows; those of the updates seen in rising order.
    pub(super) fn of(seen: &[(u64, Vec<UpdateId>)], dead: &[Dead]) -> Self {
        let mut recent = Self::default();
        for (number, ids) in seen {
            recent.seen.remember(*number, ids.len());
        }
        for letter in dead {
            // None can be too many: they were bounded when they were written.
            recent.dead.admit(letter.update, letter.at);
        }
        recent
    }

    /// All changes of `batch` as bytes. Whatever can be refused is refused here, before anything is remembered.
    pub(super) fn changes(&mut self, batch: &Batch) -> Result<Vec<Change>, StoreError> {
        let mut writes = Vec::new();
        for (&chat, couple) in &batch.couples {
            writes.push(change(Tree::Couples, &keys::chat(chat), couple.as_ref())?);
        }
        for (&user, corner) in &batch.corners {
            writes.push(change(Tree::Users, &keys::user(user), corner.as_ref())?);
        }
        for (timer, &set) in &batch.timers {
            writes.push(Change::new(Tree::Timers, &keys::timer(timer), set.then(Vec::new)));
        }
        for (&key, outgoing) in &batch.outbox {
            writes.push(change(Tree::Outbox, &keys::outbox(key), outgoing.as_ref())?);
        }
        let letters: Vec<Change> = batch
            .dead
            .iter()
            .map(|letter| change(Tree::Dead, &keys::update(letter.update), Some(letter)))
            .collect::<Result<_, _>>()?;
        let seen = codec::encode(Tree::Seen, &batch.seen)?;
        if let Some(version) = &batch.table {
            writes.push(change(Tree::Meta, TABLE, Some(version))?);
        }

        for (letter, write) in batch.dead.iter().zip(letters) {
            writes.push(write);
            let pruned = self.dead.admit(letter.update, letter.at);
            writes.extend(pruned.map(|update| Change::new(Tree::Dead, &keys::update(update), None)));
        }
        if !batch.seen.is_empty() {
            let (number, pruned) = self.seen.admit(batch.seen.len());
            writes.push(Change::new(Tree::Seen, &keys::commit(number), Some(seen)));
            writes.extend(pruned.into_iter().map(|row| Change::new(Tree::Seen, &keys::commit(row), None)));
        }
        Ok(writes)
    }
}

fn change<T: serde::Serialize>(tree: Tree, key: &[u8], record: Option<&T>) -> Result<Change, StoreError> {
    let value = record.map(|record| codec::encode(tree, record)).transpose()?;
    Ok(Change::new(tree, key, value))
}
