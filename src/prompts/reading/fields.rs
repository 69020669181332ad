//! One TOML table while it is being read.
//!
//! Serde would stop at the first mistake of a file. Writers of prompts get all of them at once, each with its line, so
//! the table is read field by field: [`Fields`] gives them one by one, notes what is wrong, and in the end names the keys
//! that nobody asked for.

use std::ops::{Range, RangeInclusive};

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::source::Source;
use crate::prompts::card_id::CardId;
use crate::prompts::finding::{Finding, Severity};
use crate::prompts::named_ids::{LONGEST_NAME, is_name};
use crate::prompts::names::{Depth, Named};

/// Reads a whole file; syntax errors become findings, and what could be read is still read.
pub fn parse<'s>(source: &'s Source, findings: &mut Vec<Finding>) -> DeTable<'s> {
    let (table, errors) = DeTable::parse_recoverable(&source.text);
    for error in errors {
        let line = error.span().map(|span| source.line(span.start));
        let mend = "strings stand in \"quotes\", one key = value per line; each entry begins with [[its name]]";
        findings.push(Finding::error(&source.name, line, format!("is not TOML: {}", error.message()), mend));
    }
    table.into_inner()
}

/// One table and what has been asked of it.
pub struct Fields<'t, 'f> {
    source: &'t Source,
    table: &'t DeTable<'t>,
    start: usize,
    asked: Vec<&'static str>,
    findings: &'f mut Vec<Finding>,
}

impl<'t, 'f> Fields<'t, 'f> {
    pub fn new(source: &'t Source, table: &'t DeTable<'t>, start: usize, findings: &'f mut Vec<Finding>) -> Self {
        Self { source, table, start, asked: Vec::new(), findings }
    }

    /// The line of a key's value, or of the table if the key is absent.
    pub fn line(&self, key: &str) -> usize {
        self.source.line(self.table.get(key).map_or(self.start, |value| value.span().start))
    }

    /// Notes something about a field.
    pub fn note(&mut self, severity: Severity, key: &str, what: impl Into<String>, mend: impl Into<String>) {
        let line = Some(self.line(key));
        self.findings.push(Finding { severity, ..Finding::error(&self.source.name, line, what, mend) });
    }

    fn get(&mut self, key: &'static str) -> Option<&'t Spanned<DeValue<'t>>> {
        self.asked.push(key);
        self.table.get(key)
    }

    fn wrong(&mut self, span: &Range<usize>, what: String, mend: String) {
        let line = Some(self.source.line(span.start));
        self.findings.push(Finding::error(&self.source.name, line, what, mend));
    }

    /// A field that must be there, read by `how`.
    pub fn required<T>(
        &mut self,
        how: impl FnOnce(&mut Self, &'static str) -> Option<T>,
        key: &'static str,
    ) -> Option<T> {
        let is_empty = |value: &Spanned<DeValue>| value.get_ref().as_str().is_some_and(|text| text.trim().is_empty());
        if self.table.get(key).is_none_or(is_empty) {
            self.asked.push(key);
            self.note(Severity::Error, key, format!("`{key}` is missing"), format!("add {key} = …"));
            return None;
        }
        how(self, key)
    }

    /// A text. Empty is the same as absent.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let value = self.get(key)?;
        let Some(text) = value.get_ref().as_str() else {
            let what = format!("`{key}` is a {}, not a text", value.get_ref().type_str());
            self.wrong(&value.span(), what, format!("write {key} = \"…\""));
            return None;
        };
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A yes or no; absent is no.
    pub fn flag(&mut self, key: &'static str) -> bool {
        let Some(value) = self.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(&value.span(), format!("`{key}` is neither true nor false"), format!("write {key} = true"));
            false
        })
    }

    /// A whole number within bounds.
    pub fn number(&mut self, key: &'static str, allowed: &RangeInclusive<u64>) -> Option<u64> {
        let value = self.get(key)?;
        let number = value.get_ref().as_integer().and_then(|n| u64::from_str_radix(n.as_str(), n.radix()).ok());
        let found = number.filter(|number| allowed.contains(number));
        if found.is_none() {
            let (low, high) = (allowed.start(), allowed.end());
            let what = format!("`{key}` is not a whole number from {low} to {high}");
            self.wrong(&value.span(), what, format!("write {key} = {low}, or up to {high}, without quotes"));
        }
        found
    }

    /// A depth.
    pub fn depth(&mut self, key: &'static str) -> Option<Depth> {
        match self.number(key, &(1..=3))? {
            1 => Some(Depth::Easy),
            2 => Some(Depth::Personal),
            _ => Some(Depth::Tender),
        }
    }

    /// One name of a kind.
    pub fn one_of<T: Named>(&mut self, key: &'static str) -> Option<T> {
        let value = self.get(key)?;
        self.name_in(key, value)
    }

    /// A list of names of a kind.
    pub fn many_of<T: Named>(&mut self, key: &'static str) -> Vec<T> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(&value.span(), format!("`{key}` is not a list"), format!("write {key} = [\"…\"]"));
            return Vec::new();
        };
        list.iter().filter_map(|value| self.name_in(key, value)).collect()
    }

    fn name_in<T: Named>(&mut self, key: &str, value: &Spanned<DeValue>) -> Option<T> {
        let written = value.get_ref().as_str().unwrap_or_default();
        let found = T::read(written);
        if found.is_none() {
            let names: Vec<_> = T::ALL.iter().map(|one| one.name()).collect();
            let what = format!("`{key}` knows no \"{written}\"");
            self.wrong(&value.span(), what, suggestion(written, &names));
        }
        found
    }

    /// The id of an entry.
    pub fn id(&mut self, key: &'static str) -> Option<CardId> {
        let written = self.required(Self::text, key)?;
        let id = CardId::read(&written);
        if id.is_none() {
            let mend = "two to four small letters, a hyphen, two or three digits: \"lf-01\"";
            self.note(Severity::Error, key, format!("\"{written}\" is not an id"), mend);
        }
        id
    }

    /// The name of a script, a step or a path.
    pub fn name(&mut self, key: &'static str) -> Option<String> {
        let name = self.required(Fields::text, key)?;
        if is_name(&name) {
            return Some(name);
        }
        let mend = format!("small letters, digits and hyphens, {LONGEST_NAME} at most: \"five\"");
        self.note(Severity::Error, key, format!("\"{name}\" is not a name"), mend);
        None
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let texts = value.get_ref().as_array().and_then(|list| {
            list.iter().map(|value| value.get_ref().as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
        });
        texts.unwrap_or_else(|| {
            self.wrong(&value.span(), format!("`{key}` is not a list of texts"), format!("write {key} = [\"…\"]"));
            Vec::new()
        })
    }

    /// The entries of a list of tables (`[[card]]`), each with the place where it starts.
    pub fn entries(&mut self, key: &'static str) -> Vec<(&'t DeTable<'t>, usize)> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let tables = value.get_ref().as_array().and_then(|list| {
            list.iter().map(|entry| Some((entry.get_ref().as_table()?, entry.span().start))).collect::<Option<Vec<_>>>()
        });
        tables.unwrap_or_else(|| {
            self.wrong(
                &value.span(),
                format!("`{key}` is not a list of entries"),
                format!("begin each with [[{key}]]"),
            );
            Vec::new()
        })
    }

    /// The table of this name, with the place where it starts.
    pub fn table(&mut self, key: &'static str) -> Option<(&'t DeTable<'t>, usize)> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.wrong(&value.span(), format!("`{key}` is not a table"), format!("begin it with [{key}]"));
        }
        Some((table?, value.span().start))
    }

    /// A day.
    pub fn day(&mut self, key: &'static str) -> Option<NaiveDate> {
        let value = self.get(key)?;
        let date = match value.get_ref() {
            DeValue::Datetime(Datetime { date: Some(date), time: None, .. }) => {
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
            }
            _ => None,
        };
        if date.is_none() {
            let mend = format!("write {key} = 2026-11-26, without quotes");
            self.wrong(&value.span(), format!("`{key}` is not a day"), mend);
        }
        date
    }

    /// A table inside this one.
    pub fn within<'i>(&'i mut self, table: &'i DeTable<'i>, start: usize) -> Fields<'i, 'i> {
        Fields::new(self.source, table, start, self.findings)
    }

    /// Names the keys that nobody asked for.
    pub fn finish(self) {
        for (key, _) in self.table {
            let written = key.get_ref().as_ref();
            if !self.asked.contains(&written) {
                let line = Some(self.source.line(key.span().start));
                let what = format!("nobody reads the key `{written}`");
                self.findings.push(Finding::error(&self.source.name, line, what, suggestion(written, &self.asked)));
            }
        }
    }
}

/// The nearest name if one is near, otherwise all of them.
pub fn suggestion(written: &str, names: &[&str]) -> String {
    let near = names
        .iter()
        .map(|name| (strsim::damerau_levenshtein(written, name), name))
        .min()
        .filter(|(distance, name)| *distance <= 1 + name.len() / 4);
    match near {
        Some((_, name)) => format!("did you mean `{name}`?"),
        None => format!("it can be {}", names.join(", ")),
    }
}
