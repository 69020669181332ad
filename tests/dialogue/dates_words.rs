//! What is typed after `/date` in other words, and what the two read when it is not understood.

use crate::town::{Town, Us};

/// The evenings that `/dates` shows as coming.
async fn coming(us: &Us<'_>) -> String {
    us.ana().says("/dates").await;
    us.last().text
}

#[tokio::test]
async fn what_is_no_evening_sets_none() {
    let town = Town::open_at("2026-11-25T18:00:00Z").await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/date fri 18:30 AEDT feed cats", "I read hours by your clock here, which is that of Lisbon"),
        ("/date fri 8pm my time", "Please send the hour as it is in Lisbon"),
        ("/date fri 18:30 Berlin time", "I don't convert from another one."),
        ("/date cancel fri 19:30", "No evening is set, so there is nothing to call off or to change."),
        ("/date cancel", "A title can stand in quotes"),
        ("/date every friday until christmas 19:30", "I understand every week or every other week"),
        ("/date weekdays 19:30", "I understand every week or every other week"),
        ("/date fri,sat 20:00", "I am not sure which day or hour you mean"),
        ("/date friday 8pm or 9pm?", "I am not sure which day or hour you mean"),
        ("/date so 19:30", "I am not sure which day or hour you mean"),
        ("/date letzte Woche 19:30", "I am not sure which day or hour you mean"),
        ("/date firday or satruday 19:30", "I am not sure which day or hour you mean"),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
        assert_eq!(us.last().labels()[0], "Choose a day", "{typed}");
    }
    assert!(coming(&us).await.contains("No evening is set at the moment."));
    us.ana().says("/date cancel").await;
    us.expects("No evening is set").await;
    us.ana().says("/date fri 19:30 dinner").await;
    us.ana().says("/date sat 11:00 brunch").await;
    us.ben().says("/date cancel fri 19:30").await;
    us.expects("tap an evening to call it off").await;
    assert_eq!(us.last().labels(), ["Fri 27, 19:30", "Sat 28, 11:00", "Not now"]);
    us.ben().presses("Fri 27, 19:30").await;
    us.ben().presses("Call it off").await;
    us.expects("This evening is called off.").await;
    let left = coming(&us).await;
    assert!(left.contains("Sat 28 Nov, 11:00") && !left.contains("Fri 27 Nov"), "{left}");
}

#[tokio::test]
async fn what_is_ambiguous_or_nearly_a_day_is_asked() {
    let town = Town::open_at("2026-11-25T18:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/date this weekend").await;
    us.expects("Which of these days?").await;
    assert_eq!(us.last().labels(), ["Fri 27 Nov", "Sat 28 Nov", "Sun 29 Nov", "Choose a day"]);
    us.ana().says("/date christmas 18:00").await;
    us.expects("Which one do you mean?").await;
    assert_eq!(us.last().labels(), ["Thu 24 Dec, 18:00", "Fri 25 Dec, 18:00", "Choose a day"]);
    us.ana().says("/date firday 19:30 dinner").await;
    us.expects("Did you mean Friday 27 November?").await;
    assert_eq!(us.last().labels(), ["Fri 27 Nov, 19:30", "Choose a day"]);
    assert!(coming(&us).await.contains("No evening is set at the moment."));
    us.ana().says("/date firday 19:30 dinner").await;
    us.ana().presses("Fri 27 Nov, 19:30").await;
    us.expects("Friday 27 November, 19:30").await;
    // The day to which an evening moves is asked as well.
    us.ben().says("/date move satruday").await;
    us.expects("Which evening is to move?").await;
    assert!(coming(&us).await.contains("Fri 27 Nov, 19:30"));
    us.ben().says("/date move satruday").await;
    assert_eq!(us.last().labels(), ["Fri 27, 19:30 \u{2192} Sat 28, 19:30", "Not now"]);
    us.ben().presses("Fri 27, 19:30").await;
    us.expects("Saturday 28 November, 19:30").await;
}

#[tokio::test]
async fn a_repetition_behind_its_day_and_their_own_clock() {
    let town = Town::open_at("2026-11-25T18:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 8pm Lisbon time").await;
    us.expects("Friday 27 November, 20:00").await;
    us.ana().says("/date sun 19:30 every week").await;
    us.expects("One of your regular evenings, every week.").await;
    assert!(us.last().text.contains("Sunday 29 November, 19:30"));
    us.ana().says("/date first friday in december 19:00").await;
    us.expects("Friday 4 December, 19:00").await;
}

#[tokio::test]
async fn other_languages_are_read() {
    let town = Town::open_at("2026-11-25T18:00:00Z").await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/date freitag 19:30", "Friday 27 November, 19:30"),
        ("/date demain à 20h ciné", "Thursday 26 November, 20:00"),
        ("/date el sábado a las 8 de la tarde", "Saturday 28 November, 20:00"),
        ("/date в воскресенье в 18:00", "Sunday 29 November, 18:00"),
        ("/date le 24 à 19h", "Thursday 24 December, 19:00"),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
    us.ana().says("/date nächsten Freitag um 20 Uhr").await;
    us.expects("That can be read in two ways.").await;
    assert_eq!(us.last().labels(), ["Fri 27 Nov, 20:00", "Fri 4 Dec, 20:00", "Choose a day"]);
}

#[tokio::test]
async fn a_part_of_the_day_offers_its_hours_and_a_weekend_its_days() {
    let town = Town::open_at("2026-11-25T18:00:00Z").await;
    let us = town.a_couple().await;
    let evening = ["17:00", "18:00", "18:30", "19:00", "19:30", "20:00", "20:30", "21:00", "21:30", "Back"];
    for typed in ["/date tomorrow evening", "/date friday after work", "/date freitagabend"] {
        us.ana().says(typed).await;
        us.expects("at what hour?").await;
        assert_eq!(us.last().labels(), evening, "{typed}");
    }
    us.ana().says("/date tonight").await;
    assert_eq!(us.last().labels(), ["18:30", "19:00", "19:30", "20:00", "20:30", "21:00", "21:30", "Back"]);
    us.ana().says("/date sunday walk 11").await;
    assert_eq!(us.last().labels(), ["Sun 29 Nov, 23:00", "Sun 29 Nov, 11:00", "Choose a day"]);
    us.ana().says("/date this weekend").await;
    assert_eq!(us.last().labels(), ["Fri 27 Nov", "Sat 28 Nov", "Sun 29 Nov", "Choose a day"]);
    us.ben().presses("Sun 29 Nov").await;
    us.ben().presses("15:00").await;
    us.expects("Sunday 29 November, 15:00").await;
    us.ana().says("/date in 3 hours").await;
    us.expects("Wednesday 25 November, 21:00").await;
    us.ana().says("/date next week dinner").await;
    us.expects("Which of these days?").await;
    let week = ["Mon 30 Nov", "Tue 1 Dec", "Wed 2 Dec", "Thu 3 Dec", "Fri 4 Dec", "Sat 5 Dec", "Sun 6 Dec"];
    assert_eq!(us.last().labels()[..7], week);
    us.ben().presses("Wed 2 Dec").await;
    assert_eq!(us.last().labels()[0], "16:00", "it is a dinner");
    us.ben().presses("19:00").await;
    us.expects("Wednesday 2 December, 19:00").await;
    us.ana().says("/date nächste Woche 19:30").await;
    us.expects("Which of these days?").await;
    assert_eq!(us.last().labels()[4], "Fri 4 Dec, 19:30");
    us.ana().presses("Fri 4 Dec, 19:30").await;
    us.expects("Friday 4 December, 19:30").await;
    us.ana().says("/date next weekend").await;
    assert_eq!(
        us.last().labels(),
        ["Fri 27 Nov", "Sat 28 Nov", "Sun 29 Nov", "Fri 4 Dec", "Sat 5 Dec", "Sun 6 Dec", "Choose a day"]
    );
    us.ana().says("/date move fri 4 dec 19:30 to next week").await;
    us.expects("Which evening is to move?").await;
    assert_eq!(us.last().labels()[0], "Fri 4, 19:30 → Mon 30, 19:30");
    us.ana().says("/date tonight at 1").await;
    us.expects("Thursday 26 November, 01:00").await;
}

#[tokio::test]
async fn a_move_says_which_evening_or_leaves_it_where_it_is() {
    let town = Town::open_at("2026-11-25T18:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/date sun 11:00 brunch").await;
    us.ana().says("/date move fri 19:30 to sat").await;
    us.expects("Your evening has moved").await;
    assert!(us.last().text.contains("Saturday 28 November, 19:30") && us.last().text.contains("dinner"));
    us.ben().says("/date postpone sat 19:30 to sat 20:30").await;
    us.expects("Saturday 28 November, 20:30").await;
    us.ben().says("/date move mon 19:30 to sat").await;
    us.expects("I can't tell to when it is to move").await;
    us.ana().says("/date move it to saturday").await;
    us.expects("Which evening is to move?").await;
    let labels = us.last().labels().join(" / ");
    assert!(!labels.contains("Sat 28, 20:30 → Sat 28, 20:30"), "{labels}");
    assert!(labels.contains("Sun 29, 11:00 → Sat 28, 11:00"), "{labels}");
    us.ana().says("/date move sat 20:30 to sat").await;
    us.expects("This evening is set already").await;
    us.ana().says("/date move tonight at 1 cinema").await;
    us.expects("I can't tell to when it is to move").await;
    us.ana().says("/date move sat 20:00 EST").await;
    us.expects("I read hours by your clock here").await;
}

#[tokio::test]
async fn how_it_was_is_asked_without_a_morning_when_it_is_asked_later() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 19:30 dinner").await;
    us.so_far();
    town.reaches("2026-11-24T21:00:00Z".parse().expect("an instant")).await;
    us.so_far();
    town.stops().await;
    town.sleeps_until("2026-11-25T20:45:00Z");
    town.wakes().await;
    us.expects("Hello again, you two. How was your evening?").await;
    let all = us.group.messages();
    assert!(all.iter().all(|message| !message.text.contains("Good morning")), "at a quarter to nine in the evening");
}

#[tokio::test]
async fn the_weekend_after_next_is_not_this_one() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date the weekend after next").await;
    us.expects("Which of these days?").await;
    assert_eq!(us.last().labels()[..3], ["Fri 4 Dec", "Sat 5 Dec", "Sun 6 Dec"]);
    us.ana().says("/date the friday after next 19:30").await;
    assert_eq!(us.last().labels(), ["Choose a day"], "nothing is set");
}

#[tokio::test]
async fn a_meal_of_a_feast_is_asked_about() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date valentine's dinner 8pm").await;
    us.expects("Did you mean Sunday 14 February?").await;
    us.ana().says("/date christmas dinner 19:00").await;
    us.expects("Which one do you mean?").await;
    us.ana().presses("Thu 24 Dec, 19:00").await;
    us.expects("Thursday 24 December, 19:00").await;
    us.ben().presses("I'm in").await;
    us.expects("dinner").await;
}
