//! A date idea: something to do together, and an easier way to do it.

use super::card::Provenance;
use super::card_id::CardId;
use super::names::{Cost, DatePlace, Energy, Novelty, Sensitivity, Skip};

/// One idea for a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateIdea {
    pub id: CardId,
    pub title: String,
    pub how: String,
    pub cost: Cost,
    pub minutes: u64,
    pub place: DatePlace,
    pub energy: Energy,
    pub novelty: Novelty,
    /// How it works from two places; `None` if it does not.
    pub apart: Option<String>,
    /// Makes so little noise that others can sleep next door.
    pub quiet: bool,
    /// The easy variant, for those who move, hear, see or spend less.
    pub access: String,
    pub sensitivity: Sensitivity,
    pub skip_if: Vec<Skip>,
    pub origin: Provenance,
}
