//! Where the work stands, and how much was done: so that a test or a rehearsal can wait for a marker instead of
//! sleeping, a shutdown can tell when everything in flight has landed, and a host can watch.

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

use crate::figures::Figures;

/// What is under way between intake, engine and delivery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WorkState {
    /// Inputs handed to the engine and not yet committed.
    pub inputs: usize,
    /// Orders handed to delivery and not yet taken up.
    pub orders: usize,
    /// Calls to Telegram that are under way.
    pub calls: usize,
    pub delivery: Delivering,
    /// Whether what happened before this start has been read: until then nothing is said.
    pub intake: IntakeProgress,
    /// The timer that falls due first, as of the last commit.
    pub next_due: Option<DateTime<Utc>>,
}

/// How far the intake is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IntakeProgress {
    /// Updates wait that were sent while nobody listened.
    #[default]
    Backlog,
    /// All that waited is on disk.
    UpToDate,
}

/// What delivery is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delivering {
    #[default]
    Busy,
    /// It waits for something new, or for the pace: until this moment to make any call, and until the other to make one
    /// that somebody waits for.
    Waiting { until: Option<DateTime<Utc>>, urgent: Option<DateTime<Utc>> },
}

/// Shared by all who work; watched by all who wait.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    state: watch::Sender<WorkState>,
    /// `next_due` by itself: who waits for it alone is not woken by every other change.
    next_due: watch::Sender<Option<DateTime<Utc>>>,
    /// What has been done since the start, counted.
    pub figures: Figures,
}

impl Progress {
    /// Changes the standing in one piece: nobody sees half of it.
    pub fn update(&self, change: impl FnOnce(&mut WorkState)) {
        self.state.send_modify(change);
    }

    /// Says which timer falls due first.
    pub fn set_next_due(&self, next_due: Option<DateTime<Utc>>) {
        self.update(|standing| standing.next_due = next_due);
        self.next_due.send_if_modified(|known| std::mem::replace(known, next_due) != next_due);
    }

    #[must_use]
    pub fn watch_next_due(&self) -> watch::Receiver<Option<DateTime<Utc>>> {
        self.next_due.subscribe()
    }

    #[must_use]
    pub fn standing(&self) -> WorkState {
        *self.state.borrow()
    }

    /// Returns once the backlog is on disk: only then do timers and messages make sense, for it may hold a
    /// `/leave` or a `/pause`.
    pub async fn abreast(&self) {
        // `self` holds the sender, so the wait cannot fail.
        let _ = self.watch().wait_for(|standing| standing.intake == IntakeProgress::UpToDate).await;
    }

    #[must_use]
    pub fn watch(&self) -> watch::Receiver<WorkState> {
        self.state.subscribe()
    }
}

/// What nobody waits for is waited for no longer than this.
const SOON: TimeDelta = TimeDelta::seconds(2);

impl WorkState {
    /// Until when only the pace holds something back that somebody waits for, or that comes soon.
    #[must_use]
    pub fn held(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.delivery {
            Delivering::Waiting { until, urgent } => until.filter(|until| urgent.is_some() || *until <= now + SOON),
            Delivering::Busy => None,
        }
    }

    /// Whether at `now` nothing is left to do until something new happens or the clock moves on.
    #[must_use]
    pub fn is_idle(&self, now: DateTime<Utc>) -> bool {
        let later = |at: Option<DateTime<Utc>>| at.is_none_or(|at| at > now);
        let waiting = matches!(self.delivery, Delivering::Waiting { until, .. } if later(until));
        self.inputs == 0 && self.orders == 0 && self.calls == 0 && waiting && later(self.next_due)
    }
}
