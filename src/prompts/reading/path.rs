//! How a path is read from its file: the head, and the days one by one.

use super::fields::Fields;
use crate::prompts::card::Provenance;
use crate::prompts::card_path::{CardPath, PathDay};
use crate::prompts::named_ids::PathId;
use crate::prompts::names::Gate;

impl CardPath {
    /// Reads the head of a file; the days come one by one.
    pub(in crate::prompts) fn read_head(fields: &mut Fields) -> Option<Self> {
        let id = fields.name("id");
        let title = fields.required(Fields::text, "title");
        let line = fields.required(Fields::text, "line");
        let gate = fields.one_of("gate").unwrap_or(Gate::Open);
        let origin = Provenance::read(fields, &Provenance::default());
        Some(Self { id: PathId(id?), title: title?, line: line?, gate, days: Vec::new(), origin })
    }
}

impl PathDay {
    /// Reads one `[[day]]`.
    pub(in crate::prompts) fn read(fields: &mut Fields) -> Option<Self> {
        let card = fields.id("card");
        let line = fields.required(Fields::text, "line");
        Some(Self { card: card?, line: line? })
    }
}
