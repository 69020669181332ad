//! Rows that were read or written lately. Only the one who leads writes, so what it remembers is what is there; and if it
//! leads no more, its next commit is refused.

use lru::LruCache;

use crate::store::trees::Tree;

/// What a row takes beside its key and its value, roughly.
const OVERHEAD: usize = 96;

/// What is known of a place.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Known<'a> {
    Unknown,
    /// There is no row.
    Nothing,
    Row(&'a [u8]),
}

/// Rows, and places where there is none, up to so many bytes.
pub(super) struct Cache {
    rows: LruCache<(Tree, Vec<u8>), Option<Vec<u8>>>,
    bytes: usize,
    most: usize,
}

impl Cache {
    pub(super) fn of(most_bytes: u64) -> Self {
        let most = usize::try_from(most_bytes).unwrap_or(usize::MAX);
        Self { rows: LruCache::unbounded(), bytes: 0, most }
    }

    /// What is at this place.
    pub(super) fn get(&mut self, tree: Tree, key: &[u8]) -> Known<'_> {
        match self.rows.get(&(tree, key.to_vec())) {
            None => Known::Unknown,
            Some(None) => Known::Nothing,
            Some(Some(value)) => Known::Row(value),
        }
    }

    pub(super) fn knows(&self, tree: Tree, key: &[u8]) -> bool {
        self.rows.contains(&(tree, key.to_vec()))
    }

    pub(super) fn put(&mut self, tree: Tree, key: Vec<u8>, value: Option<Vec<u8>>) {
        self.bytes += size(&key, value.as_ref());
        let length = key.len();
        if let Some(before) = self.rows.put((tree, key), value) {
            self.bytes -= OVERHEAD + length + before.map_or(0, |before| before.len());
        }
        while self.bytes > self.most
            && let Some(((_, key), value)) = self.rows.pop_lru()
        {
            self.bytes -= size(&key, value.as_ref());
        }
    }
}

fn size(key: &[u8], value: Option<&Vec<u8>>) -> usize {
    OVERHEAD + key.len() + value.map_or(0, Vec::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_stays_within_its_bytes_and_forgets_what_was_asked_for_longest_ago() {
        let mut cache = Cache::of(10 * 300);
        for n in 0..100_u8 {
            cache.put(Tree::Couples, vec![n], Some(vec![n; 200]));
            cache.put(Tree::Couples, vec![n], Some(vec![n; 150]));
            assert!(cache.bytes <= 3_000);
            let _ = cache.get(Tree::Couples, &[0]);
        }
        assert_eq!(cache.get(Tree::Couples, &[99]), Known::Row([99; 150].as_slice()));
        assert_eq!(cache.get(Tree::Couples, &[0]), Known::Row([0; 150].as_slice()), "it was asked for all the time");
        assert_eq!(cache.get(Tree::Couples, &[50]), Known::Unknown);
        cache.put(Tree::Couples, vec![99], None);
        assert_eq!(cache.get(Tree::Couples, &[99]), Known::Nothing);
        assert!(cache.knows(Tree::Couples, &[99]) && !cache.knows(Tree::Users, &[99]));
    }
}
