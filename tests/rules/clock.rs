//! A clock that was wrong for ten minutes leaves no mark: the same cards and reminders come as if it had not been.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use nearer::couple::{
    Action, Class, Command, DateAction, DateTag, Doubt, Effect, Event, Outgoing, Pace, SettingsAction, Tag, TimerKind,
};
use proptest::prelude::*;

use crate::kit::{ANA, BEN, CHAT, Two, World, command, lisbon, seeded, tap, utc};

const TEN_MINUTES: TimeDelta = TimeDelta::minutes(10);

#[derive(Clone, Debug)]
enum Deed {
    Says(&'static str),
    Pace(Pace),
    Rests(&'static str),
    Card,
    Ideas,
    Passes(i64),
}

fn deed() -> impl Strategy<Value = Deed> {
    let evening = prop_oneof![
        Just("fri 19:30 cinema"),
        Just("tomorrow 20:00 dinner"),
        Just("24 december 18:00 carols"),
        Just("every sunday 11:00 a walk"),
        Just("every other friday 19:30 dancing"),
    ];
    let pace = prop_oneof![Just(Pace::Weekly), Just(Pace::ThreeAWeek), Just(Pace::Weekdays)];
    prop_oneof![
        4 => evening.prop_map(Deed::Says),
        1 => pace.prop_map(Deed::Pace),
        1 => prop_oneof![Just("until 2 december"), Just("until 24 december")].prop_map(Deed::Rests),
        1 => Just(Deed::Card),
        1 => Just(Deed::Ideas),
        6 => prop_oneof![0_i64..300, 0_i64..6_000].prop_map(Deed::Passes),
    ]
}

fn does(two: &mut Two, deed: &Deed) {
    let event = match deed {
        Deed::Says(words) => command(ANA, Command::Date((*words).to_owned())),
        Deed::Pace(pace) => tap(BEN, Action::Settings(SettingsAction::Pace(*pace)), 1),
        Deed::Rests(until) => command(BEN, Command::Pause((*until).to_owned())),
        Deed::Card => command(ANA, Command::Card),
        Deed::Ideas => tap(ANA, Action::Date(DateAction::Three), 1),
        Deed::Passes(minutes) => return drop(two.lives(TimeDelta::minutes(*minutes))),
    };
    two.happens(event);
}

/// When cards and reminders come in the two weeks after now. Of the days with an evening the reminders alone: no card comes
/// into an evening, and how long one lasts is up to its idea, which is chance.
fn two_weeks(mut two: Two) -> Vec<(DateTime<Utc>, &'static str)> {
    let until = two.now + TimeDelta::days(14);
    let mut come = Vec::new();
    let evenings: Vec<_> = two.couple.dates.evenings.iter().map(|evening| evening.at.date_naive()).collect();
    while let Some((_, rows)) = two.rings(until) {
        two.are_about();
        let now = two.now;
        let what = |row: &Outgoing| match (row.tag, row.class, &row.effect) {
            (Some(Tag::Card(_)), _, Effect::Say { .. }) => (!evenings.contains(&now.date_naive())).then_some("card"),
            (Some(Tag::Date(DateTag::Offer(_))), ..) => Some("ideas"),
            (_, Class::Reminder, _) => Some("reminder"),
            _ => None,
        };
        come.extend(rows.iter().filter_map(what).map(|what| (two.now, what)));
    }
    come
}

/// The same, with a card or ideas by their day alone: which of them has that day is up to what a wrong clock made the ideas
/// of an evening to be.
fn by_days(two: Two) -> Vec<(DateTime<Utc>, &'static str)> {
    let by_day = |(at, what): (DateTime<Utc>, &'static str)| match what {
        "card" | "ideas" => (at.duration_trunc(TimeDelta::days(1)).expect("a day"), "card or ideas"),
        other => (at, other),
    };
    two_weeks(two).into_iter().map(by_day).collect()
}

/// For ten minutes the clock shows another time, and everything that falls due by it goes off.
fn wrong_for_ten_minutes(mut two: Two, by: TimeDelta) -> Two {
    let right = two.now;
    two.sleeps(by);
    two.lives(TEN_MINUTES);
    two.now = right + TEN_MINUTES;
    two.happens(Event::LookAgain(Doubt::WasAhead));
    two
}

fn a_couple(seed: u64) -> Two {
    let mut two = Two::paired(CHAT, lisbon(), utc("2026-11-23T18:00:00Z"), seeded(seed));
    two.want_cards_alone();
    two
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_clock_that_was_ahead_leaves_no_mark_on_cards_and_reminders(
        seed: u8, course in proptest::collection::vec(deed(), 0..12),
        by in prop_oneof![Just(TimeDelta::hours(30)), Just(TimeDelta::days(3)), Just(TimeDelta::days(20))],
    ) {
        let mut right = a_couple(seed.into());
        for deed in &course {
            does(&mut right, deed);
        }
        // What has its hour in these ten minutes comes at the wrong time, or late: see below.
        let soon = right.now + TEN_MINUTES;
        prop_assume!(right.couple.timers.values().all(|due| *due > soon));
        let wrong = wrong_for_ten_minutes(right.clone(), by);
        right.lives(TEN_MINUTES);
        right.happens(Event::LookAgain(Doubt::WasAhead));
        prop_assert_eq!(by_days(wrong), by_days(right));
    }

    /// Where the clock was right all the time, nothing is changed by looking again.
    #[test]
    fn looking_again_changes_nothing(seed: u8, course in proptest::collection::vec(deed(), 0..16)) {
        let mut two = a_couple(seed.into());
        for deed in &course {
            does(&mut two, deed);
        }
        // What has had its day is forgotten at whatever happens next.
        two.happens(Event::Counted { alone: true });
        let before = two.couple.clone();
        let rows = two.happens(Event::LookAgain(Doubt::WasAhead));
        prop_assert!(rows.is_empty());
        prop_assert_eq!(two.couple, before);
    }
}

/// It was ahead when the bot stopped, and right when it started.
#[test]
fn after_a_restart_the_cards_of_the_days_to_come_are_not_lost() {
    let mut two = a_couple(2);
    let right = two_weeks(two.clone());
    let now = two.now;
    two.sleeps(TimeDelta::days(13) + TimeDelta::hours(3));
    assert!(two.couple.deck.scheduled_on > Some(now.date_naive()), "a card came in the wrong year");
    two.now = now;
    two.happens(Event::LookAgain(Doubt::MayHaveBeenAhead));
    assert_eq!(two_weeks(two), right);
}

/// After a power cut a small machine starts with the time that it noted last, and is set right a little later.
#[test]
fn a_clock_that_is_a_little_behind_after_a_start_brings_no_card_twice() {
    let mut two = a_couple(2);
    two.lives(TimeDelta::hours(3));
    let right = two.now;
    two.now -= TimeDelta::hours(2);
    two.happens(Event::LookAgain(Doubt::MayHaveBeenAhead));
    two.lives(TimeDelta::minutes(5));
    two.now = right;
    let next = two_weeks(two)[0].0;
    assert!(next - right > TimeDelta::hours(22), "{next}");
}

/// The card had its hour while the clock was wrong: it came then, or comes now, and once.
#[test]
fn a_card_whose_hour_was_in_the_wrong_minutes_comes_once() {
    for days in [1, 3, 400] {
        let mut two = a_couple(1);
        two.lives_until(two.couple.timers[&TimerKind::Card] - TimeDelta::minutes(5));
        let hour = two.couple.timers[&TimerKind::Card];
        let wrong = wrong_for_ten_minutes(two.clone(), TimeDelta::days(days) - TimeDelta::hours(9));
        let came: Vec<_> = two_weeks(wrong).into_iter().filter(|(_, what)| *what == "card").map(|(at, _)| at).collect();
        assert!(came[0] - hour < TimeDelta::minutes(10), "late, and not left out: {came:?}");
        assert!(came[1] - came[0] > TimeDelta::hours(23), "{came:?}");
        assert_eq!(came.len(), 15, "{came:?}");
    }
}
