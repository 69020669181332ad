//! Copying and forwarding what somebody said.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::chat::ChatMessage;
use super::super::markup;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::world::{NewMessage, World};
use super::sending::{known_chat, read_caption, read_place, writable_chat};

/// As many messages as one call copies.
const MOST_AT_ONCE: usize = 100;
/// As many messages as one album holds.
const MOST_IN_ALBUM: usize = 10;

fn original(world: &World, params: &Params, verb: &str, done: &str) -> Result<ChatMessage, Refusal> {
    let from = known_chat(world, params.int("from_chat_id"))?;
    let id = params.int("message_id").ok_or_else(|| Refusal::bad_request("message identifier is not specified"))?;
    match from.messages.get(&id) {
        None => Err(Refusal::bad_request(format!("message to {verb} not found"))),
        Some(message) if !message.can_be_copied() => Err(Refusal::bad_request(format!("message can't be {done}"))),
        Some(message) => Ok(message.clone()),
    }
}

/// What a copy leaves out: where its words came from, and the album that it was part of.
fn without_origin(message: &mut ChatMessage) {
    message.content.remove("forward_origin");
    message.content.remove("media_group_id");
}

fn remove_caption(message: &mut ChatMessage) {
    if !message.content.contains_key("text") {
        message.content.remove("caption");
        message.content.remove("caption_entities");
        message.html = None;
    }
}

pub fn copy_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let markup = markup::check(params.json("reply_markup"))?;
    writable_chat(world, params.chat())?;
    let mut message = original(world, params, "copy", "copied")?;
    without_origin(&mut message);
    if params.text("caption").is_some() && !message.content.contains_key("text") {
        remove_caption(&mut message);
        let (caption, html) = read_caption(world, params)?;
        message.content.extend(caption);
        message.html = html;
    }
    let chat = writable_chat(world, params.chat())?;
    let (thread, reply_to) = read_place(chat, params)?;
    let chat = chat.id;
    let draft = NewMessage {
        from: world.bot,
        thread,
        content: message.content,
        html: message.html,
        markup,
        reply_to,
        protected: params.flag("protect_content"),
        silent: params.flag("disable_notification"),
        ..NewMessage::default()
    };
    Ok(json!({"message_id": world.post(chat, draft)}))
}

/// Copies what can be copied, and passes over the rest in silence.
pub fn copy_messages(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let ids = read_ids(params)?;
    let to = writable_chat(world, params.chat())?;
    let (thread, _) = read_place(to, params)?;
    let to = to.id;
    let from = known_chat(world, params.int("from_chat_id"))?;
    let there = ids.iter().filter_map(|id| from.messages.get(id));
    let mut originals: Vec<ChatMessage> = there.filter(|message| message.can_be_copied()).cloned().collect();
    if originals.is_empty() {
        return Err(Refusal::bad_request("there are no messages to copy"));
    }
    let albums = new_albums(world, &originals);
    let mut copies = Vec::with_capacity(originals.len());
    for (message, album) in originals.iter_mut().zip(albums) {
        without_origin(message);
        if params.flag("remove_caption") {
            remove_caption(message);
        }
        if let Some(album) = album {
            message.content.insert("media_group_id".to_owned(), json!(album));
        }
        let draft = NewMessage {
            from: world.bot,
            thread,
            content: std::mem::take(&mut message.content),
            html: message.html.take(),
            protected: params.flag("protect_content"),
            silent: params.flag("disable_notification"),
            ..NewMessage::default()
        };
        copies.push(json!({"message_id": world.post(to, draft)}));
    }
    Ok(Value::Array(copies))
}

fn read_ids(params: &Params) -> Result<Vec<i64>, Refusal> {
    let given = params.json("message_ids").and_then(|ids| ids.as_array().cloned()).unwrap_or_default();
    if given.is_empty() {
        return Err(Refusal::bad_request("message identifiers are not specified"));
    }
    if given.len() > MOST_AT_ONCE {
        return Err(Refusal::bad_request("too many message identifiers specified"));
    }
    let ids: Option<Vec<i64>> = given.iter().map(|id| id.as_i64().filter(|id| *id > 0)).collect();
    let ids = ids.ok_or_else(|| Refusal::bad_request("invalid message identifier specified"))?;
    if ids.windows(2).any(|pair| pair[0] >= pair[1]) {
        return Err(Refusal::bad_request("message identifiers must be in a strictly increasing order"));
    }
    Ok(ids)
}

/// The album of each copy, if it is part of one. What stood together stands together again, if two of it are left;
/// and where all copies are files, they become one album even if they were none, as Telegram has it.
fn new_albums(world: &mut World, originals: &[ChatMessage]) -> Vec<Option<String>> {
    let files = originals.iter().all(|message| message.content.contains_key("document"));
    if files && (2..=MOST_IN_ALBUM).contains(&originals.len()) {
        let album = world.new_album();
        return vec![Some(album); originals.len()];
    }
    let album_of = |message: &ChatMessage| Some(message.content.get("media_group_id")?.as_str()?.to_owned());
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for old in originals.iter().filter_map(album_of) {
        *sizes.entry(old).or_default() += 1;
    }
    sizes.retain(|_, size| *size > 1);
    let names: BTreeMap<String, String> = sizes.into_keys().map(|old| (old, world.new_album())).collect();
    originals.iter().map(|message| names.get(&album_of(message)?).cloned()).collect()
}

pub fn forward_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable_chat(world, params.chat())?.id;
    let message = original(world, params, "forward", "forwarded")?;
    let (thread, _) = read_place(known_chat(world, Some(chat))?, params)?;
    let mut content = message.content;
    content.remove("media_group_id");
    let origin = json!({"type": "user", "sender_user": world.user_json(message.from), "date": message.date});
    content.entry("forward_origin").or_insert(origin);
    let draft = NewMessage {
        from: world.bot,
        thread,
        content,
        html: message.html,
        forwarded: true,
        protected: params.flag("protect_content"),
        silent: params.flag("disable_notification"),
        ..NewMessage::default()
    };
    let id = world.post(chat, draft);
    Ok(world.message_json(chat, id))
}
