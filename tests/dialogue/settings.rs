//! Settings, by buttons and by words.

use crate::town::Town;

#[tokio::test]
async fn a_zone_by_city_by_name_by_near_miss() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/settings zone Tokyo", "Your clock: Tokyo, 03:00 now."),
        ("/settings zone America/New_York", "Your clock: New York, 13:00 now."),
        ("/settings zone munich", "Your clock: Berlin, 19:00 now."),
        ("/settings zone Atlantis", "I can't find that place."),
        ("/settings zone <b>", "I can't find that place."),
        ("/settings zone", "I can't find that place."),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
    us.ana().says("/settings zone Lisbonne").await;
    us.expects("Did you mean one of these?").await;
    us.ben().presses("Lisbon").await;
    us.expects("Your clock: Lisbon, 18:00 now.").await;
}

#[tokio::test]
async fn two_people_apart_have_two_clocks() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says("/settings mine Tokyo").await;
    us.expects("One of you lives by another clock: Tokyo, 03:00 now.").await;
    town.reaches("2026-11-23T20:10:00Z".parse().expect("an instant")).await;
    us.expects(" · ").await;
    let sent = town.telegram.calls_of("sendMessage").pop().expect("a call");
    assert_eq!(sent.params["disable_notification"], true, "it is night in Tokyo");
    us.ana().says("/settings").await;
    us.ana().presses("One clock for both").await;
    us.expects("Your clock: Lisbon").await;
    assert!(!us.last().text.contains("another clock"));
}

#[tokio::test]
async fn slower_by_either_faster_by_both() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings").await;
    us.ana().presses("Pace").await;
    us.ana().presses("Monday to Friday").await;
    us.expects("A card from Monday to Friday at 20:00.").await;
    us.ben().presses("Pace").await;
    let shown = us.ben().presses("Every day").await;
    assert!(!shown.alert && shown.text.contains("takes both of you"), "{shown:?}");
    us.expects("One of you would like this: A card each day at 20:00. That takes both of you.").await;
    assert!(us.ben().presses("Every day").await.text.contains("takes both of you"), "twice by one is still one");
    us.expects_silence().await;
    us.ana().presses("Every day").await;
    us.expects("A card each day at 20:00.").await;
}

#[tokio::test]
async fn hours_and_quiet_hours_do_not_cross() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/settings hour 20:15", "A card each day at 20:15."),
        ("/settings hour 8pm", "A card each day at 20:00."),
        ("/settings hour 23:00", "That hour is in your quiet hours."),
        ("/settings hour late", "Please send the hour like this"),
        ("/settings quiet 21:00 8:00", "Quiet from 21:00 to 08:00."),
        ("/settings quiet 19:00 8:00", "Your card comes in those hours."),
        ("/settings quiet 22:30 7:30", "Quiet from 22:30 to 07:30."),
        ("/settings hour 22:00", "A card each day at 22:00."),
        ("/settings quiet soon", "Please send two hours"),
        ("/settings pace hourly", "Please send one of these"),
        ("/settings day someday", "Please send the day like this"),
        ("/settings colour blue", "I understand /settings alone"),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
    us.ana().says("/settings").await;
    us.ana().presses("Quiet hours").await;
    us.expects("When would you like me to be quiet?").await;
    assert!(us.ana().presses("21:00–08:00").await.text.contains("Your card comes in those hours"));
    assert!(us.ana().presses("23:30–06:30").await.text.contains("takes both of you"));
    us.ben().presses("23:30–06:30").await;
    us.expects("Quiet from 23:30 to 06:30.").await;
    us.ana().presses("Done").await;
    us.expects("A card each day at 22:00.").await;
    assert!(us.last().labels().is_empty());
}

#[tokio::test]
async fn whoever_asked_for_more_has_agreed_to_less_of_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings pace weekly").await;
    us.expects("A card each").await;
    us.ana().says("/settings pace daily").await;
    us.expects("That takes both of you. The other can say yes here.").await;
    us.ben().says("/settings pace three").await;
    us.expects("Monday, Wednesday and Friday").await;
}

#[tokio::test]
async fn a_name_of_two_places_is_asked_and_letters_of_a_clock_are_no_place() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/settings zone Calgary", "Your clock: Edmonton, 12:00 now."),
        ("/settings zone malaga", "Your clock: Madrid, 19:00 now."),
        ("/settings zone EST", "That is the name of a clock."),
        ("/settings zone WEST", "That is the name of a clock."),
        ("/settings zone GMT+1", "That is the name of a clock."),
        ("/settings zone San Juan", "More than one place has that name."),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
    us.ben().presses("Puerto Rico").await;
    us.expects("Your clock: Puerto Rico, 14:00 now.").await;
}

#[tokio::test]
async fn two_names_of_one_clock_are_no_two_clocks() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings zone Kyiv").await;
    us.expects("Your clock: Kyiv, 20:00 now.").await;
    us.ben().says("/settings mine Kiev").await;
    us.expects("Your clock: Kyiv, 20:00 now.").await;
    assert!(
        !us.last().text.contains("another clock") && !us.last().text.contains("You live apart"),
        "{}",
        us.last().text
    );
}

#[tokio::test]
async fn hours_and_days_are_read_as_everywhere() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/settings hour 8:30 p.m.", "A card each day at 20:30."),
        ("/settings hour 19\u{A0}Uhr", "A card each day at 19:00."),
        ("/settings hour 7", "A card each day at 19:00."),
        ("/settings quiet 10 pm to 7 am", "Quiet from 22:00 to 07:00."),
        ("/settings quiet 11pm–6:30", "Quiet from 23:00 to 06:30."),
        ("/settings day thurs", "A card each day at 19:00."),
        ("/settings hour 8pm EST", "Please send the hour like this"),
        ("/settings hour fri 8pm", "Please send the hour like this"),
        ("/settings day next friday", "Please send the day like this"),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
    us.ana().says("/settings hour 9").await;
    us.expects("That can be read in two ways.").await;
    assert_eq!(us.last().labels(), ["21:00", "09:00", "Back"]);
    us.ben().presses("09:00").await;
    us.expects("A card each day at 09:00.").await;
}

#[tokio::test]
async fn what_comes_at_night_takes_both() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let takes_both = "What comes between 23:00 and 6:00 takes both of you";
    for typed in
        ["/settings quiet none", "/settings quiet 03:00 04:00", "/settings quiet 23:30 6:30", "/settings quiet none"]
    {
        us.ana().says(typed).await;
        us.expects(takes_both).await;
    }
    us.ben().says("/settings quiet 19:00 8:00").await;
    us.expects("Your card comes in those hours.").await;
    us.ben().says("/settings quiet none").await;
    us.expects("No quiet hours.").await;

    us.ana().says("/settings hour 03:00").await;
    us.expects(takes_both).await;
    us.ana().says("/settings hour 03:00").await;
    us.expects(takes_both).await;
    us.ben().says("/settings hour 04:00").await;
    us.expects(takes_both).await;
    us.ana().says("/listen state every sunday 23:30").await;
    us.expects(takes_both).await;
    us.ben().says("/listen state every sunday 23:30").await;
    us.expects("Each Sunday at 23:30").await;
    let shown = us.ana().presses_data(us.last().id, "date weekhour 180").await;
    assert!(shown.text.contains(takes_both), "{shown:?}");
    us.ana().says("/settings").await;
    us.expects("A card each day at 20:00.").await;
    us.ana().says("/settings hour 03:00").await;
    us.ben().says("/settings hour 03:00").await;
    us.expects("A card each day at 03:00.").await;
    us.ana().says("/settings hour 19:00").await;
    us.expects("A card each day at 19:00.").await;
}

#[tokio::test]
async fn a_pack_comes_once_one_of_them_chooses_it_and_goes_as_it_came() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings").await;
    us.ana().presses("Packs").await;
    us.expects("They come only if one of you chooses them").await;
    us.ana().presses("Money").await;
    us.ben().presses("Back").await;
    let money = |text: &str| {
        let library = nearer::prompts::Library::embedded().expect("a library");
        let of_pack = library.cards().iter().filter(|card| card.pack == Some(nearer::prompts::Pack::Money));
        of_pack.map(|card| card.text.clone()).any(|card| text.contains(&card))
    };
    let mut came = 0;
    for _ in 0..40 {
        us.ana().says("/card").await;
        came += usize::from(money(&us.last().text));
    }
    assert!(came >= 2, "{came}");
    us.ben().says("/settings").await;
    us.ben().presses("Packs").await;
    us.ben().presses("✓ Money").await;
    us.ben().presses("Back").await;
    for _ in 0..20 {
        us.ana().says("/card").await;
        assert!(!money(&us.last().text));
    }
}

#[tokio::test]
async fn what_has_a_button_can_be_typed_and_nothing_typed_is_dropped() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings aloud").await;
    assert!(us.last().labels().contains(&"Some in private"), "{:?}", us.last().labels());
    for (typed, answer) in [
        ("packs", "Packs"),
        ("chapters", "hapter"),
        ("stages", "Your life now"),
        ("apart Lisbon", "If one of you lives by another clock"),
    ] {
        us.ben().says(&format!("/settings {typed}")).await;
        us.expects(answer).await;
    }
}

#[tokio::test]
async fn a_clock_that_takes_the_place_of_another_or_is_the_same_is_named() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings mine Tokyo").await;
    us.expects("One of you lives by another clock: Tokyo").await;
    assert!(!us.last().text.contains("took the place"));
    us.ben().says("/settings mine Berlin").await;
    us.expects("One of you lives by another clock: Berlin").await;
    assert!(us.last().text.contains("This one took the place of Tokyo."));
    us.ben().says("/settings mine Lisbon").await;
    us.expects("In Lisbon it is the same time as by your clock here").await;
    assert!(!us.last().text.contains("another clock"));
}
