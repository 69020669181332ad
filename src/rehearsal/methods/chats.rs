//! Looking at chats, pinning, leaving.

use serde_json::{Map, Value, json};

use super::super::chat::{Chat, ChatKind, Membership};
use super::super::journal::Seen;
use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::world::{NewMessage, World};
use super::sending::known_chat;

pub fn get_chat(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params.chat())?;
    let mut json = world.chat_json(chat.id);
    json["accent_color_id"] = json!(0);
    json["max_reaction_count"] = json!(11);
    json["accepted_gift_types"] = json!({
        "unlimited_gifts": false, "limited_gifts": false, "unique_gifts": false, "premium_subscription": false,
        "gifts_from_channels": false,
    });
    if chat.is_group() {
        json["permissions"] = json!({"can_send_messages": true});
    }
    if let Some(pinned) = chat.pinned {
        json["pinned_message"] = world.message_json(chat.id, pinned);
    }
    Ok(json)
}

fn member_json(world: &World, chat: &Chat, account: i64) -> Value {
    let standing = chat.standing(account);
    let mut json = json!({"status": standing.name(), "user": world.user_json(account)});
    let rights = |json: &mut Value, names: &[&str], value: bool| {
        for name in names {
            json[*name] = json!(value);
        }
    };
    match standing {
        Membership::Creator => json["is_anonymous"] = json!(false),
        Membership::Administrator => {
            let names = [
                "can_be_edited",
                "is_anonymous",
                "can_manage_chat",
                "can_delete_messages",
                "can_manage_video_chats",
                "can_restrict_members",
                "can_promote_members",
                "can_change_info",
                "can_invite_users",
                "can_post_stories",
                "can_edit_stories",
                "can_delete_stories",
            ];
            rights(&mut json, &names, false);
            rights(&mut json, &["can_manage_chat", "can_delete_messages"], true);
        }
        Membership::Muted => {
            let names = [
                "can_send_messages",
                "can_send_audios",
                "can_send_documents",
                "can_send_photos",
                "can_send_videos",
                "can_send_video_notes",
                "can_send_voice_notes",
                "can_send_polls",
                "can_send_other_messages",
                "can_add_web_page_previews",
                "can_change_info",
                "can_invite_users",
                "can_pin_messages",
                "can_manage_topics",
            ];
            rights(&mut json, &names, false);
            json["is_member"] = json!(true);
            json["until_date"] = json!(0);
        }
        Membership::Kicked => json["until_date"] = json!(0),
        Membership::Member | Membership::Left => {}
    }
    json
}

impl World {
    /// The Bot API's `ChatMember`.
    pub fn member_json(&self, chat: i64, account: i64) -> Value {
        self.chats.get(&chat).map(|chat| member_json(self, chat, account)).unwrap_or_default()
    }
}

pub fn get_chat_member(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params.chat())?;
    let account = params.int("user_id").unwrap_or_default();
    if !world.accounts.contains_key(&account) {
        return Err(Refusal::bad_request("invalid user_id specified"));
    }
    Ok(member_json(world, chat, account))
}

pub fn get_chat_member_count(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params.chat())?;
    if chat.kind == ChatKind::Private {
        return Ok(json!(2));
    }
    Ok(json!(chat.members.values().filter(|standing| standing.is_inside()).count()))
}

pub fn get_chat_administrators(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params.chat())?;
    if !chat.is_group() {
        return Err(Refusal::bad_request("there are no administrators in the private chat"));
    }
    let rules = |standing: &Membership| matches!(standing, Membership::Creator | Membership::Administrator);
    let list = chat.members.iter().filter(|(_, standing)| rules(standing));
    Ok(list.map(|(account, _)| member_json(world, chat, *account)).collect())
}

pub fn leave_chat(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = known_chat(world, params.chat())?;
    if !chat.is_group() {
        return Err(Refusal::bad_request("chat member status can't be changed in private chats"));
    }
    let chat = chat.id;
    world.change_standing(chat, world.bot, Membership::Left, world.bot);
    let who = world.name(world.bot);
    world.note(chat, Seen::Service(format!("{who} leaves")));
    Ok(json!(true))
}

pub fn pin_chat_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let id = params.int("message_id").unwrap_or_default();
    let chat = may_pin(world, params)?;
    if let Some(chat) = world.chats.get_mut(&chat) {
        if !chat.messages.contains_key(&id) {
            return Err(Refusal::bad_request("message to pin not found"));
        }
        chat.pinned = Some(id);
    }
    let content = Map::from_iter([("pinned_message".to_owned(), world.message_json(chat, id))]);
    world.post(chat, NewMessage { from: world.bot, content, service: true, ..NewMessage::default() });
    let who = world.name(world.bot);
    world.note(chat, Seen::Service(format!("{who} pins a message")));
    Ok(json!(true))
}

pub fn unpin_chat_message(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let chat = may_pin(world, params)?;
    let id = params.int("message_id");
    if let Some(chat) = world.chats.get_mut(&chat) {
        if chat.pinned.is_none() || (id.is_some() && chat.pinned != id) {
            return Err(Refusal::bad_request("message to unpin not found"));
        }
        chat.pinned = None;
    }
    Ok(json!(true))
}

fn may_pin(world: &World, params: &Params) -> Result<i64, Refusal> {
    let chat = known_chat(world, params.chat())?;
    // In a basic group everybody may, as groups are set at first; elsewhere one must be an administrator.
    if chat.is_supergroup() && chat.standing(world.bot) != Membership::Administrator {
        return Err(Refusal::bad_request("not enough rights to manage pinned messages in the chat"));
    }
    Ok(chat.id)
}
