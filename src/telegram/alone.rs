//! What one person alone sees in a group, as the answer to a tap of theirs (Bot API 10.2 and later).
//!
//! A server that does not know such messages passes over the field that makes them so, and would show them to everybody.
//! So the server is asked once, before the first, by a call that does nothing.

use std::sync::Arc;

use serde::Serialize;
use serde::de::IgnoredAny;
use serde_json::json;
use teloxide::Bot;
use teloxide::types::InlineKeyboardMarkup;
use tokio::sync::OnceCell;

use super::call::{Body, CallError, call_raw, read_answer};
use crate::couple::Spot;
use crate::ids::{ChatId, ThreadId, UserId};

/// A message that only one person in the group sees. Worth sending within fifteen seconds of their tap.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ForOne {
    pub chat_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_thread_id: Option<i32>,
    /// In Telegram's HTML.
    pub text: String,
    pub parse_mode: &'static str,
    pub reply_markup: InlineKeyboardMarkup,
    pub ephemeral_message_parameters: Parameters,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameters {
    receiver_user_id: u64,
    callback_query_id: String,
    replace_callback_query_message: bool,
}

impl ForOne {
    /// `query` is the tap that it answers.
    #[must_use]
    pub fn new(
        (chat, thread): (ChatId, Option<ThreadId>),
        text: String,
        buttons: InlineKeyboardMarkup,
        (to, query): (UserId, &str),
        spot: Spot,
    ) -> Self {
        let ephemeral_message_parameters = Parameters {
            receiver_user_id: to.0,
            callback_query_id: query.to_owned(),
            replace_callback_query_message: spot == Spot::InPlace,
        };
        Self {
            chat_id: chat.0,
            message_thread_id: thread.map(|thread| thread.0),
            text,
            parse_mode: "HTML",
            reply_markup: buttons,
            ephemeral_message_parameters,
        }
    }
}

/// Whether the server knows messages for one person; asked when it is first wanted.
#[derive(Clone, Debug, Default)]
pub struct Known(Arc<OnceCell<Answer>>);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Knows,
    DoesNot,
}

impl Known {
    /// Sends a message for one person. An error where the server does not know such messages, or refuses this one.
    pub async fn send(&self, bot: &Bot, message: &ForOne) -> Result<(), CallError> {
        let asked = self.0.get_or_try_init(|| ask(bot, message)).await?;
        if *asked == Answer::DoesNot {
            return Err(CallError::Unreadable);
        }
        post(bot, "sendMessage", message).await
    }
}

/// Asks the server to remove a message for one person that never was. It says that there is none; one that does not know
/// the method says that.
async fn ask(bot: &Bot, message: &ForOne) -> Result<Answer, CallError> {
    let remove = json!({
        "chat_id": message.chat_id,
        "receiver_user_id": message.ephemeral_message_parameters.receiver_user_id,
        "ephemeral_message_id": i32::MAX,
    });
    match post(bot, "deleteEphemeralMessage", &remove).await {
        Ok(()) | Err(CallError::Refused { code: 400, .. }) => Ok(Answer::Knows),
        Err(CallError::Refused { .. }) => Ok(Answer::DoesNot),
        Err(error) => Err(error),
    }
}

async fn post(bot: &Bot, method: &str, payload: &impl Serialize) -> Result<(), CallError> {
    let body = serde_json::to_vec(payload).map_err(|_| CallError::Unreadable)?;
    let body = call_raw(bot, method, Body::Json(body), None).await?;
    read_answer::<IgnoredAny>(&body).map(|_| ())
}
