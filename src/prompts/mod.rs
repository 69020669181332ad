//! The words and the room that loads them.
//!
//! Everything a couple reads is a plain file under `prompts/`: cards, paths through them, tellings, conversations, date ideas,
//! places and who helps in TOML, the bot's own voice in Fluent. A copy is built into the program; a host may put a directory of their own in its place.
//!
//! ```text
//! files ─► reading (TOML) ─► card, card_path, date, script, telling ─┐
//!      └─► voice (Fluent) ───────────────────────────────────────────┴─► loading ─► Library ─► choosing, page
//!                                                                        │
//!                 rules: what words have to be ──────────────────────────┘      what is wrong: findings ─► check
//! ```
//!
//! What must never be true here: a sentence for couples in Rust; a panic because of what stands in a file; a finding
//! without a place and a way to mend it. A file imports a thing from where it is written, and no file is part of a
//! circle of imports.

mod card;
mod card_id;
mod card_path;
mod chapter;
mod check;
mod choosing;
mod date;
mod finding;
pub(crate) mod id_list;
mod library;
mod loading;
mod named_ids;
mod names;
mod opening;
mod page;
mod places;
mod reading;
mod rules;
mod script;
mod selection;
mod support;
mod telling;
mod times;
mod voice;

pub use card::{Card, Listener, Provenance};
pub use card_id::CardId;
pub use card_path::{CardPath, PATH_DAYS, PathDay};
pub use chapter::{Before, Chapter, ChapterWeights, FirstDays};
pub use check::{Report, check, check_selection, told};
pub use choosing::cards::{Corners, History, Hour, choose};
pub use choosing::ideas::{IdeasWanted, Kind, MOST_LIKED, offer};
pub use choosing::tellings::next_telling;
pub use date::DateIdea;
pub use finding::{Finding, Severity, Unusable};
pub use library::Library;
pub use named_ids::{ChapterId, PathId, ScriptId, StepId};
pub(crate) use names::named;
pub use names::{
    Apart, Cost, DatePlace, DecidedWhen, Depth, Energy, Family, First, Fit, Gate, Mode, Named, Novelty, Pack, Reveal,
    Sensitivity, Skip, TurnEnds, Weather, Who,
};
pub use page::page;
pub use places::{Places, Region};
pub use script::{Act, BothHow, Caps, Choice, PrivateElse, Script, ScriptStep};
pub use selection::{Never, Selection};
pub use support::{Country, CountryCode, LineKind, Support, SupportLine};
pub use telling::Telling;
pub use times::{DayPart, LifeStage, MeantFor, Occasion, Season, When};
pub use voice::{Filling, Voice};
