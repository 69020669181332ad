//! Setting an evening: the day and the hour by buttons, and what becomes of them.

use crate::couple::said_time;
use crate::line;
use std::collections::BTreeSet;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::action::{DateAction, DraftSerial, For};
use super::after::After;
use super::evening::{Course, Evening, File, Hold, Origin, Title, Wording};
use super::moving;
use super::names::{DateTag, EveningId, Sure};
use super::regular::Regular;
use super::unread;
use super::wall::Wall;
use super::wishes::button;
use crate::couple::rhythm::{Settings, time};
use crate::couple::{Action, Button, Couple, Cx, Message, MessageId, Phrase, Show, Tag, UserId};
use crate::prompts::{CardId, DayPart, Library};
use crate::spoken_time::{self, Every, Meaning, Part, Spoken, Unread, days_from};

/// The days that are offered, from today on or around the evening that is moved …
const DAYS_OFFERED: u64 = 10;
/// … so many of them before its own.
const DAYS_BEFORE: u64 = 4;
/// The hours that are offered.
const HOURS: [(u32, u32); 12] =
    [(9, 0), (11, 0), (12, 30), (15, 0), (17, 0), (18, 0), (18, 30), (19, 0), (19, 30), (20, 0), (20, 30), (21, 30)];
/// Evenings that are offered to whoever wants to call one off.
const MOST_TO_CHANGE: usize = 8;
/// Evenings that can be ahead at once.
const MOST_AHEAD: usize = 20;
/// So often a day an evening can be set or moved: each time the other is asked.
const MOST_ASKED: usize = 6;

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
        let read = spoken_time::read(words, wall);
        let meaning = read.and_then(|spoken| Ok((spoken.meaning(wall.date(), possible)?, spoken)));
        let message = match meaning {
            Err(why) => {
                let wish = if why == Unread::OtherWish { self.to_change(now) } else { Vec::new() };
                // Whoever calls one off wants no day for another.
                let other = if wish.is_empty() { choose_day(For::New) } else { not_now() };
                Message::new([self.unread(why)]).grid(2, wish).row([other])
            }
            Ok((Meaning::Moment(local), spoken)) => {
                let draft = self.draft(&spoken, now);
                return self.book_and_say(user, For::Draft(draft), local, cx);
            }
            Ok((Meaning::OneOf(all), spoken)) => {
                let draft = For::Draft(self.draft(&spoken, now));
                let ask = which_of(all.len());
                let readings =
                    all.into_iter().map(|local| act(said_time::short_moment(local), DateAction::Book(draft, local)));
                Message::new([ask]).grid(1, readings).row([choose_day(draft)])
            }
            Ok((Meaning::Day(day), spoken)) => {
                let draft = For::Draft(self.draft(&spoken, now));
                self.hours_of(draft, day, spoken.part, now)
            }
            Ok((Meaning::OneOfDays(all), spoken)) => {
                let draft = For::Draft(self.draft(&spoken, now));
                let ask = which_of(all.len());
                let readings = all.into_iter().map(|day| act(said_time::short(day), DateAction::Hours(draft, day)));
                Message::new([ask]).grid(2, readings).row([choose_day(draft)])
            }
        };
        cx.say(message);
    }

    /// The evenings that are coming, each as a button to where it is called off or moved.
    fn to_change(&self, now: DateTime<Utc>) -> Vec<Button> {
        let coming = self.dates.evenings.iter().filter(|evening| evening.is_ahead(now) && !evening.rests());
        let button = |evening: &Evening| {
            let local = evening.at.with_timezone(&self.settings.zone).naive_local();
            act(said_time::shortest_moment(local), DateAction::Change(evening.id))
        };
        coming.take(MOST_TO_CHANGE).map(button).collect()
    }

    fn draft(&mut self, spoken: &Spoken, now: DateTime<Utc>) -> DraftSerial {
        self.dates.drafts = DraftSerial(self.dates.drafts.0.wrapping_add(1));
        let serial = self.dates.drafts;
        let title = spoken.title.as_deref().and_then(Title::read);
        self.dates.draft = Some(Draft { serial, title, every: spoken.every, at: now });
        serial
    }

    /// Choose a day: of the next ten, or of those around the evening that is moved.
    pub(super) fn days_screen(&self, what: For, now: DateTime<Utc>) -> Message {
        let today = self.settings.day(now);
        let moved = self.moved(what);
        let around = moved.and_then(|evening| self.settings.day(evening.at).checked_sub_days(Days::new(DAYS_BEFORE)));
        let first = around.map_or(today, |day| day.max(today));
        let days = days_from(first, DAYS_OFFERED).map(|day| act(said_time::short(day), DateAction::Hours(what, day)));
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
    /// Of an idea that was proposed, in the parts of the day in which it can be done.
    pub(super) fn hours_screen(&self, what: For, day: NaiveDate, library: &Library, now: DateTime<Utc>) -> Message {
        let idea = match what {
            For::Idea(serial) => self.dates.proposed(serial).and_then(|id| library.date(&id)),
            For::New | For::Draft(_) | For::Move(_) => None,
        };
        self.hours_within(what, day, now, |time| idea.is_none_or(|idea| idea.suits_part(DayPart::of(time))))
    }

    /// The same, of a part of the day if one was named and has any.
    fn hours_of(&self, what: For, day: NaiveDate, part: Option<Part>, now: DateTime<Utc>) -> Message {
        self.hours_within(what, day, now, |time| part.is_none_or(|part| part.covers(time)))
    }

    /// The hours of a day that are meant, or all if none of them is.
    fn hours_within(
        &self,
        what: For,
        day: NaiveDate,
        now: DateTime<Utc>,
        meant: impl Fn(NaiveTime) -> bool,
    ) -> Message {
        let own = self.moved(what).map(|evening| evening.at.with_timezone(&self.settings.zone).time());
        let hours: BTreeSet<NaiveTime> =
            HOURS.map(|(hour, minute)| time(hour, minute)).into_iter().chain(own).collect();
        let hours = hours.into_iter().map(|hour| day.and_time(hour));
        let mut open: Vec<NaiveDateTime> =
            hours.filter(|local| unread::check(*local, self.settings.zone, now).is_ok()).collect();
        open.sort_by_key(|local| likelihood(local.time()));
        let within = |local: &&NaiveDateTime| meant(local.time());
        let some = open.iter().any(|local| within(&local));
        let hours = open.iter().filter(|local| !some || within(local)).map(|local| {
            let label = line::button_plain(said_time::clock(local.time()));
            act(label, DateAction::Book(what, *local))
        });
        let date = said_time::in_full(day);
        let ask = match what {
            For::New => line::date_choose_hour(date),
            For::Move(_) => line::date_choose_hour_move(date),
            For::Idea(_) | For::Draft(_) => line::date_choose_hour_plain(date),
        };
        Message::new([ask]).grid(4, hours).row([button(line::button_back(), DateAction::Days(what))])
    }

    /// The evening for which another time is chosen.
    fn moved(&self, what: For) -> Option<&Evening> {
        let For::Move(stamp) = what else { return None };
        self.dates.evening(stamp.evening)
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
        if !self.dates.asked.has_room(MOST_ASKED, now) {
            return Booked::Not(line::alert_evenings_enough());
        }
        if let Some(question) = self.question_before(what, local, now).filter(|_| sure == Sure::NotYet) {
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

fn choose_day(what: For) -> Button {
    button(line::button_choose_day(), DateAction::Days(what))
}

/// The way out of a choice among evenings.
pub(super) fn not_now() -> Button {
    button(line::button_not_now(), DateAction::Enough)
}

/// What is asked of so many readings: two are ways to read the words, more are days to choose from.
fn which_of(readings: usize) -> Phrase {
    if readings > 2 { line::date_which_of_these() } else { line::date_either() }
}

/// The place of an hour among those that are offered: seven in the evening and what follows it, then the hours before it,
/// then the day.
fn likelihood(at: NaiveTime) -> (u8, NaiveTime) {
    let rank = if at >= time(19, 0) {
        0
    } else if at >= time(17, 0) {
        1
    } else {
        2
    };
    (rank, at)
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

pub(super) fn act(label: Phrase, action: DateAction) -> Button {
    Button::Act { label, action: Action::Date(action) }
}

/// A moment in a few letters.
pub(super) fn short_time(settings: &Settings, at: DateTime<Utc>) -> Phrase {
    said_time::short_moment(at.with_timezone(&settings.zone).naive_local())
}

/// Lines of a list, one below the other.
pub(super) fn lines(mut lines: impl Iterator<Item = Phrase>) -> Phrase {
    let first = lines.next().unwrap_or_else(line::dates_none_ahead);
    lines.fold(first, |above, below| line::DatesLines { above, below }.phrase())
}
