//! The bot in service: intake, engine and delivery put together, begun and ended in good order.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use crate::zones::Zone;
use rand::SeedableRng;
use rand::rngs::StdRng;
use teloxide::Bot;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tracing::{info, warn};

use crate::clock::Clock;
use crate::engine::{Engine, Input, InputSender, Order, Surroundings, alarm};
use crate::progress::{IntakeProgress, Progress};
use crate::prompts::Library;
use crate::store::{Leading, Store, StoreError};
use crate::telegram::allowed::Allowed;
use crate::telegram::alone;
use crate::telegram::call::CallError;
use crate::telegram::delivery::{self, Delivery};
use crate::telegram::failure::{Failure, classify};
use crate::telegram::intake::{self, Door, Intake, Webhook};
use crate::telegram::introduction;
use crate::telegram::names::Names;
use crate::telegram::pace::SendLimits;
use crate::telegram::unanswered::{Reach, Unanswered};

/// What is in flight when we are told to stop may take so long to land; then the rest is left to the next start.
const LANDING_TIME: Duration = Duration::from_secs(4);
/// What Telegram has brought and is not on disk yet may take so long; then Telegram brings it again.
const ANSWERING_TIME: Duration = Duration::from_secs(2);
/// What came may take so long to be committed; then the process ends without it, and Telegram brings it again.
const COMMITTING_TIME: Duration = Duration::from_secs(10);
/// How often the store is written out logically beside itself.
const EXPORT_EVERY: Duration = Duration::from_hours(1);
/// At the start a token is believed to be wrong when it was refused so often within a second: then it is a slip.
const REFUSALS: u32 = 3;
/// The longest wait between two tries to reach Telegram at the start.
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// Everything a service is made of.
pub struct Parts {
    pub bot: Bot,
    pub store: Box<dyn Store>,
    /// Whether this process is the one that may speak in the name of the store.
    pub leading: Leading,
    pub library: Arc<Library>,
    pub clock: Clock,
    pub pace: SendLimits,
    /// Whom the host lets in.
    pub allowed: Allowed,
    /// Where Telegram brings updates; `None` where they are asked for.
    pub webhook: Option<Webhook>,
    pub default_zone: Zone,
    /// `None` in service; a number where the choice of cards has to repeat itself.
    pub seed: Option<u64>,
}

/// Why a service ended by itself.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error(
        "Telegram refuses the token (401). Check it with @BotFather, then set it by TELOXIDE_TOKEN, `token` or `token_file`."
    )]
    Unauthorized,
    #[error("nothing can be heard at {at}: {error}. Give another address of this machine as `listen` of [webhook]")]
    Deaf { at: SocketAddr, error: io::Error },
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("another bot leads now")]
    LeadLost,
    #[error("Telegram does not answer this machine; another may lead")]
    OutOfReach,
    #[error("a part of the bot ended unexpectedly: {0}")]
    Broken(&'static str),
}

impl ServiceError {
    /// Whether the bot may stand by and serve again by itself.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::LeadLost | Self::OutOfReach => true,
            Self::Store(error) => error.passes(),
            Self::Unauthorized | Self::Deaf { .. } | Self::Broken(_) => false,
        }
    }
}

/// A service that runs.
pub struct Service {
    /// The bot's user name, without the `@`.
    pub username: Arc<str>,
    pub progress: Progress,
    pub clock: Clock,
    engine: InputSender,
    orders: mpsc::UnboundedSender<Vec<Order>>,
    intake: JoinHandle<intake::IntakeEnd>,
    stop_intake: oneshot::Sender<()>,
    delivery: JoinHandle<delivery::DeliveryEnd>,
    engine_ended: oneshot::Receiver<Result<(), StoreError>>,
    others: Vec<JoinHandle<()>>,
    leading: Leading,
}

impl Service {
    /// Starts everything. Returns once Telegram knows us and the first poll is on its way.
    pub async fn start(parts: Parts) -> Result<Self, ServiceError> {
        let Parts { bot, store, leading, library, clock, pace, allowed, webhook, default_zone, seed } = parts;
        let door = match webhook {
            Some(webhook) => {
                let at = webhook.listen;
                Some(Door::open(webhook).await.map_err(|error| ServiceError::Deaf { at, error })?)
            }
            None => None,
        };
        let username: Arc<str> = who_am_i(&bot, &leading).await?.into();
        let progress = Progress::default();
        let (engine, inputs) = InputSender::channel(progress.clone());
        let (orders, order_receiver) = mpsc::unbounded_channel();
        let surroundings = Surroundings {
            library: library.clone(),
            clock: clock.clone(),
            rng: seed.map_or_else(StdRng::from_os_rng, StdRng::seed_from_u64),
            default_zone,
            progress: progress.clone(),
        };
        // It may have to wait for a database, and this thread must not.
        let committer = {
            let orders = orders.clone();
            tokio::task::spawn_blocking(move || Engine::new(store, surroundings, orders)).await
        };
        let committer = committer.map_err(|_| ServiceError::Broken("the engine"))??;
        let (engine_ends, engine_ended) = oneshot::channel();
        thread::Builder::new()
            .name("committer".to_owned())
            .spawn(move || {
                // Nobody may be listening any more; then nobody needs to know.
                let _ = engine_ends.send(committer.run(inputs));
            })
            .map_err(|_| ServiceError::Broken("the committer's thread could not be started"))?;
        let names: Arc<Names> = Arc::default();
        let delivery = Delivery {
            bot: bot.clone(),
            username: username.clone(),
            library: library.clone(),
            clock: clock.clone(),
            pace,
            progress: progress.clone(),
            names: names.clone(),
            leading: leading.clone(),
            alone: alone::Known::default(),
            engine: engine.clone(),
            orders: order_receiver,
        };
        let intake = Intake {
            bot: bot.clone(),
            username: Arc::clone(&username),
            names,
            engine: engine.clone(),
            progress: progress.clone(),
            clock: clock.clone(),
            allowed,
            leading: leading.clone(),
        };
        let (stop_intake, told_to_stop) = oneshot::channel();
        let intake = tokio::spawn(intake.run(door, told_to_stop));
        let abreast = progress.clone();
        let others = vec![
            tokio::spawn(alarm(clock.clone(), progress.clone(), engine.clone())),
            tokio::spawn(export_by_the_hour(engine.clone())),
            tokio::spawn({
                let leading = leading.clone();
                async move {
                    leading.held().await;
                    introduction::introduce(&bot, library.voice()).await;
                }
            }),
        ];
        Ok(Self {
            username,
            progress,
            clock,
            engine,
            orders,
            intake,
            stop_intake,
            delivery: tokio::spawn(async move {
                abreast.abreast().await;
                delivery.run().await
            }),
            engine_ended,
            others,
            leading,
        })
    }

    /// Serves until `stop` is done or the service cannot go on; then ends in good order: what came is committed,
    /// what is in flight lands, and the rest stays in the outbox.
    pub async fn serve_until(mut self, stop: impl Future<Output = ()>) -> Result<(), ServiceError> {
        let outcome = tokio::select! {
            () = stop => Ok(()),
            error = self.breaks() => Err(error),
        };
        let last = self.end().await;
        outcome.and(last)?;
        info!("ended in good order");
        Ok(())
    }

    /// Done only when the service cannot go on, and then says why; what nothing has ended yet may be asked again.
    pub async fn breaks(&mut self) -> ServiceError {
        tokio::select! {
            ended = &mut self.intake => match ended {
                Ok(intake::IntakeEnd::Unauthorized) => ServiceError::Unauthorized,
                Ok(intake::IntakeEnd::OutOfReach) => ServiceError::OutOfReach,
                Ok(intake::IntakeEnd::EngineGone) => match (&mut self.engine_ended).await {
                    Ok(Err(error)) => error.into(),
                    _ => ServiceError::Broken("the engine"),
                },
                Ok(intake::IntakeEnd::Stopped) | Err(_) => ServiceError::Broken("the intake"),
            },
            () = self.leading.lost() => ServiceError::LeadLost,
            ended = &mut self.delivery => match ended {
                Ok(delivery::DeliveryEnd::CallLost) => ServiceError::Broken("a call to Telegram"),
                Ok(delivery::DeliveryEnd::Finished) | Err(_) => ServiceError::Broken("the delivery"),
            },
            ended = &mut self.engine_ended => match ended {
                Ok(Err(error)) => error.into(),
                _ => ServiceError::Broken("the engine"),
            },
        }
    }

    /// Lets what is in flight land, for a while, and commits what came. An error is that of the last commit.
    async fn end(mut self) -> Result<(), ServiceError> {
        let _ = self.stop_intake.send(());
        if !self.intake.is_finished() && tokio::time::timeout(ANSWERING_TIME, &mut self.intake).await.is_err() {
            warn!("not everything that Telegram brought could be answered; it brings it again");
            self.intake.abort();
        }
        for task in &self.others {
            task.abort();
        }
        self.progress.update(|standing| standing.orders += 1);
        if self.orders.send(vec![Order::Finish]).is_ok()
            && self.progress.standing().intake == IntakeProgress::UpToDate
            && !self.delivery.is_finished()
            && tokio::time::timeout(LANDING_TIME, &mut self.delivery).await.is_err()
        {
            warn!("not everything in flight has landed; it stays in the outbox");
        }
        self.delivery.abort();
        self.engine.send(Input::Stop);
        if !self.engine_ended.is_terminated() {
            // It commits what came and ends; but not where a database does not answer, and that is not waited for.
            match tokio::time::timeout(COMMITTING_TIME, &mut self.engine_ended).await {
                Ok(Ok(Err(error))) => return Err(error.into()),
                Ok(_) => {}
                Err(_) => return Err(ServiceError::Broken("the store does not answer")),
            }
        }
        Ok(())
    }

    /// Ends without waiting for what is in flight: no landing is settled any more, what came in is still
    /// committed, and the store is closed when this returns. For tests that start again on the same store in one
    /// process; a real crash is a `kill -9`.
    pub async fn crash(mut self) {
        self.intake.abort();
        self.delivery.abort();
        for task in &self.others {
            task.abort();
        }
        self.engine.send(Input::Stop);
        let _ = (&mut self.engine_ended).await;
        if !self.intake.is_finished() {
            // Its address is free again when this returns.
            let _ = (&mut self.intake).await;
        }
    }
}

/// Asks Telegram for our name, patiently unless the token is refused, or another may reach Telegram where we do not.
async fn who_am_i(bot: &Bot, leading: &Leading) -> Result<String, ServiceError> {
    let mut unanswered = Unanswered::from_now(leading.given_up_after());
    let mut wait = Duration::from_millis(250);
    let mut refusals = 0;
    loop {
        let error: CallError = match introduction::username(bot).await {
            Ok(username) => return Ok(username),
            Err(error) => error,
        };
        // For a token of the wrong shape there is no such address.
        let no_such_address = matches!(error, CallError::Refused { code: 404, .. });
        refusals += u32::from(classify(&error) == Failure::Unauthorized);
        if no_such_address || refusals == REFUSALS {
            return Err(ServiceError::Unauthorized);
        }
        if unanswered.failed(&error) == Reach::OutOfReach {
            return Err(ServiceError::OutOfReach);
        }
        // Of the address only where it leads: it may hold a password.
        let address = bot.api_url().origin().ascii_serialization();
        warn!(%address, %error, "Telegram cannot be reached; trying again");
        tokio::time::sleep(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT);
    }
}

async fn export_by_the_hour(engine: InputSender) {
    loop {
        tokio::time::sleep(EXPORT_EVERY).await;
        engine.send(Input::Export);
    }
}
