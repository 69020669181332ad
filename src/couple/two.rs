//! The two people of a couple.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::UserId;

/// The two, in the order in which they came in. Read like an array of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Two([UserId; 2]);

impl Two {
    #[must_use]
    pub fn new(first: UserId, second: UserId) -> Self {
        Self([first, second])
    }

    /// The one who is not `one`.
    #[must_use]
    pub fn other(self, one: UserId) -> UserId {
        let [first, second] = self.0;
        if first == one { second } else { first }
    }
}

impl Deref for Two {
    type Target = [UserId; 2];

    fn deref(&self) -> &[UserId; 2] {
        &self.0
    }
}

impl IntoIterator for Two {
    type Item = UserId;
    type IntoIter = std::array::IntoIter<UserId, 2>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
