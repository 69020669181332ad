//! What comes in, acknowledged only after it is on disk.
//!
//! Telegram's queue is the inbox; there is no second one. There are two ways to empty it: we ask for updates
//! (`polling`), or Telegram brings them (`webhook`). Both hand what they got to the engine and acknowledge it once the
//! engine says that it is on disk. A crash before that brings it again, and the engine knows the updates that it has seen.
//! (teloxide's own ways acknowledge what they have merely queued.)

mod polling;
pub mod webhook;

use std::sync::Arc;
use std::time::Duration;

use teloxide::Bot;
use tokio::sync::oneshot;

use super::allowed::Allowed;
use super::names::Names;
use super::reading::Read;
use crate::clock::Clock;
use crate::engine::{Input, InputSender};
use crate::progress::Progress;
use crate::store::Leading;
use polling::Poll;
pub use webhook::{Door, Secret, Webhook};

/// The wait after a first failure; doubled with each, up to [`LONGEST_WAIT`].
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Why the intake ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IntakeEnd {
    /// The token is not valid any more, though it was asked about for a while.
    Unauthorized,
    /// Nothing has come from Telegram for so long that another had better try.
    OutOfReach,
    /// The engine takes nothing more.
    EngineGone,
    /// It was told to.
    Stopped,
}

/// What both ways need.
pub struct Intake {
    pub bot: Bot,
    pub username: Arc<str>,
    pub names: Arc<Names>,
    pub engine: InputSender,
    pub progress: Progress,
    pub clock: Clock,
    pub allowed: Allowed,
    /// Whether this process is the one that may hear.
    pub leading: Leading,
}

impl Intake {
    /// Takes what comes until `stop` fires or is dropped, or until it cannot go on: through the door if there is one, else
    /// by polling.
    ///
    /// What waited at the start is read first, and then told by [`UpToDate`](crate::progress::IntakeProgress::UpToDate).
    pub async fn run(self, door: Option<Door>, stop: oneshot::Receiver<()>) -> IntakeEnd {
        if let Some(door) = door {
            return webhook::serve(self, door, stop).await;
        }
        // A poll that is broken off acknowledges nothing.
        tokio::select! {
            end = self.poll(Poll::ForEver) => end.err().unwrap_or(IntakeEnd::Stopped),
            _ = stop => IntakeEnd::Stopped,
        }
    }

    /// Hands updates to the engine, and returns once they are on disk.
    async fn take(&self, all: Vec<Read>) -> Result<(), IntakeEnd> {
        let mut updates = Vec::with_capacity(all.len());
        for read in all {
            let Some(mut incoming) = read.incoming else { continue };
            incoming.news.retain(|news| self.allowed.admits(news));
            // A name is learnt for those alone who are heard.
            if !incoming.news.is_empty() {
                self.names.learn(read.name);
            }
            updates.push(incoming);
        }
        let (done, committed) = oneshot::channel();
        self.engine.send(Input::Updates { updates, done });
        committed.await.map_err(|_| IntakeEnd::EngineGone)
    }
}
