//! An evening: set by buttons and by words, held and firm, moved, called off, planned by one or the other.

use chrono::TimeDelta;

use crate::town::Town;

#[tokio::test]
async fn evening_first_by_buttons_is_as_easy() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Evening first").await;
    us.expects("Which day?").await;
    assert_eq!(us.last().labels()[..2], ["Mon 23 Nov", "Tue 24 Nov"]);
    us.ana().presses("Mon 23 Nov").await;
    assert_eq!(
        us.last().labels(),
        ["18:30", "19:00", "19:30", "20:00", "20:30", "21:00", "21:30", "Back"],
        "what is ahead"
    );
    us.ana().presses("Back").await;
    us.ana().presses("Sat 28 Nov").await;
    us.ana().presses("20:00").await;
    us.expects("Your evening is set").await;
    us.expects_silence().await;
    let card = us.last();
    assert!(card.text.contains("What to do can come later."), "{}", card.text);
    assert_eq!(card.labels(), ["I'm in", "Three ideas", "Calendar file", "Change"]);
}

#[tokio::test]
async fn one_holds_it_and_both_make_it_firm() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 8pm dinner at the <harbour>").await;
    us.expects("Tuesday 24 November, 20:00").await;
    us.expects_silence().await;
    assert!(!us.last().text.contains("dinner at the <harbour>"), "one of them called it so");
    assert!(us.last().text.contains("Its title follows when both of you are in."));
    assert!(us.last().text.contains("One of you is in."));
    assert_eq!(us.ana().presses("I'm in").await.text, "You are in already. This button is for the other one now.");
    us.expects_silence().await;
    assert_eq!(us.ben().presses("I'm in").await.text, "You are both in.");
    us.expects("You are both in.").await;
    assert!(us.last().text.contains("dinner at the <harbour>"));
    assert_eq!(us.last().labels(), ["Calendar file", "Change"]);
}

#[tokio::test]
async fn words_that_can_be_read_in_two_ways_are_two_buttons() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 7 dancing").await;
    us.expects("That can be read in two ways.").await;
    assert_eq!(us.last().labels(), ["Fri 27 Nov, 19:00", "Fri 27 Nov, 07:00", "Choose a day"]);
    us.ben().presses("19:00").await;
    us.expects("Friday 27 November, 19:00").await;
    us.ana().presses("I'm in").await;
    assert!(us.last().text.contains("dancing"), "the title came along");
    us.ana().says("/date next friday").await;
    assert_eq!(us.last().labels(), ["Fri 27 Nov", "Fri 4 Dec", "Choose a day"]);
    us.ana().presses("Fri 4 Dec").await;
    us.expects("Friday 4 December, at what hour?").await;
    us.ana().presses("20:00").await;
    us.expects("Friday 4 December, 20:00").await;
}

#[tokio::test]
async fn what_cannot_be_is_said_kindly() {
    let town = Town::open_at("2027-03-26T12:00:00Z").await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/date dinner", "I can't find a day and an hour in that."),
        ("/date today 9am", "That time has passed."),
        ("/date 30 february 19:00", "That day is not in the calendar."),
        ("/date fri 25:00", "That hour is not on the clock."),
        ("/date sun 1:30am", "The clocks change that night"),
        ("/date 1 may 2031 20:00", "That is more than a year away."),
        ("/date every month", "I understand every week or every other week"),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
        assert_eq!(us.last().labels(), ["Choose a day"], "{typed}");
        us.expects_silence().await;
    }
}

#[tokio::test]
async fn moving_it_says_so_aloud_and_asks_the_other_anew() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    us.ben().presses("I'm in").await;
    us.expects("You are both in.").await;
    let old = us.last();
    us.ben().presses("Change").await;
    us.expects("What would you like to change?").await;
    us.ben().presses("Move it").await;
    us.ben().presses("Sat 28 Nov").await;
    us.ben().presses("20:00").await;
    us.expects("Your evening has moved").await;
    let card = us.last();
    assert_ne!(card.id, old.id, "a message of its own: an edit makes no sound");
    assert!(
        card.text.contains("Saturday 28 November, 20:00") && card.text.contains("One of you is in."),
        "{}",
        card.text
    );
    assert!(us.group.message(old.id).expect("the old one").buttons.is_empty());
    assert_eq!(us.ana().presses("I'm in").await.text, "You are both in.");
}

#[tokio::test]
async fn a_button_of_an_older_state_agrees_to_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    let old = us.last();
    us.ana().says("/dates").await;
    us.ana().presses("Fri 27, 19:30").await;
    for label in ["Change", "Move it", "Sat 28 Nov", "20:00"] {
        us.ana().presses(label).await;
    }
    us.so_far();
    let shown = us.ben().presses_on(old.id, "I'm in").await;
    assert_eq!(shown.text, "This evening has changed in the meantime. /dates shows it as it is now.");
    us.expects("Saturday 28 November, 20:00").await;
    assert!(us.group.message(old.id).expect("it").text.contains("One of you is in."), "nobody is in by mistake");
}

#[tokio::test]
async fn either_calls_it_off_and_nothing_of_it_is_left() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings pace weekly").await;
    us.ana().says("/date fri 19:30 dinner").await;
    us.ana().presses("Change").await;
    us.so_far();
    us.ben().presses("Call it off").await;
    us.expects("This evening is called off.").await;
    us.ana().says("/dates").await;
    us.expects("No evening is set at the moment.").await;
    us.ana().presses("Weekly ideas").await;
    us.ana().presses("Only when we ask").await;
    us.ana().says("/settings tellings off").await;
    us.so_far();
    town.passes(TimeDelta::days(5)).await;
    us.expects_silence().await;
    town.stops().await;
    let couple = town.store().couple(nearer::couple::ChatId(us.group.id())).expect("a store").expect("a couple");
    assert!(couple.dates.evenings.is_empty());
    assert!(couple.timers.keys().all(|kind| *kind == nearer::couple::TimerKind::Card));
}

#[tokio::test]
async fn who_plans_is_told_to_each_alone_and_can_be_swapped() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    us.ana().presses("Change").await;
    us.so_far();
    assert!(us.ana().presses("Who plans?").await.text.starts_with("You plan this evening."));
    assert!(us.ben().presses("Who plans?").await.text.starts_with("Your partner plans"));
    us.expects_silence().await;
    assert!(us.ana().presses("Swap who plans").await.text.starts_with("Your partner plans"));
    us.expects("The planning of this evening has changed hands.").await;
    assert!(!us.last().text.contains("Ana") && !us.last().text.contains("Ben"));
    assert!(us.ben().presses("Who plans?").await.text.starts_with("You plan this evening."));
}

#[tokio::test]
async fn ideas_for_an_evening_come_a_few_days_before_or_when_asked() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings pace weekly").await;
    us.ana().says("/date sat 19:30").await;
    us.so_far();
    town.reaches("2026-11-25T20:05:00Z".parse().expect("an instant")).await;
    us.expects("Three ideas for Saturday 28 November").await;
    town.reaches("2026-11-26T20:05:00Z".parse().expect("an instant")).await;
    us.expects("For Saturday 28 November, how about this one?").await;
    let idea = us.last().text.lines().nth(2).expect("a title").to_owned();
    us.ben().presses("To the evening").await;
    us.expects(&idea).await;
    us.ben().presses("Change").await;
    us.ben().presses("Other ideas").await;
    us.expects("Three ideas for Saturday 28 November").await;
    assert!(!us.last().text.contains(&idea));
}

#[tokio::test]
async fn two_clocks_are_both_said() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says("/settings mine Tokyo").await;
    us.ana().says("/date sat 12:30").await;
    us.expects("By the other clock: Saturday 28 November, 21:30 (Tokyo).").await;
}

#[tokio::test]
async fn before_they_live_anywhere_there_is_no_evening() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana().says("/date fri 19:30").await;
    us.expects("This opens once both of you are in.").await;
    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/date fri 19:30").await;
    us.expects("First your place").await;
    us.ana().says_privately("/date fri 19:30").await;
}

#[tokio::test]
async fn a_rest_leaves_what_they_set_themselves() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner").await;
    us.ana().says("/pause").await;
    us.ana().presses("A week").await;
    us.expects("Evenings that you set yourselves stay, with their reminders.").await;
    town.passes(TimeDelta::days(4)).await;
    us.expects("Your evening is tomorrow").await;
}

#[tokio::test]
async fn words_that_speak_of_another_time_set_nothing() {
    let town = Town::open_at("2026-11-25T18:00:00Z").await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/date yesterday 8pm", "That time has passed."),
        ("/date 3 days ago 19:00", "That time has passed."),
        ("/date last friday 19:00", "That time has passed."),
        ("/date next month friday 19:00", "I am not sure which day or hour you mean, so I have set nothing."),
        ("/date easter 21:00", "I am not sure which day or hour you mean, so I have set nothing."),
        ("/date munday 19:00", "I am not sure which day or hour you mean, so I have set nothing."),
        ("/date every friday and saturday 21:00", "I understand every week or every other week"),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
        assert_eq!(us.last().labels(), ["Choose a day"], "{typed}");
    }
    us.ana().says("/dates").await;
    us.expects("No evening is set at the moment.").await;
    us.ana().says("/date fri 19:30 \"The Longest Day\"").await;
    us.expects("Its title follows").await;
    us.ben().presses("I'm in").await;
    assert!(us.last().text.contains("The Longest Day"));
    us.ana().says("/date sunday week 17:00").await;
    us.expects("Sunday 6 December, 17:00").await;
    us.ana().says("/date half past seven friday").await;
    us.expects("That can be read in two ways.").await;
    assert_eq!(us.last().labels(), ["Fri 27 Nov, 19:30", "Fri 27 Nov, 07:30", "Choose a day"]);
}

#[tokio::test]
async fn a_moment_that_is_set_already_takes_the_title_if_it_had_none() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    us.expects("Your evening is set").await;
    us.ben().says("/date fri 19:30 dinner").await;
    us.expects("This evening is set already").await;
    us.ana().presses("I'm in").await;
    assert!(us.last().text.contains("\n\ndinner\n"), "{}", us.last().text);
    us.ana().says("/date fri 19:30 cinema").await;
    us.expects("This evening is set already").await;
    assert!(us.last().text.contains("dinner") && !us.last().text.contains("cinema"), "{}", us.last().text);
    us.ana().says("/dates").await;
    us.expects("Fri 27 Nov, 19:30: dinner").await;
    assert_eq!(us.last().text.matches("19:30").count(), 1, "{}", us.last().text);
}

#[tokio::test]
async fn what_one_of_them_called_it_is_said_nowhere_before_both_are_in() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 snarkelbloom").await;
    us.ana().says("/date every sunday 11:00 quillfeather").await;
    us.ana().says("/dates").await;
    us.ana().presses("Fri 27, 19:30").await;
    us.ana().presses("Calendar file").await;
    us.ana().says("/date move fri 19:30 to sat 19:30").await;
    town.passes(TimeDelta::days(7)).await;
    us.expects("Your evening is tomorrow").await;
    us.expects("How was your evening?").await;
    us.ana().says("/dates").await;
    let from_bot: Vec<String> = us.group.from_bot().into_iter().map(|message| message.text).collect();
    let said = |word: &str| from_bot.iter().filter(|text| text.contains(word)).count();
    assert_eq!((said("snarkelbloom"), said("quillfeather")), (0, 0));
    let files = us.group.from_bot().into_iter().filter_map(|message| message.file);
    assert!(files.into_iter().all(|file| !String::from_utf8_lossy(&file.bytes).contains("snarkelbloom")));
}

#[tokio::test]
async fn what_both_agreed_to_keeps_its_name_when_it_moves() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner").await;
    us.ben().presses("I'm in").await;
    us.ben().says("/date move sat").await;
    us.expects("Your evening has moved").await;
    assert!(us.last().text.contains("dinner") && us.last().text.contains("One of you is in."));
}

#[tokio::test]
async fn after_twelve_questions_a_day_the_evenings_stay_as_they_are() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner").await;
    for day in ["sat", "sun"].into_iter().cycle().take(11) {
        us.ana().says(&format!("/date move {day} 19:30")).await;
        us.expects("Your evening has moved").await;
    }
    us.ana().says("/date move sun 19:30").await;
    us.expects("That is enough setting and moving for one day.").await;
    us.ben().says("/date thu 18:00 cinema").await;
    us.expects("That is enough setting and moving for one day.").await;
    us.ana().says("/dates").await;
    us.expects("Sat 28 Nov, 19:30").await;
    town.passes(TimeDelta::days(1)).await;
    us.ana().says("/date move sun 19:30").await;
    us.expects("Your evening has moved").await;
}

#[tokio::test]
async fn an_evening_called_off_by_mistake_is_back_by_one_tap_of_the_one_who_tapped() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    us.ben().presses("I'm in").await;
    us.expects("You are both in.").await;
    us.ana().presses("Change").await;
    us.ana().presses("Call it off").await;
    us.expects("This evening is called off.").await;
    assert!(us.ben().presses("Undo").await.text.starts_with("Only the one who tapped it"));
    us.ana().presses("Undo").await;
    us.expects("Your evening is back, as it was").await;
    assert!(us.last().text.contains("You are both in."));
    us.ana().presses("Change").await;
    us.ana().presses("Call it off").await;
    us.expects("This evening is called off.").await;
    town.passes(chrono::TimeDelta::minutes(5)).await;
    us.ana().presses("Undo").await;
    us.ana().says("/dates").await;
    us.expects("No evening is set at the moment.").await;
}

#[tokio::test]
async fn what_both_wait_for_is_a_new_message_and_every_picker_has_a_way_back() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Evening first").await;
    let picker = us.last();
    us.ana().presses("Fri 27 Nov").await;
    assert_eq!(us.last().labels()[..3], ["09:00", "11:00", "12:30"], "in the order of the clock");
    us.ana().presses("19:00").await;
    us.expects("Your evening is set").await;
    let proposed = us.last();
    assert!(proposed.id > picker.id, "the other one is told of it");
    us.ben().presses("I'm in").await;
    us.expects("You are both in.").await;
    assert!(us.last().id > proposed.id, "so is the first one");
    us.ana().says("/date fri 7").await;
    us.ana().says("/date saturday").await;
    us.ana().presses("Back").await;
    us.ana().presses("Not now").await;
    us.expects("Another time, then.").await;
    us.ana().says("/dates").await;
    us.ana().presses("Weekly ideas").await;
    us.ana().presses("Tue").await;
    us.ana().presses("Back").await;
    us.ana().presses("Back").await;
    us.expects("Coming").await;
}

#[tokio::test]
async fn ideas_are_promised_where_they_come_by_themselves() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, words) in [
        ("/date sunday 19:30", "I bring three ideas a few days before"),
        ("/date tonight 21:30", "Tap Three ideas whenever you like."),
        ("/date tomorrow 19:30", "Tap Three ideas whenever you like."),
    ] {
        us.ana().says(typed).await;
        us.expects(words).await;
    }
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    us.ana().says("/date saturday 19:30").await;
    us.expects("Tap Three ideas whenever you like.").await;
}

#[tokio::test]
async fn buttons_of_far_evenings_say_their_month_or_year() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for typed in ["/date fri 19:30", "/date 26 december 19:00", "/date 31 october 2027 20:00"] {
        us.ana().says(typed).await;
    }
    us.ana().says("/dates").await;
    us.expects("Sun 31 Oct 2027, 20:00").await;
    assert_eq!(us.last().labels()[..3], ["Fri 27, 19:30", "26 Dec, 19:00", "31 Oct 2027"]);
    us.ana().says("/date cancel").await;
    assert_eq!(us.last().labels()[..3], ["Fri 27, 19:30", "26 Dec, 19:00", "31 Oct 2027"]);
}
