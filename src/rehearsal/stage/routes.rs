//! What the browser may ask for, once its key was checked.

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, Query, State};
use axum::http::{StatusCode, header};
use axum::middleware;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::access::{Access, guard};
use super::deeds::{Deed, DeedRefused, UploadQuery};
use super::worlds::Worlds;
use super::{Rehearsal, page};
use crate::prompts;
use crate::rehearsal::Upload;

/// The longest that one question for news waits.
const PATIENCE: Duration = Duration::from_secs(20);
/// Changes come several at a time; the page is told of them together.
const HANDFUL: Duration = Duration::from_millis(15);

/// The largest file that a bot may read.
const FILE_LIMIT: usize = 20 << 20;

/// The page of words is whole in itself: it loads nothing, not even from here.
const WORDS_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; \
                            base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

type OfPage = State<Arc<Worlds>>;

/// All routes of the page.
pub fn router(stages: Arc<Worlds>, door: Access) -> Router {
    let key = Arc::clone(&door.key);
    Router::new()
        .route("/", get(move || async move { Html(page::index(&key)) }))
        .route("/{key}/state", get(state))
        .route("/{key}/calls", get(calls))
        .route("/{key}/stored", get(stored))
        .route("/{key}/log", get(log))
        .route("/{key}/do", post(perform))
        .route("/{key}/send", post(send).layer(DefaultBodyLimit::max(FILE_LIMIT)))
        .route("/{key}/file/{chat}/{message}", get(file))
        .route("/{key}/notices/{person}", get(notices))
        .route("/{key}/prompts", get(words))
        .route("/{key}/{asset}", get(asset))
        .layer(middleware::from_fn_with_state(door, guard))
        .with_state(stages)
}

async fn asset(Path((_, name)): Path<(String, String)>) -> Response {
    match page::file(&name) {
        Some((kind, text)) => ([(header::CONTENT_TYPE, kind)], text).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// All words that the bot uses, on one page.
async fn words(State(stages): OfPage) -> Response {
    match stages.current().library() {
        Ok(library) => {
            ([(header::CONTENT_SECURITY_POLICY, WORDS_POLICY)], Html(prompts::page(&library))).into_response()
        }
        Err(unusable) => (StatusCode::CONFLICT, unusable.to_string()).into_response(),
    }
}

#[derive(Deserialize)]
struct Known {
    /// What the page has seen already.
    seen: Option<u64>,
}

/// All that is on the page; for one who has seen it, once it is different.
async fn state(State(stages): OfPage, Query(known): Query<Known>) -> Json<Value> {
    stages.audience.notify_one();
    if let Some(seen) = known.seen {
        let stage = stages.current();
        let mut watched =
            [stage.telegram.changed(), stage.clock.movements(), stage.changed.subscribe(), stages.changes()];
        let [telegram, clock, own, world] = &mut watched;
        let news = async {
            while stages.version() == seen {
                tokio::select! {
                    _ = telegram.changed() => {}
                    _ = clock.changed() => {}
                    _ = own.changed() => {}
                    _ = world.changed() => {}
                }
            }
            tokio::time::sleep(HANDFUL).await;
        };
        let _ = tokio::time::timeout(PATIENCE, news).await;
    }
    // The count before the state: at worst the state is told once more.
    let version = stages.version();
    let mut screen = stages.current().screen();
    screen["version"] = json!(version);
    screen["world"] = json!({"number": *stages.changes().borrow(), "own": stages.is_own()});
    Json(screen)
}

impl Rehearsal {
    /// Counts all changes there are: it grows with each of its parts.
    fn version(&self) -> u64 {
        let count = |watched: tokio::sync::watch::Receiver<u64>| *watched.borrow();
        count(self.telegram.changed()) + count(self.clock.movements()) + count(self.changed.subscribe())
    }
}

impl Worlds {
    /// The same over all rehearsals: it changes whenever the page has to.
    fn version(&self) -> u64 {
        (*self.changes().borrow() << 32) + self.current().version()
    }
}

#[derive(Deserialize)]
struct SinceQuery {
    after: u64,
}

async fn calls(State(stages): OfPage, Query(SinceQuery { after }): Query<SinceQuery>) -> Json<Value> {
    Json(stages.current().calls(after))
}

async fn stored(State(stages): OfPage) -> Json<Value> {
    Json(stages.current().stored().await.unwrap_or_else(|error| json!({"error": error.to_string()})))
}

/// What a phone would show while it lies on the table.
async fn notices(State(stages): OfPage, Path((_, person)): Path<(String, i64)>) -> Json<Value> {
    Json(stages.current().notices(person))
}

async fn log(State(stages): OfPage) -> Json<Value> {
    Json(json!(stages.current().bot.log()))
}

/// A file that somebody sends: itself as the body, the rest in the query.
async fn send(
    State(stages): OfPage,
    Query(FileQuery { name }): Query<FileQuery>,
    Query(at): Query<UploadQuery>,
    body: Bytes,
) -> Response {
    told(stages.current().send_file(&at, Upload { name, bytes: body.into() }))
}

#[derive(Deserialize)]
struct FileQuery {
    name: String,
}

async fn perform(State(stages): OfPage, Json(deed): Json<Deed>) -> Response {
    told(stages.perform(deed).await)
}

fn told(outcome: Result<Value, DeedRefused>) -> Response {
    match outcome {
        Ok(outcome) => Json(outcome).into_response(),
        Err(refused) => (StatusCode::BAD_REQUEST, Json(json!({"error": refused.to_string()}))).into_response(),
    }
}

/// A file that came with a message: pictures to be seen, others to be saved.
async fn file(State(stages): OfPage, Path((_, chat, message)): Path<(String, i64, i64)>) -> Response {
    let Some(file) = stages.current().file(chat, message) else { return StatusCode::NOT_FOUND.into_response() };
    if let Some(kind) = file.picture_type() {
        return ([(header::CONTENT_TYPE, kind)], file.bytes).into_response();
    }
    let headers = [(header::CONTENT_TYPE, "application/octet-stream"), (header::CONTENT_DISPOSITION, "attachment")];
    (headers, file.bytes).into_response()
}
