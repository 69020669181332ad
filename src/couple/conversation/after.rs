//! The day after: each is asked, in private, how it left them. What they tap is answered and not kept.

use crate::couple::CornerAction;
use crate::couple::line_for;
use crate::line;
use crate::prompts::Named;
use crate::prompts::named;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Action, Button, ChatId, Class, Couple, Cx, Message, Outgoing, Ring, TOO_LATE, UserId, support};

/// A lighter week (method 4.7).
const LIGHTER: TimeDelta = TimeDelta::days(7);

named!(
    /// How a conversation left one of the two.
    Feeling {
        Closer = "closer",
        Fine = "fine",
        Tender = "tender",
        NotGood = "not-good",
        Skip = "skip",
    }
);

impl Couple {
    /// The morning after. Too late is worse than not at all.
    pub(in super::super) fn aftercare_due(&mut self, due: DateTime<Utc>, cx: &mut Cx<'_>) {
        self.talks.aftercare = None;
        for user in self.people().filter(|_| cx.now - due < TOO_LATE).into_iter().flatten() {
            cx.push(self.aftercare(user, cx));
        }
    }

    fn aftercare(&self, user: UserId, cx: &Cx<'_>) -> Outgoing {
        // What shows on a locked screen says nothing (method 2.1).
        let message = Message::new([line::after_closed()])
            .row([Button::new(line::button_open(), Action::Corner(CornerAction::After(self.chat)))]);
        Outgoing { chat: user.private_chat(), thread: None, ..cx.message(Class::Daily, message, Ring::Silently) }
    }

    /// One of the two would like a lighter week. Nobody is told; light cards are common anyway, and the talks that are
    /// offered stay the same.
    pub(in super::super) fn lighter(&mut self, now: DateTime<Utc>) {
        self.talks.lighter = Some(now + LIGHTER);
    }
}

/// The question, once it is opened.
pub(in super::super) fn question(chat: ChatId) -> Message {
    let feelings = Feeling::ALL.iter().copied().map(|feeling| Button::Act {
        label: line_for::feeling_button(feeling),
        action: Action::Corner(CornerAction::Felt(chat, feeling)),
    });
    Message::new([line::after_question()]).grid(2, feelings)
}

/// What is said to an answer.
pub(in super::super) fn answer(chat: ChatId, feeling: Feeling) -> Message {
    let message = Message::new([line_for::feeling_answer(feeling)]);
    match feeling {
        Feeling::NotGood => message
            .row([Button::new(line::button_lighter(), Action::Corner(CornerAction::Lighter(chat)))])
            .row([support::button()]),
        _ => message,
    }
}
