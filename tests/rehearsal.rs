//! The rehearsal from the command line, without a browser: who gets in, what a play comes to, how it ends.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::{Client, StatusCode, Url};
use serde_json::{Value, json};

/// A Monday evening.
const MONDAY_EVENING: [&str; 2] = ["--at", "2026-11-23T18:00Z"];

struct Rehearsal {
    process: Child,
    url: Url,
    client: Client,
    /// Where it lays its own folder.
    temporary: tempfile::TempDir,
}

impl Rehearsal {
    /// On a Monday evening.
    fn open(arguments: &[&str]) -> Self {
        Self::open_at(&MONDAY_EVENING, arguments)
    }

    fn open_at(at: &[&str], arguments: &[&str]) -> Self {
        let temporary = tempfile::tempdir().expect("a folder");
        let mut process = Command::new(env!("CARGO_BIN_EXE_nearer"))
            .arg("rehearse")
            .args(at)
            .args(arguments)
            .env("TMPDIR", temporary.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut url = String::new();
        BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut url).expect("an address");
        let client = Client::builder().no_proxy().build().expect("a client");
        Self { process, url: url.trim().parse().expect("an address"), client, temporary }
    }

    /// The address of something below the key.
    fn below(&self, place: &str) -> Url {
        let key = self.url.query().and_then(|query| query.strip_prefix("key=")).expect("a key");
        let mut url = self.url.join(&format!("/{key}/{place}")).expect("an address");
        if url.query() == self.url.query() {
            url.set_query(None);
        }
        url
    }

    async fn get(&self, url: Url) -> StatusCode {
        self.client.get(url).send().await.expect("an answer").status()
    }

    async fn state(&self) -> Value {
        let body = self.client.get(self.below("state")).send().await.expect("an answer").bytes().await.expect("a body");
        serde_json::from_slice(&body).expect("a state")
    }

    /// Does something as the page would.
    async fn does(&self, deed: &Value) {
        let request = self.client.post(self.below("do")).header("content-type", "application/json");
        let answer = request.body(deed.to_string()).send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::OK, "{deed}");
    }

    /// Waits until the state is so.
    async fn until(&self, holds: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..800 {
            let state = self.state().await;
            if holds(&state) {
                return state;
            }
            assert_ne!(state["bot"]["state"], "ended", "the bot ended by itself: {}", state["bot"]);
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("waited in vain; at last it was\n{:#}", self.state().await);
    }

    fn stop(&mut self) -> bool {
        // Once it has ended, its number may be another's.
        if let Ok(Some(status)) = self.process.try_wait() {
            return status.success();
        }
        Command::new("kill").arg(self.process.id().to_string()).status().expect("a signal");
        self.process.wait().expect("an end").success()
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        self.stop();
    }
}

fn in_service(state: &Value) -> bool {
    state["bot"]["state"] == "in_service"
}

#[tokio::test]
async fn only_the_whole_address_opens_the_page() {
    let rehearsal = Rehearsal::open(&[]);
    assert_eq!(rehearsal.get(rehearsal.url.clone()).await, StatusCode::OK);
    for asset in ["main.js", "style.css", "state", "prompts"] {
        assert_eq!(rehearsal.get(rehearsal.below(asset)).await, StatusCode::OK, "{asset}");
    }
    assert_eq!(rehearsal.get(rehearsal.below("nothing.js")).await, StatusCode::NOT_FOUND);

    let mut without_key = rehearsal.url.clone();
    without_key.set_query(None);
    assert_eq!(rehearsal.get(without_key.clone()).await, StatusCode::FORBIDDEN);
    for place in ["/state", "/key/state", "/main.js"] {
        assert_eq!(rehearsal.get(without_key.join(place).expect("an address")).await, StatusCode::FORBIDDEN, "{place}");
    }
    for (name, value) in [("origin", "https://elsewhere.example"), ("host", "elsewhere.example")] {
        let request = rehearsal.client.post(rehearsal.below("do")).header(name, value).body(r#"{"do":"kill"}"#);
        let answer = request.header("content-type", "application/json").send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{name}");
    }
    // The simulated Telegram listens to no page at all.
    let api = rehearsal.state().await["api"].as_str().map(str::to_owned).expect("an address");
    assert_eq!(rehearsal.get(format!("{api}getMe").parse().expect("an address")).await, StatusCode::OK);
    let from_a_page = rehearsal.client.post(format!("{api}getMe")).header("origin", "https://elsewhere.example");
    assert_eq!(from_a_page.send().await.expect("an answer").status(), StatusCode::FORBIDDEN);

    // A form of another site can be sent without asking; it is no JSON.
    let form = rehearsal.client.post(rehearsal.below("do")).header("content-type", "text/plain");
    let answer = form.body(r#"{"do":"kill"}"#).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[tokio::test]
async fn it_ends_in_good_order_and_leaves_nothing_behind() {
    let mut rehearsal = Rehearsal::open(&[]);
    rehearsal.until(in_service).await;
    let left = |dir: &Path| std::fs::read_dir(dir).expect("a folder").count();
    assert_eq!(left(rehearsal.temporary.path()), 1);
    assert!(rehearsal.stop());
    assert_eq!(left(rehearsal.temporary.path()), 0);
}

#[tokio::test]
async fn a_store_that_was_named_stays() {
    let store = tempfile::tempdir().expect("a folder");
    let path = store.path().join("store");
    let arguments = ["--store", path.to_str().expect("a path")];
    // So late that no clock of a machine is ahead of it.
    let mut first = Rehearsal::open_at(&["--at", "2090-02-01T18:00Z"], &arguments);
    first.until(in_service).await;
    first.does(&json!({"do": "turn", "to": "month", "zone": "UTC"})).await;
    let then = first.state().await["now"].as_i64();
    assert!(first.stop());
    assert!(path.join("store.toml").exists());
    let mut again = Rehearsal::open_at(&[], &arguments);
    let state = again.until(in_service).await;
    assert!(state["now"].as_i64() >= then, "the clock goes on where it stopped");
    assert!(again.stop());

    // And never goes back.
    let mut before = Command::new(env!("CARGO_BIN_EXE_nearer"));
    let out = before.arg("rehearse").args(MONDAY_EVENING).args(arguments).output().expect("the program");
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(!out.status.success() && said.contains("rehearsed with until 2090-03-01T18:"), "{said}");
}

#[tokio::test]
async fn it_begins_when_it_is_told_to() {
    let rehearsal = Rehearsal::open_at(&["--at", "2028-02-29T23:59Z"], &[]);
    let state = rehearsal.until(in_service).await;
    let begins: DateTime<Utc> = "2028-02-29T23:59:00Z".parse().expect("an instant");
    let passed = state["now"].as_i64().expect("a time") - begins.timestamp_millis();
    assert!((0..120_000).contains(&passed), "{passed} ms");
    // It goes on from there.
    rehearsal.does(&json!({"do": "turn", "to": "hour", "zone": "UTC"})).await;
    let state = rehearsal.state().await;
    let now = state["now"].as_i64().and_then(DateTime::from_timestamp_millis).expect("a time");
    assert_eq!(now.date_naive().to_string(), "2028-03-01");

    let out = Command::new(env!("CARGO_BIN_EXE_nearer")).args(["rehearse", "--at", "tomorrow"]).output();
    let words = String::from_utf8_lossy(&out.expect("the program").stderr).into_owned();
    assert!(words.contains("write a day and an hour: 2026-11-24T18:00 by this machine's clock"), "{words}");
}

#[test]
fn every_play_plays_to_its_end_on_any_day() {
    for (play, last) in [
        ("first-day", "Are all three true for you?"),
        ("power-cut", "(And the evening’s card came at its hour.)"),
        ("open-together", "(What each answered stands beside what the other guessed. Ana was right, and Ben was not.)"),
        ("listening", "(Nothing of what they said is kept. Look at what the store holds.)"),
        ("listening-power-cut", "Nothing has to be settled tonight."),
        ("a-rest", "(The cards are back by themselves.)"),
        ("date-night", "dinner at the harbour"),
    ] {
        // On a Monday evening, on a Thursday before the ideas for an evening come, and just before a weekend's midnight.
        for at in [&[][..], &["--at", "2026-11-26T17:00Z"], &["--at", "2027-03-27T23:58Z"]] {
            let mut program = Command::new(env!("CARGO_BIN_EXE_nearer"));
            let out =
                program.args(["rehearse", "--transcript", "--play", play]).args(at).output().expect("the program");
            let text = String::from_utf8_lossy(&out.stdout);
            assert!(
                out.status.success() && text.contains(last),
                "{play} {at:?}\n{text}\n{}",
                String::from_utf8_lossy(&out.stderr)
            );
            let after_the_rest = text.split("The cards are back").nth(1);
            assert!(after_the_rest.is_none_or(|text| text.contains("[Not today]")), "a card comes\n{text}");
        }
    }
    let out = Command::new(env!("CARGO_BIN_EXE_nearer")).args(["rehearse", "--transcript", "--play", "x"]).output();
    let words = String::from_utf8_lossy(&out.expect("the program").stderr).into_owned();
    assert!(
        words.contains(
            "there are: first-day, power-cut, open-together, listening, listening-power-cut, a-rest, date-night"
        ),
        "{words}"
    );
}

#[test]
fn what_both_answered_opens_together_though_the_bot_was_killed_between() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_nearer"));
    let out = program.args(["rehearse", "--transcript", "--play", "open-together"]).output().expect("the program");
    let text = String::from_utf8_lossy(&out.stdout);
    let (before, after) = text.split_once("(Now both are done.").expect("both are done");
    let answers = ["There is more to it than I knew.", "ask me about it on Sunday.", "more often than I say."];
    for answer in answers {
        assert!(before.contains(answer) && !copied(before, answer) && copied(after, answer), "{answer}\n{text}");
    }
    assert!(!after.contains("(voice)"), "what Ben sent first does not count\n{text}");
    assert!(after.contains("Each of you was heard."), "{text}");
}

/// Whether the bot said something that ends like this.
fn copied(text: &str, words: &str) -> bool {
    text.lines().any(|line| line.contains("Nearer: ") && line.ends_with(words))
}

#[test]
fn words_that_cannot_be_used_are_refused_before_anything_is_opened() {
    let prompts = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/en"), &prompts.path().join("broken/en"));
    let trust = prompts.path().join("broken/en/cards/trust.toml");
    let text = std::fs::read_to_string(&trust).expect("a deck");
    std::fs::write(&trust, text.replacen("depth = 1", "depth = 9", 1)).expect("a deck");
    std::fs::write(prompts.path().join("config.toml"), "prompts_dir = 'broken'\n").expect("a file");
    let temporary = tempfile::tempdir().expect("a folder");
    for (arguments, words) in [
        (&["--prompts-dir", "nope"][..], "nope/en: cannot be read: "),
        (&["--prompts-dir", "broken"], "broken/en/cards/trust.toml:"),
        (&["--prompts-dir", "broken", "--play", "listening", "--transcript"], "broken/en/cards/trust.toml:"),
        (&["--config", "config.toml"], "broken/en/cards/trust.toml:"),
        (&["--config", "nope.toml"], "nope.toml: cannot be read: "),
    ] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_nearer"));
        program.arg("rehearse").args(arguments).current_dir(prompts.path()).env("TMPDIR", temporary.path());
        let out = program.output().expect("the program");
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(!out.status.success() && said.contains(words), "{arguments:?}: {said}");
        assert!(out.stdout.is_empty(), "no page is opened");
        assert_eq!(std::fs::read_dir(temporary.path()).expect("a folder").count(), 0, "and nothing is made");
    }
}

#[tokio::test]
async fn the_words_that_a_configuration_chooses_are_tried_and_nothing_else_of_it() {
    let dir = tempfile::tempdir().expect("a folder");
    let config = "token_file = 'not-there'\nprompts_beside = 'ours'\nfamilies_off = ['trust']\nnever = ['zz-99']\n";
    std::fs::write(dir.path().join("config.toml"), config).expect("a file");
    std::fs::create_dir_all(dir.path().join("ours/en")).expect("a folder");
    let path = dir.path().join("config.toml");
    let rehearsal = Rehearsal::open(&["--config", path.to_str().expect("a path")]);
    let state = rehearsal.until(in_service).await;
    let findings = state["words"]["findings"].as_array().expect("findings");
    let of_config = |finding: &&Value| finding["file"].as_str().is_some_and(|file| file.ends_with("config.toml"));
    assert_eq!(findings.iter().find(of_config).map(|finding| &finding["line"]), Some(&json!(4)), "{findings:#?}");
    assert_eq!(state["words"]["folders"], json!([dir.path().join("ours")]));
    let all = nearer::prompts::check(None).cards;
    let some = state["words"]["cards"].as_u64().and_then(|cards| usize::try_from(cards).ok()).expect("a count");
    assert!(some > 0 && some < all, "{some} of {all} cards");
}

#[tokio::test]
async fn what_a_writer_saves_is_read_at_once() {
    let prompts = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/en"), &prompts.path().join("en"));
    let rehearsal = Rehearsal::open(&["--prompts-dir", prompts.path().to_str().expect("a path")]);
    let greeting = |state: &Value, words: &str| {
        let messages = state["chats"][state["group"]["id"].to_string()].as_array().cloned().unwrap_or_default();
        messages.iter().any(|message| message["text"].as_str().is_some_and(|text| text.contains(words)))
    };
    rehearsal.until(|state| in_service(state) && greeting(state, "Hello, you two.")).await;

    let voice = prompts.path().join("en/voice.ftl");
    let text = std::fs::read_to_string(&voice).expect("the voice");
    std::fs::write(&voice, text.replace("button-join = I'm in", "button-join = A label that no button can hold"))
        .expect("a file");
    let state = rehearsal.until(|state| state["words"]["usable"] == json!(false)).await;
    let finding = &state["words"]["findings"][0];
    assert!(finding["file"].as_str().is_some_and(|file| file.ends_with("voice.ftl")), "{finding}");
    assert!(finding["line"].is_u64(), "{finding}");
    assert!(in_service(&state), "the bot goes on with the words it had");

    std::fs::write(&voice, text.replace("Hello, you two.", "Good evening, you two.")).expect("a file");
    rehearsal.until(|state| state["words"]["usable"] == json!(true)).await;
    rehearsal.until(in_service).await;
    let state = rehearsal.state().await;
    let deed = json!({"do": "turn", "to": "hour", "zone": "UTC"});
    let say = json!({"do": "say", "person": state["people"][0]["id"], "chat": state["group"]["id"], "text": "/start"});
    for deed in [deed, say] {
        rehearsal.does(&deed).await;
    }
    rehearsal.until(|state| greeting(state, "Good evening, you two.")).await;
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let place = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &place);
        } else {
            std::fs::copy(&path, &place).expect("a file");
        }
    }
}

/// A play that was begun on a used chat once told of taps that nobody saw, and died for want of a button.
#[tokio::test]
async fn a_play_on_a_used_chat_has_one_of_its_own_and_leaves_the_other_as_it_was() {
    let rehearsal = Rehearsal::open(&[]);
    let before = rehearsal.until(in_service).await;
    let (ana, group) = (&before["people"][0]["id"], &before["group"]["id"]);
    // An untouched chat is as good as a fresh one.
    rehearsal.does(&json!({"do": "play", "name": "first-day"})).await;
    let state = rehearsal.until(|state| !state["playing"].is_null()).await;
    assert_eq!(state["world"], json!({"number": 0, "own": true}));
    rehearsal.does(&json!({"do": "stop"})).await;
    rehearsal.does(&json!({"do": "say", "person": ana, "chat": group, "text": "This one is used."})).await;
    let says = |state: &Value, words: &str| state["chats"].to_string().contains(words);
    rehearsal.until(|state| says(state, "This one is used.")).await;

    for (number, play) in [(1, "a-rest"), (2, "first-day")] {
        rehearsal.does(&json!({"do": "play", "name": play})).await;
        let told = |state: &Value| state["playing"]["told"].as_str().is_some_and(|told| told.starts_with("Ana taps"));
        let state = rehearsal.until(told).await;
        assert_eq!(state["world"], json!({"number": number, "own": false}), "each play has its own");
        assert!(!says(&state, "This one is used."));
        assert!(state["now"].as_i64() >= before["now"].as_i64(), "at the same time of day");
    }
    rehearsal.does(&json!({"do": "back"})).await;
    let state = rehearsal.until(in_service).await;
    assert_eq!(state["world"], json!({"number": 3, "own": true}));
    assert!(says(&state, "This one is used.") && state["playing"].is_null());
}

#[tokio::test]
async fn the_zone_that_the_couple_chose_and_what_the_bot_says_of_itself_are_on_the_page() {
    let rehearsal = Rehearsal::open(&[]);
    let state = rehearsal.until(|state| in_service(state) && state["description"].is_string()).await;
    assert_eq!(state["zone"], Value::Null, "nobody has chosen yet");
    rehearsal.does(&json!({"do": "play", "name": "first-day"})).await;
    rehearsal.until(|state| state["zone"] == "Europe/Lisbon").await;
}
