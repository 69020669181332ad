//! A new table of time zones: once, at the start with it, all couples keep step with it.

use tracing::{error, info};

use super::work::{BatchContext, Work};
use super::{Engine, MOST_IN_A_BATCH};
use crate::couple::Event;
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
            let mut work = Work::new(BatchContext {
                store: &*self.store,
                library: &self.library,
                now: self.clock.now(),
                rng: &mut self.rng,
                default_zone: self.default_zone,
                next_seq: &mut self.next_seq,
                handler: self.handler,
            });
            for chat in some {
                if work.couple_event(*chat, Event::ClocksChanged)?.is_err() {
                    error!(chat = chat.0, "could not keep step with the new table");
                }
            }
            let (batch, orders) = work.finish();
            self.store.commit(&batch)?;
            self.order(orders);
        }
        let settled = Batch { table: Some(version.to_owned()), ..Default::default() };
        self.store.commit(&settled)?;
        self.publish_next_due()
    }
}
