//! A date idea: something to do together, and an easier way to do it.

use super::card::Provenance;
use super::card_id::CardId;
use super::names::{Cost, DatePlace, Energy, Gate, Novelty, Sensitivity, Skip, Weather};
use super::times::{DayPart, Season};

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
    /// The seasons in which it can be done; none named: in all.
    pub seasons: Vec<Season>,
    /// The parts of the day in which it can be done; none named: in all.
    pub hours: Vec<DayPart>,
    /// What it needs of the weather, if anything.
    pub weather: Option<Weather>,
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

impl DateIdea {
    /// Whether it can be done in this season and, where the hour is known, in this part of the day. The weather is not
    /// known ahead: what needs rain, snow or a clear sky is not offered by itself.
    #[must_use]
    pub fn can_be_done(&self, season: Season, part: Option<DayPart>) -> bool {
        (self.seasons.is_empty() || self.seasons.contains(&season))
            && part.is_none_or(|part| self.suits_part(part))
            && matches!(self.weather, None | Some(Weather::Dry))
    }

    /// Whether these open doors let it through.
    #[must_use]
    pub fn is_let_through(&self, open: &[Gate]) -> bool {
        match self.sensitivity {
            Sensitivity::Open => true,
            Sensitivity::Intimate => open.contains(&Gate::Intimate),
            Sensitivity::Explicit => false,
        }
    }

    /// Whether it waits until both have opened a door.
    #[must_use]
    pub fn is_behind_a_door(&self) -> bool {
        !self.is_let_through(&[Gate::Open])
    }

    /// Whether it can be done in this part of the day.
    #[must_use]
    pub fn suits_part(&self, part: DayPart) -> bool {
        self.hours.is_empty() || self.hours.contains(&part)
    }
}
