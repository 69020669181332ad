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
    /// It was refused, and would be again.
    Lasting(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        let passes = match error.code() {
            // Not the database's own word: the connection broke, or none came about.
            None => true,
            Some(code) => {
                let class = &code.code()[..2];
                // 08: connections; 57: the server stops, starts or ends us; 53: it has no room for one more connection.
                class == "08"
                    || class == "57"
                    || matches!(
                        *code,
                        SqlState::TOO_MANY_CONNECTIONS
                            | SqlState::READ_ONLY_SQL_TRANSACTION
                            | SqlState::T_R_SERIALIZATION_FAILURE
                            | SqlState::T_R_DEADLOCK_DETECTED
                    )
            }
        };
        if passes { Self::Passing(error) } else { Self::Lasting(error) }
    }
}

pub(super) struct Link {
    /// Taken only when this is dropped.
    runtime: Option<Runtime>,
    pub(super) address: Address,
    tls: MakeRustlsConnect,
    connected: Option<Connected>,
}

impl Link {
    /// A link that is not connected yet.
    pub(super) fn to(address: &Address) -> Result<Self, StoreError> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| address.failed("beginning to speak with", &error))?;
        Ok(Self { runtime: Some(runtime), tls: address.tls()?, address: address.clone(), connected: None })
    }

    /// Does `what` over the connection, which is made first if there is none. One try.
    pub(super) fn once<T>(&mut self, what: impl AsyncFnOnce(&mut Connected) -> Result<T, Error>) -> Result<T, Trouble> {
        let Self { runtime, address, tls, connected } = self;
        let done = runtime.as_ref().expect("it is not dropped").block_on(async {
            let open = match connected.take() {
                Some(open) if !open.client.is_closed() => connected.insert(open),
                _ => {
                    let (client, connection) = address.config().connect(tls.clone()).await?;
                    tokio::spawn(connection);
                    connected.insert(Connected { client, statements: HashMap::new() })
                }
            };
            what(open).await
        });
        done.map_err(|error| {
            let trouble = Trouble::from(error);
            if matches!(trouble, Trouble::Passing(_)) {
                *connected = None;
            }
            trouble
        })
    }

    /// Does `what`, again and again where the connection breaks, for `patience`. `known` is asked after each break, before
    /// the next try: whether what this link believes still holds.
    pub(super) fn ask<T>(
        &mut self,
        doing: &'static str,
        patience: Duration,
        mut what: impl AsyncFnMut(&mut Connected) -> Result<T, Error>,
        mut known: impl AsyncFnMut(&mut Connected) -> Result<Result<(), StoreError>, Error>,
    ) -> Result<T, StoreError> {
        let mut broken: Option<Instant> = None;
        let mut pause = Duration::from_millis(20);
        loop {
            let tried = self.once(async |connected: &mut Connected| {
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
                Err(Trouble::Lasting(error)) => return Err(self.address.failed(doing, &error)),
                Err(Trouble::Passing(error)) => {
                    if broken.is_none() {
                        warn!(place = %self.address, reason = told(&error), "the database does not answer; trying again");
                    }
                    let since = *broken.get_or_insert_with(Instant::now);
                    if since.elapsed() >= patience {
                        return Err(StoreError::Unreachable { place: self.address.to_string(), reason: told(&error) });
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
