//! What comes by itself about date nights, and when.
//!
//! Everything is read off the state: there is one timer, set to the first thing that is due, and what has been done is
//! marked where it stands. So an evening that is moved or called off leaves nothing behind, and nothing comes twice.

use crate::line;
use chrono::{DateTime, Days, NaiveDate, SubsecRound, TimeDelta, Utc};

use super::action::DateAction;
use super::after::{After, TOO_LATE_TO_ASK};
use super::evening::{Evening, IdeasFor};
use super::names::{DateTag, EveningId, Lead, OfferSerial};
use super::offer::OfferStage;
use super::reminders::{LATE, Night, moment, night, nightfall};
use super::wishes::button;
use super::{Dates, Standing, Weekly};
use crate::couple::by_itself::Unasked;
use crate::couple::rhythm::{Settings, jitter};
use crate::couple::{
    Class, Couple, Cx, Message, Outgoing, Phrase, Presence, Rest, Ring, Settling, TOO_LATE, Tag, said_time,
};
use crate::spoken_time::days_from;

/// Titles are erased so long after the evening.
const TITLES_KEPT: TimeDelta = TimeDelta::days(30);
/// Something typed that was not decided is forgotten.
const DRAFTS_KEPT: TimeDelta = TimeDelta::days(1);
/// What each tapped of ideas is forgotten so long after one should have been proposed, where nothing could be said.
const TAPS_KEPT: TimeDelta = TimeDelta::days(2);
/// Three ideas are brought so many days before an evening that is still open.
const IDEAS_BEFORE: u64 = 3;
/// A weekly idea does not come where an evening is planned within so long.
const WEEK: TimeDelta = TimeDelta::days(7);
/// Nor where one that is still open is nearer than this: the ideas would come when they are about to leave.
const TOO_NEAR: TimeDelta = TimeDelta::days(1);
/// Evenings of the past that are listed.
const MOST_PAST: usize = 30;
/// Matters in one go, at most: far more than can be due at once, so that no mistake of ours goes round for ever.
const MOST_AT_ONCE: usize = 500;

/// So near, an evening is said by how long it is: one after midnight is "in four hours" and not "tomorrow".
const SOON: TimeDelta = TimeDelta::hours(6);

/// Something that is to be done by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Matter {
    ForgetTitle(EveningId),
    ForgetDraft,
    /// An evening that was called off.
    ForgetCalledOff,
    /// A regular evening that ended.
    ForgetEnded,
    /// Ideas that nobody could propose, and what each tapped of them.
    ForgetOffer(OfferSerial),
    /// The time for saying how it was is over.
    Close(EveningId),
    /// A regular evening in the two's rest passes.
    Lapse(EveningId),
    /// One of three ideas is proposed.
    Propose(OfferSerial),
    Remind(EveningId, Lead),
    Ideas(EveningId),
    After(EveningId),
    Weekly,
}

/// What ideas are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// One that is set.
    Evening(EveningId),
    AnyEvening,
}

impl Matter {
    /// Whether the two read something of it.
    fn speaks(self) -> bool {
        // Weekly ideas give way to what else comes.
        matches!(self, Self::Propose(_) | Self::Remind(..) | Self::Ideas(_) | Self::After(_))
    }
}

impl Dates {
    /// What is due even while nobody can be written to: things to forget.
    fn to_forget(&self) -> impl Iterator<Item = (DateTime<Utc>, Matter)> {
        let titles = self.evenings.iter().filter(|evening| evening.title.is_some());
        let titles = titles.map(|evening| (evening.at + TITLES_KEPT, Matter::ForgetTitle(evening.id)));
        let closing = self.evenings.iter().filter_map(|evening| match evening.after {
            After::Asked { until, .. } => Some((until, Matter::Close(evening.id))),
            After::ToCome | After::Closed | After::Moved => None,
        });
        let draft = self.draft.as_ref().map(|draft| (draft.at + DRAFTS_KEPT, Matter::ForgetDraft));
        let offer = self.offer.as_ref().and_then(|offer| match offer.stage {
            OfferStage::Open { closes, .. } => Some((closes + TAPS_KEPT, Matter::ForgetOffer(offer.serial))),
            OfferStage::Proposed(_) => None,
        });
        let off = self.called_off.as_ref().map(|off| (off.until, Matter::ForgetCalledOff));
        let ended = self.ended.as_ref().map(|ended| (ended.until, Matter::ForgetEnded));
        titles.chain(closing).chain(draft).chain(offer).chain(off).chain(ended)
    }
}

impl Couple {
    /// Keeps the state of date nights in step with the time, the settings and the rest.
    pub(in crate::couple) fn tend_dates(&mut self, now: DateTime<Utc>) {
        if self.people().is_none() {
            return;
        }
        if self.settling != Settling::Unplaced {
            self.dates.follow_walls(self.settings.zone, now);
            self.lay_regular(now);
            self.dates.in_order();
            self.dates.evenings.iter_mut().for_each(|evening| evening.keep_step(self.rest, now));
            self.dates.weekly_since.get_or_insert(now);
        }
        let past = self.dates.evenings.iter().filter(|evening| !evening.is_ahead(now)).count();
        self.dates.evenings.drain(..past.saturating_sub(MOST_PAST));
    }

    /// When the first thing about date nights is due (UTC).
    pub(in crate::couple) fn dates_timer(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.people()?;
        self.next_matter(now).map(|(due, _)| due)
    }

    /// The first thing that is to be done, and when.
    fn next_matter(&self, now: DateTime<Utc>) -> Option<(DateTime<Utc>, Matter)> {
        // The due index counts in milliseconds: what lies within one is due with it.
        self.matters(now).map(|(due, matter)| (due.trunc_subsecs(3), matter)).min()
    }

    /// Everything that is to be done as things stand.
    fn matters(&self, now: DateTime<Utc>) -> impl Iterator<Item = (DateTime<Utc>, Matter)> {
        let forget = self.dates.to_forget();
        let writes = self.presence == Presence::Here && self.dates.standing == Standing::Open;
        let speaks = writes && self.settling != Settling::Unplaced;
        let evenings = self.dates.evenings.iter().flat_map(move |evening| self.matters_of(evening, now));
        let offer = self.dates.offer.as_ref().and_then(|offer| match offer.stage {
            OfferStage::Open { closes, .. } => {
                let due = if offer.is_awaited() { closes } else { self.proposes_at(closes, offer.evening, now) };
                Some((self.after_their_talk(due, now), Matter::Propose(offer.serial)))
            }
            OfferStage::Proposed(_) => None,
        });
        let weekly = self.next_weekly(now);
        let weekly = weekly.map(|due| (self.after_their_talk(self.by_day(due, now), now), Matter::Weekly));
        forget.chain(evenings.chain(offer).chain(weekly).filter(move |_| speaks))
    }

    fn matters_of(&self, evening: &Evening, now: DateTime<Utc>) -> Vec<(DateTime<Utc>, Matter)> {
        let id = evening.id;
        if evening.rests() {
            return vec![(evening.at, Matter::Lapse(id))];
        }
        let mut matters = Vec::new();
        if evening.is_ahead(now) {
            let reminder = evening.next_reminder(&self.settings, now);
            let reminder = reminder.map(|(due, lead)| (self.reminds_at(evening, due, now), lead));
            matters.extend(reminder.map(|(due, lead)| (due, Matter::Remind(id, lead))));
            if evening.ideas == IdeasFor::ToCome && evening.is_open() {
                let due = self.after_their_rest(ideas_moment(&self.settings, evening.at));
                matters.extend(due.map(|due| (self.ideas_at(due, now), Matter::Ideas(id))));
            }
        }
        if evening.after == After::ToCome {
            let due = self.by_day(self.after_the_last(evening.morning_after(&self.settings)), now);
            let due = self.after_their_talk(self.in_no_evening(due, None, now), now);
            matters.push((due, Matter::After(id)));
        }
        matters
    }

    /// When the next of all this is said (UTC): what is only forgotten does not count.
    pub(in crate::couple) fn dates_speak_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.matters(now).filter(|(_, matter)| matter.speaks()).map(|(due, _)| due).min()
    }

    /// When ideas come by themselves on this day, as things stand (UTC).
    pub(in crate::couple) fn ideas_come_at(&self, day: NaiveDate, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let for_an_evening = self.matters(now).find(|(due, matter)| {
            matches!(matter, Matter::Ideas(_)) && self.settings.day_of_card(self.chat, *due) == day
        });
        let weekly =
            || self.next_weekly(now).filter(|due| now - *due < TOO_LATE && self.weekly_ideas_for(now).is_some());
        for_an_evening.map(|(due, _)| due).or_else(weekly)
    }

    /// What the weekly ideas would be about, if they came now; `None`: they would not come.
    fn weekly_ideas_for(&self, now: DateTime<Utc>) -> Option<About> {
        if self.dates.offer.as_ref().is_some_and(|offer| matches!(offer.stage, OfferStage::Open { .. })) {
            return None;
        }
        let is_soon = |evening: &&Evening| evening.is_ahead(now) && evening.at - now <= WEEK && !evening.rests();
        match self.dates.evenings.iter().find(is_soon) {
            Some(evening) => (evening.is_open() && evening.at - now >= TOO_NEAR).then_some(About::Evening(evening.id)),
            None => Some(About::AnyEvening),
        }
    }

    /// The first weekly idea after the last one.
    fn next_weekly(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let Weekly::On { day, hour } = self.dates.weekly else { return None };
        let since = self.dates.weekly_since.filter(|_| self.rest == Rest::Awake && !self.goes_slowly(now))?;
        let first = self.settings.day(since).pred_opt()?;
        let on_day = days_from(first, 10).filter(|date| chrono::Datelike::weekday(date) == day);
        let due = on_day.map(|date| self.settings.instant(date, hour) + jitter(self.chat)).find(|due| *due > since)?;
        Some(self.on_another_day_than_a_talk(due))
    }

    /// Whether ideas are still to be brought for an evening at `at`, set now.
    pub(super) fn ideas_for(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> IdeasFor {
        if ideas_moment(&self.settings, at) > now { IdeasFor::ToCome } else { IdeasFor::Brought }
    }

    /// The timer fell due: everything that is due by now is done, in order.
    pub(in crate::couple) fn dates_due(&mut self, cx: &mut Cx<'_>) {
        for _ in 0..MOST_AT_ONCE {
            let due = self.next_matter(cx.now).filter(|(due, _)| *due <= cx.now);
            let Some((due, matter)) = due else { break };
            self.attend(matter, due, cx);
            self.note_what_is_said(cx);
        }
    }

    /// Does one thing, and marks it as done.
    fn attend(&mut self, matter: Matter, due: DateTime<Utc>, cx: &mut Cx<'_>) {
        let now = cx.now;
        match matter {
            Matter::ForgetTitle(id) => {
                if let Some(evening) = self.dates.evening_mut(id) {
                    evening.title = None;
                }
            }
            Matter::ForgetDraft => self.dates.draft = None,
            Matter::ForgetCalledOff => self.dates.called_off = None,
            Matter::ForgetEnded => self.dates.ended = None,
            Matter::ForgetOffer(_) => self.dates.offer = None,
            Matter::Close(id) => self.dates.close(id),
            Matter::Lapse(id) => self.dates.evenings.retain(|evening| evening.id != id),
            Matter::Propose(_) => self.propose_when_due(due, cx),
            Matter::Remind(id, _) => self.remind(id, cx),
            Matter::Ideas(id) => {
                if let Some(evening) = self.dates.evening_mut(id) {
                    evening.ideas = IdeasFor::Brought;
                    self.bring_ideas(Some(id), cx);
                    self.has_its_day(now);
                }
            }
            Matter::After(id) => {
                let morning = self.dates.evening(id).map(|evening| evening.morning_after(&self.settings));
                if morning.is_some_and(|morning| now - morning < TOO_LATE_TO_ASK) {
                    self.ask_after(id, cx);
                } else if let Some(evening) = self.dates.evening_mut(id) {
                    evening.after = After::Closed;
                }
            }
            Matter::Weekly => self.weekly_idea(due, cx),
        }
    }

    fn propose_when_due(&mut self, due: DateTime<Utc>, cx: &mut Cx<'_>) {
        let now = cx.now;
        let Some(offer) = &self.dates.offer else { return };
        if !matches!(offer.stage, OfferStage::Open { .. }) {
            return;
        }
        let late = now - due >= TOO_LATE;
        let comes = self.rest == Rest::Awake || offer.is_wanted();
        let evening = offer.evening.and_then(|id| self.dates.evening(id)).map(|evening| (evening.id, evening.at));
        match evening {
            // Their evening is to have its idea, even where it is too late to make a proposal of it.
            Some((id, at)) if late && at > now => {
                let drawn = self.draw(cx);
                if let Some(evening) = self.dates.evening_mut(id) {
                    evening.revision += u32::from(evening.idea.is_none() && drawn.is_some());
                    evening.idea = evening.idea.take().or(drawn);
                }
            }
            None if !late && comes => self.propose_and_say(cx),
            Some((_, at)) if !late && at > now => self.propose_and_say(cx),
            _ => {}
        }
        // What could not be proposed is over, and its buttons promise nothing any more.
        let over = self.dates.offer.take_if(|offer| matches!(offer.stage, OfferStage::Open { .. }));
        if let Some(card) = over.and_then(|offer| offer.card) {
            cx.edit(card, Message::new([line::offer_put_away()]));
        }
    }

    /// One reminder for all that are due by now.
    fn remind(&mut self, id: EveningId, cx: &mut Cx<'_>) {
        let now = cx.now;
        let settings = &self.settings;
        let Some(evening) = self.dates.evenings.iter_mut().find(|evening| evening.id == id) else { return };
        let planned = |lead: &Lead| moment(*lead, settings, evening.at).filter(|planned| *planned <= now);
        let newest = evening.to_come.iter().filter_map(planned).max();
        let at = evening.at;
        let done: Vec<Lead> = evening.to_come.iter().copied().filter(|lead| planned(lead).is_some()).collect();
        evening.to_come.retain(|lead| !done.contains(lead));
        evening.came.extend(&done);
        let (Some(newest), Some(lead)) = (newest, done.last().copied()) else {
            // Overdue by a change of the settings only: nothing is left to say.
            evening.to_come.clear();
            return;
        };
        let evening = evening.clone();
        let when = self.how_far(at, now);
        // What waited for another evening to end is as late as it was to be.
        let newest = self.between_evenings(newest, Some(id));
        let mut body = vec![if now - newest > LATE { line::reminder_late(when) } else { line::reminder(when) }];
        body.extend(self.when(at, cx.now));
        // What it needs is to be seen at once; the rest is one tap away.
        body.extend(self.what_in_short(&evening, cx.library));
        let message = Message::new(body).row([button(line::button_the_evening(), DateAction::Evening(id))]);
        let row = cx.message(Class::Reminder, message, self.ring(now));
        let expires = nightfall(&self.settings, now).map_or(at, |night| night.min(at));
        let tag = Some(Tag::Date(DateTag::Reminder(id, lead)));
        cx.push(Outgoing { tag, expires: Some(expires), ..row });
    }

    /// "tomorrow", "in two hours": its hour stands below.
    fn how_far(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> Phrase {
        let (day, today) = (self.settings.day(at), self.settings.day(now));
        if day == today || at - now < SOON {
            said_time::from_now(at, now, self.settings.zone)
        } else {
            said_time::day(day, today, said_time::As::When)
        }
    }

    fn weekly_idea(&mut self, due: DateTime<Utc>, cx: &mut Cx<'_>) {
        let now = cx.now;
        self.dates.weekly_since = Some(now);
        let day = self.settings.day_of_card(self.chat, due);
        let busy = self.has_evening(cx.library, now);
        if busy
            || now - due >= TOO_LATE
            || !self.is_day_of(Unasked::Ideas, day, now)
            || self.first_clear_moment(now) > now
        {
            return;
        }
        if let Some(about) = self.weekly_ideas_for(now) {
            let evening = match about {
                About::Evening(id) => Some(id),
                About::AnyEvening => None,
            };
            self.bring_ideas(evening, cx);
            self.has_its_day(now);
        }
    }

    /// A message that nobody waits for: worth nothing hours later, nor at night.
    pub(super) fn say_by_itself(&self, message: Message, tag: Option<DateTag>, cx: &mut Cx<'_>) {
        self.say_with(self.ring(cx.now), message, tag, cx);
    }

    /// The same without a sound.
    pub(super) fn say_quietly_by_itself(&self, message: Message, cx: &mut Cx<'_>) {
        self.say_with(Ring::Silently, message, None, cx);
    }

    fn say_with(&self, ring: Ring, message: Message, tag: Option<DateTag>, cx: &mut Cx<'_>) {
        let row = cx.message(Class::Daily, message, ring);
        let expires = row.expires.into_iter().chain(nightfall(&self.settings, cx.now)).min();
        cx.push(Outgoing { expires, tag: tag.map(Tag::Date), thread: self.thread, ..row });
    }

    /// Aloud, unless it is night for the one who lives by another clock.
    fn ring(&self, now: DateTime<Utc>) -> Ring {
        if self.settings.is_quiet_for_second(now) { Ring::Silently } else { Ring::Aloud }
    }

    /// Something that was on its way was not delivered.
    pub(in crate::couple) fn date_undelivered(&mut self, tag: DateTag, now: DateTime<Utc>) {
        match tag {
            DateTag::Offer(serial) => self.dates.withdraw_offer(serial),
            // At nightfall a reminder is not sent any more. It is taken up in the morning, as late.
            DateTag::Reminder(id, lead) if night(&self.settings, now) == Night::Theirs => {
                if let Some(evening) = self.dates.evening_mut(id).filter(|evening| evening.is_ahead(now)) {
                    evening.came.remove(&lead);
                    evening.to_come.insert(lead);
                }
            }
            DateTag::Reminder(..) | DateTag::After(_) | DateTag::Evening(_) => {}
        }
    }
}

/// When three ideas are brought for an evening at `at`: some days before, at their hour.
pub(super) fn ideas_moment(settings: &Settings, at: DateTime<Utc>) -> DateTime<Utc> {
    let day = settings.day(at).checked_sub_days(Days::new(IDEAS_BEFORE));
    day.map_or(at, |day| settings.instant(day, settings.hour))
}
