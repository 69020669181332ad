//! Beginnings of sentences that several conversations share, by the name of the list.

use std::collections::BTreeMap;

use super::fields::{Fields, parse, suggestion};
use super::source::Source;
use crate::prompts::finding::{Finding, Severity};

/// Lists of stems, each with its name: `heard = ["What I hear is …", …]`.
#[derive(Default)]
pub struct Stems(BTreeMap<String, Vec<String>>);

impl Stems {
    /// Reads a file of lists, beside those that are there already. `is_wrong` tells what is wrong with a stem, and the
    /// mend of each.
    pub fn read(
        &mut self,
        source: &Source,
        is_wrong: impl Fn(&str) -> Vec<(String, String)>,
        findings: &mut Vec<Finding>,
    ) {
        for (key, value) in &parse(source, findings) {
            let name = key.get_ref().as_ref();
            let mut wrong = |offset: usize, what: String, mend: &str| {
                findings.push(Finding::error(&source.name, Some(source.line(offset)), what, mend));
            };
            if self.0.contains_key(name) {
                wrong(key.span().start, format!("there is a list \"{name}\" already"), "give it a name of its own");
                continue;
            }
            let Some(list) = value.get_ref().as_array() else {
                wrong(value.span().start, format!("\"{name}\" is no list"), "write = [\"…\", \"…\"]");
                continue;
            };
            let mut stems: Vec<String> = Vec::new();
            for entry in list {
                let at = entry.span().start;
                let Some(stem) = entry.get_ref().as_str().map(str::trim).filter(|stem| !stem.is_empty()) else {
                    wrong(at, "a stem without words".to_owned(), "write it in quotes, or take it out");
                    continue;
                };
                for (what, mend) in is_wrong(stem) {
                    wrong(at, what, &mend);
                }
                if stems.iter().any(|other| other == stem) {
                    wrong(at, format!("\"{stem}\" stands here twice"), "take one out");
                }
                stems.push(stem.to_owned());
            }
            self.0.insert(name.to_owned(), stems);
        }
    }

    /// The stems of a step: its own, and those of the list that it names.
    pub fn of_step(&self, fields: &mut Fields) -> Vec<String> {
        let mut stems = fields.texts("stems");
        let Some(name) = fields.text("stems_of") else { return stems };
        let Some(shared) = self.0.get(&name) else {
            let names: Vec<&str> = self.0.keys().map(String::as_str).collect();
            let what = format!("no list of stems is called \"{name}\"");
            fields.note(Severity::Error, "stems_of", what, suggestion(&name, &names));
            return stems;
        };
        stems.extend(shared.iter().cloned());
        stems
    }
}
