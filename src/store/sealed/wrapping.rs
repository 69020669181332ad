//! How the keys of couples and people are wrapped in the host's key: bound to their keyring and their number.

use zeroize::Zeroizing;

use super::cipher;
use super::head::KeyringId;
use super::host_key::HostKey;
use super::keyring::KeyNumber;

/// The host's key, at work for one keyring.
pub(in crate::store) struct Wrapping {
    host: HostKey,
    id: KeyringId,
}

impl Wrapping {
    pub(in crate::store) fn new(host: HostKey, id: KeyringId) -> Self {
        Self { host, id }
    }

    pub(in crate::store) fn id(&self) -> KeyringId {
        self.id
    }

    /// A new key, open and wrapped. `None` if it cannot be wrapped, which does not happen.
    pub(in crate::store) fn draw(&self, number: KeyNumber) -> Option<(Zeroizing<[u8; 32]>, Vec<u8>)> {
        let key = cipher::draw_key();
        let wrapped = self.wrap(number, &key)?;
        Some((key, wrapped))
    }

    pub(in crate::store) fn wrap(&self, number: KeyNumber, key: &[u8; 32]) -> Option<Vec<u8>> {
        cipher::seal(self.host.bytes(), &self.place(number), key)
    }

    /// The key; `None` if it was wrapped in another host's key, for another place, or is damaged.
    pub(in crate::store) fn unwrap(&self, number: KeyNumber, wrapped: &[u8]) -> Option<Zeroizing<[u8; 32]>> {
        let key = Zeroizing::new(cipher::open(self.host.bytes(), &self.place(number), wrapped)?);
        Some(Zeroizing::new(key.as_slice().try_into().ok()?))
    }

    /// What only this host's key opens: by it the right one is known.
    pub(in crate::store) fn proof(&self) -> Vec<u8> {
        cipher::seal(self.host.bytes(), &self.id, b"").unwrap_or_default()
    }

    pub(in crate::store) fn proves(&self, proof: &[u8]) -> bool {
        cipher::open(self.host.bytes(), &self.id, proof).is_some()
    }

    /// What a wrapped key is bound to: this keyring, and its number.
    fn place(&self, number: KeyNumber) -> [u8; 20] {
        let mut place = [0; 20];
        place[..16].copy_from_slice(&self.id);
        place[16..].copy_from_slice(&number.0.to_be_bytes());
        place
    }
}

/// The name of a new keyring.
pub(in crate::store) fn draw_id() -> KeyringId {
    let mut id = [0; 16];
    id.copy_from_slice(&cipher::draw_key()[..16]);
    id
}
