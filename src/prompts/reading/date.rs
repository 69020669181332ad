//! How a date idea is read from its file.

use super::fields::Fields;
use crate::prompts::card::Provenance;
use crate::prompts::date::DateIdea;
use crate::prompts::names::Sensitivity;

impl DateIdea {
    /// Reads one `[[date]]`. `None` if it lacks what a date idea cannot be without; the findings say what.
    pub(in crate::prompts) fn read(fields: &mut Fields, of_file: &Provenance) -> Option<Self> {
        let id = fields.id("id");
        let title = fields.required(Fields::text, "title");
        let how = fields.required(Fields::text, "how");
        let cost = fields.required(Fields::one_of, "cost");
        let minutes = fields.required(|fields, key| fields.number(key, &(5..=480)), "minutes");
        let place = fields.required(Fields::one_of, "place");
        let energy = fields.required(Fields::one_of, "energy");
        let seasons = fields.many_of("season");
        let hours = fields.many_of("hour");
        let weather = fields.one_of("weather");
        let novelty = fields.required(Fields::one_of, "novelty");
        let access = fields.required(Fields::text, "access");
        let apart = fields.text("apart");
        let quiet = fields.flag("quiet");
        let sensitivity = fields.one_of("sensitivity").unwrap_or(Sensitivity::Open);
        let skip_if = fields.many_of("skip_if");
        let origin = Provenance::read(fields, of_file);
        Some(Self {
            id: id?,
            title: title?,
            how: how?,
            cost: cost?,
            minutes: minutes?,
            place: place?,
            energy: energy?,
            seasons,
            hours,
            weather,
            novelty: novelty?,
            apart,
            quiet,
            access: access?,
            sensitivity,
            skip_if,
            origin,
        })
    }
}
