//! Cards that the two add themselves: asked for, kept as the id of a message, brought on a day, taken back.

use chrono::TimeDelta;

use nearer::rehearsal::Fault;

use crate::town::{Town, Us};

const CAME: &str = "Today's card is your own";

/// A couple who are past their first days, with nothing but cards.
async fn a_couple_of_some_weeks(town: &Town) -> Us<'_> {
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    us.ana.starts("corner");
    us.ben.starts("corner");
    town.settles().await;
    us
}

/// What the bot brought in the group that is theirs: each copy, in its order.
fn brought(us: &Us<'_>) -> Vec<String> {
    let messages = us.group.from_bot();
    let marks = messages.iter().filter(|message| message.text.starts_with(CAME));
    let marked = marks.map(|mark| mark.reply_to.and_then(|copy| us.group.message(copy)).expect("the card").text);
    marked.collect()
}

#[tokio::test]
async fn one_is_added_in_the_group_and_comes_after_the_first_days() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    us.ana().says("/add").await;
    us.expects("Ana, send your card as a reply to this message").await;
    let question = us.last();
    assert!(question.asks_reply);
    us.ana().answers_to(question.id, "Which smell takes you home?").await;
    us.expects("It is with your cards now").await;
    us.ana().answers_to(question.id, "and one more word").await;
    us.expects_silence().await;
    us.lives_and_taps(13).await;
    assert_eq!(brought(&us), [] as [&str; 0], "not in the first days");
    us.lives_and_taps(3).await;
    assert_eq!(brought(&us), ["Which smell takes you home?"]);
    us.lives_and_taps(30).await;
    assert_eq!(brought(&us).len(), 1, "the same one does not come again so soon");
    us.lives_and_taps(40).await;
    assert_eq!(brought(&us).len(), 2);
    insta::assert_snapshot!("own_card_comes", {
        let all = us.transcript();
        let at = all.find(CAME).expect("it came");
        let from = all[..at].rfind("Which smell").expect("the copy");
        all[from..].lines().take(4).collect::<Vec<_>>().join("\n")
    });
}

#[tokio::test]
async fn the_question_takes_a_card_of_each_and_answers_every_reply() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    us.ana().says("/add").await;
    us.expects("Ana, send your card as a reply").await;
    let question = us.last().id;
    us.ben().answers_to(question, "What did you laugh at today?").await;
    us.expects("It is with your cards now").await;
    town.telegram.push_raw_update(serde_json::json!({ "message": {
        "message_id": 900, "date": town.now().timestamp(),
        "chat": {"id": us.group.id(), "type": "group", "title": "Us two"},
        "from": {"id": us.ana().id(), "is_bot": false, "first_name": "Ana"},
        "sticker": {"file_id": "s", "file_unique_id": "s"},
        "reply_to_message": {"message_id": question},
    }}));
    us.expects("I can't bring that one back here.").await;
    us.ana().answers_to(question, "Which smell takes you home?").await;
    us.expects("It is with your cards now").await;
    us.ana().answers_to(question, "the second picture of an album").await;
    us.expects_silence().await;
    town.passes(TimeDelta::minutes(2)).await;
    for late in [us.ana(), us.ben()] {
        late.answers_to(question, "One more").await;
        us.expects("That message has done its work. /add takes another card.").await;
    }
    assert!(us.ana().says_privately("/kept").await.starts_with("One card of your own"));
    assert!(us.ben().says_privately("/kept").await.starts_with("One card of your own"));
    us.ana().says("/add").await;
    let unanswered = us.last().id;
    town.passes(TimeDelta::days(2)).await;
    us.so_far();
    us.ana().answers_to(unanswered, "Late").await;
    us.expects("That message has done its work.").await;
}

#[tokio::test]
async fn what_one_adds_in_private_the_other_meets_on_its_day_without_a_name() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    let (group, ben) = (us.group.messages().len(), us.ben.private_messages().len());
    assert!(us.ana().says_privately("/add").await.starts_with("Send your card here"));
    us.ana().says_privately("canary: what did you dream?").await;
    assert!(us.ana().last_private_text().starts_with("I have it."));
    assert!(us.ana().says_privately("canary: more").await.starts_with("I keep no words"), "one message is a card");
    assert_eq!((us.group.messages().len(), us.ben.private_messages().len()), (group, ben), "nobody else hears of it");
    assert!(us.ben().says_privately("/kept").await.starts_with("You have no cards of your own"));
    us.lives_and_taps(16).await;
    assert_eq!(brought(&us), ["canary: what did you dream?"]);
    let mark = us.group.from_bot().into_iter().find(|message| message.text.starts_with(CAME)).expect("the line");
    assert!(!mark.text.contains("Ana") && !mark.text.contains("Ben"), "{}", mark.text);
    let shown = us.ben().presses_on(mark.id, "Take it back").await;
    assert!(shown.text.starts_with("Only the one who added a card"), "{shown:?}");
    us.ana().presses_on(mark.id, "Take it back").await;
    assert!(us.group.message(mark.id).expect("the line").text.starts_with("Taken back."));
    assert!(us.ana().says_privately("/kept").await.starts_with("You have no cards of your own"));
    town.stops().await;
    assert!(!town.bytes_at_rest().windows(6).any(|bytes| bytes == b"canary"), "no word of a card is kept");
}

#[tokio::test]
async fn each_sees_and_takes_back_their_own_in_private() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    for words in ["A first card", "A second card"] {
        us.ana().says_privately("/add").await;
        us.ana().says_privately(words).await;
    }
    us.ana().presses_privately("My own cards").await;
    assert!(us.ana().last_private_text().starts_with("2 cards of your own"));
    let list = us.ana.last_private().expect("the list");
    let second = list.labels()[1].to_owned();
    assert!(second.starts_with("2. "), "{second}");
    us.ana().presses_privately(&second).await;
    let messages = us.ana.private_messages();
    assert!(messages.iter().rev().take(3).any(|message| message.text == "A first card"), "the oldest stands last");
    us.ana().presses_privately("Take it back").await;
    assert!(us.ana().last_private_text().starts_with("Taken back."));
    assert!(us.ana().says_privately("/kept").await.starts_with("One card of your own"));
    us.ben().presses_data_privately(1, &format!("own back {} 2", us.group.id())).await;
    assert!(us.ana().says_privately("/kept").await.starts_with("One card of your own"), "nobody takes another's");
}

#[tokio::test]
async fn what_was_deleted_is_passed_over_and_the_days_card_comes() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    us.ben().says_privately("/add").await;
    let card = us.ben.says_privately("A card that goes");
    town.settles().await;
    us.ben.deletes_privately(card);
    for _ in 0..20 {
        let before = us.group.from_bot().len();
        us.lives_and_taps(1).await;
        assert_eq!(us.group.from_bot().len(), before + 1, "one card each day\n\n{}", us.transcript());
    }
    assert_eq!(brought(&us), [] as [&str; 0]);
    assert!(us.ben().says_privately("/kept").await.starts_with("You have no cards of your own"), "it is forgotten");
}

/// The group lets the bot send no photos today.
#[tokio::test]
async fn what_is_only_refused_comes_another_time() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    us.ben().says_privately("/add").await;
    us.ben().says_privately("A card that waits").await;
    let refused = "Bad Request: not enough rights to send photos to the chat";
    town.telegram.fault(Fault::refused(400, refused).on("copyMessages"));
    for _ in 0..20 {
        let before = us.group.from_bot().len();
        us.lives_and_taps(1).await;
        assert_eq!(us.group.from_bot().len(), before + 1, "one card each day\n\n{}", us.transcript());
    }
    assert_eq!(brought(&us), [] as [&str; 0]);
    us.lives_and_taps(60).await;
    assert_eq!(brought(&us), ["A card that waits"]);
}

#[tokio::test]
async fn of_an_album_the_first_picture_is_the_card_and_the_rest_answers_nothing() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    us.ana().says_privately("/add").await;
    let question = us.ana.last_private().expect("a question").id;
    us.ana.replies_privately(question, "The first");
    town.settles().await;
    assert!(us.ana().last_private_text().starts_with("I have it."));
    let said = us.ana.private_messages().len();
    us.ana.replies_privately(question, "The second");
    town.settles().await;
    assert_eq!(us.ana.private_messages().len(), said + 1, "nothing but her own message");
}

#[tokio::test]
async fn nobody_else_adds_one_nor_reads_one() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    us.ben().says_privately("/add").await;
    us.ben().says_privately("For her alone").await;
    us.ana().says("/add").await;
    let question = us.last().id;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    town.settles().await;
    us.so_far();
    us.actor(&cleo).answers_to(question, "A card of a third person").await;
    us.expects_silence().await;
    us.lives_and_taps(16).await;
    assert_eq!(brought(&us), [] as [&str; 0], "it waits while somebody else reads along");
    us.group.leaves(&cleo);
    us.lives_and_taps(3).await;
    assert_eq!(brought(&us), ["For her alone"]);
}

#[tokio::test]
async fn a_group_that_grows_loses_the_cards_that_stood_in_it_and_says_so() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    us.ana().says("/add").await;
    us.ana().answers("It stands in the group").await;
    us.ben().says_privately("/add").await;
    us.ben().says_privately("It stands in private").await;
    us.so_far();
    us.group.upgrade();
    town.settles().await;
    us.expects("I can't find the cards any more that you added here").await;
    us.lives_and_taps(60).await;
    assert_eq!(brought(&us), ["It stands in private"]);
}

#[tokio::test]
async fn there_is_room_for_thirty_and_they_are_gone_with_the_couple() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    for n in 0..30 {
        us.ana().says_privately("/add").await;
        us.ana().says_privately(&format!("Card {n}")).await;
        town.passes(TimeDelta::minutes(1)).await;
    }
    assert!(us.ana().says_privately("/add").await.starts_with("You have added 30 cards"));
    assert!(us.ben().says_privately("/add").await.starts_with("Send your card here"), "the other has their own thirty");
    us.ana().says_privately("/leave").await;
    assert!(us.ana().says_privately("/kept").await.starts_with("You have no cards of your own"));
    assert!(us.ana().says_privately("/add").await.starts_with("Your own cards come in the group"));
}

#[tokio::test]
async fn my_data_tells_ones_own_and_nothing_of_the_others() {
    let town = Town::open().await;
    let us = a_couple_of_some_weeks(&town).await;
    us.ana().says_privately("/add").await;
    us.ana().says_privately("A card of mine").await;
    us.ana().says_privately("/mydata").await;
    let page = us.ana.private_messages().into_iter().find(|message| message.text.contains("What I hold about you"));
    assert!(page.expect("a page").text.contains("One card that you added."));
    let file = |person: &nearer::rehearsal::Person| {
        let file = person.private_messages().into_iter().rev().find_map(|message| message.file).expect("a file");
        String::from_utf8(file.bytes.clone()).expect("text")
    };
    assert!(file(&us.ana).contains("cards_you_added"));
    us.ben().says_privately("/mydata").await;
    assert!(!file(&us.ben).contains("cards_you_added"), "{}", file(&us.ben));
}

#[tokio::test]
async fn words_behind_the_command_are_no_card_and_that_is_said() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/add what made you laugh today?").await;
    us.expects("What you wrote behind /add is not added").await;
    us.ana().says("/add").await;
    us.expects("send your card as a reply").await;
    assert!(!us.last().text.contains("is not added"));
    us.ben().says_privately("/add a poem").await;
    let said: Vec<String> = us.ben().private_messages().into_iter().map(|message| message.text).collect();
    assert!(said.iter().any(|text| text.contains("is not added")), "{said:?}");
    assert!(said.last().is_some_and(|text| text.starts_with("Send your card here")), "{said:?}");
}
