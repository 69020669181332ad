//! Breaks: a pause with a time to come back, the way back, and what is parked.

use chrono::{DateTime, TimeDelta, Utc};

use super::super::{Settings, UserId};
use super::machine::{Draw, Outcome, Scene};
use super::{LaterBy, PARKED, Pause, Place, Play, RETURNING, SLOW_STEP, Stage, Talk, Taps, Way};
use crate::prompts::Act;

/// Whether a talk can be put off by so much: its hour, and the half hour to come to it, are night for neither.
pub(super) fn can_begin_in(by: LaterBy, settings: &Settings, now: DateTime<Utc>) -> bool {
    let at = now + TimeDelta::minutes(by.minutes().into());
    [at, at + RETURNING].into_iter().all(|at| !settings.is_quiet(at) && !settings.is_quiet_for_second(at))
}

impl Talk {
    /// `/resume`: a parked one is taken up again, when both say so.
    pub(super) fn take_up(mut self, scene: Scene<'_>) -> Outcome {
        if let Stage::Parked(place) = self.stage {
            self.stage = Stage::Returning(place, Taps::default());
            self.until = self.returns_by(scene);
        }
        Outcome::new(self, Draw::Below)
    }

    /// It rests without a word: the bot cannot write here.
    pub(super) fn park_unseen(mut self, now: DateTime<Utc>) -> Self {
        let place = match self.stage {
            Stage::Invited | Stage::Asked(_) | Stage::Meeting(_) => Place::Meeting,
            Stage::Playing(play) => Place::Step(play),
            Stage::Paused(Pause { place, .. }) | Stage::Returning(place, _) | Stage::Parked(place) => place,
        };
        self.stage = Stage::Parked(place);
        self.until = now + PARKED;
        self.nudge = None;
        self
    }

    pub(super) fn pause(mut self, place: Place, minutes: u16, who: UserId, now: DateTime<Utc>) -> Outcome {
        self.stage = Stage::Paused(Pause { place, back: Taps::default(), by: Some(who) });
        self.until = now + TimeDelta::minutes(minutes.into());
        self.nudge = None;
        self.pauses = self.pauses.saturating_add(1);
        let draw = if self.play().is_some_and(|play| play.way != Way::Room) { Draw::Below } else { Draw::InPlace };
        Outcome::new(self, draw)
    }

    pub(super) fn go_on(self, place: Place, scene: Scene<'_>) -> Outcome {
        match place {
            Place::Meeting => self.meet(Draw::InPlace, scene.now),
            Place::Step(play) if play.way == Way::Room => self.stay(play, Draw::InPlace, scene),
            Place::Step(play) => self.stay(play, Draw::Below, scene),
        }
    }

    /// That turn once more, from its beginning.
    pub(super) fn over(self, place: Place, scene: Scene<'_>) -> Outcome {
        let Place::Step(play) = place else { return self.go_on(place, scene) };
        // A swap is the beginning of a turn already.
        let swaps = scene.script.step(&play.step).is_some_and(|step| matches!(step.act, Act::Swap { .. }));
        match scene.script.floor() {
            Some(first) if play.told_at.is_some() && !swaps => {
                let anew = Play::new(play.way, play.speaker, play.turn, first.id.clone());
                self.go_on(Place::Step(anew), scene)
            }
            _ => self.go_on(Place::Step(play), scene),
        }
    }

    pub(super) fn park(self, place: Place, now: DateTime<Utc>) -> Outcome {
        let way = self.play().map(|play| play.way);
        let mut talk = self.park_unseen(now);
        talk.stage = Stage::Parked(place);
        // Where they were not together, an edit would go by unheard.
        Outcome::new(talk, if way == Some(Way::Room) { Draw::InPlace } else { Draw::Below })
    }

    /// Until when both may take to come back (UTC).
    pub(super) fn returns_by(&self, scene: Scene<'_>) -> DateTime<Utc> {
        let way = self.play().map(|play| play.way);
        scene.after(if way == Some(Way::Slow) { SLOW_STEP } else { RETURNING }, way)
    }
}
