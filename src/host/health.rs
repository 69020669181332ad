//! Whether all parts still work. That Telegram is away is no fault of theirs: a new start would not mend it.

use std::time::{Duration, Instant};

use tokio::sync::watch;
use tracing::error;

use crate::progress::{IntakeProgress, Progress, WorkState};

/// How often it is looked at.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// What waits so long without any of it being done is stuck. A commit takes milliseconds; an export, slices of ten.
const STUCK_AFTER: Duration = Duration::from_mins(1);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Health {
    #[default]
    Well,
    /// It serves nobody as long as another bot leads, and would take over.
    StandsBy,
    Stuck(Part),
}

/// A part of the bot that can be stuck.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// What came in is not written to the disk.
    Engine,
    /// What is to be sent is not taken up.
    Delivery,
}

impl Health {
    /// Whether nothing is to be mended.
    #[must_use]
    pub fn is_good(self) -> bool {
        !matches!(self, Self::Stuck(_))
    }

    /// In a word or two, for whoever asks.
    #[must_use]
    pub fn told(self) -> &'static str {
        match self {
            Self::Well => "well",
            Self::StandsBy => "stands by",
            Self::Stuck(Part::Engine) => "stuck: what comes in is not written to the disk",
            Self::Stuck(Part::Delivery) => "stuck: what is to be sent is not taken up",
        }
    }
}

/// Looks at the parts from time to time, and tells how they are whenever it has looked.
pub async fn look(progress: Progress, health: watch::Sender<Health>) {
    let mut look = Look::begin(progress.standing(), Instant::now());
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = look.again(progress.standing(), Instant::now());
        if now != Health::Well && *health.borrow() == Health::Well {
            error!("{}", now.told());
        }
        health.send_replace(now);
    }
}

/// What waited when it was looked at, and since when nothing of it was done.
struct Look {
    last: WorkState,
    since: Instant,
}

impl Look {
    fn begin(last: WorkState, since: Instant) -> Self {
        Self { last, since }
    }

    fn again(&mut self, state: WorkState, now: Instant) -> Health {
        // Until what waited at Telegram has been read nothing is sent, and Telegram can be away for long.
        let orders = if state.intake == IntakeProgress::UpToDate { state.orders } else { 0 };
        if state != self.last || (state.inputs == 0 && orders == 0) {
            *self = Self::begin(state, now);
        }
        match now - self.since >= STUCK_AFTER {
            true if state.inputs > 0 => Health::Stuck(Part::Engine),
            true => Health::Stuck(Part::Delivery),
            false => Health::Well,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How it is after so many looks, of which each finds what `state` says.
    fn after(looks: u32, state: impl Fn(u32) -> WorkState) -> Health {
        let begun = Instant::now();
        let mut look = Look::begin(WorkState::default(), begun);
        (1..=looks).map(|n| look.again(state(n), begun + LOOK_EVERY * n)).last().expect("a look")
    }

    #[test]
    fn it_is_well_with_nothing_to_do_and_with_much_to_do() {
        assert_eq!(after(100, |_| WorkState::default()), Health::Well);
        assert_eq!(after(100, |n| WorkState { inputs: 1 + n as usize % 7, ..WorkState::default() }), Health::Well);
    }

    #[test]
    fn it_is_stuck_when_nothing_of_what_waits_is_done() {
        let inputs = |_| WorkState { inputs: 3, ..WorkState::default() };
        assert_eq!((after(12, inputs), after(13, inputs)), (Health::Well, Health::Stuck(Part::Engine)));
        let orders = |intake| move |_| WorkState { orders: 3, intake, ..WorkState::default() };
        assert_eq!(after(13, orders(IntakeProgress::UpToDate)), Health::Stuck(Part::Delivery));
        assert_eq!(after(99, orders(IntakeProgress::Backlog)), Health::Well, "Telegram is away");
    }
}
