//! One row's call to Telegram: who would read it, and what came of it.

use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::Bot;
use teloxide::payloads::GetChatMemberCount;
use teloxide::types::ChatId as TelegramChat;

use super::call::{CallError, call, call_raw, read_answer};
use super::rendering::Request;
use crate::couple::{Eyes, Outgoing};
use crate::ids::MessageId;

/// The two, and this bot. Another bot counts as someone who reads along: it does.
pub(super) const TWO_AND_US: u32 = 3;

/// What became of a row that Telegram did not refuse.
pub(super) enum Sent {
    /// It stands in the chat; what is new there, under these ids.
    Stands(Vec<MessageId>),
    /// Nothing of it could be copied.
    Missing,
    /// It was for the two alone, and they are not.
    HeldBack,
    /// So many are in the group, this bot included.
    Counted(u32),
}

/// Who would read a row.
pub(super) enum Readers {
    AsMeant,
    /// More than the two for whom it is.
    Others,
}

/// Who would read a row: counted where it is for the two alone.
pub(super) async fn readers(bot: &Bot, row: &Outgoing) -> Result<Readers, CallError> {
    if row.eyes() == Eyes::Anyones || row.chat.0 > 0 {
        return Ok(Readers::AsMeant);
    }
    let members: u32 = call(bot, &GetChatMemberCount::new(TelegramChat(row.chat.0)), None).await?;
    Ok(if members > TWO_AND_US { Readers::Others } else { Readers::AsMeant })
}

/// Makes the call; of a message that comes back only its id is read.
pub(super) async fn send(bot: &Bot, request: &Request) -> Result<Sent, CallError> {
    #[derive(Deserialize)]
    struct OnlyId {
        message_id: i32,
    }
    let body = request.body().map_err(|_| CallError::Unreadable)?;
    let body = call_raw(bot, request.method(), body, None).await?;
    if let Request::Copy(copy) = request
        && let Err(CallError::Refused { description, .. }) = read_answer::<IgnoredAny>(&body)
        && copy.message_ids.len() > 1
        && description.to_lowercase().contains("failed to send message")
    {
        // Telegram says so where one of several was deleted, though the others stand there.
        return Ok(Sent::Stands(Vec::new()));
    }
    match request {
        Request::Send(_) | Request::SendFile(_) => {
            Ok(Sent::Stands(vec![MessageId(read_answer::<OnlyId>(&body)?.message_id)]))
        }
        Request::Edit(_) | Request::EditButtons(_) | Request::Answer(_) | Request::Delete(_) => {
            read_answer::<IgnoredAny>(&body).map(|_| Sent::Stands(Vec::new()))
        }
        Request::Copy(_) => {
            // What was deleted is left out; if nothing is left, there is no answer to show.
            let copies: Vec<MessageId> =
                read_answer::<Vec<OnlyId>>(&body)?.iter().map(|copy| MessageId(copy.message_id)).collect();
            Ok(if copies.is_empty() { Sent::Missing } else { Sent::Stands(copies) })
        }
        Request::Count(_) => read_answer(&body).map(Sent::Counted),
    }
}
