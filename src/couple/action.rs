//! What a button does.

mod purpose;

use std::fmt;

use crate::zones::Zone;
use chrono::{NaiveDate, NaiveTime, Weekday};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::answers::{AnswerAction, Answering};
use super::carried::{Carried, Data, Words, carried, carried_name, carried_number};
use super::{
    ChatId, DateAction, Feeling, Freely, OwnAction, Pace, Quiet, Region, Says, TalkAction, TalkSerial, UserId,
};
use crate::prompts::{Apart, CardId, ChapterId, CountryCode, Gate, LifeStage, Pack, PathId, Skip, named};

/// The number of a card as it was laid on the table: tells today's buttons from yesterday's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CardSerial(pub u32);

named!(
    /// A page of `/about`.
    AboutPage {
        Intro = "intro",
        Ingredients = "ingredients",
        Enemies = "enemies",
        RestsOn = "rests-on",
        Limits = "limits",
        LoveFriendship = "love-friendship",
        Vulnerability = "vulnerability",
        Trust = "trust",
        Commitment = "commitment",
        Selfishness = "selfishness",
        Dishonesty = "dishonesty",
        Entitlement = "entitlement",
        Resentment = "resentment",
    }
);

named!(
    /// What is opened by a button as by its command.
    Room {
        Talks = "talks",
        Evening = "evening",
    }
);

named!(
    /// A page of *Support* behind the first.
    SupportPage {
        /// Who they are.
        Who = "who",
        /// Who else there is.
        Others = "others",
    }
);

named!(
    /// How long a rest lasts, by button.
    RestLength {
        Week = "week",
        Fortnight = "fortnight",
        UntilResumed = "open",
    }
);

carried_number!(CardSerial(u32));
carried_name!(AboutPage, Room, RestLength, Pace, Region, Feeling, Answering, Freely, SupportPage);

/// When it begins, and when it ends.
impl Carried for Quiet {
    fn write(&self, data: &mut Data) {
        self.from.write(data);
        self.to.write(data);
    }
    fn read(words: &mut Words<'_>) -> Option<Self> {
        Some(Self { from: NaiveTime::read(words)?, to: NaiveTime::read(words)? })
    }
    #[cfg(test)]
    fn samples() -> Vec<Self> {
        NaiveTime::samples().windows(2).map(|pair| Self { from: pair[1], to: pair[0] }).collect()
    }
}

carried!(
    /// Everything a button can do.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub enum Action {
        /// "I'm in".
        "in" => Join,
        "" => About(about: AboutAction),
        "" => Card(card: CardAction),
        "" => Path(path: PathAction),
        "chap" => Chapter(chapter: ChapterAction),
        /// No more tellings.
        "telling off" => TellingOff,
        "" => Rest(rest: RestAction),
        "" => Settings(settings: SettingsAction),
        "" => Talk(talk: TalkAction),
        "date" => Date(date: DateAction),
        "space" => Space(space: SpaceAction),
        /// What a command opens, as a message of its own.
        "open" => Open(room: Room),
        /// In a private chat only.
        "" => Corner(corner: CornerAction),
        /// In a private chat only.
        "ans" => Answer(answer: AnswerAction),
        "own" => Own(own: OwnAction),
    }
);

carried!(
    /// `/leave`, in the group.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    pub enum SpaceAction {
        /// It is closed; asked on this day, couple-local.
        "close" => Close(asked: NaiveDate),
        "stay" => Stay,
    }
);

carried!(
    /// `/about`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    pub enum AboutAction {
        /// A message of its own.
        #[serde(rename = "OpenAbout")]
        "open about" => Open,
        /// Another page, in place.
        #[serde(rename = "About")]
        "about" => Page(page: AboutPage),
    }
);

carried!(
    /// Cards.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    pub enum CardAction {
        /// A card now.
        #[serde(rename = "CardNow")]
        "card" => Now,
        /// Another card in place of this one.
        "another" => Another(serial: CardSerial),
        /// This card is put aside for another day.
        "later" => NotToday(serial: CardSerial),
        /// The card that was put aside comes back.
        "undolater" => Undo(serial: CardSerial),
        /// Keep this card. Works on old cards too.
        "keep" => Keep(card: CardId),
        /// Answer this card in private.
        "answer" => Answer(serial: CardSerial),
        /// A page of the kept cards, counted from 0.
        "kept" => KeptPage(page: u16),
    }
);

carried!(
    /// Paths.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    pub enum PathAction {
        #[serde(rename = "Path")]
        "path" => Begin(path: PathId),
        /// What it is, before it begins; and back to all.
        #[serde(rename = "PathLook")]
        "pathlook" => Look(path: PathId),
        #[serde(rename = "PathList")]
        "paths" => List,
        /// End the path they are on.
        #[serde(rename = "PathOff")]
        "pathoff" => End,
    }
);

carried!(
    /// What comes after the chapter they are in.
    #[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
    pub enum ChapterAction {
        /// How it stands, and what can be chosen.
        "ask" => Ask,
        /// This one comes next.
        "next" => Next(chapter: ChapterId),
        /// One that may follow, by chance.
        "any" => Chance,
        /// None: the cards come mixed.
        "mixed" => Mixed,
        /// Leave the chapter they are in.
        "off" => Leave,
    }
);

carried!(
    /// The two's rest.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    pub enum RestAction {
        #[serde(rename = "Rest")]
        "rest" => For(length: RestLength),
        /// Until the beginning of this day: one of those that typed words can mean.
        "until" => Until(day: NaiveDate),
        "resume" => Resume,
    }
);

carried!(
    /// The settings.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    pub enum SettingsAction {
        /// As they are.
        #[serde(rename = "Settings")]
        "set" => Overview,
        /// Choose a region of the world.
        "regions" => Regions,
        /// Choose a city in it.
        "cities" => Cities(region: Region),
        /// The couple's zone.
        "zone" => Zone(zone: Zone),
        /// The zone of this one of the two, where it differs.
        "mine" => ZoneOf(user: UserId, zone: Zone),
        /// No second zone any more.
        "onezone" => OneZone,
        /// Whether they live in one place.
        "living" => Living(living: Apart),
        /// Whether cards are answered in private.
        "answers" => Answers(answering: Answering),
        /// Choose among the packs.
        "packs" => Packs,
        /// A pack comes from now on, or no more.
        "pack" => Pack(pack: Pack),
        /// What their life is like.
        "stages" => Stages,
        /// This is so; or no more.
        "stage" => Stage(stage: LifeStage),
        /// Choose the hour of the card.
        "hours" => Hours,
        "hour" => Hour(hour: NaiveTime),
        /// Choose the pace.
        "paces" => Paces,
        "pace" => Pace(pace: Pace),
        /// The day of the weekly card.
        "day" => Day(day: Weekday),
        /// Choose the quiet hours.
        "quiets" => Quiets,
        "quiet" => Quiet(quiet: Quiet),
        /// The screen is done with.
        "done" => Done,
    }
);

carried!(
    /// The private corner.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
    pub enum CornerAction {
        /// Leave the couple in this group.
        "leave" => Leave(chat: ChatId),
        /// This one, who was left, is not to become a couple with them again …
        "refuse" => Refuse(who: UserId),
        /// … and all are let in again.
        "letall" => LetAllIn,
        /// These two are no couple.
        "notus" => NotUs(chat: ChatId),
        /// The doors; of several couples, first whose.
        "doors" => Doors,
        /// The doors of this couple.
        "doorsof" => DoorsOf(chat: ChatId),
        /// One of them: how it stands, and both ways to leave it.
        "door" => Door(chat: ChatId, gate: Gate),
        /// It is to be open; the one to closeness asks first.
        "unlock" => Unlock(chat: ChatId, gate: Gate),
        /// What stands before the door to closeness was read.
        "agree" => Agree(chat: ChatId),
        "lock" => Lock(chat: ChatId, gate: Gate),
        /// Of screens on which a door was one person's with whomever.
        "open" => OpenDoor(gate: Gate),
        "shut" => ShutDoor(gate: Gate),
        /// The topics.
        "topics" => Topics,
        /// One of them: how it stands, and both ways to leave it.
        "topic" => Topic(topic: Skip),
        "letin" => LetIn(topic: Skip),
        "leaveout" => LeaveOut(topic: Skip),
        /// A talk behind a door is asked about under this number: the question is opened …
        "asked" => Asked(chat: ChatId, number: TalkSerial),
        /// … and answered.
        "says" => Says(chat: ChatId, number: TalkSerial, says: Says),
        /// The day after a talk: the question is opened …
        "after" => After(chat: ChatId),
        /// … answered …
        "felt" => Felt(chat: ChatId, feeling: Feeling),
        /// … and a lighter week asked for.
        "lighter" => Lighter(chat: ChatId),
        /// The first time: whether the three sentences are true.
        "freely" => Freely(freely: Freely),
        /// The first screen.
        "home" => Home,
        /// Is this couple to be left?
        "askleave" => AskLeave,
        /// All that is held about this person.
        "mydata" => MyData,
        /// Who helps, in the country that is theirs …
        "support" => Support,
        /// … which one that is …
        "countries" => Countries,
        /// … in this one …
        "country" => Country(code: CountryCode),
        /// … anywhere else …
        "worldwide" => Worldwide,
        /// … and more of either.
        "countrypage" => CountryPage(code: CountryCode, page: SupportPage),
        "worldpage" => WorldPage(page: SupportPage),
        /// A page of what is held about this person, counted from 0, in place.
        "mydatapage" => MyDataPage(page: u8),
    }
);

impl Action {
    /// Reads what [`Display`](fmt::Display) wrote; `None` for anything else.
    #[must_use]
    pub fn read(data: &str) -> Option<Self> {
        let mut words = Words::new(data);
        let action = Carried::read(&mut words)?;
        words.is_over().then_some(action)
    }

    /// Reads an action of a row that was written before actions were stored as callback data.
    fn of_old(value: &serde_json::Value) -> Option<Self> {
        fn as_one<T: for<'de> Deserialize<'de>>(value: &serde_json::Value) -> Option<T> {
            T::deserialize(value).ok()
        }
        match value.as_str() {
            Some("Join") => return Some(Self::Join),
            Some("TellingOff") => return Some(Self::TellingOff),
            _ => {}
        }
        if let Some(date) = value.get("Date") {
            return as_one(date).map(Self::Date);
        }
        if let Some(gate) = value.get("Gate") {
            let (gate, to): (Gate, String) = as_one(gate)?;
            return Some(Self::Corner(if to == "Open" {
                CornerAction::OpenDoor(gate)
            } else {
                CornerAction::ShutDoor(gate)
            }));
        }
        if let Some(topic) = value.get("Topic") {
            let (topic, to): (Skip, String) = as_one(topic)?;
            return Some(Self::Corner(if to == "In" {
                CornerAction::LetIn(topic)
            } else {
                CornerAction::LeaveOut(topic)
            }));
        }
        None.or_else(|| as_one(value).map(Self::About))
            .or_else(|| as_one(value).map(Self::Card))
            .or_else(|| as_one(value).map(Self::Path))
            .or_else(|| as_one(value).map(Self::Rest))
            .or_else(|| as_one(value).map(Self::Settings))
            .or_else(|| as_one(value).map(Self::Talk))
            .or_else(|| as_one(value).map(Self::Corner))
    }
}

/// As callback data.
impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut data = Data::default();
        self.write(&mut data);
        f.write_str(&data.into_text())
    }
}

/// Stored as callback data.
impl Serialize for Action {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Action {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = serde_json::Value::deserialize(deserializer)?;
        let read = value.as_str().and_then(Self::read);
        read.or_else(|| Self::of_old(&value)).ok_or_else(|| serde::de::Error::custom("an unknown action"))
    }
}

#[cfg(test)]
mod tests;
