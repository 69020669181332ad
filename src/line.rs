//! The lines of the bot's voice, to be said by name.
//!
//! `build.rs` makes them of `prompts/en/*.ftl`: a function for a line with one variable or none, a struct with a field for
//! each variable for a line with several. A key that is not there, a variable that is missing and a line that nobody says
//! are found by the compiler. What a line says in another folder of prompts is read when the program starts.

use crate::phrase::{Phrase, Value};

include!(concat!(env!("OUT_DIR"), "/line.rs"));
