//! Updates that are brought.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use chrono::TimeDelta;
use tokio::sync::mpsc;

use super::super::Fault;
use super::*;

const PUBLIC: &str = "https://bot.example.org";

/// What was brought: the path, the secret shown, the text.
type Brought = (String, String, String);

/// Hears what is brought, and answers with the status that is set.
struct Hook {
    status: Arc<Mutex<StatusCode>>,
    brought: mpsc::UnboundedReceiver<Brought>,
}

impl Hook {
    async fn at(address: SocketAddr) -> Self {
        let status = Arc::new(Mutex::new(StatusCode::OK));
        let (sender, brought) = mpsc::unbounded_channel();
        let hear = async |State((status, sender)): State<(Arc<Mutex<StatusCode>>, mpsc::UnboundedSender<Brought>)>,
                          uri: Uri,
                          headers: HeaderMap,
                          body: String| {
            let update: Value = serde_json::from_str(&body).expect("one update");
            let secret = headers.get("x-telegram-bot-api-secret-token").and_then(|shown| shown.to_str().ok());
            let text = update["message"]["text"].as_str().or(update["callback_query"]["data"].as_str());
            let [secret, text] = [secret, text].map(|text| text.unwrap_or_default().to_owned());
            sender.send((uri.path().to_owned(), secret, text)).expect("the test listens");
            *status.lock().expect("a status")
        };
        let router = Router::new().fallback(hear).with_state((Arc::clone(&status), sender));
        let listener = tokio::net::TcpListener::bind(address).await.expect("a free port");
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { status, brought }
    }

    fn answers(&self, status: StatusCode) {
        *self.status.lock().expect("a status") = status;
    }

    /// What was brought and not asked for yet.
    fn rest(&mut self) -> Vec<String> {
        std::iter::from_fn(|| self.brought.try_recv().ok()).map(|(_, _, text)| text).collect()
    }
}

#[tokio::test]
async fn one_update_at_a_time_is_brought_with_its_secret() {
    let (telegram, bot) = telegram().await;
    let mut hook = Hook::at(telegram.proxy(PUBLIC).expect("a free port")).await;
    let ana = telegram.person("Ana");
    ana.says_privately("one");
    let webhook = json!({"url": format!("{PUBLIC}/hook/x"), "secret_token": "s-3_cret", "max_connections": 1});
    bot.does("setWebhook", webhook).await;
    let brought = hook.brought.recv().await.expect("what waited");
    assert_eq!(brought, ("/hook/x".to_owned(), "s-3_cret".to_owned(), "one".to_owned()));
    ana.says_privately("two");
    ana.says_privately("three");
    telegram.quiet().await;
    assert_eq!(hook.rest(), ["two", "three"]);
    let info = bot.does("getWebhookInfo", json!({})).await;
    assert_eq!((&info["pending_update_count"], &info["max_connections"]), (&json!(0), &json!(1)));
    assert_eq!(info.get("last_error_message"), None);
    bot.does("deleteWebhook", json!({})).await;
    ana.says_privately("four");
    assert_eq!(bot.news().await.len(), 1, "it waits to be asked for");
    assert_eq!(hook.rest(), [""; 0]);
}

#[tokio::test]
async fn what_is_not_taken_comes_again_after_growing_waits_and_in_its_order() {
    let (telegram, bot) = telegram().await;
    let mut hook = Hook::at(telegram.proxy(PUBLIC).expect("a free port")).await;
    let (ana, ben) = (telegram.person("Ana"), telegram.person("Ben"));
    hook.answers(StatusCode::SERVICE_UNAVAILABLE);
    bot.does("setWebhook", json!({"url": PUBLIC, "max_connections": 1})).await;
    ana.says_privately("one");
    ana.says_privately("two");
    let mut tries = 0;
    for wait in [0, 0, 2, 4, 8, 16, 32, 60, 60] {
        if wait > 0 {
            telegram.clock().advance(TimeDelta::seconds(wait - 1));
            assert_eq!(hook.rest(), [""; 0]);
            telegram.clock().advance(TimeDelta::seconds(1));
        }
        tries += 1;
        telegram.wait_until("it is brought once more", |telegram| telegram.brought() == tries).await;
        assert_eq!(hook.rest(), ["one"]);
    }
    let info = telegram.webhook_info();
    assert_eq!(info["last_error_message"], "Wrong response from the webhook: 503 Service Unavailable");
    assert_eq!(info["pending_update_count"], 2);
    hook.answers(StatusCode::OK);
    ben.says_privately("another chat does not wait");
    telegram.wait_until("it is brought", |telegram| telegram.brought() == tries + 1).await;
    telegram.clock().advance(TimeDelta::seconds(60));
    telegram.quiet().await;
    assert_eq!(hook.rest(), ["another chat does not wait", "one", "two"]);
}

#[tokio::test]
async fn an_answer_that_is_lost_brings_the_update_again() {
    let (telegram, bot) = telegram().await;
    let mut hook = Hook::at(telegram.proxy(PUBLIC).expect("a free port")).await;
    bot.does("setWebhook", json!({"url": PUBLIC})).await;
    telegram.fault(Fault::cut_after().on("webhook"));
    telegram.person("Ana").says_privately("one");
    telegram.quiet().await;
    assert_eq!(hook.rest(), ["one", "one"]);
    // Where nobody hears, it waits.
    bot.does("setWebhook", json!({"url": "https://elsewhere.example.org"})).await;
    telegram.person("Ben").says_privately("two");
    let failed = |telegram: &SimulatedTelegram| telegram.webhook_info()["last_error_message"] == "Connection timed out";
    telegram.wait_until("it could not be brought", failed).await;
    assert_eq!(telegram.updates_pending(), 1);
}

#[tokio::test]
async fn a_webhook_that_telegram_would_not_take_is_refused() {
    let (_telegram, bot) = telegram().await;
    for (webhook, why) in [
        (json!({"url": "http://example.org"}), "bad webhook: An HTTPS URL must be provided for webhook"),
        (
            json!({"url": "https://example.org:444"}),
            "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        (json!({"url": "https://example.org", "secret_token": "a b"}), "secret token contains unallowed characters"),
    ] {
        assert_eq!(bot.is_refused("setWebhook", webhook).await, format!("Bad Request: {why}"));
    }
    assert_eq!(bot.does("getWebhookInfo", json!({})).await["url"], "");
}
