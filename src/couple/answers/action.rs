//! What the buttons under a question in the private chat do.

use crate::couple::carried::carried;
use crate::couple::{CardSerial, ChatId};

carried!(
    /// An answer in private. Each names the couple's group and the number of the card.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum AnswerAction {
        /// One's own choice, by its place on the card.
        "own" => Own(chat: ChatId, serial: CardSerial, choice: u8),
        /// What the other is guessed to choose.
        "guess" => Guess(chat: ChatId, serial: CardSerial, choice: u8),
        /// That's all.
        "all" => AllSaid(chat: ChatId, serial: CardSerial),
        "change" => Change(chat: ChatId, serial: CardSerial),
        "back" => TakeBack(chat: ChatId, serial: CardSerial),
        /// Show it in the group, alone.
        "share" => Share(chat: ChatId, serial: CardSerial),
        /// Keep it, or let it go: either way nothing is known of it any more.
        "keep" => Keep(chat: ChatId, serial: CardSerial),
        "letgo" => LetGo(chat: ChatId, serial: CardSerial),
    }
);

impl AnswerAction {
    /// The couple's group, and the card that it is about.
    #[must_use]
    pub fn about(self) -> (ChatId, CardSerial) {
        match self {
            Self::Own(chat, serial, _)
            | Self::Guess(chat, serial, _)
            | Self::AllSaid(chat, serial)
            | Self::Change(chat, serial)
            | Self::TakeBack(chat, serial)
            | Self::Share(chat, serial)
            | Self::Keep(chat, serial)
            | Self::LetGo(chat, serial) => (chat, serial),
        }
    }
}
