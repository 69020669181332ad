//! From files to what stands in them: a file of TOML is taken apart field by field, and what cannot be read becomes a
//! finding with its line. Whether what was read is any good is a matter of the rules.

pub mod card;
pub mod chapter;
pub mod date;
pub mod fields;
pub mod path;
pub mod places;
pub mod script;
pub mod source;
pub mod stems;
pub mod support;
pub mod telling;
