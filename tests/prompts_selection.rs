//! What a host adds to the built-in words, and what they leave out.

use std::fs;
use std::path::Path;

use nearer::prompts::{CardId, Family, Finding, Library, Never, Selection, Severity, check_selection};
use tempfile::TempDir;

/// A folder of one's own with these files in `en/`.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (place, text) in files {
        let path = dir.path().join("en").join(place);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    dir
}

fn beside(dir: &Path) -> Selection {
    Selection { beside: Some(dir.to_owned()), ..Selection::default() }
}

fn never<T: AsRef<str>>(ids: &[T]) -> Selection {
    let never = |(nth, id): (usize, &T)| Never {
        id: CardId::read(id.as_ref()).expect("an id"),
        file: "c.toml".into(),
        line: Some(nth + 1),
    };
    Selection { never: ids.iter().enumerate().map(never).collect(), ..Selection::default() }
}

fn open(selection: &Selection) -> Library {
    Library::open(selection).unwrap_or_else(|findings| panic!("{findings:?}"))
}

fn told(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

const CARDS: &str = "family = \"trust\"\n[[card]]\nid = \"our-01\"\nmode = \"question\"\ndepth = 1\nreveal = \"talk\"\n\
                     text = \"Where did the two of you last get lost?\"\nlistener_cue = \"Add a turn of the way.\"\n";

#[test]
fn a_folder_beside_adds_its_own_to_the_built_in_words() {
    let banned = "[[banned]]\nwords = [\"folks\"]\nwhy = \"not in this house\"\n";
    let places = "\"Europe/Lisbon\" = [\"Our village\"]\n";
    let dir = folder(&[("cards/ours.toml", CARDS), ("words.toml", banned), ("places.toml", places)]);
    let (built_in, both) = (open(&Selection::default()), open(&beside(dir.path())));
    assert_eq!(both.cards().len(), built_in.cards().len() + 1);
    assert!(both.card(&CardId::read("our-01").expect("an id")).is_some());
    assert_eq!(both.places().names.len(), built_in.places().names.len() + 1);
    let report = check_selection(&beside(dir.path()));
    assert!(report.is_usable() && report.shortfalls.is_empty(), "{report}");
    let bad = CARDS.replace("two of you", "folks");
    let dir = folder(&[("cards/ours.toml", &bad), ("words.toml", banned)]);
    assert!(told(&check_selection(&beside(dir.path())).findings).contains("says \"folks\" — mend: not in this house"));
}

#[test]
fn what_is_wrong_in_it_is_told_with_file_and_line() {
    let first = open(&Selection::default()).cards()[0].id.to_string();
    let dir = folder(&[("cards/ours.toml", &CARDS.replace("our-01", &first)), ("voice.ftl", "help = Ours\n")]);
    let found = told(&check_selection(&beside(dir.path())).findings);
    assert!(
        found.contains("en/cards/ours.toml:3: the id") && found.contains("is already taken in prompts/en/"),
        "{found}"
    );
    assert!(found.contains("en/voice.ftl: (warning) the voice is not read from a folder beside"), "{found}");
    assert!(Library::open(&beside(Path::new("/nowhere/at/all"))).is_err());
}

#[test]
fn families_that_are_off_and_cards_that_never_come_are_not_there() {
    let off = Selection { families_off: vec![Family::Trust, Family::Resentment], ..Selection::default() };
    let library = open(&off);
    assert!(library.cards().iter().all(|card| !off.families_off.contains(&card.family)));
    assert!(library.tellings().iter().all(|telling| !off.families_off.contains(&telling.about)));

    let built_in = open(&Selection::default());
    let card = built_in.cards()[0].id.to_string();
    let (date, telling) = (built_in.dates()[0].id.to_string(), built_in.tellings()[0].id.to_string());
    let library = open(&never(&[&card, &date, &telling]));
    assert!(
        library.card(&CardId::read(&card).expect("an id")).is_none() && library.card(&built_in.cards()[1].id).is_some()
    );
    assert_eq!(library.dates().len() + 1, built_in.dates().len());
    assert_eq!(library.tellings().len() + 1, built_in.tellings().len());
}

#[test]
fn a_path_passes_over_a_card_that_never_comes() {
    let built_in = open(&Selection::default());
    let path = &built_in.paths()[0];
    let library = open(&never(&[path.days[4].card.to_string()]));
    let left = library.path(&path.id).expect("the path").cards(&library);
    assert_eq!(left.len(), path.cards(&built_in).len() - 1);
    assert!(left.iter().all(|(day, _)| day.card != path.days[4].card));
}

#[test]
fn an_id_that_is_none_is_told_where_it_stands_and_a_library_without_cards_is_refused() {
    let report = check_selection(&never(&["xx-01"]));
    assert!(report.is_usable());
    assert!(told(&report.findings).contains("c.toml:1: (warning) `never` names xx-01, which is not in the library"));
    let library = open(&Selection::default());
    let all: Vec<String> = library.cards().iter().map(|card| card.id.to_string()).collect();
    let report = check_selection(&never(&all));
    assert!(report.findings.iter().any(|finding| finding.severity == Severity::Error), "{report}");
}

/// Folders as they are mounted or synchronised: what is hidden is not read, and a link that leads back ends once.
#[cfg(unix)]
#[test]
fn hidden_folders_are_passed_over_and_a_circle_of_links_is_told_once() {
    use std::os::unix::fs::symlink;
    let old = CARDS.replace("two of you", "two of us");
    let mounted = "cards/..2026_11_26/ours.toml";
    let dir = folder(&[(mounted, CARDS), ("cards/.stversions/ours~2026.toml", &old), (".git/dates.toml", "x")]);
    let cards = dir.path().join("en/cards");
    symlink("..2026_11_26", cards.join("..data")).expect("a link");
    symlink("..data/ours.toml", cards.join("ours.toml")).expect("a link");
    let report = check_selection(&beside(dir.path()));
    assert_eq!(told(&report.findings), "");
    assert!(open(&beside(dir.path())).card(&CardId::read("our-01").expect("an id")).is_some());

    symlink("..", cards.join("loop")).expect("a link");
    let report = check_selection(&beside(dir.path()));
    assert_eq!(report.findings.len(), 1, "{}", told(&report.findings));
    assert!(told(&report.findings).contains("cards/loop: (warning) is a link to a folder that is read already"));
    assert!(report.is_usable());
}

#[test]
fn marks_of_editors_and_endings_in_capitals_are_read_over() {
    let dir = folder(&[("cards/ours.TOML", &format!("\u{feff}{CARDS}")), ("Dates.Toml", "")]);
    let report = check_selection(&beside(dir.path()));
    assert!(open(&beside(dir.path())).card(&CardId::read("our-01").expect("an id")).is_some());
    assert_eq!(report.findings.len(), 1, "{}", told(&report.findings));
    assert!(told(&report.findings).contains("en/Dates.Toml: (warning) nobody reads this file"));
}

#[test]
fn the_report_begins_with_figures_and_ends_with_the_mistakes_and_their_number() {
    let wrong = CARDS.replace("depth = 1", "depth = 9").replace("our-01", "our 1");
    let dir = folder(&[("cards/ours.toml", &wrong), ("cards/nobody.toml.txt", ""), ("more.toml", "")]);
    let report = check_selection(&beside(dir.path())).to_string();
    let lines: Vec<&str> = report.lines().collect();
    assert!(lines[0].contains(" cards (grade "), "{report}");
    assert!(lines[lines.len() - 4].contains("nobody reads this file"), "{report}");
    assert!(lines[lines.len() - 3].contains("our 1") && lines[lines.len() - 2].contains("`depth`"), "{report}");
    assert_eq!(lines.last(), Some(&"2 mistakes"));
}
