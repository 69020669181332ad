//! The day after: each is asked, in private, how it left them. What they tap is answered and not kept.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::{
    AboutPage, Action, Button, ChatId, Class, Couple, Effect, Message, Outgoing, Phrase, Ring, TOO_LATE, UserId,
};

/// A lighter week (method 4.7).
const LIGHTER: TimeDelta = TimeDelta::days(7);

/// How a conversation left one of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Feeling {
    Closer,
    Fine,
    Tender,
    NotGood,
    Skip,
}

impl Feeling {
    pub const ALL: [Self; 5] = [Self::Closer, Self::Fine, Self::Tender, Self::NotGood, Self::Skip];

    /// Its name in callback data and in the voice.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Closer => "closer",
            Self::Fine => "fine",
            Self::Tender => "tender",
            Self::NotGood => "not-good",
            Self::Skip => "skip",
        }
    }
}

impl Couple {
    /// The morning after. Too late is worse than not at all.
    pub(in super::super) fn aftercare_due(&mut self, due: DateTime<Utc>, now: DateTime<Utc>) -> Vec<Outgoing> {
        self.talks.aftercare = None;
        self.reschedule(now);
        let Some(people) = self.people().filter(|_| now - due < TOO_LATE) else { return Vec::new() };
        people.map(|user| self.aftercare(user, now)).to_vec()
    }

    fn aftercare(&self, user: UserId, now: DateTime<Utc>) -> Outgoing {
        // What shows on a locked screen says nothing (method 2.1).
        let message =
            Message::new([Phrase::new("after-closed")]).row([Button::new("button-open", Action::After(self.chat))]);
        let effect = Effect::Say { message, ring: Ring::Silently, reply_to: None };
        let (chat, expires) = (user.private_chat(), Some(now + TOO_LATE));
        Outgoing { chat, thread: None, class: Class::Daily, expires, tag: None, effect }
    }

    /// One of the two would like a lighter week. Nobody is told; light cards are common anyway.
    pub(in super::super) fn lighter(&mut self, now: DateTime<Utc>) {
        self.deck.light_until = self.deck.light_until.max(Some(now + LIGHTER));
        self.talks.lighter = Some(now + LIGHTER);
    }
}

/// The question, once it is opened.
pub(in super::super) fn question(chat: ChatId) -> Message {
    let feelings = Feeling::ALL.map(|feeling| Button::Act {
        label: Phrase::new(format!("button-felt-{}", feeling.name())),
        action: Action::Felt(chat, feeling),
    });
    Message::new([Phrase::new("after-question")]).grid(2, feelings)
}

/// What is said to an answer.
pub(in super::super) fn answer(chat: ChatId, feeling: Feeling) -> Message {
    let message = Message::new([Phrase::new(format!("felt-{}", feeling.name()))]);
    match feeling {
        Feeling::NotGood => message
            .row([Button::new("button-lighter", Action::Lighter(chat))])
            .row([Button::new("button-about-limits", Action::About(AboutPage::Limits))]),
        _ => message,
    }
}
