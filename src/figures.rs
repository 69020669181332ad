//! What is counted while the bot serves, for whoever watches it: how much, how fast, how late. No ids, no words.
//!
//! Names and units are those that Prometheus recommends: seconds, bytes, totals that only rise.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

/// Bounds in seconds for what takes moments: a commit.
const QUICK: [f64; 9] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10.0];
/// Bounds in seconds for what may be late: a timer.
const SLOW: [f64; 9] = [0.1, 0.5, 1.0, 5.0, 30.0, 120.0, 600.0, 3_600.0, 10_800.0];

/// A call to Telegram, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Call {
    method: &'static str,
    outcome: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Poll {
    outcome: &'static str,
}

/// What becomes of asking Telegram for updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polled {
    Answered,
    Failed,
}

/// The figures of one bot, shared by all who work.
#[derive(Clone, Debug)]
pub struct Figures(Arc<Counted>);

#[derive(Debug)]
struct Counted {
    updates: Counter,
    polls: Family<Poll, Counter>,
    calls: Family<Call, Counter>,
    commit_seconds: Histogram,
    late_seconds: Histogram,
    /// When each row of the outbox was handed to delivery, by its number, which rises.
    rows: Mutex<BTreeMap<u64, Instant>>,
    /// When Telegram last answered anything.
    heard: Mutex<Option<Instant>>,
}

impl Default for Figures {
    fn default() -> Self {
        Self(Arc::new(Counted {
            updates: Counter::default(),
            polls: Family::default(),
            calls: Family::default(),
            commit_seconds: Histogram::new(QUICK),
            late_seconds: Histogram::new(SLOW),
            rows: Mutex::default(),
            heard: Mutex::default(),
        }))
    }
}

impl Figures {
    /// So many updates are on the disk.
    pub fn updates(&self, count: usize) {
        self.0.updates.inc_by(count as u64);
    }

    pub fn polled(&self, polled: Polled) {
        let outcome = match polled {
            Polled::Answered => {
                self.hears();
                "answered"
            }
            Polled::Failed => "failed",
        };
        self.0.polls.get_or_create(&Poll { outcome }).inc();
    }

    /// Telegram answered a question for updates or for its webhook, or brought an update.
    pub fn hears(&self) {
        *self.0.heard.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
    }

    /// A call was answered, or failed in this way.
    pub fn called(&self, method: &'static str, outcome: &'static str) {
        self.0.calls.get_or_create(&Call { method, outcome }).inc();
    }

    /// A transaction took so long.
    pub fn committed(&self, took: Duration) {
        self.0.commit_seconds.observe(took.as_secs_f64());
    }

    /// A timer was taken up so long after it fell due.
    pub fn rang(&self, late: Duration) {
        self.0.late_seconds.observe(late.as_secs_f64());
    }

    /// The row of this number waits to be sent.
    pub fn row_waits(&self, seq: u64) {
        self.0.rows.lock().unwrap_or_else(PoisonError::into_inner).insert(seq, Instant::now());
    }

    pub fn row_is_gone(&self, seq: u64) {
        self.0.rows.lock().unwrap_or_else(PoisonError::into_inner).remove(&seq);
    }

    /// How many rows wait to be sent, and for how long the one that waits longest.
    #[must_use]
    pub fn outbox(&self) -> (usize, Duration) {
        let rows = self.0.rows.lock().unwrap_or_else(PoisonError::into_inner);
        (rows.len(), rows.first_key_value().map_or(Duration::ZERO, |(_, since)| since.elapsed()))
    }

    /// How long ago Telegram was last heard of, by whichever way updates come in; `None` before it ever was.
    #[must_use]
    pub fn heard(&self) -> Option<Duration> {
        self.0.heard.lock().unwrap_or_else(PoisonError::into_inner).map(|at| at.elapsed())
    }

    /// How many updates are on the disk since the start.
    #[must_use]
    pub fn updates_so_far(&self) -> u64 {
        self.0.updates.get()
    }

    /// Enters them all, for the moment at which they are read.
    pub fn enter(&self, registry: &mut Registry) {
        let counted = &self.0;
        let gauge = |value: f64| {
            let gauge = Gauge::<f64, std::sync::atomic::AtomicU64>::default();
            gauge.set(value);
            gauge
        };
        registry.register("build", "The program", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        registry.register("updates", "Updates of Telegram that are on the disk", counted.updates.clone());
        registry.register("polls", "Times that Telegram was asked for updates", counted.polls.clone());
        registry.register("calls", "Calls to Telegram, by method and by what came of them", counted.calls.clone());
        let help = "How long a transaction takes, from the first event to the disk";
        registry.register_with_unit("commit", help, Unit::Seconds, counted.commit_seconds.clone());
        let help = "How late a timer is taken up";
        registry.register_with_unit("due_late", help, Unit::Seconds, counted.late_seconds.clone());
        let (rows, oldest) = self.outbox();
        #[allow(clippy::cast_precision_loss)]
        registry.register("outbox_rows", "Messages that wait to be sent", gauge(rows as f64));
        let help = "How long the message waits that waits longest";
        registry.register_with_unit("outbox_oldest", help, Unit::Seconds, gauge(oldest.as_secs_f64()));
        if let Some(heard) = self.heard() {
            let help = "How long ago Telegram was last heard of by the way on which updates come in";
            registry.register_with_unit("last_answer", help, Unit::Seconds, gauge(heard.as_secs_f64()));
        }
    }
}
