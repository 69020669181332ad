//! What `nearer check` tells a writer of prompts.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use super::card::{Depth, Family, Mode, Named};
use super::library;
use super::source;
use super::{Finding, Severity};

/// What was found in a library, and how much of what it holds.
#[derive(Clone, Debug)]
pub struct Report {
    /// In the order of files and lines.
    pub findings: Vec<Finding>,
    pub by_family: BTreeMap<Family, usize>,
    pub by_mode: BTreeMap<Mode, usize>,
    pub by_depth: BTreeMap<Depth, usize>,
    pub cards: usize,
    pub dates: usize,
    pub scripts: usize,
    pub places: usize,
    /// Lines of the voice.
    pub lines: usize,
    /// The mean school grade of the cards' texts.
    pub mean_grade: f64,
}

/// Checks a host's own directory, or the library built into the program.
#[must_use]
pub fn check(dir: Option<&Path>) -> Report {
    let (sources, findings) = match dir {
        Some(dir) => source::from_dir(dir),
        None => source::embedded(),
    };
    let mut reading = library::read(&sources, findings);
    if dir.is_some() {
        reading.compare_with_embedded(&sources);
    }
    let library = &reading.library;
    let mut report = Report {
        findings: reading.findings,
        by_family: BTreeMap::new(),
        by_mode: BTreeMap::new(),
        by_depth: BTreeMap::new(),
        cards: library.cards().len(),
        dates: library.dates().len(),
        scripts: library.scripts().len(),
        places: library.places().len(),
        lines: library.voice().keys().count(),
        mean_grade: reading.mean_grade,
    };
    for card in library.cards() {
        *report.by_family.entry(card.family).or_default() += 1;
        *report.by_mode.entry(card.mode).or_default() += 1;
        *report.by_depth.entry(card.depth).or_default() += 1;
    }
    report.findings.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
    report
}

impl Report {
    /// Whether the library can be used: warnings may remain.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Error)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        let Self { cards, dates, scripts, places, lines, mean_grade, .. } = self;
        writeln!(f, "{cards} cards (grade {mean_grade:.1}), {dates} dates, {scripts} conversations")?;
        writeln!(f, "{places} places, {lines} lines of voice")?;
        let families: Vec<_> = self.by_family.iter().map(|(one, count)| format!("{} {count}", one.name())).collect();
        writeln!(f, "by family: {}", families.join(", "))?;
        let modes: Vec<_> = self.by_mode.iter().map(|(one, count)| format!("{} {count}", one.name())).collect();
        writeln!(f, "by mode: {}", modes.join(", "))?;
        let depths: Vec<_> = Depth::ALL.iter().map(|one| self.by_depth.get(one).copied().unwrap_or(0)).collect();
        write!(f, "by depth: {} easy, {} personal, {} tender", depths[0], depths[1], depths[2])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Library;
    use super::*;
    use crate::couple::Phrase;

    #[test]
    fn every_family_and_mode_has_its_lines() {
        let library = Library::embedded().unwrap();
        let families = Family::ALL.iter().map(|family| family.voice_key());
        let pages = families.clone().flat_map(|key| {
            let page = key.replace("family-", "about-");
            [format!("{key}-line"), format!("button-{page}"), page]
        });
        let modes = Mode::ALL.iter().map(|mode| mode.voice_key());
        for key in families.clone().chain(modes).map(str::to_owned).chain(pages) {
            assert!(library.voice().knows(&key), "{key}");
        }
    }

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

        /// A slip of the hand anywhere in a file may cost its entry; it does not cost the program.
        #[test]
        fn no_slip_of_the_hand_is_a_panic(file: prop::sample::Index, place: prop::sample::Index, slip in "\\PC{0,3}|[\"'{}<>=\n\\[\\]]{1,4}") {
            let (mut sources, findings) = source::embedded();
            let index = file.index(sources.len());
            let text = &mut sources[index].text;
            let mut at = place.index(text.len());
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            let next = text[at..].chars().next().map_or(0, char::len_utf8);
            text.replace_range(at..at + next, &slip);
            let mut reading = library::read(&sources, findings);
            reading.compare_with_embedded(&sources);
            for key in reading.library.voice().keys() {
                reading.library.voice().say(&Phrase::new(key), str::to_owned);
            }
        }
    }
}
