//! A telling: a short thought that comes once a week by itself, and asks for nothing.

use super::card::Provenance;
use super::card_id::CardId;
use super::names::Family;

/// One thought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telling {
    pub id: CardId,
    /// The ingredient or the antidote that it is about.
    pub about: Family,
    pub text: String,
    /// Where a fact in it comes from.
    pub source: Option<String>,
    pub origin: Provenance,
}
