//! An invitation to a talk behind a door. Each of the two is asked alone: in the group by buttons whose taps nobody else
//! sees, and in the private chat where the bot knows one. It begins when both said yes, whatever doors are open; else it
//! closes at its time, in the words of an invitation that nobody took.
//!
//! What must never be true here: that the group, or the other, can tell a no, a yes alone and no answer apart, by words or
//! by the moment.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Action, Button, Class, CornerAction, Couple, Cx, Message, Outgoing, Ring, Show, UserId, support};
use super::floor::By;
use super::machine::{Draw, Outcome, Scene, gone_by};
use super::{Stage, Talk, TalkSerial, TalkTap, Taps, Yes};
use crate::line;
use crate::prompts::{Gate, Library, Script, named};

/// An invitation that is answered in private, while it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The number of its first card: by this its questions in the private chats know it.
    pub number: TalkSerial,
    /// Who said yes. A no is kept nowhere.
    #[serde(default)]
    pub yes: Taps<Yes>,
}

named!(
    /// What one answers in private to such an invitation.
    Says {
        Yes = "yes",
        No = "no",
    }
);

/// What an answer meets. All of it can be seen by both at any time.
enum Standing {
    /// It counts.
    Open,
    /// It is too late in the evening for this talk.
    NotNow,
    /// The invitation is over.
    Over,
}

impl Says {
    fn tap(self) -> TalkTap {
        match self {
            Self::Yes => TalkTap::Now,
            Self::No => TalkTap::NotThisOne,
        }
    }
}

impl Asked {
    pub(super) fn new(number: TalkSerial) -> Self {
        Self { number, yes: Taps::default() }
    }
}

impl Talk {
    /// An answer in private. It is answered in the same words whatever it is, and whatever the other said.
    pub(super) fn asked_tap(mut self, mut asked: Asked, who: UserId, tap: TalkTap, scene: Scene<'_>) -> Outcome {
        match tap {
            TalkTap::Now => asked.yes.set(who, Yes),
            TalkTap::NotThisOne => asked.yes.unset(who),
            _ => return Outcome::same(self, gone_by()),
        }
        if asked.yes.both().is_some() {
            return Outcome { shown: noted_alone(), ..self.meet(Draw::Below, scene.now) };
        }
        self.stage = Stage::Asked(asked);
        Outcome::same(self, noted_alone())
    }

    /// Before there was a stage of its own for it, a talk behind a door was an invitation like any other.
    pub(super) fn asked_alone(mut self) -> Self {
        if self.stage == Stage::Invited && self.gate != Gate::Open {
            self.stage = Stage::Asked(Asked::new(self.serial));
        }
        self
    }
}

fn noted_alone() -> Show {
    Show::Passing(line::alert_talk_asked())
}

impl Couple {
    /// Asks each in their private chat, where the bot knows one.
    pub(super) fn ask_each_alone(&self, number: TalkSerial, cx: &mut Cx<'_>) {
        for user in self.people().into_iter().flatten().filter(|user| self.answers.reaches_one(*user)) {
            // What shows on a locked screen says nothing.
            let open = Action::Corner(CornerAction::Asked(self.chat, number));
            let message = Message::new([line::after_closed()]).row([Button::new(line::button_open(), open)]);
            let row = cx.message(Class::Reply, message, Ring::Silently);
            cx.push(Outgoing { chat: user.private_chat(), thread: None, ..row });
        }
    }

    /// The talk that is asked about under this number, if it stands.
    fn asked<'l>(
        &self,
        number: TalkSerial,
        library: &'l Library,
        now: DateTime<Utc>,
    ) -> (Standing, Option<&'l Script>) {
        let is_it = |talk: &&Talk| matches!(&talk.stage, Stage::Asked(asked) if asked.number == number);
        let talk = self.talks.now.as_ref().filter(is_it).filter(|talk| now < talk.until);
        match talk.and_then(|talk| library.script(&talk.script)) {
            None => (Standing::Over, None),
            Some(script) if self.is_barred(script, now) => (Standing::NotNow, Some(script)),
            Some(script) => (Standing::Open, Some(script)),
        }
    }

    /// The question in the private chat, once it is opened.
    pub(in super::super) fn asked_screen(&self, number: TalkSerial, library: &Library, now: DateTime<Utc>) -> Message {
        let (_, Some(script)) = self.asked(number, library, now) else {
            return Message::new([line::talk_asked_over()]);
        };
        let says = |label, says| Button::new(label, Action::Corner(CornerAction::Says(self.chat, number, says)));
        let question = line::TalkAsked {
            line: script.line.as_str(),
            minutes: script.minutes.cast_signed(),
            title: script.title.as_str(),
        };
        let caution = script.caution.as_deref();
        Message::new(std::iter::once(question.phrase()).chain(caution.map(line::talk_caution)))
            .row([says(line::button_talk_yes(), Says::Yes), says(line::button_not_this(), Says::No)])
            .row([support::button()])
    }

    /// What an answer in the private chat is answered.
    pub(in super::super) fn asked_answer(
        &self,
        number: TalkSerial,
        says: Says,
        library: &Library,
        now: DateTime<Utc>,
    ) -> Show {
        match (self.asked(number, library, now).0, says) {
            (Standing::Over, _) => Show::Box(line::alert_talk_gone_by()),
            (Standing::NotNow, Says::Yes) => Show::Box(line::alert_listen_not_now()),
            _ => noted_alone(),
        }
    }

    /// One of the two answered in the private chat.
    pub(in super::super) fn says_alone(&mut self, user: UserId, number: TalkSerial, says: Says, cx: &mut Cx<'_>) {
        let counts = match self.asked(number, cx.library, cx.now).0 {
            Standing::Open => true,
            Standing::NotNow => says == Says::No,
            Standing::Over => false,
        };
        if counts && let Some(talk) = self.talks.now.take() {
            self.talk_event(talk, cx, By::Person, |talk, scene| talk.tapped(user, says.tap(), scene));
        }
    }

    /// Whether this tap would begin a talk behind a door at an hour that is not for it: said to anyone alike.
    pub(super) fn is_too_late_for(&self, talk: &Talk, tap: TalkTap, cx: &Cx<'_>) -> bool {
        let asked = matches!(talk.stage, Stage::Asked(_) | Stage::Invited) && tap == TalkTap::Now;
        asked && cx.library.script(&talk.script).is_some_and(|script| self.is_barred(script, cx.now))
    }

    /// Who shuts a door takes back what they said yes to behind it. A talk that has begun goes on.
    pub(in super::super) fn takes_back_yes(&mut self, user: UserId, gate: Gate) {
        if let Some(talk) = &mut self.talks.now
            && talk.gate == gate
            && let Stage::Asked(asked) = &mut talk.stage
        {
            asked.yes.unset(user);
        }
    }
}
