//! What is kept about a couple, what comes in with an event, and what goes out.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use rand::rngs::StdRng;
use serde::{Deserialize, Serialize};

use super::{
    Answers, Apart, ByItself, ChatId, Closing, Dates, Deck, Doors, Lately, MessageId, Outgoing, OwnCards, Parted,
    Presence, Rest, Settings, Tag, Talks, Tellings, ThreadId, TimerKind, Two, UnknownWords, UserId,
};
use crate::prompts::{Library, Skip};
use crate::zones::Zone;

/// One couple, whole: all that is kept about one group. No sentence of theirs is in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Couple {
    /// The group they share.
    pub chat: ChatId,
    /// The forum topic that cards go to; `None` is the general one.
    #[serde(default)]
    pub thread: Option<ThreadId>,
    #[serde(default)]
    pub presence: Presence,
    #[serde(default)]
    pub bond: Bond,
    #[serde(default = "Settings::unset")]
    pub settings: Settings,
    #[serde(default)]
    pub settling: Settling,
    #[serde(default)]
    pub rest: Rest,
    /// The day on which their last rest was over by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub woken_on: Option<NaiveDate>,
    #[serde(default)]
    pub deck: Deck,
    /// The cards that they added themselves.
    #[serde(default, skip_serializing_if = "OwnCards::is_unset")]
    pub own: OwnCards,
    /// The topics that each would like to be left out, said in private. Shown to nobody.
    #[serde(default)]
    pub left_out: BTreeMap<UserId, BTreeSet<Skip>>,
    #[serde(default)]
    pub doors: Doors,
    #[serde(default)]
    pub talks: Talks,
    #[serde(default)]
    pub dates: Dates,
    #[serde(default)]
    pub tellings: Tellings,
    #[serde(default)]
    pub answers: Answers,
    /// What came by itself of late.
    #[serde(default, skip_serializing_if = "ByItself::is_unset")]
    pub by_itself: ByItself,
    /// Since when nothing reaches the group (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silent_since: Option<DateTime<Utc>>,
    /// When the greeting last went out.
    #[serde(default)]
    pub greeted_at: Option<DateTime<Utc>>,
    /// Greetings of late.
    #[serde(default, skip_serializing_if = "Lately::is_empty")]
    pub greetings: Lately,
    /// Commands of no bot here that were answered of late.
    #[serde(default, skip_serializing_if = "UnknownWords::is_empty")]
    pub unknown: UnknownWords,
    /// The greeting that says that one of them is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting: Option<MessageId>,
    /// From then on the first tap counts no more (UTC): who tapped was told that the two can begin anew from then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_tap_until: Option<DateTime<Utc>>,
    /// What is to happen by itself, and when (UTC).
    #[serde(default)]
    pub timers: BTreeMap<TimerKind, DateTime<Utc>>,
}

/// Who the two are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bond {
    /// Not two yet; perhaps one.
    Open { first: Option<UserId> },
    /// These two, by their own taps.
    Two { people: Two, since: DateTime<Utc> },
    /// One of these two has left.
    Closing(Closing),
}

impl Default for Bond {
    fn default() -> Self {
        Self::Open { first: None }
    }
}

/// How far the first choices (zone, hour, pace) have come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Settling {
    /// No zone yet, so no hour that could be theirs: no card comes by itself.
    #[default]
    Unplaced,
    /// The other screens follow one after the other.
    Underway,
    Done,
}

/// What comes in from outside: the moment, the words, and chance.
pub struct Context<'a> {
    /// UTC.
    pub now: DateTime<Utc>,
    pub library: &'a Library,
    pub rng: &'a mut StdRng,
    /// What keeps the one who taps *I'm in* from the one who did before; of the first who taps, from anybody whom they left.
    pub apart: Option<Apart>,
}

/// The outcome of one event.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The couple afterwards; `None`: nothing of it is kept.
    pub couple: Option<Couple>,
    /// What is to be sent, in this order.
    pub effects: Vec<Outgoing>,
    /// Rows of this chat with these tags that wait still are not to be sent, which comes before the effects.
    pub called_back: Vec<Tag>,
    /// One of the two has left the other.
    pub parted: Option<Parted>,
}

impl Step {
    /// This couple afterwards, and nothing else.
    #[must_use]
    pub fn alone(couple: Option<Couple>) -> Self {
        Self { couple, effects: Vec::new(), called_back: Vec::new(), parted: None }
    }
}

impl Couple {
    /// A group that the bot has just come to.
    #[must_use]
    pub fn new(chat: ChatId, zone: Zone) -> Self {
        Self {
            chat,
            thread: None,
            presence: Presence::Here,
            bond: Bond::default(),
            settings: Settings::new(zone),
            settling: Settling::Unplaced,
            rest: Rest::default(),
            woken_on: None,
            deck: Deck::default(),
            own: OwnCards::default(),
            left_out: BTreeMap::new(),
            doors: Doors::default(),
            talks: Talks::default(),
            dates: Dates::default(),
            tellings: Tellings::default(),
            answers: Answers::default(),
            by_itself: ByItself::default(),
            silent_since: None,
            greeted_at: None,
            greetings: Lately::default(),
            unknown: UnknownWords::default(),
            waiting: None,
            first_tap_until: None,
            timers: BTreeMap::new(),
        }
    }

    /// The two, once they are two.
    #[must_use]
    pub fn people(&self) -> Option<Two> {
        match self.bond {
            Bond::Two { people, .. } => Some(people),
            Bond::Open { .. } | Bond::Closing(_) => None,
        }
    }
}

impl Settings {
    /// For records from before there were settings.
    fn unset() -> Self {
        Self::new(Zone::UTC)
    }
}
