//! A new table of time zones: once, at the start with it, all couples keep step with it.

use chrono::{DateTime, Utc};
use tracing::{error, info};

use super::road::Order;
use super::work::Work;
use super::{Engine, MOST_IN_A_BATCH};
use crate::couple::Event;
use crate::ids::ChatId;
use crate::store::{Batch, StoreError};
use crate::zones;

impl Engine {
    /// Where the store was last settled by another table than the one in use, every couple hears of it: what is to come by
    /// their clock comes by the new rules. Safe to be cut short at any moment: it begins anew at the next start.
    pub(super) fn keep_step_with_the_table(&mut self) -> Result<(), StoreError> {
        let version = zones::table().version();
        if self.store.table()?.as_deref() == Some(version) {
            return Ok(());
        }
        let chats = self.store.chats()?;
        info!(table = version, couples = chats.len(), "a new table of time zones: couples keep step with it");
        for some in chats.chunks(MOST_IN_A_BATCH) {
            let now = self.clock.now();
            let orders = match self.attempt(now, |work| some.iter().try_for_each(|chat| keep_step(work, *chat))) {
                Err(error) if error.is_refusal() => self.one_by_one(some, now)?,
                outcome => outcome?,
            };
            self.order(orders);
        }
        let settled = Batch { table: Some(version.to_owned()), ..Default::default() };
        self.store.commit(&settled)?;
        self.publish_next_due()
    }

    /// The same, each couple by itself. One whose record the store refuses stays as it was.
    fn one_by_one(&mut self, chats: &[ChatId], now: DateTime<Utc>) -> Result<Vec<Order>, StoreError> {
        let mut orders = Vec::new();
        for chat in chats {
            match self.attempt(now, |work| keep_step(work, *chat)) {
                Err(error) if error.is_refusal() => {
                    error!(chat = chat.0, %error, "could not keep step with the new table");
                }
                outcome => orders.extend(outcome?),
            }
        }
        Ok(orders)
    }
}

fn keep_step(work: &mut Work<'_>, chat: ChatId) -> Result<(), StoreError> {
    if work.couple_event(chat, Event::ClocksChanged)?.is_err() {
        error!(chat = chat.0, "could not keep step with the new table");
    }
    Ok(())
}
