//! `kill -9` at any moment: nothing that was acknowledged is lost, and no commit is ever seen by halves.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use chrono::DateTime;
use nearer::couple::{ChatId, Corner, Outgoing, TimerKind, UpdateId, UserId};
use nearer::store::{Batch, Options, OutboxKey, SledStore, Store, Timer};
use serde_json::{from_value, json};

const DIR: &str = "NEARER_TEST_CRASH";
const US: ChatId = ChatId(-100);

fn corner(n: u64) -> Corner {
    // Larger than one row in the log, so that a kill can come in the middle of one.
    let couples: std::collections::BTreeMap<String, &str> =
        (n..n + 100).map(|chat| (chat.to_string(), "2026-01-01T00:00:00Z")).collect();
    from_value(json!({ "couples": couples })).unwrap()
}

fn outgoing(n: u64) -> Outgoing {
    from_value(json!({ "chat": -100, "class": "Daily", "effect": { "Say": { "message": { "body": [{ "key": n.to_string() }] } } } })).unwrap()
}

fn timer(n: u64) -> Timer {
    let due = DateTime::from_timestamp(n.try_into().unwrap(), 0).unwrap();
    Timer { due, chat: US, kind: TimerKind::Card }
}

fn row(n: u64) -> OutboxKey {
    OutboxKey { chat: US, seq: n }
}

/// Commit number `n`: everything of `n - 1` out, everything of `n` in, as a scheduled card does it.
fn step(n: u64) -> Batch {
    Batch {
        corners: [(UserId(n - 1), None), (UserId(n), Some(corner(n)))].into(),
        timers: [(timer(n - 1), false), (timer(n), true)].into(),
        outbox: [(row(n - 1), None), (row(n), Some(outgoing(n)))].into(),
        seen: vec![UpdateId(n.try_into().unwrap())],
        ..Batch::default()
    }
}

/// The number that every tree agrees on.
fn stands_at(store: &SledStore) -> u64 {
    let outbox = store.outbox().unwrap();
    let Some((key, sent)) = outbox.first() else {
        assert_eq!((store.first_due().unwrap(), store.seen().unwrap().len()), (None, 0));
        return 0;
    };
    let n = key.seq;
    assert_eq!((outbox.len(), sent), (1, &outgoing(n)));
    assert_eq!(store.due(DateTime::from_timestamp(1 << 40, 0).unwrap(), 9).unwrap(), [timer(n)]);
    assert_eq!(store.seen().unwrap().last(), Some(&UpdateId(n.try_into().unwrap())));
    assert_eq!(store.corner(UserId(n)).unwrap(), Some(corner(n)));
    assert_eq!(store.corner(UserId(n - 1)).unwrap(), None);
    n
}

/// Not a test by itself: the process that is killed. It says a number only when that commit was acknowledged.
#[test]
fn the_one_who_is_killed() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let mut store = SledStore::open(Path::new(&dir), &Options::default()).unwrap();
    let mut out = std::io::stdout();
    for n in stands_at(&store) + 1.. {
        store.commit(&step(n)).unwrap();
        writeln!(out, "\nack {n}").unwrap();
        out.flush().unwrap();
    }
}

#[test]
fn nothing_acknowledged_is_lost_when_the_process_is_killed() {
    let dir = tempfile::tempdir().unwrap();
    let mut last = 0;
    // The first rounds are killed while they create and open the store, later ones while they commit.
    for acknowledged in [0, 0, 0, 1, 2, 3, 5, 8, 0, 13, 21, 34, 55, 0, 89, 144] {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "the_one_who_is_killed", "--nocapture"])
            .env(DIR, dir.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut heard = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let number = |line: String| line.strip_prefix("ack ").and_then(|n| n.parse::<u64>().ok());
        if acknowledged > 0 {
            let count = heard.by_ref().filter_map(number).take(acknowledged).inspect(|&n| last = n).count();
            assert_eq!(count, acknowledged, "the process ended by itself");
        } else {
            // Wait for the test runner's first words, so that the kill meets the opening and not the loader.
            heard.next();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What it still managed to say was acknowledged too.
        last = heard.filter_map(number).last().unwrap_or(last);

        let now = stands_at(&SledStore::open(dir.path(), &Options::default()).unwrap());
        assert!(now == last || now == last + 1, "acknowledged {last}, found {now}");
        last = now;
    }
    assert!(last > 300);
}
