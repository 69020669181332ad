//! How answers come into the group: both together, or one by its own person's wish.

use rand::Rng;
use serde::{Deserialize, Serialize};

use super::{How, Opened, Round, Side, Stage};
use crate::couple::cards::listener_line;
use crate::couple::{CardSerial, Class, Couple, Cx, Effect, Message, MessageId, Outgoing, Phrase, Tag, UserId};
use crate::line;
use crate::prompts::{Card, Mode};

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
    /// Both answers come into the group, in an order by chance, as replies to the card.
    pub(super) fn open(&mut self, serial: CardSerial, cx: &mut Cx<'_>) {
        let Some(people) = self.people() else { return };
        let Some(round) = self.answers.round(serial) else { return };
        round.stage = Stage::Opened(Opened::default());
        let round = round.clone();
        let Some(card) = cx.library.card(&round.card) else { return };
        let [one, other] = if cx.rng.random() { [people[0], people[1]] } else { [people[1], people[0]] };
        let sides = [one, other].map(|user| (user, round.sides.get(&user).cloned()));
        let mut choices = Vec::new();
        for (user, side) in &sides {
            let Some(side) = side else { continue };
            let theirs = |part: &super::Part| part.choice.and_then(|at| card.choices.get(usize::from(at))).cloned();
            match round.how {
                How::GuessByChoice => {
                    if let (Some(answer), Some((_, Some(guess)))) =
                        (theirs(&side.own), sides.iter().find(|(guesser, _)| guesser != user))
                        && let Some(guess) = theirs(&guess.guess)
                    {
                        let other = people.other(*user);
                        choices.push(line::AnswersPair { person: *user, answer, other, guess }.phrase());
                    }
                }
                How::Together | How::Guess | How::ByChoice => self.show_answer(&round, *user, side, cx),
            }
        }
        if choices.is_empty() {
            let cue = cue(card, one, other);
            self.opening_row(&round, Piece::Cue, Message::new(cue), cx);
        } else {
            choices.extend(cue(card, one, other));
            self.opening_row(&round, Piece::Cue, Message::new(choices), cx);
        }
    }

    /// *Share it*: what one answered alone comes into the group. `None` where there is nothing to share.
    pub(super) fn share(&mut self, user: UserId, serial: CardSerial, cx: &mut Cx<'_>) -> Option<Message> {
        let round = self.answers.round(serial)?;
        let may = match round.stage {
            Stage::Closed => true,
            Stage::Gathering => round.how == How::ByChoice,
            Stage::Opens(_) | Stage::Opened(_) => false,
        };
        let side = round.sides.get(&user).filter(|side| may && !side.is_empty()).cloned()?;
        round.sides.remove(&user);
        let round = round.clone();
        let card = cx.library.card(&round.card)?;
        if round.how == How::GuessByChoice {
            let answer = side.own.choice.and_then(|at| card.choices.get(usize::from(at)))?;
            let line = line::AnswersChoiceShared { person: user, answer: answer.as_str() }.phrase();
            self.opening_row(&round, Piece::NameOf(user), Message::new([line]), cx);
        } else {
            self.show_answer(&round, user, &Side { guess: super::Part::default(), ..side }, cx);
        }
        if let Some(listener) = &card.listener {
            let other = self.people()?.other(user);
            let cue = [line::answers_cue_shared(other), listener_line(listener)];
            self.opening_row(&round, Piece::Cue, Message::new(cue), cx);
        }
        Some(Message::new([line::answer_shared()]))
    }

    /// The name of one, and copies of what they answered below it; of a guess in words that, too.
    fn show_answer(&self, round: &Round, user: UserId, side: &Side, cx: &mut Cx<'_>) {
        self.opening_row(round, Piece::NameOf(user), Message::new([line::answers_of(user)]), cx);
        self.copy_row(round, Piece::AnswerOf(user), user, &side.own, cx);
        if !side.guess.messages.is_empty() {
            self.opening_row(round, Piece::GuesserOf(user), Message::new([line::answers_guess_of(user)]), cx);
            self.copy_row(round, Piece::GuessOf(user), user, &side.guess, cx);
        }
    }

    fn opening_row(&self, round: &Round, piece: Piece, message: Message, cx: &mut Cx<'_>) {
        let message = message.for_the_two(true);
        let effect = Effect::Say { message, ring: self.soft_ring(cx.now), reply_to: round.message };
        push(round, piece, effect, cx);
    }

    fn copy_row(&self, round: &Round, piece: Piece, of: UserId, part: &super::Part, cx: &mut Cx<'_>) {
        let messages: Vec<MessageId> = part.messages.iter().copied().collect();
        push(round, piece, Effect::Copy { from: of.private_chat(), messages, ring: self.soft_ring(cx.now) }, cx);
    }

    /// A piece of an opening stands in the group: replies can stand under it.
    pub(in crate::couple) fn piece_delivered(&mut self, serial: CardSerial, message: MessageId) {
        if let Some(Round { stage: Stage::Opened(opened), .. }) = self.answers.round(serial) {
            opened.under.insert(message);
        }
    }

    /// What was to be copied is not there any more, or cannot be copied.
    pub(in crate::couple) fn piece_undelivered(&mut self, piece: Piece, cx: &mut Cx<'_>) {
        if let Piece::AnswerOf(user) = piece {
            self.say_softly(line::answers_not_shown(user), cx);
        }
    }
}

fn push(round: &Round, piece: Piece, effect: Effect, cx: &mut Cx<'_>) {
    cx.in_thread(round.thread, |cx| {
        let row = cx.row(Class::Reply, effect);
        cx.push(Outgoing { tag: Some(Tag::Opening(round.serial, piece)), ..row });
    });
}

/// What invites to one reply each: the card's own words for the listener, or a question about the other.
fn cue(card: &Card, first: UserId, second: UserId) -> Vec<Phrase> {
    let invites = match card.mode {
        Mode::Appreciation => line::answers_cue_thanks(),
        _ => line::AnswersCue { first, second }.phrase(),
    };
    std::iter::once(invites).chain(card.listener.as_ref().map(listener_line)).collect()
}
