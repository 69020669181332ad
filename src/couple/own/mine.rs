//! What one of the two sees of the cards that they added: their own, and nothing of the other's.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::adding::add_for;
use super::{GivenIn, OwnAction, OwnCard, OwnCards};
use crate::couple::{Action, Button, ChatId, Corner, Couple, Message, UserId, home, said_time};
use crate::line;

/// Cards on one page of the list.
const PER_PAGE: usize = 8;

/// One card of theirs, as the one who added it may see it.
#[derive(Serialize)]
pub struct MyOwnCard {
    added: DateTime<Utc>,
    given: GivenIn,
    came: Option<DateTime<Utc>>,
}

impl OwnCards {
    /// What `user` may see of them.
    pub(in crate::couple) fn as_seen_by(&self, user: UserId) -> Vec<MyOwnCard> {
        // The rest tells which comes when, or is of both.
        let Self { cards: _, asked: _, last: _, others_since: _, coming: _ } = self;
        let mine = |OwnCard { id: _, by: _, given, message: _, added, came }: &OwnCard| MyOwnCard {
            added: *added,
            given: *given,
            came: *came,
        };
        self.of(user).map(mine).collect()
    }
}

/// The cards that this one added, in all their groups, newest first. Pages beyond the last show the last.
pub(in crate::couple) fn list(user: UserId, couples: &[Couple], page: usize) -> Message {
    let of_couple = |couple: &Couple| {
        let cards: Vec<(ChatId, OwnCard)> = couple.own.of(user).rev().map(|card| (couple.chat, *card)).collect();
        cards
    };
    let cards: Vec<(ChatId, OwnCard)> =
        couples.iter().filter(|couple| couple.people().is_some()).flat_map(of_couple).collect();
    if cards.is_empty() {
        return Message::new([line::own_none()]).row([home::back()]);
    }
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let last = (cards.len() - 1) / PER_PAGE;
    let page = page.min(last);
    let here = cards.iter().enumerate().skip(page * PER_PAGE).take(PER_PAGE);
    let buttons = here.map(|(at, (chat, card))| {
        let label = line::ButtonOwn { number: number(at + 1), date: said_time::since(card.added.date_naive()) };
        Button::new(label.phrase(), Action::Own(OwnAction::Look(*chat, card.id)))
    });
    let turn = |label, to: usize| Button::new(label, Action::Own(OwnAction::List(u8::try_from(to).unwrap_or(u8::MAX))));
    let newer = (page > 0).then(|| turn(line::button_newer(), page - 1));
    let older = (page < last).then(|| turn(line::button_older(), page + 1));
    Message::new([line::own_list(number(cards.len()))])
        .grid(1, buttons)
        .row(newer.into_iter().chain(older))
        .row([home::back()])
}

/// For which of their groups is the card?
pub(in crate::couple) fn which_group(corner: &Corner) -> Message {
    if corner.couples.is_empty() {
        return Message::new([line::own_no_group()]);
    }
    let groups = corner
        .couples
        .iter()
        .map(|(chat, since)| Button::new(line::button_since(said_time::since(since.date_naive())), add_for(*chat)));
    Message::new([line::own_which_group()]).grid(1, groups)
}
