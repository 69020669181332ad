//! The rules for the bot's own lines: that they fit where they are shown, and that no line is missing.

use std::collections::BTreeSet;

use fluent_syntax::ast::{Expression, InlineExpression, Pattern, PatternElement};

use super::html;
use super::wording::Rules;
use crate::prompts::finding::{Finding, Severity};
use crate::prompts::reading::source::{Source, name_beside};
use crate::prompts::voice::{Voice, lines_of, visit};

/// How a line is shown, told by how its key begins.
struct Frame {
    prefix: &'static str,
    longest: usize,
    /// Whether it may carry tags.
    tags: bool,
}

/// The first that fits holds.
const FRAMES: [Frame; 7] = [
    Frame { prefix: "button-", longest: 20, tags: false },
    Frame { prefix: "alert-", longest: 200, tags: false },
    Frame { prefix: "bot-short-description", longest: 120, tags: false },
    Frame { prefix: "bot-description", longest: 512, tags: false },
    Frame { prefix: "about-", longest: 900, tags: true },
    // Captions of a file are messages; what stands in the file is not.
    Frame { prefix: "calendar-", longest: 1000, tags: false },
    // Telegram takes 4096; names and cards that are filled in need room.
    Frame { prefix: "", longest: 3000, tags: true },
];

/// What a variable is taken to add: a name of ordinary length.
const SAMPLE: usize = "Alexandra".len();

/// References are followed so far at most: they may run in a circle.
const DEEPEST: usize = 8;

/// Checks every line by itself.
pub fn check(voice: &Voice, sources: &[Source], rules: &Rules, findings: &mut Vec<Finding>) {
    for key in voice.keys() {
        let (file, line) = place_of(sources, key);
        let mut note = |severity, what: String, mend: &str| {
            let finding = Finding::error(file, line, format!("`{key}` {what}"), mend);
            findings.push(Finding { severity, ..finding });
        };
        let Some(pattern) = voice.pattern(key) else {
            note(Severity::Error, "has no text".to_owned(), "write key = text");
            continue;
        };
        let Some(frame) = FRAMES.iter().find(|frame| key.starts_with(frame.prefix)) else { continue };
        let length = longest(voice, pattern, DEEPEST);
        if length > frame.longest {
            let what = format!("can come to {length} characters; {} fit", frame.longest);
            note(Severity::Error, what, "say less");
        }
        for text in texts(pattern) {
            if !frame.tags && text.contains('<') {
                note(Severity::Error, "is shown as it is, tags and all".to_owned(), "leave the tags out");
            } else if let Some(fault) = html::fault(&text) {
                note(Severity::Error, fault, "close each tag in the order it was opened; a bare < is written &lt;");
            }
            for (what, mend) in rules.manner(&text) {
                note(Severity::Warning, what, &mend);
            }
        }
        visit(pattern, &mut |expression| {
            let missing = match expression {
                InlineExpression::MessageReference { id, .. } if !voice.knows(id.name) => id.name.to_owned(),
                InlineExpression::TermReference { id, .. } if !voice.terms.contains(id.name) => format!("-{}", id.name),
                InlineExpression::FunctionReference { id, .. } => format!("{}()", id.name),
                _ => return,
            };
            note(Severity::Error, format!("refers to {missing}, which is not there"), "say it in place");
        });
    }
}

/// Compares a host's own voice with the one built in: the program says those lines with those variables.
pub fn compare(theirs: &Voice, sources: &[Source], ours: &Voice, findings: &mut Vec<Finding>) {
    let Some(file) = sources.iter().find(|source| source.has_ending("ftl")).map(|source| source.name.as_str()) else {
        let mend = "copy the .ftl files of prompts/en/ there; or, if the folder only adds to the built-in words, name it \
                    as prompts_beside";
        findings.push(Finding::error(name_beside(sources, "voice.ftl"), None, "there is no voice", mend));
        return;
    };
    for key in ours.keys() {
        if !theirs.knows(key) {
            let mend = "copy it from prompts/en/ of the repository and put it in your own words";
            findings.push(Finding::error(file, None, format!("`{key}` is missing"), mend));
            continue;
        }
        let (file, line) = place_of(sources, key);
        let (given, used) = (ours.variables(key), theirs.variables(key));
        for unknown in used.difference(&given) {
            let what = format!("`{key}` uses ${unknown}, which is not given to it");
            findings.push(Finding::error(file, line, what, known_ones(&given)));
        }
        for unused in given.difference(&used) {
            let what = format!("`{key}` leaves out ${unused}");
            findings.push(Finding::warning(file, line, what, "say it, unless it is meant to be left out"));
        }
    }
}

fn known_ones(given: &BTreeSet<String>) -> String {
    if given.is_empty() {
        return "it is said without any".to_owned();
    }
    let names: Vec<_> = given.iter().map(|name| format!("${name}")).collect();
    format!("it is given {}", names.join(", "))
}

fn place_of<'s>(sources: &'s [Source], key: &str) -> (&'s str, Option<usize>) {
    sources
        .iter()
        .filter(|source| source.has_ending("ftl"))
        .find_map(|source| Some((source.name.as_str(), Some(lines_of(source, key).next()?))))
        .unwrap_or(("*.ftl", None))
}

/// The texts of a pattern: its own, with what is filled in left blank, and each of its variants.
fn texts(pattern: &Pattern<&str>) -> Vec<String> {
    let mut own = String::new();
    let mut inner = Vec::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => own.push_str(value),
            PatternElement::Placeable { expression: Expression::Select { variants, .. } } => {
                inner.extend(variants.iter().flat_map(|variant| texts(&variant.value)));
            }
            PatternElement::Placeable { .. } => {}
        }
    }
    inner.push(own);
    inner
}

/// The length that a pattern can come to, with a name of ordinary length for every variable.
fn longest(voice: &Voice, pattern: &Pattern<&str>, depth: usize) -> usize {
    let of = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { value } => value.chars().count(),
        PatternElement::Placeable { expression } => longest_expression(voice, expression, depth),
    };
    pattern.elements.iter().map(of).sum()
}

fn longest_expression(voice: &Voice, expression: &Expression<&str>, depth: usize) -> usize {
    let Some(depth) = depth.checked_sub(1) else { return 0 };
    match expression {
        Expression::Select { variants, .. } => {
            variants.iter().map(|variant| longest(voice, &variant.value, depth)).max().unwrap_or(0)
        }
        Expression::Inline(InlineExpression::Placeable { expression }) => longest_expression(voice, expression, depth),
        Expression::Inline(InlineExpression::StringLiteral { value }) => value.chars().count(),
        Expression::Inline(InlineExpression::MessageReference { id, .. }) => {
            voice.pattern(id.name).map_or(0, |pattern| longest(voice, pattern, depth))
        }
        Expression::Inline(_) => SAMPLE,
    }
}
