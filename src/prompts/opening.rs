//! From what a host has chosen to a library, or to the reasons why there is none.

use std::collections::HashMap;
use std::path::Path;

use super::card_id::CardId;
use super::finding::{Finding, Severity, Unusable};
use super::library::Library;
use super::loading::{self, LoadedLibrary};
use super::reading::source::{self, Source};
use super::rules::voice;
use super::selection::Selection;
use super::voice::Voice;

impl Library {
    /// The library built into the program. A test proves that it loads; an error here means a broken build.
    pub fn embedded() -> Result<Self, Unusable> {
        Self::open(&Selection::default())
    }

    /// A host's own library, in place of the embedded one. `dir` holds `en/`, like `prompts/` in the repository.
    pub fn load(dir: &Path) -> Result<Self, Unusable> {
        Self::open(&Selection { in_place: Some(dir.to_owned()), ..Selection::default() })
    }

    /// The library that a host has chosen. `Err` tells everything that was found, if any of it is an error.
    pub fn open(selection: &Selection) -> Result<Self, Unusable> {
        selection.read().into_result()
    }
}

impl LoadedLibrary {
    /// Where there was nothing to read, and why.
    fn of_nothing(why: Finding) -> Self {
        Self { library: Library::bare(), findings: vec![why], spots: HashMap::new(), looks: Vec::new() }
    }

    fn into_result(self) -> Result<Library, Unusable> {
        if self.findings.iter().any(|finding| finding.severity == Severity::Error) {
            return Err(Unusable(self.findings));
        }
        Ok(self.library)
    }

    /// A host's own voice has to know every line that the program may say.
    pub(super) fn compare_with_embedded(&mut self, sources: &[Source]) {
        let (embedded, _) = source::embedded();
        let ours = Voice::read(&embedded, &mut Vec::new());
        voice::compare(&self.library.voice, sources, &ours, &mut self.findings);
    }
}

impl Selection {
    /// Reads it. What is wrong is among what was found.
    pub(super) fn read(&self) -> LoadedLibrary {
        self.read_folders().unwrap_or_else(LoadedLibrary::of_nothing)
    }

    /// `Err` where a folder cannot be read at all.
    fn read_folders(&self) -> Result<LoadedLibrary, Finding> {
        let (mut sources, mut findings) = match &self.in_place {
            Some(dir) => source::from_dir(dir)?,
            None => source::embedded(),
        };
        if let Some(dir) = &self.in_place
            && sources.is_empty()
            && findings.is_empty()
        {
            return Err(source::nothing_in(dir));
        }
        let voice = sources.len();
        if let Some(dir) = &self.beside {
            let (ours, found) = source::from_dir(dir)?;
            findings.extend(found);
            sources.extend(ours.into_iter().filter(|source| is_read_beside(source, &mut findings)));
        }
        let mut reading = loading::read(&sources, findings);
        if self.in_place.is_some() {
            reading.compare_with_embedded(&sources[..voice]);
        }
        self.leave_out(&mut reading);
        Ok(reading)
    }

    fn leave_out(&self, reading: &mut LoadedLibrary) {
        for never in &self.never {
            if !reading.spots.contains_key(&never.id) {
                let what = format!("`never` names {}, which is not in the library", never.id);
                let mend = "write the id of a card, a date or a telling; or leave it out";
                reading.findings.push(Finding::warning(&never.file, never.line, what, mend));
            }
        }
        let stays = |id: &CardId| self.never.iter().all(|never| never.id != *id);
        reading.library.packs.clone_from(&self.packs);
        reading.library.keep(|family| !self.families_off.contains(&family), stays);
        if reading.library.cards().is_empty() {
            let place = self.never.first().map_or("families_off", |never| never.file.as_str());
            let mend = "leave more in: look at `families_off` and at `never`";
            reading.findings.push(Finding::error(place, None, "no card is left", mend));
        }
    }
}

/// The bot has one voice; what stands beside it would not be heard.
fn is_read_beside(source: &Source, findings: &mut Vec<Finding>) -> bool {
    let is_voice = source.has_ending("ftl");
    if is_voice {
        let mend = "to change the voice, copy prompts/ whole and name it as prompts_dir";
        findings.push(Finding::warning(&source.name, None, "the voice is not read from a folder beside", mend));
    }
    !is_voice
}
