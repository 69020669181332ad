//! What one person alone sees in a group: messages that are gone when their app forgets them.

use super::{Person, Tap};
use crate::rehearsal::ephemeral::{Tapped, seen_alone};
use crate::rehearsal::groups::Group;
use crate::rehearsal::seen::SeenMessage;

impl Person {
    /// What this person alone sees in the group, oldest first. The id is that of an ephemeral message.
    pub fn sees_alone(&self, group: &Group) -> Vec<SeenMessage> {
        let chat = group.id();
        let world = self.shared.look();
        world.chats.get(&chat).map(|known| seen_alone(&world, known, self.id)).unwrap_or_default()
    }

    /// Taps the newest button with this label below what only this person sees.
    ///
    /// # Panics
    ///
    /// When there is none: the test has failed.
    #[track_caller]
    pub fn presses_alone(&self, group: &Group, label: &str) -> Tap {
        let seen = self.sees_alone(group);
        let found = seen.iter().rev().find_map(|message| Some((message.id, message.button(label)?.clone())));
        let Some((id, button)) = found else { panic!("{} alone sees no button \u{201c}{label}\u{201d}", self.name()) };
        self.tap(group.id(), Tapped::Ephemeral(id), button.data.as_deref().unwrap_or_default(), &button.label)
    }

    /// Sends a tap with this data from a button below what only this person sees.
    pub fn presses_data_alone(&self, group: &Group, ephemeral_id: i64, data: &str) -> Tap {
        self.tap(group.id(), Tapped::Ephemeral(ephemeral_id), data, data)
    }

    /// The app of this person begins anew, and what it alone was shown is gone; the bot is not told.
    pub fn restarts_app(&self) {
        self.shared.change(|world| {
            for chat in world.chats.values_mut() {
                chat.ephemeral.retain(|_, shown| shown.receiver != self.id);
            }
        });
    }
}
