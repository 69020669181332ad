//! Topics that one of the two would like to be left out. Each says so alone, in the private corner; what either leaves
//! out comes to neither, and nobody is told why a card does not come.

use std::collections::BTreeSet;

use super::{Action, Button, Couple, Message, Phrase, UserId};
use crate::prompts::{Named, Skip};

/// Whether a topic is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Wish {
    In,
    LeftOut,
}

impl Couple {
    pub(super) fn leaves_out(&mut self, user: UserId, topics: BTreeSet<Skip>) {
        if self.people().is_some_and(|people| people.contains(&user)) {
            self.left_out.insert(user, topics);
        }
    }

    /// What either of them leaves out.
    pub(super) fn topics_left_out(&self) -> Vec<Skip> {
        self.left_out.values().flatten().copied().collect()
    }
}

/// The screen on which one chooses, in private.
pub(super) fn screen(left_out: &BTreeSet<Skip>) -> Message {
    let topics = Skip::TOPICS.map(|topic| {
        let label = Phrase::new(format!("topic-{}", topic.name()));
        let (key, to) =
            if left_out.contains(&topic) { ("topic-left-out", Wish::In) } else { ("topic-in", Wish::LeftOut) };
        Button::Act { label: Phrase::new(key).with("topic", label), action: Action::Topic(topic, to) }
    });
    Message::new([Phrase::new("corner-topics")]).grid(2, topics).row([Button::new("button-back", Action::Doors)])
}
