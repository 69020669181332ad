//! The conversation that comes each week: set by buttons or in words, like the hour of the card.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::super::rhythm::time;
use super::super::{
    Action, Button, Context, Couple, Effects, Message, MessageId, Phrase, Rest, Settings, Show, TOO_LATE, screens,
    settings,
};
use super::Stage;
use crate::prompts::{Library, Script, ScriptId};

/// The hours that are offered, where they are not quiet.
const HOURS: [u32; 8] = [9, 11, 15, 17, 18, 19, 20, 21];

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

/// What a button about it does. Travels as `weekly …`, with days counted from Monday and hours in minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Weekly {
    /// Choose its day.
    Days(ScriptId),
    /// Choose its hour on this day.
    Hours(ScriptId, Weekday),
    /// It comes then, couple-local.
    At(ScriptId, Weekday, NaiveTime),
    /// It comes no more by itself.
    Off,
}

fn weekly_days(script: &Script) -> Message {
    let days = (0..7_u8).filter_map(|day| Weekday::try_from(day).ok());
    let days = days.map(|day| Button::Act {
        label: screens::weekday(day),
        action: Action::TalkWeekly(Weekly::Hours(script.id.clone(), day)),
    });
    Message::new([Phrase::new("weekly-day").with("title", script.title.as_str())]).grid(2, days)
}

impl Couple {
    fn weekly_line(&self, key: &str, weekly: &WeeklyTalk) -> Phrase {
        Phrase::new(key)
            .with("script", weekly.script.0.as_str())
            .with("weekday", screens::weekday(weekly.day))
            .with("time", screens::clock(weekly.at))
            .with("date", screens::date(self.settings.day(weekly.next)))
    }

    /// `/listen state every sunday 18:00`.
    pub(super) fn listen_weekly(&mut self, name: &str, when: &str, context: &Context<'_>) -> Phrase {
        let weekly = context.library.scripts().iter().find(|script| script.weekly && script.answers_to(name.trim()));
        let (day, at) = when.trim().split_once(char::is_whitespace).unwrap_or((when.trim(), ""));
        // An hour before the card: the talk first, then the evening.
        let before_card = self.settings.hour.overflowing_sub_signed(TimeDelta::hours(1)).0;
        let at = if at.is_empty() { Some(before_card) } else { settings::read_time(at) };
        let (Some(script), Ok(day), Some(at)) = (weekly, day.parse::<Weekday>(), at) else {
            return Phrase::new("weekly-unclear");
        };
        self.set_weekly_talk(script, day, at, context.now)
    }

    fn set_weekly_talk(&mut self, script: &Script, day: Weekday, at: NaiveTime, now: DateTime<Utc>) -> Phrase {
        if self.settings.quiet.covers(at) {
            return Phrase::new("alert-hour-quiet");
        }
        let weekly = WeeklyTalk::after(script.id.clone(), day, at, &self.settings, now);
        let answer = self.weekly_line("weekly-set", &weekly);
        self.talks.weekly = Some(weekly);
        self.reschedule(now);
        answer
    }

    /// It comes no more by itself, if it is one that they mean.
    pub(super) fn weekly_off(&mut self, is_meant: impl Fn(&Script) -> bool, context: &Context<'_>) -> Phrase {
        let meant = |weekly: &mut WeeklyTalk| context.library.script(&weekly.script).is_none_or(&is_meant);
        let key = if self.talks.weekly.take_if(meant).is_some() { "weekly-gone" } else { "weekly-none" };
        self.reschedule(context.now);
        Phrase::new(key)
    }

    /// What `/listen` says of it, and the button that sets or ends it.
    pub(super) fn weekly_offer(&self, library: &Library) -> (Option<Phrase>, Option<Button>) {
        if let Some(weekly) = &self.talks.weekly {
            let title = library.script(&weekly.script).map_or("", |script| script.title.as_str());
            let line = self.weekly_line("listen-weekly", weekly).with("title", title);
            return (Some(line), Some(Button::new("button-talk-weekly-off", Action::TalkWeekly(Weekly::Off))));
        }
        let Some(script) = library.scripts().iter().find(|script| script.weekly) else { return (None, None) };
        let line = Phrase::new("listen-no-weekly").with("title", script.title.as_str());
        let days = Action::TalkWeekly(Weekly::Days(script.id.clone()));
        (Some(line), Some(Button::new("button-talk-weekly", days)))
    }

    /// A tap on a button about it.
    pub(in super::super) fn weekly_tapped(
        &mut self,
        tap: &Weekly,
        message: MessageId,
        context: &Context<'_>,
        out: &mut Effects,
    ) -> Show {
        let script = |id: &ScriptId| context.library.script(id).filter(|script| script.weekly);
        let screen = match tap {
            Weekly::Off => Some(Message::new([self.weekly_off(|_| true, context)])),
            Weekly::Days(id) => script(id).map(weekly_days),
            Weekly::Hours(id, day) => script(id).map(|script| self.weekly_talk_hours(script, *day)),
            Weekly::At(id, day, at) => {
                script(id).map(|script| Message::new([self.set_weekly_talk(script, *day, *at, context.now)]))
            }
        };
        match screen {
            Some(screen) => out.screen(message, screen),
            None => Show::Box(Phrase::new("alert-old-button")),
        }
    }

    fn weekly_talk_hours(&self, script: &Script, day: Weekday) -> Message {
        let hours = HOURS.map(|hour| time(hour, 0)).into_iter().filter(|hour| !self.settings.quiet.covers(*hour));
        let hours = hours.map(|hour| Button::Act {
            label: Phrase::new("button-plain").with("label", screens::clock(hour)),
            action: Action::TalkWeekly(Weekly::At(script.id.clone(), day, hour)),
        });
        let ask =
            Phrase::new("weekly-hour").with("script", script.id.0.as_str()).with("weekday", screens::weekday(day));
        let back = Button::new("button-back", Action::TalkWeekly(Weekly::Days(script.id.clone())));
        Message::new([ask]).grid(4, hours).row([back])
    }

    /// The weekly conversation has its hour. A late one is passed over, and nothing is said of it.
    pub(in super::super) fn weekly_due(&mut self, due: DateTime<Utc>, context: &mut Context<'_>, out: &mut Effects) {
        let Some(weekly) = self.talks.weekly.take() else { return };
        let script = context.library.script(&weekly.script);
        self.talks.weekly = Some(WeeklyTalk::after(weekly.script, weekly.day, weekly.at, &self.settings, context.now));
        let busy = self.talks.now.as_ref().is_some_and(|talk| !matches!(talk.stage, Stage::Parked(_)));
        let late = context.now - due >= TOO_LATE || self.settings.is_quiet(context.now);
        if let Some(script) = script
            && !busy
            && !late
            && self.rest == Rest::Awake
            && self.talks.fits(script, &self.open_doors(context.now), &self.settings, context.now)
        {
            self.invite(None, script, context, out);
        }
        self.reschedule(context.now);
    }
}
