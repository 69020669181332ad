//! How a record becomes bytes, and how old bytes are still read.
//!
//! A record is `version ‖ flag ‖ payload`: one byte, one byte, and `MessagePack` **with field names**, so that a record
//! written before a field existed is read with that field's serde default. Payloads that gain from it are compressed.
//!
//! # Adding a version
//!
//! A new field with a serde default needs none. For any other change raise [`VERSION`], give [`decode`] one more
//! match arm that lifts the older payload into today's type, and add records of the old version to `tests/data`.
//!
//! | version | what is other |
//! |---|---|
//! | 1 | |
//! | 2 | lists of card names are bytes ([`crate::prompts::id_list`]); lists of texts are read as well |
//! | 3 | these bytes may be two for a name, and what is liked is bytes too; what was before is read as well |

use std::borrow::Cow;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::trees::Tree;
use super::{StoreError, sealed};

/// The version in which records are written.
pub(super) const VERSION: u8 = 3;

/// The most bytes of one row. The database keeps up to about twenty records on one page and moves a page of more
/// than a quarter of a segment into a file that it never syncs; this keeps twenty of the largest below that.
pub(super) const MOST_STORED: usize = 24 * 1024;

/// The most bytes of one record, so that its row has room for its seal.
pub(super) const MOST: usize = MOST_STORED - sealed::OVERHEAD;

/// The most bytes of one record before compression: what a damaged record may make us allocate.
const MOST_PLAIN: usize = 1 << 20;

/// Below this, compression gains nothing worth its time: it is as much work as sealing.
const WORTH_COMPRESSING: usize = 8 * 1024;

/// Room for most records.
const USUAL: usize = 4 * 1024;

const PLAIN: u8 = 0;
const LZ4: u8 = 1;

/// `record` in the newest version, ready to be stored in `tree`.
pub(super) fn encode<T: Serialize>(tree: Tree, record: &T) -> Result<Vec<u8>, StoreError> {
    let mut plain = Vec::with_capacity(USUAL);
    rmp_serde::encode::write_named(&mut plain, record)
        // The record is ours and the error may quote it; its kind says enough.
        .map_err(|_| StoreError::Unwritable { tree: tree.name(), what: "it does not serialize".into() })?;
    let compressed = (plain.len() > WORTH_COMPRESSING)
        .then(|| lz4_flex::compress_prepend_size(&plain))
        .filter(|compressed| compressed.len() < plain.len());
    let (flag, payload) = match &compressed {
        Some(compressed) => (LZ4, compressed),
        None => (PLAIN, &plain),
    };
    let bytes = payload.len() + 2;
    if bytes > MOST || plain.len() > MOST_PLAIN {
        let (bytes, most) = if bytes > MOST { (bytes, MOST) } else { (plain.len(), MOST_PLAIN) };
        return Err(StoreError::TooLarge { tree: tree.name(), key: tree.key_kind(), bytes, most });
    }
    let mut stored = Vec::with_capacity(bytes);
    stored.extend_from_slice(&[VERSION, flag]);
    stored.extend_from_slice(payload);
    Ok(stored)
}

/// Reads a record of any version that was ever written.
pub(super) fn decode<T: DeserializeOwned>(tree: Tree, stored: &[u8]) -> Result<T, StoreError> {
    let damaged = |what: &str| StoreError::Damaged { tree: tree.name(), what: what.to_owned() };
    let &[version, flag, ref payload @ ..] = stored else { return Err(damaged("it is cut short")) };
    if version > VERSION {
        return Err(StoreError::NewerRecord { tree: tree.name(), found: version, known: VERSION });
    }
    let plain = match flag {
        PLAIN => Cow::Borrowed(payload),
        LZ4 => decompress(payload).ok_or_else(|| damaged("it cannot be decompressed"))?.into(),
        _ => return Err(damaged("its flag is unknown")),
    };
    match version {
        1..=VERSION => rmp_serde::from_slice(&plain).map_err(|error| damaged(&without_content(&error))),
        _ => Err(damaged("its version was never written")),
    }
}

fn decompress(payload: &[u8]) -> Option<Vec<u8>> {
    let (size, _) = lz4_flex::block::uncompressed_size(payload).ok()?;
    (size <= MOST_PLAIN).then(|| lz4_flex::decompress_size_prepended(payload).ok()).flatten()
}

/// What a decoder complains of, without quoting the record: only the names of our own fields may be told.
fn without_content(error: &rmp_serde::decode::Error) -> String {
    let said = error.to_string();
    if said.starts_with("missing field") { said } else { "its fields are not the expected ones".to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Today {
        name: String,
        #[serde(default)]
        since: u32,
    }

    #[derive(Serialize)]
    struct Earlier<'a> {
        name: &'a str,
    }

    fn noise(length: usize) -> Vec<u64> {
        // A fixed xorshift: nothing that compression could find.
        let mut x = 0x9e37_79b9_7f4a_7c15_u64;
        std::iter::repeat_with(|| {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            x
        })
        .take(length)
        .collect()
    }

    proptest! {
        #[test]
        fn records_come_back(name in ".{0,4000}", since: u32) {
            let record = Today { name, since };
            let stored = encode(Tree::Couples, &record).unwrap();
            prop_assert_eq!(decode::<Today>(Tree::Couples, &stored).unwrap(), record);
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = decode::<Today>(Tree::Couples, &bytes);
        }
    }

    #[test]
    fn a_field_that_came_later_has_its_default() {
        let stored = encode(Tree::Couples, &Earlier { name: "a" }).unwrap();
        assert_eq!(decode::<Today>(Tree::Couples, &stored).unwrap(), Today { name: "a".into(), since: 0 });
    }

    #[test]
    fn small_records_are_plain_and_large_ones_compressed() {
        assert_eq!(encode(Tree::Couples, &"short").unwrap()[..2], [VERSION, PLAIN]);
        let long = "long ".repeat(20_000);
        let stored = encode(Tree::Couples, &long).unwrap();
        assert_eq!(stored[..2], [VERSION, LZ4]);
        assert!(stored.len() < 2_000);
        assert_eq!(decode::<String>(Tree::Couples, &stored).unwrap(), long);
    }

    #[test]
    fn what_does_not_shrink_stays_plain() {
        assert_eq!(encode(Tree::Couples, &noise(500)).unwrap()[1], PLAIN);
    }

    #[test]
    fn a_record_that_is_too_large_is_refused_by_name() {
        let error = encode(Tree::Outbox, &noise(4_000)).unwrap_err();
        assert!(error.is_refusal());
        let said = error.to_string();
        assert!(said.contains("outbox") && said.contains("chat and sequence") && said.contains("24531"), "{said}");
    }

    #[test]
    fn a_record_that_only_compression_makes_small_is_bounded_too() {
        assert!(matches!(encode(Tree::Couples, &"a".repeat(2 << 20)), Err(StoreError::TooLarge { .. })));
    }

    #[test]
    fn a_newer_version_is_refused_in_words() {
        let mut stored = encode(Tree::Couples, &1).unwrap();
        stored[0] = VERSION + 1;
        let said = decode::<u8>(Tree::Couples, &stored).unwrap_err().to_string();
        assert!(said.contains("newer version"), "{said}");
    }

    #[test]
    fn a_damaged_record_may_not_ask_for_much_memory() {
        let mut stored = vec![VERSION, LZ4];
        stored.extend_from_slice(&u32::MAX.to_le_bytes());
        assert!(matches!(decode::<String>(Tree::Couples, &stored), Err(StoreError::Damaged { .. })));
    }

    #[test]
    fn an_error_never_quotes_the_record() {
        let stored = encode(Tree::Couples, &"their secret").unwrap();
        let said = decode::<Today>(Tree::Couples, &stored).unwrap_err().to_string();
        assert!(!said.contains("secret"), "{said}");
    }

    /// Every record ever written must be read by today's types. What they were is kept in `tests/data`.
    #[test]
    fn records_of_every_version_are_still_read() {
        use crate::couple::{ChatId, Corner, Couple, Outgoing};

        let stored = |name: &str| {
            let line = include_str!("../../tests/data/records-v1.txt")
                .lines()
                .find(|line| line.split(' ').nth(1) == Some(name))
                .expect("the line is in the file");
            super::super::export::unhex(line.split(' ').nth(2).unwrap()).unwrap()
        };
        let couple: Couple = decode(Tree::Couples, &stored("a-couple")).unwrap();
        assert_eq!(couple.chat, ChatId(-100));
        let corner: Corner = decode(Tree::Users, &stored("a-person-without-anything")).unwrap();
        assert_eq!(corner, Corner::default());
        let compressed = stored("a-person-in-700-groups-compressed");
        assert_eq!(compressed[1], LZ4);
        let corner: Corner = decode(Tree::Users, &compressed).unwrap();
        assert_eq!(corner.couples.len(), 700);
        let card: Outgoing = decode(Tree::Outbox, &stored("a-card")).unwrap();
        assert_eq!(card.chat, ChatId(-100));
        // The same couples by another way: as JSON, in an export.
        let export = include_str!("../../tests/data/lives-v1.jsonl");
        let names = ["two-apart", "two-in-alberta", "two-in-lisbon"];
        let rows = export.lines().filter(|line| line.starts_with(r#"{"tree":"couples""#));
        let exported: Vec<Couple> = rows
            .map(|row| serde_json::from_str::<serde_json::Value>(row).unwrap()["value"].take())
            .map(|couple| serde_json::from_value(couple).unwrap())
            .collect();
        let kept: Vec<Couple> = names.map(|name| decode(Tree::Couples, &stored(name)).unwrap()).into();
        assert_eq!(kept, exported);
    }
}
