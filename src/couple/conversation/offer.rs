//! `/listen`: which conversations fit now, by whom they were opened, and the one that comes each week.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::super::company::COUNTED_ANEW;
use super::super::{
    Action, Button, Class, Context, Couple, Door, Effect, Effects, Message, MessageId, Phrase, Rest, Settings, Show,
    TOO_LATE, UserId, screens, settings,
};
use super::{Stage, Talk, TalkSerial};
use crate::prompts::{Gate, Library, Named, Script, ScriptId};

/// Heavy or intimate conversations in a week, at most (METHOD 2.4, limits).
const HEAVY_A_WEEK: usize = 2;

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
    /// The doors that each has opened in private. What one opened alone opens nothing and is never shown.
    #[serde(default)]
    pub opened: BTreeMap<UserId, BTreeSet<Gate>>,
    /// How many openers of each have been used.
    #[serde(default)]
    pub openers: BTreeMap<ScriptId, usize>,
    /// Who had the floor first, the last time.
    #[serde(default)]
    pub first: Option<UserId>,
    /// Who did not come to their turn, and is first next time; forgotten at this time (UTC).
    #[serde(default)]
    pub owed: Option<(UserId, DateTime<Utc>)>,
    /// When it was last seen that someone else can read along; while that counts, no door is open (UTC).
    #[serde(default)]
    pub company: Option<DateTime<Utc>>,
    #[serde(default)]
    pub weekly: Option<WeeklyTalk>,
    /// When each is asked, in private, how it left them (UTC).
    #[serde(default)]
    pub aftercare: Option<DateTime<Utc>>,
    /// One of the two asked for a lighter week, in private: until then nothing behind the doors (UTC).
    #[serde(default)]
    pub lighter: Option<DateTime<Utc>>,
    /// Until then no card comes by itself: a talk has room behind it (UTC).
    #[serde(default)]
    pub hush: Option<DateTime<Utc>>,
}

/// A conversation that comes each week.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeeklyTalk {
    pub script: ScriptId,
    pub day: Weekday,
    /// In the couple's zone.
    pub at: NaiveTime,
    /// The next time (UTC).
    pub next: DateTime<Utc>,
}

impl WeeklyTalk {
    /// The same hour of another zone.
    pub(in super::super) fn moved(self, settings: &Settings, now: DateTime<Utc>) -> Self {
        Self::after(self.script, self.day, self.at, settings, now)
    }

    fn after(script: ScriptId, day: Weekday, at: NaiveTime, settings: &Settings, now: DateTime<Utc>) -> Self {
        let today = settings.day(now);
        let next = (0..=7)
            .filter_map(|n| today.checked_add_days(chrono::Days::new(n)))
            .filter(|date| chrono::Datelike::weekday(date) == day)
            .map(|date| settings.instant(date, at))
            .find(|next| *next > now);
        Self { script, day, at, next: next.unwrap_or(now + TimeDelta::days(7)) }
    }
}

impl Talks {
    /// One opened or closed a door. Nothing shows it; what is under way goes on.
    pub(in super::super) fn opens(&mut self, user: UserId, gate: Gate, door: Door) {
        let gates = self.opened.entry(user).or_default();
        match door {
            Door::Open => drop(gates.insert(gate)),
            Door::Closed => drop(gates.remove(&gate)),
        }
    }

    /// Whether both opened this door, and nobody else is there.
    fn is_open(&self, gate: Gate, people: [UserId; 2], now: DateTime<Utc>) -> bool {
        let opened = |user: &UserId| self.opened.get(user).is_some_and(|gates| gates.contains(&gate));
        let alone = self.company.is_none_or(|seen| now - seen >= COUNTED_ANEW);
        gate == Gate::Open || (alone && people.iter().all(opened))
    }

    /// Whether a conversation behind a door may take place now: the doors, the hour, a lighter week.
    pub(super) fn is_allowed(
        &self,
        script: &Script,
        people: [UserId; 2],
        settings: &Settings,
        now: DateTime<Utc>,
    ) -> bool {
        let local = now.with_timezone(&settings.zone);
        let early = script.latest_hour.is_none_or(|latest| u64::from(local.hour()) < latest);
        let light = self.lighter.is_some_and(|until| now < until);
        let awake = !settings.quiet.covers(local.time()) && !settings.is_quiet_for_second(now);
        self.is_open(script.gate, people, now) && early && (script.gate == Gate::Open || (awake && !light))
    }

    /// The doors that both opened. What one opened alone is not among them.
    pub(in super::super) fn open_to_both(&self, people: [UserId; 2], now: DateTime<Utc>) -> Vec<Gate> {
        Gate::ALL.iter().copied().filter(|gate| self.is_open(*gate, people, now)).collect()
    }

    /// Whether a heavy or intimate one was over less than a day ago: a light card has its place now (METHOD 3.2).
    pub(in super::super) fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        self.heavy.iter().any(|over| now - over < TimeDelta::days(1))
    }

    /// Whether this one can be begun now.
    fn fits(&self, script: &Script, people: [UserId; 2], settings: &Settings, now: DateTime<Utc>) -> bool {
        let hours = |hours: u64| TimeDelta::hours(hours.cast_signed());
        let rested = self.over.get(&script.id).is_none_or(|over| *over + hours(script.again_after_hours) <= now);
        let calm = self.heavy.iter().all(|over| *over + hours(script.after_heavy_hours) <= now);
        let few = self.heavy.iter().filter(|over| **over + TimeDelta::days(7) > now).count() < HEAVY_A_WEEK;
        rested && calm && (script.gate == Gate::Open || few) && self.is_allowed(script, people, settings, now)
    }

    /// The scripts that fit now, shortest first.
    fn fitting<'l>(
        &self,
        library: &'l Library,
        people: [UserId; 2],
        settings: &Settings,
        now: DateTime<Utc>,
    ) -> Vec<&'l Script> {
        library.scripts().iter().filter(|script| self.fits(script, people, settings, now)).collect()
    }
}

impl Couple {
    /// `/listen`, `/listen five`, `/listen state every sunday 18:00`, `/listen state off`.
    pub(in super::super) fn listen_typed(
        &mut self,
        user: UserId,
        typed: &str,
        context: &mut Context<'_>,
        out: &mut Effects,
    ) {
        let typed = typed.trim().to_lowercase();
        if let Some((name, when)) = typed.split_once(" every ") {
            let answer = self.listen_weekly(name, when, context);
            return out.say(Message::new([answer]));
        }
        if let Some(name) = typed.strip_suffix(" off") {
            let ours = |weekly: &WeeklyTalk| context.library.script(&weekly.script).is_some_and(|s| s.answers_to(name));
            let key =
                if self.talks.weekly.take_if(|weekly| ours(weekly)).is_some() { "weekly-gone" } else { "weekly-none" };
            self.reschedule(context.now);
            return out.line(key);
        }
        if self.talks.now.as_ref().is_some_and(|talk| !matches!(talk.stage, Stage::Parked(_))) {
            let asked = self
                .talks
                .now
                .as_ref()
                .is_some_and(|talk| matches!(talk.stage, Stage::Invited) && talk.asked_by == Some(user));
            if asked {
                return out.line("talk-asked-already");
            }
            return self.talk_again(context, out);
        }
        let Some(people) = self.people() else { return };
        let fitting = self.talks.fitting(context.library, people, &self.settings, context.now);
        if typed.is_empty() {
            return out.say(self.list(&fitting, context));
        }
        match fitting.into_iter().find(|script| script.answers_to(&typed)) {
            Some(script) => self.invite(Some(user), script, context, out),
            // A door that is closed, a name that is none, a time that does not fit: the same line.
            None => out.line("listen-not-now"),
        }
    }

    /// A conversation chosen from the list.
    pub(in super::super) fn listen_tapped(
        &mut self,
        user: UserId,
        script: &ScriptId,
        message: MessageId,
        context: &mut Context<'_>,
        out: &mut Effects,
    ) -> Show {
        if self.talks.now.as_ref().is_some_and(|talk| !matches!(talk.stage, Stage::Parked(_))) {
            return Show::Box(Phrase::new("alert-talk-is-on"));
        }
        let Some(people) = self.people() else { return Show::Nothing };
        let script = context.library.script(script);
        match script.filter(|script| self.talks.fits(script, people, &self.settings, context.now)) {
            Some(script) => {
                out.list.push(out.outgoing(Class::Reply, Effect::Unbutton { id: message }));
                self.invite(Some(user), script, context, out);
                Show::Nothing
            }
            None => Show::Box(Phrase::new("alert-listen-not-now")),
        }
    }

    fn list(&self, fitting: &[&Script], context: &Context<'_>) -> Message {
        let mut body = vec![Phrase::new(if fitting.is_empty() { "listen-none" } else { "listen-title" })];
        body.extend(fitting.iter().map(|script| {
            Phrase::new("listen-line")
                .with("title", script.title.as_str())
                .with("minutes", script.minutes.cast_signed())
                .with("line", script.line.as_str())
        }));
        // The same line whatever each of them opened, until both have.
        let people = self.people();
        let shut = |gate: &Gate| people.is_none_or(|people| !self.talks.is_open(*gate, people, context.now));
        if Gate::ALL.iter().any(shut) {
            body.push(Phrase::new("listen-doors"));
        }
        body.push(match &self.talks.weekly {
            Some(weekly) => {
                let title = context.library.script(&weekly.script).map_or("", |script| script.title.as_str());
                self.weekly_line("listen-weekly", weekly).with("title", title)
            }
            None => Phrase::new("listen-no-weekly"),
        });
        if self.talks.now.is_some() {
            body.push(Phrase::new("listen-parked"));
        }
        let buttons = fitting.iter().map(|script| Button::Act {
            label: Phrase::new("button-plain").with("label", script.title.as_str()),
            action: Action::Listen(script.id.clone()),
        });
        Message::new(body).grid(2, buttons)
    }

    fn weekly_line(&self, key: &str, weekly: &WeeklyTalk) -> Phrase {
        Phrase::new(key)
            .with("script", weekly.script.0.as_str())
            .with("weekday", screens::weekday(weekly.day))
            .with("time", screens::clock(weekly.at))
            .with("date", screens::date(self.settings.day(weekly.next)))
    }

    fn listen_weekly(&mut self, name: &str, when: &str, context: &Context<'_>) -> Phrase {
        let weekly = context.library.scripts().iter().find(|script| script.weekly && script.answers_to(name.trim()));
        let (day, at) = when.trim().split_once(char::is_whitespace).unwrap_or((when.trim(), ""));
        // An hour before the card: the talk first, then the evening.
        let before_card = self.settings.hour.overflowing_sub_signed(TimeDelta::hours(1)).0;
        let at = if at.is_empty() { Some(before_card) } else { settings::read_time(at) };
        let (Some(script), Ok(day), Some(at)) = (weekly, day.parse::<Weekday>(), at) else {
            return Phrase::new("weekly-unclear");
        };
        if self.settings.quiet.covers(at) {
            return Phrase::new("alert-hour-quiet");
        }
        let weekly = WeeklyTalk::after(script.id.clone(), day, at, &self.settings, context.now);
        let answer = self.weekly_line("weekly-set", &weekly);
        self.talks.weekly = Some(weekly);
        self.reschedule(context.now);
        answer
    }

    /// The weekly conversation has its hour. A late one is passed over, and nothing is said of it.
    pub(in super::super) fn weekly_due(&mut self, due: DateTime<Utc>, context: &mut Context<'_>, out: &mut Effects) {
        let Some(weekly) = self.talks.weekly.take() else { return };
        let script = context.library.script(&weekly.script);
        self.talks.weekly = Some(WeeklyTalk::after(weekly.script, weekly.day, weekly.at, &self.settings, context.now));
        let busy = self.talks.now.as_ref().is_some_and(|talk| !matches!(talk.stage, Stage::Parked(_)));
        let late = context.now - due >= TOO_LATE || self.settings.is_quiet(context.now);
        if let (Some(script), Some(people)) = (script, self.people())
            && !busy
            && !late
            && self.rest == Rest::Awake
            && self.talks.fits(script, people, &self.settings, context.now)
        {
            self.invite(None, script, context, out);
        }
        self.reschedule(context.now);
    }
}
