//! *My data*: all that is one's own and what the two have together, and nothing of the other's.

use serde_json::{Value, json};

use crate::town::{Actor, Town};

/// What this person is told: the page, and the file under it.
async fn asks(town: &Town, one: &Actor<'_>) -> (String, Value) {
    // The private chat has a pace of its own.
    town.settles().await;
    one.says_privately("/mydata").await;
    let messages = one.private_messages();
    let file = messages.iter().rev().find_map(|message| message.file.clone()).expect("a file");
    assert_eq!(file.name, "my-data.json");
    let page = messages.iter().rev().find(|message| message.text.contains("What I hold about you"));
    (page.expect("a page").text.clone(), serde_json::from_slice(&file.bytes).expect("json"))
}

/// What the other does in private does not change a letter of it; and each finds their own.
#[tokio::test]
async fn nothing_of_the_others_private_things_is_found_in_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings pace weekly").await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    let ideas = us.last();
    us.ana().says_privately("/help").await;
    let before = asks(&town, &us.ana()).await;

    us.ben().opens_door("Heavier").await;
    us.ben().presses_privately("Leave topics out").await;
    for topic in ["Loss", "Money"] {
        us.ben().presses_privately(topic).await;
        us.ben().presses_privately("Leave it out").await;
    }
    us.ben().presses_on(ideas.id, "2").await;
    us.ana().says("/settings").await;
    us.ben().presses("Pace").await;
    us.ben().presses("Every day").await;

    let after = asks(&town, &us.ana()).await;
    assert_eq!(after, before);
    let ana = after.1.to_string();
    for canary in [&us.ben().id().to_string()[..], "GriefOff", "MoneyOff", "Heavy", "likes", "Ben", "Ana", "daily"] {
        assert!(!ana.contains(canary), "{canary}: {ana}");
    }

    let (page, ben) = asks(&town, &us.ben()).await;
    for part in ["Doors that you opened: Heavier", "Topics that you leave out: Loss, Money"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(ben["you"], json!(us.ben().id()));
    let group = &ben["groups"][0];
    assert_eq!(group["doors_you_opened"], json!(["Heavy"]));
    assert_eq!(group["topics_you_leave_out"].as_array().map(Vec::len), Some(2));
    assert_eq!(group["dates"]["ideas_on_the_table"]["you_like"].as_array().map(Vec::len), Some(1));
    assert_eq!(group["settings"]["faster_pace_you_asked_for"], json!("daily"));
    assert_eq!(group["settings"]["zone"], json!("Europe/Lisbon"));
}

#[tokio::test]
async fn what_the_two_have_together_each_is_told() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.passes(chrono::TimeDelta::hours(3)).await;
    us.ben().presses("Keep").await;
    us.ana().says("/date friday 19:30 dinner at the harbour").await;
    let ((page, ana), (_, ben)) = (asks(&town, &us.ana()).await, asks(&town, &us.ben()).await);
    assert!(page.contains("One card came, 1 kept.") && page.contains("One evening."), "{page}");
    let (ana, ben) = (&ana["groups"][0], &ben["groups"][0]);
    assert_eq!(ana["cards"], ben["cards"]);
    assert_eq!(ana["cards"]["kept"].as_array().map(Vec::len), Some(1));
    let evening = |of: &Value| of["dates"]["evenings"][0].clone();
    assert_eq!(evening(ana)["title"], json!("dinner at the harbour"));
    assert_eq!(
        (evening(ana)["you_are_in"].clone(), evening(ben)["you_are_in"].clone()),
        (json!("Yes"), json!("NotYet"))
    );
}

#[tokio::test]
async fn a_person_of_two_couples_is_told_of_both_and_one_of_none_of_none() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let dan = town.telegram.person("Dan");
    let other = town.telegram.group("Others", &[&us.ana, &dan]);
    other.add_bot(&dan);
    town.passes(chrono::TimeDelta::days(2)).await;
    us.ana.presses(&other, "I'm in");
    dan.presses(&other, "I'm in");
    town.settles().await;
    let (page, data) = asks(&town, &us.ana()).await;
    assert_eq!(page.matches("One of two since").count(), 1, "{page}");
    us.ana().presses_privately("More").await;
    let pages = us.ana().private_messages();
    let second = pages.iter().rev().find(|message| message.text.contains("One of two since")).expect("a page");
    assert_ne!(second.text, page, "the other group has a page of its own");
    us.ana().presses_privately("More").await;
    let pages = us.ana().private_messages();
    assert!(pages.iter().any(|message| message.text.contains("Your name and your words I don't keep")));
    let groups: Vec<i64> =
        data["groups"].as_array().expect("groups").iter().filter_map(|one| one["group"].as_i64()).collect();
    assert!(groups.contains(&us.group.id()) && groups.contains(&other.id()), "{groups:?}");

    let eve = town.telegram.person("Eve");
    let (page, data) = asks(&town, &us.actor(&eve)).await;
    assert!(page.contains("You are not one of two in any group"), "{page}");
    assert_eq!((&data["groups"], &data["corner"]["topics_you_leave_out"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn in_the_group_it_is_said_in_the_words_of_all_that_is_private() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/support").await;
    let support = us.last().text;
    us.ana().says("/mydata").await;
    assert_eq!(us.last().text, support);
    us.ana().says_privately("/help").await;
    us.ana().presses_privately("See my data").await;
    assert!(us.ana().private_messages().iter().any(|message| message.file.is_some()));
}
