//! When a conversation has to rest: nothing can be said, others could read along, its words are gone. And how it is
//! taken up again.

use crate::line;
use chrono::{DateTime, Utc};

use super::super::{Couple, Cx};
use super::floor::By;
use super::offer::is_allowed;
use super::{Pause, Place, Stage, Talk};
use crate::prompts::{Gate, Script};

/// Which conversations rest at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Shelter {
    BehindDoors,
    All,
}

/// Whether a command found a talk that it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum TakenUp {
    Talk,
    Nothing,
}

impl Couple {
    /// `/resume`, if there is something to take up.
    pub(in super::super) fn take_up_talk(&mut self, cx: &mut Cx<'_>) -> TakenUp {
        let parked = |talk: &mut Talk| matches!(talk.stage, Stage::Parked(_));
        let Some(talk) = self.talks.now.take_if(parked) else { return TakenUp::Nothing };
        if talk.gate != Gate::Open && !self.are_alone(cx.now) {
            // It would close; let it wait instead.
            self.talks.now = Some(talk);
            cx.line(line::talk_waits_for_two());
            return TakenUp::Talk;
        }
        self.talk_event(talk, cx, By::Person, Talk::take_up);
        TakenUp::Talk
    }

    /// Whether a talk waits to be taken up.
    pub(in super::super) fn has_parked_talk(&self) -> bool {
        self.talks.now.as_ref().is_some_and(|talk| matches!(talk.stage, Stage::Parked(_)))
    }

    /// It rests without a word: nothing can be said here now.
    pub(in super::super) fn park_talk_unseen(&mut self, now: DateTime<Utc>) {
        // What each was asked alone is taken back: it would be taken up again before both eyes.
        let talk = self.talks.now.take().filter(|talk| !matches!(talk.stage, Stage::Asked(_)));
        self.talks.now = talk.map(|talk| talk.park_unseen(now));
    }

    /// Someone else can read along, or one of the two cannot: what is behind a door rests at once.
    pub(in super::super) fn shelter_talk(&mut self, whom: Shelter, cx: &mut Cx<'_>) {
        let rests = |talk: &mut Talk| {
            (whom == Shelter::All || talk.gate != Gate::Open) && !matches!(talk.stage, Stage::Parked(_))
        };
        let Some(talk) = self.talks.now.take_if(rests).map(Talk::asked_alone) else { return };
        if let Some(card) = talk.card {
            cx.unbutton(card);
        }
        // A question that is not answered yet is taken back, as if it had not been asked.
        let taken_back = match talk.stage {
            Stage::Asked(_) => true,
            Stage::Invited => whom == Shelter::BehindDoors,
            _ => false,
        };
        if !taken_back {
            if whom == Shelter::BehindDoors {
                cx.in_thread(talk.thread, |cx| self.say_softly(line::talk_parked(), cx));
            }
            self.talks.now = Some(talk.park_unseen(cx.now));
        }
    }

    /// The group has another id: ids of messages mean nothing any more, and old buttons do nothing. What waits for the two
    /// stands there anew.
    pub(in super::super) fn talk_moves_along(&mut self, cx: &mut Cx<'_>) {
        self.forget_talk_messages();
        if !self.has_parked_talk() {
            self.talk_again(By::Time, cx);
        }
    }

    fn forget_talk_messages(&mut self) {
        if let Some(talk) = &mut self.talks.now {
            talk.card = None;
            if let Stage::Playing(play)
            | Stage::Paused(Pause { place: Place::Step(play), .. })
            | Stage::Returning(Place::Step(play), _)
            | Stage::Parked(Place::Step(play)) = &mut talk.stage
            {
                play.said = None;
            }
        }
    }

    /// Whether a conversation behind a door may not begin, or go on after a break, as things are now.
    pub(super) fn is_barred(&self, script: &Script, now: DateTime<Utc>) -> bool {
        script.gate != Gate::Open && !is_allowed(script, self.gates_of_talks(now), &self.settings, now)
    }

    /// The script, or its step, is not there any more: it is kept for a week, should it come back.
    pub(super) fn lose(&mut self, talk: Talk, cx: &mut Cx<'_>) {
        if let Some(card) = talk.card {
            cx.unbutton(card);
        }
        if !matches!(talk.stage, Stage::Parked(_)) {
            cx.line(line::talk_lost());
        }
        self.talks.now = Some(talk.park_unseen(cx.now));
    }
}
