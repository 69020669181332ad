//! The HTTP side: `/bot<token>/<method>`, and the clock for those who follow it.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode, header};
use http_body::Frame;
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};

use super::calls::{CallEffect, CallOutcome};
use super::faults::Trouble;
use super::methods::{self, GET_UPDATES, Method as ApiMethod};
use super::params::Params;
use super::refusal::Refusal;
use super::report::WorkReport;
use super::world::World;

/// The longest that one question for the clock waits.
const CLOCK_PATIENCE: Duration = Duration::from_secs(25);

/// What the server, the people and the test have in common.
#[derive(Debug)]
pub struct Shared {
    world: Mutex<World>,
    pub token: String,
    /// Wakes the long polls, and whoever brings updates.
    pub arrivals: Notify,
    /// Counts changes, so that tests wait on them.
    changes: watch::Sender<u64>,
    /// What the bot said last of its work, if it does.
    report: Mutex<Option<WorkReport>>,
}

impl Shared {
    pub fn new(world: World, token: String) -> Self {
        Self {
            world: Mutex::new(world),
            token,
            arrivals: Notify::new(),
            changes: watch::Sender::new(0),
            report: Mutex::new(None),
        }
    }

    /// The state, to look at.
    pub fn look(&self) -> MutexGuard<'_, World> {
        // A test that panics while it looks leaves the state whole; the server goes on.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the state and wakes all who wait.
    pub fn change<T>(&self, with: impl FnOnce(&mut World) -> T) -> T {
        let result = with(&mut self.look());
        self.arrivals.notify_waiters();
        self.changes.send_modify(|n| *n += 1);
        result
    }

    /// What the bot said last of its work.
    pub fn report(&self) -> Option<WorkReport> {
        *self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes what the bot says of its work, or that it says nothing any more.
    pub fn set_report(&self, report: Option<WorkReport>) {
        *self.report.lock().unwrap_or_else(PoisonError::into_inner) = report;
        self.changes.send_modify(|n| *n += 1);
    }

    /// Fires at every change.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }
}

/// How a call ends.
enum HttpAnswer {
    Done(String),
    Refused(Refusal),
    Page(u16),
    Cut,
}

/// Every request ends here.
pub async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    // A bot is no browser: a page of another site is refused.
    if request.headers().contains_key(header::ORIGIN) {
        return response(403, "text/plain", "this is for bots".to_owned());
    }
    let path = request.uri().path().to_owned();
    if path == "/clock" && request.method() == Method::POST {
        return take_report(&shared, request).await;
    }
    if path == "/clock" {
        return clock(&shared, request.uri().query().unwrap_or_default()).await;
    }
    if shared.look().settings.down {
        return respond(HttpAnswer::Cut);
    }
    let Some((token, method)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) else {
        return respond(HttpAnswer::Refused(Refusal::new(404, "Not Found")));
    };
    // Some clients write the colon of the token as an escape.
    if token.replace("%3A", ":").replace("%3a", ":") != shared.token {
        return respond(HttpAnswer::Refused(Refusal::new(401, "Unauthorized")));
    }
    let Some(method) = methods::find(method) else {
        shared.look().violations.push("no such method".to_owned());
        return respond(HttpAnswer::Refused(Refusal::new(404, "Not Found")));
    };
    let params = match Params::read(request).await {
        Ok(params) => params,
        Err(error) => {
            shared.look().violations.push(format!("{}: {error}", method.name));
            return respond(HttpAnswer::Refused(Refusal::bad_request(error)));
        }
    };
    respond(call(&shared, method, &params).await)
}

async fn call(shared: &Shared, method: ApiMethod, params: &Params) -> HttpAnswer {
    let trouble = shared.look().faults.befalls(method.name, params.chat());
    let without_effect = |outcome| shared.change(|world| note(world, method, params, outcome));
    match &trouble {
        Some(Trouble::Delayed(by)) => {
            shared.change(|world| world.held += 1);
            tokio::time::sleep(*by).await;
        }
        Some(Trouble::CutBefore) => {
            without_effect(CallOutcome::Lost);
            return HttpAnswer::Cut;
        }
        Some(Trouble::Page(status)) => {
            without_effect(CallOutcome::Lost);
            return HttpAnswer::Page(*status);
        }
        Some(Trouble::Refused(refusal)) => {
            without_effect(CallOutcome::Refused(refusal.clone()));
            return HttpAnswer::Refused(refusal.clone());
        }
        Some(Trouble::CutAfter) | None => {}
    }
    let cut = trouble == Some(Trouble::CutAfter);
    let answer = if method.name == GET_UPDATES {
        get_updates(shared, method, params, cut).await
    } else {
        shared.change(|world| {
            let result = method.call(world, params);
            // Of several, the first stands for all.
            let one = |value: &Value| value.get("message_id").and_then(Value::as_i64);
            let message_id = |value: &Value| one(value).or_else(|| one(value.get(0)?));
            if world.settings.logging {
                note(world, method, params, outcome(result.as_ref().map(message_id), cut));
            }
            if result.is_ok() {
                tell(world, method, params);
            }
            match result {
                Ok(result) => HttpAnswer::Done(result.to_string()),
                Err(refusal) => HttpAnswer::Refused(refusal),
            }
        })
    };
    if cut { HttpAnswer::Cut } else { answer }
}

fn outcome(result: Result<Option<i64>, &Refusal>, cut: bool) -> CallOutcome {
    match result {
        Ok(message_id) if cut => CallOutcome::DoneUnanswered { message_id },
        Ok(message_id) => CallOutcome::Done { message_id },
        Err(refusal) => CallOutcome::Refused(refusal.clone()),
    }
}

fn tell(world: &World, method: ApiMethod, params: &Params) {
    if let Some(listener) = &world.listener {
        let query_id = params.text("callback_query_id").map(str::to_owned);
        // A listener that is gone is no error.
        let _ = listener.send(CallEffect { method: method.name, chat: params.chat(), query_id });
    }
}

fn note(world: &mut World, method: ApiMethod, params: &Params, outcome: CallOutcome) {
    if world.settings.logging {
        let fields = Value::Object(params.fields.clone());
        world.calls.note(world.clock.now(), method.name, fields, params.chat(), outcome);
    }
}

async fn get_updates(shared: &Shared, method: ApiMethod, params: &Params, cut: bool) -> HttpAnswer {
    let timeout = Duration::from_secs(params.int("timeout").and_then(|s| u64::try_from(s).ok()).unwrap_or_default());
    let until = tokio::time::Instant::now() + timeout.min(Duration::from_secs(50));
    let limit = params.int("limit").filter(|n| (1..=100).contains(n)).unwrap_or(100);
    let limit = usize::try_from(limit).unwrap_or(100);
    let begun: Result<u64, Refusal> = shared.change(|world| {
        method.check(world, params)?;
        refuse_beside_webhook(world)?;
        methods::remember_allowed(world, params);
        world.updates.confirm(params.int("offset").unwrap_or_default());
        world.polls += 1;
        Ok(world.polls)
    });
    let own = match begun {
        Ok(own) => own,
        Err(refusal) => {
            shared.change(|world| note(world, method, params, CallOutcome::Refused(refusal.clone())));
            return HttpAnswer::Refused(refusal);
        }
    };
    loop {
        // Listen before looking, or an arrival in between would be missed.
        let mut arrival = std::pin::pin!(shared.arrivals.notified());
        arrival.as_mut().enable();
        let done = {
            let mut world = shared.look();
            if world.settings.down {
                return HttpAnswer::Cut;
            }
            let refused = if world.polls == own {
                refuse_beside_webhook(&world)
            } else {
                Err(Refusal::conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running",
                ))
            };
            match refused {
                Err(refusal) => Some(Err(refusal)),
                Ok(()) => match world.updates.deliver(limit) {
                    None if tokio::time::Instant::now() >= until => Some(Ok("[]".to_owned())),
                    waiting => waiting.map(Ok),
                },
            }
        };
        if let Some(result) = done {
            shared.change(|world| note(world, method, params, outcome(result.as_ref().map(|_| None), cut)));
            return match result {
                Ok(updates) => HttpAnswer::Done(updates),
                Err(refusal) => HttpAnswer::Refused(refusal),
            };
        }
        tokio::select! {
            () = arrival => {}
            () = tokio::time::sleep_until(until) => {}
        }
    }
}

fn refuse_beside_webhook(world: &World) -> Result<(), Refusal> {
    if !world.webhooks.is_set() {
        return Ok(());
    }
    Err(Refusal::conflict(
        "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    ))
}

/// Says what time it is; to one who knows it already, once the clock has been moved.
async fn clock(shared: &Shared, query: &str) -> Response<Body> {
    let clock = shared.look().clock.clone();
    let mut movements = clock.movements();
    if let Some(known) = query.strip_prefix("after=").and_then(|n| n.parse::<u64>().ok()) {
        let _ = tokio::time::timeout(CLOCK_PATIENCE, movements.wait_for(|n| *n != known)).await;
    }
    // The count before the time: at worst the time is told once more.
    let n = *movements.borrow();
    let time = json!({"now_ms": clock.now().timestamp_millis(), "n": n, "running": clock.is_running()});
    response(200, "application/json", time.to_string())
}

/// A bot that goes by this clock tells how its work stands.
async fn take_report(shared: &Shared, request: Request) -> Response<Body> {
    let body = axum::body::to_bytes(request.into_body(), 4 << 10).await.unwrap_or_default();
    match serde_json::from_slice(&body) {
        Ok(report) => {
            shared.set_report(Some(report));
            response(200, "application/json", "{}".to_owned())
        }
        Err(_) => response(400, "text/plain", "not a report".to_owned()),
    }
}

fn respond(answer: HttpAnswer) -> Response<Body> {
    match answer {
        HttpAnswer::Done(result) => response(200, "application/json", format!("{{\"ok\":true,\"result\":{result}}}")),
        HttpAnswer::Refused(refusal) => response(refusal.code, "application/json", refusal.body()),
        HttpAnswer::Page(status) => {
            let page = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body></body>\r\n</html>\r\n";
            response(status, "text/html", page.to_owned())
        }
        HttpAnswer::Cut => Response::new(Body::new(Broken)),
    }
}

fn response(status: u16, kind: &'static str, body: String) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    response
}

/// A body that fails before its first byte: the server drops the connection with nothing written.
struct Broken;

impl http_body::Body for Broken {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        Poll::Ready(Some(Err(std::io::ErrorKind::ConnectionReset.into())))
    }
}
