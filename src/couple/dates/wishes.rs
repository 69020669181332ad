//! What the two have of energy, money and time just now, and whether they are in one place. Either may say it, the
//! latest holds, and it is remembered from one asking to the next.

use serde::{Deserialize, Serialize};

use super::action::{DateAction, For};
use crate::couple::{Action, Button, Message, Phrase};
use crate::prompts::{Apart, Cost, Energy, Named};

/// How long an evening may take, at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Span {
    Short,
    Medium,
    Long,
}

impl Span {
    pub const ALL: [Self; 3] = [Self::Short, Self::Medium, Self::Long];

    /// The name in callback data and in the voice's keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Short => "short",
            Self::Medium => "medium",
            Self::Long => "long",
        }
    }

    /// The longest idea that fits.
    pub(super) fn minutes(self) -> u64 {
        match self {
            Self::Short => 45,
            Self::Medium => 90,
            Self::Long => 480,
        }
    }
}

/// What the two wish for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wishes {
    pub energy: Energy,
    pub cost: Cost,
    pub span: Span,
    pub apart: Apart,
}

impl Default for Wishes {
    fn default() -> Self {
        Self { energy: Energy::Medium, cost: Cost::Small, span: Span::Medium, apart: Apart::Together }
    }
}

impl Wishes {
    /// `/date`: the wishes as they stand, each to be changed by a tap.
    pub(super) fn screen(self) -> Message {
        let energies = Energy::ALL.iter().map(|energy| {
            choice(format!("button-energy-{}", energy.name()), *energy == self.energy, DateAction::Energy(*energy))
        });
        let costs = Cost::ALL
            .iter()
            .map(|cost| choice(format!("button-cost-{}", cost.name()), *cost == self.cost, DateAction::Cost(*cost)));
        let spans = Span::ALL
            .map(|span| choice(format!("button-span-{}", span.name()), span == self.span, DateAction::Span(span)));
        let places = [("button-together", Apart::Together), ("button-apart", Apart::Apart)]
            .map(|(key, apart)| choice(key.to_owned(), apart == self.apart, DateAction::Apart(apart)));
        Message::new([Phrase::new("date-wishes")])
            .row(energies)
            .row(costs)
            .row(spans)
            .row(places)
            .row([button("button-three-ideas", DateAction::Three)])
            .row([
                button("button-evening-first", DateAction::Days(For::New)),
                button("button-enough", DateAction::Enough),
            ])
    }
}

/// A button about date nights, labelled with the voice's `key`.
pub(super) fn button(key: &str, action: DateAction) -> Button {
    Button::new(key, Action::Date(action))
}

/// One of several choices; the one that holds has a mark.
pub(super) fn choice(key: String, holds: bool, action: DateAction) -> Button {
    let label = Phrase::new(key);
    let label = if holds { Phrase::new("date-chosen").with("label", label) } else { label };
    Button::Act { label, action: Action::Date(action) }
}
