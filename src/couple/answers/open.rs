//! How answers come into the group: both together, or one by its own person's wish.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::close::Taken;
use super::faces::left_over;
use super::{How, Link, Opened, Round, Side, Stage, fingerprint};
use crate::couple::cards::listener_line;
use crate::couple::{CardSerial, Class, Couple, Cx, Effect, Message, MessageId, Outgoing, Phrase, Tag, UserId};
use crate::line;
use crate::prompts::{Card, Listener, Mode};

/// A row of an opening, so that each can be told of and called back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// The line with the name, above the copies of what this one answered.
    NameOf(UserId),
    AnswerOf(UserId),
    /// The same for their guess.
    GuesserOf(UserId),
    GuessOf(UserId),
    /// What invites to one reply each.
    Cue,
}

impl Couple {
    /// Both answers come into the group, in an order by chance, as replies to the card. Whether they did: where the card
    /// has gone from the library, or its choices are others now, nothing is shown.
    pub(super) fn open(&mut self, serial: CardSerial, cx: &mut Cx<'_>) -> Outcome {
        let Some(people) = self.people() else { return Outcome::Closed };
        let Some(round) = self.answers.round(serial) else { return Outcome::Closed };
        let Some(card) = cx.library.card(&round.card).filter(|card| fingerprint(card) == round.choices) else {
            return Outcome::Closed;
        };
        round.stage = Stage::Opened(Opened::default());
        let round = round.clone();
        let [one, other] = if cx.rng.random() { [people[0], people[1]] } else { [people[1], people[0]] };
        let mut body = told_again(&round, card);
        if round.how == How::GuessByChoice {
            for user in [one, other] {
                let part = |user: UserId, part: fn(&Side) -> &super::Part| {
                    let choice = round.sides.get(&user).and_then(|side| part(side).choice)?;
                    card.choices.get(usize::from(choice)).map(String::as_str)
                };
                let of_the_other = people.other(user);
                if let (Some(answer), Some(guess)) =
                    (part(user, |side| &side.own), part(of_the_other, |side| &side.guess))
                {
                    body.push(line::AnswersPair { person: user, answer, other: of_the_other, guess }.phrase());
                }
            }
        } else {
            for user in [one, other] {
                if let Some(side) = round.sides.get(&user) {
                    self.show_answer(&round, std::mem::take(&mut body), user, side, cx);
                }
            }
        }
        body.extend(cue(card, one, other));
        self.opening_row(&round, Piece::Cue, Message::new(body), cx);
        Outcome::Open
    }

    /// *Share it*: what one answered alone comes into the group. `None` where there is nothing to share.
    pub(super) fn share(&mut self, user: UserId, serial: CardSerial, cx: &mut Cx<'_>) -> Option<Message> {
        let open = self.can_open(cx);
        let round = self.answers.round(serial)?;
        let may = match round.stage {
            Stage::Closed => true,
            Stage::Gathering => round.how == How::ByChoice,
            Stage::Opens(_) | Stage::Opened(_) => false,
        };
        let side = round.sides.get(&user).filter(|side| may && !side.is_empty()).cloned()?;
        let round = round.clone();
        let card = cx.library.card(&round.card);
        if !open {
            let text = card.map(|card| card.text.as_str());
            return Some(left_over(&self.settings, self.chat, &round, text, line::answer_not_now()));
        }
        let body = card.map(|card| told_again(&round, card)).unwrap_or_default();
        if round.how == How::GuessByChoice {
            let card = card.filter(|card| fingerprint(card) == round.choices)?;
            let answer = side.own.choice.and_then(|at| card.choices.get(usize::from(at)))?;
            let line = line::AnswersChoiceShared { person: user, answer: answer.as_str() }.phrase();
            let body = body.into_iter().chain([line]);
            self.opening_row(&round, Piece::NameOf(user), Message::new(body), cx);
        } else {
            self.show_answer(&round, body, user, &Side { guess: super::Part::default(), ..side }, cx);
        }
        if let Some(listener) = card.and_then(|card| card.listener.as_ref()) {
            let other = self.people()?.other(user);
            let cue = [line::answers_cue_shared(other), listener_line(listener)];
            self.opening_row(&round, Piece::Cue, Message::new(cue), cx);
        }
        if let Some(round) = self.answers.round(serial) {
            round.sides.remove(&user);
        }
        Some(Message::new([line::answer_shared()]))
    }

    /// The name of one, and copies of what they answered below it; of a guess in words that, too.
    fn show_answer(&self, round: &Round, above: Vec<Phrase>, user: UserId, side: &Side, cx: &mut Cx<'_>) {
        let body = above.into_iter().chain([line::answers_of(user)]);
        self.opening_row(round, Piece::NameOf(user), Message::new(body), cx);
        self.copy_row(round, Piece::AnswerOf(user), user, &side.own, cx);
        if !side.guess.messages.is_empty() {
            self.opening_row(round, Piece::GuesserOf(user), Message::new([line::answers_guess_of(user)]), cx);
            self.copy_row(round, Piece::GuessOf(user), user, &side.guess, cx);
        }
    }

    fn opening_row(&self, round: &Round, piece: Piece, message: Message, cx: &mut Cx<'_>) {
        let message = message.for_the_two(true);
        // The card is quoted once, at the first piece.
        let first = !cx.has_rows_with(|tag| matches!(tag, Tag::Opening(serial, _) if serial == round.serial));
        let reply_to = round.message.filter(|_| first);
        let effect = Effect::Say { message, ring: self.soft_ring(cx.now), reply_to };
        push(round, piece, effect, cx);
    }

    fn copy_row(&self, round: &Round, piece: Piece, of: UserId, part: &super::Part, cx: &mut Cx<'_>) {
        let messages: Vec<MessageId> = part.messages.iter().copied().collect();
        push(round, piece, Effect::Copy { from: of.private_chat(), messages, ring: self.soft_ring(cx.now) }, cx);
    }

    /// A piece of an opening stands in the group: replies can stand under it.
    pub(in crate::couple) fn piece_delivered(&mut self, serial: CardSerial, piece: Piece, message: MessageId) {
        let Some(round) = self.answers.round(serial) else { return };
        let whose = match piece {
            Piece::NameOf(user) | Piece::AnswerOf(user) | Piece::GuesserOf(user) | Piece::GuessOf(user) => Some(user),
            Piece::Cue => None,
        };
        match (&mut round.stage, whose) {
            (Stage::Opened(opened), _) => drop(opened.under.insert(message, whose)),
            // One shared it alone.
            (_, Some(user)) => drop(round.shared.insert(message, user)),
            (_, None) => {}
        }
    }

    /// What one answered is not there any more, or is protected: Telegram tells no difference. Who deletes an answer takes
    /// it back (decision 4 of the method): it is as if it had not opened, and that one alone hears why.
    pub(in crate::couple) fn piece_gone(&mut self, serial: CardSerial, piece: Piece, cx: &mut Cx<'_>) {
        let (Piece::AnswerOf(user) | Piece::GuessOf(user)) = piece else { return };
        if self.take_away_opening(serial, cx) == Taken::WasShared {
            self.take_away_shared(user, serial, cx);
            return cx.privately(user, Message::new([line::answer_not_there()]), None);
        }
        let now = cx.now;
        let Some(round) = self.answers.round(serial) else { return };
        if now < round.closes {
            round.sides.insert(user, Side::new(Some(now)));
            round.stage = Stage::Gathering;
            if let Some(view) = self.view(serial, user, cx.library) {
                let link = Link { chat: self.chat, serial };
                cx.comes_as_question(user, view.not_there(), link, self.soft_ring(now));
            }
        } else {
            round.sides.remove(&user);
            cx.comes_privately(user, Message::new([line::answer_not_there()]), self.soft_ring(now));
            self.close(serial, cx);
        }
    }

    /// A piece of an opening was not sent: it was refused for good, or came too late. One alone never opens.
    pub(in crate::couple) fn piece_undelivered(&mut self, serial: CardSerial, piece: Piece, cx: &mut Cx<'_>) {
        match piece {
            Piece::NameOf(user) | Piece::AnswerOf(user) | Piece::GuesserOf(user) | Piece::GuessOf(user) => {
                if self.opening_fails(serial, cx) == Taken::WasShared {
                    self.take_away_shared(user, serial, cx);
                    cx.privately(user, Message::new([line::answer_not_there()]), None);
                }
            }
            Piece::Cue => self.opening_lost(serial, cx),
        }
    }
}

/// What became of an opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Open,
    Closed,
}

/// The text of a card that stands in the group no more.
fn told_again(round: &Round, card: &Card) -> Vec<Phrase> {
    if round.message.is_none() { vec![line::answers_to(card.text.as_str())] } else { Vec::new() }
}

fn push(round: &Round, piece: Piece, effect: Effect, cx: &mut Cx<'_>) {
    cx.in_thread(round.thread, |cx| {
        let row = cx.row(Class::Reply, effect);
        cx.push(Outgoing { tag: Some(Tag::Opening(round.serial, piece)), ..row });
    });
}

/// What invites to one reply each: the card's own words for the listener, or a question about the other.
fn cue(card: &Card, first: UserId, second: UserId) -> Vec<Phrase> {
    match (&card.listener, card.mode) {
        (_, Mode::Appreciation) => vec![line::answers_cue_thanks()],
        (Some(Listener::Advice(text)), _) => vec![line::answers_cue_card(), line::answers_advice(text.as_str())],
        (Some(listener), _) => vec![line::answers_cue_card(), listener_line(listener)],
        (None, _) => vec![line::AnswersCue { first, second }.phrase()],
    }
}
