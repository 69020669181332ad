//! What a store does for the engine: put, take, find, and find again after opening.

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{ChatId, Corner, Couple, Outgoing, TimerKind, UpdateId, UserId};
use nearer::store::{Batch, Dead, Options, OutboxKey, SledStore, Store, StoreError, Timer};
use serde_json::{from_value, json};
use std::collections::BTreeMap;

fn couple(chat: ChatId) -> Couple {
    from_value(json!({ "chat": chat })).unwrap()
}

fn corner(chats: &[i64]) -> Corner {
    let couples: BTreeMap<String, &str> = chats.iter().map(|chat| (chat.to_string(), "2026-01-01T00:00:00Z")).collect();
    from_value(json!({ "couples": couples })).unwrap()
}

fn outgoing(text: &str) -> Outgoing {
    from_value(
        json!({ "chat": -100, "class": "Daily", "effect": { "Say": { "message": { "body": [{ "key": text }] } } } }),
    )
    .unwrap()
}

fn at(second: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(second, 0).unwrap()
}

fn timer(second: i64, chat: i64) -> Timer {
    Timer { due: at(second), chat: ChatId(chat), kind: TimerKind::Card }
}

fn row(chat: i64, seq: u64) -> OutboxKey {
    OutboxKey { chat: ChatId(chat), seq }
}

/// A store that can be closed and opened again.
struct Home {
    dir: tempfile::TempDir,
    store: Option<SledStore>,
}

impl Home {
    fn new() -> Self {
        let mut home = Self { dir: tempfile::tempdir().unwrap(), store: None };
        home.reopen();
        home
    }

    fn reopen(&mut self) {
        self.store = None;
        self.store = Some(SledStore::open(self.dir.path(), &Options::default()).unwrap());
    }

    fn store(&self) -> &SledStore {
        self.store.as_ref().unwrap()
    }

    fn commit(&mut self, batch: &Batch) {
        self.store.as_mut().unwrap().commit(batch).unwrap();
    }
}

fn everything() -> Batch {
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

#[test]
fn all_of_a_batch_is_there_before_and_after_opening_again() {
    let mut home = Home::new();
    home.commit(&everything());
    for _ in 0..2 {
        let store = home.store();
        assert_eq!(store.couple(ChatId(-1)).unwrap(), Some(couple(ChatId(-1))));
        assert_eq!(store.couple(ChatId(-3)).unwrap(), None);
        assert_eq!(store.couples(), 2);
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
        assert_eq!(store.dead().unwrap(), everything().dead);
        home.reopen();
    }
}

#[test]
fn nothing_that_was_removed_comes_back() {
    let mut home = Home::new();
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
    assert_eq!((store.couples(), store.corner(UserId(7)).unwrap()), (0, None));
    assert_eq!((store.first_due().unwrap(), store.outbox().unwrap().len()), (None, 0));
}

#[test]
fn a_commit_that_is_repeated_changes_nothing_but_the_list_of_updates() {
    let mut home = Home::new();
    home.commit(&everything());
    let (outbox, due) = (home.store().outbox().unwrap(), home.store().due(at(99), 9).unwrap());
    home.commit(&everything());
    assert_eq!(home.store().outbox().unwrap(), outbox);
    assert_eq!(home.store().due(at(99), 9).unwrap(), due);
    assert_eq!(home.store().dead().unwrap().len(), 1);
    assert_eq!(home.store().couples(), 2);
}

#[test]
fn a_refused_record_takes_nothing_with_it_and_leaves_the_store_working() {
    let mut home = Home::new();
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
    assert_eq!((home.store().couples(), home.store().seen().unwrap().len()), (0, 0));
    home.commit(&everything());
    home.reopen();
    assert_eq!((home.store().couples(), home.store().seen().unwrap().len()), (2, 2));
}

#[test]
fn the_latest_updates_are_remembered_in_their_order_and_old_ones_forgotten() {
    let mut home = Home::new();
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

#[test]
fn the_newest_thousand_dead_letters_are_kept() {
    let mut home = Home::new();
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
    let dead = home.store().dead().unwrap();
    assert_eq!(dead.len(), 1_000);
    assert_eq!(dead.iter().map(|letter| letter.at).min(), Some(at(300)));
}

#[test]
fn timers_of_a_distant_past_and_future_are_found_in_order() {
    let mut home = Home::new();
    let due = [-5_000_000_000, -1, 0, 1, 9_000_000_000];
    home.commit(&Batch { timers: due.map(|second| (timer(second, -1), true)).into(), ..Batch::default() });
    let found = home.store().due(at(10_000_000_000), 9).unwrap();
    assert_eq!(found, due.map(|second| timer(second, -1)));
    let just_before = at(1) - TimeDelta::milliseconds(1);
    assert_eq!(home.store().due(just_before, 9).unwrap().len(), 3);
}
