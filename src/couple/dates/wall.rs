//! What was said on the wall stays on the wall: an evening at 19:00 is at 19:00 whatever happens to the rules of clocks.

use chrono::{DateTime, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Dates;
use super::evening::Origin;
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

impl Dates {
    /// Evenings in records from before the wall was kept: what it showed by the rules of that time. `zone`: the couple's.
    pub(in crate::couple) fn know_walls(&mut self, zone: Zone) {
        for evening in &mut self.evenings {
            let at = evening.at;
            evening.wall.get_or_insert_with(|| Wall { local: zone.wall_by_2025b(at), zone });
        }
    }

    /// Each evening that is ahead is at the instant at which the wall shows what was said; regular ones by the clock of
    /// `zone`, the couple's, wherever they have moved. What would be over thereby stays.
    pub(super) fn follow_walls(&mut self, zone: Zone, now: DateTime<Utc>) {
        for evening in self.evenings.iter_mut().filter(|evening| evening.is_ahead(now)) {
            if let Origin::Regular(local) = evening.origin {
                evening.wall = Some(Wall { local, zone });
            }
            let at = evening.wall.map(Wall::instant).filter(|at| *at > now && *at != evening.at);
            if let Some(at) = at {
                evening.at = at;
                evening.revision += 1;
            }
        }
        self.in_order();
    }
}
