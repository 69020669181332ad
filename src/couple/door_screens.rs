//! What one reads about the doors, in private. No screen shows by itself how a door stands: that is said in passing, to
//! the one who taps, and the same two buttons stand there either way.

use super::support;
use super::{Action, Button, ChatId, Corner, CornerAction, Couple, Door, Message, Show, UserId, home, line_for};
use crate::couple::said_time;
use crate::line;
use crate::prompts::{Gate, Named};

impl Corner {
    /// The doors of a couple; of several, first which couple.
    pub(super) fn doors(&self) -> Message {
        let mut couples = self.couples.keys();
        match (couples.next(), couples.next()) {
            (None, _) => with_ways(Message::new([line::corner_doors(), line::corner_doors_none()])),
            (Some(chat), None) => doors_of(*chat),
            _ => with_ways(Message::new([line::corner_doors(), line::corner_doors_which()]).grid(
                1,
                self.couples.iter().map(|(chat, since)| Button::Act {
                    label: line::button_since(said_time::since(since.date_naive())),
                    action: Action::Corner(CornerAction::DoorsOf(*chat)),
                }),
            )),
        }
    }
}

/// The doors of this couple, each as a button that looks the same however it stands.
pub(super) fn doors_of(chat: ChatId) -> Message {
    let doors = Gate::ALL.iter().filter_map(|gate| {
        Some(Button::new(line_for::door_button(*gate)?, Action::Corner(CornerAction::Door(chat, *gate))))
    });
    with_ways(Message::new([line::corner_doors(), line::corner_doors_each()]).grid(2, doors))
}

fn with_ways(message: Message) -> Message {
    message
        .row([Button::new(line::button_topics(), Action::Corner(CornerAction::Topics)), home::back()])
        .row([support::button()])
}

/// One door: what lies behind it, and both ways to leave it.
pub(super) fn door(chat: ChatId, gate: Gate) -> Option<Message> {
    let own = |label, action| Button::new(label, Action::Corner(action));
    let row = [
        own(line::button_door_open(), CornerAction::Unlock(chat, gate)),
        own(line::button_door_shut(), CornerAction::Lock(chat, gate)),
    ];
    let message = Message::new([line_for::door(gate)?]).row(row).row([back(chat)]);
    Some(message.row([support::button()]))
}

/// What is to be read before the door to closeness opens.
pub(super) fn consent(chat: ChatId) -> Message {
    let agree = Button::new(line::button_agree(), Action::Corner(CornerAction::Agree(chat)));
    Message::new([line::corner_consent()]).row([agree]).row([back(chat)]).row([support::button()])
}

fn back(chat: ChatId) -> Button {
    Button::new(line::button_back(), Action::Corner(CornerAction::DoorsOf(chat)))
}

/// How a door of this couple stands on one's own side.
pub(super) fn stands(user: UserId, couple: &Couple, gate: Gate) -> Show {
    Show::Passing(match couple.doors.side_of(user, gate) {
        Door::Open => line::alert_door_open(),
        Door::Closed => line::alert_door_shut(),
    })
}
