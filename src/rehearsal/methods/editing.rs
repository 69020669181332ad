//! Editing and deleting.

use serde_json::{Map, Value, json};

use super::super::chat::{Chat, ChatKind, ChatMessage, Membership};
use super::super::markup;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::world::{Change, World};
use super::sending::{known_chat, read_caption, read_message_text, writable_chat};

pub const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup are exactly the \
                            same as a current content and reply markup of the message";
/// After two days a message in a group stays.
const DELETABLE_FOR: i64 = 48 * 3_600;

/// The message that the call means to edit.
fn editable<'a>(world: &'a World, chat: &'a Chat, params: &Params) -> Result<&'a ChatMessage, Refusal> {
    let id = params.int("message_id").ok_or_else(|| Refusal::bad_request("message identifier is not specified"))?;
    let message = chat.messages.get(&id).ok_or_else(|| Refusal::bad_request("message to edit not found"))?;
    // Whatever had a request to reply or a keyboard below it can never be edited.
    let only_buttons = message.markup.as_ref().is_none_or(|markup| markup.get("inline_keyboard").is_some());
    if message.from != world.bot || message.service || message.forwarded || !only_buttons {
        return Err(Refusal::bad_request("message can't be edited"));
    }
    Ok(message)
}

/// A message with other words, if any are given, and with these buttons. Refused where nothing would change.
pub(super) fn edited(
    message: &ChatMessage,
    content: Option<(Map<String, Value>, Option<String>)>,
    markup: Option<Value>,
    now: i64,
) -> Result<ChatMessage, Refusal> {
    let markup = markup::edited(message.markup.as_ref(), markup);
    let (content, html) = content.unwrap_or_else(|| (message.content.clone(), message.html.clone()));
    if content == message.content && markup == message.markup {
        return Err(Refusal::bad_request(NOT_MODIFIED));
    }
    Ok(ChatMessage { edited: Some(now), content, html, markup, ..message.clone() })
}

fn edit(
    world: &mut World,
    params: &Params,
    content: Option<(Map<String, Value>, Option<String>)>,
) -> Result<Value, Refusal> {
    let markup = markup::check(params.json("reply_markup"))?;
    if markup.as_ref().is_some_and(|markup| markup.get("inline_keyboard").is_none()) {
        return Err(Refusal::bad_request("inline keyboard expected"));
    }
    let chat = writable_chat(world, params.chat())?;
    let message = editable(world, chat, params)?;
    let change = if content.is_some() { Change::Words } else { Change::Buttons };
    let edited = edited(message, content, markup, world.now().timestamp())?;
    let (chat, id) = (chat.id, message.id);
    if let Some(message) = world.chats.get_mut(&chat).and_then(|chat| chat.messages.get_mut(&id)) {
        *message = edited;
    }
    world.note_message(chat, id, change);
    Ok(world.message_json(chat, id))
}

pub fn edit_text(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable_chat(world, params.chat())?;
    let message = editable(world, chat, params)?;
    if !message.content.contains_key("text") {
        return Err(Refusal::bad_request("there is no text in the message to edit"));
    }
    let content = read_message_text(world, params, "MESSAGE_TOO_LONG")?;
    edit(world, params, Some(content))
}

pub fn edit_caption(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable_chat(world, params.chat())?;
    let message = editable(world, chat, params)?;
    if message.content.contains_key("text") {
        return Err(Refusal::bad_request("there is no caption in the message to edit"));
    }
    let mut content = message.content.clone();
    content.remove("caption");
    content.remove("caption_entities");
    let (caption, html) = read_caption(world, params)?;
    content.extend(caption);
    edit(world, params, Some((content, html)))
}

pub fn edit_reply_markup(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    edit(world, params, None)
}

/// Whether the bot may delete this message now.
fn deletable(world: &World, chat: &Chat, message: &ChatMessage) -> Result<(), Refusal> {
    let old = world.now().timestamp() - message.date > DELETABLE_FOR;
    let own = message.from == world.bot;
    let rules = match chat.kind {
        ChatKind::Private => true,
        _ => own || chat.standing(world.bot) == Membership::Administrator,
    };
    if !rules {
        return Err(Refusal::bad_request("message can't be deleted"));
    }
    if old {
        return Err(Refusal::bad_request("message can't be deleted for everyone"));
    }
    Ok(())
}

pub fn delete_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params.chat())?;
    let id = params.int("message_id").ok_or_else(|| Refusal::bad_request("message identifier is not specified"))?;
    let message = chat.messages.get(&id).ok_or_else(|| Refusal::bad_request("message to delete not found"))?;
    deletable(world, chat, message)?;
    let chat = chat.id;
    remove(world, chat, id);
    Ok(json!(true))
}

pub fn delete_messages(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params.chat())?;
    let ids = params.json("message_ids").and_then(|ids| ids.as_array().cloned()).unwrap_or_default();
    if ids.is_empty() || ids.len() > 100 {
        return Err(Refusal::bad_request("message identifiers are not specified"));
    }
    let mut found = Vec::new();
    for id in ids.iter().filter_map(Value::as_i64) {
        // Those that are not there are passed over.
        if let Some(message) = chat.messages.get(&id) {
            deletable(world, chat, message)?;
            found.push(id);
        }
    }
    let chat = chat.id;
    for id in found {
        remove(world, chat, id);
    }
    Ok(json!(true))
}

fn remove(world: &mut World, chat: i64, id: i64) {
    let removed = world.chats.get_mut(&chat).and_then(|chat| chat.messages.remove(&id));
    if let Some(message) = removed {
        let first = message.text().lines().next().unwrap_or_default().to_owned();
        let who = world.name(world.bot);
        world.note(chat, super::super::journal::Seen::Service(format!("{who} deletes \u{201c}{first}\u{201d}")));
    }
}
