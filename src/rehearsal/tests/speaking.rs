//! What people send beside words, and how they change it afterwards.

use super::super::{Speech, Upload};
use super::*;

#[tokio::test]
async fn people_send_more_than_words() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let us = telegram.group("Us two", &[&ana]);
    us.add_bot(&ana);
    us.promote_bot(&ana);
    let question = bot.does("sendMessage", json!({"chat_id": us.id(), "text": "?"})).await["message_id"].clone();
    ana.starts("");
    bot.news().await;

    let question = question.as_i64().unwrap();
    ana.sends(&us, Speech::video_note().replying_to(question));
    let words = ana.sends(&us, Speech::text("Look at /card").protected());
    let picture = Upload { name: "us.png".to_owned(), bytes: vec![0x89, b'P', b'N', b'G'] };
    ana.sends_privately(Speech::file(picture.clone(), "Us"));
    let sticker = ana.sends_privately(Speech::sticker());
    let told = ana.forwards_message_privately(us.id(), question).unwrap();
    assert_eq!(ana.forwards_message_privately(us.id(), words), None, "it is protected");
    ana.sends_album(&us, &[picture.clone(), picture], "", Some(question));
    let news = bot.news().await;
    let said = |i: usize| &news[i]["message"];
    assert_eq!(said(0)["video_note"]["duration"], 7);
    assert_eq!(said(0)["reply_to_message"]["message_id"], question);
    assert_eq!((&said(1)["has_protected_content"], &said(1)["entities"][0]["offset"]), (&json!(true), &json!(8)));
    assert_eq!((&said(2)["caption"], said(2)["photo"][0]["file_id"].is_string()), (&json!("Us"), true));
    assert_eq!(said(3)["sticker"]["type"], "regular");
    assert_eq!(said(4)["forward_origin"]["sender_user"]["is_bot"], true);
    assert!(said(5)["media_group_id"].is_string());
    assert_eq!((said(6)["media_group_id"].clone(), news.len()), (said(5)["media_group_id"].clone(), 7));
    let copy = |id: i64| json!({"chat_id": us.id(), "from_chat_id": ana.id(), "message_id": id});
    bot.does("copyMessage", copy(sticker)).await;
    bot.does("copyMessage", copy(told)).await;
    let last = us.last().unwrap();
    assert!(last.text == "?" && !last.content.contains_key("forward_origin"), "a copy does not say where it is from");
}

#[tokio::test]
async fn of_an_edit_hears_who_asked_for_it_and_of_a_deletion_nobody() {
    let (telegram, bot) = telegram().await;
    let ana = telegram.person("Ana");
    let us = telegram.group("Us two", &[&ana]);
    us.add_bot(&ana);
    ana.starts("");
    let words = ana.says_privately("The sea");
    let file = Upload { name: "list.txt".to_owned(), bytes: vec![b'1'] };
    let list = ana.sends_privately(Speech::file(file, "A list"));
    let here = ana.says(&us, "/card");
    bot.news().await;
    ana.edits_privately(words, "The sea, in the morning");
    ana.edits_privately(list, "The list");
    let news = bot.news().await;
    assert_eq!(news[0]["edited_message"]["text"], "The sea, in the morning");
    let edited = &news[1]["edited_message"];
    assert!(edited["caption"] == "The list" && edited["document"].is_object() && edited["edit_date"].is_i64());

    bot.does("getUpdates", json!({"allowed_updates": ["message"]})).await;
    ana.edits_privately(words, "The sea at night");
    ana.deletes_privately(words);
    ana.deletes(&us, here);
    assert!(us.message(here).is_none() && ana.private_messages().iter().all(|message| message.id != words));
    assert!(bot.news().await.is_empty());
    let theirs = bot.does("sendMessage", json!({"chat_id": us.id(), "text": "x"})).await["message_id"].clone();
    ana.deletes(&us, theirs.as_i64().unwrap());
    assert!(us.last().is_some(), "nobody deletes what others said");
}
