//! Who helps, country by country: what stands behind *Support*.

use chrono::{NaiveDate, TimeDelta};
use serde::Deserialize;

use super::finding::Finding;
use super::names::named;
use crate::zones::Zone;

/// Numbers go out of use: after so long someone has to look at them again (method 5.4).
pub(super) const LOOK_AGAIN: TimeDelta = TimeDelta::days(180);

/// A country as it travels under a button: two small letters of ISO 3166.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(try_from = "String")]
pub struct CountryCode([u8; 2]);

impl TryFrom<String> for CountryCode {
    type Error = &'static str;

    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::read(&written).ok_or("not the code of a country")
    }
}

impl CountryCode {
    /// `None` for anything but two small letters.
    #[must_use]
    pub fn read(written: &str) -> Option<Self> {
        let letters = <[u8; 2]>::try_from(written.as_bytes()).ok()?;
        letters.iter().all(u8::is_ascii_lowercase).then_some(Self(letters))
    }

    /// The two letters.
    #[must_use]
    pub fn letters(&self) -> &str {
        // Two letters of ASCII are text.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

named!(
    /// Whom a line is for.
    LineKind {
        /// Those who are hurt, pressured or afraid, and those close to them.
        Hurt = "hurt",
        /// Those who want to stop hurting someone.
        Stop = "stop",
    }
);

/// One service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SupportLine {
    pub kind: LineKind,
    pub name: String,
    /// What it is for, and whom it serves.
    pub what: String,
    /// A number, a website, or both.
    pub reach: String,
    pub hours: Option<String>,
}

/// What there is in one country.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Country {
    pub code: CountryCode,
    pub name: String,
    /// The number for an emergency.
    pub emergency: String,
    pub lines: Vec<SupportLine>,
    /// The time zones that are its alone.
    pub zones: Vec<Zone>,
}

/// All that is known of who helps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Support {
    /// In the order of their names.
    pub countries: Vec<Country>,
    /// Directories for where none of these is.
    pub worldwide: Vec<SupportLine>,
}

impl Support {
    /// The country of this code; `None` if it has gone since its button was made.
    #[must_use]
    pub fn country(&self, code: CountryCode) -> Option<&Country> {
        self.countries.iter().find(|country| country.code == code)
    }

    /// The country that has this time zone, where it is one country's.
    #[must_use]
    pub fn country_at(&self, zone: Zone) -> Option<&Country> {
        if let Some(country) = self.countries.iter().find(|country| country.zones.contains(&zone)) {
            return Some(country);
        }
        // Another name for one of its clocks, and for no other country's.
        let has_clock = |country: &&Country| country.zones.iter().any(|own| own.is_clock_of(zone));
        let mut found = self.countries.iter().filter(has_clock);
        found.next().filter(|_| found.next().is_none())
    }
}

/// When someone last looked at lines, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LastLook {
    /// Whose lines.
    pub of: String,
    pub on: NaiveDate,
    pub file: String,
    pub line: usize,
}

impl LastLook {
    /// What is to be told of it on this day.
    pub(super) fn finding(&self, today: NaiveDate) -> Option<Finding> {
        let age = today - self.on;
        let days = LOOK_AGAIN.num_days();
        let (what, mend) = if age > LOOK_AGAIN {
            let what =
                format!("the lines of {} were last checked {} days ago; {days} at most", self.of, age.num_days());
            (what, "look at each line again, mend what has changed, then write the new day")
        } else if age < TimeDelta::zero() {
            (format!("the lines of {} are checked on a day to come", self.of), "write the day on which you looked")
        } else {
            return None;
        };
        Some(Finding::error(&self.file, Some(self.line), what, mend))
    }
}
