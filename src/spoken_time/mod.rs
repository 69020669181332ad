//! Reading when something is to be, as people type it: `fri 19:30`, `24 December 18:00`, `tomorrow 8pm dinner at the
//! harbour`, `every other friday 19:30`, `morgen um 20 Uhr`. One reader for all that is typed: evenings, rests,
//! settings, weekly talks.
//!
//! ```text
//!  line ─► tokens (line, fold) ─► what each can mean (words) ─► rules take what they know (reader) ─┬─► Spoken ─► Meaning
//!                                     what no rule took is a title, or nothing is read (leftover) ───┘
//! ```
//!
//! The whole line is read. What is left over by the rules is a title only if nothing in it could be about time or about
//! another wish (`leftover`), so that what is not understood sets nothing. Where people of different countries mean
//! different days by the same words, or an hour could be of the morning or of the evening, both readings come back and
//! the people choose. What is nearly the name of a day is read as such only where they are asked.
//!
//! The tests are the specification: tables of what is typed and what it means, by theme.
//!
//! What must never be true here: a clock, a zone or a store is asked; a word of the couple's is kept; something is
//! guessed. Times are those on the couple's wall (`NaiveDateTime`); which of them exist is said by the caller.
//!
//! Of the crates for grammars `winnow` is well kept and in the tree already, and so costs nothing; but its combinators
//! give one reading, and here a word has several, which hold by what stands around it: slices of words matched by the
//! language itself say that more shortly. `chumsky` has the same shape and eight crates more, `logos` makes its lexer
//! while the program is built, which is slow.

mod calendar;
mod clock;
mod dates;
mod days;
mod figures;
mod fold;
mod leftover;
mod line;
mod meals;
mod meaning;
mod other_clock;
mod reader;
mod repetition;
mod single;
mod slips;
mod unread;
mod vocabulary;
mod week;
mod weekend;
mod whole;
mod words;

pub use calendar::days_from;
pub use figures::Reading;
pub use meals::suits_meal;
pub use meaning::{Day, Meaning, Spelt, Spoken, farthest};
pub use repetition::Every;
pub use single::{day_of_each_year, days_ahead, hours, hours_between, weekday};
pub use unread::Unread;
pub use vocabulary::Part;
pub use whole::{read, read_at};

#[cfg(test)]
mod tests;
