//! Sending: the chat must take it, the text must parse, and what stands below must be right.

use serde_json::{Map, Value, json};

use super::super::chat::{Chat, ChatKind, Contact, Membership};
use super::super::entities::entity;
use super::super::markup;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::world::{NewMessage, World};
use super::ephemeral;
use crate::html;

const TEXT_LIMIT: usize = 4_096;
const CAPTION_LIMIT: usize = 1_024;

/// The chat that the call names, if the bot can see it at all.
pub fn known_chat(world: &World, id: Option<i64>) -> Result<&Chat, Refusal> {
    let id = id.ok_or_else(|| Refusal::bad_request("chat not found"))?;
    let chat = world.chats.get(&id).ok_or_else(|| Refusal::bad_request("chat not found"))?;
    if let Some(to) = chat.migrated_to {
        return Err(Refusal::migrated(to));
    }
    if chat.deleted {
        return Err(Refusal::forbidden("the group chat was deleted"));
    }
    let group = if chat.kind == ChatKind::Basic { "group" } else { "supergroup" };
    match chat.kind {
        ChatKind::Private => match chat.door {
            // To write first is refused in words of its own; to look is simply to find nobody.
            Contact::NeverOpened | Contact::Open | Contact::Blocked => {}
            Contact::Deactivated => return Err(Refusal::forbidden("user is deactivated")),
        },
        _ => match chat.members.get(&world.bot) {
            // A group it never was in is not known to a bot.
            None => return Err(Refusal::bad_request("chat not found")),
            Some(Membership::Kicked) => {
                return Err(Refusal::forbidden(format!("bot was kicked from the {group} chat")));
            }
            Some(Membership::Left) => {
                return Err(Refusal::forbidden(format!("bot is not a member of the {group} chat")));
            }
            Some(_) => {}
        },
    }
    Ok(chat)
}

/// The chat that the call names, if the bot may write there.
pub fn writable_chat(world: &World, id: Option<i64>) -> Result<&Chat, Refusal> {
    let chat = known_chat(world, id)?;
    if chat.kind == ChatKind::Private {
        match chat.door {
            Contact::NeverOpened => return Err(Refusal::forbidden("bot can't initiate conversation with a user")),
            Contact::Blocked => return Err(Refusal::forbidden("bot was blocked by the user")),
            Contact::Open | Contact::Deactivated => {}
        }
    } else if chat.standing(world.bot) == Membership::Muted {
        return Err(Refusal::bad_request("not enough rights to send text messages to the chat"));
    }
    Ok(chat)
}

/// The text of a call with its entities, as `text` and `entities`, `caption` and `caption_entities`.
pub fn read_text(
    world: &mut World,
    params: &Params,
    field: &str,
) -> Result<(Map<String, Value>, Option<String>), Refusal> {
    let entities_field = if field == "text" { "entities" } else { "caption_entities" };
    let given = params.text(field).unwrap_or_default();
    let (text, entities, html) = match params.text("parse_mode") {
        None | Some("") => {
            let entities = params.json(entities_field).and_then(|list| list.as_array().cloned()).unwrap_or_default();
            (given.trim().to_owned(), entities, None)
        }
        Some(mode) if mode.eq_ignore_ascii_case("html") => {
            let parsed =
                html::parse(given).map_err(|error| Refusal::bad_request(format!("can't parse entities: {error}")))?;
            for name in parsed.unknown_names {
                world.violations.push(format!("HTML: Telegram shows {name} as it stands"));
            }
            (parsed.text, parsed.parts.iter().map(entity).collect(), Some(given.to_owned()))
        }
        Some(mode) if mode.to_ascii_lowercase().starts_with("markdown") => {
            world.violations.push(format!("parse mode {mode}: not simulated"));
            (given.trim().to_owned(), Vec::new(), None)
        }
        Some(_) => return Err(Refusal::bad_request("unsupported parse_mode")),
    };
    let mut content = Map::new();
    if !text.is_empty() {
        content.insert(field.to_owned(), Value::String(text));
    }
    if !entities.is_empty() {
        content.insert(entities_field.to_owned(), Value::Array(entities));
    }
    Ok((content, html))
}

/// Text of a message, within its bounds; `too_long` is what Telegram says when it is not.
pub fn read_message_text(
    world: &mut World,
    params: &Params,
    too_long: &str,
) -> Result<(Map<String, Value>, Option<String>), Refusal> {
    let (content, html) = read_text(world, params, "text")?;
    match content.get("text").and_then(Value::as_str).map(html::utf16_len) {
        None => Err(Refusal::bad_request("message text is empty")),
        Some(len) if len > TEXT_LIMIT => Err(Refusal::bad_request(too_long)),
        Some(_) => Ok((content, html)),
    }
}

/// A caption, within its bounds.
pub fn read_caption(world: &mut World, params: &Params) -> Result<(Map<String, Value>, Option<String>), Refusal> {
    let (content, html) = read_text(world, params, "caption")?;
    match content.get("caption").and_then(Value::as_str).map(html::utf16_len) {
        Some(len) if len > CAPTION_LIMIT => Err(Refusal::bad_request("message caption is too long")),
        _ => Ok((content, html)),
    }
}

/// Where the message goes: the topic, and the message that it replies to.
pub fn read_place(chat: &Chat, params: &Params) -> Result<(Option<i64>, Option<i64>), Refusal> {
    let mut thread = params.int("message_thread_id");
    if let Some(id) = thread {
        match chat.topics.get(&id) {
            Some(topic) if topic.closed => return Err(Refusal::bad_request("TOPIC_CLOSED")),
            Some(_) => {}
            None => return Err(Refusal::bad_request("message thread not found")),
        }
    }
    let mut reply_to = None;
    if let Some(reply) = params.json("reply_parameters") {
        let id = reply.get("message_id").and_then(Value::as_i64).unwrap_or_default();
        let without = reply.get("allow_sending_without_reply").and_then(Value::as_bool).unwrap_or(false);
        match chat.messages.get(&id) {
            Some(replied) => {
                reply_to = Some(id);
                if chat.is_forum() && thread.is_none() && replied.in_topic {
                    thread = replied.thread;
                    if thread.and_then(|id| chat.topics.get(&id)).is_some_and(|topic| topic.closed) {
                        return Err(Refusal::bad_request("TOPIC_CLOSED"));
                    }
                }
            }
            None if without => {}
            None => return Err(Refusal::bad_request("message to be replied not found")),
        }
    }
    Ok((thread, reply_to))
}

pub fn send_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    writable_chat(world, params.chat())?;
    let (content, html) = read_message_text(world, params, "message is too long")?;
    send(world, params, content, html)
}

pub fn send_document(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    writable_chat(world, params.chat())?;
    let (mut content, html) = read_caption(world, params)?;
    let (id, name, size) = read_file(world, params, "document")?;
    let document = json!({"file_id": id, "file_unique_id": id, "file_name": name, "file_size": size});
    content.insert("document".to_owned(), document);
    send(world, params, content, html)
}

pub fn send_photo(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    writable_chat(world, params.chat())?;
    let (mut content, html) = read_caption(world, params)?;
    let (id, _, size) = read_file(world, params, "photo")?;
    let photo = json!([{"file_id": id, "file_unique_id": id, "width": 800, "height": 600, "file_size": size}]);
    content.insert("photo".to_owned(), photo);
    send(world, params, content, html)
}

/// The id, name and size of a file: one that comes along, one that Telegram knows, or one from the web.
fn read_file(world: &mut World, params: &Params, field: &str) -> Result<(String, String, usize), Refusal> {
    if let Some(upload) = params.file(field).cloned() {
        if upload.bytes.is_empty() {
            return Err(Refusal::bad_request("file must be non-empty"));
        }
        let (name, size) = (upload.name.clone(), upload.bytes.len());
        return Ok((world.keep_file(upload), name, size));
    }
    match params.text(field) {
        Some(id) if world.files.contains_key(id) => {
            let known = &world.files[id];
            Ok((id.to_owned(), known.name.clone(), known.bytes.len()))
        }
        Some(url) if url.starts_with("https://") || url.starts_with("http://") => {
            let name = url.rsplit('/').next().unwrap_or_default().to_owned();
            Ok((url.to_owned(), name, 0))
        }
        _ => {
            Err(Refusal::bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol"))
        }
    }
}

/// The end that all ways to send have in common.
pub fn send(
    world: &mut World,
    params: &Params,
    content: Map<String, Value>,
    html: Option<String>,
) -> Result<Value, Refusal> {
    // An older server passes over a field that it does not know, and everybody sees the message.
    if let Some(wish) = params.json("ephemeral_message_parameters").filter(|_| world.settings.ephemeral) {
        return ephemeral::send(world, params, &wish, content, html);
    }
    let markup = markup::check(params.json("reply_markup"))?;
    let chat = writable_chat(world, params.chat())?;
    let (thread, reply_to) = read_place(chat, params)?;
    let chat = chat.id;
    let draft = NewMessage {
        from: world.bot,
        thread,
        content,
        html,
        markup,
        reply_to,
        protected: params.flag("protect_content"),
        silent: params.flag("disable_notification"),
        ..NewMessage::default()
    };
    let id = world.post(chat, draft);
    Ok(world.message_json(chat, id))
}

pub fn send_chat_action(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable_chat(world, params.chat())?;
    read_place(chat, params)?;
    Ok(json!(true))
}
