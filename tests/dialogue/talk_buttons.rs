//! Words where a step has buttons: they are answered once, and who writes is not silent.

use chrono::TimeDelta;

use crate::talk_walks::begin;
use crate::town::Town;

const TAP: &str = "For this one, tap one of the buttons above.";

#[tokio::test]
async fn words_to_a_step_with_buttons_are_told_so_once_a_step() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "five", "Here and now").await;
    us.ana().answers("ok").await;
    us.expects(TAP).await;
    us.ben().answers("ok").await;
    us.expects_silence().await;
    let card = us.group.from_bot().into_iter().rev().find(|message| message.button("We're in").is_some());
    let card = card.expect("the step with its button").id;
    us.ana().presses_on(card, "We're in").await;
    us.ben().presses_on(card, "We're in").await;
    let [first, second] = us.by_floor().await;
    first.answers("A small thing.").await;
    second.answers("A thing.").await;
    us.expects("how close is that?").await;
    let card = us.last().id;
    second.answers_to(card, "Did I get it?").await;
    us.expects_silence().await;
    first.answers_to(card, "Yes, you got it").await;
    us.expects(TAP).await;
    first.answers_to(card, "That's it").await;
    us.expects_silence().await;
    first.presses_on(card, "That's it").await;
    us.expects("makes sense").await;
}

#[tokio::test]
async fn who_writes_where_a_button_is_asked_is_not_silent() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "five", "Here and now").await;
    let card = us.last().id;
    for _ in 0..3 {
        town.passes(TimeDelta::minutes(10)).await;
        us.ana().answers_to(card, "one moment").await;
    }
    assert!(!us.transcript().contains("Parked for now."), "{}", us.transcript());
    town.passes(TimeDelta::minutes(15)).await;
    us.expects("Parked for now.").await;
}

/// A private question is over at the moment that it names, whoever writes.
#[tokio::test]
async fn words_move_no_private_question() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "long", "Here and now").await;
    us.expects("There is time until 18:15.").await;
    let card = us.last().id;
    town.passes(TimeDelta::minutes(10)).await;
    us.ana().answers_to(card, "steady").await;
    us.expects(TAP).await;
    town.passes(TimeDelta::minutes(5)).await;
    us.expects("This one has closed.").await;
}

#[tokio::test]
async fn words_to_the_question_how_to_talk_are_told_of_its_buttons() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen five").await;
    us.ben().answers("later").await;
    us.expects(TAP).await;
    let invitation = us.group.from_bot().into_iter().rev().find(|message| message.button("Now is good").is_some());
    us.ben().presses_on(invitation.expect("the invitation").id, "Now is good").await;
    us.ben().answers("here and now please").await;
    us.expects(TAP).await;
}

/// Where it takes days and the bot reads along, they may write about anything.
#[tokio::test]
async fn in_a_slow_talk_only_a_reply_to_the_card_is_told() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "five", "Slowly").await;
    let card = us.last().id;
    us.so_far();
    us.ana().answers_to(us.group.from_bot()[0].id, "We need milk").await;
    us.expects_silence().await;
    us.ana().answers_to(card, "Yes").await;
    us.expects(TAP).await;
    for person in [us.ana(), us.ben()] {
        person.presses_on(card, "We're in").await;
    }
    us.expects("the floor is yours").await;
}

#[tokio::test]
async fn a_question_in_private_still_stands_when_the_group_becomes_a_supergroup() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for person in [&us.ana, &us.ben] {
        person.starts("corner");
    }
    town.settles().await;
    us.ana().says("/listen closer").await;
    us.ana().presses_privately("Open").await;
    us.ana().presses_privately("I'd like that").await;
    us.group.upgrade();
    town.settles().await;
    town.passes(TimeDelta::minutes(30)).await;
    us.so_far();
    us.ben().presses_privately("Open").await;
    us.ben().presses_privately("I'd like that").await;
    us.expects("How would you like to talk").await;
}
