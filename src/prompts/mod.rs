//! The words and the room that loads them.
//!
//! Everything a couple reads is a plain file under `prompts/`: cards, paths through them, tellings, conversations, date ideas
//! and places in TOML, the bot's own voice in Fluent. A copy is built into the program; a host may put a directory of their own in its place.
//!
//! ```text
//! files ─► source ─► fields (TOML) ─► card, date, script, …     ─┐
//!                └─► voice (Fluent) ─────────────────────────────┼─► Library ─► choosing
//!                                       what is wrong: findings ─┴─► check: balance, likeness
//! ```
//!
//! What must never be true here: a sentence for couples in Rust; a panic because of what stands in a file; a finding
//! without a place and a way to mend it.

mod balance;
mod card;
mod card_path;
mod check;
mod choosing;
mod date;
mod fields;
mod finding;
mod grade;
mod html;
mod library;
mod likeness;
mod offering;
mod page;
mod places;
mod script;
mod script_reading;
mod script_rules;
mod selection;
mod source;
mod stems;
mod telling;
mod voice;
mod voice_rules;
mod wording;

pub use card::{Card, CardId, Depth, Family, Fit, Mode, Named, Origin, Reveal, Sensitivity, Skip};
pub use card_path::{CardPath, PATH_DAYS, PathDay, PathId};
pub use check::{Report, check, check_selection};
pub use choosing::{History, Hour, choose};
pub use date::{Cost, DateIdea, Energy, Novelty, Place};
pub use finding::{Finding, Severity, Unusable};
pub use library::Library;
pub use offering::{Apart, Kind, MOST_LIKED, Wanted, offer};
pub use page::page;
pub use script::{
    Act, BothHow, Caps, Choice, First, Gate, Moment, PrivateElse, Script, ScriptId, ScriptStep, StepId, TurnEnds, Who,
};
pub use selection::{Never, Selection};
pub use telling::{Telling, next_telling};
pub use voice::{Ink, Voice};
