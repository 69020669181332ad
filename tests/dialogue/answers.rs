//! Answers in private that open together.

use chrono::TimeDelta;
use nearer::rehearsal::{Fault, SeenMessage, Speech, Upload};

use crate::town::{Actor, Town, Us, zone};

pub const TOGETHER: &str = "the answers open here together";
const BY_CHOICE: &str = "Then you share yours or keep it.";

/// A couple of whom each has opened the private chat.
pub async fn with_corners(town: &Town) -> Us<'_> {
    let us = town.a_couple().await;
    for person in [&us.ana, &us.ben] {
        person.starts("corner");
    }
    town.settles().await;
    // Cards of every kind, and no chapter that leans to one.
    us.ana().says("/settings").await;
    us.ana().presses("Chapters").await;
    us.ana().presses("None, mixed").await;
    us.so_far();
    us
}

/// A card on which these words stand.
pub async fn a_card(us: &Us<'_>, words: &str) -> SeenMessage {
    for _ in 0..160 {
        us.ana().says("/card").await;
        // Who asks for so many waits in between.
        us.town.passes(TimeDelta::seconds(2)).await;
        if us.last().text.contains(words) {
            us.so_far();
            return us.last();
        }
    }
    panic!("no card says {words:?}\n\n{}", us.transcript());
}

/// Everything from this card on, as all of them read it.
fn evening(town: &Town, card: &SeenMessage) -> String {
    let all = town.telegram.transcript(zone());
    let text = card.text.split("\n\n").nth(1).expect("a text");
    all[all.find(text).expect("the card")..].to_owned()
}

/// A card of the kind guess, with choices or without.
async fn a_guess(us: &Us<'_>, by_choice: bool) -> SeenMessage {
    for _ in 0..40 {
        let card = a_card(us, "your guess of the other's").await;
        us.ana().presses_on(card.id, "Answer in private").await;
        let chooses = us.ana().last_private_text().contains("First your own answer.");
        if chooses == by_choice {
            return card;
        }
    }
    panic!("no such guess\n\n{}", us.transcript());
}

/// Asks for the question, answers it in these words, and is done.
async fn answers(who: &Actor<'_>, card: &SeenMessage, words: &str) {
    who.presses_on(card.id, "Answer in private").await;
    who.says_privately(words).await;
    who.presses_privately("That's all").await;
}

/// What the bot has in the group now.
fn standing(us: &Us<'_>) -> Vec<String> {
    us.group.from_bot().into_iter().map(|message| message.text).collect()
}

/// The copies of what somebody said, in the order in which they stand in the group.
fn copies<'w>(us: &Us<'_>, words: &[&'w str]) -> Vec<&'w str> {
    let said = standing(us);
    said.iter().filter_map(|said| words.iter().find(|words| *words == said)).copied().collect()
}

#[tokio::test]
async fn both_answer_in_private_and_both_open_a_few_minutes_later() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    let tap = us.ana.presses_on(&us.group, card.id, "Answer in private");
    town.settles().await;
    assert!(tap.opens().is_some_and(|link| link.contains("?start=a")), "it leads to the private chat");
    let question = us.ana.last_private().expect("the question");
    let text = card.text.split("\n\n").nth(1).expect("a text");
    assert!(question.text.starts_with(text) && question.asks_reply, "{question:?}");
    us.ana().says_privately("I was proud of the garden").await;
    assert_eq!(us.ana.last_private().expect("a screen").labels(), ["That's all", "Take it back"]);
    us.ana.says_privately("And of the soup");
    us.ana().presses_privately("That's all").await;
    us.expects_silence().await;
    answers(&us.ben(), &card, "The day on the lake").await;
    us.expects_silence().await;
    town.passes(TimeDelta::minutes(2)).await;
    us.expects_silence().await;
    town.passes(TimeDelta::minutes(2)).await;
    us.expects("Ana").await;
    let words = ["I was proud of the garden", "And of the soup", "The day on the lake"];
    let mut open = copies(&us, &words);
    assert_eq!(open.len(), 3, "{}", us.transcript());
    open.retain(|words| *words != "The day on the lake");
    assert_eq!(open, words[..2], "in the order in which they were sent");
    let cue = us.last();
    assert!(cue.text.starts_with("One reply each, if you like, to this message."), "{}", cue.text);
    assert_eq!(
        us.group.from_bot().iter().filter(|message| message.reply_to == Some(card.id)).count(),
        1,
        "quoted once"
    );
    us.so_far();
    us.ana().answers_to(cue.id, "I did not know about the lake").await;
    us.expects_silence().await;
    us.ben().answers_to(cue.id, "I saw you look at the garden").await;
    us.expects("Each of you was heard.").await;
    us.ben().answers_to(cue.id, "And the soup was good").await;
    us.expects_silence().await;
    insta::assert_snapshot!("open_together", evening(&town, &card));
}

#[tokio::test]
async fn what_opens_refers_to_the_card_also_where_it_came_in_the_place_of_another() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    us.ana().says("/card").await;
    let place = us.last().id;
    while !us.last().text.contains(TOGETHER) {
        us.ana().presses_on(place, "Another one").await;
    }
    let card = us.last();
    answers(&us.ana(), &card, "The first frost").await;
    answers(&us.ben(), &card, "The last bus").await;
    town.passes(TimeDelta::minutes(4)).await;
    assert_eq!(copies(&us, &["The first frost", "The last bus"]).len(), 2, "{}", us.transcript());
    let referring = us.group.from_bot().into_iter().filter(|message| message.reply_to == Some(place));
    assert_eq!(referring.count(), 1, "the first of what opens quotes it");
}

#[tokio::test]
async fn who_has_no_private_chat_yet_is_led_there_and_asked_at_its_start() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let card = a_card(&us, TOGETHER).await;
    let tap = us.ben.presses_on(&us.group, card.id, "Answer in private");
    town.settles().await;
    assert!(us.ben.private_messages().is_empty(), "nothing can come before they have pressed Start");
    us.ben.follows(&tap);
    town.settles().await;
    assert!(us.ben.last_private().expect("the question").asks_reply);
    assert!(us.ben().says_privately("The first snow").await.contains("I have it."));
}

#[tokio::test]
async fn one_alone_never_opens_and_only_that_one_hears_of_it() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "Nobody copies this").await;
    us.so_far();
    let (before, ben) = (us.group.message(card.id).expect("the card").text, us.ben.private_messages().len());
    town.passes(TimeDelta::hours(25)).await;
    let left = us.ana.last_private().expect("a screen");
    assert!(left.text.contains("These answers did not open."), "{}", left.text);
    assert_eq!(left.labels(), ["Share it", "Let it go"]);
    assert_eq!(us.group.message(card.id).expect("the card").text, before, "the card looks as it did");
    assert_eq!(us.ben.private_messages().len(), ben, "the other hears nothing");
    assert_eq!(copies(&us, &["Nobody copies this"]), [] as [&str; 0]);
    let closed = us.ben().presses_on(card.id, "Answer in private").await;
    assert!(closed.text.starts_with("This one is closed."), "{closed:?}");
    us.ana().presses_privately("Share it").await;
    assert_eq!(copies(&us, &["Nobody copies this"]), ["Nobody copies this"], "by her own tap");
}

#[tokio::test]
async fn what_both_have_sent_opens_at_the_closing_hour_whoever_said_that_it_is_all() {
    for done in [false, true] {
        let town = Town::open().await;
        let us = with_corners(&town).await;
        let card = a_card(&us, TOGETHER).await;
        us.ana().presses_on(card.id, "Answer in private").await;
        let receipt = us.ana().says_privately("The blue door").await;
        assert!(receipt.contains("if both of you have answered by then, it opens then."), "{receipt}");
        if done {
            us.ana().presses_privately("That's all").await;
        }
        us.ben().presses_on(card.id, "Answer in private").await;
        us.ben().says_privately("The red roof").await;
        us.so_far();
        town.passes(TimeDelta::hours(23)).await;
        assert_eq!(copies(&us, &["The blue door", "The red roof"]), [] as [&str; 0]);
        town.passes(TimeDelta::hours(2)).await;
        let mut open = copies(&us, &["The blue door", "The red roof"]);
        open.sort_unstable();
        assert_eq!(open, ["The blue door", "The red roof"], "{}", us.transcript());
        for who in [us.ana(), us.ben()] {
            assert!(!who.last_private_text().contains("did not open"), "{}", who.last_private_text());
        }
    }
}

#[tokio::test]
async fn half_a_guess_does_not_open_at_the_closing_hour() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_guess(&us, false).await;
    answers(&us.ana(), &card, "Tea").await;
    answers(&us.ben(), &card, "Water").await;
    us.ben().says_privately("Tea, I think").await;
    town.passes(TimeDelta::hours(25)).await;
    assert_eq!(copies(&us, &["Tea", "Water", "Tea, I think"]), [] as [&str; 0]);
    assert!(us.ana().last_private_text().contains("These answers did not open: your guess was not there yet."));
    assert!(us.ben().last_private_text().contains("These answers did not open. Yours"));
}

#[tokio::test]
async fn what_was_taken_back_changed_edited_or_deleted_counts() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "A first thought").await;
    us.ana().presses_privately("Change it").await;
    us.ana().says_privately("A second thought").await;
    us.ana().presses_privately("That's all").await;
    us.ben().presses_on(card.id, "Answer in private").await;
    us.ben().says_privately("and something else").await;
    us.ben().presses_privately("That's all").await;
    us.ben().presses_privately("Take it back").await;
    us.so_far();
    town.passes(TimeDelta::minutes(10)).await;
    us.expects_silence().await;
    assert!(us.ben().says_privately("unasked for").await.contains("I keep no words"));
    us.ben().presses_on(card.id, "Answer in private").await;
    let kept = us.ben.says_privately("Teh sea");
    let gone = us.ben.says_privately("and a secret");
    town.settles().await;
    us.ben().presses_privately("That's all").await;
    us.ben.edits_privately(kept, "The sea");
    us.ben.deletes_privately(gone);
    town.passes(TimeDelta::minutes(4)).await;
    let said = [
        "A first thought",
        "A second thought",
        "Teh sea",
        "The sea",
        "and a secret",
        "and something else",
        "unasked for",
    ];
    let mut open = copies(&us, &said);
    open.sort_unstable();
    assert_eq!(open, ["A second thought", "The sea"], "{}", us.transcript());
}

/// Ana sends these, says that it is all, and deletes the first of them in Telegram; Ben answers.
async fn both_answer_and_ana_deletes(us: &Us<'_>, town: &Town, card: &SeenMessage, ana: &[&str]) {
    us.ana().presses_on(card.id, "Answer in private").await;
    let sent: Vec<_> = ana.iter().map(|words| us.ana.says_privately(words)).collect();
    town.settles().await;
    us.ana().presses_privately("That's all").await;
    answers(&us.ben(), card, "The night bus").await;
    us.ana.deletes_privately(sent[0]);
    us.so_far();
}

#[tokio::test]
async fn an_answer_deleted_in_telegram_is_taken_back_and_nothing_stands_in_the_group() {
    for _ in 0..4 {
        let town = Town::open().await;
        let us = with_corners(&town).await;
        let card = a_card(&us, TOGETHER).await;
        both_answer_and_ana_deletes(&us, &town, &card, &["Too much said"]).await;
        let before = standing(&us);
        town.passes(TimeDelta::minutes(10)).await;
        assert_eq!(standing(&us), before, "{}", us.transcript());
        assert!(us.ana().last_private_text().contains("If you like, answer again. There is time until"));
        // Nothing tells Ben so before the closing hour; then it is as if Ana had not answered.
        assert!(us.ben().last_private_text().starts_with("That's all, then."));
        town.passes(TimeDelta::hours(24)).await;
        assert!(us.ben().last_private_text().contains("These answers did not open. Yours is still yours alone."));
        assert!(us.ana().last_private_text().contains("If you like, answer again."), "nothing more came to her");
    }
}

#[tokio::test]
async fn an_opening_goes_again_through_refusals_and_a_crash() {
    for method in ["copyMessages", "deleteMessages"] {
        let town = Town::open().await;
        let us = with_corners(&town).await;
        let card = a_card(&us, TOGETHER).await;
        both_answer_and_ana_deletes(&us, &town, &card, &["Too much said"]).await;
        let of_it = |us: &Us<'_>| {
            let said = ["Ana", "Ben", "Too much said", "The night bus"];
            standing(us).iter().any(|text| said.contains(&text.as_str()))
        };
        town.telegram.fault(Fault::internal_error().on(method).times(6));
        town.passes(TimeDelta::minutes(4)).await;
        town.crashes().await;
        town.telegram.clear_faults();
        town.wakes().await;
        town.passes(TimeDelta::minutes(10)).await;
        assert!(!of_it(&us), "{method}: {}", us.transcript());
    }
}

#[tokio::test]
async fn who_deleted_an_answer_can_answer_anew() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    both_answer_and_ana_deletes(&us, &town, &card, &["Too much said"]).await;
    town.passes(TimeDelta::minutes(10)).await;
    // Below the words that say so, without another tap.
    assert!(us.ana().says_privately("The early train").await.contains("I have it."));
    us.ana().presses_privately("That's all").await;
    town.passes(TimeDelta::minutes(4)).await;
    us.expects("One reply each, if you like").await;
    let mut open = copies(&us, &["The night bus", "The early train", "Too much said"]);
    open.sort_unstable();
    assert_eq!(open, ["The early train", "The night bus"], "{}", us.transcript());
}

#[tokio::test]
async fn an_answer_that_was_deleted_cannot_be_shared_either() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, BY_CHOICE).await;
    us.ana().presses_on(card.id, "Answer in private").await;
    let gone = us.ana.says_privately("Too much said");
    town.settles().await;
    us.ana.deletes_privately(gone);
    let before = standing(&us);
    us.ana().presses_privately("Share it").await;
    town.passes(TimeDelta::minutes(1)).await;
    assert_eq!(standing(&us), before, "{}", us.transcript());
    assert!(us.ana().last_private_text().contains("What you sent is no longer there"));
}

#[tokio::test]
async fn a_guess_in_words_says_that_a_guess_comes_and_that_it_was_missing() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_guess(&us, false).await;
    us.ana().presses_on(card.id, "Answer in private").await;
    let receipt = us.ana().says_privately("Tea").await;
    assert!(receipt.contains("then I ask for your guess. Without a guess nothing opens."), "{receipt}");
    answers(&us.ben(), &card, "Water").await;
    let receipt = us.ben().says_privately("Tea, I think").await;
    assert!(receipt.contains("if both of you have answered by then, it opens then."), "{receipt}");
    town.passes(TimeDelta::hours(25)).await;
    assert!(us.ana().last_private_text().contains("did not open: your guess was not there yet."));
    assert!(!us.ben().last_private_text().contains("guess was not there"), "nothing tells of the other's");
}

#[tokio::test]
async fn while_one_has_left_the_group_nothing_is_said_of_what_did_not_open() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "The blue door").await;
    let before = us.ana().last_private_text();
    us.group.leaves(&us.ben);
    town.passes(TimeDelta::hours(25)).await;
    assert_eq!(us.ana().last_private_text(), before);
}

#[tokio::test]
async fn of_several_messages_what_is_left_opens() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    both_answer_and_ana_deletes(&us, &town, &card, &["Too much said", "The early train"]).await;
    town.passes(TimeDelta::minutes(4)).await;
    let mut open = copies(&us, &["Too much said", "The early train", "The night bus"]);
    open.sort_unstable();
    assert_eq!(open, ["The early train", "The night bus"], "{}", us.transcript());
}

#[tokio::test]
async fn a_guess_by_buttons_opens_the_pairs_side_by_side() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_guess(&us, true).await;
    us.ben().presses_on(card.id, "Answer in private").await;
    let choices: Vec<String> =
        us.ana.last_private().expect("the question").labels().into_iter().map(str::to_owned).collect();
    us.ana().presses_privately(&choices[0]).await;
    assert!(us.ana().last_private_text().contains("Now guess: what does Ben answer?"));
    us.ana().presses_privately(&choices[1]).await;
    us.ben().presses_privately(&choices[1]).await;
    us.ben().presses_privately(&choices[1]).await;
    us.so_far();
    town.passes(TimeDelta::minutes(4)).await;
    us.expects(&format!("Ana: {}. Ben guessed: {}.", choices[0], choices[1])).await;
    assert!(us.last().text.contains(&format!("Ben: {}. Ana guessed: {}.", choices[1], choices[1])));
    insta::assert_snapshot!("a_guess_by_buttons", evening(&town, &card));
}

#[tokio::test]
async fn words_to_a_guess_by_buttons_are_led_to_the_buttons() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    a_guess(&us, true).await;
    let question = us.ana.last_private().expect("the question");
    assert_eq!(us.ana().says_privately("The sea, I think").await, "For this one, tap one of the buttons above.");
    us.ana.sends_privately(Speech::voice());
    town.settles().await;
    assert_eq!(us.ana().last_private_text(), "For this one, tap one of the buttons above.");
    let data = |at: usize| question.buttons.iter().flatten().nth(at).and_then(|button| button.data.clone());
    us.ana().presses_data_privately(question.id, &data(0).expect("a choice")).await;
    assert_eq!(us.ana().says_privately("and he, too").await, "For this one, tap one of the buttons above.");
    us.ana().presses_data_privately(question.id, &data(0).expect("a choice").replace("own", "guess")).await;
    assert!(us.ana().says_privately("That's it").await.starts_with("I keep no words"), "it has its answer");
}

#[tokio::test]
async fn a_guess_in_words_asks_for_both_halves() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_guess(&us, false).await;
    us.ben().presses_on(card.id, "Answer in private").await;
    for (who, own, guess) in [(us.ana(), "Tea", "Coffee, surely"), (us.ben(), "Water", "Tea, I think")] {
        who.says_privately(own).await;
        who.presses_privately("That's all").await;
        assert!(who.last_private_text().starts_with("Now guess"), "{}", who.last_private_text());
        who.says_privately(guess).await;
        who.presses_privately("That's all").await;
    }
    town.passes(TimeDelta::minutes(4)).await;
    let mut open = copies(&us, &["Tea", "Coffee, surely", "Water", "Tea, I think"]);
    open.sort_unstable();
    assert_eq!(open, ["Coffee, surely", "Tea", "Tea, I think", "Water"], "{}", us.transcript());
}

#[tokio::test]
async fn what_is_shared_by_choice_waits_for_nobody_and_what_is_kept_is_forgotten() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    // By then cards that go deeper come, and most of these are among them.
    town.passes(TimeDelta::days(20)).await;
    us.so_far();
    let card = a_card(&us, BY_CHOICE).await;
    for (who, words) in [(us.ana(), "To be shared"), (us.ben(), "To be kept")] {
        who.presses_on(card.id, "Answer in private").await;
        assert!(who.says_privately(words).await.contains("You can share it with"));
    }
    us.ben().presses_privately("Keep it").await;
    us.ana().presses_privately("Share it").await;
    assert_eq!(copies(&us, &["To be shared", "To be kept"]), ["To be shared"]);
    insta::assert_snapshot!("shared_by_choice", evening(&town, &card));
    town.passes(TimeDelta::days(4)).await;
    assert_eq!(copies(&us, &["To be kept"]), [] as [&str; 0]);
}

#[tokio::test]
async fn words_that_come_too_late_are_told_so_kindly() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    us.ana().presses_on(card.id, "Answer in private").await;
    let question = us.ana.last_private().expect("the question").id;
    let late =
        "If this is an answer: its question is over by now, so I have kept nothing. There will be other questions.";
    for hours in [25, 24] {
        town.passes(TimeDelta::hours(hours)).await;
        us.ana.replies_privately(question, "The long walk");
        town.settles().await;
        assert_eq!(us.ana().last_private_text(), late);
    }
}

#[tokio::test]
async fn nothing_opens_while_a_third_can_read_along() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "For two").await;
    answers(&us.ben(), &card, "For us").await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    town.passes(TimeDelta::hours(20)).await;
    assert_eq!(copies(&us, &["For two", "For us"]), [] as [&str; 0]);
    for who in [us.ana(), us.ben()] {
        assert!(who.last_private_text().starts_with("That's all, then."), "nothing tells before the closing hour");
    }
    town.passes(TimeDelta::hours(5)).await;
    for who in [us.ana(), us.ben()] {
        assert!(who.last_private_text().contains("These answers did not open."), "{}", who.last_private_text());
    }
    // What cannot be shared now stays.
    us.ana().presses_privately("Share it").await;
    assert!(us.ana().last_private_text().contains("I can't show it in the group just now"));
    us.group.leaves(&cleo);
    us.ana().says("/help").await;
    us.ana().presses_privately("Share it").await;
    assert_eq!(copies(&us, &["For two", "For us"]), ["For two"], "{}", us.transcript());
}

#[tokio::test]
async fn once_they_are_alone_again_it_opens_at_the_closing_hour() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "Before Cleo came").await;
    answers(&us.ben(), &card, "And mine").await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    town.passes(TimeDelta::minutes(10)).await;
    us.group.leaves(&cleo);
    town.passes(TimeDelta::hours(23)).await;
    assert_eq!(copies(&us, &["Before Cleo came", "And mine"]), [] as [&str; 0]);
    town.passes(TimeDelta::hours(1)).await;
    let mut open = copies(&us, &["Before Cleo came", "And mine"]);
    open.sort_unstable();
    assert_eq!(open, ["And mine", "Before Cleo came"], "{}", us.transcript());
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_takes_its_open_questions_along() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    us.ana().presses_on(card.id, "Answer in private").await;
    us.ana().says_privately("Half of it").await;
    answers(&us.ben(), &card, "All of it").await;
    us.group.upgrade();
    town.settles().await;
    us.ana().says_privately("And the other half").await;
    us.ana().presses_privately("That's all").await;
    town.passes(TimeDelta::minutes(4)).await;
    let mut open = copies(&us, &["Half of it", "And the other half", "All of it"]);
    open.sort_unstable();
    assert_eq!(open, ["All of it", "And the other half", "Half of it"], "{}", us.transcript());
}

#[tokio::test]
async fn a_couple_that_ends_between_takes_its_answers_along() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "Said before the end").await;
    us.ben().says("/leave").await;
    us.ben().presses("Yes, leave now").await;
    assert!(us.ana().says_privately("and one more").await.contains("I keep no words"));
    us.so_far();
    town.passes(TimeDelta::days(2)).await;
    us.expects_silence().await;
}

#[tokio::test]
async fn a_couple_can_have_all_cards_aloud() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    us.ana().says("/settings").await;
    us.ana().presses("All cards aloud").await;
    us.expects("All cards are answered aloud").await;
    for _ in 0..30 {
        us.ana().says("/card").await;
        assert!(us.last().button("Answer in private").is_none(), "{}", us.last().text);
    }
    us.ana().says("/settings").await;
    us.ben().presses("Some in private").await;
    a_card(&us, TOGETHER).await;
}

#[tokio::test]
async fn a_crash_at_any_moment_opens_everything_once() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    us.ana().presses_on(card.id, "Answer in private").await;
    town.crashes().await;
    town.wakes().await;
    town.passes(TimeDelta::seconds(2)).await;
    us.ana().says_privately("Through the dark").await;
    town.crashes().await;
    town.wakes().await;
    town.passes(TimeDelta::seconds(2)).await;
    us.ana().presses_privately("That's all").await;
    answers(&us.ben(), &card, "And out again").await;
    town.crashes().await;
    town.wakes().await;
    town.passes(TimeDelta::seconds(2)).await;
    town.passes(TimeDelta::minutes(4)).await;
    town.crashes().await;
    town.wakes().await;
    town.passes(TimeDelta::seconds(2)).await;
    town.passes(TimeDelta::minutes(4)).await;
    let mut open = copies(&us, &["Through the dark", "And out again"]);
    open.sort_unstable();
    assert_eq!(open, ["And out again", "Through the dark"]);
}

#[tokio::test]
async fn no_word_of_an_answer_is_at_rest() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "canary-of-ana").await;
    answers(&us.ben(), &card, "canary-of-ben").await;
    town.passes(TimeDelta::minutes(4)).await;
    town.stops().await;
    let bytes = town.bytes_at_rest();
    assert!(!bytes.windows(9).any(|window| window == b"canary-of"));
}

#[tokio::test]
async fn whatever_can_be_sent_is_an_answer() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    us.ana().presses_on(card.id, "Answer in private").await;
    let picture = |name: &str| Upload { name: name.to_owned(), bytes: b"\x89PNG\r\n\x1a\n".to_vec() };
    us.ana.sends_voice_privately(None);
    us.ana.sends_privately(Speech::video_note());
    us.ana.sends_privately(Speech::sticker());
    us.ana.sends_album_privately(&[picture("one.png"), picture("two.png")], "", None);
    let long = "a".repeat(4_096);
    us.ana.says_privately(&long);
    let elsewhere = us.ana.says(&us.group, "said long ago");
    us.ana.forwards_message_privately(us.group.id(), elsewhere);
    town.settles().await;
    us.ana().presses_privately("That's all").await;
    answers(&us.ben(), &card, "And mine in words").await;
    let before = us.group.from_bot().len();
    town.passes(TimeDelta::minutes(4)).await;
    let opened: Vec<SeenMessage> = us.group.from_bot().into_iter().skip(before).collect();
    let of = |kind: &str| opened.iter().filter(|message| message.content.contains_key(kind)).count();
    assert_eq!((of("voice"), of("video_note"), of("sticker"), of("photo")), (1, 1, 1, 2), "{}", us.transcript());
    let albums: Vec<_> = opened.iter().filter_map(|message| message.album.clone()).collect();
    assert!(albums.len() == 2 && albums[0] == albums[1], "the album stays one");
    assert!(opened.iter().any(|message| message.text == long));
    assert!(opened.iter().any(|message| message.text == "said long ago"));
}

#[tokio::test]
async fn a_protected_answer_cannot_be_copied_and_nothing_opens() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    us.ana().presses_on(card.id, "Answer in private").await;
    us.ana.sends_privately(Speech::text("not to be copied").protected());
    town.settles().await;
    us.ana().presses_privately("That's all").await;
    answers(&us.ben(), &card, "To be copied").await;
    town.passes(TimeDelta::minutes(4)).await;
    assert!(us.ana().last_private_text().contains("or it cannot be copied. Nothing of it opens."));
    assert_eq!(copies(&us, &["not to be copied", "To be copied"]), [] as [&str; 0]);
}

#[tokio::test]
async fn who_has_blocked_the_bot_gets_cards_to_be_said_aloud() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    us.ben.blocks_bot();
    town.settles().await;
    for _ in 0..30 {
        us.ana().says("/card").await;
        assert!(us.last().button("Answer in private").is_none(), "{}", us.last().text);
    }
    us.ben.unblocks_bot();
    us.ben.starts("");
    town.settles().await;
    a_card(&us, TOGETHER).await;
}

#[tokio::test]
async fn one_who_answered_and_then_blocked_the_bot_opens_nothing_that_cannot_be_copied() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "Said before").await;
    answers(&us.ben(), &card, "And this").await;
    us.ana.blocks_bot();
    town.passes(TimeDelta::minutes(4)).await;
    // The group goes on, whatever Telegram made of the copying.
    us.ben().says("/card").await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn one_of_two_couples_answers_each_question_by_a_reply_to_it() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let (group, cleo) = town.another_group(&us.ana, "Cleo").await;
    let them = Us { town: &town, ana: us.ana.clone(), ben: cleo, group };
    for who in [them.ana(), them.ben()] {
        who.presses("I'm in").await;
    }
    for label in ["Europe", "Lisbon", "20:00", "Every day"] {
        them.ana().presses(label).await;
    }
    them.ben.starts("corner");
    town.settles().await;
    let ours = a_card(&us, TOGETHER).await;
    us.ana().presses_on(ours.id, "Answer in private").await;
    let question = us.ana.last_private().expect("a question").id;
    let theirs = a_card(&them, TOGETHER).await;
    them.ana().presses_on(theirs.id, "Answer in private").await;
    us.ana().says_privately("For Cleo").await;
    us.ana.replies_privately(question, "For Ben");
    town.settles().await;
    us.ana().presses_privately("That's all").await;
    answers(&us.ben(), &ours, "From Ben").await;
    town.passes(TimeDelta::minutes(4)).await;
    let mut open = copies(&us, &["For Cleo", "For Ben", "From Ben"]);
    open.sort_unstable();
    assert_eq!(open, ["For Ben", "From Ben"]);
    assert_eq!(copies(&them, &["For Cleo", "For Ben"]), [] as [&str; 0]);
}

#[tokio::test]
async fn a_card_closes_during_a_rest_and_the_group_stays_quiet() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let card = a_card(&us, TOGETHER).await;
    answers(&us.ana(), &card, "Before the rest").await;
    us.ben().says("/pause two weeks").await;
    us.so_far();
    town.passes(TimeDelta::days(4)).await;
    us.expects_silence().await;
    assert_eq!(copies(&us, &["Before the rest"]), [] as [&str; 0]);
}

#[tokio::test]
async fn a_card_for_each_alone_comes_to_both_and_the_group_hears_only_that() {
    let town = Town::open().await;
    let us = with_corners(&town).await;
    let mut found = false;
    for _ in 0..300 {
        us.lives_and_taps(1).await;
        if us.group.from_bot().iter().any(|message| message.text.contains("for each of you alone")) {
            found = true;
            break;
        }
    }
    assert!(found, "one of some twenty comes within a year");
    let [ana, ben] = [&us.ana, &us.ben].map(|person| {
        let private = person.private_messages();
        private.into_iter().rfind(|message| message.text.contains("Just for you.")).expect("the card").text
    });
    assert_eq!(ana, ben);
    let text = ana.split("\n\n").nth(1).expect("a text").to_owned();
    assert!(!us.transcript().contains(&text), "the group does not read it");
}

/// A guess by buttons, found without opening anybody's private chat.
async fn a_guess_without_corners(us: &Us<'_>) -> SeenMessage {
    for _ in 0..40 {
        let card = a_card(us, "your guess of the other's").await;
        us.town.passes(TimeDelta::seconds(4)).await;
        us.ana.presses_on(&us.group, card.id, "Answer in private");
        us.town.settles().await;
        if !us.ana.sees_alone(&us.group).is_empty() {
            return card;
        }
    }
    panic!("no such guess\n\n{}", us.transcript());
}

#[tokio::test]
async fn without_a_private_chat_a_guess_is_made_in_the_group_seen_by_one_alone() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let card = a_guess_without_corners(&us).await;
    town.passes(TimeDelta::seconds(4)).await;
    us.ben().presses_on(card.id, "Answer in private").await;
    let choices: Vec<String> = us.ana.sees_alone(&us.group)[0].labels().into_iter().map(str::to_owned).collect();
    us.so_far();
    for who in [&us.ana, &us.ben] {
        for choice in [&choices[0], &choices[1]] {
            town.passes(TimeDelta::seconds(4)).await;
            who.presses_alone(&us.group, choice);
            town.settles().await;
        }
        let seen = who.sees_alone(&us.group);
        assert!(seen.len() == 1 && seen[0].text.starts_with("Noted."), "in one place: {seen:?}");
    }
    us.expects_silence().await;
    town.passes(TimeDelta::minutes(4)).await;
    us.expects(&format!("Ana: {}. Ben guessed: {}.", choices[0], choices[1])).await;
}

#[tokio::test]
async fn a_server_that_would_show_it_to_everybody_leads_to_the_private_chat() {
    let town = Town::open().await;
    town.telegram.ephemeral_messages(false);
    let us = town.a_couple().await;
    let before = us.group.from_bot().len();
    for _ in 0..60 {
        us.ana().says("/card").await;
        if us.last().button("Answer in private").is_some() {
            let tap = us.ana.presses(&us.group, "Answer in private");
            town.settles().await;
            assert!(tap.opens().is_some(), "the tap leads to the private chat");
        }
    }
    let said: Vec<SeenMessage> = us.group.from_bot().into_iter().skip(before).collect();
    assert!(said.iter().all(|message| !message.text.contains("First your own answer.")), "{}", us.transcript());
    assert!(said.iter().any(|message| message.text.contains("your guess of the other's")));
}
