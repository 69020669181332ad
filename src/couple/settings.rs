//! `/settings`, by buttons and by words.

use crate::couple::SettingsAction;
use crate::line;
use crate::prompts::Named;
use std::cmp::Ordering;

use crate::zones::Zone;
use chrono::{DateTime, NaiveTime, Utc};

use super::night::Wish;
use super::occasions::Given;
use super::{
    Answering, AtNight, Couple, Cx, Faster, Message, MessageId, Pace, Phrase, Quiet, Settling, Show, UserId, screens,
    zones::{self, Found},
};
use crate::prompts::Apart;
use crate::spoken_time;

impl Couple {
    /// A tap on a settings screen.
    pub(super) fn settings_tap(
        &mut self,
        user: UserId,
        action: SettingsAction,
        message: MessageId,
        cx: &mut Cx<'_>,
    ) -> Show {
        let now = cx.now;
        let screen = match action {
            SettingsAction::Overview => screens::overview(self, now),
            SettingsAction::Regions => screens::regions(None, self.settling),
            SettingsAction::Cities(region) => screens::cities(region, cx.library.places()),
            SettingsAction::Hours => screens::hours(&self.settings, self.settling, now),
            SettingsAction::Paces => screens::paces(self.settling),
            SettingsAction::Quiets => screens::quiets(),
            SettingsAction::Zone(zone) => {
                self.place(zone, cx.now);
                match self.settling {
                    Settling::Unplaced | Settling::Underway => screens::hours(&self.settings, self.settling, now),
                    Settling::Done => screens::overview(self, now),
                }
            }
            SettingsAction::ZoneOf(of, _) if self.people().is_none_or(|people| !people.contains(&of)) => {
                return Show::Passing(line::alert_old_button());
            }
            SettingsAction::ZoneOf(of, zone) => {
                let noted = self.lives_by(of, zone);
                let mut overview = screens::overview(self, now);
                overview.body.extend(noted);
                overview
            }
            SettingsAction::Living(living) => {
                self.live(living);
                screens::overview(self, now)
            }
            SettingsAction::Answers(answering) => self.answering(answering, now),
            SettingsAction::Packs => screens::packs(self, cx.library.packs()),
            SettingsAction::Pack(pack) => {
                let mut packs = self.settings.packs(cx.library.packs());
                if !packs.remove(&pack) {
                    packs.insert(pack);
                }
                self.settings.packs = Some(packs);
                screens::packs(self, cx.library.packs())
            }
            SettingsAction::Stages => screens::stages(self),
            SettingsAction::Stage(stage) => {
                if !self.settings.stages.remove(&stage) {
                    self.settings.stages.insert(stage);
                }
                screens::stages(self)
            }
            SettingsAction::OneZone => {
                self.settings.second = None;
                self.dates.wishes.apart = self.settings.living();
                screens::overview(self, now)
            }
            SettingsAction::Hour(hour) if self.settings.quiet.covers(hour) => {
                return Show::Passing(line::alert_hour_quiet());
            }
            SettingsAction::Hour(hour) => {
                if self.wish_hour(user, hour) == Wish::TakesBoth {
                    return Show::Box(line::alert_night_takes_both());
                }
                match self.settling {
                    Settling::Unplaced | Settling::Underway => screens::paces(self.settling),
                    Settling::Done => screens::overview(self, now),
                }
            }
            SettingsAction::Pace(pace) => match self.wish_pace(user, pace) {
                (Wish::TakesBoth, told) => {
                    if let Some(told) = told {
                        cx.say(told);
                    }
                    return Show::Passing(line::alert_faster_takes_both());
                }
                (Wish::Holds, _) if pace == Pace::Weekly => screens::days(),
                (Wish::Holds, _) => self.after_pace(cx),
            },
            SettingsAction::Day(day) => {
                self.settings.weekly_on = day;
                self.after_pace(cx)
            }
            SettingsAction::Quiet(quiet) if quiet.covers(self.settings.hour) => {
                return Show::Passing(line::alert_quiet_covers_hour());
            }
            SettingsAction::Quiet(quiet) => match self.wish_quiet(user, quiet) {
                Wish::TakesBoth => return Show::Box(line::alert_night_takes_both()),
                Wish::Holds => screens::overview(self, now),
            },
            SettingsAction::Done => {
                if self.settling == Settling::Underway {
                    self.settling = Settling::Done;
                }
                Message::new([screens::as_they_are(self, now)])
            }
        };
        cx.edit(message, screen)
    }

    fn after_pace(&mut self, cx: &Cx<'_>) -> Message {
        match self.settling {
            // The zone is still to come, or these are the later choices of two who have settled.
            Settling::Unplaced | Settling::Done => screens::overview(self, cx.now),
            Settling::Underway => {
                self.settling = Settling::Done;
                screens::settled(self)
            }
        }
    }

    /// They have a clock now, so cards can come.
    fn place(&mut self, zone: Zone, now: DateTime<Utc>) {
        self.settings.zone = zone;
        self.talks.weekly = self.talks.weekly.take().map(|weekly| weekly.moved(&self.settings, now));
        if self.settling == Settling::Unplaced {
            self.settling = Settling::Underway;
        }
    }

    /// Either may lower the pace alone; raising it takes both (method 2.2). What the other is told of it, once.
    fn wish_pace(&mut self, user: UserId, pace: Pace) -> (Wish, Option<Message>) {
        // Who would like it faster still agrees to this much.
        let other_agrees = self.settings.faster.is_some_and(|wish| wish.by != user && wish.pace >= pace);
        if pace.cmp(&self.settings.pace) == Ordering::Greater && !other_agrees {
            let before = self.settings.faster.replace(Faster { by: user, pace });
            let told = before.is_none().then(|| screens::faster(&self.settings, pace));
            return (Wish::TakesBoth, told);
        }
        self.settings.pace = pace;
        self.settings.faster = None;
        (Wish::Holds, None)
    }

    fn wish_hour(&mut self, user: UserId, hour: NaiveTime) -> Wish {
        let wish = self.settings.wish_at_night(user, AtNight::Card(hour), Some(self.settings.hour));
        if wish == Wish::Holds {
            self.settings.hour = hour;
        }
        wish
    }

    fn wish_quiet(&mut self, user: UserId, quiet: Quiet) -> Wish {
        let wish = self.settings.wish_at_night(user, AtNight::Quiet(quiet), None);
        if wish == Wish::Holds {
            self.settings.quiet = quiet;
        }
        wish
    }

    /// `/settings` with or without words behind it.
    pub(super) fn settings_typed(&mut self, user: UserId, typed: &str, cx: &mut Cx<'_>) {
        let (what, value) = typed.split_once(char::is_whitespace).unwrap_or((typed, ""));
        let value = value.trim();
        let answer = match what.to_ascii_lowercase().as_str() {
            "" => Ok(screens::overview(self, cx.now)),
            "zone" | "timezone" | "city" => self.type_zone(value, SettingsAction::Zone, cx),
            "mine" if is_none(value) => {
                self.settings.second = None;
                self.dates.wishes.apart = self.settings.living();
                Ok(screens::overview(self, cx.now))
            }
            "mine" => self.type_zone(value, |zone| SettingsAction::ZoneOf(user, zone), cx),
            "hour" | "time" => self.type_hour(user, value, cx),
            "pace" => self.type_pace(user, value, cx),
            "day" => self.type_day(value, cx),
            "quiet" => self.type_quiet(user, value, cx),
            "apart" | "together" => {
                self.live(if what.eq_ignore_ascii_case("apart") { Apart::Apart } else { Apart::Together });
                let mut overview = screens::overview(self, cx.now);
                // Whose place it is, it does not say.
                overview.body.extend((!value.is_empty()).then(line::settings_apart_where));
                Ok(overview)
            }
            "aloud" => Ok(self.answering(Answering::Aloud, cx.now)),
            "private" => Ok(self.answering(Answering::InPrivate, cx.now)),
            "packs" => Ok(screens::packs(self, cx.library.packs())),
            "stages" | "life" => Ok(screens::stages(self)),
            "chapters" | "chapter" => Ok(self.chapters_screen(cx)),
            "tellings" | "telling" => self.type_tellings(value),
            "anniversary" => self.type_day_of_year(user, Given::Anniversary, value, cx),
            "birthday" => self.type_day_of_year(user, Given::Birthday, value, cx),
            "celebrate" | "feast" | "holiday" => self.type_day_of_year(user, Given::Feast, value, cx),
            "words" => Ok(Message::new([line::settings_typed()])),
            "here" => {
                self.thread = cx.thread();
                Ok(Message::new([line::settings_here()]))
            }
            _ => Err(line::settings_unknown()),
        };
        cx.say(answer.unwrap_or_else(|sorry| Message::new([sorry])));
    }

    /// How the cards are answered that can be answered in private.
    fn answering(&mut self, answering: Answering, now: DateTime<Utc>) -> Message {
        self.settings.answering = answering;
        screens::overview(self, now)
    }

    /// In one place, or apart: for the cards, and for ideas until they wish otherwise.
    fn live(&mut self, living: Apart) {
        self.settings.living = living;
        if living == Apart::Together {
            self.settings.second = None;
        }
        self.dates.wishes.apart = self.settings.living();
    }

    /// One of the two lives by this clock. What is to be said of it, where it is not the second of two.
    fn lives_by(&mut self, user: UserId, zone: Zone) -> Option<Phrase> {
        let before = self.settings.second;
        self.settings.live_apart(user, zone);
        self.dates.wishes.apart = self.settings.living();
        match (before, self.settings.second) {
            (_, None) => Some(line::settings_mine_same(zone.city())),
            (Some(before), Some(second)) if before.of != second.of => {
                Some(line::settings_mine_replaced(before.zone.city()))
            }
            (_, Some(_)) => None,
        }
    }

    fn type_zone(
        &mut self,
        place: &str,
        action: impl Fn(Zone) -> SettingsAction,
        cx: &Cx<'_>,
    ) -> Result<Message, Phrase> {
        match zones::find(place, cx.library.places(), cx.now) {
            Found::One(zone) => {
                let noted = if let SettingsAction::ZoneOf(of, zone) = action(zone) {
                    self.lives_by(of, zone)
                } else {
                    self.place(zone, cx.now);
                    None
                };
                let mut overview = screens::overview(self, cx.now);
                overview.body.extend(noted);
                Ok(overview)
            }
            Found::Near(near) => Ok(screens::which_zone(line::zone_near(), near, action)),
            Found::Several(apart) => Ok(screens::which_zone(line::zone_several(), apart, action)),
            Found::Clock(cities) => Ok(screens::which_zone(line::zone_letters(), cities, action)),
            // What they typed is not said back: it would lie in the outbox for a while.
            Found::Nothing => Err(line::zone_unknown()),
        }
    }

    fn type_hour(&mut self, user: UserId, value: &str, cx: &Cx<'_>) -> Result<Message, Phrase> {
        let hours = spoken_time::hours(value).map_err(|_| line::hour_unclear())?;
        let open: Vec<NaiveTime> = hours.into_iter().filter(|hour| !self.settings.quiet.covers(*hour)).collect();
        match open[..] {
            [] => Err(line::alert_hour_quiet()),
            [hour] => match self.wish_hour(user, hour) {
                Wish::Holds => Ok(screens::overview(self, cx.now)),
                Wish::TakesBoth => Err(line::alert_night_takes_both()),
            },
            [..] => Ok(screens::hours_meant(&open)),
        }
    }

    fn type_pace(&mut self, user: UserId, value: &str, cx: &Cx<'_>) -> Result<Message, Phrase> {
        let pace = Pace::ALL.iter().copied().find(|pace| pace.name().eq_ignore_ascii_case(value));
        let pace = pace.ok_or_else(line::pace_unclear)?;
        match self.wish_pace(user, pace) {
            (Wish::Holds, _) => Ok(screens::overview(self, cx.now)),
            (Wish::TakesBoth, told) => told.ok_or_else(line::faster_takes_both),
        }
    }

    fn type_day(&mut self, value: &str, cx: &Cx<'_>) -> Result<Message, Phrase> {
        self.settings.weekly_on = spoken_time::weekday(value).ok_or_else(line::day_unclear)?;
        Ok(screens::overview(self, cx.now))
    }

    fn type_quiet(&mut self, user: UserId, value: &str, cx: &Cx<'_>) -> Result<Message, Phrase> {
        let read = if is_none(value) {
            vec![(NaiveTime::MIN, NaiveTime::MIN)]
        } else {
            spoken_time::hours_between(value).map_err(|_| line::quiet_unclear())?
        };
        let quiets = read.into_iter().map(|(from, to)| Quiet { from, to });
        let open: Vec<Quiet> = quiets.filter(|quiet| !quiet.covers(self.settings.hour)).collect();
        match open[..] {
            [] => Err(line::alert_quiet_covers_hour()),
            [quiet] => match self.wish_quiet(user, quiet) {
                Wish::Holds => Ok(screens::overview(self, cx.now)),
                Wish::TakesBoth => Err(line::alert_night_takes_both()),
            },
            [..] => Ok(screens::quiets_meant(&open)),
        }
    }
}

pub(super) fn is_none(value: &str) -> bool {
    ["none", "off", "no"].iter().any(|none| value.eq_ignore_ascii_case(none))
}
