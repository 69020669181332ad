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
    known: Mutex<HashMap<UserId, (Name, Instant)>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    Shown(String),
    /// There is nothing in it that could be seen.
    Blank,
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
    /// The first names of these people in this group; who cannot be found, or has no name to be seen, is left out.
    pub async fn of(&self, bot: &Bot, chat: ChatId, people: &[UserId]) -> HashMap<UserId, String> {
        let mut names = HashMap::new();
        for user in people {
            if names.contains_key(user) {
                continue;
            }
            let known = self.known(*user);
            if known.is_none() {
                let request = GetChatMember::new(TelegramChat(chat.0), TelegramUser(user.0));
                match call::<_, Member>(bot, &request, Some(PATIENCE)).await {
                    Ok(member) => self.learn([(*user, member.user.first_name)]),
                    Err(error) => tracing::debug!(chat = chat.0, user = user.0, %error, "a name is not to be had"),
                }
            }
            if let Some(Name::Shown(name)) = known.or_else(|| self.known(*user)) {
                names.insert(*user, name);
            }
        }
        names
    }

    fn known(&self, user: UserId) -> Option<Name> {
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
            let name = if name.chars().any(can_be_seen) { Name::Shown(name) } else { Name::Blank };
            known.insert(user, (name, Instant::now()));
        }
    }
}

/// Whether a character leaves anything on the screen: no blank, no control and none of those that Unicode has ignored
/// wherever they are not supported (`Default_Ignorable_Code_Point`: joiners, marks of direction, Hangul fillers,
/// variation selectors, tags), nor the empty pattern of Braille.
fn can_be_seen(c: char) -> bool {
    let ignored = matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}'
        | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}');
    !(ignored || c == '\u{2800}' || c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_a_sign_to_be_seen_is_none() {
        let names = Names::default();
        for unseen in
            ["", " ", "\u{a0}", "\u{200b}\u{200d}", "\u{2067}\u{2069}", "\u{3164}", "\u{2800} \u{fe0f}", "\n\t"]
        {
            names.learn([(UserId(1), unseen.to_owned())]);
            assert_eq!(names.known(UserId(1)), Some(Name::Blank), "{unseen:?}");
        }
        for seen in ["A", "\u{202e}Ana", "💛", "\u{200d}ی", "가", "-", "{listener}"] {
            names.learn([(UserId(1), seen.to_owned())]);
            assert_eq!(names.known(UserId(1)), Some(Name::Shown(seen.to_owned())));
        }
        assert_eq!(names.known(UserId(2)), None, "that one is still to be asked for");
    }
}
