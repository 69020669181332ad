//! Who else can read along: what is for the two alone waits until it is the two alone.

use chrono::TimeDelta;
use nearer::prompts::{Card, Gate, Library};
use nearer::rehearsal::Person;

use crate::town::{Town, Us};

/// Both open both doors, each in private.
async fn open_doors(us: &Us<'_>) {
    for person in [us.ana(), us.ben()] {
        person.says_privately("/settings").await;
        person.presses_privately("Open: heavier").await;
        person.presses_privately("Open: closeness").await;
    }
}

/// Days with three cards each, until `enough` or the last of them.
async fn lives(us: &Us<'_>, days: usize, enough: impl Fn() -> bool) {
    for _ in 0..days {
        us.town.passes(TimeDelta::days(1)).await;
        us.ana().says("/card").await;
        us.ben().presses("Another one").await;
        if enough() {
            break;
        }
    }
}

/// Whether anything from behind a door was ever shown in the group.
fn was_shown(us: &Us<'_>, library: &Library) -> bool {
    let transcript = us.transcript();
    library.cards().iter().filter(|card| card.is_behind_a_door()).any(|card| transcript.contains(&card.text))
}

/// A couple in a group in which someone else was before the bot came; and who that is.
async fn a_couple_and_cleo(town: &Town) -> (Us<'_>, Person) {
    let (ana, ben, cleo) = (town.telegram.person("Ana"), town.telegram.person("Ben"), town.telegram.person("Cleo"));
    let group = town.telegram.group("Three of us", &[&ana, &ben, &cleo]);
    group.add_bot(&ana);
    town.settles().await;
    let us = Us { town, ana, ben, group };
    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    for label in ["Europe", "Lisbon", "20:00", "Every day"] {
        us.ana().presses(label).await;
    }
    open_doors(&us).await;
    (us, cleo)
}

#[tokio::test]
async fn who_was_there_before_is_counted_when_it_matters_and_once_gone_the_cards_come() {
    let library = Library::embedded().expect("a sound library");
    let town = Town::open().await;
    let (us, cleo) = a_couple_and_cleo(&town).await;
    us.ana().says("/listen closer").await;
    us.expects("Someone else can read along here.").await;
    assert!(!us.transcript().contains("Wishes and hesitations"), "not even the question is shown");
    us.ana().says("/listen closer").await;
    us.expects("That talk doesn't fit just now.").await;
    lives(&us, 40, || false).await;
    assert!(!was_shown(&us, &library));
    let lines = us.transcript().matches("Someone else can read along here.").count();
    assert!((2..=7).contains(&lines), "said now and then, when it is counted anew: {lines}");

    us.group.leaves(&cleo);
    town.settles().await;
    lives(&us, 40, || was_shown(&us, &library)).await;
    assert!(was_shown(&us, &library), "they are alone again");
}

#[tokio::test]
async fn another_card_takes_the_place_of_one_that_was_not_for_all_eyes() {
    let town = Town::open().await;
    let (us, _) = a_couple_and_cleo(&town).await;
    // Two weeks, and not yet the hour of the next card.
    town.passes(TimeDelta::days(14) + TimeDelta::hours(1)).await;
    us.so_far();
    let library = Library::embedded().expect("a sound library");
    let cards_before = us.group.from_bot().len();
    for _ in 0..20 {
        us.ana().says("/card").await;
        us.expects("For the one who listens").await;
        us.so_far();
    }
    assert!(us.transcript().contains("Someone else can read along here."), "one of them was held back");
    assert!(!was_shown(&us, &library));
    // Twenty cards and the one line about it: nobody was left without a card.
    assert_eq!(us.group.from_bot().len() - cards_before, 21);
}

#[tokio::test]
async fn a_talk_behind_a_door_rests_when_someone_comes_in_and_does_not_go_on_before_eyes() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    open_doors(&us).await;
    us.ana().says("/listen storm").await;
    us.expects("would like to take turns").await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    us.expects("Someone new is in this group").await;
    us.expects("Parked for now.").await;
    us.ben().says("/resume").await;
    us.expects("This one has closed.").await;
    us.ben().says("/listen").await;
    us.expects("A talk in turns.").await;
    assert!(!us.last().text.contains("After the storm"));
    us.group.leaves(&cleo);
    town.passes(TimeDelta::days(4)).await;
    us.ben().says("/listen").await;
    us.expects("After the storm").await;
}

#[tokio::test]
async fn a_kept_card_stays_behind_its_door() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let library = Library::embedded().expect("a sound library");
    let kept = |gate: Gate| -> &Card {
        library.cards().iter().find(|card| card.gate() == gate).expect("a card behind each door")
    };
    let (tender, close) = (kept(Gate::Heavy), kept(Gate::Intimate));
    us.ana().says("/card").await;
    us.ana().presses("Keep").await;
    for card in [tender, close] {
        us.ana().presses_data(us.last().id, &format!("keep {}", card.id)).await;
    }
    us.ana().says("/kept").await;
    us.expects("One card you kept").await;
    open_doors(&us).await;
    us.ana().says("/kept").await;
    us.expects("3 cards you kept").await;
    assert!(us.last().text.contains(&tender.text) && us.last().text.contains(&close.text));
    us.ben().says_privately("/settings").await;
    us.ben().presses_privately("Close: closeness").await;
    us.ana().says("/kept").await;
    us.expects("2 cards you kept").await;
    assert!(!us.last().text.contains(&close.text));
}
