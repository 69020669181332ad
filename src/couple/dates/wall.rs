//! What was said on the wall stays on the wall: an evening at 19:00 is at 19:00 whatever happens to the rules of clocks.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::zones::Zone;

/// A day and an hour, as they were said, and the zone whose clock was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wall {
    pub local: NaiveDateTime,
    pub zone: Zone,
}

impl Wall {
    /// The instant, by the table of time zones in use.
    pub(super) fn instant(self) -> DateTime<Utc> {
        self.zone.instant(self.local)
    }
}
