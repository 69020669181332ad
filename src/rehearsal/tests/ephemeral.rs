//! Messages in the group that one person alone sees.

use super::super::{Group, Person, Tap};
use super::*;

struct Alone {
    telegram: SimulatedTelegram,
    bot: Bot,
    ana: Person,
    ben: Person,
    us: Group,
}

const TOO_OLD: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";

impl Alone {
    async fn begin() -> Self {
        let (telegram, bot) = telegram().await;
        let (ana, ben) = (telegram.person("Ana"), telegram.person("Ben"));
        let us = telegram.group("Us two", &[&ana, &ben]);
        us.add_bot(&ana);
        let keys = json!({"inline_keyboard": [[{"text": "Choose", "callback_data": "c"}]]});
        bot.does("sendMessage", json!({"chat_id": us.id(), "text": "An evening?", "reply_markup": keys})).await;
        Self { telegram, bot, ana, ben, us }
    }

    fn to(&self, person: &Person, tap: Option<&Tap>, text: &str) -> Value {
        let keys = json!({"inline_keyboard": [[{"text": "The sea", "callback_data": "s"}]]});
        let mut wish = json!({"receiver_user_id": person.id()});
        if let Some(tap) = tap {
            wish["callback_query_id"] = json!(tap.query_id);
        }
        json!({"chat_id": self.us.id(), "text": text, "reply_markup": keys, "ephemeral_message_parameters": wish})
    }
}

#[tokio::test]
async fn the_answer_to_a_tap_may_be_a_message_for_that_person_alone() {
    let here = Alone::begin().await;
    let (bot, ana, us) = (&here.bot, &here.ana, &here.us);
    let tap = ana.presses(us, "Choose");
    let sent = bot.does("sendMessage", here.to(ana, Some(&tap), "Which one?")).await;
    assert_eq!((&sent["message_id"], &sent["receiver_user"]["id"]), (&json!(0), &json!(ana.id())));
    let id = sent["ephemeral_message_id"].as_i64().unwrap();
    assert_eq!(us.from_bot().len(), 1, "the group sees nothing of it");
    assert!(here.ben.sees_alone(us).is_empty());
    let seen = ana.sees_alone(us);
    assert_eq!((seen[0].text.as_str(), seen[0].only_for, seen[0].replaces), ("Which one?", Some(ana.id()), None));

    bot.news().await;
    let choice = ana.presses_alone(us, "sea");
    let query = bot.news().await[0]["callback_query"].clone();
    assert_eq!((&query["data"], &query["message"]["ephemeral_message_id"]), (&json!("s"), &json!(id)));
    bot.does("answerCallbackQuery", json!({"callback_query_id": choice.query_id})).await;

    let place = |more: Value| {
        let mut call = json!({"chat_id": us.id(), "receiver_user_id": ana.id(), "ephemeral_message_id": id});
        call.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        call
    };
    bot.does("editEphemeralMessageText", place(json!({"text": "The sea."}))).await;
    let seen = ana.sees_alone(us);
    assert_eq!((seen[0].text.as_str(), seen[0].edited, seen[0].labels()), ("The sea.", true, vec![]));
    let keys = json!({"inline_keyboard": [[{"text": "Take back", "callback_data": "b"}]]});
    bot.does("editEphemeralMessageReplyMarkup", place(json!({"reply_markup": keys}))).await;
    let not_his =
        json!({"chat_id": us.id(), "receiver_user_id": here.ben.id(), "ephemeral_message_id": id, "text": "x"});
    assert_eq!(bot.is_refused("editEphemeralMessageText", not_his).await, "Bad Request: message to edit not found");
    let ordinary = json!({"chat_id": us.id(), "message_id": 0, "text": "x"});
    assert_eq!(bot.is_refused("editMessageText", ordinary).await, "Bad Request: message to edit not found");
    let copy = json!({"chat_id": us.id(), "from_chat_id": us.id(), "message_id": 0});
    assert_eq!(bot.is_refused("copyMessage", copy).await, "Bad Request: message to copy not found");
    bot.does("deleteEphemeralMessage", place(json!({}))).await;
    assert!(ana.sees_alone(us).is_empty());
    assert_eq!(
        bot.is_refused("deleteEphemeralMessage", place(json!({}))).await,
        "Bad Request: message to delete not found"
    );
    let told = us.transcript(crate::zones::Zone::UTC);
    assert!(told.contains("(only Ana sees) Which one?"), "{told}");
    assert_eq!(here.telegram.violations(), [""; 0]);
}

#[tokio::test]
async fn it_may_stand_in_the_place_of_what_was_tapped() {
    let here = Alone::begin().await;
    let card = here.us.last().unwrap().id;
    let tap = here.ana.presses(&here.us, "Choose");
    let mut first = here.to(&here.ana, Some(&tap), "Which one?");
    first["ephemeral_message_parameters"]["replace_callback_query_message"] = json!(true);
    here.bot.does("sendMessage", first).await;
    assert_eq!(here.ana.sees_alone(&here.us)[0].replaces, Some(card));
    let tap = here.ana.presses_alone(&here.us, "sea");
    let mut second = here.to(&here.ana, Some(&tap), "The sea.");
    second["ephemeral_message_parameters"]["replace_callback_query_message"] = json!(true);
    assert_eq!(here.bot.is_refused("sendMessage", second).await, "Bad Request: message can't be replaced");
    let seen = here.ana.sees_alone(&here.us);
    let edit = json!({
        "chat_id": here.us.id(), "receiver_user_id": here.ana.id(), "ephemeral_message_id": seen[0].id, "text": "The sea.",
    });
    here.bot.does("editEphemeralMessageText", edit).await;
    let seen = here.ana.sees_alone(&here.us);
    assert_eq!((seen.len(), seen[0].text.as_str(), seen[0].replaces), (1, "The sea.", Some(card)));
    here.ana.restarts_app();
    assert!(here.ana.sees_alone(&here.us).is_empty());
}

#[tokio::test]
async fn it_is_refused_when_there_was_no_tap_or_long_ago() {
    let here = Alone::begin().await;
    let (bot, ana, us) = (&here.bot, &here.ana, &here.us);
    assert_eq!(bot.is_refused("sendMessage", here.to(ana, None, "x")).await, TOO_OLD);
    let tap = ana.presses(us, "Choose");
    assert_eq!(bot.is_refused("sendMessage", here.to(&here.ben, Some(&tap), "x")).await, TOO_OLD);
    here.telegram.clock().advance(chrono::TimeDelta::seconds(15));
    bot.does("sendMessage", here.to(ana, Some(&tap), "x")).await;
    here.telegram.clock().advance(chrono::TimeDelta::seconds(1));
    assert_eq!(bot.is_refused("sendMessage", here.to(ana, Some(&tap), "x")).await, TOO_OLD);
    us.promote_bot(ana);
    bot.does("sendMessage", here.to(&here.ben, None, "x")).await;
    let cara = here.telegram.person("Cara");
    assert_eq!(bot.is_refused("sendMessage", here.to(&cara, None, "x")).await, "Bad Request: USER_NOT_PARTICIPANT");
    here.telegram.ephemeral_messages(false);
    bot.does("sendMessage", here.to(ana, None, "for all to see")).await;
    assert_eq!(us.from_bot().last().map(|message| message.text.clone()).as_deref(), Some("for all to see"));
}
