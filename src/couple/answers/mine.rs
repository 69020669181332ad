//! What one of the two may see of the answers: their own, and of the rounds what stands in the group.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Answers, Part, Round, Side, Stage, Step};
use crate::couple::{Door, UserId};
use crate::prompts::CardId;

/// One card that is answered in private, as one of the two may see it.
#[derive(Serialize)]
pub struct MyRound {
    card: CardId,
    begun: DateTime<Utc>,
    closes: DateTime<Utc>,
    /// As the group can see it.
    stands: Stands,
    /// How many messages in the group belong to what you shared alone.
    messages_that_you_shared: usize,
    your_answer: Option<MyAnswer>,
}

/// How far a round is for everybody to see. That both are done is not: it would tell when the other was.
#[derive(Serialize)]
enum Stands {
    NotOpenYet,
    DidNotOpen,
    Opened,
}

#[derive(Serialize)]
struct MyAnswer {
    asked: Option<DateTime<Utc>>,
    done: Step,
    messages: usize,
    choice: Option<u8>,
    messages_of_your_guess: usize,
    choice_of_your_guess: Option<u8>,
}

impl Answers {
    /// What `user` may see: whether the bot can write to them, and the rounds.
    pub(in crate::couple) fn as_seen_by(&self, user: UserId) -> (Option<Door>, Vec<MyRound>) {
        let Self { rounds, reach } = self;
        (reach.get(&user).copied(), rounds.iter().map(|round| MyRound::of(user, round)).collect())
    }
}

impl MyRound {
    fn of(user: UserId, round: &Round) -> Self {
        let Round { serial: _, card, how: _, begun, closes, choices: _, message: _, thread: _, stage, shared, sides } =
            round;
        Self {
            card: card.clone(),
            begun: *begun,
            closes: *closes,
            stands: match stage {
                Stage::Gathering | Stage::Opens(_) => Stands::NotOpenYet,
                Stage::Closed => Stands::DidNotOpen,
                Stage::Opened(_) => Stands::Opened,
            },
            messages_that_you_shared: shared.values().filter(|whose| **whose == user).count(),
            your_answer: answer(user, sides),
        }
    }
}

fn answer(user: UserId, sides: &BTreeMap<UserId, Side>) -> Option<MyAnswer> {
    let Side { at, asked, own, guess } = sides.get(&user)?;
    let part = |Part { messages, choice }: &Part| (messages.len(), *choice);
    let ((messages, choice), (messages_of_your_guess, choice_of_your_guess)) = (part(own), part(guess));
    Some(MyAnswer { asked: *asked, done: *at, messages, choice, messages_of_your_guess, choice_of_your_guess })
}
