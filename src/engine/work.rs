//! What each thing that comes does: to the couples, to the outbox, and to what is ordered of delivery.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use tracing::{error, info, warn};

use super::draft::Draft;
use super::shares::Shares;
use super::waiting::Waiting;
use super::{Handler, Incoming, News, Order};
use crate::couple::{
    Apart, Class, Context, CornerContext, CornerEvent, Couple, Effect, Event, Outgoing, Presence, Press, Sender, Step,
    TimerKind,
};
use crate::ids::{ChatId, UpdateId, UserId};
use crate::prompts::Library;
use crate::store::{Batch, Dead, Store, StoreError, Timer};
use crate::zones::Zone;

/// How long a timer that could not be handled waits before it is tried again.
const POISONED_TIMER_WAITS: TimeDelta = TimeDelta::days(1);

/// What one transaction works with.
pub(super) struct BatchContext<'a> {
    pub store: &'a dyn Store,
    pub waiting: &'a Waiting,
    pub shares: &'a mut Shares,
    pub library: &'a Library,
    pub now: DateTime<Utc>,
    /// The moment by the clock that never goes back.
    pub steady: DateTime<Utc>,
    pub rng: &'a mut StdRng,
    pub default_zone: Zone,
    pub next_seq: &'a mut u64,
    pub handler: Handler,
}

/// The work of one transaction.
pub(super) struct Work<'a> {
    pub(super) given: BatchContext<'a>,
    pub(super) draft: Draft<'a>,
    pub(super) orders: Vec<Order>,
    /// How urgent it is to answer whoever is being served.
    pub(super) answers_as: Class,
}

/// The domain failed on an event: a fault of ours, caught so that nobody else is held up.
pub(super) struct Panicked;

impl<'a> Work<'a> {
    pub(super) fn new(given: BatchContext<'a>) -> Self {
        Self { draft: Draft::new(given.store), given, orders: Vec::new(), answers_as: Class::Reply }
    }

    /// The moment of this transaction (UTC).
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.given.now
    }

    pub(super) fn finish(self) -> (Batch, Vec<Order>) {
        (self.draft.batch, self.orders)
    }

    /// Everything that one update means. Where nobody is heard, nothing follows, and nothing needs to be remembered.
    pub(super) fn update(&mut self, incoming: &Incoming) -> Result<(), StoreError> {
        for news in &incoming.news {
            let Some(class) = self.hears(news)? else { continue };
            if self.draft.batch.seen.last() != Some(&incoming.update) {
                self.draft.batch.seen.push(incoming.update);
            }
            self.answers_as = class;
            let outcome = match news {
                News::Couple(chat, event) => {
                    self.proven(*chat, event)?;
                    self.couple_event(*chat, event.clone())?
                }
                News::Corner(user, event) => self.corner_event(*user, event.clone())?,
                News::Moved { from, to } => self.moved(*from, *to)?,
                News::Poison { kind, error } => {
                    self.keep_as_dead(incoming.update, kind, error);
                    Ok(())
                }
            };
            self.answers_as = Class::Reply;
            if outcome.is_err() {
                self.keep_as_dead(incoming.update, "handled", "the handler failed");
            }
        }
        Ok(())
    }

    /// The store cannot take what would follow from this update: it is passed over, and does not come again.
    pub(super) fn pass_over_update(&mut self, update: UpdateId, refused: &StoreError) {
        self.draft.batch.seen.push(update);
        self.keep_as_dead(update, "refused", &refused.to_string());
    }

    /// A tap under a message proves that it has arrived: if a crash left its row in doubt, it is not sent again.
    fn proven(&mut self, chat: ChatId, event: &Event) -> Result<(), StoreError> {
        let Event::Tap { press: Press::Known(action), message, from: Sender::Human(user), .. } = event else {
            return Ok(());
        };
        let Some(tag) = action.under() else { return Ok(()) };
        let rows = self.given.waiting.with(chat, tag);
        if rows.is_empty() {
            return Ok(());
        }
        // A stranger can send whatever data they like.
        let people = self.draft.couple(chat)?.and_then(|couple| couple.people());
        if !people.is_some_and(|people| people.contains(user)) {
            return Ok(());
        }
        for key in rows {
            if self.draft.row(key)?.is_none() {
                continue;
            }
            self.cancel(key);
            if self.couple_event(chat, Event::Delivered { tag, message: *message })?.is_err() {
                error!(chat = chat.0, "news of a delivery could not be handled");
            }
        }
        Ok(())
    }

    fn keep_as_dead(&mut self, update: UpdateId, kind: &str, error: &str) {
        warn!(update = update.0, kind, error, "passed over");
        let letter = Dead { update, kind: kind.to_owned(), error: error.to_owned(), at: self.given.now };
        self.draft.batch.dead.push(letter);
    }

    /// A timer that is due goes off.
    pub(super) fn timer(&mut self, timer: Timer) -> Result<(), StoreError> {
        if let Some(user) = corner_of(timer) {
            return self.corner_timer(user, timer);
        }
        let Some(before) = self.rings(timer)? else { return Ok(()) };
        let mut couple = Couple::clone(&before);
        couple.timers.remove(&timer.kind);
        if let Ok(step) = self.decide(couple, Event::Due { kind: timer.kind, due: timer.due }) {
            return self.change(timer.chat, Some(&before), step);
        }
        error!(chat = timer.chat.0, kind = ?timer.kind, "a timer could not be handled; it waits a day");
        self.wait_a_day(&before, timer.kind)
    }

    /// The timer of a private chat goes off, if it is the one that stands there. One that cannot be handled is set anew
    /// by whatever happens there next.
    fn corner_timer(&mut self, user: UserId, timer: Timer) -> Result<(), StoreError> {
        let stands = self.draft.corner(user)?.is_some_and(|corner| corner.timer == Some(timer.due));
        if stands && self.corner_event(user, CornerEvent::Due)?.is_err() {
            error!(user = user.0, "the timer of a private chat could not be handled");
        }
        self.draft.batch.timers.entry(timer).or_insert(false);
        Ok(())
    }

    /// The store cannot take what would follow from this timer: it waits a day.
    pub(super) fn postpone(&mut self, timer: Timer, refused: &StoreError) -> Result<(), StoreError> {
        if let Some(user) = corner_of(timer) {
            error!(user = user.0, %refused, "the timer of a private chat could not be written down");
            self.silence(timer);
            return Ok(());
        }
        error!(chat = timer.chat.0, kind = ?timer.kind, %refused, "a timer could not be written down; it waits a day");
        match self.rings(timer)? {
            Some(before) => self.wait_a_day(&before, timer.kind),
            None => Ok(()),
        }
    }

    /// Nothing more of this timer can be written: only that it does not ring on for ever.
    pub(super) fn silence(&mut self, timer: Timer) {
        self.draft.batch.timers.insert(timer, false);
    }

    /// The couple whose timer this is, if it is one of theirs still: an event of this same transaction may have moved it.
    fn rings(&mut self, timer: Timer) -> Result<Option<Rc<Couple>>, StoreError> {
        let couple = self.draft.couple(timer.chat)?;
        let set = couple.as_ref().and_then(|couple| couple.timers.get(&timer.kind));
        if set.map(DateTime::timestamp_millis) == Some(timer.due.timestamp_millis()) {
            return Ok(couple);
        }
        self.draft.batch.timers.entry(timer).or_insert(false);
        Ok(None)
    }

    fn wait_a_day(&mut self, before: &Couple, kind: TimerKind) -> Result<(), StoreError> {
        let mut couple = before.clone();
        couple.timers.insert(kind, self.given.now + POISONED_TIMER_WAITS);
        self.change(before.chat, Some(before), Step::alone(Some(couple)))
    }

    pub(super) fn couple_event(&mut self, chat: ChatId, event: Event) -> Result<Result<(), Panicked>, StoreError> {
        let before = self.draft.couple(chat)?;
        let fresh = || Couple::new(chat, self.given.default_zone);
        let couple = match (&before, &event) {
            (Some(couple), _) => Couple::clone(couple),
            (None, Event::Added | Event::Command { .. } | Event::Tap { .. }) => fresh(),
            // Nothing is known of this group, and nothing happened that begins something.
            (None, _) => return Ok(Ok(())),
        };
        let blank = before.is_none().then(fresh);
        let apart = self.kept_apart(&couple, &event)?;
        let Ok(mut step) = self.decide_between(couple, event, apart) else { return Ok(Err(Panicked)) };
        if blank.is_some() && step.couple == blank {
            step.couple = None;
        }
        self.change(chat, before.as_deref(), step)?;
        Ok(Ok(()))
    }

    pub(super) fn corner_event(
        &mut self,
        user: UserId,
        event: CornerEvent,
    ) -> Result<Result<(), Panicked>, StoreError> {
        let before = self.draft.corner(user)?.unwrap_or_default();
        let couples = self.couples_asked_for(&before, &event)?;
        let cx = CornerContext { now: self.given.now, library: self.given.library, couples: &couples };
        let Ok(step) = catch_unwind(AssertUnwindSafe(|| before.clone().handle(user, event, &cx))) else {
            return Ok(Err(Panicked));
        };
        if step.corner != before {
            self.draft.put_corner(user, step.corner, self.given.now)?;
        }
        for effect in step.effects {
            self.send(effect)?;
        }
        for (chat, event) in step.tells {
            if let Err(panicked) = self.couple_event(chat, event)? {
                return Ok(Err(panicked));
            }
        }
        Ok(Ok(()))
    }

    /// A group became a supergroup. Safe to repeat: after the first time there is nothing under the old id.
    pub(super) fn moved(&mut self, from: ChatId, to: ChatId) -> Result<Result<(), Panicked>, StoreError> {
        let mut rows: Vec<Outgoing> = self.draft.lane(from)?.into_iter().map(|(_, row)| row).collect();
        self.drop_lane(from)?;
        // Message ids of the old group mean nothing in the new one.
        rows.retain(|row| {
            matches!(row.effect, Effect::Say { .. } | Effect::Document { .. } | Effect::Copy { .. } | Effect::Count)
        });
        if let Some(before) = self.draft.couple(from)? {
            let at_new = self.draft.couple(to)?;
            if at_new.as_ref().is_some_and(|couple| couple.people().is_some()) {
                // They began anew there before this news came: the record of the group that was is no use.
                self.change(from, Some(&before), Step::alone(None))?;
                return Ok(Ok(()));
            }
            info!(chat = from.0, to = to.0, "became a supergroup");
            let Ok(step) = self.decide(Couple { chat: to, ..Couple::clone(&before) }, Event::Moved) else {
                return Ok(Err(Panicked));
            };
            // A greeting to a group that seemed new.
            self.drop_lane(to)?;
            self.rename(from, to, &before)?;
            self.change(to, at_new.as_deref(), step)?;
        }
        for mut row in rows {
            if let Effect::Say { reply_to, .. } = &mut row.effect {
                *reply_to = None;
            }
            self.send(Outgoing { chat: to, ..row })?;
        }
        Ok(Ok(()))
    }

    /// Lets the domain decide. A panic in it is caught: it owns its couple and leaves nothing half done.
    fn decide(&mut self, couple: Couple, event: Event) -> Result<Step, Panicked> {
        self.decide_between(couple, event, None)
    }

    /// The same, where something may keep two people apart.
    fn decide_between(&mut self, couple: Couple, event: Event, apart: Option<Apart>) -> Result<Step, Panicked> {
        let BatchContext { now, library, .. } = self.given;
        let mut context = Context { now, library, rng: &mut *self.given.rng, apart };
        let handler = self.given.handler;
        catch_unwind(AssertUnwindSafe(|| handler(couple, event, &mut context))).map_err(|_| Panicked)
    }

    /// Puts a step into the batch: the couple, and everything that must agree with it.
    fn change(&mut self, chat: ChatId, before: Option<&Couple>, step: Step) -> Result<(), StoreError> {
        let Step { couple: after, effects, called_back, parted } = step;
        self.draft.index_timers(chat, before, after.as_ref());
        let newly = self.link_people(chat, before, after.as_ref())?;
        if let Some(parted) = parted {
            self.part(chat, parted)?;
        }
        let went_silent = |couple: &Couple| couple.presence != Presence::Here || couple.is_closing();
        if before.is_some() && after.as_ref().is_none_or(went_silent) {
            self.drop_lane(chat)?;
        }
        if before != after.as_ref() {
            self.draft.batch.couples.insert(chat, after);
        }
        for key in called_back.into_iter().flat_map(|tag| self.given.waiting.with(chat, tag)) {
            self.cancel(key);
        }
        for effect in effects {
            self.send(effect)?;
        }
        for (chat, event) in newly {
            if self.couple_event(chat, event)?.is_err() {
                error!(chat = chat.0, "what was said in private could not be told");
            }
        }
        Ok(())
    }
}

/// The person whose private chat a timer is of, if it is of one.
fn corner_of(timer: Timer) -> Option<UserId> {
    let user = u64::try_from(timer.chat.0).ok().map(UserId);
    user.filter(|_| timer.kind == TimerKind::Corner)
}
