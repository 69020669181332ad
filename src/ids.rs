//! Identifiers that must not be mixed up, each its own type.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// A chat: a group (negative) or a person's private chat (that person's user id, positive).
    ChatId(i64)
);
id!(
    /// A person's account.
    UserId(u64)
);
id!(
    /// A message, unique within its chat only.
    MessageId(i32)
);
id!(
    /// A topic of a forum group, named by the id of the message that opened it.
    ThreadId(i32)
);
id!(
    /// An update, as numbered by Telegram. Restarts at random after an idle week: equality only, never order.
    UpdateId(u32)
);

impl UserId {
    /// The private chat with this person: Telegram gives it the same number.
    #[must_use]
    pub fn private_chat(self) -> ChatId {
        ChatId(i64::try_from(self.0).unwrap_or(i64::MAX))
    }
}
