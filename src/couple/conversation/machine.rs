//! The machine: a conversation, an event, now; and what follows.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{MessageId, UserId};
use super::{
    Ease, Heard, INVITED, PARKED, PAUSE, Place, Play, RETURNING, SETTING_OUT, Stage, Talk, TalkSerial, TalkTap, Taps,
    Turn, WE_WERE_AWAY, Way,
};
use crate::prompts::{Act, BothHow, Caps, Moment, PrivateElse, Script, ScriptStep, StepId, TurnEnds, Who};

/// What a conversation takes place in.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub script: &'a Script,
    pub people: [UserId; 2],
    /// Who has the floor first.
    pub first: UserId,
    /// UTC.
    pub now: DateTime<Utc>,
}

/// How much was said; never what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    Chars(u64),
    Seconds(u64),
    /// A picture.
    AtAGlance,
}

/// What is to be shown of a conversation after an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Draw {
    Nothing,
    /// The present card changes where it stands.
    InPlace,
    /// The same, with beginnings of sentences.
    Stems,
    /// A new card, under what was said last.
    Below,
}

/// What the one who tapped sees; a key of the voice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Nothing,
    Passing(&'static str),
    Box(&'static str),
}

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// To its end, with the last word of this step.
    Done,
    Stopped,
    /// "Another day", said openly.
    AnotherDay,
    /// Declined unseen, run out, never looked at: nobody can tell which.
    Closed,
    /// A parked one whose week is over. Nothing is said.
    Forgotten,
    /// The script has gone, or the step in it.
    Lost,
}

/// The outcome of one event.
#[derive(Debug)]
pub(super) struct Outcome {
    pub talk: Talk,
    pub draw: Draw,
    pub shown: Shown,
    /// A quiet word to one of the two, in private.
    pub whisper: Option<(UserId, &'static str)>,
    pub ending: Option<Ending>,
    /// Whether a silence was ours, and is to be excused.
    pub excuse: bool,
}

impl Outcome {
    fn new(talk: Talk, draw: Draw) -> Self {
        Self { talk, draw, shown: Shown::Nothing, whisper: None, ending: None, excuse: false }
    }

    fn same(talk: Talk, shown: Shown) -> Self {
        Self { shown, ..Self::new(talk, Draw::Nothing) }
    }

    fn ended(talk: Talk, ending: Ending) -> Self {
        Self { ending: Some(ending), ..Self::new(talk, Draw::Nothing) }
    }
}

const NOT_YOUR_TURN: Shown = Shown::Box("alert-talk-not-your-turn");
const GONE_BY: Shown = Shown::Box("alert-talk-gone-by");
const NOTED: Shown = Shown::Passing("alert-talk-noted");

impl Scene<'_> {
    fn other(&self, who: UserId) -> UserId {
        if self.people[0] == who { self.people[1] } else { self.people[0] }
    }

    fn actor(&self, who: Who, play: &Play) -> UserId {
        match who {
            Who::Speaker => play.speaker,
            Who::Listener => self.other(play.speaker),
        }
    }
}

/// How long a step waits for the one whose turn it is.
fn patience(step: &ScriptStep, way: Way) -> TimeDelta {
    match &step.act {
        Act::Private { wait, .. } => TimeDelta::minutes(wait.cast_signed()),
        Act::Both { how: BothHow::Agree { .. }, .. } if way != Way::Slow => SETTING_OUT,
        _ => way.patience(),
    }
}

impl Talk {
    /// The other is asked.
    pub(super) fn invite(script: &Script, asked_by: Option<UserId>, serial: TalkSerial, now: DateTime<Utc>) -> Self {
        Self {
            script: script.id.clone(),
            version: script.version,
            thread: None,
            asked_by,
            serial,
            card: None,
            stage: Stage::Invited,
            until: now + INVITED,
            nudge: None,
            pauses: 0,
        }
    }

    /// One of the two tapped a button of the present card.
    pub(super) fn tapped(mut self, who: UserId, tap: TalkTap, scene: Scene<'_>) -> Outcome {
        match (self.stage.clone(), tap) {
            (_, TalkTap::Stop) => Outcome::ended(self, Ending::Stopped),
            (Stage::Invited, TalkTap::Now | TalkTap::Later(_) | TalkTap::AnotherDay | TalkTap::NotThisOne)
                if self.asked_by == Some(who) =>
            {
                Outcome::same(self, Shown::Box("alert-talk-for-the-other"))
            }
            (Stage::Invited, TalkTap::Now) => self.meet(scene.now),
            (Stage::Invited, TalkTap::Later(minutes)) => self.pause(Place::Meeting, minutes, scene.now),
            (Stage::Invited, TalkTap::AnotherDay) => Outcome::ended(self, Ending::AnotherDay),
            (Stage::Invited, TalkTap::NotThisOne) => Outcome::same(self, Shown::Box("alert-talk-closes-by-itself")),
            (Stage::Meeting(mut taps), TalkTap::Way(way)) => {
                taps.set(who, way_number(way));
                let Some((one, other)) = taps.both() else {
                    self.stage = Stage::Meeting(taps);
                    return Outcome::same(self, NOTED);
                };
                let way = if one == other { way } else { Way::Slow };
                self.begin(way, scene)
            }
            (Stage::Meeting(_), TalkTap::Pause) => self.pause(Place::Meeting, PAUSE, scene.now),
            (Stage::Playing(play), TalkTap::Pause) => self.pause(Place::Step(play), PAUSE, scene.now),
            (Stage::Playing(play), tap) => self.play_tap(play, who, tap, scene),
            (Stage::Paused(..), TalkTap::PauseFor(minutes)) => {
                self.until = scene.now + TimeDelta::minutes(minutes.into());
                Outcome::new(self, Draw::InPlace)
            }
            (Stage::Paused(place, mut taps), TalkTap::Back) => {
                taps.set(who, 0);
                if taps.both().is_some() {
                    return self.go_on(place, scene);
                }
                self.stage = Stage::Paused(place, taps);
                Outcome::same(self, NOTED)
            }
            (Stage::Returning(place, mut taps), TalkTap::Back | TalkTap::Over) => {
                taps.set(who, u8::from(tap == TalkTap::Over));
                match taps.both() {
                    None => {
                        self.stage = Stage::Returning(place, taps);
                        Outcome::same(self, NOTED)
                    }
                    // A turn begins anew only if both would like that.
                    Some((1, 1)) => self.over(place, scene),
                    Some(_) => self.go_on(place, scene),
                }
            }
            (Stage::Paused(place, _) | Stage::Returning(place, _), TalkTap::Enough) => self.park(place, scene.now),
            _ => Outcome::same(self, GONE_BY),
        }
    }

    fn play_tap(mut self, mut play: Play, who: UserId, tap: TalkTap, scene: Scene<'_>) -> Outcome {
        let Some(step) = scene.script.step(&play.step) else { return Outcome::ended(self, Ending::Lost) };
        let turn = step.act.who().map(|role| scene.actor(role, &play));
        match (&step.act, tap) {
            // Asked for by either of them, or by the one whose turn it is.
            (Act::Turn { who: Who::Listener, .. }, TalkTap::Again) if turn == Some(who) => match play.told_at.clone() {
                Some(told) => self.enter(play, &told, scene),
                None => self.again(play),
            },
            (_, TalkTap::Again) if turn.is_none_or(|turn| turn == who) => self.again(play),
            (Act::Both { how: BothHow::Words, next, .. }, TalkTap::Done | TalkTap::Skip)
            | (Act::Both { how: BothHow::Agree { .. }, next, .. }, TalkTap::Choose(0)) => {
                play.taps.set(who, 0);
                self.both(play, next, scene)
            }
            (Act::Private { agree, moment, .. }, TalkTap::Choose(answer @ 0..=1)) => {
                play.taps.set(who, answer);
                if *moment == Moment::WhenBoth && play.taps.both() == Some((0, 0)) {
                    return self.enter(play, agree, scene);
                }
                self.stage = Stage::Playing(play);
                Outcome::same(self, Shown::Box("alert-talk-private"))
            }
            (Act::Both { how: BothHow::Words, .. }, TalkTap::Stems) => {
                self.stage = Stage::Playing(play);
                Outcome::new(self, Draw::Stems)
            }
            (Act::Both { .. } | Act::Private { .. } | Act::Close, _) => Outcome::same(self, GONE_BY),
            (_, _) if turn != Some(who) => Outcome::same(self, NOT_YOUR_TURN),
            (Act::Turn { .. }, TalkTap::Stems) => {
                self.stage = Stage::Playing(play);
                Outcome::new(self, Draw::Stems)
            }
            (Act::Turn { next, .. }, TalkTap::Done) => self.enter(play, next, scene),
            (Act::Turn { skip: Some(skip), .. }, TalkTap::Skip) => self.enter(play, skip, scene),
            (Act::Turn { chips, next, .. }, TalkTap::Chip(n)) if usize::from(n) < chips.len() => {
                let guess = Some((play.step.clone(), n));
                let mut outcome = self.enter(play, next, scene);
                if let Stage::Playing(play) = &mut outcome.talk.stage {
                    play.guess = guess;
                }
                outcome
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
                    _ => thats_it,
                };
                self.enter(play, to, scene)
            }
            (Act::Choose { choices, .. }, TalkTap::Choose(n)) => match choices.get(usize::from(n)) {
                Some(choice) => {
                    if choice.in_room {
                        play.way = Way::Room;
                    }
                    self.enter(play, &choice.to, scene)
                }
                None => Outcome::same(self, GONE_BY),
            },
            (Act::Swap { to, .. }, TalkTap::Choose(0)) => {
                let swapped = Play::new(play.way, who, Turn::Second, play.step.clone());
                self.enter(Play { said: play.said, ..swapped }, to, scene)
            }
            (Act::Swap { done, .. }, TalkTap::Choose(1)) => self.enter(play, done, scene),
            _ => Outcome::same(self, GONE_BY),
        }
    }

    /// One of the two said something where the bot could hear it. What it was does not come in.
    pub(super) fn spoke(mut self, who: UserId, message: MessageId, size: Size, scene: Scene<'_>) -> Outcome {
        let Stage::Playing(mut play) = self.stage.clone() else { return Outcome::new(self, Draw::Nothing) };
        let Some(step) = scene.script.step(&play.step) else { return Outcome::ended(self, Ending::Lost) };
        if play.way == Way::Room {
            return Outcome::new(self, Draw::Nothing);
        }
        match &step.act {
            Act::Turn { who: role, caps, next, .. } if scene.actor(*role, &play) == who => {
                play.said = Some(message);
                play.heard = Heard::Words;
                play.rich |= *role == Who::Speaker && is_long(size, *caps);
                if scene.script.turn_ends == TurnEnds::FirstReply {
                    return self.enter(play, next, scene);
                }
                self.stay(play, Draw::Nothing, scene)
            }
            Act::Turn { .. } if !play.held => {
                play.held = true;
                self.stage = Stage::Playing(play);
                Outcome { whisper: Some((who, "whisper-hold-that-thought")), ..Outcome::new(self, Draw::Nothing) }
            }
            Act::Both { how: BothHow::Words, next, .. } => {
                play.said = Some(message);
                play.heard = Heard::Words;
                play.taps.set(who, 0);
                self.both(play, next, scene)
            }
            _ => Outcome::new(self, Draw::Nothing),
        }
    }

    /// The time of this stage is over. `self.until` is when it was to be.
    pub(super) fn silence(mut self, scene: Scene<'_>) -> Outcome {
        let late = scene.now - self.until > WE_WERE_AWAY;
        match self.stage.clone() {
            Stage::Invited => Outcome::ended(self, Ending::Closed),
            Stage::Paused(place, _) => {
                self.stage = Stage::Returning(place, Taps::default());
                self.until = scene.now + self.return_time();
                Outcome::new(self, Draw::Below)
            }
            Stage::Parked(_) => Outcome::ended(self, Ending::Forgotten),
            Stage::Meeting(_) if late => {
                self.until = scene.now + SETTING_OUT;
                Outcome { excuse: true, ..Outcome::new(self, Draw::Below) }
            }
            Stage::Returning(..) if late => {
                self.until = scene.now + self.return_time();
                Outcome { excuse: true, ..Outcome::new(self, Draw::Below) }
            }
            Stage::Playing(play) if late => Outcome { excuse: true, ..self.stay(play, Draw::Below, scene) },
            Stage::Meeting(_) => self.park(Place::Meeting, scene.now),
            Stage::Returning(place, _) => self.park(place, scene.now),
            Stage::Playing(play) => match scene.script.step(&play.step).map(|step| &step.act) {
                None => Outcome::ended(self, Ending::Lost),
                Some(Act::Private { agree, .. }) if play.taps.both() == Some((0, 0)) => self.enter(play, agree, scene),
                Some(Act::Private { otherwise: PrivateElse::Step(to), .. } | Act::Both { silence: Some(to), .. }) => {
                    self.enter(play, to, scene)
                }
                Some(Act::Private { otherwise: PrivateElse::Closed, .. }) => Outcome::ended(self, Ending::Closed),
                Some(_) => self.park(Place::Step(play), scene.now),
            },
        }
    }

    /// Half the time of a step is over.
    pub(super) fn half_time(mut self, scene: Scene<'_>) -> Outcome {
        self.nudge = None;
        let turn = match &self.stage {
            Stage::Playing(play) => {
                let who = scene.script.step(&play.step).and_then(|step| step.act.who());
                who.map(|who| scene.actor(who, play))
            }
            _ => None,
        };
        Outcome { whisper: turn.map(|who| (who, "whisper-take-your-time")), ..Outcome::new(self, Draw::Nothing) }
    }

    /// `/resume`: a parked one is taken up again, when both say so.
    pub(super) fn take_up(mut self, now: DateTime<Utc>) -> Outcome {
        if let Stage::Parked(place) = self.stage {
            self.stage = Stage::Returning(place, Taps::default());
            self.until = now + self.return_time();
        }
        Outcome::new(self, Draw::Below)
    }

    /// It rests without a word: the bot cannot write here.
    pub(super) fn park_unseen(mut self, now: DateTime<Utc>) -> Self {
        let place = match self.stage {
            Stage::Invited | Stage::Meeting(_) => Place::Meeting,
            Stage::Playing(play) => Place::Step(play),
            Stage::Paused(place, _) | Stage::Returning(place, _) | Stage::Parked(place) => place,
        };
        self.stage = Stage::Parked(place);
        self.until = now + PARKED;
        self.nudge = None;
        self
    }

    fn meet(mut self, now: DateTime<Utc>) -> Outcome {
        self.stage = Stage::Meeting(Taps::default());
        self.until = now + SETTING_OUT;
        Outcome::new(self, Draw::InPlace)
    }

    fn begin(self, way: Way, scene: Scene<'_>) -> Outcome {
        let Some(step) = scene.script.begin() else { return Outcome::ended(self, Ending::Lost) };
        let play = Play::new(way, scene.first, Turn::First, step.id.clone());
        self.arrive(play, &step.id, scene)
    }

    /// On to a step. A swap after the second turn leads on by itself.
    fn enter(self, mut play: Play, to: &StepId, scene: Scene<'_>) -> Outcome {
        let to = match scene.script.step(to).map(|step| &step.act) {
            Some(Act::Swap { done, .. }) if play.turn == Turn::Second => done,
            _ => to,
        };
        let from = scene.script.step(&play.step).map(|step| &step.act);
        if let Some(Act::Turn { who: Who::Speaker, .. }) = from {
            play.told_at = Some(play.step.clone());
        } else {
            play.rich = false;
        }
        play.guess = None;
        self.arrive(play, to, scene)
    }

    fn arrive(self, play: Play, to: &StepId, scene: Scene<'_>) -> Outcome {
        let Some(step) = scene.script.step(to) else { return Outcome::ended(self, Ending::Lost) };
        let words = play.heard;
        let play = Play { step: to.clone(), taps: Taps::default(), heard: Heard::Nothing, held: false, ..play };
        if step.act == Act::Close {
            return Outcome::ended(Self { stage: Stage::Playing(play), ..self }, Ending::Done);
        }
        // Someone whose turn it is has to hear of it; an edit makes no sound.
        let silent = play.way == Way::Room || (step.act.who().is_none() && words == Heard::Nothing);
        self.stay(play, if silent { Draw::InPlace } else { Draw::Below }, scene)
    }

    /// Waits at a step, with fresh patience.
    fn stay(mut self, play: Play, draw: Draw, scene: Scene<'_>) -> Outcome {
        let Some(step) = scene.script.step(&play.step) else { return Outcome::ended(self, Ending::Lost) };
        let patience = patience(step, play.way);
        self.until = scene.now + patience;
        self.nudge = step.act.who().filter(|_| play.way == Way::Here).map(|_| scene.now + patience / 2);
        self.stage = Stage::Playing(play);
        Outcome::new(self, draw)
    }

    fn both(mut self, play: Play, next: &StepId, scene: Scene<'_>) -> Outcome {
        if play.taps.both().is_some() {
            return self.enter(play, next, scene);
        }
        self.stage = Stage::Playing(play);
        Outcome::same(self, NOTED)
    }

    /// The present card once more, at the bottom of the chat.
    fn again(mut self, play: Play) -> Outcome {
        self.stage = Stage::Playing(play);
        Outcome::new(self, Draw::Below)
    }

    fn pause(mut self, place: Place, minutes: u16, now: DateTime<Utc>) -> Outcome {
        self.stage = Stage::Paused(place, Taps::default());
        self.until = now + TimeDelta::minutes(minutes.into());
        self.nudge = None;
        self.pauses = self.pauses.saturating_add(1);
        let draw = if self.play().is_some_and(|play| play.way != Way::Room) { Draw::Below } else { Draw::InPlace };
        Outcome::new(self, draw)
    }

    fn go_on(self, place: Place, scene: Scene<'_>) -> Outcome {
        match place {
            Place::Meeting => self.meet(scene.now),
            Place::Step(play) if play.way == Way::Room => self.stay(play, Draw::InPlace, scene),
            Place::Step(play) => self.stay(play, Draw::Below, scene),
        }
    }

    /// That turn once more, from its beginning.
    fn over(self, place: Place, scene: Scene<'_>) -> Outcome {
        let Place::Step(play) = place else { return self.go_on(place, scene) };
        let speaks = |step: &&ScriptStep| matches!(step.act, Act::Turn { who: Who::Speaker, .. });
        match scene.script.steps.iter().find(speaks) {
            Some(first) if play.told_at.is_some() => {
                let anew = Play::new(play.way, play.speaker, play.turn, first.id.clone());
                self.go_on(Place::Step(anew), scene)
            }
            _ => self.go_on(Place::Step(play), scene),
        }
    }

    fn park(self, place: Place, now: DateTime<Utc>) -> Outcome {
        let way = self.play().map(|play| play.way);
        let mut talk = self.park_unseen(now);
        talk.stage = Stage::Parked(place);
        let draw = if way.is_some_and(|way| way != Way::Room) { Draw::Below } else { Draw::InPlace };
        Outcome::new(talk, draw)
    }

    /// How long both may take to come back.
    fn return_time(&self) -> TimeDelta {
        match self.play() {
            Some(play) if play.way == Way::Slow => super::SLOW_STEP,
            _ => RETURNING,
        }
    }
}

impl Play {
    fn new(way: Way, speaker: UserId, turn: Turn, step: StepId) -> Self {
        Self {
            way,
            speaker,
            turn,
            step,
            taps: Taps::default(),
            loops: 0,
            more: 0,
            ease: Ease::NotYet,
            said: None,
            told_at: None,
            heard: Heard::Nothing,
            held: false,
            rich: false,
            guess: None,
        }
    }
}

fn way_number(way: Way) -> u8 {
    match way {
        Way::Room => 0,
        Way::Here => 1,
        Way::Slow => 2,
    }
}

fn is_long(size: Size, caps: Caps) -> bool {
    match size {
        Size::Chars(chars) => chars > caps.chars,
        Size::Seconds(seconds) => seconds > caps.seconds,
        Size::AtAGlance => false,
    }
}
