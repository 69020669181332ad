//! What the clock does in a conversation: until when something waits, and what is heard when its time is over.

use chrono::TimeDelta;

use crate::talk_walks::{begin, both, both_alone};
use crate::town::Town;

#[tokio::test]
async fn a_private_question_says_until_when_it_waits() {
    for (way, until) in [("Here and now", "18:15"), ("In one room", "18:15"), ("Slowly", "Tuesday 09:30")] {
        let town = Town::open().await;
        let us = town.a_couple().await;
        begin(&us, "long", way).await;
        us.expects(&format!("There is time until {until}.")).await;
        // Said again after both have tapped, it is the same: nobody can tell who tapped what.
        both(&us, "I'm steady").await;
        us.ana().presses("Show it again").await;
        us.expects(&format!("There is time until {until}.")).await;
        town.passes(TimeDelta::minutes(1)).await;
        us.expects("the floor is yours").await;
    }
}

#[tokio::test]
async fn slowly_a_private_question_is_not_over_before_the_morning() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "long", "Slowly").await;
    let card = us.last().id;
    town.reaches("2026-11-24T09:29:00Z".parse().expect("an instant")).await;
    assert!(us.transcript().contains("look inside for a moment") && !us.transcript().contains("This one has closed."));
    us.so_far();
    town.passes(TimeDelta::minutes(2)).await;
    us.expects("This one has closed.").await;
    assert_ne!(us.last().id, card, "they waited for it, so it is heard");
}

#[tokio::test]
async fn a_slow_step_that_began_at_night_is_not_over_at_night() {
    let town = Town::open_at("2026-11-23T22:00:00Z").await;
    let us = town.a_couple().await;
    begin(&us, "five", "Slowly").await;
    town.passes(TimeDelta::minutes(40)).await;
    both(&us, "We're in").await;
    us.expects("the floor is yours").await;
    town.reaches("2026-11-25T09:29:00Z".parse().expect("an instant")).await;
    assert!(!us.transcript().contains("Parked for now."), "{}", us.transcript());
    town.passes(TimeDelta::minutes(2)).await;
    assert!(us.last().text.starts_with("Parked for now."), "{}", us.transcript());
}

/// An edit makes no sound. What the clock decides is a new message, in one room too.
#[tokio::test]
async fn what_the_clock_decides_is_heard() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "long", "In one room").await;
    let question = us.last().id;
    both_alone(&us, "I'm steady").await;
    us.expects("the floor is yours").await;
    let floor = us.last().id;
    assert_ne!(floor, question, "the minute was over");
    us.ana().presses("Done").await;
    us.expects("say it back").await;
    assert_eq!(us.last().id, floor, "whoever tapped has the phone in hand");
    town.passes(TimeDelta::hours(1)).await;
    us.expects("Parked for now.").await;
    assert_ne!(us.last().id, floor, "an hour without a tap");
    us.ana().says("/resume").await;
    both(&us, "Steady, go on").await;
    us.ben().presses("Done").await;
    us.ana().presses("That's it").await;
    us.ben().presses("Skip").await;
    us.ben().presses("Done").await;
    us.ana().presses("Done").await;
    us.ben().presses("That's it").await;
    us.ana().presses("Skip").await;
    us.expects("There is time until").await;
    let wishes = us.last().id;
    us.ana().presses("Small wishes").await;
    town.passes(TimeDelta::minutes(3)).await;
    us.expects("one moment in this talk that you liked").await;
    assert_ne!(us.last().id, wishes, "the last word asks for something, too");
}

/// A time that ends in the quiet hours, or with them, ends when there was a morning to see it.
#[tokio::test]
async fn slowly_nothing_runs_out_the_minute_the_night_is_over() {
    for (begun, until) in [("18:20", "Tuesday 09:30"), ("20:47", "Tuesday 09:30"), ("22:00", "Tuesday 10:00")] {
        let town = Town::open_at(&format!("2026-11-23T{begun}:00Z")).await;
        let us = town.a_couple().await;
        begin(&us, "long", "Slowly").await;
        us.expects(&format!("There is time until {until}.")).await;
        assert!(!us.last().text.contains("up to a day"), "it is half a day: {}", us.last().text);
        both_alone(&us, "I'm steady").await;
        us.expects("We go slowly: there is up to a day for each step.").await;
    }
}

#[tokio::test]
async fn no_hour_of_the_night_is_offered_and_before_the_first_step_the_buttons_fit() {
    let town = Town::open_at("2026-11-23T20:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/listen state").await;
    let invitation = us.last();
    assert!(invitation.button("In an hour").is_some() && invitation.button("In 3 hours").is_none(), "{invitation:?}");
    // Hours later it is asked whether that hour would be one of the night now.
    town.reaches("2026-11-23T21:30:00Z".parse().expect("an instant")).await;
    us.so_far();
    let shown = us.ben().presses_on(invitation.id, "In an hour").await;
    assert!(shown.text.starts_with("That hour is in your quiet hours."), "{shown:?}");
    us.expects_silence().await;
    town.reaches("2026-11-24T10:00:00Z".parse().expect("an instant")).await;
    us.so_far();
    us.ben().presses_on(invitation.id, "In an hour").await;
    us.expects("Then at 11:00.").await;
    let card = us.group.from_bot().into_iter().find(|message| message.id == invitation.id).expect("the card");
    assert_eq!(card.labels(), ["Now is good", "Another day", "Stop"]);
    town.passes(TimeDelta::hours(1)).await;
    us.expects("Here is the time you chose.").await;
    assert_eq!(us.last().labels(), ["Now is good", "Another day", "Stop"]);
    both(&us, "Now is good").await;
    us.expects("How would you like to talk").await;
}
