//! Who the two are: by their own taps, and nobody else.

use chrono::TimeDelta;
use nearer::couple::{ChatId, UserId};
use nearer::rehearsal::Person;

use crate::town::Town;

#[tokio::test]
async fn a_third_is_told_kindly_and_only_to_them() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    us.expects("Someone new is in this group").await;

    us.ana().says("/card").await;
    us.expects(" · ").await;
    for label in ["Another one", "Not today", "Keep"] {
        let shown = us.actor(&cleo).presses(label).await;
        assert!(shown.alert && shown.text.starts_with("This belongs to two people"), "{shown:?}");
    }
    us.expects_silence().await;
    for command in ["/card", "/kept", "/pause", "/settings zone Tokyo", "/leave", "/help", "/start"] {
        us.actor(&cleo).says(command).await;
        us.expects("Two people share me in this group").await;
        us.expects_silence().await;
        town.passes(TimeDelta::minutes(1)).await;
    }
    us.ben().says("/settings").await;
    us.expects("Your clock: Lisbon").await;
    // At once they are told three times, and then once in a while.
    for command in ["/card", "/help"].iter().cycle().take(9) {
        us.actor(&cleo).says(command).await;
    }
    assert_eq!(us.transcript().matches("Two people share me in this group").count(), 7 + 3);
}

#[tokio::test]
async fn one_person_alone_is_not_two() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.expects("Hello, you two.").await;
    us.ana().presses("I'm in").await;
    assert!(us.ana().presses("I'm in").await.text.starts_with("You're in."));
    us.ana().says("/card").await;
    us.expects("This opens once both of you are in.").await;
    us.ben().presses("I'm in").await;
    us.expects("You are both here.").await;
}

#[tokio::test]
async fn bots_channels_and_anonymous_administrators_are_nobody() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.so_far();
    let robot = town.telegram.bot_person("Robot");
    let shown = us.actor(&robot).presses("I'm in").await;
    assert!(shown.text.starts_with("I can't tell who is tapping"), "{shown:?}");
    let anonymous = town.telegram.anonymous_admin(&us.group);
    us.actor(&anonymous).says("/card").await;
    us.expects("I can't tell who is writing.").await;
    us.ana().presses("I'm in").await;
    us.expects("One of you is in.").await;
    us.expects_silence().await;
    us.ben().presses("I'm in").await;
    us.expects("You are both here.").await;
}

#[tokio::test]
async fn the_first_tap_can_be_taken_back() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.so_far();
    let first = us.last();
    let greeting = || us.group.message(first.id).expect("it stands there").text;
    us.ben().says("/leave").await;
    us.expects("There is nothing to leave").await;
    us.ana().presses("I'm in").await;
    us.expects("One of you is in.").await;
    // One who is not in has nothing to take back.
    us.ben().says("/leave").await;
    us.expects("There is nothing to leave").await;
    assert!(greeting().contains("One of you is in."));
    us.ana().says("/leave").await;
    us.expects("Taken back.").await;
    let text = greeting();
    assert!(text.contains("We begin when each of you has tapped I'm in.") && !text.contains("One of you"), "{text}");
    us.ben().presses_on(first.id, "I'm in").await;
    us.expects("One of you is in.").await;
    us.ana().presses("I'm in").await;
    us.expects("You are both here.").await;
}

#[tokio::test]
async fn who_leaves_the_group_before_there_are_two_is_not_in_any_more() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana().presses("I'm in").await;
    let greeting = us.last();
    us.group.leaves(&us.ana);
    town.settles().await;
    let text = us.group.message(greeting.id).expect("it stands there").text;
    assert!(text.contains("We begin when each of you has tapped I'm in."), "{text}");
}

#[tokio::test]
async fn one_person_may_be_in_several_couples() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let dan = town.telegram.person("Dan");
    let other = town.telegram.group("Old friends", &[&us.ana, &dan]);
    other.add_bot(&us.ana);
    town.settles().await;
    us.ana.presses(&other, "I'm in");
    dan.presses(&other, "I'm in");
    town.settles().await;
    assert!(other.last().expect("a message").text.contains("You are both here."));
    town.stops().await;
    let corner = town.store().corner(UserId(us.ana.id().try_into().expect("an id"))).expect("a store");
    let couples: Vec<ChatId> = corner.expect("a corner").couples.into_keys().collect();
    assert_eq!(couples.len(), 2, "{couples:?}");
}

#[tokio::test]
async fn leaving_erases_everything_at_once_with_one_closing_line() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    us.expects(" · ").await;
    us.ben().says("/leave").await;
    us.ben().presses("Yes, leave now").await;
    us.expects("This space is closed. Thank you for the time in it.").await;
    town.reaches("2026-11-30T21:00:00Z".parse().expect("an instant")).await;
    us.expects_silence().await;

    town.stops().await;
    {
        let store = town.store();
        assert_eq!(store.couple(ChatId(us.group.id())).expect("a store"), None);
        assert_eq!(store.first_due().expect("a store"), None);
        assert_eq!(store.outbox().expect("a store"), []);
        let corner = |person: &Person| store.corner(UserId(person.id().try_into().expect("an id"))).expect("a store");
        assert_eq!(corner(&us.ana), None);
        assert_eq!(corner(&us.ben), None, "whom he left is known for a week, and no longer");
    }
    town.wakes().await;
    us.ana().says("/start").await;
    us.expects("Hello, you two.").await;
}

#[tokio::test]
async fn the_idea_opens_beside_the_greeting_and_a_typed_start_is_always_answered() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.expects("Hello, you two.").await;
    us.ana().presses("What is this?").await;
    us.expects("To be close is to know someone well").await;
    us.ana().presses("I'm in").await;
    us.ben().says("/start").await;
    us.expects("Hello, you two.").await;
    us.ben().presses("I'm in").await;
    us.expects("You are both here.").await;
}
