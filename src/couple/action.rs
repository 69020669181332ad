//! What a button does, and how it travels.
//!
//! Telegram carries at most 64 bytes of callback data and brings back whatever anyone sends. So each action
//! has a short form, reading it back is total, and what it may do is decided when it arrives.

use std::fmt;

use crate::zones::Zone;
use chrono::{NaiveTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};

use super::{
    ChatId, DateAction, Door, Feeling, Pace, Quiet, Region, Tag, TalkSerial, TalkTap, UserId, WeeklyTap, Wish,
};
use crate::prompts::{Apart, CardId, Gate, Named, PathId, ScriptId, Skip};

/// The number of a card as it was laid on the table: tells today's buttons from yesterday's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardSerial(pub u32);

/// A page of `/about`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AboutPage {
    Intro,
    Ingredients,
    Enemies,
    RestsOn,
    Limits,
    LoveFriendship,
    Vulnerability,
    Trust,
    Commitment,
    Selfishness,
    Dishonesty,
    Entitlement,
    Resentment,
}

impl AboutPage {
    pub const ALL: [Self; 13] = [
        Self::Intro,
        Self::Ingredients,
        Self::Enemies,
        Self::RestsOn,
        Self::Limits,
        Self::LoveFriendship,
        Self::Vulnerability,
        Self::Trust,
        Self::Commitment,
        Self::Selfishness,
        Self::Dishonesty,
        Self::Entitlement,
        Self::Resentment,
    ];

    /// The page's name, as in callback data and in the keys `about-…` and `button-about-…`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Intro => "intro",
            Self::Ingredients => "ingredients",
            Self::Enemies => "enemies",
            Self::RestsOn => "rests-on",
            Self::Limits => "limits",
            Self::LoveFriendship => "love-friendship",
            Self::Vulnerability => "vulnerability",
            Self::Trust => "trust",
            Self::Commitment => "commitment",
            Self::Selfishness => "selfishness",
            Self::Dishonesty => "dishonesty",
            Self::Entitlement => "entitlement",
            Self::Resentment => "resentment",
        }
    }
}

/// How long a rest lasts, by button.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RestLength {
    Week,
    Fortnight,
    UntilResumed,
}

/// Everything a button can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Action {
    /// "I'm in".
    Join,
    /// A card now.
    CardNow,
    /// Another card in place of this one.
    Another(CardSerial),
    /// This card is put aside for another day.
    NotToday(CardSerial),
    /// Keep this card. Works on old cards too.
    Keep(CardId),
    /// A page of the kept cards, counted from 0.
    KeptPage(u16),
    /// The settings, as an overview.
    Settings,
    /// Choose a region of the world.
    Regions,
    /// Choose a city in it.
    Cities(Region),
    /// The couple's zone.
    Zone(Zone),
    /// The zone of this one of the two, where it differs.
    ZoneOf(UserId, Zone),
    /// No second zone any more.
    OneZone,
    /// Whether they live in one place.
    Living(Apart),
    /// Choose the hour of the card.
    Hours,
    Hour(NaiveTime),
    /// Choose the pace.
    Paces,
    Pace(Pace),
    /// The day of the weekly card.
    Day(Weekday),
    /// Choose the quiet hours.
    Quiets,
    Quiet(Quiet),
    /// The settings screen is done with.
    Done,
    Rest(RestLength),
    Resume,
    /// `/about`, as a message of its own.
    OpenAbout,
    /// Another page of it, in place.
    About(AboutPage),
    /// From the private corner: leave the couple in this group.
    Leave(ChatId),
    /// Begin this conversation.
    Listen(ScriptId),
    /// Something about the conversation that comes each week.
    TalkWeekly(WeeklyTap),
    /// Something in the conversation under way.
    Talk(TalkSerial, TalkTap),
    /// Begin this path.
    Path(PathId),
    /// End the path they are on.
    PathOff,
    /// No more tellings.
    TellingOff,
    /// In private: a door is opened or closed.
    Gate(Gate, Door),
    /// In private: both doors, each with its switch.
    Doors,
    /// In private: the topics, each with its switch.
    Topics,
    Topic(Skip, Wish),
    /// In private, the day after: the question is opened, answered, and a lighter week asked for.
    After(ChatId),
    Felt(ChatId, Feeling),
    Lighter(ChatId),
    /// Something about date nights.
    Date(DateAction),
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Join => f.write_str("in"),
            Self::CardNow => f.write_str("card"),
            Self::Another(serial) => write!(f, "another {}", serial.0),
            Self::NotToday(serial) => write!(f, "later {}", serial.0),
            Self::Keep(card) => write!(f, "keep {card}"),
            Self::KeptPage(page) => write!(f, "kept {page}"),
            Self::Settings => f.write_str("set"),
            Self::Regions => f.write_str("regions"),
            Self::Cities(region) => write!(f, "cities {}", region.name()),
            Self::Zone(zone) => write!(f, "zone {}", zone.name()),
            Self::ZoneOf(user, zone) => write!(f, "mine {user} {}", zone.name()),
            Self::OneZone => f.write_str("onezone"),
            Self::Living(Apart::Together) => f.write_str("living together"),
            Self::Living(Apart::Apart) => f.write_str("living apart"),
            Self::Hours => f.write_str("hours"),
            Self::Hour(time) => write!(f, "hour {}", minutes(*time)),
            Self::Paces => f.write_str("paces"),
            Self::Pace(pace) => write!(f, "pace {}", pace.name()),
            Self::Day(day) => write!(f, "day {}", day.num_days_from_monday()),
            Self::Quiets => f.write_str("quiets"),
            Self::Quiet(quiet) => write!(f, "quiet {} {}", minutes(quiet.from), minutes(quiet.to)),
            Self::Done => f.write_str("done"),
            Self::Rest(RestLength::Week) => f.write_str("rest week"),
            Self::Rest(RestLength::Fortnight) => f.write_str("rest fortnight"),
            Self::Rest(RestLength::UntilResumed) => f.write_str("rest open"),
            Self::Resume => f.write_str("resume"),
            Self::OpenAbout => f.write_str("open about"),
            Self::About(page) => write!(f, "about {}", page.name()),
            Self::Leave(chat) => write!(f, "leave {chat}"),
            Self::Listen(script) => write!(f, "listen {script}"),
            Self::TalkWeekly(tap) => match tap {
                WeeklyTap::Days(script) => write!(f, "weekly {script}"),
                WeeklyTap::Hours(script, day) => write!(f, "weekly {script} {}", day.num_days_from_monday()),
                WeeklyTap::At(script, day, at) => {
                    write!(f, "weekly {script} {} {}", day.num_days_from_monday(), minutes(*at))
                }
                WeeklyTap::Off => f.write_str("weekly"),
            },
            Self::Talk(serial, tap) => write!(f, "t {} {}", serial.0, tap.code()),
            Self::Path(path) => write!(f, "path {path}"),
            Self::PathOff => f.write_str("pathoff"),
            Self::TellingOff => f.write_str("telling off"),
            Self::Gate(gate, Door::Open) => write!(f, "open {}", gate.name()),
            Self::Gate(gate, Door::Closed) => write!(f, "shut {}", gate.name()),
            Self::Doors => f.write_str("doors"),
            Self::Topics => f.write_str("topics"),
            Self::Topic(topic, Wish::In) => write!(f, "letin {}", topic.name()),
            Self::Topic(topic, Wish::LeftOut) => write!(f, "leaveout {}", topic.name()),
            Self::After(chat) => write!(f, "after {chat}"),
            Self::Felt(chat, feeling) => write!(f, "felt {chat} {}", feeling.name()),
            Self::Lighter(chat) => write!(f, "lighter {chat}"),
            Self::Date(action) => write!(f, "date {action}"),
        }
    }
}

impl Action {
    /// The message that this button stands under, where it is one that is told apart.
    #[must_use]
    pub fn under(&self) -> Option<Tag> {
        match self {
            Self::Another(serial) | Self::NotToday(serial) => Some(Tag::Card(*serial)),
            Self::Talk(serial, _) => Some(Tag::Talk(*serial)),
            _ => None,
        }
    }

    /// Reads what [`Display`](fmt::Display) wrote; `None` for anything else.
    #[must_use]
    pub fn read(data: &str) -> Option<Self> {
        let (verb, rest) = data.split_once(' ').unwrap_or((data, ""));
        Some(match (verb, rest) {
            ("in", "") => Self::Join,
            ("card", "") => Self::CardNow,
            ("another", serial) => Self::Another(CardSerial(serial.parse().ok()?)),
            ("later", serial) => Self::NotToday(CardSerial(serial.parse().ok()?)),
            ("keep", card) if !card.is_empty() => Self::Keep(CardId(card.to_owned())),
            ("kept", page) => Self::KeptPage(page.parse().ok()?),
            ("set", "") => Self::Settings,
            ("regions", "") => Self::Regions,
            ("cities", region) => Self::Cities(Region::ALL.into_iter().find(|r| r.name() == region)?),
            ("zone", zone) => Self::Zone(zone.parse().ok()?),
            ("mine", whose) => {
                let (user, zone) = whose.split_once(' ')?;
                Self::ZoneOf(UserId(user.parse().ok()?), zone.parse().ok()?)
            }
            ("onezone", "") => Self::OneZone,
            ("living", "together") => Self::Living(Apart::Together),
            ("living", "apart") => Self::Living(Apart::Apart),
            ("hours", "") => Self::Hours,
            ("hour", time) => Self::Hour(time_of(time)?),
            ("paces", "") => Self::Paces,
            ("pace", pace) => Self::Pace(Pace::ALL.into_iter().find(|p| p.name() == pace)?),
            ("day", day) => Self::Day(weekday(day)?),
            ("quiets", "") => Self::Quiets,
            ("quiet", hours) => {
                let (from, to) = hours.split_once(' ')?;
                Self::Quiet(Quiet { from: time_of(from)?, to: time_of(to)? })
            }
            ("done", "") => Self::Done,
            ("rest", "week") => Self::Rest(RestLength::Week),
            ("rest", "fortnight") => Self::Rest(RestLength::Fortnight),
            ("rest", "open") => Self::Rest(RestLength::UntilResumed),
            ("resume", "") => Self::Resume,
            ("open", "about") => Self::OpenAbout,
            ("about", page) => Self::About(AboutPage::ALL.into_iter().find(|p| p.name() == page)?),
            ("leave", chat) => Self::Leave(ChatId(chat.parse().ok()?)),
            ("listen", script) if !script.is_empty() => Self::Listen(ScriptId(script.to_owned())),
            ("weekly", tap) => Self::TalkWeekly(weekly_tap(tap)?),
            ("t", tap) => {
                let (serial, tap) = tap.split_once(' ')?;
                Self::Talk(TalkSerial(serial.parse().ok()?), TalkTap::read(tap)?)
            }
            ("path", path) if !path.is_empty() => Self::Path(PathId(path.to_owned())),
            ("pathoff", "") => Self::PathOff,
            ("telling", "off") => Self::TellingOff,
            ("open", gate) => Self::Gate(named(gate)?, Door::Open),
            ("shut", gate) => Self::Gate(named(gate)?, Door::Closed),
            ("doors", "") => Self::Doors,
            ("topics", "") => Self::Topics,
            ("letin", topic) => Self::Topic(topic_named(topic)?, Wish::In),
            ("leaveout", topic) => Self::Topic(topic_named(topic)?, Wish::LeftOut),
            ("after", chat) => Self::After(ChatId(chat.parse().ok()?)),
            ("felt", felt) => {
                let (chat, feeling) = felt.split_once(' ')?;
                let feeling = Feeling::ALL.into_iter().find(|one| one.name() == feeling)?;
                Self::Felt(ChatId(chat.parse().ok()?), feeling)
            }
            ("lighter", chat) => Self::Lighter(ChatId(chat.parse().ok()?)),
            ("date", action) => Self::Date(DateAction::read(action)?),
            _ => return None,
        })
    }
}

fn named<T: Named>(name: &str) -> Option<T> {
    T::ALL.iter().copied().find(|one| one.name() == name)
}

fn weekly_tap(tap: &str) -> Option<WeeklyTap> {
    let mut parts = tap.split(' ').filter(|part| !part.is_empty());
    let Some(script) = parts.next().map(|script| ScriptId(script.to_owned())) else { return Some(WeeklyTap::Off) };
    let Some(day) = parts.next() else { return Some(WeeklyTap::Days(script)) };
    let day = weekday(day)?;
    let Some(at) = parts.next() else { return Some(WeeklyTap::Hours(script, day)) };
    parts.next().is_none().then_some(WeeklyTap::At(script, day, time_of(at)?))
}

/// Counted from Monday, which is 0.
fn weekday(number: &str) -> Option<Weekday> {
    Weekday::try_from(number.parse::<u8>().ok()?).ok()
}

/// Only what a person can choose.
fn topic_named(name: &str) -> Option<Skip> {
    Skip::TOPICS.into_iter().find(|topic| topic.name() == name)
}

/// Minutes since local midnight.
fn minutes(time: NaiveTime) -> u32 {
    time.num_seconds_from_midnight() / 60
}

fn time_of(minutes: &str) -> Option<NaiveTime> {
    NaiveTime::from_num_seconds_from_midnight_opt(minutes.parse::<u32>().ok()?.checked_mul(60)?, 0)
}

#[cfg(test)]
mod tests;
