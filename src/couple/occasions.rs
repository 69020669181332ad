//! The days of the year that two people keep: theirs, their birthdays, their feasts. The card of such a day is for it.
//!
//! Only a day and a month are kept, and no feast has a name here. Either of the two gives what is theirs together; a
//! birthday each gives for themselves.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::settings::is_none;
use super::{Couple, Cx, Message, Phrase, Settings, UserId, line_for};
use crate::line;
use crate::prompts::Occasion;
use crate::spoken_time;

/// So many feasts a couple can give.
pub const MOST_FEASTS: usize = 4;

/// A day of any year: a day and a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DayOfYear(
    /// In the year 2000, which has them all.
    NaiveDate,
);

const HAS_ALL_DAYS: i32 = 2000;

impl DayOfYear {
    /// That of a date.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        Self(date.with_year(HAS_ALL_DAYS).unwrap_or(date))
    }

    /// Whether it is on this date. The 29th of February comes on the 28th in years that lack it.
    #[must_use]
    pub fn is_on(self, date: NaiveDate) -> bool {
        let stands_in = |date: NaiveDate| (date.month(), date.day()) == (2, 28) && date.with_day(29).is_none();
        Self::of(date) == self || (self.is_leap_day() && stands_in(date))
    }

    fn is_leap_day(self) -> bool {
        (self.0.month(), self.0.day()) == (2, 29)
    }

    /// In a few letters.
    fn short(self) -> Phrase {
        line::SaidDayOfYear { day: i64::from(self.0.day()), month: line_for::month_short(self.0) }.phrase()
    }

    fn in_full(self) -> Phrase {
        line::SaidDayOfYear { day: i64::from(self.0.day()), month: line_for::month(self.0) }.phrase()
    }
}

/// As `05-12`: the month, then the day.
impl From<DayOfYear> for String {
    fn from(day: DayOfYear) -> Self {
        day.0.format("%m-%d").to_string()
    }
}

impl TryFrom<String> for DayOfYear {
    type Error = chrono::ParseError;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        NaiveDate::parse_from_str(&format!("{HAS_ALL_DAYS}-{written}"), "%Y-%m-%d").map(Self)
    }
}

/// The days that the two keep.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OccasionDays {
    /// The day of the two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anniversary: Option<DayOfYear>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub birthdays: BTreeMap<UserId, DayOfYear>,
    /// [`MOST_FEASTS`] at most.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub feasts: BTreeSet<DayOfYear>,
}

impl OccasionDays {
    pub(super) fn is_unset(&self) -> bool {
        *self == Self::default()
    }

    /// What a date is to them, the nearest to the two first.
    #[must_use]
    pub fn on(&self, date: NaiveDate) -> Vec<Occasion> {
        let is_on = |day: &DayOfYear| day.is_on(date);
        let all = [
            (Occasion::Anniversary, self.anniversary.iter().any(is_on)),
            (Occasion::Birthday, self.birthdays.values().any(is_on)),
            (Occasion::Feast, self.feasts.iter().any(is_on)),
        ];
        all.into_iter().filter_map(|(occasion, today)| today.then_some(occasion)).collect()
    }

    /// All of them in words; `None` where there are none.
    pub(super) fn told(&self) -> Option<Phrase> {
        let count = i64::try_from(self.birthdays.len()).unwrap_or(i64::MAX);
        let anniversary = listed(self.anniversary.iter()).map(line::days_anniversary);
        let birthdays = listed(self.birthdays.values()).map(|days| line::DaysBirthdays { count, days }.phrase());
        let feasts = listed(self.feasts.iter()).map(line::days_feasts);
        let told = [anniversary, birthdays, feasts].into_iter().flatten();
        told.reduce(|before, after| line::DaysBesides { after, before }.phrase())
    }
}

fn listed<'d>(days: impl Iterator<Item = &'d DayOfYear>) -> Option<Phrase> {
    days.map(|day| day.short()).reduce(|before, after| line::DaysAnd { after, before }.phrase())
}

/// The last days of a year and the first of the next, on which a card is about its turn: the last and the first, or
/// where none comes then, the one beside it.
fn is_turn_of_the_year(date: NaiveDate, comes_on: impl Fn(NaiveDate) -> bool) -> bool {
    let no_card_on = |other: Option<NaiveDate>| other.is_some_and(|other| !comes_on(other));
    match (date.month(), date.day()) {
        (12, 31) | (1, 1) => true,
        (12, 30) => no_card_on(date.succ_opt()),
        (1, 2) => no_card_on(date.pred_opt()),
        _ => false,
    }
}

impl Settings {
    /// Whether a card comes by itself on this day: by the pace, or because they keep it.
    #[must_use]
    pub fn has_card_on(&self, date: NaiveDate) -> bool {
        self.days_of_cards().contains(&date.weekday()) || !self.days.on(date).is_empty()
    }

    /// What a day is to them, the nearest to the two first.
    #[must_use]
    pub fn occasions_on(&self, date: NaiveDate) -> Vec<Occasion> {
        let turn = is_turn_of_the_year(date, |date| self.has_card_on(date)).then_some(Occasion::NewYear);
        self.days.on(date).into_iter().chain(turn).collect()
    }
}

/// A day that one of the two gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Anniversary,
    Birthday,
    Feast,
}

impl Given {
    fn word(self) -> &'static str {
        match self {
            Self::Anniversary => "anniversary",
            Self::Birthday => "birthday",
            Self::Feast => "celebrate",
        }
    }
}

impl Couple {
    /// `/settings anniversary 12 May`, and its like. A birthday is that of the one who gives it.
    pub(super) fn type_day_of_year(
        &mut self,
        user: UserId,
        given: Given,
        typed: &str,
        cx: &Cx<'_>,
    ) -> Result<Message, Phrase> {
        if is_none(typed) {
            return Ok(self.forget_day_of_year(user, given));
        }
        let dates = spoken_time::day_of_each_year(typed, self.settings.day(cx.now));
        let Ok([date]) = dates.as_deref() else { return Err(line::day_of_year_unclear(given.word())) };
        let day = DayOfYear::of(*date);
        let days = &mut self.settings.days;
        let known = match given {
            Given::Anniversary => {
                days.anniversary = Some(day);
                line::anniversary_known(day.in_full())
            }
            Given::Birthday => {
                days.birthdays.insert(user, day);
                line::birthday_known(day.in_full())
            }
            Given::Feast if days.feasts.len() >= MOST_FEASTS && !days.feasts.contains(&day) => {
                return Err(line::feasts_full());
            }
            Given::Feast => {
                days.feasts.insert(day);
                line::feast_known(day.in_full())
            }
        };
        Ok(Message::new([known].into_iter().chain(day.is_leap_day().then(line::leap_day_known))))
    }

    /// `/settings birthday none`, and its like.
    fn forget_day_of_year(&mut self, user: UserId, given: Given) -> Message {
        let days = &mut self.settings.days;
        Message::new([match given {
            Given::Anniversary => {
                days.anniversary = None;
                line::anniversary_gone()
            }
            Given::Birthday => {
                days.birthdays.remove(&user);
                line::birthday_gone()
            }
            Given::Feast => {
                let gone = std::mem::take(&mut days.feasts);
                listed(gone.iter()).map_or_else(line::feasts_none, line::feasts_gone)
            }
        }])
    }

    /// Whether a card comes on this day because they keep it. While nobody taps, it comes by the pace alone.
    pub(super) fn keeps_day(&self, date: NaiveDate, now: DateTime<Utc>) -> bool {
        !self.card_settings(now).days.on(date).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn the_29th_of_february_comes_each_year_once() {
        let leap = DayOfYear::of(date("2024-02-29"));
        for (year, on) in [(2027, "2027-02-28"), (2028, "2028-02-29"), (2100, "2100-02-28")] {
            let all = NaiveDate::from_ymd_opt(year, 1, 1).expect("a day").iter_days().take(366);
            let found: Vec<NaiveDate> = all.filter(|date| date.year() == year && leap.is_on(*date)).collect();
            assert_eq!(found, [date(on)]);
        }
        let day_before = DayOfYear::of(date("2024-02-28"));
        assert!(day_before.is_on(date("2028-02-28")) && !day_before.is_on(date("2028-02-29")));
    }

    #[test]
    fn a_day_is_kept_without_a_year() {
        let day = DayOfYear::of(date("1987-05-12"));
        let written = serde_json::to_string(&day).expect("json");
        assert_eq!(written, "\"05-12\"");
        assert_eq!(serde_json::from_str::<DayOfYear>(&written).expect("a day"), day);
        for broken in ["\"13-01\"", "\"02-30\"", "\"\"", "\"12-25-1\"", "7"] {
            assert!(serde_json::from_str::<DayOfYear>(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn two_cards_at_most_are_about_the_turn_of_the_year() {
        let window = || date("2027-12-25").iter_days().take(14);
        for comes in 0..(1 << 14) {
            let comes_on = |date: NaiveDate| {
                let place = window().position(|other| other == date);
                place.is_some_and(|place| comes >> place & 1 == 1)
            };
            let cards: Vec<NaiveDate> =
                window().filter(|date| comes_on(*date) && is_turn_of_the_year(*date, comes_on)).collect();
            let near = ["2027-12-30", "2027-12-31", "2028-01-01", "2028-01-02"].map(date);
            // One in the old year and one in the new, where a card comes at all.
            let could = near.chunks(2).filter(|two| two.iter().any(|date| comes_on(*date))).count();
            assert_eq!(cards.len(), could, "{cards:?}");
            assert!(cards.iter().all(|date| near.contains(date)));
        }
    }

    #[test]
    fn what_is_nearest_to_the_two_comes_first() {
        let day = DayOfYear::of(date("2027-12-31"));
        let days = OccasionDays {
            anniversary: Some(day),
            birthdays: BTreeMap::from([(UserId(1), day)]),
            feasts: BTreeSet::from([day]),
        };
        let settings = Settings { days, ..Settings::new(crate::zones::Zone::UTC) };
        let all = [Occasion::Anniversary, Occasion::Birthday, Occasion::Feast, Occasion::NewYear];
        assert_eq!(settings.occasions_on(date("2029-12-31")), all);
        assert_eq!(settings.occasions_on(date("2029-12-29")), []);
    }
}
