//! Faults and limits.

use chrono::TimeDelta;

use super::super::{CallOutcome, Fault};
use super::*;

#[tokio::test]
async fn faults_befall_calls_as_they_say() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    ana.starts("");
    let hello = json!({"chat_id": ana.id(), "text": "x"});
    let said = || ana.private_messages().len() - 1;

    telegram.fault(Fault::retry_after(3).on("sendMessage"));
    let answer = bot.call("sendMessage", hello.clone()).await.unwrap();
    assert_eq!((&answer["error_code"], &answer["parameters"]["retry_after"]), (&json!(429), &json!(3)));
    assert_eq!(answer["description"], "Too Many Requests: retry after 3");

    telegram.fault(Fault::bad_gateway().in_chat(ana.id()));
    let page = bot.client.post(format!("{}/sendMessage", bot.url)).json(&hello).send().await.unwrap();
    assert_eq!(page.status(), 502);
    assert!(page.text().await.unwrap().starts_with("<html>"));

    telegram.fault(Fault::internal_error());
    assert_eq!(bot.is_refused("sendMessage", hello.clone()).await, "Internal Server Error");
    assert_eq!(said(), 0);

    telegram.fault(Fault::cut_before().on_sends());
    assert!(bot.call("sendMessage", hello.clone()).await.is_err());
    assert_eq!(said(), 0);

    telegram.fault(Fault::cut_after().on_sends());
    let cut = bot.client.post(format!("{}/sendMessage", bot.url)).json(&hello).send().await;
    assert!(cut.is_err(), "not even a status may come: {cut:?}");
    assert_eq!(said(), 1);

    bot.does("sendMessage", hello).await;
    let outcomes: Vec<_> = telegram.calls_of("sendMessage").into_iter().map(|call| call.outcome).collect();
    assert_eq!(outcomes[3], CallOutcome::Lost);
    assert_eq!(outcomes[4], CallOutcome::DoneUnanswered { message_id: Some(2) });
    assert_eq!(outcomes[5], CallOutcome::Done { message_id: Some(3) });
}

#[tokio::test]
async fn when_telegram_is_down_nobody_gets_through() {
    let (telegram, bot) = telegram().await;
    let mut changes = telegram.changed();
    changes.mark_unchanged();
    let poll = tokio::spawn({
        let bot = bot.clone();
        async move { bot.call("getUpdates", json!({"timeout": 50})).await }
    });
    changes.changed().await.unwrap();
    telegram.down(true);
    assert!(poll.await.unwrap().is_err());
    assert!(bot.call("getMe", json!({})).await.is_err());
    telegram.down(false);
    bot.does("getMe", json!({})).await;
}

#[tokio::test]
async fn sending_too_fast_is_a_violation() {
    let (telegram, bot) = telegram().await;
    telegram.limits(true);
    let ana = telegram.person("Ana");
    ana.starts("");
    let hello = json!({"chat_id": ana.id(), "text": "x"});
    bot.does("sendMessage", hello.clone()).await;
    bot.does("getChat", json!({"chat_id": ana.id()})).await;
    telegram.clock().advance(TimeDelta::seconds(1));
    bot.does("sendMessage", hello.clone()).await;
    assert_eq!(telegram.violations(), [""; 0]);
    bot.does("sendMessage", hello).await;
    assert_eq!(telegram.violations(), [format!("limit: 2 messages in one second, to chat {}", ana.id())]);
}

#[tokio::test]
async fn rough_weather_is_the_same_for_the_same_seed() {
    async fn outcomes() -> Vec<bool> {
        let (telegram, bot) = telegram().await;
        let ana = telegram.person("Ana");
        ana.starts("");
        telegram.rough_weather(3);
        for _ in 0..60 {
            let _ = bot.call("sendMessage", json!({"chat_id": ana.id(), "text": "x"})).await;
        }
        telegram.calls().iter().map(|call| matches!(call.outcome, CallOutcome::Done { .. })).collect()
    }
    let first = outcomes().await;
    assert!(first.contains(&false) && first.contains(&true));
    assert_eq!(first, outcomes().await);
}
