//! The conversation that comes each week: set by buttons or in words, like the hour of the card.

use crate::couple::TalkAction;
use crate::couple::carried::carried;
use crate::couple::line_for;
use crate::couple::said_time::{self, As};
use crate::line;
use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::super::night::Wish;
use super::super::rhythm::time;
use super::super::{
    Action, AtNight, Button, Couple, Cx, Message, MessageId, Phrase, Rest, Settings, Show, TOO_LATE, UserId,
};
use super::Stage;
use crate::prompts::{Library, Script, ScriptId};
use crate::spoken_time::{self, Every};

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
    /// How often in a row it was offered and not begun.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub untaken: u8,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &u8) -> bool {
    *count == 0
}

/// After so many weeks in which nobody took it, it is said once how to change or end it (method 2.11).
const UNTAKEN: u8 = 3;

impl WeeklyTalk {
    /// The same hour of another zone.
    pub(in super::super) fn moved(self, settings: &Settings, now: DateTime<Utc>) -> Self {
        Self { untaken: self.untaken, ..Self::after(self.script, self.day, self.at, settings, now) }
    }

    fn after(script: ScriptId, day: Weekday, at: NaiveTime, settings: &Settings, now: DateTime<Utc>) -> Self {
        let today = settings.day(now);
        let next = (0..=7)
            .filter_map(|n| today.checked_add_days(chrono::Days::new(n)))
            .filter(|date| chrono::Datelike::weekday(date) == day)
            .map(|date| settings.instant(date, at))
            .find(|next| *next > now);
        Self { script, day, at, next: next.unwrap_or(now + TimeDelta::days(7)), untaken: 0 }
    }
}

carried!(
    /// What a button about it does. The longest form comes first, since a shorter one is the beginning of it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub enum Weekly {
        /// It comes then, couple-local.
        "" => At(script: ScriptId, day: Weekday, at: NaiveTime),
        /// Choose its hour on this day.
        "" => Hours(script: ScriptId, day: Weekday),
        /// Choose its day.
        "" => Days(script: ScriptId),
        /// It comes no more by itself.
        "" => Off,
    }
);

fn weekly_days(script: &Script) -> Message {
    let days = (0..7_u8).filter_map(|day| Weekday::try_from(day).ok());
    let days = days.map(|day| Button::Act {
        label: line_for::weekday(day),
        action: Action::Talk(TalkAction::Weekly(Weekly::Hours(script.id.clone(), day))),
    });
    Message::new([line::weekly_day(script.title.as_str())]).grid(2, days)
}

fn weekly_at(script: &Script, day: Weekday, hour: NaiveTime) -> Button {
    Button::Act {
        label: line::button_plain(said_time::clock(hour)),
        action: Action::Talk(TalkAction::Weekly(Weekly::At(script.id.clone(), day, hour))),
    }
}

/// The day of the week and the hours that `sunday 18:00`, behind "every", can mean; no hours where none was said.
fn day_and_hours(when: &str, wall: NaiveDateTime) -> Option<(Weekday, Vec<NaiveTime>)> {
    let spoken = spoken_time::read(&format!("every {when}"), wall).ok()?;
    let plain = spoken.every == Some(Every::Week) && spoken.title.is_none();
    // An hour after midnight could be of either day.
    let plain = plain && spoken.hours.iter().all(|hour| !hour.next_day);
    let day = spoken.weekday.filter(|_| plain)?;
    Some((day, spoken.hours.iter().map(|hour| hour.time).collect()))
}

impl Couple {
    /// `/listen state every sunday 18:00`.
    pub(super) fn listen_weekly(&mut self, user: UserId, name: &str, when: &str, cx: &Cx<'_>) -> Message {
        let weekly = cx.library.scripts().iter().find(|script| script.weekly && script.answers_to(name.trim()));
        let wall = cx.now.with_timezone(&self.settings.zone).naive_local();
        let (Some(script), Some((day, hours))) = (weekly, day_and_hours(when, wall)) else {
            return Message::new([line::weekly_unclear()]);
        };
        // An hour before the card: the talk first, then the evening.
        let before_card = self.settings.hour.overflowing_sub_signed(TimeDelta::hours(1)).0;
        let hours = if hours.is_empty() { vec![before_card] } else { hours };
        let open: Vec<NaiveTime> = hours.into_iter().filter(|hour| !self.settings.quiet.covers(*hour)).collect();
        match open[..] {
            [] => Message::new([line::alert_hour_quiet()]),
            [at] => Message::new([self.set_weekly_talk(user, script, day, at, cx.now).unwrap_or_else(|sorry| sorry)]),
            [..] => {
                let readings = open.iter().map(|hour| weekly_at(script, day, *hour));
                Message::new([line::date_either()]).grid(1, readings)
            }
        }
    }

    /// From now on it comes then; or why not yet.
    fn set_weekly_talk(
        &mut self,
        user: UserId,
        script: &Script,
        day: Weekday,
        at: NaiveTime,
        now: DateTime<Utc>,
    ) -> Result<Phrase, Phrase> {
        if self.settings.quiet.covers(at) {
            return Err(line::alert_hour_quiet());
        }
        let present = self.talks.weekly.as_ref().map(|weekly| weekly.at);
        if self.settings.wish_at_night(user, AtNight::Talk(at), present) == Wish::TakesBoth {
            return Err(line::alert_night_takes_both());
        }
        let weekly = WeeklyTalk::after(script.id.clone(), day, at, &self.settings, now);
        let answer = line::WeeklySet {
            script: weekly.script.0.as_str(),
            weekday: line_for::weekday(weekly.day),
            time: said_time::clock(weekly.at),
            when: said_time::day(self.settings.day(weekly.next), self.settings.day(now), As::When),
        };
        let answer = answer.phrase();
        self.talks.weekly = Some(weekly);
        Ok(answer)
    }

    /// It comes no more by itself, if it is one that they mean.
    pub(super) fn weekly_off(&mut self, is_meant: impl Fn(&Script) -> bool, cx: &Cx<'_>) -> Phrase {
        let meant = |weekly: &mut WeeklyTalk| cx.library.script(&weekly.script).is_none_or(&is_meant);
        if self.talks.weekly.take_if(meant).is_some() { line::weekly_gone() } else { line::weekly_none() }
    }

    /// What `/listen` says of it, and the button that sets or ends it.
    pub(super) fn weekly_offer(&self, library: &Library) -> (Option<Phrase>, Option<Button>) {
        if let Some(weekly) = &self.talks.weekly {
            let title = library.script(&weekly.script).map_or("", |script| script.title.as_str());
            let line = line::ListenWeekly {
                script: weekly.script.0.as_str(),
                weekday: line_for::weekday(weekly.day),
                time: said_time::clock(weekly.at),
                title,
            };
            return (
                Some(line.phrase()),
                Some(Button::new(line::button_talk_weekly_off(), Action::Talk(TalkAction::Weekly(Weekly::Off)))),
            );
        }
        let Some(script) = library.scripts().iter().find(|script| script.weekly) else { return (None, None) };
        let line = line::listen_no_weekly(script.title.as_str());
        let days = Action::Talk(TalkAction::Weekly(Weekly::Days(script.id.clone())));
        (Some(line), Some(Button::new(line::button_talk_weekly(), days)))
    }

    /// A tap on a button about it.
    pub(super) fn weekly_tapped(&mut self, user: UserId, tap: &Weekly, message: MessageId, cx: &mut Cx<'_>) -> Show {
        let script = |id: &ScriptId| cx.library.script(id).filter(|script| script.weekly);
        let screen = match tap {
            Weekly::Off => Some(Message::new([self.weekly_off(|_| true, cx)])),
            Weekly::Days(id) => script(id).map(weekly_days),
            Weekly::Hours(id, day) => script(id).map(|script| self.weekly_talk_hours(script, *day)),
            Weekly::At(id, day, at) => {
                match script(id).map(|script| self.set_weekly_talk(user, script, *day, *at, cx.now)) {
                    Some(Err(sorry)) => return Show::Box(sorry),
                    Some(Ok(set)) => Some(Message::new([set])),
                    None => None,
                }
            }
        };
        match screen {
            Some(screen) => cx.edit(message, screen),
            None => Show::Box(line::alert_old_button()),
        }
    }

    fn weekly_talk_hours(&self, script: &Script, day: Weekday) -> Message {
        let hours = HOURS.map(|hour| time(hour, 0)).into_iter().filter(|hour| !self.settings.quiet.covers(*hour));
        let hours = hours.map(|hour| weekly_at(script, day, hour));
        let ask = line::WeeklyHour { script: script.id.0.as_str(), weekday: line_for::weekday(day) }.phrase();
        let back = Button::new(line::button_back(), Action::Talk(TalkAction::Weekly(Weekly::Days(script.id.clone()))));
        Message::new([ask]).grid(4, hours).row([back])
    }

    /// The weekly conversation has its hour. A late one is passed over, and nothing is said of it.
    pub(in super::super) fn weekly_due(&mut self, due: DateTime<Utc>, cx: &mut Cx<'_>) {
        let Some(weekly) = self.talks.weekly.take() else { return };
        let script = cx.library.script(&weekly.script);
        let untaken = weekly.untaken;
        self.talks.weekly = Some(weekly.moved(&self.settings, cx.now));
        let busy = self.talks.now.as_ref().is_some_and(|talk| !matches!(talk.stage, Stage::Parked(_)));
        let late = cx.now - due >= TOO_LATE || self.settings.is_quiet(cx.now);
        if let Some(script) = script
            && !busy
            && !late
            && self.rest == Rest::Awake
            && self.talks.fits(script, self.gates_of_talks(cx.now), &self.settings, cx.now)
        {
            self.invite(None, script, cx);
            self.has_its_day(cx.now);
            if let Some(weekly) = &mut self.talks.weekly {
                weekly.untaken = untaken.saturating_add(1);
            }
            if untaken == UNTAKEN {
                self.say_softly(line::weekly_untaken(script.id.0.as_str()), cx);
            }
        }
    }
}
