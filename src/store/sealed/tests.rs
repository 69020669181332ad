//! What is sealed, by which key, and what becomes of it when the key is destroyed, changed or damaged.

use std::fs;
use std::path::Path;

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use sled::IVec;

use super::*;
use crate::couple::{Corner, Couple, Outgoing, TimerKind};
use crate::store::database::{Database, Write};
use crate::store::{Batch, Imported, Options, OutboxKey, SledStore, Store, Timer, import};

const US: ChatId = ChatId(-100);
const THEM: ChatId = ChatId(-200);
const ANA: UserId = UserId(7);

fn couple(chat: ChatId) -> Couple {
    serde_json::from_value(serde_json::json!({ "chat": chat })).unwrap()
}

fn corner(chat: ChatId) -> Corner {
    serde_json::from_value(serde_json::json!({ "couples": { (chat.0.to_string()): "2026-01-01T00:00:00Z" } })).unwrap()
}

fn row(chat: ChatId, text: &str) -> Outgoing {
    let effect = serde_json::json!({ "Say": { "message": { "body": [{ "key": text }] } } });
    serde_json::from_value(serde_json::json!({ "chat": chat, "class": "Daily", "effect": effect })).unwrap()
}

fn noon() -> DateTime<Utc> {
    "2026-11-26T12:00:00Z".parse().unwrap()
}

fn open(dir: &Path) -> SledStore {
    SledStore::open(dir, &Options::default()).unwrap()
}

fn refused(dir: &Path) -> String {
    SledStore::open(dir, &Options::default()).err().expect("it does not open").to_string()
}

/// Two couples, a person, and a row to each of them and to strangers.
fn lived_in(dir: &Path) -> SledStore {
    let mut store = open(dir);
    let to_ana = ChatId(7);
    let rows = [(US, 1), (US, 2), (THEM, 3), (to_ana, 4), (ChatId(-300), 5)];
    store
        .commit(&Batch {
            couples: [US, THEM].map(|chat| (chat, Some(couple(chat)))).into(),
            corners: [(ANA, Some(corner(US)))].into(),
            timers: [(Timer { due: noon(), chat: US, kind: TimerKind::Card }, true)].into(),
            outbox: rows.map(|(chat, seq)| (OutboxKey { chat, seq }, Some(row(chat, "hello")))).into(),
            ..Batch::default()
        })
        .unwrap();
    store
}

fn number(store: &SledStore, tree: Tree, key: &[u8]) -> KeyNumber {
    key_of(&store.opened.database.tree(tree).get(key).unwrap().expect("a row")).expect("it is sealed")
}

fn of_row(store: &SledStore, chat: ChatId, seq: u64) -> KeyNumber {
    number(store, Tree::Outbox, &keys::outbox(OutboxKey { chat, seq }))
}

fn slot(store: &SledStore, number: KeyNumber) -> Slot {
    store.opened.keyring().unwrap().slot(number).unwrap()
}

#[test]
fn each_couple_and_each_person_has_a_key_of_their_own_and_their_rows_go_with_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = lived_in(dir.path());
    let us = number(&store, Tree::Couples, &keys::chat(US));
    let them = number(&store, Tree::Couples, &keys::chat(THEM));
    let ana = number(&store, Tree::Users, &keys::user(ANA));
    assert!(us != them && us != ana && them != ana && ![us, them, ana].contains(&KeyNumber::HOUSE));
    assert_eq!([of_row(&store, US, 1), of_row(&store, US, 2), of_row(&store, THEM, 3)], [us, us, them]);
    assert_eq!([of_row(&store, ChatId(7), 4), of_row(&store, ChatId(-300), 5)], [ana, KeyNumber::HOUSE]);
    drop(store);
    let again = open(dir.path());
    assert_eq!(again.couple(US).unwrap(), Some(couple(US)));
    assert_eq!(again.corner(ANA).unwrap(), Some(corner(US)));
    assert_eq!(again.lane(US).unwrap().len(), 2);
    assert_eq!(number(&again, Tree::Couples, &keys::chat(US)), us, "a record that is written again keeps its key");
}

#[test]
fn nothing_about_anyone_is_legible_in_the_files() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = open(dir.path());
    let mut record = serde_json::to_value(couple(US)).unwrap();
    record["thread"] = serde_json::json!(1_234_567);
    let marked = row(US, "a-line-that-is-nowhere-else");
    store
        .commit(&Batch {
            couples: [(US, Some(serde_json::from_value(record).unwrap()))].into(),
            outbox: [(OutboxKey { chat: US, seq: 1 }, Some(marked.clone()))].into(),
            ..Batch::default()
        })
        .unwrap();
    let export = store.export(noon()).unwrap().path;
    assert_eq!(store.row(OutboxKey { chat: US, seq: 1 }).unwrap(), Some(marked));
    drop(store);
    let mut seen = 0;
    for path in [dir.path().join("sled/db"), export, dir.path().join("keys"), dir.path().join("commit")] {
        let bytes = fs::read(path).unwrap();
        for word in [&b"a-line-that-is-nowhere-else"[..], b"settings", b"zone"] {
            assert!(!bytes.windows(word.len()).any(|window| window == word));
            seen += 1;
        }
    }
    assert_eq!(seen, 12);
}

#[test]
fn who_is_removed_is_noise_from_then_on_in_every_copy() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = lived_in(dir.path());
    let exported = store.export(noon()).unwrap();
    let us = number(&store, Tree::Couples, &keys::chat(US));
    // The last word to them is still to be sent.
    store.commit(&Batch { couples: [(US, None)].into(), ..Batch::default() }).unwrap();
    assert_eq!(slot(&store, us), Slot::Destroyed);
    assert_eq!(of_row(&store, US, 1), KeyNumber::HOUSE, "what is still to be said to them can be said");
    assert_eq!(store.lane(US).unwrap().len(), 2);
    assert_eq!(store.couple(THEM).unwrap(), Some(couple(THEM)), "nobody else loses anything");
    drop(store);

    let new = dir.path().join("new");
    let imported = import(&exported.path, &new, &Options::default(), None).unwrap();
    assert_eq!(imported, Imported { records: 5, left_out: 4 });
    let restored = open(&new);
    assert_eq!((restored.couple(US).unwrap(), restored.lane(US).unwrap().len()), (None, 0), "who has left stays away");
    assert_eq!(restored.couple(THEM).unwrap(), Some(couple(THEM)));
    assert_eq!(restored.corner(ANA).unwrap(), Some(corner(US)));
    assert_eq!(restored.first_due().unwrap(), None);
    assert_eq!(open(dir.path()).lane(US).unwrap().len(), 2);
}

#[test]
fn who_is_to_be_forgotten_goes_on_under_another_key() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = lived_in(dir.path());
    let (us, ana) = (number(&store, Tree::Couples, &keys::chat(US)), number(&store, Tree::Users, &keys::user(ANA)));
    let forget = [Owner::Couple(US), Owner::Person(ANA), Owner::Person(UserId(99))].into();
    store
        .commit(&Batch {
            couples: [(US, Some(couple(US)))].into(),
            corners: [(ANA, Some(Corner::default()))].into(),
            outbox: [(OutboxKey { chat: US, seq: 9 }, Some(row(US, "goodbye")))].into(),
            forget,
            ..Batch::default()
        })
        .unwrap();
    let (now, ana_now) =
        (number(&store, Tree::Couples, &keys::chat(US)), number(&store, Tree::Users, &keys::user(ANA)));
    assert!(now != us && ana_now != ana);
    assert_eq!([slot(&store, us), slot(&store, ana)], [Slot::Destroyed, Slot::Destroyed]);
    assert_eq!([of_row(&store, US, 1), of_row(&store, US, 9), of_row(&store, ChatId(7), 4)], [now, now, ana_now]);
    drop(store);
    let again = open(dir.path());
    assert_eq!((again.lane(US).unwrap().len(), again.lane(ChatId(7)).unwrap().len()), (3, 1));
}

#[test]
fn no_row_can_be_put_in_the_place_of_another() {
    let dir = tempfile::tempdir().unwrap();
    let store = lived_in(dir.path());
    let rows = store.opened.database.tree(Tree::Outbox);
    let (one, two) = (OutboxKey { chat: US, seq: 1 }, OutboxKey { chat: US, seq: 2 });
    let moved = rows.get(keys::outbox(two)).unwrap().unwrap();
    rows.insert(keys::outbox(one), moved).unwrap();
    assert!(store.row(one).unwrap_err().to_string().contains("its seal does not fit it"));
    assert!(store.row(two).is_ok());
}

#[test]
fn keys_that_a_killed_process_left_are_destroyed_at_the_next_opening() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = lived_in(dir.path());
    let us = number(&store, Tree::Couples, &keys::chat(US));
    // As after a kill between the commit and the destroying: the rows are gone, and their key is there.
    let before = fs::read(dir.path().join("keys")).unwrap();
    store.commit(&Batch { couples: [(US, None)].into(), ..Batch::default() }).unwrap();
    // And one between the making of a key and the commit.
    drop(store);
    for name in FILES {
        fs::write(dir.path().join(name), &before).unwrap();
    }
    let mut keyring = Keyring::open(dir.path(), &HostKeySource::BesideTheStore).unwrap();
    let unused = keyring.draw().unwrap();
    keyring.sync().unwrap();
    assert_ne!(keyring.slot(us).unwrap(), Slot::Destroyed);
    drop(keyring);
    let again = open(dir.path());
    assert_eq!([slot(&again, us), slot(&again, unused)], [Slot::Destroyed, Slot::Destroyed]);
    assert!(again.couple(THEM).unwrap().is_some());
}

#[test]
fn each_file_of_keys_is_mended_by_the_other() {
    let mut rng = StdRng::seed_from_u64(7);
    for round in 0..60 {
        let dir = tempfile::tempdir().unwrap();
        let expected = lived_in(dir.path()).legible().unwrap();
        let path = dir.path().join(FILES[round % 2]);
        let mut bytes = fs::read(&path).unwrap();
        let whole = bytes.clone();
        match round % 3 {
            0 => {
                let at = rng.random_range(0..bytes.len());
                bytes[at] ^= rng.random_range(1..=255_u8);
            }
            1 => bytes.truncate(rng.random_range(0..bytes.len())),
            _ => {
                let at = rng.random_range(0..bytes.len() - 100);
                bytes[at..at + 100].fill(0);
            }
        }
        fs::write(&path, bytes).unwrap();
        assert_eq!(open(dir.path()).legible().unwrap(), expected, "round {round}");
        assert_eq!(fs::read(&path).unwrap(), whole, "it is as it was");
    }
    let dir = tempfile::tempdir().unwrap();
    drop(lived_in(dir.path()));
    fs::remove_file(dir.path().join(FILES[0])).unwrap();
    assert!(open(dir.path()).couple(US).unwrap().is_some());
    fs::remove_file(dir.path().join(FILES[1])).unwrap();
    assert!(open(dir.path()).couple(US).unwrap().is_some());
}

#[test]
fn a_key_that_was_destroyed_stays_so_whichever_file_knows_it() {
    for older in FILES {
        let dir = tempfile::tempdir().unwrap();
        let mut store = lived_in(dir.path());
        let us = number(&store, Tree::Couples, &keys::chat(US));
        let before = fs::read(dir.path().join(older)).unwrap();
        store.commit(&Batch { couples: [(US, None)].into(), ..Batch::default() }).unwrap();
        drop(store);
        fs::write(dir.path().join(older), before).unwrap();
        let keyring = Keyring::open(dir.path(), &HostKeySource::BesideTheStore).unwrap();
        drop(keyring);
        assert_eq!(slot(&open(dir.path()), us), Slot::Destroyed);
    }
}

#[test]
fn who_left_after_an_older_copy_of_the_database_was_made_stays_away() {
    let dir = tempfile::tempdir().unwrap();
    drop(lived_in(dir.path()));
    let copied = fs::read(dir.path().join("sled/db")).unwrap();
    open(dir.path()).commit(&Batch { couples: [(US, None)].into(), ..Batch::default() }).unwrap();
    for entry in fs::read_dir(dir.path().join("sled")).unwrap().map(Result::unwrap) {
        if entry.file_name().to_string_lossy().starts_with("snap") {
            fs::remove_file(entry.path()).unwrap();
        }
    }
    fs::write(dir.path().join("sled/db"), copied).unwrap();
    assert!(refused(dir.path()).contains("was acknowledged"));
    fs::write(dir.path().join("commit"), "accept").unwrap();
    for _ in 0..2 {
        let store = open(dir.path());
        assert_eq!((store.couple(US).unwrap(), store.lane(US).unwrap().len()), (None, 0));
        assert_eq!(store.couple(THEM).unwrap(), Some(couple(THEM)));
    }
}

#[test]
fn without_its_keys_a_store_is_refused_in_words_and_none_is_made_in_their_place() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("data");
    drop(lived_in(&dir));
    let aside = home.path().join("aside");
    fs::create_dir(&aside).unwrap();
    let moved = |names: &[&str]| {
        for name in names {
            fs::rename(dir.join(name), aside.join(name)).unwrap();
        }
        let said = refused(&dir);
        for name in names {
            assert!(!dir.join(name).exists(), "{name} is not made anew");
            fs::rename(aside.join(name), dir.join(name)).unwrap();
        }
        said
    };
    assert!(moved(&["host.key"]).contains("there is no host's key in"));
    assert!(moved(&FILES).contains("`keys` and `keys.copy` are missing"));

    let key = fs::read(dir.join("host.key")).unwrap();
    host_key::write(&dir.join("host.key"), &HostKey::draw()).unwrap();
    assert!(refused(&dir).contains("is not the one under which"));
    fs::write(dir.join("host.key"), key).unwrap();

    let other = home.path().join("other");
    drop(lived_in(&other));
    let mine = FILES.map(|name| fs::read(dir.join(name)).unwrap());
    for name in FILES.iter().chain(&["host.key"]) {
        fs::copy(dir.join(name), aside.join(name)).unwrap();
        fs::copy(other.join(name), dir.join(name)).unwrap();
    }
    assert!(refused(&dir).contains("those of another store"));
    for name in FILES.iter().chain(&["host.key"]) {
        fs::copy(aside.join(name), dir.join(name)).unwrap();
    }
    assert_eq!(FILES.map(|name| fs::read(dir.join(name)).unwrap()), mine);

    // An older copy of the keys, from before the last couple came.
    open(&dir)
        .commit(&Batch { couples: [(ChatId(-400), Some(couple(ChatId(-400))))].into(), ..Batch::default() })
        .unwrap();
    for (name, older) in FILES.iter().zip(mine) {
        fs::write(dir.join(name), older).unwrap();
    }
    assert!(refused(&dir).contains("are an older copy"));
}

#[test]
fn another_host_key_takes_the_place_of_the_one_there_is() {
    let dir = tempfile::tempdir().unwrap();
    let source = HostKeySource::BesideTheStore;
    let store = lived_in(dir.path());
    let expected = store.legible().unwrap();
    assert!(matches!(rotate_key(dir.path(), &source, None), Err(StoreError::Locked { .. })));
    drop(store);
    let (old_key, old_keys) = (source.find(dir.path()).unwrap(), fs::read(dir.path().join("keys")).unwrap());
    let path = dir.path().join("host.key");
    assert_eq!(rotate_key(dir.path(), &source, None).unwrap(), Rotated::InItsPlace(path.clone()));
    assert_ne!(source.find(dir.path()).unwrap(), old_key);
    assert_eq!(open(dir.path()).legible().unwrap(), expected);
    let options = Options { host_key: HostKeySource::Given(old_key), ..Options::default() };
    assert!(matches!(SledStore::open(dir.path(), &options), Err(StoreError::WrongHostKey { .. })));
    // An older copy of the keys is noise without the old host's key.
    let new_keys = fs::read(dir.path().join("keys")).unwrap();
    let put_back = |keys: &[u8]| {
        for name in FILES {
            fs::write(dir.path().join(name), keys).unwrap();
        }
    };
    put_back(&old_keys);
    assert!(refused(dir.path()).contains("is not the one under which"));

    // Killed before the keys were wrapped, and after it: one of the two keys opens, and the other is gone.
    put_back(&new_keys);
    let waiting = path.with_added_extension("new");
    host_key::write(&waiting, &HostKey::draw()).unwrap();
    assert_eq!(open(dir.path()).legible().unwrap(), expected);
    fs::rename(&path, &waiting).unwrap();
    host_key::write(&path, &HostKey::draw()).unwrap();
    assert_eq!(open(dir.path()).legible().unwrap(), expected);
    assert!(!waiting.exists());
}

#[test]
fn a_key_that_the_host_keeps_is_changed_into_a_file_that_they_name() {
    let dir = tempfile::tempdir().unwrap();
    let (data, to) = (dir.path().join("data"), dir.path().join("new.key"));
    let source = HostKeySource::Given(HostKey::draw());
    let options = |source: &HostKeySource| Options { host_key: source.clone(), ..Options::default() };
    drop(SledStore::open(&data, &options(&source)).unwrap());
    assert!(!data.join("host.key").exists());
    assert!(matches!(rotate_key(&data, &source, None), Err(StoreError::NewKeyNeedsAPlace)));
    assert_eq!(rotate_key(&data, &source, Some(&to)).unwrap(), Rotated::Written(to.clone()));
    assert!(matches!(rotate_key(&data, &source, Some(&to)), Err(StoreError::InTheWay { .. })));
    assert!(SledStore::open(&data, &options(&source)).is_err());
    assert!(SledStore::open(&data, &options(&HostKeySource::File(to.clone()))).is_ok());
    let refused = rotate_key(&data, &HostKeySource::File(to), Some(&dir.path().join("another")));
    assert!(matches!(refused, Err(StoreError::NewKeyHasItsPlace { .. })));
    let nowhere = rotate_key(&dir.path().join("nowhere"), &source, Some(&dir.path().join("x")));
    assert!(matches!(nowhere, Err(StoreError::Missing { .. })));
}

#[test]
fn a_store_of_before_is_sealed_when_it_is_opened_whenever_that_is_cut_short() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = lived_in(dir.path());
    let timer = Timer { due: noon(), chat: US, kind: TimerKind::Card };
    store.commit(&Batch { timers: [(timer, false)].into(), ..Batch::default() }).unwrap();
    let expected = store.legible().unwrap();
    // As it was: rows in the clear, and no keys.
    let rows: Vec<(Tree, IVec, Vec<u8>)> = [Tree::Couples, Tree::Users, Tree::Outbox]
        .into_iter()
        .flat_map(|tree| store.opened.database.tree(tree).iter().map(move |row| (tree, row.unwrap())))
        .map(|(tree, (key, stored))| {
            let record = store.opened.record(tree, &key, &stored).unwrap().into_owned();
            (tree, key, record)
        })
        .collect();
    for cut_after in [0, 3] {
        let old = tempfile::tempdir().unwrap();
        // The first rows were sealed before it was cut short.
        let mut sealed = open(old.path());
        let changes =
            rows.iter().take(cut_after).map(|(tree, key, record)| Change::new(*tree, key, Some(record.clone())));
        sealed.opened.change(changes.collect(), &BTreeSet::new()).unwrap();
        drop(sealed);
        let mut database = Database::open(&old.path().join("sled"), 1 << 20).unwrap();
        database.stands_at(read_standing(&database));
        let mut writes: Vec<Write> = rows
            .iter()
            .skip(cut_after)
            .map(|(tree, key, record)| Write::new(*tree, key, Some(record.clone())))
            .collect();
        if cut_after == 0 {
            writes.push(Write::new(Tree::Meta, b"keys", None));
            for name in FILES {
                fs::remove_file(old.path().join(name)).unwrap();
            }
        }
        database.write(&writes).unwrap();
        fs::remove_file(old.path().join("commit")).unwrap();
        fs::write(old.path().join("commit"), "accept").unwrap();
        drop(database);
        let store = open(old.path());
        assert_eq!(store.legible().unwrap(), expected);
        for tree in [Tree::Couples, Tree::Users, Tree::Outbox] {
            assert!(store.opened.database.tree(tree).iter().all(|row| key_of(&row.unwrap().1).is_some()));
        }
        assert_eq!(of_row(&store, US, 1), number(&store, Tree::Couples, &keys::chat(US)));
    }
}

fn read_standing(database: &Database) -> crate::store::standing::Standing {
    database.read_through().unwrap().standing.unwrap()
}
