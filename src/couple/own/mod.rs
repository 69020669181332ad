//! Cards of their own: each of the two can add some, and now and then one of them comes in the place of the day's card.
//!
//! ```text
//!  /add ──► question ──► a message of theirs ──► its id is kept ──► on its day a copy in the group, and a line below it
//!                                                    │
//!                                                    └── taken back, grown old, or deleted in Telegram: forgotten
//! ```
//!
//! No word comes in here: a card is the id of a message, in the group or in the private chat of the one who added it.
//! Telegram holds the words, and copies them; what was edited there comes edited, what was deleted comes no more.
//!
//! What must never be true here: that the other hears of a card that was added in private before its day, or from the bot
//! whose it is; that somebody takes back what is not theirs.

mod action;
mod adding;
mod coming;
mod mine;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{ChatId, MessageId, UserId};

pub use action::{OwnAction, OwnDeed};
pub(super) use mine::{MyOwnCard, list, which_group};

/// Cards that each of the two can have added.
pub const MOST_OWN: usize = 30;
/// After so long a card is forgotten.
pub const OWN_KEPT: TimeDelta = TimeDelta::days(730);
/// So long a question for a card in the group can be answered …
const ASKED_FOR: TimeDelta = TimeDelta::days(1);
/// … and for so long it is known again, to say that it is over.
const KNOWN_FOR: TimeDelta = TimeDelta::days(7);
/// What comes so soon after a card belongs to it, such as the second picture of an album.
const BELONGS_TO_IT: TimeDelta = TimeDelta::minutes(1);
/// Questions for a card that stand in the group at once.
const MOST_ASKED: usize = 4;

/// The number of a card of their own, within its couple.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OwnId(pub u32);

/// The cards of their own that a couple has.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnCards {
    /// Oldest first.
    pub cards: Vec<OwnCard>,
    /// Questions in the group to which a card can be the reply.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    asked: Vec<Question>,
    /// The number given last.
    last: OwnId,
    /// So many cards have come by themselves since one of these did; counted while there are any.
    others_since: u32,
    /// The one that is on its way.
    #[serde(skip_serializing_if = "Option::is_none")]
    coming: Option<Coming>,
}

/// One card of theirs: where its message stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnCard {
    pub id: OwnId,
    pub by: UserId,
    pub given: GivenIn,
    pub message: MessageId,
    /// When (UTC).
    pub added: DateTime<Utc>,
    /// When it last came (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<DateTime<Utc>>,
}

/// Where a card was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GivenIn {
    Group,
    /// In the private chat of the one who added it.
    Private,
}

/// It names the one who asked for it, and takes one card of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Question {
    message: MessageId,
    /// When it came (UTC).
    at: DateTime<Utc>,
    /// Who has given a card, and when (UTC).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    taken: BTreeMap<UserId, DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Coming {
    id: OwnId,
    /// Until then another card can come in its place (UTC).
    until: DateTime<Utc>,
}

impl OwnCard {
    /// The chat in which its message stands.
    fn chat(&self, group: ChatId) -> ChatId {
        match self.given {
            GivenIn::Group => group,
            GivenIn::Private => self.by.private_chat(),
        }
    }
}

impl OwnCards {
    pub(super) fn is_unset(&self) -> bool {
        *self == Self::default()
    }

    /// The cards that this one added, oldest first.
    pub(super) fn of(&self, user: UserId) -> impl DoubleEndedIterator<Item = &OwnCard> {
        self.cards.iter().filter(move |card| card.by == user)
    }

    fn card(&self, id: OwnId) -> Option<&OwnCard> {
        self.cards.iter().find(|card| card.id == id)
    }

    fn forget(&mut self, id: OwnId) {
        self.cards.retain(|card| card.id != id);
    }

    /// Forgets what has had its time.
    pub(super) fn tidy(&mut self, now: DateTime<Utc>) {
        self.cards.retain(|card| now - card.added < OWN_KEPT);
        self.asked.retain(|question| now - question.at < KNOWN_FOR);
    }

    /// What was noted later than now was noted now.
    pub(super) fn look_again(&mut self, now: DateTime<Utc>) {
        let cards = self.cards.iter_mut().flat_map(|card| std::iter::once(&mut card.added).chain(&mut card.came));
        let asked = self.asked.iter_mut().flat_map(|question| question.taken.values_mut().chain([&mut question.at]));
        cards.chain(asked).for_each(|at| *at = (*at).min(now));
        self.coming.take_if(|coming| coming.until - now > TimeDelta::days(1));
    }

    /// The ids of messages in the group mean nothing any more; whether any card went by that.
    pub(super) fn forget_messages(&mut self) -> Lost {
        let before = self.cards.len();
        self.cards.retain(|card| card.given == GivenIn::Private);
        self.asked.clear();
        if self.cards.len() == before { Lost::None } else { Lost::Some }
    }
}

/// Whether cards were lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    None,
    Some,
}
