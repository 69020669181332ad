//! A bot behind a proxy: Telegram brings each update, and whoever else knocks is refused.

use std::net::SocketAddr;
use std::sync::Arc;

use chrono::TimeDelta;
use nearer::clock::Clock;
use nearer::engine::{Input, InputSender};
use nearer::progress::Progress;
use nearer::rehearsal::{Fault, SimulatedTelegram};
use nearer::telegram::allowed::Allowed;
use nearer::telegram::intake::{Door, Intake, IntakeEnd, Webhook};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::talk_walks::five_minutes;
use crate::town::{PROXY, SECRET, Town, Us};

const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// How often the bot has asked for updates.
fn polls(town: &Town) -> usize {
    town.telegram.calls_of("getUpdates").len()
}

#[tokio::test]
async fn two_people_pair_get_a_card_and_talk_without_a_single_poll() {
    let town = Town::open_behind_a_proxy().await;
    let before = polls(&town);
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    us.expects(" · ").await;
    assert!(us.ben().presses("Keep").await.text.starts_with("Kept."));
    five_minutes(&us).await;
    assert_eq!(polls(&town), before);
    let info = town.telegram.webhook_info();
    assert_eq!((&info["pending_update_count"], info.get("last_error_date")), (&json!(0), None));
    assert_eq!(town.telegram.calls_of("setWebhook").len(), 1);
}

/// As with polling: what was said while nobody heard comes before what fell due meanwhile.
#[tokio::test]
async fn what_waited_is_read_before_anything_is_said() {
    let town = Town::open_behind_a_proxy().await;
    let us = town.a_couple().await;
    town.crashes().await;
    us.ana.says(&us.group, "/pause two weeks");
    town.sleeps_until("2026-11-23T20:30:00Z");
    town.wakes().await;
    us.expects("rest").await;
    // The card that fell due rests as well.
    us.expects_silence().await;
}

#[tokio::test]
async fn an_answer_that_is_lost_brings_the_update_again_and_it_is_known() {
    let town = Town::open_behind_a_proxy().await;
    let us = town.a_couple().await;
    let brought = town.telegram.brought();
    town.telegram.fault(Fault::cut_after().on("webhook"));
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    us.expects_silence().await;
    assert_eq!(town.telegram.brought() - brought, 2);
    let last = town.telegram.last_update_id().expect("an update");
    assert!(town.telegram.resend_update(last));
    us.expects_silence().await;
}

/// The proxy is away: within a minute what waits is asked for, in its order, and the webhook is set anew.
#[tokio::test]
async fn a_proxy_that_does_not_work_costs_a_minute_at_most() {
    let town = Town::open_behind_a_proxy().await;
    let us = town.a_couple().await;
    town.telegram.fault(Fault::bad_gateway().on("webhook").always());
    us.ana.says(&us.group, "/settings quiet 22:00 7:00");
    us.ana.says(&us.group, "/help");
    let failed = |telegram: &SimulatedTelegram| telegram.webhook_info()["last_error_date"].is_i64();
    town.telegram.wait_until("it could not be brought", failed).await;
    let before = town.webhook_url();
    town.clock.advance(TimeDelta::minutes(1));
    us.expects("22:00").await;
    us.expects("What I can do here").await;
    town.telegram.clear_faults();
    let set = |telegram: &SimulatedTelegram| telegram.calls_of("setWebhook").len() == 2;
    town.telegram.wait_until("the webhook is set again", set).await;
    assert_eq!(town.webhook_url(), before);
    let polls = polls(&town);
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    assert_eq!(self::polls(&town), polls);
}

#[tokio::test]
async fn a_webhook_that_somebody_changed_is_set_again() {
    let town = Town::open_behind_a_proxy().await;
    let us = town.a_couple().await;
    let other = "https://elsewhere.example.org/hook";
    town.telegram.set_webhook(other);
    us.ana.says(&us.group, "/help");
    town.clock.advance(TimeDelta::minutes(1));
    us.expects("What I can do here").await;
    town.sets_its_webhook(other).await;
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
}

/// Until Telegram takes the webhook, updates are asked for.
#[tokio::test]
async fn a_webhook_that_telegram_does_not_take_keeps_nobody_waiting() {
    let town = Town::open_behind_a_proxy().await;
    let us = town.a_couple().await;
    town.stops().await;
    town.clock.advance(TimeDelta::seconds(5));
    let why = "Bad Request: bad webhook: Failed to resolve host: Name or service not known";
    town.telegram.fault(Fault::refused(400, why).on("setWebhook").times(2));
    us.ana.says(&us.group, "/help");
    town.wakes().await;
    us.expects("What I can do here").await;
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    us.expects_silence().await;
}

#[tokio::test]
async fn from_asking_to_being_brought_and_back_nothing_is_lost() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let speaks_across_a_start = async |minutes: u32| {
        us.ana.says(&us.group, &format!("/settings quiet 21:{minutes} 6:00"));
        town.clock.advance(TimeDelta::seconds(5));
        town.wakes().await;
        us.expects(&format!("21:{minutes}")).await;
        us.ana().says(&format!("/settings quiet 22:{minutes} 6:00")).await;
        us.expects(&format!("22:{minutes}")).await;
        us.expects_silence().await;
    };
    town.stops().await;
    town.moves_behind_a_proxy();
    speaks_across_a_start(11).await;
    town.crashes().await;
    speaks_across_a_start(12).await;
    town.stops().await;
    town.moves_away_from_the_proxy();
    speaks_across_a_start(13).await;
    assert_eq!(town.webhook_url(), "");
    let calls = town.telegram.calls();
    assert!(!calls.iter().any(|call| call.params.get("drop_pending_updates").is_some()), "nothing is dropped");
}

/// Who knocks at the door that is meant for Telegram.
struct Knocker {
    client: Client,
    at: String,
    address: SocketAddr,
}

impl Knocker {
    fn at(town: &Town) -> Self {
        let (address, public) = (town.behind_the_proxy(), town.webhook_url());
        let at = format!("http://{address}/{}", public.strip_prefix(PROXY).expect("it is set"));
        Self { client: Client::builder().no_proxy().build().expect("a client"), at, address }
    }

    async fn knocks(&self, method: Method, at: &str, secret: Option<&str>, body: String) -> (StatusCode, String) {
        let mut request = self.client.request(method, at).body(body);
        if let Some(secret) = secret {
            request = request.header(SECRET_HEADER, secret);
        }
        let answer = request.send().await.expect("an answer");
        (answer.status(), answer.text().await.expect("a body"))
    }
}

/// `/help` in their group, as Telegram would bring it.
fn help(us: &Us<'_>, update: u32) -> String {
    let chat = json!({"id": us.group.id(), "type": "group", "title": "x"});
    let ana = json!({"id": us.ana.id(), "is_bot": false, "first_name": "Ana"});
    let command = json!([{"type": "bot_command", "offset": 0, "length": 5}]);
    let message: Value =
        json!({"message_id": 900, "date": 1, "chat": chat, "from": ana, "text": "/help", "entities": command});
    json!({"update_id": update, "message": message}).to_string()
}

#[tokio::test]
async fn whoever_is_not_telegram_is_refused_without_effect() {
    let town = Town::open_behind_a_proxy().await;
    let us = town.a_couple().await;
    us.so_far();
    let knocker = Knocker::at(&town);
    let (at, good) = (knocker.at.clone(), help(&us, 5));
    let nearly = SECRET.replace('w', "v");
    let huge = format!("{{\"update_id\":6,\"x\":\"{}\"}}", "x".repeat(1 << 20));
    let elsewhere = format!("http://{}/", knocker.address);
    for (method, at, secret, body, status) in [
        (Method::POST, at.as_str(), None, good.as_str(), 401),
        (Method::POST, &at, Some(""), &good, 401),
        (Method::POST, &at, Some(&nearly), &good, 401),
        (Method::POST, &at, Some(&SECRET[1..]), &good, 401),
        (Method::GET, &at, Some(SECRET), &good, 404),
        (Method::PUT, &at, Some(SECRET), &good, 404),
        (Method::POST, &elsewhere, Some(SECRET), &good, 404),
        (Method::POST, &format!("{elsewhere}webhook"), Some(SECRET), &good, 404),
        (Method::POST, &format!("{at}x"), Some(SECRET), &good, 404),
        (Method::POST, &format!("{at}/"), Some(SECRET), &good, 404),
        (Method::POST, &at, Some(SECRET), &huge, 413),
        (Method::POST, &at, Some(SECRET), "{}", 400),
        (Method::POST, &at, Some(SECRET), "no update", 400),
    ] {
        let answer = knocker.knocks(method.clone(), at, secret, body.to_owned()).await;
        let status = StatusCode::from_u16(status).expect("a status");
        assert_eq!(answer, (status, String::new()), "{method} {} {secret:?}", at.replace(&knocker.at, "AT"));
    }
    us.expects_silence().await;

    // Cut in the middle of what would be good.
    let word = at.rsplit('/').next().expect("a word");
    let mut line = TcpStream::connect(knocker.address).await.expect("a connection");
    let length = good.len();
    let head = format!(
        "POST /{word} HTTP/1.1\r\nHost: x\r\n{SECRET_HEADER}: {SECRET}\r\nContent-Length: {length}\r\n\r\n{}",
        &good[..length - 1]
    );
    line.write_all(head.as_bytes()).await.expect("sent");
    drop(line);
    us.expects_silence().await;

    // The same by Telegram is heard; a proxy may take the path's beginning away or put one before it.
    for (update, way) in [(7, at.clone()), (8, at.replace(word, &format!("some/where/{word}")))] {
        let answer = knocker.knocks(Method::POST, &way, Some(SECRET), help(&us, update)).await;
        assert_eq!(answer, (StatusCode::OK, String::new()));
        us.expects("What I can do here").await;
    }
    us.expects_silence().await;
}

/// An intake that hears, with a hand in the place of the engine.
struct Alone {
    telegram: SimulatedTelegram,
    listen: SocketAddr,
    inputs: mpsc::UnboundedReceiver<Input>,
    stop: oneshot::Sender<()>,
    running: JoinHandle<IntakeEnd>,
}

impl Alone {
    async fn begins() -> Self {
        let clock = Clock::frozen("2026-11-23T18:00:00Z".parse().expect("an instant"));
        let telegram = SimulatedTelegram::start(clock.clone()).await.expect("a Telegram");
        let listen = telegram.proxy(PROXY).expect("a free port");
        let webhook = Webhook { url: PROXY.parse().expect("an address"), listen, secret: None };
        let progress = Progress::default();
        let (engine, inputs) = InputSender::channel(progress.clone());
        let intake = Intake {
            bot: nearer::telegram::client(telegram.token(), telegram.api_url().parse().ok()).expect("a client"),
            username: telegram.bot_username().into(),
            names: Arc::default(),
            engine,
            progress,
            clock,
            leading: nearer::store::Leading::alone(),
            allowed: Allowed::default(),
        };
        let (stop, told) = oneshot::channel();
        let running = tokio::spawn(intake.run(Some(Door::open(webhook).await.expect("a free port")), told));
        let set = |telegram: &SimulatedTelegram| telegram.webhook_info()["url"] != "";
        telegram.wait_until("the webhook is set", set).await;
        Self { telegram, listen, inputs, stop, running }
    }

    /// Takes an update from the intake's hands; says that it is on disk by what is returned.
    async fn takes(&mut self) -> oneshot::Sender<()> {
        match self.inputs.recv().await {
            Some(Input::Updates { updates, done }) if updates.len() == 1 => done,
            other => panic!("not an update: {other:?}"),
        }
    }
}

#[tokio::test]
async fn told_to_stop_it_answers_what_it_took_after_it_is_on_disk() {
    let mut alone = Alone::begins().await;
    let telegram = alone.telegram.clone();
    telegram.person("Ana").starts("");
    let done = alone.takes().await;
    assert_eq!(telegram.updates_pending(), 1, "taken, and not answered");
    alone.stop.send(()).expect("it runs");
    // It hears nobody more.
    while TcpStream::connect(alone.listen).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!alone.running.is_finished(), "it waits for the disk");
    done.send(()).expect("it waits for that");
    assert_eq!(alone.running.await.expect("an end"), IntakeEnd::Stopped);
    telegram.quiet().await;
    assert_eq!(telegram.webhook_info().get("last_error_date"), None);
}

#[tokio::test]
async fn what_is_not_on_disk_is_not_acknowledged() {
    let mut alone = Alone::begins().await;
    let telegram = alone.telegram.clone();
    telegram.person("Ana").starts("");
    drop(alone.takes().await);
    let done = alone.takes().await;
    let said = telegram.webhook_info()["last_error_message"].clone();
    assert_eq!(said, "Wrong response from the webhook: 503 Service Unavailable");
    done.send(()).expect("it waits for that");
    telegram.quiet().await;
}
