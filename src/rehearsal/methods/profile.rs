//! What the bot says about itself, and how it wants its updates.

// All methods have one signature, also those that are never refused.
#![allow(clippy::unnecessary_wraps)]

use serde_json::{Value, json};

use super::super::params::Params;
use super::super::refusal::Refusal;
use super::super::world::World;

pub fn get_me(world: &mut World, _: &Params) -> Result<Value, Refusal> {
    let mut me = world.user_json(world.bot);
    for (field, value) in [
        ("can_join_groups", true),
        ("can_read_all_group_messages", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
    ] {
        me[field] = json!(value);
    }
    Ok(me)
}

/// The place of a text in the profile: what it is, for whom, in which language.
fn place(noun: &str, params: &Params) -> String {
    let scope = params.json("scope").filter(|scope| scope["type"] != "default");
    let scope = scope.map(|scope| scope.to_string()).unwrap_or_default();
    format!("{noun}/{scope}/{}", params.text("language_code").unwrap_or_default())
}

fn set(world: &mut World, params: &Params, field: &str, limit: usize) -> Result<Value, Refusal> {
    let text = params.text(field).unwrap_or_default();
    if text.chars().count() > limit {
        return Err(Refusal::bad_request(format!("{field} is too long").to_lowercase()));
    }
    world.profile.insert(place(field, params), json!(text));
    Ok(json!(true))
}

fn get(world: &World, params: &Params, field: &str) -> Value {
    // A language without a text of its own shows the common one.
    let common = format!("{field}//");
    let found = world.profile.get(&place(field, params)).filter(|text| **text != "").or(world.profile.get(&common));
    json!({field: found.cloned().unwrap_or_else(|| json!(""))})
}

pub fn set_my_name(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    set(world, params, "name", 64)
}

pub fn get_my_name(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    Ok(get(world, params, "name"))
}

pub fn set_my_description(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    set(world, params, "description", 512)
}

pub fn get_my_description(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    Ok(get(world, params, "description"))
}

pub fn set_my_short_description(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    set(world, params, "short_description", 120)
}

pub fn get_my_short_description(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    Ok(get(world, params, "short_description"))
}

pub fn set_my_commands(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let commands = params.json("commands").and_then(|list| list.as_array().cloned()).unwrap_or_default();
    if commands.len() > 100 {
        return Err(Refusal::bad_request("BOT_COMMANDS_TOO_MUCH"));
    }
    for command in &commands {
        let text = |field: &str| command.get(field).and_then(Value::as_str).unwrap_or_default();
        let name = text("command").trim_start_matches('/');
        let right = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || name.len() > 32 || !name.chars().all(right) {
            return Err(Refusal::bad_request("BOT_COMMAND_INVALID"));
        }
        if text("description").is_empty() || text("description").chars().count() > 256 {
            return Err(Refusal::bad_request("BOT_COMMAND_DESCRIPTION_INVALID"));
        }
    }
    world.profile.insert(place("commands", params), Value::Array(commands));
    Ok(json!(true))
}

pub fn get_my_commands(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    Ok(world.profile.get(&place("commands", params)).cloned().unwrap_or_else(|| json!([])))
}

pub fn delete_my_commands(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    world.profile.remove(&place("commands", params));
    Ok(json!(true))
}

pub fn set_webhook(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    let url = params.text("url").unwrap_or_default();
    world.webhooks.set(url, params.text("secret_token"), params.int("max_connections"))?;
    remember_allowed(world, params);
    drop_pending(world, params);
    Ok(json!(true))
}

pub fn delete_webhook(world: &mut World, params: &Params) -> Result<Value, Refusal> {
    world.webhooks.remove();
    drop_pending(world, params);
    Ok(json!(true))
}

pub fn get_webhook_info(world: &mut World, _: &Params) -> Result<Value, Refusal> {
    Ok(world.webhooks.info(world.updates.pending()))
}

fn drop_pending(world: &mut World, params: &Params) {
    if params.flag("drop_pending_updates") {
        world.updates.drop_pending();
    }
}

/// Takes over `allowed_updates`, if given; otherwise the last setting stays.
pub fn remember_allowed(world: &mut World, params: &Params) {
    if let Some(kinds) = params.json("allowed_updates").and_then(|kinds| kinds.as_array().cloned()) {
        world.updates.allow(kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned)));
    }
}
