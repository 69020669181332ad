//! Reminders: at the hours that the two chose, by day, once, and late rather than never, but not after the evening.

use chrono::{DateTime, TimeDelta, Utc};

use crate::town::{Town, Us, zone};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn is_reminder(text: &str) -> bool {
    ["tomorrow", "today", "in "].iter().any(|when| text.starts_with(&format!("Your evening is {when}")))
}

/// The local times at which reminders stood in the chat, with "late" behind those that said so.
fn reminders(us: &Us<'_>) -> Vec<String> {
    let said = us.group.from_bot().into_iter().filter(|message| is_reminder(&message.text));
    said.map(|message| {
        let late = if message.text.contains("later than you asked") { " late" } else { "" };
        format!("{}{late}", message.sent.with_timezone(&zone()).format("%a %H:%M"))
    })
    .collect()
}

/// A couple with an evening on Friday at 19:30.
async fn with_an_evening(town: &Town) -> Us<'_> {
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner at the harbour").await;
    us.ben().presses("I'm in").await;
    us.so_far();
    us
}

#[tokio::test]
async fn the_day_before_at_their_hour_and_two_hours_ahead() {
    let town = Town::open().await;
    let us = with_an_evening(&town).await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(reminders(&us), ["Thu 20:00", "Fri 17:30"]);
    let said: Vec<_> = us.group.from_bot().into_iter().filter(|message| is_reminder(&message.text)).collect();
    let what = "\n\nFriday 27 November, 19:30\n\ndinner at the harbour";
    assert_eq!(said[0].text, format!("Your evening is tomorrow{what}"));
    assert_eq!(said[1].text, format!("Your evening is in two hours{what}"));
    let said = &said[0];
    assert_eq!(said.labels(), ["To the evening"]);
}

#[tokio::test]
async fn they_choose_which_ones_and_this_holds_for_evenings_that_are_set() {
    let town = Town::open().await;
    let us = with_an_evening(&town).await;
    us.ana().says("/dates").await;
    us.ana().presses("Reminders").await;
    assert_eq!(us.last().labels(), ["✓ The day before", "Five hours ahead", "✓ Two hours ahead", "Back"]);
    us.ben().presses("The day before").await;
    us.ben().presses("Five hours ahead").await;
    us.ben().presses("Two hours ahead").await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(reminders(&us), ["Fri 14:30"]);
}

#[tokio::test]
async fn an_early_one_is_not_reminded_of_at_night() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 9am breakfast at the window").await;
    us.ana().says("/date sat 06:30 the first bus").await;
    town.passes(TimeDelta::days(7)).await;
    // Two hours before 9:00 is night; before 6:30 there is no morning at all, so the second one is of the evening.
    assert_eq!(reminders(&us), ["Thu 20:00", "Fri 07:30", "Fri 20:00", "Fri 22:15"]);
}

#[tokio::test]
async fn where_they_live_by_two_clocks_it_is_day_for_both() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says("/settings mine Tokyo").await;
    us.ana().says("/date fri 12:00").await;
    town.passes(TimeDelta::days(7)).await;
    // 20:00 in Lisbon is 5:00 in Tokyo; the next hour at which both are awake is 7:30 in Lisbon.
    assert_eq!(reminders(&us), ["Fri 07:30", "Fri 10:00"]);
}

#[tokio::test]
async fn down_at_the_time_it_comes_late_and_says_so() {
    let town = Town::open().await;
    let us = with_an_evening(&town).await;
    town.stops().await;
    town.sleeps_until("2026-11-26T21:40:00Z");
    town.wakes().await;
    assert_eq!(reminders(&us), ["Thu 21:40 late"]);
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(reminders(&us), ["Thu 21:40 late", "Fri 17:30"]);
}

#[tokio::test]
async fn down_until_the_night_it_comes_in_the_morning() {
    let town = Town::open().await;
    let us = with_an_evening(&town).await;
    town.stops().await;
    town.sleeps_until("2026-11-26T23:40:00Z");
    town.wakes().await;
    assert_eq!(reminders(&us), Vec::<String>::new());
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(reminders(&us), ["Fri 07:30 late", "Fri 17:30"]);
}

#[tokio::test]
async fn down_over_both_there_is_one_and_after_the_evening_none() {
    for (until, expected) in [("2026-11-27T18:30:00Z", vec!["Fri 18:30 late"]), ("2026-11-27T20:30:00Z", vec![])] {
        let town = Town::open().await;
        let us = with_an_evening(&town).await;
        town.stops().await;
        town.sleeps_until(until);
        town.wakes().await;
        assert_eq!(reminders(&us), expected);
    }
}

#[tokio::test]
async fn when_telegram_is_away_over_the_night_it_comes_in_the_morning() {
    let town = Town::open().await;
    let us = with_an_evening(&town).await;
    town.reaches(at("2026-11-26T19:50:00Z")).await;
    town.telegram.down(true);
    town.clock.advance_to(at("2026-11-26T20:01:00Z"));
    town.committed().await;
    town.clock.advance_to(at("2026-11-26T23:00:00Z"));
    town.committed().await;
    town.telegram.down(false);
    town.settles().await;
    assert_eq!(reminders(&us), Vec::<String>::new(), "the night had begun");
    town.passes(TimeDelta::days(2)).await;
    assert_eq!(reminders(&us), ["Fri 07:30 late", "Fri 17:30"]);
}

#[tokio::test]
async fn when_one_of_them_leaves_the_group_all_of_it_rests() {
    let town = Town::open().await;
    let us = with_an_evening(&town).await;
    us.group.leaves(&us.ben);
    us.expects("Everything here rests until both of you are here again.").await;
    us.so_far();
    town.passes(TimeDelta::days(7)).await;
    us.expects_silence().await;
}

#[tokio::test]
async fn taken_out_and_back_it_is_reminded_of_once() {
    let town = Town::open().await;
    let us = with_an_evening(&town).await;
    us.group.remove_bot(&us.ana);
    town.settles().await;
    town.clock.advance_to(at("2026-11-26T21:00:00Z"));
    us.group.add_bot(&us.ana);
    town.settles().await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(reminders(&us), ["Thu 21:00 late", "Fri 17:30"]);
}

#[tokio::test]
async fn a_reminder_says_to_the_half_hour_how_long_it_is() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date sat 9:00 breakfast").await;
    us.so_far();
    town.reaches(at("2026-11-28T09:00:00Z")).await;
    let said: Vec<String> = us.group.from_bot().into_iter().map(|message| message.text).collect();
    let last = said.iter().rfind(|text| text.starts_with("Your evening is in")).expect("a reminder");
    assert!(last.starts_with("Your evening is in an hour and a half"), "{last}");
}
