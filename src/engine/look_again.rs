//! After the clock was wrong: every couple looks again at what is due, a few at a time, so that nobody waits for it.

use chrono::{DateTime, TimeDelta, Utc};
use tracing::{error, info};

use super::work::Work;
use super::{Engine, MOST_IN_A_BATCH};
use crate::couple::{Doubt, Event};
use crate::ids::ChatId;
use crate::store::StoreError;

/// A clock that strays by less than this is being set right by a moment, as clocks are.
const STRAYS: TimeDelta = TimeDelta::minutes(2);
/// After so long it is right, and was wrong before.
const STAYS: TimeDelta = TimeDelta::hours(1);

/// The clock on the wall beside the one that nobody can set.
pub(super) struct Wall {
    /// How far it was ahead of the steady one when it was believed.
    believed: TimeDelta,
    /// It shows something else, and since when, by the steady one.
    strays: Option<(TimeDelta, DateTime<Utc>)>,
}

/// What the clock turned out to have been.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// As far as is known, right.
    Right,
    /// Ahead, until now.
    WasAhead,
}

impl Wall {
    pub(super) fn new(shown: DateTime<Utc>, steady: DateTime<Utc>) -> Self {
        Self { believed: shown - steady, strays: None }
    }

    /// A look at both.
    pub(super) fn look(&mut self, shown: DateTime<Utc>, steady: DateTime<Utc>) -> Seen {
        let ahead = shown - steady;
        let is_near = |other: TimeDelta| (ahead - other).abs() < STRAYS;
        if is_near(self.believed) {
            self.believed = ahead;
            let was = self.strays.take();
            return if was.is_some_and(|(was, _)| was > ahead) { Seen::WasAhead } else { Seen::Right };
        }
        let (strayed, since) = *self.strays.get_or_insert((ahead, steady));
        if !is_near(strayed) {
            self.strays = Some((ahead, since));
        }
        if steady - since < STAYS {
            return Seen::Right;
        }
        let before = std::mem::replace(&mut self.believed, ahead);
        self.strays = None;
        if before > ahead { Seen::WasAhead } else { Seen::Right }
    }
}

impl Engine {
    /// All couples are to look again. Where nothing was noted of a time to come, nothing changes and nothing is written.
    pub(super) fn begin_looking(&mut self, doubt: Doubt) -> Result<(), StoreError> {
        self.looking = (self.store.chats()?, doubt);
        Ok(())
    }

    /// Whether the clock was wrong is seen beside the steady one.
    pub(super) fn look_at_the_wall(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        if self.wall.look(now, self.clock.steady()) == Seen::Right {
            return Ok(());
        }
        info!("the clock was ahead: what is due is looked at again");
        self.begin_looking(Doubt::WasAhead)
    }

    /// The next few couples look again.
    pub(super) fn go_on_looking(&mut self) -> Result<(), StoreError> {
        let (chats, doubt) = &mut self.looking;
        if chats.is_empty() {
            return Ok(());
        }
        let doubt = *doubt;
        let some = chats.split_off(chats.len().saturating_sub(MOST_IN_A_BATCH));
        let now = self.clock.now();
        let orders = match self.attempt(now, |work| some.iter().try_for_each(|chat| look_again(work, *chat, doubt))) {
            Err(error) if error.is_refusal() => {
                let mut orders = Vec::new();
                for chat in some {
                    match self.attempt(now, |work| look_again(work, chat, doubt)) {
                        Err(error) if error.is_refusal() => error!(chat = chat.0, %error, "could not look again"),
                        outcome => orders.extend(outcome?),
                    }
                }
                orders
            }
            outcome => outcome?,
        };
        self.order(orders);
        self.publish_next_due()
    }
}

fn look_again(work: &mut Work<'_>, chat: ChatId, doubt: Doubt) -> Result<(), StoreError> {
    if work.couple_event(chat, Event::LookAgain(doubt))?.is_err() {
        error!(chat = chat.0, "could not look again at what is due");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minutes)
    }

    /// What is seen, minute by minute, of a clock that is ahead by so much.
    fn seen(ahead: impl Fn(i64) -> i64) -> Vec<(i64, Seen)> {
        let mut wall = Wall::new(at(ahead(0)), at(0));
        let looks = (0..300).map(|minute| (minute, wall.look(at(minute + ahead(minute)), at(minute))));
        looks.filter(|(_, seen)| *seen != Seen::Right).collect()
    }

    #[test]
    fn a_clock_that_was_ahead_is_noticed_when_it_comes_back() {
        for wrong in [180, 4_320, 525_600] {
            assert_eq!(seen(|minute| if (20..30).contains(&minute) { wrong } else { 0 }), [(30, Seen::WasAhead)]);
            let to_and_fro = seen(|minute| if (20..30).contains(&minute) { wrong * (minute % 3) } else { 0 });
            assert_eq!(to_and_fro.last(), Some(&(if 29 % 3 == 0 { 27 } else { 30 }, Seen::WasAhead)), "{to_and_fro:?}");
        }
    }

    #[test]
    fn a_clock_that_was_behind_and_a_machine_that_slept_are_no_reason() {
        assert_eq!(seen(|minute| if (20..30).contains(&minute) { -180 } else { 0 }), []);
        assert_eq!(seen(|minute| if minute >= 20 { 480 } else { 0 }), [], "it slept, or was behind at the start");
    }

    #[test]
    fn a_clock_that_was_ahead_at_the_start_is_noticed_when_the_other_time_stays() {
        assert_eq!(seen(|minute| if minute < 20 { 4_320 } else { 0 }), [(80, Seen::WasAhead)]);
    }
}
