//! What is to be sent: as a row of the outbox, and as an order for delivery.

use super::Order;
use super::work::Work;
use crate::couple::{Class, Effect, Outgoing};
use crate::ids::ChatId;
use crate::store::{OutboxKey, StoreError};

/// With so many rows before it, a reply is compared with those that wait: whoever asks the same again and again is
/// answered once.
const FEW: usize = 3;

impl Work<'_> {
    pub(super) fn send(&mut self, mut row: Outgoing) -> Result<(), StoreError> {
        if row.class == Class::Reply {
            row.class = self.answers_as;
        }
        if let Effect::Answer { .. } = row.effect {
            // Of no use after a restart, so never stored.
            self.orders.push(Order::Answer(row));
            return Ok(());
        }
        if self.stands_already(&row)? {
            return Ok(());
        }
        let key = OutboxKey { chat: row.chat, seq: *self.given.next_seq };
        *self.given.next_seq += 1;
        self.draft.batch.outbox.insert(key, Some(row.clone()));
        self.orders.push(Order::Row(key, row));
        Ok(())
    }

    /// Whether the same waits to be said already, in a lane that is behind. What would have become of a message before
    /// it becomes this is not sent any more.
    fn stands_already(&mut self, row: &Outgoing) -> Result<bool, StoreError> {
        let is_plain = row.tag.is_none() && matches!(row.effect, Effect::Say { .. } | Effect::Edit { .. });
        if !is_plain || self.given.waiting.count(row.chat, &self.draft.batch) < FEW {
            return Ok(false);
        }
        for (key, other) in self.draft.lane(row.chat)?.into_iter().filter(|(_, other)| other.tag.is_none()) {
            match (&other.effect, &row.effect) {
                (Effect::Say { .. }, Effect::Say { .. })
                    if (other.thread, &other.effect) == (row.thread, &row.effect) =>
                {
                    return Ok(true);
                }
                (Effect::Edit { id, .. }, Effect::Edit { id: same, .. }) if id == same => self.cancel(key),
                _ => {}
            }
        }
        Ok(false)
    }

    /// A row that waits is not to be sent any more.
    pub(super) fn cancel(&mut self, key: OutboxKey) {
        self.draft.remove_row(key);
        self.orders.push(Order::Cancel(key));
    }

    /// Nothing more goes to this chat.
    pub(super) fn drop_lane(&mut self, chat: ChatId) -> Result<(), StoreError> {
        for (key, _) in self.draft.lane(chat)? {
            self.cancel(key);
        }
        Ok(())
    }
}
