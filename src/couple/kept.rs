//! The cards that the two kept.

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Action, Button, Couple, Cx, Deck, Message, Show, UserId};
use crate::couple::CardAction;
use crate::line;
use crate::prompts::{Card, CardId, Library};

/// Cards that a couple can keep.
const MOST_KEPT: usize = 200;
/// So long a card that was kept or put aside can be taken back.
pub(super) const UNDONE_WITHIN: TimeDelta = TimeDelta::minutes(5);
/// Kept cards on one page of `/kept`.
const KEPT_PER_PAGE: usize = 3;

/// The card that was kept last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JustKept {
    pub by: UserId,
    pub card: CardId,
    pub at: DateTime<Utc>,
}

impl Deck {
    /// A second tap of the same person, within minutes, takes it back.
    pub(super) fn keep(&mut self, user: UserId, card: CardId, library: &Library, now: DateTime<Utc>) -> Show {
        let is_taken_back = |kept: &mut JustKept| kept.by == user && kept.card == card && now - kept.at < UNDONE_WITHIN;
        if self.just_kept.take_if(is_taken_back).is_some() {
            self.kept.retain(|kept| *kept != card);
            return Show::Passing(line::alert_kept_no_more());
        }
        // A button can be made up by anyone; one that was never shown is kept by nobody.
        let answer = if library.card(&card).is_none() || !(self.shown.contains(&card) || self.kept.contains(&card)) {
            line::alert_old_button()
        } else if self.kept.contains(&card) {
            line::alert_kept_already()
        } else if self.kept.len() >= MOST_KEPT {
            line::alert_kept_full()
        } else {
            self.kept.push(card.clone());
            self.just_kept = Some(JustKept { by: user, card, at: now });
            line::alert_kept()
        };
        Show::Passing(answer)
    }
}

impl Couple {
    /// A page of the kept cards, newest first. Pages beyond the last show the last. What lies behind a door stays among
    /// them when one of the two closes it: that it went would tell. Only before other eyes it is not shown.
    pub(super) fn kept_page(&self, page: usize, cx: &Cx<'_>) -> Message {
        let alone = self.are_alone(cx.now);
        let known = self.deck.kept.iter().rev().filter_map(|card| cx.library.card(card));
        let cards: Vec<&Card> = known.filter(|card| alone || !card.is_behind_a_door()).collect();
        if cards.is_empty() {
            return Message::new([line::kept_none()]);
        }
        let last = (cards.len() - 1) / KEPT_PER_PAGE;
        let page = page.min(last);
        let number = |index: usize| i64::try_from(index).unwrap_or(i64::MAX);
        let mut body = vec![line::kept_title(number(cards.len()))];
        let here = cards.iter().enumerate().skip(page * KEPT_PER_PAGE).take(KEPT_PER_PAGE);
        body.extend(
            here.map(|(index, card)| line::KeptCard { number: number(index + 1), text: card.text.as_str() }.phrase()),
        );
        let turn = |label, to: usize| {
            Button::new(label, Action::Card(CardAction::KeptPage(u16::try_from(to).unwrap_or(u16::MAX))))
        };
        let newer = (page > 0).then(|| turn(line::button_newer(), page - 1));
        let older = (page < last).then(|| turn(line::button_older(), page + 1));
        let sensitive = cards.iter().skip(page * KEPT_PER_PAGE).take(KEPT_PER_PAGE).any(|card| card.is_behind_a_door());
        Message::new(body).row(newer.into_iter().chain(older)).for_the_two(sensitive)
    }
}
