//! When things come: the couple's zones, hour, pace and quiet hours, and the next card made from them.

use std::collections::BTreeSet;

use crate::zones::Zone;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::{Answering, ChatId, NightWish, OccasionDays, UserId};
use crate::prompts::{Apart, Hour, LifeStage, Pack, named};

/// A card that is later than this is left out, without a word (method 2.2).
pub const TOO_LATE: TimeDelta = TimeDelta::hours(3);

/// How far a couple's card may stray behind the hour, to spread the load of everybody's eight o'clock.
pub(super) const LONGEST_JITTER: TimeDelta = TimeDelta::minutes(4);

named!(
    /// How often the daily card comes. From the least to the most.
    #[serde(rename_all = "snake_case")]
    Pace {
        Weekly = "weekly",
        /// Monday, Wednesday and Friday.
        ThreeAWeek = "three",
        /// Monday to Friday.
        Weekdays = "weekdays",
        Daily = "daily",
    }
);

#[expect(clippy::derivable_impls, reason = "the derives stand in `named!`, before any helper attribute")]
impl Default for Pace {
    fn default() -> Self {
        Self::Daily
    }
}

impl Pace {
    fn includes(self, day: Weekday, weekly_on: Weekday) -> bool {
        match self {
            Self::Weekly => day == weekly_on,
            Self::ThreeAWeek => matches!(day, Weekday::Mon | Weekday::Wed | Weekday::Fri),
            Self::Weekdays => !matches!(day, Weekday::Sat | Weekday::Sun),
            Self::Daily => true,
        }
    }
}

/// The hours in which the bot says nothing by itself, couple-local. They may span midnight; equal ends mean none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    pub from: NaiveTime,
    pub to: NaiveTime,
}

impl Quiet {
    /// Whether `time` lies in the quiet hours: from their first minute until just before their last.
    #[must_use]
    pub fn covers(self, time: NaiveTime) -> bool {
        if self.from <= self.to { self.from <= time && time < self.to } else { self.from <= time || time < self.to }
    }
}

impl Default for Quiet {
    /// 22:30 to 07:30 (method 2.2).
    fn default() -> Self {
        Self { from: time(22, 30), to: time(7, 30) }
    }
}

/// What the two settled on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    /// The zone that the couple's hours are in.
    pub zone: Zone,
    /// Where one of the two is, if they live apart.
    #[serde(default)]
    pub second: Option<SecondZone>,
    /// The hour of the card, in `zone`.
    pub hour: NaiveTime,
    #[serde(default)]
    pub pace: Pace,
    /// The day of a weekly card.
    #[serde(default = "sunday")]
    pub weekly_on: Weekday,
    #[serde(default)]
    pub quiet: Quiet,
    /// Whether they live in one place. Two zones say that they don't, whatever stands here.
    #[serde(default = "together")]
    pub living: Apart,
    /// How they want to answer the cards that can be answered in private.
    #[serde(default, skip_serializing_if = "Answering::is_in_private")]
    pub answering: Answering,
    /// The packs that they chose; `None` until they choose: then it is for the host to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packs: Option<BTreeSet<Pack>>,
    /// The days of the year that they keep.
    #[serde(default, skip_serializing_if = "OccasionDays::is_unset")]
    pub days: OccasionDays,
    /// What their life is like, as far as they say so.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub stages: BTreeSet<LifeStage>,
    /// A faster pace that one of the two would like; it takes both.
    #[serde(default)]
    pub faster: Option<Faster>,
    /// Something at night that one of the two would like; it takes both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night: Option<NightWish>,
}

/// The zone of the one who lives in another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondZone {
    pub of: UserId,
    pub zone: Zone,
}

/// One yes to a faster pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Faster {
    pub by: UserId,
    pub pace: Pace,
}

impl Settings {
    /// What holds until they choose: a card each day at 20:00.
    #[must_use]
    pub fn new(zone: Zone) -> Self {
        Self {
            zone,
            second: None,
            hour: time(20, 0),
            pace: Pace::default(),
            weekly_on: sunday(),
            quiet: Quiet::default(),
            living: Apart::Together,
            answering: Answering::default(),
            packs: None,
            days: OccasionDays::default(),
            stages: BTreeSet::new(),
            faster: None,
            night: None,
        }
    }

    /// One of the two lives by another clock; if it is the same one, they share theirs.
    pub fn live_apart(&mut self, user: UserId, zone: Zone) {
        self.second = (!zone.is_clock_of(self.zone)).then_some(SecondZone { of: user, zone });
    }

    /// Whether they live in one place.
    #[must_use]
    pub fn living(&self) -> Apart {
        if self.second.is_some() { Apart::Apart } else { self.living }
    }

    /// The packs whose cards come: those that they chose, or else the host's.
    #[must_use]
    pub fn packs(&self, of_host: &[Pack]) -> BTreeSet<Pack> {
        self.packs.clone().unwrap_or_else(|| of_host.iter().copied().collect())
    }

    /// The days of the week on which cards come.
    pub(super) fn days_of_cards(&self) -> Vec<Weekday> {
        let days = (0..7_u8).filter_map(|day| Weekday::try_from(day).ok());
        days.filter(|day| self.pace.includes(*day, self.weekly_on)).collect()
    }

    /// The first scheduled card after `now`, on a day after `last`, the day of the one before.
    #[must_use]
    pub fn next_card(&self, chat: ChatId, now: DateTime<Utc>, last: Option<NaiveDate>) -> DateTime<Utc> {
        let today = self.day(now);
        // The jitter can push yesterday's card past midnight; the days hold every pace's next day twice.
        let days = (0..=16).filter_map(|n| today.pred_opt()?.checked_add_days(Days::new(n)));
        days.filter(|day| self.has_card_on(*day))
            .filter(|day| last.is_none_or(|last| *day > last))
            .map(|day| self.instant(day, self.hour) + jitter(chat))
            .find(|due| *due > now)
            .unwrap_or(now + TimeDelta::days(7))
    }

    /// The hour of the first scheduled card after `now`, as the two know it: without the minutes by which it strays (UTC).
    #[must_use]
    pub fn next_hour(&self, chat: ChatId, now: DateTime<Utc>) -> DateTime<Utc> {
        self.next_card(chat, now + jitter(chat), None) - jitter(chat)
    }

    /// The couple-local day of an instant.
    #[must_use]
    pub fn day(&self, at: DateTime<Utc>) -> NaiveDate {
        at.with_timezone(&self.zone).date_naive()
    }

    /// The day that a card due at `due` belongs to, whatever its jitter.
    #[must_use]
    pub fn day_of_card(&self, chat: ChatId, due: DateTime<Utc>) -> NaiveDate {
        self.day(due - jitter(chat))
    }

    /// When a card due at `due` is no gift any more: hours later, or when the quiet hours begin.
    #[must_use]
    pub fn card_expires(&self, chat: ChatId, due: DateTime<Utc>) -> DateTime<Utc> {
        let day = self.day_of_card(chat, due);
        let quiet_begins = [Some(day), day.succ_opt()]
            .into_iter()
            .flatten()
            .map(|day| self.instant(day, self.quiet.from) + jitter(chat))
            .find(|begin| self.quiet.from != self.quiet.to && *begin > due);
        quiet_begins.map_or(due + TOO_LATE, |begin| begin.min(due + TOO_LATE))
    }

    /// The instant of a couple-local day and time. In a spring gap the next valid minute, in an autumn fold
    /// the first of the two.
    #[must_use]
    pub fn instant(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        self.zone.instant(day.and_time(time))
    }

    /// Whether a card that goes out at `at` would disturb the quiet hours. The few minutes by which a couple's
    /// card strays behind its hour do not count, so that an hour just before the night stays possible.
    #[must_use]
    pub fn is_too_quiet_for_card(&self, chat: ChatId, at: DateTime<Utc>) -> bool {
        self.quiet.covers(local_minute(at - jitter(chat), self.zone))
    }

    /// What kind of hour it is for a card.
    #[must_use]
    pub fn hour_of_cards(&self, at: DateTime<Utc>) -> Hour {
        let local = at.with_timezone(&self.zone);
        match local.weekday() {
            Weekday::Sat | Weekday::Sun => Hour::Other,
            _ if local.hour() < 12 => Hour::WorkMorning,
            _ => Hour::Other,
        }
    }

    /// How long it is until the quiet hours begin or the day ends, by the couple's clock.
    #[must_use]
    pub fn left_of_day(&self, at: DateTime<Utc>) -> TimeDelta {
        if self.is_quiet(at) {
            return TimeDelta::zero();
        }
        let today = self.day(at);
        let night = (self.quiet.from != self.quiet.to).then(|| self.instant(today, self.quiet.from));
        let midnight = today.succ_opt().map(|day| self.instant(day, NaiveTime::MIN));
        let ends = [night, midnight].into_iter().flatten().filter(|end| *end > at);
        ends.min().map_or(TimeDelta::zero(), |end| end - at)
    }

    /// Whether it is night for the couple.
    #[must_use]
    pub fn is_quiet(&self, at: DateTime<Utc>) -> bool {
        self.quiet.covers(local_minute(at, self.zone))
    }

    /// Whether it is night for the one who lives in the second zone.
    #[must_use]
    pub fn is_quiet_for_second(&self, at: DateTime<Utc>) -> bool {
        self.second.is_some_and(|second| self.quiet.covers(local_minute(at, second.zone)))
    }
}

/// A time of day that is known to exist.
#[must_use]
pub fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

pub(super) fn local_minute(at: DateTime<Utc>, zone: Zone) -> NaiveTime {
    let local = at.with_timezone(&zone).time();
    time(local.hour(), local.minute())
}

/// The same few minutes for the same couple each day.
pub(super) fn jitter(chat: ChatId) -> TimeDelta {
    // Fibonacci hashing: neighbouring ids land far apart.
    let spread = chat.0.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    TimeDelta::seconds((spread % LONGEST_JITTER.num_seconds().unsigned_abs()).cast_signed())
}

fn together() -> Apart {
    Apart::Together
}

fn sunday() -> Weekday {
    Weekday::Sun
}

#[cfg(test)]
mod tests {
    use Weekday::{Fri, Mon, Sun, Thu, Tue, Wed};
    use chrono::TimeZone;
    use proptest::prelude::*;

    use super::*;

    const CHAT: ChatId = ChatId(-1001);

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    fn settings(zone: Zone, hour: NaiveTime) -> Settings {
        Settings { hour, ..Settings::new(zone) }
    }

    /// The next card's instant without its jitter.
    fn next(settings: &Settings, now: &str) -> DateTime<Utc> {
        settings.next_card(CHAT, utc(now), None) - jitter(CHAT)
    }

    #[test]
    fn a_card_in_the_spring_gap_comes_at_the_next_valid_minute() {
        let berlin = settings(Zone::named("Europe/Berlin").expect("a zone"), time(2, 30));
        assert_eq!(next(&berlin, "2027-03-27T12:00:00Z"), utc("2027-03-28T01:00:00Z"));
        assert_eq!(next(&berlin, "2027-03-28T12:00:00Z"), utc("2027-03-29T00:30:00Z"));
    }

    #[test]
    fn a_card_in_the_autumn_fold_comes_once_at_the_first_of_the_two() {
        let berlin = settings(Zone::named("Europe/Berlin").expect("a zone"), time(2, 30));
        assert_eq!(next(&berlin, "2027-10-30T12:00:00Z"), utc("2027-10-31T00:30:00Z"));
        assert_eq!(next(&berlin, "2027-10-31T01:00:00Z"), utc("2027-11-01T01:30:00Z"));
    }

    #[test]
    fn a_day_that_a_zone_left_out_does_not_stop_the_cards() {
        let apia = settings(Zone::named("Pacific/Apia").expect("a zone"), time(20, 0));
        assert_eq!(next(&apia, "2011-12-30T09:00:00Z"), utc("2011-12-30T10:00:00Z"), "the end of the missing day");
    }

    #[test]
    fn each_pace_keeps_its_days() {
        let days = |pace| {
            let settings = Settings { pace, ..settings(Zone::named("Asia/Tokyo").expect("a zone"), time(9, 0)) };
            let mut now = utc("2026-11-22T12:00:00Z");
            let mut days = Vec::new();
            for _ in 0..4 {
                now = settings.next_card(CHAT, now, None);
                days.push(now.with_timezone(&settings.zone).weekday());
            }
            days
        };
        assert_eq!(days(Pace::Daily), [Mon, Tue, Wed, Thu]);
        assert_eq!(days(Pace::Weekdays), [Mon, Tue, Wed, Thu]);
        assert_eq!(days(Pace::ThreeAWeek), [Mon, Wed, Fri, Mon]);
        assert_eq!(days(Pace::Weekly), [Sun, Sun, Sun, Sun]);
    }

    #[test]
    fn quiet_hours_span_midnight() {
        let quiet = Quiet::default();
        assert!(quiet.covers(time(22, 30)) && quiet.covers(time(0, 0)) && quiet.covers(time(7, 29)));
        assert!(!quiet.covers(time(7, 30)) && !quiet.covers(time(22, 29)));
        assert!(!Quiet { from: time(5, 0), to: time(5, 0) }.covers(time(5, 0)), "equal ends mean none");
    }

    #[test]
    fn the_day_ends_with_its_quiet_hours_or_at_midnight() {
        let mut lisbon = settings(Zone::named("Europe/Lisbon").expect("a zone"), time(20, 0));
        let left = |settings: &Settings, at: &str| settings.left_of_day(utc(at));
        assert_eq!(left(&lisbon, "2026-11-26T20:00:00Z"), TimeDelta::minutes(150));
        assert_eq!(left(&lisbon, "2026-11-26T08:30:00Z"), TimeDelta::hours(14));
        assert_eq!(left(&lisbon, "2026-11-26T23:00:00Z"), TimeDelta::zero());
        lisbon.quiet = Quiet { from: time(1, 0), to: time(9, 0) };
        assert_eq!(left(&lisbon, "2026-11-26T20:00:00Z"), TimeDelta::hours(4));
        lisbon.quiet = Quiet { from: time(0, 0), to: time(0, 0) };
        assert_eq!(left(&lisbon, "2026-11-26T23:00:00Z"), TimeDelta::hours(1));
    }

    #[test]
    fn a_zone_of_the_past_reads_as_utc() {
        let mut value =
            serde_json::to_value(Settings::new(Zone::named("Europe/Lisbon").expect("a zone"))).expect("json");
        value["zone"] = "Atlantis/Capital".into();
        let read: Settings = serde_json::from_value(value).expect("settings");
        assert_eq!(read.zone, Zone::UTC);
    }

    proptest! {
        /// In every zone, at every moment: the next card is later than now, at most eight days off, and shows
        /// the chosen hour on the wall wherever that hour exists.
        #[test]
        fn the_next_card_keeps_its_local_hour(
            zone in 0..crate::zones::table().zones().len(),
            seconds in 1_600_000_000_i64..2_000_000_000,
            minute in 0_u32..1440,
            chat in any::<i64>(),
        ) {
            let zone = crate::zones::table().zones().nth(zone).expect("a zone");
            let settings = settings(zone, time(minute / 60, minute % 60));
            let now = DateTime::from_timestamp(seconds, 0).expect("an instant");
            let due = settings.next_card(ChatId(chat), now, None);
            prop_assert!(due > now);
            prop_assert!(due - now <= TimeDelta::hours(50));
            let local = (due - jitter(ChatId(chat))).with_timezone(&zone).naive_local();
            let exists = zone.from_local_datetime(&local.date().and_time(settings.hour)).earliest().is_some();
            prop_assert!(!exists || local.time() == settings.hour);
        }
    }
}
