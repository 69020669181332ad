//! What is opened, what is made, and what is refused.

use std::collections::BTreeSet;
use std::io::Read;
use std::process::{Command, Stdio};

use super::super::codec;
use super::super::marker::RECORD;
use super::super::sealed::Change;
use super::super::trees::Tree;
use super::super::{Batch, SledStore, Store};
use super::*;
use crate::couple::{ChatId, Couple};

const US: ChatId = ChatId(-100);

fn couple(chat: ChatId) -> Couple {
    serde_json::from_value(serde_json::json!({ "chat": chat })).unwrap()
}

fn open_store(dir: &Path) -> Result<SledStore, StoreError> {
    SledStore::open(dir, &Options::default())
}

/// A directory with a store in which one couple lives.
fn lived_in() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open_store(dir.path()).unwrap();
    store.commit(&Batch { couples: [(US, Some(couple(US)))].into(), ..Batch::default() }).unwrap();
    dir
}

fn said(dir: &Path) -> String {
    open_store(dir).err().expect("this must be refused").to_string()
}

fn assert_at_home(dir: &Path) {
    assert_eq!(open_store(dir).unwrap().couple(US).unwrap(), Some(couple(US)));
}

#[test]
fn what_was_committed_is_there_again() {
    assert_at_home(lived_in().path());
}

#[test]
fn a_second_opening_is_refused_with_directory_and_process() {
    let dir = lived_in();
    let _open = open_store(dir.path()).unwrap();
    let said = said(dir.path());
    assert!(said.contains(dir.path().to_str().unwrap()), "{said}");
    assert!(said.contains(&std::process::id().to_string()), "{said}");
}

/// Not a test by itself: what the other process of the next test does.
#[test]
fn other_process() {
    if let Some(dir) = std::env::var_os("NEARER_TEST_SECOND_OPENING") {
        println!("other: {}", said(Path::new(&dir)));
    }
}

#[test]
fn a_second_process_is_refused() {
    let dir = lived_in();
    let _open = open_store(dir.path()).unwrap();
    let mut other = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::opening::tests::other_process", "--nocapture"])
        .env("NEARER_TEST_SECOND_OPENING", dir.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut heard = String::new();
    other.stdout.take().unwrap().read_to_string(&mut heard).unwrap();
    assert!(other.wait().unwrap().success(), "{heard}");
    let expected = format!("in use by another process (process id {})", std::process::id());
    assert!(heard.contains(&expected), "{heard}");
}

#[test]
fn a_half_written_snapshot_is_removed_before_it_can_shut_us_out() {
    let dir = lived_in();
    let sled_dir = dir.path().join("sled");
    let half = sled_dir.join("snap.FFFFFFFFFFFFFFFF.generating");
    fs::write(&half, b"cut short in the mid").unwrap();
    assert!(Database::open(&sled_dir, 1 << 20).is_err(), "without the guard it stays shut: {half:?}");
    assert!(half.exists(), "and it does not go away by itself");
    assert_at_home(dir.path());
    assert!(!half.exists());
}

#[test]
fn a_store_that_lost_its_database_is_never_opened_as_empty() {
    let dir = lived_in();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    for _ in 0..2 {
        assert!(said(dir.path()).contains("was there and is empty now"));
    }
}

#[test]
fn a_store_whose_database_was_emptied_is_never_opened_as_empty() {
    let dir = lived_in();
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    drop(Database::open(&dir.path().join("sled"), 1 << 20).unwrap());
    for _ in 0..2 {
        assert!(said(dir.path()).contains("was there and is empty now"));
    }
}

#[test]
fn who_asks_for_a_store_that_was_there_is_given_no_new_one() {
    let dir = tempfile::tempdir().unwrap();
    let nowhere = dir.path().join("dta");
    let refused = SledStore::reopen(&nowhere, &Options::default()).err().expect("a refusal");
    assert!(refused.to_string().contains("there is no store in"), "{refused}");
    assert!(!nowhere.exists());
    assert!(SledStore::reopen(lived_in().path(), &Options::default()).is_ok());
}

#[test]
fn exports_without_a_store_mean_that_one_was_lost() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("exports")).unwrap();
    fs::write(dir.path().join("exports/nearer-20250101T000000Z.jsonl.lz4"), "").unwrap();
    assert!(said(dir.path()).contains("was there and is empty now"));
}

#[test]
fn a_creation_that_was_cut_short_is_completed() {
    let dir = tempfile::tempdir().unwrap();
    // sled was cut short between the two steps of writing its settings.
    fs::create_dir_all(dir.path().join("sled/blobs")).unwrap();
    fs::write(dir.path().join("sled/conf"), "segment_size: 2097152\nuse_compression: false\nversion: 0.34\n").unwrap();
    assert!(Database::open(&dir.path().join("sled"), 1 << 20).is_err(), "sled alone cannot go on from here");
    drop(open_store(dir.path()).unwrap());
    assert!(dir.path().join("store.toml").exists());

    // We were cut short between the record and the file.
    let dir = lived_in();
    fs::remove_file(dir.path().join("store.toml")).unwrap();
    assert_at_home(dir.path());
    assert!(dir.path().join("store.toml").exists());
}

#[test]
fn a_store_that_was_never_finished_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let mut opened = begin_import(dir.path(), &Options::default()).unwrap();
    opened.change(vec![Change::new(Tree::Timers, b"a", Some(Vec::new()))], &BTreeSet::new()).unwrap();
    drop(opened);
    assert!(said(dir.path()).contains("never finished"));
}

#[test]
fn another_database_and_another_version_are_refused_in_words() {
    let dir = lived_in();
    fs::write(dir.path().join("sled/heap"), "").unwrap();
    assert!(said(dir.path()).contains("holds \"heap\""));

    let dir = lived_in();
    let conf = dir.path().join("sled/conf");
    let mut settings = fs::read(&conf).unwrap();
    let at = settings.windows(4).position(|four| four == b"0.34").unwrap();
    settings[at + 3] = b'1';
    fs::write(&conf, settings).unwrap();
    assert!(said(dir.path()).contains("another version of sled"));
}

#[test]
fn a_newer_format_is_refused_before_anything_is_touched() {
    let dir = lived_in();
    fs::write(dir.path().join("store.toml"), "format = 2").unwrap();
    let said = said(dir.path());
    assert!(said.contains("format 2") && said.contains("up to 1"), "{said}");
}

#[test]
fn a_newer_format_inside_is_refused_too() {
    let dir = lived_in();
    let mut opened = open(dir.path(), &Options::default()).unwrap();
    let newer = codec::encode(Tree::Meta, &Marker { format: 2 }).unwrap();
    opened.change(vec![Change::new(Tree::Meta, RECORD, Some(newer))], &BTreeSet::new()).unwrap();
    drop(opened);
    assert!(said(dir.path()).contains("format 2"));
}

#[test]
fn damage_is_an_error_and_no_panic() {
    let dir = lived_in();
    let db = dir.path().join("sled/db");
    let length = usize::try_from(fs::metadata(&db).unwrap().len()).unwrap();
    fs::write(&db, vec![0xa5; length]).unwrap();
    assert!(open_store(dir.path()).is_err());
}

/// How a store of before looked, in which nothing said where it stands.
fn as_it_was_before(dir: &Path) {
    let database = Database::open(&dir.join("sled"), 1 << 20).unwrap();
    let rows = database.tree(Tree::Meta).remove(standing::RECORD).unwrap();
    assert!(rows.is_some());
    drop(database);
    fs::remove_file(dir.join(standing::FILE)).unwrap();
}

#[test]
fn a_store_of_before_opens_and_is_watched_from_then_on() {
    let dir = lived_in();
    as_it_was_before(dir.path());
    assert_at_home(dir.path());
    assert!(dir.path().join(standing::FILE).exists());

    // Cut short between the file and the record.
    let dir = lived_in();
    as_it_was_before(dir.path());
    drop(Beside::make(dir.path(), Standing { number: 0, sum: 9 }).unwrap());
    assert_at_home(dir.path());
    assert_at_home(dir.path());
}

/// The store's folder as it is now, under another name.
fn copied(dir: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    for name in ["store.toml", standing::FILE, "sled/conf", "sled/db"] {
        fs::create_dir_all(copy.path().join("sled")).unwrap();
        fs::copy(dir.join(name), copy.path().join(name)).unwrap();
    }
    copy
}

#[test]
fn an_older_copy_of_the_database_is_refused_and_the_way_back_is_named() {
    let dir = lived_in();
    let older = copied(dir.path());
    let mut store = open_store(dir.path()).unwrap();
    let them = ChatId(-200);
    store.commit(&Batch { couples: [(them, Some(couple(them)))].into(), ..Batch::default() }).unwrap();
    let exported = store.export("2025-06-01T12:00:00Z".parse().unwrap()).unwrap();
    drop(store);
    fs::remove_dir_all(dir.path().join("sled")).unwrap();
    fs::rename(older.path().join("sled"), dir.path().join("sled")).unwrap();
    for _ in 0..2 {
        let said = said(dir.path());
        assert!(said.contains("stands at commit 3, and commit 4 was acknowledged"), "{said}");
        let name = exported.path.file_name().unwrap().to_str().unwrap();
        assert!(
            said.contains("nearer import ") && said.contains(name) && said.contains("2025-06-01 12:00 UTC"),
            "{said}"
        );
    }
    // The host may say that it is to be so.
    fs::write(dir.path().join(standing::FILE), "accept\n").unwrap();
    assert_at_home(dir.path());
    assert_at_home(dir.path());
}

/// After a power cut the file may be older than the database.
#[test]
fn a_file_that_is_older_than_the_database_is_no_damage() {
    let dir = lived_in();
    let older = fs::read(dir.path().join(standing::FILE)).unwrap();
    let mut store = open_store(dir.path()).unwrap();
    store.commit(&Batch { table: Some("2026f".into()), ..Batch::default() }).unwrap();
    drop(store);
    fs::write(dir.path().join(standing::FILE), older).unwrap();
    assert_at_home(dir.path());
}

#[test]
fn the_file_of_the_last_commit_is_told_from_the_store_itself() {
    for text in [None, Some("# nothing"), Some("")] {
        let dir = lived_in();
        let path = dir.path().join(standing::FILE);
        match text {
            Some(text) => fs::write(&path, text).unwrap(),
            None => fs::remove_file(&path).unwrap(),
        }
        let said = said(dir.path());
        let what = if text.is_some() { "cannot be read" } else { "is missing" };
        assert!(said.contains(&format!("{} {what}. The store beside it is whole in itself", path.display())), "{said}");
        assert!(said.contains(&format!("echo accept > {}", path.display())), "{said}");
        fs::write(&path, "accept\n").unwrap();
        assert_at_home(dir.path());
        assert_at_home(dir.path());
    }
}

/// What sled does when it cannot read a part of its log: it goes on without it.
#[test]
fn a_row_that_was_lost_or_is_another_is_seen() {
    for value in [None, Some(vec![2, 0, 0xc0])] {
        let dir = lived_in();
        let database = Database::open(&dir.path().join("sled"), 1 << 20).unwrap();
        let couples = database.tree(Tree::Couples);
        let key = couples.first().unwrap().unwrap().0;
        match value {
            Some(value) => couples.insert(key, value).unwrap(),
            None => couples.remove(key).unwrap(),
        };
        drop(database);
        for _ in 0..2 {
            let said = said(dir.path());
            assert!(said.contains("some rows are missing, changed or older than others"), "{said}");
        }
    }
}

#[test]
fn a_damaged_snapshot_is_set_aside_and_all_is_there() {
    let dir = lived_in();
    drop(open_store(dir.path()).unwrap());
    let snapshot = |dir: &Path| guard::names(dir).unwrap().into_iter().find(|name| name.contains("snap."));
    let name = snapshot(&dir.path().join("sled")).expect("sled writes one at each opening");
    fs::write(dir.path().join("sled").join(&name), "no snapshot of ours").unwrap();
    assert_at_home(dir.path());
    assert_eq!(snapshot(dir.path()), Some(format!("damaged-{name}")));
}

#[test]
fn a_creation_that_was_cut_short_anywhere_is_begun_again() {
    for db in ["", "half of a segm"] {
        let dir = tempfile::tempdir().unwrap();
        Unfinished::Creation.begin(dir.path()).unwrap();
        fs::create_dir_all(dir.path().join("sled/blobs")).unwrap();
        fs::write(dir.path().join("sled/conf"), "segm").unwrap();
        fs::write(dir.path().join("sled/db"), db).unwrap();
        drop(Beside::make(dir.path(), Standing { number: 1, sum: 1 }).unwrap());
        drop(open_store(dir.path()).unwrap());
        assert_eq!(Unfinished::read(dir.path()).unwrap(), None);
        drop(open_store(dir.path()).unwrap());
    }
}

/// A bot of before did not say what it had begun.
#[test]
fn what_an_earlier_bot_began_and_cannot_be_read_is_refused_kindly() {
    let dir = lived_in();
    for name in ["store.toml", standing::FILE] {
        fs::remove_file(dir.path().join(name)).unwrap();
    }
    let cut_short = "segment_size: 2097152\nuse_compression: false\nversion: 0.34\n";
    fs::write(dir.path().join("sled/conf"), cut_short).unwrap();
    let said = said(dir.path());
    assert!(said.contains("was never finished"), "{said}");
}

#[test]
fn an_import_that_was_not_finished_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    Unfinished::Import.begin(dir.path()).unwrap();
    drop(begin_import(dir.path(), &Options::default()).unwrap());
    for _ in 0..2 {
        assert!(said(dir.path()).contains("was not finished. Remove that directory and import again"));
    }
    // All but the last step was done.
    let dir = lived_in();
    Unfinished::Import.begin(dir.path()).unwrap();
    assert_at_home(dir.path());
    assert_eq!(Unfinished::read(dir.path()).unwrap(), None);
}

#[test]
fn a_store_that_is_removed_or_replaced_under_us_takes_no_more() {
    for (name, put) in [("", false), ("nearer.lock", true), ("sled/db", true), (standing::FILE, false)] {
        let dir = lived_in();
        let mut store = open_store(dir.path()).unwrap();
        let path = dir.path().join(name);
        let moved = dir.path().with_extension("moved");
        fs::rename(&path, &moved).unwrap();
        if put {
            fs::copy(&moved, &path).unwrap();
        }
        let refused = store.commit(&Batch { couples: [(US, None)].into(), ..Batch::default() });
        assert!(refused.unwrap_err().to_string().contains("was removed or replaced while the bot ran"), "{name:?}");
        drop(store);
        let _ = fs::remove_file(&moved).or_else(|_| fs::remove_dir_all(&moved));
    }
}

#[cfg(unix)]
#[test]
fn all_that_a_store_writes_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    fn look(path: &Path, seen: &mut usize) {
        let mode = fs::metadata(path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{}", path.display());
        *seen += 1;
        for name in if path.is_dir() { guard::names(path).unwrap() } else { Vec::new() } {
            look(&path.join(name), seen);
        }
    }
    let dir = lived_in();
    let store = open_store(dir.path()).unwrap();
    store.export("2025-06-01T12:00:00Z".parse().unwrap()).unwrap();
    let mut seen = 0;
    look(dir.path(), &mut seen);
    assert!(seen >= 10, "{seen} files and folders");
}
