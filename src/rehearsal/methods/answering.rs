//! Answers to a tap, and reactions.

use serde_json::{Value, json};

use super::super::journal::Seen;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::world::{AnswerShown, World};
use super::sending::known_chat;
use crate::html::utf16_len;

const TEXT_LIMIT: usize = 200;

pub fn answer_callback_query(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let text = params.text("text").unwrap_or_default().to_owned();
    if utf16_len(&text) > TEXT_LIMIT {
        return Err(Refusal::bad_request("MESSAGE_TOO_LONG"));
    }
    let opens = params.text("url").filter(|url| !url.is_empty()).map(str::to_owned);
    if opens.as_deref().is_some_and(|url| start_payload(url, world.bot_username()).is_none()) {
        return Err(Refusal::bad_request("URL_INVALID"));
    }
    let now = world.now().timestamp();
    let lifetime = world.settings.tap_lifetime;
    let tap = params
        .text("callback_query_id")
        .and_then(|id| world.taps.get_mut(id))
        .filter(|tap| !tap.answered && now - tap.at <= lifetime)
        .ok_or_else(|| Refusal::bad_request("query is too old and response timeout expired or query ID is invalid"))?;
    tap.answered = true;
    if text.is_empty() {
        tap.opens = opens;
    } else {
        if opens.is_some() {
            world.violations.push("answerCallbackQuery: apps show the text and never open the link".to_owned());
        }
        let alert = params.flag("show_alert");
        tap.answer = Some(AnswerShown { text: text.clone(), alert });
        let (chat, person) = (tap.chat, tap.person);
        let who = world.name(person);
        world.note(chat, Seen::Shown { who, text });
    }
    Ok(json!(true))
}

/// The payload of a link to this bot: the only kind of link that an answer to a tap may open.
pub fn start_payload<'a>(url: &'a str, bot: &str) -> Option<&'a str> {
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    let (name, payload) = bare.strip_prefix("t.me/")?.split_once("?start=")?;
    let fits = (1..=64).contains(&payload.len())
        && payload.bytes().all(|sign| sign.is_ascii_alphanumeric() || matches!(sign, b'_' | b'-'));
    (fits && name.eq_ignore_ascii_case(bot)).then_some(payload)
}

pub fn set_message_reaction(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params.chat())?;
    let id = params.int("message_id").unwrap_or_default();
    let Some(message) = chat.messages.get(&id) else {
        return Err(Refusal::bad_request("message to react not found"));
    };
    if message.service {
        return Err(Refusal::bad_request("message can't be reacted to"));
    }
    let emoji: String = params
        .json("reaction")
        .and_then(|list| list.as_array().cloned())
        .unwrap_or_default()
        .iter()
        .filter_map(|reaction| reaction.get("emoji").and_then(Value::as_str).map(str::to_owned))
        .collect();
    if !emoji.is_empty() {
        let chat = chat.id;
        let who = world.name(world.bot);
        world.note(chat, Seen::Service(format!("{who} reacts with {emoji}")));
    }
    Ok(json!(true))
}
