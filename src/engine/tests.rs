//! What the engine promises when something in it fails.

use chrono::{DateTime, Utc};
use rand::SeedableRng;
use tokio::sync::oneshot;

use super::*;
use crate::couple::{Action, Corner, Outgoing, Press, QueryId, Said, Sender, SettingsAction, Size, TimerKind};
use crate::ids::{ChatId, MessageId, ThreadId, UserId};
use crate::store::{Batch, Exported, Options, OutboxKey, SledStore, Timer};

const US: ChatId = ChatId(-100);

/// An engine on a fresh store, and what it orders.
fn engine(store: Box<dyn Store>) -> (Engine, mpsc::UnboundedReceiver<Vec<Order>>) {
    let (orders, ordered) = mpsc::unbounded_channel();
    let surroundings = Surroundings {
        library: Arc::new(Library::embedded().expect("a sound library")),
        clock: Clock::frozen("2026-11-23T18:00:00Z".parse().expect("an instant")),
        rng: StdRng::seed_from_u64(1),
        default_zone: Zone::UTC,
        progress: Progress::default(),
    };
    surroundings.progress.update(|standing| standing.intake = IntakeProgress::UpToDate);
    (Engine::new(store, surroundings, orders).expect("an engine"), ordered)
}

fn open(dir: &tempfile::TempDir) -> Box<dyn Store> {
    Box::new(SledStore::open(dir.path(), Options::default()).expect("a store"))
}

fn tap(update: u32, chat: ChatId, user: u64) -> Incoming {
    press(update, chat, user, Action::Join)
}

/// Two who paired and said where they live.
fn a_couple() -> Vec<Incoming> {
    vec![tap(1, US, 1), tap(2, US, 2), press(9, US, 1, Action::Settings(SettingsAction::Zone(Zone::UTC)))]
}

fn press(update: u32, chat: ChatId, user: u64, action: Action) -> Incoming {
    let from = Sender::Human(UserId(user));
    let press = Press::Known(action);
    let event = Event::Tap { from, query: QueryId("q".into()), message: MessageId(1), press };
    Incoming { update: UpdateId(update), news: vec![News::Couple(chat, event)] }
}

/// Gives the engine one batch of updates; whether it was acknowledged, and how the engine took it.
fn give(engine: &mut Engine, updates: Vec<Incoming>) -> (bool, Result<AfterBatch, StoreError>) {
    let (done, mut acknowledged) = oneshot::channel();
    engine.progress.update(|standing| standing.inputs += 1);
    let outcome = engine.batch(&mut VecDeque::from([Input::Updates { updates, done }]));
    (acknowledged.try_recv().is_ok(), outcome)
}

fn failing(couple: Couple, event: Event, context: &mut Context<'_>) -> Step {
    match event {
        Event::Spoke { thread: Some(ThreadId(13)), .. } | Event::Due { .. } => panic!("a fault of ours"),
        event => couple.handle(event, context),
    }
}

#[test]
fn a_handler_that_fails_takes_nobody_else_along() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut engine, _ordered) = engine(open(&dir));
    engine.handler = failing;
    give(&mut engine, a_couple()).1.expect("a commit");
    let before = engine.store.couple(US).expect("a store").expect("a couple");
    assert!(before.people().is_some());

    let said = Said { message: MessageId(5), to: None, size: Size::Chars(9) };
    let poison = Event::Spoke { from: Sender::Human(UserId(1)), thread: Some(ThreadId(13)), said };
    let poison = Incoming { update: UpdateId(3), news: vec![News::Couple(US, poison)] };
    let (acknowledged, outcome) = give(&mut engine, vec![poison, tap(4, ChatId(-200), 3)]);
    outcome.expect("a commit");
    assert!(acknowledged, "or Telegram would send it for ever");
    assert_eq!(engine.store.couple(US).expect("a store"), Some(before), "nothing half done");
    assert!(engine.store.couple(ChatId(-200)).expect("a store").is_some(), "the next one was served");
    drop(engine);
    let dead = SledStore::open(dir.path(), Options::default()).expect("a store").dead().expect("dead letters");
    assert_eq!(dead.iter().map(|letter| letter.update).collect::<Vec<_>>(), [UpdateId(3)]);
}

#[test]
fn a_timer_that_fails_is_tried_again_a_day_later_and_does_not_ring_on() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut engine, _ordered) = engine(open(&dir));
    give(&mut engine, a_couple()).1.expect("a commit");
    let due = engine.store.first_due().expect("a store").expect("a timer").due;
    engine.handler = failing;
    engine.clock.advance_to(due);
    give(&mut engine, Vec::new()).1.expect("a commit");
    let next = engine.store.first_due().expect("a store");
    assert_eq!(next, Some(Timer { due: due + TimeDelta::days(1), chat: US, kind: TimerKind::Card }));
}

/// A disk that is full.
struct Full(Box<dyn Store>);

impl Store for Full {
    fn couple(&self, chat: ChatId) -> Result<Option<Couple>, StoreError> {
        self.0.couple(chat)
    }
    fn corner(&self, user: UserId) -> Result<Option<Corner>, StoreError> {
        self.0.corner(user)
    }
    fn first_due(&self) -> Result<Option<Timer>, StoreError> {
        self.0.first_due()
    }
    fn due(&self, at: DateTime<Utc>, most: usize) -> Result<Vec<Timer>, StoreError> {
        self.0.due(at, most)
    }
    fn outbox(&self) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError> {
        self.0.outbox()
    }
    fn lane(&self, chat: ChatId) -> Result<Vec<(OutboxKey, Outgoing)>, StoreError> {
        self.0.lane(chat)
    }
    fn seen(&self) -> Result<Vec<UpdateId>, StoreError> {
        self.0.seen()
    }
    fn commit(&mut self, _: &Batch) -> Result<(), StoreError> {
        Err(StoreError::Poisoned)
    }
    fn export(&self, now: DateTime<Utc>) -> Result<Exported, StoreError> {
        self.0.export(now)
    }
}

#[test]
fn what_is_not_on_disk_is_neither_acknowledged_nor_sent() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut engine, mut ordered) = engine(Box::new(Full(open(&dir))));
    let (acknowledged, outcome) = give(&mut engine, vec![tap(1, US, 1)]);
    assert!(outcome.is_err(), "the engine stops");
    assert!(!acknowledged);
    assert!(ordered.try_recv().is_err(), "nothing was ordered");
}
