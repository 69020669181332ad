//! What a store does for the engine: put, take, find, and find again after opening.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{ChatId, Corner, Couple, Outgoing, TimerKind, UpdateId, UserId};
use nearer::store::postgres::{Address, PostgresStore, Standby, Term, stand_by};
use nearer::store::{Batch, Dead, Options, OutboxKey, Owner, SledStore, Store, StoreError, Timer};
use serde_json::{from_value, json};

use crate::cluster;

pub fn couple(chat: ChatId) -> Couple {
    from_value(json!({ "chat": chat })).unwrap()
}

pub fn corner(chats: &[i64]) -> Corner {
    let couples: BTreeMap<String, &str> = chats.iter().map(|chat| (chat.to_string(), "2026-01-01T00:00:00Z")).collect();
    from_value(json!({ "couples": couples })).unwrap()
}

pub fn outgoing(text: &str) -> Outgoing {
    from_value(
        json!({ "chat": -100, "class": "Daily", "effect": { "Say": { "message": { "body": [{ "key": text }] } } } }),
    )
    .unwrap()
}

pub fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

pub fn timer(second: i64, chat: i64) -> Timer {
    Timer { due: at(second), chat: ChatId(chat), kind: TimerKind::Card }
}

pub fn row(chat: i64, seq: u64) -> OutboxKey {
    OutboxKey { chat: ChatId(chat), seq }
}

/// A store that can be closed and opened again.
pub struct Home {
    pub dir: tempfile::TempDir,
    kind: Kind,
    pub store: Option<Box<dyn Kept>>,
}

enum Kind {
    Folder,
    Postgres(Box<Address>),
}

/// What is asked of both beside what the engine asks.
pub trait Kept: Store {
    fn dead_letters(&self) -> Vec<Dead>;
}

impl Kept for SledStore {
    fn dead_letters(&self) -> Vec<Dead> {
        self.dead().unwrap()
    }
}

impl Kept for PostgresStore {
    fn dead_letters(&self) -> Vec<Dead> {
        self.dead().unwrap()
    }
}

impl Home {
    pub fn folder() -> Self {
        Self::of(Kind::Folder)
    }

    /// A database of its own; none where there is no PostgreSQL.
    pub fn postgres() -> Option<Self> {
        let cluster = cluster::shared()?;
        Some(Self::of(Kind::Postgres(Box::new(Address::read(&cluster.url(&cluster.database()), None).unwrap()))))
    }

    fn of(kind: Kind) -> Self {
        let mut home = Self { dir: tempfile::tempdir().unwrap(), kind, store: None };
        home.reopen();
        home
    }

    pub fn reopen(&mut self) {
        self.store = None;
        self.store = Some(match &self.kind {
            Kind::Folder => Box::new(SledStore::open(self.dir.path(), &Options::default()).unwrap()),
            Kind::Postgres(address) => Box::new(leads(address, self.dir.path())),
        });
    }

    pub fn store(&self) -> &dyn Kept {
        self.store.as_deref().unwrap()
    }

    pub fn commit(&mut self, batch: &Batch) {
        self.store.as_mut().unwrap().commit(batch).unwrap();
    }

    fn couples(&self) -> usize {
        self.store().chats().unwrap().len()
    }
}

/// The store of one who leads at once.
pub fn leads(address: &Address, dir: &Path) -> PostgresStore {
    let (_goes_on, ends) = std::sync::mpsc::channel();
    match stand_by(address, dir, &Options::default(), "a test", Term::default(), &ends).unwrap() {
        Standby::Leads(store) => *store,
        Standby::Ended => panic!("nobody ended it"),
    }
}

/// Each promise is held against each store.
macro_rules! held_by_both {
    ($($promise:ident),* $(,)?) => {
        mod in_a_folder {
            $(#[test] fn $promise() { super::$promise(super::Home::folder()); })*
        }
        mod in_postgres {
            $(#[test] fn $promise() { super::Home::postgres().into_iter().for_each(super::$promise); })*
        }
    };
}

held_by_both!(
    all_of_a_batch_is_there_before_and_after_opening_again,
    nothing_that_was_removed_comes_back,
    a_commit_that_is_repeated_changes_nothing_but_the_list_of_updates,
    a_refused_record_takes_nothing_with_it_and_leaves_the_store_working,
    the_latest_updates_are_remembered_in_their_order_and_old_ones_forgotten,
    the_newest_thousand_dead_letters_are_kept,
    timers_of_a_distant_past_and_future_are_found_in_order,
    very_many_timers_are_found_in_order,
    an_export_shows_one_moment_whatever_is_committed_meanwhile,
    who_leaves_is_forgotten_and_what_waits_for_them_is_still_read,
);

pub fn everything() -> Batch {
    Batch {
        couples: [(ChatId(-1), Some(couple(ChatId(-1)))), (ChatId(-2), Some(couple(ChatId(-2))))].into(),
        corners: [(UserId(7), Some(corner(&[-1, -2])))].into(),
        timers: [(timer(30, -1), true), (timer(10, -2), true), (timer(20, -1), true)].into(),
        outbox: [
            (row(-2, 1), Some(outgoing("b"))),
            (row(-1, 2), Some(outgoing("c"))),
            (row(-1, 256), Some(outgoing("d"))),
            (row(5, 3), Some(outgoing("e"))),
        ]
        .into(),
        seen: vec![UpdateId(4), UpdateId(3)],
        dead: vec![Dead { update: UpdateId(3), kind: "message".into(), error: "a panic".into(), at: at(1) }],
        table: Some("2026f".into()),
        ..Batch::default()
    }
}

fn all_of_a_batch_is_there_before_and_after_opening_again(mut home: Home) {
    home.commit(&everything());
    for _ in 0..2 {
        let store = home.store();
        assert_eq!(store.couple(ChatId(-1)).unwrap(), Some(couple(ChatId(-1))));
        assert_eq!(store.couple(ChatId(-3)).unwrap(), None);
        assert_eq!(store.chats().unwrap().len(), 2);
        assert_eq!(store.chats().unwrap(), [ChatId(-2), ChatId(-1)]);
        assert_eq!(store.table().unwrap().as_deref(), Some("2026f"));
        assert_eq!(store.corner(UserId(7)).unwrap(), Some(corner(&[-1, -2])));
        assert_eq!(store.first_due().unwrap(), Some(timer(10, -2)));
        assert_eq!(store.due(at(20), 9).unwrap(), [timer(10, -2), timer(20, -1)]);
        assert_eq!(store.due(at(99), 2).unwrap(), [timer(10, -2), timer(20, -1)]);
        assert_eq!(store.due(at(9), 9).unwrap(), []);
        let keys: Vec<OutboxKey> = store.outbox().unwrap().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, [row(-2, 1), row(-1, 2), row(-1, 256), row(5, 3)]);
        assert_eq!(store.lane(ChatId(-1)).unwrap(), [(row(-1, 2), outgoing("c")), (row(-1, 256), outgoing("d"))]);
        assert_eq!(store.seen().unwrap(), [UpdateId(4), UpdateId(3)]);
        assert_eq!(store.dead_letters(), everything().dead);
        home.reopen();
    }
}

fn nothing_that_was_removed_comes_back(mut home: Home) {
    home.commit(&everything());
    let mut gone = everything();
    gone.couples.values_mut().for_each(|couple| *couple = None);
    gone.corners.values_mut().for_each(|corner| *corner = None);
    gone.timers.values_mut().for_each(|set| *set = false);
    gone.outbox.values_mut().for_each(|row| *row = None);
    // Twice: a commit can be repeated.
    home.commit(&gone);
    home.commit(&gone);
    home.reopen();
    let store = home.store();
    assert_eq!((store.chats().unwrap().len(), store.corner(UserId(7)).unwrap()), (0, None));
    assert_eq!((store.first_due().unwrap(), store.outbox().unwrap().len()), (None, 0));
}

fn a_commit_that_is_repeated_changes_nothing_but_the_list_of_updates(mut home: Home) {
    home.commit(&everything());
    let (outbox, due) = (home.store().outbox().unwrap(), home.store().due(at(99), 9).unwrap());
    home.commit(&everything());
    assert_eq!(home.store().outbox().unwrap(), outbox);
    assert_eq!(home.store().due(at(99), 9).unwrap(), due);
    assert_eq!(home.store().dead_letters().len(), 1);
    assert_eq!(home.couples(), 2);
}

fn a_refused_record_takes_nothing_with_it_and_leaves_the_store_working(mut home: Home) {
    let mut x = 1_i64;
    let random: Vec<i64> = std::iter::repeat_with(|| {
        x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        x
    })
    .take(4_000)
    .collect();
    let mut batch = everything();
    batch.corners.insert(UserId(8), Some(corner(&random)));
    let error = home.store.as_mut().unwrap().commit(&batch).unwrap_err();
    assert!(matches!(error, StoreError::TooLarge { tree: "users", .. }) && error.is_refusal());
    assert_eq!((home.couples(), home.store().seen().unwrap().len()), (0, 0));
    home.commit(&everything());
    home.reopen();
    assert_eq!((home.couples(), home.store().seen().unwrap().len()), (2, 2));
}

fn the_latest_updates_are_remembered_in_their_order_and_old_ones_forgotten(mut home: Home) {
    let commit = |home: &mut Home, n: u32| {
        // Falling, as after a restart of the numbering: order is that of arrival.
        let seen = (0..100).map(|i| UpdateId(1_000_000 - n * 100 - i)).collect();
        home.commit(&Batch { seen, ..Batch::default() });
    };
    (0..15).for_each(|n| commit(&mut home, n));
    home.reopen();
    (15..30).for_each(|n| commit(&mut home, n));
    home.reopen();
    let seen = home.store().seen().unwrap();
    assert_eq!(seen.len(), 1_100);
    assert!(seen.windows(2).all(|two| two[0] > two[1]));
    assert_eq!(seen.last(), Some(&UpdateId(1_000_000 - 2_999)));
}

fn the_newest_thousand_dead_letters_are_kept(mut home: Home) {
    let letters = |range: std::ops::Range<u32>| Batch {
        dead: range
            .map(|n| Dead { update: UpdateId(9_000 - n), kind: "message".into(), error: "x".into(), at: at(n.into()) })
            .collect(),
        ..Batch::default()
    };
    home.commit(&letters(0..700));
    home.reopen();
    home.commit(&letters(700..1_300));
    home.reopen();
    let dead = home.store().dead_letters();
    assert_eq!(dead.len(), 1_000);
    assert_eq!(dead.iter().map(|letter| letter.at).min(), Some(at(300)));
}

fn timers_of_a_distant_past_and_future_are_found_in_order(mut home: Home) {
    let due = [-5_000_000_000, -1, 0, 1, 9_000_000_000];
    home.commit(&Batch { timers: due.map(|second| (timer(second, -1), true)).into(), ..Batch::default() });
    let found = home.store().due(at(10_000_000_000), 9).unwrap();
    assert_eq!(found, due.map(|second| timer(second, -1)));
    let just_before = at(1) - TimeDelta::milliseconds(1);
    assert_eq!(home.store().due(just_before, 9).unwrap().len(), 3);
}

fn very_many_timers_are_found_in_order(mut home: Home) {
    // Not in their order, and more than are fetched at once.
    let seconds: Vec<i64> = (0..3_000).map(|n| n * 7_919 % 3_000).collect();
    for some in seconds.chunks(500) {
        home.commit(&Batch { timers: some.iter().map(|n| (timer(*n, -1), true)).collect(), ..Batch::default() });
        assert!(home.store().first_due().unwrap().is_some());
    }
    for (last, passed) in [(100, 0), (2_500, 101), (3_000, 2_501)] {
        let due = home.store().due(at(last), 5_000).unwrap();
        let expected: Vec<Timer> = (passed..=last.min(2_999)).map(|second| timer(second, -1)).collect();
        assert_eq!(due, expected);
        home.commit(&Batch { timers: due.iter().map(|timer| (*timer, false)).collect(), ..Batch::default() });
        let next = (last < 2_999).then(|| timer(last + 1, -1));
        assert_eq!(home.store().first_due().unwrap(), next);
    }
}

fn an_export_shows_one_moment_whatever_is_committed_meanwhile(mut home: Home) {
    let many =
        Batch { couples: (1..=2_000).map(|n| (ChatId(-n), Some(couple(ChatId(-n))))).collect(), ..Batch::default() };
    home.commit(&many);
    let store = home.store.as_mut().unwrap();
    let before = store.legible().unwrap();
    store.begin_export(at(1_800_000_000)).unwrap();
    let mut n = 0;
    let exported = loop {
        if let Some(exported) = store.go_on_exporting(Duration::ZERO).unwrap() {
            break exported;
        }
        n += 1;
        let gone = (ChatId(-n), None);
        let came = (ChatId(-10_000 - n), Some(couple(ChatId(-10_000 - n))));
        store.commit(&Batch { couples: [gone, came].into(), ..Batch::default() }).unwrap();
    };
    assert!(n > 2, "it was written in slices");
    assert_eq!(exported.records, before.len() as u64);
}

fn who_leaves_is_forgotten_and_what_waits_for_them_is_still_read(mut home: Home) {
    home.commit(&everything());
    // The couple leaves; a last word to them waits.
    let goodbye = (row(-1, 300), Some(outgoing("bye")));
    home.commit(&Batch { couples: [(ChatId(-1), None)].into(), outbox: [goodbye].into(), ..Batch::default() });
    // Another is forgotten and begins anew in the same commit.
    let anew = (ChatId(-2), Some(couple(ChatId(-2))));
    let forget = BTreeSet::from([Owner::Couple(ChatId(-2))]);
    home.commit(&Batch { couples: [anew].into(), forget, ..Batch::default() });
    for _ in 0..2 {
        let lane: Vec<u64> = home.store().lane(ChatId(-1)).unwrap().iter().map(|(key, _)| key.seq).collect();
        assert_eq!(lane, [2, 256, 300]);
        assert_eq!(home.store().lane(ChatId(-2)).unwrap().len(), 1);
        assert_eq!(home.store().couple(ChatId(-1)).unwrap(), None);
        assert_eq!(home.store().couple(ChatId(-2)).unwrap(), Some(couple(ChatId(-2))));
        home.reopen();
    }
}
