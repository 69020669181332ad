//! What goes out, and when: one lane per chat, one call in flight per lane, order kept, the pace of [`super::pace`].
//!
//! A row leaves the outbox only when Telegram has answered and the engine has committed the answer; until then
//! its lane waits. So after a crash at most one row of each chat is in doubt, and since messages are sent again
//! and answers to taps are not (they are never stored), no mark of "in flight" need be written before a call:
//! every row found in the outbox is simply sent. This halves the commits, at the same promise.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use teloxide::Bot;
use tokio::sync::mpsc;
use tracing::{debug, warn};

use super::alone;
use super::call::CallError;
use super::calls::Calls;
use super::failure::{Failure, classify};
use super::lanes::{LONGEST_BACKOFF, Lanes};
use super::names::Names;
use super::pace::SendLimits;
use super::rendering::Renderer;
use super::rows::Next;
use super::sending::{Readers, Sent, TWO_AND_US, readers, send};
use crate::clock::Clock;
use crate::couple::{ChatId, Class, Outgoing};
use crate::engine::{Input, InputSender, Landing, Order};
use crate::progress::{Delivering, Progress};
use crate::prompts::Library;
use crate::store::{Leading, OutboxKey};

/// The code with which Telegram says that the bot is out of a chat.
const FORBIDDEN: u16 = 403;

/// Delivery, as one task.
pub struct Delivery {
    pub bot: Bot,
    pub username: Arc<str>,
    pub library: Arc<Library>,
    pub clock: Clock,
    pub pace: SendLimits,
    pub progress: Progress,
    pub names: Arc<Names>,
    /// Whether this process is the one that may send.
    pub leading: Leading,
    /// Whether the server knows messages for one person in a group.
    pub alone: alone::Known,
    pub engine: InputSender,
    pub orders: mpsc::UnboundedReceiver<Vec<Order>>,
}

/// Why delivery ended by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryEnd {
    /// Told to finish, and everything in flight has landed.
    Finished,
    /// A call of ours panicked: its row is in doubt, and only a new start takes it up again.
    CallLost,
}

impl Delivery {
    /// Delivers until it is told to finish; what is in flight then is still awaited.
    pub async fn run(mut self) -> DeliveryEnd {
        let mut lanes = Lanes::default();
        let mut calls = Calls::default();
        let mut phase = Phase::Serving;
        let mut begins = Begins::Now;
        loop {
            while let Ok(orders) = self.orders.try_recv() {
                begins.note(&orders, self.pace, &mut lanes, self.clock.steady());
                phase = phase.and(self.take(orders, &mut lanes, &mut calls));
            }
            while let Some(called) = calls.try_next() {
                if let Some(ended) = self.landed(called, &mut lanes) {
                    return ended;
                }
            }
            let until = match phase {
                Phase::Serving => self.start_what_may(&mut lanes, &mut calls),
                Phase::Finishing if calls.is_empty() => return DeliveryEnd::Finished,
                Phase::Finishing => None,
            };
            let urgent = lanes.first_urgent();
            self.progress.update(|standing| standing.delivery = Delivering::Waiting { until, urgent });
            let woken = tokio::select! {
                orders = self.orders.recv(), if phase == Phase::Serving => Woken::Orders(orders),
                Some(called) = calls.next() => Woken::Landed(called),
                () = sleep_until(&self.clock, until) => Woken::ByTheClock,
            };
            self.progress.update(|standing| standing.delivery = Delivering::Busy);
            match woken {
                Woken::Orders(Some(orders)) => {
                    begins.note(&orders, self.pace, &mut lanes, self.clock.steady());
                    phase = phase.and(self.take(orders, &mut lanes, &mut calls));
                }
                Woken::Orders(None) => phase = Phase::Finishing,
                Woken::Landed(called) => {
                    if let Some(ended) = self.landed(called, &mut lanes) {
                        return ended;
                    }
                }
                Woken::ByTheClock => {}
            }
        }
    }

    fn take(&self, orders: Vec<Order>, lanes: &mut Lanes, calls: &mut Calls) -> Phase {
        let count = orders.len();
        let mut phase = Phase::Serving;
        for order in orders {
            match order {
                Order::Row(key, row) => {
                    self.progress.figures.row_waits(key.seq);
                    lanes.push(key, row, self.clock.steady());
                }
                Order::Answer(row) => {
                    if !calls.take_answer(row.chat) {
                        debug!(chat = row.chat.0, "too many taps at once: one is not answered");
                        continue;
                    }
                    self.call(None, &row, calls);
                    // What one alone is shown goes at once, and counts for what comes after it.
                    if row.is_message_for_one() {
                        let now = self.clock.steady();
                        lanes.all.count(self.pace, row.class, now);
                        if let Some(lane) = lanes.by_chat.get_mut(&row.chat) {
                            lane.window.count(now);
                        }
                    }
                }
                Order::Free(key) => {
                    self.progress.figures.row_is_gone(key.seq);
                    lanes.free(key, self.clock.steady());
                }
                Order::Cancel(key) => {
                    self.progress.figures.row_is_gone(key.seq);
                    lanes.cancel(key, self.clock.steady());
                }
                Order::Finish => phase = Phase::Finishing,
            }
        }
        self.progress.update(|standing| standing.orders -= count);
        phase
    }

    /// Starts every call that the pace allows now; says when the next one may go.
    fn start_what_may(&self, lanes: &mut Lanes, calls: &mut Calls) -> Option<DateTime<Utc>> {
        let (now, on_the_clock) = (self.clock.steady(), self.clock.now());
        lanes.wake(now);
        // A class that has had its share leaves room to those behind it.
        let mut until = None;
        for class in [Class::Reply, Class::Reminder, Class::Guest, Class::Daily] {
            while let Some((turn, chat)) = lanes.first_ready(class) {
                let held = lanes.held_until.map_or(now, |held| held.max(now));
                let paced = held.max(lanes.all.next(self.pace, turn.paced_as(), now));
                let later = calls.wait(now).or((paced > now).then_some(paced));
                if let Some(later) = later {
                    until = earlier(until, Some(later));
                    break;
                }
                self.start(chat, class, now, on_the_clock, lanes, calls);
            }
        }
        earlier(until, lanes.first_waiting())
    }

    /// Starts the next call of this lane, or lets it wait for its pace.
    fn start(
        &self,
        chat: ChatId,
        class: Class,
        now: DateTime<Utc>,
        on_the_clock: DateTime<Utc>,
        lanes: &mut Lanes,
        calls: &mut Calls,
    ) {
        let Some(lane) = lanes.by_chat.get_mut(&chat) else { return lanes.forget_ready(chat) };
        let Some(next) = lane.rows.next() else { return lanes.forget_ready(chat) };
        let (paced, seq) = match next {
            Next::Urgent(seq) => (lane.window.next(self.pace, chat, now), seq),
            Next::Idle(seq) => (lane.window.next_idle(self.pace, chat, now), seq),
        };
        let free = lane.held_until.map_or(now, |held| held.max(now)).max(paced);
        if free > now {
            return match next {
                Next::Urgent(_) => lanes.wait(chat, free),
                Next::Idle(_) => lanes.idle(chat, free),
            };
        }
        let Some(row) = lane.rows.get(seq) else { return lanes.forget_ready(chat) };
        let key = OutboxKey { chat, seq };
        if row.expires.is_some_and(|expires| expires <= on_the_clock) {
            debug!(chat = chat.0, "passed over: too late to be welcome");
            self.settle(key, Landing::GivenUp);
        } else {
            calls.take_row(key, now);
            self.call(Some(key), row, calls);
            lane.window.count(now);
            lanes.all.count(self.pace, class, now);
        }
        lanes.fly(key);
    }

    fn call(&self, key: Option<OutboxKey>, row: &Outgoing, calls: &mut Calls) {
        let (bot, library, username, names) =
            (self.bot.clone(), self.library.clone(), self.username.clone(), self.names.clone());
        let (mut row, alone, leading) = (row.clone(), self.alone.clone(), self.leading.clone());
        self.progress.update(|standing| standing.calls += 1);
        calls.spawn(async move {
            let names = names.of(&bot, row.chat, &row.people()).await;
            let renderer = Renderer { voice: library.voice(), username: &username, names: &names };
            if let Some(message) = renderer.for_one(&row) {
                leading.held().await;
                let outcome = alone.send(&bot, &message).await;
                row.show_instead(outcome.is_ok());
            }
            let request = renderer.request(&row);
            let method = request.method();
            let readers = readers(&bot, &row).await;
            leading.held().await;
            let result = match readers {
                Ok(Readers::AsMeant) => send(&bot, &request).await,
                Ok(Readers::Others) => Ok(Sent::HeldBack),
                Err(error) => Err(error),
            };
            Called { chat: row.chat, key, method, result }
        });
    }

    /// A call has been answered, or failed.
    fn landed(&self, called: Result<Called, tokio::task::JoinError>, lanes: &mut Lanes) -> Option<DeliveryEnd> {
        let ended = match called {
            Ok(called) => {
                self.judge(&called, lanes);
                None
            }
            Err(_) => Some(DeliveryEnd::CallLost),
        };
        self.progress.update(|standing| standing.calls -= 1);
        ended
    }

    fn judge(&self, called: &Called, lanes: &mut Lanes) {
        let count = |outcome| self.progress.figures.called(called.method, outcome);
        let failure = match &called.result {
            Ok(sent) => {
                count("done");
                lanes.got_through();
                if let Some(key) = called.key {
                    let landing = match sent {
                        Sent::Stands(messages) => Landing::Delivered(messages.clone()),
                        Sent::Missing => Landing::CopyGone,
                        Sent::HeldBack => Landing::HeldBack,
                        Sent::Counted(members) => Landing::Counted { alone: *members <= TWO_AND_US },
                    };
                    self.settle(key, landing);
                }
                return;
            }
            Err(error) => classify(error),
        };
        count(failure.name());
        // Who refuses can be reached.
        if matches!(called.result, Err(CallError::Refused { code: ..500, .. })) && !matches!(failure, Failure::Flood(_))
        {
            lanes.got_through();
        }
        let code = if let Err(CallError::Refused { code, .. }) = &called.result { *code } else { 0 };
        let Some(key) = called.key else {
            debug!(method = called.method, code, "an answer to a tap did not arrive");
            return;
        };
        let now = self.clock.steady();
        match failure {
            Failure::Flood(wait) => {
                let wait = TimeDelta::from_std(wait).unwrap_or(LONGEST_BACKOFF);
                warn!(chat = key.chat.0, seconds = wait.num_seconds(), "told to wait");
                lanes.flooded(key.chat, now + wait, now);
            }
            // Whether the token is good no more is for the intake to find out.
            Failure::Later | Failure::Ambiguous | Failure::Conflict | Failure::Webhook | Failure::Unauthorized => {
                let tries = lanes.failed(key.chat, now);
                debug!(chat = key.chat.0, method = called.method, code, tries, "will be tried again");
            }
            // Of copies a part may stand there already.
            Failure::Unheard if lanes.tries(key.chat) == 0 && called.method != "copyMessages" => {
                lanes.failed(key.chat, now);
                debug!(chat = key.chat.0, method = called.method, code, "refused in unknown words; once more");
            }
            // It may be the other chat that is gone, from which was to be copied; the next row tells of this one.
            Failure::Gone | Failure::NoRights | Failure::AlreadyDone if called.method == "copyMessages" => {
                self.settle(key, Landing::GivenUp);
            }
            Failure::AlreadyDone => self.settle(key, Landing::Delivered(Vec::new())),
            Failure::CopyGone => self.settle(key, Landing::CopyGone),
            Failure::Permanent | Failure::Unheard => {
                warn!(chat = key.chat.0, method = called.method, code, "refused for good");
                self.settle(key, Landing::GivenUp);
            }
            Failure::Gone | Failure::NoRights => {
                debug!(chat = key.chat.0, code, "cannot be written to");
                // That we are forbidden the chat is final until somebody lets us in; everything else may pass.
                let final_word = code == FORBIDDEN;
                self.settle(key, if final_word { Landing::Unreachable } else { Landing::Refused });
            }
            Failure::TopicGone => self.settle(key, Landing::TopicGone),
            Failure::Moved(to) => self.settle(key, Landing::Moved(to)),
        }
    }

    fn settle(&self, key: OutboxKey, landing: Landing) {
        self.engine.send(Input::Landed { key, landing });
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Serving,
    /// Only what is in flight is still awaited.
    Finishing,
}

impl Phase {
    fn and(self, other: Self) -> Self {
        if other == Self::Finishing { other } else { self }
    }
}

/// Whether anything was ordered yet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Begins {
    Now,
    Before,
}

impl Begins {
    /// The first orders after a start: where they are many, a run before this one was in the middle of them, and may have
    /// sent as much as Telegram allows a moment ago.
    fn note(&mut self, orders: &[Order], pace: SendLimits, lanes: &mut Lanes, now: DateTime<Utc>) {
        let first = std::mem::replace(self, Self::Before) == Self::Now;
        let rows = orders.iter().filter(|order| matches!(order, Order::Row(..))).count();
        if first && rows > pace.all_per_second as usize {
            lanes.all.fill(pace, now);
        }
    }
}

enum Woken {
    Orders(Option<Vec<Order>>),
    Landed(Result<Called, tokio::task::JoinError>),
    ByTheClock,
}

/// A finished call.
pub(super) struct Called {
    pub(super) chat: ChatId,
    /// `None` for an answer to a tap.
    pub(super) key: Option<OutboxKey>,
    method: &'static str,
    result: Result<Sent, CallError>,
}

/// The earlier of two moments, as far as they are set.
fn earlier(one: Option<DateTime<Utc>>, other: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
    one.into_iter().chain(other).min()
}

async fn sleep_until(clock: &Clock, until: Option<DateTime<Utc>>) {
    match until {
        Some(until) => clock.sleep_until_steady(until).await,
        None => std::future::pending().await,
    }
}
