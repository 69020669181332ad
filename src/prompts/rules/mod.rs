//! What words have to be: plain, short and free of orders; a script whose every step leads on to its end; lines of the
//! voice that fit where they are shown; and enough of each kind.

pub mod balance;
pub mod chapter;
pub mod grade;
pub mod html;
pub mod likeness;
pub mod path;
pub mod script;
pub mod voice;
pub mod wording;
