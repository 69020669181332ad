//! Rest: the cards stop for a while, by either of the two, and come back without a word of reproach.

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, Button, Couple, Effects, Message, MessageId, Phrase, RestLength, Show, screens};

/// The longest rest with an end, in months. For longer there is "until we say so".
const LONGEST_MONTHS: u32 = 12;

/// Whether the cards rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rest {
    #[default]
    Awake,
    /// Until this instant (UTC; the beginning of a couple-local day).
    Until(DateTime<Utc>),
    UntilResumed,
}

impl Couple {
    /// `/pause`: offers how long; `/pause until 24 December`: does it.
    pub(super) fn pause_typed(&mut self, typed: &str, now: DateTime<Utc>, out: &mut Effects) {
        // The reader of dates takes small letters only (and fails on others rather than refusing them).
        let typed = typed.trim().to_ascii_lowercase();
        let typed = typed.strip_prefix("until ").unwrap_or(&typed).trim();
        if typed.is_empty() {
            return out.say(screens::pause());
        }
        let zone = self.settings.zone;
        let local = now.with_timezone(&zone);
        let day = typed
            .parse::<NaiveDate>()
            .ok()
            .or_else(|| interim::parse_date_string(typed, local, interim::Dialect::Uk).ok().map(|at| at.date_naive()));
        let today = local.date_naive();
        match day {
            None => out.say(Message::new([Phrase::new("pause-unclear")])),
            Some(day) if day <= today => out.say(Message::new([Phrase::new("pause-past")])),
            Some(day) if today.checked_add_months(Months::new(LONGEST_MONTHS)).is_some_and(|last| day > last) => {
                out.say(Message::new([Phrase::new("pause-too-long")]));
            }
            Some(day) => {
                let message = self.pause_until(day, now);
                out.say(message);
            }
        }
    }

    pub(super) fn pause_by_button(
        &mut self,
        length: RestLength,
        message: MessageId,
        now: DateTime<Utc>,
        out: &mut Effects,
    ) -> Show {
        let days = match length {
            RestLength::Week => 7,
            RestLength::Fortnight => 14,
            RestLength::UntilResumed => {
                self.rest = Rest::UntilResumed;
                self.reschedule(now);
                return out.screen(message, resting(Phrase::new("resting-until-resumed")));
            }
        };
        let today = now.with_timezone(&self.settings.zone).date_naive();
        let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
        let screen = self.pause_until(day, now);
        out.screen(message, screen)
    }

    fn pause_until(&mut self, day: NaiveDate, now: DateTime<Utc>) -> Message {
        self.rest = Rest::Until(self.settings.instant(day, NaiveTime::MIN));
        self.reschedule(now);
        resting(Phrase::new("resting-until").with("date", screens::date(day)))
    }

    /// The rest is over, by word or by button.
    pub(super) fn resume(&mut self, now: DateTime<Utc>) -> Message {
        let key = if self.rest == Rest::Awake { "not-resting" } else { "resumed" };
        self.wake(now);
        Message::new([Phrase::new(key).with("rhythm", screens::rhythm(&self.settings))])
    }

    /// The rest is over. Nothing is said: the next card speaks for itself.
    pub(super) fn wake(&mut self, now: DateTime<Utc>) {
        self.rest = Rest::Awake;
        self.reschedule(now);
    }
}

fn resting(line: Phrase) -> Message {
    Message::new([line]).row([Button::new("button-resume", Action::Resume)])
}
