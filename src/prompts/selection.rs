//! Which words a host wants: a library of their own, a folder beside the built-in one, and what is left out.

use std::path::{Path, PathBuf};

use super::card_id::CardId;
use super::names::{Family, Pack};

/// What a host has chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// A library in place of the built-in one. It holds `en/`, like `prompts/` in the repository.
    pub in_place: Option<PathBuf>,
    /// A folder of the same form, whose cards, dates, conversations, tellings, paths, places and words are added.
    pub beside: Option<PathBuf>,
    /// Packs that come to every couple that has not chosen for itself.
    pub packs: Vec<Pack>,
    /// Families whose cards and tellings do not come.
    pub families_off: Vec<Family>,
    /// Cards, dates and tellings that do not come.
    pub never: Vec<Never>,
}

/// Something that is to come never, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Never {
    pub id: CardId,
    /// The file, or the variable of the environment.
    pub file: String,
    /// The line of the file, counted from 1.
    pub line: Option<usize>,
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
}
