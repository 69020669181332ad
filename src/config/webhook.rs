//! The section `[webhook]`: where Telegram brings updates.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr};

use zeroize::Zeroizing;

use super::ConfigError;
use super::text::{ConfigText, noted};
use super::written::{Written, WrittenWebhook};
use crate::telegram::intake::{Secret, Webhook};

/// The ports that Telegram calls.
const PORTS: [u16; 4] = [443, 80, 88, 8443];
/// Where we hear the proxy unless told.
const LISTEN: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 8443);

impl ConfigText<'_> {
    /// `None` without the section, and where something in it is wrong, which is noted.
    pub(super) fn webhook(&self, file: &Written, mistakes: &mut Vec<ConfigError>) -> Option<Webhook> {
        let written = file.webhook.as_ref()?;
        let url = noted(self.webhook_url(written), mistakes);
        let listen = noted(self.webhook_listen(written), mistakes);
        let secret = noted(self.webhook_secret(written), mistakes);
        Some(Webhook { url: url??, listen: listen?, secret: secret? })
    }

    /// `None` where what stands there was refused before.
    fn webhook_url(&self, section: &WrittenWebhook) -> Result<Option<reqwest::Url>, ConfigError> {
        let mend = "write the public address of your proxy, like https://nearer.example.org or \
                    https://example.org:8443/nearer; Telegram calls the ports 443, 80, 88 and 8443 alone";
        let written = match &section.url {
            Some(written) => written,
            None if section.url_is_there => return Ok(None),
            None => return Err(self.error(Some(section.span.clone()), "[webhook] has no `url`", mend)),
        };
        let fits = |url: &reqwest::Url| {
            url.scheme() == "https"
                && url.has_host()
                && url.port_or_known_default().is_some_and(|port| PORTS.contains(&port))
                && (url.username(), url.password(), url.query(), url.fragment()) == ("", None, None, None)
        };
        match reqwest::Url::parse(written.get_ref().trim()).ok().filter(fits) {
            Some(url) => Ok(Some(url)),
            None => Err(self.error(Some(written.span()), "`url` is no public address that Telegram calls", mend)),
        }
    }

    fn webhook_listen(&self, section: &WrittenWebhook) -> Result<SocketAddr, ConfigError> {
        let Some(written) = &section.listen else { return Ok(LISTEN.into()) };
        written.get_ref().trim().parse().map_err(|_| {
            let wrong = format!("`listen` is not an address of this machine: {:?}", written.get_ref());
            self.error(Some(written.span()), wrong, "write number and port, like 127.0.0.1:8443 or [::1]:8443")
        })
    }

    /// `secret`, then `secret_file`; without either, one is made at each start.
    fn webhook_secret(&self, section: &WrittenWebhook) -> Result<Option<Secret>, ConfigError> {
        let (text, span) = if let Some(written) = &section.secret {
            (Zeroizing::new(written.get_ref().clone()), written.span())
        } else if let Some(written) = &section.secret_file {
            let path = self.beside("secret_file", written)?;
            let text = fs::read_to_string(&path).map_err(|error| {
                let wrong = format!("the file of the secret {} cannot be read: {error}", path.display());
                self.error(Some(written.span()), wrong, "give a file that holds the secret and nothing else")
            })?;
            (Zeroizing::new(text), written.span())
        } else {
            return Ok(None);
        };
        match Secret::read(text.trim_start_matches('\u{feff}').trim()) {
            Some(secret) => Ok(Some(secret)),
            None => {
                let mend = "take 16 to 256 signs of A-Z a-z 0-9 _ -, or leave it out: then one is made at each start";
                Err(self.error(Some(span), "the webhook's secret is none that Telegram takes, or is too short", mend))
            }
        }
    }
}
