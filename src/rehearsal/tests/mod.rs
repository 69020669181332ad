//! The simulated Telegram seen from the bot's side, over real HTTP.

mod copies;
mod ephemeral;
mod errors;
mod hearing;
mod links;
mod people;
mod polling;
mod speaking;
mod trouble;
mod webhook;

use chrono::DateTime;
use serde_json::{Value, json};

use super::SimulatedTelegram;
use crate::clock::Clock;

/// A bot that makes one call at a time.
#[derive(Clone)]
struct Bot {
    client: reqwest::Client,
    url: String,
}

impl Bot {
    fn of(telegram: &SimulatedTelegram) -> Self {
        let url = format!("{}/bot{}", telegram.api_url(), telegram.token());
        Self { client: reqwest::Client::new(), url }
    }

    /// The whole answer; an error if the connection broke.
    async fn call(&self, method: &str, params: Value) -> Result<Value, reqwest::Error> {
        let request = self.client.post(format!("{}/{method}", self.url)).json(&params);
        let body = request.send().await?.bytes().await?;
        Ok(serde_json::from_slice(&body).unwrap_or_default())
    }

    /// The result of a call that should succeed.
    async fn does(&self, method: &str, params: Value) -> Value {
        let answer = self.call(method, params).await.expect("an answer");
        assert_eq!(answer["ok"], true, "{answer}");
        answer["result"].clone()
    }

    /// The words of a call that should be refused.
    async fn is_refused(&self, method: &str, params: Value) -> String {
        let answer = self.call(method, params).await.expect("an answer");
        assert_eq!(answer["ok"], false, "{answer}");
        answer["description"].as_str().unwrap_or_default().to_owned()
    }

    /// Updates from this offset on, without waiting.
    async fn updates(&self, offset: i64) -> Vec<Value> {
        let updates = self.does("getUpdates", json!({"offset": offset, "timeout": 0})).await;
        updates.as_array().cloned().unwrap_or_default()
    }

    /// All updates that wait, confirmed at once.
    async fn news(&self) -> Vec<Value> {
        let updates = self.updates(0).await;
        if let Some(last) = updates.last() {
            self.updates(last["update_id"].as_i64().expect("an id") + 1).await;
        }
        updates
    }
}

async fn telegram() -> (SimulatedTelegram, Bot) {
    let start = DateTime::from_timestamp(1_800_000_000, 0).expect("a time");
    let telegram = SimulatedTelegram::start(Clock::frozen(start)).await.expect("a free port");
    telegram.limits(false);
    let bot = Bot::of(&telegram);
    (telegram, bot)
}
