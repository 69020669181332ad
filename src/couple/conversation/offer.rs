//! `/listen`: which conversations fit now, by whom they were opened, and the one that comes each week.

use crate::couple::TalkAction;
use crate::line;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Action, Button, Couple, Cx, Lately, Message, MessageId, Settings, Show, UserId, Value};
use super::floor::By;
use super::stopped::Stopped;
use super::{Stage, Talk, TalkSerial, WeeklyTalk};
use crate::prompts::{Gate, Named, Script, ScriptId};

/// Heavy or intimate conversations in a week, at most (method 4.4).
const HEAVY_A_WEEK: usize = 2;
/// Invitations in a day, at most: whoever likes none is not to be asked again and again.
const INVITED_A_DAY: usize = 5;

/// The conversations of a couple: the one under way, and what must be known for the next.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Talks {
    /// The one under way.
    #[serde(default)]
    pub now: Option<Talk>,
    /// The number of the card shown last.
    #[serde(default)]
    pub serial: TalkSerial,
    /// When each was over last, however it ended (UTC).
    #[serde(default)]
    pub over: BTreeMap<ScriptId, DateTime<Utc>>,
    /// When heavy or intimate ones were over in the last week (UTC).
    #[serde(default)]
    pub heavy: Vec<DateTime<Utc>>,
    /// How many openers of each have been used.
    #[serde(default)]
    pub openers: BTreeMap<ScriptId, usize>,
    /// Who had the floor first, the last time.
    #[serde(default)]
    pub first: Option<UserId>,
    /// Who did not come to their turn, and is first next time; forgotten at this time (UTC).
    #[serde(default)]
    pub owed: Option<(UserId, DateTime<Utc>)>,
    #[serde(default)]
    pub weekly: Option<WeeklyTalk>,
    /// When each is asked, in private, how it left them (UTC).
    #[serde(default)]
    pub aftercare: Option<DateTime<Utc>>,
    /// One of the two asked for a lighter week, in private: until then only light cards come (UTC).
    #[serde(default)]
    pub lighter: Option<DateTime<Utc>>,
    /// Until then no card comes by itself: a talk has room behind it (UTC).
    #[serde(default)]
    pub hush: Option<DateTime<Utc>>,
    /// The one that was stopped last, for as long as that can be undone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in super::super) stopped: Option<Stopped>,
    /// When one of the two asked the other for a talk.
    #[serde(default, skip_serializing_if = "Lately::is_empty")]
    pub invited: Lately,
}

/// Whether a conversation may take place now: who is there, and the hour. What either of the two chose in private has
/// no part in it: nothing is to be learnt from what is offered.
pub(super) fn is_allowed(script: &Script, gates: &[Gate], settings: &Settings, now: DateTime<Utc>) -> bool {
    let local = now.with_timezone(&settings.zone);
    let early = script.latest_hour.is_none_or(|latest| u64::from(local.hour()) < latest);
    let awake = !settings.quiet.covers(local.time()) && !settings.is_quiet_for_second(now);
    gates.contains(&script.gate) && early && (script.gate == Gate::Open || awake)
}

impl Talks {
    /// Whether one of the two asked for a lighter week, and it lasts.
    pub(in super::super) fn is_lighter(&self, now: DateTime<Utc>) -> bool {
        self.lighter.is_some_and(|until| now < until)
    }

    /// Whether a heavy or intimate one was over less than a day ago: a light card has its place now (method 3.2).
    pub(in super::super) fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.heavy.iter().any(|over| now - over < TimeDelta::days(1))
    }

    /// Whether this one can be begun now.
    pub(super) fn fits(&self, script: &Script, gates: &[Gate], settings: &Settings, now: DateTime<Utc>) -> bool {
        let hours = |hours: u64| TimeDelta::hours(hours.cast_signed());
        let rested = self.over.get(&script.id).is_none_or(|over| *over + hours(script.again_after_hours) <= now);
        let calm = self.heavy.iter().all(|over| *over + hours(script.after_heavy_hours) <= now);
        let few = self.heavy.iter().filter(|over| **over + TimeDelta::days(7) > now).count() < HEAVY_A_WEEK;
        rested && calm && (script.gate == Gate::Open || few) && is_allowed(script, gates, settings, now)
    }
}

impl Couple {
    /// The kinds of talks that can be offered: all of them, whatever doors are open, while the two are alone.
    pub(super) fn gates_of_talks(&self, now: DateTime<Utc>) -> &'static [Gate] {
        if self.are_alone(now) { Gate::ALL } else { &[Gate::Open] }
    }

    /// `/listen`, `/listen five`, `/listen state every sunday 18:00`, `/listen state off`.
    pub(in super::super) fn listen_typed(&mut self, user: UserId, typed: &str, cx: &mut Cx<'_>) {
        let typed = typed.trim().to_lowercase();
        if let Some((name, when)) = typed.split_once(" every ") {
            let answer = self.listen_weekly(user, name, when, cx);
            return cx.say(answer);
        }
        if let Some(name) = typed.strip_suffix(" off") {
            let answer = self.weekly_off(|script| script.answers_to(name), cx);
            return cx.say(Message::new([answer]));
        }
        if self.has_talk_under_way() {
            return self.talk_again(By::Person, cx);
        }
        let offered = self.offered(cx);
        if typed.is_empty() {
            return cx.say(self.list(&offered, cx));
        }
        let stands = self.question_stands();
        match offered.into_iter().find(|script| script.answers_to(&typed)) {
            Some(script) if stands.is_some_and(|talk| talk.script == script.id) => self.asked_once_more(user, cx),
            Some(_) if !self.talks.invited.has_room(INVITED_A_DAY, cx.now) => cx.line(line::alert_talks_enough()),
            Some(script) => self.invite(Some(user), script, cx),
            // A name that is none, a time that does not fit: the same line.
            None => cx.line(line::listen_not_now()),
        }
    }

    /// Whether a talk has been agreed to and is not over, nor parked.
    fn has_talk_under_way(&self) -> bool {
        let asked_or_parked = |talk: &Talk| matches!(talk.stage, Stage::Invited | Stage::Asked(_) | Stage::Parked(_));
        self.talks.now.as_ref().is_some_and(|talk| !asked_or_parked(talk))
    }

    /// The talk about which a question stands.
    fn question_stands(&self) -> Option<&Talk> {
        self.talks.now.as_ref().filter(|talk| matches!(talk.stage, Stage::Invited | Stage::Asked(_)))
    }

    /// The talks that can be chosen now, shortest first. While a question stands, those that need no door, and its own:
    /// whatever anybody has answered to it.
    fn offered<'l>(&self, cx: &Cx<'l>) -> Vec<&'l Script> {
        let gates = self.gates_of_talks(cx.now);
        let fits = |script: &&Script| match self.question_stands() {
            Some(talk) if talk.script == script.id => true,
            Some(_) => script.gate == Gate::Open && self.talks.fits(script, gates, &self.settings, cx.now),
            None => self.talks.fits(script, gates, &self.settings, cx.now),
        };
        cx.library.scripts().iter().filter(fits).collect()
    }

    /// The talk that the question is about is chosen again: who asked is told that it stands, the other sees it once more.
    fn asked_once_more(&mut self, user: UserId, cx: &mut Cx<'_>) {
        if self.question_stands().is_some_and(|talk| talk.asked_by == Some(user)) {
            return cx.line(line::talk_asked_already());
        }
        self.talk_again(By::Person, cx);
    }

    /// A tap on a button about conversations.
    pub(in super::super) fn talk_tap(
        &mut self,
        user: UserId,
        action: TalkAction,
        message: MessageId,
        cx: &mut Cx<'_>,
    ) -> Show {
        match action {
            TalkAction::Listen(script) => self.listen_tapped(user, &script, message, cx),
            TalkAction::Weekly(tap) => self.weekly_tapped(user, &tap, message, cx),
            TalkAction::Undo(serial) => self.undo_stop(user, serial, message, cx),
            TalkAction::Tap(serial, tap) => self.talk_tapped(user, serial, tap, message, cx),
        }
    }

    /// A conversation chosen from the list.
    fn listen_tapped(&mut self, user: UserId, script: &ScriptId, message: MessageId, cx: &mut Cx<'_>) -> Show {
        if self.has_talk_under_way() {
            return Show::Box(line::alert_talk_is_on());
        }
        if self.question_stands().is_some_and(|talk| talk.script == *script) {
            self.asked_once_more(user, cx);
            return Show::Nothing;
        }
        match self.offered(cx).into_iter().find(|offered| offered.id == *script) {
            Some(_) if !self.talks.invited.has_room(INVITED_A_DAY, cx.now) => Show::Box(line::alert_talks_enough()),
            Some(script) => {
                let open = script.gate == Gate::Open;
                let chosen =
                    if open { line::listen_chosen(script.title.as_str()) } else { line::listen_chosen_alone() };
                cx.edit(message, Message::new([chosen]));
                self.invite(Some(user), script, cx);
                Show::Nothing
            }
            None => Show::Box(line::alert_listen_not_now()),
        }
    }

    fn list(&self, fitting: &[&Script], cx: &Cx<'_>) -> Message {
        let mut body = vec![if fitting.is_empty() { line::listen_none() } else { line::listen_title() }];
        let lines = fitting.iter().map(|script| {
            line::ListenLine { minutes: script.minutes.cast_signed(), title: script.title.as_str() }.phrase()
        });
        if !fitting.is_empty() {
            body.push(line::listen_lines(Value::Lines(lines.collect())));
        }
        let (weekly_line, weekly_button) = self.weekly_offer(cx.library);
        let stands = self.question_stands().map(|_| line::listen_asked());
        let parked = self.has_parked_talk().then(line::listen_parked);
        let asks_alone = fitting.iter().any(|script| script.gate != Gate::Open);
        let doors = asks_alone.then(line::listen_doors);
        let besides: Vec<_> = doors.into_iter().chain(weekly_line).chain(stands).chain(parked).collect();
        if !besides.is_empty() {
            body.push(line::listen_lines(Value::Lines(besides)));
        }
        let buttons = fitting.iter().map(|script| Button::Act {
            label: line::button_plain(script.title.as_str()),
            action: Action::Talk(TalkAction::Listen(script.id.clone())),
        });
        Message::new(body).grid(2, buttons).row(weekly_button).for_the_two(asks_alone)
    }
}
