//! A script: one guided conversation, as a file. The machine of `couple` knows a handful of step kinds and
//! nothing of any script's words; a new conversation is a new file.

use super::card::Provenance;
use super::named_ids::{ScriptId, StepId};
use super::names::{DecidedWhen, First, Gate, TurnEnds, Who};

/// Where the step of a choice leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    pub to: StepId,
    /// Whether they go on in one room from here.
    pub in_room: bool,
    /// What stands on the next card in the place of its own words: what is different now.
    pub says: Option<String>,
}

/// How long a turn may be before the listener is told to pick a part of it. Soft: nothing is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Caps {
    /// Characters of a text.
    pub chars: u64,
    /// Seconds of a voice or video note.
    pub seconds: u64,
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptStep {
    pub id: StepId,
    /// What it and the steps whose place it took were called before: a talk that waits at one of them goes on here.
    pub was: Vec<StepId>,
    /// What stands on its card; `{speaker}` and `{listener}` are filled in.
    pub text: String,
    /// Beginnings of sentences, for whoever asks for one: its own, then those of a list that several share.
    pub stems: Vec<String>,
    /// So many of them, from the first on, are offered at each asking: with them one can always say little.
    pub stems_kept: usize,
    /// The soft timer shown when the two are in one room, in minutes.
    pub minutes: u64,
    /// A side step: not counted in "step 3 of 9".
    pub aside: bool,
    pub act: Act,
}

/// What a step asks for, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// One of the two says something. `chips` are answers by one tap.
    Turn {
        who: Who,
        caps: Caps,
        chips: Vec<String>,
        next: StepId,
        skip: Option<StepId>,
    },
    /// After `clarify_loops` times *almost* leads to `ease`, once, and then on.
    Check {
        thats_it: StepId,
        almost: StepId,
        more: Option<StepId>,
        ease: StepId,
    },
    Choose {
        who: Who,
        choices: Vec<Choice>,
    },
    /// Both say something (`Words`) or both tap the one button (`Agree`). Silence ends it too, where it may.
    Both {
        how: BothHow,
        next: StepId,
        silence: Option<StepId>,
    },
    /// `agree` if both tapped the first, else `otherwise`, when `wait` minutes are over. `Fixed`: never sooner.
    Private {
        yes: String,
        no: String,
        agree: StepId,
        otherwise: PrivateElse,
        wait: u64,
        moment: DecidedWhen,
        /// What one who taps the second reads, alone; the way to *Support* then stands there for both.
        no_says: Option<String>,
    },
    /// The roles change, and on this card the other has the turn of `to`; `done` once both have had theirs.
    Swap {
        enough: String,
        to: StepId,
        done: StepId,
        /// Where it leads when the floor is not taken.
        enough_to: StepId,
    },
    Close,
}

/// How both take part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BothHow {
    Words,
    Agree { label: String },
}

/// Where a private question leads when not both said yes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrivateElse {
    Step(StepId),
    /// The conversation closes, with the same line whatever was tapped or not.
    Closed,
}

/// One conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    pub id: ScriptId,
    pub version: u64,
    pub title: String,
    /// One line in the list.
    pub line: String,
    /// About how long it takes, in all.
    pub minutes: u64,
    /// Other names for it behind `/listen`.
    pub names: Vec<String>,
    /// Lines that make the first words of a turn easier; each turn has another.
    pub openers: Vec<String>,
    /// What is said to both alike before it, beside the way to *Support*: whom it is not for.
    pub caution: Option<String>,
    pub gate: Gate,
    pub first: First,
    pub turn_ends: TurnEnds,
    /// Not offered again for so many hours, however it ended.
    pub again_after_hours: u64,
    /// Not within so many hours of a heavy or intimate one.
    pub after_heavy_hours: u64,
    /// Not begun from this couple-local hour on (and never in the quiet hours, where it is not open to all).
    pub latest_hour: Option<u64>,
    /// Whether it can come each week by itself.
    pub weekly: bool,
    pub clarify_loops: u64,
    pub more_turns: u64,
    pub steps: Vec<ScriptStep>,
    pub origin: Provenance,
}

impl Script {
    /// Where it begins.
    #[must_use]
    pub fn begin(&self) -> Option<&ScriptStep> {
        self.steps.first()
    }

    /// Whether it can take days. Not if it begins with a question about right now: half a day later its answer may not hold.
    #[must_use]
    pub fn can_go_slowly(&self) -> bool {
        !matches!(self.begin().map(|step| &step.act), Some(Act::Private { moment: DecidedWhen::Fixed, .. }))
    }

    /// The step of this name, or the one that took its place.
    #[must_use]
    pub fn step(&self, id: &StepId) -> Option<&ScriptStep> {
        let is_now = self.steps.iter().find(|step| step.id == *id);
        is_now.or_else(|| self.steps.iter().find(|step| step.was.contains(id)))
    }

    /// The step whose beginnings, caps and minutes hold on the card of this one: a swap is a turn of the step it leads to.
    pub(crate) fn turn_of<'s>(&'s self, step: &'s ScriptStep) -> &'s ScriptStep {
        match &step.act {
            Act::Swap { to, .. } => self.step(to).unwrap_or(step),
            _ => step,
        }
    }

    /// What ends the words of this step. Only a turn on the floor may be several messages.
    pub(crate) fn turn_ends_at(&self, step: &ScriptStep) -> TurnEnds {
        let is_floor = self.floor().is_some_and(|floor| floor.id == self.turn_of(step).id);
        if is_floor { self.turn_ends } else { TurnEnds::FirstReply }
    }

    /// Where something is said for the first time: there it is told how.
    pub(crate) fn first_words(&self) -> Option<&ScriptStep> {
        let words = |step: &&ScriptStep| matches!(step.act, Act::Turn { .. } | Act::Both { how: BothHow::Words, .. });
        self.steps.iter().find(words)
    }

    /// Where a turn on the floor begins.
    #[must_use]
    pub fn floor(&self) -> Option<&ScriptStep> {
        self.steps.iter().find(|step| matches!(step.act, Act::Turn { who: Who::Speaker, .. }) && !step.aside)
    }

    /// The opener of this number, counted through all turns that a couple had with it; after the last comes
    /// the first again.
    #[must_use]
    pub fn opener(&self, number: usize) -> Option<&str> {
        let place = number.checked_rem(self.openers.len())?;
        self.openers.get(place).map(String::as_str)
    }

    /// "Step 3 of 9": a side step counts as the one before it, and the last word as none.
    #[must_use]
    pub fn place(&self, id: &StepId) -> (usize, usize) {
        let counts = |step: &&ScriptStep| !step.aside && step.act != Act::Close;
        let until = self.steps.iter().position(|step| step.id == *id).map_or(1, |index| index + 1);
        let at = self.steps.iter().take(until).filter(counts).count();
        (at.max(1), self.steps.iter().filter(counts).count())
    }

    /// Whether `typed` names it.
    #[must_use]
    pub fn answers_to(&self, typed: &str) -> bool {
        let names = [&self.id.0, &self.title].into_iter().chain(&self.names);
        names.into_iter().any(|name| name.eq_ignore_ascii_case(typed))
    }
}

impl Act {
    /// Every step that may follow.
    pub(super) fn ways_on(&self) -> Vec<&StepId> {
        match self {
            Self::Turn { next, skip, .. } => std::iter::once(next).chain(skip).collect(),
            Self::Check { thats_it, almost, more, ease } => [thats_it, almost, ease].into_iter().chain(more).collect(),
            Self::Choose { choices, .. } => choices.iter().map(|choice| &choice.to).collect(),
            Self::Both { next, silence, .. } => std::iter::once(next).chain(silence).collect(),
            Self::Private { agree, otherwise, .. } => match otherwise {
                PrivateElse::Step(step) => vec![agree, step],
                PrivateElse::Closed => vec![agree],
            },
            Self::Swap { to, done, enough_to, .. } => vec![to, done, enough_to],
            Self::Close => Vec::new(),
        }
    }

    /// Where it goes by itself when nobody does anything, if it goes on.
    pub(super) fn on_silence(&self) -> Option<&StepId> {
        match self {
            Self::Both { silence, .. } => silence.as_ref(),
            Self::Private { otherwise: PrivateElse::Step(step), .. } => Some(step),
            _ => None,
        }
    }

    /// What stands on its own buttons.
    pub(crate) fn labels(&self) -> Vec<&str> {
        match self {
            Self::Turn { chips, .. } => chips.iter().map(String::as_str).collect(),
            Self::Choose { choices, .. } => choices.iter().map(|choice| choice.label.as_str()).collect(),
            Self::Both { how: BothHow::Agree { label }, .. } => vec![label],
            Self::Private { yes, no, .. } => vec![yes, no],
            Self::Swap { enough, .. } => vec![enough],
            Self::Check { .. } | Self::Both { .. } | Self::Close => Vec::new(),
        }
    }

    /// Whose turn it is, for steps that give one.
    pub(crate) fn who(&self) -> Option<Who> {
        match self {
            Self::Turn { who, .. } | Self::Choose { who, .. } => Some(*who),
            Self::Check { .. } => Some(Who::Speaker),
            Self::Swap { .. } => Some(Who::Listener),
            Self::Both { .. } | Self::Private { .. } | Self::Close => None,
        }
    }
}
