//! `/date`: wishes, three ideas, taps that only one sees, and the one that is proposed.

use chrono::TimeDelta;

use crate::town::{Town, Us};

/// The title of the idea that was proposed.
fn proposed(us: &Us<'_>) -> String {
    us.last().text.lines().find(|line| !line.is_empty() && !line.contains("How about")).expect("a title").to_owned()
}

/// The titles of the three.
fn offered(us: &Us<'_>) -> Vec<String> {
    let text = us.last().text;
    let lines = text.lines().filter(|line| line.starts_with(['1', '2', '3']));
    lines.filter_map(|line| line.split_once(". ")).map(|(_, title)| title.to_owned()).collect()
}

#[tokio::test]
async fn wishes_are_remembered_and_three_ideas_come() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.expects("An evening for the two of you").await;
    us.ben().presses("Free").await;
    us.ana().presses("Low energy").await;
    us.ana().presses("From two places").await;
    us.ana().says("/date").await;
    let labels = us.last().labels().join(" ");
    for mark in ["✓ Free", "✓ Low energy", "✓ 90 min", "✓ From two places"] {
        assert!(labels.contains(mark), "{labels}");
    }
    us.ana().presses("Three ideas").await;
    us.expects("Three ideas for an evening").await;
    assert_eq!(offered(&us).len(), 3);
    assert_eq!(us.last().text.lines().filter(|line| line.contains("min") && line.contains("free")).count(), 3);
    assert_eq!(
        us.last().labels(),
        ["1", "2", "3", "More on 1", "More on 2", "More on 3", "I've looked", "Three more", "Not now"]
    );
}

#[tokio::test]
async fn taps_are_seen_by_nobody_else_until_both_have_looked() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    us.so_far();
    let before = us.last();
    let shown = us.ana().presses("2").await;
    assert!(!shown.alert && shown.text.starts_with("Noted: you like number 2"), "{shown:?}");
    assert!(us.ana().presses("2").await.text.starts_with("Taken back: number 2"));
    us.ana().presses("3").await;
    us.ben().presses("3").await;
    us.ben().presses("1").await;
    assert!(us.ana().presses("I've looked").await.text.starts_with("Thank you."));
    us.expects_silence().await;
    assert_eq!(us.last(), before, "the message is as it was");
    let third = offered(&us)[2].clone();
    us.ben().presses("I've looked").await;
    town.passes(TimeDelta::minutes(15)).await;
    us.expects("How about this one?").await;
    assert_eq!(proposed(&us), third, "the one that both like");
    assert!(us.last().id > before.id, "they are told: an edit makes no sound");
    let three = us.group.from_bot().into_iter().find(|message| message.id == before.id).expect("the three");
    assert!(three.text.starts_with("Of these three") && three.labels().is_empty(), "{three:?}");
    assert_eq!(us.last().labels(), ["Set the evening", "Three more", "Not now"]);
}

#[tokio::test]
async fn at_the_set_time_one_is_proposed_in_the_same_words_whoever_has_looked() {
    let mut words = Vec::new();
    for looked in [false, true] {
        let town = Town::open_at("2026-11-23T12:00:00Z").await;
        let us = town.a_couple().await;
        us.ana().says("/settings pace weekly").await;
        us.ana().says("/date").await;
        us.ana().presses("Three ideas").await;
        us.expects("today 20:00 at the latest").await;
        if looked {
            us.ben().presses("1").await;
            us.ben().presses("I've looked").await;
        }
        let three = offered(&us);
        let offer = us.last().id;
        us.so_far();
        town.passes(TimeDelta::hours(9)).await;
        us.expects("How about this one?").await;
        assert!(three.contains(&proposed(&us)));
        let said = us.last();
        words.push((said.text[..20].to_owned(), said.sent.format("%a %H:%M").to_string(), said.labels().join(",")));
        let three = us.group.from_bot().into_iter().find(|message| message.id == offer).expect("the three");
        assert_eq!((three.text.as_str(), three.labels()), ("Of these three, one is proposed below.", vec![]));
    }
    assert_eq!(words[0], words[1]);
}

#[tokio::test]
async fn three_more_are_three_others_and_not_now_ends_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    let first = offered(&us);
    us.ben().presses("Three more").await;
    assert!(offered(&us).iter().all(|idea| !first.contains(idea)));
    us.so_far();
    us.ana().presses("Not now").await;
    us.expects("Another time, then.").await;
    assert!(us.last().labels().is_empty());
    town.passes(TimeDelta::hours(1)).await;
    us.expects_silence().await;
}

#[tokio::test]
async fn from_the_idea_to_the_evening() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    us.ana().presses("I've looked").await;
    us.ben().presses("I've looked").await;
    town.passes(TimeDelta::minutes(15)).await;
    let idea = proposed(&us);
    us.ben().presses("Set the evening").await;
    us.expects("Which day?").await;
    assert_eq!(us.last().labels().len(), 11);
    us.ben().presses("Fri 27 Nov").await;
    us.expects("Friday 27 November, at what hour?").await;
    us.ana().presses("19:30").await;
    us.expects("Your evening is set").await;
    let card = us.last();
    assert!(card.text.contains("Friday 27 November, 19:30") && card.text.contains(&idea), "{}", card.text);
    assert!(card.text.contains("One of you is in."));
    assert_eq!(card.labels(), ["I'm in", "Calendar file", "Change"]);
}

#[tokio::test]
async fn the_weekly_ideas_come_on_their_day_and_can_be_moved_or_left_out() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let weekly = || -> Vec<String> {
        let all = us.group.from_bot().into_iter().filter(|message| {
            message.text.contains("Three ideas for an evening") || message.text.starts_with("Of these three")
        });
        all.map(|message| message.sent.format("%a %H").to_string()).collect()
    };
    us.ana().says("/settings tellings off").await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(weekly(), ["Thu 18"]);
    us.ana().says("/dates").await;
    us.expects("Three ideas come by themselves each Thursday at 18:00.").await;
    us.ana().presses("Weekly ideas").await;
    us.ana().presses("Sat").await;
    us.ana().presses("10:00").await;
    us.expects("Three ideas come by themselves each Saturday at 10:00.").await;
    town.passes(TimeDelta::days(7)).await;
    assert_eq!(weekly(), ["Thu 18", "Sat 10"]);
    us.ben().presses("Weekly ideas").await;
    us.ben().presses("Only when we ask").await;
    us.expects("Ideas come when you ask for them.").await;
    town.passes(TimeDelta::days(14)).await;
    assert_eq!(weekly().len(), 2);
}

#[tokio::test]
async fn weekly_ideas_do_not_come_when_an_open_evening_is_hours_away() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings pace weekly").await;
    us.ana().says("/settings tellings off").await;
    // On Tuesday: the three that come days before such an evening have had their moment.
    town.passes(TimeDelta::days(1)).await;
    us.ana().says("/date thursday 19:30").await;
    us.so_far();
    town.reaches("2026-11-26T19:30:00Z".parse().expect("an instant")).await;
    let said: Vec<String> = us.group.from_bot().into_iter().map(|message| message.text).collect();
    assert!(said.iter().all(|text| !text.contains("Three ideas for") && !text.contains("how about this one")));
    town.passes(TimeDelta::hours(20)).await;
    us.ana().says("/date sunday 19:30").await;
    us.ana().says("/dates").await;
    us.ana().presses("Weekly ideas").await;
    us.ana().presses("Sat").await;
    us.ana().presses("18:00").await;
    us.so_far();
    town.reaches("2026-11-28T18:30:00Z".parse().expect("an instant")).await;
    us.expects("Three ideas for Sunday 29 November").await;
}

#[tokio::test]
async fn a_fraction_of_a_millisecond_holds_nobody_up() {
    let town = Town::open_at("2026-11-23T18:00:00.000123456Z").await;
    let us = town.a_couple().await;
    us.ana().says("/settings quiet 0:00 16:00").await;
    us.ana().says("/date tomorrow 16:10").await;
    us.ana().says("/date next friday").await;
    us.ana().presses("Three ideas").await;
    town.passes(TimeDelta::days(4)).await;
    us.expects("How was your evening?").await;
}

#[tokio::test]
async fn in_a_rest_no_ideas_come() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause").await;
    us.ana().presses("Two weeks").await;
    us.expects("The weekly ideas rest too.").await;
    us.so_far();
    town.passes(TimeDelta::days(13)).await;
    us.expects_silence().await;
}

#[tokio::test]
async fn two_who_are_apart_read_first_how_it_works_from_two_places() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings apart").await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    for number in (1..=3).cycle().take(12) {
        us.ben().presses(&format!("More on {number}")).await;
        let idea = us.last().text;
        assert!(idea.lines().nth(1).is_some_and(|line| line.starts_with("From two places: ")), "{idea}");
        assert!(!idea.contains("side by side") || idea.contains("back to back"), "{idea}");
        us.ben().presses("Back").await;
        if number == 3 {
            us.ana().presses("Three more").await;
        }
    }
    us.ana().presses("I've looked").await;
    us.ben().presses("I've looked").await;
    town.passes(TimeDelta::minutes(15)).await;
    us.expects("How about this one?").await;
    assert!(us.last().text.contains("From two places:"));
}

#[tokio::test]
async fn a_third_person_can_tap_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    let before = us.last();
    for label in ["1", "I've looked", "Three more", "Not now"] {
        assert!(us.actor(&cleo).presses(label).await.text.starts_with("This belongs to two people"));
    }
    assert_eq!(us.last(), before);
}

/// Lines of 44 signs, as a phone of 390 points shows them.
fn height(text: &str) -> usize {
    text.lines().map(|line| line.chars().count().div_ceil(44).max(1)).sum()
}

#[tokio::test]
async fn three_ideas_fit_on_a_screen_and_each_is_one_tap_away_in_full() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    for _ in 0..8 {
        let three = us.last();
        assert!(height(&three.text) <= 16, "{}", three.text);
        us.ben().presses("More on 2").await;
        let one = us.last();
        assert!(one.text.contains("Easier:") && height(&one.text) <= 16, "{}", one.text);
        us.ben().presses("Back").await;
        assert_eq!(us.last(), three);
        us.ana().presses("Three more").await;
    }
}
