//! The day and the hour of an evening, as people say them: late on the day, at a meal, next year, from one day to another.

use chrono::{DateTime, TimeDelta, Utc};

use crate::town::Town;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

#[tokio::test]
async fn late_in_the_evening_there_is_still_tonight() {
    let town = Town::open_at("2026-11-23T21:40:00Z").await;
    let us = town.a_couple().await;
    for typed in ["/date tonight", "/date this evening"] {
        us.ana().says(typed).await;
        us.expects("For another hour: /date tonight 22:10.").await;
        assert_eq!(us.last().labels()[..4], ["21:45", "22:00", "22:15", "22:30"]);
    }
    us.ana().presses("22:00").await;
    us.expects("Monday 23 November, 22:00").await;
    town.reaches(at("2026-11-23T23:50:00Z")).await;
    us.ana().says("/date tonight").await;
    us.expects("Nothing is left of today. How about tomorrow?").await;
    us.ana().presses("Tomorrow").await;
    us.expects("Tuesday 24 November, at what hour?").await;
}

#[tokio::test]
async fn the_hours_are_in_the_order_of_the_clock() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date sat").await;
    let labels = us.last().labels().join(" ");
    assert_eq!(
        labels,
        "09:00 11:00 12:30 14:00 15:00 16:00 17:00 18:00 18:30 19:00 19:30 20:00 20:30 21:00 21:30 Back"
    );
}

#[tokio::test]
async fn a_meal_tells_the_half_of_the_day() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, first) in [("/date sunday brunch", "09:00"), ("/date friday lunch", "11:00")] {
        us.ana().says(typed).await;
        us.expects("at what hour?").await;
        assert_eq!(us.last().labels()[0], first, "{typed}");
        assert!(!us.last().labels().contains(&"19:00"), "{typed}");
    }
    for (typed, set) in [
        ("/date sunday brunch at 11", "Sunday 29 November, 11:00"),
        ("/date lunch tomorrow at 1", "Tuesday 24 November, 13:00"),
        ("/date thu 7 dinner", "Thursday 26 November, 19:00"),
    ] {
        us.ana().says(typed).await;
        us.expects("Your evening is set").await;
        assert!(us.last().text.contains(set), "{typed}: {}", us.last().text);
    }
}

#[tokio::test]
async fn a_day_that_has_just_passed_is_asked_about_and_said_with_its_year() {
    let town = Town::open_at("2026-12-06T12:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/date 5 dec 8pm dancing").await;
    us.expects("5 December has passed. Do you mean 5 December 2027?").await;
    let question = us.last();
    assert_eq!(question.labels(), ["Yes, 5 December 2027", "Another day"]);
    us.ana().presses("Another day").await;
    us.expects("Which day?").await;
    us.ana().says("/date 5 dec 8pm dancing").await;
    us.ana().presses("Yes, 5 December 2027").await;
    us.expects("Sunday 5 December 2027, 20:00").await;
    us.ana().says("/dates").await;
    us.expects("Sun 5 Dec 2027, 20:00").await;
    us.ana().says("/date 4 december 2027 18:00").await;
    us.expects("Saturday 4 December 2027, 18:00").await;
    us.ana().says("/date 5 dec").await;
    us.expects("5 December has passed.").await;
    us.ana().says("/date 2 january 18:00").await;
    us.expects("Saturday 2 January, 18:00").await;
}

#[tokio::test]
async fn of_two_days_the_one_of_next_year_says_so() {
    let town = Town::open_at("2026-11-29T12:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/date Friday, 27th of November, 8 p.m.").await;
    assert_eq!(us.last().labels()[..2], ["Sat 27 Nov 2027, 20:00", "Fri 4 Dec, 20:00"]);
}

#[tokio::test]
async fn from_one_day_to_another() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for typed in ["/date wed 19:30", "/date fri 19:30", "/date sun 11:00", "/date 13 december 11:00"] {
        us.ana().says(typed).await;
    }
    for (typed, moved) in [
        ("/date move wednesday to thursday", "Thursday 26 November, 19:30"),
        ("/date move friday to saturday 20:00", "Saturday 28 November, 20:00"),
        ("/date move saturday 20:30", "Saturday 28 November, 20:30"),
    ] {
        us.ana().says(typed).await;
        us.expects("Your evening has moved").await;
        assert!(us.last().text.contains(moved), "{typed}: {}", us.last().text);
    }
}

#[tokio::test]
async fn where_none_is_set_there_is_none_to_call_off() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date cancel tuesday").await;
    us.expects("No evening is set, so there is nothing to call off or to change.").await;
}

#[tokio::test]
async fn tomorrow_there_is_room_for_planning_again() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date 20 december 19:30 dinner").await;
    for n in 0..11 {
        us.ana().says(&format!("/date move {} december 19:30", 10 + n % 2)).await;
        us.expects("Your evening has moved").await;
    }
    us.ana().says("/date move 9 december 19:30").await;
    us.expects("That is enough setting and moving for one day.").await;
    town.reaches(at("2026-11-24T09:00:00Z")).await;
    us.ana().says("/date move 9 december 19:30").await;
    us.expects("Your evening has moved").await;
}

#[tokio::test]
async fn nothing_comes_in_the_middle_of_an_evening() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 19:30 dancing").await;
    us.ana().says("/date wed 20:00 walk").await;
    town.reaches(at("2026-11-24T16:00:00Z")).await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    us.so_far();
    town.reaches(at("2026-11-24T19:00:00Z")).await;
    us.so_far();
    let before = us.group.from_bot().len();
    town.reaches(at("2026-11-24T21:29:00Z")).await;
    assert_eq!(us.group.from_bot().len(), before, "{}", us.last().text);
    town.reaches(at("2026-11-24T22:00:00Z")).await;
    us.expects("Your evening is tomorrow").await;
    let said: Vec<String> = us.group.from_bot().into_iter().map(|message| message.text).collect();
    assert!(said.iter().any(|text| text.contains("How about this one?")), "the ideas waited too");
    assert!(!said.iter().any(|text| text.contains("I was held up")), "it waited, it was not held up");
}

#[tokio::test]
async fn an_evening_after_midnight_is_not_tomorrow_twice() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date wed 02:30 stars").await;
    town.passes(TimeDelta::hours(40)).await;
    let said: Vec<String> = us.group.from_bot().into_iter().map(|message| message.text).collect();
    let of = |words: &str| said.iter().filter(|text| text.contains(words)).count();
    assert_eq!((of("Your evening is tomorrow"), of("Your evening is in four hours")), (1, 1), "{said:?}");
}

#[tokio::test]
async fn a_second_evening_on_a_day_is_asked_about() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    us.ben().says("/date fri 20:00 dancing").await;
    us.expects("There is an evening on Friday 27 November already, at 19:30.").await;
    let question = us.last();
    assert_eq!(question.labels(), ["Move it to 20:00", "Set both", "Leave it"]);
    us.ana().says("/dates").await;
    assert!(!us.last().text.contains("20:00\n"), "nothing is set before they answer");
    us.ben().presses_on(question.id, "Move it to 20:00").await;
    us.expects("Your evening has moved").await;
    us.ana().presses("I'm in").await;
    us.expects("Friday 27 November, 20:00").await;
    assert!(us.last().text.contains("dancing"), "what it was called came along");
    us.ana().says("/date fri 22:00").await;
    us.ana().presses("Set both").await;
    us.expects("Friday 27 November, 22:00").await;
    us.ana().says("/date fri 17:00").await;
    us.ana().presses("Leave it").await;
    us.ana().says("/dates").await;
    let text = us.last().text;
    assert!(text.contains("20:00: dancing") && text.contains("22:00") && !text.contains("17:00"), "{text}");
}
