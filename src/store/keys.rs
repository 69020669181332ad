//! Keys: fixed width, big-endian, and in the order in which they are wanted.
//!
//! | tree | key | bytes |
//! |---|---|---|
//! | couples | chat | 8 |
//! | users | user | 8 |
//! | timers | due (milliseconds) ‖ chat ‖ kind ‖ number within the kind | 8 + 8 + 1 + 4 |
//! | outbox | chat ‖ sequence | 8 + 8 |
//! | seen | number of the commit | 8 |
//! | dead | update id | 4 |
//!
//! Signed numbers have their sign bit flipped, so that negative ones (all groups) come before positive ones.
//! Reading a key gives `None` for anything that was not written here.

use chrono::{DateTime, Utc};

use super::trees::Tree;
use super::{OutboxKey, Timer};
use crate::couple::{ChatId, TimerKind, UpdateId, UserId};

const SIGN: u64 = 1 << 63;

const fn signed(number: i64) -> [u8; 8] {
    (number.cast_unsigned() ^ SIGN).to_be_bytes()
}

const fn unsign(bytes: [u8; 8]) -> i64 {
    (u64::from_be_bytes(bytes) ^ SIGN).cast_signed()
}

pub(super) const fn chat(chat: ChatId) -> [u8; 8] {
    signed(chat.0)
}

pub(super) fn read_chat(key: &[u8]) -> Option<ChatId> {
    key.try_into().ok().map(unsign).map(ChatId)
}

pub(super) const fn user(user: UserId) -> [u8; 8] {
    user.0.to_be_bytes()
}

pub(super) fn read_user(key: &[u8]) -> Option<UserId> {
    key.try_into().ok().map(u64::from_be_bytes).map(UserId)
}

/// Each part fills its place exactly (8 + 8 + 1 + 4 bytes), so no copy can fail.
pub(super) fn timer(timer: &Timer) -> [u8; 21] {
    let (kind, number) = timer.kind.code();
    let mut key = [0; 21];
    key[..8].copy_from_slice(&signed(timer.due.timestamp_millis()));
    key[8..16].copy_from_slice(&chat(timer.chat));
    key[16] = kind;
    key[17..].copy_from_slice(&number.to_be_bytes());
    key
}

pub(super) fn read_timer(key: &[u8]) -> Option<Timer> {
    let (due, rest) = key.split_first_chunk()?;
    let (chat, rest) = rest.split_first_chunk::<8>()?;
    let (kind, number) = rest.split_first()?;
    Some(Timer {
        due: DateTime::from_timestamp_millis(unsign(*due))?,
        chat: read_chat(chat)?,
        kind: TimerKind::from_code((*kind, u32::from_be_bytes(number.try_into().ok()?)))?,
    })
}

/// The first key that is later than every timer due at or before `at`.
pub(super) const fn after_due(at: DateTime<Utc>) -> [u8; 8] {
    // chrono's years end long before the milliseconds do.
    signed(at.timestamp_millis().saturating_add(1))
}

/// Both halves are 8 bytes, so no copy can fail.
pub(super) fn outbox(key: OutboxKey) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&chat(key.chat));
    bytes[8..].copy_from_slice(&key.seq.to_be_bytes());
    bytes
}

pub(super) fn read_outbox(key: &[u8]) -> Option<OutboxKey> {
    let (chat, seq) = key.split_first_chunk::<8>()?;
    Some(OutboxKey { chat: read_chat(chat)?, seq: u64::from_be_bytes(seq.try_into().ok()?) })
}

pub(super) const fn commit(number: u64) -> [u8; 8] {
    number.to_be_bytes()
}

pub(super) fn read_commit(key: &[u8]) -> Option<u64> {
    key.try_into().ok().map(u64::from_be_bytes)
}

pub(super) const fn update(update: UpdateId) -> [u8; 4] {
    update.0.to_be_bytes()
}

pub(super) fn read_update(key: &[u8]) -> Option<UpdateId> {
    key.try_into().ok().map(u32::from_be_bytes).map(UpdateId)
}

/// Where the record is of the couple, or of the person, to which a timer belongs.
pub(super) fn owner_of_timer(timer: &Timer) -> Option<(Tree, [u8; 8])> {
    match timer.kind {
        TimerKind::Corner => u64::try_from(timer.chat.0).ok().map(|id| (Tree::Users, user(UserId(id)))),
        _ => Some((Tree::Couples, chat(timer.chat))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kind() -> impl Strategy<Value = TimerKind> {
        prop_oneof![Just(TimerKind::Card), Just(TimerKind::Wake)]
    }

    fn any_timer() -> impl Strategy<Value = Timer> {
        // Years -40,000 to 40,000 or so, in milliseconds.
        (-1_200_000_000_000_000_i64..1_200_000_000_000_000, any::<i64>(), kind()).prop_map(|(due, chat, kind)| Timer {
            due: DateTime::from_timestamp_millis(due).unwrap(),
            chat: ChatId(chat),
            kind,
        })
    }

    /// The order of the due index, said without bytes.
    fn order(timer: &Timer) -> (DateTime<Utc>, ChatId, (u8, u32)) {
        (timer.due, timer.chat, timer.kind.code())
    }

    proptest! {
        #[test]
        fn ids_come_back_and_keep_their_order(a: i64, b: i64, c: u64, d: u64, e: u32) {
            prop_assert_eq!(read_chat(&chat(ChatId(a))), Some(ChatId(a)));
            prop_assert_eq!(chat(ChatId(a)).cmp(&chat(ChatId(b))), a.cmp(&b));
            prop_assert_eq!(read_user(&user(UserId(c))), Some(UserId(c)));
            prop_assert_eq!(user(UserId(c)).cmp(&user(UserId(d))), c.cmp(&d));
            prop_assert_eq!(read_commit(&commit(c)), Some(c));
            prop_assert_eq!(commit(c).cmp(&commit(d)), c.cmp(&d));
            prop_assert_eq!(read_update(&update(UpdateId(e))), Some(UpdateId(e)));
        }

        #[test]
        fn timers_come_back_and_keep_their_order(a in any_timer(), b in any_timer()) {
            prop_assert_eq!(read_timer(&timer(&a)), Some(a));
            prop_assert_eq!(timer(&a).cmp(&timer(&b)), order(&a).cmp(&order(&b)));
        }

        #[test]
        fn after_due_parts_the_due_from_the_rest(a in any_timer(), b in any_timer()) {
            prop_assert_eq!(timer(&a).as_slice() < after_due(b.due).as_slice(), a.due <= b.due);
        }

        #[test]
        fn lanes_come_back_and_keep_their_order(a: i64, b: i64, c: u64, d: u64) {
            let (one, two) = (OutboxKey { chat: ChatId(a), seq: c }, OutboxKey { chat: ChatId(b), seq: d });
            prop_assert_eq!(read_outbox(&outbox(one)), Some(one));
            prop_assert_eq!(outbox(one).cmp(&outbox(two)), one.cmp(&two));
            prop_assert!(outbox(one).starts_with(&chat(one.chat)));
        }

        #[test]
        fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..32)) {
            let _ = (read_chat(&bytes), read_user(&bytes), read_timer(&bytes), read_outbox(&bytes));
            let _ = (read_commit(&bytes), read_update(&bytes));
        }
    }

    #[test]
    fn the_layout_never_changes() {
        let due = DateTime::from_timestamp_millis(1_000).unwrap();
        let key = timer(&Timer { due, chat: ChatId(-2), kind: TimerKind::Wake });
        assert_eq!(key[..8], [0x80, 0, 0, 0, 0, 0, 3, 0xe8]);
        assert_eq!(key[8..16], [0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe]);
        assert_eq!(key[16..], [2, 0, 0, 0, 0]);
    }

    #[test]
    fn a_kind_of_a_newer_version_is_not_read() {
        let mut key = timer(&Timer { due: DateTime::UNIX_EPOCH, chat: ChatId(1), kind: TimerKind::Card });
        key[16] = 250;
        assert_eq!(read_timer(&key), None);
    }
}
