//! Circles of imports among the files of a room.
//!
//! Counted is what a file uses, in its `use` lines and in paths within its code. A name that a room hands on by
//! `pub use` counts as imported from the file where it is written.

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;

use super::{Source, sources};

/// A path of names: of a module, or of something in one.
type Names = Vec<String>;

#[test]
fn no_file_of_the_prompts_is_part_of_a_circle_of_imports() {
    assert_eq!(circles(&sources(), "prompts/", 1), [] as [Vec<String>; 0]);
}

#[test]
fn no_circle_of_imports_among_the_files_of_date_nights_is_larger_than_three() {
    assert_eq!(circles(&sources(), "couple/dates/", 3), [] as [Vec<String>; 0]);
}

#[test]
fn no_file_of_spoken_time_is_part_of_a_circle_of_imports() {
    assert_eq!(circles(&sources(), "spoken_time/", 1), [] as [Vec<String>; 0]);
}

#[test]
fn the_reader_of_time_knows_no_other_room() {
    let files = sources().into_iter().filter(|source| source.path.starts_with("spoken_time/"));
    let upward: Vec<String> =
        files.filter(|source| source.code.contains("crate::")).map(|source| source.path).collect();
    assert_eq!(upward, [] as [String; 0]);
}

/// The circles of more than `most` files below `room`, each with its files in order.
fn circles(sources: &[Source], room: &str, most: usize) -> Vec<Vec<String>> {
    let modules: BTreeMap<Names, &Source> = sources.iter().map(|source| (module(&source.path), source)).collect();
    let handed_on: BTreeMap<Names, BTreeMap<String, Names>> =
        modules.iter().map(|(module, source)| (module.clone(), hands_on(module, source))).collect();
    let inside = |module: &Names| modules.get(module).is_some_and(|source| source.path.starts_with(room));
    let edges: BTreeMap<&Names, BTreeSet<Names>> = modules
        .iter()
        // A file of tests may import what it likes.
        .filter(|(module, _)| inside(module) && module.last().is_some_and(|name| name != "tests"))
        .map(|(module, source)| {
            let used = paths_used(source).into_iter().filter_map(|path| home(module, &path, &modules, &handed_on));
            (module, used.filter(|other| other != module && inside(other)).collect())
        })
        .collect();
    let reached = |from: &Names| {
        let mut found: BTreeSet<&Names> = BTreeSet::new();
        let mut open: Vec<&Names> = edges.get(from).into_iter().flatten().collect();
        while let Some(module) = open.pop() {
            if found.insert(module) {
                open.extend(edges.get(module).into_iter().flatten());
            }
        }
        found
    };
    let reach: BTreeMap<&Names, BTreeSet<&Names>> = edges.keys().map(|module| (*module, reached(module))).collect();
    let mut found = BTreeSet::new();
    for (module, others) in &reach {
        let circle: Vec<String> = others
            .iter()
            .filter(|other| reach.get(*other).is_some_and(|back| back.contains(module)))
            .filter_map(|other| modules.get(*other).map(|source| source.path.clone()))
            .collect();
        if circle.len() > most {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

/// `prompts/reading/mod.rs` is the module `prompts::reading`.
fn module(path: &str) -> Names {
    let mut names: Names = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if names.last().is_some_and(|name| name == "mod" || name == "lib") {
        names.pop();
    }
    names
}

/// The module in which the thing of this path is written. `None` for what comes from another crate.
fn home(
    from: &[String],
    path: &[String],
    modules: &BTreeMap<Names, &Source>,
    handed_on: &BTreeMap<Names, BTreeMap<String, Names>>,
) -> Option<Names> {
    let mut at: Names = from.to_vec();
    let mut rest = path;
    match rest.first().map(String::as_str)? {
        "crate" => (at, rest) = (Names::new(), &rest[1..]),
        "self" => rest = &rest[1..],
        "super" => {}
        first if !modules.contains_key(&[from, &[first.to_owned()]].concat()) => return None,
        _ => {}
    }
    while let Some((name, after)) = rest.split_first() {
        if name == "super" {
            at.pop();
            rest = after;
            continue;
        }
        let inner = [at.as_slice(), std::slice::from_ref(name)].concat();
        if modules.contains_key(&inner) {
            (at, rest) = (inner, after);
        } else if let Some(written) = handed_on.get(&at).and_then(|names| names.get(name)) {
            return home(&at, written, modules, handed_on);
        } else {
            break;
        }
    }
    Some(at)
}

/// What a module hands on by `pub use`, by name, and the path it has it from.
fn hands_on(module: &[String], source: &Source) -> BTreeMap<String, Names> {
    let lines = Regex::new(r"(?s)\bpub(?:\([^)]*\))? use ([^;]+);").expect("a pattern");
    let paths = lines.captures_iter(&source.code).flat_map(|line| spread(&line[1]));
    paths
        .filter(|path| path.as_slice() != module)
        .filter_map(|path| Some((path.last().filter(|name| *name != "*")?.clone(), path)))
        .collect()
}

/// The paths that a file uses, but for those that it only hands on.
fn paths_used(source: &Source) -> Vec<Names> {
    let lines = Regex::new(r"(?s)(pub(?:\([^)]*\))? )?\buse ([^;]+);").expect("a pattern");
    let within = Regex::new(r"\b(?:crate|super|self)(?:::\w+)+").expect("a pattern");
    let code = lines.replace_all(&source.code, "");
    let imported = lines.captures_iter(&source.code).filter(|line| line.get(1).is_none());
    imported
        .flat_map(|line| spread(&line[2]))
        .chain(within.find_iter(&code).map(|path| path.as_str().split("::").map(str::to_owned).collect()))
        .collect()
}

/// `a::{b, c::{self, d as e}}` is `a::b`, `a::c` and `a::c::d`.
fn spread(tree: &str) -> Vec<Names> {
    let tree = tree.trim();
    let Some((before, inner)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.split("::").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()];
    };
    let inner = inner.trim_end().trim_end_matches('}');
    let before: Names = before.split("::").map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for sign in inner.chars() {
        depth += i32::from(sign == '{') - i32::from(sign == '}');
        match (sign, depth) {
            (',', 0) => parts.push(String::new()),
            _ => parts.last_mut().expect("a part").push(sign),
        }
    }
    let whole = parts.iter().filter(|part| !part.trim().is_empty()).flat_map(|part| spread(part));
    whole.map(|path| if path == ["self"] { before.clone() } else { [before.clone(), path].concat() }).collect()
}

#[test]
fn a_circle_is_seen_through_what_is_handed_on() {
    let source = |path: &str, code: &str| Source { path: path.to_owned(), code: code.to_owned() };
    let sources = [
        source("room/mod.rs", "mod a;\nmod b;\nmod c;\npub use a::{Here, There as Yonder};\npub use b::B;"),
        source("room/a.rs", "use std::fmt;\nuse super::B;\npub struct Here;"),
        source("room/b.rs", "use crate::room::{\n    c::{self, C},\n};\npub struct B;"),
        source("room/c.rs", "fn c(here: super::Here) {}"),
        source("room/d.rs", "use super::{B, c};"),
    ];
    assert_eq!(circles(&sources, "room/", 1), [["room/a.rs", "room/b.rs", "room/c.rs"]]);
    assert_eq!(circles(&sources, "room/", 3), [] as [Vec<String>; 0]);
}
