//! Another time for an evening: by buttons around its own day, and typed.

use crate::town::Town;

#[tokio::test]
async fn the_days_that_are_offered_lie_around_its_own() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date 24 december 18:20").await;
    for label in ["Change", "Move it"] {
        us.ben().presses(label).await;
    }
    us.expects("You can also type any other: /date move 26 December 19:00.").await;
    let days = us.last();
    let labels = days.labels();
    assert_eq!((labels[0], labels[9], labels[10]), ("Sun 20 Dec", "Tue 29 Dec", "Back"));
    us.ben().presses("Sat 26 Dec").await;
    us.expects("For another hour: /date move Saturday 26 December 19:45.").await;
    assert!(us.last().labels().contains(&"18:20"), "its own hour is there too");
    us.ben().presses("18:20").await;
    us.expects("Saturday 26 December, 18:20").await;
    assert!(us.last().text.starts_with("Your evening has moved"));
}

#[tokio::test]
async fn no_day_that_is_over_is_offered() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 19:30").await;
    for label in ["Change", "Move it"] {
        us.ana().presses(label).await;
    }
    assert_eq!(us.last().labels()[0], "Mon 23 Nov");
}

#[tokio::test]
async fn a_typed_move_keeps_what_is_not_said() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date 24 december 18:15 dinner").await;
    us.ben().presses("I'm in").await;
    for (typed, moved) in [
        ("/date move 26 December 19:00", "Saturday 26 December, 19:00"),
        ("/date move it to 29 november", "Sunday 29 November, 19:00"),
        ("/date move to 20:45", "Sunday 29 November, 20:45"),
    ] {
        us.ana().says(typed).await;
        us.expects("Your evening has moved").await;
        let card = us.last().text;
        assert!(card.contains(moved) && card.contains("dinner") && card.contains("One of you is in."), "{card}");
    }
    us.ana().says("/date move next friday").await;
    us.expects("Which evening is to move?").await;
    assert_eq!(us.last().labels(), ["Sun 29, 20:45 → Fri 27, 20:45", "Sun 29, 20:45 → Fri 4, 20:45", "Not now"]);
    us.ben().presses("Sun 29, 20:45 → Fri 4, 20:45").await;
    us.expects("Friday 4 December, 20:45").await;
    us.ana().says("/dates").await;
    us.expects("Fri 4 Dec, 20:45: dinner").await;
}

#[tokio::test]
async fn of_several_the_two_say_which() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/date 24 december 18:00 carols").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/date move 26 December 19:00").await;
    us.expects("Which evening is to move?").await;
    assert_eq!(us.last().labels(), ["Fri 27, 19:30 → 26 Dec, 19:00", "24 Dec, 18:00 → 26 Dec, 19:00", "Not now"]);
    us.ben().presses("24 Dec, 18:00 → 26 Dec, 19:00").await;
    us.expects("Your evening has moved").await;
    assert!(us.last().text.contains("carols"), "{}", us.last().text);
    us.ana().says("/date move").await;
    us.expects("Which evening is to move?").await;
    us.ana().presses("Fri 27 Nov, 19:30").await;
    us.expects("Which day instead?").await;
}

#[tokio::test]
async fn what_is_no_move_moves_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date move 26 December 19:00").await;
    us.expects("No evening is set that could move.").await;
    us.ana().says("/date fri 19:30").await;
    for (typed, answer) in [
        ("/date move it somewhere nice", "I can't tell to when it is to move"),
        ("/date move sat 20:00 dinner", "I can't tell to when it is to move"),
        ("/date move every friday 19:00", "I can't tell to when it is to move"),
        ("/date move yesterday", "That time has passed."),
        ("/date move 30 february", "That day is not in the calendar."),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
    us.ana().says("/dates").await;
    us.expects("Fri 27 Nov, 19:30").await;
    assert_eq!(us.last().text.matches("19:30").count(), 1, "{}", us.last().text);
}

#[tokio::test]
async fn one_that_did_not_happen_can_be_given_a_time_by_words() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 20:00 dinner").await;
    us.ben().presses("I'm in").await;
    town.reaches("2026-11-25T10:30:00Z".parse().expect("an instant")).await;
    us.expects("How was your evening?").await;
    us.ben().presses("We moved it").await;
    us.expects("Moved, then.").await;
    us.ana().says("/date move friday").await;
    us.expects("Friday 27 November, 20:00").await;
    assert!(us.last().text.contains("dinner"));
}

#[tokio::test]
async fn an_idea_set_for_an_open_evening_goes_to_that_evening() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    us.ana().presses("I've looked").await;
    us.ben().presses("I've looked").await;
    town.passes(chrono::TimeDelta::minutes(15)).await;
    let idea = us.last().text.lines().nth(2).expect("a title").to_owned();
    us.ben().presses("Set the evening").await;
    us.ben().presses("Fri 27 Nov").await;
    us.ben().presses("19:30").await;
    us.expects("This evening is set already").await;
    assert!(us.last().text.contains(&idea), "{}", us.last().text);
}

#[tokio::test]
async fn none_is_moved_onto_another() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/date sat 19:30 dancing").await;
    us.ana().says("/date move 28 november 19:30").await;
    us.expects("Which evening is to move?").await;
    let answer = us.ben().presses("Fri 27, 19:30 → Sat 28, 19:30").await.text;
    assert!(answer.starts_with("Another evening is set for that time already"), "{answer}");
    us.ana().says("/dates").await;
    us.expects("Fri 27 Nov, 19:30: dinner").await;
}

#[tokio::test]
async fn a_day_of_the_week_may_be_the_one_nearest_to_its_own() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date 11 december 19:30 dinner").await;
    us.ana().says("/date move saturday 19:00").await;
    us.expects("Which evening is to move?").await;
    assert_eq!(us.last().labels(), ["11 Dec, 19:30 → 12 Dec, 19:00", "11 Dec, 19:30 → Sat 28, 19:00", "Not now"]);
    us.ben().presses("11 Dec, 19:30 → Sat 28, 19:00").await;
    us.expects("Saturday 28 November, 19:00").await;
    us.ana().says("/date move friday").await;
    us.expects("Friday 27 November, 19:00").await;
}
