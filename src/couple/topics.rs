//! Topics that one of the two would like to be left out. Each says so alone, in the private corner; what either leaves
//! out comes to neither, and nobody is told why a card does not come.

use crate::couple::CornerAction;
use crate::couple::line_for;
use crate::line;
use std::collections::BTreeSet;

use super::{Action, Button, Couple, Message, Show, UserId, support};
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

/// The screen on which one chooses, in private. It looks the same whatever is left out.
pub(super) fn screen() -> Message {
    let topics = Skip::TOPICS.into_iter().filter_map(|topic| {
        Some(Button::new(line::topic_in(line_for::topic(topic)?), Action::Corner(CornerAction::Topic(topic))))
    });
    Message::new([line::corner_topics()])
        .grid(2, topics)
        .row([Button::new(line::button_back(), Action::Corner(CornerAction::Doors))])
        .row([support::button()])
}

/// One topic, and both ways to leave it; `None` for what nobody chooses.
pub(super) fn one(topic: Skip) -> Option<Message> {
    let own = |label, action| Button::new(label, Action::Corner(action));
    let row = [
        own(line::button_leave_out(), CornerAction::LeaveOut(topic)),
        own(line::button_let_in(), CornerAction::LetIn(topic)),
    ];
    let back = own(line::button_back(), CornerAction::Topics);
    Some(Message::new([line::corner_topic(line_for::topic(topic)?)]).row(row).row([back]).row([support::button()]))
}

/// How a topic stands, said in passing.
pub(super) fn stands(topic: Skip, left_out: &BTreeSet<Skip>) -> Option<Show> {
    let name = line_for::topic(topic)?;
    let is_out = left_out.contains(&topic);
    Some(Show::Passing(if is_out { line::alert_topic_out(name) } else { line::alert_topic_in(name) }))
}
