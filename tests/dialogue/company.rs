//! Who else can read along: what is for the two alone waits until it is the two alone.

use chrono::TimeDelta;
use nearer::prompts::{Card, Gate, Library};
use nearer::rehearsal::Person;

use crate::town::{Town, Us};

/// Both open both doors, each in private.
async fn open_doors(us: &Us<'_>) {
    for person in [us.ana(), us.ben()] {
        person.opens_door("Heavier").await;
        person.opens_door("Closeness").await;
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

/// Days until such a card comes, which they keep.
async fn keep_one<'l>(us: &Us<'_>, library: &'l Library, is_one: impl Fn(&Card) -> bool) -> &'l Card {
    for _ in 0..200 {
        us.town.passes(TimeDelta::days(1)).await;
        us.ana().says("/card").await;
        let text = us.last().text;
        if let Some(card) = library.cards().iter().find(|card| is_one(card) && text.contains(&card.text)) {
            us.ana().presses("Keep").await;
            return card;
        }
    }
    panic!("none came")
}

/// Whether anything from behind a door was ever shown in the group.
fn was_shown(us: &Us<'_>, library: &Library) -> bool {
    let transcript = us.transcript();
    library.cards().iter().filter(|card| card.is_behind_a_door()).any(|card| transcript.contains(&card.text))
}

/// A couple with open doors, in a group into which someone came unseen: no word of it reached the bot.
async fn a_couple_and_cleo(town: &Town) -> (Us<'_>, Person) {
    let us = town.a_couple().await;
    open_doors(&us).await;
    let cleo = town.telegram.person("Cleo");
    town.stops().await;
    us.group.joins(&cleo, &us.ana);
    town.telegram.loses_updates();
    town.wakes().await;
    town.settles().await;
    us.so_far();
    (us, cleo)
}

#[tokio::test]
async fn while_three_are_there_two_of_them_are_no_couple_and_once_the_third_is_gone_they_are() {
    let library = Library::embedded().expect("a sound library");
    let town = Town::open().await;
    let (ana, ben, cleo) = (town.telegram.person("Ana"), town.telegram.person("Ben"), town.telegram.person("Cleo"));
    let group = town.telegram.group("Three of us", &[&ana, &ben, &cleo]);
    group.add_bot(&ana);
    town.settles().await;
    let us = Us { town: &town, ana, ben, group };
    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    us.expects("More than two people are in this group").await;
    us.ana().says("/card").await;
    us.expects("This opens once both of you are in.").await;
    us.actor(&cleo).presses("I'm in").await;
    let shown = us.ana().presses("I'm in").await;
    assert!(shown.text.starts_with("More than two people are in this group"), "a quick third is nobody's partner");
    us.expects("One of you is in.").await;
    us.expects_silence().await;

    us.group.leaves(&cleo);
    us.expects("We begin when each of you has tapped I'm in.").await;
    us.ben().presses("I'm in").await;
    us.expects("One of you is in.").await;
    us.expects_silence().await;
    us.ana().presses("I'm in").await;
    us.expects("Where do you live?").await;
    us.ana().says("/settings zone Lisbon").await;
    open_doors(&us).await;
    lives(&us, 40, || was_shown(&us, &library)).await;
    assert!(was_shown(&us, &library), "they are alone again");
}

#[tokio::test]
async fn two_alone_are_counted_and_told_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    assert_eq!(town.telegram.calls_of("getChatMemberCount").len(), 1);
    assert!(!us.transcript().contains("read along here."));
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
        us.expects(" · ").await;
        us.so_far();
    }
    assert!(us.transcript().contains("Someone else can read along here."), "one of them was held back");
    assert!(!was_shown(&us, &library));
    // Twenty cards and the one line about it: nobody was left without a card.
    assert_eq!(us.group.from_bot().len() - cards_before, 21);
}

#[tokio::test]
async fn an_exchanged_card_that_was_not_for_all_eyes_changes_into_another_in_its_place() {
    let town = Town::open().await;
    let (us, _) = a_couple_and_cleo(&town).await;
    town.passes(TimeDelta::days(14) + TimeDelta::hours(1)).await;
    us.ana().says("/card").await;
    let card = us.last().id;
    let mut texts = std::collections::BTreeSet::new();
    for _ in 0..20 {
        us.ben().presses_on(card, "Another one").await;
        let now = us.group.message(card).expect("the card");
        assert!(texts.insert(now.text), "each tap shows another");
        assert!((2..=3).contains(&now.buttons.len()), "with its buttons");
    }
    assert!(us.transcript().contains("Someone else can read along here."), "one of them was held back");
    assert!(!was_shown(&us, &Library::embedded().expect("a sound library")));
}

#[tokio::test]
async fn a_list_with_what_is_behind_the_doors_is_not_for_all_eyes_either() {
    let town = Town::open().await;
    let (us, _) = a_couple_and_cleo(&town).await;
    us.ana().says("/listen").await;
    us.expects("Someone else can read along here, so I left that in its place. Ask once more").await;
    us.ana().says("/listen").await;
    us.expects("A talk in turns.").await;
    assert!(!us.transcript().contains("Wishes and hesitations"));
}

#[tokio::test]
async fn a_question_that_was_not_for_all_eyes_was_never_asked() {
    let town = Town::open().await;
    let (us, cleo) = a_couple_and_cleo(&town).await;
    us.ana().says("/listen storm").await;
    us.expects("Someone else can read along here. Until").await;
    us.ben().says("/resume").await;
    us.expects("The cards are not resting.").await;
    // A week later it is tried anew. That someone is there was said before; whoever asks has an answer all the same.
    town.passes(TimeDelta::days(8)).await;
    us.so_far();
    us.ana().says("/listen storm").await;
    us.expects("Someone else can read along here, so I left that in its place.").await;
    us.group.leaves(&cleo);
    town.settles().await;
    us.ana().says("/listen storm").await;
    us.expects("A question for each of you alone").await;
}

#[tokio::test]
async fn a_talk_behind_a_door_rests_when_someone_comes_in_and_goes_on_when_they_are_alone() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    open_doors(&us).await;
    us.ana().says("/listen storm").await;
    us.expects("A question for each of you alone").await;
    us.would_both_like_it().await;
    for person in [us.ana(), us.ben()] {
        person.presses("Here and now").await;
    }
    us.expects("This is not for hurt, threats or fear").await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    us.expects("Someone new is in this group").await;
    us.expects("Parked for now.").await;
    us.ben().says("/resume").await;
    us.expects("That talk waits until it is just the two of you here.").await;
    us.ben().says("/listen").await;
    us.expects("A talk in turns.").await;
    assert!(!us.last().text.contains("After the storm"));
    us.group.leaves(&cleo);
    town.settles().await;
    us.ben().says("/resume").await;
    us.expects("Welcome back.").await;
}

#[tokio::test]
async fn a_step_that_was_not_for_all_eyes_lets_the_talk_rest() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    open_doors(&us).await;
    us.ana().says("/listen storm").await;
    us.would_both_like_it().await;
    for person in [us.ana(), us.ben()] {
        person.presses("Here and now").await;
    }
    let cleo = town.telegram.person("Cleo");
    town.stops().await;
    // What was sent a moment ago is not known after a start.
    town.clock.advance_to(town.now() + TimeDelta::seconds(5));
    us.group.joins(&cleo, &us.ana);
    town.telegram.loses_updates();
    town.wakes().await;
    for person in [us.ana(), us.ben()] {
        person.presses("Yes, calm").await;
    }
    town.passes(TimeDelta::minutes(1)).await;
    us.expects("Someone else can read along here.").await;
    us.expects("Parked for now.").await;
    assert!(!us.transcript().contains("which argument?"));
}

#[tokio::test]
async fn while_one_of_the_two_is_away_nothing_from_behind_a_door_is_for_the_other() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    open_doors(&us).await;
    let library = Library::embedded().expect("a sound library");
    let never = library.cards().iter().find(|card| card.is_behind_a_door()).expect("such a card");
    us.ana().says("/card").await;
    let forged = us.ana().presses_data(us.last().id, &format!("keep {}", never.id)).await;
    assert!(forged.text.starts_with("This button is from an earlier day."), "{forged:?}");
    keep_one(&us, &library, Card::is_behind_a_door).await;
    us.ana().says("/kept").await;
    us.expects("One card you kept").await;
    // With someone else in the place of one of them, they are as many as before.
    let cleo = town.telegram.person("Cleo");
    us.group.leaves(&us.ben);
    us.group.joins(&cleo, &us.ana);
    town.settles().await;
    us.group.leaves(&cleo);
    us.group.joins(&cleo, &us.ana);
    town.telegram.loses_updates();
    us.so_far();
    us.ana().says("/kept").await;
    us.expects("No cards kept yet.").await;
    us.ana().says("/listen").await;
    us.expects("This rests until both of you are in this group again.").await;
    us.group.leaves(&cleo);
    us.group.joins(&us.ben, &us.ana);
    town.settles().await;
    us.ben().says("/kept").await;
    us.expects("One card you kept").await;
}

#[tokio::test]
async fn a_group_that_grows_keeps_the_doors_as_both_left_them() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    open_doors(&us).await;
    us.group.upgrade();
    town.settles().await;
    let library = Library::embedded().expect("a sound library");
    lives(&us, 40, || was_shown(&us, &library)).await;
    assert!(was_shown(&us, &library), "they are open in it as well");
}

#[tokio::test]
async fn a_kept_card_stays_when_one_closes_its_door_and_hides_from_other_eyes() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    open_doors(&us).await;
    let library = Library::embedded().expect("a sound library");
    us.ana().says("/card").await;
    us.ana().presses("Keep").await;
    let close = keep_one(&us, &library, |card| !card.is_let_through(&[Gate::Open, Gate::Heavy])).await;
    us.ben().shuts_door("Closeness").await;
    us.ana().says("/kept").await;
    us.expects("2 cards you kept").await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    us.expects("Someone new is in this group").await;
    us.ana().says("/kept").await;
    us.expects("One card you kept").await;
    assert!(!us.last().text.contains(&close.text));
}

#[tokio::test]
async fn who_left_can_tap_old_buttons_from_outside_and_nothing_comes_of_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    let card = us.last();
    us.group.leaves(&us.ben);
    town.settles().await;
    us.so_far();
    let data = card.button("Another one").and_then(|button| button.data.clone()).expect("its data");
    let shown = us.ben().presses_data(card.id, &data).await;
    assert!(shown.text.starts_with("You left this group"), "{shown:?}");
    us.expects_silence().await;
    us.group.joins(&us.ben, &us.ana);
    town.settles().await;
    us.ben().presses_on(card.id, "Another one").await;
    us.expects(" · ").await;
}
