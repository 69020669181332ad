//! The keys of all couples and people, in a table of the same database, each wrapped in the host's key.
//!
//! New keys are written by the same statement as what they seal, and keys are destroyed by the same as what goes: so there
//! is nothing to be mended after a crash.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::num::NonZeroUsize;

use lru::LruCache;
use tokio_postgres::Error;
use zeroize::Zeroizing;

use super::link::Connected;
use super::rows::FarRows;
use crate::store::StoreError;
use crate::store::sealed::{HostKey, KeyNumber, KeyringId, Keys, Slot, Wrapping};

/// How many keys lie open in memory at once.
const LATELY: NonZeroUsize = NonZeroUsize::new(1_024).expect("it is not zero");

const ONE: &str = "SELECT wrapped FROM nearer.keys WHERE number = $1";
pub(super) const HEAD: &str = "SELECT id, proof FROM nearer.keyring";
pub(super) const LAST: &str = "SELECT coalesce(max(number), -1) FROM nearer.keys";

/// What the table has of this key, wrapped; `Some(None)` where it is destroyed.
pub(super) async fn read_key(connected: &mut Connected, number: KeyNumber) -> Result<Option<Option<Vec<u8>>>, Error> {
    let statement = connected.statement(ONE).await?;
    let row = connected.client.query_opt(&statement, &[&number.0.cast_signed()]).await?;
    row.map(|row| row.try_get(0)).transpose()
}

/// The keys, seen by one who leads.
pub(super) struct FarKeys<'a> {
    rows: &'a FarRows,
    ring: &'a Ring,
    /// Keys that were drawn for the commit at hand, wrapped.
    drawn: BTreeMap<KeyNumber, Vec<u8>>,
}

/// What is known of the keys between commits.
pub(super) struct Ring {
    wrapping: Wrapping,
    /// The number of the next key.
    next: Cell<u32>,
    lately: RefCell<LruCache<KeyNumber, Zeroizing<[u8; 32]>>>,
}

impl Ring {
    pub(super) fn new(host: HostKey, id: KeyringId, next: u32) -> Self {
        let lately = RefCell::new(LruCache::new(LATELY));
        Self { wrapping: Wrapping::new(host, id), next: Cell::new(next), lately }
    }

    pub(super) fn id(&self) -> KeyringId {
        self.wrapping.id()
    }

    pub(super) fn at<'a>(&'a self, rows: &'a FarRows) -> FarKeys<'a> {
        FarKeys { rows, ring: self, drawn: BTreeMap::new() }
    }

    /// Whether no key was made yet.
    pub(super) fn is_new(&self) -> bool {
        self.next.get() == 0
    }

    /// Keys that were drawn for what is not written after all: their numbers are free again.
    pub(super) fn take_back(&self, drawn: &BTreeMap<KeyNumber, Vec<u8>>) {
        let numbers: Vec<KeyNumber> = drawn.keys().copied().collect();
        self.forget(&numbers);
        if let Some(first) = numbers.first() {
            self.next.set(first.0);
        }
    }

    /// These keys lie open no longer.
    pub(super) fn forget(&self, numbers: &[KeyNumber]) {
        let mut lately = self.lately.borrow_mut();
        for number in numbers {
            lately.pop(number);
        }
    }
}

impl FarKeys<'_> {
    /// What was drawn, to be written with what it seals.
    pub(super) fn into_drawn(self) -> BTreeMap<KeyNumber, Vec<u8>> {
        self.drawn
    }
}

impl Keys for FarKeys<'_> {
    fn slot(&self, number: KeyNumber) -> Result<Slot, StoreError> {
        if let Some(key) = self.ring.lately.borrow_mut().get(&number) {
            return Ok(Slot::Key(key.clone()));
        }
        let wrapped = if let Some(wrapped) = self.drawn.get(&number) {
            Some(Some(wrapped.clone()))
        } else {
            let read = async |connected: &mut Connected| read_key(connected, number).await;
            self.rows.ask("reading from", read)?
        };
        match wrapped {
            None => Err(StoreError::KeyUnknown { number: number.0 }),
            Some(None) => Ok(Slot::Destroyed),
            Some(Some(wrapped)) => {
                let key = self.ring.wrapping.unwrap(number, &wrapped);
                let key = key.ok_or(StoreError::KeyUnknown { number: number.0 })?;
                self.ring.lately.borrow_mut().put(number, key.clone());
                Ok(Slot::Key(key))
            }
        }
    }

    fn draw(&mut self) -> Result<KeyNumber, StoreError> {
        let number = KeyNumber(self.ring.next.get());
        let next = number.0.checked_add(1).filter(|next| i32::try_from(*next).is_ok());
        self.ring.next.set(next.ok_or(StoreError::KeyUnknown { number: number.0 })?);
        let (key, wrapped) = self.ring.wrapping.draw(number).ok_or(StoreError::KeyUnknown { number: number.0 })?;
        self.ring.lately.borrow_mut().put(number, key);
        self.drawn.insert(number, wrapped);
        Ok(number)
    }
}
