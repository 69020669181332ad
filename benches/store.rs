//! How fast the store commits, and what a hundred thousand couples cost. `cargo bench --bench store`
//!
//! Plain arithmetic over one run each: what is measured takes milliseconds and is bound by the disk. The large store is
//! opened again in a process of its own, so that its time and its memory are nobody else's.

use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{ChatId, Corner, Couple, Outgoing, TimerKind, UpdateId, UserId};
use nearer::store::{Batch, Options, OutboxKey, SledStore, Store, Timer, import};
use serde_json::{from_value, json};

const COUPLES: i64 = 100_000;
const AT_ONCE: i64 = 1_000;

fn couple(chat: ChatId) -> Couple {
    from_value(json!({ "chat": chat })).expect("a couple has no other field without a default")
}

/// A record of about 600 bytes.
fn corner(n: i64) -> Corner {
    let chats = (0..20).map(|i| (-1_001_000_000_000 - n * 977 - i * 31).to_string());
    let couples: std::collections::BTreeMap<String, &str> = chats.map(|chat| (chat, "2026-01-01T00:00:00Z")).collect();
    from_value(json!({ "couples": couples })).expect("a corner is a list of chats")
}

fn outgoing() -> Outgoing {
    from_value(json!({ "chat": -100, "class": "Daily", "effect": { "Say": { "message": { "body": [{ "key": "card-of-the-day" }] } } } }))
        .expect("a row is a message")
}

fn timer(n: i64, round: i64) -> Timer {
    // Spread over a day, as the couples' hours are.
    let due =
        DateTime::UNIX_EPOCH + TimeDelta::milliseconds((n * 7_919) % 86_400_000) + TimeDelta::days(20_000 + round);
    Timer { due, chat: ChatId(-n), kind: TimerKind::Card }
}

fn open(dir: &Path) -> SledStore {
    SledStore::open(dir, &Options::default()).expect("the store opens")
}

fn commit(store: &mut SledStore, batch: &Batch) {
    store.commit(batch).expect("the commit is durable");
}

/// One drained batch: `size` couples, each with its state, a timer and a message in; those of the last round out.
fn events(round: i64, size: i64, couples: i64) -> Batch {
    let mut batch = Batch::default();
    for (round, keep) in [(round - 1, false), (round, true)] {
        for n in (0..size).map(|i| (round * 64 + i * 131).rem_euclid(couples) + 1) {
            let key = OutboxKey { chat: ChatId(-n), seq: round.unsigned_abs() };
            batch.timers.insert(timer(n, round), keep);
            batch.outbox.insert(key, keep.then(outgoing));
            if keep {
                batch.couples.insert(key.chat, Some(couple(key.chat)));
                batch.corners.insert(UserId(n.unsigned_abs()), Some(corner(n + round)));
                batch.seen.push(UpdateId(u32::try_from(round * 64 + n).unwrap_or(0)));
            }
        }
    }
    batch
}

fn commits(store: &mut SledStore, couples: i64, rounds: i64, size: i64, name: &str) {
    let begin = Instant::now();
    let mut took: Vec<_> = (0..rounds)
        .map(|round| {
            let batch = events(round, size, couples);
            let begin = Instant::now();
            commit(store, &batch);
            begin.elapsed()
        })
        .collect();
    took.sort_unstable();
    let each = begin.elapsed().as_secs_f64() / f64::from(u32::try_from(rounds).unwrap_or(1));
    println!(
        "{name}: batches of {size}: {:.0} commits/s, {:.0} events/s; p50 {:.1?}, p99 {:.1?}",
        1.0 / each,
        f64::from(u32::try_from(size).unwrap_or(1)) / each,
        took[took.len() / 2],
        took[took.len() * 99 / 100],
    );
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let lines = status.lines().filter(|line| line.starts_with("VmRSS") || line.starts_with("VmHWM"));
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>().join(", ")
}

fn fill(dir: &Path) {
    let mut store = open(dir);
    let begin = Instant::now();
    for first in (1..=COUPLES).step_by(usize::try_from(AT_ONCE).unwrap_or(1)) {
        let all = first..first + AT_ONCE;
        let batch = Batch {
            couples: all.clone().map(|n| (ChatId(-n), Some(couple(ChatId(-n))))).collect(),
            corners: all.clone().map(|n| (UserId(n.unsigned_abs()), Some(corner(n)))).collect(),
            timers: all.map(|n| (timer(n, 0), true)).collect(),
            ..Batch::default()
        };
        commit(&mut store, &batch);
    }
    println!("{COUPLES} couples written in {:.1?}; {}", begin.elapsed(), memory());
}

/// An export as the engine writes it: ten milliseconds of it, then a batch of those who wait.
fn in_slices(store: &mut SledStore) {
    let begin = Instant::now();
    store.begin_export(DateTime::UNIX_EPOCH + TimeDelta::days(1)).expect("an export begins");
    let mut held: Vec<Duration> = Vec::new();
    for round in 2_000.. {
        let slice = Instant::now();
        let done = store.go_on_exporting(Duration::from_millis(10)).expect("it is written");
        held.push(slice.elapsed());
        if done.is_some() {
            break;
        }
        commit(store, &events(round, 64, COUPLES));
    }
    held.sort_unstable();
    println!(
        "exported in slices in {:.1?}, {} batches meanwhile; a slice held them up p50 {:.1?}, p99 {:.1?}, at most {:.1?}",
        begin.elapsed(),
        held.len() - 1,
        held[held.len() / 2],
        held[held.len() * 99 / 100],
        held[held.len() - 1],
    );
}

/// What a fresh process finds.
fn reopen(dir: &Path) {
    let begin = Instant::now();
    let mut store = open(dir);
    println!("opened in {:.0?}; {}", begin.elapsed(), memory());
    let begin = Instant::now();
    assert_eq!(store.due(DateTime::<Utc>::MAX_UTC, 100_000).map(|due| due.len()).ok(), Some(100_000));
    println!("all timers read in {:.0?}; {}", begin.elapsed(), memory());
    let begin = Instant::now();
    for n in 1..=COUPLES {
        assert!(store.couple(ChatId(-n)).is_ok_and(|found| found.is_some()));
        assert!(store.corner(UserId(n.unsigned_abs())).is_ok_and(|found| found.is_some()));
    }
    println!("all couples and people read one by one in {:.1?}; {}", begin.elapsed(), memory());
    commits(&mut store, COUPLES, 1_000, 64, "among them");
    println!("after that: {}", memory());
    let begin = Instant::now();
    let export = store.export(DateTime::UNIX_EPOCH).expect("the export is written");
    let size = std::fs::metadata(&export.path).map_or(0, |file| file.len());
    println!("{} records exported in {:.1?}, {} MB; {}", export.records, begin.elapsed(), size >> 20, memory());
    in_slices(&mut store);
    drop(store);
    let size = |dir: &Path| std::fs::metadata(dir.join("sled/db")).map_or(0, |file| file.len() >> 20);
    let new = dir.join("imported");
    let begin = Instant::now();
    import(&export.path, &new, &Options::default(), None).expect("the import is whole");
    println!("imported in {:.1?}; file {} MB, was {} MB; {}", begin.elapsed(), size(&new), size(dir), memory());
}

fn main() {
    if let Some(dir) = std::env::var_os("NEARER_BENCH_REOPEN") {
        return reopen(Path::new(&dir));
    }
    let dir = tempfile::tempdir().expect("a directory");
    let mut store = open(&dir.path().join("small"));
    commits(&mut store, 5_000, 2_000, 1, "small store");
    commits(&mut store, 5_000, 1_000, 64, "small store");
    commits(&mut store, 5_000, 500, 128, "small store");
    drop(store);

    let large = dir.path().join("large");
    fill(&large);
    let myself = std::env::current_exe().expect("this program has a path");
    let done = Command::new(myself).env("NEARER_BENCH_REOPEN", &large).status().expect("the other process runs");
    assert!(done.success());
}
