//! Telegram's refusals, in its words.

use super::*;

#[tokio::test]
async fn texts_must_be_right() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    ana.starts("");
    let refused = |params: Value| {
        let (bot, id) = (bot.clone(), ana.id());
        async move {
            let mut params = params;
            params["chat_id"] = json!(id);
            bot.is_refused("sendMessage", params).await
        }
    };
    assert_eq!(refused(json!({"text": " "})).await, "Bad Request: message text is empty");
    assert_eq!(refused(json!({})).await, "Bad Request: message text is empty");
    // Counted in UTF-16, where a heart of this kind is two.
    assert_eq!(refused(json!({"text": "💛".repeat(2049)})).await, "Bad Request: message is too long");
    let html = json!({"text": "1 < 2", "parse_mode": "HTML"});
    assert_eq!(refused(html).await, "Bad Request: can't parse entities: Unsupported start tag \"\" at byte offset 2");
    let long = format!("<b>{}</b>", "x".repeat(4096));
    bot.does("sendMessage", json!({"chat_id": ana.id(), "text": long, "parse_mode": "HTML"})).await;
    let data = json!({"inline_keyboard": [[{"text": "x", "callback_data": "x".repeat(65)}]]});
    assert_eq!(refused(json!({"text": "x", "reply_markup": data})).await, "Bad Request: BUTTON_DATA_INVALID");
    assert_eq!(telegram.violations(), ["sendMessage: missing field text"]);
}

#[tokio::test]
async fn an_unknown_field_is_noted_and_passed_over() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    ana.starts("");
    bot.does("sendMessage", json!({"chat_id": ana.id(), "text": "x", "parsemode": "HTML"})).await;
    let ill = json!({"chat_id": ana.id(), "text": "x", "reply_parameters": {"message_id": "one"}});
    assert_eq!(bot.is_refused("sendMessage", ill).await, "Bad Request: can't parse reply_parameters.message_id");
    assert_eq!(
        telegram.violations(),
        ["sendMessage: unknown field parsemode", "sendMessage: ill-typed field reply_parameters.message_id"]
    );
    telegram.checking(false);
    bot.does("sendMessage", json!({"chat_id": ana.id(), "text": "x", "parsemode": "HTML"})).await;
    assert_eq!(telegram.violations().len(), 2);
}

#[tokio::test]
async fn people_may_be_out_of_reach() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let hello = json!({"chat_id": ana.id(), "text": "x"});
    assert_eq!(
        bot.is_refused("sendMessage", hello.clone()).await,
        "Forbidden: bot can't initiate conversation with a user"
    );
    ana.starts("us-7");
    bot.does("sendMessage", hello.clone()).await;
    ana.blocks_bot();
    assert_eq!(bot.is_refused("sendMessage", hello.clone()).await, "Forbidden: bot was blocked by the user");
    ana.unblocks_bot();
    bot.does("sendMessage", hello.clone()).await;
    let news = bot.news().await;
    assert_eq!(news[0]["message"]["text"], "/start us-7");
    assert_eq!(news[1]["my_chat_member"]["new_chat_member"]["status"], "kicked");
    assert_eq!(news[2]["my_chat_member"]["new_chat_member"]["status"], "member");
    ana.is_gone();
    assert_eq!(bot.is_refused("sendMessage", hello).await, "Forbidden: user is deactivated");
    let nobody = json!({"chat_id": 5, "text": "x"});
    assert_eq!(bot.is_refused("sendMessage", nobody).await, "Bad Request: chat not found");
}

#[tokio::test]
async fn groups_may_be_closed_to_the_bot() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    for (us, kind) in [(telegram.group("Us", &[&ana]), "group"), (telegram.supergroup("Us", &[&ana]), "supergroup")] {
        let hello = json!({"chat_id": us.id(), "text": "x"});
        assert_eq!(bot.is_refused("sendMessage", hello.clone()).await, "Bad Request: chat not found");
        us.add_bot(&ana);
        us.mute_bot(&ana);
        let muted = "Bad Request: not enough rights to send text messages to the chat";
        assert_eq!(bot.is_refused("sendMessage", hello.clone()).await, muted);
        us.demote_bot(&ana);
        bot.does("leaveChat", json!({"chat_id": us.id()})).await;
        let left = format!("Forbidden: bot is not a member of the {kind} chat");
        assert_eq!(bot.is_refused("sendMessage", hello.clone()).await, left);
        us.add_bot(&ana);
        us.remove_bot(&ana);
        let kicked = format!("Forbidden: bot was kicked from the {kind} chat");
        assert_eq!(bot.is_refused("sendMessage", hello.clone()).await, kicked);
        us.delete();
        assert_eq!(bot.is_refused("sendMessage", hello).await, "Forbidden: the group chat was deleted");
    }
}

#[tokio::test]
async fn edits_have_their_rules() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let theirs = ana.starts("");
    let id = ana.id();
    let edit =
        |message: i64, text: &str| json!({"chat_id": id, "message_id": message, "text": text, "parse_mode": "HTML"});
    let sent = bot.does("sendMessage", json!({"chat_id": id, "text": "<b>one</b>", "parse_mode": "HTML"})).await;
    let sent = sent["message_id"].as_i64().unwrap();
    assert_eq!(
        bot.is_refused("editMessageText", edit(sent, "<b>one</b> ")).await,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same \
         as a current content and reply markup of the message"
    );
    assert!(bot.does("editMessageText", edit(sent, "one")).await["edit_date"].is_i64());
    assert_eq!(bot.is_refused("editMessageText", edit(sent, &"x".repeat(4097))).await, "Bad Request: MESSAGE_TOO_LONG");
    assert_eq!(bot.is_refused("editMessageText", edit(theirs, "x")).await, "Bad Request: message can't be edited");
    assert_eq!(bot.is_refused("editMessageText", edit(99, "x")).await, "Bad Request: message to edit not found");
    let asks = json!({"chat_id": id, "text": "?", "reply_markup": {"force_reply": true}});
    let asks = bot.does("sendMessage", asks).await["message_id"].as_i64().unwrap();
    assert_eq!(bot.is_refused("editMessageText", edit(asks, "x")).await, "Bad Request: message can't be edited");

    let buttons = json!({"chat_id": id, "message_id": sent, "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}]]}});
    bot.does("editMessageReplyMarkup", buttons).await;
    assert_eq!(ana.private_messages()[1].labels(), ["x"]);
    bot.does("deleteMessage", json!({"chat_id": id, "message_id": sent})).await;
    let gone = json!({"chat_id": id, "message_id": sent});
    assert_eq!(bot.is_refused("deleteMessage", gone).await, "Bad Request: message to delete not found");
    let reply = |without: bool| {
        json!({"chat_id": id, "text": "x",
            "reply_parameters": {"message_id": sent, "allow_sending_without_reply": without}})
    };
    assert_eq!(bot.is_refused("sendMessage", reply(false)).await, "Bad Request: message to be replied not found");
    bot.does("sendMessage", reply(true)).await;
}

#[tokio::test]
async fn words_are_copied_from_a_private_chat_to_the_group() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let us = telegram.group("Us two", &[&ana]);
    us.add_bot(&ana);
    ana.starts("");
    let voice = ana.sends_voice_privately(None);
    let copy = |message: i64| json!({"chat_id": us.id(), "from_chat_id": ana.id(), "message_id": message});
    let copied = bot.does("copyMessage", copy(voice)).await;
    assert_eq!(us.last().unwrap().id, copied["message_id"].as_i64().unwrap());
    ana.deletes_privately(voice);
    assert_eq!(bot.is_refused("copyMessage", copy(voice)).await, "Bad Request: message to copy not found");
    let member = bot.does("getChatMember", json!({"chat_id": us.id(), "user_id": ana.id()})).await;
    assert_eq!(member["status"], "creator");
    assert_eq!(bot.does("getChatMemberCount", json!({"chat_id": us.id()})).await, 2);
}
