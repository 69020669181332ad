//! The bot as its host sees it: by its own commands, by systemd, by Prometheus.

use std::ffi::OsStr;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixDatagram;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use nearer::clock::Clock;
use nearer::rehearsal::{Fault, SimulatedTelegram};

use crate::bot::Home;
use crate::couples::Couple;

/// On a day on which the built-in lines of support are fresh.
const DOCTOR: [&str; 3] = ["doctor", "--today", "2026-11-26"];

async fn telegram() -> SimulatedTelegram {
    let noon = "2026-11-23T12:00:00Z".parse().expect("an instant");
    let telegram = SimulatedTelegram::start(Clock::frozen(noon)).await.expect("a Telegram");
    telegram.limits(false);
    telegram
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Another command runs beside the simulated Telegram, which must go on meanwhile.
fn asks(home: &Home, telegram: &SimulatedTelegram, arguments: &[&str]) -> (Option<i32>, String) {
    let output = tokio::task::block_in_place(|| home.asks(telegram, arguments));
    (output.status.code(), said(&output))
}

#[tokio::test(flavor = "multi_thread")]
async fn status_and_healthcheck_ask_the_bot_that_runs() {
    let (telegram, home) = (telegram().await, Home::new());
    let (code, said) = asks(&home, &telegram, &["healthcheck"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("no bot runs with the store in"), "{said}");

    let mut bot = home.start(&telegram, 0);
    Couple::pairs(&mut bot, &telegram).await;
    bot.settles().await;
    assert_eq!(asks(&home, &telegram, &["healthcheck"]), (Some(0), "well\n".to_owned()));
    let (code, said) = asks(&home, &telegram, &["status"]);
    assert_eq!(code, Some(0));
    for line in ["health             well", "waits to be sent   nothing", "newest export      none yet"] {
        assert!(said.contains(line), "{said}");
    }
    let (_, json) = asks(&home, &telegram, &["status", "--json"]);
    let status: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert!(status["updates"].as_u64() > Some(3), "{json}");
    let socket = home.data_dir().join("nearer.sock");
    let rights = std::fs::metadata(&socket).expect("a socket").permissions().mode();
    assert_eq!(rights & 0o777, 0o600, "its own user alone may ask");

    // One that was killed leaves its socket behind; the next takes its place.
    bot.kill();
    assert_eq!(asks(&home, &telegram, &["healthcheck"]).0, Some(1));
    let mut bot = home.start(&telegram, 1);
    bot.settles().await;
    assert_eq!(asks(&home, &telegram, &["healthcheck"]).0, Some(0));
    bot.terminate();
    assert!(bot.ended().await.success());
    assert!(!socket.exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn prometheus_reads_figures_without_ids_where_the_host_wants_it() {
    let (telegram, home) = (telegram().await, Home::new());
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).expect("a port");
    home.configures(&format!("watch = '{free}'"));
    let mut bot = home.start(&telegram, 0);
    let mut couple = Couple::pairs(&mut bot, &telegram).await;
    couple.says_one_more();
    bot.until("it is answered", |_| couple.is_answered()).await;
    bot.settles().await;
    let metrics =
        reqwest::get(format!("http://{free}/metrics")).await.expect("an answer").text().await.expect("a text");
    for figure in [
        "nearer_calls_total{method=\"sendMessage\",outcome=\"done\"}",
        "nearer_polls_total{outcome=\"answered\"}",
        "nearer_commit_seconds_bucket",
        "nearer_outbox_rows 0",
        "nearer_well 1",
        "nearer_store_bytes",
        "# EOF",
    ] {
        assert!(metrics.contains(figure), "{figure} is not in\n{metrics}");
    }
    let ids = [couple.group.id().unsigned_abs().to_string(), couple.people[0].id().to_string()];
    for id in &ids {
        assert!(!metrics.contains(id.as_str()), "the id {id} stands in\n{metrics}");
    }
    let health = reqwest::get(format!("http://{free}/healthz")).await.expect("an answer");
    assert!(health.status().is_success());
    bot.kill();
    home.log_is_clean(&telegram);
}

#[tokio::test(flavor = "multi_thread")]
async fn systemd_hears_that_it_is_ready_that_it_lives_and_that_it_stops() {
    let (telegram, home) = (telegram().await, Home::new());
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("notify");
    let socket = UnixDatagram::bind(&path).expect("a socket");
    socket.set_read_timeout(Some(Duration::from_secs(30))).expect("a patience");
    let next = || {
        let mut said = [0; 200];
        let length = tokio::task::block_in_place(|| socket.recv(&mut said)).expect("it says something in time");
        String::from_utf8_lossy(&said[..length]).into_owned()
    };
    let environment = [("NOTIFY_SOCKET", path.as_os_str()), ("WATCHDOG_USEC", OsStr::new("200000"))];
    let mut bot = home.start_with(&telegram, 0, telegram.token(), &environment);
    let mut heard = vec![next(), next(), next(), next()];
    let is_ready = |said: &String| said.contains("READY=1") && said.contains("STATUS=in service as @");
    assert_eq!(heard.iter().filter(|said| is_ready(said)).count(), 1, "{heard:?}");
    assert_eq!(heard.iter().filter(|said| said.contains("WATCHDOG=1")).count(), 3, "{heard:?}");
    bot.terminate();
    assert!(bot.ended().await.success());
    while !heard.iter().any(|said| said.contains("STOPPING=1")) {
        heard.push(next());
    }
}

/// A real Prometheus (Debian: `prometheus`) reads the figures; the rules and the dashboard ask for figures that there are.
#[tokio::test(flavor = "multi_thread")]
async fn a_real_prometheus_reads_it_and_the_rules_find_their_figures() {
    let packaging = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/prometheus");
    let promtool = |arguments: &[&str]| Command::new("promtool").args(arguments).current_dir(&packaging).output();
    let Ok(checked) = promtool(&["test", "rules", "alerts_test.yml"]) else {
        assert!(std::env::var_os("CI").is_none(), "there is no Prometheus here: apt-get install prometheus");
        eprintln!("not tried, since there is no Prometheus here: apt-get install prometheus");
        return;
    };
    assert!(checked.status.success(), "{}", said(&checked));

    let (telegram, home) = (telegram().await, Home::new());
    let free =
        || TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).expect("a port");
    let (watched, asked) = (free(), free());
    home.configures(&format!("watch = '{watched}'"));
    let mut bot = home.start(&telegram, 0);
    Couple::pairs(&mut bot, &telegram).await;
    bot.settles().await;

    let dir = tempfile::tempdir().expect("a folder");
    let config = std::fs::read_to_string(packaging.join("prometheus.yml")).expect("a configuration");
    let config = config
        .replace("127.0.0.1:9464", &watched.to_string())
        .replace("scrape_interval: 30s", "scrape_interval: 1s")
        .replace("alerts.yml", packaging.join("alerts.yml").to_str().expect("a name"));
    std::fs::write(dir.path().join("prometheus.yml"), config).expect("a file");
    let mut prometheus = Command::new("prometheus")
        .args(["--config.file", "prometheus.yml", "--storage.tsdb.path", "tsdb", "--web.listen-address"])
        .arg(asked.to_string())
        .current_dir(dir.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("it starts");
    let value = async |figure: &str| {
        let url = format!("http://{asked}/api/v1/query?query={}", figure.replace(' ', "%20"));
        let body = reqwest::get(url).await.ok()?.text().await.ok()?;
        let answer: serde_json::Value = serde_json::from_str(&body).ok()?;
        answer["data"]["result"][0]["value"][1].as_str()?.parse::<f64>().ok()
    };
    let reading = async {
        while value("nearer_updates_total").await.is_none_or(|updates| updates < 3.0) {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let read = tokio::time::timeout(Duration::from_mins(1), reading).await;
    // Every figure that a rule or a panel asks for.
    let asking = std::fs::read_to_string(packaging.join("alerts.yml")).expect("rules")
        + &std::fs::read_to_string(packaging.join("dashboard.json")).expect("a dashboard");
    let mut missing = Vec::new();
    for figure in asking.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_') {
        // A store so young has no export yet.
        let is_figure = figure.starts_with("nearer_") && figure != "nearer_export_age_seconds";
        if is_figure && value(figure).await.is_none() {
            missing.push(figure);
        }
    }
    prometheus.kill().and_then(|()| prometheus.wait()).expect("an end");
    assert!(read.is_ok(), "Prometheus never read the figures");
    assert_eq!(missing, Vec::<&str>::new());
    bot.kill();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_tells_what_is_well_and_last_what_is_to_be_mended() {
    let (telegram, home) = (telegram().await, Home::new());
    // Before the first start.
    let (code, said) = asks(&home, &telegram, &DOCTOR);
    assert_eq!(code, Some(0), "{said}");
    for line in ["token: taken, as @", "store: none yet; the first start makes it", "disk: ", "words: ", "no mistakes"]
    {
        assert!(said.contains(line), "{line} is not in\n{said}");
    }
    assert!(!said.contains(telegram.token()), "{said}");

    // While it serves, and after it was killed.
    let mut bot = home.start(&telegram, 0);
    Couple::pairs(&mut bot, &telegram).await;
    bot.settles().await;
    let (_, said) = asks(&home, &telegram, &DOCTOR);
    assert!(said.contains("store: in use by a bot that is well"), "{said}");
    bot.kill();
    let (_, said) = asks(&home, &telegram, &DOCTOR);
    assert!(
        said.contains("store: whole; groups in it: 1") && said.contains("exports: (warning) there is none"),
        "{said}"
    );

    // A token that is refused, and a webhook of somebody else's.
    telegram.fault(Fault::refused(401, "Unauthorized").on("getMe"));
    let (code, said) = asks(&home, &telegram, &DOCTOR);
    assert_eq!(code, Some(1));
    let lines: Vec<&str> = said.trim_end().lines().collect();
    let [.., token, count] = lines.as_slice() else { panic!("{said}") };
    assert!(token.starts_with("token: Telegram refuses it") && token.contains("mend: ask @BotFather"), "{said}");
    assert_eq!(*count, "1 mistake");
    telegram.down(true);
    let (code, said) = asks(&home, &telegram, &DOCTOR);
    assert_eq!(code, Some(1));
    assert!(said.contains("Telegram: http://127.0.0.1") && said.contains("cannot be reached"), "{said}");
}
