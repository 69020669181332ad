//! Imports that come to no end: whatever stopped one, its directory is never opened as a store.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use nearer::couple::{ChatId, Corner, Couple, UserId};
use nearer::store::{Batch, KeysFrom, Options, SledStore, Store, StoreError, import};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{from_value, json};

/// An export of twice as many rows, in a folder of its own.
fn export(dir: &Path, couples: i64) -> PathBuf {
    let mut store = SledStore::open(&dir.join("first"), &Options::default()).unwrap();
    let couple = |n: i64| -> Couple { from_value(json!({ "chat": n })).unwrap() };
    let chats: std::collections::BTreeMap<String, &str> =
        (0..20).map(|chat| (chat.to_string(), "2026-01-01T00:00:00Z")).collect();
    let corner: Corner = from_value(json!({ "couples": chats })).unwrap();
    store
        .commit(&Batch {
            couples: (1..=couples).map(|n| (ChatId(-n), Some(couple(-n)))).collect(),
            corners: (1..=couples).map(|n| (UserId(n.unsigned_abs()), Some(corner.clone()))).collect(),
            ..Batch::default()
        })
        .unwrap();
    store.export("2026-11-26T08:00:00Z".parse().unwrap()).unwrap().path
}

fn unpacked(export: &Path) -> Vec<u8> {
    let mut text = Vec::new();
    lz4_flex::frame::FrameDecoder::new(fs::File::open(export).unwrap()).read_to_end(&mut text).unwrap();
    text
}

fn import_by(program: &str, before: &[&str], export: &Path, home: &Path) -> Command {
    fs::write(home.join("config.toml"), "data_dir = 'new'\n").unwrap();
    let mut command = Command::new(program);
    command.args(before).arg("import").arg(export).arg("--config").arg(home.join("config.toml"));
    command.stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Whether nothing is there, or a directory without anything, as a host may have made it.
fn is_empty(dir: &Path) -> bool {
    fs::read_dir(dir).map_or(true, |mut entries| entries.next().is_none())
}

/// What `run` and the next import say of it.
fn is_refused(dir: &Path, export: &Path) {
    let opened = SledStore::open(dir, &Options::default()).err().expect("never a new store").to_string();
    assert!(opened.contains("was not finished. Remove that directory and import again"), "{opened}");
    let again = import(export, dir, &Options::default(), None);
    assert!(matches!(again, Err(StoreError::ImportUnfinished { .. })), "{again:?}");
}

#[test]
fn an_import_that_is_killed_leaves_nothing_that_opens() {
    let home = tempfile::tempdir().unwrap();
    let export = export(home.path(), 700);
    let dir = home.path().join("new");
    let mut rng = StdRng::seed_from_u64(11);
    let begun = Instant::now();
    let whole = import_by(env!("CARGO_BIN_EXE_nearer"), &[], &export, home.path()).output().unwrap();
    assert!(whole.status.success(), "{}", said(&whole));
    let whole = u64::try_from(begun.elapsed().as_micros()).unwrap();
    let (mut nothing, mut half, mut done) = (0, 0, 0);
    for _ in 0..16 {
        fs::remove_dir_all(&dir).unwrap_or_default();
        let mut child = import_by(env!("CARGO_BIN_EXE_nearer"), &[], &export, home.path()).spawn().unwrap();
        // The moment is a part of what a whole import took: there is nothing else to wait for.
        let until = Instant::now() + Duration::from_micros(rng.random_range(0..whole));
        while Instant::now() < until && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        if is_empty(&dir) {
            nothing += 1;
        } else if dir.join("store.toml").exists() {
            let store = SledStore::open(&dir, &Options::default()).unwrap();
            assert_eq!(store.couples(), 700);
            done += 1;
        } else {
            is_refused(&dir, &export);
            half += 1;
        }
    }
    println!("{nothing} before anything was made, {half} half made, {done} done");
    assert!(half > 0);
}

/// A limit to the size of files stands for a full disk: every write beyond it fails.
#[cfg(unix)]
#[test]
fn an_import_onto_a_full_disk_fails_in_words_and_leaves_nothing_that_opens() {
    let home = tempfile::tempdir().unwrap();
    let export = export(home.path(), 700);
    let dir = home.path().join("new");
    for kilobytes in [0, 1, 4, 64, 512, 1_500, 2_048] {
        fs::remove_dir_all(&dir).unwrap_or_default();
        let limit = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", kilobytes * 2);
        let program = env!("CARGO_BIN_EXE_nearer");
        let mut child = import_by("sh", &["-c", &limit, program], &export, home.path()).spawn().unwrap();
        let begun = Instant::now();
        while child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_mins(1), "it hangs at {kilobytes} kB");
            std::thread::yield_now();
        }
        let output = child.wait_with_output().unwrap();
        assert!(!output.status.success(), "{kilobytes} kB are not enough");
        assert!(said(&output).contains("nearer: "), "{kilobytes} kB: {}", said(&output));
        if !is_empty(&dir) {
            is_refused(&dir, &export);
        }
    }
}

#[test]
fn an_export_with_a_damaged_last_line_is_refused_before_anything_is_made() {
    let home = tempfile::tempdir().unwrap();
    let export = export(home.path(), 20);
    let text = unpacked(&export);
    let end = text[..text.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap() + 1;
    let mut rng = StdRng::seed_from_u64(5);
    let dir = home.path().join("new");
    for round in 0..40 {
        let mut damaged = text.clone();
        if round < 10 {
            // Cut anywhere in its last line.
            damaged.truncate(rng.random_range(end..text.len() - 2));
        } else {
            // Or with another sign in it.
            let at = rng.random_range(end..text.len() - 1);
            damaged[at] = if damaged[at] == b'#' { b'%' } else { b'#' };
        }
        let file = home.path().join("damaged.jsonl");
        fs::write(&file, damaged).unwrap();
        let refused = import(&file, &dir, &Options::default(), Some(&KeysFrom::Folder(home.path().join("first"))));
        assert!(matches!(refused, Err(StoreError::BadExport { .. })), "{refused:?}");
        assert!(!dir.exists(), "nothing is made");
    }
}

/// Half a gigabyte in one line, packed into two megabytes.
#[test]
fn a_line_without_an_end_is_not_read_into_memory() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("endless.jsonl.lz4");
    let mut packed = lz4_flex::frame::FrameEncoder::new(fs::File::create(&file).unwrap());
    packed.write_all(b"{\"nearer_export\":1,\"created\":\"\"}\n").unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..512 {
        packed.write_all(&zeros).unwrap();
    }
    packed.finish().unwrap();
    let (before, begun) = (memory(), Instant::now());
    let refused = import(&file, &home.path().join("new"), &Options::default(), None).unwrap_err().to_string();
    assert!(refused.contains("line 2: it is longer than any line of an export"), "{refused}");
    if let (Some(before), Some(after)) = (before, memory()) {
        println!("{} kB more at the most, in {:.0?}", after - before, begun.elapsed());
        assert!(after - before < 64 << 10, "{before} kB before, {after} kB after");
    }
}

/// The most memory that this process ever had, in kilobytes, where the system tells.
fn memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
