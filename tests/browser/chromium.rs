//! A real Chromium, driven by its own debugging protocol over two pipes: no driver, no port, nothing to install besides.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};
use tempfile::TempDir;

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const ON_A_MAC: &str = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
/// The longest that an answer of the browser, or something awaited on a page, may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Where Chromium is, if it is here. In continuous integration it has to be.
pub fn find() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let places = std::env::split_paths(&path).flat_map(|dir| NAMES.map(|name| dir.join(name)));
    let found = places.chain([PathBuf::from(ON_A_MAC)]).find(|place| place.is_file());
    if found.is_none() {
        let how = "Chromium is not installed. On Debian and Ubuntu: apt-get update && apt-get install -y chromium";
        assert!(std::env::var_os("CI").is_none_or(|ci| ci.is_empty() || ci == "false"), "{how}");
        eprintln!("skipped: {how}");
    }
    found
}

/// A browser with one page.
pub struct Browser {
    process: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    session: Option<String>,
    calls: u64,
    /// What stood in the console as an error or a warning.
    pub complaints: Vec<String>,
    _profile: TempDir,
}

impl Browser {
    pub fn open(program: PathBuf, width: u32, height: u32) -> Self {
        let profile = tempfile::tempdir().expect("a folder");
        // Chromium reads its orders from descriptor 3 and answers on 4.
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 1>&2 2>/dev/null", "sh"])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--disable-dev-shm-usage", "--no-proxy-server", "--remote-debugging-pipe"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            // Where the tests run as of another day, it stays with today's: it hangs otherwise. The page goes by the
            // rehearsal's clock in any case.
            .env_remove("LD_PRELOAD")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a browser");
        let to = process.stdin.take().expect("a pipe");
        let out = process.stdout.take().expect("a pipe");
        let (sender, from) = channel();
        thread::spawn(move || {
            for message in BufReader::new(out).split(0).map_while(Result::ok) {
                let Ok(message) = serde_json::from_slice(&message) else { return };
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let complaints = Vec::new();
        let mut browser = Self { process, to, from, session: None, calls: 0, complaints, _profile: profile };
        let target = browser.call("Target.createTarget", &json!({"url": "about:blank"}));
        let attached = json!({"targetId": target["targetId"], "flatten": true});
        let session = browser.call("Target.attachToTarget", &attached);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            browser.call(domain, &json!({}));
        }
        browser.call("Emulation.setTimezoneOverride", &json!({"timezoneId": "Europe/Lisbon"}));
        browser.resize(width, height);
        browser
    }

    pub fn goes_to(&mut self, url: &str) {
        self.call("Page.navigate", &json!({"url": url}));
    }

    /// Returns once what is on the page has been painted.
    pub fn painted(&mut self) {
        self.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))");
    }

    pub fn resize(&mut self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", &size);
    }

    fn call(&mut self, method: &str, params: &Value) -> Value {
        self.calls += 1;
        let mut order = json!({"id": self.calls, "method": method, "params": params});
        if let Some(session) = &self.session {
            order["sessionId"] = json!(session);
        }
        let mut order = order.to_string().into_bytes();
        order.push(0);
        self.to.write_all(&order).expect("a browser that listens");
        loop {
            let message = self.from.recv_timeout(PATIENCE).unwrap_or_else(|_| panic!("no answer to {method}"));
            if message["id"] == json!(self.calls) {
                assert!(message.get("error").is_none(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.note(&message);
        }
    }

    fn note(&mut self, message: &Value) {
        let params = &message["params"];
        let complaint = match message["method"].as_str() {
            Some("Runtime.exceptionThrown") => &params["exceptionDetails"],
            Some("Runtime.consoleAPICalled") if params["type"] == "error" || params["type"] == "warning" => {
                &params["args"]
            }
            Some("Log.entryAdded") if params["entry"]["level"] == "error" => &params["entry"],
            _ => return,
        };
        self.complaints.push(complaint.to_string());
    }

    /// What an expression comes to on the page; promises are awaited.
    pub fn eval(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let result = self.call("Runtime.evaluate", &params);
        assert!(result.get("exceptionDetails").is_none(), "{expression}: {}", result["exceptionDetails"]);
        result["result"]["value"].clone()
    }

    /// Waits until an expression holds on the page; returns what it came to.
    #[track_caller]
    pub fn until(&mut self, expression: &str) -> Value {
        let waiting = format!(
            "new Promise((done) => {{ const end = performance.now() + 20000; const look = () => {{
                let found; try {{ found = {expression}; }} catch {{ found = null; }}
                if (found || performance.now() > end) done(found || null); else setTimeout(look, 20);
            }}; look(); }})"
        );
        let found = self.eval(&waiting);
        if found.is_null() {
            let page = self
                .eval("[...document.querySelectorAll('.news, main, aside')].map((part) => part.innerText).join('\\n')");
            panic!("waited in vain for {expression}\n{}\n{:?}", page.as_str().unwrap_or_default(), self.complaints);
        }
        found
    }

    /// Clicks with the mouse on the element that an expression finds, once nothing lies over it. The page may move it or
    /// make it anew between the look and the press: a press that meets anything else has no effect, and is made again.
    #[track_caller]
    pub fn click(&mut self, element: &str) {
        for _ in 0..20 {
            let at = self.until(&format!(
                "(() => {{ const it = {element}; it.scrollIntoView({{block: 'nearest'}}); const r = it.getBoundingClientRect();
                    const x = r.x + r.width / 2, y = r.y + r.height / 2, top = document.elementFromPoint(x, y);
                    if (!it.contains(top)) return null;
                    if (!('aimed' in window)) for (const kind of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click'])
                        addEventListener(kind, (event) => {{
                            if (!aimed) return;
                            if (!aimed.contains(event.target)) {{ event.stopImmediatePropagation(); event.preventDefault(); }}
                            else if (kind === 'click') window.aimed = null;
                        }}, true);
                    window.aimed = it;
                    return {{x, y}}; }})()"
            ));
            for kind in ["mousePressed", "mouseReleased"] {
                let event = json!({"type": kind, "x": at["x"], "y": at["y"], "button": "left", "clickCount": 1});
                self.call("Input.dispatchMouseEvent", &event);
            }
            // Another page, where the click led to one, was not aimed at.
            if self.eval("!window.aimed") == json!(true) {
                return;
            }
        }
        panic!("no press met {element}");
    }

    /// What of the page one can act on without a name that a screen reader could say.
    pub fn nameless(&mut self) -> Vec<String> {
        let tree = self.call("Accessibility.getFullAXTree", &json!({}));
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let acts = ["button", "tab", "textbox", "combobox", "link", "log", "listbox", "alertdialog", "image"];
        let seen =
            |node: &&Value| node["ignored"] == false && acts.contains(&node["role"]["value"].as_str().unwrap_or(""));
        let unnamed = |node: &&Value| node["name"]["value"].as_str().is_none_or(|name| name.trim().is_empty());
        assert!(nodes.iter().filter(seen).count() > 10, "there is little to read");
        nodes.iter().filter(seen).filter(unnamed).map(Value::to_string).collect()
    }

    /// Light or dark, as somebody set their system.
    pub fn scheme(&mut self, name: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": name}]);
        self.call("Emulation.setEmulatedMedia", &json!({"features": features}));
    }

    /// As on a `screen` or in `print`.
    pub fn media(&mut self, name: &str) {
        self.call("Emulation.setEmulatedMedia", &json!({"media": name}));
    }

    /// What on the page cannot be read well or hit well: contrasts below 4.5:1 (3:1 in large letters) and targets of
    /// less than 44 pixels.
    pub fn faults(&mut self) -> Vec<String> {
        let faults = self.eval(include_str!("faults.js"));
        faults.as_array().expect("a list").iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
    }

    /// Takes a picture of the page as it stands: `target/tmp/pictures/<name>.png`.
    pub fn picture(&mut self, name: &str) {
        self.capture(name, "png", &json!({"format": "png"}));
    }

    /// The same, and a small one beside it. Those in the README are copied from there into `tests/browser/pictures`.
    pub fn picture_for_readme(&mut self, name: &str) {
        self.picture(name);
        self.capture(name, "webp", &json!({"format": "webp", "quality": 70}));
    }

    fn capture(&mut self, name: &str, ending: &str, how: &Value) {
        // Nothing is to be caught in its movement.
        self.eval(
            "Promise.allSettled(document.getAnimations().filter((a) => a.effect.getTiming().iterations === 1).map((a) => a.finished))
                .then(() => 1)",
        );
        self.painted();
        let taken = self.call("Page.captureScreenshot", how);
        let picture = BASE64_STANDARD.decode(taken["data"].as_str().expect("a picture")).expect("base64");
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pictures");
        std::fs::create_dir_all(&dir).expect("a folder");
        std::fs::write(dir.join(name).with_extension(ending), picture).expect("a file");
    }

    /// Types into whatever has the focus.
    pub fn types(&mut self, text: &str) {
        self.call("Input.insertText", &json!({"text": text}));
    }

    /// Presses a key that is no letter.
    pub fn presses(&mut self, key: &str) {
        let code = match key {
            "Enter" => 13,
            "Tab" => 9,
            "Escape" => 27,
            "End" => 35,
            "Home" => 36,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            other => panic!("no code for {other}"),
        };
        let mut event = json!({"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code});
        if key == "Enter" {
            event["text"] = json!("\r");
        }
        self.call("Input.dispatchKeyEvent", &event);
        event["type"] = json!("keyUp");
        self.call("Input.dispatchKeyEvent", &event);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
