//! A host follows `docs/running.md` word for word: the commands are taken from the page and run by a shell, with other
//! folders in the place of those at its head. What only a machine of their own has (systemd, another user) is passed over.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use nearer::ids::ChatId;
use nearer::store::{HostKey, HostKeySource, Options, SledStore, Store, import};

/// The commands that the page has under a heading.
fn commands(heading: &str) -> String {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/running.md")).expect("the page");
    let section = page.split("\n## ").find_map(|section| section.strip_prefix(&format!("{heading}\n"))).expect(heading);
    let (_, commands) = section.split_once("```sh\n").expect("commands");
    commands.split_once("```").expect("their end").0.to_owned()
}

/// A machine with a store that three couples have lived in, and the folders of the page.
struct Machine {
    dir: tempfile::TempDir,
}

impl Machine {
    fn new() -> Self {
        let machine = Self { dir: tempfile::tempdir().expect("a folder") };
        let lives = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lives-v1.jsonl");
        import(&lives, &machine.at("data"), &machine.options(), None).expect("it is taken in");
        let store = machine.open("data");
        store.export("2026-11-24T20:20:00Z".parse().expect("an instant")).expect("the hourly export");
        machine
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn options(&self) -> Options {
        Options { host_key: HostKeySource::File(self.at("host.key")), ..Options::default() }
    }

    fn open(&self, name: &str) -> SledStore {
        SledStore::open(&self.at(name), &self.options()).expect("it opens")
    }

    /// The three couples, in all that is kept of them.
    fn couples(&self, name: &str) -> Vec<String> {
        let store = self.open(name);
        let couple = |chat| store.couple(ChatId(chat)).expect("it can be read").expect("the couple is there");
        [-1001, -1002, -1003].map(|chat| serde_json::to_string(&couple(chat)).expect("json")).to_vec()
    }

    /// Types what the page says under these headings.
    fn follows(&self, headings: &[&str]) {
        let mut script = String::from("set -eu\nsystemctl() { :; }\nchown() { :; }\n");
        let here = |text: String, path: &str, name: &str| {
            assert!(text.contains(path), "{path} is at the head of the page");
            text.replace(path, &self.at(name).display().to_string())
        };
        let head = here(commands("Where things lie"), "/var/lib/nearer", "data");
        let head = here(here(head, "/etc/nearer/host.key", "host.key"), "/srv/backup/nearer", "backup");
        script += &head;
        for heading in headings {
            script += &commands(heading).replace("/srv/nearer", &self.at("new").display().to_string());
        }
        let program = Path::new(env!("CARGO_BIN_EXE_nearer")).parent().expect("its folder").display().to_string();
        let path = format!("{program}:{}", std::env::var("PATH").unwrap_or_default());
        let output = Command::new("sh").arg("-c").arg(&script).env("PATH", path).output().expect("a shell");
        assert!(output.status.success(), "{script}\n{}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn a_backup_is_restored() {
    let machine = Machine::new();
    let before = machine.couples("data");
    machine.follows(&["Back up"]);
    // The disk is lost, but for the host's key.
    fs::remove_dir_all(machine.at("data")).expect("it is gone");
    fs::create_dir(machine.at("data")).expect("what is left of it");
    machine.follows(&["Restore"]);
    assert_eq!(machine.couples("data"), before);
}

#[test]
fn a_store_moves() {
    let machine = Machine::new();
    let before = machine.couples("data");
    machine.follows(&["Move"]);
    assert_eq!(machine.couples("new"), before);
}

#[test]
fn a_backup_is_restored_after_the_host_key_was_changed() {
    let machine = Machine::new();
    let (before, old_key) = (machine.couples("data"), fs::read_to_string(machine.at("host.key")).expect("the key"));
    let digits = |text: &str| text.lines().find(|line| !line.starts_with('#')).map(str::to_owned).expect("a key");
    machine.follows(&["Back up", "Rotate a key", "Restore"]);
    assert_eq!(machine.couples("data"), before);
    let old_key = HostKey::read(&digits(&old_key)).expect("a key");
    let with_the_old = Options { host_key: HostKeySource::Given(old_key), ..Options::default() };
    assert!(SledStore::open(&machine.at("data"), &with_the_old).is_err(), "the old key opens nothing");
}
