//! How a part of a text looks, as the Bot API's `MessageEntity` tells it.

use serde_json::{Value, json};

use crate::html::{Look, StyledPart};

pub fn entity(part: &StyledPart) -> Value {
    let (kind, more) = match &part.look {
        Look::Bold => ("bold", None),
        Look::Italic => ("italic", None),
        Look::Strikethrough => ("strikethrough", None),
        Look::Underline => ("underline", None),
        Look::Spoiler => ("spoiler", None),
        Look::Code => ("code", None),
        Look::Pre(language) => ("pre", language.as_ref().map(|language| ("language", json!(language)))),
        Look::Blockquote => ("blockquote", None),
        Look::ExpandableBlockquote => ("expandable_blockquote", None),
        Look::CustomEmoji(id) => ("custom_emoji", Some(("custom_emoji_id", json!(id)))),
        Look::Link(url) => ("text_link", Some(("url", json!(url)))),
        Look::Mention(id) => ("text_mention", Some(("user", json!({"id": id, "is_bot": false, "first_name": ""})))),
    };
    let mut entity = json!({"type": kind, "offset": part.offset, "length": part.length});
    if let Some((key, value)) = more {
        entity[key] = value;
    }
    entity
}
