//! What a couple was shown and kept, and the card that lies on the table.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::chapters::Year;
use super::kept::{JustKept, UNDONE_WITHIN};
use super::{CardSerial, MessageId, Walk};
use crate::prompts::CardId;

/// Ids of shown cards that are remembered: more than a library holds, and small enough for one record.
const SHOWN_KEPT: usize = 995;
/// Cards of occasions that are remembered: those of some ten years.
const ON_OCCASIONS_KEPT: usize = 64;
/// After so long a break no heavy card comes by itself (method 3.3) …
const LONG_BREAK: TimeDelta = TimeDelta::days(30);
/// … for so long.
const LIGHT_BEGINNING: TimeDelta = TimeDelta::days(7);

/// What a couple has seen and kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Deck {
    /// Cards shown, oldest first. What was put aside is not among them: it may come another day.
    #[serde(default, with = "crate::prompts::id_list")]
    pub shown: Vec<CardId>,
    /// Cards that came on a day of the year that they are for, oldest first; each as often as it came.
    #[serde(default, with = "crate::prompts::id_list", skip_serializing_if = "Vec::is_empty")]
    pub on_occasions: Vec<CardId>,
    /// Cards they kept, oldest first.
    #[serde(default, with = "crate::prompts::id_list")]
    pub kept: Vec<CardId>,
    /// Cards that were left standing. Only tells when depth may grow (method 3.3); never shown to anyone.
    #[serde(default)]
    pub stood: u32,
    /// The couple-local day of the last card that came by itself: one a day, whatever is set anew meanwhile.
    #[serde(default)]
    pub scheduled_on: Option<NaiveDate>,
    /// When that was noted (UTC): if it lies ahead, the clock was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<DateTime<Utc>>,
    /// When a card was last laid (UTC).
    #[serde(default)]
    pub laid_at: Option<DateTime<Utc>>,
    /// After a long break it begins lightly again, until then (UTC).
    #[serde(default)]
    pub light_until: Option<DateTime<Utc>>,
    #[serde(default)]
    pub current: Option<CurrentCard>,
    /// The path they are on.
    #[serde(default)]
    pub walk: Option<Walk>,
    /// Where they are in their year.
    #[serde(default, skip_serializing_if = "Year::is_blank")]
    pub year: Year,
    /// The number of the card laid last.
    #[serde(default)]
    pub serial: CardSerial,
    /// The card that was kept last, for some minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub just_kept: Option<JustKept>,
    /// The card that was put aside last, for some minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub put_aside: Option<PutAside>,
    /// What was put aside today: it comes on another day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_today: Option<NotToday>,
}

/// The cards that were put aside on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NotToday {
    /// The couple-local day.
    pub day: NaiveDate,
    #[serde(default, with = "crate::prompts::id_list")]
    pub cards: Vec<CardId>,
}

/// A card that was put aside, until that cannot be undone any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PutAside {
    pub serial: CardSerial,
    pub card: CardId,
    /// The card of the path whose day it was.
    #[serde(default)]
    pub day: Option<CardId>,
    /// When (UTC).
    pub at: DateTime<Utc>,
}

/// The card on the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CurrentCard {
    pub serial: CardSerial,
    pub card: CardId,
    /// Where it stands, once Telegram has told.
    #[serde(default)]
    pub message: Option<MessageId>,
    /// The card of the path whose day it is; another one may stand in for it.
    #[serde(default)]
    pub day: Option<CardId>,
}

impl Deck {
    /// Lays a card on the table; on a path, as its day.
    pub(super) fn lay(&mut self, card: &CardId, day: Option<CardId>, now: DateTime<Utc>) -> CardSerial {
        self.laid_at = Some(now);
        self.serial = CardSerial(self.serial.0.wrapping_add(1));
        self.shown.push(card.clone());
        let surplus = self.shown.len().saturating_sub(SHOWN_KEPT);
        self.shown.drain(..surplus);
        if let (Some(walk), Some(day)) = (&mut self.walk, &day) {
            walk.met.push(day.clone());
        }
        self.current = Some(CurrentCard { serial: self.serial, card: card.clone(), message: None, day });
        self.serial
    }

    /// The card that was laid is for this day of the year.
    pub(super) fn lay_on_occasion(&mut self, card: &CardId) {
        self.on_occasions.push(card.clone());
        let surplus = self.on_occasions.len().saturating_sub(ON_OCCASIONS_KEPT);
        self.on_occasions.drain(..surplus);
    }

    /// Who started with the card of this number starts with the next one: by the number they take turns.
    pub(super) fn let_the_same_start(&mut self, with: CardSerial) {
        if self.serial.0 % 2 == with.0 % 2 {
            self.serial = CardSerial(self.serial.0.wrapping_add(1));
        }
    }

    /// Whether it is a light week: one was asked for, or a long break is just over.
    pub(super) fn is_light(&mut self, now: DateTime<Utc>) -> bool {
        if self.laid_at.is_some_and(|last| now - last > LONG_BREAK) {
            self.light_until = Some(now + LIGHT_BEGINNING);
        }
        self.light_until = self.light_until.filter(|until| now < *until);
        self.light_until.is_some()
    }

    /// The present card leaves the table for good: it stood.
    pub(super) fn make_room(&mut self) {
        if self.current.take().is_some() {
            self.stood = self.stood.saturating_add(1);
        }
    }

    /// The present card goes back into the pool, and to its place on the path.
    pub(super) fn put_back(&mut self) {
        let Some(current) = self.current.take() else { return };
        for came in [&mut self.shown, &mut self.on_occasions] {
            if let Some(place) = came.iter().rposition(|card| *card == current.card) {
                came.remove(place);
            }
        }
        if let (Some(walk), Some(day)) = (&mut self.walk, &current.day) {
            walk.give_back(day);
        }
        self.year.give_back(&current.card);
    }

    /// The present card goes back, and does not come again on this day.
    pub(super) fn put_back_for(&mut self, today: NaiveDate) {
        self.forget_other_days(today);
        let aside = self.not_today.get_or_insert_with(|| NotToday { day: today, cards: Vec::new() });
        aside.cards.extend(self.current.iter().map(|current| current.card.clone()));
        self.put_back();
    }

    /// What was put aside on another day may come again.
    pub(super) fn forget_other_days(&mut self, today: NaiveDate) {
        self.not_today.take_if(|aside| aside.day != today);
    }

    /// Whether the present card is a day of the path they are on.
    pub(super) fn is_on_path(&self) -> bool {
        self.walk.is_some() && self.current.as_ref().is_some_and(|current| current.day.is_some())
    }

    /// Whether the present card stands in this message.
    pub(super) fn stands_at(&self, message: Option<MessageId>) -> bool {
        message.is_some() && self.current.as_ref().is_some_and(|current| current.message == message)
    }

    pub(super) fn is_current(&self, serial: CardSerial) -> bool {
        self.current.as_ref().is_some_and(|current| current.serial == serial)
    }

    /// Whether a tap under `message` means the card on the table. Until its delivery has been told, the serial
    /// alone must do.
    pub(super) fn is_on_table(&self, serial: CardSerial, message: MessageId) -> bool {
        let there = |current: &CurrentCard| current.serial == serial && current.message.is_none_or(|at| at == message);
        self.current.as_ref().is_some_and(there)
    }

    /// What was kept or put aside a while ago stays so.
    pub(super) fn forget_what_cannot_be_undone(&mut self, now: DateTime<Utc>) {
        let is_over = |at: DateTime<Utc>| at > now || now - at >= UNDONE_WITHIN;
        self.just_kept.take_if(|kept| is_over(kept.at));
        self.put_aside.take_if(|aside| is_over(aside.at));
    }

    /// A card that has not been delivered will not be now: nobody saw it.
    pub(super) fn put_back_unseen(&mut self) {
        if self.current.as_ref().is_some_and(|current| current.message.is_none()) {
            self.put_back();
        }
    }

    pub(super) fn delivered(&mut self, serial: CardSerial, message: MessageId) {
        if let Some(current) = self.current.as_mut().filter(|current| current.serial == serial) {
            current.message = Some(message);
        }
    }

    pub(super) fn undelivered(&mut self, serial: CardSerial) {
        if self.is_current(serial) {
            self.put_back();
        }
    }

    pub(super) fn forget_messages(&mut self) {
        if let Some(current) = &mut self.current {
            current.message = None;
        }
    }
}
