//! The regular evening: every week or fortnight, one skipped, one moved, resting with `/pause`.

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::ChatId;

use crate::town::{Town, Us};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// The evenings that `/dates` shows as coming.
async fn coming(us: &Us<'_>) -> Vec<String> {
    us.ana().says("/dates").await;
    let text = us.last().text;
    let list = text.split_once("Coming\n").map_or("", |(_, rest)| rest).split("\n\n").next().unwrap_or_default();
    list.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn every_friday_the_next_ones_are_there() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.expects("One of your regular evenings, every week.").await;
    assert_eq!(coming(&us).await, ["Fri 27 Nov, 19:30", "Fri 4 Dec, 19:30", "Fri 11 Dec, 19:30"]);
    us.expects("Every week on Friday at 19:30.").await;
    us.ben().presses("Fri 27, 19:30").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/dates").await;
    us.ana().presses("11 Dec, 19:30").await;
    us.expects("You are both in.").await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(coming(&us).await, ["Fri 4 Dec, 19:30", "Fri 11 Dec, 19:30", "Fri 18 Dec, 19:30"]);
    us.ana().presses("18 Dec, 19:30").await;
    us.expects("You are both in.").await;
}

#[tokio::test]
async fn one_is_skipped_and_one_is_moved_and_the_rest_stay() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every other friday 19:30 dancing").await;
    us.expects("every other week").await;
    us.ben().presses("I'm in").await;
    us.ana().presses("Change").await;
    us.ana().presses("Skip this one").await;
    us.expects("This evening is called off.").await;
    let three = ["Fri 11 Dec, 19:30: dancing", "Fri 25 Dec, 19:30: dancing", "Fri 8 Jan, 19:30: dancing"];
    assert_eq!(coming(&us).await, three);
    town.reaches(at("2026-12-07T12:00:00Z")).await;
    us.ana().says("/dates").await;
    for label in ["11 Dec, 19:30", "Change", "Move it", "Sat 12 Dec", "20:00"] {
        us.ben().presses(label).await;
    }
    us.expects("Your evening has moved").await;
    let three = ["Sat 12 Dec, 20:00: dancing", "Fri 25 Dec, 19:30: dancing", "Fri 8 Jan, 19:30: dancing"];
    assert_eq!(coming(&us).await, three);
}

#[tokio::test]
async fn its_hour_stays_the_hour_across_the_clock_change_and_wherever_they_move() {
    let town = Town::open_at("2027-03-15T18:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    town.passes(TimeDelta::days(13)).await;
    assert_eq!(coming(&us).await[0], "Fri 2 Apr, 19:30");
    us.ana().says("/settings zone Berlin").await;
    assert_eq!(coming(&us).await[0], "Fri 2 Apr, 19:30");
    town.stops().await;
    let couple = town.store().couple(ChatId(us.group.id())).expect("a store").expect("a couple");
    let next = couple.dates.evenings.iter().find(|evening| evening.is_ahead(town.now())).expect("one");
    assert_eq!(next.at, at("2027-04-02T17:30:00Z"), "by the summer clock of Berlin");
}

#[tokio::test]
async fn in_a_rest_it_rests_and_afterwards_it_is_there_again() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.ana().says("/pause until 5 december").await;
    us.so_far();
    town.reaches(at("2026-12-04T23:00:00Z")).await;
    us.expects_silence().await;
    town.reaches(at("2026-12-05T01:00:00Z")).await;
    assert_eq!(coming(&us).await[0], "Fri 11 Dec, 19:30");
    us.so_far();
    town.reaches(at("2026-12-11T18:00:00Z")).await;
    us.expects("Your evening is tomorrow").await;
}

#[tokio::test]
async fn a_rest_that_ends_sooner_brings_back_those_that_are_still_ahead() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    assert_eq!(coming(&us).await, Vec::<String>::new());
    town.reaches(at("2026-12-01T12:00:00Z")).await;
    us.ana().says("/resume").await;
    assert_eq!(coming(&us).await, ["Fri 4 Dec, 19:30", "Fri 11 Dec, 19:30", "Fri 18 Dec, 19:30"]);
    assert!(!us.last().text.contains("Past"), "the one that rested did not happen");
}

#[tokio::test]
async fn what_was_before_a_rest_stays_what_was_and_is_asked_about() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30 dancing").await;
    us.ben().presses("I'm in").await;
    town.reaches(at("2026-11-28T09:00:00Z")).await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    town.reaches(at("2026-12-20T12:00:00Z")).await;
    us.expects("How was your evening?").await;
    us.expects_silence().await;
    us.ana().says("/dates").await;
    let text = us.last().text;
    assert!(text.contains("Past\nFri 27 Nov, 19:30: dancing") && !text.contains("Dec"), "{text}");
}

#[tokio::test]
async fn its_end_takes_all_that_are_ahead_along() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.ana().presses("Change").await;
    us.ben().presses("End regular evening").await;
    us.expects("Your regular evening has ended: every Friday, 19:30.").await;
    assert_eq!(coming(&us).await, Vec::<String>::new());
}

#[tokio::test]
async fn they_take_turns_in_planning() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    let mut planners = Vec::new();
    for label in ["Fri 27, 19:30", "Fri 4, 19:30", "11 Dec, 19:30"] {
        us.ana().says("/dates").await;
        us.ana().presses(label).await;
        us.ana().presses("Change").await;
        planners.push(us.ana().presses("Who plans?").await.text.starts_with("You plan"));
    }
    assert_eq!(planners, [true, false, true]);
}

#[tokio::test]
async fn one_that_rests_can_be_wanted_after_all() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.ana().says("/pause until 5 december").await;
    us.ben().says("/date fri 19:30 dinner").await;
    us.expects("Your evening is set").await;
    us.ana().presses("I'm in").await;
    assert_eq!(coming(&us).await[0], "Fri 27 Nov, 19:30: dinner");
    town.reaches(at("2026-11-27T18:00:00Z")).await;
    us.expects("Your evening is tomorrow").await;
}

#[tokio::test]
async fn one_that_was_moved_to_the_day_of_a_later_one_does_not_come_back() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.ana().says("/date move 18 december 19:30").await;
    us.ana().presses("11 Dec, 19:30 → 18 Dec, 19:30").await;
    us.expects("Your evening has moved").await;
    town.reaches(at("2026-12-05T12:00:00Z")).await;
    assert_eq!(coming(&us).await, ["Fri 18 Dec, 19:30", "Fri 25 Dec, 19:30", "Fri 1 Jan, 19:30"]);
}

#[tokio::test]
async fn one_that_rests_makes_room_for_one_that_is_moved_there() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.ana().says("/date sat 19:30 dinner").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    us.ana().says("/date move friday").await;
    us.expects("Your evening has moved").await;
    us.ana().says("/resume").await;
    assert_eq!(coming(&us).await[..2], ["Fri 27 Nov, 19:30: dinner", "Fri 4 Dec, 19:30"]);
}

#[tokio::test]
async fn one_that_is_set_in_a_rest_begins_when_the_rest_is_over() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    us.ana().says("/date every friday 19:30").await;
    us.expects("It begins when your rest is over. /resume ends the rest sooner.").await;
    assert_eq!(coming(&us).await, Vec::<String>::new());
    us.ana().says("/date every friday 7").await;
    us.ben().presses("Fri 27 Nov, 19:00").await;
    us.ben().presses("Yes, every Friday, 19:00").await;
    us.expects("Your regular evening is set").await;
    us.ana().says("/resume").await;
    assert_eq!(coming(&us).await, ["Fri 27 Nov, 19:00", "Fri 4 Dec, 19:00", "Fri 11 Dec, 19:00"]);
    us.ana().says("/pause until 5 december").await;
    us.ana().says("/date every sunday 11:00").await;
    us.ana().presses("Yes, every Sunday, 11:00").await;
    us.expects("Your regular evening is set").await;
    assert_eq!(coming(&us).await[0], "Sun 6 Dec, 11:00");
}

const FRIDAYS: [&str; 3] =
    ["Fri 27 Nov, 19:30: pizza night", "Fri 4 Dec, 19:30: pizza night", "Fri 11 Dec, 19:30: pizza night"];

#[tokio::test]
async fn a_second_one_takes_the_place_of_the_first_only_when_they_say_so() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30 pizza night").await;
    us.ben().presses("I'm in").await;
    us.expects("You are both in.").await;
    let settled = us.last();
    us.ben().says("/date every sunday 11:00").await;
    us.expects("There is a regular evening already: every Friday, 19:30. Put the new one in its place?").await;
    let question = us.last();
    assert_eq!(question.labels(), ["Yes, every Sunday, 11:00", "Keep every Friday, 19:30"]);
    assert_eq!(coming(&us).await, FRIDAYS, "nothing changes until one of them taps");
    us.ana().presses_on(question.id, "Keep every Friday, 19:30").await;
    us.expects("All stays as it was: every Friday, 19:30.").await;
    assert_eq!(coming(&us).await, FRIDAYS);

    us.ben().says("/date every sunday 11:00").await;
    us.ben().presses("Yes, every Sunday, 11:00").await;
    us.expects("Your evening is set").await;
    let card = us.last();
    assert!(
        card.text.contains("It takes the place of the regular evening that you had: every Friday, 19:30."),
        "{}",
        card.text
    );
    let old = us.group.message(settled.id).expect("the old one");
    assert_eq!(old.text, "This evening is no longer set: another regular evening took its place.");
    assert!(old.buttons.is_empty());
    assert!(coming(&us).await.iter().all(|line| line.starts_with("Sun")));
    assert_eq!(us.ana().presses_on(card.id, "Undo").await.text, "Only the one who tapped it can undo it.");
    us.ben().presses_on(card.id, "Undo").await;
    us.expects("Your regular evening is back, as it was: every Friday, 19:30").await;
    assert_eq!(coming(&us).await, FRIDAYS);
    us.ana().presses("11 Dec, 19:30").await;
    us.expects("You are both in.").await;
}

#[tokio::test]
async fn the_same_rule_once_more_changes_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30 pizza night").await;
    us.ben().presses("I'm in").await;
    us.ben().says("/date every friday 19:30").await;
    us.expects("This evening is set already").await;
    assert!(us.last().text.contains("You are both in."));
    assert_eq!(coming(&us).await, FRIDAYS);
}

#[tokio::test]
async fn its_end_is_said_aloud_names_what_went_and_can_be_undone() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30 pizza night").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/date sun 11:00 walk").await;
    us.ana().says("/dates").await;
    for label in ["Fri 4, 19:30", "Change"] {
        us.ana().presses(label).await;
    }
    let screen = us.last();
    us.ana().presses("End regular evening").await;
    us.expects("Your regular evening has ended: every Friday, 19:30.").await;
    let said = us.last();
    assert_ne!(said.id, screen.id, "a message of its own: an edit makes no sound");
    assert!(said.text.contains("No longer set:\n") && said.text.contains("Fri 11 Dec, 19:30"), "{}", said.text);
    assert!(us.group.message(screen.id).expect("it").buttons.is_empty());
    us.ana().presses_on(said.id, "Undo").await;
    us.expects("Your regular evening is back").await;
    us.ana().presses("What is coming").await;
    us.expects("Every week on Friday at 19:30.").await;
    assert!(us.last().text.contains("Fri 11 Dec, 19:30: pizza night"), "{}", us.last().text);
    town.passes(TimeDelta::minutes(6)).await;
}

#[tokio::test]
async fn typed_on_its_day_a_rule_is_asked_from_which_day_on() {
    let town = Town::open_at("2026-11-27T12:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday").await;
    us.expects("That is every Friday. From which day on?").await;
    us.ana().says("/date every other friday 19:30").await;
    us.expects("That is every other Friday. From which day on?").await;
    us.ana().says("/date fri 19:30 every week").await;
    us.expects("That is every Friday. From which day on?").await;
    assert_eq!(us.last().labels(), ["Fri 27 Nov, 19:30", "Fri 4 Dec, 19:30", "Choose a day"]);
    us.ana().presses("Fri 4 Dec, 19:30").await;
    us.expects("One of your regular evenings, every week.").await;
    us.ana().says("/date fri 19:30").await;
    us.expects("That can be read in two ways.").await;
}
