//! Who leads: a row of the database that is taken for some seconds and renewed all the time.
//!
//! Only the clock of the database counts for when somebody else may take it. The leader counts its own time from before it
//! asked for the renewal, and stops to send a second earlier: its clock need not agree with any other, it must only
//! run at about the same speed.

use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rand::Rng;
use tokio::sync::watch;
use tokio_postgres::Error;
use tracing::{debug, info, warn};

use super::address::{Address, told};
use super::link::{Connected, Link, Trouble};
use super::moving::head;
use super::rows::Led;
use super::schema::{self, Fitness};
use super::store::PostgresStore;
use crate::store::leading::{Lead, Leading, since_boot};
use crate::store::sealed::{HostKeySource, Wrapping, take_host_key};
use crate::store::{Options, StoreError};

/// How long a lead lasts, and what follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    /// For so long nobody else can take the lead after it was last renewed.
    lasts: Duration,
}

impl Term {
    /// Another than the usual one: for tests.
    #[must_use]
    pub const fn of(lasts: Duration) -> Self {
        Self { lasts }
    }

    fn seconds(self) -> f64 {
        self.lasts.as_secs_f64()
    }

    /// How often it is renewed.
    fn renewed_every(self) -> Duration {
        self.lasts / 4
    }

    /// For so long after it asked for a renewal the leader sends: somewhat less than the whole term.
    fn counted_on(self) -> Duration {
        self.lasts * 7 / 8
    }

    /// How often one who stands by looks whether the lead is free.
    fn looked_at_every(self) -> Duration {
        (self.lasts / 16).min(Duration::from_millis(500))
    }
}

/// Eight seconds: another takes over within nine of the death of the leader.
impl Default for Term {
    fn default() -> Self {
        Self::of(Duration::from_secs(8))
    }
}

/// How often one who stands by says that it still does, and why.
const SAY_EVERY: Duration = Duration::from_mins(10);

/// The lead is free when its time is over. `clock_timestamp`, for it is looked at again after a wait for the row.
const TAKE: &str = "UPDATE nearer.lease SET epoch = $3, holder = $1, \
     until = clock_timestamp() + make_interval(secs => $2) WHERE until < clock_timestamp() RETURNING commits";
const RENEW: &str =
    "UPDATE nearer.lease SET until = clock_timestamp() + make_interval(secs => $2) WHERE epoch = $1 RETURNING commits";
const GIVE_BACK: &str = "UPDATE nearer.lease SET until = '-infinity' WHERE epoch = $1";
const HOLDER: &str = "SELECT holder FROM nearer.lease WHERE until >= clock_timestamp()";

/// The lead, held by this process and renewed by a thread of its own. When this is dropped it is given back.
pub(super) struct Lease {
    pub(super) led: Led,
    leading: Leading,
    end: Option<Sender<()>>,
    renewing: Option<JoinHandle<()>>,
}

impl Lease {
    pub(super) fn leading(&self) -> Leading {
        self.leading.clone()
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // The thread hears of it, gives the lead back and ends.
        self.end.take();
        if let Some(renewing) = self.renewing.take() {
            let _ = renewing.join();
        }
    }
}

/// What became of one who stood by.
pub enum Standby {
    Leads(Box<PostgresStore>),
    /// It was told to end before it could lead.
    Ended,
}

/// Waits until this process leads, and then opens the store, or makes it. `dir` is the folder on this machine; `holder` is
/// what others are told of who leads. It ends when something comes by `ends`, or can come no more.
///
/// Whatever keeps it from leading, it says so and goes on standing by: the database may come back, or a newer program may
/// be put in its place.
pub fn stand_by(
    address: &Address,
    dir: &Path,
    options: &Options,
    holder: &str,
    term: Term,
    ends: &Receiver<()>,
) -> Result<Standby, StoreError> {
    let mut link = Link::with_patience(address, term.lasts)?;
    let mut said: Option<(String, Instant)> = None;
    let mut key = HostsKey::ToBeProved;
    loop {
        let led = try_to_lead(&mut link, holder, term, dir, &options.host_key, &mut key);
        let why = match led.and_then(|tried| open(tried, address, dir, options)) {
            Ok(Opened::Store(store)) => return Ok(Standby::Leads(store)),
            Ok(Opened::No(why)) => why,
            // It broke in the middle of the taking over.
            Err(error) if error.passes() => error.to_string(),
            Err(error) => return Err(error),
        };
        if said.as_ref().is_none_or(|(before, at)| *before != why || at.elapsed() >= SAY_EVERY) {
            info!(%why, "stands by");
            said = Some((why, Instant::now()));
        }
        match ends.recv_timeout(term.looked_at_every()) {
            Err(RecvTimeoutError::Timeout) => {}
            Ok(()) | Err(RecvTimeoutError::Disconnected) => return Ok(Standby::Ended),
        }
    }
}

enum Opened {
    Store(Box<PostgresStore>),
    No(String),
}

fn open(tried: Tried, address: &Address, dir: &Path, options: &Options) -> Result<Opened, StoreError> {
    match tried {
        Tried::Leads(lease) => {
            info!(epoch = lease.led.epoch, place = %address, "leads");
            PostgresStore::open(Link::to(address)?, lease, dir, options).map(|store| Opened::Store(Box::new(store)))
        }
        Tried::No(why) => Ok(Opened::No(why)),
    }
}

/// Takes the lead now, for work that a person does by a command; an error where a bot leads.
pub(super) fn lead_now(link: &mut Link, holder: &str, dir: &Path, source: &HostKeySource) -> Result<Lease, StoreError> {
    match try_to_lead(link, holder, Term::default(), dir, source, &mut HostsKey::ToBeProved)? {
        Tried::Leads(lease) => Ok(lease),
        Tried::No(why) => Err(StoreError::InUse { place: link.address.to_string(), why }),
    }
}

enum Tried {
    Leads(Lease),
    /// Why not, in words.
    No(String),
}

/// Whether this machine's host's key is known to be the one by which the store opens: one that is another would be found
/// only when it has to take over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HostsKey {
    ToBeProved,
    Proved,
}

fn try_to_lead(
    link: &mut Link,
    holder: &str,
    term: Term,
    dir: &Path,
    source: &HostKeySource,
    key: &mut HostsKey,
) -> Result<Tried, StoreError> {
    if let Err(trouble) = link.once(async |connected: &mut Connected| found_if_new(connected).await) {
        return not_reached(link, trouble);
    }
    if *key == HostsKey::ToBeProved {
        match head(link) {
            Ok(Some((id, proof))) => {
                let wrong = || StoreError::WrongHostKeyThere { place: link.address.to_string() };
                take_host_key(dir, source, wrong, |key| Wrapping::new(key.clone(), id).proves(&proof))?;
                *key = HostsKey::Proved;
            }
            Ok(None) => {}
            Err(StoreError::Unreachable { reason, .. }) => return Ok(Tried::No(unreached(&reason))),
            Err(error) => return Err(error),
        }
    }
    // By chance, so that no two leads ever have the same, whatever copy of the database they were taken in.
    let epoch: i64 = rand::rng().random_range(1..=i64::MAX);
    let asked = since_boot();
    let taken = link.once(async |connected: &mut Connected| {
        if let Fitness::Newer { found } = schema::fitness(connected).await? {
            return Ok(Taken::Newer(found));
        }
        if let Some(row) = connected.client.query_opt(HOLDER, &[]).await? {
            return Ok(Taken::Held(row.try_get(0)?));
        }
        match connected.client.query_opt(TAKE, &[&holder, &term.seconds(), &epoch]).await? {
            Some(row) => Ok(Taken::Ours(Led { epoch, commits: row.try_get(0)? })),
            None => Ok(Taken::Held("another".to_owned())),
        }
    });
    let led = match taken {
        Ok(Taken::Ours(led)) => led,
        Ok(Taken::Held(other)) => return Ok(Tried::No(format!("{other} leads"))),
        Ok(Taken::Newer(found)) => {
            return Ok(Tried::No(format!(
                "a newer version of the bot has changed the tables ({found}; this one knows {}): use that one",
                schema::known()
            )));
        }
        Err(trouble) => return not_reached(link, trouble),
    };
    let another = Link::with_patience(&link.address, term.renewed_every() * 2)?;
    let (tell, heard) = watch::channel(Lead::Until(asked + term.counted_on()));
    let (end, ends) = channel();
    let renewing = thread::Builder::new()
        .name("lease".to_owned())
        .spawn(move || renew(another, term, led.epoch, &tell, &ends))
        .map_err(|error| link.address.failed("beginning to lead at", error.to_string()))?;
    let lease = Lease { led, leading: Leading::by(heard, term.lasts), end: Some(end), renewing: Some(renewing) };
    // Whoever leads brings the tables up to date; nobody else writes meanwhile.
    schema::migrate(link)?;
    Ok(Tried::Leads(lease))
}

async fn found_if_new(connected: &mut Connected) -> Result<(), Error> {
    if schema::fitness(connected).await? == Fitness::Empty { schema::found(connected).await } else { Ok(()) }
}

/// What is refused will be refused again; everything else may pass.
fn not_reached(link: &Link, trouble: Trouble) -> Result<Tried, StoreError> {
    match trouble {
        Trouble::Lasting(error) => Err(link.address.failed("taking the lead at", told(&error))),
        trouble => Ok(Tried::No(unreached(&trouble.told()))),
    }
}

fn unreached(reason: &str) -> String {
    format!("the database cannot be reached: {reason}")
}

enum Taken {
    Ours(Led),
    Held(String),
    Newer(i64),
}

/// Renews the lead until it is lost or no longer wanted; then gives it back.
fn renew(mut link: Link, term: Term, epoch: i64, tell: &watch::Sender<Lead>, ends: &Receiver<()>) {
    while ends.recv_timeout(term.renewed_every()) == Err(RecvTimeoutError::Timeout) {
        let asked = since_boot();
        let renewed = link.once(async |connected: &mut Connected| {
            let statement = connected.statement(RENEW).await?;
            Ok::<bool, Error>(connected.client.query_opt(&statement, &[&epoch, &term.seconds()]).await?.is_some())
        });
        match renewed {
            Ok(true) => drop(tell.send_replace(Lead::Until(asked + term.counted_on()))),
            Ok(false) => {
                warn!(epoch, "another leads now");
                tell.send_replace(Lead::Lost);
                return;
            }
            // As long as nobody else takes it, it is still ours; whether it is, is seen before each sending.
            Err(trouble) => debug!(reason = trouble.told(), "the lead could not be renewed; trying again"),
        }
    }
    tell.send_replace(Lead::Lost);
    let given = link.once(async |connected: &mut Connected| connected.client.execute(GIVE_BACK, &[&epoch]).await);
    if let Err(trouble) = given {
        debug!(reason = trouble.told(), "the lead could not be given back; it ends by itself");
    }
}
