//! Which keys the rows of the database need.

use std::collections::BTreeMap;

use super::keyring::KeyNumber;

/// The numbers of keys, 64 of them in a word, by the number of the word. One that damage made takes no more room than
/// another.
#[derive(Debug, Default)]
pub(in crate::store) struct KeysInUse(BTreeMap<u32, u64>);

impl KeysInUse {
    pub(in crate::store) fn add(&mut self, number: KeyNumber) {
        *self.0.entry(number.0 / 64).or_default() |= 1 << (number.0 % 64);
    }

    pub(super) fn has(&self, number: u32) -> bool {
        self.0.get(&(number / 64)).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    pub(super) fn highest(&self) -> Option<u32> {
        self.0.last_key_value().map(|(word, bits)| word * 64 + 63 - bits.leading_zeros())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::couple::{ChatId, Couple};
    use crate::store::database::{Database, Write};
    use crate::store::trees::Tree;
    use crate::store::{Batch, Options, SledStore, Store, keys};
    use crate::zones::Zone;

    #[test]
    fn numbers_are_found_again_and_one_that_damage_made_takes_no_room() {
        let mut in_use = KeysInUse::default();
        assert_eq!(in_use.highest(), None);
        for number in [0, 63, 64, 4_000, u32::MAX] {
            in_use.add(KeyNumber(number));
            assert_eq!(in_use.highest(), Some(number));
            assert!(in_use.has(number));
        }
        for number in [1, 62, 65, 3_999, u32::MAX - 1] {
            assert!(!in_use.has(number), "{number}");
        }
        assert_eq!(in_use.0.len(), 4);
    }

    /// A host who takes a damaged store as it is hears of it all the same.
    #[test]
    fn a_row_with_a_number_that_no_key_has_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let us = ChatId(-100);
        let couples = [(us, Some(Couple::new(us, Zone::UTC)))].into();
        let mut store = SledStore::open(dir.path(), &Options::default()).unwrap();
        store.commit(&Batch { couples, ..Batch::default() }).unwrap();
        let key = keys::chat(us);
        let mut row = store.opened.database.tree(Tree::Couples).get(key).unwrap().expect("a row").to_vec();
        drop(store);
        row[1..5].copy_from_slice(&u32::MAX.to_be_bytes());
        let mut database = Database::open(&dir.path().join("sled"), 1 << 20).unwrap();
        database.write(&[Write::new(Tree::Couples, &key, Some(row))]).unwrap();
        drop(database);
        fs::write(dir.path().join("commit"), "accept").unwrap();
        let refused = SledStore::open(dir.path(), &Options::default()).err().expect("it does not open");
        assert!(refused.to_string().contains("keys"), "{refused}");
    }
}
