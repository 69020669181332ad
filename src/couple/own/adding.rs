//! How a card of their own is added, looked at and taken back.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    ASKED_FOR, BELONGS_TO_IT, GivenIn, MOST_ASKED, MOST_OWN, OwnAction, OwnCard, OwnCards, OwnDeed, OwnId, Question,
};
use crate::couple::answers::Heard;
use crate::couple::{
    Action, Asks, Behind, Button, ChatId, Class, Couple, Cx, Effect, Message, MessageId, Outgoing, Ring, Said, Show,
    Size, Tag, UserId,
};
use crate::line;

/// This one has added as many as each can.
struct Full;

impl OwnCards {
    fn add(&mut self, user: UserId, given: GivenIn, message: MessageId, now: DateTime<Utc>) -> Result<OwnId, Full> {
        if self.is_full_for(user, given) {
            return Err(Full);
        }
        self.last = OwnId(self.last.0.wrapping_add(1));
        self.cards.push(OwnCard { id: self.last, by: user, given, message, added: now, came: None });
        Ok(self.last)
    }

    /// What was added in private counts there alone: in the group nobody can tell how many those are.
    fn is_full_for(&self, user: UserId, given: GivenIn) -> bool {
        self.of(user).filter(|card| card.given == given).count() >= MOST_OWN
    }

    /// A question for a card stands in the group.
    pub(in crate::couple) fn asked_in_group(&mut self, message: MessageId, now: DateTime<Utc>) {
        self.asked.push(Question { message, at: now, taken: BTreeMap::new() });
        let surplus = self.asked.len().saturating_sub(MOST_ASKED);
        self.asked.drain(..surplus);
    }
}

impl Couple {
    /// `/add` in the group: a card is asked for.
    pub(in crate::couple) fn asks_for_own_card(&self, user: UserId, behind: Behind, cx: &mut Cx<'_>) {
        if self.own.is_full_for(user, GivenIn::Group) {
            return cx.line(line::own_full());
        }
        let unread = (behind == Behind::Words).then(line::own_words_behind);
        let body = std::iter::once(line::own_ask(user)).chain(unread);
        let message = Message::new(body).asking(Asks::ForCard);
        let row = cx.message(Class::Reply, message, Ring::Aloud);
        cx.push(Outgoing { tag: Some(Tag::AsksCard(self.chat)), ..row });
    }

    /// One said something in the group: it is a card where it is the reply to a question for one.
    pub(in crate::couple) fn own_card_heard(&mut self, user: UserId, said: Said, cx: &mut Cx<'_>) -> Heard {
        let now = cx.now;
        self.own.tidy(now);
        let question = self.own.asked.iter_mut().find(|question| Some(question.message) == said.to);
        let Some(question) = question else { return Heard::SomethingElse };
        match question.taken.get(&user) {
            Some(taken) if now - *taken < BELONGS_TO_IT => return Heard::AReply,
            None if said.size != Size::Nothing && now - question.at < ASKED_FOR => {}
            None if said.size == Size::Nothing => {
                cx.line(line::own_not_this());
                return Heard::AReply;
            }
            Some(_) | None => {
                cx.line(line::own_question_over());
                return Heard::AReply;
            }
        }
        question.taken.insert(user, now);
        let answer = match self.own.add(user, GivenIn::Group, said.message, now) {
            Ok(id) => Message::new([line::own_noted()]).row([self.take_back_button(id)]),
            Err(Full) => Message::new([line::own_full()]),
        };
        cx.say(answer);
        Heard::AReply
    }

    /// One did something in private that is about cards of their own. The group hears nothing of it.
    pub(in crate::couple) fn own_deed(&mut self, user: UserId, deed: OwnDeed, cx: &mut Cx<'_>) {
        match deed {
            OwnDeed::WouldAdd if self.own.is_full_for(user, GivenIn::Private) => {
                cx.privately(user, Message::new([line::own_full()]), None);
            }
            OwnDeed::WouldAdd => {
                let ask = Message::new([line::own_ask_private()]).asking(Asks::ForCard);
                cx.privately(user, ask, Some(Tag::AsksCard(self.chat)));
            }
            OwnDeed::Adds(message) => {
                let answer = match self.own.add(user, GivenIn::Private, message, cx.now) {
                    Ok(id) => {
                        let all = Button::new(line::button_own_list(), Action::Own(OwnAction::List(0)));
                        Message::new([line::own_noted_private()]).row([self.take_back_button(id), all])
                    }
                    Err(Full) => Message::new([line::own_full()]),
                };
                cx.privately(user, answer, None);
            }
            OwnDeed::Looks(id) => {
                let theirs = self.own.card(id).copied().filter(|card| card.by == user);
                let Some(card) = theirs else { return cx.privately(user, Message::new([line::own_none()]), None) };
                let copy = Effect::Copy { from: card.chat(self.chat), messages: vec![card.message], ring: Ring::Aloud };
                let row = cx.row(Class::Reply, copy);
                cx.push(Outgoing { chat: user.private_chat(), thread: None, ..row });
                let below = Message::new([line::own_look()]).row([self.take_back_button(id)]);
                cx.privately(user, below, None);
            }
            OwnDeed::TakesBack(id, screen) => {
                // A second tap finds nothing more to take back, and says the same.
                if self.own.card(id).is_some_and(|card| card.by == user) {
                    self.take_back(id, cx);
                }
                cx.edit_privately(user, screen, Message::new([line::own_taken_back()]));
            }
        }
    }

    /// A tap in the group on a button about a card of theirs.
    pub(in crate::couple) fn own_tap(
        &mut self,
        user: UserId,
        action: OwnAction,
        message: MessageId,
        cx: &mut Cx<'_>,
    ) -> Show {
        let OwnAction::TakeBack(chat, id) = action else { return Show::Box(line::alert_old_button()) };
        match self.own.card(id) {
            Some(card) if chat == self.chat && card.by == user => {
                self.take_back(id, cx);
                cx.edit(message, Message::new([line::own_taken_back()]))
            }
            Some(_) if chat == self.chat => Show::Box(line::alert_own_not_yours()),
            _ => Show::Box(line::alert_old_button()),
        }
    }

    /// It does not come, even if its copy waits to be sent already.
    fn take_back(&mut self, id: OwnId, cx: &mut Cx<'_>) {
        self.own.forget(id);
        cx.call_back(Tag::OwnCard(id));
        self.own_card_makes_room(id, cx);
    }

    pub(super) fn take_back_button(&self, id: OwnId) -> Button {
        Button::new(line::button_take_back(), Action::Own(OwnAction::TakeBack(self.chat, id)))
    }
}

/// Asks for a card in the private chat of one who is in several couples.
pub(in crate::couple) fn add_for(chat: ChatId) -> Action {
    Action::Own(OwnAction::Add(chat))
}
