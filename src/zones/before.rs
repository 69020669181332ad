//! What the wall showed by the rules of early 2025.
//!
//! Records written before 26 November 2026 hold the instant of an evening and not what was said, and they were written by
//! the database 2025b. Where its rules for the time to come have changed since, they are kept here, so that such an evening
//! stays at its hour on the wall. Other names have the same rules in 2025b and in the table that is built in, for 2026 to
//! 2028; but Morocco, which had a month of other rules each year (Ramadan) that is left out here.

use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};
use tz::timezone::TimeZoneSettings;

use super::Zone;

/// Rules in the form of POSIX, and the names that had them.
const RULES: [(&str, &[&str]); 5] = [
    ("<+01>-1", &["Africa/Casablanca", "Africa/El_Aaiun"]),
    ("MST7MDT,M3.2.0,M11.1.0", &["America/Edmonton", "America/Inuvik", "America/Yellowknife", "Canada/Mountain"]),
    ("CST6CDT,M3.2.0,M11.1.0", &["America/Winnipeg", "America/Rainy_River", "Canada/Central"]),
    ("PST8PDT,M3.2.0,M11.1.0", &["America/Vancouver", "Canada/Pacific"]),
    ("CST5CDT,M3.2.0/0,M11.1.0/1", &["America/Havana", "Cuba"]),
];

impl Zone {
    /// What the clock on the wall showed at this instant by the rules of the database 2025b.
    #[must_use]
    pub fn wall_by_2025b(self, at: DateTime<Utc>) -> NaiveDateTime {
        match before(self).and_then(|rules| rules.find_local_time_type(at.timestamp()).ok()?.ut_offset().into()) {
            Some(seconds) => {
                FixedOffset::east_opt(seconds).map_or(at.naive_utc(), |offset| at.with_timezone(&offset).naive_local())
            }
            None => self.wall(at),
        }
    }
}

/// The rules that this zone had, where they are others than today's.
fn before(zone: Zone) -> Option<&'static tz::TimeZone> {
    static READ: [OnceLock<Option<tz::TimeZone>>; RULES.len()] = [const { OnceLock::new() }; RULES.len()];
    let (place, (rule, _)) = RULES.iter().enumerate().find(|(_, (_, names))| names.contains(&zone.name()))?;
    let no_files = TimeZoneSettings::new(&[], |_| Err("there are no files".into()));
    READ.get(place)?.get_or_init(|| no_files.parse_posix_tz(rule).ok()).as_ref()
}
