//! `/listen`: which conversations fit now, by whom they were opened, and the one that comes each week.

use crate::couple::TalkAction;
use crate::line;
use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

use super::super::{Action, Button, Couple, Cx, Lately, Message, MessageId, Settings, Show, UserId, Value};
use super::stopped::Stopped;
use super::{Stage, Talk, TalkSerial, WeeklyTalk};
use crate::prompts::{Gate, Library, Named, Script, ScriptId};

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

    /// The scripts that fit now, shortest first.
    fn fitting<'l>(
        &self,
        library: &'l Library,
        gates: &[Gate],
        settings: &Settings,
        now: DateTime<Utc>,
    ) -> Vec<&'l Script> {
        library.scripts().iter().filter(|script| self.fits(script, gates, settings, now)).collect()
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
        if self.talks.now.as_ref().is_some_and(|talk| !matches!(talk.stage, Stage::Parked(_))) {
            let asked = self.talks.now.as_ref().is_some_and(|talk| {
                matches!(talk.stage, Stage::Invited | Stage::Asked(_)) && talk.asked_by == Some(user)
            });
            if asked {
                return cx.line(line::talk_asked_already());
            }
            return self.talk_again(cx);
        }
        let fitting = self.talks.fitting(cx.library, self.gates_of_talks(cx.now), &self.settings, cx.now);
        if typed.is_empty() {
            return cx.say(self.list(&fitting, cx));
        }
        match fitting.into_iter().find(|script| script.answers_to(&typed)) {
            Some(_) if !self.talks.invited.has_room(INVITED_A_DAY, cx.now) => cx.line(line::alert_talks_enough()),
            Some(script) => self.invite(Some(user), script, cx),
            // A name that is none, a time that does not fit: the same line.
            None => cx.line(line::listen_not_now()),
        }
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
        if self.talks.now.as_ref().is_some_and(|talk| !matches!(talk.stage, Stage::Parked(_))) {
            return Show::Box(line::alert_talk_is_on());
        }
        let gates = self.gates_of_talks(cx.now);
        let script = cx.library.script(script);
        match script.filter(|script| self.talks.fits(script, gates, &self.settings, cx.now)) {
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
        let parked = self.talks.now.as_ref().map(|_| line::listen_parked());
        // The first is the same whatever each of them opened.
        let besides = std::iter::once(line::listen_doors()).chain(weekly_line).chain(parked);
        body.push(line::listen_lines(Value::Lines(besides.collect())));
        let buttons = fitting.iter().map(|script| Button::Act {
            label: line::button_plain(script.title.as_str()),
            action: Action::Talk(TalkAction::Listen(script.id.clone())),
        });
        Message::new(body)
            .grid(2, buttons)
            .row(weekly_button)
            .for_the_two(fitting.iter().any(|script| script.gate != Gate::Open))
    }
}
