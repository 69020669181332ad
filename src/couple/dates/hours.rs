//! The day and the hour of an evening, by buttons.

use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Utc};

use super::action::{DateAction, For};
use super::booking::choose_day;
use super::evening::Evening;
use super::unread;
use super::wishes::button;
use crate::couple::rhythm::time;
use crate::couple::{Couple, Message, said_time};
use crate::line;
use crate::prompts::{DayPart, Library};
use crate::spoken_time::{days_from, suits_meal};

/// The days that are offered, from today on or around the evening that is moved …
const DAYS_OFFERED: u64 = 10;
/// … so many of them before its own.
const DAYS_BEFORE: u64 = 4;
/// The hours that are offered.
const HOURS: [(u32, u32); 15] = [
    (9, 0),
    (11, 0),
    (12, 30),
    (14, 0),
    (15, 0),
    (16, 0),
    (17, 0),
    (18, 0),
    (18, 30),
    (19, 0),
    (19, 30),
    (20, 0),
    (20, 30),
    (21, 0),
    (21, 30),
];
/// Where no more of them than this are left of today, the quarters of what is left are offered as well.
const FEW: usize = 2;
/// So many of those, at most.
const MOST_QUARTERS: usize = 8;

impl Couple {
    /// Choose a day: of the next ten, or of those around the evening that is moved.
    pub(super) fn days_screen(&self, what: For, now: DateTime<Utc>) -> Message {
        let today = self.settings.day(now);
        let moved = self.moved(what);
        let around = moved.and_then(|evening| self.settings.day(evening.at).checked_sub_days(Days::new(DAYS_BEFORE)));
        let first = around.map_or(today, |day| day.max(today));
        let days = days_from(first, DAYS_OFFERED)
            .map(|day| button(said_time::short(day, today), DateAction::Hours(what, day)));
        let ask = if moved.is_some() { line::date_choose_day_move() } else { line::date_choose_day() };
        let message = Message::new([ask]).grid(2, days);
        match what {
            For::Move(stamp) if moved.is_some_and(|evening| evening.is_ahead(now)) => {
                message.row([button(line::button_back(), DateAction::Evening(stamp.evening))])
            }
            For::New => message.row([button(line::button_back(), DateAction::Ask)]),
            For::Idea(serial) => message.row([button(line::button_not_now(), DateAction::NotNow(serial))]),
            For::Draft(_) => message.row([button(line::button_not_now(), DateAction::Enough)]),
            // It was, and they look for another day.
            For::Move(_) => message.row([button(line::button_not_now(), DateAction::List)]),
        }
    }

    /// Choose an hour of a day: those that are ahead and exist, and the one of the evening that is moved.
    /// Of an idea that was proposed, in the parts of the day in which it can be done; of a meal, when it is eaten.
    pub(super) fn hours_screen(&self, what: For, day: NaiveDate, library: &Library, now: DateTime<Utc>) -> Message {
        let idea = match what {
            For::Idea(serial) => self.dates.proposed(serial).and_then(|id| library.date(&id)),
            For::New | For::Draft(_) | For::Move(_) => None,
        };
        let title = match what {
            For::Draft(_) => self.dates.draft.as_ref().and_then(|draft| draft.title.as_ref()),
            For::New | For::Idea(_) | For::Move(_) => None,
        };
        self.hours_within(what, day, now, |time| {
            idea.is_none_or(|idea| idea.suits_part(DayPart::of(time)))
                && title.is_none_or(|title| suits_meal(title.text(), time))
        })
    }

    /// The hours of a day that are meant, or all if none of them is, in the order of the clock.
    pub(super) fn hours_within(
        &self,
        what: For,
        day: NaiveDate,
        now: DateTime<Utc>,
        meant: impl Fn(NaiveTime) -> bool,
    ) -> Message {
        let zone = self.settings.zone;
        let own = self.moved(what).map(|evening| evening.at.with_timezone(&zone).time());
        let hours: BTreeSet<NaiveTime> =
            HOURS.map(|(hour, minute)| time(hour, minute)).into_iter().chain(own).collect();
        let open = |hours: &BTreeSet<NaiveTime>| -> Vec<NaiveDateTime> {
            let hours = hours.iter().map(|hour| day.and_time(*hour));
            hours.filter(|local| unread::check(*local, zone, now).is_ok()).collect()
        };
        let within = |all: Vec<NaiveDateTime>| -> Vec<NaiveDateTime> {
            let some: Vec<NaiveDateTime> = all.iter().copied().filter(|local| meant(local.time())).collect();
            if some.is_empty() { all } else { some }
        };
        let mut offered = within(open(&hours));
        let wall = now.with_timezone(&zone).naive_local();
        let is_late = day == wall.date() && offered.len() <= FEW;
        if is_late {
            let quarters = quarters_after(wall.time()).take(MOST_QUARTERS).chain(hours).collect();
            offered = within(open(&quarters));
        }
        let date = said_time::in_full(day, wall.date());
        if let ([], Some(tomorrow)) = (&offered[..], wall.date().succ_opt().filter(|_| is_late)) {
            return Message::new([line::date_day_over()])
                .row([button(line::button_tomorrow(), DateAction::Hours(what, tomorrow)), choose_day(what)]);
        }
        let ask = match what {
            For::New | For::Draft(_) if is_late => line::date_choose_hour_today(date),
            For::New => line::date_choose_hour(date),
            For::Move(_) => line::date_choose_hour_move(date),
            For::Idea(_) | For::Draft(_) => line::date_choose_hour_plain(date),
        };
        let hours = offered.into_iter().map(|local| {
            let label = line::button_plain(said_time::clock(local.time()));
            button(label, DateAction::Book(what, local))
        });
        Message::new([ask]).grid(4, hours).row([button(line::button_back(), DateAction::Days(what))])
    }

    /// The evening for which another time is chosen.
    fn moved(&self, what: For) -> Option<&Evening> {
        let For::Move(stamp) = what else { return None };
        self.dates.evening(stamp.evening)
    }
}

/// The quarters of an hour that are left of a day.
fn quarters_after(now: NaiveTime) -> impl Iterator<Item = NaiveTime> {
    let first = (now.hour() * 60 + now.minute()) / 15 + 1;
    (first..24 * 4).map(|quarter| time(quarter / 4, quarter % 4 * 15))
}
