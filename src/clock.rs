//! The time, as the whole program sees it.
//!
//! In service this is the system's clock. The rehearsal shifts it and tests hold it still and move it by
//! hand, so that a week of cards passes in a moment and no test sleeps. Times are UTC throughout; the
//! couple's local time is made from them in [`crate::couple`].

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;

/// The longest sleep in one piece: the system's clock may be set, and a machine may sleep, meanwhile.
const LONGEST_NAP: Duration = Duration::from_mins(1);

/// A clock that can be cloned freely; all clones show the same time.
#[derive(Clone, Debug)]
pub struct Clock {
    state: Arc<Mutex<State>>,
    moved: watch::Sender<u64>,
    began: Began,
}

/// The moment at which a clock was made, by the system's clock and by the one that nobody can set.
#[derive(Clone, Copy, Debug)]
struct Began {
    at: DateTime<Utc>,
    instant: Instant,
}

#[derive(Clone, Copy, Debug)]
enum State {
    /// The system's time plus a shift.
    Running { shift: TimeDelta },
    /// Stands still until it is moved by hand.
    Frozen { at: DateTime<Utc> },
}

impl Began {
    fn now(&self) -> DateTime<Utc> {
        // An elapsed time is far below what a difference of times can hold.
        self.at + TimeDelta::from_std(self.instant.elapsed()).unwrap_or_default()
    }
}

impl Clock {
    /// The system's clock, unshifted.
    #[must_use]
    pub fn system() -> Self {
        Self::with(State::Running { shift: TimeDelta::zero() })
    }

    /// A clock that shows `at` now and goes on from there as time passes.
    #[must_use]
    pub fn running_from(at: DateTime<Utc>) -> Self {
        Self::with(State::Running { shift: at - Utc::now() })
    }

    /// A clock that stands at `at` until [`Clock::advance_to`] moves it.
    #[must_use]
    pub fn frozen(at: DateTime<Utc>) -> Self {
        Self::with(State::Frozen { at })
    }

    fn with(state: State) -> Self {
        let began = Began { at: Utc::now(), instant: Instant::now() };
        Self { state: Arc::new(Mutex::new(state)), moved: watch::Sender::new(0), began }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        // The guarded value is plain data, whole at every moment; a poisoned lock says nothing about it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The present moment, UTC.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match *self.state() {
            State::Running { shift } => Utc::now() + shift,
            State::Frozen { at } => at,
        }
    }

    /// A moment to measure waits by: it goes on as time passes and as this clock is moved by hand, and never jumps when
    /// somebody sets the system's clock. As long as nobody does, it is [`Clock::now`].
    #[must_use]
    pub fn steady(&self) -> DateTime<Utc> {
        match *self.state() {
            State::Running { shift } => self.began.now() + shift,
            State::Frozen { at } => at,
        }
    }

    /// Whether time passes by itself.
    #[must_use]
    pub fn is_running(&self) -> bool {
        matches!(*self.state(), State::Running { .. })
    }

    /// Moves the clock to `at` and wakes everyone who waits on it. A clock never goes backwards: an earlier
    /// moment is ignored.
    pub fn advance_to(&self, at: DateTime<Utc>) {
        {
            let mut state = self.state();
            match &mut *state {
                State::Running { shift } => *shift = (*shift).max(at - Utc::now()),
                State::Frozen { at: now } => *now = (*now).max(at),
            }
        }
        self.moved.send_modify(|n| *n += 1);
    }

    /// Moves the clock forward by `by`.
    pub fn advance(&self, by: TimeDelta) {
        self.advance_to(self.now() + by);
    }

    /// Returns once this clock shows `at` or later.
    pub async fn sleep_until(&self, at: DateTime<Utc>) {
        self.sleep_by(Utc::now, at).await;
    }

    /// Returns once [`Clock::steady`] has come to `at`.
    pub async fn sleep_until_steady(&self, at: DateTime<Utc>) {
        self.sleep_by(|| self.began.now(), at).await;
    }

    async fn sleep_by(&self, unshifted: impl Fn() -> DateTime<Utc>, at: DateTime<Utc>) {
        let mut moved = self.moved.subscribe();
        loop {
            moved.mark_unchanged();
            let state = *self.state();
            let wait = match state {
                State::Running { shift } => at - (unshifted() + shift),
                State::Frozen { at: now } => at - now,
            };
            if wait <= TimeDelta::zero() {
                return;
            }
            // `self` holds the sender, so `changed` cannot fail while we are borrowed.
            match state {
                State::Running { .. } => {
                    let wait = wait.to_std().unwrap_or(LONGEST_NAP).min(LONGEST_NAP);
                    tokio::select! {
                        () = tokio::time::sleep(wait) => {}
                        _ = moved.changed() => {}
                    }
                }
                State::Frozen { .. } => {
                    let _ = moved.changed().await;
                }
            }
        }
    }

    /// Returns once this clock, which runs by itself, shows an earlier time than a moment ago: somebody has set it back.
    pub async fn is_set_back(&self) {
        if !self.is_running() {
            return std::future::pending().await;
        }
        let mut shown = self.now();
        loop {
            tokio::time::sleep(LONGEST_NAP).await;
            let now = self.now();
            if now < shown {
                return;
            }
            shown = now;
        }
    }

    /// Fires at every movement by hand (not with the passing of time).
    #[must_use]
    pub fn movements(&self) -> watch::Receiver<u64> {
        self.moved.subscribe()
    }
}
