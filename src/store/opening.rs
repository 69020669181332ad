//! Opening safely: from nothing, or from what a crash left, to a store that can be trusted. Never to an empty one
//! where there was one before.

use std::fs;
use std::path::{Path, PathBuf};

use super::codec;
use super::database::{Database, Write};
use super::guard::{self, Lock};
use super::marker::{Marker, RECORD};
use super::trees::Tree;
use super::{StoreError, export};

/// How a store is opened.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// How much the database may keep in memory, in bytes. It takes more than this: with the default of 8 MB and
    /// 100,000 couples the whole process took about 40 MB at work and 75 MB during an export.
    pub cache_bytes: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { cache_bytes: 8 << 20 }
    }
}

/// The database of a store, and the lock that makes it ours.
pub(super) struct Opened {
    // Before the lock: it is closed first.
    pub(super) database: Database,
    pub(super) dir: PathBuf,
    _lock: Lock,
}

/// Opens the store in `dir`, or makes one if there never was one.
pub(super) fn open(dir: &Path, options: Options) -> Result<Opened, StoreError> {
    let mut opened = begin(dir, options)?;
    let written = Marker::read(dir)?;
    let inside = opened.marker()?;
    match (written, inside) {
        (Some(_), None) => return Err(StoreError::Emptied { dir: dir.to_owned() }),
        (None, None) if !opened.is_empty() => return Err(StoreError::HalfMade { dir: dir.to_owned() }),
        (None, None) if export::any(dir)? => return Err(StoreError::Emptied { dir: dir.to_owned() }),
        (None, None) => opened.seal()?,
        (_, Some(marker)) => {
            marker.check(dir)?;
            if written.is_none() {
                // The creation was cut short between the record and the file.
                opened.seal()?;
            }
        }
    }
    Ok(opened)
}

/// Refuses a `dir` in which there never was a store, and touches nothing in it.
pub(super) fn require(dir: &Path) -> Result<(), StoreError> {
    let never_was = Marker::read(dir)?.is_none() && !dir.join("sled/db").exists() && !export::any(dir)?;
    if never_was { Err(StoreError::Missing { dir: dir.to_owned() }) } else { Ok(()) }
}

/// Opens whatever is in `dir` as far as it is safe, without a judgement on what it holds.
pub(super) fn begin(dir: &Path, options: Options) -> Result<Opened, StoreError> {
    guard::make_private_dir(dir)?;
    let lock = Lock::take(dir)?;
    let sled_dir = dir.join("sled");
    guard::refuse_foreign(&sled_dir)?;
    let made = sled_dir.join("db").exists();
    match Marker::read(dir)? {
        Some(marker) => {
            marker.check(dir)?;
            if !made {
                return Err(StoreError::Emptied { dir: dir.to_owned() });
            }
        }
        None if !made => remove_lone_settings(&sled_dir)?,
        None => {}
    }
    guard::remove_half_snapshots(&sled_dir)?;
    guard::make_private_dir(&sled_dir)?;
    let database = Database::open(&sled_dir, options.cache_bytes)?;
    Ok(Opened { database, dir: dir.to_owned(), _lock: lock })
}

/// sled writes its settings in two steps and then makes its log. Settings without a log are the rest of a creation
/// that was cut short, maybe between the two steps, and would be refused as damaged.
fn remove_lone_settings(sled_dir: &Path) -> Result<(), StoreError> {
    let path = sled_dir.join("conf");
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::io("removing", &path)(error)),
        _ => Ok(()),
    }
}

impl Opened {
    fn marker(&self) -> Result<Option<Marker>, StoreError> {
        let stored = self.database.tree(Tree::Meta).get(RECORD).map_err(self.database.failed("reading"))?;
        stored.map(|stored| codec::decode(Tree::Meta, &stored)).transpose()
    }

    fn is_empty(&self) -> bool {
        Tree::ALL.into_iter().all(|tree| self.database.tree(tree).is_empty())
    }

    /// Declares the store made: from here on it is an error if it is ever found empty.
    pub(super) fn seal(&mut self) -> Result<(), StoreError> {
        let record = codec::encode(Tree::Meta, &Marker::NEW)?;
        self.database.write(&[Write::new(Tree::Meta, RECORD, Some(record))])?;
        // sled syncs neither its settings nor the directories in which its files have their names.
        let sled_dir = self.dir.join("sled");
        for made in ["conf", "db", "blobs"] {
            guard::sync(&sled_dir.join(made))?;
        }
        guard::sync(&sled_dir)?;
        guard::sync(&self.dir)?;
        if let Some(parent) = self.dir.canonicalize().ok().as_deref().and_then(Path::parent) {
            guard::sync(parent)?;
        }
        Marker::NEW.write(&self.dir)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::process::{Command, Stdio};

    use super::super::{Batch, SledStore, Store};
    use super::*;
    use crate::couple::{ChatId, Couple};

    const US: ChatId = ChatId(-100);

    fn couple(chat: ChatId) -> Couple {
        serde_json::from_value(serde_json::json!({ "chat": chat })).unwrap()
    }

    fn open_store(dir: &Path) -> Result<SledStore, StoreError> {
        SledStore::open(dir, Options::default())
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
        let refused = SledStore::reopen(&nowhere, Options::default()).err().expect("a refusal");
        assert!(refused.to_string().contains("there is no store in"), "{refused}");
        assert!(!nowhere.exists());
        assert!(SledStore::reopen(lived_in().path(), Options::default()).is_ok());
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
        fs::write(dir.path().join("sled/conf"), "segment_size: 2097152\nuse_compression: false\nversion: 0.34\n")
            .unwrap();
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
        let mut opened = begin(dir.path(), Options::default()).unwrap();
        opened.database.write(&[Write::new(Tree::Timers, b"a", Some(Vec::new()))]).unwrap();
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
        let mut opened = begin(dir.path(), Options::default()).unwrap();
        let newer = codec::encode(Tree::Meta, &Marker { format: 2 }).unwrap();
        opened.database.write(&[Write::new(Tree::Meta, RECORD, Some(newer))]).unwrap();
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
}
