//! What the buttons of date nights do, and how they travel: short words, read back totally.

use std::fmt;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use super::after::Verdict;
use super::evening::EveningId;
use super::offer::OfferSerial;
use super::reminders::Lead;
use super::wishes::Span;
use crate::prompts::{Apart, Cost, Energy, Named};

/// The number of something typed that is still to be decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DraftSerial(pub u32);

/// What a day and an hour are chosen for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum For {
    /// An evening without anything yet.
    New,
    /// The idea that was proposed at the end of this offer.
    Idea(OfferSerial),
    /// What was typed.
    Draft(DraftSerial),
    /// Another time for an evening that is set.
    Move(Stamp),
}

/// An evening as it was when a button was shown: a button of an older state is refused, so that nobody agrees to a
/// time that they did not see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub evening: EveningId,
    pub revision: u32,
}

/// Everything that a button about date nights can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateAction {
    /// `/date`: the wishes, and three ideas or an evening from there.
    Ask,
    Energy(Energy),
    Cost(Cost),
    Span(Span),
    Apart(Apart),
    /// Nothing now: the screen of wishes goes.
    Enough,
    /// Three ideas.
    Three,
    /// One of the three appeals, or no more; private.
    Like(OfferSerial, u8),
    /// Has looked at all three; private.
    Looked(OfferSerial),
    More(OfferSerial),
    NotNow(OfferSerial),
    /// Choose a day.
    Days(For),
    /// Choose an hour of it.
    Hours(For, NaiveDate),
    /// Set the evening.
    Book(For, NaiveDateTime),
    /// The evening's own message.
    Evening(EveningId),
    In(Stamp),
    Change(EveningId),
    /// Three ideas for this evening.
    Ideas(EveningId),
    /// Who plans it; private.
    Who(EveningId),
    Swap(EveningId),
    CallOff(Stamp),
    /// No regular evening any more.
    EndRegular,
    /// The calendar file of an evening.
    File(EveningId),
    /// The whole calendar.
    Files,
    /// The morning after; private.
    Said(EveningId, Verdict),
    /// `/dates`.
    List,
    /// Choose the reminders.
    Leads,
    Lead(Lead),
    /// Choose the day of the weekly idea.
    Weekly,
    WeeklyDay(Weekday),
    WeeklyHour(NaiveTime),
    WeeklyOff,
}

impl fmt::Display for For {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => f.write_str("n"),
            Self::Idea(serial) => write!(f, "i{}", serial.0),
            Self::Draft(serial) => write!(f, "d{}", serial.0),
            Self::Move(stamp) => write!(f, "m{stamp}"),
        }
    }
}

impl For {
    fn read(text: &str) -> Option<Self> {
        let number = |text: &str| text.parse().ok();
        Some(match text.split_at_checked(1)? {
            ("n", "") => Self::New,
            ("i", serial) => Self::Idea(OfferSerial(number(serial)?)),
            ("d", serial) => Self::Draft(DraftSerial(number(serial)?)),
            ("m", stamp) => Self::Move(Stamp::read(stamp)?),
            _ => return None,
        })
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.evening.0, self.revision)
    }
}

impl Stamp {
    fn read(text: &str) -> Option<Self> {
        let (evening, revision) = text.split_once('.')?;
        Some(Self { evening: EveningId(evening.parse().ok()?), revision: revision.parse().ok()? })
    }
}

impl fmt::Display for DateAction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ask => f.write_str("ask"),
            Self::Energy(energy) => write!(f, "energy {}", energy.name()),
            Self::Cost(cost) => write!(f, "cost {}", cost.name()),
            Self::Span(span) => write!(f, "span {}", span.name()),
            Self::Apart(Apart::Together) => f.write_str("together"),
            Self::Apart(Apart::Apart) => f.write_str("apart"),
            Self::Enough => f.write_str("enough"),
            Self::Three => f.write_str("three"),
            Self::Like(offer, place) => write!(f, "like {} {place}", offer.0),
            Self::Looked(offer) => write!(f, "looked {}", offer.0),
            Self::More(offer) => write!(f, "more {}", offer.0),
            Self::NotNow(offer) => write!(f, "notnow {}", offer.0),
            Self::Days(what) => write!(f, "days {what}"),
            Self::Hours(what, day) => write!(f, "hours {what} {}", days(*day)),
            Self::Book(what, at) => write!(f, "book {what} {}", at.and_utc().timestamp().div_euclid(60)),
            Self::Evening(evening) => write!(f, "eve {}", evening.0),
            Self::In(stamp) => write!(f, "in {stamp}"),
            Self::Change(evening) => write!(f, "change {}", evening.0),
            Self::Ideas(evening) => write!(f, "ideas {}", evening.0),
            Self::Who(evening) => write!(f, "who {}", evening.0),
            Self::Swap(evening) => write!(f, "swap {}", evening.0),
            Self::CallOff(stamp) => write!(f, "off {stamp}"),
            Self::EndRegular => f.write_str("endregular"),
            Self::File(evening) => write!(f, "file {}", evening.0),
            Self::Files => f.write_str("files"),
            Self::Said(evening, verdict) => write!(f, "said {} {}", evening.0, verdict.name()),
            Self::List => f.write_str("list"),
            Self::Leads => f.write_str("leads"),
            Self::Lead(lead) => write!(f, "lead {}", lead.name()),
            Self::Weekly => f.write_str("weekly"),
            Self::WeeklyDay(day) => write!(f, "weekday {}", day.num_days_from_monday()),
            Self::WeeklyHour(hour) => write!(f, "weekhour {}", hour.num_seconds_from_midnight() / 60),
            Self::WeeklyOff => f.write_str("weekoff"),
        }
    }
}

impl DateAction {
    /// Reads what [`Display`](fmt::Display) wrote; `None` for anything else.
    #[must_use]
    pub fn read(data: &str) -> Option<Self> {
        let (verb, rest) = data.split_once(' ').unwrap_or((data, ""));
        let evening = || rest.parse().ok().map(EveningId);
        let offer = || rest.parse().ok().map(OfferSerial);
        Some(match (verb, rest) {
            ("ask", "") => Self::Ask,
            ("energy", name) => Self::Energy(named(name)?),
            ("cost", name) => Self::Cost(named(name)?),
            ("span", name) => Self::Span(Span::ALL.into_iter().find(|span| span.name() == name)?),
            ("together", "") => Self::Apart(Apart::Together),
            ("apart", "") => Self::Apart(Apart::Apart),
            ("enough", "") => Self::Enough,
            ("three", "") => Self::Three,
            ("like", rest) => {
                let (offer, place) = rest.split_once(' ')?;
                Self::Like(OfferSerial(offer.parse().ok()?), place.parse().ok()?)
            }
            ("looked", _) => Self::Looked(offer()?),
            ("more", _) => Self::More(offer()?),
            ("notnow", _) => Self::NotNow(offer()?),
            ("days", what) => Self::Days(For::read(what)?),
            ("hours", rest) => {
                let (what, day) = rest.split_once(' ')?;
                Self::Hours(For::read(what)?, day_of(day)?)
            }
            ("book", rest) => {
                let (what, at) = rest.split_once(' ')?;
                let seconds = at.parse::<i64>().ok()?.checked_mul(60)?;
                Self::Book(For::read(what)?, DateTime::from_timestamp(seconds, 0)?.naive_utc())
            }
            ("eve", _) => Self::Evening(evening()?),
            ("in", stamp) => Self::In(Stamp::read(stamp)?),
            ("change", _) => Self::Change(evening()?),
            ("ideas", _) => Self::Ideas(evening()?),
            ("who", _) => Self::Who(evening()?),
            ("swap", _) => Self::Swap(evening()?),
            ("off", stamp) => Self::CallOff(Stamp::read(stamp)?),
            ("endregular", "") => Self::EndRegular,
            ("file", _) => Self::File(evening()?),
            ("files", "") => Self::Files,
            ("said", rest) => {
                let (evening, name) = rest.split_once(' ')?;
                let verdict = Verdict::ALL.into_iter().find(|verdict| verdict.name() == name)?;
                Self::Said(EveningId(evening.parse().ok()?), verdict)
            }
            ("list", "") => Self::List,
            ("leads", "") => Self::Leads,
            ("lead", name) => Self::Lead(Lead::ALL.into_iter().find(|lead| lead.name() == name)?),
            ("weekly", "") => Self::Weekly,
            ("weekday", day) => Self::WeeklyDay(Weekday::try_from(day.parse::<u8>().ok()?).ok()?),
            ("weekhour", minutes) => {
                let seconds = minutes.parse::<u32>().ok()?.checked_mul(60)?;
                Self::WeeklyHour(NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?)
            }
            ("weekoff", "") => Self::WeeklyOff,
            _ => return None,
        })
    }
}

fn named<T: Named>(name: &str) -> Option<T> {
    T::ALL.iter().copied().find(|one| one.name() == name)
}

/// Days since 1 January 1970.
fn days(day: NaiveDate) -> i64 {
    day.signed_duration_since(DateTime::UNIX_EPOCH.date_naive()).num_days()
}

fn day_of(days: &str) -> Option<NaiveDate> {
    DateTime::UNIX_EPOCH.date_naive().checked_add_days(Days::new(days.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::couple::Action;

    /// The most that Telegram carries under a button, in bytes.
    const CALLBACK_DATA_BYTES: usize = 64;

    fn all() -> Vec<DateAction> {
        let evening = EveningId(u32::MAX);
        let offer = OfferSerial(u32::MAX);
        let stamp = Stamp { evening, revision: u32::MAX };
        let day = NaiveDate::from_ymd_opt(9999, 12, 31).expect("a day");
        let hour = NaiveTime::from_hms_opt(23, 59, 0).expect("an hour");
        let mut all = vec![
            DateAction::Ask,
            DateAction::Enough,
            DateAction::Three,
            DateAction::Apart(Apart::Together),
            DateAction::Apart(Apart::Apart),
            DateAction::Like(offer, 2),
            DateAction::Looked(offer),
            DateAction::More(offer),
            DateAction::NotNow(offer),
            DateAction::Evening(evening),
            DateAction::In(stamp),
            DateAction::Change(evening),
            DateAction::Ideas(evening),
            DateAction::Who(evening),
            DateAction::Swap(evening),
            DateAction::CallOff(stamp),
            DateAction::EndRegular,
            DateAction::File(evening),
            DateAction::Files,
            DateAction::List,
            DateAction::Leads,
            DateAction::Weekly,
            DateAction::WeeklyDay(Weekday::Sun),
            DateAction::WeeklyHour(hour),
            DateAction::WeeklyOff,
        ];
        for what in [For::New, For::Idea(offer), For::Draft(DraftSerial(u32::MAX)), For::Move(stamp)] {
            all.extend([
                DateAction::Days(what),
                DateAction::Hours(what, day),
                DateAction::Book(what, day.and_time(hour)),
            ]);
        }
        all.extend(Energy::ALL.iter().copied().map(DateAction::Energy));
        all.extend(Cost::ALL.iter().copied().map(DateAction::Cost));
        all.extend(Span::ALL.map(DateAction::Span));
        all.extend(Lead::ALL.map(DateAction::Lead));
        all.extend(Verdict::ALL.map(|verdict| DateAction::Said(evening, verdict)));
        all
    }

    #[test]
    fn every_action_comes_back() {
        for action in all().into_iter().map(Action::Date) {
            let data = action.to_string();
            assert!(data.len() <= CALLBACK_DATA_BYTES, "{data}");
            assert_eq!(Action::read(&data), Some(action));
        }
    }

    proptest! {
        #[test]
        fn any_data_is_read_or_refused(data in "(book|hours|days|like|said|in|off|eve|lead) ?[nidm0-9. -]{0,40}|.{0,40}") {
            let _ = DateAction::read(&data);
        }
    }
}
