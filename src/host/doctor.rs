//! Everything outside of the bot that can keep it from serving: the token, Telegram, the clock, the disk, the store.
//!
//! It changes nothing at Telegram. A store that no bot uses is opened, as the bot would open it; one that is in use is asked
//! about at the bot that uses it.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use teloxide::Bot;

use super::asking::{AskError, ask};
use super::health::Health;
use super::status::{self, Status};
use crate::couple::Presence;
use crate::prompts::{Finding, Severity};
use crate::store::postgres::{Address, look};
use crate::store::{Options, SledStore, Store, StoreError, newest_export};
use crate::telegram::call::CallError;
use crate::telegram::examination::{Examined, examine};
use crate::telegram::failure::{Failure, classify};
use crate::telegram::intake::Webhook;

/// A clock that is further off than this brings cards and reminders at a wrong time.
const CLOCK_OFF: TimeDelta = TimeDelta::seconds(30);
/// The bot exports every hour; one that is older than this was not written when it should have been.
const EXPORT_OLD: TimeDelta = TimeDelta::hours(3);
/// Less room than this is soon used up by exports.
const LEAST_ROOM: u64 = 200 << 20;
/// So many updates wait only where nobody has fetched them for a while.
const MANY_WAIT: u32 = 100;

/// Whether the folder belongs to another user than the one who runs this.
#[cfg(unix)]
fn is_anothers(dir: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(dir).is_ok_and(|meta| meta.uid() != rustix::process::geteuid().as_raw())
}

#[cfg(not(unix))]
fn is_anothers(_: &Path) -> bool {
    false
}

/// What was looked at: what is well, in a line each, and what is to be mended.
#[derive(Debug, Default)]
pub struct Diagnosis {
    pub well: Vec<String>,
    pub findings: Vec<Finding>,
}

impl Diagnosis {
    fn well(&mut self, line: impl Into<String>) {
        self.well.push(line.into());
    }

    fn wrong(&mut self, what: &str, severity: Severity, wrong: impl Into<String>, mend: impl Into<String>) {
        let (file, what, mend) = (what.to_owned(), wrong.into(), mend.into());
        self.findings.push(Finding { file, line: None, severity, what, mend });
    }

    /// There is none.
    pub fn no_token(&mut self) {
        let mend = "ask @BotFather for one (/newbot), and set it by TELOXIDE_TOKEN, `token` or `token_file`";
        self.wrong("token", Severity::Error, "there is none", mend);
    }

    /// Telegram, by this token; `webhook` is what the configuration says of it.
    pub async fn telegram(&mut self, bot: &Bot, webhook: Option<&Webhook>, clock: impl Fn() -> DateTime<Utc>) {
        match examine(bot, clock).await {
            Ok(examined) => self.examined(&examined, webhook.and_then(|webhook| webhook.url.host_str())),
            Err(error) => {
                let address = bot.api_url().origin().ascii_serialization();
                let (wrong, mend) = match (&error, classify(&error)) {
                    (CallError::Refused { code: 404, .. }, _) | (_, Failure::Unauthorized) => (
                        "Telegram refuses it".to_owned(),
                        "ask @BotFather for it (/token), and set it by TELOXIDE_TOKEN, `token` or `token_file`",
                    ),
                    _ => (
                        format!("{address} cannot be reached: {error}"),
                        "look at the machine's network, its names of hosts (DNS) and its firewall; no port need be open to it",
                    ),
                };
                let what = if mend.starts_with("ask") { "token" } else { "Telegram" };
                self.wrong(what, Severity::Error, wrong, mend);
            }
        }
    }

    fn examined(&mut self, examined: &Examined, our_webhook: Option<&str>) {
        self.well(format!("token: taken, as @{}", examined.username));
        if !examined.can_join_groups {
            let mend = "tell @BotFather: /setjoingroups, and Enable";
            self.wrong("groups", Severity::Error, "it may not be added to any group", mend);
        }
        if examined.reads_everything {
            let mend = "tell @BotFather: /setprivacy, and Enable; then take it out of the group and add it again";
            let wrong = "group privacy is off, so everything that is said in a group comes here; it is not needed";
            self.wrong("groups", Severity::Warning, wrong, mend);
        } else {
            self.well("groups: it can be added, and group privacy is on");
        }
        if examined.webhook.is_some() && examined.webhook.as_deref() == our_webhook {
            self.well("updates: Telegram brings them by the webhook");
        } else if let Some(host) = &examined.webhook {
            let wrong = format!("a webhook is set, which leads to {host}");
            let mend = "`nearer run` puts its own in the place, or removes it when it asks for updates itself; if another \
                        program set it, stop that";
            self.wrong("updates", Severity::Warning, wrong, mend);
        }
        match examined.waiting {
            0..=MANY_WAIT => self.well(format!("updates: {} wait at Telegram", examined.waiting)),
            many => {
                let mend = "start the bot: it reads them all; Telegram keeps them for 24 hours";
                self.wrong("updates", Severity::Warning, format!("{many} wait at Telegram"), mend);
            }
        }
        match examined.clock_ahead {
            None => {}
            Some(ahead) if ahead.abs() <= CLOCK_OFF => self.well("clock: as Telegram's"),
            Some(ahead) => {
                let way = if ahead > TimeDelta::zero() { "ahead of" } else { "behind" };
                let wrong = format!("it is {} s {way} Telegram's", ahead.abs().num_seconds());
                self.wrong("clock", Severity::Error, wrong, "set it by the network: timedatectl set-ntp true");
            }
        }
    }

    /// The folder of the store: room, exports, and the store itself, or the bot that uses it.
    pub fn store(&mut self, dir: &Path, options: &Options, now: DateTime<Utc>) {
        self.room(dir);
        match ask(dir, "/status") {
            Ok(answer) => match serde_json::from_str::<Status>(&answer.body) {
                Ok(status) if status.health == Health::Well.told() => self.well("store: in use by a bot that is well"),
                Ok(status) => {
                    let mend = "start it again; its log says more";
                    self.wrong("store", Severity::Error, format!("in use by a bot that is {}", status.health), mend);
                }
                Err(_) => self.well("store: in use by a bot of another version"),
            },
            Err(AskError::NoAnswer { reason, .. }) => {
                let wrong = format!("a bot uses it and does not answer: {reason}");
                self.wrong("store", Severity::Error, wrong, "stop that bot and start it again");
            }
            Err(AskError::NobodyThere(_) | AskError::NoSockets) if is_anothers(dir) => {
                let wrong = "it belongs to another user, and what is written there now that user could not read";
                self.wrong("store", Severity::Warning, wrong, "run `nearer doctor` as that user to have it opened");
            }
            Err(AskError::NobodyThere(_) | AskError::NoSockets) => match SledStore::reopen(dir, options) {
                Ok(store) => self.couples(&store),
                Err(StoreError::Missing { .. }) => {
                    self.well("store: none yet; the first start makes it");
                    return;
                }
                Err(error) => {
                    let mend = "do as it says, and start the bot then";
                    return self.wrong("store", Severity::Error, error.to_string(), mend);
                }
            },
        }
        self.exports(dir, now);
    }

    /// A database, seen from this machine, and what this machine has for it in `dir`. (Whether it can be used at all is
    /// found with the configuration.)
    pub fn database(&mut self, address: &Address, dir: &Path, now: DateTime<Utc>) {
        self.room(dir);
        if let Ok(found) = look(address) {
            self.well(format!("store: {address}, {found}"));
        }
        match ask(dir, "/status") {
            Ok(answer) => match serde_json::from_str::<Status>(&answer.body) {
                Ok(status) if status.health == Health::StandsBy.told() => {
                    self.well("this machine: a bot runs here and stands by");
                }
                Ok(status) => {
                    self.well(format!("this machine: a bot leads here, and is {}", status.health));
                    self.exports(dir, now);
                }
                Err(_) => self.well("this machine: a bot of another version runs here"),
            },
            Err(AskError::NoAnswer { reason, .. }) => {
                let wrong = format!("a bot runs here and does not answer: {reason}");
                self.wrong("this machine", Severity::Error, wrong, "stop that bot and start it again");
            }
            Err(AskError::NobodyThere(_) | AskError::NoSockets) => {
                self.well("this machine: no bot runs here");
            }
        }
    }

    fn exports(&mut self, dir: &Path, now: DateTime<Utc>) {
        match newest_export(dir).map(|(at, _)| now - at) {
            Some(age) if age <= EXPORT_OLD => {
                self.well(format!("exports: the newest is {} min old", age.num_minutes()));
            }
            Some(age) => {
                let mend = "start the bot, which exports every hour; if it runs, its log says what failed";
                let wrong = format!("the newest is {} h old", age.num_hours());
                self.wrong("exports", Severity::Warning, wrong, mend);
            }
            None => {
                let mend = "the bot writes one within the first hour; `nearer export` writes one at once";
                self.wrong("exports", Severity::Warning, "there is none", mend);
            }
        }
    }

    /// Those who cannot be reached.
    fn couples(&mut self, store: &SledStore) {
        let presences = store.chats().and_then(|chats| {
            chats.into_iter().map(|chat| Ok((chat, store.couple(chat)?.map(|couple| couple.presence)))).collect()
        });
        let presences: Vec<_> = match presences {
            Ok(presences) => presences,
            Err(error) => {
                return self.wrong(
                    "store",
                    Severity::Error,
                    error.to_string(),
                    "do as it says, and start the bot then",
                );
            }
        };
        self.well(format!("store: whole; groups in it: {}", presences.len()));
        let refused: Vec<String> = presences
            .iter()
            .filter(|(_, presence)| matches!(presence, Some(Presence::Refused { .. })))
            .map(|(chat, _)| chat.0.to_string())
            .collect();
        if !refused.is_empty() {
            let wrong = format!("it may not write to {} of them: {}", refused.len(), refused.join(", "));
            let mend = "somebody there has to let it write again (the group's permissions); it tries again by itself";
            self.wrong("groups", Severity::Warning, wrong, mend);
        }
    }

    /// How much room there is on the disk of this folder.
    #[cfg(unix)]
    fn room(&mut self, dir: &Path) {
        let there = dir.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
        let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
        let Ok(disk) = rustix::fs::statvfs(there) else { return };
        let free = disk.f_bavail * disk.f_frsize;
        // Each export is written whole before an old one goes, and the database can double while it is put in order.
        let needed = LEAST_ROOM.max(2 * status::bytes_in(&dir.join("sled")));
        let megabytes = |bytes: u64| bytes >> 20;
        if free >= needed {
            return self.well(format!("disk: {} MB free", megabytes(free)));
        }
        let wrong = format!("{} MB free, of {} MB that it can need", megabytes(free), megabytes(needed));
        self.wrong("disk", Severity::Error, wrong, format!("make room on the disk of {}", there.display()));
    }

    #[cfg(not(unix))]
    fn room(&mut self, _: &Path) {}
}
