//! What the two have of energy, money and time just now, and whether they are in one place. Either may say it, the
//! latest holds, and it is remembered from one asking to the next.

use crate::couple::line_for;
use crate::line;
use serde::{Deserialize, Serialize};

use super::action::{DateAction, For};
use super::names::Span;
use crate::couple::{Action, Button, Message, Phrase};
use crate::prompts::{Apart, Cost, Energy, Named};

impl Span {
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
            choice(line_for::energy_button(*energy), *energy == self.energy, DateAction::Energy(*energy))
        });
        let costs = Cost::ALL
            .iter()
            .map(|cost| choice(line_for::cost_button(*cost), *cost == self.cost, DateAction::Cost(*cost)));
        let spans = Span::ALL
            .iter()
            .copied()
            .map(|span| choice(line_for::span_button(span), span == self.span, DateAction::Span(span)));
        let places = [(line::button_together(), Apart::Together), (line::button_apart(), Apart::Apart)]
            .map(|(label, apart)| choice(label, apart == self.apart, DateAction::Apart(apart)));
        Message::new([line::date_wishes()])
            .row(energies)
            .row(costs)
            .row(spans)
            .row(places)
            .row([button(line::button_three_ideas(), DateAction::Three)])
            .row([
                button(line::button_evening_first(), DateAction::Days(For::New)),
                button(line::button_enough(), DateAction::Enough),
            ])
    }
}

/// A button about date nights.
pub(super) fn button(label: Phrase, action: DateAction) -> Button {
    Button::new(label, Action::Date(action))
}

/// One of several choices; the one that holds has a mark.
pub(super) fn choice(label: Phrase, holds: bool, action: DateAction) -> Button {
    let label = if holds { line::date_chosen(label) } else { label };
    Button::Act { label, action: Action::Date(action) }
}
