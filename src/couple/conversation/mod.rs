//! Conversations with a real floor: one speaks, the other gives it back, until it fits; then they swap.
//!
//! ```text
//!            now              both chose a way          steps of the script
//! Invited ─────────► Meeting ─────────────────► Playing ───────────────────► done
//!    │ another day,      │ pause                   │  ▲ pause, silence
//!    ▼ a day without     ▼                         ▼  │ both are back
//!  closed              Paused ──► Returning ──► Parked (a week) ──► forgotten
//! ```
//!
//! Behind a door it begins with `Asked` in the place of `Invited`: each is asked alone ([`willing`]).
//!
//! From every state either stops it by one tap. What happens in a step is said by the script
//! ([`crate::prompts::Script`]); [`machine`] knows only the kinds of steps. It is pure: a talk and what happened in
//! it give a talk and what is to be shown.
//!
//! What must never be true here: a word that was said is kept (only ids of messages are); a third person moves a
//! step; a person is named for anything but having a turn; a private no shows.

mod after;
mod breaks;
mod faces;
mod floor;
mod machine;
mod offer;
mod shelter;
mod steps;
mod stopped;
mod taps;
mod weekly;
mod willing;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::carried::{Carried, Data, Words, carried, carried_name, carried_number};
use super::{MessageId, ThreadId, UserId};
use crate::prompts::{Gate, ScriptId, StepId, named};

pub use after::Feeling;
pub(super) use after::{answer as aftercare_answer, question as aftercare_question};
pub use machine::Size;
pub use offer::Talks;
pub(super) use shelter::{Shelter, TakenUp};
pub use taps::{GoOn, Taps, Yes};
pub use weekly::{Weekly as WeeklyTap, WeeklyTalk};
pub use willing::{Asked, Says};

/// The number of a card of a conversation: tells its buttons from older ones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TalkSerial(pub u32);

/// An invitation stands for a day, whatever was tapped or not (method 4.4).
const INVITED: TimeDelta = TimeDelta::hours(24);
/// Before the first step, and for agreements (method 4.4).
const SETTING_OUT: TimeDelta = TimeDelta::minutes(15);
/// A step, when both are there and type (method 4.4).
const LIVE_STEP: TimeDelta = TimeDelta::minutes(20);
/// A step, when both are in one room and do not look at their phones.
const ROOM_STEP: TimeDelta = TimeDelta::minutes(60);
/// A step, when they take their time.
const SLOW_STEP: TimeDelta = TimeDelta::hours(24);
/// After a pause, for both to come back (method 4.6).
const RETURNING: TimeDelta = TimeDelta::minutes(30);
/// A parked conversation can be taken up for a week.
const PARKED: TimeDelta = TimeDelta::days(7);
/// A pause of this length belongs to the conversation.
const SHORT_BREAK: TimeDelta = TimeDelta::hours(1);
/// A question in private, or an agreement, when they take their time (method 4.4).
const SLOW_QUESTION: TimeDelta = TimeDelta::hours(12);
/// Where they take their time, nothing runs out sooner after the quiet hours than this.
const MORNING: TimeDelta = TimeDelta::hours(2);
/// Longer behind its time than this, a silence was ours and not theirs.
const WE_WERE_AWAY: TimeDelta = TimeDelta::minutes(10);

/// A conversation under way. Holds who has the floor and where it stands, and no word of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Talk {
    pub script: ScriptId,
    /// The version of the script at the beginning; for the record.
    pub version: u64,
    /// The topic that it takes place in.
    #[serde(default)]
    pub thread: Option<ThreadId>,
    /// Who asked for it; `None`: it came by itself, as they had set it.
    pub asked_by: Option<UserId>,
    pub serial: TalkSerial,
    /// Where its present card stands, once Telegram has told.
    #[serde(default)]
    pub card: Option<MessageId>,
    pub stage: Stage,
    /// When silence, or the pause, ends this stage (UTC).
    pub until: DateTime<Utc>,
    /// When the one whose turn it is gets one quiet word (UTC).
    #[serde(default)]
    pub nudge: Option<DateTime<Utc>>,
    #[serde(default)]
    pub pauses: u8,
    /// The door that it stands behind.
    #[serde(default = "open")]
    pub gate: Gate,
    /// When it was counted among the heavy ones, if it was (UTC).
    #[serde(default)]
    pub counted: Option<DateTime<Utc>>,
    /// When it was said last that the bot was away (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excused: Option<DateTime<Utc>>,
    /// The card under which it was said last that its buttons answer it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointed: Option<TalkSerial>,
    /// The number of the opener for its first turn; the second turn has the next.
    #[serde(default)]
    pub opener: usize,
    /// Whether anybody has spoken in it, as far as can be known.
    #[serde(default, skip_serializing_if = "Heard::is_nothing")]
    pub heard: Heard,
}

fn open() -> Gate {
    Gate::Open
}

/// Where a conversation stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Stage {
    /// The other has been asked.
    Invited,
    /// Each of the two has been asked alone.
    Asked(Asked),
    /// Each says where they are.
    Meeting(Taps<Way>),
    Playing(Play),
    /// A break with a time to come back, [`Talk::until`].
    Paused(Pause),
    /// The break is over; the taps say how to go on.
    Returning(Place, Taps<GoOn>),
    /// Silence, or enough for today. `/resume` takes it up again.
    Parked(Place),
}

/// A break. In records of before `by` was kept here it is a sequence of the first two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pause {
    pub place: Place,
    /// Who is back before the time.
    pub back: Taps<Yes>,
    /// Who asked for it: only that one may make it shorter.
    #[serde(default)]
    pub by: Option<UserId>,
}

/// Where a conversation goes on after a break.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Place {
    Meeting,
    Step(Play),
}

named!(
    /// How they hold it.
    Way {
        /// In one room: nothing is typed.
        Room = "room",
        /// Both are there and write.
        Here = "here",
        /// A day for each step.
        Slow = "slow",
    }
);

impl Way {
    fn patience(self) -> TimeDelta {
        match self {
            Self::Room => ROOM_STEP,
            Self::Here => LIVE_STEP,
            Self::Slow => SLOW_STEP,
        }
    }
}

/// Whose floor it is for the first or the second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Turn {
    First,
    Second,
}

impl Turn {
    /// Turns on the floor in one conversation.
    const COUNT: usize = 2;

    /// Its place among them.
    fn place(self) -> usize {
        match self {
            Self::First => 0,
            Self::Second => 1,
        }
    }
}

/// A conversation within its steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Play {
    pub way: Way,
    /// Who has the floor.
    pub speaker: UserId,
    pub turn: Turn,
    pub step: StepId,
    /// What each tapped in this step, where both do.
    #[serde(default)]
    pub taps: Taps<Yes>,
    /// How often it was *almost* in this turn.
    #[serde(default)]
    pub loops: u64,
    /// How often there was *more* in this turn.
    #[serde(default)]
    pub more: u64,
    /// Whether the ease step has been offered in this turn.
    #[serde(default)]
    pub ease: Ease,
    /// The message that was said last: what comes next stands under it.
    #[serde(default)]
    pub said: Option<MessageId>,
    /// The step in which the speaker spoke last, to hear it again.
    #[serde(default)]
    pub told_at: Option<StepId>,
    /// Whether the listener asked for these words again.
    #[serde(default, skip_serializing_if = "Telling::is_fresh")]
    pub telling: Telling,
    /// What has happened in this step so far.
    #[serde(default)]
    pub heard: Heard,
    /// Whether the other has been told to hold that thought, in this step.
    #[serde(default)]
    pub held: bool,
    /// When a private question would have closed, once both agreed to go on (UTC): a yes that is taken back leaves it so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreed: Option<DateTime<Utc>>,
    /// The last turn was longer than the listener can hold.
    #[serde(default)]
    pub rich: bool,
    /// What was answered by one tap in the step before: that step, and the number of its chip or choice.
    #[serde(default)]
    pub guess: Option<(StepId, u8)>,
}

/// Whether a turn is told as the script has it, or again because the listener asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Telling {
    #[default]
    Fresh,
    OnceMore,
}

impl Telling {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_fresh(&self) -> bool {
        *self == Self::Fresh
    }
}

/// Whether words were seen in a step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Heard {
    #[default]
    Nothing,
    Words,
}

impl Heard {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    fn is_nothing(&self) -> bool {
        *self == Self::Nothing
    }
}

/// Whether the ease step was offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ease {
    #[default]
    NotYet,
    Offered,
}

carried!(
    /// What a button about conversations does.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    pub enum TalkAction {
        /// Begin this conversation.
        "listen" => Listen(script: ScriptId),
        /// Something about the one that comes each week.
        #[serde(rename = "TalkWeekly")]
        "weekly" => Weekly(tap: WeeklyTap),
        /// A talk stopped by mistake goes on.
        #[serde(rename = "TalkUndo")]
        "undo" => Undo(serial: TalkSerial),
        /// Something in the one under way.
        #[serde(rename = "Talk")]
        "t" => Tap(serial: TalkSerial, tap: TalkTap),
    }
);

carried!(
    /// What a button of a conversation under way does. One word.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub joined enum TalkTap {
        "now" => Now,
        /// Later today.
        "l" => Later(by: LaterBy),
        "day" => AnotherDay,
        /// Seen by nobody; the invitation closes at its hour.
        "not" => NotThisOne,
        "" => Way(way: Way),
        /// The choice of this number.
        "c" => Choose(number: u8),
        "h" => Chip(number: u8),
        /// "That's all", or "Done".
        "done" => Done,
        "stems" => Stems,
        "again" => Again,
        "skip" => Skip,
        "pause" => Pause,
        "p" => PauseFor(length: PauseLength),
        /// "I'm back", and on from where we were.
        "back" => Back,
        /// Back, and that turn over again.
        "over" => Over,
        /// Parked until another day.
        "enough" => Enough,
        "stop" => Stop,
    }
);

carried_number!(TalkSerial(u32));
carried_name!(Way, Says);

/// Minutes that are offered, and no others.
macro_rules! offered_minutes {
    ($(#[$meta:meta])* $name:ident, $offered:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(u16);

        impl $name {
            /// All that are offered, the shortest first.
            pub fn all() -> impl Iterator<Item = Self> {
                $offered.into_iter().map(Self)
            }

            #[must_use]
            pub fn minutes(self) -> u16 {
                self.0
            }
        }

        impl Carried for $name {
            fn write(&self, data: &mut Data) {
                self.0.write(data);
            }
            fn read(words: &mut Words<'_>) -> Option<Self> {
                u16::read(words).filter(|minutes| $offered.contains(minutes)).map(Self)
            }
            #[cfg(test)]
            fn samples() -> Vec<Self> {
                Self::all().collect()
            }
        }
    };
}

offered_minutes!(
    /// How much later today.
    LaterBy,
    LATER
);
offered_minutes!(
    /// How long a pause is.
    PauseLength,
    PAUSES
);

/// The pauses that are offered, in minutes: 5, 20, an hour, a day (method 4.6).
const PAUSES: [u16; 4] = [5, 20, 60, 24 * 60];
/// The pause of one tap: about as long as a body needs to calm down (method 4.6).
const PAUSE: u16 = 20;
/// From so many pauses on, another day is offered (method 4.6).
const MANY_PAUSES: u8 = 3;
/// What "later today" can be, in minutes.
const LATER: [u16; 2] = [60, 180];

impl Talk {
    /// Whether it goes on just now, so that nothing else may come between. One that takes days does not count.
    #[must_use]
    pub fn is_live(&self, now: DateTime<Utc>) -> bool {
        let slow = self.play().is_some_and(|play| play.way == Way::Slow);
        match self.stage {
            Stage::Meeting(_) | Stage::Playing(_) | Stage::Returning(..) => !slow,
            Stage::Paused(_) => self.until - now <= SHORT_BREAK,
            Stage::Invited | Stage::Asked(_) | Stage::Parked(_) => false,
        }
    }

    /// Where it stands within its steps, whatever break it is in.
    fn play(&self) -> Option<&Play> {
        match &self.stage {
            Stage::Playing(play)
            | Stage::Paused(Pause { place: Place::Step(play), .. })
            | Stage::Returning(Place::Step(play), _)
            | Stage::Parked(Place::Step(play)) => Some(play),
            _ => None,
        }
    }
}
