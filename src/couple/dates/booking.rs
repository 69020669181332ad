//! Setting an evening: the day and the hour by buttons, and what becomes of them.

use crate::couple::said_time;
use crate::line;
use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::action::{DateAction, DraftSerial, For};
use super::after::After;
use super::asking::{asks_from, asks_which, has_passed, nearly, next_year};
use super::evening::{Course, Evening, File, Hold, Origin, Title, Wording};
use super::moving;
use super::names::{DateTag, EveningId, Sure};
use super::regular::Regular;
use super::unread;
use super::wall::Wall;
use super::wishes::button;
use crate::couple::rhythm::Settings;
use crate::couple::{Button, Couple, Cx, Message, MessageId, Phrase, Show, Tag, UserId};
use crate::prompts::CardId;
use crate::spoken_time::{self, Every, Meaning, Spelt, Spoken, Unread};

/// Evenings that are offered to whoever wants to call one off.
const MOST_TO_CHANGE: usize = 8;
/// Evenings that can be ahead at once.
const MOST_AHEAD: usize = 20;
/// So often a day an evening can be set or moved. Each time the other hears of it, with a sound: one alone is not to ring
/// without end. Enough for an evening of planning, with what is corrected.
const MOST_ASKED: usize = 12;

/// Something typed of which the hour is still missing, or the reading still open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    pub serial: DraftSerial,
    #[serde(default)]
    pub title: Option<Title>,
    #[serde(default)]
    pub every: Option<Every>,
    /// When it was typed (UTC); its title is not kept for long.
    pub at: DateTime<Utc>,
    /// The time for which they were asked whether an evening of that day moves there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<NaiveDateTime>,
}

/// How setting an evening ended.
pub(super) enum Booked {
    /// It stands.
    Set(EveningId),
    /// It was there already, at this very moment.
    There(EveningId),
    /// A rule is noted whose first evenings lie in the two's rest.
    Resting,
    /// Nothing yet: first the two are asked.
    Ask(Message),
    Not(Phrase),
}

impl Couple {
    /// `/date` with or without words behind it.
    pub(super) fn date_typed(&mut self, user: UserId, words: &str, cx: &mut Cx<'_>) {
        if words.is_empty() {
            return cx.say(self.dates.wishes.screen());
        }
        if let Some(words) = moving::asked(words) {
            return self.move_typed(user, words, cx);
        }
        let (zone, now) = (self.settings.zone, cx.now);
        let wall = now.with_timezone(&zone).naive_local();
        let possible = |local| unread::check(local, zone, now).map(drop);
        let read = self.spoken(words, wall);
        let meaning =
            read.and_then(|spoken| Ok((at_its_meal(spoken.meaning(wall.date(), possible)?, &spoken), spoken)));
        let message = match meaning {
            Err(why) => {
                let wish = if why == Unread::OtherWish { self.to_change(now) } else { Vec::new() };
                // Whoever calls one off wants no day for another.
                let other = if wish.is_empty() { choose_day(For::New) } else { not_now() };
                let nothing = why == Unread::OtherWish && wish.is_empty();
                Message::new([if nothing { line::date_none_to_change() } else { self.unread(why) }])
                    .grid(2, wish)
                    .row([other])
            }
            Ok((Meaning::Moment(local), spoken)) => {
                let draft = For::Draft(self.draft(&spoken, now));
                if has_passed(local.date(), wall.date(), words) {
                    next_year(draft, local.date(), DateAction::Book(draft, local))
                } else if spoken.spelt == Spelt::Nearly {
                    nearly(draft, local, wall.date())
                } else {
                    return self.book_and_say(user, draft, local, cx);
                }
            }
            Ok((Meaning::OneOf(all), spoken)) => {
                let draft = For::Draft(self.draft(&spoken, now));
                let ask = asks_which(&spoken, &all);
                let readings = all
                    .into_iter()
                    .map(|local| button(said_time::short_moment(local, wall.date()), DateAction::Book(draft, local)));
                Message::new([ask]).grid(1, readings).row([choose_day(draft)])
            }
            Ok((Meaning::Day(day), spoken)) if has_passed(day, wall.date(), words) => {
                let draft = For::Draft(self.draft(&spoken, now));
                next_year(draft, day, DateAction::Hours(draft, day))
            }
            Ok((Meaning::Day(day), spoken)) => {
                let draft = For::Draft(self.draft(&spoken, now));
                self.hours_within(draft, day, now, |time| spoken.suits(time))
            }
            Ok((Meaning::OneOfDays(all), spoken)) => {
                let draft = For::Draft(self.draft(&spoken, now));
                let readings = all
                    .into_iter()
                    .map(|day| button(said_time::short(day, wall.date()), DateAction::Hours(draft, day)));
                let ask = asks_from(&spoken).unwrap_or_else(line::date_which_of_these);
                Message::new([ask]).grid(2, readings).row([choose_day(draft)])
            }
        };
        cx.say(message);
    }

    /// What was typed, by the couple's clock.
    pub(super) fn spoken(&self, words: &str, wall: NaiveDateTime) -> Result<Spoken, Unread> {
        spoken_time::read_at(words, wall, &self.settings.zone.city())
    }

    /// The evenings that are coming, each as a button to where it is called off or moved.
    fn to_change(&self, now: DateTime<Utc>) -> Vec<Button> {
        let coming = self.dates.evenings.iter().filter(|evening| evening.is_ahead(now) && !evening.rests());
        let button = |evening: &Evening| {
            let local = evening.at.with_timezone(&self.settings.zone).naive_local();
            button(said_time::shortest_moment(local, self.settings.day(now)), DateAction::Change(evening.id))
        };
        coming.take(MOST_TO_CHANGE).map(button).collect()
    }

    fn draft(&mut self, spoken: &Spoken, now: DateTime<Utc>) -> DraftSerial {
        self.dates.drafts = DraftSerial(self.dates.drafts.0.wrapping_add(1));
        let serial = self.dates.drafts;
        let title = spoken.title.as_deref().and_then(Title::read);
        self.dates.draft = Some(Draft { serial, title, every: spoken.every, at: now, asked: None });
        serial
    }

    /// A tap on an hour, or on a reading.
    pub(super) fn book_by_tap(
        &mut self,
        user: UserId,
        what: For,
        local: NaiveDateTime,
        sure: Sure,
        message: MessageId,
        cx: &mut Cx<'_>,
    ) -> Show {
        match (self.book(user, what, local, sure, cx.now), what) {
            // The other one is to hear of it, and an edit makes no sound.
            (Booked::Set(id), what) => {
                let moved = matches!(what, For::Move(_));
                let first = if moved { line::evening_moved() } else { line::evening_set() };
                let mut card = self.booked_card(id, first, cx);
                self.add_what_went(&mut card, Some(message), cx);
                cx.edit(message, Message::new([line::evening_below()]));
                cx.say_as(card, Tag::Date(DateTag::Evening(id)));
                Show::Nothing
            }
            (Booked::There(_), For::Move(_)) => Show::Box(line::alert_evening_there()),
            (Booked::There(id), _) => cx.edit(message, self.booked_card(id, line::evening_set_already(), cx)),
            (Booked::Resting, _) => {
                let mut resting = Message::new([line::regular_resting()]);
                self.add_what_went(&mut resting, Some(message), cx);
                cx.edit(message, resting)
            }
            (Booked::Ask(question), _) => cx.edit(message, question),
            (Booked::Not(why), _) => Show::Box(why),
        }
    }

    /// What was typed is booked, and said.
    pub(super) fn book_and_say(&mut self, user: UserId, what: For, local: NaiveDateTime, cx: &mut Cx<'_>) {
        let set = if matches!(what, For::Move(_)) { line::evening_moved() } else { line::evening_set() };
        let message = match self.book(user, what, local, Sure::NotYet, cx.now) {
            Booked::Set(id) => {
                let card = self.booked_card(id, set, cx);
                return cx.say_as(card, Tag::Date(DateTag::Evening(id)));
            }
            Booked::There(id) => self.booked_card(id, line::evening_set_already(), cx),
            Booked::Resting => Message::new([line::regular_resting()]),
            Booked::Ask(question) => question,
            Booked::Not(why) => Message::new([why]),
        };
        cx.say(message);
    }

    pub(super) fn booked_card(&self, id: EveningId, first: Phrase, cx: &Cx<'_>) -> Message {
        let Some(evening) = self.dates.evening(id) else { return Message::new([line::evening_gone()]) };
        let mut card = self.evening_card(evening, cx.library, cx.now);
        card.body.insert(0, first);
        card
    }

    /// Sets or moves an evening, if that is possible and they were not asked too often of late.
    fn book(&mut self, user: UserId, what: For, local: NaiveDateTime, sure: Sure, now: DateTime<Utc>) -> Booked {
        if !self.dates.asked.has_room_today(MOST_ASKED, self.settings.zone, now) {
            return Booked::Not(line::alert_evenings_enough());
        }
        if let Some(question) = self.question_before(what, local, now).filter(|_| sure == Sure::NotYet) {
            if let (For::Draft(_), Some(draft)) = (what, &mut self.dates.draft) {
                draft.asked = Some(local);
            }
            return Booked::Ask(question);
        }
        let booked = self.book_anyway(user, what, local, now);
        if matches!(booked, Booked::Set(_) | Booked::Resting) {
            self.dates.asked.note(now);
        }
        booked
    }

    fn book_anyway(&mut self, user: UserId, what: For, local: NaiveDateTime, now: DateTime<Utc>) -> Booked {
        let at = match unread::check(local, self.settings.zone, now) {
            Ok(at) => at,
            Err(why) => return Booked::Not(alert(why)),
        };
        let gone = || Booked::Not(line::alert_date_gone_by());
        let (title, every, idea) = match what {
            For::Move(stamp) => {
                let Some(evening) = self.dates.evening(stamp.evening) else { return gone() };
                if !evening.is_ahead(now) && evening.after != After::Moved {
                    return gone();
                }
                if evening.stamp() != stamp {
                    return Booked::Not(line::alert_evening_changed());
                }
                let there = |other: &&Evening| other.at == at && other.id != stamp.evening;
                match self.dates.evenings.iter().find(there) {
                    // One that lies in their rest makes room.
                    Some(other) if other.rests() => self.dates.leave_out(other.id),
                    Some(other) => return Booked::There(other.id),
                    None => {}
                }
                self.move_evening(stamp.evening, user, local, now);
                // Typed as an evening of its own, and moved instead: its title comes along.
                let asked = self.dates.draft.take_if(|draft| draft.asked == Some(local));
                self.complete(stamp.evening, user, asked.and_then(|draft| draft.title), None);
                return Booked::Set(stamp.evening);
            }
            For::New => (None, None, None),
            For::Idea(serial) => match self.dates.proposed(serial) {
                Some(idea) => (None, None, Some(idea)),
                None => return gone(),
            },
            For::Draft(serial) => match self.dates.draft.take_if(|draft| draft.serial == serial) {
                Some(draft) => (draft.title, draft.every, None),
                None => return gone(),
            },
        };
        if let (None, Some(there)) = (every, self.dates.evenings.iter().find(|evening| evening.at == at)) {
            let (id, rested) = (there.id, there.rests());
            if rested {
                // A regular one that lies in their rest: now they want it after all.
                self.move_evening(id, user, local, now);
            }
            if idea.is_some() {
                self.dates.offer = None;
            }
            self.complete(id, user, title, idea);
            return if rested { Booked::Set(id) } else { Booked::There(id) };
        }
        if self.dates.evenings.iter().filter(|evening| evening.is_ahead(now)).count() >= MOST_AHEAD {
            return Booked::Not(line::alert_evenings_full());
        }
        if let For::Idea(_) = what {
            self.dates.offer = None;
        }
        let id = match every {
            None => self.add_evening(user, local, idea, title, now),
            Some(every) => {
                if let Some(next) = self.same_rule(user, every, local, title.as_ref(), now) {
                    return Booked::There(next);
                }
                self.end_regular(user, Some(local), now);
                let hold = Hold::One(user);
                let skipped = BTreeSet::new();
                self.dates.regular = Some(Regular { every, first: local, title, planner: user, hold, skipped });
                // Its first evenings are laid at once: the card of the first is the answer.
                self.tend_dates(now);
                match self.dates.evenings.iter().find(|evening| evening.at == at) {
                    Some(first) => first.id,
                    None => return Booked::Resting,
                }
            }
        };
        Booked::Set(id)
    }

    /// Puts an evening among the others. `local`: when it begins, by the couple's clock.
    pub(super) fn add_evening(
        &mut self,
        planner: UserId,
        local: NaiveDateTime,
        idea: Option<CardId>,
        title: Option<Title>,
        now: DateTime<Utc>,
    ) -> EveningId {
        self.dates.last_evening = EveningId(self.dates.last_evening.0.wrapping_add(1));
        let id = self.dates.last_evening;
        let wall = Wall { local, zone: self.settings.zone };
        let at = wall.instant();
        self.dates.evenings.push(Evening {
            id,
            at,
            wall: Some(wall),
            idea,
            title,
            wording: Wording::OfOne,
            planner,
            hold: Hold::One(planner),
            revision: 0,
            to_come: self.dates.reminders.ahead(&self.settings, at, now),
            came: BTreeSet::new(),
            ideas: self.ideas_for(at, now),
            file: File::NotAsked,
            origin: Origin::Single,
            course: Course::TakesPlace,
            after: After::ToCome,
            card: None,
        });
        self.dates.in_order();
        id
    }

    /// What an evening that was set before has not, it takes from what is set for the same moment. With a title of one
    /// the other is asked anew.
    fn complete(&mut self, id: EveningId, user: UserId, title: Option<Title>, idea: Option<CardId>) {
        let Some(evening) = self.dates.evening_mut(id) else { return };
        let is_titled = evening.title.is_none() && title.is_some();
        let takes = is_titled || (evening.idea.is_none() && idea.is_some());
        if is_titled {
            evening.title = title;
            evening.wording = Wording::OfOne;
            evening.hold = Hold::One(user);
        }
        evening.idea = evening.idea.take().or(idea);
        evening.revision += u32::from(takes);
    }
}

pub(super) fn choose_day(what: For) -> Button {
    button(line::button_choose_day(), DateAction::Days(what))
}

/// Readings at an hour at which nobody eats the meal of the title are not meant, where there is another.
fn at_its_meal(meaning: Meaning, spoken: &Spoken) -> Meaning {
    let Meaning::OneOf(all) = meaning else { return meaning };
    let suits = |local: &&NaiveDateTime| spoken.suits_meal(local.time());
    match all.iter().filter(suits).copied().collect::<Vec<_>>()[..] {
        [] => Meaning::OneOf(all),
        [one] => Meaning::Moment(one),
        ref some => Meaning::OneOf(some.to_vec()),
    }
}

/// The way out of a choice among evenings.
pub(super) fn not_now() -> Button {
    button(line::button_not_now(), DateAction::Enough)
}

/// What is asked of so many readings: two are ways to read the words, more are days to choose from.
pub(in crate::couple) fn which_of(readings: usize) -> Phrase {
    if readings > 2 { line::date_which_of_these() } else { line::date_either() }
}

/// What a tap on a time that is none any more shows.
fn alert(why: Unread) -> Phrase {
    match why {
        Unread::Past => line::alert_date_past(),
        Unread::Skipped => line::alert_date_skipped(),
        Unread::TooFar => line::alert_date_too_far(),
        Unread::Unclear
        | Unread::Unsure
        | Unread::EveryWhat
        | Unread::NoSuchDay
        | Unread::NoSuchHour
        | Unread::OtherClock
        | Unread::OtherWish => line::alert_date_gone_by(),
    }
}

/// A moment in a few letters.
pub(super) fn short_time(settings: &Settings, at: DateTime<Utc>, now: DateTime<Utc>) -> Phrase {
    said_time::short_moment(at.with_timezone(&settings.zone).naive_local(), settings.day(now))
}

/// Lines of a list, one below the other.
pub(super) fn lines(mut lines: impl Iterator<Item = Phrase>) -> Phrase {
    let first = lines.next().unwrap_or_else(line::dates_none_ahead);
    lines.fold(first, |above, below| line::DatesLines { above, below }.phrase())
}
