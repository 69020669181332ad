//! What a host does by a command: taking an export in, writing one, putting another host's key in the place of the one
//! there is, and looking whether all is ready.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::path::Path;

use chrono::{DateTime, Utc};
use tokio_postgres::Error;

use super::address::Address;
use super::keys::{HEAD, read_key};
use super::lease::lead_now;
use super::link::{Connected, Link, Trouble};
use super::schema::{self, Fitness};
use super::store::{Export, PostgresStore};
use crate::store::import::{AT_ONCE, Imported, KeysFrom, OldKeys, Taken, read_all};
use crate::store::sealed::{
    self, Change, HostKey, HostKeySource, KeyNumber, KeyringId, Keys, Rotated, Slot, Wrapping, take_host_key,
};
use crate::store::trees::Tree;
use crate::store::{Exported, Options, StoreError};

/// Makes the store in an empty database from an export. See [`fn@crate::store::import`].
pub fn import(
    file: &Path,
    address: &Address,
    dir: &Path,
    options: &Options,
    keys_from: Option<&KeysFrom>,
) -> Result<Imported, StoreError> {
    let old = OldKeys::of(file, keys_from, &options.host_key);
    read_all(file, &old, |_| Ok(Taken::In))?;
    let mut link = Link::to(address)?;
    let lease = lead_now(&mut link, "an import", dir, &options.host_key)?;
    let mut store = PostgresStore::open(link, lease, dir, options)?;
    if !store.is_empty()? {
        return Err(StoreError::NotEmptyThere { place: address.to_string() });
    }
    store.say_unfinished(true)?;
    let mut changes: Vec<Change> = Vec::with_capacity(AT_ONCE);
    let mut without = 0;
    let imported = read_all(file, &old, |change| {
        if changes.len() == AT_ONCE || changes.last().is_some_and(|last| last.tree != change.tree) {
            without += take_in(&mut store, std::mem::take(&mut changes))?;
        }
        changes.push(change);
        Ok(Taken::In)
    })?;
    without += take_in(&mut store, changes)?;
    store.say_unfinished(false)?;
    Ok(Imported { records: imported.records - without, left_out: imported.left_out + without })
}

/// Writes some rows of one tree. How many were left out: timers without a couple or a person.
fn take_in(store: &mut PostgresStore, mut changes: Vec<Change>) -> Result<u64, StoreError> {
    let all = changes.len();
    // Couples and people come before timers.
    if changes.first().is_some_and(|change| change.tree == Tree::Timers) {
        changes = store.with_owners(changes)?;
    }
    let without = all - changes.len();
    store.change(changes, &BTreeSet::new())?;
    Ok(without as u64)
}

/// Writes the whole store into a file, in the folder on this machine. A bot may lead meanwhile.
pub fn export(address: &Address, dir: &Path, now: DateTime<Utc>) -> Result<Exported, StoreError> {
    let mut link = Link::to(address)?;
    let (id, _) = head(&mut link)?.ok_or_else(|| StoreError::MissingThere { place: address.to_string() })?;
    let mut export = Export::begin(address, id, dir, now)?;
    while !export.go_on(std::time::Duration::MAX)? {}
    export.file.publish()
}

/// The name of the keyring, and the proof of its host's key; `None` where there is no store yet.
pub(super) fn head(link: &mut Link) -> Result<Option<(KeyringId, Vec<u8>)>, StoreError> {
    let found = link.once(async |connected: &mut Connected| {
        let is_there = "SELECT to_regclass('nearer.keyring') IS NOT NULL";
        if !connected.client.query_one(is_there, &[]).await?.try_get::<_, bool>(0)? {
            return Ok(None);
        }
        let row = connected.client.query_opt(HEAD, &[]).await?;
        row.map(|row| Ok::<_, Error>((row.try_get::<_, Vec<u8>>(0)?, row.try_get(1)?))).transpose()
    });
    let place = || link.address.to_string();
    let found = found.map_err(|trouble| match trouble {
        Trouble::Lasting(_) => link.address.failed("reading from", trouble.told()),
        trouble => StoreError::Unreachable { place: place(), reason: trouble.told() },
    })?;
    Ok(found.and_then(|(id, proof)| Some((id.try_into().ok()?, proof))))
}

/// The keys of a store in a database, to read what an export of it holds.
pub(in crate::store) struct OldTable {
    link: RefCell<Link>,
    wrapping: Wrapping,
}

impl OldTable {
    pub(in crate::store) fn open(address: &Address, dir: &Path, source: &HostKeySource) -> Result<Self, StoreError> {
        let mut link = Link::to(address)?;
        let (id, proof) = head(&mut link)?.ok_or_else(|| StoreError::MissingThere { place: address.to_string() })?;
        let wrong = || StoreError::WrongHostKeyThere { place: address.to_string() };
        let host = take_host_key(dir, source, wrong, |key| Wrapping::new(key.clone(), id).proves(&proof))?;
        Ok(Self { link: RefCell::new(link), wrapping: Wrapping::new(host, id) })
    }

    pub(in crate::store) fn id(&self) -> KeyringId {
        self.wrapping.id()
    }
}

impl Keys for OldTable {
    fn slot(&self, number: KeyNumber) -> Result<Slot, StoreError> {
        let mut link = self.link.borrow_mut();
        let wrapped = link.once(async |connected: &mut Connected| read_key(connected, number).await);
        let unknown = StoreError::KeyUnknown { number: number.0 };
        match wrapped.map_err(|trouble| link.address.failed("reading from", trouble.told()))? {
            None => Err(unknown),
            Some(None) => Ok(Slot::Destroyed),
            Some(Some(wrapped)) => self.wrapping.unwrap(number, &wrapped).map(Slot::Key).ok_or(unknown),
        }
    }

    fn draw(&mut self) -> Result<KeyNumber, StoreError> {
        // It is only read.
        Err(StoreError::KeyUnknown { number: u32::MAX })
    }
}

/// Draws a new host's key and wraps all others in it; no bot may be leading. Each machine needs it then.
pub fn rotate_key(
    address: &Address,
    dir: &Path,
    source: &HostKeySource,
    to: Option<&Path>,
) -> Result<Rotated, StoreError> {
    sealed::refuse_in_the_way(to)?;
    let mut link = Link::to(address)?;
    let lease = lead_now(&mut link, "another host's key", dir, source)?;
    let (id, proof) = head(&mut link)?.ok_or_else(|| StoreError::MissingThere { place: address.to_string() })?;
    let wrong = || StoreError::WrongHostKeyThere { place: address.to_string() };
    let host = take_host_key(dir, source, wrong, |key| Wrapping::new(key.clone(), id).proves(&proof))?;
    sealed::put_in_place(dir, source, to, |new| rewrap(&mut link, lease.led.epoch, &Wrapping::new(host, id), new))
}

/// All keys, wrapped in another host's key, in one transaction.
fn rewrap(link: &mut Link, epoch: i64, old: &Wrapping, new: &HostKey) -> Result<(), StoreError> {
    let new = Wrapping::new(new.clone(), old.id());
    let address = link.address.clone();
    let done = link.once(async |connected: &mut Connected| {
        let change = connected.client.transaction().await?;
        let led = change.query_opt("SELECT 1 FROM nearer.lease WHERE epoch = $1 FOR UPDATE", &[&epoch]).await?;
        if led.is_none() {
            return Ok(Err(StoreError::LeadLost { place: address.to_string() }));
        }
        let rows = change.query("SELECT number, wrapped FROM nearer.keys WHERE wrapped IS NOT NULL", &[]).await?;
        let (mut numbers, mut wrapped): (Vec<i32>, Vec<Vec<u8>>) = (Vec::new(), Vec::new());
        for row in rows {
            let number: i32 = row.try_get(0)?;
            let key = KeyNumber(number.cast_unsigned());
            let again = old.unwrap(key, row.try_get(1)?).and_then(|open| new.wrap(key, &open));
            let Some(again) = again else { return Ok(Err(StoreError::KeyUnknown { number: key.0 })) };
            numbers.push(number);
            wrapped.push(again);
        }
        let put = "UPDATE nearer.keys SET wrapped = new.wrapped \
             FROM unnest($1::integer[], $2::bytea[]) AS new (number, wrapped) WHERE keys.number = new.number";
        change.execute(put, &[&numbers, &wrapped]).await?;
        change.execute("UPDATE nearer.keyring SET proof = $1", &[&new.proof()]).await?;
        change.commit().await.map(Ok)
    });
    done.map_err(|trouble| address.failed("writing to", trouble.told()))?
}

/// Looks whether the database can be used, and says what is missing. What is well is said too.
///
/// On a thread of its own: who asks may be on one that must not wait.
pub fn look(address: &Address) -> Result<String, String> {
    let looked = std::thread::scope(|scope| scope.spawn(|| look_here(address)).join());
    looked.unwrap_or_else(|_| Err("the look at it failed".to_owned()))
}

fn look_here(address: &Address) -> Result<String, String> {
    let mut link = Link::to(address).map_err(|error| error.to_string())?;
    let found = link.once(async |connected: &mut Connected| {
        let row = connected.client.query_one(
            "SELECT current_setting('server_version'), \
             has_database_privilege(current_database(), 'CREATE') OR to_regnamespace('nearer') IS NOT NULL, \
             to_regnamespace('nearer') IS NULL OR has_schema_privilege('nearer', 'CREATE'), \
             current_setting('server_version_num')::integer, current_setting('synchronous_commit')",
            &[],
        );
        let row = row.await?;
        let fitness = schema::fitness(connected).await?;
        let leader = match fitness {
            Fitness::Empty => None,
            Fitness::Known { .. } | Fitness::Newer { .. } => {
                let leads = "SELECT holder FROM nearer.lease WHERE until >= clock_timestamp()";
                connected.client.query_opt(leads, &[]).await?.map(|row| row.try_get(0)).transpose()?
            }
        };
        let found = Found {
            version: row.try_get(0)?,
            may_make: row.try_get(1)?,
            may_use: row.try_get(2)?,
            number: row.try_get(3)?,
            synchronous: row.try_get(4)?,
            fitness,
            leader,
        };
        Ok(found)
    });
    let found = found.map_err(|trouble| trouble.told())?;
    let Found { version, may_make, may_use, number, synchronous, fitness, leader } = found;
    if number < OLDEST {
        return Err(format!("it is PostgreSQL {version}, and the bot needs {} or newer", OLDEST / 10_000));
    }
    if !may_make || !may_use {
        return Err(
            "the role may not make tables there. As its owner: CREATE SCHEMA nearer AUTHORIZATION <the role>".into()
        );
    }
    if let Fitness::Newer { found } = fitness {
        let known = schema::known();
        return Err(format!("a newer version of the bot has changed the tables ({found}; this one knows {known})"));
    }
    if synchronous == "off" {
        return Err("synchronous_commit is off: what was answered could be lost. Set it to on for the role".into());
    }
    let leads = leader.map_or_else(|| "nobody leads".to_owned(), |leader| format!("{leader} leads"));
    Ok(format!("PostgreSQL {version}; {leads}"))
}

/// What a look at the database found.
struct Found {
    version: String,
    /// Whether the role may make the tables, if there are none; and use them, if there are.
    may_make: bool,
    may_use: bool,
    number: i32,
    synchronous: String,
    fitness: Fitness,
    leader: Option<String>,
}

/// The oldest server that the tests have seen, as it numbers itself.
const OLDEST: i32 = 150_000;
