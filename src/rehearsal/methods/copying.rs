//! Copying and forwarding what somebody said.

use serde_json::{Value, json};

use super::super::chat::ChatMessage;
use super::super::markup;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::world::{NewMessage, World};
use super::sending::{known_chat, read_caption, read_place, writable_chat};

fn original(world: &World, params: &Params, verb: &str, done: &str) -> Result<ChatMessage, Refusal> {
    let from = known_chat(world, params.int("from_chat_id"))?;
    let id = params.int("message_id").ok_or_else(|| Refusal::bad_request("message identifier is not specified"))?;
    match from.messages.get(&id) {
        None => Err(Refusal::bad_request(format!("message to {verb} not found"))),
        Some(message) if message.service => Err(Refusal::bad_request(format!("message can't be {done}"))),
        Some(message) => Ok(message.clone()),
    }
}

pub fn copy_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let markup = markup::check(params.json("reply_markup"))?;
    writable_chat(world, params.chat())?;
    let mut message = original(world, params, "copy", "copied")?;
    if params.text("caption").is_some() && !message.content.contains_key("text") {
        message.content.remove("caption");
        message.content.remove("caption_entities");
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
        ..NewMessage::default()
    };
    Ok(json!({"message_id": world.post(chat, draft)}))
}

pub fn forward_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = writable_chat(world, params.chat())?.id;
    let message = original(world, params, "forward", "forwarded")?;
    let (thread, _) = read_place(known_chat(world, Some(chat))?, params)?;
    let mut content = message.content;
    let origin = json!({"type": "user", "sender_user": world.user_json(message.from), "date": message.date});
    content.insert("forward_origin".to_owned(), origin);
    let draft =
        NewMessage { from: world.bot, thread, content, html: message.html, forwarded: true, ..NewMessage::default() };
    let id = world.post(chat, draft);
    Ok(world.message_json(chat, id))
}
