//! Reads names that people use for where they live, and their time zones.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::fields::parse;
use super::source::Source;
use crate::prompts::finding::Finding;
use crate::prompts::names::Named;
use crate::prompts::places::{Places, Region};
use crate::zones::Zone;

/// The cities of one screen, at most, and the letters of the longest label on it.
const MOST_ON_A_SCREEN: usize = 24;
const LONGEST_LABEL: usize = 20;

/// Reads a file of places, beside what is there already: lines such as `"Europe/Berlin" = ["Germany", "Munich"]`, and
/// below them `[several]`, `[letters]` and `[screens]`.
pub fn read(source: &Source, places: &mut Places, findings: &mut Vec<Finding>) {
    for (key, value) in &parse(source, findings) {
        let mut reading = Reading { source, places, findings };
        match key.get_ref().as_ref() {
            "several" => reading.several(value),
            "letters" => reading.letters(value),
            "screens" => reading.screens(value),
            name => reading.names(name, key.span(), value),
        }
    }
}

/// That every region has a screen of cities.
pub fn check(places: &Places, name: String, findings: &mut Vec<Finding>) {
    if places.names.is_empty() {
        // That the file is missing is said already.
        return;
    }
    let missing: Vec<&str> =
        Region::ALL.iter().filter(|region| places.cities(**region).is_empty()).map(|region| region.name()).collect();
    if !missing.is_empty() {
        let what = format!("no cities are offered for {}", missing.join(", "));
        findings.push(Finding::error(name, None, what, "copy [screens] from prompts/en/ of the repository"));
    }
}

struct Reading<'r> {
    source: &'r Source,
    places: &'r mut Places,
    findings: &'r mut Vec<Finding>,
}

type Value<'v> = Spanned<DeValue<'v>>;

impl Reading<'_> {
    fn wrong(&mut self, at: &Range<usize>, what: impl Into<String>, mend: &str) {
        let line = self.source.line(at.start);
        self.findings.push(Finding::error(&self.source.name, Some(line), what.into(), mend));
    }

    fn zone(&mut self, name: &str, at: &Range<usize>) -> Option<Zone> {
        let zone = Zone::named(name);
        if zone.is_none() {
            let mend = "use a name of the IANA time zone database: \"Europe/Berlin\"";
            self.wrong(at, format!("\"{name}\" is not a time zone"), mend);
        }
        zone
    }

    /// The texts of a list, trimmed.
    fn list<'v>(&mut self, name: &str, value: &'v Value<'_>) -> Vec<(&'v str, Range<usize>)> {
        let Some(list) = value.get_ref().as_array() else {
            self.wrong(&value.span(), format!("\"{name}\" has no list of names"), "write = [\"…\", \"…\"]");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for one in list {
            match one.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => texts.push((text, one.span())),
                None => self.wrong(&one.span(), "a place without a name", "write its name in quotes, or take it out"),
            }
        }
        texts
    }

    fn zones(&mut self, name: &str, value: &Value<'_>) -> Vec<Zone> {
        let names = self.list(name, value);
        names.into_iter().filter_map(|(name, at)| self.zone(name, &at)).collect()
    }

    /// The entries of a table.
    fn table<'v, 'd>(&mut self, value: &'v Value<'d>) -> Vec<(&'v str, &'v Value<'d>)> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(&value.span(), "this is no table", "write it as in prompts/en/places.toml");
            return Vec::new();
        };
        table.iter().map(|(key, value)| (key.get_ref().as_ref(), value)).collect()
    }

    fn names(&mut self, zone_name: &str, at: Range<usize>, value: &Value<'_>) {
        let Some(zone) = self.zone(zone_name, &at) else { return };
        for (text, at) in self.list(zone_name, value) {
            if let Some(other) = self.places.names.insert(text.to_owned(), zone) {
                self.wrong(&at, format!("{text} is already in {other}"), "leave it in one zone");
            }
        }
    }

    fn several(&mut self, value: &Value<'_>) {
        for (name, apart) in self.table(value) {
            let mut places = Vec::new();
            for (label, zone) in self.table(apart) {
                if label.chars().count() > LONGEST_LABEL {
                    let what = format!("\"{label}\" is too long for a button");
                    self.wrong(&zone.span(), what, "use 20 letters at most");
                }
                let named = zone.get_ref().as_str().unwrap_or_default();
                places.extend(self.zone(named, &zone.span()).map(|zone| (label.to_owned(), zone)));
            }
            if places.len() < 2 {
                let mend = "write both places, or give the name to one zone above";
                self.wrong(&apart.span(), format!("{name} is one place only"), mend);
            }
            self.places.several.insert(name.to_owned(), places);
        }
    }

    fn letters(&mut self, value: &Value<'_>) {
        for (letters, cities) in self.table(value) {
            let zones = self.zones(letters, cities);
            self.places.letters.insert(letters.to_owned(), zones);
        }
    }

    fn screens(&mut self, value: &Value<'_>) {
        for (name, cities) in self.table(value) {
            let Some(region) = Region::ALL.iter().find(|region| region.name() == name) else {
                let names: Vec<&str> = Region::ALL.iter().map(|region| region.name()).collect();
                self.wrong(&cities.span(), format!("there is no region {name}"), &format!("use {}", names.join(", ")));
                continue;
            };
            let zones = self.zones(name, cities);
            let labels: Vec<String> = zones.iter().map(|zone| zone.city()).collect();
            if zones.len() > MOST_ON_A_SCREEN || labels.iter().any(|label| label.chars().count() > LONGEST_LABEL) {
                let what = format!("the cities of {name} do not fit on a screen");
                self.wrong(&cities.span(), what, "24 at most, of 20 letters at most");
            }
            if !labels.is_sorted() {
                let what = format!("the cities of {name} are not in the order of the alphabet");
                self.wrong(&cities.span(), what, "order them by the last part of their names");
            }
            self.places.screens.insert(*region, zones);
        }
    }
}
