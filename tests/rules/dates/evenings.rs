//! Two people and their evenings: what goes out and what their calendars are told; and what can happen between them.

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};

use chrono::{DateTime, Utc};
use nearer::couple::{
    Action, DateAction, DateTag, Effect, Entry, EveningId, Event, Lead, Message, Outgoing, RestLength, Status, Tag,
    UserId,
};
use nearer::prompts::Named;
use nearer::zones::Zone;
use proptest::prelude::*;

use super::ZONES;
use crate::kit::{self, CHAT, Two, World, library, seeded};

/// Two people, and all that goes out to them.
pub struct Evenings {
    two: Two,
    /// What went out, and when.
    pub out: Vec<(DateTime<Utc>, Outgoing)>,
    /// What their calendars were told last, by the name of the evening.
    pub files: BTreeMap<String, Entry>,
}

impl Deref for Evenings {
    type Target = Two;

    fn deref(&self) -> &Two {
        &self.two
    }
}

impl DerefMut for Evenings {
    fn deref_mut(&mut self) -> &mut Two {
        &mut self.two
    }
}

impl World for Evenings {
    fn two(&mut self) -> &mut Two {
        &mut self.two
    }

    /// What is left to chance depends on the moment alone: what one tapped in private must not show by it.
    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        self.two.rng = seeded(self.two.now.timestamp().unsigned_abs());
        let effects = self.two.happens(event);
        for row in &effects {
            let Effect::Document { calendar, .. } = &row.effect else { continue };
            for entry in &calendar.entries {
                if let Some(before) = self.files.insert(entry.uid.clone(), entry.clone()) {
                    let same = (before.at, before.status == Status::CalledOff)
                        == (entry.at, entry.status == Status::CalledOff);
                    assert!(
                        entry.sequence > before.sequence || (same && entry.sequence == before.sequence),
                        "it rises"
                    );
                }
            }
        }
        self.out.extend(effects.iter().map(|row| (self.two.now, row.clone())));
        effects
    }
}

impl Evenings {
    pub fn new(zone: Zone, now: DateTime<Utc>) -> Self {
        let two = Two::paired(CHAT, zone, now, seeded(now.timestamp().unsigned_abs()));
        Self { two, out: Vec::new(), files: BTreeMap::new() }
    }

    pub fn taps(&mut self, user: UserId, action: DateAction) -> usize {
        self.happens(tap(user, Action::Date(action))).len()
    }

    pub fn evenings(&self) -> Vec<DateTime<Utc>> {
        self.couple.dates.evenings.iter().map(|evening| evening.at).collect()
    }

    pub fn reminders(&self) -> Vec<(DateTime<Utc>, EveningId, Lead)> {
        let reminder = |(at, row): &(DateTime<Utc>, Outgoing)| match row.tag {
            Some(Tag::Date(DateTag::Reminder(id, lead))) => Some((*at, id, lead)),
            _ => None,
        };
        self.out.iter().filter_map(reminder).collect()
    }
}

pub fn tap(user: UserId, action: Action) -> Event {
    kit::tap(user, action, 1)
}

pub fn words(message: &Message) -> String {
    message.body.iter().map(|phrase| library().voice().say(phrase, str::to_owned)).collect::<Vec<_>>().join("\n")
}

/// The message of the last row that has one.
pub fn last_message(two: &Evenings) -> &Message {
    let message = |(_, row): &'_ (DateTime<Utc>, Outgoing)| match &row.effect {
        Effect::Say { message, .. } | Effect::Edit { message, .. } => Some(message.clone()),
        _ => None,
    };
    let place = two.out.iter().rposition(|row| message(row).is_some()).expect("a message");
    match &two.out[place].1.effect {
        Effect::Say { message, .. } | Effect::Edit { message, .. } => message,
        _ => unreachable!("it has a message"),
    }
}

/// Something that happens between two people and their evenings.
#[derive(Clone, Debug)]
pub enum Deed {
    Sets(i64),
    SetsRegular(&'static str),
    Moves(usize, i64),
    CallsOff(usize),
    In(usize),
    File(usize),
    Lead(Lead),
    Quiet(u32, u32),
    Zone(usize),
    Second(usize),
    Hour(u32),
    Rests(RestLength),
    Resumes,
    Three,
    EndsRegular,
    Lives(i64),
    Sleeps(i64),
    NotDelivered,
}

pub fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (5_i64..40_000).prop_map(Deed::Sets),
        1 => prop::sample::select(vec!["fri 19:30", "sunday 08:15", "mon 23:30"]).prop_map(Deed::SetsRegular),
        2 => (0_usize..5, 5_i64..40_000).prop_map(|(nth, minutes)| Deed::Moves(nth, minutes)),
        2 => (0_usize..5).prop_map(Deed::CallsOff),
        1 => (0_usize..5).prop_map(Deed::In),
        1 => (0_usize..5).prop_map(Deed::File),
        1 => prop::sample::select(Lead::ALL.to_vec()).prop_map(Deed::Lead),
        1 => (0_u32..1440, 0_u32..1440).prop_map(|(from, to)| Deed::Quiet(from, to)),
        1 => (0..ZONES.len()).prop_map(Deed::Zone),
        1 => (0..ZONES.len()).prop_map(Deed::Second),
        1 => (0_u32..1440).prop_map(Deed::Hour),
        1 => prop::sample::select(vec![RestLength::Week, RestLength::UntilResumed]).prop_map(Deed::Rests),
        1 => Just(Deed::Resumes),
        1 => Just(Deed::Three),
        1 => Just(Deed::EndsRegular),
        4 => (1_i64..20_000).prop_map(Deed::Lives),
        3 => (1_i64..6_000).prop_map(Deed::Sleeps),
        1 => Just(Deed::NotDelivered),
    ]
}

pub fn time(minutes: u32) -> chrono::NaiveTime {
    chrono::NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).expect("a time")
}
