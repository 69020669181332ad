//! How a telling is read from its file.

use super::fields::Fields;
use crate::prompts::card::Provenance;
use crate::prompts::telling::Telling;

impl Telling {
    /// Reads one `[[telling]]`. `None` if it lacks what it cannot be without; the findings say what.
    pub(in crate::prompts) fn read(fields: &mut Fields, of_file: &Provenance) -> Option<Self> {
        let id = fields.id("id");
        let about = fields.required(Fields::one_of, "about");
        let text = fields.required(Fields::text, "text");
        let source = fields.text("source");
        let origin = Provenance::read(fields, of_file);
        Some(Self { id: id?, about: about?, text: text?, source, origin })
    }
}
