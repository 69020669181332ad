//! The export of a sled store, in slices between commits.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use sled::IVec;

use super::database::Database;
use super::export::{ExportFile, Exported, legible_line};
use super::opened::Opened;
use super::trees::Tree;
use super::{SledStore, StoreError};

/// How many bytes of rows that changed meanwhile are kept in memory for an export. Beyond that it is given up.
const MOST_KEPT: usize = 64 << 20;

impl SledStore {
    /// Writes the whole store to `exports/nearer-<now>.jsonl.lz4` beside it, and removes exports that are too many or too old.
    ///
    /// All of it at once: for one who has nothing else to do.
    pub fn export(&self, now: DateTime<Utc>) -> Result<Exported, StoreError> {
        let mut export = Export::begin(&self.opened, now)?;
        while !export.go_on(&self.opened.database, Duration::MAX)? {}
        export.publish()
    }
}

/// Every record of the store, opened, as a line of JSON.
pub(super) fn legible(opened: &Opened) -> Result<Vec<String>, StoreError> {
    let mut lines = Vec::new();
    for tree in Tree::ALL.into_iter().filter(|tree| *tree != Tree::Meta) {
        for row in opened.database.tree(tree) {
            let (key, stored) = row.map_err(opened.database.failed("reading"))?;
            lines.push(legible_line(tree, &key, &opened.record(tree, &key, &stored)?)?);
        }
    }
    Ok(lines)
}

/// An export that is being written, in slices between commits.
///
/// It shows the store as it was when it was begun. sled has no snapshot that would do so for all trees; but there is one
/// who commits, and who says for every row that changes what it was before. Of rows that were not written out yet, that
/// is kept until their turn comes. So in memory are the row at hand, and the rows that changed meanwhile.
pub(super) struct Export {
    file: ExportFile,
    /// The tree at hand, by its place, and the last key that is done in it.
    tree: usize,
    done: Option<IVec>,
    /// By tree and key: rows as they were when this began, where they are others now. `None`: there was none.
    before: BTreeMap<(usize, IVec), Option<IVec>>,
    /// How many bytes `before` has held in all.
    kept: usize,
}

impl Export {
    /// Begins one of the store `opened`.
    pub(super) fn begin(opened: &Opened, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let file = ExportFile::begin(&opened.dir, opened.keyring()?.id(), now)?;
        Ok(Self { file, tree: 0, done: None, before: BTreeMap::new(), kept: 0 })
    }

    /// Hears of a row that has just changed, and what it was.
    pub(super) fn keep(&mut self, tree: Tree, key: &IVec, before: Option<IVec>) {
        let place = tree.index();
        let passed = place < self.tree || place == self.tree && self.done.as_ref().is_some_and(|done| key <= done);
        if !passed && tree != Tree::Meta {
            self.kept += key.len() + before.as_ref().map_or(0, |before| before.len());
            // What was kept first is how it was at the beginning.
            self.before.entry((place, key.clone())).or_insert(before);
        }
    }

    /// Goes on for `time`, and at least by one row. Whether all is written.
    pub(super) fn go_on(&mut self, database: &Database, time: Duration) -> Result<bool, StoreError> {
        let begun = Instant::now();
        if self.kept > MOST_KEPT {
            return Err(StoreError::ExportOverrun { path: self.file.path() });
        }
        while let Some(&tree) = Tree::ALL.get(self.tree).filter(|&&tree| tree != Tree::Meta) {
            let from = self.done.clone().map_or(Bound::Unbounded, Bound::Excluded);
            for row in database.tree(tree).range((from, Bound::Unbounded::<IVec>)) {
                let (key, stored) = row.map_err(database.failed("reading"))?;
                self.removed_before(tree, Some(&key))?;
                let before = self.before.remove(&(self.tree, key.clone()));
                self.done = Some(key.clone());
                match before {
                    Some(Some(before)) => self.file.row(tree, &key, &before)?,
                    // It came later. Passed over at once: where rows come at the end of a tree, there is an end to it.
                    Some(None) => continue,
                    None => self.file.row(tree, &key, &stored)?,
                }
                if begun.elapsed() >= time {
                    return Ok(false);
                }
            }
            self.removed_before(tree, None)?;
            self.file.end_of(tree);
            self.tree += 1;
            self.done = None;
        }
        Ok(true)
    }

    /// Writes the rows that are gone now and stood before `key`, or at the end of the tree.
    fn removed_before(&mut self, tree: Tree, key: Option<&IVec>) -> Result<(), StoreError> {
        while let Some(first) = self.before.first_entry()
            && first.key().0 == self.tree
            && key.is_none_or(|key| first.key().1 < *key)
        {
            if let ((_, key), Some(before)) = first.remove_entry() {
                self.file.row(tree, &key, &before)?;
            }
        }
        Ok(())
    }

    /// Call this when all rows are written.
    pub(super) fn publish(self) -> Result<Exported, StoreError> {
        self.file.publish()
    }
}
