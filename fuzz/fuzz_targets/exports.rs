//! A file that is to be taken in: it becomes a store, or an error in words and no store.
#![no_main]

use std::fs;

use libfuzzer_sys::fuzz_target;
use nearer::store::{self, Options, SledStore};

fuzz_target!(|raw: &[u8]| {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, store) = (dir.path().join("export"), dir.path().join("store"));
    fs::write(&file, raw).expect("a file");
    match store::import(&file, &store, &Options::default(), None) {
        Ok(imported) => {
            let opened = SledStore::open(&store, &Options::default()).expect("what was taken in opens");
            assert!(imported.records >= imported.left_out || imported.left_out > 0);
            drop(opened);
        }
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(!store.exists(), "nothing is made of a file that cannot be read");
        }
    }
});
