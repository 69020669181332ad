//! From the first hello to the first card.

use crate::town::Town;

#[tokio::test]
async fn two_people_pair_settle_in_and_get_their_card() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.expects("Hello, you two.").await;

    let shown = us.ana().presses("I'm in").await;
    assert!(shown.alert && shown.text.starts_with("You're in."), "{shown:?}");
    us.expects("One of you is in. We begin when the other has tapped").await;
    us.expects_silence().await;

    us.ben().presses("I'm in").await;
    us.expects("You are both here.").await;
    us.ben().presses("Europe").await;
    us.expects("Which city has the same time as you?").await;
    us.ana().presses("Lisbon").await;
    us.expects("At what hour").await;
    us.ana().presses("20:00").await;
    us.expects("How often?").await;
    us.ben().presses("Every day").await;
    us.expects("A card each day at 20:00.").await;
    us.expects_silence().await;

    town.reaches("2026-11-23T20:10:00Z".parse().expect("an instant")).await;
    us.expects(" · ").await;
    us.expects_silence().await;
    let card = us.last();
    assert_eq!(card.labels(), ["Another one", "Not today", "Keep"]);

    assert_eq!(us.ben().presses("Keep").await.text, "Kept. /kept shows it again. A second tap takes it back.");
    us.ana().says("/kept").await;
    us.expects("One card you kept").await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn telegram_shows_who_we_are_and_what_can_be_said_where() {
    let town = Town::open().await;
    town.telegram
        .wait_until("the introduction", |telegram| telegram.calls_of("setMyShortDescription").len() == 1)
        .await;
    let shown = town.telegram.profile();
    let described = |what: &str| shown.iter().any(|(name, value)| name.contains(what) && !value.to_string().is_empty());
    assert!(described("description"), "{shown:?}");
    let menus: Vec<String> =
        town.telegram.calls_of("setMyCommands").iter().map(|call| call.params.to_string()).collect();
    assert_eq!(menus.len(), 3);
    assert!(menus.iter().any(|menu| menu.contains("all_group_chats") && menu.contains("\"card\"")), "{menus:?}");
    assert!(menus.iter().any(|menu| menu.contains("all_private_chats") && !menu.contains("\"card\"")), "{menus:?}");
}

#[tokio::test]
async fn added_by_a_link_there_is_one_greeting() {
    let town = Town::open().await;
    let (ana, ben) = (town.telegram.person("Ana"), town.telegram.person("Ben"));
    let group = town.telegram.supergroup("Us two", &[&ana, &ben]);
    group.add_bot(&ana);
    ana.says(&group, &format!("/start@{} us", town.telegram.bot_username()));
    town.settles().await;
    assert_eq!(group.from_bot().len(), 1);
    let greeting = group.last().expect("a greeting");
    let corner = greeting.button("Your private corner").and_then(|button| button.url.clone()).expect("a link");
    assert!(corner.ends_with("?start=corner"), "{corner}");
    town.passes(chrono::TimeDelta::minutes(10)).await;
    ben.says(&group, "/start");
    town.settles().await;
    assert_eq!(group.from_bot().len(), 2, "asked for later, it comes again");
}

#[tokio::test]
async fn a_week_as_they_read_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings mine Tokyo").await;
    us.ana().says("/settings").await;
    us.ana().presses("One clock for both").await;
    town.passes(chrono::TimeDelta::hours(4)).await;
    us.ben().presses("Another one").await;
    us.ben().presses("Keep").await;
    town.passes(chrono::TimeDelta::days(1)).await;
    us.ana().presses("Not today").await;
    us.ben().says("/pause until sunday").await;
    town.passes(chrono::TimeDelta::days(3)).await;
    us.ana().says("/card").await;
    us.ana().says("/resume").await;
    us.ben().says("/kept").await;
    us.ben().says("/help").await;
    us.ana().says("/about").await;
    town.passes(chrono::TimeDelta::days(1)).await;
    us.ben().says("/leave").await;
    us.ben().presses("Yes, leave now").await;
    insta::assert_snapshot!(us.transcript());
}
