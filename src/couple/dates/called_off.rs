//! An evening that is called off, and taken back within a few minutes.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::action::{DateAction, For, Stamp};
use super::evening::{Evening, File};
use super::names::{DateTag, EveningId};
use super::wishes::button;
use crate::couple::{Couple, Cx, Message, MessageId, Show, Tag, UserId};
use crate::line;

/// So long a mistake can be undone.
pub(super) const UNDONE_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// An evening as it was before it was called off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CalledOff {
    evening: Evening,
    /// Who called it off: only that one can say that it was a mistake.
    by: UserId,
    /// Until then it is kept (UTC).
    pub(super) until: DateTime<Utc>,
}

impl CalledOff {
    pub(super) fn evening(&self) -> &Evening {
        &self.evening
    }
}

impl Couple {
    /// Either calls it off, at once and without a reason. The other one is to hear of it, and an edit makes no sound.
    pub(super) fn call_off(&mut self, user: UserId, stamp: Stamp, message: MessageId, cx: &mut Cx<'_>) -> Option<Show> {
        let evening = self.ahead(stamp.evening, cx.now)?.clone();
        if evening.stamp() != stamp {
            cx.edit(message, self.evening_card(&evening, cx.library, cx.now));
            return Some(Show::Box(line::alert_evening_changed()));
        }
        let mut body = vec![line::evening_off()];
        body.extend(self.when(evening.at, cx.now));
        // Its own card may stand elsewhere.
        if let Some(card) = evening.card.filter(|card| *card != message) {
            cx.edit(card, Message::new([line::evening_off()]));
        }
        self.dates.leave_out(stamp.evening);
        self.dates.called_off = Some(CalledOff { evening, by: user, until: cx.now + UNDONE_WITHIN });
        cx.edit(message, Message::new([line::evening_below()]));
        cx.say(Message::new(body).row([
            button(line::button_set_evening(), DateAction::Days(For::New)),
            button(line::button_undo(), DateAction::Undo(stamp.evening)),
        ]));
        Some(Show::Nothing)
    }

    /// It was a mistake: the evening is as it was, and the other hears of that too.
    pub(super) fn undo_call_off(
        &mut self,
        user: UserId,
        id: EveningId,
        message: MessageId,
        cx: &mut Cx<'_>,
    ) -> Option<Show> {
        let is_it = |off: &CalledOff| off.evening.id == id && cx.now < off.until && off.evening.is_ahead(cx.now);
        let off = self.dates.called_off.clone().filter(is_it)?;
        if off.by != user {
            return Some(Show::Passing(line::alert_undo_not_yours()));
        }
        self.dates.called_off = None;
        // Something else is set for then by now.
        if self.dates.evenings.iter().any(|other| other.at == off.evening.at) {
            return None;
        }
        let mut evening = off.evening;
        if let (Some(regular), Some(place)) = (&mut self.dates.regular, evening.origin.place()) {
            regular.skipped.remove(&place);
        }
        // The file that took it out of their calendars had the next number.
        evening.revision += 2;
        let given = evening.file == File::Given;
        self.dates.evenings.push(evening);
        self.dates.in_order();
        cx.edit(message, Message::new([line::evening_below()]));
        let card = self.booked_card(id, line::evening_back(), cx);
        cx.say_as(card, Tag::Date(DateTag::Evening(id)));
        if given { self.file(id, cx) } else { Some(Show::Nothing) }
    }
}
