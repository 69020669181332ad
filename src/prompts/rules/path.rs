//! What a path has to be, so that its couple can rely on it.

use std::collections::HashSet;

use crate::prompts::card::Card;
use crate::prompts::card_id::CardId;
use crate::prompts::card_path::{CardPath, PATH_DAYS};
use crate::prompts::finding::Finding;
use crate::prompts::names::{Gate, Reveal, Sensitivity};

/// A path as it stands in its file.
pub struct WrittenPath {
    pub path: CardPath,
    pub file: String,
    /// The line on which each day names its card.
    pub lines: Vec<usize>,
}

/// Proves of a path what its couple relies on.
pub fn prove<'c>(written: &WrittenPath, card: impl Fn(&CardId) -> Option<&'c Card>, findings: &mut Vec<Finding>) {
    let WrittenPath { path, file, lines } = written;
    if path.days.len() != PATH_DAYS {
        let what = format!("the path has {} days, not {PATH_DAYS}", path.days.len());
        findings.push(Finding::error(file, None, what, "one [[day]] for each day, with card and line"));
    }
    let mut been = HashSet::new();
    for (day, line) in path.days.iter().zip(lines) {
        let mut wrong = |what: String, mend: &str| findings.push(Finding::error(file, Some(*line), what, mend));
        let id = &day.card;
        if !been.insert(id) {
            wrong(format!("the card {id} stands here twice"), "choose another card for one of the two days");
        }
        let Some(card) = card(id) else {
            wrong(format!("there is no card {id}"), "write the id of a card in cards/, such as \"lf-03\"");
            continue;
        };
        if card.reveal == Reveal::PrivateOnly {
            wrong(format!("the card {id} is for oneself alone"), "choose one that two can share");
        }
        if !card.is_for_any_day() {
            wrong(
                format!("the card {id} is not for any day"),
                "choose one without an occasion, a stage, a season and hours",
            );
        }
        match card.sensitivity {
            Sensitivity::Open => {}
            Sensitivity::Intimate if path.gate == Gate::Intimate => {}
            Sensitivity::Intimate => {
                wrong(format!("the card {id} is intimate"), "choose an open one, or write gate = \"intimate\" above");
            }
            Sensitivity::Explicit => wrong(format!("the card {id} is explicit"), "choose another one"),
        }
    }
}
