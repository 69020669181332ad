//! What a refused call means for its row. Told by the beginning of Telegram's text, since teloxide's `ApiError`
//! lacks half of these and drops the code; the texts are Telegram's own and have been stable for years.

use std::time::Duration;

use super::call::CallError;
use crate::ids::ChatId;

/// What is to be done about a call that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// Too many calls: this chat waits so long.
    Flood(Duration),
    /// Nothing happened; again later.
    Later,
    /// It may have taken effect.
    Ambiguous,
    /// The group has another id now.
    Moved(ChatId),
    /// The chat is gone for us: kicked, deleted, blocked, never opened.
    Gone,
    /// We are there and may not write.
    NoRights,
    /// The topic is closed or deleted.
    TopicGone,
    /// It is as it should be already, or nobody waits for it any more.
    AlreadyDone,
    /// What was to be copied is not there any more.
    CopyGone,
    /// It will never succeed as it stands.
    Permanent,
    /// Refused in words that are not known: it may pass, so it is tried once more.
    Unheard,
    /// The token is not valid.
    Unauthorized,
    /// A webhook is set: polling is refused until it is removed.
    Webhook,
    /// Another process polls with the same token.
    Conflict,
}

impl Failure {
    /// Its kind, for the figures.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Flood(_) => "flood",
            Self::Later => "later",
            Self::Ambiguous => "in_doubt",
            Self::Moved(_) => "moved",
            Self::Gone => "gone",
            Self::NoRights => "no_rights",
            Self::TopicGone => "topic_gone",
            Self::AlreadyDone => "already_done",
            Self::CopyGone => "copy_gone",
            Self::Permanent => "refused",
            Self::Unheard => "unknown_refusal",
            Self::Unauthorized => "token_refused",
            Self::Webhook => "webhook_set",
            Self::Conflict => "another_polls",
        }
    }
}

/// Beginnings of Telegram's descriptions and what they mean, the more particular first.
const BY_TEXT: &[(&str, Failure)] = &[
    ("Forbidden: bot is not a member", Failure::Gone),
    ("Forbidden: bot was kicked", Failure::Gone),
    ("Forbidden: bot was blocked by the user", Failure::Gone),
    ("Forbidden: bot can't initiate conversation", Failure::Gone),
    ("Forbidden: bot can't send messages to bots", Failure::Gone),
    ("Forbidden: user is deactivated", Failure::Gone),
    ("Forbidden: the group chat was deleted", Failure::Gone),
    ("Forbidden", Failure::Gone),
    ("Bad Request: chat not found", Failure::Gone),
    ("Bad Request: the group chat was deleted", Failure::Gone),
    ("Bad Request: group is deactivated", Failure::Gone),
    ("Bad Request: group chat was deactivated", Failure::Gone),
    ("Bad Request: user not found", Failure::Gone),
    ("Bad Request: PEER_ID_INVALID", Failure::Gone),
    ("Bad Request: CHANNEL_PRIVATE", Failure::Gone),
    ("Bad Request: not enough rights", Failure::NoRights),
    ("Bad Request: have no rights", Failure::NoRights),
    ("Bad Request: need administrator rights", Failure::NoRights),
    ("Bad Request: CHAT_WRITE_FORBIDDEN", Failure::NoRights),
    ("Bad Request: CHAT_RESTRICTED", Failure::NoRights),
    ("Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", Failure::NoRights),
    ("Bad Request: TOPIC_CLOSED", Failure::TopicGone),
    ("Bad Request: TOPIC_DELETED", Failure::TopicGone),
    ("Bad Request: message thread not found", Failure::TopicGone),
    ("Bad Request: message is not modified", Failure::AlreadyDone),
    ("Bad Request: query is too old", Failure::AlreadyDone),
    ("Bad Request: QUERY_ID_INVALID", Failure::AlreadyDone),
    ("Bad Request: message to edit not found", Failure::AlreadyDone),
    ("Bad Request: message to delete not found", Failure::AlreadyDone),
    ("Bad Request: MESSAGE_ID_INVALID", Failure::AlreadyDone),
    ("Bad Request: message can't be edited", Failure::AlreadyDone),
    ("Bad Request: message can't be deleted", Failure::AlreadyDone),
    ("Bad Request: message is too long", Failure::Permanent),
    ("Bad Request: message text is empty", Failure::Permanent),
    ("Bad Request: text must be non-empty", Failure::Permanent),
    ("Bad Request: can't parse entities", Failure::Permanent),
    ("Bad Request: can't parse", Failure::Permanent),
    ("Bad Request: BUTTON_", Failure::Permanent),
    ("Bad Request: URL_INVALID", Failure::Permanent),
    ("Bad Request: there are no messages to copy", Failure::CopyGone),
    ("Bad Request: message to copy not found", Failure::CopyGone),
    ("Bad Request: failed to send message", Failure::Permanent),
];

/// Decides what a failed call means.
#[must_use]
pub fn classify(error: &CallError) -> Failure {
    match error {
        CallError::Refused { migrate_to: Some(id), .. } => Failure::Moved(ChatId(*id)),
        CallError::Refused { code: 429, retry_after, .. }
        | CallError::Refused { retry_after: retry_after @ Some(_), .. } => {
            Failure::Flood(Duration::from_secs(u64::from(retry_after.unwrap_or(1).max(1))))
        }
        CallError::Refused { code: 401, .. } => Failure::Unauthorized,
        CallError::Refused { code: 409, description, .. } if description.contains("webhook") => Failure::Webhook,
        CallError::Refused { code: 409, .. } => Failure::Conflict,
        // 404 comes from a server in between that is set wrongly; a wrong token is noticed at the start.
        CallError::Refused { code: 404 | 500.., .. } | CallError::Server(_) | CallError::NotSent => Failure::Later,
        CallError::Refused { description, .. } => BY_TEXT
            .iter()
            .find(|(beginning, _)| begins(description, beginning))
            .map_or(Failure::Unheard, |(_, failure)| *failure),
        CallError::Broken | CallError::Unreadable => Failure::Ambiguous,
    }
}

/// Telegram does not always use the same capitals.
fn begins(text: &str, beginning: &str) -> bool {
    text.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> CallError {
        CallError::Refused { code, description: description.into(), retry_after: None, migrate_to: None }
    }

    #[test]
    fn each_text_of_telegram_has_its_meaning() {
        for (code, text, meaning) in [
            (403, "Forbidden: bot was kicked from the group chat", Failure::Gone),
            (403, "Forbidden: bot was kicked from the supergroup chat", Failure::Gone),
            (403, "Forbidden: bot is not a member of the supergroup chat", Failure::Gone),
            (403, "Forbidden: bot was blocked by the user", Failure::Gone),
            (403, "Forbidden: bot can't initiate conversation with a user", Failure::Gone),
            (403, "Forbidden: user is deactivated", Failure::Gone),
            (403, "Forbidden: the group chat was deleted", Failure::Gone),
            (400, "Bad Request: chat not found", Failure::Gone),
            (400, "Bad Request: the group chat was deleted", Failure::Gone),
            (400, "Bad Request: not enough rights to send text messages to the chat", Failure::NoRights),
            (400, "Bad Request: have no rights to send a message", Failure::NoRights),
            (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Failure::NoRights),
            (400, "Bad Request: TOPIC_CLOSED", Failure::TopicGone),
            (400, "Bad Request: message thread not found", Failure::TopicGone),
            (400, "Bad Request: message is not modified: specified new message content", Failure::AlreadyDone),
            (400, "Bad Request: query is too old and response timeout expired", Failure::AlreadyDone),
            (400, "Bad Request: message to edit not found", Failure::AlreadyDone),
            (400, "Bad Request: message is too long", Failure::Permanent),
            (400, "Bad Request: can't parse entities: unclosed tag", Failure::Permanent),
            (401, "Unauthorized", Failure::Unauthorized),
            (404, "Not Found", Failure::Later),
            (409, "Conflict: can't use getUpdates method while webhook is active", Failure::Webhook),
            (409, "Conflict: terminated by other getUpdates request", Failure::Conflict),
            (500, "Internal Server Error", Failure::Later),
            (429, "Too Many Requests: retry after 1", Failure::Flood(Duration::from_secs(1))),
        ] {
            assert_eq!(classify(&refused(code, text)), meaning, "{text}");
        }
    }

    #[test]
    fn parameters_and_broken_connections() {
        let moved =
            CallError::Refused { code: 400, description: String::new(), retry_after: None, migrate_to: Some(-7) };
        assert_eq!(classify(&moved), Failure::Moved(ChatId(-7)));
        let flood =
            CallError::Refused { code: 429, description: String::new(), retry_after: Some(9), migrate_to: None };
        assert_eq!(classify(&flood), Failure::Flood(Duration::from_secs(9)));
        assert_eq!(classify(&CallError::NotSent), Failure::Later);
        assert_eq!(classify(&CallError::Server(502)), Failure::Later);
        assert_eq!(classify(&CallError::Broken), Failure::Ambiguous);
    }
}
