//! `/dates`: what is coming and what was, and the settings of date nights.

use crate::couple::line_for;
use crate::couple::said_time;
use crate::line;
use chrono::{DateTime, NaiveTime, Utc, Weekday};

use super::Weekly;
use super::action::{DateAction, For};
use super::after::After;
use super::booking::{lines, short_time};
use super::evening::{Evening, Title};
use super::wishes::{button, choice};
use crate::couple::rhythm::time;
use crate::couple::{Action, Button, Couple, Message, Phrase};
use crate::prompts::Library;

/// Evenings that were, as many as are shown.
const PAST_SHOWN: usize = 8;
/// Evenings that are coming, as many as are shown and have a button.
const AHEAD_SHOWN: usize = 10;
/// The hours that are offered for the weekly idea, where they are not quiet.
const WEEKLY_HOURS: [u32; 8] = [8, 10, 12, 15, 17, 18, 19, 20];

impl Couple {
    /// `/dates`.
    pub(in crate::couple) fn dates_list(&self, library: &Library, now: DateTime<Utc>) -> Message {
        let line = |evening: &Evening| {
            let when = short_time(&self.settings, evening.at, now);
            let idea = evening.idea_for_all(library);
            match evening.said_title().map(Title::text).or(idea.map(|idea| idea.title.as_str())) {
                Some(what) => line::DatesLineWhat { what, when }.phrase(),
                None => line::dates_line(when),
            }
        };
        let ahead: Vec<&Evening> = self
            .dates
            .evenings
            .iter()
            .filter(|evening| evening.is_ahead(now) && !evening.rests())
            .take(AHEAD_SHOWN)
            .collect();
        let past = self.dates.evenings.iter().rev();
        let past = past.filter(|evening| !evening.is_ahead(now) && evening.after != After::Moved).take(PAST_SHOWN);
        let past: Vec<Phrase> = past.map(line).collect();
        let mut body = Vec::new();
        if ahead.is_empty() {
            body.push(line::dates_none_ahead());
        } else {
            body.push(line::dates_ahead(lines(ahead.iter().map(|evening| line(evening)))));
        }
        body.extend(self.dates.regular.as_ref().map(|regular| {
            let weekday = line_for::weekday(chrono::Datelike::weekday(&regular.first));
            line_for::regular(regular.every, weekday, said_time::clock(regular.first.time()))
        }));
        if !past.is_empty() {
            body.push(line::dates_past(lines(past.into_iter())));
        }
        body.push(match self.dates.weekly {
            Weekly::On { day, hour } => {
                line::DatesWeekly { time: said_time::clock(hour), weekday: line_for::weekday(day) }.phrase()
            }
            Weekly::Off => line::dates_weekly_off(),
        });
        let evenings = ahead.iter().map(|evening| Button::Act {
            label: said_time::shortest_moment(
                evening.at.with_timezone(&self.settings.zone).naive_local(),
                self.settings.day(now),
            ),
            action: Action::Date(DateAction::Evening(evening.id)),
        });
        let whole = (!self.dates.evenings.is_empty()).then(|| button(line::button_whole_file(), DateAction::Files));
        let regular = self.dates.regular.as_ref().filter(|_| ahead.is_empty());
        Message::new(body)
            .grid(2, evenings)
            .row([
                button(line::button_set_evening(), DateAction::Days(For::New)),
                button(line::button_wishes(), DateAction::Ask),
            ])
            .row([button(line::button_leads(), DateAction::Leads), button(line::button_weekly(), DateAction::Weekly)])
            .row(whole)
            .row(regular.map(|_| button(line::button_end_regular(), DateAction::EndRegular)))
    }

    /// The day of the weekly idea, or none.
    pub(super) fn weekly_screen(&self) -> Message {
        let chosen = match self.dates.weekly {
            Weekly::On { day, .. } => Some(day),
            Weekly::Off => None,
        };
        let days = (0..7_u8)
            .filter_map(|day| Weekday::try_from(day).ok())
            .map(|day| choice(line_for::weekday_short(day), chosen == Some(day), DateAction::WeeklyDay(day)));
        Message::new([line::dates_weekly_day()])
            .grid(4, days)
            .row([button(line::button_weekly_off(), DateAction::WeeklyOff)])
            .row([button(line::button_back(), DateAction::List)])
    }

    /// The hour of the weekly idea.
    pub(super) fn weekly_hours(&self) -> Message {
        let hours =
            WEEKLY_HOURS.map(|hour| time(hour, 0)).into_iter().filter(|hour| !self.settings.quiet.covers(*hour));
        let hours = hours.map(|hour| Button::Act {
            label: line::button_plain(said_time::clock(hour)),
            action: Action::Date(DateAction::WeeklyHour(hour)),
        });
        let back = button(line::button_back(), DateAction::Weekly);
        Message::new([line::dates_weekly_hour()]).grid(4, hours).row([back])
    }

    /// Another day or hour for the weekly idea, or none any more.
    pub(super) fn set_weekly(&mut self, weekly: Weekly, now: DateTime<Utc>) {
        self.dates.weekly = weekly;
        self.dates.weekly_since = Some(now);
    }

    pub(super) fn weekly_hour(&self) -> NaiveTime {
        match self.dates.weekly {
            Weekly::On { hour, .. } => hour,
            Weekly::Off => Weekly::HOUR,
        }
    }
}
