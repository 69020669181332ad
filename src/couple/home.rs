//! The first screen of the private corner, from which everything there is one tap away.

use crate::couple::said_time;
use crate::couple::{AboutAction, CornerAction};
use crate::line;

use chrono::{DateTime, Utc};

use super::{Action, Button, Corner, Message, leaving, support};

impl Corner {
    /// Where this person is, and what there is.
    pub(super) fn home(&self, now: DateTime<Utc>) -> Message {
        if self.couples.is_empty() {
            let hello = Message::new([line::corner_hello(), line::greeting_privacy(), line::corner_how()]);
            return self.with_ways(hello.row([invite()]));
        }
        let open = Message::new([line::corner_open()]);
        self.with_ways(match leaving::undoable(&self.couples, now) {
            Some(chat) => {
                let undo = Action::Corner(CornerAction::NotUs(chat));
                let body = open.body.into_iter().chain([line::corner_young()]);
                Message::new(body).row([Button::new(line::button_not_us(), undo)])
            }
            None => open,
        })
    }

    /// `/help`.
    pub(super) fn help(&self) -> Message {
        self.with_ways(Message::new([line::corner_help()]).row([invite()]))
    }

    /// The ways on from here, *Support* always last.
    fn with_ways(&self, message: Message) -> Message {
        let own = |label, action| Button::new(label, Action::Corner(action));
        message
            .row([own(line::button_doors(), CornerAction::Doors), own(line::button_topics(), CornerAction::Topics)])
            .row([
                own(line::button_mydata(), CornerAction::MyData),
                Button::new(line::button_about(), Action::About(AboutAction::Open)),
            ])
            .row((!self.couples.is_empty()).then(|| own(line::button_leave(), CornerAction::AskLeave)))
            .row([support::button()])
    }

    /// *Leave quietly*: one question, then what `/leave` does here.
    pub(super) fn ask_leave(&self) -> Message {
        let mut couples = self.couples.keys();
        let message = match (couples.next(), couples.next()) {
            (None, _) => Message::new([line::nothing_to_leave()]),
            (Some(chat), None) => {
                let leave = Action::Corner(CornerAction::Leave(*chat));
                Message::new([line::leave_ask()]).row([Button::new(line::button_leave_now(), leave)])
            }
            _ => self.leave_which(),
        };
        message.row([back()])
    }

    /// The groups of this person, each to be left by a tap.
    pub(super) fn leave_which(&self) -> Message {
        Message::new([line::corner_leave_which()]).grid(
            1,
            self.couples.iter().map(|(chat, since)| Button::Act {
                label: line::button_since(said_time::since(since.date_naive())),
                action: Action::Corner(CornerAction::Leave(*chat)),
            }),
        )
    }
}

fn invite() -> Button {
    Button::Invite { label: line::button_invite() }
}

/// The way back to it.
pub(super) fn back() -> Button {
    Button::new(line::button_back(), Action::Corner(CornerAction::Home))
}
