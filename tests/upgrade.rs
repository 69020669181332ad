//! A store of every released version opens in today's program, with everything that was in it.
//!
//! `tests/data/stores/` holds the folder of a store as each version left it, packed. In all of them live the three couples
//! of `tests/kept_records.rs`, which says what each of their records means. That of 0.1.0 was written by the program as it
//! was before records were sealed (commit 2213d5c). Never change one; a release adds its own:
//!
//!     nearer import tests/data/lives-v1.jsonl && nearer export
//!     tar --exclude=nearer.lock -C data -czf tests/data/stores/VERSION.tar.gz .
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nearer::ids::ChatId;
use nearer::store::{HostKeySource, Options, SledStore, Store, import};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

/// All that is kept of the three couples, and how many records there are in all.
fn everything(store: &SledStore) -> (Vec<String>, u64) {
    let couple = |chat| store.couple(ChatId(chat)).expect("it can be read").expect("the couple is there");
    let couples = [-1001, -1002, -1003].map(|chat| serde_json::to_string(&couple(chat)).expect("json"));
    let exported = store.export("2026-12-01T12:00:00Z".parse().expect("an instant")).expect("an export");
    (couples.to_vec(), exported.records)
}

/// As the export from which all of them were made is read today.
fn expected() -> (Vec<String>, u64) {
    let dir = tempfile::tempdir().expect("a folder");
    import(&data().join("lives-v1.jsonl"), dir.path(), &Options::default(), None).expect("it is taken in");
    everything(&SledStore::open(dir.path(), &Options::default()).expect("it opens"))
}

/// The folder of a store of this version.
fn unpacked(version: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let archive = data().join(format!("stores/{version}.tar.gz"));
    let status = Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(dir.path()).status().expect("tar");
    assert!(status.success());
    dir
}

#[test]
fn a_store_of_every_version_opens_and_nothing_is_missing() {
    let expected = expected();
    let mut versions = 0;
    for file in fs::read_dir(data().join("stores")).expect("the stores") {
        let name = file.expect("a file").file_name().into_string().expect("a name");
        let version = name.strip_suffix(".tar.gz").expect("a packed store");
        let dir = unpacked(version);
        for opening in ["first", "second"] {
            let store = SledStore::open(dir.path(), &Options::default()).expect(version);
            assert_eq!(everything(&store), expected, "{version}, {opening} opening");
        }
        versions += 1;
    }
    assert_eq!(versions, 2, "0.1.0 and 0.2.0");
}

/// The exports that lie beside a store of each version are taken in as well.
#[test]
fn an_export_of_every_version_is_taken_in() {
    let expected = expected();
    for version in ["0.1.0", "0.2.0"] {
        let old = unpacked(version);
        let exports = fs::read_dir(old.path().join("exports")).expect("exports");
        let export = exports.map(|file| file.expect("a file").path()).max().expect("an export");
        let new = tempfile::tempdir().expect("a folder");
        // One without seals needs no keys; the others need those of their store, and the host's key.
        let host_key = old.path().join("host.key");
        let options = if host_key.exists() {
            Options { host_key: HostKeySource::File(host_key), ..Options::default() }
        } else {
            Options::default()
        };
        import(&export, new.path(), &options, None).expect(version);
        let store = SledStore::open(new.path(), &options).expect(version);
        assert_eq!(everything(&store), expected, "{version}");
    }
}
