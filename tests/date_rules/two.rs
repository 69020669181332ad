//! Two people and their couple, without a network, a store or a clock; and what can happen between them.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::SettingsAction;
use nearer::couple::{
    Action, ChatId, Context, Couple, DateAction, DateTag, Effect, Entry, EveningId, Event, Lead, Message, Outgoing,
    RestLength, Status, Step, Tag, UserId,
};
use nearer::prompts::Named;
use nearer::zones::Zone;
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use crate::{ANA, BEN, ZONES, library, tap};

/// Two people, their couple, and the time that passes for them.
pub struct Two {
    pub couple: Couple,
    pub now: DateTime<Utc>,
    /// All that went out, and when.
    pub out: Vec<(DateTime<Utc>, Outgoing)>,
    /// What their calendars were told last, by the name of the evening.
    pub files: BTreeMap<String, Entry>,
}

impl Two {
    pub fn new(zone: Zone, now: DateTime<Utc>) -> Self {
        let couple = Couple::new(ChatId(-10), Zone::UTC);
        let mut two = Self { couple, now, out: Vec::new(), files: BTreeMap::new() };
        two.does(tap(ANA, Action::Join));
        two.does(tap(BEN, Action::Join));
        two.does(tap(ANA, Action::Settings(SettingsAction::Zone(zone))));
        two.out.clear();
        two
    }

    pub fn does(&mut self, event: Event) -> usize {
        let mut rng = StdRng::seed_from_u64(self.now.timestamp().unsigned_abs());
        let mut context = Context { now: self.now, library: library(), rng: &mut rng };
        let Step { couple, effects } = self.couple.clone().handle(event, &mut context);
        self.couple = couple.expect("nobody left");
        let count = effects.len();
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
        self.out.extend(effects.into_iter().map(|row| (self.now, row)));
        count
    }

    pub fn taps(&mut self, user: UserId, action: DateAction) -> usize {
        self.does(tap(user, Action::Date(action)))
    }

    /// Timers that are due by now fall due, in order, as after a downtime.
    pub fn catches_up(&mut self) {
        for _ in 0..1_000 {
            let due = self.couple.timers.iter().map(|(kind, due)| (*due, *kind)).min();
            let Some((due, kind)) = due.filter(|(due, _)| *due <= self.now) else { return };
            self.couple.timers.remove(&kind);
            self.does(Event::Due { kind, due });
        }
        panic!("it goes round in circles: {:?}", self.couple.timers);
    }

    /// Time passes while somebody watches: each timer at its moment.
    pub fn lives_until(&mut self, until: DateTime<Utc>) {
        while let Some(due) = self.couple.timers.values().min().copied().filter(|due| *due <= until) {
            self.now = self.now.max(due);
            self.catches_up();
        }
        self.now = until;
    }

    /// Time passes while the bot is down.
    pub fn sleeps(&mut self, by: TimeDelta) {
        self.now += by;
        self.catches_up();
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

pub fn words(message: &Message) -> String {
    message.body.iter().map(|phrase| library().voice().say(phrase, str::to_owned)).collect::<Vec<_>>().join("\n")
}

/// The message of the last row that has one.
pub fn last_message(two: &Two) -> &Message {
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
