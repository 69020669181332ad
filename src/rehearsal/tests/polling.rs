//! `getUpdates`, and how calls may be sent.

use super::*;

#[tokio::test]
async fn a_call_may_come_in_any_dress() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    ana.starts("");
    let (id, client, url) = (ana.id(), &bot.client, &bot.url);

    bot.does("SENDmessage", json!({"chat_id": id, "text": "json"})).await;
    let answer = client.get(format!("{url}/sendMessage?chat_id={id}&text=query")).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let form = format!("chat_id={id}&text=a+form&reply_markup=%7B%22force_reply%22%3Atrue%7D");
    let kind = "application/x-www-form-urlencoded";
    let answer = client.post(format!("{url}/sendMessage")).header("content-type", kind).body(form).send().await;
    assert_eq!(answer.unwrap().status(), 200);
    let parts = reqwest::multipart::Form::new()
        .text("chat_id", id.to_string())
        .text("document", "attach://it")
        .part("it", reqwest::multipart::Part::bytes(b"all we said".to_vec()).file_name("us.json"));
    let answer = client.post(format!("{url}/sendDocument")).multipart(parts).send().await.unwrap();
    assert_eq!(answer.status(), 200);

    let messages = ana.private_messages();
    let texts: Vec<_> = messages.iter().filter(|message| message.by_bot).map(|message| message.text.as_str()).collect();
    assert_eq!(texts, ["json", "query", "a form", ""]);
    assert!(messages[3].asks_reply);
    let file = messages[4].file.clone().expect("a file");
    assert_eq!((file.name.as_str(), file.bytes.as_slice()), ("us.json", &b"all we said"[..]));
    assert_eq!(telegram.violations(), [""; 0]);
}

#[tokio::test]
async fn strangers_and_unknown_methods_are_turned_away() {
    let (telegram, bot) = telegram().await;
    let answer = bot.client.get(format!("{}/bot1:wrong/getMe", telegram.api_url())).send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(bot.is_refused("sendLove", json!({})).await, "Not Found");
    assert_eq!(
        bot.is_refused("sendPoll", json!({"chat_id": 1, "question": "?", "options": []})).await,
        "Not Implemented: method is not simulated"
    );
    assert_eq!(telegram.violations(), ["no such method", "sendPoll: not simulated"]);
}

#[tokio::test]
async fn an_update_stays_until_a_higher_offset_confirms_it() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    ana.says_privately("one");
    ana.says_privately("two");
    let first = bot.updates(0).await;
    assert_eq!(first.len(), 2);
    assert_eq!(bot.updates(0).await, first);
    assert_eq!(telegram.updates_pending(), 2);
    let next = first[1]["update_id"].as_i64().unwrap() + 1;
    assert_eq!(bot.updates(next).await, [Value::Null; 0]);
    telegram.quiet().await;
    assert!(telegram.resend_update(next - 2));
    assert_eq!(bot.updates(next).await, first[..1]);
}

#[tokio::test]
async fn a_long_poll_ends_with_the_first_arrival() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let mut changes = telegram.changed();
    changes.mark_unchanged();
    let poll = tokio::spawn(async move { bot.does("getUpdates", json!({"timeout": 50})).await });
    changes.changed().await.unwrap();
    ana.says_privately("here I am");
    assert_eq!(poll.await.unwrap()[0]["message"]["text"], "here I am");
}

#[tokio::test]
async fn the_newer_of_two_polls_ends_the_older() {
    let (telegram, bot) = telegram().await;
    let mut changes = telegram.changed();
    changes.mark_unchanged();
    let older = tokio::spawn({
        let bot = bot.clone();
        async move { bot.is_refused("getUpdates", json!({"timeout": 50})).await }
    });
    changes.changed().await.unwrap();
    bot.updates(0).await;
    assert_eq!(
        older.await.unwrap(),
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
}

#[tokio::test]
async fn beside_a_webhook_there_is_no_polling() {
    let (_telegram, bot) = telegram().await;
    bot.does("setWebhook", json!({"url": "https://example.org/hook"})).await;
    assert!(bot.is_refused("getUpdates", json!({})).await.starts_with("Conflict: can't use getUpdates method while"));
    assert_eq!(bot.does("getWebhookInfo", json!({})).await["url"], "https://example.org/hook");
    bot.does("deleteWebhook", json!({})).await;
    assert!(bot.updates(0).await.is_empty());
}

#[tokio::test]
async fn what_the_bot_says_of_itself_is_kept_by_scope_and_language() {
    let (_telegram, bot) = telegram().await;
    let commands = json!([{"command": "card", "description": "Today's card"}]);
    let place = json!({"scope": {"type": "all_private_chats"}, "language_code": "de", "commands": commands});
    bot.does("setMyCommands", place.clone()).await;
    assert_eq!(bot.does("getMyCommands", json!({})).await, json!([]));
    let asked = json!({"scope": place["scope"], "language_code": "de"});
    assert_eq!(bot.does("getMyCommands", asked).await, commands);
    let wrong = json!({"commands": [{"command": "Card!", "description": "x"}]});
    assert_eq!(bot.is_refused("setMyCommands", wrong).await, "Bad Request: BOT_COMMAND_INVALID");
    bot.does("setMyDescription", json!({"description": "For two."})).await;
    let description = bot.does("getMyDescription", json!({"language_code": "fr"})).await;
    assert_eq!(description, json!({"description": "For two."}));
    assert_eq!(bot.does("getMe", json!({})).await["username"], "nearer_bot");
}
