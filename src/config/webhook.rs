//! The section `[webhook]`: where Telegram brings updates.

use std::fs;
use std::net::Ipv4Addr;

use zeroize::Zeroizing;

use super::ConfigError;
use super::text::{ConfigText, noted};
use super::written::{Url, Written, WrittenWebhook};
use crate::telegram::intake::{Secret, Webhook};

/// The ports that Telegram calls.
const PORTS: [u16; 4] = [443, 80, 88, 8443];
/// Where the proxy is heard unless told.
const LISTEN: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 8443);

impl ConfigText<'_> {
    /// `None` where no webhook is wanted, and where something of it is wrong, which is noted.
    pub(super) fn webhook(&self, file: &Written, mistakes: &mut Vec<ConfigError>) -> Option<Webhook> {
        let written = file.webhook.as_ref()?;
        let url = noted(self.webhook_url(written), mistakes).flatten();
        let secret = noted(self.webhook_secret(written), mistakes);
        let listen = written.listen.as_ref().map_or(LISTEN.into(), |listen| listen.value);
        Some(Webhook { url: url?, listen, secret: secret? })
    }

    /// `None` where what stands there was refused before.
    fn webhook_url(&self, section: &WrittenWebhook) -> Result<Option<reqwest::Url>, ConfigError> {
        let mend = "write the public address of your proxy, like https://nearer.example.org or \
                    https://example.org:8443/nearer; Telegram calls the ports 443, 80, 88 and 8443 alone";
        let written = match &section.url {
            Url::Given(written) => written,
            Url::Refused => return Ok(None),
            Url::Missing => return Err(self.wrong(&section.place, "[webhook] has no `url`", mend)),
        };
        let fits = |url: &reqwest::Url| {
            url.scheme() == "https"
                && url.has_host()
                && url.port_or_known_default().is_some_and(|port| PORTS.contains(&port))
                && (url.username(), url.password(), url.query(), url.fragment()) == ("", None, None, None)
        };
        match reqwest::Url::parse(written.value.trim()).ok().filter(fits) {
            Some(url) => Ok(Some(url)),
            None => Err(self.wrong(&written.place, "`url` is no public address that Telegram calls", mend)),
        }
    }

    /// `secret`, then `secret_file`; without either, one is made at each start.
    fn webhook_secret(&self, section: &WrittenWebhook) -> Result<Option<Secret>, ConfigError> {
        let (text, place) = match (&section.secret, &section.secret_file) {
            (secret, Some(file)) if secret.as_ref().is_none_or(|secret| file.goes_before(secret)) => {
                let path = self.beside("secret_file", file)?;
                let text = fs::read_to_string(&path).map_err(|error| {
                    let wrong = format!("the file of the secret {} cannot be read: {error}", path.display());
                    self.wrong(&file.place, wrong, "give a file that holds the secret and nothing else")
                })?;
                (Zeroizing::new(text), &file.place)
            }
            (Some(secret), _) => (Zeroizing::new(secret.value.clone()), &secret.place),
            (None, _) => return Ok(None),
        };
        let read = Secret::read(text.trim_start_matches('\u{feff}').trim());
        let mend = "take 16 to 256 signs of A-Z a-z 0-9 _ -, or leave it out: then one is made at each start";
        let wrong = "the webhook's secret is none that Telegram takes, or is too short";
        read.map(Some).ok_or_else(|| self.wrong(place, wrong, mend))
    }
}
