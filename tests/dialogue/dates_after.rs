//! The morning after, and a whole round of an evening as the two read it.

use chrono::TimeDelta;
use nearer::couple::{Couple, TimerKind};

use crate::town::{Town, Us};

/// The evening was yesterday, and it is morning.
async fn the_morning_after(town: &Town) -> Us<'_> {
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    for one in [us.ana(), us.ben()] {
        one.presses("1").await;
        one.presses("I've looked").await;
    }
    town.passes(TimeDelta::minutes(15)).await;
    for label in ["Set the evening", "Tue 24 Nov", "19:30"] {
        us.ana().presses(label).await;
    }
    us.so_far();
    town.reaches("2026-11-25T10:30:00Z".parse().expect("an instant")).await;
    us.expects("How was your evening?").await;
    us
}

/// What the store holds at the end.
async fn kept(town: &Town, us: &Us<'_>) -> Couple {
    town.stops().await;
    town.store().couple(nearer::couple::ChatId(us.group.id())).expect("a store").expect("a couple")
}

#[tokio::test]
async fn what_each_says_is_seen_by_nobody_and_moves_the_weight_of_the_idea() {
    for (taps, weight) in
        [(["Loved it", "Loved it"], 2), (["Not for us", "It was fine"], -1), (["Loved it", "Not for us"], 0)]
    {
        let town = Town::open().await;
        let us = the_morning_after(&town).await;
        let question = us.last();
        assert_eq!(us.ana().presses(taps[0]).await.text, "Thank you. Only you see this.");
        assert_eq!(us.ben().presses(taps[1]).await.text, "Thank you. Only you see this.");
        us.expects_silence().await;
        assert_eq!(us.last(), question, "the message is as it was");
        town.reaches("2026-11-27T11:00:00Z".parse().expect("an instant")).await;
        assert!(us.ana().presses_on(question.id, "Loved it").await.text.starts_with("That is no longer open."));
        let couple = kept(&town, &us).await;
        let evening = &couple.dates.evenings[0];
        let liked = couple.dates.liking.get(evening.idea.as_ref().expect("an idea")).copied();
        assert_eq!(liked.unwrap_or(0), weight, "{taps:?}");
        assert_eq!(evening.after, nearer::couple::After::Closed, "what each said is forgotten");
    }
}

#[tokio::test]
async fn we_moved_it_finds_another_day_and_the_evening_keeps_what_was_planned() {
    let town = Town::open().await;
    let us = the_morning_after(&town).await;
    let idea = us.last().text.lines().find_map(|line| line.strip_prefix("It was: ")).expect("an idea").to_owned();
    us.ben().presses("We moved it").await;
    us.expects("Moved, then.").await;
    us.ana().says("/dates").await;
    assert!(!us.last().text.contains("Past"), "what did not happen is not among what was");
    us.ben().presses("Sat 28 Nov").await;
    us.ben().presses("20:00").await;
    us.expects("Your evening has moved").await;
    assert!(us.last().text.contains(idea.trim_end_matches('.')), "{}", us.last().text);
    town.passes(TimeDelta::days(4)).await;
    us.expects("Your evening is tomorrow").await;
    us.expects("How was your evening?").await;
}

#[tokio::test]
async fn the_title_is_kept_for_thirty_days_and_then_it_is_gone() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 20:00 snarkelbloom").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/date next friday 7 quillfeather").await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    town.reaches("2026-12-24T19:00:00Z".parse().expect("an instant")).await;
    us.ana().says("/dates").await;
    us.expects("snarkelbloom").await;
    town.passes(TimeDelta::hours(2)).await;
    us.ana().says("/dates").await;
    assert!(us.last().text.contains("Tue 24 Nov, 20:00") && !us.last().text.contains("snarkelbloom"));
    let couple = kept(&town, &us).await;
    assert_eq!(couple.dates.evenings[0].title, None);
    assert_eq!(couple.dates.draft, None, "nor is what was typed and not decided");
    assert!(!couple.timers.contains_key(&TimerKind::Dates), "and nothing is left to do");
}

#[tokio::test]
async fn down_for_days_nobody_is_asked_about_long_ago() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings pace weekly").await;
    us.ana().says("/date tomorrow 20:00 dinner").await;
    us.so_far();
    town.stops().await;
    town.sleeps_until("2026-11-28T12:00:00Z");
    town.wakes().await;
    us.expects_silence().await;
}

#[tokio::test]
async fn a_round_as_they_read_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings pace weekly").await;
    us.ana().says("/date").await;
    us.ben().presses("High energy").await;
    us.ben().presses("Three ideas").await;
    us.ana().presses("2").await;
    us.ana().presses("I've looked").await;
    us.ben().presses("1").await;
    us.ben().presses("2").await;
    us.ben().presses("I've looked").await;
    town.passes(TimeDelta::minutes(15)).await;
    for label in ["Set the evening", "Fri 27 Nov", "19:30"] {
        us.ana().presses(label).await;
    }
    us.ben().presses("I'm in").await;
    us.ana().presses("Calendar file").await;
    town.passes(TimeDelta::hours(75)).await;
    us.ben().presses("To the evening").await;
    us.ben().presses("Change").await;
    us.ben().presses("Who plans?").await;
    us.ben().presses("Move it").await;
    us.ben().presses("Sat 28 Nov").await;
    us.ben().presses("20:00").await;
    us.ana().presses("I'm in").await;
    town.passes(TimeDelta::days(3)).await;
    us.ana().presses("Loved it").await;
    us.ben().says("/date every other sunday 11:00 a long walk").await;
    us.ana().presses("I'm in").await;
    us.ana().says("/dates").await;
    us.ana().presses("Whole calendar").await;
    us.ana().presses("Sun 6, 11:00").await;
    us.ana().presses("Change").await;
    us.ana().presses("Skip this one").await;
    us.ana().says("/dates").await;
    insta::assert_snapshot!(us.transcript());
}
