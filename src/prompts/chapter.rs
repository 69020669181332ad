//! A chapter: some weeks of a couple's year that go about one thing, with a beginning, a middle and an end.

use std::collections::BTreeMap;

use super::card::Card;
use super::card_id::CardId;
use super::named_ids::ChapterId;
use super::names::{Family, Gate, Mode};

/// One chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    pub id: ChapterId,
    /// Short enough for a button.
    pub title: String,
    /// So long it lasts, at least.
    pub weeks: u64,
    /// What it may come straight after; where it names none, anything.
    pub after: Vec<Before>,
    /// So many chapters lie behind the couple before it comes.
    pub behind: u64,
    /// The door behind which it lies.
    pub gate: Gate,
    /// What stands above its first card, and above that when it comes a second time.
    pub opening: String,
    pub again: String,
    /// What stands above `middle_with`.
    pub middle: String,
    pub middle_with: CardId,
    /// What stands above its last card.
    pub closing: String,
    /// The cards that carry it, in their order.
    pub anchors: Vec<CardId>,
    /// The cards that end it, in their order.
    pub ends: Vec<CardId>,
    pub weights: ChapterWeights,
}

/// What lies straight before a chapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Before {
    /// The first two weeks.
    FirstDays,
    Chapter(ChapterId),
}

/// What is chosen between the cards that carry a chapter: shares of 100, among the ingredients, among the antidotes and
/// among the modes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChapterWeights {
    pub families: BTreeMap<Family, u64>,
    pub modes: BTreeMap<Mode, u64>,
}

impl ChapterWeights {
    /// How likely this card is beside others of its kind.
    #[must_use]
    pub fn of(&self, card: &Card) -> u64 {
        let share = |share: Option<&u64>| share.copied().unwrap_or(1).max(1);
        share(self.families.get(&card.family)) * share(self.modes.get(&card.mode))
    }
}

impl Chapter {
    /// All cards that are its own, in their order.
    pub fn cards(&self) -> impl Iterator<Item = &CardId> {
        self.anchors.iter().chain(&self.ends)
    }
}

/// The cards of a couple's first days, by how they live.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstDays {
    pub together: Vec<CardId>,
    pub apart: Vec<CardId>,
}
