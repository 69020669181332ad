//! What comes by itself in turn: at most one thing a day, never within ten minutes of another, and once a week while nobody
//! taps. What follows from it, like the proposal of an idea, and reminders come besides.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::asked::Role;
use super::telling::{self, Wanted};
use super::{
    Action, CardAction, Class, Couple, Cx, DateAction, Effect, Event, OccasionDays, Outgoing, Pace, Phrase, Press,
    Settings,
};
use crate::line;

/// So long after one thing that comes by itself there is no other.
pub const APART_BY: TimeDelta = TimeDelta::minutes(10);
/// So many days without a tap slow it down.
const UNHEARD: i64 = 14;

/// What takes turns at coming by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unasked {
    /// The weekly talk, whose day and hour they chose.
    Talk,
    Card,
    /// Three ideas for an evening.
    Ideas,
    Telling,
}

/// What came by itself of late, and since when nobody has tapped. Of the two together, never of one of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ByItself {
    /// The couple-local day on which something last came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub came_on: Option<NaiveDate>,
    /// When something was last said that nobody had asked for in that moment (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spoke_at: Option<DateTime<Utc>>,
    /// The card waits until then, so that it does not come with something else (UTC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub put_off: Option<DateTime<Utc>>,
    /// The couple-local day on which one of them last did something in the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heard_on: Option<NaiveDate>,
    /// The couple-local day on which it was said that it goes more slowly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slowed_on: Option<NaiveDate>,
}

impl ByItself {
    pub(super) fn is_unset(&self) -> bool {
        *self == Self::default()
    }

    /// What lies ahead of now was noted by a clock that was wrong.
    pub(super) fn look_again(&mut self, today: NaiveDate, now: DateTime<Utc>) {
        self.came_on.take_if(|day| *day > today);
        self.slowed_on.take_if(|day| *day > today);
        self.spoke_at.take_if(|at| *at > now);
        self.put_off.take_if(|at| *at - now > APART_BY * 2);
        self.heard_on = self.heard_on.map(|day| day.min(today));
    }
}

/// Whose day it is, of those that would come on it: that of the talk which they chose; else of what comes most seldom,
/// so that nothing is crowded out; and of two that come as seldom, by turns, week after week.
pub(super) fn whose_day(day: NaiveDate, would_come: &[(Unasked, Vec<Weekday>)]) -> Option<Unasked> {
    let on_it: Vec<_> = would_come.iter().filter(|(_, days)| days.contains(&day.weekday())).collect();
    if on_it.iter().any(|(turn, _)| *turn == Unasked::Talk) {
        return Some(Unasked::Talk);
    }
    let fewest = on_it.iter().map(|(_, days)| days.len()).min()?;
    let rarest: Vec<Unasked> =
        on_it.into_iter().filter(|(_, days)| days.len() == fewest).map(|(turn, _)| *turn).collect();
    let weeks = usize::try_from(day.num_days_from_ce() / 7).unwrap_or(0);
    rarest.get(weeks % rarest.len()).copied()
}

impl Couple {
    /// Whether this may come now: it is its day, and nothing else has come on it.
    pub(super) fn is_day_of(&self, turn: Unasked, day: NaiveDate, now: DateTime<Utc>) -> bool {
        !self.has_had_its_day(now) && whose_day(day, &self.would_come(turn, day, now)) == Some(turn)
    }

    /// Whether something has come by itself today.
    pub(super) fn has_had_its_day(&self, now: DateTime<Utc>) -> bool {
        self.by_itself.came_on == Some(self.settings.day(now))
    }

    /// Something comes by itself today.
    pub(super) fn has_its_day(&mut self, now: DateTime<Utc>) {
        self.by_itself.came_on = Some(self.settings.day(now));
        self.by_itself.spoke_at = Some(now);
    }

    /// What would come by itself on this day, and on which days of the week it does: what is due now, and of the rest what
    /// is still to come.
    fn would_come(&self, due: Unasked, day: NaiveDate, now: DateTime<Utc>) -> Vec<(Unasked, Vec<Weekday>)> {
        let today = |what: Unasked, at: Option<DateTime<Utc>>| {
            let comes = what == due || at.is_some_and(|at| self.settings.day_of_card(self.chat, at) == day);
            comes.then(|| (what, vec![day.weekday()]))
        };
        let tells = self.tellings.wanted == Wanted::Yes && !self.goes_slowly(now);
        let telling = telling::next(&self.settings, self.chat, now, self.tellings.told_on).filter(|_| tells);
        let talk = self.talks.weekly.as_ref().map(|weekly| weekly.next);
        let talk = today(Unasked::Talk, talk);
        // On a day that they keep, its card comes, and what comes on any other week waits for that.
        if self.keeps_day(day, now) {
            return std::iter::once((Unasked::Card, vec![day.weekday()])).chain(talk).collect();
        }
        let card = (Unasked::Card, self.card_settings(now).days_of_cards());
        let others = [talk, today(Unasked::Ideas, self.ideas_come_at(day, now)), today(Unasked::Telling, telling)];
        std::iter::once(card).chain(others.into_iter().flatten()).collect()
    }

    /// The settings by which cards come: those that they chose, or once a week while nobody taps.
    pub(super) fn card_settings(&self, now: DateTime<Utc>) -> Settings {
        if !self.goes_slowly(now) {
            return self.settings.clone();
        }
        Settings { pace: Pace::Weekly, days: OccasionDays::default(), ..self.settings.clone() }
    }

    /// Whether nobody has tapped for so long that things come once a week.
    pub(super) fn goes_slowly(&self, now: DateTime<Utc>) -> bool {
        let today = self.settings.day(now);
        self.by_itself.heard_on.is_some_and(|day| (today - day).num_days() >= UNHEARD)
    }

    /// That it goes more slowly now, said once.
    pub(super) fn says_that_it_slows(&mut self, now: DateTime<Utc>) -> Option<Phrase> {
        if !self.goes_slowly(now) || self.by_itself.slowed_on.is_some() {
            return None;
        }
        self.by_itself.slowed_on = Some(self.settings.day(now));
        Some(line::slowed())
    }

    /// What one of the two does in the group brings the usual pace back. What is done in private does not: it would show.
    pub(super) fn hears(&mut self, event: &Event, now: DateTime<Utc>) {
        let by_one = event.from().is_some_and(|from| matches!(self.role(from), Role::One(_))) && !is_private(event);
        if by_one || self.by_itself.heard_on.is_none() {
            self.is_heard(now);
        }
    }

    /// The days without a tap are counted from here.
    pub(super) fn is_heard(&mut self, now: DateTime<Utc>) {
        self.by_itself.heard_on = Some(self.settings.day(now));
        self.by_itself.slowed_on = None;
    }

    /// Notes whether this step says something that nobody asked for in this moment.
    pub(super) fn note_what_is_said(&mut self, cx: &Cx<'_>) {
        let unasked = |class| matches!(class, Class::Daily | Class::Reminder);
        // What one of them is told in private must not show by when something comes to both.
        let in_group = |row: &Outgoing| row.chat == self.chat && matches!(row.effect, Effect::Say { .. });
        if cx.has_row(|row| unasked(row.class) && in_group(row)) {
            self.by_itself.spoke_at = Some(cx.now);
        }
    }

    /// The first moment, from now on, that is not too near to something else that comes by itself.
    pub(super) fn first_clear_moment(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let before = self.by_itself.spoke_at.map(|at| at + APART_BY);
        let ahead = self.dates_speak_at(now).filter(|at| *at - now < APART_BY).map(|at| at.max(now) + APART_BY);
        before.into_iter().chain(ahead).fold(now, DateTime::max)
    }
}

/// Whether it is a tap that nobody but who tapped is to know of.
fn is_private(event: &Event) -> bool {
    let Event::Tap { press: Press::Known(action), .. } = event else { return false };
    match action {
        Action::Talk(_) | Action::Answer(_) | Action::Card(CardAction::Answer(_)) => true,
        Action::Date(date) => matches!(date, DateAction::Like(..) | DateAction::Looked(_) | DateAction::Said(..)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

    use super::*;

    const ALL: [Weekday; 7] = [Mon, Tue, Wed, Thu, Fri, Sat, Sun];

    /// Whose day it is, for two weeks from a Monday.
    fn two_weeks(would_come: &[(Unasked, Vec<Weekday>)]) -> Vec<Option<Unasked>> {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).expect("a day");
        monday.iter_days().take(14).map(|day| whose_day(day, would_come)).collect()
    }

    #[test]
    fn on_a_day_of_several_the_rarest_comes() {
        let week = two_weeks(&[
            (Unasked::Card, ALL.to_vec()),
            (Unasked::Ideas, vec![Thu]),
            (Unasked::Telling, vec![Sat]),
            (Unasked::Talk, vec![Sun]),
        ]);
        let card = Some(Unasked::Card);
        let expected = [card, card, card, Some(Unasked::Ideas), card, Some(Unasked::Telling), Some(Unasked::Talk)];
        assert_eq!((&week[..7], &week[7..]), (&expected[..], &expected[..]));
    }

    #[test]
    fn two_that_come_as_seldom_take_turns_and_a_chosen_talk_gives_way_to_none() {
        let weeks = two_weeks(&[(Unasked::Card, vec![Sat]), (Unasked::Telling, vec![Sat])]);
        assert_ne!(weeks[5], weeks[12]);
        assert_eq!(weeks.iter().flatten().count(), 2);
        let weeks = two_weeks(&[(Unasked::Card, vec![Sun]), (Unasked::Talk, vec![Sun])]);
        assert_eq!((weeks[6], weeks[13]), (Some(Unasked::Talk), Some(Unasked::Talk)));
    }
}
