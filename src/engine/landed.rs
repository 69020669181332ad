//! What became of a row of the outbox, once Telegram has answered: who is told of it, and what else follows.

use tracing::error;

use super::waiting::Mark;
use super::work::{Panicked, Work};
use super::{Landing, Order};
use crate::couple::{CornerEvent, Event, Outgoing, Tag};
use crate::ids::{ChatId, MessageId, UserId};
use crate::store::{OutboxKey, StoreError};

impl Work<'_> {
    /// What became of a row of the outbox.
    pub(super) fn landed(&mut self, key: OutboxKey, landing: Landing) -> Result<(), StoreError> {
        // The row itself need not be read for this: each message that is delivered would cost it.
        let mark = match self.draft.batch.outbox.get(&key) {
            Some(row) => row.as_ref().map(Mark::of),
            None => self.given.waiting.mark(key),
        };
        let Some(mark) = mark else {
            // Cancelled while it was in flight.
            self.orders.push(Order::Free(key));
            return Ok(());
        };
        let tag = mark.tag();
        let outcome = match landing {
            Landing::Delivered(messages) => {
                self.draft.remove_row(key);
                match (tag, messages.first().copied()) {
                    (Some(Tag::Question(link)), Some(message)) => match u64::try_from(key.chat.0) {
                        Ok(user) => self.corner_event(UserId(user), CornerEvent::Asked { link, message })?,
                        Err(_) => Ok(()),
                    },
                    (Some(Tag::AsksCard(group)), Some(message)) if key.chat.0 > 0 => match u64::try_from(key.chat.0) {
                        Ok(user) => self.corner_event(UserId(user), CornerEvent::AsksCard { group, message })?,
                        Err(_) => Ok(()),
                    },
                    (Some(Tag::Screen), Some(message)) => match u64::try_from(key.chat.0) {
                        Ok(user) => self.corner_event(UserId(user), CornerEvent::Stands(message))?,
                        Err(_) => Ok(()),
                    },
                    (Some(tag), Some(_)) => self.stand(key.chat, tag, &messages)?,
                    _ => Ok(()),
                }
            }
            Landing::GivenUp => {
                self.draft.remove_row(key);
                match tag {
                    Some(tag) => self.couple_event(key.chat, Event::Undelivered { tag })?,
                    None => Ok(()),
                }
            }
            Landing::CopyGone => {
                self.draft.remove_row(key);
                match tag {
                    Some(tag) => self.couple_event(key.chat, Event::CopyGone { tag })?,
                    None => Ok(()),
                }
            }
            Landing::HeldBack => match self.draft.row(key)? {
                Some(row) => {
                    self.draft.remove_row(key);
                    self.couple_event(key.chat, Event::HeldBack(Box::new(row)))?
                }
                None => Ok(()),
            },
            Landing::Counted { alone } => {
                self.draft.remove_row(key);
                self.couple_event(key.chat, Event::Counted { alone })?
            }
            Landing::Unreachable | Landing::Refused => {
                self.drop_lane(key.chat)?;
                match (u64::try_from(key.chat.0), landing) {
                    (Ok(user), _) => self.corner_event(UserId(user), CornerEvent::Blocked)?,
                    (Err(_), Landing::Refused) => self.couple_event(key.chat, Event::Refused)?,
                    (Err(_), _) => self.couple_event(key.chat, Event::Unreachable)?,
                }
            }
            Landing::TopicGone => match self.draft.row(key)?.and_then(|row| row.thread) {
                Some(thread) => {
                    let lane = self.draft.lane(key.chat)?;
                    for (key, row) in lane.into_iter().filter(|(_, row)| row.thread == Some(thread)) {
                        self.cancel(key);
                        self.send(Outgoing { thread: None, ..row })?;
                    }
                    self.couple_event(key.chat, Event::TopicGone(thread))?
                }
                // The general topic is closed. Who lives in another is not kept from it.
                None if self.draft.couple(key.chat)?.is_some_and(|couple| couple.thread.is_some()) => {
                    return self.landed(key, Landing::GivenUp);
                }
                None => return self.landed(key, Landing::Refused),
            },
            Landing::Moved(to) => self.moved(key.chat, to)?,
        };
        self.orders.push(Order::Free(key));
        if outcome.is_err() {
            error!(chat = key.chat.0, "news of a delivery could not be handled");
        }
        Ok(())
    }

    /// The store cannot take what would follow from this landing: the row is gone all the same, and the lane goes on.
    pub(super) fn pass_over_landing(&mut self, key: OutboxKey, refused: &StoreError) {
        error!(chat = key.chat.0, %refused, "news of a delivery could not be written down");
        self.draft.remove_row(key);
        self.orders.push(Order::Free(key));
    }

    /// All of a tagged row stands in the chat: of copies each.
    fn stand(&mut self, chat: ChatId, tag: Tag, messages: &[MessageId]) -> Result<Result<(), Panicked>, StoreError> {
        for message in messages {
            if let Err(panicked) = self.couple_event(chat, Event::Delivered { tag, message: *message })? {
                return Ok(Err(panicked));
            }
        }
        Ok(Ok(()))
    }
}
