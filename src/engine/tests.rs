//! What the engine promises of its timers, and when something in it fails.

mod timers;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rand::SeedableRng;
use tokio::sync::oneshot;

use super::*;
use crate::couple::{
    Action, CardAction, Command, Corner, Outgoing, Press, QueryId, Said, Sender, SettingsAction, Size, Tag, TimerKind,
};
use crate::ids::{ChatId, MessageId, ThreadId, UpdateId, UserId};
use crate::progress::IntakeProgress;
use crate::prompts::CardId;
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
    Box::new(SledStore::open(dir.path(), &Options::default()).expect("a store"))
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
    let dead = SledStore::open(dir.path(), &Options::default()).expect("a store").dead().expect("dead letters");
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
    fn chats(&self) -> Result<Vec<ChatId>, StoreError> {
        self.0.chats()
    }
    fn table(&self) -> Result<Option<String>, StoreError> {
        self.0.table()
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
    fn row(&self, key: OutboxKey) -> Result<Option<Outgoing>, StoreError> {
        self.0.row(key)
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
    fn legible(&self) -> Result<Vec<String>, StoreError> {
        self.0.legible()
    }
    fn begin_export(&mut self, now: DateTime<Utc>) -> Result<(), StoreError> {
        self.0.begin_export(now)
    }
    fn go_on_exporting(&mut self, time: Duration) -> Result<Option<Exported>, StoreError> {
        self.0.go_on_exporting(time)
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

/// Gives the engine anything but updates.
fn gives(engine: &mut Engine, inputs: Vec<Input>) {
    engine.progress.update(|standing| standing.inputs += inputs.len());
    engine.batch(&mut inputs.into()).expect("a commit");
}

fn orders(ordered: &mut mpsc::UnboundedReceiver<Vec<Order>>) -> Vec<Order> {
    std::iter::from_fn(|| ordered.try_recv().ok()).flatten().collect()
}

/// The rows that were ordered, in the order of their keys.
fn rows(orders: &[Order]) -> Vec<OutboxKey> {
    let mut keys: Vec<OutboxKey> =
        orders.iter().filter_map(|order| if let Order::Row(key, _) = order { Some(*key) } else { None }).collect();
    keys.sort_unstable();
    keys
}

/// Our couple's record grows beyond what the store takes.
fn greedy(couple: Couple, event: Event, context: &mut Context<'_>) -> Step {
    let too_much = couple.chat == US && !matches!(event, Event::Tap { .. });
    let mut step = couple.handle(event, context);
    if let Some(couple) = step.couple.as_mut().filter(|_| too_much) {
        // Nothing that compression could find.
        let noise = |n: u64| {
            let bits = n.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes();
            let letters: String = bits[..4].iter().map(|byte| char::from(b'a' + byte % 26)).collect();
            CardId::read(&format!("{letters}-{:03}", bits[4]))
        };
        couple.deck.shown = (1..9_000).filter_map(noise).collect();
    }
    step
}

fn spoken(update: u32, chat: ChatId) -> Incoming {
    let said = Said { message: MessageId(5), to: None, size: Size::Chars(9) };
    let event = Event::Spoke { from: Sender::Human(UserId(1)), thread: None, said };
    Incoming { update: UpdateId(update), news: vec![News::Couple(chat, event)] }
}

/// Someone asks what the bot can do: one message is the answer.
fn asks(update: u32, chat: ChatId) -> Incoming {
    let event = Event::Command { from: Sender::Human(UserId(5)), thread: None, command: Command::Help };
    Incoming { update: UpdateId(update), news: vec![News::Couple(chat, event)] }
}

fn dead_letters(dir: &tempfile::TempDir) -> Vec<(UpdateId, String)> {
    let store = SledStore::open(dir.path(), &Options::default()).expect("a store");
    store.dead().expect("dead letters").into_iter().map(|letter| (letter.update, letter.error)).collect()
}

#[test]
fn an_update_that_the_store_refuses_takes_nobody_else_along_and_does_not_come_again() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut engine, mut ordered) = engine(open(&dir));
    give(&mut engine, a_couple()).1.expect("a commit");
    let before = engine.store.couple(US).expect("a store");
    let rows_before = engine.store.outbox().expect("a store").len();
    orders(&mut ordered);
    engine.handler = greedy;
    let others = [ChatId(-200), ChatId(-300)];
    let (one, other) = (others[0], others[1]);
    let batch = || vec![tap(11, one, 3), asks(14, one), spoken(12, US), tap(13, other, 4), asks(15, other)];
    let (acknowledged, outcome) = give(&mut engine, batch());
    outcome.expect("the engine goes on");
    assert!(acknowledged, "or Telegram would send it for ever");
    assert_eq!(engine.store.couple(US).expect("a store"), before, "nothing half done");
    for other in others {
        assert!(engine.store.couple(other).expect("a store").is_some(), "{other} was served");
    }
    let committed: Vec<OutboxKey> = engine.store.outbox().expect("a store").into_iter().map(|(key, _)| key).collect();
    let sent = rows(&orders(&mut ordered));
    assert_eq!(
        sent.iter().map(|key| key.chat).collect::<Vec<_>>(),
        [other, other, one, one],
        "to each what it asked for"
    );
    assert_eq!(committed.len(), rows_before + sent.len(), "each row was ordered once");
    assert!(sent.iter().all(|key| committed.contains(key) && others.contains(&key.chat)), "{sent:?}");

    give(&mut engine, batch()).1.expect("a commit");
    assert!(orders(&mut ordered).is_empty(), "all of it is known");
    drop(engine);
    let dead = dead_letters(&dir);
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].0, UpdateId(12));
    assert!(dead[0].1.contains("a couples record"), "{}", dead[0].1);
}

#[test]
fn a_landing_that_the_store_refuses_lets_its_lane_go_on() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut engine, mut ordered) = engine(open(&dir));
    give(&mut engine, a_couple()).1.expect("a commit");
    give(&mut engine, vec![press(18, US, 1, Action::Card(CardAction::Now)), asks(19, ChatId(-200))])
        .1
        .expect("a commit");
    let all = engine.store.outbox().expect("a store");
    let card = all.iter().find(|(_, row)| row.tag.is_some()).expect("a card").0;
    let other = all.iter().find(|(key, _)| key.chat == ChatId(-200)).expect("an answer to another").0;
    orders(&mut ordered);
    engine.handler = greedy;
    let landing = Landing::Delivered(vec![MessageId(77)]);
    gives(
        &mut engine,
        vec![Input::Landed { key: card, landing: landing.clone() }, Input::Landed { key: other, landing }],
    );
    let freed: Vec<OutboxKey> = orders(&mut ordered)
        .iter()
        .filter_map(|order| if let Order::Free(key) = order { Some(*key) } else { None })
        .collect();
    assert_eq!(freed, [card, other]);
    let left = engine.store.outbox().expect("a store").len();
    assert_eq!(left, all.len() - 2, "both are gone, and no other");
}

#[test]
fn a_timer_that_the_store_refuses_waits_a_day_and_the_others_go_off() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut engine, mut ordered) = engine(open(&dir));
    let other = ChatId(-200);
    give(&mut engine, a_couple()).1.expect("a commit");
    let theirs = vec![
        tap(4, other, 3),
        tap(5, other, 4),
        press(10, other, 3, Action::Settings(SettingsAction::Zone(Zone::UTC))),
    ];
    give(&mut engine, theirs).1.expect("a commit");
    let due = |engine: &Engine, chat: ChatId| {
        let couple = engine.store.couple(chat).expect("a store").expect("a couple");
        couple.timers[&TimerKind::Card]
    };
    let (ours_due, theirs_due) = (due(&engine, US), due(&engine, other));
    let now = ours_due.max(theirs_due);
    engine.clock.advance_to(now);
    orders(&mut ordered);
    engine.handler = greedy;
    gives(&mut engine, vec![Input::Alarm]);
    assert_eq!(due(&engine, US), now + TimeDelta::days(1));
    assert!(due(&engine, other) > now, "theirs went off");
    let chats: Vec<ChatId> = rows(&orders(&mut ordered)).into_iter().map(|key| key.chat).collect();
    assert_eq!(chats, [other]);
    let index = engine.store.due(now + TimeDelta::days(2), 10).expect("a store");
    let ours: Vec<Timer> =
        index.into_iter().filter(|timer| timer.chat == US && timer.kind == TimerKind::Card).collect();
    assert_eq!(ours, [Timer { due: now + TimeDelta::days(1), chat: US, kind: TimerKind::Card }]);
}

#[test]
fn a_tap_finds_the_row_that_it_proves_among_many_without_reading_them() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut engine, mut ordered) = engine(open(&dir));
    give(&mut engine, a_couple()).1.expect("a commit");
    give(&mut engine, vec![press(20, US, 1, Action::Card(CardAction::Now))]).1.expect("a commit");
    let waiting = |engine: &Engine| engine.store.outbox().expect("a store");
    let (card, row) = waiting(&engine).into_iter().find(|(_, row)| row.tag.is_some()).expect("a card");
    let serial = match row.tag {
        Some(Tag::Card(serial)) => serial,
        tag => panic!("{tag:?}"),
    };
    let stranger = press(21, US, 7, Action::Card(CardAction::Another(serial)));
    give(&mut engine, vec![stranger]).1.expect("a commit");
    assert!(waiting(&engine).iter().any(|(key, _)| *key == card), "a stranger proves nothing");
    orders(&mut ordered);
    // After a start what is on disk is known again.
    drop(engine);
    let (mut engine, mut ordered) = self::engine(open(&dir));
    orders(&mut ordered);
    give(&mut engine, vec![press(22, US, 2, Action::Card(CardAction::NotToday(serial)))]).1.expect("a commit");
    assert!(!waiting(&engine).iter().any(|(key, _)| *key == card), "it has arrived: someone tapped under it");
    assert!(orders(&mut ordered).iter().any(|order| matches!(order, Order::Cancel(key) if *key == card)));
}

/// A store that was last settled by another table of time zones: its couples keep step with the one in use, once.
#[test]
fn a_new_table_is_followed_once() {
    let dir = tempfile::tempdir().expect("a folder");
    let export = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/lives-v1.jsonl");
    crate::store::import(&export, dir.path(), &Options::default(), None).expect("it is taken in");
    let (mut engine, _ordered) = engine(open(&dir));
    engine.clock.advance_to("2026-11-24T20:20:00Z".parse().expect("an instant"));
    let alberta = ChatId(-1002);
    let timers = |engine: &Engine| engine.store.couple(alberta).expect("a store").expect("a couple").timers;
    let before = timers(&engine);
    let count = engine.store.due(DateTime::<Utc>::MAX_UTC, 99).expect("timers").len();
    engine.keep_step_with_the_table().expect("a commit");
    let after = timers(&engine);
    let hour = TimeDelta::hours(1);
    assert_eq!(
        after,
        before.iter().map(|(kind, due)| (*kind, *due - hour)).collect(),
        "Alberta's winter is an hour off"
    );
    let due = engine.store.due(DateTime::<Utc>::MAX_UTC, 99).expect("timers");
    assert!(after.iter().all(|(kind, due_at)| due.contains(&Timer { due: *due_at, chat: alberta, kind: *kind })));
    assert_eq!(due.len(), count, "and none is left behind");
    assert_eq!(engine.store.table().expect("a store").as_deref(), Some(crate::zones::table().version()));

    engine.handler = |_, _, _| panic!("nobody has to keep step again");
    engine.keep_step_with_the_table().expect("nothing to do");
    assert_eq!(timers(&engine), after);
}
