//! One clock: its distance from UTC at any moment, by the rules in a compiled file of the database (`TZif`, RFC 9636).
//!
//! `tz-rs` reads the file and applies the rules. A file is read when its clock is first asked: most never are.

use std::fmt;
use std::sync::OnceLock;

use chrono::{DateTime, Datelike, FixedOffset, MappedLocalTime, NaiveDateTime, Offset, Timelike, Utc};
use tz::datetime::FoundDateTimeKind;

/// The rules of a clock.
pub(super) struct ZoneClock {
    file: &'static [u8],
    rules: OnceLock<tz::TimeZone>,
}

impl ZoneClock {
    /// The one that never changes.
    pub(super) const fn utc() -> Self {
        Self { file: &[], rules: OnceLock::new() }
    }

    pub(super) fn new(file: &'static [u8]) -> Self {
        Self { file, rules: OnceLock::new() }
    }

    /// Whether a file can be read.
    pub(super) fn is_sound(file: &[u8]) -> bool {
        tz::TimeZone::from_tz_data(file).is_ok()
    }

    /// Its file was proved to be sound when the table was made; UTC has none.
    fn rules(&self) -> &tz::TimeZone {
        self.rules.get_or_init(|| tz::TimeZone::from_tz_data(self.file).unwrap_or_else(|_| tz::TimeZone::utc()))
    }

    /// The distance from UTC at an instant, in seconds since 1970.
    pub(super) fn offset_at(&self, seconds: i64) -> FixedOffset {
        let rules = self.rules();
        // A file without a rule for what comes after its last change has nothing to say about it: it stays as it is.
        let last = || rules.as_ref().transitions().last().map_or(0, tz::timezone::Transition::local_time_type_index);
        let found = rules.find_local_time_type(seconds).ok();
        let offset = found.or_else(|| rules.as_ref().local_time_types().get(last()));
        offset.and_then(|offset| FixedOffset::east_opt(offset.ut_offset())).unwrap_or(Utc.fix())
    }

    /// What the distance from UTC can be where the clock on the wall shows this: nothing in a spring gap, two answers in
    /// an autumn fold.
    pub(super) fn offsets_at_wall(&self, wall: NaiveDateTime) -> MappedLocalTime<FixedOffset> {
        let valid = self.at_wall(wall).into_iter().filter_map(|found| match found {
            FoundDateTimeKind::Normal(found) => FixedOffset::east_opt(found.local_time_type().ut_offset()),
            FoundDateTimeKind::Skipped { .. } => None,
        });
        let valid: Vec<FixedOffset> = valid.collect();
        match valid[..] {
            [] => MappedLocalTime::None,
            [one] => MappedLocalTime::Single(one),
            [first, .., last] => MappedLocalTime::Ambiguous(first, last),
        }
    }

    /// The instant at which the clock on the wall shows this: the first of several, or the end of the gap it lies in.
    pub(super) fn instant(&self, wall: NaiveDateTime) -> DateTime<Utc> {
        let seconds = match self.at_wall(wall).first() {
            Some(FoundDateTimeKind::Normal(found)) => found.unix_time(),
            Some(FoundDateTimeKind::Skipped { after_transition, .. }) => {
                return instant(after_transition.unix_time(), 0);
            }
            None => {
                wall.and_utc().timestamp() - i64::from(self.offset_at(wall.and_utc().timestamp()).local_minus_utc())
            }
        };
        instant(seconds, wall.nanosecond())
    }

    fn at_wall(&self, wall: NaiveDateTime) -> Vec<FoundDateTimeKind> {
        let small = |number: u32| u8::try_from(number).unwrap_or(u8::MAX);
        let found = tz::DateTime::find(
            wall.year(),
            small(wall.month()),
            small(wall.day()),
            small(wall.hour()),
            small(wall.minute()),
            small(wall.second()),
            0,
            self.rules().as_ref(),
        );
        found.map(tz::datetime::FoundDateTimeList::into_inner).unwrap_or_default()
    }
}

fn instant(seconds: i64, nanoseconds: u32) -> DateTime<Utc> {
    DateTime::from_timestamp(seconds, nanoseconds).unwrap_or(DateTime::<Utc>::MIN_UTC)
}

impl fmt::Debug for ZoneClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ZoneClock({} bytes)", self.file.len())
    }
}
