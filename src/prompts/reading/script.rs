//! How a script is read from its file: the head, the steps one by one, and what each kind of step asks for.

use std::ops::RangeInclusive;

use super::fields::Fields;
use super::stems::Stems;
use crate::prompts::card::Provenance;
use crate::prompts::named_ids::{ScriptId, StepId};
use crate::prompts::names::{DecidedWhen, Who, named};
use crate::prompts::script::{Act, BothHow, Caps, Choice, PrivateElse, Script, ScriptStep};

named!(
    /// What the machine does at a step.
    StepKind {
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

/// How long a conversation may have to wait for the next.
const HOURS: RangeInclusive<u64> = 0..=24 * 31;

impl Script {
    /// Reads the head of a file; the steps come one by one.
    pub(in crate::prompts) fn read_head(fields: &mut Fields) -> Option<Self> {
        let id = fields.name("id");
        let title = fields.required(Fields::text, "title");
        let line = fields.required(Fields::text, "line");
        let minutes = fields.required(|fields, key| fields.number(key, &(1..=120)), "minutes");
        let gate = fields.required(Fields::one_of, "gate");
        let first = fields.required(Fields::one_of, "first");
        let turn_ends = fields.required(Fields::one_of, "turn_ends");
        let names = fields.texts("names");
        let openers = fields.texts("openers");
        let caution = fields.text("caution");
        let again_after_hours = fields.number("again_after_hours", &HOURS).unwrap_or(24);
        let after_heavy_hours = fields.number("after_heavy_hours", &HOURS).unwrap_or(0);
        let latest_hour = fields.number("latest_hour", &(12..=23));
        let weekly = fields.flag("weekly");
        let clarify_loops = fields.number("clarify_loops", &(0..=5)).unwrap_or(2);
        let more_turns = fields.number("more_turns", &(0..=5)).unwrap_or(1);
        let origin = Provenance::read(fields, &Provenance::default());
        Some(Self {
            version: origin.version,
            id: ScriptId(id?),
            title: title?,
            line: line?,
            minutes: minutes?,
            names,
            openers,
            caution,
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
    pub(in crate::prompts) fn read(fields: &mut Fields, shared: &Stems) -> Option<Self> {
        let id = fields.name("id");
        let kind = fields.required(Fields::one_of, "kind");
        let text = fields.required(Fields::text, "text");
        let was = fields.texts("was").into_iter().map(StepId).collect();
        let stems = shared.of_step(fields);
        let stems_kept = fields.number("stems_kept", &(1..=2)).map_or(0, |kept| usize::try_from(kept).unwrap_or(0));
        let minutes = fields.number("minutes", &(1..=30)).unwrap_or(2);
        let aside = fields.flag("aside");
        let act = Act::read(kind?, fields);
        Some(Self { id: StepId(id?), was, text: text?, stems, stems_kept, minutes, aside, act: act? })
    }
}

impl Act {
    fn read(kind: StepKind, fields: &mut Fields) -> Option<Self> {
        Some(match kind {
            StepKind::Speak => Self::read_turn(Who::Speaker, fields)?,
            StepKind::Mirror => Self::read_turn(Who::Listener, fields)?,
            StepKind::Check => {
                let thats_it = target("thats_it", fields);
                let almost = target("almost", fields);
                let ease = target("ease", fields);
                let more = fields.text("more").map(StepId);
                Self::Check { thats_it: thats_it?, almost: almost?, ease: ease?, more }
            }
            StepKind::Choose => {
                let who = fields.required(Fields::one_of, "who");
                let choices = fields.choices();
                Self::Choose { who: who?, choices }
            }
            StepKind::Both => {
                let next = target("next", fields);
                let how = match fields.text("agree") {
                    Some(label) => BothHow::Agree { label },
                    None => BothHow::Words,
                };
                let silence = fields.text("silence").map(StepId);
                Self::Both { how, next: next?, silence }
            }
            StepKind::Private => {
                let yes = fields.required(Fields::text, "yes");
                let no = fields.required(Fields::text, "no");
                let agree = target("agree", fields);
                let otherwise = fields.required(Fields::text, "otherwise").map(|to| match to.as_str() {
                    "closed" => PrivateElse::Closed,
                    _ => PrivateElse::Step(StepId(to)),
                });
                let wait = fields.required(|fields, key| fields.number(key, &(1..=60)), "wait");
                let moment = fields.one_of("moment").unwrap_or(DecidedWhen::WhenBoth);
                let no_says = fields.text("no_says");
                Self::Private { yes: yes?, no: no?, agree: agree?, otherwise: otherwise?, wait: wait?, moment, no_says }
            }
            StepKind::Swap => {
                let enough = fields.required(Fields::text, "enough");
                let to = target("to", fields);
                let done = target("done", fields);
                let enough_to = fields.text("enough_to").map(StepId).or_else(|| done.clone());
                Self::Swap { enough: enough?, to: to?, done: done?, enough_to: enough_to? }
            }
            StepKind::Close => Self::Close,
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
}

fn target(key: &'static str, fields: &mut Fields) -> Option<StepId> {
    fields.required(Fields::text, key).map(StepId)
}

impl Fields<'_, '_> {
    fn choices(&mut self) -> Vec<Choice> {
        let entries = self.entries("choices");
        let mut choices = Vec::new();
        for (table, start) in entries {
            let mut fields = self.within(table, start);
            let label = fields.required(Fields::text, "label");
            let to = target("to", &mut fields);
            let in_room = fields.flag("in_room");
            let says = fields.text("says");
            fields.finish();
            if let (Some(label), Some(to)) = (label, to) {
                choices.push(Choice { label, to, in_room, says });
            }
        }
        choices
    }
}
