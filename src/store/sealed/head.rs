//! The first slot of a file of keys, by which it is known and by which the right host's key is known; and how a slot is
//! written.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use twox_hash::XxHash3_64;

use super::super::{StoreError, guard};
use super::host_key::{self, HostKey, HostKeySource};
use super::wrapping::Wrapping;

/// The file, and its copy, in the store's folder.
pub(in crate::store) const FILES: [&str; 2] = ["keys", "keys.copy"];

/// What a keyring is known by. Drawn by chance when it is made.
pub(in crate::store) type KeyringId = [u8; 16];

/// How many bytes a slot takes, and how many of them are not its sum.
pub(super) const SLOT: usize = 80;
pub(super) const HELD: usize = SLOT - 8;

const FORMAT: &[u8; 16] = b"nearer keys 1\n\0\0";

/// The head of a file of keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) id: KeyringId,
    proof: Vec<u8>,
}

impl Head {
    /// The slot of a head: its name, and what only this host's key opens.
    pub(super) fn of(wrapping: &Wrapping) -> Result<[u8; HELD], StoreError> {
        let head = [FORMAT.as_slice(), &wrapping.id(), &wrapping.proof()].concat();
        head.try_into().map_err(|_| StoreError::Unwritable { tree: "keys", what: "its head has another length".into() })
    }

    pub(super) fn opens_by(&self, host: &HostKey) -> bool {
        Wrapping::new(host.clone(), self.id).proves(&self.proof)
    }
}

/// The heads of the two files, as far as they are there and whole.
pub(super) fn read_heads(dir: &Path) -> Result<[Option<Head>; 2], StoreError> {
    let read = |name: &str| {
        let path = dir.join(name);
        let mut bytes = [0; SLOT];
        match File::open(&path).and_then(|mut file| file.read_exact(&mut bytes)) {
            Ok(()) => Ok(read_slot(0, &bytes).and_then(|held| {
                let (id, proof) = held.strip_prefix(FORMAT)?.split_first_chunk()?;
                Some(Head { id: *id, proof: proof.to_vec() })
            })),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::UnexpectedEof) => Ok(None),
            Err(error) => Err(StoreError::io("reading", &path)(error)),
        }
    };
    Ok([read(FILES[0])?, read(FILES[1])?])
}

/// The host's key that `opens` the other keys. Where the process was killed while it put a new key in the place of the
/// old, that is done to its end here.
pub(in crate::store) fn take_host_key(
    dir: &Path,
    source: &HostKeySource,
    wrong: impl Fn() -> StoreError,
    opens: impl Fn(&HostKey) -> bool,
) -> Result<HostKey, StoreError> {
    let Some(path) = source.file(dir) else {
        return Some(source.find(dir)?).filter(opens).ok_or_else(wrong);
    };
    let new = new_key_file(&path);
    match (host_key::read(&path)?.filter(&opens), host_key::read(&new)?.filter(&opens)) {
        (Some(key), _) => Ok(key),
        (None, Some(key)) => {
            guard::publish(&new, &path)?;
            Ok(key)
        }
        (None, None) => source.find(dir).and(Err(wrong())),
    }
}

/// Where a new key waits until all other keys are wrapped in it.
pub(super) fn new_key_file(path: &Path) -> PathBuf {
    path.with_added_extension("new")
}

/// A slot, with the sum by which it is known to be whole. `place`: how many slots come before it.
pub(super) fn slot_bytes(place: u64, held: &[u8; HELD]) -> Vec<u8> {
    [held.as_slice(), &XxHash3_64::oneshot_with_seed(place, held).to_be_bytes()].concat()
}

/// What the slot at `place` holds; `None` where it is not whole.
pub(super) fn read_slot(place: u64, bytes: &[u8]) -> Option<[u8; HELD]> {
    let (held, sum) = bytes.split_first_chunk::<HELD>()?;
    (XxHash3_64::oneshot_with_seed(place, held).to_be_bytes() == *sum).then_some(*held)
}
