//! When the card comes: at its local hour, across clock changes and downtimes, never several at once.

use chrono::{DateTime, TimeDelta, Timelike, Utc};

use crate::town::{Town, Us, zone};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

/// The local times at which cards stood in the chat.
fn cards(us: &Us<'_>) -> Vec<String> {
    let cards = us.group.from_bot().into_iter().filter(|message| message.text.contains(" · "));
    cards.map(|message| message.sent.with_timezone(&zone()).format("%d %H").to_string()).collect()
}

#[tokio::test]
async fn the_hour_stays_the_hour_across_both_clock_changes() {
    for start in ["2027-03-26T12:00:00Z", "2027-10-29T12:00:00Z"] {
        let town = Town::open_at(start).await;
        let us = town.a_couple().await;
        us.ana().says("/settings tellings off").await;
        town.passes(TimeDelta::days(4)).await;
        let hours: Vec<u32> = us
            .group
            .from_bot()
            .iter()
            .filter(|message| message.text.contains(" · "))
            .map(|message| message.sent.with_timezone(&zone()).hour())
            .collect();
        assert_eq!(hours, [20, 20, 20, 20], "from {start}");
    }
}

#[tokio::test]
async fn down_for_an_hour_the_card_comes_once_and_late() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.stops().await;
    town.sleeps_until("2026-11-23T21:15:00Z");
    town.wakes().await;
    assert_eq!(cards(&us), ["23 21"]);
    town.reaches(at("2026-11-24T12:00:00Z")).await;
    assert_eq!(cards(&us), ["23 21"]);
}

#[tokio::test]
async fn down_for_days_nothing_is_made_up_for() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.stops().await;
    town.sleeps_until("2026-11-27T12:00:00Z");
    town.wakes().await;
    assert_eq!(cards(&us), Vec::<String>::new());
    town.reaches(at("2026-11-27T21:00:00Z")).await;
    assert_eq!(cards(&us), ["27 20"]);
}

#[tokio::test]
async fn a_late_card_does_not_come_in_the_quiet_hours() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.stops().await;
    town.sleeps_until("2026-11-23T22:40:00Z");
    town.wakes().await;
    assert_eq!(cards(&us), Vec::<String>::new(), "less than three hours late, but quiet since 22:30");
}

#[tokio::test]
async fn when_telegram_is_down_for_days_only_the_last_fresh_card_comes() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.telegram.down(true);
    for day in 23..=25 {
        town.clock.advance_to(at(&format!("2026-11-{day}T20:06:00Z")));
        town.committed().await;
    }
    town.telegram.down(false);
    town.settles().await;
    assert_eq!(cards(&us), ["25 20"], "the older ones were too late to be welcome");
}

#[tokio::test]
async fn three_a_week_and_weekly_keep_their_days() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings pace three").await;
    us.expects("Monday, Wednesday and Friday").await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(cards(&us), ["23 20", "25 20", "27 20"]);
    us.ben().says("/settings pace weekly").await;
    us.ben().says("/settings day thursday").await;
    us.expects("A card each Thursday at 20:00.").await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(cards(&us).len(), 3, "this Thursday is the day of the ideas");
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(cards(&us).last().map(String::as_str), Some("10 20"), "the next is the card's");
    assert_eq!(cards(&us).len(), 4);
}

#[tokio::test]
async fn nothing_comes_by_itself_before_they_have_said_where_they_are() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    town.passes(TimeDelta::days(3)).await;
    assert_eq!(cards(&us), Vec::<String>::new(), "20:00 of whom?");
    us.ben().says("/settings zone Lisbon").await;
    us.want_cards_alone().await;
    town.passes(TimeDelta::days(1)).await;
    assert_eq!(cards(&us), ["26 20"]);
}

#[tokio::test]
async fn an_hour_set_anew_brings_no_second_card_on_the_same_day() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.passes(TimeDelta::hours(3)).await;
    us.ana().says("/settings hour 22:00").await;
    town.reaches(at("2026-11-24T12:00:00Z")).await;
    assert_eq!(cards(&us), ["23 20"]);
    us.ana().says("/settings hour 19:00").await;
    town.passes(TimeDelta::days(1)).await;
    assert_eq!(cards(&us), ["23 20", "24 19"]);
}

#[tokio::test]
async fn a_card_that_could_not_be_delivered_before_the_night_is_not_delivered_in_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings hour 22:00").await;
    town.telegram.down(true);
    town.clock.advance_to(at("2026-11-23T22:06:00Z"));
    town.committed().await;
    town.clock.advance_to(at("2026-11-23T22:50:00Z"));
    town.telegram.down(false);
    town.settles().await;
    assert_eq!(cards(&us), Vec::<String>::new());
}
