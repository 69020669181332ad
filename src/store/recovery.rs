//! The way back from a store that cannot be trusted: the newest export beside it, and the command that takes it in.

use std::path::{Path, PathBuf};

use chrono::TimeDelta;

use super::export;
use crate::clock::Clock;

/// In words: which export is the newest one beside the store in `dir`, how old it is, and how it is taken in.
///
/// This is said where something else has failed already; so what fails here is passed over.
pub(super) fn way_back(dir: &Path) -> String {
    let Some((at, newest)) = export::newest_export(dir) else {
        return format!(
            "There is no export in {}: put a copy of the whole directory in its place, if you have one",
            dir.join(export::DIR).display()
        );
    };
    let aside = beside(dir);
    format!(
        "Its newest export is of {}, {}. To go on from there: mv {} {} && nearer import {} (with the --config of the bot)",
        at.format("%Y-%m-%d %H:%M UTC"),
        age(Clock::system().now() - at),
        for_shell(dir),
        for_shell(&aside),
        for_shell(&aside.join(export::DIR).join(newest.file_name().unwrap_or_default())),
    )
}

/// A name beside `dir` that is not taken.
fn beside(dir: &Path) -> PathBuf {
    let name = dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let named = |number: u32| {
        dir.with_file_name(format!("{name}.damaged{}", if number < 2 { String::new() } else { number.to_string() }))
    };
    (1..100).map(named).find(|path| !path.exists()).unwrap_or_else(|| named(1))
}

/// How long ago, in the largest unit that says it well.
fn age(passed: TimeDelta) -> String {
    let said = |number: i64, unit: &str| format!("{number} {unit}{} ago", if number == 1 { "" } else { "s" });
    match passed {
        past if past < TimeDelta::zero() => "by this machine's clock still to come".to_owned(),
        past if past < TimeDelta::hours(2) => said(past.num_minutes(), "minute"),
        past if past < TimeDelta::days(2) => said(past.num_hours(), "hour"),
        past => said(past.num_days(), "day"),
    }
}

/// A path as a shell takes it: in quotes if it holds anything but plain signs.
pub(super) fn for_shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "/._-+:,".contains(sign);
    if !text.is_empty() && text.chars().all(plain) { text } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_newest_export_is_named_with_its_age_and_its_command() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("my data");
        fs::create_dir_all(store.join("exports")).unwrap();
        assert!(way_back(&store).contains("There is no export"));
        fs::create_dir(dir.path().join("my data.damaged")).unwrap();
        for name in
            ["nearer-20250101T000000Z.jsonl.lz4", "nearer-20250301T000000Z.jsonl.lz4", "zzz", "nearer-x.jsonl.lz4"]
        {
            fs::write(store.join("exports").join(name), "").unwrap();
        }
        let said = way_back(&store);
        let parent = dir.path().display();
        let command = format!(
            "mv '{parent}/my data' '{parent}/my data.damaged2' && nearer import \
             '{parent}/my data.damaged2/exports/nearer-20250301T000000Z.jsonl.lz4' (with"
        );
        assert!(said.contains("of 2025-03-01 00:00 UTC, ") && said.contains(" days ago"), "{said}");
        assert!(said.contains(&command), "{said}");
    }

    #[test]
    fn ages_are_said_in_the_unit_that_suits() {
        let said = [
            (-5, "by this machine's clock still to come"),
            (1, "1 minute ago"),
            (119, "119 minutes ago"),
            (125, "2 hours ago"),
        ];
        for (minutes, words) in said.into_iter().chain([(47 * 60, "47 hours ago"), (48 * 60, "2 days ago")]) {
            assert_eq!(age(TimeDelta::minutes(minutes)), words);
        }
    }

    #[test]
    fn paths_are_quoted_where_a_shell_would_misread_them() {
        for (path, quoted) in [("/srv/nearer", "/srv/nearer"), ("a b", "'a b'"), ("it's", r"'it'\''s'")] {
            assert_eq!(for_shell(Path::new(path)), quoted);
        }
    }
}
