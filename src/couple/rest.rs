//! Rest: the cards stop for a while, by either of the two, and come back without a word of reproach.

use crate::couple::RestAction;
use crate::line;
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::dates::which_of;
use super::said_time::{self, As};
use super::{Action, Button, Couple, Cx, Message, MessageId, Phrase, RestLength, Show, Standing, screens};
use crate::spoken_time::{self, Unread};

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
        let typed = typed.trim();
        if typed.is_empty() || typed.eq_ignore_ascii_case("until") {
            return cx.say(screens::pause());
        }
        let wall = cx.now.with_timezone(&self.settings.zone).naive_local();
        let days = match spoken_time::days_ahead(typed, wall) {
            Ok(days) => days,
            Err(Unread::Past) => return cx.say(Message::new([line::pause_past()])),
            Err(_) => return cx.say(Message::new([line::pause_unclear()])),
        };
        let near: Vec<NaiveDate> = days.into_iter().filter(|day| *day <= spoken_time::farthest(wall.date())).collect();
        let message = match near[..] {
            [] => Message::new([line::pause_too_long()]),
            [day] => self.pause_until(day, cx.now),
            [..] => {
                let until = |day| Button::Act {
                    label: said_time::short(day, wall.date()),
                    action: Action::Rest(RestAction::Until(day)),
                };
                let back = Button::new(line::button_rest_none(), Action::Rest(RestAction::Resume));
                Message::new([which_of(near.len())]).grid(1, near.into_iter().map(until)).row([back])
            }
        };
        cx.say(message);
    }

    /// A tap on a button about the rest.
    pub(super) fn rest_tap(&mut self, action: RestAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
        match action {
            RestAction::For(length) => self.pause_by_button(length, message, cx),
            RestAction::Until(day) if day <= self.settings.day(cx.now) => Show::Passing(line::alert_date_past()),
            RestAction::Until(day) => {
                let screen = self.pause_until(day, cx.now);
                cx.edit(message, screen)
            }
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
                return cx.edit(message, self.resting(line::resting_until_resumed()));
            }
        };
        let today = cx.now.with_timezone(&self.settings.zone).date_naive();
        let day = today.checked_add_days(Days::new(days)).unwrap_or(today);
        let screen = self.pause_until(day, cx.now);
        cx.edit(message, screen)
    }

    fn pause_until(&mut self, day: NaiveDate, now: DateTime<Utc>) -> Message {
        self.rest = Rest::Until(day);
        self.resting(line::resting_until(said_time::day(day, self.settings.day(now), As::Name)))
    }

    fn resting(&self, line: Phrase) -> Message {
        let evenings =
            if self.dates.regular.is_some() { line::resting_evenings_regular() } else { line::resting_evenings() };
        Message::new([line, evenings]).row([Button::new(line::button_resume(), Action::Rest(RestAction::Resume))])
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
