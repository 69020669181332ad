//! Where updates are brought, and by what Telegram is known there.

use std::io;
use std::net::SocketAddr;

use rand::Rng;
use reqwest::Url;
use subtle::ConstantTimeEq;
use tokio::net::TcpListener;
use zeroize::Zeroizing;

/// The signs that Telegram takes in a secret.
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
/// Signs of a secret that is made by chance: 192 bits.
const MADE: usize = 32;
/// Fewer could be guessed; more Telegram does not take.
const SHORTEST: usize = 16;
const LONGEST: usize = 256;

/// What Telegram shows with each update. Never printed, and wiped from memory when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// `None` unless it is 16 to 256 signs of `A-Z a-z 0-9 _ -`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let fits = (SHORTEST..=LONGEST).contains(&text.len()) && text.bytes().all(|sign| SIGNS.contains(&sign));
        fits.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// A new one, by chance.
    #[must_use]
    pub fn made() -> Self {
        Self(Zeroizing::new(by_chance()))
    }

    /// Compares in a time that does not tell how much of it is right.
    #[must_use]
    pub fn is(&self, shown: &[u8]) -> bool {
        self.0.as_bytes().ct_eq(shown).into()
    }

    /// The secret itself, for Telegram only.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

fn by_chance() -> String {
    let mut rng = rand::rng();
    (0..MADE).map(|_| char::from(SIGNS[rng.random_range(0..SIGNS.len())])).collect()
}

/// What a host chooses of the webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The public address at which the proxy hears, `https`; a word made at each start is put behind it.
    pub url: Url,
    /// Where we hear what the proxy passes on.
    pub listen: SocketAddr,
    /// `None`: made by chance at each start.
    pub secret: Option<Secret>,
}

/// The place at which updates are brought, open but not yet heard at.
#[derive(Debug)]
pub struct Door {
    pub(super) listener: TcpListener,
    /// The public address, with the word.
    pub(super) url: Url,
    /// The last part of its path. Made at each start: nobody guesses it, and a webhook that another process set is known
    /// by it.
    pub(super) word: String,
    pub(super) secret: Secret,
}

impl Door {
    /// Errors when nothing can be heard at the address: it is in use, or none of this machine.
    pub async fn open(webhook: Webhook) -> io::Result<Self> {
        let listener = TcpListener::bind(webhook.listen).await?;
        let (mut url, word) = (webhook.url, by_chance());
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push(&word);
        }
        Ok(Self { listener, url, word, secret: webhook.secret.unwrap_or_else(Secret::made) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_of_telegrams_signs_and_is_never_shown() {
        for (text, good) in [
            ("0123456789abcdef", true),
            ("A-Z_a-z_0-9_____", true),
            ("short", false),
            ("0123456789 bcdef", false),
            ("0123456789äbcdef", false),
            (&"a".repeat(257), false),
        ] {
            assert_eq!(Secret::read(text).is_some(), good, "{text}");
        }
        let (one, other) = (Secret::made(), Secret::made());
        assert_ne!(one, other);
        assert_eq!(Secret::read(one.reveal()), Some(one.clone()));
        assert!(one.is(one.reveal().as_bytes()) && !one.is(other.reveal().as_bytes()) && !one.is(b""));
        assert_eq!(format!("{one:?}"), "Secret(…)");
    }

    #[tokio::test]
    async fn the_word_stands_behind_the_public_path_and_is_new_at_each_start() {
        let open = |url: &str| {
            let (url, listen) = (url.parse().expect("an address"), SocketAddr::from(([127, 0, 0, 1], 0)));
            Door::open(Webhook { url, listen, secret: None })
        };
        let mut words = Vec::new();
        for (url, front) in [
            ("https://bot.example.org", "https://bot.example.org/"),
            ("https://example.org:8443/nearer", "https://example.org:8443/nearer/"),
            ("https://example.org/nearer/", "https://example.org/nearer/"),
        ] {
            let door = open(url).await.expect("a free port");
            assert_eq!(door.url.as_str(), format!("{front}{}", door.word));
            words.push(door.word);
        }
        words.dedup();
        assert_eq!(words.len(), 3);
    }
}
