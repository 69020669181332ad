//! What is kept, and the promise that it stays: durable storage behind one small trait.
//!
//! # What it promises
//!
//! - [`Store::commit`] is all or nothing, and when it returns `Ok` the batch survives `kill -9` and a power cut.
//! - Opening never falls back to an empty store, nor to an older one: a store that is not what was last acknowledged is
//!   an error, which names the newest export and the command that takes it in.
//! - Records written by an older version can be read; records of a newer one are refused in words.
//! - Records are sealed, with a key for each couple and each person that lies outside the database and its exports. Once
//!   it is destroyed, what was kept of them can be read by nobody, in whatever copy.
//! - Every commit can be repeated without harm, so a caller that does not know whether it arrived repeats it.
//!
//! # What it does not promise
//!
//! That somebody who has both the disk and the host's key can read nothing: the bot itself must. And a copy of the file
//! of keys that was made before somebody left still opens, with the host's key of then, what was kept of them then: keep
//! one copy of it, the newest.
//!
//! # The map
//!
//! | file | what it is for |
//! |---|---|
//! | `mod.rs` | the contract: [`Store`], [`Batch`] |
//! | `trees.rs`, `keys.rs` | which trees there are, and how their keys are laid out |
//! | `codec.rs` | how a record becomes bytes: version, compression, size limit, migrations |
//! | `changes.rs` | what a batch changes, row by row |
//! | `database.rs` | sled's settings, one transaction over all trees, the way to the disk |
//! | `opening.rs` | opening safely: from an empty directory to a store that can be trusted |
//! | `opened.rs` | a store that is open: each commit is noted, and files that were taken away are missed |
//! | `standing.rs` | how we know that the store is whole and the last one: a number and a sum, inside and beside it |
//! | `recovery.rs` | the way back, in words: the newest export and the command that takes it in |
//! | `sealed/` | how records are sealed, the keys of all, and the host's key above them |
//! | `guard.rs` | the lock, the setting aside of snapshots, what must reach the disk |
//! | `rights.rs` | who may read the files: their own user alone |
//! | `marker.rs` | how we know that a store was here, and whether it was ever finished |
//! | `sled_store.rs`, `slices.rs` | reading and committing; exporting between commits |
//! | `recent.rs` | which of the seen updates and dead letters are still kept |
//! | `export.rs`, `import.rs`, `json.rs` | the whole store as lines of JSON, and back |
//! | `leading.rs` | whether this process may speak in the name of the store |
//! | `postgres/` | the second store, in a database that several bots know |
//! | `errors.rs` | what can go wrong, in plain words |
//!
//! Nothing outside this room names sled or PostgreSQL's client, and two stores stand behind [`Store`]: a folder for one
//! process ([`SledStore`]), and a database for several machines ([`postgres`]).

mod changes;
mod codec;
mod database;
mod errors;
mod export;
mod guard;
mod import;
mod json;
mod keys;
mod leading;
mod marker;
mod opened;
mod opening;
pub mod postgres;
mod recent;
mod recovery;
mod rights;
mod sealed;
mod sled_store;
mod slices;
mod standing;
#[cfg(test)]
mod tests;
mod trees;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::couple::{ChatId, Corner, Couple, Outgoing, TimerKind, UpdateId, UserId};

pub use errors::StoreError;
pub use export::{EXPORT_DAYS, EXPORTS_KEPT, Exported, newest_export};
pub use import::{Imported, KeysFrom, import};
pub use leading::Leading;
pub use opening::Options;
pub use sealed::{HostKey, HostKeySource, Rotated, rotate_key};
pub use sled_store::SledStore;

/// A timer as it stands in the due index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timer {
    /// UTC; whole milliseconds: anything finer is cut off when it is stored.
    pub due: DateTime<Utc>,
    pub chat: ChatId,
    pub kind: TimerKind,
}

/// The place of a row in the outbox: its lane, then its order in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutboxKey {
    pub chat: ChatId,
    /// Rises across the whole store; made by the engine. After a start it goes on behind the highest row found.
    pub seq: u64,
}

/// An update that could not be handled: what is left of it, without any content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dead {
    pub update: UpdateId,
    /// The kind of update, such as `message`.
    pub kind: String,
    /// What went wrong, without any content of the update.
    pub error: String,
    pub at: DateTime<Utc>,
}

/// Those of whom something is kept, and who have a key of their own for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    Couple(ChatId),
    Person(UserId),
}

/// Everything that one transaction changes. `None` (or `false`) removes.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    pub couples: BTreeMap<ChatId, Option<Couple>>,
    pub corners: BTreeMap<UserId, Option<Corner>>,
    pub timers: BTreeMap<Timer, bool>,
    pub outbox: BTreeMap<OutboxKey, Option<Outgoing>>,
    pub seen: Vec<UpdateId>,
    pub dead: Vec<Dead>,
    /// The version of the table of time zones by which all couples are settled from now on.
    pub table: Option<String>,
    /// Of whom nothing from before may ever be read again, in whatever copy: their key is destroyed, and what is left of
    /// them, or comes anew, goes under another. Whose record is removed is forgotten without being named here.
    pub forget: BTreeSet<Owner>,
}

impl Batch {
    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let Self { couples, corners, timers, outbox, seen, dead, table, forget } = self;
        couples.is_empty()
            && corners.is_empty()
            && timers.is_empty()
            && outbox.is_empty()
            && seen.is_empty()
            && dead.is_empty()
            && table.is_none()
            && forget.is_empty()
    }
}

/// What a batch is going to ask for, as far as that is known before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub chats: BTreeSet<ChatId>,
    pub users: BTreeSet<UserId>,
    pub rows: BTreeSet<OutboxKey>,
}

/// What the engine asks of any store. One writer: only [`Store::commit`] changes anything.
pub trait Store: Send {
    /// Fetches all of this at once, where fetching takes time. It changes nothing of what the others answer.
    fn prefetch(&self, _wanted: &Wanted) -> Result<(), StoreError> {
        Ok(())
    }
    fn couple(&self, chat: ChatId) -> Result<Option<Couple>, StoreError>;
    fn corner(&self, user: UserId) -> Result<Option<Corner>, StoreError>;
    /// The chats of all couples.
    fn chats(&self) -> Result<Vec<ChatId>, StoreError>;
    /// The version of the table of time zones by which all couples are settled, if that was ever said.
    fn table(&self) -> Result<Option<String>, StoreError>;
    /// The timer that falls due first.
    fn first_due(&self) -> Result<Option<Timer>, StoreError>;
    /// Timers due at or before `at`, earliest first, at most `most`.
    fn due(&self, at: DateTime<Utc>, most: usize) -> Result<Vec<Timer>, StoreError>;
    /// All rows still to be sent, in the order of their keys.
    fn outbox(&self) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError>;
    /// One row still to be sent.
    fn row(&self, key: OutboxKey) -> Result<Option<Outgoing>, StoreError>;
    /// The rows of one lane. It can be long: where one row is meant, ask for that.
    fn lane(&self, chat: ChatId) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError>;
    /// Update ids handled lately, oldest first.
    fn seen(&self) -> Result<Vec<UpdateId>, StoreError>;
    /// Makes all of `batch` durable in one transaction: when this returns `Ok`, it is on disk.
    ///
    /// An error of which [`StoreError::is_refusal`] is true says that nothing was written and the store is whole, so
    /// the batch may be tried again without what was refused. After any other error the store refuses all further
    /// commits: stop acknowledging, and end the process.
    fn commit(&mut self, batch: &Batch) -> Result<(), StoreError>;
    /// Every record as a line of JSON, opened, such as `{"tree":"users","key":"…","value":{…}}`: for looking into one's own
    /// store. Nothing of it is written anywhere.
    fn legible(&self) -> Result<Vec<String>, StoreError>;
    /// Begins to write everything out, as it stands now, in a form that any other store can take in. Does nothing while
    /// one is under way.
    fn begin_export(&mut self, now: DateTime<Utc>) -> Result<(), StoreError>;
    /// Goes on with what was begun, for about `time`, between two commits. What was written, once it is whole; `None` as
    /// long as it is not. After an error none is under way any more; the store itself is not affected.
    fn go_on_exporting(&mut self, time: Duration) -> Result<Option<Exported>, StoreError>;
    /// Writes everything out at once. Commits wait meanwhile.
    fn export(&mut self, now: DateTime<Utc>) -> Result<Exported, StoreError> {
        self.begin_export(now)?;
        loop {
            if let Some(exported) = self.go_on_exporting(Duration::MAX)? {
                return Ok(exported);
            }
        }
    }
}
