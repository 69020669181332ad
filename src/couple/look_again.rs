//! After the clock was wrong: what was noted of a time that has not come is void, and what is due is looked at again.
//!
//! A clock that was ahead lets timers go off that have not had their hour, and what they leave behind says "done" of days to
//! come: no card for a year, no reminder. Here every such mark goes back to now, or to where it was. Asked of every couple at
//! each start, and when the clock has come back; where nothing lies ahead that should not, nothing changes.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{Bond, Couple, Doubt, Presence, Rest, TOO_LATE, TimerKind};

/// Nothing that follows a talk or a rest from cards is set farther ahead than this.
const FARTHEST: TimeDelta = TimeDelta::days(8);

/// A clock that is behind for a while after a start is behind by less than this.
const FAR_AHEAD: TimeDelta = TimeDelta::days(1);

/// What was noted later than now was noted now.
fn not_later(at: &mut DateTime<Utc>, now: DateTime<Utc>) {
    *at = (*at).min(now);
}

impl Couple {
    /// What lies ahead of `now` and cannot is put right.
    pub(super) fn look_again(&mut self, doubt: Doubt, now: DateTime<Utc>) {
        // Ideas and reminders carry no moment of their own; these do.
        let noted = [self.deck.scheduled_at, self.deck.laid_at, self.dates.weekly_since];
        let noted = noted.into_iter().flatten().max();
        if doubt == Doubt::MayHaveBeenAhead && noted.is_none_or(|at| at - now < FAR_AHEAD) {
            return;
        }
        let today = self.settings.day(now);
        if noted.is_some_and(|at| at > now) {
            self.dates.bring_ideas_again(&self.settings, now);
        }
        self.by_itself.look_again(today, now);
        self.look_at_rest(today);
        self.look_at_cards(today, now);
        self.look_at_talks(now);
        self.dates.look_again(&self.settings, now);
        self.answers.look_again(now);
        self.own.look_again(now);
        self.doors.look_again(now);
        let noted = [&mut self.greeted_at, &mut self.silent_since, &mut self.dates.weekly_since];
        noted.into_iter().flatten().for_each(|at| not_later(at, now));
        if let Presence::Refused { times, again } = self.presence
            && again - now > FARTHEST
        {
            self.presence = Presence::Refused { times, again: now };
        }
        if let Bond::Two { since, .. } = &mut self.bond {
            not_later(since, now);
        }
    }

    /// They are woken on the day that they said, and not before.
    fn look_at_rest(&mut self, today: NaiveDate) {
        if let Some(day) = self.woken_on.take_if(|day| *day > today)
            && self.rest == Rest::Awake
        {
            self.rest = Rest::Until(day);
        }
    }

    fn look_at_cards(&mut self, today: NaiveDate, now: DateTime<Utc>) {
        self.tellings.told_on.take_if(|day| *day > today);
        self.deck.light_until.take_if(|until| *until - now > FARTHEST);
        let came_ahead = self.deck.laid_at.is_some_and(|at| at > now);
        // Records of before had no moment to it.
        let is_false = self.deck.scheduled_at.take_if(|at| *at > now).is_some();
        if self.deck.scheduled_on.take_if(|day| is_false || *day > today).is_some() {
            // Of today's, what is not known any more: it had its hour. Then it came, or it comes late.
            let hour = self.card_settings(now).next_card(self.chat, now - TOO_LATE, None);
            if hour <= now {
                if came_ahead || self.deck.laid_at.is_some_and(|at| at >= hour) {
                    self.deck.scheduled_on = Some(self.settings.day_of_card(self.chat, hour));
                } else {
                    self.timers.insert(TimerKind::Card, hour);
                }
            }
        }
        if let Some(at) = &mut self.deck.laid_at {
            not_later(at, now);
        }
    }

    fn look_at_talks(&mut self, now: DateTime<Utc>) {
        let talks = &mut self.talks;
        for until in [&mut talks.hush, &mut talks.lighter, &mut talks.aftercare] {
            until.take_if(|until| *until - now > FARTHEST);
        }
        talks.over.values_mut().chain(&mut talks.heavy).for_each(|at| not_later(at, now));
        if let Some(talk) = talks.now.as_mut().filter(|talk| talk.until - now > FARTHEST) {
            talk.until = now + FARTHEST;
            talk.nudge = None;
        }
        if let Some(weekly) = talks.weekly.take_if(|weekly| weekly.next - now > FARTHEST) {
            talks.weekly = Some(weekly.moved(&self.settings, now));
        }
    }
}
