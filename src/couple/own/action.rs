//! What one of the two does with cards of their own.

use super::OwnId;
use crate::couple::carried::{carried, carried_number};
use crate::couple::{ChatId, MessageId};

carried_number!(OwnId(u32));

carried!(
    /// Buttons about cards of their own. Each names the couple's group.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    pub enum OwnAction {
        /// It does not come any more. In the group as in private.
        "back" => TakeBack(chat: ChatId, id: OwnId),
        /// Add one for this group. In private, as those that follow.
        "add" => Add(chat: ChatId),
        /// Show this one.
        "look" => Look(chat: ChatId, id: OwnId),
        /// A page of one's own, counted from 0.
        "list" => List(page: u8),
    }
);

/// What one of the two did in private that is about cards of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnDeed {
    /// They would like to add one.
    WouldAdd,
    /// This message is one. What it says does not come in.
    Adds(MessageId),
    Looks(OwnId),
    /// Under this screen.
    TakesBack(OwnId, MessageId),
}
