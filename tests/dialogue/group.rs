//! Groups as Telegram has them: left and joined again, grown into supergroups, with topics.

use chrono::TimeDelta;

use crate::answers::{TOGETHER, a_card, with_corners};
use crate::town::Town;

#[tokio::test]
async fn taken_out_and_put_back_the_couple_is_as_it_was() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    us.group.remove_bot(&us.ana);
    town.passes(TimeDelta::days(3)).await;
    us.expects_silence().await;
    us.group.add_bot(&us.ben);
    us.expects("I'm back, and everything is as you left it.").await;
    town.passes(TimeDelta::days(1)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn a_group_that_grows_into_a_supergroup_loses_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    us.ana().presses("Keep").await;
    us.group.upgrade();
    town.settles().await;
    us.so_far();
    us.ben().says("/kept").await;
    us.expects("One card you kept").await;
    town.reaches("2026-11-23T20:10:00Z".parse().expect("an instant")).await;
    us.expects(" · ").await;
    us.ana().presses("Another one").await;
    us.expects(" · ").await;
}

/// The buttons of before do nothing in the new chat.
#[tokio::test]
async fn what_waits_for_a_tap_stands_anew_in_the_supergroup() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date").await;
    us.ana().presses("Three ideas").await;
    us.expects("Three ideas for an evening").await;
    us.ana().presses("1").await;
    us.so_far();
    us.group.upgrade();
    us.expects("Three ideas for an evening").await;
    us.expects_silence().await;
    us.ben().presses("1").await;
    us.ben().presses("I've looked").await;
    us.ana().presses("I've looked").await;
    town.passes(TimeDelta::minutes(15)).await;
    us.expects("How about").await;
}

/// Nobody can reach the button of the card that stands in the old chat.
#[tokio::test]
async fn a_card_that_takes_answers_lies_anew_in_the_supergroup() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    us.group.upgrade();
    us.expects(&card.text).await;
    us.expects_silence().await;
    let anew = us.last();
    assert_eq!(anew.labels(), card.labels());
    for person in [us.ana(), us.ben()] {
        person.presses_on(anew.id, "Answer in private").await;
        person.says_privately("The garden").await;
        person.presses_privately("That's all").await;
    }
    town.passes(TimeDelta::minutes(4)).await;
    assert_eq!(us.transcript().matches("The garden").count(), 2, "{}", us.transcript());
}

#[tokio::test]
async fn an_evening_that_was_just_being_set_is_asked_about_in_the_supergroup() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date saturday dinner").await;
    us.so_far();
    us.group.upgrade();
    us.expects("Which day").await;
    us.expects_silence().await;
}

#[tokio::test]
async fn a_group_that_grew_while_we_were_down_is_found_by_telegrams_answer() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.stops().await;
    us.group.upgrade();
    town.sleeps_until("2026-11-23T20:30:00Z");
    town.wakes().await;
    us.expects(" · ").await;
    us.expects_silence().await;
}

#[tokio::test]
async fn cards_come_to_the_topic_that_was_chosen() {
    let town = Town::open().await;
    let (ana, ben) = (town.telegram.person("Ana"), town.telegram.person("Ben"));
    let group = town.telegram.forum("Home", &[&ana, &ben]);
    group.add_bot(&ana);
    town.settles().await;
    let topic = group.topic("The two of us", &ana);
    town.passes(TimeDelta::minutes(5)).await;
    ana.says_in(&group, topic, "/start");
    town.settles().await;
    let greeting = group.last().expect("a greeting");
    assert_eq!(greeting.thread, Some(topic));
    ana.presses(&group, "I'm in");
    ben.presses(&group, "I'm in");
    town.settles().await;
    for label in ["Europe", "Lisbon"] {
        ben.presses(&group, label);
        town.settles().await;
    }
    town.passes(TimeDelta::days(1)).await;
    let card = group.last().expect("a card");
    assert!(card.thread == Some(topic) && card.labels().len() >= 3);

    let other = group.topic("Cards", &ben);
    ben.says_in(&group, other, "/add");
    town.settles().await;
    ben.replies(&group, group.last().expect("a question").id, "What would you name a boat?");
    town.settles().await;
    let noted = group.last().expect("an answer");
    assert!(noted.thread == Some(other) && noted.text.starts_with("It is with your cards now"), "{noted:?}");
    ben.says_in(&group, other, "/settings here");
    town.settles().await;
    town.passes(TimeDelta::days(1)).await;
    assert_eq!(group.last().expect("a card").thread, Some(other));

    group.close_topic(other, true);
    // Until just before the weekly ideas.
    town.passes(TimeDelta::hours(23)).await;
    let card = group.last().expect("a card");
    assert!(card.thread.is_none() && card.labels().len() >= 3, "the topic is closed: it comes to the general one");
}

#[tokio::test]
async fn one_of_the_two_leaves_and_everything_rests_without_a_name() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.group.leaves(&us.ben);
    us.expects("Everything here rests until both of you are here again.").await;
    assert!(!us.last().text.contains("Ben") && !us.last().text.contains("/resume"));
    town.passes(TimeDelta::days(3)).await;
    us.expects_silence().await;
}

#[tokio::test]
async fn while_one_of_the_two_is_not_here_nothing_begins_again() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    let card = us.last();
    us.ana().says("/listen").await;
    let talks = us.last();
    us.ana().says("/date fri 19:30 dinner").await;
    us.ana().says("/pause").await;
    let rest = us.last();
    us.group.leaves(&us.ben);
    us.expects("Everything here rests until both of you are here again.").await;
    for command in
        ["/resume", "/card", "/date", "/date fri 20:00 cinema", "/listen", "/listen 5", "/path", "/pause", "/stop"]
    {
        us.ana().says(command).await;
        us.expects("This rests until both of you are in this group again.").await;
        assert!(!us.last().text.contains("Ben"));
    }
    for (message, label) in [(&card, "Another one"), (&talks, "Five minutes"), (&rest, "A week")] {
        let shown = us.ana().presses_on(message.id, label).await;
        assert!(shown.text.starts_with("This rests until both of you"), "{shown:?}");
    }
    town.passes(TimeDelta::days(10)).await;
    us.expects_silence().await;
    us.group.joins(&us.ben, &us.ana);
    us.expects("You are both here again. /resume brings the cards back.").await;
    us.ben().says("/resume").await;
    us.expects("The cards are back.").await;
    // The first of them is a Thursday, on which ideas for an evening come.
    town.passes(TimeDelta::days(2)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn unknown_commands_old_buttons_and_other_bots() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/dat").await;
    us.expects("Did you mean /date?").await;
    us.ana().says("/card@another_bot").await;
    us.expects_silence().await;
    us.ana().says(&format!("/CARD@{}", town.telegram.bot_username())).await;
    us.expects(" · ").await;
    for data in ["", "gone 1", "zone Atlantis/Capital", "another x", "leave 5", "keep no-such-card"] {
        let shown = us.ben().presses_data(us.last().id, data).await;
        assert!(shown.text.starts_with("This button is from an earlier day."), "{data:?} {shown:?}");
    }
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
}

#[tokio::test]
async fn a_closed_topic_does_not_cost_them_the_answers_in_another() {
    let town = Town::open().await;
    let (ana, ben) = (town.telegram.person("Ana"), town.telegram.person("Ben"));
    let group = town.telegram.forum("Home", &[&ana, &ben]);
    group.add_bot(&ana);
    town.settles().await;
    let (ours, closed) = (group.topic("The two of us", &ana), group.topic("Old things", &ana));
    for person in [&ana, &ben] {
        person.presses(&group, "I'm in");
        town.settles().await;
    }
    ana.says_in(&group, ours, "/settings zone Lisbon");
    ana.says_in(&group, ours, "/settings here");
    town.settles().await;
    town.telegram.down(true);
    ana.says_in(&group, closed, "/help");
    ana.says_in(&group, ours, "/kept");
    group.close_topic(closed, true);
    town.telegram.down(false);
    town.settles().await;
    let kept = group.from_bot().into_iter().find(|message| message.text.contains("No cards kept yet"));
    assert_eq!(kept.expect("an answer").thread, Some(ours));
    town.passes(TimeDelta::days(1)).await;
    assert_eq!(group.last().expect("a card").thread, Some(ours), "the cards still come where they were asked for");
}
