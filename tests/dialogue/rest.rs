//! Rest: by either, for as long as they like, and back without reproach.

use chrono::TimeDelta;

use crate::town::Town;

#[tokio::test]
async fn a_week_by_button_then_cards_come_back_by_themselves() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause").await;
    us.expects("How long would you like").await;
    us.ben().presses("A week").await;
    us.expects("Cards are resting until Mon 30 November.").await;
    town.passes(TimeDelta::days(7)).await;
    us.expects_silence().await;
    town.passes(TimeDelta::hours(4)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn until_a_day_they_name_and_sooner_if_they_like() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause until 24 December").await;
    us.expects("Cards are resting until Thu 24 December.").await;
    us.ben().says("/settings").await;
    us.expects("Cards are resting until Thu 24 December.").await;
    us.ben().says("/resume").await;
    us.expects("The cards are back. A card each day at 20:00.").await;
    us.ben().says("/resume").await;
    us.expects("The cards are not resting.").await;
    us.ana().says("/pause 2 weeks").await;
    us.expects("Cards are resting until Mon 7 December.").await;
    us.ana().presses("Bring the cards back").await;
    us.expects("The cards are back.").await;
}

#[tokio::test]
async fn until_they_say_so() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    us.expects("Cards are resting.").await;
    town.passes(TimeDelta::days(100)).await;
    us.expects_silence().await;
    us.ana().says("/card").await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn what_is_no_day_ahead_gets_a_useful_line() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/pause until the cows come home", "I can't find a day in that."),
        ("/pause until 1 November 2026", "That day is here already, or past."),
        ("/pause today", "That day is here already, or past."),
        ("/pause until 2031-01-01", "more than a year away"),
        ("/pause 2026-02-31", "I can't find a day in that."),
        ("/pause until 5 January", "Cards are resting until Tue 5 January."),
        ("/pause until DONAUDAMPFSCHIFFFAHRT", "I can't find a day in that."),
        ("/resume", "The cards are back."),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
    town.passes(TimeDelta::hours(3)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn a_pause_sent_while_nobody_listened_comes_before_the_card_that_was_due() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.stops().await;
    us.ana.says(&us.group, "/pause 2 weeks");
    town.sleeps_until("2026-11-23T21:00:00Z");
    town.wakes().await;
    us.expects("Cards are resting until").await;
    us.expects_silence().await;
}

#[tokio::test]
async fn a_farewell_sent_while_nobody_listened_is_asked_about_once() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.stops().await;
    // More than one answer of Telegram's holds, and the last of them ends it.
    for _ in 0..150 {
        us.ben.says(&us.group, "/help@another_bot");
    }
    us.ana.says(&us.group, "/leave");
    town.sleeps_until("2026-11-23T21:00:00Z");
    town.wakes().await;
    us.expects("Shall I close this space, for both of you?").await;
    us.ana().presses("Yes, leave now").await;
    us.expects("This space is closed.").await;
    town.passes(TimeDelta::days(3)).await;
    us.expects_silence().await;
}

#[tokio::test]
async fn a_rest_moves_with_them_to_another_clock() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause until friday").await;
    us.expects("Cards are resting until Friday.").await;
    us.ana().says("/settings zone Tokyo").await;
    us.expects("Cards are resting until Friday.").await;
    // 20:00 on Friday in Tokyo is 11:00 in Lisbon.
    town.reaches("2026-11-27T10:55:00Z".parse().expect("an instant")).await;
    us.expects_silence().await;
    town.passes(TimeDelta::minutes(10)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn a_day_that_can_be_read_in_two_ways_is_asked() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause until 4/5").await;
    us.expects("That can be read in two ways.").await;
    assert_eq!(us.last().labels(), ["Mon 5 Apr 2027", "Tue 4 May 2027", "No rest"]);
    us.ben().presses("Tue 4 May").await;
    us.expects("Cards are resting until Tue 4 May.").await;
    for (typed, answer) in [
        ("/pause until 24th december", "Cards are resting until Thu 24 December."),
        ("/pause bis Freitag", "Cards are resting until Friday."),
        ("/pause until\u{A0}sunday", "Cards are resting until Sunday."),
        ("/pause until 29 feb", "more than a year away"),
        ("/pause until friday 8pm", "I can't find a day in that."),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
}
