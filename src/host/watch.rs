//! What the bot answers when it is asked how it is: on a socket in the folder of its store, for its own user alone, and on
//! an address, if the host wants one.
//!
//! | path | answer |
//! |---|---|
//! | `/healthz` | 200 and `well` or `stands by`, or 503 and what is stuck |
//! | `/status` | [`Status`](super::status::Status) as JSON |
//! | `/metrics` | the [figures](crate::figures::Figures), as Prometheus reads them |

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use axum::{Json, Router};
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use tokio::sync::watch;
use tracing::warn;

use super::health::Health;
use super::status::Source;

/// The socket's name in the folder of the store.
const SOCKET: &str = "nearer.sock";

#[must_use]
pub fn socket(data_dir: &Path) -> PathBuf {
    data_dir.join(SOCKET)
}

/// What is asked.
#[derive(Clone)]
struct Watched {
    source: Arc<Source>,
    health: watch::Receiver<Health>,
}

/// Answers until it is dropped. Without the socket, and without the address, the bot serves all the same.
pub async fn answer(source: Source, health: watch::Receiver<Health>, address: Option<SocketAddr>) {
    let path = socket(&source.data_dir);
    let router = Router::new()
        .route("/healthz", get(healthz))
        .route("/status", get(status))
        .route("/metrics", get(metrics))
        .with_state(Watched { source: Arc::new(source), health });
    let beside = on_socket(&path, router.clone());
    let outside = async {
        let Some(address) = address else { return };
        match tokio::net::TcpListener::bind(address).await {
            Ok(listener) => drop(axum::serve(listener, router).await),
            Err(error) => warn!(%address, %error, "nobody can watch the bot there: `watch` cannot be listened on"),
        }
    };
    tokio::join!(beside, outside);
}

#[cfg(unix)]
async fn on_socket(path: &Path, router: Router) {
    match listen(path) {
        Ok(listener) => drop(axum::serve(listener, router).await),
        Err(error) => warn!(%error, "`nearer status` and `nearer healthcheck` cannot ask this bot"),
    }
}

#[cfg(not(unix))]
async fn on_socket(_: &Path, _: Router) {}

#[cfg(unix)]
fn listen(path: &Path) -> io::Result<tokio::net::UnixListener> {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    // The store is locked by now, so that one is of a bot that was killed.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = tokio::net::UnixListener::bind(path)?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

async fn healthz(State(watched): State<Watched>) -> impl IntoResponse {
    let health = *watched.health.borrow();
    let code = if health.is_good() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (code, format!("{}\n", health.told()))
}

async fn status(State(watched): State<Watched>) -> impl IntoResponse {
    let health = *watched.health.borrow();
    Json(watched.source.status(health))
}

async fn metrics(State(watched): State<Watched>) -> impl IntoResponse {
    let mut text = String::new();
    match encode(&mut text, &registry(&watched)) {
        Ok(()) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind)], text).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// All figures, as of now.
fn registry(watched: &Watched) -> Registry {
    let health = *watched.health.borrow();
    let status = watched.source.status(health);
    let mut registry = Registry::with_prefix("nearer");
    watched.source.progress.figures.enter(&mut registry);
    let mut gauge = |name: &str, help: &str, unit: Option<Unit>, value: Option<u64>| {
        let Some(value) = value.and_then(|value| i64::try_from(value).ok()) else { return };
        let gauge: Gauge = Gauge::default();
        gauge.set(value);
        match unit {
            Some(unit) => registry.register_with_unit(name, help, unit, gauge),
            None => registry.register(name, help, gauge),
        }
    };
    gauge("well", "1 while all parts work, 0 while one is stuck", None, Some(u64::from(health.is_good())));
    gauge("leads", "1 while the bot serves, 0 while it stands by", None, Some(u64::from(health != Health::StandsBy)));
    gauge("in_service", "How long the bot has been in service", Some(Unit::Seconds), Some(status.seconds_in_service));
    gauge("store", "What the database takes on the disk", Some(Unit::Bytes), Some(status.store_bytes));
    gauge("export_age", "How old the newest export is", Some(Unit::Seconds), status.export_age_seconds);
    gauge("memory", "The memory that the process holds", Some(Unit::Bytes), status.memory_bytes);
    registry
}
