//! The ids of what is written by a writer's own name: scripts and their steps, paths, chapters. (Those of cards are numbers:
//! `card_id`.)

use std::fmt;

use serde::{Deserialize, Serialize};

/// The most that rides in a button beside the rest of its data.
pub(super) const LONGEST_NAME: usize = 16;

/// Small letters, digits and hyphens, sixteen at most.
pub(super) fn is_name(text: &str) -> bool {
    (1..=LONGEST_NAME).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// An id that is a name, stored as its text.
macro_rules! named_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

named_id!(
    /// The name of a script, as in its file and behind `/listen`: `five`.
    ScriptId
);
named_id!(
    /// The name of a step within its script.
    StepId
);
named_id!(
    /// The name of a path, as in its file and behind its button: `friends`.
    PathId
);
named_id!(
    /// The name of a chapter, as in its file and behind its button: `lean`.
    ChapterId
);
