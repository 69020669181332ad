//! The card: chosen, exchanged, put aside, kept.

use crate::town::Town;

#[tokio::test]
async fn another_one_takes_its_place_and_not_today_puts_it_away() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    us.expects(" · ").await;
    let first = us.last();
    us.ben().presses("Another one").await;
    let second = us.last();
    assert_eq!(first.id, second.id, "in the same place");
    assert_ne!(first.text, second.text);
    us.so_far();
    us.ana().presses("Not today").await;
    us.expects("Another day, then.").await;
    assert_eq!(us.last().labels(), ["Undo"]);
    us.expects_silence().await;
    us.ben().presses("Undo").await;
    let words = |text: &str| {
        text.split(" starts today").next().map(|text| text.rsplit_once('\n').map(|(card, _)| card.to_owned()))
    };
    assert_eq!(
        (us.last().id, words(&us.last().text)),
        (second.id, words(&second.text)),
        "the same card in the same place"
    );
    us.ana().presses("Not today").await;
    us.town.passes(chrono::TimeDelta::minutes(5)).await;
    let shown = us.ben().presses("Undo").await;
    assert!(!shown.alert && shown.text.starts_with("That can't be undone any more."), "{shown:?}");
    assert!(us.last().labels().is_empty() && us.last().text.starts_with("Another day, then."));
}

#[tokio::test]
async fn what_was_put_off_does_not_come_again_that_day() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let words = |text: &str| text.split(" starts today").next().unwrap_or_default().to_owned();
    let mut put_off = std::collections::BTreeSet::new();
    for _ in 0..6 {
        us.ana().says("/card").await;
        us.expects(" · ").await;
        assert!(put_off.insert(words(&us.last().text)), "again: {}", us.last().text);
        us.ben().presses("Not today").await;
    }
    let today = us.group.from_bot().len();
    town.passes(chrono::TimeDelta::days(1)).await;
    assert!(us.group.from_bot().len() > today, "the cards go on coming");
}

#[tokio::test]
async fn a_card_asked_for_within_the_hour_before_is_that_of_the_day() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    town.reaches("2026-11-23T19:20:00Z".parse().expect("an instant")).await;
    us.ana().says("/card").await;
    us.expects(" · ").await;
    town.passes(chrono::TimeDelta::hours(4)).await;
    us.expects_silence().await;
    town.passes(chrono::TimeDelta::hours(24)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn keeping_is_taken_back_by_a_second_tap_of_the_same_person() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    us.ana().presses("Keep").await;
    assert!(
        us.ben().presses("Keep").await.text.starts_with("This one is kept already."),
        "the other's tap is no undoing"
    );
    assert!(us.ana().presses("Keep").await.text.starts_with("Taken back."));
    us.ana().says("/kept").await;
    us.expects("No cards kept yet.").await;
    us.ana().presses("Keep").await;
    town.passes(chrono::TimeDelta::minutes(5)).await;
    assert!(us.ana().presses("Keep").await.text.starts_with("This one is kept already."));
}

#[tokio::test]
async fn buttons_of_a_card_that_has_gone_by_say_so_and_go_but_keeping_still_works() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    let old = us.last();
    us.ana().says("/card").await;
    us.so_far();
    assert!(us.ben().presses_on(old.id, "Keep").await.text.starts_with("Kept."));
    let shown = us.ben().presses_on(old.id, "Another one").await;
    assert!(!shown.alert && shown.text.starts_with("That card is from earlier."), "{shown:?}");
    // Buttons go while the chat is quiet.
    town.passes(chrono::TimeDelta::minutes(1)).await;
    let now = us.group.message(old.id).expect("the old card");
    assert_eq!((now.text, now.buttons.len()), (old.text, 0), "its words stay, its buttons go");
    us.ana().says("/kept").await;
    us.expects("One card you kept").await;
}

#[tokio::test]
async fn kept_cards_are_listed_newest_first_page_by_page() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/kept").await;
    us.expects("No cards kept yet.").await;
    for _ in 0..10 {
        us.ana().says("/card").await;
        us.ben().presses("Keep").await;
    }
    assert!(us.ana().presses("Keep").await.text.contains("already"));
    us.ana().says("/kept").await;
    us.expects("10 cards you kept").await;
    assert_eq!(us.last().labels(), ["Older"]);
    us.ben().presses("Older").await;
    us.expects("4. ").await;
    assert_eq!(us.last().labels(), ["Newer", "Older"]);
}

#[tokio::test]
async fn a_month_of_days_brings_no_card_twice() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings tellings off").await;
    us.want_cards_alone().await;
    us.lives_and_taps(30).await;
    let cards: Vec<String> =
        us.group.from_bot().into_iter().filter(|m| m.text.contains(" · ")).map(|m| m.text).collect();
    let mut different = cards.clone();
    different.sort();
    different.dedup();
    assert_eq!((cards.len(), different.len()), (30, 30));
}

#[tokio::test]
async fn no_card_comes_by_itself_into_an_evening_that_they_set() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().expect("an instant");
    us.ana().says("/date tomorrow 19:30 dinner").await;
    // On Wednesday it begins a little after the card's moment, on Thursday it was long enough ago.
    us.ana().says("/date wed 20:25 cinema").await;
    us.ana().says("/date thu 15:30 tea").await;
    let cards = || us.group.from_bot().iter().filter(|message| message.labels().contains(&"Not today")).count();
    town.reaches(at("2026-11-24T19:00:00Z")).await;
    let before = cards();
    town.reaches(at("2026-11-24T23:00:00Z")).await;
    assert_eq!(cards(), before, "in the middle of the dinner, or after it");
    town.reaches(at("2026-11-25T20:30:00Z")).await;
    us.ana().says("/card").await;
    assert_eq!(cards(), before + 1, "only the one that was asked for");
    town.reaches(at("2026-11-26T21:00:00Z")).await;
    assert_eq!(cards(), before + 2, "the next day it comes as before");
}
