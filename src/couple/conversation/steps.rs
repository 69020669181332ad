//! Within the steps of a script: what a tap or a word does to each kind of step, and where it leads.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::super::{MessageId, Show, UserId};
use super::machine::{Draw, Ending, Outcome, Scene, Size, gone_by, is_long, not_your_turn, noted, patience};
use super::{Ease, Heard, Play, SETTING_OUT, Stage, Talk, TalkTap, Taps, Telling, Turn, Way, Yes};
use crate::line;
use crate::prompts::{Act, BothHow, DecidedWhen, StepId, TurnEnds, Who};

/// What words are a reply to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum To {
    /// The present card of the talk.
    Card,
    Anything,
}

impl Talk {
    pub(super) fn play_tap(mut self, mut play: Play, who: UserId, tap: TalkTap, scene: Scene<'_>) -> Outcome {
        let Some(step) = scene.script.step(&play.step) else { return Outcome::ended(self, Ending::Lost) };
        let turn = step.act.who().map(|role| scene.actor(role, &play));
        match (&step.act, tap) {
            // Asked for by either of them, or by the one whose turn it is.
            (Act::Turn { who: Who::Listener, .. }, TalkTap::Again) if turn == Some(who) => match play.told_at.clone() {
                Some(told) => self.enter(play, &told, scene).once_more(),
                None => self.stay(play, Draw::Below, scene),
            },
            // The moment of a private question does not move.
            (Act::Private { .. }, TalkTap::Again) => {
                self.stage = Stage::Playing(play);
                Outcome::new(self, Draw::Below)
            }
            (_, TalkTap::Again) if turn.is_none_or(|turn| turn == who) => self.stay(play, Draw::Below, scene),
            (Act::Both { how: BothHow::Words, next, .. }, TalkTap::Done | TalkTap::Skip)
            | (Act::Both { how: BothHow::Agree { .. }, next, .. }, TalkTap::Choose(0)) => {
                // In one room what was said was heard: one tap goes on for both.
                if tap == TalkTap::Done && play.way == Way::Room {
                    return self.enter(play, next, scene);
                }
                play.taps.set(who, Yes);
                self.both(play, next, scene).answering(noted())
            }
            (Act::Private { moment, no_says, .. }, TalkTap::Choose(answer @ 0..=1)) => {
                // A no is kept nowhere: it is the same as no tap.
                if answer == 0 {
                    play.taps.set(who, Yes);
                } else {
                    play.taps.unset(who);
                }
                if let Some(closes) = play.agreed.take() {
                    self.until = closes;
                }
                if *moment == DecidedWhen::WhenBoth && play.taps.both().is_some() {
                    // Not at once: what follows a tap would tell that the other has tapped before.
                    play.agreed = Some(self.until);
                    self.until = self.until.min(next_minute(scene.now));
                }
                self.stage = Stage::Playing(play);
                // Seen from the side, both answers look alike.
                let shown = match no_says {
                    None => Show::Passing(line::alert_talk_private()),
                    Some(says) if answer == 1 => Show::Box(line::alert_talk_text(says.as_str())),
                    Some(_) => Show::Box(line::alert_talk_private()),
                };
                Outcome::same(self, shown)
            }
            (Act::Both { how: BothHow::Words, .. }, TalkTap::Stems) => self.stay(play, Draw::Stems, scene),
            (Act::Both { .. } | Act::Private { .. } | Act::Close, _) => Outcome::same(self, gone_by()),
            (_, _) if turn != Some(who) => Outcome::same(self, not_your_turn()),
            (Act::Turn { .. } | Act::Swap { .. }, TalkTap::Stems) => self.stay(play, Draw::Stems, scene),
            (Act::Turn { next, .. }, TalkTap::Done) => self.enter(play, next, scene),
            (Act::Turn { skip: Some(skip), .. }, TalkTap::Skip) => self.enter(play, skip, scene),
            (Act::Turn { chips, next, .. }, TalkTap::Chip(n)) if usize::from(n) < chips.len() => {
                let chosen = Some((play.step.clone(), n));
                self.enter(play, next, scene).showing(chosen)
            }
            (Act::Check { thats_it, almost, ease, more }, TalkTap::Choose(n)) => {
                let to = match (n, more) {
                    (1, _) if play.loops < scene.script.clarify_loops => {
                        play.loops += 1;
                        almost
                    }
                    (1, _) if play.ease == Ease::NotYet => {
                        play.ease = Ease::Offered;
                        ease
                    }
                    (2, Some(more)) if play.more < scene.script.more_turns => {
                        play.more += 1;
                        play.loops = 0;
                        more
                    }
                    (0 | 1, _) => thats_it,
                    _ => return Outcome::same(self, gone_by()),
                };
                self.enter(play, to, scene)
            }
            (Act::Choose { choices, .. }, TalkTap::Choose(n)) => match choices.get(usize::from(n)) {
                Some(choice) => {
                    if choice.in_room {
                        play.way = Way::Room;
                    }
                    let chosen = Some((play.step.clone(), n));
                    self.enter(play, &choice.to, scene).showing(chosen)
                }
                None => Outcome::same(self, gone_by()),
            },
            (Act::Swap { to, .. }, TalkTap::Done) => self.takes_floor(&play, who, to, scene),
            // On cards of before the floor was taken by a button; now the card itself is the turn.
            (Act::Swap { .. }, TalkTap::Choose(0)) => self.stay(play, Draw::InPlace, scene),
            (Act::Swap { enough_to, .. }, TalkTap::Choose(1)) => self.enter(play, enough_to, scene),
            _ => Outcome::same(self, gone_by()),
        }
    }

    /// One of the two said something where the bot could hear it. What it was does not come in.
    pub(super) fn spoke(mut self, who: UserId, message: MessageId, size: Size, to: To, scene: Scene<'_>) -> Outcome {
        let Stage::Playing(mut play) = self.stage.clone() else { return self.spoke_before_buttons(who, scene) };
        let Some(step) = scene.script.step(&play.step) else { return Outcome::ended(self, Ending::Lost) };
        if let Act::Check { .. }
        | Act::Choose { .. }
        | Act::Private { .. }
        | Act::Both { how: BothHow::Agree { .. }, .. } = step.act
        {
            // Whatever else they write may be about the groceries, where the bot reads along.
            let is_meant = to == To::Card || play.way == Way::Here;
            return if is_meant { self.spoke_before_buttons(who, scene) } else { Outcome::new(self, Draw::Nothing) };
        }
        if play.way == Way::Room {
            return Outcome::new(self, Draw::Nothing);
        }
        match &step.act {
            Act::Turn { who: role, caps, next, .. } if scene.actor(*role, &play) == who => {
                play.said = Some(message);
                play.heard = Heard::Words;
                play.rich |= *role == Who::Speaker && is_long(size, *caps);
                match scene.script.turn_ends_at(step) {
                    TurnEnds::FirstReply => self.enter(play, next, scene),
                    TurnEnds::ThatsAll => self.stay(play, Draw::Nothing, scene),
                }
            }
            Act::Swap { to, .. } if scene.actor(Who::Listener, &play) == who => {
                play.said = Some(message);
                play.heard = Heard::Words;
                if let Act::Turn { caps, .. } = &scene.script.turn_of(step).act {
                    play.rich |= is_long(size, *caps);
                }
                match scene.script.turn_ends_at(step) {
                    TurnEnds::FirstReply => self.takes_floor(&play, who, to, scene),
                    TurnEnds::ThatsAll => self.stay(play, Draw::Nothing, scene),
                }
            }
            // The speaker whose turn comes in several messages is no interrupter.
            Act::Turn { who: Who::Speaker, .. } if !play.held => {
                play.held = true;
                self.stage = Stage::Playing(play);
                Outcome { whisper: Some((who, line::whisper_hold_that_thought())), ..Outcome::new(self, Draw::Nothing) }
            }
            Act::Both { how: BothHow::Words, next, .. } => {
                play.said = Some(message);
                play.heard = Heard::Words;
                play.taps.set(who, Yes);
                self.both(play, next, scene)
            }
            _ => Outcome::new(self, Draw::Nothing),
        }
    }

    /// Someone wrote where a button is to be tapped. Each card says so once; and who writes is there, so the time begins
    /// anew. The moment of a private question and of an invitation does not move.
    fn spoke_before_buttons(mut self, who: UserId, scene: Scene<'_>) -> Outcome {
        let (theirs, until) = match &self.stage {
            Stage::Invited => (self.asked_by != Some(who), None),
            Stage::Meeting(_) => (true, Some(scene.now + SETTING_OUT)),
            Stage::Returning(..) => (true, Some(self.returns_by(scene))),
            Stage::Playing(play) => {
                let Some(step) = scene.script.step(&play.step) else { return Outcome::ended(self, Ending::Lost) };
                let turn = step.act.who();
                let theirs = turn.is_none_or(|role| scene.actor(role, play) == who);
                let patience = patience(step, play.way);
                if theirs && turn.is_some() && play.way == Way::Here {
                    self.nudge = Some(scene.now + patience / 2);
                }
                let moves = !matches!(step.act, Act::Private { .. });
                (theirs, moves.then(|| scene.after(patience, Some(play.way))))
            }
            Stage::Asked(_) | Stage::Paused(_) | Stage::Parked(_) => (true, None),
        };
        if !theirs {
            return Outcome::new(self, Draw::Nothing);
        }
        self.until = until.map_or(self.until, |until| until.max(self.until));
        let is_new = self.pointed != Some(self.serial);
        self.pointed = Some(self.serial);
        Outcome { beside: is_new.then(line::talk_by_button), ..Outcome::new(self, Draw::Nothing) }
    }

    /// On to a step. A swap after the second turn leads on by itself.
    pub(super) fn enter(self, mut play: Play, to: &StepId, scene: Scene<'_>) -> Outcome {
        let to = match scene.script.step(to).map(|step| &step.act) {
            Some(Act::Swap { done, .. }) if play.turn == Turn::Second => done,
            _ => to,
        };
        let from = scene.script.step(&play.step);
        // Said where it could not be seen: then there is nothing to stand under.
        if matches!(from.map(|step| &step.act), Some(Act::Turn { .. })) && play.heard == Heard::Nothing {
            play.said = None;
        }
        // Words before the floor, such as a name for what it is about, are no turn on it.
        let spoken = matches!(from, Some(step) if !step.aside || play.told_at.is_some());
        if let Some(Act::Turn { who: Who::Speaker, .. }) = from.map(|step| &step.act)
            && spoken
        {
            play.told_at = Some(play.step.clone());
        } else {
            play.rich = false;
        }
        play.guess = None;
        self.arrive(play, to, scene)
    }

    /// Who listened until now has had their turn on the floor, on the card of the swap.
    fn takes_floor(self, play: &Play, who: UserId, to: &StepId, scene: Scene<'_>) -> Outcome {
        let Some(Act::Turn { next, .. }) = scene.script.step(to).map(|step| &step.act) else {
            return Outcome::ended(self, Ending::Lost);
        };
        let swapped = Play::new(play.way, who, Turn::Second, to.clone());
        self.enter(Play { said: play.said, heard: play.heard, rich: play.rich, ..swapped }, next, scene)
    }

    pub(super) fn arrive(self, play: Play, to: &StepId, scene: Scene<'_>) -> Outcome {
        let Some(step) = scene.script.step(to) else { return Outcome::ended(self, Ending::Lost) };
        let words = play.heard;
        let play = Play {
            step: to.clone(),
            taps: Taps::default(),
            telling: Telling::Fresh,
            heard: Heard::Nothing,
            held: false,
            agreed: None,
            ..play
        };
        if step.act == Act::Close {
            return Outcome::ended(Self { stage: Stage::Playing(play), ..self }, Ending::Done);
        }
        // Someone whose turn it is has to hear of it; an edit makes no sound. In one room they sit beside each other and one
        // phone is enough: whoever taps has it in hand, and a new message at each step would ring into what is being said.
        let unheard = step.act.who().is_none() && words == Heard::Nothing && play.way != Way::Slow;
        let silent = play.way == Way::Room || unheard;
        self.stay(play, if silent { Draw::InPlace } else { Draw::Below }, scene)
    }

    /// Waits at a step, with fresh patience.
    pub(super) fn stay(mut self, mut play: Play, draw: Draw, scene: Scene<'_>) -> Outcome {
        let Some(step) = scene.script.step(&play.step) else { return Outcome::ended(self, Ending::Lost) };
        let patience = patience(step, play.way);
        self.until = scene.after(patience, Some(play.way));
        play.agreed = None;
        self.nudge = step.act.who().filter(|_| play.way == Way::Here).map(|_| scene.now + patience / 2);
        self.stage = Stage::Playing(play);
        Outcome::new(self, draw)
    }

    pub(super) fn both(mut self, play: Play, next: &StepId, scene: Scene<'_>) -> Outcome {
        if play.taps.both().is_some() {
            return self.enter(play, next, scene);
        }
        self.stage = Stage::Playing(play);
        Outcome::same(self, noted())
    }
}

/// The next full minute by the clock.
fn next_minute(now: DateTime<Utc>) -> DateTime<Utc> {
    (now + TimeDelta::seconds(60 - now.timestamp().rem_euclid(60))).trunc_subsecs(0)
}
