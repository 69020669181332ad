//! Events in, one transaction out.
//!
//! One plain thread owns the store. It takes whatever waits (updates, landings of deliveries, timers that fell
//! due), lets the domain decide, writes everything in one transaction, and only then says so: to the intake,
//! which acknowledges, and to delivery, which sends. It never waits for the network.
//!
//! On any error of the store it stops: nothing is acknowledged on top of a hole.

mod links;
mod road;
#[cfg(test)]
mod tests;
mod work;

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use crate::zones::Zone;
use chrono::{DateTime, TimeDelta, Utc};
use rand::rngs::StdRng;
use tokio::sync::mpsc;
use tracing::{debug, error, info};

use crate::clock::Clock;
use crate::couple::{Context, Couple, Event, Step, UpdateId};
use crate::progress::{IntakeProgress, Progress};
use crate::prompts::Library;
use crate::store::{Store, StoreError};
pub use road::{Incoming, Input, InputSender, Landing, News, Order};
use work::{BatchContext, Work};

/// Inputs in one transaction, at most. Measured for this kind of record: 128 ran 2.2 times as fast as one by one.
const MOST_IN_A_BATCH: usize = 128;
/// Update ids that are remembered, to know one that Telegram sends again.
const SEEN_KEPT: usize = 2_048;

/// The domain's one door. Tests put a failing one in its place.
type Handler = fn(Couple, Event, &mut Context<'_>) -> Step;

/// The engine, before it runs.
pub struct Engine {
    store: Box<dyn Store>,
    library: Arc<Library>,
    clock: Clock,
    rng: StdRng,
    default_zone: Zone,
    orders: mpsc::UnboundedSender<Vec<Order>>,
    progress: Progress,
    seen: RecentUpdates,
    next_seq: u64,
    handler: Handler,
}

/// What the engine needs to know about the world it serves.
pub struct Surroundings {
    pub library: Arc<Library>,
    pub clock: Clock,
    /// Seeded in tests.
    pub rng: StdRng,
    pub default_zone: Zone,
    pub progress: Progress,
}

impl Engine {
    /// Takes up the store where it was left: every row of the outbox is handed to delivery.
    pub fn new(
        store: Box<dyn Store>,
        surroundings: Surroundings,
        orders: mpsc::UnboundedSender<Vec<Order>>,
    ) -> Result<Self, StoreError> {
        let Surroundings { library, clock, rng, default_zone, progress } = surroundings;
        let rows = store.outbox()?;
        let next_seq = rows.iter().map(|(key, _)| key.seq).max().unwrap_or(0) + 1;
        let seen = RecentUpdates::new(store.seen()?);
        let handler = Couple::handle;
        let engine = Self { store, library, clock, rng, default_zone, orders, progress, seen, next_seq, handler };
        if !rows.is_empty() {
            info!(rows = rows.len(), "taking up what was still to be sent");
        }
        engine.order(rows.into_iter().map(|(key, row)| Order::Row(key, row)).collect());
        engine.publish_next_due()?;
        Ok(engine)
    }

    /// Works until it is told to stop, or the store fails.
    pub fn run(mut self, mut inputs: mpsc::UnboundedReceiver<Input>) -> Result<(), StoreError> {
        let mut waiting = VecDeque::with_capacity(MOST_IN_A_BATCH);
        loop {
            if waiting.is_empty() {
                match inputs.blocking_recv() {
                    Some(input) => waiting.push_back(input),
                    None => return Ok(()),
                }
            }
            while waiting.len() < MOST_IN_A_BATCH
                && let Ok(input) = inputs.try_recv()
            {
                waiting.push_back(input);
            }
            if self.batch(&mut waiting)? == AfterBatch::Stop {
                return Ok(());
            }
        }
    }

    /// One transaction: everything that waits, and the timers that are due.
    fn batch(&mut self, waiting: &mut VecDeque<Input>) -> Result<AfterBatch, StoreError> {
        let now = self.clock.now();
        let count = waiting.len();
        let mut going = AfterBatch::Continue;
        let mut done = Vec::new();
        let mut export = false;
        let mut work = Work::new(BatchContext {
            store: &*self.store,
            library: &self.library,
            now,
            rng: &mut self.rng,
            default_zone: self.default_zone,
            next_seq: &mut self.next_seq,
            handler: self.handler,
        });
        for input in waiting.drain(..) {
            match input {
                Input::Updates { updates, done: tell } => {
                    for update in updates {
                        if self.seen.is_new(update.update) {
                            work.update(update)?;
                        }
                    }
                    done.push(tell);
                }
                Input::Landed { key, landing } => work.landed(key, landing)?,
                Input::Alarm => {}
                Input::Export => export = true,
                Input::Stop => going = AfterBatch::Stop,
            }
        }
        // What people sent before this start comes first.
        let due = match self.progress.standing().intake {
            IntakeProgress::UpToDate => work.timers(MOST_IN_A_BATCH)?,
            IntakeProgress::Backlog => 0,
        };
        let (batch, orders) = work.finish();
        if !batch.is_empty() {
            self.store.commit(&batch)?;
        }
        debug!(inputs = count, due, orders = orders.len(), "committed");
        for tell in done {
            // The intake may have been stopped meanwhile; Telegram will send the batch again.
            let _ = tell.send(());
        }
        self.order(orders);
        self.publish_next_due()?;
        if export {
            match self.store.export(now) {
                Ok(exported) => debug!(records = exported.records, "exported"),
                Err(error) => error!(%error, "the hourly export failed; the store itself is not affected"),
            }
        }
        self.progress.update(|standing| standing.inputs -= count);
        // More timers than one transaction holds: go on at once, but let waiting people in between.
        if due == MOST_IN_A_BATCH {
            waiting.push_back(Input::Alarm);
            self.progress.update(|standing| standing.inputs += 1);
        }
        Ok(going)
    }

    fn order(&self, orders: Vec<Order>) {
        if orders.is_empty() {
            return;
        }
        let count = orders.len();
        self.progress.update(|standing| standing.orders += count);
        if self.orders.send(orders).is_err() {
            // Delivery has finished; the rows are in the outbox and go out after the next start.
            self.progress.update(|standing| standing.orders -= count);
        }
    }

    fn publish_next_due(&self) -> Result<(), StoreError> {
        let next_due = self.store.first_due()?.map(|timer| timer.due);
        self.progress.update(|standing| standing.next_due = next_due);
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AfterBatch {
    Continue,
    Stop,
}

/// Update ids handled lately. Telegram's numbers restart at random after an idle week, so only equality counts.
struct RecentUpdates {
    order: VecDeque<UpdateId>,
    ids: HashSet<UpdateId>,
}

impl RecentUpdates {
    fn new(ids: Vec<UpdateId>) -> Self {
        Self { ids: ids.iter().copied().collect(), order: ids.into() }
    }

    /// Whether this update was not handled before; remembers it.
    fn is_new(&mut self, id: UpdateId) -> bool {
        if !self.ids.insert(id) {
            debug!(update = id.0, "came again, passed over");
            return false;
        }
        self.order.push_back(id);
        if self.order.len() > SEEN_KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        true
    }
}

/// Rings whenever the clock reaches the timer that falls due first.
pub async fn alarm(clock: Clock, progress: Progress, engine: InputSender) {
    progress.abreast().await;
    let mut standing = progress.watch();
    loop {
        let next_due: Option<DateTime<Utc>> = standing.borrow_and_update().next_due;
        let Some(due) = next_due else {
            if standing.changed().await.is_err() {
                return;
            }
            continue;
        };
        let changed = standing.wait_for(|now| now.next_due != Some(due));
        let rang = tokio::select! {
            () = clock.sleep_until(due) => true,
            gone = changed => {
                if gone.is_err() {
                    return;
                }
                false
            }
        };
        if rang {
            engine.send(Input::Alarm);
            // A timer that stays due for a moment longer rings again, but not in a tight loop.
            let moved_on = standing.wait_for(|now| now.next_due != Some(due));
            if tokio::time::timeout(std::time::Duration::from_secs(5), moved_on).await.is_ok_and(|gone| gone.is_err()) {
                return;
            }
        }
    }
}

/// How long a timer that could not be handled waits before it is tried again.
const POISONED_TIMER_WAITS: TimeDelta = TimeDelta::days(1);
