//! How long Telegram has not answered: one who leads and does not reach it gives the lead to another.

use std::time::{Duration, Instant};

use super::call::CallError;

/// Counts by the true time, also where the clock is a simulated one: so does the lead.
#[derive(Debug)]
pub struct Unanswered {
    since: Instant,
    patience: Option<Duration>,
}

/// What a failed call means for the lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// It may be tried again.
    MayCome,
    /// Nobody has answered for as long as one who leads waits.
    OutOfReach,
}

impl Unanswered {
    /// From now on. Without a patience there is no other who could lead, and it is tried for ever.
    #[must_use]
    pub fn from_now(patience: Option<Duration>) -> Self {
        Self { since: Instant::now(), patience }
    }

    /// Telegram answered.
    pub fn answered(&mut self) {
        self.since = Instant::now();
    }

    /// A call failed. A refusal is an answer, too.
    pub fn failed(&mut self, error: &CallError) -> Reach {
        if !error.is_of_the_network() {
            self.answered();
        }
        let out = self.patience.is_some_and(|patience| self.since.elapsed() >= patience);
        if out { Reach::OutOfReach } else { Reach::MayCome }
    }
}
