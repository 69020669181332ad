//! `/dates`: what is coming and what was, and the settings of date nights.

use chrono::{DateTime, NaiveTime, Utc, Weekday};

use super::Weekly;
use super::action::{DateAction, For};
use super::after::After;
use super::booking::short_time;
use super::evening::{Evening, Title};
use super::wishes::{button, choice};
use crate::couple::rhythm::time;
use crate::couple::{Action, Button, Couple, Message, Phrase, screens};
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
            let when = short_time(&self.settings, evening.at);
            let idea = evening.idea.as_ref().and_then(|idea| library.date(idea));
            match evening.title.as_ref().map(Title::text).or(idea.map(|idea| idea.title.as_str())) {
                Some(what) => Phrase::new("dates-line-what").with("when", when).with("what", what),
                None => Phrase::new("dates-line").with("when", when),
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
            body.push(Phrase::new("dates-none-ahead"));
        } else {
            body.push(Phrase::new("dates-ahead").with("lines", lines(ahead.iter().map(|evening| line(evening)))));
        }
        body.extend(self.dates.regular.as_ref().map(|regular| {
            Phrase::new(format!("dates-regular-{}", regular.every.name()))
                .with("weekday", screens::weekday(chrono::Datelike::weekday(&regular.first)))
                .with("time", screens::clock(regular.first.time()))
        }));
        if !past.is_empty() {
            body.push(Phrase::new("dates-past").with("lines", lines(past.into_iter())));
        }
        body.push(match self.dates.weekly {
            Weekly::On { day, hour } => {
                Phrase::new("dates-weekly").with("weekday", screens::weekday(day)).with("time", screens::clock(hour))
            }
            Weekly::Off => Phrase::new("dates-weekly-off"),
        });
        let evenings = ahead.iter().map(|evening| Button::Act {
            label: short_time(&self.settings, evening.at),
            action: Action::Date(DateAction::Evening(evening.id)),
        });
        let whole = (!self.dates.evenings.is_empty()).then(|| button("button-whole-file", DateAction::Files));
        let regular = self.dates.regular.as_ref().filter(|_| ahead.is_empty());
        Message::new(body)
            .grid(2, evenings)
            .row([button("button-set-evening", DateAction::Days(For::New)), button("button-wishes", DateAction::Ask)])
            .row([button("button-leads", DateAction::Leads), button("button-weekly", DateAction::Weekly)])
            .row(whole)
            .row(regular.map(|_| button("button-end-regular", DateAction::EndRegular)))
    }

    /// The day of the weekly idea, or none.
    pub(super) fn weekly_screen(&self) -> Message {
        let chosen = match self.dates.weekly {
            Weekly::On { day, .. } => Some(day),
            Weekly::Off => None,
        };
        let days = (0..7_u8).filter_map(|day| Weekday::try_from(day).ok()).map(|day| {
            let key = format!("weekday-short-{}", day.number_from_monday());
            choice(key, chosen == Some(day), DateAction::WeeklyDay(day))
        });
        Message::new([Phrase::new("dates-weekly-day")])
            .grid(4, days)
            .row([button("button-weekly-off", DateAction::WeeklyOff)])
            .row([button("button-back", DateAction::List)])
    }

    /// The hour of the weekly idea.
    pub(super) fn weekly_hours(&self) -> Message {
        let hours =
            WEEKLY_HOURS.map(|hour| time(hour, 0)).into_iter().filter(|hour| !self.settings.quiet.covers(*hour));
        let hours = hours.map(|hour| Button::Act {
            label: Phrase::new("button-plain").with("label", screens::clock(hour)),
            action: Action::Date(DateAction::WeeklyHour(hour)),
        });
        Message::new([Phrase::new("dates-weekly-hour")]).grid(4, hours)
    }

    /// Another day or hour for the weekly idea, or none any more.
    pub(super) fn set_weekly(&mut self, weekly: Weekly, now: DateTime<Utc>) {
        self.dates.weekly = weekly;
        self.dates.weekly_since = Some(now);
        self.reschedule(now);
    }

    pub(super) fn weekly_hour(&self) -> NaiveTime {
        match self.dates.weekly {
            Weekly::On { hour, .. } => hour,
            Weekly::Off => Weekly::HOUR,
        }
    }
}

/// Lines of a list, one below the other.
fn lines(mut lines: impl Iterator<Item = Phrase>) -> Phrase {
    let first = lines.next().unwrap_or_else(|| Phrase::new("dates-none-ahead"));
    lines.fold(first, |above, below| Phrase::new("dates-lines").with("above", above).with("below", below))
}
