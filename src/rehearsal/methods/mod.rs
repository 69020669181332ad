//! The methods of the Bot API that are simulated, each a function from the call to its result.

mod answering;
mod chats;
mod copying;
mod editing;
mod ephemeral;
mod profile;
pub use profile::remember_allowed;
mod sending;

use serde_json::Value;

use super::faults::is_send;
use super::params::Params;
use super::refusal::Refusal;
use super::schema;
use super::world::World;

/// Carries out a call.
type Perform = fn(&mut World, &Params) -> Result<Value, Refusal>;

/// `getUpdates` waits, so the server does it by itself.
pub const GET_UPDATES: &str = "getUpdates";

const METHODS: &[(&str, Perform)] = &[
    ("sendMessage", sending::send_message),
    ("editMessageText", editing::edit_text),
    ("answerCallbackQuery", answering::answer_callback_query),
    ("editMessageReplyMarkup", editing::edit_reply_markup),
    ("editMessageCaption", editing::edit_caption),
    ("editEphemeralMessageText", ephemeral::edit_text),
    ("editEphemeralMessageReplyMarkup", ephemeral::edit_reply_markup),
    ("deleteEphemeralMessage", ephemeral::delete),
    ("deleteMessage", editing::delete_message),
    ("deleteMessages", editing::delete_messages),
    ("copyMessage", copying::copy_message),
    ("copyMessages", copying::copy_messages),
    ("forwardMessage", copying::forward_message),
    ("sendDocument", sending::send_document),
    ("sendPhoto", sending::send_photo),
    ("sendChatAction", sending::send_chat_action),
    ("setMessageReaction", answering::set_message_reaction),
    ("pinChatMessage", chats::pin_chat_message),
    ("unpinChatMessage", chats::unpin_chat_message),
    ("getChat", chats::get_chat),
    ("getChatMember", chats::get_chat_member),
    ("getChatMemberCount", chats::get_chat_member_count),
    ("getChatAdministrators", chats::get_chat_administrators),
    ("leaveChat", chats::leave_chat),
    ("getMe", profile::get_me),
    ("setWebhook", profile::set_webhook),
    ("deleteWebhook", profile::delete_webhook),
    ("getWebhookInfo", profile::get_webhook_info),
    ("setMyCommands", profile::set_my_commands),
    ("getMyCommands", profile::get_my_commands),
    ("deleteMyCommands", profile::delete_my_commands),
    ("setMyName", profile::set_my_name),
    ("getMyName", profile::get_my_name),
    ("setMyDescription", profile::set_my_description),
    ("getMyDescription", profile::get_my_description),
    ("setMyShortDescription", profile::set_my_short_description),
    ("getMyShortDescription", profile::get_my_short_description),
];

/// A method that was called, by Telegram's spelling.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    perform: Option<Perform>,
}

/// Finds a method whatever its case; none if Telegram has no such method.
pub fn find(name: &str) -> Option<Method> {
    if name.eq_ignore_ascii_case(GET_UPDATES) {
        return Some(Method { name: GET_UPDATES, perform: None });
    }
    match METHODS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) {
        Some((name, perform)) => Some(Method { name, perform: Some(*perform) }),
        None => schema::method_name(name).map(|name| Method { name, perform: None }),
    }
}

impl Method {
    /// Checks the call, counts it against the limits, and carries it out.
    pub fn call(self, world: &mut World, params: &Params) -> Result<Value, Refusal> {
        self.check(world, params)?;
        if is_send(self.name)
            && let Some(chat) = params.chat()
        {
            let now = world.now().timestamp_millis();
            let breaches = world.limits.count(chat, now, params.messages(), world.clock.is_running());
            world.violations.extend(breaches.into_iter().map(|breach| format!("limit: {breach}")));
        }
        let Some(perform) = self.perform else {
            world.violations.push(format!("{}: not simulated", self.name));
            return Err(Refusal::new(501, "Not Implemented: method is not simulated"));
        };
        perform(world, params)
    }

    /// Checks the call against the description of the Bot API.
    pub fn check(self, world: &mut World, params: &Params) -> Result<(), Refusal> {
        if !world.settings.checking {
            return Ok(());
        }
        let issues = if params.files.is_empty() {
            schema::check(self.name, &params.fields)
        } else {
            let mut fields = params.fields.clone();
            for name in params.files.keys() {
                // A part may be the field itself, or be named by one; both are right.
                fields.entry(name.clone()).or_insert(Value::String("attach://".to_owned()));
            }
            let attached = |issue: &schema::Issue| matches!(issue, schema::Issue::Unknown(name) if params.files.contains_key(name));
            schema::check(self.name, &fields).into_iter().filter(|issue| !attached(issue)).collect()
        };
        world.violations.extend(issues.iter().map(|issue| format!("{}: {}", self.name, issue.describe())));
        match issues.iter().find(|issue| issue.refuses()) {
            Some(issue) => Err(Refusal::bad_request(issue.refusal())),
            None => Ok(()),
        }
    }
}
