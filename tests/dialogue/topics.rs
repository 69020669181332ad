//! What one leaves out in private comes to neither; and two who live apart are not asked to sit in one room.

use chrono::TimeDelta;
use nearer::prompts::{Card, Library, Skip};

use crate::town::{Town, Us};

fn library() -> Library {
    Library::embedded().expect("a sound library")
}

/// Days with three cards each.
async fn lives(us: &Us<'_>, days: usize) {
    for _ in 0..days {
        us.town.passes(TimeDelta::days(1)).await;
        us.ana().says("/card").await;
        us.ben().presses("Another one").await;
    }
}

/// How many of these cards were shown in the group.
fn shown(us: &Us<'_>, library: &Library, is_one: impl Fn(&Card) -> bool) -> usize {
    let transcript = us.transcript();
    library.cards().iter().filter(|card| is_one(card) && transcript.contains(&card.text)).count()
}

fn touches_childhood(card: &Card) -> bool {
    card.touches(&[Skip::ChildhoodOff])
}

#[tokio::test]
async fn what_either_leaves_out_comes_to_neither_and_shows_to_nobody() {
    let library = library();
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says_privately("/settings").await;
    us.ben().presses_privately("Leave topics out").await;
    assert!(us.ben().last_private_text().contains("Your partner doesn't see what you tap"));
    us.ben().presses_privately("Childhood").await;
    let noted = us.ben().presses_privately("Leave it out").await;
    assert_eq!((noted.text.as_str(), noted.alert), ("Noted. Only you see this.", false));
    us.expects_silence().await;
    lives(&us, 60).await;
    assert!(shown(&us, &library, |_| true) > 100);
    assert_eq!(shown(&us, &library, touches_childhood), 0);

    us.ben().says_privately("/settings").await;
    us.ben().presses_privately("Leave topics out").await;
    let stands = us.ben().presses_privately("Childhood").await;
    assert_eq!((stands.text.as_str(), stands.alert), ("Childhood is left out. Only you see this.", false));
    us.ben().presses_privately("Let it in").await;
    let stands = us.ben().presses_privately("Childhood").await;
    assert_eq!(stands.text, "Childhood may come. Only you see this.");
    lives(&us, 60).await;
    assert!(shown(&us, &library, touches_childhood) > 0, "they come again");
}

#[tokio::test]
async fn what_one_leaves_out_stays_out_with_whomever_they_are() {
    let library = library();
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana.starts("");
    us.ana().says_privately("/settings").await;
    us.ana().presses_privately("Leave topics out").await;
    us.ana().presses_privately("Childhood").await;
    us.ana().presses_privately("Leave it out").await;
    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    for label in ["Europe", "Lisbon", "20:00", "Every day"] {
        us.ana().presses(label).await;
    }
    lives(&us, 60).await;
    assert_eq!(shown(&us, &library, touches_childhood), 0);
}

#[tokio::test]
async fn on_a_path_another_card_stands_in_and_nobody_can_count_what_was_left_out() {
    let library = library();
    let touches = |card: &Card| card.touches(&[Skip::MoneyOff]);
    let mut paths = library.paths().iter();
    let path =
        paths.find(|path| path.cards(&library).iter().any(|(_, card)| touches(card))).expect("a path with money");
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says_privately("/settings").await;
    us.ana().presses_privately("Leave topics out").await;
    us.ana().presses_privately("Money").await;
    us.ana().presses_privately("Leave it out").await;
    us.want_cards_alone().await;
    us.ben().says(&format!("/path {}", path.id)).await;
    us.expects("takes 14 cards").await;
    town.passes(TimeDelta::hours(4)).await;
    for (nth, (day, card)) in path.cards(&library).iter().enumerate() {
        let head = format!("{}, card {} of 14\n", path.title, nth + 1);
        let text = us.last().text;
        let line = text.strip_prefix(&head).unwrap_or_else(|| panic!("{head}{text}")).lines().next();
        let is_its_own = !touches(card) && !card.is_behind_a_door();
        assert_eq!(text.contains(&card.text), is_its_own, "{}: {text}", card.id);
        assert_eq!(line == Some(day.line.as_str()), card.comes_whatever_one_chose(), "the line tells nothing");
        assert!(line.is_some_and(|line| !line.is_empty()), "another one has a line, too");
        us.so_far();
        if !is_its_own {
            // It keeps its place as any day does, whatever stands in for it.
            us.ben().presses("Not today").await;
            us.ana().says("/path").await;
            us.expects(&format!("Its next card is {} of 14", nth + 1)).await;
            town.passes(TimeDelta::days(1)).await;
            assert!(us.last().text.starts_with(&head), "{}", us.last().text);
        }
        town.passes(TimeDelta::days(1)).await;
    }
    assert_eq!(shown(&us, &library, touches), 0);
}

#[tokio::test]
async fn two_who_live_apart_get_no_card_that_needs_one_room() {
    let library = library();
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings").await;
    us.ana().presses("We live apart").await;
    us.expects("You live apart: no cards that need one room.").await;
    us.ben().says("/path movein").await;
    us.expects("takes 14 cards").await;
    lives(&us, 80).await;
    assert_eq!(shown(&us, &library, Card::needs_one_room), 0);
    us.ben().says("/date").await;
    assert!(us.last().labels().contains(&"✓ From two places"), "{:?}", us.last().labels());
    us.ben().says("/settings together").await;
    us.expects("A card each day").await;
    assert!(!us.last().text.contains("You live apart") && us.last().labels().contains(&"We live apart"));
    lives(&us, 80).await;
    assert!(shown(&us, &library, Card::needs_one_room) > 0);
}
