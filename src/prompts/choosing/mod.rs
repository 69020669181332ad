//! What a couple gets next: a card, three ideas for an evening, a thought for the week. Randomness and time come in
//! as arguments; nothing is read or kept here.

pub mod cards;
pub mod ideas;
pub mod tellings;
