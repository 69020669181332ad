//! Answers to a tap that lead somewhere, and buttons that do more or less than send data.

use super::*;

#[tokio::test]
async fn an_answer_may_lead_to_the_private_chat_and_nowhere_else() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let us = telegram.group("Us two", &[&ana]);
    us.add_bot(&ana);
    let buttons = json!({"inline_keyboard": [[{"text": "Answer", "callback_data": "a"}]]});
    bot.does("sendMessage", json!({"chat_id": us.id(), "text": "A question", "reply_markup": buttons})).await;
    let tap = ana.presses(&us, "Answer");
    let answer = |url: &str| json!({"callback_query_id": tap.query_id, "url": url});
    let long = format!("https://t.me/nearer_bot?start={}", "x".repeat(65));
    for wrong in [
        "https://example.org",
        "https://t.me/other_bot?start=x",
        "https://t.me/nearer_bot",
        "https://t.me/nearer_bot?start=",
        "https://t.me/nearer_bot?start=a.b",
        &long,
    ] {
        assert_eq!(bot.is_refused("answerCallbackQuery", answer(wrong)).await, "Bad Request: URL_INVALID", "{wrong}");
    }
    assert!(!tap.is_answered());
    bot.does("answerCallbackQuery", answer("https://t.me/nearer_bot?start=answer-7_x")).await;
    assert_eq!(tap.opens().as_deref(), Some("https://t.me/nearer_bot?start=answer-7_x"));
    assert_eq!((telegram.link_for(&tap.query_id), tap.shown()), (tap.opens(), None));
    bot.news().await;
    ana.follows(&tap);
    assert_eq!(bot.news().await[0]["message"]["text"], "/start answer-7_x");
    assert_eq!(telegram.violations(), [""; 0]);

    let again = ana.presses(&us, "Answer");
    let both = json!({"callback_query_id": again.query_id, "url": "t.me/nearer_bot?start=x", "text": "Come."});
    bot.does("answerCallbackQuery", both).await;
    assert_eq!((again.opens(), again.shown().unwrap().text.as_str()), (None, "Come."));
    assert_eq!(telegram.violations(), ["answerCallbackQuery: apps show the text and never open the link"]);
}

#[tokio::test]
async fn buttons_can_open_the_reply_bar_and_an_edit_leaves_it_so() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    ana.starts("");
    let key = |label: &str| json!([[{"text": label, "callback_data": "k"}]]);
    let asks = json!({"inline_keyboard": key("Not now"), "force_reply": true});
    let asked = json!({"chat_id": ana.id(), "text": "In your words?", "reply_markup": asks});
    let id = bot.does("sendMessage", asked).await["message_id"].clone();
    let seen = ana.last_private().unwrap();
    assert_eq!((seen.asks_reply, seen.labels()), (true, vec!["Not now"]));
    for (keys, labels) in [(json!({"inline_keyboard": key("Later")}), vec!["Later"]), (json!(null), vec![])] {
        let edit = json!({"chat_id": ana.id(), "message_id": id, "reply_markup": keys});
        bot.does("editMessageReplyMarkup", edit).await;
        let seen = ana.last_private().unwrap();
        assert_eq!((seen.asks_reply, seen.labels()), (true, labels));
    }
    bot.does("editMessageText", json!({"chat_id": ana.id(), "message_id": id, "text": "Thank you."})).await;
    assert_eq!(telegram.violations(), [""; 0]);
}

#[tokio::test]
async fn a_greyed_button_does_nothing() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    ana.starts("");
    let keys = json!({"inline_keyboard": [[
        {"text": "Waiting", "disabled": {}}, {"text": "Take back", "callback_data": "b", "style": "danger"},
    ]]});
    bot.does("sendMessage", json!({"chat_id": ana.id(), "text": "Yours is kept.", "reply_markup": keys})).await;
    let seen = ana.last_private().unwrap();
    assert!(seen.button("Waiting").unwrap().disabled);
    assert_eq!(seen.button("Take back").unwrap().style.as_deref(), Some("danger"));
    bot.news().await;
    assert!(!ana.presses_privately("Waiting").is_answered());
    assert!(bot.news().await.is_empty());
    assert_eq!(telegram.violations(), [""; 0]);
}
