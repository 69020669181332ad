//! Makes a function or a struct of every line of the bot's voice (`prompts/en/*.ftl`), so that a line that is not there,
//! or an argument that it does not take, does not compile. The result is `src/line.rs`.
//!
//! The prompts are built into the program as well: a new file among them is a reason to build again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

const VOICE: &str = "prompts/en";

/// A line: what it says, the variables in it, and the lines that it takes in.
#[derive(Default)]
struct Line {
    text: String,
    variables: BTreeSet<String>,
    lines: BTreeSet<String>,
}

fn main() {
    println!("cargo::rerun-if-changed=prompts");
    println!("cargo::rerun-if-changed=build.rs");
    let lines = read(Path::new(VOICE)).unwrap_or_else(|fault| {
        println!("cargo::error={fault}");
        process::exit(1);
    });
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it")).join("line.rs");
    fs::write(out, code(&lines)).expect("the folder is cargo's and can be written to");
}

/// Every line of the voice by its key; or the place of a mistake.
fn read(folder: &Path) -> Result<BTreeMap<String, Line>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut lines = BTreeMap::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.extension().is_none_or(|kind| kind != "ftl") {
            continue;
        }
        let file = path.display();
        let text = fs::read_to_string(&path).map_err(|error| format!("{file}: {error}"))?;
        let resource = fluent_syntax::parser::parse(text.as_str()).map_err(|(_, errors)| {
            let at = errors.first().map_or(0, |error| error.pos.start);
            let number = text.get(..at).unwrap_or_default().lines().count().max(1);
            format!("{file}:{number} is not Fluent: {}", errors.first().map(ToString::to_string).unwrap_or_default())
        })?;
        for entry in resource.body {
            let Entry::Message(message) = entry else { continue };
            let mut line = Line::default();
            if let Some(pattern) = &message.value {
                read_pattern(pattern, &mut line);
            }
            lines.insert(message.id.name.to_owned(), line);
        }
    }
    Ok(lines)
}

fn read_pattern(pattern: &Pattern<&str>, line: &mut Line) {
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => line.text.push_str(value),
            PatternElement::Placeable { expression } => read_expression(expression, line),
        }
    }
}

fn read_expression(expression: &Expression<&str>, line: &mut Line) {
    match expression {
        Expression::Inline(inline) => read_inline(inline, line),
        Expression::Select { selector, variants } => {
            read_inline(selector, line);
            for variant in variants {
                line.text.push(' ');
                read_pattern(&variant.value, line);
            }
        }
    }
}

fn read_inline(inline: &InlineExpression<&str>, line: &mut Line) {
    match inline {
        InlineExpression::VariableReference { id } => {
            line.text.push_str("{ $");
            line.text.push_str(id.name);
            line.text.push_str(" }");
            line.variables.insert(id.name.to_owned());
        }
        InlineExpression::MessageReference { id, .. } => {
            line.text.push_str(id.name);
            line.lines.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => read_expression(expression, line),
        _ => {}
    }
}

/// A line's own variables, and those of the lines that it takes in.
fn variables(key: &str, lines: &BTreeMap<String, Line>, depth: usize) -> BTreeSet<String> {
    let Some((line, depth)) = lines.get(key).zip(depth.checked_sub(1)) else { return BTreeSet::new() };
    let inner = line.lines.iter().flat_map(|other| variables(other, lines, depth));
    line.variables.iter().cloned().chain(inner).collect()
}

/// References lead this far at most; a circle ends here.
const DEEPEST: usize = 8;

fn code(lines: &BTreeMap<String, Line>) -> String {
    let taken_in: BTreeSet<&String> = lines.values().flat_map(|line| &line.lines).collect();
    let mut code = String::new();
    for (key, line) in lines {
        let variables: Vec<String> = variables(key, lines, DEEPEST).into_iter().collect();
        let text = line.text.split_whitespace().collect::<Vec<_>>().join(" ").replace("```", "");
        let mut doc = format!("/// `{key}`:\n/// ```text\n/// {text}\n/// ```\n");
        // A line that others take in need not be said by itself.
        if taken_in.contains(key) {
            doc.push_str("#[allow(dead_code)]\n");
        }
        let with = variables.iter().map(|name| format!(".with(\"{name}\", {name})")).collect::<Vec<_>>().concat();
        let function = key.replace('-', "_");
        let written = match &variables[..] {
            [] => writeln!(code, "{doc}pub(crate) fn {function}() -> Phrase {{ Phrase::new(\"{key}\") }}"),
            [one] => writeln!(
                code,
                "{doc}pub(crate) fn {function}({one}: impl Into<Value>) -> Phrase {{ Phrase::new(\"{key}\"){with} }}"
            ),
            several => {
                let name: String = key.split('-').map(capitalised).collect();
                let types: Vec<String> = (0..several.len()).map(|n| format!("T{n}")).collect();
                let fields: Vec<String> =
                    several.iter().zip(&types).map(|(name, kind)| format!("pub(crate) {name}: {kind}")).collect();
                let bounds: Vec<String> = types.iter().map(|kind| format!("{kind}: Into<Value>")).collect();
                writeln!(
                    code,
                    "{doc}pub(crate) struct {name}<{types}> {{ {fields} }}\n\
                     impl<{bounds}> {name}<{types}> {{\n\
                     pub(crate) fn phrase(self) -> Phrase {{ let Self {{ {names} }} = self; Phrase::new(\"{key}\"){with} }}\n}}",
                    types = types.join(", "),
                    fields = fields.join(", "),
                    bounds = bounds.join(", "),
                    names = several.join(", "),
                )
            }
        };
        written.expect("a string takes whatever is written to it");
    }
    code
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
