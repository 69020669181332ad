//! Meals named in a title: they tell the half of the day.

use chrono::{NaiveTime, Timelike};

use super::meaning::Spoken;

/// Words for meals, and the hours at which they are eaten: from the first on, before the second.
const MEALS: [(&str, u32, u32); 5] =
    [("breakfast", 5, 12), ("brunch", 9, 15), ("lunch", 11, 17), ("dinner", 16, 24), ("supper", 16, 24)];

impl Spoken {
    /// Whether this hour suits the part of the day that was named, and the meal.
    #[must_use]
    pub fn suits(&self, time: NaiveTime) -> bool {
        self.part.is_none_or(|part| part.covers(time)) && self.suits_meal(time)
    }

    /// Whether a meal in the title is eaten at this hour.
    #[must_use]
    pub fn suits_meal(&self, time: NaiveTime) -> bool {
        self.title.as_deref().is_none_or(|title| suits_meal(title, time))
    }
}

/// Whether this word is one for a meal.
pub(super) fn is_a_meal(word: &str) -> bool {
    MEALS.iter().any(|(name, ..)| *name == word)
}

/// Whether the meal that a title names is eaten at this hour. Any hour suits a title without one, or with several.
#[must_use]
pub fn suits_meal(title: &str, time: NaiveTime) -> bool {
    let title = title.to_lowercase();
    let words = title.split(|c: char| !c.is_alphanumeric());
    let mut meals = words.filter_map(|word| MEALS.iter().find(|(name, ..)| *name == word));
    match (meals.next(), meals.next()) {
        (Some((_, from, until)), None) => (*from..*until).contains(&time.hour()),
        _ => true,
    }
}
