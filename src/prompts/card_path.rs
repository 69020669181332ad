//! A path: a fortnight of cards in an order that leads somewhere, each with a line of its own above it.

use std::collections::HashSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::card::{Card, CardId, Origin, Reveal, Sensitivity};
use super::fields::Fields;
use super::script::Gate;
use super::{Finding, Library};

/// Days of a path.
pub const PATH_DAYS: usize = 14;

/// The name of a path, as in its file and behind its button: `friends`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PathId(pub String);

impl fmt::Display for PathId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardPath {
    pub id: PathId,
    /// Short enough for a button.
    pub title: String,
    /// One line in the list.
    pub line: String,
    /// The door behind which it lies.
    pub gate: Gate,
    pub days: Vec<PathDay>,
    pub origin: Origin,
}

/// One day of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathDay {
    pub card: CardId,
    /// What stands above the card.
    pub line: String,
}

impl PathDay {
    /// Reads one `[[day]]`.
    pub(super) fn read(fields: &mut Fields) -> Option<Self> {
        let card = fields.required(Fields::text, "card").map(CardId);
        let line = fields.required(Fields::text, "line");
        Some(Self { card: card?, line: line? })
    }
}

impl CardPath {
    /// Reads the head of a file; the days come one by one.
    pub(super) fn read_head(fields: &mut Fields) -> Option<Self> {
        let id = fields.name("id");
        let title = fields.required(Fields::text, "title");
        let line = fields.required(Fields::text, "line");
        let gate = fields.one_of("gate").unwrap_or(Gate::Open);
        let origin = Origin::read(fields, &Origin::default());
        Some(Self { id: PathId(id?), title: title?, line: line?, gate, days: Vec::new(), origin })
    }

    /// Its cards with their days, as far as the library has them.
    pub fn cards<'l>(&'l self, library: &'l Library) -> Vec<(&'l PathDay, &'l Card)> {
        let card = |day: &'l PathDay| Some((day, library.card(&day.card)?));
        self.days.iter().filter_map(card).filter(|(_, card)| card.reveal != Reveal::PrivateOnly).collect()
    }
}

/// A path as it stands in its file.
pub(super) struct WrittenPath {
    pub path: CardPath,
    pub file: String,
    /// The line on which each day names its card.
    pub lines: Vec<usize>,
}

/// Proves of a path what its couple relies on.
pub(super) fn prove<'c>(
    written: &WrittenPath,
    card: impl Fn(&CardId) -> Option<&'c Card>,
    findings: &mut Vec<Finding>,
) {
    let WrittenPath { path, file, lines } = written;
    if path.days.len() != PATH_DAYS {
        let what = format!("the path has {} days, not {PATH_DAYS}", path.days.len());
        findings.push(Finding::error(file, None, what, "one [[day]] for each day, with card and line"));
    }
    let mut been = HashSet::new();
    for (day, line) in path.days.iter().zip(lines) {
        let mut wrong = |what: String, mend: &str| findings.push(Finding::error(file, Some(*line), what, mend));
        let id = &day.card;
        if !been.insert(id) {
            wrong(format!("the card {id} stands here twice"), "choose another card for one of the two days");
        }
        let Some(card) = card(id) else {
            wrong(format!("there is no card {id}"), "write the id of a card in cards/, such as \"lf-03\"");
            continue;
        };
        if card.reveal == Reveal::PrivateOnly {
            wrong(format!("the card {id} is for oneself alone"), "choose one that two can share");
        }
        match card.sensitivity {
            Sensitivity::Open => {}
            Sensitivity::Intimate if path.gate == Gate::Intimate => {}
            Sensitivity::Intimate => {
                wrong(format!("the card {id} is intimate"), "choose an open one, or write gate = \"intimate\" above");
            }
            Sensitivity::Explicit => wrong(format!("the card {id} is explicit"), "choose another one"),
        }
    }
}
