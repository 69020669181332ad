//! Reads who helps, country by country.

use chrono::NaiveDate;

use super::fields::Fields;
use super::source::Source;
use crate::prompts::finding::{Finding, Severity};
use crate::prompts::support::{Country, CountryCode, LastLook, LineKind, Support, SupportLine};
use crate::zones::Zone;

/// The letters of the longest name on a button.
const LONGEST_LABEL: usize = 20;
/// The letters of each part of a line, at most: all lines of a country are one message.
const LONGEST: [(&str, usize); 4] = [("name", 50), ("what", 140), ("reach", 80), ("hours", 70)];
/// The letters of all lines of a country, at most.
const LONGEST_COUNTRY: usize = 1800;

/// Reads a file of support beside what is there already. A country of a later file takes the place of one that was there:
/// so a host mends in a folder beside what has gone out of use.
pub fn read(source: &Source, support: &mut Support, looks: &mut Vec<LastLook>, findings: &mut Vec<Finding>) {
    let table = super::fields::parse(source, findings);
    let mut head = Fields::new(source, &table, 0, findings);
    let worldwide = head.table("worldwide");
    let countries = head.entries("country");
    head.finish();
    if let Some((table, start)) = worldwide {
        let mut fields = Fields::new(source, table, start, findings);
        let look = last_look(&mut fields, source, "the whole world");
        let lines = lines(&mut fields);
        fields.finish();
        support.worldwide.extend(lines);
        // One folder's directories do not make another's younger: each is looked at.
        looks.extend(look);
    }
    let mut here: Vec<CountryCode> = Vec::new();
    for (entry, start) in countries {
        let mut fields = Fields::new(source, entry, start, findings);
        let country = country(&mut fields);
        let of = country.as_ref().map_or_else(|| "a country".to_owned(), |country| country.name.clone());
        let look = last_look(&mut fields, source, &of);
        fields.finish();
        let Some(country) = country else { continue };
        if here.contains(&country.code) {
            let mut fields = Fields::new(source, entry, start, findings);
            fields.note(Severity::Error, "code", "another country has this code", "write each country once");
            continue;
        }
        here.push(country.code);
        if let Some(before) = support.countries.iter().position(|other| other.code == country.code) {
            let before = support.countries.remove(before);
            looks.retain(|look| look.of != before.name);
        }
        looks.extend(look);
        support.countries.push(country);
    }
    support.countries.sort_by(|a, b| a.name.cmp(&b.name));
}

/// That there is somewhere to turn to, wherever one is.
pub fn check(support: &Support, name: String, findings: &mut Vec<Finding>) {
    // That the file is missing is said already.
    if support.worldwide.is_empty() && !support.countries.is_empty() {
        let mend = "copy [worldwide] from prompts/en/ of the repository";
        findings.push(Finding::error(name, None, "there is no directory for the whole world", mend));
    }
}

fn country(fields: &mut Fields) -> Option<Country> {
    let code = fields.required(Fields::text, "code").and_then(|written| {
        let code = CountryCode::read(&written);
        if code.is_none() {
            let mend = "two small letters of ISO 3166: \"pt\"";
            fields.note(Severity::Error, "code", format!("\"{written}\" is not the code of a country"), mend);
        }
        code
    });
    let name = fields.required(Fields::text, "name");
    if name.as_ref().is_some_and(|name| name.chars().count() > LONGEST_LABEL) {
        fields.note(Severity::Error, "name", "the name is too long for a button", "use 20 letters at most");
    }
    let emergency = fields.required(Fields::text, "emergency");
    let names = fields.texts("zones");
    let mut zones = Vec::new();
    for name in names {
        if let Some(zone) = Zone::named(&name) {
            zones.push(zone);
        } else {
            let mend = "use a name of the IANA time zone database: \"Europe/Berlin\"";
            fields.note(Severity::Error, "zones", format!("\"{name}\" is not a time zone"), mend);
        }
    }
    let lines = lines(fields);
    let letters: usize = lines.iter().map(|line| line.what.chars().count() + line.reach.chars().count()).sum();
    if letters > LONGEST_COUNTRY {
        fields.note(Severity::Error, "code", "the lines do not fit in one message", "leave out what says least");
    }
    if lines.is_empty() {
        fields.note(Severity::Error, "code", "the country has no line", "begin one with [[country.line]]");
    }
    Some(Country { code: code?, name: name?, emergency: emergency?, lines, zones })
}

/// When someone looked, and where it was confirmed.
fn last_look(fields: &mut Fields, source: &Source, of: &str) -> Option<LastLook> {
    fields.required(Fields::text, "source");
    let on: NaiveDate = fields.required(Fields::day, "checked")?;
    Some(LastLook { of: of.to_owned(), on, file: source.name.clone(), line: fields.line("checked") })
}

fn lines(fields: &mut Fields) -> Vec<SupportLine> {
    let mut lines = Vec::new();
    for (entry, start) in fields.entries("line") {
        let mut fields = fields.within(entry, start);
        lines.extend(line(&mut fields));
        fields.finish();
    }
    lines
}

fn line(fields: &mut Fields) -> Option<SupportLine> {
    let kind = fields.one_of("kind").unwrap_or(LineKind::Hurt);
    let name = fields.required(Fields::text, "name");
    let what = fields.required(Fields::text, "what");
    let reach = fields.required(Fields::text, "reach");
    let hours = fields.text("hours");
    for ((key, longest), text) in LONGEST.iter().zip([&name, &what, &reach, &hours]) {
        if text.as_ref().is_some_and(|text| text.chars().count() > *longest) {
            fields.note(Severity::Error, key, format!("`{key}` is too long"), format!("use {longest} letters at most"));
        }
    }
    Some(SupportLine { kind, name: name?, what: what?, reach: reach?, hours })
}
