//! Which rows of the outbox the couples wait to hear of.

use std::collections::{BTreeMap, HashMap};

use crate::couple::{Outgoing, Tag};
use crate::ids::ChatId;
use crate::store::{Batch, OutboxKey};

/// The rows on disk that carry a tag: found by it without reading a lane, however long that is.
#[derive(Default)]
pub(super) struct Tagged {
    by_chat: HashMap<ChatId, BTreeMap<u64, Tag>>,
}

impl Tagged {
    pub(super) fn of(rows: &[(OutboxKey, Outgoing)]) -> Self {
        let mut tagged = Self::default();
        for (key, row) in rows {
            tagged.set(*key, row.tag);
        }
        tagged
    }

    /// Takes note of what was committed.
    pub(super) fn follow(&mut self, batch: &Batch) {
        for (key, row) in &batch.outbox {
            self.set(*key, row.as_ref().and_then(|row| row.tag));
        }
    }

    fn set(&mut self, key: OutboxKey, tag: Option<Tag>) {
        if let Some(tag) = tag {
            self.by_chat.entry(key.chat).or_default().insert(key.seq, tag);
        } else if let Some(lane) = self.by_chat.get_mut(&key.chat) {
            lane.remove(&key.seq);
            if lane.is_empty() {
                self.by_chat.remove(&key.chat);
            }
        }
    }

    /// The rows of this chat with this tag, oldest first.
    pub(super) fn with(&self, chat: ChatId, tag: Tag) -> Vec<OutboxKey> {
        let lane = self.by_chat.get(&chat).into_iter().flatten();
        lane.filter(|(_, other)| **other == tag).map(|(seq, _)| OutboxKey { chat, seq: *seq }).collect()
    }
}
