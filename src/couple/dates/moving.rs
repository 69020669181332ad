//! Another time for an evening that is set, chosen by buttons or typed: `/date move 26 December 19:00`.

use crate::couple::said_time;
use crate::line;
use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};

use super::action::{DateAction, For, Stamp};
use super::after::After;
use super::asking::{has_passed, next_year};
use super::booking::{not_now, short_time};
use super::evening::{Course, Evening, Hold};
use super::names::EveningId;
use super::unread::check;
use super::wall::Wall;
use super::wishes::button;
use crate::couple::{Button, Couple, Cx, Message, Phrase, UserId};
use crate::spoken_time::{Day, Meaning, Spelt, Unread};

/// Evenings among which the two choose, at most.
const MOST_OFFERED: usize = 10;
/// An evening of which they said that it was moved waits so long for a new time.
const WAITS: TimeDelta = TimeDelta::days(7);

/// Words that ask for another time.
const MOVES: [&str; 6] = ["move", "reschedule", "postpone", "shift", "change", "push"];
/// Words between them and the time.
const FILLERS: [&str; 8] = ["it", "the", "our", "evening", "date", "back", "on", "to"];

/// The words behind "move", if that is how it begins: those that say to when.
pub(super) fn asked(words: &str) -> Option<&str> {
    let rest = MOVES.iter().find_map(|word| behind(words, word))?;
    Some(FILLERS.iter().fold(rest, |rest, filler| behind(rest, filler).unwrap_or(rest)))
}

/// `fri 19:30 to sat` as two.
fn from_and_to(words: &str) -> Option<(&str, &str)> {
    [" to ", " -> ", " → ", " > "].iter().find_map(|sign| words.rsplit_once(sign))
}

/// What stands behind this word, if it is the first.
fn behind<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    first.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

impl Couple {
    /// `/date move`, with or without to when. One evening moves at once; of several the two say which.
    pub(super) fn move_typed(&mut self, user: UserId, words: &str, cx: &mut Cx<'_>) {
        let now = cx.now;
        let mut movable: Vec<&Evening> = self.movable(now).collect();
        let mut words = words;
        if let Some((named, to)) = self.named(&movable, words, now) {
            (movable, words) = (named, to);
        }
        let message = match (&movable[..], words) {
            ([], _) => Message::new([line::date_none_to_move()])
                .row([button(line::button_set_evening(), DateAction::Days(For::New))]),
            ([one], "") => self.days_screen(For::Move(one.stamp()), now),
            (several, "") => {
                let evenings = several.iter().map(|evening| {
                    let days = DateAction::Days(For::Move(evening.stamp()));
                    button(short_time(&self.settings, evening.at, now), days)
                });
                Message::new([line::date_move_which()]).grid(1, evenings).row([not_now()])
            }
            (several, words) => match self.readings(several, words, now) {
                Err(why) => Message::new([why]),
                Ok((readings, spelt)) => match readings[..] {
                    [(stamp, local)] if several.len() == 1 && self.stays(stamp, local) => {
                        self.booked_card(stamp.evening, line::evening_set_already(), cx)
                    }
                    [(stamp, local)] if has_passed(local.date(), self.settings.day(now), words) => {
                        let what = For::Move(stamp);
                        next_year(what, local.date(), DateAction::Book(what, local))
                    }
                    [(stamp, local)]
                        if spelt == Spelt::Right && (several.len() == 1 || self.is_on_day(stamp, local)) =>
                    {
                        return self.book_and_say(user, For::Move(stamp), local, cx);
                    }
                    _ => self.which(&readings, self.settings.day(now)),
                },
            },
        };
        cx.say(message);
    }

    /// Evenings that can be given another time.
    fn movable(&self, now: DateTime<Utc>) -> impl Iterator<Item = &Evening> {
        let waits = move |evening: &Evening| evening.after == After::Moved && now - evening.at < WAITS;
        let open = move |evening: &&Evening| (evening.is_ahead(now) && !evening.rests()) || waits(evening);
        self.dates.evenings.iter().filter(open).take(MOST_OFFERED)
    }

    /// `fri 19:30 to sat`, or `fri to sat`, says which evening moves, and to when: the first of that day.
    fn named<'e, 't>(
        &self,
        evenings: &[&'e Evening],
        words: &'t str,
        now: DateTime<Utc>,
    ) -> Option<(Vec<&'e Evening>, &'t str)> {
        let zone = self.settings.zone;
        let wall = now.with_timezone(&zone).naive_local();
        let (from, to) = from_and_to(words)?;
        let spoken = self.spoken(from, wall).ok().filter(|spoken| spoken.spelt == Spelt::Right)?;
        if spoken.title.is_some() || spoken.every.is_some() {
            return None;
        }
        let meant = spoken.meaning(wall.date(), |local| check(local, zone, now).map(drop)).ok()?;
        let is_meant = |evening: &&&Evening| {
            let local = evening.at.with_timezone(&zone).naive_local();
            match &meant {
                Meaning::Moment(one) => local == *one,
                Meaning::OneOf(all) => all.contains(&local),
                Meaning::Day(day) => local.date() == *day,
                Meaning::OneOfDays(days) => days.contains(&local.date()),
            }
        };
        let named: Vec<&Evening> = evenings.iter().filter(is_meant).copied().collect();
        (!named.is_empty()).then_some((named, to))
    }

    /// To when each of these evenings would move. What was not said stays as it is: the day, or the hour.
    fn readings(
        &self,
        evenings: &[&Evening],
        words: &str,
        now: DateTime<Utc>,
    ) -> Result<(Vec<(Stamp, NaiveDateTime)>, Spelt), Phrase> {
        let zone = self.settings.zone;
        let wall = now.with_timezone(&zone).naive_local();
        let possible = |local| check(local, zone, now).map(drop);
        let spoken = self.spoken(words, wall).map_err(|why| self.unmoved(why))?;
        // A title or a rule was meant for something else.
        if spoken.title.is_some() || spoken.every.is_some() {
            return Err(line::date_move_unclear());
        }
        let mut readings = Vec::new();
        let mut closed = None;
        for evening in evenings {
            let own = evening.at.with_timezone(&zone).naive_local();
            let to = match spoken.or_as_before(own).map(|spoken| spoken.meaning(wall.date(), possible)) {
                Some(Ok(Meaning::Moment(one))) => vec![one],
                Some(Ok(Meaning::OneOf(all))) => all,
                // The hour is always known.
                Some(Ok(Meaning::Day(_) | Meaning::OneOfDays(_))) | None => Vec::new(),
                Some(Err(why)) => {
                    closed = closed.or(Some(why));
                    Vec::new()
                }
            };
            readings.extend(to.into_iter().map(|local| (evening.stamp(), local)));
        }
        // Of a day that was named, the evening on it is meant: it moves to another hour.
        let on_it = |(stamp, local): &(Stamp, NaiveDateTime)| {
            spoken.day != Day::Soonest && self.is_on_day(*stamp, *local) && !self.stays(*stamp, *local)
        };
        if readings.iter().any(on_it) {
            readings.retain(on_it);
        }
        // A reading that would leave an evening where it is cannot be meant where there is another.
        if readings.iter().any(|(stamp, local)| !self.stays(*stamp, *local)) {
            readings.retain(|(stamp, local)| !self.stays(*stamp, *local));
        }
        let why = || closed.map_or_else(line::date_move_unclear, |why| self.unmoved(why));
        if readings.is_empty() { Err(why()) } else { Ok((readings, spoken.spelt)) }
    }

    /// Whether the evening is at this time by the clock on the wall.
    fn stays(&self, stamp: Stamp, local: NaiveDateTime) -> bool {
        let at = self.dates.evening(stamp.evening).map(|evening| evening.at);
        at.is_some_and(|at| at.with_timezone(&self.settings.zone).naive_local() == local)
    }

    /// Whether the evening is on this day already, and only its hour would change.
    fn is_on_day(&self, stamp: Stamp, local: NaiveDateTime) -> bool {
        let evening = self.dates.evening(stamp.evening);
        evening.is_some_and(|evening| evening.at.with_timezone(&self.settings.zone).date_naive() == local.date())
    }

    /// The line that says why nothing moves. Words that are not understood get the form of a move.
    fn unmoved(&self, why: Unread) -> Phrase {
        match why {
            Unread::Unclear | Unread::Unsure | Unread::EveryWhat | Unread::OtherWish => line::date_move_unclear(),
            Unread::NoSuchDay
            | Unread::NoSuchHour
            | Unread::Past
            | Unread::Skipped
            | Unread::TooFar
            | Unread::OtherClock => self.unread(why),
        }
    }

    /// Which evening moves, and to which reading.
    fn which(&self, readings: &[(Stamp, NaiveDateTime)], today: NaiveDate) -> Message {
        let buttons = readings.iter().filter_map(|(stamp, local)| -> Option<Button> {
            let from = self.dates.evening(stamp.evening)?.at.with_timezone(&self.settings.zone).naive_local();
            Some(button(said_time::shift(from, *local, today), DateAction::Book(For::Move(*stamp), *local)))
        });
        Message::new([line::date_move_which()]).grid(1, buttons).row([not_now()])
    }

    /// Another time for an evening, by the couple's clock: who moved it is in, and the other is asked anew.
    pub(super) fn move_evening(&mut self, id: EveningId, user: UserId, local: NaiveDateTime, now: DateTime<Utc>) {
        let wall = Wall { local, zone: self.settings.zone };
        let at = wall.instant();
        let ahead = self.dates.reminders.ahead(&self.settings, at, now);
        let ideas = self.ideas_for(at, now);
        if let Some(evening) = self.dates.evening_mut(id) {
            evening.at = at;
            evening.wall = Some(wall);
            evening.revision += 1;
            if evening.hold == Hold::Firm {
                evening.is_firm_now();
            }
            evening.hold = Hold::One(user);
            evening.to_come = ahead;
            evening.came.clear();
            evening.ideas = ideas;
            evening.origin = evening.origin.moved();
            // Said here, so that its card is drawn as it stands: what both set lies in no rest.
            evening.course = Course::TakesPlace;
            evening.after = After::ToCome;
        }
        self.dates.in_order();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_for_moving_comes_first() {
        for (typed, rest) in [
            ("move 26 December 19:00", Some("26 December 19:00")),
            ("Move it to  friday", Some("friday")),
            ("move the evening to sat", Some("sat")),
            ("move next friday", Some("next friday")),
            ("move our date to sat", Some("sat")),
            ("move", Some("")),
            ("postpone to sat", Some("sat")),
            ("change the date to sat", Some("sat")),
            ("reschedule it to 20:00", Some("20:00")),
            ("changes 20:00", None),
            ("movers 20:00", None),
            ("fri 20:00 move", None),
            ("", None),
        ] {
            assert_eq!(asked(typed), rest, "{typed}");
        }
    }
}
