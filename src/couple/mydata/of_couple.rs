//! What one of the two may see of their couple's record.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc, Weekday};
use serde::Serialize;

use crate::couple::answers::MyRound;
use crate::couple::dates::MyDates;
use crate::couple::own::MyOwnCard;
use crate::couple::{
    Answering, AtNight, Bond, ByItself, ChatId, Couple, CurrentCard, DayOfYear, Deck, Door, Faster, NightWish,
    OccasionDays, Pace, Phrase, Presence, Quiet, Rest, SecondZone, Settings, Settling, Talk, Talks, Tellings, ThreadId,
    UserId, Walk, Wanted, WeeklyTalk, Year,
};
use crate::line;
use crate::prompts::{Apart, CardId, Gate, LifeStage, Pack, PathId, ScriptId, Skip};
use crate::zones::Zone;

/// A couple, as one of the two may see it.
#[derive(Serialize)]
pub(super) struct MyCouple {
    group: ChatId,
    topic: Option<ThreadId>,
    bot: Presence,
    pub(super) since: DateTime<Utc>,
    settings: MySettings,
    first_choices: Settling,
    rest: Rest,
    cards: MyCards,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cards_you_added: Vec<MyOwnCard>,
    bot_may_write_to_you: Option<Door>,
    answers: Vec<MyRound>,
    topics_you_leave_out: BTreeSet<Skip>,
    pub(super) doors_you_opened: BTreeSet<Gate>,
    you_agreed_to_closeness_at: Option<DateTime<Utc>>,
    others_could_read_along: Option<DateTime<Utc>>,
    talks: MyTalks,
    dates: MyDates,
    thoughts: MyTellings,
    nothing_reaches_it_since: Option<DateTime<Utc>>,
    greeted_at: Option<DateTime<Utc>>,
    what_came_by_itself: ByItself,
}

/// What the two settled on together.
#[derive(Serialize)]
struct MySettings {
    zone: Zone,
    your_zone: Option<Zone>,
    your_partners_zone: Option<Zone>,
    hour: NaiveTime,
    pace: Pace,
    weekly_on: Weekday,
    quiet: Quiet,
    living: Apart,
    answering: Answering,
    packs: Option<BTreeSet<Pack>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anniversary: Option<DayOfYear>,
    #[serde(skip_serializing_if = "Option::is_none")]
    your_birthday: Option<DayOfYear>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    feasts: BTreeSet<DayOfYear>,
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    your_life_now: BTreeSet<LifeStage>,
    faster_pace_you_asked_for: Option<Pace>,
    at_night_you_asked_for: Option<AtNight>,
}

#[derive(Serialize)]
struct MyCards {
    shown: Vec<CardId>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    on_your_days: Vec<CardId>,
    kept: Vec<CardId>,
    last_by_itself: Option<NaiveDate>,
    last_at: Option<DateTime<Utc>>,
    on_the_table: Option<CardId>,
    path: Option<PathId>,
    path_cards: Vec<CardId>,
    year: Year,
}

#[derive(Serialize)]
struct MyTalks {
    under_way: Option<ScriptId>,
    over_at: BTreeMap<ScriptId, DateTime<Utc>>,
    heavier_over_at: Vec<DateTime<Utc>>,
    weekly: Option<WeeklyTalk>,
    asked_how_it_was_at: Option<DateTime<Utc>>,
    /// Can be undone still.
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<ScriptId>,
}

#[derive(Serialize)]
struct MyTellings {
    wanted: Wanted,
    told: Vec<CardId>,
    last: Option<NaiveDate>,
}

impl MyCouple {
    /// `None` where this person is none of the two.
    pub(super) fn of(user: UserId, couple: &Couple) -> Option<Self> {
        let Couple {
            chat,
            thread,
            presence,
            bond,
            settings,
            settling,
            rest,
            // Of a rest that is over.
            woken_on: _,
            deck,
            own,
            answers,
            left_out,
            doors,
            talks,
            dates,
            tellings,
            by_itself,
            silent_since,
            greeted_at,
            // Moments alone, and of nobody.
            greetings: _,
            // Marks from which no word can be read, of either; gone after a day.
            unknown: _,
            // Of a group that has no two yet.
            waiting: _,
            // With the first tap.
            first_tap_until: _,
            // Follow from all the rest.
            timers: _,
        } = couple;
        let since = match bond {
            // The other's id is no fact about this person.
            Bond::Two { people, since } => people.contains(&user).then_some(*since)?,
            // Nothing of it is left.
            Bond::Open { first: _ } | Bond::Closing(_) => return None,
        };
        let (bot_may_write_to_you, answers) = answers.as_seen_by(user);
        let (doors_you_opened, you_agreed_to_closeness_at, others_could_read_along) = doors.as_seen_by(user);
        Some(Self {
            group: *chat,
            topic: *thread,
            bot: *presence,
            since,
            settings: MySettings::of(user, settings),
            first_choices: *settling,
            rest: *rest,
            cards: MyCards::of(deck),
            cards_you_added: own.as_seen_by(user),
            bot_may_write_to_you,
            answers,
            topics_you_leave_out: left_out.get(&user).cloned().unwrap_or_default(),
            doors_you_opened,
            you_agreed_to_closeness_at,
            others_could_read_along,
            talks: MyTalks::of(talks),
            dates: MyDates::of(user, dates),
            thoughts: MyTellings::of(tellings),
            nothing_reaches_it_since: *silent_since,
            greeted_at: *greeted_at,
            what_came_by_itself: by_itself.clone(),
        })
    }

    /// How much there is, in lines.
    pub(super) fn counts(&self) -> Vec<Phrase> {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        let own = (!self.cards_you_added.is_empty()).then(|| line::mydata_own(count(self.cards_you_added.len())));
        let counts = [
            line::MydataCards { kept: count(self.cards.kept.len()), shown: count(self.cards.shown.len()) }.phrase(),
            line::mydata_evenings(count(self.dates.evenings())),
            line::mydata_talks(count(self.talks.over_at.len())),
        ];
        counts.into_iter().chain(own).collect()
    }
}

impl MySettings {
    fn of(user: UserId, settings: &Settings) -> Self {
        let Settings {
            zone,
            second,
            hour,
            pace,
            weekly_on,
            quiet,
            living,
            answering,
            packs,
            days,
            stages,
            faster,
            night,
        } = settings;
        let OccasionDays { anniversary, birthdays, feasts } = days;
        let second = second.map(|SecondZone { of, zone }| (of, zone));
        Self {
            zone: *zone,
            your_zone: second.filter(|(of, _)| *of == user).map(|(_, zone)| zone),
            your_partners_zone: second.filter(|(of, _)| *of != user).map(|(_, zone)| zone),
            hour: *hour,
            pace: *pace,
            weekly_on: *weekly_on,
            quiet: *quiet,
            living: *living,
            answering: *answering,
            packs: packs.clone(),
            anniversary: *anniversary,
            // The other's is theirs to ask for.
            your_birthday: birthdays.get(&user).copied(),
            feasts: feasts.clone(),
            your_life_now: stages.clone(),
            // What the other asked for is for them to say.
            faster_pace_you_asked_for: faster.and_then(|Faster { by, pace }| (by == user).then_some(pace)),
            at_night_you_asked_for: night.and_then(|NightWish { by, what }| (by == user).then_some(what)),
        }
    }
}

impl MyCards {
    fn of(deck: &Deck) -> Self {
        let Deck {
            shown,
            on_occasions,
            kept,
            // Only tells when depth may grow.
            stood: _,
            scheduled_on,
            scheduled_at: _,
            laid_at,
            // One of the two may have asked for it in private.
            light_until: _,
            current,
            walk,
            year,
            serial: _,
            // Forgotten within minutes.
            just_kept: _,
            put_aside: _,
            // Forgotten with the next day.
            not_today: _,
        } = deck;
        let on_the_table = current.as_ref().map(|CurrentCard { serial: _, card, message: _, day: _ }| card.clone());
        let (path, path_cards) = match walk {
            Some(Walk { path, met }) => (Some(path.clone()), met.clone()),
            None => (None, Vec::new()),
        };
        Self {
            shown: shown.clone(),
            on_your_days: on_occasions.clone(),
            kept: kept.clone(),
            last_by_itself: *scheduled_on,
            last_at: *laid_at,
            on_the_table,
            path,
            path_cards,
            year: year.clone(),
        }
    }
}

impl MyTalks {
    fn of(talks: &Talks) -> Self {
        let Talks {
            now,
            serial: _,
            over,
            heavy,
            // Only so that none begins with the same words.
            openers: _,
            // Whose floor it was, and who did not come to it, is told of nobody.
            first: _,
            owed: _,
            weekly,
            aftercare,
            // One of the two may have asked for it in private.
            lighter: _,
            // Follows from when the last was over.
            hush: _,
            stopped,
            // Moments alone, and of either.
            invited: _,
        } = talks;
        Self {
            under_way: now.as_ref().map(under_way),
            over_at: over.clone(),
            heavier_over_at: heavy.clone(),
            weekly: weekly.clone(),
            asked_how_it_was_at: *aftercare,
            // Who stopped it was to be seen by both; here it is the talk alone.
            stopped: stopped.as_ref().map(|stopped| under_way(stopped.talk())),
        }
    }
}

/// Which talk it is. All else in it is who tapped what, and who asked.
fn under_way(talk: &Talk) -> ScriptId {
    let Talk {
        script,
        version: _,
        thread: _,
        asked_by: _,
        serial: _,
        card: _,
        stage: _,
        until: _,
        nudge: _,
        pauses: _,
        gate: _,
        counted: _,
        excused: _,
        pointed: _,
        opener: _,
        heard: _,
    } = talk;
    script.clone()
}

impl MyTellings {
    fn of(tellings: &Tellings) -> Self {
        let Tellings { wanted, told, told_on } = tellings;
        Self { wanted: *wanted, told: told.clone(), last: *told_on }
    }
}
