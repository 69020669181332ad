//! Messages for one person in a group. What Telegram says when it refuses one is not published; only that it
//! refuses with 400 can be relied on.

use serde_json::{Map, Value, json};

use super::super::chat::{Chat, ChatMessage, Membership};
use super::super::ephemeral::{EphemeralMessage, Tapped};
use super::super::markup;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::world::World;
use super::editing::edited;
use super::sending::{known_chat, read_message_text, read_place, writable_chat};

/// How long after a tap a bot that is no administrator may answer it so, in seconds.
const AFTER_TAP: i64 = 15;

/// Sends to one person, as `ephemeral_message_parameters` say.
pub fn send(
    world: &mut World,
    params: &Params,
    wish: &Value,
    content: Map<String, Value>,
    html: Option<String>,
) -> Result<Value, Refusal> {
    let markup = markup::check(params.json("reply_markup"))?;
    let chat = writable_chat(world, params.chat())?;
    let receiver = wish.get("receiver_user_id").and_then(Value::as_i64).unwrap_or_default();
    let query = wish.get("callback_query_id").and_then(Value::as_str);
    let tapped = allowed(world, chat, receiver, query)?;
    let (thread, reply_to) = read_place(chat, params)?;
    let chat = chat.id;
    let replace = wish.get("replace_callback_query_message").and_then(Value::as_bool).unwrap_or(false);
    let replaces = match tapped.filter(|_| replace) {
        Some(Tapped::Ordinary(message)) => Some(message),
        // It is changed by the methods for that.
        Some(Tapped::Ephemeral(_)) => return Err(Refusal::bad_request("message can't be replaced")),
        None => None,
    };
    let message = ChatMessage {
        id: 0,
        thread,
        in_topic: thread.is_some(),
        from: world.bot,
        sender_chat: None,
        date: world.now().timestamp(),
        edited: None,
        content,
        html,
        markup,
        reply_to,
        forwarded: false,
        protected: params.flag("protect_content"),
        silent: params.flag("disable_notification"),
        service: false,
    };
    let id = world.post_ephemeral(chat, EphemeralMessage { receiver, message, replaces });
    Ok(world.ephemeral_json(chat, id))
}

/// Whether the bot may show something to this person now; with the message that was tapped, if it names a tap.
fn allowed(world: &World, chat: &Chat, receiver: i64, query: Option<&str>) -> Result<Option<Tapped>, Refusal> {
    if !chat.is_group() {
        return Err(Refusal::bad_request("ephemeral messages can be sent only to groups"));
    }
    if !chat.standing(receiver).is_inside() {
        return Err(Refusal::bad_request("USER_NOT_PARTICIPANT"));
    }
    let now = world.now().timestamp();
    let tap = query.and_then(|id| world.taps.get(id)).filter(|tap| tap.person == receiver && tap.chat == chat.id);
    let in_time = tap.is_some_and(|tap| now - tap.at <= AFTER_TAP);
    if !in_time && chat.standing(world.bot) != Membership::Administrator {
        return Err(Refusal::bad_request("query is too old and response timeout expired or query ID is invalid"));
    }
    Ok(tap.map(|tap| tap.on))
}

fn remove(world: &mut World, chat: i64, receiver: i64, id: i64) -> Option<EphemeralMessage> {
    let known = world.chats.get_mut(&chat)?;
    known.ephemeral.get(&id).filter(|shown| shown.receiver == receiver)?;
    known.ephemeral.remove(&id)
}

/// The chat and the id that the call names, and what stands there.
fn named<'a>(world: &'a World, params: &Params, verb: &str) -> Result<(i64, i64, &'a EphemeralMessage), Refusal> {
    if !world.settings.ephemeral {
        return Err(Refusal::new(404, "Not Found"));
    }
    let chat = known_chat(world, params.chat())?;
    let id = params.int("ephemeral_message_id").unwrap_or_default();
    let shown = chat.ephemeral.get(&id).filter(|shown| Some(shown.receiver) == params.int("receiver_user_id"));
    let shown = shown.ok_or_else(|| Refusal::bad_request(format!("message to {verb} not found")))?;
    Ok((chat.id, id, shown))
}

pub fn edit_text(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    named(world, params, "edit")?;
    let content = read_message_text(world, params, "MESSAGE_TOO_LONG")?;
    edit(world, params, Some(content))
}

pub fn edit_reply_markup(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    edit(world, params, None)
}

fn edit(
    world: &mut World,
    params: &Params,
    content: Option<(Map<String, Value>, Option<String>)>,
) -> Result<Value, Refusal> {
    let markup = markup::check(params.json("reply_markup"))?;
    let (chat, id, shown) = named(world, params, "edit")?;
    let edited = edited(&shown.message, content, markup, world.now().timestamp())?;
    if let Some(shown) = world.chats.get_mut(&chat).and_then(|chat| chat.ephemeral.get_mut(&id)) {
        shown.message = edited;
    }
    world.note_ephemeral(chat, id);
    Ok(json!(true))
}

pub fn delete(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let (chat, id, shown) = named(world, params, "delete")?;
    let receiver = shown.receiver;
    remove(world, chat, receiver, id);
    Ok(json!(true))
}
