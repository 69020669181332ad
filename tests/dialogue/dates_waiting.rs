//! Ideas and proposals that nobody waits for: not in the middle of a talk, nor on its evening, nor in a rest; what was asked for comes in a rest too.

use chrono::{DateTime, Utc};

use crate::talk_walks::{begin, both};
use crate::town::{Town, Us};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// When a message with these words was sent, by the clock of Lisbon.
fn sent(us: &Us<'_>, words: &str) -> Vec<String> {
    let said = us.group.from_bot().into_iter().filter(|message| message.text.contains(words));
    said.map(|message| message.sent.format("%a %H:%M").to_string()).collect()
}

/// On a Monday they ask for three ideas.
async fn three_ideas(us: &Us<'_>) {
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    us.expects("today 20:00 at the latest").await;
}

/// A talk at its first words.
async fn talk(us: &Us<'_>) {
    begin(us, "five", "Here and now").await;
    both(us, "We're in").await;
    us.expects("the floor is yours").await;
}

/// One says something, and the talk is stopped.
async fn is_over(us: &Us<'_>) {
    let [speaker, _] = us.by_floor().await;
    speaker.says("I liked our walk today").await;
    speaker.presses("Done").await;
    us.ben().says("/stop").await;
    us.expects("stop here").await;
}

#[tokio::test]
async fn weekly_ideas_wait_for_a_talk_and_come_on_another_day_in_place_of_the_card() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings tellings off").await;
    town.reaches(at("2026-11-26T17:58:00Z")).await;
    talk(&us).await;
    town.reaches(at("2026-11-26T18:10:00Z")).await;
    assert_eq!(sent(&us, "Three ideas for"), [""; 0]);
    is_over(&us).await;
    town.reaches(at("2026-11-27T19:59:00Z")).await;
    assert_eq!(sent(&us, "Three ideas for"), [""; 0]);
    town.reaches(at("2026-11-27T21:59:00Z")).await;
    assert_eq!(sent(&us, "Three ideas for"), ["Fri 20:00"]);
    let is_card = |label: &str| label == "Another one";
    let cards = us.group.from_bot().into_iter().filter(|message| message.labels().iter().any(|label| is_card(label)));
    assert!(cards.into_iter().all(|card| card.sent < at("2026-11-27T00:00:00Z")), "the ideas have the day");
}

#[tokio::test]
async fn a_proposal_waits_for_a_talk_and_comes_on_another_day() {
    let town = Town::open_at("2026-11-23T12:00:00Z").await;
    let us = town.a_couple().await;
    three_ideas(&us).await;
    town.reaches(at("2026-11-23T19:50:00Z")).await;
    talk(&us).await;
    town.reaches(at("2026-11-23T20:05:00Z")).await;
    assert_eq!(sent(&us, "How about this one?"), [""; 0]);
    is_over(&us).await;
    town.reaches(at("2026-11-24T21:00:00Z")).await;
    assert_eq!(sent(&us, "How about this one?"), ["Tue 20:00"]);
}

#[tokio::test]
async fn a_talk_in_which_nobody_spoke_holds_a_proposal_up_no_longer_than_it_lasts() {
    let town = Town::open_at("2026-11-23T12:00:00Z").await;
    let us = town.a_couple().await;
    three_ideas(&us).await;
    town.reaches(at("2026-11-23T19:50:00Z")).await;
    talk(&us).await;
    town.reaches(at("2026-11-23T20:05:00Z")).await;
    us.ben().says("/stop").await;
    town.reaches(at("2026-11-23T20:30:00Z")).await;
    assert_eq!(sent(&us, "How about this one?").len(), 1);
}

#[tokio::test]
async fn ideas_for_an_evening_wait_until_a_rest_is_over() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/dates").await;
    us.ana().presses("Weekly ideas").await;
    us.ana().presses("Only when we ask").await;
    us.ana().says("/date sat 19:30").await;
    us.expects("I bring three ideas a few days before").await;
    us.ben().says("/pause until thursday").await;
    us.so_far();
    town.reaches(at("2026-11-26T09:00:00Z")).await;
    us.expects_silence().await;
    us.ben().says("/dates").await;
    town.reaches(at("2026-11-26T20:30:00Z")).await;
    assert_eq!(sent(&us, "Three ideas for Saturday 28 November"), ["Thu 20:00"]);
}

#[tokio::test]
async fn no_thought_comes_in_the_middle_of_an_evening() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date sat 16:30 tea").await;
    town.reaches(at("2026-11-28T18:00:00Z")).await;
    assert_eq!(sent(&us, "A small thought for the week"), [""; 0]);
}

/// Thursday, 18:00: the weekly ideas lie there.
async fn weekly_ideas(town: &Town, us: &Us<'_>) {
    us.ana().says("/settings tellings off").await;
    town.reaches(at("2026-11-26T18:30:00Z")).await;
    us.expects("Three ideas for an evening").await;
}

#[tokio::test]
async fn what_both_have_looked_at_is_proposed_in_a_rest_too() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    weekly_ideas(&town, &us).await;
    let three = us.last().id;
    us.ana().presses("I've looked").await;
    us.ben().says("/pause until 10 December").await;
    us.ben().presses_on(three, "I've looked").await;
    town.reaches(at("2026-11-26T19:00:00Z")).await;
    assert_eq!(sent(&us, "How about this one?"), ["Thu 18:45"]);
}

#[tokio::test]
async fn in_a_rest_what_one_asked_for_is_proposed_at_its_time() {
    let town = Town::open_at("2026-11-23T12:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    three_ideas(&us).await;
    town.reaches(at("2026-11-23T21:00:00Z")).await;
    assert_eq!(sent(&us, "How about this one?"), ["Mon 20:00"]);
}

#[tokio::test]
async fn ideas_that_nobody_asked_for_are_put_away_openly_when_their_time_falls_in_a_rest() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    weekly_ideas(&town, &us).await;
    let three = us.last().id;
    us.ana().presses("I've looked").await;
    us.ben().says("/pause until 10 December").await;
    us.expects("Cards are resting").await;
    town.reaches(at("2026-11-28T12:00:00Z")).await;
    us.expects("These three are put away.").await;
    us.expects_silence().await;
    let card = us.group.from_bot().into_iter().find(|message| message.id == three).expect("the three");
    assert!(card.text.starts_with("These three are put away.") && card.labels().is_empty(), "{card:?}");
    assert_eq!(sent(&us, "How about this one?"), [""; 0]);
}

#[tokio::test]
async fn no_card_comes_in_the_middle_of_a_long_evening() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 17:30 concert").await;
    us.so_far();
    town.reaches(at("2026-11-24T23:00:00Z")).await;
    let during = |sent: DateTime<Utc>| sent > at("2026-11-24T17:00:00Z") && sent < at("2026-11-24T20:30:00Z");
    assert!(!us.group.from_bot().iter().any(|message| during(message.sent)), "{}", us.transcript());
}
