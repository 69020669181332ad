//! Which rows wait in the outbox: so many of each chat, and those of which the couples wait to hear.

use std::collections::{BTreeMap, HashMap};

use crate::couple::{Effect, Outgoing, Tag};
use crate::ids::ChatId;
use crate::store::{Batch, OutboxKey};

/// The rows on disk: counted, and found by their tag, without reading a lane, however long that is.
#[derive(Default)]
pub(super) struct Waiting {
    by_chat: HashMap<ChatId, Lane>,
}

#[derive(Default)]
struct Lane {
    marks: BTreeMap<u64, Mark>,
    /// How many of them somebody waits for.
    counted: usize,
}

/// What is remembered of a row.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Tagged(Tag),
    /// Nobody waits for it: it takes buttons away when there is time.
    Idle,
    Other,
}

impl Mark {
    /// What tells the couple, or the person, what became of the row.
    pub(super) const fn tag(self) -> Option<Tag> {
        match self {
            Self::Tagged(tag) => Some(tag),
            Self::Idle | Self::Other => None,
        }
    }

    pub(super) fn of(row: &Outgoing) -> Self {
        match (row.tag, &row.effect) {
            (Some(tag), _) => Self::Tagged(tag),
            (None, Effect::Unbutton { .. }) => Self::Idle,
            (None, _) => Self::Other,
        }
    }

    fn count(self) -> usize {
        usize::from(self != Self::Idle)
    }
}

impl Waiting {
    pub(super) fn of(rows: &[(OutboxKey, Outgoing)]) -> Self {
        let mut waiting = Self::default();
        for (key, row) in rows {
            waiting.set(*key, Some(row));
        }
        waiting
    }

    /// Takes note of what was committed.
    pub(super) fn follow(&mut self, batch: &Batch) {
        for (key, row) in &batch.outbox {
            self.set(*key, row.as_ref());
        }
    }

    fn set(&mut self, key: OutboxKey, row: Option<&Outgoing>) {
        let Some(mark) = row.map(Mark::of) else {
            if let Some(lane) = self.by_chat.get_mut(&key.chat) {
                lane.counted -= lane.marks.remove(&key.seq).map_or(0, Mark::count);
                if lane.marks.is_empty() {
                    self.by_chat.remove(&key.chat);
                }
            }
            return;
        };
        let lane = self.by_chat.entry(key.chat).or_default();
        let before = lane.marks.insert(key.seq, mark).map_or(0, Mark::count);
        lane.counted = lane.counted + mark.count() - before;
    }

    /// What is remembered of this row; `None` where it does not wait any more.
    pub(super) fn mark(&self, key: OutboxKey) -> Option<Mark> {
        self.by_chat.get(&key.chat)?.marks.get(&key.seq).copied()
    }

    /// The rows of this chat with this tag, oldest first.
    pub(super) fn with(&self, chat: ChatId, tag: Tag) -> Vec<OutboxKey> {
        let lane = self.by_chat.get(&chat).into_iter().flat_map(|lane| &lane.marks);
        lane.filter(|(_, mark)| **mark == Mark::Tagged(tag)).map(|(seq, _)| OutboxKey { chat, seq: *seq }).collect()
    }

    /// How many rows wait for this chat that somebody waits for, with what `batch` would make of them.
    pub(super) fn count(&self, chat: ChatId, batch: &Batch) -> usize {
        let lane = self.by_chat.get(&chat);
        let on_disk = lane.map_or(0, |lane| lane.counted);
        let all = OutboxKey { chat, seq: 0 }..=OutboxKey { chat, seq: u64::MAX };
        batch.outbox.range(all).fold(on_disk, |count, (key, row)| {
            let before = lane.and_then(|lane| lane.marks.get(&key.seq)).map_or(0, |mark| mark.count());
            count + row.as_ref().map_or(0, |row| Mark::of(row).count()) - before
        })
    }
}
