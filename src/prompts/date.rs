//! A date idea: something to do together, and an easier way to do it.

use super::card::{CardId, Origin, Sensitivity, Skip, named};
use super::fields::Fields;

named!(
    /// What it costs.
    Cost {
        Free = "free",
        Small = "small",
        Moderate = "moderate",
    }
);

named!(
    /// Where it happens.
    Place {
        Home = "home",
        Out = "out",
        Call = "call",
    }
);

named!(
    /// What it takes.
    Energy {
        Low = "low",
        Medium = "medium",
        High = "high",
    }
);

named!(
    /// How new it is likely to feel.
    Novelty {
        Familiar = "familiar",
        Fresh = "fresh",
        New = "new",
    }
);

/// One idea for a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateIdea {
    pub id: CardId,
    pub title: String,
    pub how: String,
    pub cost: Cost,
    pub minutes: u64,
    pub place: Place,
    pub energy: Energy,
    pub novelty: Novelty,
    /// How it works from two places; `None` if it does not.
    pub apart: Option<String>,
    /// Fits beside a sleeping child or thin walls.
    pub quiet: bool,
    /// The easy variant: other bodies, other purses, other days.
    pub access: String,
    pub sensitivity: Sensitivity,
    pub skip_if: Vec<Skip>,
    pub origin: Origin,
}

impl DateIdea {
    /// Reads one `[[date]]`. `None` if it lacks what a date idea cannot be without; the findings say what.
    pub(super) fn read(fields: &mut Fields, of_file: &Origin) -> Option<Self> {
        let id = fields.id();
        let title = fields.required(Fields::text, "title");
        let how = fields.required(Fields::text, "how");
        let cost = fields.required(Fields::one_of, "cost");
        let minutes = fields.required(|fields, key| fields.number(key, &(5..=480)), "minutes");
        let place = fields.required(Fields::one_of, "place");
        let energy = fields.required(Fields::one_of, "energy");
        let novelty = fields.required(Fields::one_of, "novelty");
        let access = fields.required(Fields::text, "access");
        let apart = fields.text("apart");
        let quiet = fields.flag("quiet");
        let sensitivity = fields.one_of("sensitivity").unwrap_or(Sensitivity::Open);
        let skip_if = fields.many_of("skip_if");
        let origin = Origin::read(fields, of_file);
        Some(Self {
            id: id?,
            title: title?,
            how: how?,
            cost: cost?,
            minutes: minutes?,
            place: place?,
            energy: energy?,
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
