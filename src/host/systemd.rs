//! What systemd wants to hear of a service of its: that it is ready, that it lives, that it stops. Elsewhere all of this
//! does nothing.

use tokio::sync::watch;

use super::health::Health;

/// Tells that the bot is ready, and in a few words for what.
pub fn ready(status: &str) {
    tell::ready(status);
}

/// Tells that the bot ends in good order.
pub fn stopping() {
    tell::stopping();
}

/// Tells that the bot lives as often as systemd wants it, for as long as all parts work; then no more, and systemd starts it
/// anew.
pub async fn keep_awake(health: watch::Receiver<Health>) {
    let Some(within) = tell::watchdog() else { return };
    loop {
        if health.borrow().is_good() {
            tell::alive();
        }
        // Twice as often as it must be.
        tokio::time::sleep(within / 2).await;
    }
}

#[cfg(unix)]
mod tell {
    use std::time::Duration;

    use sd_notify::NotifyState;
    use tracing::warn;

    fn notify(states: &[NotifyState<'_>]) {
        if let Err(error) = sd_notify::notify(states) {
            warn!(%error, "systemd cannot be told how the bot is");
        }
    }

    pub fn ready(status: &str) {
        notify(&[NotifyState::Ready, NotifyState::Status(status)]);
    }

    pub fn stopping() {
        notify(&[NotifyState::Stopping]);
    }

    pub fn alive() {
        notify(&[NotifyState::Watchdog]);
    }

    pub fn watchdog() -> Option<Duration> {
        sd_notify::watchdog_enabled()
    }
}

#[cfg(not(unix))]
mod tell {
    pub fn ready(_: &str) {}
    pub fn stopping() {}
    pub fn alive() {}
    pub fn watchdog() -> Option<std::time::Duration> {
        None
    }
}
