//! A script: one guided conversation, as a file. The machine of [`crate::couple`] knows a handful of step kinds and
//! nothing of any script's words; a new conversation is a new file.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::card::{Origin, named};
use super::fields::Fields;

/// The name of a script, as in its file and behind `/listen`: `five`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ScriptId(pub String);

/// The name of a step within its script.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepId(pub String);

impl fmt::Display for ScriptId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The most that rides in a button beside the rest of its data.
const LONGEST_NAME: usize = 16;

/// Small letters, digits and hyphens, sixteen at most.
pub(super) fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

named!(
    /// Who may open a conversation.
    Gate {
        /// Any couple.
        Open = "open",
        /// Both have opened the door to heavier talks, each in private.
        Heavy = "heavy",
        /// Both have opened the door to talks about closeness, each in private.
        Intimate = "intimate",
    }
);

named!(
    /// Who has the floor first.
    First {
        Requester = "requester",
        Chance = "chance",
        /// The one who was second the last time.
        Alternate = "alternate",
    }
);

named!(
    /// What ends a turn of words.
    TurnEnds {
        FirstReply = "first_reply",
        ThatsAll = "thats_all",
    }
);

named!(
    /// Whose act a choice is.
    Who {
        Speaker = "speaker",
        Listener = "listener",
    }
);

named!(
    /// What the machine does at a step.
    Kind {
        /// The speaker tells something.
        Speak = "speak",
        /// The listener says something to what was told; it stands under it.
        Mirror = "mirror",
        /// The speaker says how close it was.
        Check = "check",
        /// One of the two takes one of several ways on.
        Choose = "choose",
        /// Both say something, or both agree.
        Both = "both",
        /// Each answers so that nobody else sees it.
        Private = "private",
        /// The floor changes hands.
        Swap = "swap",
        /// The end, with a last word.
        Close = "close",
    }
);

/// Where the step of a choice leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub label: String,
    pub to: StepId,
    /// Whether they go on in one room from here.
    pub in_room: bool,
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
    /// What stands on its card; `{speaker}` and `{listener}` are filled in.
    pub text: String,
    /// Beginnings of sentences, for whoever asks for one.
    pub stems: Vec<String>,
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
        moment: Moment,
    },
    /// `to` with the roles changed; `done` once both have had their turn.
    Swap {
        take: String,
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

named!(
    /// When a private question is decided.
    Moment {
        /// As soon as both said yes, else when the wait is over.
        WhenBoth = "when_both",
        /// When the wait is over, whatever was tapped.
        Fixed = "fixed",
    }
);

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
    pub origin: Origin,
}

const HOURS: RangeInclusive<u64> = 0..=24 * 31;

impl Script {
    /// Where it begins.
    #[must_use]
    pub fn begin(&self) -> Option<&ScriptStep> {
        self.steps.first()
    }

    #[must_use]
    pub fn step(&self, id: &StepId) -> Option<&ScriptStep> {
        self.steps.iter().find(|step| step.id == *id)
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

    /// Reads the head of a file; the steps come one by one.
    pub(super) fn read_head(fields: &mut Fields) -> Option<Self> {
        let id = fields.name("id");
        let title = fields.required(Fields::text, "title");
        let line = fields.required(Fields::text, "line");
        let minutes = fields.required(|fields, key| fields.number(key, &(1..=120)), "minutes");
        let gate = fields.required(Fields::one_of, "gate");
        let first = fields.required(Fields::one_of, "first");
        let turn_ends = fields.required(Fields::one_of, "turn_ends");
        let names = fields.texts("names");
        let again_after_hours = fields.number("again_after_hours", &HOURS).unwrap_or(24);
        let after_heavy_hours = fields.number("after_heavy_hours", &HOURS).unwrap_or(0);
        let latest_hour = fields.number("latest_hour", &(12..=23));
        let weekly = fields.flag("weekly");
        let clarify_loops = fields.number("clarify_loops", &(0..=5)).unwrap_or(2);
        let more_turns = fields.number("more_turns", &(0..=5)).unwrap_or(1);
        let origin = Origin::read(fields, &Origin::default());
        Some(Self {
            version: origin.version,
            id: ScriptId(id?),
            title: title?,
            line: line?,
            minutes: minutes?,
            names,
            gate: gate?,
            first: first?,
            turn_ends: turn_ends?,
            again_after_hours,
            after_heavy_hours,
            latest_hour,
            weekly,
            clarify_loops,
            more_turns,
            steps: Vec::new(),
            origin,
        })
    }
}

impl ScriptStep {
    /// Reads one `[[step]]`. `None` if it lacks what its kind cannot be without; the findings say what.
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let id = fields.name("id");
        let kind = fields.required(Fields::one_of, "kind");
        let text = fields.required(Fields::text, "text");
        let stems = fields.texts("stems");
        let minutes = fields.number("minutes", &(1..=30)).unwrap_or(2);
        let aside = fields.flag("aside");
        let act = Act::read(kind?, fields);
        Some(Self { id: StepId(id?), text: text?, stems, minutes, aside, act: act? })
    }
}

impl Act {
    fn read(kind: Kind, fields: &mut Fields) -> Option<Self> {
        Some(match kind {
            Kind::Speak => Self::read_turn(Who::Speaker, fields)?,
            Kind::Mirror => Self::read_turn(Who::Listener, fields)?,
            Kind::Check => {
                let thats_it = target("thats_it", fields);
                let almost = target("almost", fields);
                let ease = target("ease", fields);
                let more = fields.text("more").map(StepId);
                Self::Check { thats_it: thats_it?, almost: almost?, ease: ease?, more }
            }
            Kind::Choose => {
                let who = fields.required(Fields::one_of, "who");
                let choices = fields.choices();
                Self::Choose { who: who?, choices }
            }
            Kind::Both => {
                let next = target("next", fields);
                let how = match fields.text("agree") {
                    Some(label) => BothHow::Agree { label },
                    None => BothHow::Words,
                };
                let silence = fields.text("silence").map(StepId);
                Self::Both { how, next: next?, silence }
            }
            Kind::Private => {
                let yes = fields.required(Fields::text, "yes");
                let no = fields.required(Fields::text, "no");
                let agree = target("agree", fields);
                let otherwise = fields.required(Fields::text, "otherwise").map(|to| match to.as_str() {
                    "closed" => PrivateElse::Closed,
                    _ => PrivateElse::Step(StepId(to)),
                });
                let wait = fields.required(|fields, key| fields.number(key, &(1..=60)), "wait");
                let moment = fields.one_of("moment").unwrap_or(Moment::WhenBoth);
                Self::Private { yes: yes?, no: no?, agree: agree?, otherwise: otherwise?, wait: wait?, moment }
            }
            Kind::Swap => {
                let take = fields.required(Fields::text, "take");
                let enough = fields.required(Fields::text, "enough");
                let to = target("to", fields);
                let done = target("done", fields);
                let enough_to = fields.text("enough_to").map(StepId).or_else(|| done.clone());
                Self::Swap { take: take?, enough: enough?, to: to?, done: done?, enough_to: enough_to? }
            }
            Kind::Close => Self::Close,
        })
    }

    fn read_turn(who: Who, fields: &mut Fields) -> Option<Self> {
        let chars = fields.required(|fields, key| fields.number(key, &(50..=2_000)), "chars");
        let seconds = fields.required(|fields, key| fields.number(key, &(10..=300)), "seconds");
        let chips = fields.texts("chips");
        let next = target("next", fields);
        let skip = fields.text("skip").map(StepId);
        Some(Self::Turn { who, caps: Caps { chars: chars?, seconds: seconds? }, chips, next: next?, skip })
    }

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
            Self::Swap { take, enough, .. } => vec![take, enough],
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

fn target(key: &'static str, fields: &mut Fields) -> Option<StepId> {
    fields.required(Fields::text, key).map(StepId)
}

impl Fields<'_, '_> {
    pub(super) fn name(&mut self, key: &'static str) -> Option<String> {
        let name = self.required(Fields::text, key)?;
        if is_name(&name) {
            return Some(name);
        }
        let mend = format!("small letters, digits and hyphens, {LONGEST_NAME} at most: \"five\"");
        self.note(super::Severity::Error, key, format!("\"{name}\" is not a name"), mend);
        None
    }

    fn choices(&mut self) -> Vec<Choice> {
        let entries = self.entries("choices");
        let mut choices = Vec::new();
        for (table, start) in entries {
            let mut fields = self.within(table, start);
            let label = fields.required(Fields::text, "label");
            let to = target("to", &mut fields);
            let in_room = fields.flag("in_room");
            fields.finish();
            if let (Some(label), Some(to)) = (label, to) {
                choices.push(Choice { label, to, in_room });
            }
        }
        choices
    }
}
