//! Both tap at once: the second tap meets something newer, and takes nothing from it.

use chrono::TimeDelta;
use nearer::rehearsal::SeenMessage;

use crate::town::{Town, Us};

/// Ben taps what he sees a moment after Ana tapped the same message.
async fn ben_taps_late(us: &Us<'_>, seen: &SeenMessage, label: &str) -> String {
    let data = seen.button(label).and_then(|button| button.data.clone()).expect("its data");
    us.ben().presses_data(seen.id, &data).await.text
}

#[tokio::test]
async fn three_new_ideas_keep_their_buttons() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    let first = us.last();
    us.ana().presses("Three more").await;
    let labels = us.last().labels().len();
    assert_eq!(ben_taps_late(&us, &first, "Three more").await, "Three new ones are here already.");
    assert!(ben_taps_late(&us, &first, "1").await.starts_with("These ideas are newer"));
    town.passes(TimeDelta::minutes(1)).await;
    assert_eq!(us.last().labels().len(), labels, "the new ones keep their buttons");
    us.ana().presses("I've looked").await;
    us.ben().presses("I've looked").await;
    town.passes(TimeDelta::minutes(15)).await;
    us.expects("How about this one?").await;
    let proposal = us.last();
    us.ana().presses("Three more").await;
    assert!(ben_taps_late(&us, &proposal, "Set the evening").await.starts_with("These ideas are newer"));
    town.passes(TimeDelta::minutes(1)).await;
    assert_eq!(us.last().labels().len(), labels);
}

#[tokio::test]
async fn a_card_that_one_has_just_changed_is_there_already() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    let first = us.last();
    us.ana().presses("Another one").await;
    let second = us.last();
    assert_eq!(ben_taps_late(&us, &first, "Another one").await, "A new card is here already.");
    town.passes(TimeDelta::minutes(1)).await;
    assert_eq!(us.last().labels(), second.labels());
}

#[tokio::test]
async fn what_is_called_off_or_has_ended_is_so_already() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    us.ana().presses("Change").await;
    let change = us.last();
    us.ana().presses("Call it off").await;
    assert_eq!(ben_taps_late(&us, &change, "Call it off").await, "It is called off already.");
    us.ana().says("/date every sunday 11:00").await;
    us.ana().presses("Change").await;
    let change = us.last();
    us.ana().presses("End regular evening").await;
    assert_eq!(ben_taps_late(&us, &change, "End regular evening").await, "It has ended already.");
}
