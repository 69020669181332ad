//! Reading rows, and the one statement by which everything is written.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

use tokio_postgres::Error;
use tokio_postgres::types::ToSql;

use super::cache::{Cache, Known};
use super::link::{Connected, Link, Patience};
use super::timers::{AT_ONCE, Ahead};
use crate::store::StoreError;
use crate::store::sealed::{self, KeyNumber, StoredRow};
use crate::store::trees::Tree;

const ONE: &str = "SELECT value FROM nearer.rows WHERE tree = $1 AND key = $2";
const SOME: &str = "SELECT tree, key, value FROM nearer.rows \
     WHERE (tree, key) IN (SELECT * FROM unnest($1::smallint[], $2::bytea[]))";
/// Rows of a tree from a key on, below another.
const RANGE: &str = "SELECT key, value FROM nearer.rows \
     WHERE tree = $1 AND key >= $2 AND ($3::bytea IS NULL OR key < $3) ORDER BY key";
const KEYS_ALONE: &str = "SELECT key FROM nearer.rows WHERE tree = $1 ORDER BY key";
const FIRST_TIMERS: &str = "SELECT key FROM nearer.rows WHERE tree = $1 ORDER BY key LIMIT $2";
/// Where it stands, by a write: whoever answers that has what came before it wherever a commit has to be.
const CONFIRM: &str = "UPDATE nearer.lease SET commits = commits WHERE epoch = $1 RETURNING commits";
const STANDING: &str = "SELECT epoch, commits FROM nearer.lease";

/// All of a commit, or nothing: where the lease is another's, or this commit has been made, no part finds the row `held`.
const COMMIT: &str = "\
WITH held AS (
    UPDATE nearer.lease SET commits = commits + 1 WHERE epoch = $1 AND commits = $2 RETURNING 1
), put AS (
    INSERT INTO nearer.rows (tree, key, value)
    SELECT new.* FROM unnest($3::smallint[], $4::bytea[], $5::bytea[]) AS new, held
    ON CONFLICT (tree, key) DO UPDATE SET value = excluded.value
), gone AS (
    DELETE FROM nearer.rows AS row USING unnest($6::smallint[], $7::bytea[]) AS old (tree, key), held
    WHERE row.tree = old.tree AND row.key = old.key
), made AS (
    INSERT INTO nearer.keys (number, wrapped) SELECT new.* FROM unnest($8::integer[], $9::bytea[]) AS new, held
), destroyed AS (
    UPDATE nearer.keys SET wrapped = NULL FROM held WHERE number = ANY($10)
)
SELECT count(*) FROM held";

/// All that one commit writes.
#[derive(Default)]
pub(super) struct Writing {
    /// What each row is to be; `None` removes it.
    pub(super) rows: BTreeMap<(Tree, Vec<u8>), Option<Vec<u8>>>,
    /// New keys, wrapped.
    pub(super) made: BTreeMap<KeyNumber, Vec<u8>>,
    pub(super) destroyed: Vec<KeyNumber>,
}

/// What one who leads believes of the lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Led {
    pub(super) epoch: i64,
    /// How many commits there were.
    pub(super) commits: i64,
}

/// The rows, seen by one who leads.
pub(super) struct FarRows(RefCell<Far>);

struct Far {
    link: Link,
    led: Led,
    cache: Cache,
    ahead: Ahead,
}

impl FarRows {
    pub(super) fn over(link: Link, led: Led, cache_bytes: u64) -> Self {
        Self(RefCell::new(Far { link, led, cache: Cache::of(cache_bytes), ahead: Ahead::default() }))
    }

    /// Asks the database something, over a connection on which we still lead.
    pub(super) fn ask<T>(
        &self,
        doing: &'static str,
        what: impl AsyncFnMut(&mut Connected) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        self.0.borrow_mut().ask(doing, Patience::Usual, what)
    }

    /// What is stored at this place.
    pub(super) fn stored(&self, tree: Tree, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let far = &mut *self.0.borrow_mut();
        match far.cache.get(tree, key) {
            Known::Row(value) => return Ok(Some(value.to_vec())),
            Known::Nothing => return Ok(None),
            Known::Unknown => {}
        }
        let found = far.ask("reading from", Patience::Usual, async |connected: &mut Connected| {
            let statement = connected.statement(ONE).await?;
            let row = connected.client.query_opt(&statement, &[&number_of(tree), &key]).await?;
            row.map(|row| row.try_get::<_, Vec<u8>>(0)).transpose()
        })?;
        far.cache.put(tree, key.to_vec(), found.clone());
        Ok(found)
    }

    /// Fetches what is stored at these places, as far as it is not known, in one round trip.
    pub(super) fn fetch(&self, places: &[(Tree, Vec<u8>)]) -> Result<(), StoreError> {
        let far = &mut *self.0.borrow_mut();
        let unknown: Vec<_> = places.iter().filter(|(tree, key)| !far.cache.knows(*tree, key)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let (trees, keys): (Vec<i16>, Vec<&[u8]>) =
            unknown.iter().map(|(tree, key)| (number_of(*tree), key.as_slice())).unzip();
        let found = far.ask("reading from", Patience::Usual, async |connected: &mut Connected| {
            let statement = connected.statement(SOME).await?;
            let rows = connected.client.query(&statement, &[&trees, &keys]).await?;
            rows.iter().map(|row| Ok(((row.try_get(0)?, row.try_get(1)?), row.try_get(2)?))).collect()
        })?;
        let found: HashMap<(i16, Vec<u8>), Vec<u8>> = found;
        for (tree, key) in unknown {
            let value = found.get(&(number_of(*tree), key.clone())).cloned();
            far.cache.put(*tree, key.clone(), value);
        }
        Ok(())
    }

    /// The rows of a tree from this key on, below `end`.
    pub(super) fn range(&self, tree: Tree, from: &[u8], end: Option<&[u8]>) -> Result<Vec<StoredRow>, StoreError> {
        self.ask("reading from", async |connected: &mut Connected| {
            let statement = connected.statement(RANGE).await?;
            let rows = connected.client.query(&statement, &[&number_of(tree), &from, &end]).await?;
            rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
        })
    }

    /// The keys of all rows of a tree.
    pub(super) fn keys(&self, tree: Tree) -> Result<Vec<Vec<u8>>, StoreError> {
        self.ask("reading from", async |connected: &mut Connected| {
            let statement = connected.statement(KEYS_ALONE).await?;
            let rows = connected.client.query(&statement, &[&number_of(tree)]).await?;
            rows.iter().map(|row| row.try_get(0)).collect()
        })
    }

    /// The first `most` timers below `end`, by their keys.
    pub(super) fn timers(&self, most: usize, end: Option<&[u8]>) -> Result<Vec<Vec<u8>>, StoreError> {
        let far = &mut *self.0.borrow_mut();
        if let Some(known) = far.ahead.first(most, end) {
            return Ok(known);
        }
        let asked = most.max(AT_ONCE);
        let limit = i64::try_from(asked).unwrap_or(i64::MAX);
        let keys = far.ask("reading from", Patience::Usual, async |connected: &mut Connected| {
            let statement = connected.statement(FIRST_TIMERS).await?;
            let rows = connected.client.query(&statement, &[&number_of(Tree::Timers), &limit]).await?;
            rows.iter().map(|row| row.try_get(0)).collect()
        })?;
        far.ahead.fetched(keys, asked);
        // As many as are asked for were fetched, so the answer is known now.
        Ok(far.ahead.first(most, end).unwrap_or_default())
    }

    /// Writes all of it, or nothing; when this returns `Ok`, the database has it.
    pub(super) fn write(&self, writing: Writing) -> Result<(), StoreError> {
        let far = &mut *self.0.borrow_mut();
        let Led { epoch, commits } = far.led;
        let (mut put, mut gone) = ((Vec::new(), Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
        for ((tree, key), value) in &writing.rows {
            if let Some(value) = value {
                put.0.push(number_of(*tree));
                put.1.push(key.as_slice());
                put.2.push(value.as_slice());
            } else {
                gone.0.push(number_of(*tree));
                gone.1.push(key.as_slice());
            }
        }
        let number = |number: &KeyNumber| number.0.cast_signed();
        let (made, wrapped): (Vec<i32>, Vec<&[u8]>) =
            writing.made.iter().map(|(key, wrapped)| (number(key), wrapped.as_slice())).unzip();
        let destroyed: Vec<i32> = writing.destroyed.iter().map(number).collect();
        let parts: [&(dyn ToSql + Sync); 10] =
            [&epoch, &commits, &put.0, &put.1, &put.2, &gone.0, &gone.1, &made, &wrapped, &destroyed];
        let now = far.ask("writing to", Patience::Endless, async |connected: &mut Connected| {
            let statement = connected.statement(COMMIT).await?;
            let held: i64 = connected.client.query_one(&statement, &parts).await?.try_get(0)?;
            if held == 1 {
                return Ok(Some(commits + 1));
            }
            let statement = connected.statement(CONFIRM).await?;
            let row = connected.client.query_opt(&statement, &[&epoch]).await?;
            row.map(|row| row.try_get(0)).transpose()
        })?;
        // One more than before: this time, or a time before of which the answer was lost.
        if now != Some(commits + 1) {
            return Err(StoreError::LeadLost { place: far.link.address.to_string() });
        }
        far.led.commits = commits + 1;
        for ((tree, key), value) in writing.rows {
            if tree == Tree::Timers {
                far.ahead.follow(&key, value.is_some());
            } else {
                far.cache.put(tree, key, value);
            }
        }
        Ok(())
    }
}

impl Far {
    fn ask<T>(
        &mut self,
        doing: &'static str,
        patience: Patience,
        what: impl AsyncFnMut(&mut Connected) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let Self { link, led, .. } = self;
        let address = link.address.clone();
        // After a break the other end may be another machine: do we still lead, and does it know all we wrote?
        link.ask(doing, patience, what, async |connected: &mut Connected| {
            let now = standing(connected).await?;
            Ok(match () {
                () if now.epoch != led.epoch => Err(StoreError::LeadLost { place: address.to_string() }),
                () if now.commits < led.commits => Err(StoreError::WentBack {
                    place: address.to_string(),
                    found: now.commits,
                    acknowledged: led.commits,
                }),
                () => Ok(()),
            })
        })
    }
}

async fn standing(connected: &mut Connected) -> Result<Led, Error> {
    let statement = connected.statement(STANDING).await?;
    let row = connected.client.query_one(&statement, &[]).await?;
    Ok(Led { epoch: row.try_get(0)?, commits: row.try_get(1)? })
}

/// How a tree is named in the tables.
pub(super) fn number_of(tree: Tree) -> i16 {
    // There are seven.
    tree as i16
}

impl sealed::Rows for FarRows {
    fn sealed_by(&self, tree: Tree, key: &[u8]) -> Result<Option<KeyNumber>, StoreError> {
        Ok(self.stored(tree, key)?.and_then(|stored| sealed::key_of(&stored)))
    }

    fn lane(&self, prefix: [u8; 8]) -> Result<Vec<StoredRow>, StoreError> {
        self.range(Tree::Outbox, &prefix, after(prefix).as_ref().map(<[u8; 8]>::as_slice))
    }
}

/// The first key that does not begin like this; `None` where all later ones do.
pub(super) fn after(prefix: [u8; 8]) -> Option<[u8; 8]> {
    u64::from_be_bytes(prefix).checked_add(1).map(u64::to_be_bytes)
}
