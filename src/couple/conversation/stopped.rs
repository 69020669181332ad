//! A talk that was stopped, and taken up again within a few minutes by the one who stopped it.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Action, Button, Couple, Cx, Message, MessageId, Show, UserId};
use super::floor::By;
use super::{Stage, Talk, TalkAction, TalkSerial};
use crate::line;

/// So long a mistake can be undone.
const UNDONE_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// A talk as it was when it was stopped. It holds no word of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stopped {
    talk: Talk,
    /// Who stopped it: only that one can say that it was a mistake.
    by: UserId,
    /// Until then it is kept (UTC).
    pub(in super::super) until: DateTime<Utc>,
}

impl Stopped {
    pub(in super::super) fn talk(&self) -> &Talk {
        &self.talk
    }

    /// What was only asked for needs no way back.
    pub(super) fn new(talk: Talk, by: UserId, now: DateTime<Utc>) -> Option<Self> {
        let begun = !matches!(talk.stage, Stage::Invited | Stage::Asked(_));
        begun.then(|| Self { talk: talk.park_unseen(now), by, until: now + UNDONE_WITHIN })
    }

    /// The last word of a talk that was stopped, with the way back.
    pub(super) fn word(&self) -> Message {
        let undo = Action::Talk(TalkAction::Undo(self.talk.serial));
        Message::new([line::talk_stopped(), line::talk_stopped_undo()]).row([Button::new(line::button_undo(), undo)])
    }
}

impl Couple {
    /// It was a mistake: both are asked whether they go on, as after a break.
    pub(super) fn undo_stop(&mut self, user: UserId, serial: TalkSerial, message: MessageId, cx: &mut Cx<'_>) -> Show {
        let is_it = |stopped: &Stopped| stopped.talk.serial == serial && cx.now < stopped.until;
        let Some(stopped) = self.talks.stopped.clone().filter(is_it).filter(|_| self.talks.now.is_none()) else {
            cx.unbutton(message);
            return Show::Box(line::alert_talk_gone_by());
        };
        if stopped.by != user {
            return Show::Passing(line::alert_undo_not_yours());
        }
        self.talks.stopped = None;
        cx.edit(message, Message::new([line::talk_stop_undone()]));
        let talk = Talk { card: None, ..stopped.talk };
        self.talk_event(talk, cx, By::Person, Talk::take_up)
    }
}
