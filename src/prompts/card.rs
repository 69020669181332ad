//! A card: one small thing to say or do, and the listener's half of it.

use chrono::TimeDelta;

use super::card_id::CardId;
use super::names::{Apart, Depth, Family, Fit, Gate, Mode, Pack, Reveal, Sensitivity, Skip};
use super::times::{DayPart, MeantFor, Season, When};

/// Where words come from: for the record, not for couples.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The idea it builds on: `capitalization`, `novelty`, `disclosure`.
    pub basis: Option<String>,
    pub author: Option<String>,
    pub license: Option<String>,
    pub reviewed_by: Option<String>,
    pub version: u64,
}

/// One card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: CardId,
    pub family: Family,
    /// The pack that it is part of; it comes only to couples who want that one.
    pub pack: Option<Pack>,
    pub meant_for: MeantFor,
    pub mode: Mode,
    pub depth: Depth,
    pub sensitivity: Sensitivity,
    pub reveal: Reveal,
    /// About how long it takes.
    pub minutes: u64,
    /// Of a deed: when it is to be done. One without it fits any hour.
    pub when: Option<When>,
    /// The seasons in which it is true; none named: in all.
    pub seasons: Vec<Season>,
    /// The parts of the day in which it fits; none named: in all.
    pub hours: Vec<DayPart>,
    pub fits: Vec<Fit>,
    pub skip_if: Vec<Skip>,
    /// The responsive half.
    pub listener: Option<Listener>,
    /// What is answered by a button, where it is not answered in words: none, or two to six.
    pub choices: Vec<String>,
    pub text: String,
    /// Another wording, to be spoken or heard.
    pub alt: Option<String>,
    pub origin: Provenance,
}

/// What a card has for the one who listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listener {
    /// What they may do.
    Advice(String),
    /// What they could say, in these very words.
    Line(String),
}

impl Listener {
    /// Its words.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Advice(text) | Self::Line(text) => text,
        }
    }
}

/// A deed for today needs so much of the day.
const PART_OF_A_DAY: TimeDelta = TimeDelta::hours(3);

/// The most choices of a card: their buttons fit under one message.
pub const MOST_CHOICES: usize = 6;

impl Card {
    /// Whether it may come in a light week, or right after a heavy talk: easy, open, about an
    /// ingredient, and not marked as unfit for either.
    #[must_use]
    pub fn is_light(&self) -> bool {
        self.depth == Depth::Easy
            && self.sensitivity == Sensitivity::Open
            && !self.family.is_antidote()
            && !self.touches(&[Skip::LightWeek, Skip::AfterRepair])
    }

    /// Whether it is for two who leave these topics out and live like this.
    #[must_use]
    pub fn suits(&self, left_out: &[Skip], living: Apart) -> bool {
        !self.touches(left_out) && (living == Apart::Together || !self.needs_one_room())
    }

    /// Whether it can be done in time, where so much is left of the day.
    #[must_use]
    pub fn has_time(&self, left: TimeDelta) -> bool {
        self.when != Some(When::Today) || left >= PART_OF_A_DAY
    }

    /// Whether it comes to everyone, and not only to those who want its pack, keep its day or are at its stage.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.pack.is_none() && self.meant_for == MeantFor::Everyone
    }

    /// Whether it can come to any couple on any day of the year, at any hour.
    #[must_use]
    pub fn is_for_any_day(&self) -> bool {
        self.meant_for == MeantFor::Everyone && self.seasons.is_empty() && self.hours.is_empty()
    }

    /// Whether it is true in this season, and fits this part of the day.
    #[must_use]
    pub fn is_in_time(&self, season: Season, part: DayPart) -> bool {
        (self.seasons.is_empty() || self.seasons.contains(&season))
            && (self.hours.is_empty() || self.hours.contains(&part))
    }

    /// Whether it needs the two in one room.
    #[must_use]
    pub fn needs_one_room(&self) -> bool {
        self.fits.contains(&Fit::TogetherToday) && !self.fits.contains(&Fit::LongDistance)
    }

    /// Whether nothing that one of the two alone can choose keeps it away: no topic, no door, no lighter week.
    #[must_use]
    pub fn comes_whatever_one_chose(&self) -> bool {
        self.is_light() && !self.touches(&Skip::TOPICS) && !self.is_behind_a_door()
    }

    /// What is in the way of its coming on its occasion, to whoever keeps that day.
    #[must_use]
    pub fn stays_away_on_its_occasion(&self) -> bool {
        matches!(self.meant_for, MeantFor::Occasion(_))
            && (self.is_behind_a_door() || self.pack.is_some() || self.reveal == Reveal::PrivateOnly)
    }

    /// Whether it touches one of these topics.
    #[must_use]
    pub fn touches(&self, topics: &[Skip]) -> bool {
        self.skip_if.iter().any(|topic| topics.contains(topic))
    }

    /// Whether these open doors let it through: a tender card stands behind the heavy one, an intimate one behind the
    /// other, and one that is both behind both.
    #[must_use]
    pub fn is_let_through(&self, open: &[Gate]) -> bool {
        let door = |gate: Gate| open.contains(&gate);
        (self.depth < Depth::Tender || door(Gate::Heavy))
            && match self.sensitivity {
                Sensitivity::Open => true,
                Sensitivity::Intimate => door(Gate::Intimate),
                Sensitivity::Explicit => false,
            }
    }

    /// Whether it waits until both have opened a door.
    #[must_use]
    pub fn is_behind_a_door(&self) -> bool {
        !self.is_let_through(&[Gate::Open])
    }
}
