//! What the chapters and the first days have to be, so that their lines tell nothing of what one chose alone.

use std::collections::HashSet;

use crate::prompts::card::Card;
use crate::prompts::card_id::CardId;
use crate::prompts::chapter::{Before, Chapter, FirstDays};
use crate::prompts::finding::Finding;
use crate::prompts::names::{Depth, Gate, Reveal, Sensitivity, Skip};

/// Proves of the chapters and the first days what their couples rely on. `files`: that of the chapters, and that of the
/// first days.
pub fn prove<'c>(
    chapters: &[Chapter],
    first: &FirstDays,
    files: [&str; 2],
    card: impl Fn(&CardId) -> Option<&'c Card>,
    findings: &mut Vec<Finding>,
) {
    let mut been = HashSet::new();
    let mut wrong = |file: &str, what: String, mend: &str| findings.push(Finding::error(file, None, what, mend));
    for chapter in chapters {
        let file = files[0];
        for before in &chapter.after {
            if let Before::Chapter(id) = before
                && !chapters.iter().any(|other| other.id == *id)
            {
                wrong(
                    file,
                    format!("{} comes after {id}, which is no chapter", chapter.id),
                    "write the id of a chapter, or \"first\"",
                );
            }
        }
        let with_line = [chapter.anchors.first(), Some(&chapter.middle_with), chapter.ends.last()];
        if with_line.iter().any(Option::is_none) || !chapter.anchors.contains(&chapter.middle_with) {
            wrong(
                file,
                format!("{} has no anchors, no ends, or a middle_with that is no anchor", chapter.id),
                "name the cards that carry it",
            );
        }
        for id in chapter.cards() {
            if !been.insert(id) {
                wrong(
                    file,
                    format!("the card {id} stands twice among the chapters"),
                    "choose another card for one of the two",
                );
            }
            let Some(card) = card(id) else {
                wrong(file, format!("there is no card {id}"), "write the id of a card in cards/, such as \"lf-03\"");
                continue;
            };
            let behind_its_door = card.sensitivity == Sensitivity::Open || chapter.gate == Gate::Intimate;
            if card.reveal == Reveal::PrivateOnly
                || card.depth == Depth::Tender
                || !behind_its_door
                || card.pack.is_some()
                || !card.is_for_any_day()
            {
                wrong(
                    file,
                    format!("the card {id} cannot carry {}: it does not come to everyone", chapter.id),
                    "choose an open one that two can share, on any day",
                );
            }
            if with_line.contains(&Some(id)) && !card.comes_whatever_one_chose() {
                let what = format!("a line stands above the card {id}, which one of the two alone can keep away");
                wrong(file, what, "choose an easy, open one about an ingredient that touches no topic");
            }
        }
    }
    for id in first.together.iter().chain(&first.apart) {
        let fits = |card: &Card| {
            card.depth == Depth::Easy
                && card.sensitivity == Sensitivity::Open
                && card.reveal != Reveal::PrivateOnly
                && card.pack.is_none()
                && card.is_for_any_day()
                && !card.touches(&Skip::TOPICS)
        };
        if !card(id).is_some_and(fits) {
            wrong(
                files[1],
                format!("the card {id} is none for the first days, or not there"),
                "choose an easy, open one that touches no topic",
            );
        }
    }
}
