//! What reaches the bot, and in which shape.

use super::*;

#[tokio::test]
async fn with_privacy_on_the_bot_hears_what_is_meant_for_it() {
    let (telegram, bot) = telegram().await;
    let (ana, other) = (telegram.person("Ana"), telegram.bot_person("Other"));
    let us = telegram.group("Us two", &[&ana]);
    us.add_bot(&ana);
    let asked =
        bot.does("sendMessage", json!({"chat_id": us.id(), "text": "?", "reply_markup": {"force_reply": true}})).await;
    bot.news().await;

    let plain = ana.says(&us, "what shall we do tonight?");
    ana.says(&us, "/card@other_bot");
    ana.replies(&us, plain, "anything");
    other.says(&us, "/card");
    assert!(bot.news().await.is_empty());

    ana.says(&us, "/card");
    ana.says(&us, "/card@nearer_bot now");
    ana.says(&us, "hello @Nearer_bot");
    ana.replies(&us, asked["message_id"].as_i64().unwrap(), "I heard you say");
    ana.sends_voice(&us, asked["message_id"].as_i64());
    telegram.anonymous_admin(&us).says(&us, "/card");
    telegram.linked_channel("News").says(&us, "/card");
    let news = bot.news().await;
    assert_eq!(news.len(), 7);
    assert_eq!(news[0]["message"]["entities"], json!([{"type": "bot_command", "offset": 0, "length": 5}]));
    assert_eq!(news[3]["message"]["reply_to_message"]["text"], "?");
    assert_eq!(news[4]["message"]["voice"]["duration"], 7);
    assert_eq!(news[5]["message"]["from"]["id"], 1_087_968_824);
    assert_eq!(news[5]["message"]["sender_chat"]["id"], us.id());
    assert_eq!(news[6]["message"]["is_automatic_forward"], true);
    assert_eq!(us.messages().iter().filter(|message| !message.service).count(), 12);
}

#[tokio::test]
async fn a_tap_brings_its_message_and_is_answered_once_and_in_time() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let us = telegram.group("Us two", &[&ana]);
    us.add_bot(&ana);
    let buttons = json!({"inline_keyboard": [[{"text": "I'm ready", "callback_data": "r1"}]]});
    bot.does("sendMessage", json!({"chat_id": us.id(), "text": "Ready?", "reply_markup": buttons})).await;
    bot.news().await;

    let tap = ana.presses(&us, "ready");
    let query = bot.news().await[0]["callback_query"].clone();
    assert_eq!((query["data"].as_str(), query["from"]["first_name"].as_str()), (Some("r1"), Some("Ana")));
    assert_eq!(query["message"]["reply_markup"], buttons);
    let answer = json!({"callback_query_id": query["id"], "text": "Waiting for Ben.", "show_alert": true});
    bot.does("answerCallbackQuery", answer.clone()).await;
    assert_eq!(telegram.alerts_for(&tap.query_id).unwrap().text, "Waiting for Ben.");
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(bot.is_refused("answerCallbackQuery", answer).await, old);

    let late = ana.presses(&us, "I'm ready");
    telegram.clock().advance(chrono::TimeDelta::seconds(61));
    assert_eq!(bot.is_refused("answerCallbackQuery", json!({"callback_query_id": late.query_id})).await, old);
    let long = json!({"callback_query_id": late.query_id, "text": "x".repeat(201)});
    assert_eq!(bot.is_refused("answerCallbackQuery", long).await, "Bad Request: MESSAGE_TOO_LONG");
    assert!(!late.is_answered() && tap.is_answered());
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_tells_so_three_times() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let us = telegram.group("Us two", &[&ana]);
    us.add_bot(&ana);
    let added = bot.news().await;
    assert_eq!(added[0]["my_chat_member"]["new_chat_member"]["status"], "member");
    assert_eq!(added[1]["message"]["new_chat_members"][0]["username"], "nearer_bot");
    let old = us.id();
    let new = us.upgrade();
    let news = bot.news().await;
    assert_eq!(news[0]["message"]["migrate_to_chat_id"], new);
    assert_eq!(news[1]["my_chat_member"]["chat"]["id"], new);
    assert_eq!(news[2]["message"]["migrate_from_chat_id"], old);
    let answer = bot.call("sendMessage", json!({"chat_id": old, "text": "x"})).await.unwrap();
    assert_eq!(answer["description"], "Bad Request: group chat was upgraded to a supergroup chat");
    assert_eq!(answer["parameters"]["migrate_to_chat_id"], new);
    bot.does("sendMessage", json!({"chat_id": us.id(), "text": "x"})).await;
}

#[tokio::test]
async fn in_a_topic_everything_is_a_reply_and_answers_stay_there() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let us = telegram.forum("Us two", &[&ana]);
    us.add_bot(&ana);
    let topic = us.topic("Evenings", &ana);
    bot.news().await;
    ana.says_in(&us, topic, "/card");
    let heard = bot.news().await[0]["message"].clone();
    assert_eq!((heard["message_thread_id"].as_i64(), heard["is_topic_message"].as_bool()), (Some(topic), Some(true)));
    assert_eq!(heard["reply_to_message"]["message_id"], topic);
    let here = json!({"chat_id": us.id(), "text": "x", "message_thread_id": topic});
    bot.does("sendMessage", here.clone()).await;
    assert_eq!(us.last().unwrap().thread, Some(topic));
    us.close_topic(topic, true);
    assert_eq!(bot.is_refused("sendMessage", here.clone()).await, "Bad Request: TOPIC_CLOSED");
    us.delete_topic(topic);
    assert_eq!(bot.is_refused("sendMessage", here).await, "Bad Request: message thread not found");
}

#[tokio::test]
async fn any_update_can_be_pushed_and_numbers_can_jump() {
    let (telegram, bot) = telegram().await;
    telegram.jump_update_ids(5);
    assert_eq!(telegram.push_raw_update(json!({"poll_answer": 7})), 5);
    assert_eq!(bot.news().await, [json!({"poll_answer": 7, "update_id": 5})]);
}

/// teloxide is strict about shapes: what it cannot read it keeps as an error, in silence.
#[tokio::test]
async fn teloxide_reads_every_update_and_every_answer() {
    use teloxide::prelude::*;
    use teloxide::types::{InlineKeyboardButton, InlineKeyboardMarkup, ParseMode, UpdateKind};

    let (telegram, bot) = telegram().await;
    let (ana, ben) = (telegram.person("Ana"), telegram.person("Ben"));
    let library = teloxide::Bot::new(telegram.token()).set_api_url(telegram.api_url().parse().unwrap());
    let us = telegram.group("Us two", &[&ana]);
    us.add_bot(&ana);
    us.joins(&ben, &ana);
    us.upgrade();
    us.mute_bot(&ana);
    us.promote_bot(&ana);
    let spoken = ana.says(&us, "/card @ben_x");
    ana.edits(&us, spoken, "/cards");
    let buttons = InlineKeyboardMarkup::new([[InlineKeyboardButton::callback("Yes", "y")]]);
    let chat = teloxide::types::ChatId(us.id());
    let sent = library.send_message(chat, "<b>Ready</b>?").parse_mode(ParseMode::Html).reply_markup(buttons);
    let sent = sent.await.unwrap();
    ana.presses(&us, "Yes");
    telegram.anonymous_admin(&us).replies(&us, i64::from(sent.id.0), "yes");
    telegram.linked_channel("News").says(&us, "/card");
    ana.sends_voice(&us, Some(i64::from(sent.id.0)));
    let forum = telegram.forum("Topics", &[&ana]);
    forum.add_bot(&ana);
    let topic = forum.topic("Evenings", &ana);
    ana.says_in(&forum, topic, "/card");
    forum.rename("Evenings and mornings", &ana);
    us.leaves(&ben);
    us.remove_bot(&ana);
    ana.starts("");
    ana.sends_file_privately("us.json", b"{}", "here");
    ana.blocks_bot();

    let raw = bot.updates(0).await;
    let read = library.get_updates().await.unwrap();
    assert_eq!(read.len(), raw.len());
    for (update, raw) in read.iter().zip(&raw) {
        assert!(!matches!(update.kind, UpdateKind::Error(_)), "{raw:#}");
    }
    let chat = library.get_chat(teloxide::types::ChatId(forum.id())).await.unwrap();
    assert_eq!(chat.title(), Some("Evenings and mornings"));
    library.get_chat_administrators(chat.id).await.unwrap();
    library.get_me().await.unwrap();
    library.set_my_commands([teloxide::types::BotCommand::new("card", "Today's card")]).await.unwrap();
    assert_eq!(telegram.violations(), [""; 0]);
}
