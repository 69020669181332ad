//! Whom a host lets in: groups and people by their ids. With nothing written, everyone.

use std::collections::BTreeSet;

use tracing::info;

use crate::couple::{Event, Sender};
use crate::engine::News;
use crate::ids::{ChatId, UserId};

/// The groups that are served, and the people who are heard. An empty list lets all in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed {
    pub chats: BTreeSet<i64>,
    pub users: BTreeSet<u64>,
}

impl Allowed {
    /// Whether this is for us. What is not is passed over, and nothing is answered.
    #[must_use]
    pub fn admits(&self, news: &News) -> bool {
        match news {
            News::Couple(chat, event) => self.chat(*chat) && self.sender(event),
            News::Corner(user, _) => self.user(*user),
            News::Moved { from, to } => {
                if self.chat(*from) && !self.chat(*to) {
                    info!(from = from.0, to = to.0, "a group that is allowed has another id now: write it to `chats`");
                }
                self.chat(*from) || self.chat(*to)
            }
            News::Poison { .. } => true,
        }
    }

    fn chat(&self, chat: ChatId) -> bool {
        self.chats.is_empty() || self.chats.contains(&chat.0)
    }

    fn user(&self, user: UserId) -> bool {
        self.users.is_empty() || self.users.contains(&user.0)
    }

    fn sender(&self, event: &Event) -> bool {
        match event {
            Event::Command { from: Sender::Human(user), .. }
            | Event::Tap { from: Sender::Human(user), .. }
            | Event::Spoke { from: Sender::Human(user), .. } => self.user(*user),
            Event::Command { from: Sender::Nobody, .. }
            | Event::Tap { from: Sender::Nobody, .. }
            | Event::Spoke { from: Sender::Nobody, .. } => self.users.is_empty(),
            // Who came, who left, and what Telegram tells of the group.
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::couple::{Command, CornerEvent};

    fn said(chat: i64, from: Sender) -> News {
        News::Couple(ChatId(chat), Event::Command { from, thread: None, command: Command::Card })
    }

    #[test]
    fn nothing_written_lets_everyone_in() {
        let all = Allowed::default();
        assert!(all.admits(&said(-5, Sender::Human(UserId(9)))) && all.admits(&said(-5, Sender::Nobody)));
        assert!(all.admits(&News::Corner(UserId(9), CornerEvent::Unblocked)));
    }

    #[test]
    fn only_the_groups_and_the_people_that_are_written_are_heard() {
        let ours = Allowed { chats: [-1].into(), users: [1, 2].into() };
        assert!(ours.admits(&said(-1, Sender::Human(UserId(1)))));
        assert!(!ours.admits(&said(-2, Sender::Human(UserId(1)))), "another group");
        assert!(!ours.admits(&said(-1, Sender::Human(UserId(3)))), "another person");
        assert!(!ours.admits(&said(-1, Sender::Nobody)), "nobody in particular");
        assert!(ours.admits(&News::Couple(ChatId(-1), Event::Joined(vec![UserId(3)]))), "who can read along is told");
        assert!(ours.admits(&News::Corner(UserId(2), CornerEvent::Unblocked)));
        assert!(!ours.admits(&News::Corner(UserId(3), CornerEvent::Unblocked)));
        assert!(ours.admits(&News::Moved { from: ChatId(-1), to: ChatId(-1_001) }));
        assert!(!ours.admits(&News::Moved { from: ChatId(-7), to: ChatId(-1_001) }));
    }
}
