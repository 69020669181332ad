//! What `nearer check` tells a writer of prompts.

use std::fmt;
use std::path::Path;

use chrono::NaiveDate;

use super::card_id::CardId;
use super::finding::{Finding, Severity};
use super::loading::LoadedLibrary;
use super::rules::balance::{self, Balance};
use super::rules::likeness::{Alike, near_doubles};
use super::rules::wording::Rules;
use super::selection::Selection;
use super::support::LastLook;

/// What was found in a library, and how much of what it holds.
#[derive(Clone, Debug)]
pub struct Report {
    /// In the order of files and lines.
    pub findings: Vec<Finding>,
    /// What the built-in library lacks of what it is to hold. A host's own may hold what it likes.
    pub shortfalls: Vec<Finding>,
    pub balance: Balance,
    pub cards: usize,
    pub dates: usize,
    pub scripts: usize,
    pub tellings: usize,
    pub paths: usize,
    pub places: usize,
    /// Countries with lines of support.
    pub countries: usize,
    /// Lines of the voice.
    pub lines: usize,
    /// The mean school grades of the cards', the dates' and the tellings' texts.
    pub mean_grades: [f64; 3],
    /// When someone last looked at the lines of support.
    looks: Vec<LastLook>,
}

/// Checks a host's own directory, or the library built into the program.
#[must_use]
pub fn check(dir: Option<&Path>) -> Report {
    check_selection(&Selection { in_place: dir.map(Path::to_owned), ..Selection::default() })
}

/// Checks what a host has chosen. What has grown old is told by [`Report::as_of`].
#[must_use]
pub fn check_selection(selection: &Selection) -> Report {
    let reading = selection.read();
    let shortfalls = if selection.is_built_in() { balance::shortfalls(&reading.library) } else { Vec::new() };
    report(reading, shortfalls)
}

fn report(reading: LoadedLibrary, shortfalls: Vec<Finding>) -> Report {
    let doubles = doubles(&reading);
    let LoadedLibrary { library, mut findings, looks, .. } = reading;
    findings.extend(doubles);
    findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    Report {
        findings,
        shortfalls,
        looks,
        balance: Balance::of(&library),
        cards: library.cards().len(),
        dates: library.dates().len(),
        scripts: library.scripts().len(),
        tellings: library.tellings().len(),
        paths: library.paths().len(),
        places: library.places().names.len(),
        countries: library.support().countries.len(),
        lines: library.voice().keys().count(),
        mean_grades: [
            Rules::mean_grade(library.cards().iter().map(|card| card.text.as_str())),
            Rules::mean_grade(library.dates().iter().map(|date| date.how.as_str())),
            Rules::mean_grade(library.tellings().iter().map(|telling| telling.text.as_str())),
        ],
    }
}

/// Cards, dates and tellings that say nearly what another of their kind says.
fn doubles(reading: &LoadedLibrary) -> Vec<Finding> {
    let library = &reading.library;
    let cards: Vec<_> = library.cards().iter().map(|card| (&card.id, card.text.as_str())).collect();
    let dates: Vec<_> = library.dates().iter().map(|date| (&date.id, date.how.as_str())).collect();
    let tellings: Vec<_> = library.tellings().iter().map(|telling| (&telling.id, telling.text.as_str())).collect();
    [cards, dates, tellings].iter().flat_map(|kind| doubles_among(kind, reading)).collect()
}

fn doubles_among(entries: &[(&CardId, &str)], reading: &LoadedLibrary) -> Vec<Finding> {
    let texts: Vec<&str> = entries.iter().map(|(_, text)| *text).collect();
    let told = |Alike { later, earlier, degree }: Alike| {
        let (id, _) = entries.get(later)?;
        let (other, text) = entries.get(earlier)?;
        let spot = reading.spots.get(*id)?;
        let what = format!("{id} reads much like {other} ({:.0} %): \"{text}\"", degree * 100.0);
        let mend = "write it about something else, or drop one of the two";
        Some(Finding::warning(&spot.file, Some(spot.line), what, mend))
    };
    near_doubles(&texts).into_iter().filter_map(told).collect()
}

impl Report {
    /// The same report with what has grown old by `today`. A bot that starts does not ask for it: old numbers are better
    /// than a bot that stays away.
    #[must_use]
    pub fn as_of(mut self, today: NaiveDate) -> Self {
        self.findings.extend(self.looks.iter().filter_map(|look| look.finding(today)));
        self.findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        self
    }

    /// Whether the library can be used: warnings may remain.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.findings.iter().chain(&self.shortfalls).all(|finding| finding.severity != Severity::Error)
    }
}

/// The warnings, and last the mistakes with their number: what has to be mended stands where a terminal ends.
#[must_use]
pub fn told<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> String {
    let (mistakes, warnings): (Vec<&Finding>, Vec<&Finding>) =
        findings.into_iter().partition(|finding| finding.severity == Severity::Error);
    let count = match mistakes.len() {
        0 => "no mistakes".to_owned(),
        1 => "1 mistake".to_owned(),
        more => format!("{more} mistakes"),
    };
    let lines = warnings.iter().chain(&mistakes).map(ToString::to_string);
    lines.chain([count]).collect::<Vec<_>>().join("\n")
}

/// The figures, and then what was found.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cards, dates, scripts, tellings, paths, places, countries, lines: voice, mean_grades, .. } = self;
        // Where nothing could be read, the reason is all that matters.
        if [cards, dates, scripts, tellings, paths, places, voice].iter().any(|count| **count > 0) {
            let [of_cards, of_dates, of_tellings] = mean_grades;
            writeln!(f, "{cards} cards (grade {of_cards:.1}), {dates} dates (grade {of_dates:.1})")?;
            writeln!(f, "{tellings} tellings (grade {of_tellings:.1}), {paths} paths, {scripts} conversations")?;
            writeln!(f, "{places} places, support in {countries} countries, {voice} lines of voice")?;
            writeln!(f, "{}", self.balance)?;
        }
        f.write_str(&told(self.findings.iter().chain(&self.shortfalls)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::loading;
    use super::super::reading::source;
    use super::*;
    use crate::phrase::Phrase;

    #[test]
    fn the_embedded_library_is_clean() {
        let report = check(None);
        println!("{report}");
        // The voice at large is checked for faults; cards, dates and the pages of this room also for manner.
        let minded = |finding: &&Finding| finding.severity == Severity::Error || !finding.file.ends_with("voice.ftl");
        let findings: Vec<_> = report.findings.iter().filter(minded).map(ToString::to_string).collect();
        assert!(findings.is_empty(), "{}", findings.join("\n"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

        /// A typing mistake anywhere in a file may lose its entry; it is never a panic.
        #[test]
        fn no_typing_mistake_is_a_panic(file: prop::sample::Index, place: prop::sample::Index, slip in "\\PC{0,3}|[\"'{}<>=\n\\[\\]]{1,4}") {
            let (mut sources, findings) = source::embedded();
            let index = file.index(sources.len());
            let text = &mut sources[index].text;
            let mut at = place.index(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let next = text[at..].chars().next().map_or(0, char::len_utf8);
            text.replace_range(at..at + next, &slip);
            let mut reading = loading::read(&sources, findings);
            reading.compare_with_embedded(&sources);
            for key in reading.library.voice().keys() {
                reading.library.voice().say(&Phrase::new(key), str::to_owned);
            }
        }
    }
}
