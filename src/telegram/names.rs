//! What people are called: learnt from what they do, or else asked of Telegram when a message is about to name someone
//! (which it promises to tell only to administrators). Remembered for a while in memory, and never stored. So no name stands in a record, an export or a log.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::Deserialize;
use teloxide::Bot;
use teloxide::payloads::GetChatMember;
use teloxide::types::{ChatId as TelegramChat, UserId as TelegramUser};

use super::call::call;
use crate::ids::{ChatId, UserId};

/// A name is asked for again after so long.
const REMEMBERED: Duration = Duration::from_hours(6);
/// Names held at once; beyond that all are forgotten and asked for again.
const MOST: usize = 20_000;
/// So long a message waits for a name; then it goes out without it.
const PATIENCE: Duration = Duration::from_secs(5);

/// Names, as far as they are known.
#[derive(Default)]
pub struct Names {
    known: Mutex<HashMap<UserId, (String, Instant)>>,
}

#[derive(Deserialize)]
struct Member {
    user: User,
}

#[derive(Deserialize)]
struct User {
    first_name: String,
}

impl Names {
    /// The first names of these people in this group; who cannot be found is left out.
    pub async fn of(&self, bot: &Bot, chat: ChatId, people: &[UserId]) -> HashMap<UserId, String> {
        let mut names = HashMap::new();
        for user in people {
            if names.contains_key(user) {
                continue;
            }
            if let Some(name) = self.known(*user) {
                names.insert(*user, name);
                continue;
            }
            let request = GetChatMember::new(TelegramChat(chat.0), TelegramUser(user.0));
            match call::<_, Member>(bot, &request, Some(PATIENCE)).await {
                Ok(member) => {
                    self.learn([(*user, member.user.first_name.clone())]);
                    names.insert(*user, member.user.first_name);
                }
                Err(error) => tracing::debug!(chat = chat.0, user = user.0, %error, "a name is not to be had"),
            }
        }
        names
    }

    fn known(&self, user: UserId) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&user).filter(|(_, since)| since.elapsed() < REMEMBERED).map(|(name, _)| name.clone())
    }

    /// People and what they are called now.
    pub fn learn(&self, people: impl IntoIterator<Item = (UserId, String)>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        for (user, name) in people {
            if known.len() >= MOST {
                known.clear();
            }
            known.insert(user, (name, Instant::now()));
        }
    }
}
