//! All the words of one language, loaded and checked.

use super::card::Card;
use super::card_id::{ByCard, CardId};
use super::card_path::{CardPath, PathDay};
use super::chapter::{Chapter, FirstDays};
use super::date::DateIdea;
use super::named_ids::{ChapterId, PathId, ScriptId};
use super::names::{Apart, Family, Pack, Reveal};
use super::places::Places;
use super::script::Script;
use super::support::Support;
use super::telling::Telling;
use super::voice::Voice;

/// Everything that couples read. Immutable once loaded; share it by `Arc`.
pub struct Library {
    pub(super) cards: Vec<Card>,
    pub(super) by_id: ByCard<usize>,
    pub(super) dates: Vec<DateIdea>,
    pub(super) scripts: Vec<Script>,
    pub(super) tellings: Vec<Telling>,
    pub(super) paths: Vec<CardPath>,
    pub(super) packs: Vec<Pack>,
    pub(super) chapters: Vec<Chapter>,
    pub(super) first_days: FirstDays,
    pub(super) voice: Voice,
    pub(super) places: Places,
    pub(super) support: Support,
}

impl Library {
    /// The card of this name; `None` if it has gone since it was shown.
    #[must_use]
    pub fn card(&self, id: &CardId) -> Option<&Card> {
        self.number(id).and_then(|number| self.cards.get(number))
    }

    /// The place of the card of this name among [`Library::cards`].
    pub(super) fn number(&self, id: &CardId) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    #[must_use]
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    #[must_use]
    pub fn dates(&self) -> &[DateIdea] {
        &self.dates
    }

    /// The guided conversations, in the order of their length.
    #[must_use]
    pub fn scripts(&self) -> &[Script] {
        &self.scripts
    }

    /// The conversation of this name; `None` if it has gone since it was begun.
    #[must_use]
    pub fn script(&self, id: &ScriptId) -> Option<&Script> {
        self.scripts.iter().find(|script| script.id == *id)
    }

    /// The date idea of this name; `None` if it has gone since it was shown.
    #[must_use]
    pub fn date(&self, id: &CardId) -> Option<&DateIdea> {
        self.dates.iter().find(|date| date.id == *id)
    }

    /// The thoughts that come once a week.
    #[must_use]
    pub fn tellings(&self) -> &[Telling] {
        &self.tellings
    }

    /// The fortnights of cards that a couple can choose, by their titles.
    #[must_use]
    pub fn paths(&self) -> &[CardPath] {
        &self.paths
    }

    /// The path of this name; `None` if it has gone since it was begun.
    #[must_use]
    pub fn path(&self, id: &PathId) -> Option<&CardPath> {
        self.paths.iter().find(|path| path.id == *id)
    }

    /// The chapters of a year.
    #[must_use]
    pub fn chapters(&self) -> &[Chapter] {
        &self.chapters
    }

    /// The chapter of this name; `None` if it has gone since it was begun.
    #[must_use]
    pub fn chapter(&self, id: &ChapterId) -> Option<&Chapter> {
        self.chapters.iter().find(|chapter| chapter.id == *id)
    }

    /// The cards of the first days, in their order, for two who live like this.
    #[must_use]
    pub fn first_days(&self, living: Apart) -> &[CardId] {
        match living {
            Apart::Together => &self.first_days.together,
            Apart::Apart => &self.first_days.apart,
        }
    }

    /// The packs that come to every couple that has not chosen for itself.
    #[must_use]
    pub fn packs(&self) -> &[Pack] {
        &self.packs
    }

    #[must_use]
    pub fn voice(&self) -> &Voice {
        &self.voice
    }

    /// Places that people name, and the cities that are offered.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Who helps, country by country.
    #[must_use]
    pub fn support(&self) -> &Support {
        &self.support
    }

    /// Keeps the families and the ids that are wanted. Paths pass over what has gone.
    pub(super) fn keep(&mut self, family: impl Fn(Family) -> bool, id: impl Fn(&CardId) -> bool) {
        self.cards.retain(|card| family(card.family) && id(&card.id));
        self.dates.retain(|date| id(&date.id));
        self.tellings.retain(|telling| family(telling.about) && id(&telling.id));
        self.by_id = self.cards.iter().enumerate().map(|(index, card)| (card.id.clone(), index)).collect();
    }

    /// A library of these cards only, to try a choice on.
    #[cfg(test)]
    pub(super) fn of_cards(cards: Vec<Card>) -> Self {
        let by_id = cards.iter().enumerate().map(|(index, card)| (card.id.clone(), index)).collect();
        Self { cards, by_id, ..Self::bare() }
    }

    /// A library of these tellings only.
    #[cfg(test)]
    pub(super) fn of_tellings(tellings: Vec<Telling>) -> Self {
        Self { tellings, ..Self::bare() }
    }

    /// A library of nothing.
    pub(super) fn bare() -> Self {
        Self {
            cards: Vec::new(),
            by_id: ByCard::default(),
            dates: Vec::new(),
            scripts: Vec::new(),
            tellings: Vec::new(),
            paths: Vec::new(),
            packs: Vec::new(),
            chapters: Vec::new(),
            first_days: FirstDays::default(),
            voice: Voice::read(&[], &mut Vec::new()),
            places: Places::default(),
            support: Support::default(),
        }
    }
}

impl CardPath {
    /// Its cards with their days, as far as the library has them.
    pub fn cards<'l>(&'l self, library: &'l Library) -> Vec<(&'l PathDay, &'l Card)> {
        let card = |day: &'l PathDay| Some((day, library.card(&day.card)?));
        self.days.iter().filter_map(card).filter(|(_, card)| card.reveal != Reveal::PrivateOnly).collect()
    }
}
