//! The first time in private: three sentences, and no trace of what is tapped.

use nearer::couple::{Corner, Couple};
use nearer::ids::{ChatId, UserId};

use crate::town::{Town, zone};

#[tokio::test]
async fn the_first_start_asks_once_each_alone() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.so_far();
    us.ana.starts("corner");
    town.settles().await;
    let question = us.ana.last_private().expect("a message");
    for sentence in ["free to say no", "not afraid of how my partner reacts", "my own choice", "I don't keep"] {
        assert!(question.text.contains(sentence), "{sentence}: {}", question.text);
    }
    assert_eq!(question.labels(), ["Yes to all", "Not all", "Skip"]);
    us.ana().presses_privately("Yes to all").await;
    assert!(us.ana().last_private_text().contains("Make a group with the one you love"));
    us.ana.starts("corner");
    town.settles().await;
    assert!(us.ana().last_private_text().contains("Make a group"), "not asked again");
    us.expects_silence().await;
}

#[tokio::test]
async fn who_says_not_all_is_believed_and_shown_to_people_who_understand() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.so_far();
    us.ben.starts("");
    town.settles().await;
    us.ben().presses_privately("Not all").await;
    let answer = us.ben.last_private().expect("a message");
    for part in ["Many people live with this", "They are off unless you open them", "You can also stop here"] {
        assert!(answer.text.contains(part), "{part}: {}", answer.text);
    }
    assert_eq!(answer.labels(), ["Go on", "Support"]);
    us.ben().presses_privately("Support").await;
    assert!(us.ben().last_private_text().contains("Where are you?"));
    us.ben().presses_privately("Back").await;
    assert!(us.ben().last_private_text().contains("Make a group"));
    us.expects_silence().await;
}

/// All that is left of an evening on which one was asked and tapped this.
async fn left_behind_by(answer: &str) -> (Option<Corner>, Option<Corner>, Option<Couple>, String) {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana().presses("I'm in").await;
    us.ana.starts("corner");
    town.settles().await;
    us.ana().presses_privately(answer).await;
    us.ben().presses("I'm in").await;
    for label in ["Europe", "Lisbon", "20:00", "Every day"] {
        us.ben().presses(label).await;
    }
    town.passes(chrono::TimeDelta::hours(3)).await;
    town.stops().await;
    let store = town.store();
    let corner = |id: i64| store.corner(UserId(id.cast_unsigned())).expect("a store");
    let left = (
        corner(us.ana.id()),
        corner(us.ben.id()),
        store.couple(ChatId(us.group.id())).expect("a store"),
        us.group.transcript(zone()),
    );
    drop(store);
    town.wakes().await;
    left
}

#[tokio::test]
async fn whatever_is_tapped_the_store_and_the_group_are_the_same() {
    let all = left_behind_by("Yes to all").await;
    assert!(all.0.is_some() && all.2.is_some());
    for answer in ["Not all", "Skip"] {
        assert_eq!(left_behind_by(answer).await, all, "{answer}");
    }
}
