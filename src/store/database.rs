//! The database itself: its settings, one transaction over all trees, and the way to the disk.

use std::convert::Infallible;
use std::fs::{File, OpenOptions};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use sled::transaction::{TransactionError, Transactional};
use sled::{Db, IVec};

use super::sealed::{self, KeyNumber, KeysInUse, Rows, StoredRow};
use super::standing::{self, Standing};
use super::trees::Tree;
use super::{StoreError, guard};

/// The unit in which the log is written, and for ever that of the file: sled cannot change it later. A page of more
/// than a quarter of it goes to a file of its own that sled never syncs, so a power cut would lose it. A page holds
/// about twenty records; see [`super::codec::MOST_STORED`].
const SEGMENT: usize = 2 << 20;

/// One change to one tree; `None` removes.
pub(super) struct Write {
    pub(super) tree: Tree,
    pub(super) key: IVec,
    value: Option<IVec>,
}

impl Write {
    pub(super) fn new(tree: Tree, key: &[u8], value: Option<Vec<u8>>) -> Self {
        Self { tree, key: key.into(), value: value.map(IVec::from) }
    }
}

/// Brings the data of a file to the disk: [`File::sync_data`], but for tests.
pub(super) type Sync = Box<dyn FnMut(&File) -> io::Result<()> + Send>;

pub(super) struct Database {
    db: Db,
    /// In the order of [`Tree::ALL`].
    trees: Vec<sled::Tree>,
    /// Our own handle of sled's log file.
    log: File,
    sync: Sync,
    path: PathBuf,
    /// Where it stands after the last commit. Whoever opens it says so by [`Database::stands_at`].
    standing: Standing,
}

/// What one reading of the whole database found.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// The sum of all rows, as [`Standing`] has it.
    pub(super) sum: u64,
    /// How many rows there are.
    pub(super) rows: u64,
    /// Where the database says that it stands; `None` if it does not say so.
    pub(super) standing: Option<Standing>,
    /// The keys with which rows are sealed.
    pub(super) in_use: KeysInUse,
    /// How many rows ought to be sealed and are not.
    pub(super) unsealed: u64,
}

impl Database {
    /// Opens the database in `path`, or makes one there. What it holds is not looked at: see [`Database::read_through`].
    pub(super) fn open(path: &Path, cache_bytes: u64) -> Result<Self, StoreError> {
        let file = path.join("db");
        guard::await_release(&file)?;
        let config = sled::Config::new()
            .path(path)
            .segment_size(SEGMENT)
            .cache_capacity(cache_bytes)
            // We compress records ourselves, and can tell old ones apart.
            .use_compression(false)
            // No flushing in the background: two flushes at once can wait for each other for ever. For the same
            // reason nothing here ever calls `flush_async`.
            .flush_every_ms(None);
        // `mode` is left alone: 0.34.7 takes the setting and reads it nowhere.

        // On some damage sled panics instead of returning; nothing of ours is in it yet.
        let db = match catch_unwind(AssertUnwindSafe(|| config.open())) {
            Ok(Ok(db)) => db,
            Ok(Err(sled::Error::Unsupported(said))) => {
                return Err(StoreError::OtherEngine { dir: path.to_owned(), said });
            }
            Ok(Err(error)) if is_damage(&error) => return Err(StoreError::unreadable(path)),
            Ok(Err(error)) => return Err(StoreError::database("opening", path)(error)),
            Err(_) => return Err(StoreError::unreadable(path)),
        };
        let trees = Tree::ALL.map(|tree| db.open_tree(tree.name()).map_err(StoreError::database("opening", path)));
        let trees = trees.into_iter().collect::<Result<_, _>>()?;
        let log = OpenOptions::new().write(true).open(&file).map_err(StoreError::io("opening", &file))?;
        let (sync, path): (Sync, _) = (Box::new(File::sync_data), path.to_owned());
        Ok(Self { db, trees, log, sync, path, standing: Standing::default() })
    }

    /// Reads every row once. Damage in old pages shows only here.
    ///
    /// Nothing is held in memory but what the database keeps of its pages.
    pub(super) fn read_through(&self) -> Result<Contents, StoreError> {
        let read = || {
            let mut found = Contents::default();
            let mut sum = Standing::default();
            for tree in Tree::ALL {
                for row in self.tree(tree) {
                    let (key, value) = row?;
                    if tree == Tree::Meta && key == standing::RECORD {
                        found.standing = Standing::from_bytes(&value);
                    } else {
                        sum.add(tree, &key, &value);
                        found.rows += 1;
                        match sealed::key_of(&value).filter(|_| sealed::is_sealed(tree)) {
                            Some(number) => found.in_use.add(number),
                            None => found.unsealed += u64::from(sealed::is_sealed(tree)),
                        }
                    }
                }
            }
            found.sum = sum.sum;
            Ok(found)
        };
        // A page that cannot be read makes sled panic in some places.
        match catch_unwind(AssertUnwindSafe(read)) {
            Ok(Ok(found)) => Ok(found),
            Ok(Err(error)) if !is_damage(&error) => Err(self.failed("reading")(error)),
            Ok(Err(_)) | Err(_) => Err(StoreError::unreadable(&self.path)),
        }
    }

    /// Takes up the count at `standing`.
    pub(super) fn stands_at(&mut self, standing: Standing) {
        self.standing = standing;
    }

    /// Where it stands after the last commit.
    pub(super) fn standing(&self) -> Standing {
        self.standing
    }

    /// Whether its log is still where it was.
    pub(super) fn is_in_place(&self) -> bool {
        guard::is_at(&self.log, &self.path.join("db"))
    }

    /// The rows of one tree are read from here.
    pub(super) fn tree(&self, tree: Tree) -> &sled::Tree {
        &self.trees[tree.index()]
    }

    /// For `map_err`.
    pub(super) fn failed(&self, doing: &'static str) -> impl FnOnce(sled::Error) -> StoreError {
        StoreError::database(doing, &self.path)
    }

    /// Makes all of `writes`, in their order, in one transaction. When this returns `Ok` they are on the disk; it holds what
    /// was in the place of each before.
    pub(super) fn write(&mut self, writes: &[Write]) -> Result<Vec<Option<IVec>>, StoreError> {
        // Values are encoded before: sled may run the closure more than once.
        let done = self.trees.as_slice().transaction(|trees| {
            let mut standing = self.standing.next();
            let mut all_before = Vec::with_capacity(writes.len());
            for write in writes {
                let tree = &trees[write.tree.index()];
                let before = match &write.value {
                    Some(value) => {
                        standing.add(write.tree, &write.key, value);
                        tree.insert(write.key.clone(), value.clone())?
                    }
                    None => tree.remove(write.key.clone())?,
                };
                if let Some(before) = &before {
                    standing.take(write.tree, &write.key, before);
                }
                all_before.push(before);
            }
            trees[Tree::Meta.index()].insert(standing::RECORD, standing.to_bytes())?;
            Ok((standing, all_before))
        });
        let (standing, all_before) = done.map_err(|error: TransactionError<Infallible>| match error {
            TransactionError::Storage(error) => self.failed("writing")(error),
            TransactionError::Abort(never) => match never {},
        })?;
        self.flush()?;
        self.standing = standing;
        Ok(all_before)
    }

    /// Brings all that was written to the disk.
    fn flush(&mut self) -> Result<(), StoreError> {
        self.db.flush().map_err(self.failed("flushing"))?;
        // sled's flush starts the writing of pages but not that of the file's size, and does not empty the disk's own
        // cache: without this, a power cut loses what was acknowledged.
        (self.sync)(&self.log).map_err(StoreError::io("writing to the disk", &self.path.join("db")))
    }

    #[cfg(test)]
    pub(super) fn sync_by(&mut self, sync: Sync) {
        self.sync = sync;
    }
}

impl Rows for Database {
    fn sealed_by(&self, tree: Tree, key: &[u8]) -> Result<Option<KeyNumber>, StoreError> {
        let stored = self.tree(tree).get(key).map_err(self.failed("reading"))?;
        Ok(stored.and_then(|stored| sealed::key_of(&stored)))
    }

    fn lane(&self, prefix: [u8; 8]) -> Result<Vec<StoredRow>, StoreError> {
        let rows = self.tree(Tree::Outbox).scan_prefix(prefix);
        rows.map(|row| row.map(|(key, stored)| (key.to_vec(), stored.to_vec())).map_err(self.failed("reading")))
            .collect()
    }
}

/// Whether this says that what is in the files is not what was written into them.
fn is_damage(error: &sled::Error) -> bool {
    match error {
        sled::Error::Io(reason) => matches!(reason.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData),
        sled::Error::Unsupported(_) => false,
        sled::Error::CollectionNotFound(_) | sled::Error::ReportableBug(_) | sled::Error::Corruption { .. } => true,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::sync::{Arc, Mutex};

    use super::*;

    fn put(value: u32) -> [Write; 1] {
        [Write::new(Tree::Users, b"key", Some(value.to_be_bytes().to_vec()))]
    }

    fn value(database: &Database) -> Option<Vec<u8>> {
        database.tree(Tree::Users).get(b"key").unwrap().map(|value| value.to_vec())
    }

    /// What a power cut leaves is at least what the file held when it was last synced. So the file as it is at that
    /// moment must hold the commit: the test fails if the sync is left out, or comes before the flush.
    /// (That `sync_data` itself is what runs in service, no test can show short of cutting the power.)
    #[test]
    fn every_commit_is_in_the_file_when_the_file_is_synced() {
        let (dir, cut) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mut database = Database::open(dir.path(), 1 << 20).unwrap();
        let syncs = Arc::new(Mutex::new(0));
        let (counted, from, to) = (Arc::clone(&syncs), dir.path().to_owned(), cut.path().to_owned());
        database.sync_by(Box::new(move |log| {
            fs::copy(from.join("db"), to.join("db"))?;
            fs::copy(from.join("conf"), to.join("conf"))?;
            *counted.lock().unwrap() += 1;
            log.sync_data()
        }));
        for n in 1..=5_u32 {
            database.write(&put(n)).unwrap();
            assert_eq!(*syncs.lock().unwrap(), n);
            let after_the_cut = Database::open(cut.path(), 1 << 20).unwrap();
            assert_eq!(value(&after_the_cut), Some(n.to_be_bytes().to_vec()));
            drop(after_the_cut);
            fs::remove_dir_all(cut.path()).unwrap();
            fs::create_dir(cut.path()).unwrap();
        }
    }

    #[test]
    fn the_log_is_synced_by_the_handle_of_the_log() {
        let dir = tempfile::tempdir().unwrap();
        let database = Database::open(dir.path(), 1 << 20).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            let of_sled = fs::metadata(dir.path().join("db")).unwrap();
            assert_eq!(database.log.metadata().unwrap().ino(), of_sled.ino());
        }
        drop(database);
    }

    #[test]
    fn it_can_be_opened_again_at_once() {
        let dir = tempfile::tempdir().unwrap();
        for n in 0..200 {
            let mut database = Database::open(dir.path(), 1 << 20).unwrap();
            database.write(&put(n)).unwrap();
        }
    }

    #[test]
    fn a_sync_that_fails_fails_the_commit() {
        let dir = tempfile::tempdir().unwrap();
        let mut database = Database::open(dir.path(), 1 << 20).unwrap();
        database.sync_by(Box::new(|_| Err(io::ErrorKind::StorageFull.into())));
        let said = database.write(&put(1)).unwrap_err().to_string();
        assert!(said.contains("writing to the disk"), "{said}");
    }

    /// sled puts a page of more than a quarter of a segment into a file under `blobs` that it never syncs.
    #[test]
    fn the_largest_records_never_make_a_blob() {
        let dir = tempfile::tempdir().unwrap();
        let mut database = Database::open(dir.path(), 1 << 20).unwrap();
        let large = || Some(vec![0x5a; super::super::codec::MOST_STORED]);
        let key = |n: u32| (n.wrapping_mul(2_654_435_761)).to_be_bytes();
        // Pages grow, split, and grow together again.
        for (from, to) in [(0, 150), (150, 300)] {
            let grow: Vec<Write> = (from..to).map(|n| Write::new(Tree::Outbox, &key(n), large())).collect();
            database.write(&grow).unwrap();
            let shrink: Vec<Write> =
                (from..to).filter(|n| n % 7 != 0).map(|n| Write::new(Tree::Outbox, &key(n), None)).collect();
            database.write(&shrink).unwrap();
        }
        assert_eq!(fs::read_dir(dir.path().join("blobs")).unwrap().count(), 0);
    }

    /// The reason for the segments of two megabytes: this is what the default settings do.
    #[test]
    fn smaller_segments_would_make_blobs() {
        let dir = tempfile::tempdir().unwrap();
        let small = sled::Config::new().path(dir.path()).segment_size(64 << 10).flush_every_ms(None).open().unwrap();
        small.insert(b"key", vec![0x5a; super::super::codec::MOST_STORED]).unwrap();
        small.flush().unwrap();
        assert_ne!(fs::read_dir(dir.path().join("blobs")).unwrap().count(), 0);
    }
}
