//! The small thought that comes once a week.

use chrono::{DateTime, TimeDelta, Timelike, Utc, Weekday};
use nearer::couple::{ChatId, TimerKind};

use crate::town::{Town, Us, zone};

const HEAD: &str = "A small thought for the week";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// Those that stand in the chat: each with its local day and hour, and its words.
fn tellings(us: &Us<'_>) -> Vec<(Weekday, u32, String)> {
    let said = us.group.from_bot().into_iter().filter(|message| message.text.contains(HEAD));
    said.map(|message| {
        let local = message.sent.with_timezone(&zone());
        (chrono::Datelike::weekday(&local), local.hour(), message.text)
    })
    .collect()
}

#[tokio::test]
async fn one_comes_each_saturday_some_hours_before_the_card_and_none_twice() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.lives_and_taps(28).await;
    let told = tellings(&us);
    assert!(told.iter().all(|(day, hour, _)| (*day, *hour) == (Weekday::Sat, 17)), "{told:?}");
    let mut words: Vec<_> = told.iter().map(|(_, _, text)| text).collect();
    words.sort();
    words.dedup();
    assert_eq!((told.len(), words.len()), (4, 4));
}

#[tokio::test]
async fn a_button_ends_them_and_a_word_brings_them_back() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.passes(TimeDelta::days(5)).await;
    us.expects(HEAD).await;
    let words = us.last().text;
    let shown = us.ben().presses("No more of these").await;
    assert!(!shown.alert && shown.text.contains("/settings tellings on"), "{shown:?}");
    assert_eq!(tellings(&us).last().map(|told| &told.2), Some(&words), "its words stay");
    town.passes(TimeDelta::days(14)).await;
    assert_eq!(tellings(&us).len(), 1);
    us.ana().says("/settings tellings on").await;
    us.expects("A small thought comes on Saturdays").await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(tellings(&us).len(), 2);
    us.ana().says("/settings tellings perhaps").await;
    us.expects("Please send /settings tellings on").await;
    us.ben().says("/settings tellings off").await;
    us.expects("No more small thoughts").await;
    town.stops().await;
    let chat = ChatId(us.group.id());
    let couple = town.store().couple(chat).expect("a store").expect("a couple");
    assert!(!couple.timers.contains_key(&TimerKind::Telling), "off leaves no timer");
}

#[tokio::test]
async fn none_comes_at_rest_nor_late_nor_twice_when_the_hour_is_set_anew() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause until 29 November").await;
    town.reaches(at("2026-11-29T12:00:00Z")).await;
    assert_eq!(tellings(&us).len(), 0);
    town.reaches(at("2026-12-05T18:00:00Z")).await;
    assert_eq!(tellings(&us).len(), 1);
    us.ana().says("/settings hour 22:00").await;
    town.reaches(at("2026-12-06T12:00:00Z")).await;
    assert_eq!(tellings(&us).len(), 1);
    town.stops().await;
    town.sleeps_until("2026-12-12T23:00:00Z");
    town.wakes().await;
    assert_eq!(tellings(&us).len(), 1, "four hours late, and night");
}

#[tokio::test]
async fn none_comes_into_a_conversation() {
    let town = Town::open_at("2026-11-28T16:50:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/listen five").await;
    us.ben().presses("Now is good").await;
    us.ana().presses("In one room").await;
    us.ben().presses("In one room").await;
    town.passes(TimeDelta::hours(4)).await;
    assert_eq!(tellings(&us).len(), 0);
}
