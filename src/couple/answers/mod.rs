//! Answers in private: each of the two answers a card in their own chat with the bot, and what they answered opens in the
//! group for both at once, or is shared by choice, or is kept.
//!
//! ```text
//!  card in the group ── Answer in private ──► question in the private chat ── words, voice, pictures ──► That's all
//!                                                                                                          │
//!   one reply each ◄── cue ◄── copies in the group ◄── a few minutes after both are done ◄─────────────────┘
//!                              or, with one alone at the closing: keep it, share it, let it go (that one only hears)
//! ```
//!
//! No word comes in here: an answer is the ids of messages in a private chat, which Telegram copies; what was deleted or
//! edited there before is deleted or edited in the copy. A choice is a number.
//!
//! What must never be true here: that the group, or the other, can tell whether one has answered before both are open;
//! that one answer opens alone but by its own person's tap; that something is kept beyond [`FORGOTTEN_AFTER`].

mod action;
mod close;
mod faces;
mod gather;
mod link;
mod mine;
mod open;
mod replies;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{CardSerial, Couple, Cx, Door, Message, MessageId, ThreadId, Two, UserId};
use crate::line;
use crate::prompts::{Card, CardId, Mode, Reveal, named};

pub use action::AnswerAction;
pub(super) use faces::answer_button;
pub use link::Link;
pub(super) use mine::MyRound;
pub use open::Piece;
pub(super) use replies::Heard;

/// So long after both are done the answers open: time to take one back (method, opening).
const OPENS_AFTER: TimeDelta = TimeDelta::minutes(3);
/// The longest that a card can be answered.
const LONGEST: TimeDelta = TimeDelta::hours(24);
/// A card that comes shortly before the next card's hour can be answered until the one after it.
const SHORTEST: TimeDelta = TimeDelta::hours(3);
/// After so long nothing is known of an answer any more, opened or not (method 5.6).
pub const FORGOTTEN_AFTER: TimeDelta = TimeDelta::hours(72);
/// An opening that is later than this, because the bot was away, is no opening any more.
const TOO_LATE_TO_OPEN: TimeDelta = TimeDelta::hours(24);
/// Cards that are remembered at once.
const MOST_ROUNDS: usize = 12;
/// Messages of one answer.
const MOST_MESSAGES: usize = 20;
/// A question that was asked so lately is not asked again: a tap and the Start behind its link are one wish.
const ASKED_JUST_NOW: TimeDelta = TimeDelta::minutes(1);

named!(
    /// How the two want to answer the cards that can be answered in private.
    #[derive(Default)]
    Answering {
        #[default]
        InPrivate = "private",
        Aloud = "aloud",
    }
);

impl Answering {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks with a reference")]
    pub(super) fn is_in_private(&self) -> bool {
        *self == Self::InPrivate
    }
}

/// What is known of the answers of a couple.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Oldest first.
    rounds: Vec<Round>,
    /// Whether the bot can write to each of the two in private, as far as is known.
    reach: BTreeMap<UserId, Door>,
}

/// One card that is answered in private.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Round {
    serial: CardSerial,
    card: CardId,
    how: How,
    /// When the card came (UTC).
    begun: DateTime<Utc>,
    /// Until when it can be answered (UTC); announced on the card.
    closes: DateTime<Utc>,
    /// Tells these choices from others: a choice is kept as its place among them.
    #[serde(default)]
    choices: u32,
    /// Where the card stands in the group; `None` where it stands there no more.
    #[serde(default)]
    message: Option<MessageId>,
    #[serde(default)]
    thread: Option<ThreadId>,
    stage: Stage,
    /// What stands in the group of what one of them shared alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    shared: BTreeMap<MessageId, UserId>,
    /// What each has answered so far. Shown to nobody.
    #[serde(default)]
    sides: BTreeMap<UserId, Side>,
}

/// How a card is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum How {
    /// In words, and both open together.
    Together,
    /// In words, for oneself and as a guess of the other's; both open together.
    Guess,
    /// The same by buttons.
    GuessByChoice,
    /// In words, shared by one's own choice.
    ByChoice,
}

/// How far a round has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Stage {
    /// Answers are taken.
    Gathering,
    /// Both are done; it opens then (UTC).
    Opens(DateTime<Utc>),
    /// It did not open.
    Closed,
    Opened(Opened),
}

/// What follows an opening: one reply each.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Opened {
    /// The messages that a reply can stand under, and whose answer each is.
    under: BTreeMap<MessageId, Option<UserId>>,
    replied: BTreeSet<UserId>,
}

/// The answer of one of the two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Side {
    at: Step,
    /// When the question last went to the private chat (UTC).
    #[serde(default)]
    asked: Option<DateTime<Utc>>,
    #[serde(default)]
    own: Part,
    #[serde(default)]
    guess: Part,
}

/// What is awaited of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Step {
    Own,
    Guess,
    Done,
}

/// One thing that was answered: messages in the private chat, or a choice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Part {
    messages: BTreeSet<MessageId>,
    /// The place of the choice on the card, from 0.
    choice: Option<u8>,
}

impl Part {
    fn is_empty(&self) -> bool {
        self.messages.is_empty() && self.choice.is_none()
    }
}

impl Side {
    fn new(asked: Option<DateTime<Utc>>) -> Self {
        Self { at: Step::Own, asked, own: Part::default(), guess: Part::default() }
    }

    fn is_empty(&self) -> bool {
        self.own.is_empty() && self.guess.is_empty()
    }

    /// Whether all that such a card asks for is there.
    fn is_whole(&self, how: How) -> bool {
        let asks_guess = matches!(how, How::Guess | How::GuessByChoice);
        let asked = [Some(&self.own), asks_guess.then_some(&self.guess)];
        asked.into_iter().flatten().all(|part| !part.is_empty())
    }

    /// The part that is awaited.
    fn part(&mut self) -> &mut Part {
        match self.at {
            Step::Own | Step::Done => &mut self.own,
            Step::Guess => &mut self.guess,
        }
    }
}

impl How {
    /// How this card is answered in private; `None` where it is not.
    fn of(card: &Card) -> Option<Self> {
        match (card.reveal, card.mode) {
            (Reveal::BothThenOpen, Mode::Guess) if card.choices.is_empty() => Some(Self::Guess),
            (Reveal::BothThenOpen, Mode::Guess) => Some(Self::GuessByChoice),
            (Reveal::BothThenOpen, _) => Some(Self::Together),
            (Reveal::PrivateThenChoose, _) => Some(Self::ByChoice),
            (Reveal::Talk | Reveal::PrivateOnly, _) => None,
        }
    }
}

impl Round {
    /// When something is to be done about it by itself (UTC).
    fn next(&self) -> DateTime<Utc> {
        match self.stage {
            Stage::Gathering => self.closes,
            Stage::Opens(at) => at,
            Stage::Closed | Stage::Opened(_) => self.begun + FORGOTTEN_AFTER,
        }
    }

    fn takes_answers(&self, now: DateTime<Utc>) -> bool {
        matches!(self.stage, Stage::Gathering | Stage::Opens(_)) && now < self.closes
    }

    /// Whether anything of its opening stands in the group.
    fn has_begun_to_open(&self) -> bool {
        matches!(&self.stage, Stage::Opened(opened) if !opened.under.is_empty())
    }

    /// Whether both are done.
    fn is_complete(&self, people: Two) -> bool {
        self.is_of_both(people, |side| side.at == Step::Done && !side.is_empty())
    }

    /// Whether the answers of both are there, whoever has said that it is all.
    fn is_answered_by_both(&self, people: Two) -> bool {
        self.is_of_both(people, |side| side.is_whole(self.how))
    }

    fn is_of_both(&self, people: Two, holds: impl Fn(&Side) -> bool) -> bool {
        self.how != How::ByChoice && people.iter().all(|user| self.sides.get(user).is_some_and(&holds))
    }
}

impl Answers {
    /// After the clock was wrong: a card that came later than now came now.
    pub(super) fn look_again(&mut self, now: DateTime<Utc>) {
        for round in &mut self.rounds {
            round.begun = round.begun.min(now);
            round.closes = round.closes.min(now + LONGEST);
            if let Stage::Opens(at) = &mut round.stage {
                *at = (*at).min(now + OPENS_AFTER);
            }
        }
    }

    fn round(&mut self, serial: CardSerial) -> Option<&mut Round> {
        self.rounds.iter_mut().find(|round| round.serial == serial)
    }

    /// Whether the card with this number can still be answered in private.
    pub(super) fn takes_answers_to(&self, serial: CardSerial, now: DateTime<Utc>) -> bool {
        self.rounds.iter().any(|round| round.serial == serial && round.takes_answers(now))
    }

    /// When something is to be done by itself (UTC).
    pub(super) fn timer(&self) -> Option<DateTime<Utc>> {
        self.rounds.iter().map(Round::next).min()
    }

    /// The card with this number has been delivered.
    pub(super) fn card_delivered(&mut self, serial: CardSerial, message: MessageId) {
        if let Some(round) = self.round(serial) {
            round.message = Some(message);
        }
    }

    /// Another card stands in the place of this one, or none: what opens tells its text again. Returns the topic that it
    /// stood in.
    pub(super) fn card_gone(&mut self, serial: CardSerial) -> Option<ThreadId> {
        let round = self.round(serial)?;
        round.message = None;
        round.thread
    }

    /// In a supergroup old ids mean nothing.
    pub(super) fn forget_messages(&mut self) {
        for round in &mut self.rounds {
            round.message = None;
            if let Stage::Opened(opened) = &mut round.stage {
                opened.under.clear();
            }
        }
    }

    pub(super) fn topic_gone(&mut self, gone: ThreadId) {
        for round in self.rounds.iter_mut().filter(|round| round.thread == Some(gone)) {
            round.thread = None;
        }
    }

    /// Whether the bot can write to this one in private, as far as is known.
    pub(super) fn reaches(&mut self, user: UserId, door: Door) {
        self.reach.insert(user, door);
    }

    /// Whether it is known that the bot can write to this one in private.
    pub(super) fn reaches_one(&self, user: UserId) -> bool {
        self.reach.get(&user) == Some(&Door::Open)
    }

    /// Whether it is known that the bot can write to both in private.
    pub(super) fn reaches_both(&self, people: Two) -> bool {
        people.iter().all(|user| self.reaches_one(*user))
    }

    /// Whether it is known that the bot cannot write to one of them.
    fn is_shut_out(&self, people: Two) -> bool {
        people.iter().any(|user| self.reach.get(user) == Some(&Door::Closed))
    }
}

impl Couple {
    /// How a card is answered in private by these two; `None` where it is said aloud.
    ///
    /// While somebody else can read along nothing could open, so all is said aloud.
    pub(super) fn in_private(&self, card: &Card, now: DateTime<Utc>) -> Option<Private> {
        let people = self.people()?;
        let how = How::of(card)?;
        let aloud =
            self.settings.answering == Answering::Aloud || self.answers.is_shut_out(people) || !self.are_alone(now);
        (!aloud).then_some(Private(how))
    }

    /// A card is laid that is answered in private, in this topic.
    pub(super) fn begin_round(&mut self, card: &Card, serial: CardSerial, thread: Option<ThreadId>, cx: &mut Cx<'_>) {
        let now = cx.now;
        let Some(Private(how)) = self.in_private(card, now) else { return };
        if self.answers.rounds.len() >= MOST_ROUNDS {
            // The oldest, whatever has been answered to it: which one goes must tell nothing to the other.
            let gone = self.answers.rounds.remove(0);
            for (user, _) in gone.sides.iter().filter(|(_, side)| !side.is_empty()) {
                cx.comes_privately(*user, Message::new([line::answer_over()]), self.soft_ring(now));
            }
        }
        let closes = close::closing(&self.settings, self.chat, now);
        self.answers.rounds.push(Round {
            serial,
            card: card.id.clone(),
            how,
            choices: fingerprint(card),
            begun: now,
            closes,
            message: None,
            thread,
            stage: Stage::Gathering,
            shared: BTreeMap::new(),
            sides: BTreeMap::new(),
        });
    }
}

/// Tells the choices of a card from others: FNV-1a over them.
fn fingerprint(card: &Card) -> u32 {
    let bytes = card.choices.iter().flat_map(|choice| choice.bytes().chain([0]));
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// That a card is answered in private, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Private(How);
