//! One connection to the database, made again where it breaks. Asked from a thread of its own, which waits.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Error, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;
use tracing::{info, warn};

use super::address::{Address, told};
use crate::store::StoreError;

/// The longest pause between two tries.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// For so long a database that does not answer is asked again. Then the process ends, and nothing was acknowledged.
const GIVEN_UP_AFTER: Duration = Duration::from_mins(1);

/// How long one answer is waited for.
const USUAL: Duration = Duration::from_secs(20);

/// How long a question over a connection that stands waits for its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Patience {
    Usual,
    /// As long as it takes: a commit, of which only its answer, or the end of the connection, tells that it is over.
    Endless,
}

/// A connection that stands, and the statements that the server knows on it.
pub(super) struct Connected {
    pub(super) client: Client,
    statements: HashMap<&'static str, Statement>,
}

impl Connected {
    /// The statement of this text: told to the server once.
    pub(super) async fn statement(&mut self, text: &'static str) -> Result<Statement, Error> {
        if let Some(statement) = self.statements.get(text) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(text).await?;
        self.statements.insert(text, statement.clone());
        Ok(statement)
    }
}

/// Why something that was asked was not done.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The connection, or the server behind it: another try may succeed. Whether it was done is not known.
    Passing(Error),
    /// It did not answer in time. Whether it was done is not known.
    Late,
    /// It was refused, and would be again.
    Lasting(Error),
}

impl Trouble {
    /// What it was, in words.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Passing(error) | Self::Lasting(error) => told(error),
            Self::Late => "it does not answer in time".to_owned(),
        }
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        // Without a code it is not the database's own word: the connection broke, or none came about.
        let passes = error.code().is_none_or(may_pass);
        if passes { Self::Passing(error) } else { Self::Lasting(error) }
    }
}

/// Whether what the database refused with this code may be granted at another try.
fn may_pass(code: &SqlState) -> bool {
    // 08: connections; 57: the server stops, starts or ends us.
    ["08", "57"].iter().any(|class| code.code().starts_with(class))
        || matches!(
            *code,
            SqlState::TOO_MANY_CONNECTIONS
                | SqlState::READ_ONLY_SQL_TRANSACTION
                | SqlState::T_R_SERIALIZATION_FAILURE
                | SqlState::T_R_DEADLOCK_DETECTED
        )
}

pub(super) struct Link {
    /// Taken only when this is dropped.
    runtime: Option<Runtime>,
    pub(super) address: Address,
    /// How long one answer is waited for.
    patience: Duration,
    tls: MakeRustlsConnect,
    connected: Option<Connected>,
}

impl Link {
    /// A link that is not connected yet.
    pub(super) fn to(address: &Address) -> Result<Self, StoreError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| address.failed("beginning to speak with", told(&error)))?;
        Ok(Self {
            runtime: Some(runtime),
            patience: USUAL,
            tls: address.tls()?,
            address: address.clone(),
            connected: None,
        })
    }

    /// The same, with another patience: a lead that is not renewed in time is lost.
    pub(super) fn with_patience(address: &Address, patience: Duration) -> Result<Self, StoreError> {
        let mut link = Self::to(address)?;
        link.patience = patience;
        Ok(link)
    }

    /// Does `what` over the connection, which is made first if there is none. One try, of no longer than this link's
    /// patience: also a database that takes everything and answers nothing is to be noticed.
    pub(super) fn once<T>(&mut self, what: impl AsyncFnOnce(&mut Connected) -> Result<T, Error>) -> Result<T, Trouble> {
        let patience = self.patience;
        self.try_for(Some(patience), what)
    }

    /// The same, for as long as it takes once there is a connection: for a commit, which is never given up.
    fn try_for<T>(
        &mut self,
        patience: Option<Duration>,
        what: impl AsyncFnOnce(&mut Connected) -> Result<T, Error>,
    ) -> Result<T, Trouble> {
        let Self { runtime, address, tls, connected, patience: connecting } = self;
        // Missing only while this is dropped, when nobody asks.
        let Some(runtime) = runtime else { return Err(Trouble::Late) };
        let done = runtime.block_on(async {
            let open = match connected.take() {
                Some(open) if !open.client.is_closed() => connected.insert(open),
                _ => {
                    let made = tokio::time::timeout(*connecting, address.config().connect(tls.clone())).await;
                    let (client, connection) = made.map_err(|_| Trouble::Late)??;
                    tokio::spawn(connection);
                    connected.insert(Connected { client, statements: HashMap::new() })
                }
            };
            match patience {
                Some(patience) => tokio::time::timeout(patience, what(open)).await.map_err(|_| Trouble::Late)?,
                None => what(open).await,
            }
            .map_err(Trouble::from)
        });
        done.inspect_err(|trouble| {
            if !matches!(trouble, Trouble::Lasting(_)) {
                *connected = None;
            }
        })
    }

    /// Does `what`, again and again where the connection breaks, until it is given up. `known` is asked after each break, before
    /// the next try: whether what this link believes still holds.
    pub(super) fn ask<T>(
        &mut self,
        doing: &'static str,
        patience: Patience,
        mut what: impl AsyncFnMut(&mut Connected) -> Result<T, Error>,
        mut known: impl AsyncFnMut(&mut Connected) -> Result<Result<(), StoreError>, Error>,
    ) -> Result<T, StoreError> {
        let mut broken: Option<Instant> = None;
        let mut pause = Duration::from_millis(20);
        loop {
            let limit = (patience == Patience::Usual).then_some(self.patience);
            let tried = self.try_for(limit, async |connected: &mut Connected| {
                if broken.is_some()
                    && let Err(error) = known(connected).await?
                {
                    return Ok(Err(error));
                }
                what(connected).await.map(Ok)
            });
            match tried {
                Ok(done) => {
                    if let Some(since) = broken {
                        info!(seconds = since.elapsed().as_secs(), "the database answers again");
                    }
                    return done;
                }
                Err(Trouble::Lasting(error)) => return Err(self.address.failed(doing, told(&error))),
                Err(trouble) => {
                    let reason = trouble.told();
                    if broken.is_none() {
                        warn!(place = %self.address, reason, "the database does not answer; trying again");
                    }
                    let since = *broken.get_or_insert_with(Instant::now);
                    if since.elapsed() >= GIVEN_UP_AFTER {
                        return Err(StoreError::Unreachable { place: self.address.to_string(), reason });
                    }
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }
}

/// A runtime that is dropped waits for its tasks, and panics where nothing may wait: on the thread of another one.
impl Drop for Link {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_stops_may_come_back_and_what_is_refused_stays_so() {
        for passing in ["08006", "57P01", "57P03", "53300", "25006", "40001", "40P01"] {
            assert!(may_pass(&SqlState::from_code(passing)), "{passing}");
        }
        // Whatever a server may write there is no reason to panic.
        for lasting in ["28P01", "42501", "53100", "23505", "", "0", "é"] {
            assert!(!may_pass(&SqlState::from_code(lasting)), "{lasting:?}");
        }
    }
}
