//! When things come by themselves: the timers that the state of a couple asks for.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};

use super::telling::{self, Wanted};
use super::{Couple, Presence, Rest, Settling, TimerKind};

impl Couple {
    /// Brings date nights up to date with the moment, and sets the timers that the state asks for. Called once for each
    /// event, after everything else.
    pub(super) fn settle(&mut self, now: DateTime<Utc>) {
        self.tend_dates(now);
        self.note_silence(now);
        for asked in [&mut self.greetings, &mut self.talks.invited, &mut self.dates.asked] {
            asked.tidy(now);
        }
        self.unknown.tidy(now);
        self.own.tidy(now);
        self.deck.forget_what_cannot_be_undone(now);
        self.deck.forget_other_days(self.settings.day(now));
        self.timers = self.timers_asked(now);
    }

    /// The timers that the state asks for at `now`: when each kind falls due (UTC).
    ///
    /// A card or a thought that has had its moment and has not come keeps it: what else happens meanwhile does not take
    /// it away.
    #[must_use]
    pub fn timers_asked(&self, now: DateTime<Utc>) -> BTreeMap<TimerKind, DateTime<Utc>> {
        let overdue = |kind| self.timers.get(&kind).copied().filter(|due| *due <= now);
        let mut timers = BTreeMap::new();
        let mut set = |kind, due: Option<DateTime<Utc>>| timers.extend(due.map(|due| (kind, due)));
        set(TimerKind::Dates, self.dates_timer(now));
        set(TimerKind::Answers, self.answers.timer());
        set(TimerKind::Forget, self.forgotten_at());
        if let Presence::Refused { again, .. } = self.presence {
            set(TimerKind::TryAgain, Some(again));
        }
        if self.presence != Presence::Here || self.people().is_none() {
            return timers;
        }
        let talk = self.talks.now.as_ref();
        let stopped = self.talks.stopped.as_ref().map(|stopped| stopped.until);
        set(TimerKind::Talk, talk.map(|talk| talk.until).or(stopped));
        set(TimerKind::Nudge, talk.and_then(|talk| talk.nudge));
        set(TimerKind::Aftercare, self.talks.aftercare);
        set(TimerKind::Weekly, self.talks.weekly.as_ref().map(|weekly| weekly.next));
        if self.settling == Settling::Unplaced || self.one_is_gone() {
            return timers;
        }
        match self.rest {
            Rest::Awake => {
                let card = || self.next_card(now);
                let waiting = self.by_itself.put_off.or_else(|| overdue(TimerKind::Card));
                set(TimerKind::Card, waiting.or_else(|| Some(card())));
                if self.tellings.wanted == Wanted::Yes && !self.goes_slowly(now) {
                    let telling = || telling::next(&self.settings, self.chat, now, self.tellings.told_on);
                    set(TimerKind::Telling, overdue(TimerKind::Telling).or_else(telling));
                }
            }
            Rest::Until(day) => set(TimerKind::Wake, Some(self.settings.instant(day, NaiveTime::MIN))),
            Rest::UntilResumed => {}
        }
        timers
    }
}
