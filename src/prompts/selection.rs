//! Which words a host wants: a library of their own, a folder beside the built-in one, and what is left out.

use std::path::{Path, PathBuf};

use super::card::{CardId, Family};
use super::library::{self, Reading};
use super::source::{self, Source};
use super::{Finding, Library, Unusable};

/// What a host has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// A library in place of the built-in one. It holds `en/`, like `prompts/` in the repository.
    pub in_place: Option<PathBuf>,
    /// A folder of the same form, whose cards, dates, conversations, tellings, paths, places and words are added.
    pub beside: Option<PathBuf>,
    /// Families whose cards and tellings do not come.
    pub families_off: Vec<Family>,
    /// Cards, dates and tellings that do not come.
    pub never: Vec<Never>,
}

/// Something that is to come never, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Never {
    pub id: CardId,
    pub file: String,
    pub line: usize,
}

impl Library {
    /// The library that a host has chosen. `Err` tells everything that was found, if any of it is an error.
    pub fn open(selection: &Selection) -> Result<Self, Unusable> {
        selection.read().into_result()
    }
}

impl Selection {
    /// Whether it is the built-in library, whole and alone.
    #[must_use]
    pub fn is_built_in(&self) -> bool {
        *self == Self::default()
    }

    /// The host's own folders among it.
    pub fn folders(&self) -> impl Iterator<Item = &Path> {
        self.in_place.iter().chain(&self.beside).map(PathBuf::as_path)
    }

    pub(super) fn read(&self) -> Reading {
        self.read_folders().unwrap_or_else(Reading::of_nothing)
    }

    /// `Err` where a folder cannot be read at all.
    fn read_folders(&self) -> Result<Reading, Finding> {
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
        let mut reading = library::read(&sources, findings);
        if self.in_place.is_some() {
            reading.compare_with_embedded(&sources[..voice]);
        }
        self.leave_out(&mut reading);
        Ok(reading)
    }

    fn leave_out(&self, reading: &mut Reading) {
        for never in &self.never {
            if !reading.spots.contains_key(&never.id) {
                let what = format!("`never` names {}, which is not in the library", never.id);
                let mend = "write the id of a card, a date or a telling; or leave it out";
                reading.findings.push(Finding::warning(&never.file, Some(never.line), what, mend));
            }
        }
        let stays = |id: &CardId| self.never.iter().all(|never| never.id != *id);
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
