//! What is asked before an evening is set: where it would take the place of something else.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};

use super::action::{DateAction, For};
use super::booking::{choose_day, which_of};
use super::evening::{Evening, Hold, Origin, Title, Wording};
use super::names::EveningId;
use super::unread::check;
use super::wishes::button;
use crate::couple::{Couple, Message, Phrase, UserId, line_for, said_time};
use crate::line;
use crate::spoken_time::{Every, Spoken};

impl Couple {
    /// The question that comes before setting this; `None` where nothing is in its way.
    pub(super) fn question_before(&self, what: For, local: NaiveDateTime, now: DateTime<Utc>) -> Option<Message> {
        check(local, self.settings.zone, now).ok()?;
        match what {
            For::Draft(serial) => {
                let draft = self.dates.draft.as_ref().filter(|draft| draft.serial == serial)?;
                match draft.every {
                    Some(every) => self.asks_for_room(what, local, every),
                    None => self.asks_which_of_a_day(what, local, now),
                }
            }
            For::New | For::Idea(_) => self.asks_which_of_a_day(what, local, now),
            For::Move(_) => None,
        }
    }

    /// There is an evening on that day at another hour: it may be that it is to move.
    fn asks_which_of_a_day(&self, what: For, local: NaiveDateTime, now: DateTime<Utc>) -> Option<Message> {
        let zone = self.settings.zone;
        let wall = |evening: &Evening| evening.at.with_timezone(&zone).naive_local();
        let coming = || self.dates.evenings.iter().filter(|evening| evening.is_ahead(now) && !evening.rests());
        if coming().any(|evening| wall(evening) == local) {
            return None;
        }
        let there = coming().find(|evening| wall(evening).date() == local.date())?;
        let date = said_time::in_full(local.date(), self.settings.day(now));
        let question = line::DayTaken { date, time: said_time::clock(wall(there).time()) }.phrase();
        let to = line::button_move_to(said_time::clock(local.time()));
        // An idea that was proposed would be lost on the way.
        let moves = !matches!(what, For::Idea(_));
        let moves = moves.then(|| button(to, DateAction::Book(For::Move(there.stamp()), local)));
        Some(Message::new([question]).row(moves).row([
            button(line::button_set_both(), DateAction::Sure(what, local)),
            button(line::button_leave_it(), DateAction::Evening(there.id)),
        ]))
    }

    /// There is one regular evening: a second one takes its place, and that is asked first.
    fn asks_for_room(&self, what: For, local: NaiveDateTime, every: Every) -> Option<Message> {
        let regular = self.dates.regular.as_ref().filter(|regular| !regular.is_same(every, local))?;
        let new = line_for::rule(every, line_for::weekday(local.weekday()), said_time::clock(local.time()));
        let question = Message::new([line::regular_there(regular.said())]);
        Some(
            question
                .row([button(line::button_regular_yes(new), DateAction::Sure(what, local))])
                .row([button(line::button_regular_keep(regular.said()), DateAction::KeepRegular)]),
        )
    }

    /// The next evening of the rule, where it is this very rule that is set once more: a title may come along, and with
    /// it the other is asked anew.
    pub(super) fn same_rule(
        &mut self,
        user: UserId,
        every: Every,
        local: NaiveDateTime,
        title: Option<&Title>,
        now: DateTime<Utc>,
    ) -> Option<EveningId> {
        let regular = self.dates.regular.as_mut().filter(|regular| regular.is_same(every, local))?;
        let is_next = |origin: Origin| matches!(origin, Origin::Regular(_));
        let next = self.dates.evenings.iter().find(|evening| is_next(evening.origin) && evening.is_ahead(now))?.id;
        if let (Some(title), None) = (title, &regular.title) {
            regular.title = Some(title.clone());
            regular.hold = Hold::One(user);
            let untitled = |evening: &&mut Evening| is_next(evening.origin) && evening.is_ahead(now);
            for evening in self.dates.evenings.iter_mut().filter(untitled).filter(|evening| evening.title.is_none()) {
                evening.title = Some(title.clone());
                evening.wording = Wording::OfOne;
                evening.hold = Hold::One(user);
                evening.revision += 1;
            }
        }
        Some(next)
    }
}

/// What is asked where a rule may begin on several days of its name.
pub(super) fn asks_from(spoken: &Spoken) -> Option<Phrase> {
    Some(line_for::from_which_day(spoken.every?, line_for::weekday(spoken.weekday?)))
}

/// What is asked of several readings. Of a rule, where they differ in the day alone: from which on.
pub(super) fn asks_which(spoken: &Spoken, all: &[NaiveDateTime]) -> Phrase {
    let at_one_hour = all.windows(2).all(|two| two[0].time() == two[1].time());
    asks_from(spoken).filter(|_| at_one_hour).unwrap_or_else(|| which_of(all.len()))
}

/// A day whose name was spelt nearly so: they say whether it is meant.
pub(super) fn nearly(what: For, local: NaiveDateTime, today: NaiveDate) -> Message {
    let yes = button(said_time::short_moment(local, today), DateAction::Book(what, local));
    Message::new([line::date_nearly(said_time::in_full(local.date(), today))]).row([yes]).row([choose_day(what)])
}

/// A day that is farther ahead than this, and was typed without its year, has just passed.
const TEN_MONTHS: i64 = 304;

/// Whether a day without its year was read as that of the next year, since this year's has passed.
pub(super) fn has_passed(day: NaiveDate, today: NaiveDate, words: &str) -> bool {
    let (year, short) = (day.format("%Y").to_string(), day.format("%y").to_string());
    let is_year = |word: &str| {
        word.contains(&year) || ["/", ".", "-"].iter().any(|sign| word.ends_with(&format!("{sign}{short}")))
    };
    let is_next_year = day.year() != today.year() && (day - today).num_days() > TEN_MONTHS;
    is_next_year && !words.split_whitespace().any(is_year)
}

/// Whether the day of the next year is meant.
pub(super) fn next_year(what: For, day: NaiveDate, yes: DateAction) -> Message {
    let passed = said_time::day_and_month(day);
    let later = said_time::since(day);
    Message::new([line::DateHasPassed { day: passed, later: later.clone() }.phrase()])
        .row([button(line::button_that_day(later), yes)])
        .row([button(line::button_date_other_day(), DateAction::Days(what))])
}
