//! How we know that the store is whole, and that it is the last one: where it stands is known inside the database and
//! beside it.
//!
//! Damage does not show by itself. Where sled cannot read a part of its log it goes on without it: at the end of the
//! log the last commits are gone, in the middle some pages are as they were before, and nothing is said. So each
//! transaction also writes a [`Standing`]: the number of the commit, and a sum over all rows. At the opening every row
//! is read once and the sum made anew. And after each commit the same standing goes into a small file that sled knows
//! nothing of; the database must have come at least as far as that file.
//!
//! The file is written after the database has reached the disk, and is itself not waited for. After a power cut it may
//! be older than the database, and never newer. It is written over in its place, in one piece of less than 512 bytes,
//! so that a process that is killed and a disk that loses its power leave it as it was before or as it is after.
//!
//! # Layouts
//!
//! In the meta tree, under [`RECORD`]: number (8 bytes, big-endian) ‖ sum (8 bytes, big-endian). In the file `commit`:
//! some words for people, and a line of fixed width: `number sum check`, in digits, the last two hexadecimal.
//!
//! The sum is that of the XXH3-64 of every row (the value, with the XXH3-64 of the key as its seed, which has the place
//! of the tree in [`Tree::ALL`] as its own), wrapping at 2^64. A row is added and taken
//! away without looking at the others, so a commit costs no more for it in a large store than in a small one.

use std::fs::File;
use std::io::{ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_64;

use super::trees::Tree;
use super::{StoreError, guard, recovery, rights};

/// The key of the standing in the meta tree. Its own row is no part of its sum.
pub(super) const RECORD: &[u8] = b"standing";

/// The name of the file, beside the directory of the database.
pub(super) const FILE: &str = "commit";

/// What a host writes into the file to take the store as it is.
const ACCEPT: &str = "accept";

/// The most bytes that are read of the file.
const MOST: u64 = 4096;

/// Where the store stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Standing {
    /// How many commits it has seen.
    pub(super) number: u64,
    /// All its rows, summed up.
    pub(super) sum: u64,
}

impl Standing {
    /// The standing in which the next commit begins.
    pub(super) const fn next(self) -> Self {
        Self { number: self.number.saturating_add(1), sum: self.sum }
    }

    pub(super) fn add(&mut self, tree: Tree, key: &[u8], value: &[u8]) {
        self.sum = self.sum.wrapping_add(of_row(tree, key, value));
    }

    pub(super) fn take(&mut self, tree: Tree, key: &[u8], value: &[u8]) {
        self.sum = self.sum.wrapping_sub(of_row(tree, key, value));
    }

    pub(super) fn to_bytes(self) -> Vec<u8> {
        [self.number.to_be_bytes(), self.sum.to_be_bytes()].concat()
    }

    pub(super) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (number, rest) = bytes.split_first_chunk()?;
        let sum = rest.try_into().ok()?;
        Some(Self { number: u64::from_be_bytes(*number), sum: u64::from_be_bytes(sum) })
    }

    fn to_text(self) -> String {
        let line = format!("{:020} {:016x}", self.number, self.sum);
        format!(
            "# The last commit of the store beside this file: a store that has not come as far is damaged or an old\n\
             # copy, and is not opened. Do not delete it, and keep it together with the rest of its folder.\n\
             {line} {:016x}\n",
            XxHash3_64::oneshot(line.as_bytes())
        )
    }

    fn from_text(text: &str) -> Option<Self> {
        let line = text.lines().find(|line| !line.starts_with('#'))?;
        let mut parts = line.split(' ');
        let number = parts.next()?.parse().ok()?;
        let sum = u64::from_str_radix(parts.next()?, 16).ok()?;
        let standing = Self { number, sum };
        // Every sign must be as we write it.
        (standing.to_text() == text).then_some(standing)
    }
}

/// The sum of one row. The key is the seed of the value's, and the tree that of the key's.
fn of_row(tree: Tree, key: &[u8], value: &[u8]) -> u64 {
    let place = XxHash3_64::oneshot_with_seed(tree as u64, key);
    XxHash3_64::oneshot_with_seed(place, value)
}

/// What the file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Noted {
    Missing,
    /// It is there and is none of ours.
    Damaged,
    /// The host takes the store as it is.
    Accepted,
    At(Standing),
}

/// The file beside the database.
#[derive(Debug)]
pub(super) struct Beside {
    file: File,
    path: PathBuf,
}

impl Beside {
    /// What the file in the store's directory `dir` says.
    pub(super) fn read(dir: &Path) -> Result<Noted, StoreError> {
        let path = dir.join(FILE);
        let mut text = Vec::new();
        match File::open(&path).and_then(|file| file.take(MOST).read_to_end(&mut text)) {
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Noted::Missing),
            Err(error) => return Err(StoreError::io("reading", &path)(error)),
        }
        let Ok(text) = String::from_utf8(text) else { return Ok(Noted::Damaged) };
        if text.trim() == ACCEPT {
            return Ok(Noted::Accepted);
        }
        Ok(Standing::from_text(&text).map_or(Noted::Damaged, Noted::At))
    }

    /// Makes the file anew and brings it to the disk, name and all.
    pub(super) fn make(dir: &Path, standing: Standing) -> Result<Self, StoreError> {
        let (path, temporary) = (dir.join(FILE), dir.join("commit.part"));
        let mut file = rights::create_new(&temporary)?;
        file.write_all(standing.to_text().as_bytes()).map_err(StoreError::io("writing", &temporary))?;
        guard::publish(&temporary, &path)?;
        Self::open(dir)
    }

    /// Takes hold of the file that is there.
    pub(super) fn open(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(FILE);
        let file = rights::no_link().write(true).open(&path).map_err(StoreError::io("opening", &path))?;
        Ok(Self { file, path })
    }

    /// Notes where the database stands. Call this only when the database has reached the disk.
    pub(super) fn note(&mut self, standing: Standing) -> Result<(), StoreError> {
        let written = self.file.rewind().and_then(|()| self.file.write_all(standing.to_text().as_bytes()));
        written.map_err(StoreError::io("writing", &self.path))
    }

    /// Whether the file that we write is still the one in its place.
    pub(super) fn is_in_place(&self) -> bool {
        guard::is_at(&self.file, &self.path)
    }

    /// In words: how a host says that the store is to be taken as it is.
    pub(super) fn how_to_accept(dir: &Path) -> String {
        format!("echo {ACCEPT} > {}", recovery::for_shell(&dir.join(FILE)))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_standing_comes_back_from_its_bytes_and_its_text(number: u64, sum: u64) {
            let standing = Standing { number, sum };
            prop_assert_eq!(Standing::from_bytes(&standing.to_bytes()), Some(standing));
            prop_assert_eq!(Standing::from_text(&standing.to_text()), Some(standing));
            prop_assert_eq!(standing.to_text().len(), Standing::default().to_text().len());
            prop_assert!(standing.to_text().len() < 512);
        }

        #[test]
        fn a_changed_sign_is_seen(number: u64, sum: u64, at: prop::sample::Index, to: u8) {
            let mut text = Standing { number, sum }.to_text().into_bytes();
            let at = at.index(text.len());
            prop_assume!(text[at] != to);
            text[at] = to;
            prop_assert_eq!(std::str::from_utf8(&text).ok().and_then(Standing::from_text), None);
        }

        #[test]
        fn rows_go_as_they_came_in_any_order(rows in prop::collection::vec((any::<[u8; 8]>(), any::<[u8; 3]>()), 0..9)) {
            let mut standing = Standing::default();
            for (key, value) in &rows {
                standing.add(Tree::Users, key, value);
            }
            for (key, value) in rows.iter().rev() {
                standing.take(Tree::Users, key, value);
            }
            prop_assert_eq!(standing, Standing::default());
        }
    }

    #[test]
    fn the_tree_and_where_the_key_ends_are_part_of_a_row() {
        let all = [(Tree::Users, "ab", "c"), (Tree::Users, "a", "bc"), (Tree::Couples, "ab", "c")];
        let mut sums = all.map(|(tree, key, value)| of_row(tree, key.as_bytes(), value.as_bytes()));
        sums.sort_unstable();
        assert!(sums.is_sorted_by(|a, b| a < b), "each is another");
    }

    /// Stores hold these numbers.
    #[test]
    fn the_sum_of_a_row_never_changes() {
        assert_eq!(of_row(Tree::Couples, b"key", b"value"), 12_799_176_785_381_101_966);
        let text = Standing { number: 42, sum: 7 }.to_text();
        assert!(text.ends_with("\n00000000000000000042 0000000000000007 f982244b020cd855\n"), "{text}");
    }

    #[test]
    fn the_file_says_what_was_noted_last() {
        let dir = tempfile::tempdir().unwrap();
        assert_eq!(Beside::read(dir.path()).unwrap(), Noted::Missing);
        let mut beside = Beside::make(dir.path(), Standing::default()).unwrap();
        for number in [7, 3, u64::MAX] {
            let standing = Standing { number, sum: number / 3 };
            beside.note(standing).unwrap();
            assert_eq!(Beside::read(dir.path()).unwrap(), Noted::At(standing));
        }
        for (text, said) in [("accept\n", Noted::Accepted), ("", Noted::Damaged), ("4 5 6", Noted::Damaged)] {
            fs::write(dir.path().join(FILE), text).unwrap();
            assert_eq!(Beside::read(dir.path()).unwrap(), said);
        }
        fs::write(dir.path().join(FILE), [0xff; 9_000]).unwrap();
        assert_eq!(Beside::read(dir.path()).unwrap(), Noted::Damaged);
    }
}
