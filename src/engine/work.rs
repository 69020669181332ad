//! The work of one transaction: what the store says, overlaid with what this batch has changed so far.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::zones::Zone;
use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use tracing::{error, info, warn};

use super::{Handler, Incoming, Landing, News, Order, POISONED_TIMER_WAITS};
use crate::couple::{
    ChatId, Context, Corner, CornerEvent, Couple, Effect, Event, Outgoing, Presence, Press, Sender, Step, TimerKind,
    UpdateId, UserId,
};
use crate::prompts::Library;
use crate::store::{Batch, Dead, OutboxKey, Store, StoreError, Timer};

/// What one transaction works with.
pub(super) struct BatchContext<'a> {
    pub store: &'a dyn Store,
    pub library: &'a Library,
    pub now: DateTime<Utc>,
    pub rng: &'a mut StdRng,
    pub default_zone: Zone,
    pub next_seq: &'a mut u64,
    pub handler: Handler,
}

pub(super) struct Work<'a> {
    given: BatchContext<'a>,
    pub(super) batch: Batch,
    orders: Vec<Order>,
}

/// The domain failed on an event: a fault of ours, caught so that nobody else is held up.
struct Panicked;

impl<'a> Work<'a> {
    pub(super) fn new(given: BatchContext<'a>) -> Self {
        Self { given, batch: Batch::default(), orders: Vec::new() }
    }

    pub(super) fn finish(self) -> (Batch, Vec<Order>) {
        (self.batch, self.orders)
    }

    /// Everything that one update means.
    pub(super) fn update(&mut self, incoming: Incoming) -> Result<(), StoreError> {
        self.batch.seen.push(incoming.update);
        for news in incoming.news {
            let outcome = match news {
                News::Couple(chat, event) => {
                    self.proven(chat, &event)?;
                    self.couple_event(chat, event)?
                }
                News::Corner(user, event) => self.corner_event(user, event)?,
                News::Moved { from, to } => self.moved(from, to)?,
                News::Poison { kind, error } => {
                    self.keep_as_dead(incoming.update, kind, error);
                    Ok(())
                }
            };
            if outcome.is_err() {
                self.keep_as_dead(incoming.update, "handled".to_owned(), "the handler failed".to_owned());
            }
        }
        Ok(())
    }

    /// A tap under a message proves that it has arrived: if a crash left its row in doubt, it is not sent again.
    fn proven(&mut self, chat: ChatId, event: &Event) -> Result<(), StoreError> {
        let Event::Tap { press: Press::Known(action), message, from: Sender::Human(user), .. } = event else {
            return Ok(());
        };
        let Some(tag) = action.under() else { return Ok(()) };
        // A stranger can send whatever data they like.
        let people = self.couple(chat)?.and_then(|couple| couple.people());
        if !people.is_some_and(|people| people.contains(user)) {
            return Ok(());
        }
        for (key, _) in self.lane(chat)?.into_iter().filter(|(_, row)| row.tag == Some(tag)) {
            self.remove_row(key);
            self.orders.push(Order::Cancel(key));
            if self.couple_event(chat, Event::Delivered { tag, message: *message })?.is_err() {
                error!(chat = chat.0, "news of a delivery could not be handled");
            }
        }
        Ok(())
    }

    fn keep_as_dead(&mut self, update: UpdateId, kind: String, error: String) {
        warn!(update = update.0, kind, error, "passed over");
        self.batch.dead.push(Dead { update, kind, error, at: self.given.now });
    }

    /// Timers that are due, at most so many. Returns how many there were.
    pub(super) fn timers(&mut self, most: usize) -> Result<usize, StoreError> {
        let due = self.given.store.due(self.given.now, most)?;
        for timer in &due {
            let Some(before) = self.couple(timer.chat)? else {
                self.batch.timers.insert(*timer, false);
                continue;
            };
            // An event of this same batch may have moved it.
            if before.timers.get(&timer.kind).map(DateTime::timestamp_millis) != Some(timer.due.timestamp_millis()) {
                self.batch.timers.entry(*timer).or_insert(false);
                continue;
            }
            self.fire(&before, timer.kind, timer.due)?;
        }
        Ok(due.len())
    }

    /// A timer falls due.
    fn fire(&mut self, before: &Couple, kind: TimerKind, due: DateTime<Utc>) -> Result<(), StoreError> {
        let mut couple = before.clone();
        couple.timers.remove(&kind);
        let step = self.decide(couple.clone(), Event::Due { kind, due }).unwrap_or_else(|Panicked| {
            error!(chat = before.chat.0, ?kind, "a timer could not be handled; it waits a day");
            couple.timers.insert(kind, self.given.now + POISONED_TIMER_WAITS);
            Step { couple: Some(couple), effects: Vec::new() }
        });
        self.change(before.chat, Some(before), step)
    }

    /// What became of a row of the outbox.
    pub(super) fn landed(&mut self, key: OutboxKey, landing: Landing) -> Result<(), StoreError> {
        let lane = self.lane(key.chat)?;
        let Some((_, row)) = lane.iter().find(|(other, _)| *other == key) else {
            // Cancelled while it was in flight.
            self.orders.push(Order::Free(key));
            return Ok(());
        };
        let (tag, thread) = (row.tag, row.thread);
        let outcome = match landing {
            Landing::Delivered(message) => {
                self.remove_row(key);
                match (tag, message) {
                    (Some(tag), Some(message)) => self.couple_event(key.chat, Event::Delivered { tag, message })?,
                    _ => Ok(()),
                }
            }
            Landing::GivenUp => {
                self.remove_row(key);
                match tag {
                    Some(tag) => self.couple_event(key.chat, Event::Undelivered { tag })?,
                    None => Ok(()),
                }
            }
            Landing::HeldBack => {
                let row = Box::new(row.clone());
                self.remove_row(key);
                self.couple_event(key.chat, Event::HeldBack(row))?
            }
            Landing::Counted { alone } => {
                self.remove_row(key);
                self.couple_event(key.chat, Event::Counted { alone })?
            }
            Landing::Unreachable => {
                self.drop_lane(key.chat)?;
                if let Ok(user) = u64::try_from(key.chat.0) {
                    self.corner_event(UserId(user), CornerEvent::Blocked)?
                } else {
                    self.couple_event(key.chat, Event::Unreachable)?
                }
            }
            Landing::TopicGone => match thread {
                Some(thread) => {
                    for (key, row) in lane.into_iter().filter(|(_, row)| row.thread == Some(thread)) {
                        self.remove_row(key);
                        self.orders.push(Order::Cancel(key));
                        self.send(Outgoing { thread: None, ..row });
                    }
                    self.couple_event(key.chat, Event::TopicGone(thread))?
                }
                // The general topic is closed. Who lives in another is not kept from it.
                None if self.couple(key.chat)?.is_some_and(|couple| couple.thread.is_some()) => {
                    return self.landed(key, Landing::GivenUp);
                }
                None => return self.landed(key, Landing::Unreachable),
            },
            Landing::Moved(to) => self.moved(key.chat, to)?,
        };
        self.orders.push(Order::Free(key));
        if outcome.is_err() {
            error!(chat = key.chat.0, "news of a delivery could not be handled");
        }
        Ok(())
    }

    fn couple_event(&mut self, chat: ChatId, event: Event) -> Result<Result<(), Panicked>, StoreError> {
        let before = self.couple(chat)?;
        let fresh = || Couple::new(chat, self.given.default_zone);
        let couple = match (&before, &event) {
            (Some(couple), _) => couple.clone(),
            (None, Event::Added | Event::Command { .. } | Event::Tap { .. }) => fresh(),
            // Nothing is known of this group, and nothing happened that begins something.
            (None, _) => return Ok(Ok(())),
        };
        let blank = before.is_none().then(fresh);
        let Ok(mut step) = self.decide(couple, event) else { return Ok(Err(Panicked)) };
        if blank.is_some() && step.couple == blank {
            step.couple = None;
        }
        self.change(chat, before.as_ref(), step)?;
        Ok(Ok(()))
    }

    fn corner_event(&mut self, user: UserId, event: CornerEvent) -> Result<Result<(), Panicked>, StoreError> {
        let before = self.corner(user)?.unwrap_or_default();
        let now = self.given.now;
        let Ok(step) = catch_unwind(AssertUnwindSafe(|| before.clone().handle(user, event, now))) else {
            return Ok(Err(Panicked));
        };
        if step.corner != before {
            self.put_corner(user, step.corner);
        }
        for effect in step.effects {
            self.send(effect);
        }
        for (chat, event) in step.tells {
            if let Err(panicked) = self.couple_event(chat, event)? {
                return Ok(Err(panicked));
            }
        }
        Ok(Ok(()))
    }

    /// A group became a supergroup. Safe to repeat: after the first time there is nothing under the old id.
    fn moved(&mut self, from: ChatId, to: ChatId) -> Result<Result<(), Panicked>, StoreError> {
        let mut rows: Vec<Outgoing> = self.lane(from)?.into_iter().map(|(_, row)| row).collect();
        self.drop_lane(from)?;
        // Message ids of the old group mean nothing in the new one.
        rows.retain(|row| matches!(row.effect, Effect::Say { .. } | Effect::Document { .. } | Effect::Count));
        if let Some(before) = self.couple(from)? {
            let at_new = self.couple(to)?;
            if at_new.as_ref().is_some_and(|couple| couple.people().is_some()) {
                // They began anew there before this news came: the record of the group that was is no use.
                self.change(from, Some(&before), Step { couple: None, effects: Vec::new() })?;
                return Ok(Ok(()));
            }
            info!(chat = from.0, to = to.0, "became a supergroup");
            let Ok(step) = self.decide(Couple { chat: to, ..before.clone() }, Event::Moved) else {
                return Ok(Err(Panicked));
            };
            // A greeting to a group that seemed new.
            self.drop_lane(to)?;
            self.rename(from, to, &before)?;
            self.change(to, at_new.as_ref(), step)?;
        }
        for row in rows {
            self.send(Outgoing { chat: to, ..row });
        }
        Ok(Ok(()))
    }

    /// Lets the domain decide. A panic in it is caught: it owns its couple and leaves nothing half done.
    fn decide(&mut self, couple: Couple, event: Event) -> Result<Step, Panicked> {
        let mut context = Context { now: self.given.now, library: self.given.library, rng: &mut *self.given.rng };
        let handler = self.given.handler;
        catch_unwind(AssertUnwindSafe(|| handler(couple, event, &mut context))).map_err(|_| Panicked)
    }

    /// Puts a step into the batch: the couple, and everything that must agree with it.
    fn change(&mut self, chat: ChatId, before: Option<&Couple>, step: Step) -> Result<(), StoreError> {
        let Step { couple: after, effects } = step;
        let after = after.as_ref();
        self.index_timers(chat, before, after);
        let newly = self.link_people(chat, before, after)?;
        let went_silent = |couple: &Couple| couple.presence == Presence::Away;
        if before.is_some() && after.is_none_or(went_silent) {
            self.drop_lane(chat)?;
        }
        if before != after {
            self.batch.couples.insert(chat, after.cloned());
        }
        for effect in effects {
            self.send(effect);
        }
        for (chat, event) in newly {
            if self.couple_event(chat, event)?.is_err() {
                error!(chat = chat.0, "what was said in private could not be told");
            }
        }
        Ok(())
    }

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

    fn send(&mut self, row: Outgoing) {
        if let Effect::Answer { .. } = row.effect {
            // Of no use after a restart, so never stored.
            self.orders.push(Order::Answer(row));
            return;
        }
        let key = OutboxKey { chat: row.chat, seq: *self.given.next_seq };
        *self.given.next_seq += 1;
        self.put_row(key, row);
    }

    fn put_row(&mut self, key: OutboxKey, row: Outgoing) {
        self.batch.outbox.insert(key, Some(row.clone()));
        self.orders.push(Order::Row(key, row));
    }

    fn remove_row(&mut self, key: OutboxKey) {
        self.batch.outbox.insert(key, None);
    }

    /// Nothing more goes to this chat.
    fn drop_lane(&mut self, chat: ChatId) -> Result<(), StoreError> {
        for (key, _) in self.lane(chat)? {
            self.remove_row(key);
            self.orders.push(Order::Cancel(key));
        }
        Ok(())
    }

    /// The rows of a lane, this batch included.
    fn lane(&self, chat: ChatId) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError> {
        let mut lane = self.given.store.lane(chat)?;
        lane.retain(|(key, _)| !self.batch.outbox.contains_key(key));
        let all = OutboxKey { chat, seq: 0 }..=OutboxKey { chat, seq: u64::MAX };
        lane.extend(self.batch.outbox.range(all).filter_map(|(key, row)| Some((*key, row.clone()?))));
        lane.sort_by_key(|(key, _)| *key);
        Ok(lane)
    }

    fn couple(&self, chat: ChatId) -> Result<Option<Couple>, StoreError> {
        match self.batch.couples.get(&chat) {
            Some(couple) => Ok(couple.clone()),
            None => self.given.store.couple(chat),
        }
    }

    pub(super) fn corner(&self, user: UserId) -> Result<Option<Corner>, StoreError> {
        match self.batch.corners.get(&user) {
            Some(corner) => Ok(corner.clone()),
            None => self.given.store.corner(user),
        }
    }

    pub(super) fn put_corner(&mut self, user: UserId, corner: Corner) {
        self.batch.corners.insert(user, (!corner.is_blank()).then_some(corner));
    }
}
