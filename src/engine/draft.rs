//! What the store says, overlaid with what this transaction has changed so far.

use std::cell::RefCell;
use std::rc::Rc;

use chrono::{DateTime, Utc};

use crate::couple::{Corner, Couple, Outgoing, TimerKind};
use crate::ids::{ChatId, UserId};
use crate::store::{Batch, OutboxKey, Store, StoreError, Timer};

/// A transaction in the making.
pub(super) struct Draft<'a> {
    store: &'a dyn Store,
    pub(super) batch: Batch,
    /// The couple that was read last: an event asks for it more than once.
    last_read: RefCell<Option<(ChatId, Option<Rc<Couple>>)>>,
}

impl<'a> Draft<'a> {
    pub(super) fn new(store: &'a dyn Store) -> Self {
        Self { store, batch: Batch::default(), last_read: RefCell::default() }
    }

    pub(super) fn couple(&self, chat: ChatId) -> Result<Option<Rc<Couple>>, StoreError> {
        match self.batch.couples.get(&chat) {
            Some(couple) => Ok(couple.clone().map(Rc::new)),
            None => self.read(chat),
        }
    }

    fn read(&self, chat: ChatId) -> Result<Option<Rc<Couple>>, StoreError> {
        if let Some((_, couple)) = self.last_read.borrow().as_ref().filter(|(last, _)| *last == chat) {
            return Ok(couple.clone());
        }
        let couple = self.store.couple(chat)?.map(Rc::new);
        self.last_read.replace(Some((chat, couple.clone())));
        Ok(couple)
    }

    pub(super) fn corner(&self, user: UserId) -> Result<Option<Corner>, StoreError> {
        match self.batch.corners.get(&user) {
            Some(corner) => Ok(corner.clone()),
            None => self.store.corner(user),
        }
    }

    /// With the timer that it asks for, in step with the due index.
    pub(super) fn put_corner(
        &mut self,
        user: UserId,
        mut corner: Corner,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        corner.settle(now);
        let corner = (!corner.is_blank()).then_some(corner);
        let before = self.corner(user)?.and_then(|before| before.timer);
        let after = corner.as_ref().and_then(|corner| corner.timer);
        if before != after {
            let timer = |due| Timer { due, chat: user.private_chat(), kind: TimerKind::Corner };
            self.batch.timers.extend(before.map(|due| (timer(due), false)));
            self.batch.timers.extend(after.map(|due| (timer(due), true)));
        }
        self.batch.corners.insert(user, corner);
        Ok(())
    }

    /// One row of the outbox.
    pub(super) fn row(&self, key: OutboxKey) -> Result<Option<Outgoing>, StoreError> {
        match self.batch.outbox.get(&key) {
            Some(row) => Ok(row.clone()),
            None => self.store.row(key),
        }
    }

    /// All rows of a lane. A lane can be long: only for what concerns each of them.
    pub(super) fn lane(&self, chat: ChatId) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError> {
        let mut lane = self.store.lane(chat)?;
        lane.retain(|(key, _)| !self.batch.outbox.contains_key(key));
        let all = OutboxKey { chat, seq: 0 }..=OutboxKey { chat, seq: u64::MAX };
        lane.extend(self.batch.outbox.range(all).filter_map(|(key, row)| Some((*key, row.clone()?))));
        lane.sort_by_key(|(key, _)| *key);
        Ok(lane)
    }

    pub(super) fn remove_row(&mut self, key: OutboxKey) {
        self.batch.outbox.insert(key, None);
    }

    /// Keeps the due index in step with the timers of a couple.
    pub(super) fn index_timers(&mut self, chat: ChatId, before: Option<&Couple>, after: Option<&Couple>) {
        let timers = |couple: Option<&Couple>| -> Vec<(TimerKind, DateTime<Utc>)> {
            couple.map(|couple| couple.timers.iter().map(|(kind, due)| (*kind, *due)).collect()).unwrap_or_default()
        };
        let (old, new) = (timers(before), timers(after));
        for (kind, due) in old.iter().filter(|timer| !new.contains(timer)) {
            self.batch.timers.insert(Timer { due: *due, chat, kind: *kind }, false);
        }
        for (kind, due) in new.iter().filter(|timer| !old.contains(timer)) {
            self.batch.timers.insert(Timer { due: *due, chat, kind: *kind }, true);
        }
    }
}
