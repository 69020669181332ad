//! The program as a host meets it: its commands, its refusals, its ends.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use nearer::store::{Options, SledStore};
use nearer::zones::Table;

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nearer"));
    command
        .args(arguments)
        .current_dir(dir)
        .env_remove("TELOXIDE_TOKEN")
        .env_remove("TELOXIDE_API_URL")
        .env_remove("CREDENTIALS_DIRECTORY")
        .env("NO_PROXY", "127.0.0.1");
    command
}

fn nearer(dir: &Path, arguments: &[&str]) -> Output {
    command(dir, arguments).output().expect("the program runs")
}

/// `nearer run` with a token, where no Telegram answers.
fn run(dir: &Path) -> Command {
    let closed = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr());
    let mut command = command(dir, &["run", "--config", "config.toml"]);
    command.env("TELOXIDE_TOKEN", "1:x").env("TELOXIDE_API_URL", format!("http://{}", closed.expect("a port")));
    command
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A day on which the built-in lines of support are fresh.
const FRESH: &str = "2026-11-26";

#[test]
fn without_a_token_it_says_where_to_get_one_and_how_to_try_without() {
    let dir = tempfile::tempdir().expect("a folder");
    let output = nearer(dir.path(), &["run"]);
    assert!(!output.status.success());
    for words in ["@BotFather", "TELOXIDE_TOKEN", "nearer rehearse"] {
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    assert!(!dir.path().join("data").exists(), "nothing is made before it is needed");
}

#[test]
fn the_environment_is_enough_and_its_mistakes_are_told_like_those_of_the_file() {
    let dir = tempfile::tempdir().expect("a folder");
    let mut check = command(dir.path(), &["check", "--today", FRESH]);
    let output =
        check.env("NEARER_DATA_DIR", "elsewhere").env("NEARER_PORT", "tcp://10.0.0.1:80").output().expect("it runs");
    assert!(output.status.success(), "{}", said(&output));
    let output = check.env("NEARER_DATADIR", "x").env("NEARER_CACHE_MEGABYTES", "0").output().expect("it runs");
    assert!(!output.status.success());
    for words in ["NEARER_DATADIR: ", "did you mean NEARER_DATA_DIR?", "NEARER_CACHE_MEGABYTES: ", "from 1 to 4096"] {
        assert!(said(&output).contains(words), "{words}: {}", said(&output));
    }
}

/// A machine whose database of time zones is newer than the one that is built in.
#[test]
fn the_newest_time_zones_are_taken_and_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let check = |zones: &Path| said(&command(dir.path(), &["check"]).env("TZDIR", zones).output().expect("it runs"));
    let built_in = format!("time zones: {} (built in)", Table::built_in().version());
    fs::write(dir.path().join("tzdata.zi"), "# version 2025b\n").expect("written");
    assert!(check(dir.path()).contains(&built_in), "{}", check(dir.path()));
    fs::write(dir.path().join("tzdata.zi"), "# version 2099c\n").expect("written");
    assert!(check(dir.path()).contains("time zones: 2099c (of this machine, "), "{}", check(dir.path()));
}

#[test]
fn a_wrong_key_is_named_with_its_line_and_its_mend() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("config.toml"), "data_dir = 'x'\ncolour = 'blue'\n").expect("a file");
    let output = nearer(dir.path(), &["check", "--today", FRESH, "--config", "config.toml"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("config.toml:2: `colour` is no key of the top of this file"), "{}", said(&output));
    assert!(said(&output).contains("mend:"), "{}", said(&output));
}

#[test]
fn check_tells_the_figures_first_and_last_every_mistake_with_their_number() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("a-file"), "").expect("a file");
    let config = "dta_dir = 'x'\ncache_megabytes = 'much'\ndata_dir = 'a-file'\n";
    fs::write(dir.path().join("config.toml"), config).expect("a file");
    let output = nearer(dir.path(), &["check", "--today", FRESH, "--config", "config.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let told = said(&output);
    let lines: Vec<&str> = told.lines().collect();
    let figures = lines.iter().position(|line| line.contains(" cards (grade ")).expect("the figures");
    let [.., misspelt, number, file, count] = lines.as_slice() else { panic!("{told}") };
    assert!(figures < lines.len() - 4 && lines.iter().all(|line| !line.contains("sound")), "{told}");
    assert!(misspelt.starts_with("config.toml:1: ") && misspelt.contains("did you mean `data_dir`?"), "{told}");
    assert!(number.starts_with("config.toml:2: ") && number.contains("write a whole number"), "{told}");
    assert!(file.starts_with("config.toml:3: ") && file.contains("leads to a file"), "{told}");
    assert_eq!(*count, "3 mistakes");
    // A bot that starts tells as much, but for the paths: those it tries itself.
    let output = run(dir.path()).output().expect("the program runs");
    assert!(!output.status.success() && said(&output).ends_with("\n2 mistakes\n"), "{}", said(&output));
}

#[test]
fn a_log_level_that_nobody_knows_is_refused_with_its_line() {
    let dir = tempfile::tempdir().expect("a folder");
    for level in ["loud", "nearer=loud"] {
        fs::write(dir.path().join("config.toml"), format!("[log]\nlevel = '{level}'\n")).expect("a file");
        for output in [nearer(dir.path(), &["check", "--config", "config.toml"]), run(dir.path()).output().expect("it")]
        {
            assert!(!output.status.success());
            assert!(said(&output).contains("config.toml:2: `level` of the log cannot be read"), "{}", said(&output));
            assert_eq!(said(&output).matches(level).count(), 1, "{}", said(&output));
        }
    }
}

#[test]
fn a_log_that_is_no_terminal_has_no_colours() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("config.toml"), "").expect("a file");
    let mut bot = run(dir.path()).stderr(Stdio::piped()).spawn().expect("the program runs");
    let mut line = String::new();
    BufReader::new(bot.stderr.take().expect("a pipe")).read_line(&mut line).expect("a line");
    bot.kill().and_then(|()| bot.wait()).expect("an end");
    assert!(line.contains("WARN") && line.contains("Telegram cannot be reached"), "{line}");
    assert!(line.contains("address=http://127.0.0.1:"), "where it was looked for: {line}");
    assert!(!line.contains('\x1b'), "{line:?}");
}

#[test]
fn who_reads_only_the_beginning_hears_no_complaint() {
    let dir = tempfile::tempdir().expect("a folder");
    for arguments in [&["prompts"][..], &["check", "--today", FRESH], &["rehearse", "--play", "a-rest", "--transcript"]]
    {
        let mut program = command(dir.path(), arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program runs");
        drop(program.stdout.take());
        let output = program.wait_with_output().expect("an end");
        assert!(output.status.success() && said(&output).is_empty(), "{arguments:?}: {}", said(&output));
    }
}

#[test]
fn check_names_file_and_line_of_a_broken_card_and_passes_a_sound_library() {
    let dir = tempfile::tempdir().expect("a folder");
    let output = nearer(dir.path(), &["check", "--today", FRESH]);
    assert!(output.status.success() && said(&output).ends_with("\nno mistakes\n"), "{}", said(&output));

    let prompts = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/en");
    copy(&prompts, &dir.path().join("ours/en"));
    let trust = dir.path().join("ours/en/cards/trust.toml");
    let text = fs::read_to_string(&trust).expect("a deck");
    fs::write(&trust, text.replacen("depth = 1", "depth = 9", 1)).expect("a deck");
    fs::write(dir.path().join("config.toml"), "prompts_dir = 'ours'\n").expect("a file");
    let output = nearer(dir.path(), &["check", "--config", "config.toml"]);
    assert!(!output.status.success());
    assert!(said(&output).contains("cards/trust.toml:"), "{}", said(&output));
    let output = run(dir.path()).output().expect("the program runs");
    assert!(!output.status.success() && said(&output).contains("the prompts cannot be used"), "{}", said(&output));
    assert!(!dir.path().join("data").exists(), "no store is made for a bot that cannot speak");
}

/// Old numbers are an error for whoever checks, and none for a bot that starts.
#[test]
fn lines_of_support_that_nobody_looked_at_for_long_are_named_with_their_mend() {
    let dir = tempfile::tempdir().expect("a folder");
    let fresh = nearer(dir.path(), &["check", "--today", "2027-05-25"]);
    assert!(fresh.status.success(), "180 days: {}", said(&fresh));
    let old = nearer(dir.path(), &["check", "--today", "2027-05-26"]);
    let told = said(&old);
    assert!(!old.status.success(), "{told}");
    for part in ["prompts/en/support.toml:", "the lines of Portugal were last checked 181 days ago", "— mend: look at"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn the_words_are_written_to_a_page() {
    let dir = tempfile::tempdir().expect("a folder");
    let output = nearer(dir.path(), &["prompts", "--output", "words.html"]);
    assert!(output.status.success(), "{}", said(&output));
    let page = fs::read_to_string(dir.path().join("words.html")).expect("a page");
    assert!(page.starts_with("<!doctype html>") && page.contains("data-kind=\"card\""));
    assert_eq!(said(&nearer(dir.path(), &["prompts"])), page);
    let output = nearer(dir.path(), &["prompts", "--output", "no/such/folder.html"]);
    assert!(!output.status.success() && said(&output).contains("cannot be written"), "{}", said(&output));
}

#[test]
fn export_and_import_make_the_same_store_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("old.toml"), "data_dir = 'old'\n").expect("a file");
    fs::write(dir.path().join("new.toml"), "data_dir = 'new'\n").expect("a file");
    drop(SledStore::open(&dir.path().join("old"), &Options::default()).expect("a store"));
    let output = nearer(dir.path(), &["export", "--config", "old.toml"]);
    assert!(output.status.success(), "{}", said(&output));
    let exported =
        fs::read_dir(dir.path().join("old/exports")).expect("exports").next().expect("one").expect("an entry");
    let file = exported.path().to_string_lossy().into_owned();
    let output = nearer(dir.path(), &["import", &file, "--config", "new.toml"]);
    assert!(output.status.success(), "{}", said(&output));
    let again = nearer(dir.path(), &["import", &file, "--config", "new.toml"]);
    assert!(!again.status.success(), "only an empty place is imported into");
}

#[test]
fn an_export_from_a_mistyped_place_is_refused_and_makes_nothing() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("config.toml"), "data_dir = 'dta'\n").expect("a file");
    let output = nearer(dir.path(), &["export", "--config", "config.toml"]);
    assert!(!output.status.success() && said(&output).contains("there is no store in dta"), "{}", said(&output));
    assert!(!dir.path().join("dta").exists());
}

#[test]
fn what_the_system_refuses_is_said_once() {
    let dir = tempfile::tempdir().expect("a folder");
    fs::write(dir.path().join("config.toml"), "data_dir = 'config.toml'\n").expect("a file");
    let export = nearer(dir.path(), &["export", "--config", "config.toml"]);
    for output in [run(dir.path()).output().expect("the program runs"), export] {
        assert!(!output.status.success());
        assert_eq!(said(&output).matches("os error").count(), 1, "{}", said(&output));
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}
