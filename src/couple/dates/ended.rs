//! A regular evening that ends, or makes room for another, and is taken back within a few minutes.

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::action::{DateAction, For};
use super::booking::{lines, short_time};
use super::called_off::UNDONE_WITHIN;
use super::evening::{Evening, File, Origin};
use super::names::EveningId;
use super::regular::Regular;
use super::wishes::button;
use crate::couple::{Couple, Cx, Message, MessageId, Phrase, Show, UserId, line_for, said_time};
use crate::line;

/// The regular evening as it was before it ended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ended {
    pub(super) rule: Regular,
    /// Those of its evenings that were ahead, and went.
    pub(super) evenings: Vec<Evening>,
    /// Who ended it: only that one can say that it was a mistake.
    by: UserId,
    /// Until then it is kept (UTC).
    pub(super) until: DateTime<Utc>,
    /// The one that took its place, if one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    heir: Option<Heir>,
}

/// The regular evening that took the place of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Heir {
    first: NaiveDateTime,
    /// The number of the evening set last before it: what is older was set for itself.
    before: EveningId,
}

impl Regular {
    /// "every Friday, 19:30".
    pub(super) fn said(&self) -> Phrase {
        line_for::rule(self.every, line_for::weekday(self.first.weekday()), said_time::clock(self.first.time()))
    }
}

impl Couple {
    /// No regular evening any more; those that are ahead go, and are kept for a few minutes.
    pub(super) fn end_regular(&mut self, user: UserId, heir: Option<NaiveDateTime>, now: DateTime<Utc>) {
        let Some(rule) = self.dates.regular.take() else { return };
        let goes = |evening: &mut Evening| matches!(evening.origin, Origin::Regular(_)) && evening.is_ahead(now);
        let evenings = self.dates.evenings.extract_if(.., goes).collect();
        let heir = heir.map(|first| Heir { first, before: self.dates.last_evening });
        self.dates.ended = Some(Ended { rule, evenings, by: user, until: now + UNDONE_WITHIN, heir });
    }

    /// Either ends it, at once and without a reason. The other one is to hear of it, and an edit makes no sound.
    pub(super) fn end_by_tap(&mut self, user: UserId, message: MessageId, cx: &mut Cx<'_>) -> Option<Show> {
        self.dates.regular.as_ref()?;
        self.end_regular(user, None, cx.now);
        let ended = self.dates.ended.as_ref()?;
        let mut body = vec![line::regular_ended(ended.rule.said())];
        if !ended.evenings.is_empty() {
            let went =
                ended.evenings.iter().map(|evening| line::dates_line(short_time(&self.settings, evening.at, cx.now)));
            body.push(line::regular_ended_with(lines(went)));
        }
        let undo = button(line::button_undo(), DateAction::RegularBack(ended.rule.first));
        for card in cards(&ended.evenings, Some(message)) {
            cx.edit(card, Message::new([line::evening_off()]));
        }
        cx.edit(message, Message::new([line::evening_below()]));
        cx.say(Message::new(body).row([button(line::button_set_evening(), DateAction::Days(For::New)), undo]));
        Some(Show::Nothing)
    }

    /// What the regular evening set in this moment took the place of, and the way back; the cards of the evenings that
    /// went say so.
    pub(super) fn add_what_went(&self, card: &mut Message, message: Option<MessageId>, cx: &mut Cx<'_>) {
        let is_now = |ended: &&Ended| ended.heir.is_some() && ended.until == cx.now + UNDONE_WITHIN;
        let Some(ended) = self.dates.ended.as_ref().filter(is_now) else { return };
        card.body.push(line::regular_in_place(ended.rule.said()));
        card.buttons.push(vec![button(line::button_undo(), DateAction::RegularBack(ended.rule.first))]);
        for old in cards(&ended.evenings, message) {
            cx.edit(old, Message::new([line::evening_replaced()]));
        }
    }

    /// It was a mistake: the regular evening is as it was, and the other hears of that too.
    pub(super) fn undo_end(
        &mut self,
        user: UserId,
        first: NaiveDateTime,
        message: MessageId,
        cx: &mut Cx<'_>,
    ) -> Option<Show> {
        let now = cx.now;
        let present = self.dates.regular.as_ref().map(|regular| regular.first);
        // Another one may have been set since.
        let is_it = |ended: &Ended| {
            ended.rule.first == first && now < ended.until && ended.heir.map(|heir| heir.first) == present
        };
        let ended = self.dates.ended.clone().filter(is_it)?;
        if ended.by != user {
            return Some(Show::Passing(line::alert_undo_not_yours()));
        }
        self.dates.ended = None;
        if let Some(heir) = ended.heir {
            self.dates.regular = None;
            without(heir, &mut self.dates.evenings, now);
        }
        let said = ended.rule.said();
        self.dates.regular = Some(ended.rule);
        let mut given = Vec::new();
        for mut evening in ended.evenings {
            let is_taken = self.dates.evenings.iter().any(|other| other.at == evening.at);
            if is_taken || !evening.is_ahead(now) {
                continue;
            }
            // The file that took it out of their calendars had the next number.
            evening.revision += 2;
            given.extend((evening.file == File::Given).then_some(evening.id));
            self.dates.evenings.push(evening);
        }
        self.dates.in_order();
        self.tend_dates(now);
        cx.edit(message, Message::new([line::evening_below()]));
        let coming = button(line::button_dates(), DateAction::List);
        cx.say(Message::new([line::regular_back(said)]).row([coming]));
        self.files_again(&given, cx);
        Some(Show::Nothing)
    }
}

/// What this rule laid goes; what it only took over is an evening for itself again.
fn without(heir: Heir, evenings: &mut Vec<Evening>, now: DateTime<Utc>) {
    let is_of_it = |evening: &Evening| matches!(evening.origin, Origin::Regular(_)) && evening.is_ahead(now);
    evenings.retain(|evening| !is_of_it(evening) || evening.id <= heir.before);
    evenings.iter_mut().filter(|evening| is_of_it(evening)).for_each(|evening| evening.origin = Origin::Single);
}

/// Where the cards of these evenings stand, but for one message.
fn cards(evenings: &[Evening], but: Option<MessageId>) -> Vec<MessageId> {
    evenings.iter().filter_map(|evening| evening.card).filter(|card| Some(*card) != but).collect()
}
