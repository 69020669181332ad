//! Time zones: what the clock on the wall shows, anywhere, at any moment.
//!
//! A [`Zone`] is a name of the IANA time zone database in the [`Table`] in use. The table is chosen once, at the start
//! of the program ([`use_newest`]): that of the machine where it is newer than the one that is built in. Whoever does not
//! choose, as the tests, has the one that is built in, so that nothing depends on the machine.
//!
//! What must never be true here: that two zones of one process follow different tables without a test that wants it; that
//! a file of the machine makes the program fail.

mod before;
mod clock;
mod hemisphere;
mod machine;
mod table;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;
use std::sync::OnceLock;

use chrono::{DateTime, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use hemisphere::Hemisphere;
pub use table::{Table, TableOrigin};

use clock::ZoneClock;

static IN_USE: OnceLock<&'static Table> = OnceLock::new();

/// The table in use.
pub fn table() -> &'static Table {
    IN_USE.get_or_init(Table::built_in)
}

/// Takes the newest table there is into use: that of this machine, or the one that is built in. To be called before any
/// zone is read; later it changes nothing. Returns the table in use.
pub fn use_newest() -> &'static Table {
    IN_USE.get_or_init(|| machine::newer_of_machine().unwrap_or_else(Table::built_in))
}

/// A time zone, by its name in the IANA time zone database.
#[derive(Clone, Copy)]
pub struct Zone(&'static NamedZone);

/// A name, and the clock that it stands for.
struct NamedZone {
    name: &'static str,
    clock: &'static ZoneClock,
}

static UTC_CLOCK: ZoneClock = ZoneClock::utc();
static UTC: NamedZone = NamedZone { name: "UTC", clock: &UTC_CLOCK };

impl Zone {
    pub const UTC: Self = Self(&UTC);

    /// The zone of this name in the table in use; capitals count.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        table().zone(name)
    }

    /// Its name, such as `Europe/Lisbon`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The city in its name, as a person would write it.
    #[must_use]
    pub fn city(self) -> String {
        self.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
    }

    /// Whether both names stand for one clock, as `Europe/Kiev` and `Europe/Kyiv` do.
    #[must_use]
    pub fn is_clock_of(self, other: Self) -> bool {
        std::ptr::eq(self.0.clock, other.0.clock)
    }

    /// What the clock on the wall shows at this instant.
    #[must_use]
    pub fn wall(self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self).naive_local()
    }

    /// The instant at which the clock on the wall shows this. In a spring gap the first minute after it, in an autumn
    /// fold the first of the two.
    #[must_use]
    pub fn instant(self, wall: NaiveDateTime) -> DateTime<Utc> {
        self.0.clock.instant(wall)
    }
}

/// The distance of a zone from UTC at one moment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct ZoneOffset {
    zone: Zone,
    fixed: FixedOffset,
}

impl Offset for ZoneOffset {
    fn fix(&self) -> FixedOffset {
        self.fixed
    }
}

impl fmt::Debug for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.fixed, f)
    }
}

impl fmt::Display for ZoneOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.fixed, f)
    }
}

impl TimeZone for Zone {
    type Offset = ZoneOffset;

    fn from_offset(offset: &ZoneOffset) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<ZoneOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<ZoneOffset> {
        self.0.clock.offsets_at_wall(*local).map(|fixed| ZoneOffset { zone: *self, fixed })
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> ZoneOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> ZoneOffset {
        ZoneOffset { zone: *self, fixed: self.0.clock.offset_at(utc.and_utc().timestamp()) }
    }
}

/// No zone of the table in use has this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not the name of a time zone")]
pub struct UnknownZone;

impl FromStr for Zone {
    type Err = UnknownZone;

    fn from_str(name: &str) -> Result<Self, UnknownZone> {
        Self::named(name).ok_or(UnknownZone)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl PartialOrd for Zone {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Zone {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A zone that a later table no longer knows must not make a couple unreadable: UTC stands in, and the settings screen
/// shows it.
impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(String::deserialize(deserializer)?.parse().unwrap_or(Self::UTC))
    }
}
