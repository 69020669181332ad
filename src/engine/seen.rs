//! Which updates were handled lately.

use std::collections::{HashSet, VecDeque};

use tracing::debug;

use crate::ids::UpdateId;

/// Update ids that are remembered, to know one that Telegram sends again.
const SEEN_KEPT: usize = 2_048;

/// Update ids handled lately. Telegram's numbers restart at random after an idle week, so only equality counts.
pub(super) struct RecentUpdates {
    order: VecDeque<UpdateId>,
    ids: HashSet<UpdateId>,
}

impl RecentUpdates {
    pub(super) fn new(ids: Vec<UpdateId>) -> Self {
        Self { ids: ids.iter().copied().collect(), order: ids.into() }
    }

    /// Whether this update was not handled before; remembers it.
    pub(super) fn is_new(&mut self, id: UpdateId) -> bool {
        if !self.ids.insert(id) {
            debug!(update = id.0, "came again, passed over");
            return false;
        }
        self.order.push_back(id);
        if self.order.len() > SEEN_KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        true
    }
}
