//! Updates brought to the bot, as Telegram does where a webhook is set.
//!
//! After the source of Telegram's own server: updates stand in queues (the messages of one chat, the taps of one person),
//! of each queue the first goes at any one time, and of all together as many as `max_connections` says. One that is not
//! answered by 2xx is brought again: once at once, then after two seconds, four, eight, up to a minute, by this Telegram's
//! clock. The rest of its queue waits behind it.

use std::collections::{HashMap, HashSet};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rand::Rng;
use reqwest::{Client, Url};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::faults::Trouble;
use super::refusal::Refusal;
use super::server::Shared;
use super::world::World;

/// By this name a fault applies to what is brought to the bot.
const DELIVERY: &str = "webhook";

/// The ports that Telegram calls.
const PORTS: [u16; 4] = [443, 80, 88, 8443];
const USUAL_CONNECTIONS: i64 = 40;
const MOST_CONNECTIONS: i64 = 100;
const LONGEST_WAIT: TimeDelta = TimeDelta::seconds(60);
/// How long an answer is waited for, in real time.
const PATIENCE: Duration = Duration::from_mins(1);

/// The webhook that is set, if one is, and who passes on what goes to it.
#[derive(Debug, Default)]
pub struct Webhooks {
    set: Option<Webhook>,
    /// Counts what was set, so that the answer to what an earlier one brought means nothing.
    count: u64,
    /// How often an update was brought, taken or not.
    pub brought: u64,
    /// How often one was taken.
    pub taken: u64,
    /// Public addresses, and where the proxy behind each passes on what comes.
    proxies: Vec<(Url, SocketAddr)>,
}

#[derive(Debug)]
struct Webhook {
    url: Url,
    secret: Option<String>,
    connections: usize,
    /// Queues of which one is being brought.
    under_way: HashSet<String>,
    /// Queues whose first was not taken.
    failed: HashMap<String, Failed>,
    last_error: Option<(i64, String)>,
}

#[derive(Debug, Clone, Copy)]
struct Failed {
    delay: TimeDelta,
    again_at: DateTime<Utc>,
}

/// One update that goes to the bot.
struct Parcel {
    webhook: u64,
    id: i64,
    queue: String,
    json: Arc<str>,
    url: Url,
    to: Option<SocketAddr>,
    secret: Option<String>,
    trouble: Option<Trouble>,
}

impl Webhooks {
    pub fn is_set(&self) -> bool {
        self.set.is_some()
    }

    /// A proxy from now on passes on what goes to this public address.
    pub fn add_proxy(&mut self, public: Url, to: SocketAddr) {
        self.proxies.retain(|(known, _)| known.origin() != public.origin());
        self.proxies.push((public, to));
    }

    pub fn remove(&mut self) {
        self.set = None;
    }

    /// Sets one, or removes it where the address is empty.
    pub fn set(&mut self, url: &str, secret: Option<&str>, connections: Option<i64>) -> Result<(), Refusal> {
        let bad = |why: &str| Refusal::bad_request(format!("bad webhook: {why}"));
        if url.is_empty() {
            self.remove();
            return Ok(());
        }
        let url = Url::parse(url).map_err(|_| bad("invalid URL specified"))?;
        if url.scheme() != "https" {
            return Err(bad("An HTTPS URL must be provided for webhook"));
        }
        if url.port_or_known_default().is_none_or(|port| !PORTS.contains(&port)) {
            return Err(bad("Webhook can be set up only on ports 80, 88, 443 or 8443"));
        }
        let secret = secret.filter(|secret| !secret.is_empty());
        if let Some(secret) = secret {
            if secret.len() > 256 {
                return Err(Refusal::bad_request("secret token is too long"));
            }
            if !secret.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
                return Err(Refusal::bad_request("secret token contains unallowed characters"));
            }
        }
        let connections = connections.unwrap_or(USUAL_CONNECTIONS).clamp(1, MOST_CONNECTIONS);
        self.count += 1;
        self.set = Some(Webhook {
            url,
            secret: secret.map(str::to_owned),
            connections: usize::try_from(connections).unwrap_or(1),
            under_way: HashSet::new(),
            failed: HashMap::new(),
            last_error: None,
        });
        Ok(())
    }

    /// `WebhookInfo`.
    pub fn info(&self, pending: usize) -> Value {
        let mut info = json!({"url": "", "has_custom_certificate": false, "pending_update_count": pending});
        if let Some(webhook) = &self.set {
            info["url"] = json!(webhook.url.as_str());
            info["max_connections"] = json!(webhook.connections);
            if let Some((at, words)) = &webhook.last_error {
                info["last_error_date"] = json!(at);
                info["last_error_message"] = json!(words);
            }
        }
        info
    }

    fn proxy(&self, url: &Url) -> Option<SocketAddr> {
        let passes = |public: &Url| public.origin() == url.origin() && url.path().starts_with(public.path());
        self.proxies.iter().find(|(public, _)| passes(public)).map(|(_, to)| *to)
    }
}

impl World {
    /// The next update that may go now.
    fn next_parcel(&mut self) -> Option<Parcel> {
        let now = self.now();
        let webhook = self.webhooks.set.as_ref()?;
        if self.settings.down || webhook.under_way.len() >= webhook.connections {
            return None;
        }
        let rests = |queue: &str| {
            webhook.under_way.contains(queue) || webhook.failed.get(queue).is_some_and(|failed| failed.again_at > now)
        };
        let (id, queue, json) = self.updates.first_of_queues().find(|(_, queue, _)| !rests(queue))?;
        let (queue, url, secret) = (queue.to_owned(), webhook.url.clone(), webhook.secret.clone());
        let (to, webhook) = (self.webhooks.proxy(&url), self.webhooks.count);
        let trouble = self.faults.befalls(DELIVERY, None);
        self.webhooks.set.as_mut()?.under_way.insert(queue.clone());
        Some(Parcel { webhook, id, queue, json, url, to, secret, trouble })
    }

    /// When one that was not taken goes again, if none can go before.
    fn next_try(&self) -> Option<DateTime<Utc>> {
        let now = self.now();
        self.webhooks.set.as_ref()?.failed.values().map(|failed| failed.again_at).filter(|at| *at > now).min()
    }

    /// What became of it; the error is Telegram's words for it.
    fn brought(&mut self, parcel: &Parcel, outcome: Result<(), String>) {
        let now = self.now();
        self.webhooks.brought += 1;
        let Some(webhook) = self.webhooks.set.as_mut().filter(|_| self.webhooks.count == parcel.webhook) else {
            return;
        };
        webhook.under_way.remove(&parcel.queue);
        match outcome {
            Ok(()) => {
                webhook.failed.remove(&parcel.queue);
                self.webhooks.taken += 1;
                self.updates.taken(parcel.id);
            }
            Err(words) => {
                let delay = match webhook.failed.get(&parcel.queue) {
                    None => TimeDelta::zero(),
                    Some(failed) => (failed.delay * 2).clamp(TimeDelta::seconds(2), LONGEST_WAIT),
                };
                webhook.failed.insert(parcel.queue.clone(), Failed { delay, again_at: now + delay });
                webhook.last_error = Some((now.timestamp(), words));
            }
        }
    }
}

/// An address at which nobody hears. Its port is none of those that this machine gives to connections that go out: in a
/// moment one of these could have it.
pub fn free_address() -> std::io::Result<SocketAddr> {
    loop {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, rand::rng().random_range(10_000..30_000)));
        match TcpListener::bind(address) {
            Ok(_) => return Ok(address),
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            Err(error) => return Err(error),
        }
    }
}

/// Brings updates to whatever webhook is set, for ever.
pub async fn bring(shared: Arc<Shared>) {
    // It talks to this machine only, whatever proxy the environment names.
    let Ok(client) = Client::builder().no_proxy().timeout(PATIENCE).build() else { return };
    let clock = shared.look().clock.clone();
    let mut under_way = JoinSet::new();
    loop {
        // Listen before looking, or an arrival in between would be missed.
        let mut arrival = std::pin::pin!(shared.arrivals.notified());
        arrival.as_mut().enable();
        loop {
            let Some(parcel) = shared.look().next_parcel() else { break };
            let (shared, client) = (Arc::clone(&shared), client.clone());
            under_way.spawn(async move {
                let outcome = carry(&client, &parcel).await;
                shared.change(|world| world.brought(&parcel, outcome));
            });
        }
        let again_at = shared.look().next_try();
        let next_try = async {
            match again_at {
                Some(at) => clock.sleep_until(at).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = arrival => {}
            () = next_try => {}
            Some(_) = under_way.join_next() => {}
        }
    }
}

async fn carry(client: &Client, parcel: &Parcel) -> Result<(), String> {
    let wrong = |code: u16| {
        let reason = reqwest::StatusCode::from_u16(code).ok().and_then(|code| code.canonical_reason());
        Err(format!("Wrong response from the webhook: {code} {}", reason.unwrap_or_default()))
    };
    match &parcel.trouble {
        Some(Trouble::CutBefore) => return Err("Connection timed out".to_owned()),
        Some(Trouble::Page(code)) => return wrong(*code),
        Some(Trouble::Refused(refusal)) => return wrong(refusal.code),
        Some(Trouble::Delayed(by)) => tokio::time::sleep(*by).await,
        Some(Trouble::CutAfter) | None => {}
    }
    let Some(to) = parcel.to else { return Err("Connection timed out".to_owned()) };
    let mut request = client
        .post(format!("http://{to}{}", parcel.url.path()))
        .header("Content-Type", "application/json")
        .body(parcel.json.as_bytes().to_vec());
    if let Some(secret) = &parcel.secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    match request.send().await {
        _ if parcel.trouble == Some(Trouble::CutAfter) => Err("Connection timed out".to_owned()),
        Ok(answer) if answer.status().is_success() => Ok(()),
        Ok(answer) => wrong(answer.status().as_u16()),
        // What a proxy says when nobody is behind it.
        Err(_) => wrong(502),
    }
}
