//! What each shape of an update means.

// The tables hold something or nothing.
#![allow(clippy::unnecessary_wraps)]

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::couple::Said;

const US: i64 = -100;

fn read_one(update: &Value) -> Read {
    read(&update.to_string(), "nearer_bot").expect("it has a number")
}

/// What an update tells us; `None` for nothing.
fn news(update: &Value) -> Option<News> {
    let incoming = read_one(update).incoming.expect("a number of Telegram's");
    assert!(incoming.news.len() < 2);
    incoming.news.into_iter().next()
}

/// An update with a message in our group, by a person, and these fields.
fn message(fields: &Value) -> Value {
    let mut message = json!({
        "message_id": 5, "date": 1_795_000_000,
        "chat": {"id": US, "type": "group", "title": "Us two"},
        "from": {"id": 1, "is_bot": false, "first_name": "Ana"},
    });
    overlay(&mut message, fields);
    json!({"update_id": 9, "message": message})
}

fn overlay(onto: &mut Value, fields: &Value) {
    let fields = fields.as_object().expect("an object").clone();
    onto.as_object_mut().expect("an object").extend(fields);
}

fn event(fields: &Value) -> Option<Event> {
    news(&message(fields)).map(|news| match news {
        News::Couple(ChatId(US), event) => event,
        news => panic!("{news:?}"),
    })
}

const ANA: Sender = Sender::Human(UserId(1));

fn spoke(to: Option<i32>, size: Size) -> Option<Event> {
    let said = Said { message: MessageId(5), to: to.map(MessageId), size };
    Some(Event::Spoke { from: ANA, thread: None, said })
}

fn asked(command: Command) -> Option<Event> {
    Some(Event::Command { from: ANA, thread: None, command })
}

#[test]
fn what_is_said_in_the_group() {
    let file = json!({"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9});
    let recording = json!({"file_id": "f", "file_unique_id": "u", "duration": 7, "length": 9});
    for (fields, meant) in [
        (json!({"text": "/card"}), asked(Command::Card)),
        (json!({"text": "/CARD@Nearer_Bot now"}), asked(Command::Card)),
        (json!({"text": "/date\nfri 20:00"}), asked(Command::Date("fri 20:00".into()))),
        (json!({"text": "good évening"}), spoke(None, Size::Chars(12))),
        (json!({"text": "yes", "reply_to_message": {"message_id": 3, "text": "?"}}), spoke(Some(3), Size::Chars(3))),
        (json!({"voice": recording}), spoke(None, Size::Seconds(7))),
        (json!({"video_note": recording}), spoke(None, Size::Seconds(7))),
        (json!({"audio": recording}), spoke(None, Size::Seconds(7))),
        (json!({"video": recording, "caption": "us"}), spoke(None, Size::Seconds(7))),
        (json!({"photo": [file]}), spoke(None, Size::AtAGlance)),
        (json!({"photo": [file], "caption": "the sea"}), spoke(None, Size::Chars(7))),
        (json!({"animation": file, "document": file}), spoke(None, Size::AtAGlance)),
        (json!({"document": file}), spoke(None, Size::AtAGlance)),
        (json!({"sticker": file}), None),
        (json!({"sticker": file, "reply_to_message": {"message_id": 3}}), spoke(Some(3), Size::Nothing)),
        (json!({"poll": {"id": "1", "question": "?"}}), None),
        (json!({"dice": {"emoji": "🎲", "value": 4}}), None),
        (json!({"new_chat_title": "We two"}), None),
        (json!({"pinned_message": {"message_id": 3, "text": "/leave"}}), None),
        (json!({"group_chat_created": true}), None),
        (
            json!({"new_chat_members": [{"id": 2, "is_bot": false, "first_name": "Ben"}]}),
            Some(Event::Joined(vec![UserId(2)])),
        ),
        (json!({"new_chat_members": [{"id": 2, "is_bot": true, "first_name": "Robot"}]}), None),
        (json!({"left_chat_member": {"id": 2, "is_bot": true, "first_name": "Robot"}}), Some(Event::Left(UserId(2)))),
    ] {
        assert_eq!(event(&fields), meant, "{fields}");
    }
}

#[test]
fn an_edited_message_is_news_only_as_a_command() {
    let edited = |text: &str| {
        let sent = message(&json!({ "text": text }));
        news(&json!({ "update_id": 9, "edited_message": sent["message"] }))
    };
    let told = News::Couple(ChatId(US), Event::CommandEdited { from: ANA, thread: None });
    assert_eq!(edited("/date fri 20:30"), Some(told));
    for text in ["a word", "/weather", "/card@other_bot"] {
        assert_eq!(edited(text), None, "{text}");
    }
}

#[test]
fn who_says_it_and_in_which_topic() {
    let from = |fields: Value| match event(&fields) {
        Some(Event::Spoke { from, thread, .. }) => (from, thread),
        event => panic!("{event:?}"),
    };
    let robot = json!({"id": 8, "is_bot": true, "first_name": "Robot"});
    assert_eq!(from(json!({"text": "a", "from": robot})).0, Sender::Nobody);
    assert_eq!(from(json!({"text": "a", "from": null})).0, Sender::Nobody);
    assert_eq!(from(json!({"text": "a", "sender_chat": {"id": US, "type": "group"}})).0, Sender::Nobody);
    assert_eq!(from(json!({"text": "a", "message_thread_id": 7})).1, None, "a thread of replies is no topic");
    let in_topic = json!({"text": "a", "message_thread_id": 7, "is_topic_message": true});
    assert_eq!(from(in_topic).1, Some(ThreadId(7)));
    let update = message(&json!({"text": "a"}));
    assert_eq!(read_one(&update).name, Some((UserId(1), "Ana".to_owned())));
}

#[test]
fn what_telegram_invents_next_takes_nothing_away() {
    let text = "/date fri 20:00";
    let asked = asked(Command::Date("fri 20:00".into()));
    for fields in [
        json!({"text": text, "entities": [{"type": "date_time", "offset": 10, "length": 5, "unix_time": 1}]}),
        json!({"text": text, "entities": [{"type": "not_yet_invented", "offset": {}, "length": []}]}),
        json!({"text": text, "entities": "none"}),
        json!({"text": text, "a_new_part": {"with": [{"many": ["things", 1e300, null]}]}}),
        json!({"text": text, "photo": 5, "voice": "?", "caption": {}, "link_preview_options": 7}),
        json!({"text": text, "reply_to_message": {"message_id": 3, "a_new_part": {}, "entities": [{"type": "new"}]}}),
        json!({"text": text, "reply_to_message": 3, "left_chat_member": [], "migrate_to_chat_id": "none"}),
        json!({"text": text, "chat": {"id": US, "type": "supergroup", "a_new_part": [1]}}),
        json!({"rich_message": {"blocks": [{"type": "paragraph", "text": ["/date ", {"type": "bold", "text": "fri"}, " 20:00"]}]}}),
    ] {
        assert_eq!(event(&fields), asked, "{fields}");
    }
    let table =
        json!({"blocks": [{"type": "table", "cells": [[{"text": "one"}, {"text": {"type": "new", "text": "two"}}]]}]});
    assert_eq!(event(&json!({"rich_message": table})), spoke(None, Size::Chars(6)));
    let map = json!({"blocks": [{"type": "map", "zoom": 3}]});
    assert_eq!(event(&json!({"rich_message": map})), spoke(None, Size::AtAGlance));
    assert_eq!(event(&json!({"voice": {"duration": "long"}})), spoke(None, Size::Seconds(0)));
}

#[test]
fn slash_words_are_commands_only_where_they_are_meant_for_us() {
    let unknown = |name: &str, nearest| asked(Command::Unknown(nearest, WordMark::of(name)));
    for (text, meant) in [
        ("/dat", unknown("dat", Some("date"))),
        ("/crad", unknown("crad", Some("card"))),
        ("/settigns fri", unknown("settigns", Some("settings"))),
        ("/cards", unknown("cards", Some("card"))),
        ("/setting", unknown("setting", Some("settings"))),
        ("/talk", unknown("talk", Some("listen"))),
        ("/card.", unknown("card.", Some("card"))),
        ("/dance@nearer_bot", unknown("dance", None)),
        ("/dance", unknown("dance", None)),
        ("/weather lisbon", unknown("weather", None)),
        ("/weather@other_bot lisbon", None),
        ("/card@other_bot", None),
        ("/start@", None),
        ("//", spoke(None, Size::Chars(2))),
        ("/", spoke(None, Size::Chars(1))),
        ("/ card", spoke(None, Size::Chars(6))),
        ("//card", spoke(None, Size::Chars(6))),
        ("/etc/passwd", spoke(None, Size::Chars(11))),
        ("/card/kept", spoke(None, Size::Chars(10))),
        ("/@nearer_bot", spoke(None, Size::Chars(12))),
        ("/café", spoke(None, Size::Chars(5))),
        (" /card", spoke(None, Size::Chars(6))),
    ] {
        assert_eq!(event(&json!({"text": text})), meant, "{text}");
    }
    let under = |text: &str, bot: &str| {
        let author = json!({"id": 9, "is_bot": true, "first_name": "Bot", "username": bot});
        event(&json!({"text": text, "reply_to_message": {"message_id": 3, "from": author}}))
    };
    assert_eq!(under("/dance", "other_bot"), None, "it is meant for the other bot");
    assert_eq!(under("/cards", "other_bot"), None);
    assert_eq!(under("/dance", "Nearer_bot"), unknown("dance", None));
    assert_eq!(under("/dance@nearer_bot", "other_bot"), unknown("dance", None));
    assert_eq!(under("/card", "other_bot"), asked(Command::Card));
    // Nobody else is there in private.
    let private = |text: &str| news(&message(&json!({"text": text, "chat": {"id": 1, "type": "private"}})));
    let corner = |event| Some(News::Corner(UserId(1), event));
    assert_eq!(private("/dance"), corner(CornerEvent::Command(Command::Unknown(None, WordMark::of("dance")))));
    assert_eq!(private("/card@other_bot"), corner(CornerEvent::Spoke { message: MessageId(5), to: None }));
    assert_eq!(private("//"), corner(CornerEvent::Spoke { message: MessageId(5), to: None }));
}

#[test]
fn what_was_said_elsewhere_is_not_said_here() {
    let origins = ["user", "hidden_user", "chat", "channel", "not_yet_invented"];
    let mut brought: Vec<Value> = origins.map(|kind| json!({"forward_origin": {"type": kind, "date": 1}})).into();
    brought.push(json!({"is_automatic_forward": true, "sender_chat": {"id": -5, "type": "channel"}}));
    for mut fields in brought {
        for text in ["/leave", "/leave@nearer_bot", "some words"] {
            overlay(&mut fields, &json!({"text": text}));
            assert_eq!(event(&fields), None, "{fields}");
            overlay(&mut fields, &json!({"chat": {"id": 1, "type": "private"}}));
            assert_eq!(
                news(&message(&fields)),
                Some(News::Corner(UserId(1), CornerEvent::Spoke { message: MessageId(5), to: None })),
                "{fields}"
            );
            overlay(&mut fields, &json!({"chat": {"id": US, "type": "group"}}));
        }
    }
    let by_a_bot = json!({"text": "/leave", "via_bot": {"id": 8, "is_bot": true, "first_name": "Robot"}});
    assert_eq!(event(&by_a_bot), spoke(None, Size::Chars(6)), "an inline bot's words are no command");
}

fn tap(fields: &Value) -> Value {
    let mut query = json!({
        "id": "q", "chat_instance": "1", "data": "in", "from": {"id": 1, "is_bot": false, "first_name": "Ana"},
        "message": {"message_id": 5, "date": 1, "chat": {"id": US, "type": "group"}, "text": "Hello"},
    });
    overlay(&mut query, fields);
    json!({"update_id": 9, "callback_query": query})
}

#[test]
fn taps() {
    let query = || QueryId("q".to_owned());
    let tapped =
        |from, press| Some(News::Couple(ChatId(US), Event::Tap { from, query: query(), message: MessageId(5), press }));
    let join = Press::Known(Action::Join);
    assert_eq!(news(&tap(&json!({}))), tapped(ANA, join.clone()));
    assert_eq!(news(&tap(&json!({"data": "old 7"}))), tapped(ANA, Press::Unreadable));
    assert_eq!(news(&tap(&json!({"data": null}))), tapped(ANA, Press::Unreadable));
    assert_eq!(news(&tap(&json!({"from": {"id": 8, "is_bot": true}}))), tapped(Sender::Nobody, join.clone()));
    // Of a message that is gone only the number is left.
    let gone = json!({"message": {"message_id": 5, "date": 0, "chat": {"id": US, "type": "group"}}});
    assert_eq!(news(&tap(&gone)), tapped(ANA, join.clone()));
    let private = json!({"message": {"message_id": 5, "chat": {"id": 1, "type": "private"}}});
    let event = CornerEvent::Tap { query: query(), message: MessageId(5), press: join };
    assert_eq!(news(&tap(&private)), Some(News::Corner(UserId(1), event)));
    assert_eq!(news(&tap(&json!({"message": null, "inline_message_id": "i"}))), None);
    assert_eq!(read_one(&tap(&json!({}))).name, Some((UserId(1), "Ana".to_owned())));
}

#[test]
fn where_the_bot_may_write() {
    let member = |status: &str| match status {
        "muted" => json!({"status": "restricted", "is_member": true, "can_send_messages": false}),
        "let" => json!({"status": "restricted", "is_member": true, "can_send_messages": true}),
        "outside" => json!({"status": "restricted", "is_member": false, "can_send_messages": true}),
        status => json!({"status": status}),
    };
    let change = |kind: &str, id: i64, before: &str, after: &str| {
        news(&json!({"update_id": 9, "my_chat_member": {
            "chat": {"id": id, "type": kind}, "from": {"id": 1, "is_bot": false, "first_name": "Ana"}, "date": 1,
            "old_chat_member": member(before), "new_chat_member": member(after),
        }}))
    };
    let couple = |event| Some(News::Couple(ChatId(US), event));
    for (before, after, meant) in [
        ("left", "member", couple(Event::Added)),
        ("kicked", "administrator", couple(Event::Added)),
        ("muted", "let", couple(Event::Added)),
        ("member", "administrator", None),
        ("member", "muted", couple(Event::Removed)),
        ("member", "outside", couple(Event::Removed)),
        ("administrator", "left", couple(Event::Removed)),
        ("creator", "kicked", couple(Event::Removed)),
    ] {
        assert_eq!(change("group", US, before, after), meant, "{before} {after}");
        assert_eq!(change("channel", US, before, after), None);
    }
    assert_eq!(change("private", 1, "member", "kicked"), Some(News::Corner(UserId(1), CornerEvent::Blocked)));
    assert_eq!(change("private", 1, "kicked", "member"), Some(News::Corner(UserId(1), CornerEvent::Unblocked)));
}

#[test]
fn a_group_that_becomes_a_supergroup_and_what_is_none_of_ours() {
    let moved = Some(News::Moved { from: ChatId(US), to: ChatId(-200) });
    assert_eq!(news(&message(&json!({"migrate_to_chat_id": -200}))), moved);
    let from = json!({"chat": {"id": -200, "type": "supergroup"}, "migrate_from_chat_id": US});
    assert_eq!(news(&message(&from)), moved);
    assert_eq!(news(&message(&json!({"text": "/card", "chat": {"id": -5, "type": "channel"}}))), None);
    for kind in ["edited_message", "channel_post", "poll", "message_reaction", "not_yet_invented"] {
        assert_eq!(news(&json!({"update_id": 9, kind: {"text": "/leave"}})), None, "{kind} was not asked for");
    }
}

#[test]
fn what_cannot_be_understood_is_buried_by_its_number() {
    let poison = |kind: &str| Some(News::Poison { kind: kind.to_owned(), error: "ill-formed".to_owned() });
    for (update, kind) in [
        (json!({"message": 5}), "message"),
        (json!({"message": {"text": "a secret word"}}), "message"),
        (json!({"message": {"chat": {"id": US}, "text": "a"}}), "message"),
        (message(&json!({"message_id": "five", "text": "a secret word"})), "message"),
        (message(&json!({"left_chat_member": {"id": "two"}})), "message"),
        (json!({"callback_query": 5}), "callback_query"),
        (tap(&json!({"id": 7})), "callback_query"),
        (tap(&json!({"message": {"message_id": 5}})), "callback_query"),
        (json!({"my_chat_member": {"chat": {"id": US, "type": "group"}}}), "my_chat_member"),
    ] {
        let mut update = update;
        update["update_id"] = json!(9);
        assert_eq!(news(&update), poison(kind), "{update}");
        assert_eq!(read_one(&update).number, 9);
    }
    // A command says all by itself.
    assert_eq!(event(&json!({"message_id": "five", "text": "/card"})), asked(Command::Card));
    // JSON that can be told apart from the next, and no more.
    let broken = r#"{"message":{"text":"\ud800"},"update_id":9}"#;
    let expected = Incoming { update: UpdateId(9), news: poison("message").into_iter().collect() };
    assert_eq!(read(broken, "nearer_bot"), Some(Read { number: 9, incoming: Some(expected), name: None }));
    assert_eq!(read(r#"{"message":{}}"#, "nearer_bot"), None);
    assert_eq!(read_one(&json!({"update_id": -1})).incoming, None);
}

/// Some value of JSON, of any kind.
fn anything() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z/@ ]{0,8}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map("[a-z_]{1,12}", inner, 0..4).prop_map(|map| map.into_iter().collect()),
        ]
    })
}

/// The value at the n-th place of a tree, counted from the root downwards.
fn place_in<'v>(value: &'v mut Value, n: &mut usize) -> Option<&'v mut Value> {
    if *n == 0 {
        return Some(value);
    }
    *n -= 1;
    match value {
        Value::Array(parts) => parts.iter_mut().find_map(|part| place_in(part, n)),
        Value::Object(fields) => fields.values_mut().find_map(|part| place_in(part, n)),
        _ => None,
    }
}

/// Updates of every kind that means something.
fn whole_updates() -> Vec<Value> {
    vec![
        message(&json!({"text": "/date fri", "reply_to_message": {"message_id": 3}, "entities": [{"type": "bold"}]})),
        message(&json!({"voice": {"duration": 7}, "is_topic_message": true, "message_thread_id": 4})),
        message(&json!({"rich_message": {"blocks": [{"text": ["a", {"text": "b"}]}]}, "forward_origin": {}})),
        message(&json!({"new_chat_members": [{"id": 2, "is_bot": false}]})),
        message(&json!({"chat": {"id": 1, "type": "private"}, "photo": [{}], "caption": "the sea"})),
        tap(&json!({})),
        json!({"update_id": 9, "my_chat_member": {"chat": {"id": US, "type": "group"},
            "old_chat_member": {"status": "left"}, "new_chat_member": {"status": "member"}}}),
    ]
}

proptest! {
    /// Whatever stands in the place of whatever part: it is read without a panic, and acknowledged by its number.
    #[test]
    fn any_change_of_an_update_leaves_its_number(which in 0_usize..7, place in 1_usize..40, put in anything()) {
        let mut update = whole_updates().swap_remove(which);
        let mut left = place;
        if let Some(part) = place_in(&mut update, &mut left) {
            *part = put;
        }
        update["update_id"] = json!(9);
        prop_assert_eq!(read_one(&update).number, 9);
        // A part beside the others never changes what they mean.
        let mut more = whole_updates().swap_remove(which);
        let before = news(&more);
        more["not_yet_invented"] = update;
        prop_assert_eq!(news(&more), before);
    }

    #[test]
    fn no_text_makes_reading_panic(text in ".{0,80}", cut in 0_usize..300, put in "[\\[\\]{}\",:0-9a-z\\\\]{0,3}") {
        let _ = read(&text, "nearer_bot");
        let mut raw = whole_updates()[0].to_string();
        let cut = cut.min(raw.len());
        raw.replace_range(cut..(cut + 1).min(raw.len()), &put);
        let _ = read(&raw, "nearer_bot");
    }
}
