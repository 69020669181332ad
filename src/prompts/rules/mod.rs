//! What words have to be: plain, short and free of orders; a script that leads nobody astray; lines of the voice that
//! fit where they are shown; and enough of each kind.

pub mod balance;
pub mod grade;
pub mod html;
pub mod likeness;
pub mod path;
pub mod script;
pub mod voice;
pub mod wording;
