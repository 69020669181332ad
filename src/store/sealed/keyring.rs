//! The keys of all couples and people, each wrapped in the host's key: a file of slots beside the database, and a copy.
//!
//! A key is destroyed by writing over its slot in both files. Its number is never used again, so an old export says of
//! its rows whose key they need, and a key that is gone stays known as gone.
//!
//! # Layout
//!
//! Slots of 80 bytes: 72 bytes and their XXH3-64, with the place of the slot as its seed. The first slot is the head:
//! 16 bytes that name the format, 16 that are drawn for this keyring, and 40 that only the right host's key opens. Then
//! comes the slot of key 0, and so on: a wrapped key, or 72 bytes of `0xdd` where the key is destroyed.
//!
//! A slot that was written by half, or damaged, is known by its sum and taken from the other file. Where one of the two
//! says that a key is destroyed, it is.

use std::cell::RefCell;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tracing::warn;
use zeroize::Zeroizing;

use super::super::{StoreError, guard, rights};
use super::Keys;
use super::head::{FILES, HELD, Head, KeyringId, SLOT, read_heads, read_slot, slot_bytes, take_host_key};
use super::host_key::{HostKey, HostKeySource};
use super::in_use::KeysInUse;
use super::wrapping::{Wrapping, draw_id};

/// What the slot of a destroyed key holds.
const DESTROYED: [u8; HELD] = [0xdd; HELD];

/// How many keys lie open in memory at once: those of all whom one transaction is about, but for a flood.
const LATELY: usize = 1_024;

/// How many slots are looked through at once.
const AT_ONCE: usize = 512;

/// The number of a key. It never changes, and no other key ever has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::store) struct KeyNumber(pub(in crate::store) u32);

impl KeyNumber {
    /// The key of rows that belong to no couple and no person of whom there is a record. It is never destroyed.
    pub(in crate::store) const HOUSE: Self = Self(0);
}

/// What the slot of a key holds.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::store) enum Slot {
    Key(Zeroizing<[u8; 32]>),
    Destroyed,
}

/// A key is never printed.
impl std::fmt::Debug for Slot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Key(_) => "Key(…)",
            Self::Destroyed => "Destroyed",
        })
    }
}

/// A key that lies open in memory, with its number.
type OpenKey = (KeyNumber, Zeroizing<[u8; 32]>);

/// How it stands with the keys that the rows of the database need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Needed {
    AllThere,
    SomeDestroyed,
}

/// The keys of one store.
pub(in crate::store) struct Keyring {
    wrapping: Wrapping,
    dir: PathBuf,
    /// In the order of [`FILES`].
    files: [File; 2],
    /// The number of the next key.
    next: u32,
    /// Keys were made that may not be on the disk yet.
    unsynced: bool,
    /// Keys that were unwrapped last, each at the place of its number: the rows of one couple come together.
    lately: RefCell<Vec<Option<OpenKey>>>,
}

impl Keyring {
    /// Makes one in the store's folder `dir`, in the place of whatever a creation left that was cut short.
    pub(in crate::store) fn make(dir: &Path, source: &HostKeySource) -> Result<Self, StoreError> {
        let host = source.find_or_make(dir)?;
        let wrapping = Wrapping::new(host, draw_id());
        let head = slot_bytes(0, &Head::of(&wrapping)?);
        for name in FILES {
            let temporary = dir.join(name).with_added_extension("part");
            let mut file = rights::create_new(&temporary)?;
            file.write_all(&head).map_err(StoreError::io("writing", &temporary))?;
            guard::publish(&temporary, &dir.join(name))?;
        }
        let mut keyring =
            Self { wrapping, dir: dir.to_owned(), files: hold(dir)?, next: 0, unsynced: false, lately: none_open() };
        keyring.draw()?;
        keyring.sync()?;
        Ok(keyring)
    }

    /// Opens the one in the store's folder `dir`, and mends each of its files by the other.
    pub(in crate::store) fn open(dir: &Path, source: &HostKeySource) -> Result<Self, StoreError> {
        let heads = read_heads(dir)?;
        let (good, bad) = match &heads {
            [Some(main), Some(copy)] if main == copy => (0, None),
            [Some(_), _] => (0, Some(1)),
            [None, Some(_)] => (1, Some(0)),
            [None, None] => return Err(missing_or_damaged(dir)),
        };
        if let Some(bad) = bad {
            warn!(
                file = FILES[bad],
                "one of the two files of keys was not as it should be and is made anew from the other"
            );
            replace(&dir.join(FILES[good]), &dir.join(FILES[bad]))?;
        }
        let head = heads[good].as_ref().ok_or_else(|| missing_or_damaged(dir))?;
        let wrong = || StoreError::WrongHostKey { dir: dir.to_owned() };
        let host = take_host_key(dir, source, wrong, |key| head.opens_by(key))?;
        Self::over(dir, host, heads[good].as_ref(), hold(dir)?)
    }

    /// Opens the one in `dir` only to read sealed rows: nothing is written.
    pub(in crate::store) fn open_to_read(dir: &Path, source: &HostKeySource) -> Result<Self, StoreError> {
        let [main, copy] = read_heads(dir)?;
        let Some(head) = main.or(copy) else { return Err(missing_or_damaged(dir)) };
        let host = source.find(dir)?;
        if !head.opens_by(&host) {
            return Err(StoreError::WrongHostKey { dir: dir.to_owned() });
        }
        let open = |name: &str| {
            // If one is gone, the other is read twice.
            let path = [dir.join(name), dir.join(FILES[0]), dir.join(FILES[1])].into_iter().find(|path| path.exists());
            let path = path.unwrap_or_else(|| dir.join(name));
            File::open(&path).map_err(StoreError::io("opening", &path))
        };
        Self::over(dir, host, Some(&head), [open(FILES[0])?, open(FILES[1])?])
    }

    fn over(dir: &Path, host: HostKey, head: Option<&Head>, files: [File; 2]) -> Result<Self, StoreError> {
        let id = head.map(|head| head.id).ok_or_else(|| missing_or_damaged(dir))?;
        let slots = |file: &File| Ok(file.metadata()?.len() / SLOT as u64);
        let longest =
            files.iter().map(slots).collect::<std::io::Result<Vec<u64>>>().map(|slots| slots.into_iter().max());
        let longest = longest.map_err(StoreError::io("looking at", &dir.join(FILES[0])))?;
        let next = longest.unwrap_or(1).saturating_sub(1);
        let next = u32::try_from(next).map_err(|_| missing_or_damaged(dir))?;
        let wrapping = Wrapping::new(host, id);
        Ok(Self { wrapping, dir: dir.to_owned(), files, next, unsynced: false, lately: none_open() })
    }

    pub(in crate::store) fn id(&self) -> KeyringId {
        self.wrapping.id()
    }

    /// Brings the keys that were made to the disk. Nothing sealed with them may be written before this.
    ///
    /// Only the first of the files is waited for: the other is mended by it, should the power fail.
    pub(in crate::store) fn sync(&mut self) -> Result<(), StoreError> {
        if std::mem::take(&mut self.unsynced) {
            self.files[0].sync_data().map_err(StoreError::io("writing to the disk", &self.path(0)))?;
        }
        Ok(())
    }

    /// Destroys these keys: when this returns, what they sealed can be read by nobody, in whatever copy.
    pub(in crate::store) fn destroy(&mut self, numbers: &[KeyNumber]) -> Result<(), StoreError> {
        if numbers.is_empty() {
            return Ok(());
        }
        for number in numbers {
            self.lately.get_mut()[number.0 as usize % LATELY].take_if(|(known, _)| known == number);
        }
        for file in [0, 1] {
            for number in numbers {
                self.write(file, number.0, &DESTROYED)?;
            }
            self.files[file].sync_data().map_err(StoreError::io("writing to the disk", &self.path(file)))?;
        }
        Ok(())
    }

    /// Looks through all slots: mends what one file has and the other has not, and destroys keys that no row needs, of
    /// which a process was killed before it could. Whether rows need keys that are destroyed: those of people who have
    /// left since the database was copied. An error where a row needs a key that is not there at all.
    pub(in crate::store) fn settle(&mut self, in_use: &KeysInUse) -> Result<Needed, StoreError> {
        if in_use.highest().is_some_and(|highest| highest >= self.next) {
            return Err(StoreError::KeysOlder { dir: self.dir.clone() });
        }
        let (mut mended, mut idle, mut needed) = (0_u32, Vec::new(), Needed::AllThere);
        for first in (0..self.next).step_by(AT_ONCE) {
            let count = (self.next - first).min(u32::try_from(AT_ONCE).unwrap_or(u32::MAX));
            let both = [self.read_many(0, first, count)?, self.read_many(1, first, count)?];
            for (number, [main, copy]) in (first..).zip(both[0].iter().zip(&both[1]).map(|(main, copy)| [main, copy])) {
                let held = match (main, copy) {
                    (Some(main), Some(copy)) if main == copy => *main,
                    (Some(DESTROYED), _) | (_, Some(DESTROYED)) => DESTROYED,
                    (Some(held), _) | (None, Some(held)) => *held,
                    (None, None) if in_use.has(number) => return Err(self.damaged()),
                    (None, None) => DESTROYED,
                };
                for (file, found) in [(0, main), (1, copy)] {
                    if found.as_ref() != Some(&held) {
                        self.write(file, number, &held)?;
                        mended += 1;
                    }
                }
                match held == DESTROYED {
                    true if in_use.has(number) => needed = Needed::SomeDestroyed,
                    false if !in_use.has(number) && number != KeyNumber::HOUSE.0 => idle.push(KeyNumber(number)),
                    _ => {}
                }
            }
        }
        if mended > 0 {
            warn!(slots = mended, "in one of the two files of keys some were not as in the other, and are mended");
            for (file, held) in self.files.iter().enumerate() {
                held.sync_data().map_err(StoreError::io("writing to the disk", &self.path(file)))?;
            }
        }
        self.destroy(&idle)?;
        Ok(needed)
    }

    /// Wraps all keys in `host` instead. Whole or not at all: until the new file has its name, the old key opens it.
    pub(in crate::store) fn rewrap(&mut self, host: &HostKey) -> Result<(), StoreError> {
        let (main, copy) = (self.path(0), self.path(1));
        let temporary = main.with_added_extension("part");
        let mut out = std::io::BufWriter::new(rights::create_new(&temporary)?);
        let wrapping = Wrapping::new(host.clone(), self.id());
        out.write_all(&slot_bytes(0, &Head::of(&wrapping)?)).map_err(StoreError::io("writing", &temporary))?;
        for number in (0..self.next).map(KeyNumber) {
            let held = match self.slot(number)? {
                Slot::Destroyed => DESTROYED,
                Slot::Key(key) => wrapping
                    .wrap(number, &key)
                    .and_then(|wrapped| wrapped.try_into().ok())
                    .ok_or_else(|| self.damaged())?,
            };
            let slot = slot_bytes(place_of(number.0), &held);
            out.write_all(&slot).map_err(StoreError::io("writing", &temporary))?;
        }
        out.into_inner().map_err(std::io::IntoInnerError::into_error).map_err(StoreError::io("writing", &temporary))?;
        guard::publish(&temporary, &main)?;
        replace(&main, &copy)?;
        self.wrapping = wrapping;
        self.files = hold(&self.dir)?;
        Ok(())
    }

    /// Whether the files are still in their place.
    pub(in crate::store) fn is_in_place(&self) -> bool {
        self.files.iter().zip(FILES).all(|(file, name)| guard::is_at(file, &self.dir.join(name)))
    }

    fn unwrap(&self, number: KeyNumber, held: &[u8; HELD]) -> Option<Slot> {
        if *held == DESTROYED {
            return Some(Slot::Destroyed);
        }
        self.wrapping.unwrap(number, held).map(Slot::Key)
    }

    /// The slot of this key in one of the files; `None` where it is cut short or damaged.
    fn read(&self, file: usize, number: u32) -> Result<Option<[u8; HELD]>, StoreError> {
        Ok(self.read_many(file, number, 1)?.pop().flatten())
    }

    fn read_many(&self, file: usize, first: u32, count: u32) -> Result<Vec<Option<[u8; HELD]>>, StoreError> {
        let mut bytes = Vec::with_capacity(SLOT * count as usize);
        let mut held = &self.files[file];
        let read = held
            .seek(SeekFrom::Start(place_of(first) * SLOT as u64))
            .and_then(|_| held.take(u64::from(count) * SLOT as u64).read_to_end(&mut bytes));
        read.map_err(StoreError::io("reading", &self.path(file)))?;
        let mut slots: Vec<_> =
            bytes.chunks(SLOT).zip(place_of(first)..).map(|(bytes, place)| read_slot(place, bytes)).collect();
        slots.resize(count as usize, None);
        Ok(slots)
    }

    fn write(&mut self, file: usize, number: u32, held: &[u8; HELD]) -> Result<(), StoreError> {
        let place = place_of(number);
        let path = self.path(file);
        let mut out = &self.files[file];
        let written =
            out.seek(SeekFrom::Start(place * SLOT as u64)).and_then(|_| out.write_all(&slot_bytes(place, held)));
        written.map_err(StoreError::io("writing", &path))
    }

    fn path(&self, file: usize) -> PathBuf {
        self.dir.join(FILES[file])
    }

    fn damaged(&self) -> StoreError {
        StoreError::KeysDamaged { dir: self.dir.clone() }
    }
}

impl Keys for Keyring {
    fn slot(&self, number: KeyNumber) -> Result<Slot, StoreError> {
        let place = number.0 as usize % LATELY;
        if let Some((_, key)) = self.lately.borrow()[place].as_ref().filter(|(known, _)| *known == number) {
            return Ok(Slot::Key(key.clone()));
        }
        for file in [0, 1] {
            if let Some(held) = self.read(file, number.0)? {
                let slot = self.unwrap(number, &held).ok_or_else(|| self.damaged())?;
                if let Slot::Key(key) = &slot {
                    self.lately.borrow_mut()[place] = Some((number, key.clone()));
                }
                return Ok(slot);
            }
        }
        Err(self.damaged())
    }

    /// It is on the disk only after [`Keyring::sync`].
    fn draw(&mut self) -> Result<KeyNumber, StoreError> {
        let number = KeyNumber(self.next);
        self.next = number.0.checked_add(1).ok_or_else(|| self.damaged())?;
        let drawn = self.wrapping.draw(number).and_then(|(_, wrapped)| wrapped.try_into().ok());
        let held = drawn.ok_or_else(|| self.damaged())?;
        self.write(0, number.0, &held)?;
        self.write(1, number.0, &held)?;
        self.unsynced = true;
        Ok(number)
    }
}

fn none_open() -> RefCell<Vec<Option<OpenKey>>> {
    RefCell::new(vec![None; LATELY])
}

fn missing_or_damaged(dir: &Path) -> StoreError {
    if FILES.iter().any(|name| dir.join(name).exists()) {
        StoreError::KeysDamaged { dir: dir.to_owned() }
    } else {
        StoreError::KeysMissing { dir: dir.to_owned() }
    }
}

/// Puts a copy of the file `from` in the place of `to`.
fn replace(from: &Path, to: &Path) -> Result<(), StoreError> {
    let temporary = to.with_added_extension("part");
    let mut out = rights::create_new(&temporary)?;
    let copied = File::open(from).and_then(|mut file| std::io::copy(&mut file, &mut out));
    copied.map_err(StoreError::io("copying", from))?;
    guard::publish(&temporary, to)
}

/// Takes hold of both files.
fn hold(dir: &Path) -> Result<[File; 2], StoreError> {
    let open = |name: &str| {
        let path = dir.join(name);
        rights::no_link().read(true).write(true).open(&path).map_err(StoreError::io("opening", &path))
    };
    Ok([open(FILES[0])?, open(FILES[1])?])
}

/// The place of a key's slot: the head comes first.
const fn place_of(number: u32) -> u64 {
    number as u64 + 1
}
