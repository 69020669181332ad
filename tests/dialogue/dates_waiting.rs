//! Ideas and proposals that nobody waits for: not in the middle of a talk, nor on its evening, nor in a rest.

use chrono::{DateTime, Utc};

use crate::town::{Town, Us};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// When a message with these words was sent, by the clock of Lisbon.
fn sent(us: &Us<'_>, words: &str) -> Vec<String> {
    let said = us.group.from_bot().into_iter().filter(|message| message.text.contains(words));
    said.map(|message| message.sent.format("%a %H:%M").to_string()).collect()
}

/// A talk at its first words.
async fn talk(us: &Us<'_>) {
    us.ana().says("/listen 5").await;
    us.ben().presses("Now is good").await;
    for label in ["Here and now", "We're in"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
    }
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
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    us.expects("today 20:00 at the latest").await;
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
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
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
