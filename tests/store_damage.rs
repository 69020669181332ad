//! Damage: whatever is changed in the files of a store, its opening gives what was acknowledged last, or an error in
//! words. Never an older state in silence.
//!
//! A thousand damages instead of the few of a usual run, with the seed of your choice:
//!
//! ```text
//! NEARER_DAMAGES=1000 NEARER_SEED=7 cargo test --release --test store_damage
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta};
use nearer::couple::{ChatId, Corner, Couple, Outgoing, TimerKind, UpdateId, UserId};
use nearer::store::{Batch, Options, OutboxKey, SledStore, Store, Timer};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{from_value, json};

const COUPLES: i64 = 300;

fn told<T: std::str::FromStr>(name: &str, otherwise: T) -> T {
    std::env::var(name).ok().and_then(|told| told.parse().ok()).unwrap_or(otherwise)
}

fn couple(chat: ChatId) -> Couple {
    from_value(json!({ "chat": chat })).unwrap()
}

/// About a kilobyte in which compression finds little.
fn corner(rng: &mut StdRng) -> Corner {
    let chats = (0..30).map(|_| (-rng.random_range(1..1_i64 << 40)).to_string());
    let couples: BTreeMap<String, &str> = chats.map(|chat| (chat, "2026-01-01T00:00:00Z")).collect();
    from_value(json!({ "couples": couples })).unwrap()
}

fn card(rng: &mut StdRng) -> Outgoing {
    let key = format!("card-{}", rng.random_range(0..100));
    from_value(
        json!({ "chat": -100, "class": "Daily", "effect": { "Say": { "message": { "body": [{ "key": key }] } } } }),
    )
    .unwrap()
}

fn timer(n: i64, day: i64) -> Timer {
    Timer { due: DateTime::UNIX_EPOCH + TimeDelta::days(day), chat: ChatId(-n), kind: TimerKind::Card }
}

/// One commit of a living store: a few couples, one after another, each with all that belongs to them.
fn commit(store: &mut SledStore, rng: &mut StdRng, number: i64) {
    let mut batch = Batch { seen: vec![UpdateId(number.try_into().unwrap())], ..Batch::default() };
    for _ in 0..rng.random_range(1..6) {
        let n = rng.random_range(1..=COUPLES);
        let chat = ChatId(-n);
        batch.couples.insert(chat, Some(couple(chat)));
        batch.corners.insert(UserId(n.unsigned_abs()), Some(corner(rng)));
        batch.timers.insert(timer(n, number), true);
        batch.outbox.insert(OutboxKey { chat, seq: number.unsigned_abs() }, Some(card(rng)));
        for (key, _) in store.lane(chat).unwrap() {
            batch.outbox.insert(key, None);
        }
    }
    store.commit(&batch).unwrap();
}

/// All that the store says of itself.
fn state(store: &SledStore) -> Vec<u8> {
    store.legible().unwrap().join("\n").into_bytes()
}

fn open(dir: &Path) -> Result<SledStore, String> {
    SledStore::open(dir, &Options::default()).map_err(|error| error.to_string())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true if path.ends_with("exports") => {}
            true => found.extend(files(&path)),
            // The lock is made anew at every opening, and says nothing.
            false if path.ends_with("nearer.lock") => {}
            false => found.push(path),
        }
    }
    found.sort();
    found
}

/// Changes something in one of the files, and says what.
fn damage(dir: &Path, rng: &mut StdRng) -> String {
    let all = files(dir);
    // Most of it in the database, where most of the bytes are.
    let log = dir.join("sled/db");
    let path = if rng.random_bool(0.75) { &log } else { &all[rng.random_range(0..all.len())] };
    let mut bytes = fs::read(path).unwrap();
    let name = path.strip_prefix(dir).unwrap().display().to_string();
    // The file ends in room that was never written to.
    let written = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    if written == 0 || rng.random_range(0..12) == 0 {
        fs::remove_file(path).unwrap();
        return format!("{name}: removed");
    }
    let at = rng.random_range(0..written);
    let done = match rng.random_range(0..4) {
        0 => {
            bytes[at] ^= 1 << rng.random_range(0..8);
            format!("{name}: a bit at {at}")
        }
        1 | 2 => {
            let most = if rng.random_bool(0.5) { 16 } else { 4096 };
            let at = at / most * most;
            let end = (at + most).min(bytes.len());
            if rng.random_bool(0.5) {
                bytes[at..end].fill(0);
            } else {
                rng.fill(&mut bytes[at..end]);
            }
            format!("{name}: {most} bytes at {at}")
        }
        _ => {
            bytes.truncate(at);
            format!("{name}: cut to {at}")
        }
    };
    fs::write(path, bytes).unwrap();
    done
}

/// What becomes of one damaged copy.
#[derive(Default, Debug)]
struct Counted {
    whole: usize,
    refused: BTreeMap<String, usize>,
}

/// The first words of an error, without its paths.
fn kind(said: &str) -> String {
    let plain: Vec<&str> = said.split(' ').filter(|word| !word.contains('/')).take(12).collect();
    plain.join(" ").chars().filter(|sign| !sign.is_ascii_digit()).collect()
}

fn try_one(dir: &Path, expected: &[u8], done: &str, counted: &mut Counted, rng: &mut StdRng) {
    match open(dir) {
        Ok(mut store) => {
            assert!(state(&store) == expected, "an older state in silence: {done}");
            counted.whole += 1;
            if counted.whole % 4 != 1 {
                return;
            }
            // It goes on from here as any store does.
            commit(&mut store, rng, 100_000);
            let further = state(&store);
            drop(store);
            match open(dir) {
                Ok(store) => assert!(state(&store) == further, "the next commit was lost: {done}"),
                Err(said) => panic!("whole at first and refused then: {done}: {said}"),
            }
        }
        Err(said) => {
            assert!(said.contains(". ") || said.contains(": "), "{said}");
            let refused = counted.refused.entry(kind(&said)).or_default();
            *refused += 1;
            // To open it again does not make it a store.
            if *refused % 4 == 1
                && let Ok(store) = open(dir)
            {
                assert!(state(&store) == expected, "an older state at the second opening: {done}");
            }
        }
    }
}

#[test]
fn damage_is_an_error_in_words_or_does_no_harm() {
    let (rounds, seed) = (told("NEARER_DAMAGES", 120), told("NEARER_SEED", 1));
    let mut rng = StdRng::seed_from_u64(seed);
    let home = tempfile::tempdir().unwrap();
    let mut counted = Counted::default();
    let mut number = 0;
    let sound = home.path().join("sound");
    let mut expected = Vec::new();
    for round in 0..rounds {
        // It lives on every now and then: a few sessions, as a host's restarts are. The first is long: its log takes
        // several segments of two megabytes.
        if round % 40 == 0 {
            let commits = if round == 0 { 1_200 } else { 150 };
            for _ in 0..rng.random_range(1..4) {
                let mut store = open(&sound).unwrap();
                for _ in 0..rng.random_range(commits / 2..commits) {
                    number += 1;
                    commit(&mut store, &mut rng, number);
                }
                expected = state(&store);
            }
        }
        let copied = home.path().join("damaged");
        copy(&sound, &copied);
        let done = damage(&copied, &mut rng);
        try_one(&copied, &expected, &done, &mut counted, &mut rng);
        fs::remove_dir_all(&copied).unwrap();
    }
    println!("{rounds} damages, seed {seed}: {} whole; refused: {:#?}", counted.whole, counted.refused);
    assert!(counted.whole > 0 && !counted.refused.is_empty(), "{counted:?}");
}
