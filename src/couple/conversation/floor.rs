//! A couple and its conversation: who may, what is shown where, what is remembered of it.

use chrono::{DateTime, Days, TimeDelta, Utc};
use rand::Rng;

use super::super::{
    Class, Context, Couple, Effect, Effects, Message, MessageId, Outgoing, Phrase, Ring, Said, Show, Tag, ThreadId,
    TimerKind, UserId, rhythm,
};
use super::faces::Mirror;
use super::machine::{Draw, Ending, Outcome, Scene, Shown};
use super::{Place, Stage, Talk, TalkSerial, TalkTap, Turn, Way};
use crate::prompts::{Act, First, Gate, Script};

/// A quiet word that comes later than this is no help.
const WHISPER: TimeDelta = TimeDelta::minutes(10);
/// After a conversation nothing comes by itself for so long (method 4.7) …
const HUSH: TimeDelta = TimeDelta::hours(12);
/// … and what comes the next day is light (method 4.7).
const LIGHT: TimeDelta = TimeDelta::hours(36);
/// A turn that was missed is remembered for so long (method 4.3).
const OWED: TimeDelta = TimeDelta::days(30);

/// Whether a person waits for what is shown, or a time has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Person,
    Time,
    /// The time had come while we were away.
    TimeAfterAbsence,
}

impl Couple {
    /// The other is asked for a conversation.
    pub(super) fn invite(&mut self, by: Option<UserId>, script: &Script, context: &mut Context<'_>, out: &mut Effects) {
        if self.talks.now.is_some() {
            out.line("talk-put-away");
        }
        // A talk about closeness is proposed to both: nobody asks the other for it (method 4.8).
        let asks = by.filter(|_| script.gate != Gate::Intimate);
        let mut talk = Talk::invite(script, asks, self.talks.serial, context.now);
        talk.thread = if by.is_some() { out.thread } else { self.thread };
        let openers = self.talks.openers.entry(script.id.clone()).or_default();
        talk.opener = *openers;
        *openers = openers.wrapping_add(Turn::COUNT);
        let who = if by.is_some() { By::Person } else { By::Time };
        self.show_talk(talk, Draw::Below, script, who, context, out);
        self.reschedule(context.now);
    }

    /// The present card once more.
    pub(super) fn talk_again(&mut self, context: &mut Context<'_>, out: &mut Effects) {
        let Some(mut talk) = self.talks.now.take() else { return };
        // Where it is asked for, it goes on.
        talk.thread = out.thread;
        match context.library.script(&talk.script) {
            Some(script) => self.show_talk(talk, Draw::Below, script, By::Person, context, out),
            None => self.lose(talk, context.now, out),
        }
        self.reschedule(context.now);
    }

    /// Someone of the two tapped a button of a conversation.
    pub(in super::super) fn talk_tapped(
        &mut self,
        user: UserId,
        serial: TalkSerial,
        tap: TalkTap,
        message: MessageId,
        context: &mut Context<'_>,
        out: &mut Effects,
    ) -> Show {
        let present = |talk: &Talk| talk.serial == serial && talk.card.is_none_or(|card| card == message);
        let Some(mut talk) = self.talks.now.take_if(|talk| present(talk)) else {
            // The present card may have been changed in place a moment ago: it keeps its buttons.
            if self.talks.now.as_ref().is_none_or(|talk| talk.card != Some(message)) {
                out.list.push(out.outgoing(Class::Reply, Effect::Unbutton { id: message }));
            }
            return Show::Box(Phrase::new("alert-talk-gone-by"));
        };
        talk.card = Some(message);
        self.happens(talk, context, out, By::Person, |talk, scene| talk.tapped(user, tap, scene))
    }

    /// Someone of the two said something where the bot could hear it.
    pub(in super::super) fn talk_heard(
        &mut self,
        user: UserId,
        thread: Option<ThreadId>,
        said: Said,
        context: &mut Context<'_>,
        out: &mut Effects,
    ) {
        // A talk may take days, and an answer to the card of the day is no turn in it.
        if said.to.is_some() && said.to == self.deck.current.as_ref().and_then(|current| current.message) {
            return;
        }
        let listens = |talk: &mut Talk| talk.thread == thread && matches!(talk.stage, Stage::Playing(_));
        if let Some(talk) = self.talks.now.take_if(listens) {
            self.happens(talk, context, out, By::Person, |talk, scene| {
                talk.spoke(user, said.message, said.size, scene)
            });
        }
    }

    /// A time of the conversation has come.
    pub(in super::super) fn talk_due(&mut self, kind: TimerKind, context: &mut Context<'_>, out: &mut Effects) {
        if let Some(talk) = self.talks.now.take() {
            self.happens(talk, context, out, By::Time, |talk, scene| match kind {
                TimerKind::Nudge => talk.half_time(scene),
                _ => talk.silence(scene),
            });
        }
    }

    /// A card of a conversation stands in the chat. One that has been overtaken loses its buttons.
    pub(in super::super) fn talk_delivered(&mut self, serial: TalkSerial, message: MessageId, out: &mut Effects) {
        match &mut self.talks.now {
            Some(talk) if talk.serial == serial => talk.card = Some(message),
            // A tap was faster than this news, and the card has been changed in place since.
            Some(talk) if talk.card == Some(message) => {}
            _ => out.list.push(out.outgoing(Class::Reply, Effect::Unbutton { id: message })),
        }
    }

    /// The times of the conversations, as their state asks for them.
    pub(in super::super) fn talk_timers(&mut self) {
        let talk = self.talks.now.as_ref();
        let weekly = self.talks.weekly.as_ref().map(|weekly| weekly.next);
        for (kind, due) in [
            (TimerKind::Talk, talk.map(|talk| talk.until)),
            (TimerKind::Nudge, talk.and_then(|talk| talk.nudge)),
            (TimerKind::Aftercare, self.talks.aftercare),
            (TimerKind::Weekly, weekly),
        ] {
            if let Some(due) = due {
                self.timers.insert(kind, due);
            }
        }
    }

    pub(super) fn happens(
        &mut self,
        talk: Talk,
        context: &mut Context<'_>,
        out: &mut Effects,
        by: By,
        event: impl FnOnce(Talk, Scene<'_>) -> Outcome,
    ) -> Show {
        let Some(people) = self.people() else { return Show::Nothing };
        out.thread = talk.thread;
        let Some(script) = context.library.script(&talk.script) else {
            // One that rested already is forgotten when its week is over, without another word.
            if !(by == By::Time && matches!(talk.stage, Stage::Parked(_))) {
                self.lose(talk, context.now, out);
            }
            self.reschedule(context.now);
            return Show::Nothing;
        };
        let first = self.first(script, &talk, people, context);
        let scene = Scene { script, people, first, now: context.now };
        let was_within = matches!(talk.stage, Stage::Playing(_));
        let Outcome { talk, draw, shown, whisper, mut ending, excuse } = event(talk, scene);
        // Doors and hours may have changed since it was asked for. Then it closes, as it would have by itself.
        let goes_on = matches!(talk.stage, Stage::Meeting(_) | Stage::Returning(..) | Stage::Playing(_));
        if ending.is_none() && draw != Draw::Nothing && goes_on && !was_within {
            ending = self.is_barred(script, context.now).then_some(Ending::Closed);
        }
        if let Some((user, key)) = whisper {
            out.list.push(whispered(user, key, context.now));
        }
        match ending {
            None => self.show_talk(talk, draw, script, if excuse { By::TimeAfterAbsence } else { by }, context, out),
            Some(ending) => self.end(talk, ending, script, by, context, out),
        }
        self.reschedule(context.now);
        match shown {
            Shown::Nothing => Show::Nothing,
            Shown::Passing(key) => Show::Passing(Phrase::new(key)),
            Shown::Box(key) => Show::Box(Phrase::new(key)),
        }
    }

    /// Who has the floor first: who missed it last time, else as the script says.
    fn first(&self, script: &Script, talk: &Talk, people: [UserId; 2], context: &mut Context<'_>) -> UserId {
        let owed = self.talks.owed.filter(|(user, until)| people.contains(user) && context.now < *until);
        let by_chance = people[context.rng.random_range(0..2)];
        match (owed, script.first) {
            (Some((user, _)), _) => user,
            (None, First::Requester) => talk.asked_by.unwrap_or(by_chance),
            (None, First::Chance) => by_chance,
            (None, First::Alternate) => match self.talks.first {
                Some(before) => {
                    if people[0] == before {
                        people[1]
                    } else {
                        people[0]
                    }
                }
                None => by_chance,
            },
        }
    }

    fn show_talk(
        &mut self,
        mut talk: Talk,
        draw: Draw,
        script: &Script,
        by: By,
        context: &mut Context<'_>,
        out: &mut Effects,
    ) {
        let Some(people) = self.people() else { return };
        if draw != Draw::Nothing {
            self.talks.serial = TalkSerial(self.talks.serial.0.wrapping_add(1));
            talk.serial = self.talks.serial;
            let mirror = Mirror { script, people, settings: &self.settings, now: context.now };
            let mut face = if draw == Draw::Stems { mirror.with_stems(&talk, context.rng) } else { mirror.face(&talk) };
            if by == By::TimeAfterAbsence {
                face.body.insert(0, Phrase::new("talk-was-away"));
            }
            match (draw, talk.card) {
                (Draw::InPlace | Draw::Stems, Some(card)) => {
                    out.screen(card, face);
                }
                (_, before) => {
                    let ring = self.talk_ring(&talk, by, context.now);
                    // The new card first: someone waits for it, and the buttons of the old one do nothing any more.
                    out.list.push(below(&mut talk, face, ring, out));
                    if let Some(card) = before {
                        out.list.push(out.outgoing(Class::Reply, Effect::Unbutton { id: card }));
                    }
                }
            }
        }
        if let (Stage::Parked(Place::Step(_)), Some(people)) = (&talk.stage, self.people()) {
            self.count(&mut talk, script, people, context.now);
        }
        self.talks.now = Some(talk);
    }

    fn talk_ring(&self, talk: &Talk, by: By, now: DateTime<Utc>) -> Ring {
        let slow = talk.play().is_some_and(|play| play.way == Way::Slow);
        let night = self.settings.is_quiet(now) || self.settings.is_quiet_for_second(now);
        if night && (slow || by != By::Person) { Ring::Silently } else { Ring::Aloud }
    }

    fn end(
        &mut self,
        mut talk: Talk,
        ending: Ending,
        script: &Script,
        by: By,
        context: &mut Context<'_>,
        out: &mut Effects,
    ) {
        let Some(people) = self.people() else { return };
        let mirror = Mirror { script, people, settings: &self.settings, now: context.now };
        let last = match ending {
            Ending::Done => mirror.last_word(&talk),
            Ending::Stopped => Message::new([Phrase::new("talk-stopped")]),
            Ending::AnotherDay => Message::new([Phrase::new("talk-another-day")]),
            Ending::Closed => Message::new([Phrase::new("talk-closed")]),
            Ending::Forgotten => return,
            Ending::Lost => return self.lose(talk, context.now, out),
        };
        let written = talk.play().is_some_and(|play| play.way != Way::Room);
        match talk.card {
            Some(card) if !written || ending == Ending::Closed => {
                out.screen(card, last);
            }
            before => {
                let ring = self.talk_ring(&talk, by, context.now);
                let row = below(&mut talk, last, ring, out);
                out.list.push(Outgoing { tag: None, ..row });
                if let Some(card) = before {
                    out.list.push(out.outgoing(Class::Reply, Effect::Unbutton { id: card }));
                }
            }
        }
        self.remember(talk, ending, script, people, context.now);
    }

    /// What has to be known of it for the next. It says nothing of what was said.
    fn remember(&mut self, mut talk: Talk, ending: Ending, script: &Script, people: [UserId; 2], now: DateTime<Utc>) {
        self.talks.over.insert(script.id.clone(), now);
        if talk.play().is_none() || ending == Ending::Closed {
            return;
        }
        self.count(&mut talk, script, people, now);
        self.talks.hush = Some(now + HUSH);
        self.deck.light_until = self.deck.light_until.max(Some(now + LIGHT));
        self.talks.aftercare = Some(self.next_morning(now));
    }

    /// What it leaves for the next one to mind, whether it ended or was parked. Counted once, at its latest.
    fn count(&mut self, talk: &mut Talk, script: &Script, people: [UserId; 2], now: DateTime<Utc>) {
        let Some(play) = talk.play() else { return };
        let other = if people[0] == play.speaker { people[1] } else { people[0] };
        let turns = script.steps.iter().any(|step| matches!(step.act, Act::Swap { .. }));
        self.talks.over.insert(script.id.clone(), now);
        self.talks.first = Some(if play.turn == Turn::First { play.speaker } else { other });
        self.talks.owed = (turns && play.turn == Turn::First && play.told_at.is_some()).then_some((other, now + OWED));
        self.talks.heavy.retain(|over| *over + TimeDelta::days(7) > now && Some(*over) != talk.counted);
        if script.gate != Gate::Open {
            self.talks.heavy.push(now);
            talk.counted = Some(now);
        }
    }

    /// Ten o'clock of the next day, or when the quiet hours are over.
    fn next_morning(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let today = self.settings.day(now);
        let ten = rhythm::time(10, 0);
        let at = if self.settings.quiet.covers(ten) { self.settings.quiet.to } else { ten };
        self.settings.instant(today.checked_add_days(Days::new(1)).unwrap_or(today), at)
    }
}

/// A new card, under what was said last. It waits as long as it must: without it nobody could go on.
fn below(talk: &mut Talk, message: Message, ring: Ring, out: &Effects) -> Outgoing {
    talk.card = None;
    let reply_to = talk.play().and_then(|play| play.said);
    let row = out.outgoing(Class::Reply, Effect::Say { message, ring, reply_to });
    Outgoing { expires: None, tag: Some(Tag::Talk(talk.serial)), ..row }
}

fn whispered(user: UserId, key: &str, now: DateTime<Utc>) -> Outgoing {
    let effect = Effect::Say { message: Message::new([Phrase::new(key)]), ring: Ring::Silently, reply_to: None };
    let expires = Some(now + WHISPER);
    Outgoing { chat: user.private_chat(), thread: None, class: Class::Reply, expires, tag: None, effect }
}
