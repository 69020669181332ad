//! How a card is read from its file.

use std::ops::RangeInclusive;

use super::fields::Fields;
use crate::prompts::card::{Card, Listener, Provenance};
use crate::prompts::finding::Severity;
use crate::prompts::names::{Family, Fit, Pack, Sensitivity};
use crate::prompts::times::MeantFor;

/// What the head of a card file says for all its cards.
pub struct CardFile {
    pub family: Option<Family>,
    pub pack: Option<Pack>,
    pub sensitivity: Sensitivity,
    pub origin: Provenance,
}

/// How many minutes a card may take.
const CARD_MINUTES: RangeInclusive<u64> = 1..=30;

impl CardFile {
    pub fn read(fields: &mut Fields) -> Self {
        Self {
            family: fields.required(Fields::one_of, "family"),
            pack: fields.one_of("pack"),
            sensitivity: fields.one_of("sensitivity").unwrap_or(Sensitivity::Open),
            origin: Provenance::read(fields, &Provenance::default()),
        }
    }
}

impl Provenance {
    /// The keys that a file may give once for all its entries.
    pub(in crate::prompts) fn read(fields: &mut Fields, of_file: &Self) -> Self {
        Self {
            basis: fields.text("basis").or_else(|| of_file.basis.clone()),
            author: fields.text("author").or_else(|| of_file.author.clone()),
            license: fields.text("license").or_else(|| of_file.license.clone()),
            reviewed_by: fields.text("reviewed_by").or_else(|| of_file.reviewed_by.clone()),
            version: fields.number("version", &(1..=9999)).unwrap_or(of_file.version.max(1)),
        }
    }
}

impl MeantFor {
    fn read(fields: &mut Fields) -> Self {
        match (fields.one_of("occasion"), fields.one_of("stage")) {
            (Some(occasion), None) => Self::Occasion(occasion),
            (None, Some(stage)) => Self::Stage(stage),
            (None, None) => Self::Everyone,
            (Some(occasion), Some(_)) => {
                let mend = "keep one of the two";
                fields.note(Severity::Error, "stage", "a card is for an occasion or for a stage, not for both", mend);
                Self::Occasion(occasion)
            }
        }
    }
}

impl Card {
    /// Reads one `[[card]]`. `None` if it lacks what a card cannot be without; the findings say what.
    pub(in crate::prompts) fn read(fields: &mut Fields, file: &CardFile) -> Option<Self> {
        let id = fields.id("id");
        let mode = fields.required(Fields::one_of, "mode");
        let depth = fields.required(Fields::depth, "depth");
        let reveal = fields.required(Fields::one_of, "reveal");
        let text = fields.required(Fields::text, "text");
        let sensitivity = fields.one_of("sensitivity").unwrap_or(file.sensitivity);
        let minutes = fields.number("minutes", &CARD_MINUTES).unwrap_or(3);
        let meant_for = MeantFor::read(fields);
        let when = fields.one_of("when");
        let seasons = fields.many_of("season");
        let hours = fields.many_of("hours");
        let fits = fields.many_of("fits");
        let skip_if = fields.many_of("skip_if");
        let advice = fields.text("listener_cue").map(Listener::Advice);
        let line = fields.text("listener_says").map(Listener::Line);
        if advice.is_some() && line.is_some() {
            let mend = "keep listener_cue where it is advice, listener_says where it is a line to be said";
            fields.note(Severity::Error, "listener_says", "the listener has both a line and advice", mend);
        }
        let choices = fields.texts("choices");
        let alt = fields.text("alt");
        let origin = Provenance::read(fields, &file.origin);
        Some(Self {
            id: id?,
            family: file.family?,
            pack: file.pack,
            meant_for,
            mode: mode?,
            depth: depth?,
            sensitivity,
            reveal: reveal?,
            minutes,
            when,
            seasons,
            hours,
            fits: if fits.is_empty() { vec![Fit::Any] } else { fits },
            skip_if,
            listener: line.or(advice),
            choices,
            text: text?,
            alt,
            origin,
        })
    }
}
