//! What `nearer check` proves of a script: every step that is named is there, and from
//! each of them a way leads to the end.

use std::collections::{BTreeSet, VecDeque};

use super::wording::Rules;
use crate::prompts::finding::{Finding, Severity};
use crate::prompts::named_ids::StepId;
use crate::prompts::names::Who;
use crate::prompts::reading::fields::Fields;
use crate::prompts::script::{Act, BothHow, Script, ScriptStep};

/// Characters on the card of a step: it has to be read at once.
const TEXT: usize = 700;
const LINE: usize = 120;
/// The longest word of caution before a talk.
const CAUTION: usize = 200;
/// What Telegram shows of a button on a small phone.
const LABEL: usize = 20;
const CHIPS: usize = 12;
/// What fits in the answer to a tap.
const ANSWER: usize = 200;

impl Rules {
    /// One step by itself, while its lines are known.
    pub fn check_step(&self, step: &ScriptStep, fields: &mut Fields) {
        let long = |text: &str, most: usize| text.chars().count() > most;
        if long(&step.text, TEXT) {
            fields.note(Severity::Error, "text", format!("`text` has more than {TEXT} characters"), "say less");
        }
        for (what, mend) in self.manner(&step.text) {
            fields.note(Severity::Error, "text", format!("the step {what}"), mend);
        }
        // Those of a list that it shares with others were looked at where the list stands.
        let own = fields.texts("stems").len();
        for (nth, stem) in step.stems.iter().enumerate() {
            for (what, mend) in if nth < own { self.stem(stem) } else { Vec::new() } {
                fields.note(Severity::Error, "stems", what, mend);
            }
            if step.stems[..nth].contains(stem) {
                let mend = "take it out here: the list that the step takes its other stems from has it too";
                fields.note(Severity::Error, "stems", format!("\"{stem}\" is offered twice"), mend);
            }
        }
        for label in step.act.labels().into_iter().filter(|label| long(label, LABEL)) {
            let what = format!("\"{label}\" has more than {LABEL} characters");
            fields.note(Severity::Error, "kind", what, "a button holds two or three words");
        }
        match &step.act {
            Act::Turn { chips, .. } if chips.len() > CHIPS => {
                fields.note(Severity::Error, "chips", format!("more than {CHIPS} chips"), "leave some out");
            }
            Act::Turn { .. } if step.stems.is_empty() => {
                let mend = "add stems = [\"…\"]: beginnings of sentences";
                fields.note(Severity::Error, "stems", "a turn of words without a start to offer", mend);
            }
            Act::Private { no_says: Some(says), .. } => {
                if long(says, ANSWER) {
                    let what = format!("`no_says` has more than {ANSWER} characters");
                    fields.note(Severity::Error, "no_says", what, "say less: it is the answer to a tap");
                }
                for (what, mend) in self.manner(says) {
                    fields.note(Severity::Error, "no_says", format!("`no_says` {what}"), mend);
                }
            }
            Act::Choose { choices, .. } if choices.len() < 2 => {
                fields.note(Severity::Error, "choices", "there is no choice", "give at least two choices");
            }
            _ => {}
        }
        names(step, fields);
    }

    /// What is wrong with a beginning of a sentence.
    pub fn stem(&self, stem: &str) -> Vec<(String, String)> {
        let mut wrong: Vec<_> =
            self.manner(stem).into_iter().map(|(what, mend)| (format!("the stem \"{stem}\" {what}"), mend)).collect();
        if stem.chars().count() > LINE {
            wrong.push((format!("a stem has more than {LINE} characters"), "say less".to_owned()));
        }
        wrong
    }

    /// The head of a script.
    pub fn check_script_head(&self, script: &Script, fields: &mut Fields) {
        let openers = script.openers.iter().map(|opener| ("openers", opener, LINE));
        let caution = script.caution.iter().map(|caution| ("caution", caution, CAUTION));
        for (key, text, most) in
            [("title", &script.title, LABEL), ("line", &script.line, LINE)].into_iter().chain(openers).chain(caution)
        {
            if text.chars().count() > most {
                let what = format!("`{key}` has more than {most} characters");
                fields.note(Severity::Error, key, what, "say less");
            }
            for (what, mend) in self.manner(text) {
                fields.note(Severity::Error, key, format!("`{key}` {what}"), mend);
            }
        }
        if script.openers.iter().any(|opener| opener.contains(['{', '}'])) {
            let mend = "say it without a name: it stands under the words that give the turn";
            fields.note(Severity::Error, "openers", "an opener has braces that nobody fills", mend);
        }
    }
}

/// People are named only where they are given a turn.
fn names(step: &ScriptStep, fields: &mut Fields) {
    let names = |who: Who| match who {
        Who::Speaker => step.text.contains("{speaker}"),
        Who::Listener => step.text.contains("{listener}"),
    };
    match step.act.who() {
        Some(who) if !names(who) => {
            let name = if who == Who::Speaker { "{speaker}" } else { "{listener}" };
            fields.note(
                Severity::Error,
                "text",
                "the text does not say whose turn it is",
                format!("write {name} in it"),
            );
        }
        None if names(Who::Speaker) || names(Who::Listener) => {
            let mend = "say \"you\" or \"both\": a name stands only where someone is given a turn";
            fields.note(Severity::Error, "text", "the text names a person without giving a turn", mend);
        }
        _ => {}
    }
    let unfilled = |text: &str| text.replace("{speaker}", "").replace("{listener}", "").contains(['{', '}']);
    let mend = "only {speaker} and {listener} are filled in";
    if unfilled(&step.text) {
        fields.note(Severity::Error, "text", "the text has braces that nobody fills", mend);
    }
    if let Act::Choose { choices, .. } = &step.act
        && choices.iter().filter_map(|choice| choice.says.as_deref()).any(unfilled)
    {
        fields.note(Severity::Error, "choices", "what a choice says has braces that nobody fills", mend);
    }
}

/// The script as a whole. `lines` are the places of its steps, in their order.
pub fn prove(script: &Script, file: &str, lines: &[usize], findings: &mut Vec<Finding>) {
    let mut wrong = |at: Option<usize>, what: String, mend: &str| {
        findings.push(Finding::error(file, at.and_then(|index| lines.get(index).copied()), what, mend));
    };
    let Some(begin) = script.begin() else {
        return wrong(None, "has no step".to_owned(), "write at least one [[step]]");
    };
    for (index, step) in script.steps.iter().enumerate() {
        if script.steps[..index].iter().any(|other| other.id == step.id) {
            wrong(Some(index), format!("the step \"{}\" stands here twice", step.id.0), "give it a name of its own");
        }
        for (nth, name) in step.was.iter().enumerate() {
            let is_named = |other: &ScriptStep| other.was.contains(name);
            let taken = script.steps.iter().any(|other| other.id == *name);
            if taken || step.was[..nth].contains(name) || script.steps[..index].iter().any(is_named) {
                let what = format!("`was` of the step \"{}\" names \"{}\", which stands elsewhere", step.id.0, name.0);
                wrong(Some(index), what, "name it once, and only if no step has that name now");
            }
        }
        if let Act::Swap { to, .. } = &step.act
            && script.step(to).is_some_and(|to| !matches!(to.act, Act::Turn { who: Who::Speaker, .. }))
        {
            let what = format!("the swap \"{}\" leads to \"{}\", which gives nobody the floor", step.id.0, to.0);
            wrong(Some(index), what, "lead to a step of kind = \"speak\"");
        }
        for to in step.act.ways_on() {
            if script.step(to).is_none() {
                let what = format!("the step \"{}\" leads to \"{}\", which is not there", step.id.0, to.0);
                wrong(Some(index), what, "write that step, or lead to another");
            }
        }
    }
    let reachable = reach(script, &begin.id);
    for (index, step) in script.steps.iter().enumerate() {
        if !reachable.contains(&step.id) {
            wrong(Some(index), format!("nothing leads to the step \"{}\"", step.id.0), "lead to it, or leave it out");
        } else if !reach(script, &step.id).iter().any(|id| script.step(id).is_some_and(|s| s.act == Act::Close)) {
            let what = format!("from the step \"{}\" no way leads to a close", step.id.0);
            wrong(Some(index), what, "end with a step of kind = \"close\"");
        }
    }
    for (index, step) in script.steps.iter().enumerate() {
        let next = |id: &StepId| script.step(id).and_then(|step| step.act.on_silence().cloned());
        let chain = std::iter::successors(next(&step.id), next).take(script.steps.len() + 1);
        if chain.count() > script.steps.len() {
            let what = format!("in silence the step \"{}\" goes round for ever", step.id.0);
            wrong(Some(index), what, "let silence lead to a step that waits, or to the close");
        }
    }
    let speaks = |step: &ScriptStep| matches!(step.act, Act::Turn { who: Who::Speaker, .. });
    let swaps = script.steps.iter().any(|step| matches!(step.act, Act::Swap { .. }));
    let together = script.steps.iter().any(|step| matches!(step.act, Act::Both { how: BothHow::Words, .. }));
    if script.steps.iter().any(speaks) && !swaps {
        wrong(None, "the floor never changes hands".to_owned(), "add a step of kind = \"swap\"");
    }
    if !script.steps.iter().any(speaks) && !together {
        wrong(None, "nobody gets to say anything".to_owned(), "add a step of kind = \"speak\"");
    }
}

/// Every step that can come from here, itself included.
fn reach(script: &Script, from: &StepId) -> BTreeSet<StepId> {
    let mut found = BTreeSet::from([from.clone()]);
    let mut open = VecDeque::from([from.clone()]);
    while let Some(id) = open.pop_front() {
        for to in script.step(&id).map(|step| step.act.ways_on()).unwrap_or_default() {
            if found.insert(to.clone()) {
                open.push_back(to.clone());
            }
        }
    }
    found
}
