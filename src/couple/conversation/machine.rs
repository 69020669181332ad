//! The machine: a conversation, an event, now; and what follows.

use crate::line;
use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Phrase, Settings, Show, Two, UserId};
use super::breaks::can_begin_in;
use super::{
    Ease, GoOn, Heard, INVITED, MORNING, PAUSE, Pause, Place, Play, SETTING_OUT, SLOW_QUESTION, SLOW_STEP, Stage, Talk,
    TalkSerial, TalkTap, Taps, Telling, Turn, WE_WERE_AWAY, Way, Yes,
};
use crate::prompts::{Act, BothHow, Caps, PrivateElse, Script, ScriptStep, StepId, Who};

/// What a conversation takes place in.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub script: &'a Script,
    pub people: Two,
    /// Who has the floor first.
    pub first: UserId,
    /// Their hours.
    pub settings: &'a Settings,
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
    /// No words at all: a sticker, a poll, a place.
    Nothing,
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
    /// What the one who tapped sees.
    pub shown: Show,
    /// A quiet word to one of the two, in private.
    pub whisper: Option<(UserId, Phrase)>,
    /// A line in the group, below a card that stays.
    pub beside: Option<Phrase>,
    pub ending: Option<Ending>,
    /// Whether a silence was ours, and is to be excused.
    pub excuse: bool,
}

impl Outcome {
    pub(super) fn new(talk: Talk, draw: Draw) -> Self {
        Self { talk, draw, shown: Show::Nothing, whisper: None, beside: None, ending: None, excuse: false }
    }

    /// The next card tells what was chosen: a step and the number of its chip or choice.
    pub(super) fn showing(mut self, chosen: Option<(StepId, u8)>) -> Self {
        if let Stage::Playing(play) = &mut self.talk.stage {
            play.guess = chosen;
        }
        self
    }

    /// The turn is told again, because the listener asked for it.
    pub(super) fn once_more(mut self) -> Self {
        if let Stage::Playing(play) = &mut self.talk.stage {
            play.telling = Telling::OnceMore;
        }
        self
    }

    /// The same, and the one who tapped reads this: whoever tapped last reads what the first one read.
    pub(super) fn answering(mut self, shown: Show) -> Self {
        self.shown = shown;
        self
    }

    pub(super) fn same(talk: Talk, shown: Show) -> Self {
        Self { shown, ..Self::new(talk, Draw::Nothing) }
    }

    pub(super) fn ended(talk: Talk, ending: Ending) -> Self {
        Self { ending: Some(ending), ..Self::new(talk, Draw::Nothing) }
    }
}

pub(super) fn not_your_turn() -> Show {
    Show::Box(line::alert_talk_not_your_turn())
}
pub(super) fn gone_by() -> Show {
    Show::Box(line::alert_talk_gone_by())
}
pub(super) fn noted() -> Show {
    Show::Passing(line::alert_talk_noted())
}

impl Scene<'_> {
    /// When a time of this length is over. Where they take days, nothing runs out at night, nor before there was a morning
    /// to see it.
    pub(super) fn after(&self, time: TimeDelta, way: Option<Way>) -> DateTime<Utc> {
        let over = self.now + time;
        if way != Some(Way::Slow) {
            return over;
        }
        self.settings.waking_from(self.settings.waking_from(over) - MORNING) + MORNING
    }

    fn other(&self, who: UserId) -> UserId {
        self.people.other(who)
    }

    pub(super) fn actor(&self, who: Who, play: &Play) -> UserId {
        match who {
            Who::Speaker => play.speaker,
            Who::Listener => self.other(play.speaker),
        }
    }
}

/// How long a step waits for the one whose turn it is.
pub(super) fn patience(step: &ScriptStep, way: Way) -> TimeDelta {
    match &step.act {
        Act::Private { .. } | Act::Both { how: BothHow::Agree { .. }, .. } if way == Way::Slow => SLOW_QUESTION,
        Act::Private { wait, .. } => TimeDelta::minutes(wait.cast_signed()),
        Act::Both { how: BothHow::Agree { .. }, .. } => SETTING_OUT,
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
            gate: script.gate,
            counted: None,
            excused: None,
            pointed: None,
            opener: 0,
            heard: Heard::Nothing,
        }
    }

    /// One of the two tapped a button of the present card.
    pub(super) fn tapped(self, who: UserId, tap: TalkTap, scene: Scene<'_>) -> Outcome {
        self.asked_alone().tapped_there(who, tap, scene)
    }

    fn tapped_there(mut self, who: UserId, tap: TalkTap, scene: Scene<'_>) -> Outcome {
        match (self.stage.clone(), tap) {
            (_, TalkTap::Stop) => Outcome::ended(self, Ending::Stopped),
            (Stage::Asked(asked), tap) => self.asked_tap(asked, who, tap, scene),
            (Stage::Invited, TalkTap::Now | TalkTap::Later(_) | TalkTap::AnotherDay | TalkTap::NotThisOne)
                if self.asked_by == Some(who) =>
            {
                Outcome::same(self, Show::Box(line::alert_talk_for_the_other()))
            }
            (Stage::Invited, TalkTap::Now) => self.meet(Draw::Below, scene.now),
            (Stage::Invited, TalkTap::Later(by)) if !can_begin_in(by, scene.settings, scene.now) => {
                Outcome::same(self, Show::Box(line::alert_hour_quiet()))
            }
            (Stage::Invited, TalkTap::Later(by)) => self.pause(Place::Meeting, by.minutes(), who, scene.now),
            (Stage::Invited, TalkTap::AnotherDay) => Outcome::ended(self, Ending::AnotherDay),
            (Stage::Invited, TalkTap::NotThisOne) => {
                Outcome::same(self, Show::Passing(line::alert_talk_closes_by_itself()))
            }
            (Stage::Meeting(_), TalkTap::Way(Way::Slow)) if !scene.script.can_go_slowly() => {
                Outcome::same(self, gone_by())
            }
            (Stage::Meeting(mut taps), TalkTap::Way(way)) => {
                taps.set(who, way);
                let Some((one, other)) = taps.both() else {
                    if way == Way::Slow {
                        // There is time for the other to see it.
                        self.until = scene.after(SLOW_STEP, Some(way));
                    }
                    self.stage = Stage::Meeting(taps);
                    return Outcome::same(self, noted());
                };
                let between = if scene.script.can_go_slowly() { Way::Slow } else { Way::Here };
                let way = if one == other { way } else { between };
                self.begin(way, scene).answering(noted())
            }
            (Stage::Meeting(_), TalkTap::Pause) => self.pause(Place::Meeting, PAUSE, who, scene.now),
            (Stage::Playing(play), TalkTap::Pause) => self.pause(Place::Step(play), PAUSE, who, scene.now),
            (Stage::Playing(play), tap) => self.play_tap(play, who, tap, scene),
            (Stage::Paused(Pause { place, by, .. }), TalkTap::PauseFor(length)) => {
                let until = scene.now + TimeDelta::minutes(length.minutes().into());
                // Who needs a break says how long; the other may give it more time.
                if by != Some(who) && until < self.until {
                    return Outcome::same(self, Show::Box(line::alert_talk_longer_only()));
                }
                self.until = until;
                self.stage = Stage::Paused(Pause { place, back: Taps::default(), by });
                Outcome::new(self, Draw::InPlace)
            }
            (Stage::Paused(Pause { place, mut back, by }), TalkTap::Back) => {
                back.set(who, Yes);
                if back.both().is_some() {
                    return self.go_on(place, scene).answering(noted());
                }
                self.stage = Stage::Paused(Pause { place, back, by });
                Outcome::same(self, noted())
            }
            (Stage::Returning(place, mut taps), TalkTap::Back | TalkTap::Over) => {
                taps.set(who, if tap == TalkTap::Over { GoOn::Over } else { GoOn::FromWhereWeWere });
                match taps.both() {
                    None => {
                        self.stage = Stage::Returning(place, taps);
                        Outcome::same(self, noted())
                    }
                    // A turn begins anew only if both would like that.
                    Some((GoOn::Over, GoOn::Over)) => self.over(place, scene).answering(noted()),
                    Some(_) => self.go_on(place, scene).answering(noted()),
                }
            }
            (Stage::Paused(Pause { place, .. }) | Stage::Returning(place, _), TalkTap::Enough) => {
                self.park(place, scene.now)
            }
            (Stage::Parked(_), _) => Outcome::same(self, Show::Box(line::alert_talk_parked())),
            _ => Outcome::same(self, gone_by()),
        }
    }

    /// The time of this stage is over. `self.until` is when it was to be. Nobody has tapped, and an edit makes no sound: what
    /// is to be done next comes as a new message, in one room too.
    pub(super) fn silence(self, scene: Scene<'_>) -> Outcome {
        let outcome = self.runs_out(scene);
        let draw = if outcome.draw == Draw::InPlace { Draw::Below } else { outcome.draw };
        Outcome { draw, ..outcome }
    }

    fn runs_out(mut self, scene: Scene<'_>) -> Outcome {
        let late = scene.now - self.until > WE_WERE_AWAY;
        match self.stage.clone() {
            Stage::Invited | Stage::Asked(_) => Outcome::ended(self, Ending::Closed),
            Stage::Paused(Pause { place, .. }) => {
                self.stage = Stage::Returning(place, Taps::default());
                self.until = self.returns_by(scene);
                Outcome::new(self, Draw::Below)
            }
            Stage::Parked(_) => Outcome::ended(self, Ending::Forgotten),
            Stage::Meeting(_) if late => {
                self.until = scene.now + SETTING_OUT;
                Outcome { excuse: true, ..Outcome::new(self, Draw::Below) }
            }
            Stage::Returning(..) if late => {
                self.until = self.returns_by(scene);
                Outcome { excuse: true, ..Outcome::new(self, Draw::Below) }
            }
            Stage::Playing(play) if late => Outcome { excuse: true, ..self.stay(play, Draw::Below, scene) },
            Stage::Meeting(_) => self.park(Place::Meeting, scene.now),
            Stage::Returning(place, _) => self.park(place, scene.now),
            Stage::Playing(play) => match scene.script.step(&play.step).map(|step| &step.act) {
                None => Outcome::ended(self, Ending::Lost),
                Some(Act::Private { agree, .. }) if play.taps.both().is_some() => self.enter(play, agree, scene),
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
        Outcome { whisper: turn.map(|who| (who, line::whisper_take_your_time())), ..Outcome::new(self, Draw::Nothing) }
    }

    pub(super) fn meet(mut self, draw: Draw, now: DateTime<Utc>) -> Outcome {
        self.stage = Stage::Meeting(Taps::default());
        self.until = now + SETTING_OUT;
        Outcome::new(self, draw)
    }

    fn begin(self, way: Way, scene: Scene<'_>) -> Outcome {
        let Some(step) = scene.script.begin() else { return Outcome::ended(self, Ending::Lost) };
        let play = Play::new(way, scene.first, Turn::First, step.id.clone());
        self.arrive(play, &step.id, scene)
    }
}

impl Play {
    /// Whether words were said so far, or could have been: in one room nobody can tell.
    pub(super) fn heard_so_far(&self, script: &Script) -> Heard {
        let words =
            |act: &Act| matches!(act, Act::Turn { .. } | Act::Swap { .. } | Act::Both { how: BothHow::Words, .. });
        let aloud = self.way == Way::Room && script.step(&self.step).is_some_and(|step| words(&step.act));
        let begun = self.turn == Turn::Second || self.told_at.is_some() || self.said.is_some();
        if aloud || begun { Heard::Words } else { self.heard }
    }

    pub(super) fn new(way: Way, speaker: UserId, turn: Turn, step: StepId) -> Self {
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
            telling: Telling::Fresh,
            heard: Heard::Nothing,
            held: false,
            agreed: None,
            rich: false,
            guess: None,
        }
    }
}

pub(super) fn is_long(size: Size, caps: Caps) -> bool {
    match size {
        Size::Chars(chars) => chars > caps.chars,
        Size::Seconds(seconds) => seconds > caps.seconds,
        Size::AtAGlance | Size::Nothing => false,
    }
}
