//! The night: nothing comes by itself in it unless both want that. One alone can move everything else, but not this.

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use super::rhythm::time;
use super::{Quiet, Settings, UserId};

/// From 23:00 to 06:00, whatever quiet hours are chosen.
const NIGHT: (u32, u32) = (23, 6);
/// It is looked at in steps of this: no quiet hours are chosen finer.
const STEP: TimeDelta = TimeDelta::minutes(1);
const MINUTES_OF_A_DAY: usize = 24 * 60;

/// What would come, or could come, at night.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AtNight {
    /// The card, at this hour.
    Card(NaiveTime),
    /// The weekly ideas.
    Ideas(NaiveTime),
    /// The weekly talk.
    Talk(NaiveTime),
    /// Anything: these quiet hours leave a part of the night open.
    Quiet(Quiet),
}

/// One yes to something at night; it takes both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightWish {
    pub by: UserId,
    pub what: AtNight,
}

/// Whether a wish of one holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// It holds from now on.
    Holds,
    /// It takes the other's yes too.
    TakesBoth,
}

fn is_night(at: NaiveTime) -> bool {
    let (from, to) = NIGHT;
    at.hour() >= from || at.hour() < to
}

impl Quiet {
    /// Whether some moment of the night is quiet now and would not be with `other`.
    fn loses_night_with(self, other: Self) -> bool {
        let (from, to) = NIGHT;
        let mut at = time(from, 0);
        while at != time(to, 0) {
            if self.covers(at) && !other.covers(at) {
                return true;
            }
            at = at.overflowing_add_signed(STEP).0;
        }
        false
    }
}

impl Settings {
    /// The first moment from `at` on at which it is night for neither of the two; where there is none, for the couple's clock
    /// alone (UTC).
    pub(super) fn waking_from(&self, at: DateTime<Utc>) -> DateTime<Utc> {
        let moments = || std::iter::successors(Some(at), |moment| Some(*moment + STEP)).take(MINUTES_OF_A_DAY);
        let waking = |moment: &DateTime<Utc>| !self.is_quiet(*moment);
        let both = moments().find(|moment| waking(moment) && !self.is_quiet_for_second(*moment));
        both.or_else(|| moments().find(waking)).unwrap_or(at)
    }

    /// Either may choose an hour of the day alone; what may come at night takes both. `now`: the hour that it has.
    pub(super) fn wish_at_night(&mut self, user: UserId, what: AtNight, now: Option<NaiveTime>) -> Wish {
        let takes_both = match what {
            AtNight::Card(at) | AtNight::Ideas(at) | AtNight::Talk(at) => is_night(at) && now != Some(at),
            AtNight::Quiet(quiet) => self.quiet.loses_night_with(quiet),
        };
        if !takes_both {
            return Wish::Holds;
        }
        if self.night.is_some_and(|wish| wish.by != user && wish.what == what) {
            self.night = None;
            return Wish::Holds;
        }
        self.night = Some(NightWish { by: user, what });
        Wish::TakesBoth
    }
}
