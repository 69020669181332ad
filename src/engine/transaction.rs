//! One transaction: everything that waits, or as much of it as the store takes.

use std::collections::VecDeque;
use std::time::Instant;

use chrono::{DateTime, Utc};
use tracing::{debug, error, warn};

use super::work::{BatchContext, Work};
use super::{AfterBatch, EXPORT_SLICE, Engine, Incoming, Input, Landing, MOST_IN_A_BATCH, News, Order};
use crate::ids::{ChatId, UserId};
use crate::progress::IntakeProgress;
use crate::store::{OutboxKey, StoreError, Timer, Wanted};

/// One thing to be done: of it either all is written, or nothing.
enum Task {
    Update(Incoming),
    Landed(OutboxKey, Landing),
    Timer(Timer),
}

impl Engine {
    /// Everything that waits, and the timers that are due.
    pub(super) fn batch(&mut self, waiting: &mut VecDeque<Input>) -> Result<AfterBatch, StoreError> {
        let now = self.clock.now();
        self.look_at_the_wall(now)?;
        let count = waiting.len();
        let mut going = AfterBatch::Continue;
        let mut done = Vec::new();
        let mut export = false;
        let mut tasks = Vec::new();
        for input in waiting.drain(..) {
            match input {
                Input::Updates { updates, done: tell } => {
                    let new = updates.into_iter().filter(|update| self.seen.is_new(update.update));
                    tasks.extend(new.map(Task::Update));
                    done.push(tell);
                }
                Input::Landed { key, landing } => tasks.push(Task::Landed(key, landing)),
                Input::Alarm => {}
                Input::Export => export = true,
                Input::Stop => going = AfterBatch::Stop,
            }
        }
        // What people sent before this start comes first.
        let due = match self.progress.standing().intake {
            IntakeProgress::UpToDate => self.store.due(now, MOST_IN_A_BATCH)?,
            IntakeProgress::Backlog => Vec::new(),
        };
        let due_count = due.len();
        for timer in &due {
            self.progress.figures.rang((now - timer.due).to_std().unwrap_or_default());
        }
        tasks.extend(due.into_iter().map(Task::Timer));
        let updates = tasks.iter().filter(|task| matches!(task, Task::Update(_))).count();
        let begun = Instant::now();
        let orders = self.perform(&tasks, now)?;
        self.progress.figures.committed(begun.elapsed());
        self.progress.figures.updates(updates);
        debug!(inputs = count, due = due_count, orders = orders.len(), "committed");
        for tell in done {
            // The intake may have been stopped meanwhile; Telegram will send the batch again.
            let _ = tell.send(());
        }
        self.order(orders);
        self.publish_next_due()?;
        if export {
            self.begin_export(now);
        }
        self.progress.update(|standing| standing.inputs -= count);
        // More timers than one transaction holds: go on at once, but let waiting people in between.
        if due_count == MOST_IN_A_BATCH {
            waiting.push_back(Input::Alarm);
            self.progress.update(|standing| standing.inputs += 1);
        }
        Ok(going)
    }

    fn begin_export(&mut self, now: DateTime<Utc>) {
        match self.store.begin_export(now) {
            Ok(()) => self.exporting = true,
            Err(error) => error!(%error, "the hourly export failed; the store itself is not affected"),
        }
    }

    /// Goes on with the export under way, for a moment in which nobody notices that they wait.
    pub(super) fn go_on_exporting(&mut self) {
        match self.store.go_on_exporting(EXPORT_SLICE) {
            Ok(None) => return,
            Ok(Some(exported)) => debug!(records = exported.records, "exported"),
            Err(error) => error!(%error, "the hourly export failed; the store itself is not affected"),
        }
        self.exporting = false;
    }

    /// All tasks in one transaction. Where the store refuses something in it, each by itself, so that nobody else loses
    /// anything; what is refused then is passed over for good, or it would come again for ever.
    fn perform(&mut self, tasks: &[Task], now: DateTime<Utc>) -> Result<Vec<Order>, StoreError> {
        self.store.prefetch(&wanted(tasks))?;
        match self.attempt(now, |work| tasks.iter().try_for_each(|task| do_task(work, task))) {
            Err(error) if error.is_refusal() => warn!(tasks = tasks.len(), %error, "one by one"),
            outcome => return outcome,
        }
        let mut orders = Vec::new();
        for task in tasks {
            orders.extend(match self.attempt(now, |work| do_task(work, task)) {
                Err(error) if error.is_refusal() => self.pass_over(task, now, &error)?,
                outcome => outcome?,
            });
        }
        Ok(orders)
    }

    /// Writes down only that this task is not to come again.
    fn pass_over(&mut self, task: &Task, now: DateTime<Utc>, refused: &StoreError) -> Result<Vec<Order>, StoreError> {
        match task {
            Task::Update(incoming) => self.attempt(now, |work| {
                work.pass_over_update(incoming.update, refused);
                Ok(())
            }),
            Task::Landed(key, _) => self.attempt(now, |work| {
                work.pass_over_landing(*key, refused);
                Ok(())
            }),
            Task::Timer(timer) => match self.attempt(now, |work| work.postpone(*timer, refused)) {
                Err(error) if error.is_refusal() => self.attempt(now, |work| {
                    work.silence(*timer);
                    Ok(())
                }),
                outcome => outcome,
            },
        }
    }

    /// Does some work and commits it, all or nothing. Returns what is to be ordered of delivery.
    pub(super) fn attempt(
        &mut self,
        now: DateTime<Utc>,
        some: impl FnOnce(&mut Work<'_>) -> Result<(), StoreError>,
    ) -> Result<Vec<Order>, StoreError> {
        let mut work = Work::new(BatchContext {
            store: &*self.store,
            waiting: &self.waiting,
            shares: &mut self.shares,
            steady: self.clock.steady(),
            library: &self.library,
            now,
            rng: &mut self.rng,
            default_zone: self.default_zone,
            next_seq: &mut self.next_seq,
            handler: self.handler,
        });
        some(&mut work)?;
        let (batch, orders) = work.finish();
        if !batch.is_empty() {
            self.store.commit(&batch)?;
            self.waiting.follow(&batch);
        }
        Ok(orders)
    }
}

/// What these tasks are going to ask of the store, as far as they say so themselves.
fn wanted(tasks: &[Task]) -> Wanted {
    let mut wanted = Wanted::default();
    let chat = |wanted: &mut Wanted, chat: ChatId| match u64::try_from(chat.0) {
        Ok(user) => drop(wanted.users.insert(UserId(user))),
        Err(_) => drop(wanted.chats.insert(chat)),
    };
    for task in tasks {
        match task {
            Task::Update(incoming) => {
                for news in &incoming.news {
                    match news {
                        News::Couple(group, _) => chat(&mut wanted, *group),
                        News::Corner(user, _) => drop(wanted.users.insert(*user)),
                        News::Moved { from, to } => wanted.chats.extend([*from, *to]),
                        News::Poison { .. } => {}
                    }
                }
            }
            Task::Landed(key, _) => {
                chat(&mut wanted, key.chat);
                wanted.rows.insert(*key);
            }
            Task::Timer(timer) => chat(&mut wanted, timer.chat),
        }
    }
    wanted
}

fn do_task(work: &mut Work<'_>, task: &Task) -> Result<(), StoreError> {
    match task {
        Task::Update(incoming) => work.update(incoming),
        Task::Landed(key, landing) => work.landed(*key, landing.clone()),
        Task::Timer(timer) => work.timer(*timer),
    }
}
