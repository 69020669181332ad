//! A configuration: it is taken, or every mistake has a place and a mend.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use nearer::config::{Config, Environment};

fuzz_target!(|raw: &[u8]| {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("config.toml");
    fs::write(&file, raw).expect("a file");
    if let Err(mistakes) = Config::load(Some(&file), &Environment::default()) {
        assert!(!mistakes.0.is_empty());
        for mistake in &mistakes.0 {
            assert!(!mistake.wrong.is_empty() && !mistake.mend.is_empty());
        }
    }
});
