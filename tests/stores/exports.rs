//! Exports and imports: nothing is lost on the way, and nothing half is ever taken for whole.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{ChatId, TimerKind, UpdateId, UserId};
use nearer::store::{
    Batch, Dead, EXPORTS_KEPT, Imported, Options, OutboxKey, SledStore, Store, StoreError, Timer, import,
};

use crate::contract::{corner, couple, outgoing};

fn noon() -> DateTime<Utc> {
    "2025-06-01T12:00:00Z".parse().unwrap()
}

fn open(dir: &Path) -> SledStore {
    SledStore::open(dir, &Options::default()).unwrap()
}

fn lived_in(dir: &Path) -> SledStore {
    let mut store = open(dir);
    for n in 1..=300 {
        let chat = ChatId(-n);
        let timer = Timer { due: noon() + TimeDelta::seconds(n), chat, kind: TimerKind::Wake };
        let number = u32::try_from(n).unwrap();
        store
            .commit(&Batch {
                couples: [(chat, Some(couple(chat)))].into(),
                corners: [(UserId(n.unsigned_abs()), Some(corner(&vec![-n; 500])))].into(),
                timers: [(timer, true)].into(),
                outbox: [(OutboxKey { chat, seq: n.unsigned_abs() }, Some(outgoing("çé \u{1f319}")))].into(),
                seen: (0..10).map(|i| UpdateId(number * 10 + i)).collect(),
                dead: vec![Dead { update: UpdateId(number), kind: "k".into(), error: "e".into(), at: noon() }],
                ..Batch::default()
            })
            .unwrap();
    }
    store
}

fn lines(export: &Path) -> String {
    let mut text = String::new();
    let mut plain = lz4_flex::frame::FrameDecoder::new(fs::File::open(export).unwrap());
    plain.read_to_string(&mut text).unwrap();
    text
}

fn refusal(result: Result<Imported, StoreError>) -> String {
    let error = result.unwrap_err();
    assert!(matches!(error, StoreError::BadExport { .. }), "{error}");
    error.to_string()
}

#[test]
fn an_export_of_an_import_of_an_export_is_the_same() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let one = lived_in(first.path()).export(noon()).unwrap();
    assert_eq!(one.path.file_name().unwrap(), "nearer-20250601T120000Z.jsonl.lz4");
    assert_eq!(
        import(&one.path, second.path(), &Options::default(), None).unwrap(),
        Imported { records: one.records, left_out: 0 }
    );
    assert!(lines(&one.path).lines().count() > 1_500);
    assert_eq!(open(first.path()).legible().unwrap(), open(second.path()).legible().unwrap());
}

#[test]
fn an_imported_store_goes_on_where_the_other_stopped() {
    let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let store = lived_in(first.path());
    import(&store.export(noon()).unwrap().path, second.path(), &Options::default(), None).unwrap();
    let mut again = open(second.path());
    assert_eq!(again.seen().unwrap(), store.seen().unwrap());
    again.commit(&Batch { seen: vec![UpdateId(1)], ..Batch::default() }).unwrap();
    assert_eq!(again.seen().unwrap().last(), Some(&UpdateId(1)));
    assert_eq!(again.first_due().unwrap(), store.first_due().unwrap());
    assert_eq!(again.outbox().unwrap(), store.outbox().unwrap());
}

#[test]
fn the_first_export_format_is_still_read() {
    let dir = tempfile::tempdir().unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/export-v1.jsonl");
    assert_eq!(import(&fixture, dir.path(), &Options::default(), None).unwrap(), Imported { records: 6, left_out: 0 });
    let store = open(dir.path());
    assert_eq!(store.couple(ChatId(-100)).unwrap().map(|couple| couple.chat), Some(ChatId(-100)));
    assert_eq!(store.corner(UserId(7)).unwrap(), Some(corner(&[-100])));
    assert_eq!(store.first_due().unwrap().map(|timer| timer.chat), Some(ChatId(-100)));
    assert_eq!(store.lane(ChatId(-100)).unwrap(), [(OutboxKey { chat: ChatId(-100), seq: 3 }, outgoing("card"))]);
    assert_eq!(store.seen().unwrap(), [UpdateId(5), UpdateId(6)]);
    assert_eq!(store.dead().unwrap()[0].error, "a panic");
}

#[test]
fn only_an_empty_directory_is_imported_into() {
    let dir = tempfile::tempdir().unwrap();
    let export = lived_in(dir.path()).export(noon()).unwrap().path;
    assert!(matches!(import(&export, dir.path(), &Options::default(), None), Err(StoreError::NotEmpty { .. })));
    let new = dir.path().join("a/new/one");
    import(&export, &new, &Options::default(), None).unwrap();
    assert_eq!(open(&new).couples(), 300);
}

#[test]
fn an_export_that_is_not_whole_is_refused_and_leaves_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let export = lived_in(dir.path()).export(noon()).unwrap().path;
    let text = lines(&export);
    let all: Vec<&str> = text.lines().collect();
    let (last, rows) = all.split_last().unwrap();
    let bytes = fs::read(&export).unwrap();

    let write = |name: &str, content: &[u8]| -> PathBuf {
        let path = dir.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let cases: [(&str, Vec<u8>); 7] = [
        ("cut", bytes[..bytes.len() * 2 / 3].to_vec()),
        ("no-end", rows.join("\n").into_bytes()),
        ("row-missing", [&rows[..rows.len() - 1], &[*last]].concat().join("\n").into_bytes()),
        ("row-added", [all.as_slice(), &[rows[3]]].concat().join("\n").into_bytes()),
        ("bad-key", text.replacen("\"key\":\"", "\"key\":\"zz", 1).into_bytes()),
        ("bad-tree", text.replacen("\"couples\"", "\"cuples\"", 1).into_bytes()),
        ("newer", text.replacen("\"nearer_export\":2", "\"nearer_export\":3", 1).into_bytes()),
    ];
    for (name, content) in cases {
        let into = dir.path().join(format!("into-{name}"));
        refusal(import(
            &write(name, &content),
            &into,
            &Options::default(),
            Some(&nearer::store::KeysFrom::Folder(dir.path().to_owned())),
        ));
        assert!(!into.exists(), "{name}: it is checked whole before anything is made");
    }
}

#[test]
fn a_refusal_never_quotes_what_was_in_the_export() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("bad.jsonl");
    let row = r#"{"tree":"couples","key":"7fffffffffffff9c","value":{"chat":"their secret"}}"#;
    fs::write(&path, format!("{{\"nearer_export\":1,\"created\":\"\"}}\n{row}\n")).unwrap();
    let said = refusal(import(&path, &dir.path().join("new"), &Options::default(), None));
    assert!(said.contains("line 2") && said.contains("couples") && !said.contains("secret"), "{said}");
}

#[test]
fn the_newest_exports_are_kept_and_unfinished_ones_removed() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let exports = dir.path().join("exports");
    fs::create_dir(&exports).unwrap();
    fs::write(exports.join("nearer-20200101T000000Z.jsonl.lz4.part"), "half").unwrap();
    fs::write(exports.join("notes.txt"), "the host's own").unwrap();
    for hour in 0..30 {
        store.export(noon() + TimeDelta::hours(hour)).unwrap();
    }
    let mut names: Vec<String> =
        fs::read_dir(&exports).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names.len(), EXPORTS_KEPT + 1);
    assert_eq!(names[0], "nearer-20250601T180000Z.jsonl.lz4");
    assert_eq!(names.last().unwrap(), "notes.txt");
}

/// While it is written in slices, couples go on; it shows the store as it was when it was begun.
#[test]
fn an_export_in_slices_shows_one_moment_whatever_is_committed_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = lived_in(dir.path());
    let before = lines(&store.export(noon()).unwrap().path);
    store.begin_export(noon()).unwrap();
    let mut slices = 0;
    let exported = loop {
        slices += 1;
        if let Some(exported) = store.go_on_exporting(std::time::Duration::ZERO).unwrap() {
            break exported;
        }
        if slices % 8 != 1 {
            continue;
        }
        // Each tree loses rows, gains some and sees others change, ahead of the export and behind it.
        let (n, m) = (slices * 7 % 300 + 1, slices * 11 % 600 + 1);
        let (chat, other) = (ChatId(-n), ChatId(-m));
        let timer =
            |chat: ChatId, second: i64| Timer { due: noon() + TimeDelta::seconds(second), chat, kind: TimerKind::Wake };
        let removed = Batch {
            couples: [(chat, None), (other, Some(couple(other)))].into(),
            corners: [(UserId(n.unsigned_abs()), None), (UserId(m.unsigned_abs()), Some(corner(&[slices])))].into(),
            timers: [(timer(chat, n), false), (timer(other, m), true)].into(),
            outbox: [(OutboxKey { chat, seq: n.unsigned_abs() }, None)].into(),
            seen: vec![UpdateId(1)],
            ..Batch::default()
        };
        store.commit(&removed).unwrap();
        store.commit(&Batch { couples: [(chat, Some(couple(other)))].into(), ..Batch::default() }).unwrap();
    };
    assert!(slices > 1_000, "{slices}");
    assert!(lines(&exported.path) == before);
    assert!(store.go_on_exporting(std::time::Duration::ZERO).unwrap().is_none());
}
