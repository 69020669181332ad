//! The bot's own voice: Fluent messages, rendered from [`Phrase`]s.

use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentError, FluentResource, FluentValue};
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::finding::Finding;
use super::reading::source::Source;
use crate::ids::UserId;
use crate::line;
use crate::phrase::{Phrase, Value};

/// How what is filled into a line is written.
pub struct Filling<'a> {
    /// Applied to every text from outside.
    pub escape: fn(&str) -> String,
    /// How a person is called, ready to stand in the text.
    pub person: &'a dyn Fn(UserId) -> String,
}

/// All lines of one language.
pub struct Voice {
    bundle: FluentBundle<FluentResource>,
    /// Every line and the variables it uses, its references included.
    variables: BTreeMap<String, BTreeSet<String>>,
    pub(super) terms: BTreeSet<String>,
}

impl Voice {
    /// Reads all `.ftl` files; what is wrong becomes findings, and the rest is still usable.
    pub(super) fn read(sources: &[Source], findings: &mut Vec<Finding>) -> Self {
        let language = "en".parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks that isolate right-to-left names would stand between tags, and be counted in buttons.
        bundle.set_use_isolating(false);
        let mut terms = BTreeSet::new();
        let mut keys = BTreeSet::new();
        for source in sources.iter().filter(|source| source.has_ending("ftl")) {
            let resource = FluentResource::try_new(source.text.clone()).unwrap_or_else(|(resource, errors)| {
                for error in errors {
                    let line = Some(source.line(error.pos.start));
                    let mend = "a line is `key = text`; further lines of a text begin with blanks";
                    findings.push(Finding::error(&source.name, line, format!("is not Fluent: {error}"), mend));
                }
                resource
            });
            for entry in resource.entries() {
                match entry {
                    Entry::Message(message) => drop(keys.insert(message.id.name.to_owned())),
                    Entry::Term(term) => drop(terms.insert(term.id.name.to_owned())),
                    _ => {}
                }
            }
            for error in bundle.add_resource(resource).err().unwrap_or_default() {
                if let FluentError::Overriding { id, .. } = error {
                    // The last one that says it, as the first counts.
                    let line = lines_of(source, &id).last();
                    findings.push(Finding::error(&source.name, line, format!("`{id}` is said twice"), "keep one"));
                }
            }
        }
        let mut voice = Self { bundle, variables: BTreeMap::new(), terms };
        voice.variables = keys
            .into_iter()
            .map(|key| {
                let mut found = BTreeSet::new();
                voice.collect_variables(&key, &mut BTreeSet::new(), &mut found);
                (key, found)
            })
            .collect();
        voice
    }

    /// Renders a phrase. `escape` is applied to every [`Value::Text`] (HTML in messages; nothing in buttons and answers
    /// to taps); a phrase within is rendered with the same `escape` and inserted as it is.
    ///
    /// An unknown key is logged, and becomes a kind neutral line.
    pub fn say(&self, phrase: &Phrase, escape: fn(&str) -> String) -> String {
        self.say_with(phrase, &Filling { escape, person: &|_| self.someone() })
    }

    /// The same, with people by their names.
    pub fn say_with(&self, phrase: &Phrase, filling: &Filling<'_>) -> String {
        self.render(phrase, filling).unwrap_or_else(|| {
            tracing::error!(key = %phrase.key, "the voice has no such line");
            // Kind, neutral, and true whatever was meant.
            self.render(&line::lost_for_words(), filling).unwrap_or_default()
        })
    }

    /// What stands for a person whose name is not to be had.
    pub fn someone(&self) -> String {
        self.say(&line::person_unknown(), str::to_owned)
    }

    fn render(&self, phrase: &Phrase, filling: &Filling<'_>) -> Option<String> {
        let pattern = self.pattern(&phrase.key)?;
        let mut args = FluentArgs::with_capacity(phrase.args.len());
        for (name, value) in &phrase.args {
            let value = match value {
                Value::Text(text) => FluentValue::from((filling.escape)(text)),
                Value::Number(number) => FluentValue::from(*number),
                Value::Phrase(inner) => FluentValue::from(self.say_with(inner, filling)),
                Value::Lines(lines) => {
                    let lines: Vec<String> = lines.iter().map(|line| self.say_with(line, filling)).collect();
                    FluentValue::from(lines.join("\n"))
                }
                Value::Person(user) => FluentValue::from((filling.person)(*user)),
                Value::Spoken { text, speaker, listener } => {
                    let people = [("{speaker}", *speaker), ("{listener}", *listener)];
                    FluentValue::from(with_people(&(filling.escape)(text), &people, filling.person))
                }
            };
            args.set(name.as_str(), value);
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
        if let Some(error) = errors.first() {
            // Fluent's errors name variables and messages; they hold no values.
            tracing::error!(key = %phrase.key, %error, "a line of the voice is not filled in");
        }
        Some(text)
    }

    /// Whether there is a line of this key.
    pub fn knows(&self, key: &str) -> bool {
        self.pattern(key).is_some()
    }

    /// The variables that a line uses; none for an unknown key.
    pub fn variables(&self, key: &str) -> BTreeSet<String> {
        self.variables.get(key).cloned().unwrap_or_default()
    }

    /// All keys, in order.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.variables.keys().map(String::as_str)
    }

    pub(super) fn pattern(&self, key: &str) -> Option<&Pattern<&str>> {
        self.bundle.get_message(key)?.value()
    }

    fn collect_variables(&self, key: &str, been: &mut BTreeSet<String>, found: &mut BTreeSet<String>) {
        if !been.insert(key.to_owned()) {
            return;
        }
        let Some(pattern) = self.pattern(key) else { return };
        visit(pattern, &mut |expression| match expression {
            InlineExpression::VariableReference { id } => drop(found.insert(id.name.to_owned())),
            InlineExpression::MessageReference { id, .. } => self.collect_variables(id.name, been, found),
            _ => {}
        });
    }
}

/// `text` with each placeholder replaced by how that person is called. Read once from the left, so that a name that
/// looks like a placeholder stays a name.
fn with_people(text: &str, people: &[(&str, UserId)], called: &dyn Fn(UserId) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        filled.push_str(&rest[..start]);
        rest = &rest[start..];
        let person = people.iter().find(|(placeholder, _)| rest.starts_with(placeholder));
        let taken = person.map_or(1, |(placeholder, user)| {
            filled.push_str(&called(*user));
            placeholder.len()
        });
        if person.is_none() {
            filled.push('{');
        }
        rest = &rest[taken..];
    }
    filled.push_str(rest);
    filled
}

/// Shows every inline expression of a pattern, those of selectors and variants included.
pub(super) fn visit<'p>(pattern: &'p Pattern<&'p str>, see: &mut impl FnMut(&'p InlineExpression<&'p str>)) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            visit_expression(expression, see);
        }
    }
}

fn visit_expression<'p>(expression: &'p Expression<&'p str>, see: &mut impl FnMut(&'p InlineExpression<&'p str>)) {
    match expression {
        Expression::Inline(InlineExpression::Placeable { expression }) => visit_expression(expression, see),
        Expression::Inline(inline) => see(inline),
        Expression::Select { selector, variants } => {
            see(selector);
            for variant in variants {
                visit(&variant.value, see);
            }
        }
    }
}

/// The lines on which a key is said. A message begins at the margin; the rest of its text does not.
pub(super) fn lines_of(source: &Source, key: &str) -> impl Iterator<Item = usize> {
    let begins = move |line: &str| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    source.text.lines().enumerate().filter(move |(_, line)| begins(line)).map(|(index, _)| index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voice(text: &str) -> (Voice, Vec<Finding>) {
        let mut findings = Vec::new();
        let source = Source::new("v.ftl".into(), "v.ftl".into(), text.into());
        (Voice::read(&[source], &mut findings), findings)
    }

    fn html(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;")
    }

    #[test]
    fn texts_are_escaped_once_and_lines_within_stay_lines() {
        let (voice, findings) = voice("hello = <b>{ $name }</b>, { $more }\nmore = <i>{ $name }</i>\n");
        assert!(findings.is_empty());
        let phrase = Phrase::new("hello").with("name", "A<B").with("more", Phrase::new("more").with("name", "C&D"));
        assert_eq!(voice.say(&phrase, html), "<b>A&lt;B</b>, <i>C&amp;D</i>");
        assert_eq!(voice.say(&phrase, str::to_owned), "<b>A<B</b>, <i>C&D</i>");
    }

    #[test]
    fn a_name_that_looks_like_a_placeholder_stays_a_name() {
        let (voice, _) = voice("turn = { $line }\n");
        let text = "{speaker} speaks & {listener} listens, {nobody} {".to_owned();
        let spoken = Value::Spoken { text, speaker: UserId(1), listener: UserId(2) };
        let person = |user: UserId| if user == UserId(1) { "{listener}{speaker}".to_owned() } else { "Ben".to_owned() };
        let said =
            voice.say_with(&Phrase::new("turn").with("line", spoken), &Filling { escape: html, person: &person });
        assert_eq!(said, "{listener}{speaker} speaks &amp; Ben listens, {nobody} {");
    }

    #[test]
    fn numbers_choose_their_form() {
        let (voice, _) = voice("days = { $n ->\n    [one] one day\n   *[other] { $n } days\n }\n");
        assert_eq!(voice.say(&Phrase::new("days").with("n", 1), html), "one day");
        assert_eq!(voice.say(&Phrase::new("days").with("n", 1200), html), "1200 days");
    }

    #[test]
    fn a_missing_line_is_answered_kindly() {
        let (lost, _) = voice("lost-for-words = One moment.\n");
        assert_eq!(lost.say(&Phrase::new("nothing"), html), "One moment.");
        let (mute, _) = voice("");
        assert_eq!(mute.say(&Phrase::new("nothing"), html), "");
    }

    #[test]
    fn variables_are_known_through_choices_and_references() {
        let (voice, _) = voice("a = { b } { $x ->\n    [one] { $y }\n   *[other] -\n }\nb = { $z } { a }\n");
        let names: Vec<_> = voice.variables("a").into_iter().collect();
        assert_eq!(names, ["x", "y", "z"]);
        assert!(voice.knows("b") && !voice.knows("c"));
    }

    #[test]
    fn a_circle_of_lines_does_not_hang() {
        let (voice, _) = voice("a = { b }\nb = { a }\n");
        voice.say(&Phrase::new("a"), html);
    }

    #[test]
    fn a_voice_is_shared_between_threads() {
        fn shared<T: Send + Sync>() {}
        shared::<Voice>();
        shared::<crate::prompts::Library>();
    }
}
