//! The first time in private: three sentences, each for oneself (method 5.1). What is tapped is answered and leaves
//! nothing behind: what is sensitive is off until someone opens it, so nothing has to be remembered about anybody.

use crate::couple::CornerAction;
use crate::line;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, Button, Corner, Message, support};
use crate::prompts::named;

named!(
    /// Whether someone says yes to all of the three sentences.
    Freely {
        All = "all",
        NotAll = "not-all",
        Skip = "skip",
    }
);

/// Whether the three sentences were shown. That is all that is kept of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Arrival {
    #[default]
    ToCome,
    Shown,
}

/// The three sentences.
pub(super) fn question() -> Message {
    let answer = |label, freely| Button::new(label, Action::Corner(CornerAction::Freely(freely)));
    Message::new([line::arrival(), line::arrival_sentences(), line::arrival_ask()])
        .row([answer(line::button_arrival_all(), Freely::All), answer(line::button_arrival_not_all(), Freely::NotAll)])
        .row([answer(line::button_arrival_skip(), Freely::Skip)])
}

/// What is said to an answer.
pub(super) fn answer(freely: Freely, corner: &Corner, now: DateTime<Utc>) -> Message {
    match freely {
        Freely::All | Freely::Skip => corner.home(now),
        Freely::NotAll => Message::new([line::arrival_not_all(), line::arrival_stop()])
            .row([Button::new(line::button_arrival_on(), Action::Corner(CornerAction::Home))])
            .row([support::button()]),
    }
}
