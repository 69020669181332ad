//! What one person alone sees in a group, as the answer to a tap of theirs (Bot API 10.3 and later).
//!
//! A server that does not know such messages passes over the field that makes them so, and would show them to everybody.
//! So the server is asked once, before the first, by a call that does nothing.

use std::sync::Arc;

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::{Value, json};
use teloxide::Bot;
use teloxide::types::InlineKeyboardMarkup;
use tokio::sync::OnceCell;

use super::call::{Body, CallError, call_raw, read_answer};
use crate::couple::{QueryId, Spot};
use crate::ids::{ChatId, ThreadId, UserId};

/// A message that only one person in the group sees. Worth sending within fifteen seconds of their tap.
#[derive(Clone, Debug, PartialEq)]
pub struct ForOne {
    pub chat: ChatId,
    pub thread: Option<ThreadId>,
    /// In Telegram's HTML.
    pub text: String,
    pub buttons: InlineKeyboardMarkup,
    pub to: UserId,
    /// The tap that it answers.
    pub query: QueryId,
    pub spot: Spot,
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
    /// Sends a message for one person, or changes it. An error where the server does not know such messages, or refuses
    /// this one.
    pub async fn send(&self, bot: &Bot, message: &ForOne) -> Result<(), CallError> {
        let asked = self.0.get_or_try_init(|| ask(bot, message)).await?;
        if *asked == Answer::DoesNot {
            return Err(CallError::Unreadable);
        }
        match message.spot {
            Spot::InPlace(id) => {
                let edit = json!({
                    "chat_id": message.chat, "receiver_user_id": message.to, "ephemeral_message_id": id,
                    "text": message.text, "parse_mode": "HTML", "reply_markup": message.buttons,
                });
                post::<IgnoredAny>(bot, "editEphemeralMessageText", &edit).await.map(|_| ())
            }
            Spot::New => self.send_new(bot, message).await,
        }
    }

    async fn send_new(&self, bot: &Bot, message: &ForOne) -> Result<(), CallError> {
        #[derive(Deserialize)]
        struct Sent {
            message_id: i32,
            ephemeral_message_id: Option<i32>,
        }
        let mut new = json!({
            "chat_id": message.chat, "text": message.text, "parse_mode": "HTML", "reply_markup": message.buttons,
            "ephemeral_message_parameters": {"receiver_user_id": message.to, "callback_query_id": message.query},
        });
        if let Some(thread) = message.thread {
            new["message_thread_id"] = json!(thread);
        }
        let sent: Sent = post(bot, "sendMessage", &new).await?;
        if sent.ephemeral_message_id.is_some() {
            return Ok(());
        }
        // A server between the two versions: it showed the question, which stands in the group already, to everybody.
        let delete = json!({"chat_id": message.chat, "message_id": sent.message_id});
        post::<IgnoredAny>(bot, "deleteMessage", &delete).await?;
        Err(CallError::Unreadable)
    }
}

/// Asks the server to remove a message for one person that never was. It says that there is none; one that does not know
/// the method says that (404). Anything else is no answer.
async fn ask(bot: &Bot, message: &ForOne) -> Result<Answer, CallError> {
    let remove = json!({"chat_id": message.chat, "receiver_user_id": message.to, "ephemeral_message_id": i32::MAX});
    match post::<IgnoredAny>(bot, "deleteEphemeralMessage", &remove).await {
        Ok(_) | Err(CallError::Refused { code: 400, .. }) => Ok(Answer::Knows),
        Err(CallError::Refused { code: 404, .. }) => Ok(Answer::DoesNot),
        Err(error) => Err(error),
    }
}

async fn post<T: DeserializeOwned>(bot: &Bot, method: &str, payload: &Value) -> Result<T, CallError> {
    let body = serde_json::to_vec(payload).map_err(|_| CallError::Unreadable)?;
    let body = call_raw(bot, method, Body::Json(body), None).await?;
    read_answer(&body)
}
