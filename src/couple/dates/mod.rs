//! Date nights: from an idea to an evening that happened.
//!
//! ```text
//!  wishes ─► three ideas ─► each looks in private ─► one is proposed ─┐
//!                                                                     ├─► evening ─► reminders ─► the morning after
//!  typed or tapped: a day and an hour ────────────────────────────────┘      ▲
//!  the regular evening (a rule) ─────────────────────────────────────────────┘
//! ```
//!
//! What must never be true here: that one sees what the other tapped in private; that something comes at night, twice,
//! or after the evening; that an evening which is moved or called off leaves a timer behind.

mod action;
mod after;
mod agenda;
mod asking;
mod booking;
mod calendar;
mod called_off;
mod card_before;
mod ended;
mod evening;
mod hours;
mod late;
mod list;
mod look_again;
mod mine;
mod moving;
mod names;
mod offer;
mod regular;
mod reminders;
mod unread;
mod waiting;
mod wall;
mod wishes;

use crate::line;
use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc, Weekday};
use serde::{Deserialize, Serialize};

pub(super) use crate::spoken_time::Every;
pub use action::{DateAction, DraftSerial, For, Stamp};
pub use after::After;
pub use booking::Draft;
pub(super) use booking::which_of;
pub use calendar::{Calendar, Entry, Status};
pub use called_off::CalledOff;
pub use ended::Ended;
pub use evening::{Evening, Hold, Origin, Title};
pub(super) use mine::MyDates;
pub use names::{DateTag, EveningId, Lead, OfferSerial, Span, Sure, Verdict};
pub use offer::Offer;
pub use regular::Regular;
pub use reminders::Reminders;
pub use wall::Wall;
pub use wishes::Wishes;

use super::night::Wish;
use super::{AtNight, Couple, Cx, Lately, Message, MessageId, Settling, Show, Tag, UserId, screens};
use crate::prompts::CardId;
use crate::zones::Zone;

/// All that is kept of a couple's date nights.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dates {
    pub wishes: Wishes,
    /// The ideas on the table.
    pub offer: Option<Offer>,
    /// The number of the offer made last.
    pub offers: OfferSerial,
    /// Ideas shown, oldest first.
    #[serde(with = "crate::prompts::id_list")]
    pub shown: Vec<CardId>,
    /// How much ideas are liked, where anything is known. Only moves their chances.
    #[serde(with = "crate::prompts::id_list::weighed")]
    pub liking: BTreeMap<CardId, i8>,
    /// Evenings ahead and of late, in the order of time.
    pub evenings: Vec<Evening>,
    /// The number of the evening set last.
    pub last_evening: EveningId,
    pub regular: Option<Regular>,
    pub reminders: Reminders,
    pub weekly: Weekly,
    /// Weekly ideas up to here are dealt with (UTC).
    pub weekly_since: Option<DateTime<Utc>>,
    pub draft: Option<Draft>,
    /// The number of the draft made last.
    pub drafts: DraftSerial,
    /// What their calendar is called by programs; 0 until a file is asked for.
    pub calendar: u64,
    pub standing: Standing,
    /// The evening that was called off last, for as long as that can be undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called_off: Option<CalledOff>,
    /// The regular evening that ended last, for as long as that can be undone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// When one of the two set or moved an evening, and with it asked the other.
    #[serde(skip_serializing_if = "Lately::is_empty")]
    pub asked: Lately,
}

/// Whether a weekly idea comes by itself, and when, couple-local.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weekly {
    On { day: Weekday, hour: NaiveTime },
    Off,
}

impl Weekly {
    /// The hour, unless they choose another.
    const HOUR: NaiveTime = match NaiveTime::from_hms_opt(18, 0, 0) {
        Some(hour) => hour,
        None => NaiveTime::MIN,
    };
}

impl Default for Weekly {
    /// Thursday at 18:00: before the weekend, and not with the card.
    fn default() -> Self {
        Self::On { day: Weekday::Thu, hour: Self::HOUR }
    }
}

/// Whether anything comes by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    #[default]
    Open,
    /// One of the two left the group: all of it rests until `/resume`.
    Frozen,
}

impl Dates {
    /// The evening of this number.
    #[must_use]
    pub fn evening(&self, id: EveningId) -> Option<&Evening> {
        self.evenings.iter().find(|evening| evening.id == id)
    }

    fn evening_mut(&mut self, id: EveningId) -> Option<&mut Evening> {
        self.evenings.iter_mut().find(|evening| evening.id == id)
    }

    /// The card of this evening stands here.
    pub(in crate::couple) fn evening_stands(&mut self, id: EveningId, message: MessageId) {
        if let Some(evening) = self.evening_mut(id) {
            evening.card = Some(message);
        }
    }

    /// Takes an evening out; a regular one is not laid again.
    fn leave_out(&mut self, id: EveningId) {
        let place = self.evening(id).and_then(|evening| evening.origin.place());
        self.evenings.retain(|evening| evening.id != id);
        if let Some(regular) = &mut self.regular {
            regular.skipped.extend(place);
        }
    }

    /// Evenings in records from before the wall was kept: what it showed by the rules of that time. `zone`: the couple's.
    pub(in crate::couple) fn know_walls(&mut self, zone: Zone) {
        for evening in &mut self.evenings {
            let at = evening.at;
            evening.wall.get_or_insert_with(|| Wall { local: zone.wall_by_2025b(at), zone });
        }
    }

    /// Each evening that is ahead is at the instant at which the wall shows what was said; regular ones by the clock of
    /// `zone`, the couple's, wherever they have moved. What would be over thereby stays.
    pub(super) fn follow_walls(&mut self, zone: Zone, now: DateTime<Utc>) {
        for evening in self.evenings.iter_mut().filter(|evening| evening.is_ahead(now)) {
            if let Origin::Regular(local) = evening.origin {
                evening.wall = Some(Wall { local, zone });
            }
            let at = evening.wall.map(Wall::instant).filter(|at| *at > now && *at != evening.at);
            if let Some(at) = at {
                evening.at = at;
                evening.revision += 1;
            }
        }
        self.in_order();
    }

    fn in_order(&mut self) {
        self.evenings.sort_by_key(|evening| (evening.at, evening.id));
    }
}

impl Couple {
    /// `/date`, alone or with when and what.
    pub(super) fn date_command(&mut self, user: UserId, words: &str, cx: &mut Cx<'_>) {
        match self.placed() {
            Ok(()) => self.date_typed(user, words, cx),
            Err(first) => cx.say(first),
        }
    }

    /// `/dates`.
    pub(super) fn dates_command(&self, cx: &mut Cx<'_>) {
        cx.say(match self.placed() {
            Ok(()) => self.dates_list(cx.library, cx.now),
            Err(first) => first,
        });
    }

    /// Without a clock of theirs there is no evening: first they say where they live.
    fn placed(&self) -> Result<(), Message> {
        match self.settling {
            Settling::Unplaced => Err(screens::regions(Some(line::date_first_place()), self.settling)),
            Settling::Underway | Settling::Done => Ok(()),
        }
    }

    /// A tap on a button about date nights, by one of the two.
    pub(super) fn date_tap(&mut self, user: UserId, action: DateAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
        if let Err(first) = self.placed() {
            return cx.edit(message, first);
        }
        // What lies behind a button may have gone by since: then the button goes, and one kind line says why.
        self.date_done(user, action, message, cx).unwrap_or_else(|| self.gone_date(action, message, cx))
    }

    /// Does what the button says; `None` where that is not possible any more.
    fn date_done(&mut self, user: UserId, action: DateAction, message: MessageId, cx: &mut Cx<'_>) -> Option<Show> {
        let now = cx.now;
        let screen = match action {
            DateAction::Ask => self.dates.wishes.screen(),
            DateAction::Energy(energy) => self.wish(|wishes| wishes.energy = energy),
            DateAction::Cost(cost) => self.wish(|wishes| wishes.cost = cost),
            DateAction::Span(span) => self.wish(|wishes| wishes.span = span),
            DateAction::Apart(apart) => self.wish(|wishes| wishes.apart = apart),
            DateAction::Enough => Message::new([line::date_another_time()]),
            DateAction::Three => return Some(self.ideas_in_place(None, message, cx)),
            DateAction::Like(serial, place) => return self.like(user, serial, place),
            DateAction::Looked(serial) => return self.looked(user, serial, now),
            DateAction::More(serial) => return self.three_more(serial, message, cx),
            DateAction::NotNow(serial) => return self.not_now(serial, message, cx),
            DateAction::Days(what) => self.days_screen(self.still(what)?, now),
            DateAction::Hours(what, day) => self.hours_screen(self.still(what)?, day, cx.library, now),
            DateAction::Book(what, local) => {
                return Some(self.book_by_tap(user, what, local, Sure::NotYet, message, cx));
            }
            DateAction::Sure(what, local) => {
                return Some(self.book_by_tap(user, what, local, Sure::Yes, message, cx));
            }
            DateAction::Evening(id) => {
                let card = self.evening_card(self.ahead(id, now)?, cx.library, now);
                self.dates.evening_stands(id, message);
                card
            }
            DateAction::In(stamp) => return self.in_for(user, stamp, message, cx),
            DateAction::Change(id) => self.change_screen(self.ahead(id, now)?, now),
            DateAction::Ideas(id) => {
                let id = self.ahead(id, now)?.id;
                return Some(self.ideas_in_place(Some(id), message, cx));
            }
            DateAction::Who(id) => return Some(plans(self.ahead(id, now)?.planner, user)),
            DateAction::Swap(id) => return self.swap(user, id, cx),
            DateAction::CallOff(stamp) => return self.call_off(user, stamp, message, cx),
            DateAction::Undo(id) => return self.undo_call_off(user, id, message, cx),
            DateAction::About(serial, place) => self.idea_screen(serial, place, cx.library)?,
            DateAction::These(serial) => self.offer_again(serial, cx.library, now)?,
            DateAction::EndRegular => return self.end_by_tap(user, message, cx),
            DateAction::KeepRegular => Message::new([line::regular_kept(self.dates.regular.as_ref()?.said())]),
            DateAction::RegularBack(first) => return self.undo_end(user, first, message, cx),
            DateAction::File(id) => {
                self.ahead(id, now)?;
                return self.file(id, cx);
            }
            DateAction::Files => return Some(self.whole_file(cx)),
            DateAction::Said(id, verdict) => return self.said(user, id, verdict, message, cx),
            DateAction::List => self.dates_list(cx.library, now),
            DateAction::Leads => self.dates.reminders.screen(),
            DateAction::Lead(lead) => {
                self.choose_lead(lead, now);
                self.dates.reminders.screen()
            }
            DateAction::Weekly => self.weekly_screen(),
            DateAction::WeeklyDay(day) => {
                self.set_weekly(Weekly::On { day, hour: self.weekly_hour() }, now);
                self.weekly_hours()
            }
            DateAction::WeeklyHour(hour) if self.settings.quiet.covers(hour) => {
                return Some(Show::Box(line::alert_hour_quiet()));
            }
            DateAction::WeeklyHour(hour) => {
                let Weekly::On { day, hour: present } = self.dates.weekly else { return None };
                if self.settings.wish_at_night(user, AtNight::Ideas(hour), Some(present)) == Wish::TakesBoth {
                    return Some(Show::Box(line::alert_night_takes_both()));
                }
                self.set_weekly(Weekly::On { day, hour }, now);
                self.dates_list(cx.library, now)
            }
            DateAction::WeeklyOff => {
                self.set_weekly(Weekly::Off, now);
                self.dates_list(cx.library, now)
            }
        };
        Some(cx.edit(message, screen))
    }

    fn wish(&mut self, with: impl FnOnce(&mut Wishes)) -> Message {
        with(&mut self.dates.wishes);
        self.dates.wishes.screen()
    }

    /// The evening of this number, if it is still ahead.
    fn ahead(&self, id: EveningId, now: DateTime<Utc>) -> Option<&Evening> {
        self.dates.evening(id).filter(|evening| evening.is_ahead(now))
    }

    /// What a day is chosen for, if it is still there.
    fn still(&self, what: For) -> Option<For> {
        let there = match what {
            For::New => true,
            For::Idea(serial) => self.dates.proposed(serial).is_some(),
            For::Draft(serial) => self.dates.draft.as_ref().is_some_and(|draft| draft.serial == serial),
            For::Move(stamp) => self.dates.evening(stamp.evening).is_some_and(|evening| evening.stamp() == stamp),
        };
        there.then_some(what)
    }

    /// "I'm in". With the second the evening is firm; with it, all regular ones.
    fn in_for(&mut self, user: UserId, stamp: Stamp, message: MessageId, cx: &mut Cx<'_>) -> Option<Show> {
        let evening = self.ahead(stamp.evening, cx.now)?.clone();
        if evening.stamp() != stamp {
            cx.edit(message, self.evening_card(&evening, cx.library, cx.now));
            return Some(Show::Box(line::alert_evening_changed()));
        }
        if evening.hold == Hold::One(user) {
            return Some(Show::Box(line::alert_in_already()));
        }
        let regular = matches!(evening.origin, Origin::Regular(_));
        if let Some(rule) = self.dates.regular.as_mut().filter(|_| regular) {
            rule.hold = Hold::Firm;
        }
        for other in &mut self.dates.evenings {
            if other.id == evening.id || (regular && matches!(other.origin, Origin::Regular(_))) {
                other.is_firm_now();
            }
        }
        let firm = self.dates.evening(evening.id)?;
        // The one who was in before is to hear of it, and an edit makes no sound.
        let card = self.evening_card(firm, cx.library, cx.now);
        cx.edit(message, Message::new([line::evening_below()]));
        cx.say_as(card, Tag::Date(DateTag::Evening(stamp.evening)));
        Some(Show::Passing(line::alert_both_are_in()))
    }

    /// The other one plans it from now on, and is to hear of it; who it is, each is told alone.
    fn swap(&mut self, user: UserId, id: EveningId, cx: &mut Cx<'_>) -> Option<Show> {
        let two = self.people()?;
        let evening = self.ahead(id, cx.now)?;
        let (planner, at) = (evening.planner, evening.at);
        let other = two.other(planner);
        self.dates.evening_mut(id)?.planner = other;
        let mut body = vec![line::evening_swapped()];
        body.extend(self.when(at, cx.now));
        cx.say(Message::new(body).row([wishes::button(line::button_who_plans(), DateAction::Who(id))]));
        Some(plans(other, user))
    }

    /// One reminder more, or one less, for all evenings.
    fn choose_lead(&mut self, lead: Lead, now: DateTime<Utc>) {
        let chosen = &mut self.dates.reminders.0;
        if !chosen.remove(&lead) {
            chosen.insert(lead);
        }
        for evening in self.dates.evenings.iter_mut().filter(|evening| evening.is_ahead(now)) {
            let ahead = self.dates.reminders.ahead(&self.settings, evening.at, now);
            if ahead.contains(&lead) && !evening.came.contains(&lead) {
                evening.to_come.insert(lead)
            } else {
                evening.to_come.remove(&lead)
            };
        }
    }
}

/// Who plans an evening, said to `user` alone.
fn plans(planner: UserId, user: UserId) -> Show {
    Show::Passing(if planner == user { line::alert_you_plan() } else { line::alert_partner_plans() })
}
