//! A host's own prompts: what is wrong is told with its place and the way to mend it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use nearer::prompts::{CountryCode, Library, Selection, Severity, Unusable, check, check_selection};
use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use tempfile::TempDir;

fn prompts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, target) = (entry.as_ref().unwrap().path(), to.join(entry.unwrap().file_name()));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}

/// A copy of the prompts in which one text of one file is replaced.
fn changed(file: &str, from: &str, to: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(&prompts(), dir.path());
    let path = dir.path().join("en").join(file);
    let text = fs::read_to_string(&path).unwrap_or_default();
    assert!(text.contains(from), "{file} does not contain {from}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
    dir
}

/// The findings after a change, without the directory's name.
fn findings(file: &str, from: &str, to: &str) -> String {
    let dir = changed(file, from, to);
    let prefix = format!("{}/", dir.path().join("en").display());
    let report = check(Some(dir.path()));
    let lines: Vec<_> = report.findings.iter().map(|finding| finding.to_string().replace(&prefix, "")).collect();
    lines.join("\n")
}

#[track_caller]
fn expect(file: &str, from: &str, to: &str, parts: &[&str]) {
    let found = findings(file, from, to);
    for part in parts {
        assert!(found.contains(part), "expected: {part}\nfound: {found}");
    }
}

#[test]
fn the_prompts_of_the_repository_load_from_a_directory() {
    let library = Library::load(&prompts()).unwrap_or_else(|findings| panic!("{findings:?}"));
    let embedded = Library::embedded().unwrap();
    assert_eq!(library.cards().len(), embedded.cards().len());
    assert_eq!(library.places().names.get("Munich").map(|zone| zone.name()), Some("Europe/Berlin"));
    assert_eq!(library.dates().len(), embedded.dates().len());
}

#[test]
fn an_unknown_key_is_named_with_its_neighbour() {
    let file = std::fs::read_to_string(prompts().join("en/cards/trust.toml")).unwrap();
    let line = 1 + file.lines().position(|line| line.starts_with("listener_cue")).unwrap();
    let found =
        format!("cards/trust.toml:{line}: nobody reads the key `listner_cue` — mend: did you mean `listener_cue`?");
    expect("cards/trust.toml", "listener_cue", "listner_cue", &[&found]);
}

#[test]
fn a_wrong_value_is_named_with_the_allowed_ones() {
    let parts =
        ["cards/trust.toml:10: `mode` knows no \"sermon\"", "question, appreciation, micro_action, memory, future"];
    expect("cards/trust.toml", "\"appreciation\"", "\"sermon\"", &parts);
    expect("cards/trust.toml", "\"appreciation\"", "\"apreciation\"", &["did you mean `appreciation`?"]);
    expect(
        "cards/trust.toml",
        "depth = 1",
        "depth = 4",
        &["cards/trust.toml:11: `depth` is not a whole number from 1 to 3"],
    );
    expect("cards/trust.toml", "depth = 1", "depth = \"1\"", &["cards/trust.toml:11: `depth`"]);
}

#[test]
fn a_deed_says_when_and_nothing_else_does() {
    let thanks = "mode = \"appreciation\"";
    let deed = "mode = \"micro_action\"\nwhen = \"now\"";
    expect("cards/trust.toml", thanks, &format!("{thanks}\nwhen = \"now\""), &["only a deed is done at some time"]);
    expect("cards/trust.toml", deed, "mode = \"micro_action\"\nwhen = \"soon\"", &["`when` knows no \"soon\""]);
    let untimed = findings("cards/trust.toml", deed, "mode = \"micro_action\"");
    assert_eq!(untimed.lines().count(), 0, "a host's own deeds may leave it open: {untimed}");
}

#[test]
fn a_card_says_for_which_day_or_which_couples_it_is() {
    let head = "reveal = \"talk\"";
    let with = |line: &str, parts: &[&str]| expect("cards/trust.toml", head, &format!("{head}\n{line}"), parts);
    with("occasion = \"aniversary\"", &["`occasion` knows no \"aniversary\" — mend: did you mean `anniversary`?"]);
    with("occasion = \"easter\"", &["it can be anniversary, birthday, new_year, feast"]);
    with("stage = \"retied\"", &["did you mean `retired`?"]);
    with("stage = \"moving\"", &["it can be under_a_year, children_at_home, children_moved_out, retired"]);
    with("season = [\"winters\"]", &["did you mean `winter`?"]);
    with("season = \"winter\"", &["`season` is not a list — mend: write season = [\"…\"]"]);
    with("hours = [\"dawn\"]", &["it can be morning, midday, afternoon, evening, night"]);
    with("occasion = \"feast\"\nstage = \"retired\"", &["for an occasion or for a stage", "keep one of the two"]);
    let to_all = "a card of an occasion does not come to all who keep it";
    with("occasion = \"feast\"\nsensitivity = \"intimate\"", &[to_all]);
    expect("cards/trust.toml", head, "reveal = \"private_only\"\noccasion = \"feast\"", &[to_all]);
    for sound in ["occasion = \"new_year\"", "stage = \"retired\"", "season = [\"spring\"]\nhours = [\"night\"]"] {
        let card =
            "text = \"What will you both laugh at?\"\nlistener_cue = \"Laugh first.\"\nmode = \"question\"\ndepth = 1";
        let file = format!("family = \"trust\"\n[[card]]\nid = \"oc-901\"\n{card}\n{head}\n{sound}\n");
        assert_eq!(found_in("cards/occasions/trust.toml", &file), "");
    }
}

#[test]
fn a_path_a_chapter_and_the_first_days_have_no_card_of_some_day_only() {
    for place in ["paths/apart.toml", "chapters.toml", "first_days.toml"] {
        let text = fs::read_to_string(prompts().join("en").join(place)).unwrap();
        let id = text.split('"').find(|part| part.starts_with("co-")).unwrap();
        let card = format!("id = \"{id}\"");
        let found = findings("cards/commitment.toml", &card, &format!("{card}\noccasion = \"feast\""));
        assert!(found.contains(place) && found.contains(&format!("the card {id} ")), "{place}: {found}");
    }
}

#[test]
fn a_broken_line_is_found_and_the_rest_is_still_read() {
    expect("cards/trust.toml", "\"tr-01\"", "\"tr-01", &["cards/trust.toml:9: is not TOML"]);
    expect("cards/trust.toml", "[[card]]", "[card]", &["cards/trust.toml"]);
}

#[test]
fn an_id_is_given_once_and_well_formed() {
    expect("cards/trust.toml", "tr-01", "lf-01", &["the id lf-01 is already taken in", "love_friendship.toml:9"]);
    expect("dates.toml", "da-01", "lf-01", &["the id lf-01 is already taken in"]);
    expect("cards/trust.toml", "tr-01", "Trust 1", &["\"Trust 1\" is not an id"]);
}

#[test]
fn manner_is_minded() {
    let text =
        "What have you not had to think about for a long time, because your partner takes care of it? Thank them.";
    let trust = |to: &str, parts: &[&str]| expect("cards/trust.toml", text, to, parts);
    trust("You should thank your partner.", &["`text` says \"should\" — mend: it sounds like an order"]);
    trust("Find out your love language.", &["says \"love language\""]);
    trust("Thank your partner!", &["has an exclamation mark"]);
    trust("One. Two. Three. Four.", &["has 4 sentences; 3 fit"]);
    trust("Who? What? When?", &["asks more than one thing"]);
    trust(&"word ".repeat(60), &["has 299 characters; 240 fit", "60 words to a sentence"]);
    trust("Communicate appreciation regarding collaborative accomplishments.", &["reads like grade"]);
    expect("cards/trust.toml", "Enjoy it. If there is a trick to it, tell.", "", &["the listener has no cue"]);
}

#[test]
fn the_voice_is_whole_and_fits() {
    expect("bot.ftl", "lost-for-words =", "lost-for-word =", &["`lost-for-words` is missing"]);
    expect(
        "about.ftl",
        "button-about-back = Back",
        "button-about-back = Back to where we were",
        &["21 characters; 20 fit"],
    );
    expect("about.ftl", "<b>Nearer</b>", "<b>Nearer", &["`about-intro` leaves <b> open"]);
    expect("about.ftl", "<b>Nearer</b>", "<h1>Nearer</h1>", &["the tag <h1>, which Telegram does not know"]);
    expect("about.ftl", "{ family-trust }", "{ family-thrust }", &["refers to family-thrust, which is not there"]);
    expect(
        "bot.ftl",
        "lost-for-words = I'm",
        "lost-for-words = { $name }, I'm",
        &["`lost-for-words` uses $name", "without any"],
    );
    expect("bot.ftl", "lost-for-words = I'm", "lost for words = I'm", &["bot.ftl:", "is not Fluent"]);
    let first = fs::read_to_string(prompts().join("en/bot.ftl")).unwrap().lines().next().unwrap().to_owned();
    assert_eq!(findings("bot.ftl", &first, &format!("\u{feff}lost = First.\n{first}")).lines().count(), 0);
    expect("modes.ftl", "mode-future", "mode-memory", &["modes.ftl:7: `mode-memory` is said twice"]);
}

#[test]
fn places_have_real_zones() {
    expect("places.toml", "Europe/Lisbon", "Europe/Porto", &["places.toml:5: \"Europe/Porto\" is not a time zone"]);
    expect("places.toml", "\"Faro\"", "\"Lyon\"", &["Lyon is already in"]);
}

#[test]
fn lines_of_support_are_whole_dated_and_told_where_they_came_from() {
    let file = "support.toml";
    let name = "name = \"Portugal\"\nemergency = \"112\"";
    expect(file, "code = \"pt\"", "code = \"PT\"", &["support.toml:", "\"PT\" is not the code of a country"]);
    expect(file, "code = \"pt\"", "code = \"se\"", &["another country has this code"]);
    expect(file, "checked = 2026-11-26", "checked = \"today\"", &["`checked` is not a day — mend: write checked = 20"]);
    expect(file, "source = \"cig", "# source = \"cig", &["`source` is missing"]);
    expect(file, name, "name = \"Portugal and its islands\"\nemergency = \"112\"", &["too long for a button"]);
    expect(file, "\"Atlantic/Madeira\"", "\"Atlantic/Maderia\"", &["\"Atlantic/Maderia\" is not a time zone"]);
    expect(file, "kind = \"stop\"", "kind = \"halt\"", &["`kind` knows no \"halt\" — mend: did you mean"]);
}

/// What a host lays beside takes the place of what has gone out of use.
#[test]
fn a_country_of_a_host_takes_the_place_of_the_built_in_one() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("en")).unwrap();
    let ours = "[[country]]\ncode = \"pt\"\nname = \"Portugal\"\nemergency = \"112\"\nchecked = 2028-01-01\n\
                source = \"ours\"\n[[country.line]]\nname = \"Next door\"\nwhat = \"For anyone.\"\nreach = \"1\"\n";
    fs::write(dir.path().join("en/support.toml"), ours).unwrap();
    let selection = Selection { beside: Some(dir.path().to_owned()), ..Selection::default() };
    let library = Library::open(&selection).unwrap();
    let portugal = CountryCode::read("pt").and_then(|code| library.support().country(code)).unwrap();
    assert_eq!(portugal.lines.len(), 1);
    let old = check_selection(&selection).as_of(NaiveDate::from_ymd_opt(2028, 1, 2).unwrap());
    let told: Vec<String> = old.findings.iter().map(ToString::to_string).collect();
    assert!(told.iter().any(|told| told.contains("the lines of Spain were last checked")), "{told:?}");
    assert!(!told.iter().any(|told| told.contains("Portugal")), "{told:?}");
}

#[test]
fn a_missing_family_or_file_is_told() {
    let dir = changed("places.toml", "", "");
    for folder in ["", "guess/", "intimate/", "occasions/", "play/", "stages/"] {
        fs::remove_file(dir.path().join(format!("en/cards/{folder}trust.toml"))).unwrap();
    }
    fs::remove_file(dir.path().join("en/places.toml")).unwrap();
    let Err(Unusable(found)) = Library::load(dir.path()) else { panic!("it loads") };
    assert!(found.iter().any(|finding| finding.what.contains("no card of the family trust")));
    assert!(found.iter().any(|finding| finding.file.ends_with("en/places.toml")));
}

#[test]
fn where_nothing_can_be_read_only_that_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let told = || check(Some(dir.path())).to_string();
    let en = dir.path().join("en").display().to_string();
    assert!(told().starts_with(&format!("{en}: cannot be read: ")) && told().lines().count() == 2, "{}", told());
    fs::create_dir(dir.path().join("en")).unwrap();
    assert!(told().starts_with(&format!("{en}: holds no prompts")) && told().lines().count() == 2, "{}", told());
    // Who has only cards of their own has a folder to lay beside; each line of the voice need not be told.
    fs::write(dir.path().join("en/dates.toml"), "").unwrap();
    assert!(told().contains("en/voice.ftl: there is no voice") && told().contains("prompts_beside"), "{}", told());
    assert!(!told().contains("`help`"), "{}", told());
}

#[test]
fn a_strange_file_is_no_panic() {
    let dir = changed("bot.ftl", "", "");
    fs::write(dir.path().join("en/cards/picture.toml"), [b'a', b'\n', 0xff, 0xfe]).unwrap();
    fs::write(dir.path().join("en/cards/.trust.toml.swp"), "x").unwrap();
    let report = check(Some(dir.path()));
    let errors: Vec<_> = report.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!((errors[0].line, errors[0].what.as_str()), (Some(2), "is not UTF-8 text"));
}

#[test]
fn a_card_without_words_is_told() {
    let from = "text = \"The last time you had a hard day, what did your partner do that helped? They may not know that it did.\"";
    expect("cards/trust.toml", from, "text = \" \"", &["`text` is missing"]);
}

#[test]
fn a_conversation_that_leads_nowhere_is_told() {
    let file = "conversations/five.toml";
    let text = fs::read_to_string(prompts().join("en").join(file)).unwrap();
    let line = text.lines().position(|line| line.contains("{speaker}, the floor")).expect("that step") + 1;
    let at = |what: &str| format!("{file}:{line}: {what}");
    expect(file, "next = \"mirror\"", "next = \"mirrors\"", &["leads to \"mirrors\", which is not there"]);
    expect(file, "ease = \"ease\"", "ease = \"sense\"", &["nothing leads to the step \"ease\""]);
    expect(file, "done = \"helped\"", "done = \"swap\"", &["from the step \"swap\" no way leads to a close"]);
    expect(file, "id = \"clarify\"", "id = \"speak\"", &["the step \"speak\" stands here twice"]);
    expect(file, "{speaker}, the floor", "The floor", &[&at("the text does not say whose turn it is")]);
    expect(file, "One of you speaks", "{speaker} speaks", &["names a person without giving a turn"]);
    expect(file, "{listener}, say it back", "{listener}, {name}, say it back", &["braces that nobody fills"]);
    expect(file, "chars = 500\n", "", &["`chars` is missing"]);
    expect(file, "kind = \"check\"", "kind = \"judge\"", &["knows no \"judge\"", "speak, mirror, check"]);
    expect(file, "\"Enough for today\"", "\"This is enough for today\"", &["has more than 20 characters"]);
    expect(file, "no advice", "you should give no advice", &["says \"should\""]);
    expect(file, "id = \"five\"", "id = \"long\"", &["another script has this name"]);
}

#[test]
fn names_of_before_words_for_one_alone_and_whose_floor_it_is_are_looked_at() {
    let file = "conversations/five.toml";
    let was = "was = [\"thank\"]";
    expect(file, was, "was = [\"speak\"]", &["names \"speak\", which stands elsewhere"]);
    expect(file, was, "was = [\"thank\", \"thank\"]", &["names \"thank\", which stands elsewhere"]);
    expect(
        file,
        "to = \"speak\"\ndone",
        "to = \"mirror\"\ndone",
        &["leads to \"mirror\", which gives nobody the floor"],
    );
    let file = "conversations/closer.toml";
    let says = "no_says = \"Thank you for being honest.";
    expect(file, says, &format!("{says} {}", "Rest well. ".repeat(5)), &["`no_says` has more than 200 characters"]);
    expect(file, says, &format!("{says} You should rest."), &["`no_says` says \"should\""]);
}

#[test]
fn the_floor_has_to_change_hands() {
    let dir = changed("conversations/five.toml", "next = \"swap\"\nskip = \"swap\"", "next = \"close\"");
    let path = dir.path().join("en/conversations/five.toml");
    let text = fs::read_to_string(&path).unwrap();
    let (before, swap) = text.split_once("[[step]]\nid = \"swap\"").unwrap();
    let close = swap.split_once("[[step]]").unwrap().1;
    fs::write(&path, format!("{before}[[step]]{close}")).unwrap();
    let report = check(Some(dir.path()));
    let findings: Vec<_> = report.findings.iter().map(ToString::to_string).collect();
    assert!(findings.iter().any(|finding| finding.contains("the floor never changes hands")), "{findings:?}");
}

/// The example that teaches how to write one is a whole conversation: put beside the others, it is the seventh.
#[test]
fn the_example_of_the_readme_is_a_seventh_conversation() {
    let dir = tempfile::tempdir().unwrap();
    copy(&prompts(), dir.path());
    let readme = fs::read_to_string(prompts().join("README.md")).unwrap();
    let example = readme.split("```toml\n").find(|part| part.starts_with("# prompts/en/conversations/")).unwrap();
    let example = example.split_once("```").unwrap().0;
    fs::write(dir.path().join("en/conversations/good_news.toml"), example).unwrap();
    let report = check(Some(dir.path()));
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    let library = Library::load(dir.path()).unwrap_or_else(|findings| panic!("{findings:?}"));
    assert_eq!(library.scripts().len(), 7);
    assert!(library.scripts().iter().any(|script| script.answers_to("glad") && script.steps.len() == 4));
}

#[test]
fn stems_that_nobody_finds_or_that_stand_twice_are_told() {
    let file = "conversations/five.toml";
    expect(file, "stems_of = \"heard\"", "stems_of = \"herd\"", &["no list of stems is called \"herd\"", "`heard`"]);
    expect(file, "stems = [", "stems = [\n    \"Today I …\",", &["\"Today I …\" is offered twice"]);
    expect(file, "openers = [", "openers = [\n    \"{speaker}, begin.\",", &["an opener has braces that nobody fills"]);
    expect(file, "openers = [", "openers = [\n    \"You should begin.\",", &["`openers` says \"should\""]);
    let shared = |text: &str| found_in("stems.toml", text);
    assert_eq!(shared("one = [\"I heard …\", \"I heard …\"]\n"), "1: \"I heard …\" stands here twice\n");
    assert_eq!(shared("one = \"I heard …\"\n"), "1: \"one\" is no list\n");
    assert_eq!(shared("one = [\n\"\",\n]\n"), "2: a stem without words\n");
    assert_eq!(shared("one = [\"You should …\"]\n"), "1: the stem \"You should …\" says \"should\"\n");
}

#[test]
fn a_card_that_says_what_another_says_is_told_with_both() {
    let text = "Offer your partner one easy thing for tomorrow. A coffee, a call, no questions before eight.";
    let like =
        "What have you not had to think about for a long while, because your partner takes care of it? Thank them.";
    let parts = ["(warning) tr-02 reads much like tr-01", "\"What have you not had to think about"];
    expect("cards/trust.toml", text, like, &parts);
}

#[test]
fn the_built_in_library_has_figures_to_reach_and_a_hosts_own_has_none() {
    assert!(check(Some(&prompts())).shortfalls.is_empty());
    for short in check(None).shortfalls {
        assert!(short.what.contains("there are to be") && short.mend.starts_with("write "), "{short}");
    }
}

/// What is found in a file put in the place of the one there is.
fn found_in(place: &str, text: &str) -> String {
    let dir = changed("bot.ftl", "", "");
    let path = dir.path().join("en").join(place);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
    let report = check(Some(dir.path()));
    let ours = report.findings.iter().filter(|finding| finding.file.ends_with(place));
    ours.map(|finding| format!("{}: {}\n", finding.line.unwrap_or(0), finding.what)).collect::<Vec<_>>().concat()
}

#[test]
fn an_idea_that_works_from_two_places_needs_no_room_for_two() {
    let part = "Serve it with its story.";
    expect("dates.toml", part, "Eat side by side.", &["`how` says \"side by side\"", "leave `apart` out"]);
}

#[test]
fn a_telling_is_short_and_says_where_a_fact_comes_from() {
    let telling = |text: &str| {
        found_in("tellings.toml", &format!("[[telling]]\nid = \"te-01\"\nabout = \"trust\"\ntext = \"{text}\"\n"))
    };
    assert_eq!(telling("Trust grows where a small thing was said and then done."), "");
    assert!(telling(&"word ".repeat(61)).contains("4: `text` has 61 words; 60 fit"));
    for claim in ["One study found that it grows.", "It grows in 9 of ten.", "Researchers saw it grow."] {
        assert_eq!(telling(claim), "4: `text` claims a fact without a source\n");
        assert_eq!(telling(&format!("{claim}\"\nsource = \"Somebody, 2006")), "");
    }
    assert!(telling("You should trust.").contains("says \"should\""));
    assert!(telling("Trust grows.\"\nmore = \"It does.").contains("5: nobody reads the key `more`"));
}

/// The head of a path.
const PATH: &str = "id = \"try\"\ntitle = \"Trying\"\nline = \"To see.\"\n";

fn a_path(head: &str, days: &[&str]) -> String {
    let days: Vec<String> =
        days.iter().map(|card| format!("[[day]]\ncard = \"{card}\"\nline = \"A day.\"\n")).collect();
    found_in("paths/try.toml", &format!("{head}{}", days.concat()))
}

#[test]
fn a_path_has_fourteen_cards_that_are_there_differ_and_are_open() {
    let good = [
        "lf-01", "lf-07", "lf-03", "lf-04", "lf-05", "tr-01", "tr-02", "tr-03", "tr-04", "tr-05", "co-06", "co-02",
        "co-03", "co-04",
    ];
    let with = |card| [&good[..13], &[card]].concat();
    let library = Library::embedded().unwrap();
    let taken = &library.paths()[0].id.0;
    assert_eq!(a_path(PATH, &good), "");
    assert_eq!(a_path(PATH, &good[..13]), "0: the path has 13 days, not 14\n");
    assert_eq!(a_path(PATH, &with("lf-01")), "44: the card lf-01 stands here twice\n");
    assert_eq!(a_path(PATH, &with("lf-999")), "44: there is no card lf-999\n");
    assert_eq!(a_path(PATH, &with("en-06")), "44: the card en-06 is intimate\n");
    assert_eq!(a_path(&format!("{PATH}gate = \"intimate\"\n"), &with("en-06")), "");
    assert_eq!(a_path(PATH, &with("se-03")), "44: the card se-03 is for oneself alone\n");
    assert!(a_path(&PATH.replace("try", taken), &good).contains("another path has this name"));
    assert!(a_path(&PATH.replace("try", "Far apart"), &good).contains("is not a name"));
}

/// The file beside the words says how each card was graded; a card without a grade, or one below 3, has yet to be read.
#[test]
fn the_grades_are_those_of_the_cards() {
    let text = include_str!("../prompts/grades.tsv");
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let (id, grades) = line.split_once('\t').expect("a card and its grades");
        let grades: Vec<f64> = grades.split('\t').map(|grade| grade.parse().expect("a number")).collect();
        assert_eq!(grades.len(), 7, "{id}: one grade for each reader");
        (id.to_owned(), grades.iter().sum::<f64>() / 7.0)
    });
    let graded: BTreeMap<String, f64> = rows.collect();
    let library = Library::embedded().unwrap();
    let ids: BTreeSet<String> = library.cards().iter().map(|card| card.id.to_string()).collect();
    let of_grades: BTreeSet<String> = graded.keys().cloned().collect();
    assert_eq!(ids.symmetric_difference(&of_grades).collect::<Vec<_>>(), Vec::<&String>::new());
    assert!(graded.values().all(|mean| *mean >= 3.0));
    let mut rng = StdRng::seed_from_u64(14);
    let drawn: Vec<f64> =
        graded.values().copied().collect::<Vec<_>>().choose_multiple(&mut rng, 170).copied().collect();
    let mean = drawn.iter().sum::<f64>() / 170.0;
    println!("the mean of 170 cards drawn by chance is {mean:.2}");
    assert!(mean >= 4.05, "{mean:.2}");
}
