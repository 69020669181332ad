//! A path: a fortnight of cards in an order that leads somewhere, each with a line of its own above it.

use super::card::Provenance;
use super::card_id::CardId;
use super::named_ids::PathId;
use super::names::Gate;

/// Days of a path.
pub const PATH_DAYS: usize = 14;

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
    pub origin: Provenance,
}

/// One day of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathDay {
    pub card: CardId,
    /// What stands above the card.
    pub line: String,
}
