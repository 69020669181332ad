//! The telling: a short thought once a week, which asks for nothing. Either of the two switches it off or on.

use crate::line;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use serde::{Deserialize, Serialize};

use super::by_itself::Unasked;
use super::{
    Action, Button, ChatId, Class, Couple, Cx, Message, MessageId, Outgoing, Phrase, Ring, Settings, Show, TOO_LATE,
    rhythm,
};
use crate::prompts::{CardId, next_telling};

/// The day of the week on which it comes.
pub(super) const DAY: Weekday = Weekday::Sat;
/// So far from the card's hour: before it, or after it where that is in the quiet hours.
const AWAY_FROM_CARD: TimeDelta = TimeDelta::hours(3);
/// Where neither is possible.
const NOON: (u32, u32) = (12, 0);
/// Ids of tellings that are remembered: more than a library holds.
const TOLD_KEPT: usize = 300;

/// What is known of a couple's tellings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tellings {
    #[serde(default)]
    pub wanted: Wanted,
    /// Those that were told, oldest first.
    #[serde(default, with = "crate::prompts::id_list")]
    pub told: Vec<CardId>,
    /// The couple-local day of the last: one a week, whatever is set anew meanwhile.
    #[serde(default)]
    pub told_on: Option<NaiveDate>,
}

/// Whether the two would like them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Wanted {
    #[default]
    Yes,
    No,
}

/// The next one after `now`, some hours from the card and not in the quiet hours; `None` where these leave no room.
pub(super) fn next(
    settings: &Settings,
    chat: ChatId,
    now: DateTime<Utc>,
    last: Option<NaiveDate>,
) -> Option<DateTime<Utc>> {
    let before = settings.hour.overflowing_sub_signed(AWAY_FROM_CARD).0;
    let after = settings.hour.overflowing_add_signed(AWAY_FROM_CARD).0;
    let noon = rhythm::time(NOON.0, NOON.1);
    let quiet = |time: &NaiveTime| settings.quiet.covers(*time);
    let at = [before, after, noon].into_iter().find(|time| !quiet(time))?;
    let today = settings.day(now);
    let days = (0..=14).filter_map(|n| today.pred_opt()?.checked_add_days(Days::new(n)));
    days.filter(|day| chrono::Datelike::weekday(day) == DAY)
        .filter(|day| last.is_none_or(|last| *day - last >= TimeDelta::days(7)))
        .map(|day| settings.instant(day, at) + rhythm::jitter(chat))
        .find(|due| *due > now)
}

impl Couple {
    /// The telling fell due. What cannot be told in its hour is not made up for.
    pub(super) fn telling_due(&mut self, due: DateTime<Utc>, cx: &mut Cx<'_>) {
        let now = cx.now;
        self.tellings.told_on = Some(self.settings.day_of_card(self.chat, due));
        let live = self.talks.now.as_ref().is_some_and(|talk| talk.is_live(cx.now));
        let evening = self.has_evening(cx.library, now);
        let hushed = live || evening || self.talks.hush.is_some_and(|until| now < until);
        let day = self.settings.day_of_card(self.chat, due);
        if hushed || now - due >= TOO_LATE || self.settings.is_too_quiet_for_card(self.chat, now) {
            return;
        }
        if !self.is_day_of(Unasked::Telling, day, now) || self.first_clear_moment(now) > now {
            return;
        }
        let Some(telling) = next_telling(cx.library, &self.tellings.told, cx.rng) else { return };
        self.has_its_day(now);
        self.tellings.told.push(telling.id.clone());
        let surplus = self.tellings.told.len().saturating_sub(TOLD_KEPT);
        self.tellings.told.drain(..surplus);
        let source = telling.source.as_deref().map(line::telling_source);
        let text = line::telling_text(telling.text.as_str());
        let body = [line::telling_head(), text].into_iter().chain(source);
        let message = Message::new(body).row([Button::new(line::button_telling_off(), Action::TellingOff)]);
        // Nobody waits for it, so it makes no sound.
        let row = cx.message(Class::Daily, message, Ring::Silently);
        let expires = Some(self.settings.card_expires(self.chat, due));
        cx.push(Outgoing { expires, ..row });
    }

    /// "No more of these", under one of them. Its words stay.
    pub(super) fn telling_off(&mut self, message: MessageId, cx: &mut Cx<'_>) -> Show {
        self.tellings.wanted = Wanted::No;
        cx.unbutton(message);
        Show::Passing(line::alert_telling_off())
    }

    /// `/settings tellings off`, `/settings tellings on`.
    pub(super) fn type_tellings(&mut self, value: &str) -> Result<Message, Phrase> {
        let (wanted, answer) = match value.to_ascii_lowercase().as_str() {
            "off" | "no" | "none" => (Wanted::No, line::tellings_off()),
            "on" | "yes" => (Wanted::Yes, line::tellings_on()),
            _ => return Err(line::tellings_unclear()),
        };
        self.tellings.wanted = wanted;
        Ok(Message::new([answer]))
    }
}

#[cfg(test)]
mod tests {
    use crate::zones::Zone;

    use super::super::Quiet;
    use super::*;

    fn due(hour: (u32, u32), quiet: ((u32, u32), (u32, u32)), last: Option<&str>) -> Option<String> {
        let time = |(hour, minute)| rhythm::time(hour, minute);
        let mut settings = Settings::new(Zone::named("Europe/Lisbon").expect("a zone"));
        settings.hour = time(hour);
        settings.quiet = Quiet { from: time(quiet.0), to: time(quiet.1) };
        let now = "2026-11-23T18:00:00Z".parse().expect("an instant");
        let last = last.map(|day| day.parse().expect("a day"));
        let chat = ChatId(-1001);
        let due = next(&settings, chat, now, last)? - rhythm::jitter(chat);
        Some(due.with_timezone(&Zone::named("Europe/Lisbon").expect("a zone")).format("%a %d %H:%M").to_string())
    }

    #[test]
    fn it_comes_on_saturday_some_hours_from_the_card_and_not_at_night() {
        let night = ((22, 30), (7, 30));
        assert_eq!(due((20, 0), night, None).as_deref(), Some("Sat 28 17:00"));
        assert_eq!(due((8, 0), night, None).as_deref(), Some("Sat 28 11:00"), "five in the morning is quiet");
        assert_eq!(due((20, 0), ((10, 0), (19, 0)), None).as_deref(), Some("Sat 28 23:00"));
        assert_eq!(due((9, 0), ((9, 30), (8, 30)), None), None, "there is no room for it");
        assert_eq!(due((20, 0), night, Some("2026-11-28")).as_deref(), Some("Sat 05 17:00"), "one a week");
    }
}
