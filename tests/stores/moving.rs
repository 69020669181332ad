//! A store moves: from a folder into a database, and back, with the same file.

use std::fs;

use nearer::couple::{ChatId, UserId};
use nearer::store::postgres::{self, Address, Term};
use nearer::store::{Batch, HostKeySource, KeysFrom, Options, Owner, SledStore, Store, StoreError, import};

use crate::cluster;
use crate::contract::{at, couple, everything, leads, timer};

fn address() -> Option<Address> {
    let cluster = cluster::shared()?;
    Some(Address::read(&cluster.url(&cluster.database()), None).unwrap())
}

#[test]
fn a_store_moves_from_a_folder_into_a_database_and_back() {
    let Some(address) = address() else { return };
    let home = tempfile::tempdir().unwrap();
    let (first, here, second) = (home.path().join("first"), home.path().join("here"), home.path().join("second"));
    let mut store = SledStore::open(&first, &Options::default()).unwrap();
    store.commit(&everything()).unwrap();
    let expected = store.legible().unwrap();
    let exported = store.export(at(1_800_000_000)).unwrap();
    drop(store);

    // Each machine has its own folder, and a host's key there.
    fs::create_dir(&here).unwrap();
    fs::copy(first.join("host.key"), here.join("host.key")).unwrap();
    let imported = postgres::import(&exported.path, &address, &here, &Options::default(), None).unwrap();
    assert_eq!((imported.records, imported.left_out), (exported.records, 0));
    let again = postgres::import(&exported.path, &address, &here, &Options::default(), None);
    assert!(matches!(again, Err(StoreError::NotEmptyThere { .. })), "{again:?}");
    let store = leads(&address, &here);
    assert_eq!(store.legible().unwrap(), expected);
    drop(store);

    let back = postgres::export(&address, &here, at(1_800_000_100)).unwrap();
    fs::create_dir(&second).unwrap();
    fs::copy(first.join("host.key"), second.join("host.key")).unwrap();
    let keys_from = KeysFrom::Postgres(Box::new(address));
    let without = import(&back.path, &home.path().join("third"), &Options::default(), None);
    assert!(matches!(without, Err(StoreError::KeysMissing { .. })), "{without:?}");
    import(&back.path, &second, &Options::default(), Some(&keys_from)).unwrap();
    assert_eq!(SledStore::open(&second, &Options::default()).unwrap().legible().unwrap(), expected);
}

#[test]
fn no_timer_is_lost_on_the_way_however_little_is_remembered() {
    let Some(address) = address() else { return };
    let home = tempfile::tempdir().unwrap();
    let first = home.path().join("first");
    let mut store = SledStore::open(&first, &Options::default()).unwrap();
    for some in (1..=3_000).collect::<Vec<i64>>().chunks(500) {
        let mut batch = Batch::default();
        for n in some {
            batch.couples.insert(ChatId(-n), Some(couple(ChatId(-n))));
            batch.timers.extend([(timer(*n, -n), true), (timer(*n + 1, -n), true)]);
        }
        store.commit(&batch).unwrap();
    }
    let exported = store.export(at(1_800_000_000)).unwrap();
    let due = store.due(at(9_999), 9_999).unwrap();
    assert_eq!(due.len(), 6_000);
    drop(store);
    fs::copy(first.join("host.key"), home.path().join("host.key")).unwrap();
    let little = Options { cache_bytes: 64 << 10, ..Options::default() };
    let imported = postgres::import(&exported.path, &address, home.path(), &little, None).unwrap();
    assert_eq!((imported.records, imported.left_out), (exported.records, 0));
    assert_eq!(leads(&address, home.path()).due(at(9_999), 9_999).unwrap(), due);
}

#[test]
fn who_has_left_since_an_export_was_written_is_left_out_of_an_import() {
    let Some(address) = address() else { return };
    let home = tempfile::tempdir().unwrap();
    let mut store = leads(&address, home.path());
    store.commit(&everything()).unwrap();
    let exported = postgres::export(&address, home.path(), at(1_800_000_000)).unwrap();
    store
        .commit(&Batch {
            couples: [(ChatId(-1), None)].into(),
            forget: [Owner::Person(UserId(7))].into(),
            ..Batch::default()
        })
        .unwrap();
    drop(store);
    let second = home.path().join("second");
    fs::create_dir(&second).unwrap();
    fs::copy(home.path().join("host.key"), second.join("host.key")).unwrap();
    let imported =
        import(&exported.path, &second, &Options::default(), Some(&KeysFrom::Postgres(Box::new(address)))).unwrap();
    assert!(imported.left_out >= 4, "the couple, their rows to be sent, and timers: {imported:?}");
    let store = SledStore::open(&second, &Options::default()).unwrap();
    assert_eq!(store.chats().unwrap(), [ChatId(-2)]);
}

#[test]
fn an_import_that_was_cut_short_is_never_taken_for_a_store() {
    let Some(address) = address() else { return };
    let home = tempfile::tempdir().unwrap();
    let first = home.path().join("first");
    let mut store = SledStore::open(&first, &Options::default()).unwrap();
    store.commit(&everything()).unwrap();
    let exported = store.export(at(1_800_000_000)).unwrap();
    drop(store);
    fs::copy(first.join("host.key"), home.path().join("host.key")).unwrap();
    postgres::import(&exported.path, &address, home.path(), &Options::default(), None).unwrap();
    // As it was before its last step.
    let cluster = cluster::shared().unwrap();
    let database = address.to_string().rsplit(' ').next().unwrap().to_owned();
    assert!(cluster.sql(&database, r"INSERT INTO nearer.rows VALUES (6, 'unfinished', '')"));
    let (_goes_on, ends) = std::sync::mpsc::channel();
    let refused =
        postgres::stand_by(&address, home.path(), &Options::default(), "a test", Term::default(), &ends).err().unwrap();
    assert!(matches!(refused, StoreError::ImportIntoUnfinished { .. }), "{refused}");
}

#[test]
fn the_hosts_key_can_be_changed_and_no_other_opens_the_store() {
    let Some(address) = address() else { return };
    let home = tempfile::tempdir().unwrap();
    let (one, other) = (home.path().join("one"), home.path().join("other"));
    let mut store = leads(&address, &one);
    store.commit(&everything()).unwrap();
    let expected = store.legible().unwrap();
    let in_use = postgres::rotate_key(&address, &one, &HostKeySource::default(), None);
    assert!(matches!(in_use, Err(StoreError::InUse { .. })), "{in_use:?}");
    drop(store);
    let old = fs::read(one.join("host.key")).unwrap();
    postgres::rotate_key(&address, &one, &HostKeySource::default(), None).unwrap();
    assert_ne!(fs::read(one.join("host.key")).unwrap(), old);
    assert_eq!(leads(&address, &one).legible().unwrap(), expected);
    fs::create_dir(&other).unwrap();
    fs::write(other.join("host.key"), old).unwrap();
    let (_goes_on, ends) = std::sync::mpsc::channel();
    let refused =
        postgres::stand_by(&address, &other, &Options::default(), "a test", Term::default(), &ends).err().unwrap();
    assert!(matches!(refused, StoreError::WrongHostKeyThere { .. }), "{refused}");
    fs::copy(one.join("host.key"), other.join("host.key")).unwrap();
    assert_eq!(leads(&address, &other).legible().unwrap(), expected, "on the other machine too");
}
