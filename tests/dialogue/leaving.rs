//! Leaving: erased at once, said at a fixed hour, and not bound again within a minute.

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{Bond, ChatId, Couple, UserId};
use nearer::rehearsal::Person;

use crate::town::{Town, Us};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

async fn kept(town: &Town, us: &Us<'_>) -> Option<Couple> {
    town.stops().await;
    let couple = town.store().couple(ChatId(us.group.id())).expect("a store");
    town.wakes().await;
    town.passes(TimeDelta::minutes(1)).await;
    couple
}

/// Both tap, and whether that made them two.
async fn become_two(us: &Us<'_>) -> bool {
    us.ana().says("/start").await;
    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    us.last().text.contains("You are both here.")
}

#[tokio::test]
async fn in_private_all_is_erased_at_once_and_the_group_hears_it_at_their_hour() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    us.ana().presses("Keep").await;
    us.ana().says("/date fri 19:30 snarkelbloom").await;
    us.so_far();
    let said = us.ben().says_privately("/leave").await;
    assert!(said.contains("What was written in Telegram stays there until you delete it."), "{said}");
    us.expects_silence().await;

    let couple = kept(&town, &us).await.expect("what closes it");
    let Bond::Closing(closing) = couple.bond else { panic!("{:?}", couple.bond) };
    assert_eq!(closing.at, at("2026-11-23T20:00:00Z"));
    let blank = Couple::new(couple.chat, nearer::zones::Zone::UTC);
    assert_eq!(
        Couple { bond: blank.bond.clone(), timers: blank.timers.clone(), ..couple },
        blank,
        "nothing else of it"
    );

    us.ana().says("/kept").await;
    us.expects("Everything here rests today.").await;
    let shown = us.ana().presses_data(us.last().id, "keep lf-01").await;
    assert_eq!(shown.text, "Everything here rests today.");
    town.reaches(at("2026-11-23T19:59:00Z")).await;
    us.expects_silence().await;
    town.reaches(at("2026-11-23T20:01:00Z")).await;
    us.expects("This space is closed. Thank you for the time in it.").await;
    town.passes(TimeDelta::days(3)).await;
    us.expects_silence().await;
    assert_eq!(kept(&town, &us).await, None);
}

#[tokio::test]
async fn whoever_leaves_and_however_both_read_the_same_line() {
    let mut lines = Vec::new();
    for leaver in 0..2 {
        let town = Town::open().await;
        let us = town.a_couple().await;
        let one = if leaver == 0 { us.ana() } else { us.ben() };
        one.says_privately("/leave").await;
        town.reaches(at("2026-11-23T21:00:00Z")).await;
        lines.push(us.last().text);
    }
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/leave").await;
    us.ben().presses("Keep it open").await;
    us.expects("It stays open.").await;
    us.ana().says("/leave").await;
    us.expects("Shall I close this space").await;
    us.ana().presses("Yes, leave now").await;
    lines.push(us.last().text);
    assert!(lines.iter().all(|line| line == "This space is closed. Thank you for the time in it."), "{lines:?}");
}

#[tokio::test]
async fn a_question_of_another_day_closes_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/leave").await;
    let question = us.last().id;
    town.passes(TimeDelta::days(1)).await;
    let shown = us.ben().presses_on(question, "Yes, leave now").await;
    assert!(shown.text.starts_with("This button is from an earlier day."), "{shown:?}");
    us.ana().says("/settings").await;
    us.so_far();
    assert!(us.last().text.contains("Your clock: Lisbon"));
}

#[tokio::test]
async fn the_same_two_begin_anew_after_a_week_and_both_tap_afresh() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says_privately("/leave").await;
    town.passes(TimeDelta::hours(3)).await;
    us.ana().says("/start").await;
    us.ana().presses("I'm in").await;
    let shown = us.ben().presses("I'm in").await;
    assert_eq!(
        shown.text,
        "A space that you two had is closed. You can begin anew from Mon 30 November: then both of you tap again."
    );
    town.passes(TimeDelta::days(6)).await;
    assert!(!become_two(&us).await);
    town.passes(TimeDelta::days(1)).await;
    assert!(become_two(&us).await);
}

#[tokio::test]
async fn a_tap_before_the_day_does_not_count_on_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says("/leave").await;
    us.expects("The two of you could begin anew after a week.").await;
    us.ben().presses("Yes, leave now").await;
    us.expects("This space is closed.").await;
    // Whoever taps first, and whether they know of the day or not.
    us.ana().says("/start").await;
    us.ana().presses("I'm in").await;
    assert!(us.ben().presses("I'm in").await.text.contains("from Mon 30 November: then both of you tap again."));
    let shown = us.ben().presses("I'm in").await;
    assert!(shown.text.contains("you can begin anew from Mon 30 November: then both of you tap again."), "{shown:?}");
    town.passes(TimeDelta::days(8)).await;
    us.so_far();
    assert!(us.ana().presses("I'm in").await.text.starts_with("You're in. It begins when two of you have tapped."));
    us.expects("One of you is in.").await;
    us.ben().presses("I'm in").await;
    us.expects("You are both here.").await;
}

#[tokio::test]
async fn who_does_not_want_that_is_never_bound_again_and_nobody_can_tell() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says_privately("/leave").await;
    us.ben().presses_privately("Not with them again").await;
    assert!(us.ben().last_private_text().contains("It looks as if you had not tapped"));
    town.passes(TimeDelta::days(40)).await;
    us.ana().says("/start").await;
    assert!(us.ana().presses("I'm in").await.text.starts_with("You're in."));
    assert!(us.ben().presses("I'm in").await.text.starts_with("You're in."), "as if he were the first");
    us.ana().says("/card").await;
    us.expects("This opens once both of you are in.").await;

    us.ben().says_privately("/mydata").await;
    us.ben().presses_privately("Take refusals back").await;
    us.ben().presses("I'm in").await;
    us.expects("You are both here.").await;
}

#[tokio::test]
async fn in_the_first_day_either_can_undo_it_in_private_and_nothing_is_kept() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says_privately("/start").await;
    us.ben().presses_privately("Skip").await;
    us.ben().presses_privately("That's not us").await;
    assert!(us.ben().last_private_text().starts_with("Undone."));
    us.expects_silence().await;
    assert_eq!(kept(&town, &us).await, None);
    us.ana().says("/card").await;
    us.expects("This opens once both of you are in.").await;
    assert!(become_two(&us).await, "the right two can begin at once");

    town.passes(TimeDelta::days(1)).await;
    us.ben().says_privately("/start").await;
    let home = us.ben.last_private().expect("a screen");
    assert!(home.button("That's not us").is_none(), "{:?}", home.labels());
    let couple = ChatId(us.group.id());
    let shown = us.ben().presses_data_privately(home.id, &format!("notus {}", couple.0)).await;
    assert!(shown.text.starts_with("This button is from an earlier day."), "{shown:?}");
}

#[tokio::test]
async fn after_five_greetings_a_day_the_last_one_does() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    for _ in 0..20 {
        us.ana().says("/start").await;
        us.ana().presses("I'm in").await;
        us.ana().says("/leave").await;
        // Nobody who has just come is answered more often than this.
        town.passes(TimeDelta::seconds(20)).await;
    }
    assert_eq!(us.transcript().matches("Nearer: Hello, you two.").count(), 5);
    us.ana().says("/card").await;
    assert!(us.last().text.starts_with("My greeting is above"));
    town.passes(TimeDelta::days(1)).await;
    us.so_far();
    assert!(become_two(&us).await);
}

#[tokio::test]
async fn the_row_of_who_left_holds_whom_they_left_and_that_alone() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says_privately("/settings").await;
    us.ben().presses_privately("Leave topics out").await;
    us.ben().presses_privately("Money").await;
    us.ben().presses_privately("Leave it out").await;
    us.ben().says_privately("/leave").await;
    town.stops().await;
    let corner =
        |person: &Person| town.store().corner(UserId(person.id().try_into().expect("an id"))).expect("a store");
    let of_ben = corner(&us.ben).expect("a row");
    assert!(of_ben.left_out.is_empty() && of_ben.couples.is_empty());
    assert_eq!(serde_json::to_value(&of_ben.apart).expect("json").as_object().expect("a map").len(), 1);
    assert_eq!(corner(&us.ana).map(|corner| corner.couples.len()), Some(1), "to her it rests, until the line");
}
