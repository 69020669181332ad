//! How the chapters of a year and the first days are read from their files.

use std::ops::RangeInclusive;

use super::fields::Fields;
use crate::prompts::card_id::CardId;
use crate::prompts::chapter::{Before, Chapter, ChapterWeights};
use crate::prompts::finding::Severity;
use crate::prompts::named_ids::ChapterId;
use crate::prompts::names::{Family, Gate, Mode, Named};

/// How many weeks a chapter may last.
const WEEKS: RangeInclusive<u64> = 2..=8;
const SHARE: RangeInclusive<u64> = 0..=100;
/// What stands in `after` for the first two weeks.
const FIRST: &str = "first";

impl Chapter {
    /// Reads one `[[chapter]]`. `None` if it lacks what a chapter cannot be without; the findings say what.
    pub(in crate::prompts) fn read(fields: &mut Fields) -> Option<Self> {
        let id = fields.name("id");
        let title = fields.required(Fields::text, "title");
        let weeks = fields.number("weeks", &WEEKS).unwrap_or(5);
        let after = fields.texts("after").into_iter().map(|name| match name.as_str() {
            FIRST => Before::FirstDays,
            _ => Before::Chapter(ChapterId(name)),
        });
        let after = after.collect();
        let behind = fields.number("behind", &(0..=20)).unwrap_or(0);
        let gate = fields.one_of("gate").unwrap_or(Gate::Open);
        let opening = fields.required(Fields::text, "opening");
        let again = fields.required(Fields::text, "again");
        let middle = fields.required(Fields::text, "middle");
        let middle_with = fields.id("middle_with");
        let closing = fields.required(Fields::text, "closing");
        let anchors = ids(fields, "anchors");
        let ends = ids(fields, "ends");
        let mut weights = ChapterWeights::default();
        for family in Family::ALL {
            weights.families.extend(fields.number(family.name(), &SHARE).map(|share| (*family, share)));
        }
        for mode in Mode::ALL {
            weights.modes.extend(fields.number(mode.name(), &SHARE).map(|share| (*mode, share)));
        }
        Some(Self {
            id: ChapterId(id?),
            title: title?,
            weeks,
            after,
            behind,
            gate,
            opening: opening?,
            again: again?,
            middle: middle?,
            middle_with: middle_with?,
            closing: closing?,
            anchors,
            ends,
            weights,
        })
    }
}

/// A list of ids of cards.
pub fn ids(fields: &mut Fields, key: &'static str) -> Vec<CardId> {
    let mut ids = Vec::new();
    for written in fields.texts(key) {
        match CardId::read(&written) {
            Some(id) => ids.push(id),
            None => {
                fields.note(Severity::Error, key, format!("\"{written}\" is not an id"), "write ids such as \"lf-01\"");
            }
        }
    }
    ids
}
