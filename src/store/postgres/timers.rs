//! The timers that fall due next, kept at hand: they are asked for before and after each commit.

use std::collections::BTreeSet;

/// How many timers are fetched at once.
pub(super) const AT_ONCE: usize = 1_024;

/// Keys of timers, in their order: all there are up to some key.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    keys: BTreeSet<Vec<u8>>,
    reach: Reach,
}

/// Up to where all timers are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Reach {
    #[default]
    Nowhere,
    /// Up to this key, and it too.
    To(Vec<u8>),
    All,
}

impl Reach {
    fn covers(&self, key: &[u8]) -> bool {
        match self {
            Self::Nowhere => false,
            Self::To(last) => key <= last.as_slice(),
            Self::All => true,
        }
    }
}

impl Ahead {
    /// The first `most` keys below `end`; `None` where more would have to be fetched to know.
    pub(super) fn first(&self, most: usize, end: Option<&[u8]>) -> Option<Vec<Vec<u8>>> {
        let before = |key: &&Vec<u8>| end.is_none_or(|end| key.as_slice() < end);
        let some: Vec<Vec<u8>> = self.keys.iter().take_while(before).take(most).cloned().collect();
        let known = some.len() == most
            || match end {
                Some(end) => self.reach.covers(end),
                None => self.reach == Reach::All,
            };
        known.then_some(some)
    }

    /// Takes up what was fetched: the first `asked` timers of all, or as many as there are.
    pub(super) fn fetched(&mut self, keys: Vec<Vec<u8>>, asked: usize) {
        self.reach = match keys.last() {
            Some(last) if keys.len() == asked => Reach::To(last.clone()),
            _ => Reach::All,
        };
        self.keys = keys.into_iter().collect();
    }

    /// A timer was set or taken away.
    pub(super) fn follow(&mut self, key: &[u8], set: bool) {
        if !set {
            self.keys.remove(key);
        } else if self.reach.covers(key) {
            self.keys.insert(key.to_vec());
            // Not for ever: with very many set soon, those that come last are fetched again.
            if self.keys.len() > 4 * AT_ONCE {
                self.keys.pop_last();
                self.reach = self.keys.last().cloned().map_or(Reach::Nowhere, Reach::To);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is set, taken away and asked for, the answer is that of the whole index.
        #[test]
        fn it_answers_as_the_whole_index_would(
            deeds in prop::collection::vec((any::<u16>(), any::<bool>(), 1_usize..20, any::<Option<u16>>()), 1..200),
            some in prop::collection::btree_set(any::<u16>(), 0..60),
            at_once in 1_usize..30,
        ) {
            let mut whole: BTreeSet<Vec<u8>> = some.iter().map(|key| key.to_be_bytes().to_vec()).collect();
            let mut ahead = Ahead::default();
            for (key, set, most, end) in deeds {
                let (key, end) = (key.to_be_bytes().to_vec(), end.map(u16::to_be_bytes));
                if set { whole.insert(key.clone()); } else { whole.remove(&key); }
                ahead.follow(&key, set);
                let before = |key: &&Vec<u8>| end.is_none_or(|end| key.as_slice() < end.as_slice());
                let expected: Vec<Vec<u8>> = whole.iter().take_while(before).take(most).cloned().collect();
                let end = end.as_ref().map(<[u8; 2]>::as_slice);
                let answer = ahead.first(most, end).unwrap_or_else(|| {
                    let asked = at_once.max(most);
                    ahead.fetched(whole.iter().take(asked).cloned().collect(), asked);
                    ahead.first(most, end).expect("as many as are asked for are known")
                });
                prop_assert_eq!(answer, expected);
            }
        }
    }
}
