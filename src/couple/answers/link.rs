//! The link from a card in the group to the question in the private chat: what stands behind `?start=`.

use serde::{Deserialize, Serialize};

use crate::couple::{CardSerial, ChatId};

/// Where a tap leads to: the private chat, and the question of this card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The couple's group.
    pub chat: ChatId,
    pub serial: CardSerial,
}

impl Link {
    /// The payload of the link: letters, digits and `_`, 64 at most.
    #[must_use]
    pub fn payload(self) -> String {
        format!("a{}_{}", self.serial.0, self.chat.0.unsigned_abs())
    }

    /// Reads what [`Link::payload`] wrote; `None` for anything else.
    #[must_use]
    pub fn read(payload: &str) -> Option<Self> {
        let (serial, group) = payload.strip_prefix('a')?.split_once('_')?;
        let group = group.parse::<i64>().ok().filter(|group| *group > 0)?;
        Some(Self { chat: ChatId(-group), serial: CardSerial(serial.parse().ok()?) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_comes_back_and_nothing_else_is_one() {
        let link = Link { chat: ChatId(-1_001_234_567_890), serial: CardSerial(u32::MAX) };
        assert!(link.payload().len() <= 64 && link.payload().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
        assert_eq!(Link::read(&link.payload()), Some(link));
        for other in ["", "corner", "a", "a1", "a_1", "a1_", "a1_-5", "a1_0", "ax_5", "a1_99999999999999999999", "b1_5"]
        {
            assert_eq!(Link::read(other), None, "{other}");
        }
    }
}
