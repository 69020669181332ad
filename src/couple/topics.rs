//! Topics that one of the two would like to be left out. Each says so alone, in the private corner; what either leaves
//! out comes to neither, and nobody is told why a card does not come.

use crate::couple::CornerAction;
use crate::couple::line_for;
use crate::line;
use std::collections::BTreeSet;

use super::{Action, Button, Couple, Message, UserId, support};
use crate::prompts::Skip;

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
    let topics = Skip::TOPICS.into_iter().filter_map(|topic| {
        let name = line_for::topic(topic)?;
        Some(if left_out.contains(&topic) {
            Button::new(line::topic_left_out(name), Action::Corner(CornerAction::LetIn(topic)))
        } else {
            Button::new(line::topic_in(name), Action::Corner(CornerAction::LeaveOut(topic)))
        })
    });
    Message::new([line::corner_topics()])
        .grid(2, topics)
        .row([Button::new(line::button_back(), Action::Corner(CornerAction::Doors))])
        .row([support::button()])
}
