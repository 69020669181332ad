//! Whether this process is the one that serves: always, where a store is held by one; or as long as it has heard so from
//! the database lately, where several know the same.

use std::time::Duration;

use tokio::sync::watch;

/// Told to whoever speaks with the outer world in the name of the store.
#[derive(Clone, Debug)]
pub struct Leading(Option<Shared>);

/// Of a store that others know as well.
#[derive(Clone, Debug)]
struct Shared {
    lead: watch::Receiver<Lead>,
    /// How long a lead lasts.
    term: Duration,
}

/// So many terms one may lead without reaching Telegram: longer than a poll that is not answered.
const TERMS_OUT_OF_REACH: u32 = 10;

/// How it stands with the lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// Nobody else can have taken it before this moment, by [`since_boot`].
    Until(Duration),
    /// It is another's, or nobody's.
    Lost,
}

impl Leading {
    /// Of a store that only one process can hold.
    #[must_use]
    pub const fn alone() -> Self {
        Self(None)
    }

    pub(super) fn by(lead: watch::Receiver<Lead>, term: Duration) -> Self {
        Self(Some(Shared { lead, term }))
    }

    /// After so long without an answer from Telegram the lead is better given to another, who may reach it; `None` where
    /// there can be no other.
    #[must_use]
    pub fn given_up_after(&self) -> Option<Duration> {
        self.0.as_ref().map(|shared| shared.term * TERMS_OUT_OF_REACH)
    }

    /// Done when nobody else can be leading at this moment; never, once the lead is lost. Ask right before something is
    /// sent: a process that was stopped in between, or a machine that slept, finds out here.
    pub async fn held(&self) {
        let Some(Shared { mut lead, .. }) = self.0.clone() else { return };
        loop {
            let known = *lead.borrow_and_update();
            match known {
                Lead::Until(end) if since_boot() < end => return,
                Lead::Until(_) => {}
                Lead::Lost => return std::future::pending().await,
            }
            if lead.changed().await.is_err() {
                return std::future::pending().await;
            }
        }
    }

    /// Done once the lead is lost.
    pub async fn lost(&self) {
        let Some(Shared { mut lead, .. }) = self.0.clone() else { return std::future::pending().await };
        // Whose other end is gone leads no more either.
        let _ = lead.wait_for(|lead| *lead == Lead::Lost).await;
    }
}

/// The time since the machine was started; it goes on while the process is stopped and, on Linux, while the machine
/// sleeps.
pub(super) fn since_boot() -> Duration {
    #[cfg(target_os = "linux")]
    {
        let now = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        Duration::new(now.tv_sec.unsigned_abs(), u32::try_from(now.tv_nsec).unwrap_or_default())
    }
    #[cfg(not(target_os = "linux"))]
    {
        static FIRST: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        FIRST.get_or_init(std::time::Instant::now).elapsed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn is_done(future: impl Future<Output = ()>) -> bool {
        tokio::select! { biased; () = future => true, () = std::future::ready(()) => false }
    }

    #[tokio::test]
    async fn it_is_held_until_its_end_and_again_when_it_was_renewed_and_never_once_it_is_lost() {
        let later = || Lead::Until(since_boot() + Duration::from_hours(1));
        let (tell, heard) = watch::channel(later());
        let leading = Leading::by(heard, Duration::from_secs(8));
        assert!(is_done(leading.held()).await);
        tell.send_replace(Lead::Until(since_boot()));
        assert!(!is_done(leading.held()).await, "its time is over");
        assert!(!is_done(leading.lost()).await, "and yet nobody took it");
        tell.send_replace(later());
        assert!(is_done(leading.held()).await);
        tell.send_replace(Lead::Lost);
        assert!(!is_done(leading.held()).await);
        assert!(is_done(leading.lost()).await);
        assert!(is_done(Leading::alone().held()).await);
        assert!(!is_done(Leading::alone().lost()).await);
    }
}
