//! The times that words are for: of a day, of a year, of a life.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};

use super::names::{Named, named};
use crate::line;
use crate::phrase::Phrase;
use crate::zones::Hemisphere;

named!(
    /// A season, by how warm and light it is where the two live.
    Season {
        Spring = "spring",
        Summer = "summer",
        Autumn = "autumn",
        Winter = "winter",
    }
);

impl Season {
    /// That of a day, north or south of the equator.
    #[must_use]
    pub fn of(day: NaiveDate, hemisphere: Hemisphere) -> Self {
        let northern = match day.month() {
            3..=5 => Self::Spring,
            6..=8 => Self::Summer,
            9..=11 => Self::Autumn,
            _ => Self::Winter,
        };
        match (hemisphere, northern) {
            (Hemisphere::North, season) => season,
            (Hemisphere::South, Self::Spring) => Self::Autumn,
            (Hemisphere::South, Self::Summer) => Self::Winter,
            (Hemisphere::South, Self::Autumn) => Self::Spring,
            (Hemisphere::South, Self::Winter) => Self::Summer,
        }
    }
}

named!(
    /// A part of the day in which a date can be held.
    DayPart {
        /// From 5 o'clock.
        Morning = "morning",
        /// From 11.
        Midday = "midday",
        /// From 14.
        Afternoon = "afternoon",
        /// From 18.
        Evening = "evening",
        /// From 22.
        Night = "night",
    }
);

impl DayPart {
    /// The part to which this time on the wall belongs.
    #[must_use]
    pub fn of(time: NaiveTime) -> Self {
        match time.hour() {
            5..=10 => Self::Morning,
            11..=13 => Self::Midday,
            14..=17 => Self::Afternoon,
            18..=21 => Self::Evening,
            _ => Self::Night,
        }
    }
}

named!(
    /// When a deed is to be done.
    When {
        /// At the hour at which it comes, whichever that is.
        Now = "now",
        /// In what is left of the day.
        Today = "today",
        /// By the evening of the next day.
        Tomorrow = "tomorrow",
    }
);

named!(
    /// A day of the year for which there are cards of its own.
    Occasion {
        /// The day of the two.
        Anniversary = "anniversary",
        /// That of one of them.
        Birthday = "birthday",
        /// The days around the turn of the year.
        NewYear = "new_year",
        /// Any other day that the two keep; which it is, the program does not ask.
        Feast = "feast",
    }
);

named!(
    /// What a couple's life is like by now, where they say so.
    LifeStage {
        /// The two are a couple for less than a year.
        UnderAYear = "under_a_year",
        ChildrenAtHome = "children_at_home",
        ChildrenMovedOut = "children_moved_out",
        Retired = "retired",
    }
);

impl LifeStage {
    /// What couples call it.
    #[must_use]
    pub fn line(self) -> Phrase {
        match self {
            Self::UnderAYear => line::stage_under_a_year(),
            Self::ChildrenAtHome => line::stage_children_at_home(),
            Self::ChildrenMovedOut => line::stage_children_moved_out(),
            Self::Retired => line::stage_retired(),
        }
    }
}

/// For whom, or for which days, a card is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeantFor {
    /// All couples, on any day.
    Everyone,
    /// Couples with such a day, on that day.
    Occasion(Occasion),
    /// Couples who say that they are there.
    Stage(LifeStage),
}

impl MeantFor {
    #[must_use]
    pub fn occasion(self) -> Option<Occasion> {
        match self {
            Self::Occasion(occasion) => Some(occasion),
            Self::Everyone | Self::Stage(_) => None,
        }
    }

    #[must_use]
    pub fn stage(self) -> Option<LifeStage> {
        match self {
            Self::Stage(stage) => Some(stage),
            Self::Everyone | Self::Occasion(_) => None,
        }
    }

    /// What it is called in a file.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Everyone => "everyone",
            Self::Occasion(occasion) => occasion.name(),
            Self::Stage(stage) => stage.name(),
        }
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        let occasions = Occasion::ALL.iter().map(|occasion| Self::Occasion(*occasion));
        let stages = LifeStage::ALL.iter().map(|stage| Self::Stage(*stage));
        std::iter::once(Self::Everyone).chain(occasions).chain(stages)
    }
}
