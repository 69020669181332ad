//! Why nothing was read.

/// Why nothing came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Neither a day nor an hour was found.
    Unclear,
    /// A day or an hour was found, and beside it words that speak of another.
    Unsure,
    /// A repetition other than each week or fortnight on a day of the week, without an end.
    EveryWhat,
    NoSuchDay,
    NoSuchHour,
    Past,
    /// The clocks leave this time out.
    Skipped,
    TooFar,
    /// It is said by another clock than the couple's.
    OtherClock,
    /// It asks to call off or to change, and not to set.
    OtherWish,
}
