//! XChaCha20-Poly1305 as it is used here: a fresh nonce of 24 bytes by chance, in front of what it seals.

use chacha20poly1305::aead::{Aead, AeadInOut, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use rand::RngCore;
use zeroize::Zeroizing;

/// How many bytes the nonce takes.
const NONCE: usize = 24;

/// How many bytes a sealed text is longer than the text: its nonce, and the mark by which it is known.
pub(super) const OVERHEAD: usize = NONCE + 16;

/// A key, by chance.
pub(super) fn draw_key() -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    // Seeded from the system, and seeded anew as it goes on.
    rand::rng().fill_bytes(key.as_mut());
    key
}

/// Seals `plain`. It opens only with the same `key` and the same `place`. `None` where it is longer than the cipher can
/// take, which no record is.
pub(super) fn seal(key: &[u8; 32], place: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    seal_behind(&[], key, place, plain)
}

/// The same, behind `head`, which stays as it is and is not part of what the mark proves.
pub(super) fn seal_behind(head: &[u8], key: &[u8; 32], place: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let mut nonce = [0; NONCE];
    rand::rng().fill_bytes(&mut nonce);
    let mut sealed = Vec::with_capacity(head.len() + plain.len() + OVERHEAD);
    for part in [head, &nonce, plain] {
        sealed.extend_from_slice(part);
    }
    let text = &mut sealed[head.len() + NONCE..];
    let mark =
        XChaCha20Poly1305::new(key.into()).encrypt_inout_detached(&XNonce::from(nonce), place, text.into()).ok()?;
    sealed.extend_from_slice(&mark);
    Some(sealed)
}

/// What was sealed; `None` if the key or the place is another, or a byte was changed.
pub(super) fn open(key: &[u8; 32], place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>()?;
    let payload = Payload { msg: sealed, aad: place };
    XChaCha20Poly1305::new(key.into()).decrypt(&XNonce::from(*nonce), payload).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn only_the_same_key_and_place_open_what_nobody_changed(
            plain: Vec<u8>, place: Vec<u8>, at: prop::sample::Index, flip in 1_u8..,
        ) {
            let key = draw_key();
            let sealed = seal(&key, &place, &plain).unwrap();
            prop_assert_eq!(sealed.len(), plain.len() + OVERHEAD);
            prop_assert_eq!(open(&key, &place, &sealed), Some(plain));
            prop_assert_eq!(open(&draw_key(), &place, &sealed), None);
            prop_assert_eq!(open(&key, &[&place[..], b"."].concat(), &sealed), None);
            let mut changed = sealed;
            let at = at.index(changed.len());
            changed[at] ^= flip;
            prop_assert_eq!(open(&key, &place, &changed), None);
        }
    }

    /// Stores hold what this sealed: the test vector of draft-irtf-cfrg-xchacha-03, appendix A.3.1.
    #[test]
    fn it_is_the_cipher_that_it_says() {
        let key: [u8; 32] = std::array::from_fn(|at| 0x80 + u8::try_from(at).unwrap());
        let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
        let place = [0x50, 0x51, 0x52, 0x53, 0xc0, 0xc1, 0xc2, 0xc3, 0xc4, 0xc5, 0xc6, 0xc7];
        let plain = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";
        let payload = Payload { msg: plain, aad: &place };
        let sealed = XChaCha20Poly1305::new(&key.into()).encrypt(&nonce.into(), payload).unwrap();
        assert_eq!(sealed[..4], [0xbd, 0x6d, 0x17, 0x9d]);
        assert_eq!(sealed[sealed.len() - 4..], [0x78, 0x0a, 0xcf, 0x49]);
        assert_eq!(open(&key, &place, &[nonce.as_slice(), &sealed].concat()).as_deref(), Some(plain.as_slice()));
    }
}
