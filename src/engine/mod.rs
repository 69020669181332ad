//! Events in, one transaction out.
//!
//! One plain thread owns the store. It takes whatever waits (updates, landings of deliveries, timers that fell
//! due), lets the domain decide, writes everything in one transaction, and only then says so: to the intake,
//! which acknowledges, and to delivery, which sends. It never waits for the network.
//!
//! Whoever asks for too much is not heard for a while (`hearing`, `shares`), before anything is written.
//!
//! What the store refuses (a record that is too large) is passed over by itself, and all else goes on. On any other error of the
//! store the engine stops: nothing is acknowledged on top of a hole.

mod alarm;
mod draft;
mod hearing;
mod landed;
mod links;
mod look_again;
mod new_rules;
mod road;
mod rows;
mod seen;
mod shares;
#[cfg(test)]
mod tests;
mod transaction;
mod waiting;
mod work;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use rand::rngs::StdRng;
use tokio::sync::mpsc;
use tracing::info;

use crate::clock::Clock;
use crate::couple::{Context, Couple, Doubt, Event, Step};
use crate::ids::ChatId;
use crate::progress::Progress;
use crate::prompts::Library;
use crate::store::{Store, StoreError};
use crate::zones::Zone;

pub use alarm::alarm;
use look_again::Wall;
pub use road::{Incoming, Input, InputSender, Landing, News, Order};
use seen::RecentUpdates;
use shares::Shares;
use waiting::Waiting;

/// Inputs in one transaction, at most. Measured for this kind of record: 128 ran 2.2 times as fast as one by one.
const MOST_IN_A_BATCH: usize = 128;

/// How long an export goes on between two transactions.
const EXPORT_SLICE: Duration = Duration::from_millis(10);

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
    waiting: Waiting,
    shares: Shares,
    next_seq: u64,
    handler: Handler,
    /// An export is under way.
    exporting: bool,
    /// Couples that are still to look again at what is due.
    looking: (Vec<ChatId>, Doubt),
    wall: Wall,
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
        let (waiting, shares) = (Waiting::of(&rows), Shares::default());
        let (handler, exporting) = (Couple::handle as Handler, false);
        let (looking, wall) = ((Vec::new(), Doubt::MayHaveBeenAhead), Wall::new(clock.now(), clock.steady()));
        let engine = Self {
            store,
            library,
            clock,
            rng,
            default_zone,
            orders,
            progress,
            seen,
            waiting,
            shares,
            next_seq,
            handler,
            exporting,
            looking,
            wall,
        };
        if !rows.is_empty() {
            info!(rows = rows.len(), "taking up what was still to be sent");
        }
        engine.order(rows.into_iter().map(|(key, row)| Order::Row(key, row)).collect());
        engine.publish_next_due()?;
        Ok(engine)
    }

    /// Works until it is told to stop, or the store fails.
    pub fn run(mut self, mut inputs: mpsc::UnboundedReceiver<Input>) -> Result<(), StoreError> {
        self.keep_step_with_the_table()?;
        // A clock that was wrong before this start may be right now.
        self.begin_looking(Doubt::MayHaveBeenAhead)?;
        self.go_on_looking()?;
        let mut waiting = VecDeque::with_capacity(MOST_IN_A_BATCH);
        loop {
            if waiting.is_empty() && !self.exporting && self.looking.0.is_empty() {
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
            if !waiting.is_empty() && self.batch(&mut waiting)? == AfterBatch::Stop {
                return Ok(());
            }
            if self.exporting {
                self.go_on_exporting();
            }
            self.go_on_looking()?;
        }
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
        self.progress.set_next_due(next_due);
        Ok(())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AfterBatch {
    Continue,
    Stop,
}
