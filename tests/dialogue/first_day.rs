//! From the first hello to the first card.

use crate::town::Town;

#[tokio::test]
async fn two_people_pair_settle_in_and_get_their_card() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.expects("Hello, you two.").await;

    let shown = us.ana().presses("I'm in").await;
    assert!(shown.alert && shown.text.starts_with("You're in."), "{shown:?}");
    us.expects_silence().await;

    us.ben().presses("I'm in").await;
    us.expects("You are both here.").await;
    us.ben().presses("Europe").await;
    us.expects("Which city shares your clock?").await;
    us.ana().presses("Lisbon").await;
    us.expects("At what hour").await;
    us.ana().presses("20:00").await;
    us.expects("How often?").await;
    us.ben().presses("Every day").await;
    us.expects("A card each day at 20:00.").await;
    us.expects_silence().await;

    town.reaches("2026-11-23T20:10:00Z".parse().expect("an instant")).await;
    us.expects("For the one who listens").await;
    us.expects_silence().await;
    let card = us.last();
    assert_eq!(card.labels(), ["Another one", "Not today", "Keep"]);

    assert_eq!(us.ben().presses("Keep").await.text, "Kept. /kept shows it again.");
    us.ana().says("/kept").await;
    us.expects("One card you kept").await;
    insta::assert_snapshot!(us.transcript());
}
