//! Names that people use for where they live, and their time zones.

use std::collections::BTreeMap;

use crate::zones::Zone;

use super::fields::parse;
use super::source::Source;
use crate::prompts::finding::Finding;

/// Reads `"Europe/Berlin" = ["Germany", "Munich"]` lines into name → zone, beside what is there already.
pub fn read(source: &Source, places: &mut BTreeMap<String, Zone>, findings: &mut Vec<Finding>) {
    for (key, value) in &parse(source, findings) {
        let mut wrong = |offset: usize, what: String, mend: &str| {
            findings.push(Finding::error(&source.name, Some(source.line(offset)), what, mend));
        };
        let zone_name = key.get_ref().as_ref();
        let Ok(zone) = zone_name.parse::<Zone>() else {
            let what = format!("\"{zone_name}\" is not a time zone");
            wrong(key.span().start, what, "use a name of the IANA time zone database: \"Europe/Berlin\"");
            continue;
        };
        let Some(names) = value.get_ref().as_array() else {
            wrong(value.span().start, format!("\"{zone_name}\" has no list of names"), "write = [\"…\", \"…\"]");
            continue;
        };
        for name in names {
            let at = name.span().start;
            let Some(text) = name.get_ref().as_str().map(str::trim).filter(|text| !text.is_empty()) else {
                wrong(at, "a place without a name".to_owned(), "write its name in quotes, or take it out");
                continue;
            };
            if let Some(other) = places.insert(text.to_owned(), zone) {
                wrong(at, format!("{text} is already in {other}"), "leave it in one zone");
            }
        }
    }
}
