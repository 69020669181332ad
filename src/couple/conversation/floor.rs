//! A couple and its conversation: who may, what is shown where, what is remembered of it.

use crate::line;
use chrono::{DateTime, Days, TimeDelta, Utc};
use rand::Rng;

use super::super::{
    Class, Couple, Cx, Effect, Message, MessageId, Outgoing, Phrase, Ring, Said, Show, Tag, ThreadId, TimerKind, Two,
    UserId, rhythm,
};
use super::faces::TalkView;
use super::machine::{Draw, Ending, Outcome, Scene};
use super::shelter::TakenUp;
use super::steps::To;
use super::stopped::Stopped;
use super::{Heard, Place, Stage, Talk, TalkSerial, TalkTap, Turn, Way};
use crate::prompts::{Act, First, Gate, Script};

/// A quiet word that comes later than this is no help.
const WHISPER: TimeDelta = TimeDelta::minutes(10);
/// After a conversation nothing comes by itself for so long (method 4.7) …
const HUSH: TimeDelta = TimeDelta::hours(12);
/// … and what comes the next day is light (method 4.7).
const LIGHT: TimeDelta = TimeDelta::hours(36);
/// A turn that was missed is remembered for so long (method 4.3).
const OWED: TimeDelta = TimeDelta::days(30);

/// So long an excuse holds.
const EXCUSED: TimeDelta = TimeDelta::days(1);

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
    pub(super) fn invite(&mut self, by: Option<UserId>, script: &Script, cx: &mut Cx<'_>) {
        self.talks.stopped = None;
        self.close_question(cx);
        if self.talks.now.is_some() {
            cx.line(line::talk_put_away());
        }
        if by.is_some() {
            self.talks.invited.note(cx.now);
        }
        // A talk about closeness is proposed to both: nobody asks the other for it (method 4.8).
        let asks = by.filter(|_| script.gate != Gate::Intimate);
        let number = TalkSerial(self.talks.serial.0.wrapping_add(1));
        let mut talk = Talk::invite(script, asks, number, cx.now).asked_alone();
        talk.thread = if by.is_some() { cx.thread() } else { self.thread };
        let openers = self.talks.openers.entry(script.id.clone()).or_default();
        talk.opener = *openers;
        *openers = openers.wrapping_add(Turn::COUNT);
        let who = if by.is_some() { By::Person } else { By::Time };
        self.show_talk(talk, Draw::Below, script, who, cx);
    }

    /// A question that stands makes room for another talk: it closes as it would have by itself.
    fn close_question(&mut self, cx: &mut Cx<'_>) {
        let stands = |talk: &mut Talk| matches!(talk.stage, Stage::Invited | Stage::Asked(_));
        if let Some(talk) = self.talks.now.take_if(stands) {
            self.talk_event(talk, cx, By::Person, |talk, _| Outcome::ended(talk, Ending::Closed));
        }
    }

    /// The present card once more.
    pub(super) fn talk_again(&mut self, by: By, cx: &mut Cx<'_>) {
        let Some(mut talk) = self.talks.now.take() else { return };
        // Where it is asked for, it goes on.
        talk.thread = cx.thread();
        match cx.library.script(&talk.script) {
            Some(script) => self.show_talk(talk, Draw::Below, script, by, cx),
            None => self.lose(talk, cx),
        }
    }

    /// Someone of the two tapped a button of a conversation.
    pub(super) fn talk_tapped(
        &mut self,
        user: UserId,
        serial: TalkSerial,
        tap: TalkTap,
        message: MessageId,
        cx: &mut Cx<'_>,
    ) -> Show {
        let present = |talk: &Talk| talk.serial == serial && talk.card.is_none_or(|card| card == message);
        let Some(mut talk) = self.talks.now.take_if(|talk| present(talk)) else {
            // The present card may have been changed in place a moment ago: it keeps its buttons.
            if self.talks.now.as_ref().is_none_or(|talk| talk.card != Some(message)) {
                cx.unbutton(message);
            }
            let parked = self.has_parked_talk();
            return Show::Box(if parked { line::alert_talk_parked() } else { line::alert_talk_gone_by() });
        };
        talk.card = Some(message);
        if self.is_too_late_for(&talk, tap, cx) {
            self.talks.now = Some(talk);
            return Show::Box(line::alert_listen_not_now());
        }
        self.talks.stopped = if tap == TalkTap::Stop { Stopped::new(talk.clone(), user, cx.now) } else { None };
        self.talk_event(talk, cx, By::Person, |talk, scene| talk.tapped(user, tap, scene))
    }

    /// `/stop`: what its button does, from every step.
    pub(in super::super) fn talk_ends_by_word(&mut self, user: UserId, cx: &mut Cx<'_>) -> TakenUp {
        // One who is alone can mean no rest of the cards: that takes both.
        let alone = self.one_is_gone();
        self.talk_by_word(user, TalkTap::Stop, cx, |talk| alone || !matches!(talk.stage, Stage::Parked(_)))
    }

    /// `/pause` alone, in the middle of a talk. In one that takes days, it is the cards that are meant.
    pub(in super::super) fn talk_pauses_by_word(&mut self, user: UserId, cx: &mut Cx<'_>) -> TakenUp {
        let now = cx.now;
        let goes_on = |talk: &Talk| matches!(talk.stage, Stage::Meeting(_) | Stage::Playing(_)) && talk.is_live(now);
        self.talk_by_word(user, TalkTap::Pause, cx, goes_on)
    }

    /// The same as a tap, answered where it was typed.
    fn talk_by_word(
        &mut self,
        user: UserId,
        tap: TalkTap,
        cx: &mut Cx<'_>,
        is_meant: impl Fn(&Talk) -> bool,
    ) -> TakenUp {
        let Some(mut talk) = self.talks.now.take_if(|talk| is_meant(talk)) else { return TakenUp::Nothing };
        self.talks.stopped = if tap == TalkTap::Stop { Stopped::new(talk.clone(), user, cx.now) } else { None };
        talk.thread = cx.thread();
        let card = talk.card.take();
        self.talk_event(talk, cx, By::Person, |talk, scene| talk.tapped(user, tap, scene));
        if let Some(card) = card {
            cx.unbutton(card);
        }
        TakenUp::Talk
    }

    /// Someone of the two said something where the bot could hear it.
    pub(in super::super) fn talk_heard(&mut self, user: UserId, thread: Option<ThreadId>, said: Said, cx: &mut Cx<'_>) {
        // A talk may take days, and an answer to the card of the day is no turn in it.
        if said.to.is_some() && said.to == self.deck.current.as_ref().and_then(|current| current.message) {
            return;
        }
        let to_card = |talk: &Talk| said.to.is_some() && said.to == talk.card;
        let listens = |talk: &mut Talk| match talk.stage {
            Stage::Playing(_) => talk.thread == thread,
            Stage::Parked(_) => false,
            _ => talk.thread == thread && to_card(talk),
        };
        if let Some(talk) = self.talks.now.take_if(listens) {
            let to = if to_card(&talk) { To::Card } else { To::Anything };
            self.talk_event(talk, cx, By::Person, |talk, scene| talk.spoke(user, said.message, said.size, to, scene));
        }
    }

    /// A time of the conversation has come.
    pub(in super::super) fn talk_due(&mut self, kind: TimerKind, cx: &mut Cx<'_>) {
        self.talks.stopped.take_if(|stopped| stopped.until <= cx.now);
        if let Some(talk) = self.talks.now.take() {
            self.talk_event(talk, cx, By::Time, |talk, scene| match kind {
                TimerKind::Nudge => talk.half_time(scene),
                _ => talk.silence(scene),
            });
        }
    }

    /// A card of a conversation stands in the chat. One that has been overtaken loses its buttons.
    pub(in super::super) fn talk_delivered(&mut self, serial: TalkSerial, message: MessageId, cx: &mut Cx<'_>) {
        match &mut self.talks.now {
            Some(talk) if talk.serial == serial => {
                talk.card = Some(message);
                // Not before it stands in the group: it may be held back from other eyes, and is not asked then.
                if matches!(&talk.stage, Stage::Asked(asked) if asked.number == serial) {
                    self.ask_each_alone(serial, cx);
                }
            }
            // A tap was faster than this news, and the card has been changed in place since.
            Some(talk) if talk.card == Some(message) => {}
            _ => cx.unbutton(message),
        }
    }

    /// Something happened to a conversation: what follows is shown in its topic and remembered.
    pub(super) fn talk_event(
        &mut self,
        talk: Talk,
        cx: &mut Cx<'_>,
        by: By,
        event: impl FnOnce(Talk, Scene<'_>) -> Outcome,
    ) -> Show {
        cx.in_thread(talk.thread, |cx| self.talk_event_there(talk, cx, by, event))
    }

    fn talk_event_there(
        &mut self,
        talk: Talk,
        cx: &mut Cx<'_>,
        by: By,
        event: impl FnOnce(Talk, Scene<'_>) -> Outcome,
    ) -> Show {
        let Some(people) = self.people() else { return Show::Nothing };
        let Some(script) = cx.library.script(&talk.script) else {
            // One that rested already is forgotten when its week is over, without another word.
            if !(by == By::Time && matches!(talk.stage, Stage::Parked(_))) {
                self.lose(talk, cx);
            }
            return Show::Nothing;
        };
        let first = self.first(script, &talk, people, cx);
        let scene = Scene { script, people, first, settings: &self.settings, now: cx.now };
        let was_within = matches!(talk.stage, Stage::Playing(_));
        let Outcome { mut talk, draw, shown, whisper, beside, mut ending, excuse } = event(talk, scene);
        if let (Stage::Meeting(_), Some(weekly)) = (&talk.stage, &mut self.talks.weekly)
            && weekly.script == talk.script
        {
            weekly.untaken = 0;
        }
        if talk.play().is_some_and(|play| play.heard_so_far(script) == Heard::Words) {
            talk.heard = Heard::Words;
        }
        // Doors and hours may have changed since it was asked for. Then it closes, as it would have by itself.
        let goes_on = matches!(talk.stage, Stage::Meeting(_) | Stage::Returning(..) | Stage::Playing(_));
        if ending.is_none() && draw != Draw::Nothing && goes_on && !was_within {
            ending = self.is_barred(script, cx.now).then_some(Ending::Closed);
        }
        if let Some((user, line)) = whisper {
            cx.push(whispered(user, line, cx));
        }
        if let Some(line) = beside {
            cx.line(line);
        }
        match ending {
            None => self.show_talk(talk, draw, script, if excuse { By::TimeAfterAbsence } else { by }, cx),
            Some(ending) => self.end(talk, ending, script, by, cx),
        }
        shown
    }

    /// Who has the floor first: who missed it last time, else as the script says.
    fn first(&self, script: &Script, talk: &Talk, people: Two, cx: &mut Cx<'_>) -> UserId {
        let owed = self.talks.owed.filter(|(user, until)| people.contains(user) && cx.now < *until);
        let by_chance = people[cx.rng.random_range(0..2)];
        match (owed, script.first) {
            (Some((user, _)), _) => user,
            (None, First::Requester) => talk.asked_by.unwrap_or(by_chance),
            (None, First::Chance) => by_chance,
            (None, First::Alternate) => match self.talks.first {
                Some(before) => people.other(before),
                None => by_chance,
            },
        }
    }

    fn show_talk(&mut self, mut talk: Talk, draw: Draw, script: &Script, by: By, cx: &mut Cx<'_>) {
        let Some(people) = self.people() else { return };
        if draw != Draw::Nothing {
            self.talks.serial = TalkSerial(self.talks.serial.0.wrapping_add(1));
            talk.serial = self.talks.serial;
            let view = TalkView { script, people, settings: &self.settings, now: cx.now };
            let mut face = if draw == Draw::Stems { view.with_stems(&talk, cx.rng) } else { view.face(&talk) };
            // Once for as long as it was: not at each gap of the same bad day.
            let excused = talk.excused.is_some_and(|at| cx.now - at < EXCUSED);
            if by == By::TimeAfterAbsence && !excused {
                face.body.insert(0, line::talk_was_away());
                talk.excused = Some(cx.now);
            }
            match (draw, talk.card) {
                (Draw::InPlace | Draw::Stems, Some(card)) => {
                    cx.edit(card, face);
                }
                (_, before) => {
                    let ring = self.talk_ring(&talk, by, cx.now);
                    // The new card first: someone waits for it, and the buttons of the old one do nothing any more.
                    cx.push(below(&mut talk, face, ring, cx));
                    if let Some(card) = before {
                        cx.unbutton(card);
                    }
                }
            }
        }
        if let (Stage::Parked(Place::Step(_)), Heard::Words, Some(people)) = (&talk.stage, talk.heard, self.people()) {
            self.count(&mut talk, script, people, cx.now);
        }
        self.talks.now = Some(talk);
    }

    fn talk_ring(&self, talk: &Talk, by: By, now: DateTime<Utc>) -> Ring {
        let slow = talk.play().is_some_and(|play| play.way == Way::Slow);
        let night = self.settings.is_quiet(now) || self.settings.is_quiet_for_second(now);
        if night && (slow || by != By::Person) { Ring::Silently } else { Ring::Aloud }
    }

    fn end(&mut self, mut talk: Talk, ending: Ending, script: &Script, by: By, cx: &mut Cx<'_>) {
        let Some(people) = self.people() else { return };
        let view = TalkView { script, people, settings: &self.settings, now: cx.now };
        let last = match ending {
            Ending::Done => view.last_word(&talk),
            Ending::Stopped => {
                self.talks.stopped.as_ref().map_or_else(|| Message::new([line::talk_stopped()]), Stopped::word)
            }
            Ending::AnotherDay => Message::new([line::talk_another_day()]),
            Ending::Closed => Message::new([line::talk_closed()]),
            Ending::Forgotten => return,
            Ending::Lost => return self.lose(talk, cx),
        };
        let written = talk.play().is_some_and(|play| play.way != Way::Room);
        let is_a_question = matches!(talk.stage, Stage::Invited | Stage::Asked(_));
        let in_place = match by {
            By::Person => !written || ending == Ending::Closed,
            // Nobody waits for the end of a question; what they were within must not end unheard.
            By::Time | By::TimeAfterAbsence => is_a_question,
        };
        match talk.card {
            Some(card) if in_place => {
                cx.edit(card, last);
            }
            before => {
                let ring = self.talk_ring(&talk, by, cx.now);
                let row = below(&mut talk, last, ring, cx);
                cx.push(Outgoing { tag: None, ..row });
                if let Some(card) = before {
                    cx.unbutton(card);
                }
            }
        }
        self.remember(talk, ending, script, people, cx.now);
    }

    /// What has to be known of it for the next. It says nothing of what was said.
    fn remember(&mut self, mut talk: Talk, ending: Ending, script: &Script, people: Two, now: DateTime<Utc>) {
        let was_begun = !matches!(talk.stage, Stage::Invited | Stage::Asked(_));
        if ending == Ending::Stopped && was_begun && talk.heard == Heard::Nothing {
            return;
        }
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
    fn count(&mut self, talk: &mut Talk, script: &Script, people: Two, now: DateTime<Utc>) {
        let Some(play) = talk.play() else { return };
        let other = people.other(play.speaker);
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
fn below(talk: &mut Talk, message: Message, ring: Ring, cx: &Cx<'_>) -> Outgoing {
    talk.card = None;
    let reply_to = talk.play().and_then(|play| play.said);
    let row = cx.row(Class::Reply, Effect::Say { message, ring, reply_to });
    Outgoing { expires: None, tag: Some(Tag::Talk(talk.serial)), ..row }
}

fn whispered(user: UserId, line: Phrase, cx: &Cx<'_>) -> Outgoing {
    let row = cx.message(Class::Reply, Message::new([line]), Ring::Silently);
    Outgoing { chat: user.private_chat(), thread: None, expires: Some(cx.now + WHISPER), ..row }
}
