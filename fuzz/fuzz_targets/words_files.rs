//! A file of words that a host wrote. The first line is its place below `en/`, the rest is the file.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use nearer::prompts::{Selection, check_selection, told};

const PLACES: [&str; 14] = [
    "cards/own.toml",
    "cards/intimate/own.toml",
    "conversations/own.toml",
    "paths/own.toml",
    "dates.toml",
    "tellings.toml",
    "first_days.toml",
    "chapters.toml",
    "stems.toml",
    "places.toml",
    "support.toml",
    "words.toml",
    "voice.ftl",
    "dates.ftl",
];

fuzz_target!(|raw: &str| {
    let (head, text) = raw.split_once('\n').unwrap_or((raw, ""));
    let Some(place) = PLACES.iter().find(|place| **place == head) else { return };
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("en").join(place);
    fs::create_dir_all(file.parent().expect("it has one")).expect("a folder");
    fs::write(&file, text).expect("a file");
    let selection = Selection { in_place: Some(dir.path().to_owned()), ..Selection::default() };
    let report = check_selection(&selection);
    let _ = told(&report.findings);
});
