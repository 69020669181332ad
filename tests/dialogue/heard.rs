//! What the bot takes as said to it, what it leaves alone, and what it calls people.

use chrono::TimeDelta;
use serde_json::json;

use crate::town::{Town, Us};

#[tokio::test]
async fn other_bots_commands_and_paths_are_left_alone_and_a_slip_is_answered() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for text in ["/weather@other_bot", "/etc/passwd", "//", "/", "/ card"] {
        us.ana().says(text).await;
    }
    us.expects_silence().await;
    for (slip, meant) in [
        ("/dat fri 20:00", "date"),
        ("/crad", "card"),
        ("/cards", "card"),
        ("/hepl", "help"),
        ("/setting", "settings"),
        ("/talk", "listen"),
        ("/quit", "stop"),
    ] {
        us.ben().says(slip).await;
        us.expects(&format!("I don't know that one. Did you mean /{meant}?")).await;
    }
    for unknown in ["/weather lisbon", "/dance"] {
        us.ana().says(unknown).await;
        us.expects("I don't know that one. /help").await;
    }
    us.ana().says(&format!("/sing@{}", town.telegram.bot_username())).await;
    us.expects("I don't know that one. /help").await;
}

#[tokio::test]
async fn an_edited_command_is_told_that_it_was_read_once() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 cinma").await;
    us.expects("19:30").await;
    us.so_far();
    let cleo = town.telegram.person("Cleo");
    let edits = |who: i64, text: &str| {
        town.telegram.push_raw_update(json!({ "edited_message": {
            "message_id": 5, "date": town.now().timestamp(), "edit_date": town.now().timestamp(),
            "chat": {"id": us.group.id(), "type": "group", "title": "Us two"},
            "from": {"id": who, "is_bot": false, "first_name": "Someone"}, "text": text,
        }}));
    };
    for (who, text) in [
        (us.ana().id(), "not a command"),
        (us.ana().id(), "/weather"),
        (us.actor(&cleo).id(), "/date fri 20:30 cinema"),
    ] {
        edits(who, text);
        us.expects_silence().await;
    }
    edits(us.ana().id(), "/date fri 20:30 cinema");
    us.expects("I read a message once, when it is sent. To change something, send it again.").await;
    us.ana().says_privately("/start").await;
    town.telegram.push_raw_update(json!({ "edited_message": {
        "message_id": 5, "date": town.now().timestamp(), "edit_date": town.now().timestamp(),
        "chat": {"id": us.ana().id(), "type": "private", "first_name": "Ana"},
        "from": {"id": us.ana().id(), "is_bot": false, "first_name": "Ana"}, "text": "/settings",
    }}));
    town.settles().await;
    assert!(us.ana().last_private_text().starts_with("I read a message once"));
}

#[tokio::test]
async fn two_bots_live_in_one_group() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let dice = town.telegram.bot_person("Dice");
    us.group.joins(&dice, &us.ana);
    town.settles().await;
    us.so_far();
    // Telegram tells both bots of what names neither.
    us.ana().says("/roll 2d6").await;
    us.expects("I don't know that one. /help").await;
    let rolled = dice.says(&us.group, "You rolled 7.");
    town.settles().await;
    us.so_far();
    us.ben().says("/roll").await;
    us.ana().says("/ROLL 3d6").await;
    us.ana().says("/roll@dice_bot").await;
    us.ben().says("/start@dice_bot").await;
    us.ben().answers_to(rolled, "/again").await;
    us.ben().answers_to(rolled, "/cards").await;
    us.expects_silence().await;
    us.ana().says("/rules").await;
    us.expects("I don't know that one. /help").await;
    // What is ours is answered wherever it is typed.
    us.ben().answers_to(rolled, "/card").await;
    us.expects(" · ").await;
    town.passes(TimeDelta::days(1)).await;
    us.so_far();
    us.ana().says("/roll").await;
    us.expects("I don't know that one. /help").await;
}

#[tokio::test]
async fn a_third_persons_slash_words_are_left_alone() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    town.settles().await;
    us.so_far();
    for text in ["/weather lisbon", "/dat", "/crad", "/etc/passwd"] {
        us.actor(&cleo).says(text).await;
    }
    us.expects_silence().await;
    us.actor(&cleo).says("/card").await;
    us.expects("Two people share me in this group").await;
}

#[tokio::test]
async fn what_is_forwarded_from_elsewhere_is_no_wish_of_theirs() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for text in ["/leave", "/card", "/pause"] {
        us.ana.forwards(&us.group, text);
    }
    let channel = town.telegram.linked_channel("News");
    us.actor(&channel).says("/leave").await;
    us.expects_silence().await;
    us.ben().says("/settings").await;
    us.expects("Your clock: Lisbon").await;
}

#[tokio::test]
async fn a_text_with_marks_that_are_newer_than_this_bot_is_read() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.telegram.push_raw_update(json!({"message": {
        "message_id": 900, "date": town.now().timestamp(), "text": "/date fri 20:00",
        "chat": {"id": us.group.id(), "type": "group", "title": "Us two"},
        "from": {"id": us.ana.id(), "is_bot": false, "first_name": "Ana"},
        "entities": [
            {"type": "bot_command", "offset": 0, "length": 5},
            {"type": "date_time", "offset": 10, "length": 5, "unix_time": 1_795_809_600, "date_time_format": "t"},
        ],
    }}));
    us.expects("Friday 27 November").await;
}

/// A five-minute conversation, at its first step of words.
async fn talk_begins(us: &Us<'_>) {
    us.ana().says("/listen 5").await;
    us.ben().presses("Now is good").await;
    for label in ["Here and now", "We're in"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
    }
}

#[tokio::test]
async fn who_has_no_name_to_be_seen_is_one_of_them() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana.is_called("\u{3164}");
    us.ben.is_called("\u{200b}\u{2067}");
    talk_begins(&us).await;
    us.expects("one of you").await;
    us.ana().presses("Stop").await;
    for message in us.group.from_bot() {
        assert!(!message.text.contains(['\u{3164}', '\u{200b}']), "{message:?}");
    }
}

#[tokio::test]
async fn a_name_with_braces_is_a_name() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana.is_called("{listener}");
    us.ben.is_called("{speaker}");
    talk_begins(&us).await;
    us.expects("the floor is yours").await;
    let html = us.last().html.expect("a card");
    let mention = |id: i64, name: &str| format!("<a href=\"tg://user?id={id}\">{name}</a>");
    let (ana, ben) = (mention(us.ana.id(), "{listener}"), mention(us.ben.id(), "{speaker}"));
    let links = html.matches("tg://user").count();
    assert!(links > 0, "{html}");
    assert_eq!(
        html.matches(&ana).count() + html.matches(&ben).count(),
        links,
        "each link whole, none within another: {html}"
    );
}
