//! The alarm: tells the engine that a timer is due.

use std::time::Duration;

use chrono::{DateTime, Utc};

use super::{Input, InputSender};
use crate::clock::Clock;
use crate::progress::Progress;

/// A timer that stays due for a moment longer rings again only after so long, not in a tight loop.
const RINGS_AGAIN: Duration = Duration::from_secs(5);

/// Rings whenever the clock reaches the timer that falls due first.
pub async fn alarm(clock: Clock, progress: Progress, engine: InputSender) {
    progress.abreast().await;
    let mut next_due = progress.watch_next_due();
    loop {
        let first: Option<DateTime<Utc>> = *next_due.borrow_and_update();
        let Some(due) = first else {
            if next_due.changed().await.is_err() {
                return;
            }
            continue;
        };
        let changed = next_due.wait_for(|now| *now != Some(due));
        let rang = tokio::select! {
            () = clock.sleep_until(due) => true,
            // What was due by the time before may be due no more, and what is may be hidden behind it.
            () = clock.is_set_back() => true,
            gone = changed => {
                if gone.is_err() {
                    return;
                }
                false
            }
        };
        if rang {
            engine.send(Input::Alarm);
            let moved_on = next_due.wait_for(|now| *now != Some(due));
            if tokio::time::timeout(RINGS_AGAIN, moved_on).await.is_ok_and(|gone| gone.is_err()) {
                return;
            }
        }
    }
}
