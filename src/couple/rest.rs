//! Rest: the cards stop for a while, by either of the two, and come back without a word of reproach.

use crate::couple::RestAction;
use crate::line;
use chrono::{DateTime, Days, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, Button, Couple, Cx, Message, MessageId, Phrase, RestLength, Show, Standing, screens};

/// The longest rest with an end, in months. For longer there is "until we say so".
const LONGEST_MONTHS: u32 = 12;
/// The reader of dates fails on longer words; no day of the calendar has one.
const LONGEST_WORD: usize = 12;

/// Whether the cards rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rest {
    #[default]
    Awake,
    /// Until the beginning of this day, wherever they live then.
    Until(NaiveDate),
    UntilResumed,
}

impl Couple {
    /// `/pause`: offers how long; `/pause until 24 December`: does it.
    pub(super) fn pause_typed(&mut self, typed: &str, cx: &mut Cx<'_>) {
        // The reader of dates takes small letters only (and fails on others rather than refusing them).
        let typed = typed.trim().to_ascii_lowercase();
        let typed = typed.strip_prefix("until ").unwrap_or(&typed).trim();
        if typed.is_empty() {
            return cx.say(screens::pause());
        }
        let zone = self.settings.zone;
        let local = cx.now.with_timezone(&zone);
        let today = local.date_naive();
        let day = read_day(typed, local.naive_local().and_utc());
        match day {
            None => cx.say(Message::new([line::pause_unclear()])),
            Some(day) if day <= today => cx.say(Message::new([line::pause_past()])),
            Some(day) if today.checked_add_months(Months::new(LONGEST_MONTHS)).is_some_and(|last| day > last) => {
                cx.say(Message::new([line::pause_too_long()]));
            }
            Some(day) => {
                let message = self.pause_until(day);
                cx.say(message);
            }
        }
    }

    /// A tap on a button about the rest.
    pub(super) fn rest_tap(&mut self, action: RestAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match action {
            RestAction::For(length) => self.pause_by_button(length, message, cx),
            RestAction::Resume => {
                let resumed = self.resume();
                cx.edit(message, resumed)
            }
        }
    }

    fn pause_by_button(&mut self, length: RestLength, message: MessageId, cx: &mut Cx<'_>) -> Show {
        let days = match length {
            RestLength::Week => 7,
            RestLength::Fortnight => 14,
            RestLength::UntilResumed => {
                self.rest = Rest::UntilResumed;
                return cx.edit(message, resting(line::resting_until_resumed()));
            }
        };
        let today = cx.now.with_timezone(&self.settings.zone).date_naive();
        let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
        let screen = self.pause_until(day);
        cx.edit(message, screen)
    }

    fn pause_until(&mut self, day: NaiveDate) -> Message {
        self.rest = Rest::Until(day);
        resting(line::resting_until(screens::date(day)))
    }

    /// The rest is over, by word or by button.
    pub(super) fn resume(&mut self) -> Message {
        let rhythm = screens::rhythm(&self.settings);
        let answer = if self.rest == Rest::Awake { line::not_resting(rhythm) } else { line::resumed(rhythm) };
        self.wake();
        Message::new([answer])
    }

    /// The rest is over. Nothing is said: the next card speaks for itself.
    pub(super) fn wake(&mut self) {
        self.rest = Rest::Awake;
        self.dates.standing = Standing::Open;
    }
}

/// Reads a day as people type it: `2026-12-24`, `24 December`, `friday`, `2 weeks`. `now` is the couple's wall
/// clock written as if it were UTC, so that no gap in it gets in the way.
fn read_day(typed: &str, now: DateTime<Utc>) -> Option<NaiveDate> {
    let longest_word = typed.split(|c: char| !c.is_ascii_alphanumeric()).map(str::len).max().unwrap_or(0);
    if longest_word > LONGEST_WORD || !typed.is_ascii() {
        return None;
    }
    let day = typed
        .parse()
        .ok()
        .or_else(|| interim::parse_date_string(typed, now, interim::Dialect::Uk).ok().map(|at| at.date_naive()))?;
    // "5 January", said in December, is the one to come.
    let digits = typed.split(|c: char| !c.is_ascii_digit());
    let names_a_month = typed.contains(|c: char| c.is_ascii_digit()) && !typed.contains("ago");
    let names_a_year = digits.into_iter().any(|number| number.len() == 4);
    if day < now.date_naive() && names_a_month && !names_a_year {
        return day.checked_add_months(Months::new(12));
    }
    Some(day)
}

fn resting(line: Phrase) -> Message {
    Message::new([line, line::resting_evenings()])
        .row([Button::new(line::button_resume(), Action::Rest(RestAction::Resume))])
}
