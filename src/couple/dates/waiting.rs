//! When what is due about date nights may come: not at night, not within minutes of something else, not in the middle of a
//! talk or of another evening, and, where nobody asked for it, not on the evening of a talk nor in a rest.
//!
//! Each takes the moment at which something is due and gives the moment at which it comes, which is never sooner.

use chrono::{DateTime, TimeDelta, Utc};

use super::agenda::ideas_moment;
use super::evening::{Evening, IdeasFor};
use super::names::EveningId;
use super::offer::BEFORE_EVENING;
use super::reminders::{Night, next_waking, night};
use crate::couple::{APART_BY, Couple, Rest};
use crate::spoken_time::days_from;

impl Couple {
    /// When ideas for an evening come that are due at `due`: on a day on which nothing else has come by itself.
    pub(super) fn ideas_at(&self, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let today = self.settings.day(now);
        // What waits since another day comes at its hour, and not with the first tap of this one.
        let due = if self.settings.day(due) < today { self.settings.instant(today, self.settings.hour) } else { due };
        let due = self.on_another_day_than_a_talk(due);
        let tomorrow = today.succ_opt().filter(|_| due <= now && self.has_had_its_day(now));
        let due = tomorrow.map_or(due, |day| self.settings.instant(day, self.settings.hour));
        let due = self.after_the_last(self.in_no_evening(due, None, now));
        self.after_their_talk(self.by_day(due, now), now)
    }

    /// Whether three ideas come by themselves before this evening.
    pub(super) fn brings_ideas(&self, evening: &Evening) -> bool {
        let due = self.after_their_rest(ideas_moment(&self.settings, evening.at));
        evening.ideas == IdeasFor::ToCome && due.is_some_and(|due| due < evening.at)
    }

    /// When one of the ideas is proposed that nobody waits for, if that is due at `due`: in time for its evening.
    pub(super) fn proposes_at(
        &self,
        due: DateTime<Utc>,
        about: Option<EveningId>,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let another_day = self.on_another_day_than_a_talk(due);
        let evening = about.and_then(|id| self.dates.evening(id));
        let in_time = evening.is_none_or(|evening| another_day + BEFORE_EVENING <= evening.at);
        let due = if in_time { another_day } else { due };
        self.by_day(self.after_the_last(self.in_no_evening(due, about, now)), now)
    }

    /// When a reminder of this evening, due at `due`, comes: after another one that is under way, if there is time.
    pub(super) fn reminds_at(&self, evening: &Evening, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let later = self.by_day(self.between_evenings(due, Some(evening.id)), now);
        if later < evening.at { later } else { due }
    }

    /// Not in the middle of an evening, but of the one that it is about.
    pub(super) fn between_evenings(&self, due: DateTime<Utc>, about: Option<EveningId>) -> DateTime<Utc> {
        let others = self.dates.evenings.iter().filter(|evening| Some(evening.id) != about);
        others.fold(due, |due, evening| evening.leaves_in_peace(due))
    }

    /// The same for what is overdue.
    pub(super) fn in_no_evening(
        &self,
        due: DateTime<Utc>,
        about: Option<EveningId>,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let at = due.max(now);
        let later = self.between_evenings(at, about);
        if later > at { later } else { due }
    }

    /// Not while they talk. When the talk ends sooner than by its own timer, this is reckoned anew.
    pub(super) fn after_their_talk(&self, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let live = self.talks.now.as_ref().filter(|talk| talk.is_live(now));
        live.map_or(due, |talk| due.max(talk.until + APART_BY))
    }

    /// After a talk cards are silent for some hours: what would have come in these comes at the hour of another day.
    pub(super) fn on_another_day_than_a_talk(&self, due: DateTime<Utc>) -> DateTime<Utc> {
        let Some(quiet) = self.talks.hush.filter(|until| due < *until) else { return due };
        let hours =
            days_from(self.settings.day(due), 4).skip(1).map(|day| self.settings.instant(day, self.settings.hour));
        hours.into_iter().find(|at| *at >= quiet).unwrap_or(due + TimeDelta::days(1))
    }

    /// Not in a rest: at their hour on the day on which it ends. `None`: nobody knows when that is.
    pub(super) fn after_their_rest(&self, due: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match self.rest {
            Rest::Awake => Some(due),
            Rest::Until(day) => Some(due.max(self.settings.instant(day, self.settings.hour))),
            Rest::UntilResumed => None,
        }
    }

    /// Not within minutes of what came by itself last.
    pub(super) fn after_the_last(&self, due: DateTime<Utc>) -> DateTime<Utc> {
        self.by_itself.spoke_at.map_or(due, |at| due.max(at + APART_BY))
    }

    /// What is overdue at night waits for the morning.
    pub(super) fn by_day(&self, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        if due <= now && night(&self.settings, now) == Night::Theirs { next_waking(&self.settings, now) } else { due }
    }
}
