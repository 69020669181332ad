//! `/path`: a fortnight of cards in an order that leads somewhere.

use chrono::TimeDelta;
use nearer::prompts::{Card, CardPath, Library, PathDay};

use crate::town::{Town, Us};

/// Their first path, and each of its days: the line, and the beginning of the card.
fn path() -> (CardPath, Vec<(String, String)>) {
    let library = Library::embedded().expect("a sound library");
    let open = |path: &&CardPath| {
        let cards = path.cards(&library);
        cards.len() == 14 && cards.iter().all(|(_, card)| !card.is_behind_a_door())
    };
    let path = library.paths().iter().find(open).expect("a path without doors").clone();
    let text = |card: &nearer::prompts::Card| card.text.chars().take(30).collect();
    // Where another card can stand in by what one of them chose, no line tells which came.
    let line =
        |day: &PathDay, card: &Card| if card.comes_whatever_one_chose() { day.line.clone() } else { String::new() };
    let days = path.cards(&library).into_iter().map(|(day, card)| (line(day, card), text(card)));
    (path.clone(), days.collect())
}

async fn begins(us: &Us<'_>, path: &CardPath) {
    us.ana().says("/path").await;
    us.expects("in an order that leads somewhere").await;
    let list = us.last();
    let lines: usize = list.text.lines().map(|line| line.chars().count().div_ceil(44).max(1)).sum();
    assert!(lines <= 16 && !list.text.contains(&path.line), "{}", list.text);
    us.ben().presses(&path.title).await;
    assert!(us.last().text.contains(&path.line));
    us.ben().presses("Back").await;
    us.ben().presses(&path.title).await;
    us.ben().presses("Begin this path").await;
    us.expects("begins with your next card and takes 14").await;
}

#[tokio::test]
async fn a_path_is_walked_day_by_day_and_then_the_cards_come_as_before() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    let (path, days) = path();
    begins(&us, &path).await;
    // At ten in the evening the card of the day is the last that was said.
    town.passes(TimeDelta::hours(4)).await;
    for (nth, (line, card)) in days.iter().enumerate() {
        let text = us.last().text;
        let head = format!("{}, card {} of 14\n{line}", path.title, nth + 1);
        assert!(text.starts_with(&head) && text.contains(card), "{head} {card}\n{text}");
        assert_eq!(text.contains("The last card of this path."), nth + 1 == days.len(), "{text}");
        us.ana().says("/path").await;
        let list = us.last();
        if nth + 1 < days.len() {
            assert!(list.text.contains(&format!("Its next card is {} of 14.", nth + 2)), "{}", list.text);
        } else {
            assert!(
                list.text.contains("You are at the end of") && !list.labels().contains(&"End the path"),
                "{list:?}"
            );
        }
        us.so_far();
        us.lives_and_taps(1).await;
    }
    us.expects(" · ").await;
    assert!(!us.last().text.contains(&path.title));
    us.ana().says("/path").await;
    assert!(!us.last().text.contains("Its next card") && !us.last().text.contains("at the end"));
}

#[tokio::test]
async fn not_today_keeps_the_place_and_another_one_goes_on() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    let (path, days) = path();
    begins(&us, &path).await;
    town.passes(TimeDelta::hours(4)).await;
    us.expects("card 1 of 14").await;
    us.ana().presses("Not today").await;
    us.expects("Another day, then.").await;
    us.ana().says("/path").await;
    us.expects("Its next card is 1 of 14").await;
    town.passes(TimeDelta::days(1)).await;
    us.expects(&days[0].1).await;
    us.ben().presses("Another one").await;
    us.expects("card 2 of 14").await;
    assert!(us.last().text.contains(&days[1].1));
    // One beside it leaves the path where it is, and takes nothing from it.
    us.ben().says("/card").await;
    us.expects(" · ").await;
    let besides = us.last().text;
    assert!(!besides.contains(&path.title) && days.iter().all(|(_, card)| !besides.contains(card)), "{besides}");
    us.ben().presses("Another one").await;
    assert!(!us.last().text.contains(&path.title));
    town.passes(TimeDelta::days(1)).await;
    us.expects("card 3 of 14").await;
}

#[tokio::test]
async fn either_ends_it_by_word_or_by_button() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    let (path, _) = path();
    us.ana().says("/path off").await;
    us.expects("You are not on a path.").await;
    begins(&us, &path).await;
    us.ana().says("/path off").await;
    us.expects("The path ends here.").await;
    us.ben().says(&format!("/path {}", path.id)).await;
    us.expects("begins with your next card").await;
    us.ana().says("/path").await;
    us.ana().presses("End the path").await;
    us.expects("The path ends here.").await;
    town.passes(TimeDelta::days(1)).await;
    assert!(!us.last().text.contains(&path.title));
}

#[tokio::test]
async fn a_path_that_has_gone_ends_without_a_word() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    let (path, _) = path();
    begins(&us, &path).await;
    town.stops().await;
    let dir = tempfile::tempdir().expect("a folder");
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts");
    let copied = std::process::Command::new("cp").arg("-r").arg(repository.join("en")).arg(dir.path()).status();
    assert!(copied.is_ok_and(|status| status.success()));
    std::fs::remove_dir_all(dir.path().join("en/paths")).expect("paths");
    town.reads(dir.path());
    town.wakes().await;
    us.so_far();
    town.passes(TimeDelta::days(1)).await;
    us.expects(" · ").await;
    us.ana().says("/path").await;
    us.expects("There is no path at the moment.").await;
    us.ana().says("/path off").await;
    us.expects("You are not on a path.").await;
}

#[tokio::test]
async fn on_a_light_day_the_path_waits_and_does_not_run_ahead() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    us.ana().says("/path movein").await;
    town.passes(TimeDelta::hours(3)).await;
    assert!(us.last().text.contains("card 1 of 14"));
    us.ana().says("/listen five").await;
    us.ben().presses("Now is good").await;
    for label in ["In one room", "We're in"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
    }
    us.ana().presses("Stop").await;
    // The day after a talk is light, and the second card of this path is not.
    town.passes(TimeDelta::days(1)).await;
    us.so_far();
    us.ana().says("/path").await;
    us.expects("Its next card is 2 of 14").await;
    town.passes(TimeDelta::days(1)).await;
    assert!(us.transcript().contains("card 2 of 14\n") && !us.transcript().contains("card 3 of 14"));
}
