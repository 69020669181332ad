//! A rehearsal as it is started from the command line, and its page in a browser.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::chromium::{self, Browser};

/// What the tests call on the page.
const WORDS: &str = "
    window.phone = (name) => document.querySelector(`.phone[data-person=${name}]`);
    window.key = (name, label) => [...phone(name).querySelectorAll('.log:not([hidden]) .key')].findLast((k) => k.textContent.startsWith(label));
    window.says = (name, text) => [...phone(name).querySelectorAll('.log:not([hidden]) .bubble')].some((b) => b.textContent.includes(text));
    window.bar = (name) => phone(name).querySelector('.reply-bar:not([hidden])')?.textContent ?? null;
    window.button = (text) => [...document.querySelectorAll('button, summary')].find((b) => b.textContent.trim() === text && b.checkVisibility());
    true";

/// When every rehearsal here begins: on this day nothing falls due before the card.
const MONDAY_EVENING: &str = "2026-11-23T18:00Z";

pub struct Rehearsal {
    process: Child,
    pub page: Browser,
    /// From the start of the process to the page painted with the bot in service.
    pub ready_after: Duration,
}

impl Rehearsal {
    /// Nothing where there is no browser to look with.
    pub fn open(arguments: &[&str], width: u32, height: u32) -> Option<Self> {
        let mut page = Browser::open(chromium::find()?, width, height);
        let start = Instant::now();
        let mut process = Command::new(env!("CARGO_BIN_EXE_nearer"))
            .args(["rehearse", "--at", MONDAY_EVENING])
            .args(arguments)
            // The page is not to open on the desktop of whoever runs the tests.
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::piped())
            .spawn()
            .expect("the program");
        let mut url = String::new();
        BufReader::new(process.stdout.take().expect("a pipe")).read_line(&mut url).expect("an address");
        page.goes_to(url.trim());
        page.until("document.body?.dataset.ready === 'in_service' && document.querySelector('.phone .bubble')");
        page.painted();
        let ready_after = start.elapsed();
        page.eval(WORDS);
        Some(Self { process, page, ready_after })
    }

    /// Ana and Ben tap "I'm in", each on their own phone.
    pub fn pairs(&mut self) {
        let page = &mut self.page;
        page.click("key('Ana', \"I'm in\")");
        page.until("phone('Ana').querySelector('.alert')?.textContent.includes(\"You're in.\")");
        assert_eq!(page.eval("phone('Ben').querySelector('.alert, .toast')"), Value::Null);
        page.presses("Enter");
        page.until("!phone('Ana').querySelector('.alert')");
        page.click("key('Ben', \"I'm in\")");
        page.until("says('Ana', 'You are both here.') && says('Ben', 'You are both here.')");
    }

    /// Lisbon, 20:00, every day.
    pub fn settles_in(&mut self) {
        for (who, label) in [("Ana", "Europe"), ("Ben", "Lisbon"), ("Ana", "20:00"), ("Ben", "Every day")] {
            self.page.click(&format!("key('{who}', '{label}')"));
        }
        self.page.until("says('Ana', 'A card each day at 20:00.')");
    }

    /// What stands behind the page.
    pub fn state(&mut self) -> Value {
        self.page.eval("fetch('state').then((answer) => answer.json())")
    }

    /// Calls the simulated Telegram in the bot's name: what the bot does not do yet, the phones show all the same.
    pub fn as_bot(&mut self, method: &str, fields: &Value) -> Value {
        self.call(method, "application/json", fields.to_string().into_bytes())
    }

    /// The same with a file, named after its field.
    pub fn as_bot_with_file(&mut self, method: &str, chat: &Value, field: &str, name: &str, bytes: &[u8]) -> Value {
        let mut body = format!(
            "--X\r\nContent-Disposition: form-data; name=\"chat_id\"\r\n\r\n{chat}\r\n--X\r\n\
             Content-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--X--\r\n");
        self.call(method, "multipart/form-data; boundary=X", body)
    }

    fn call(&mut self, method: &str, kind: &str, body: Vec<u8>) -> Value {
        let url = format!("{}{method}", self.state()["api"].as_str().expect("an address"));
        let answer = async {
            let client = reqwest::Client::builder().no_proxy().build().expect("a client");
            let answer = client.post(url).header("content-type", kind).body(body).send().await.expect("an answer");
            answer.bytes().await.expect("an answer")
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let answer: Value = serde_json::from_slice(&runtime.block_on(answer)).expect("JSON");
        assert_eq!(answer["ok"], json!(true), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The browser has had nothing to complain of.
    pub fn was_clean(self) {
        assert!(self.page.complaints.is_empty(), "{:#?}", self.page.complaints);
    }
}

impl Drop for Rehearsal {
    fn drop(&mut self) {
        // Asked to stop, it takes its bot and its folder with it.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}
