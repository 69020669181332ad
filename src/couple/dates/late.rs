//! A tap on a button behind which nothing is any more: the other one may have tapped a moment before.

use super::action::DateAction;
use super::evening::Evening;
use super::names::EveningId;
use super::offer::{Offer, OfferStage};
use crate::couple::{Couple, Cx, MessageId, Show};
use crate::line;
use crate::phrase::Phrase;

impl Couple {
    /// The buttons go, unless something newer stands in this very message, and one kind line says why.
    pub(super) fn gone_date(&self, action: DateAction, message: MessageId, cx: &mut Cx<'_>) -> Show {
        if self.has_newer_ideas(message) {
            let more = matches!(action, DateAction::More(_));
            return Show::Passing(if more { line::alert_three_are_here() } else { line::alert_ideas_are_newer() });
        }
        if !self.dates.evenings.iter().any(|evening| evening.card == Some(message) && evening.is_ahead(cx.now)) {
            cx.unbutton(message);
        }
        self.done_already(action).map_or_else(|| Show::Box(line::alert_date_gone_by()), Show::Passing)
    }

    /// Whether the three ideas of the present offer stand in this message.
    fn has_newer_ideas(&self, message: MessageId) -> bool {
        let is_open = |offer: &Offer| matches!(offer.stage, OfferStage::Open { .. });
        self.dates.offer.as_ref().is_some_and(|offer| is_open(offer) && offer.card == Some(message))
    }

    /// What was wished for has just been done, if it has.
    fn done_already(&self, action: DateAction) -> Option<Phrase> {
        let went = |id: EveningId| {
            let ended = self.dates.ended.iter().flat_map(|ended| &ended.evenings);
            let off = self.dates.called_off.as_ref().map(super::CalledOff::evening);
            ended.chain(off).any(|evening: &Evening| evening.id == id)
        };
        match action {
            DateAction::CallOff(stamp) if went(stamp.evening) => Some(line::alert_called_off_already()),
            DateAction::EndRegular if self.dates.ended.is_some() => Some(line::alert_ended_already()),
            _ => None,
        }
    }
}
