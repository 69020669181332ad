//! One clock: its distance from UTC at any moment, by the rules in a compiled file of the database (`TZif`, RFC 9636).
//!
//! `tz-rs` reads the file and applies the rules. A file is read when its clock is first asked: most never are.

use std::fmt;
use std::sync::OnceLock;

use chrono::{DateTime, Datelike, FixedOffset, MappedLocalTime, NaiveDateTime, Offset, Timelike, Utc};
use tz::datetime::FoundDateTimeKind;

/// More than any clock is away from UTC, and was (UTC+15:13 in Alaska until 1867), in seconds.
const FARTHEST: i64 = 26 * 60 * 60;

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
        if let Some(offset) = self.steady_offset(wall) {
            return MappedLocalTime::Single(offset);
        }
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
        if let Some(offset) = self.steady_offset(wall) {
            let seconds = wall.and_utc().timestamp() - i64::from(offset.local_minus_utc());
            return instant(seconds, wall.nanosecond());
        }
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

    /// The distance from UTC where no change is near: then nothing has to be looked for. Each event asks for some, and
    /// `tz-rs` goes through all changes since 1880 for one answer.
    fn steady_offset(&self, wall: NaiveDateTime) -> Option<FixedOffset> {
        let middle = wall.and_utc().timestamp();
        let (from, to) = (middle - FARTHEST, middle + FARTHEST);
        let changes = self.rules().as_ref().transitions();
        let before = |moment: i64| changes.partition_point(|change| change.unix_leap_time() < moment);
        let offset = self.offset_at(from);
        (before(from) == before(to) && offset == self.offset_at(to)).then_some(offset)
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

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::zones::table;

    /// What is found without looking is what is found by it: around each change of every clock, and in years that only a
    /// rule covers.
    #[test]
    fn where_no_change_is_near_nothing_else_would_be_found() {
        let (mut found, mut all) = (0, 0);
        for (name, file) in table::built_in_files() {
            let clock = ZoneClock::new(file);
            let changes = clock.rules().as_ref().transitions().iter().map(tz::timezone::Transition::unix_leap_time);
            let changes = changes.filter(|change| *change > -5_000_000_000);
            let by_rule = (0..24).map(|month| 2_500_000_000 + month * 2_629_800);
            for moment in changes.chain(by_rule) {
                for hours in [-61, -53, -51, -27, -25, -1, 0, 1, 25, 27, 51, 53, 61] {
                    let wall = (instant(moment, 0) + TimeDelta::hours(hours)).naive_utc();
                    all += 1;
                    let Some(offset) = clock.steady_offset(wall) else { continue };
                    found += 1;
                    let [FoundDateTimeKind::Normal(only)] = clock.at_wall(wall)[..] else { panic!("{name}: {wall}") };
                    assert_eq!(only.local_time_type().ut_offset(), offset.local_minus_utc(), "{name}: {wall}");
                }
            }
        }
        assert!(found > all / 4 && found < all, "{found} of {all}");
    }
}
