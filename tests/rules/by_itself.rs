//! What comes by itself, over weeks in which all sorts of things happen: one thing a day, never within minutes of another,
//! and once a week where nobody taps.

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    APART_BY, Action, CardAction, CardSerial, ChatId, Class, Command, Effect, Event, Outgoing, Pace, Press,
    SettingsAction, Tag, TimerKind,
};
use proptest::prelude::*;

use crate::kit::{ANA, BEN, Two, World, command, lisbon, press, seeded, tap, utc};

#[derive(Clone, Debug)]
enum Deed {
    Evening(&'static str),
    Path,
    Hour(u32),
    Pace(Pace),
    NotToday,
    Card,
    Passes(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let evening = prop_oneof![
        Just("fri 22:00 cinema"),
        Just("in 5 days 20:00"),
        Just("24 december 18:00"),
        Just("tomorrow 20:00 dinner"),
        Just("every sunday 11:00"),
    ];
    prop_oneof![
        2 => evening.prop_map(Deed::Evening),
        1 => Just(Deed::Path),
        1 => (8_u32..22).prop_map(Deed::Hour),
        1 => prop_oneof![Just(Pace::Weekly), Just(Pace::ThreeAWeek), Just(Pace::Weekdays)].prop_map(Deed::Pace),
        2 => Just(Deed::NotToday),
        1 => Just(Deed::Card),
        8 => (0_i64..4_000).prop_map(Deed::Passes),
    ]
}

/// A life in which everything that comes by itself is written down.
struct Life {
    two: Two,
    came: Vec<(DateTime<Utc>, &'static str)>,
}

impl World for Life {
    fn two(&mut self) -> &mut Two {
        &mut self.two
    }

    fn happens(&mut self, event: Event) -> Vec<Outgoing> {
        let kind = match &event {
            Event::Due { kind, .. } => Some(*kind),
            _ => None,
        };
        let effects = self.two.happens(event);
        let message = |row: &&Outgoing| matches!(row.effect, Effect::Say { .. }) && row.chat == self.two.couple.chat;
        for row in effects.iter().filter(message) {
            let what = match (kind, row.class) {
                (Some(TimerKind::Card), _) => "card",
                (Some(TimerKind::Telling), _) => "thought",
                (Some(TimerKind::Weekly), _) => "talk",
                (Some(TimerKind::Dates), _) if matches!(row.tag, Some(Tag::Date(tag)) if format!("{tag:?}").starts_with("Offer")) => {
                    "ideas"
                }
                (Some(_), Class::Reminder) => "reminder",
                (Some(_), Class::Daily) => "other",
                _ => continue,
            };
            self.came.push((self.two.now, what));
        }
        effects
    }
}

impl Life {
    fn begins(seed: u64) -> Self {
        let two = Two::paired(
            ChatId(-10 - i64::try_from(seed).expect("small")),
            lisbon(),
            utc("2026-11-23T18:00:00Z"),
            seeded(seed),
        );
        Self { two, came: Vec::new() }
    }

    fn does(&mut self, deed: &Deed) {
        let settings = |action| Action::Settings(action);
        let serial = self.two.couple.deck.serial;
        let event = match deed {
            Deed::Evening(words) => command(ANA, Command::Date((*words).to_owned())),
            Deed::Path => command(BEN, Command::Path("friends".to_owned())),
            Deed::Hour(hour) => {
                let hour = chrono::NaiveTime::from_hms_opt(*hour, 0, 0).expect("a time");
                tap(ANA, settings(SettingsAction::Hour(hour)), 1)
            }
            Deed::Pace(pace) => tap(BEN, settings(SettingsAction::Pace(*pace)), 1),
            Deed::NotToday => tap(BEN, Action::Card(CardAction::NotToday(CardSerial(serial.0))), 1),
            Deed::Card => command(ANA, Command::Card),
            Deed::Passes(minutes) => return drop(self.lives(TimeDelta::minutes(*minutes))),
        };
        self.happens(event);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(120))]

    #[test]
    fn at_most_one_thing_a_day_and_none_within_ten_minutes_of_another(
        seed: u8, course in proptest::collection::vec(deed(), 0..30),
    ) {
        let mut life = Life::begins(seed.into());
        for deed in &course {
            life.does(deed);
        }
        life.lives(TimeDelta::days(40));
        let zone = lisbon();
        let turns: Vec<_> = life.came.iter().filter(|(_, what)| !["other", "reminder"].contains(what)).collect();
        for two in turns.windows(2) {
            let day = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive();
            prop_assert!(day(two[0].0) != day(two[1].0), "{two:?}");
        }
        for two in life.came.windows(2) {
            // A reminder has the hour for which they asked.
            prop_assert!(two[1].1 == "reminder" || two[1].0 - two[0].0 >= APART_BY, "{two:?}");
        }
        // For a month and more nobody has tapped: cards come once a week, ideas and thoughts not at all.
        let slow = life.two.now - TimeDelta::days(24);
        let late: Vec<_> = turns.iter().filter(|(at, _)| *at > slow).collect();
        prop_assert!(late.iter().filter(|(_, what)| *what == "card").count() <= 5, "{late:?}");
        prop_assert!(late.iter().filter(|(_, what)| *what == "thought").count() == 0, "{late:?}");
    }
}

/// The first tap brings the usual pace back.
#[test]
fn a_tap_ends_the_slow_weeks() {
    let mut life = Life::begins(3);
    life.lives(TimeDelta::days(35));
    let turns = |life: &Life| life.came.iter().filter(|(_, what)| !["other", "reminder"].contains(what)).count();
    let before = turns(&life);
    life.lives(TimeDelta::days(7));
    assert_eq!(turns(&life) - before, 1);
    life.happens(press(BEN, Press::Unreadable, 1));
    let before = turns(&life);
    life.lives(TimeDelta::days(7));
    assert_eq!(turns(&life) - before, 7);
    assert!(life.two.couple.by_itself.slowed_on.is_none());
}
