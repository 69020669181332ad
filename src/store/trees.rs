//! The trees of the store.

/// One tree. The order is that of [`Tree::ALL`] and of the exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Tree {
    /// One record per couple.
    Couples,
    /// What is known of a person across chats.
    Users,
    /// The due index. The key says all; the value is empty.
    Timers,
    /// Calls to Telegram that are still to be made.
    Outbox,
    /// Update ids handled lately, one row per commit.
    Seen,
    /// Updates that could not be handled.
    Dead,
    /// What the store says of itself. Not exported: an import makes its own.
    Meta,
}

impl Tree {
    pub(super) const ALL: [Self; 7] =
        [Self::Couples, Self::Users, Self::Timers, Self::Outbox, Self::Seen, Self::Dead, Self::Meta];

    /// Its name on disk and in exports. Never changes.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Couples => "couples",
            Self::Users => "users",
            Self::Timers => "timers",
            Self::Outbox => "outbox",
            Self::Seen => "seen",
            Self::Dead => "dead",
            Self::Meta => "meta",
        }
    }

    /// What its keys are, in words.
    pub(super) const fn key_kind(self) -> &'static str {
        match self {
            Self::Couples => "chat",
            Self::Users => "user",
            Self::Timers => "due, chat and kind",
            Self::Outbox => "chat and sequence",
            Self::Seen => "commit number",
            Self::Dead => "update id",
            Self::Meta => "name",
        }
    }

    /// The tree of this name.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tree| tree.name() == name)
    }

    /// Its place in [`Tree::ALL`].
    pub(super) const fn index(self) -> usize {
        self as usize
    }
}
