//! Which of the seen updates and dead letters are still kept. Pure: numbers in, keys to prune out.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use chrono::{DateTime, Utc};

use crate::ids::UpdateId;

/// At least this many of the latest update ids are remembered.
pub(super) const SEEN_KEPT: usize = 1_024;

/// At most this many dead letters are kept.
pub(super) const DEAD_KEPT: usize = 1_000;

/// The rows of the seen tree: the number of a commit and how many ids it holds.
#[derive(Debug, Default)]
pub(super) struct SeenRows {
    rows: VecDeque<(u64, usize)>,
    ids: usize,
    next: u64,
}

impl SeenRows {
    /// Takes note of a row that is stored already; rows come in rising order.
    pub(super) fn remember(&mut self, number: u64, ids: usize) {
        self.rows.push_back((number, ids));
        self.ids += ids;
        self.next = number.saturating_add(1);
    }

    /// A new row of so many ids: its number, and the rows that are no longer needed.
    pub(super) fn admit(&mut self, ids: usize) -> (u64, Vec<u64>) {
        let number = self.next;
        self.remember(number, ids);
        let mut pruned = Vec::new();
        while let Some(&(oldest, held)) = self.rows.front()
            && self.ids - held >= SEEN_KEPT
        {
            self.rows.pop_front();
            self.ids -= held;
            pruned.push(oldest);
        }
        (number, pruned)
    }
}

/// The dead letters by age. Update ids restart at random, so their order says nothing.
#[derive(Debug, Default)]
pub(super) struct DeadByAge {
    at: BTreeMap<UpdateId, DateTime<Utc>>,
    by_age: BTreeSet<(DateTime<Utc>, UpdateId)>,
}

impl DeadByAge {
    /// Takes note of a letter; the one that must go, if they are too many now.
    pub(super) fn admit(&mut self, update: UpdateId, at: DateTime<Utc>) -> Option<UpdateId> {
        if let Some(before) = self.at.insert(update, at) {
            self.by_age.remove(&(before, update));
        }
        self.by_age.insert((at, update));
        if self.by_age.len() <= DEAD_KEPT {
            return None;
        }
        let (_, oldest) = self.by_age.pop_first()?;
        self.at.remove(&oldest);
        Some(oldest)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_latest_ids_are_kept_and_not_many_more(commits in proptest::collection::vec(1_usize..129, 1..200)) {
            let mut rows = SeenRows::default();
            let mut stored = BTreeMap::new();
            for &ids in &commits {
                let (number, pruned) = rows.admit(ids);
                stored.insert(number, ids);
                for row in pruned {
                    stored.remove(&row);
                }
            }
            let (ever, kept): (usize, usize) = (commits.iter().sum(), stored.values().sum());
            prop_assert!(kept >= ever.min(SEEN_KEPT));
            prop_assert!(kept < SEEN_KEPT + 128);
        }
    }

    #[test]
    fn the_oldest_letter_goes_first_whatever_its_number() {
        let mut dead = DeadByAge::default();
        let at = |second: i64| DateTime::from_timestamp(second, 0).unwrap();
        for n in 0..u32::try_from(DEAD_KEPT).unwrap() {
            // Falling numbers: the first is the highest.
            assert_eq!(dead.admit(UpdateId(5_000 - n), at(i64::from(n))), None);
        }
        assert_eq!(dead.admit(UpdateId(5_000), at(9_000)), None, "recorded again: it is young now");
        assert_eq!(dead.admit(UpdateId(1), at(9_001)), Some(UpdateId(4_999)));
    }
}
