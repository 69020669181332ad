//! Rules that hold for every course of events, tried on courses drawn by chance. The domain alone: no network, no
//! store, no clock.

mod answers;
mod by_itself;
mod chapters;
mod clock;
mod couples;
mod dates;
mod keeping;
mod kit;
mod private;
mod talks;
mod year;
