//! The invariants of the house (see the crate's front page), read off the sources themselves.

mod circles;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// A source file: its path below `src/`, and its text without tests and comments.
struct Source {
    path: String,
    code: String,
}

/// Where the tests of a file begin: a module with a body. A `mod tests;` only names another file.
const TESTS: &str = "#[cfg(test)]\nmod tests {";

/// All sources but those that are tests as a whole.
fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    collect(&root, &mut paths);
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("a source");
        let text = text.split(TESTS).next().unwrap_or_default();
        let code = text.lines().map(without_comment).collect::<Vec<_>>().join("\n");
        Source { path: path.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/"), code }
    };
    let tests = |source: &Source| source.path.ends_with("/tests.rs") || source.path.contains("/tests/");
    paths.into_iter().map(read).filter(|source| !tests(source)).collect()
}

fn collect(dir: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(dir).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            collect(&path, into);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            into.push(path);
        }
    }
}

fn without_comment(line: &str) -> &str {
    let start = line.trim_start();
    if start.starts_with("//") { "" } else { line.split(" // ").next().unwrap_or_default() }
}

/// Places where `pattern` stands in files that `counts`.
fn found(pattern: &str, counts: impl Fn(&str) -> bool) -> Vec<String> {
    let pattern = Regex::new(pattern).expect("a pattern");
    let mut places = Vec::new();
    for source in sources().into_iter().filter(|source| counts(&source.path)) {
        for (number, line) in source.code.lines().enumerate() {
            if pattern.is_match(line) {
                places.push(format!("src/{}:{}: {}", source.path, number + 1, line.trim()));
            }
        }
    }
    places
}

fn nowhere(what: &str, places: &[String]) {
    assert!(places.is_empty(), "{what}:\n{}", places.join("\n"));
}

/// These tests see what they are about: of every file all that stands before its tests, and tests stand last.
#[test]
fn every_source_is_read_to_its_tests() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let declared = Regex::new(r"#\[cfg\(test\)\]\s*mod tests \{").expect("a pattern");
    for source in sources() {
        let text = fs::read_to_string(root.join(&source.path)).expect("a source");
        let tests = declared.find(&text).map_or(0, |tests| text[tests.start()..].lines().count());
        let (read, all) = (source.code.split('\n').count(), text.lines().count());
        assert_eq!(read + tests, all, "src/{}: {read} of {all} lines are read", source.path);
        let after = text.split(TESTS).nth(1).unwrap_or_default();
        assert!(!after.contains("\n}\n\n"), "src/{}: something stands behind the tests, unread", source.path);
    }
}

/// The room that a file belongs to: a folder of `src/`, or a file there.
fn room(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// Which rooms each room imports. The two roots, which only put rooms together, are none.
fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let named = Regex::new(r"\bcrate::([a-z_]+)").expect("a pattern");
    let up = Regex::new(r"\bsuper::").expect("a pattern");
    let mut imports: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources() {
        let room = room(&source.path);
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let depth = source.path.matches('/').count();
        let front = depth == 0 || (depth == 1 && source.path.ends_with("/mod.rs"));
        assert!(!front || !up.is_match(&source.code), "src/{} reaches other rooms by `super`", source.path);
        let entry = imports.entry(room.to_owned()).or_default();
        entry.extend(named.captures_iter(&source.code).map(|name| name[1].to_owned()).filter(|name| name != room));
        assert!(!source.code.contains("crate::{"), "src/{}: one `use crate::…` for each room", source.path);
    }
    imports
}

#[test]
fn no_import_between_rooms_runs_in_a_circle() {
    let mut left = imports();
    let rooms: BTreeSet<String> = left.keys().cloned().collect();
    for (room, imported) in &left {
        let unknown: Vec<&String> = imported.difference(&rooms).collect();
        assert!(unknown.is_empty(), "{room} imports what is no room: {unknown:?}");
    }
    // Whoever imports nothing that is left goes; those of a circle never do.
    loop {
        let ready: BTreeSet<String> =
            left.iter().filter(|(_, imported)| imported.is_empty()).map(|(room, _)| room.clone()).collect();
        if ready.is_empty() {
            break;
        }
        left.retain(|room, _| !ready.contains(room));
        for imported in left.values_mut() {
            imported.retain(|room| !ready.contains(room));
        }
    }
    assert!(left.is_empty(), "rooms that import each other in a circle, or stand above one: {left:?}");
}

#[test]
fn the_domain_knows_no_network_no_store_no_runtime_and_no_clock() {
    let domain = |path: &str| path.starts_with("couple/") || path.starts_with("spoken_time/");
    nowhere("the domain names the outside", &found(r"\b(teloxide|sled|tokio|axum|reqwest|rmp_serde)\b", domain));
    nowhere("the domain reads a clock", &found(r"Utc::now|Local::now|SystemTime|Instant::now", domain));
    nowhere("the domain makes its own chance", &found(r"rand::rng\(|from_os_rng|thread_rng|rand::random", domain));
    nowhere("the domain waits", &found(r"\basync\b|\.await\b", domain));
}

#[test]
fn only_the_store_names_its_engines() {
    nowhere("sled outside the store", &found(r"\bsled::", |path| !path.starts_with("store/")));
    let elsewhere = |path: &str| !path.starts_with("store/postgres/");
    nowhere("PostgreSQL's client elsewhere", &found(r"\b(tokio_postgres|refinery)\b", elsewhere));
    nowhere("sled in the other store", &found(r"\bsled::", |path| path.starts_with("store/postgres/")));
}

#[test]
fn only_telegram_and_the_rehearsal_name_shapes_of_the_bot_api() {
    let outside = |path: &str| !path.starts_with("telegram/") && !path.starts_with("rehearsal/");
    nowhere(
        "Bot API shapes elsewhere",
        &found(r"teloxide::(types|payloads|requests)|\bupdate_id\b|chat_id\b", outside),
    );
}

#[test]
fn only_telegram_calls_telegram() {
    let outside = |path: &str| !path.starts_with("telegram/") && !path.starts_with("rehearsal/");
    nowhere("a call to Telegram elsewhere", &found(r"\bcall_raw\(|\bcall::<|\.send\(\)\.await|sendMessage", outside));
}

#[test]
fn no_words_and_no_raw_updates_are_logged() {
    let logged = r"(trace|debug|info|warn|error)!\(.*(\?(update|message|raw|body|text|row|event|query|request)\b|\{(update|message|raw|body|text|row|event|query|request)?:\?\})";
    nowhere("something with content is logged", &found(logged, |path| !path.starts_with("rehearsal/")));
    let named = r"(trace|debug|info|warn|error)!\(.*\b(name|title|token|username)\s*=";
    nowhere("a name or a token is logged", &found(named, |_| true));
}

#[test]
fn no_sentence_for_couples_stands_in_rust() {
    let rooms = |path: &str| path.starts_with("couple/") || path.starts_with("telegram/");
    let sentence = found(r#""[A-Z][a-z]+,? [a-z]+ [a-z]+ [a-z]+[^"]*""#, rooms);
    let ours =
        Regex::new(r#"(trace|debug|info|warn|error)!|#\[error|expect\(|"(Bad Request|Forbidden)"#).expect("a pattern");
    let ours = |place: &String| ours.is_match(place) || place.starts_with("src/telegram/failure.rs");
    nowhere("sentences in Rust", &sentence.into_iter().filter(|place| !ours(place)).collect::<Vec<_>>());
}

#[test]
fn nothing_unfinished_and_no_drawer_for_odds_and_ends() {
    nowhere("unfinished", &found(r"\b(todo|unimplemented)!|\bTODO\b|\bFIXME\b|#\[ignore", |_| true));
    let drawer = |path: &str| ["utils", "helpers", "manager", "misc", "common"].iter().any(|name| path.contains(name));
    let drawers: Vec<String> = sources().into_iter().map(|source| source.path).filter(|path| drawer(path)).collect();
    nowhere("a drawer", &drawers);
}

/// Lines are said by the functions that `build.rs` makes of the voice, so that the compiler knows each of them.
#[test]
fn no_line_of_the_voice_is_said_by_a_string() {
    let lines = |path: &str| !path.starts_with("prompts/");
    nowhere("a key of the voice as a string", &found(r#"Phrase::new\(|\.with\(\s*"[a-z_]+","#, lines));
}
