//! Turning the clock: time passes, and whatever falls due on the way happens in its order.

use std::time::Duration;

use crate::zones::Zone;
use chrono::{DateTime, Days, Months, NaiveTime, TimeDelta, Utc};
use serde::Deserialize;

use super::Rehearsal;
use super::bot::Life;

/// The longest that one stop on the way waits for the bot, in real time.
const PATIENCE: Duration = Duration::from_secs(4);

/// So many things may fall due during one turn; more are a mistake.
const MOST_STOPS: usize = 1_000;

/// How far the clock is to be turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockTurn {
    Minute,
    Hour,
    /// To the next eight o'clock in the morning.
    Morning,
    /// To the same hour a month later.
    Month,
    /// To what falls due next.
    Due,
}

impl ClockTurn {
    /// Where that leads, seen from `now` in `zone`; nowhere if nothing is due.
    fn target(self, now: DateTime<Utc>, zone: Zone, due: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        match self {
            Self::Minute => Some(now + TimeDelta::minutes(1)),
            Self::Hour => Some(now + TimeDelta::hours(1)),
            Self::Morning => next_morning(now, zone),
            Self::Month => next_month(now, zone),
            Self::Due => due.map(|due| due.max(now)),
        }
    }
}

fn next_morning(now: DateTime<Utc>, zone: Zone) -> Option<DateTime<Utc>> {
    let eight = NaiveTime::from_hms_opt(8, 0, 0)?;
    let today = now.with_timezone(&zone).date_naive();
    // On a morning that the clocks skip, the one after it will do.
    (0..3)
        .filter_map(|days| today.checked_add_days(Days::new(days))?.and_time(eight).and_local_timezone(zone).earliest())
        .map(|morning| morning.with_timezone(&Utc))
        .find(|morning| *morning > now)
}

fn next_month(now: DateTime<Utc>, zone: Zone) -> Option<DateTime<Utc>> {
    let local = now.with_timezone(&zone).naive_local().checked_add_months(Months::new(1))?;
    // An hour that the clocks skip comes an hour later.
    let later = || (local + TimeDelta::hours(1)).and_local_timezone(zone).earliest();
    local.and_local_timezone(zone).earliest().or_else(later).map(|then| then.with_timezone(&Utc))
}

impl Rehearsal {
    /// What falls due next, as far as the bot has said.
    pub fn next_due(&self) -> Option<DateTime<Utc>> {
        self.telegram.report()?.next_due
    }

    /// Turns the clock.
    pub async fn turn(&self, turn: ClockTurn, zone: Zone) {
        let _mine = self.turning.lock().await;
        if let Some(at) = turn.target(self.now(), zone, self.next_due()) {
            self.reach(at).await;
            self.home.note_time(self.now());
        }
    }

    /// Time passes until `at`.
    async fn reach(&self, at: DateTime<Utc>) {
        for _ in 0..MOST_STOPS {
            self.settle().await;
            match self.next_due() {
                // While the bot is down nothing falls due on the way: it starts late, as after a power cut.
                Some(due) if due <= at => self.clock.advance_to(due),
                _ => break,
            }
        }
        self.clock.advance_to(at);
    }

    /// Returns once the bot has handled all that was said and has nothing left to do, or after some patience.
    /// Where only its pace holds something back, the clock goes on until it may.
    pub async fn settle(&self) {
        if !matches!(self.bot.life(), Life::Runs { .. }) {
            return;
        }
        let settling = async {
            while let Some(held) = self.settled_but_for_the_pace().await {
                self.clock.advance_to(held);
            }
        };
        let _ = tokio::time::timeout(PATIENCE, settling).await;
    }

    /// Returns when the pace lets the rest go, if it holds anything back.
    async fn settled_but_for_the_pace(&self) -> Option<DateTime<Utc>> {
        let mut changes = self.telegram.changed();
        // Nothing is heard of a Telegram that is down.
        let unheard = || !self.telegram.is_down() && self.telegram.updates_pending() > 0;
        loop {
            while unheard() {
                changes.changed().await.ok()?;
            }
            // A movement of the clock by nothing: a report that knows of it is younger than this moment.
            self.clock.advance(TimeDelta::zero());
            let movements = *self.clock.movements().borrow();
            let report = loop {
                match self.telegram.report() {
                    Some(report) if report.movements >= movements && report.idle => break report,
                    _ => changes.changed().await.ok()?,
                }
            };
            if !unheard() {
                return report.held_until;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_morning_is_ahead_and_at_eight() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let berlin = Zone::named("Europe/Berlin").expect("a zone");
        for (now, morning) in [
            ("2026-11-23T06:59:00Z", "2026-11-23T07:00:00Z"),
            ("2026-11-23T07:00:00Z", "2026-11-24T07:00:00Z"),
            ("2026-03-28T12:00:00Z", "2026-03-29T06:00:00Z"),
        ] {
            assert_eq!(ClockTurn::Morning.target(at(now), berlin, None), Some(at(morning)), "{now}");
        }
    }

    #[test]
    fn a_month_ends_at_the_same_hour() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        for (now, then) in [
            ("2026-03-10T19:00:00Z", "2026-04-10T18:00:00Z"),
            ("2026-01-31T19:00:00Z", "2026-02-28T19:00:00Z"),
            ("2026-02-28T01:30:00Z", "2026-03-28T01:30:00Z"),
            ("2027-02-28T01:30:00Z", "2027-03-28T01:30:00Z"),
        ] {
            assert_eq!(
                ClockTurn::Month.target(at(now), Zone::named("Europe/Berlin").expect("a zone"), None),
                Some(at(then)),
                "{now}"
            );
        }
    }

    #[test]
    fn what_is_due_already_is_due_now() {
        let now = DateTime::from_timestamp(1_800_000_000, 0).expect("an instant");
        let due = Some(now - TimeDelta::hours(1));
        assert_eq!(ClockTurn::Due.target(now, Zone::UTC, due), Some(now));
        assert_eq!(ClockTurn::Due.target(now, Zone::UTC, None), None);
    }
}
