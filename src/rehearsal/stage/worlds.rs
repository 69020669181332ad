//! The rehearsals of one page: the audience's own, and while a play needs a fresh chat, one that is the play's.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use super::plays::StagePlay;
use super::{Rehearsal, RehearsalOptions};
use crate::clock::Clock;

/// A rehearsal, and what goes on beside it until it ends.
#[derive(Debug)]
struct World {
    stage: Arc<Rehearsal>,
    watches: [JoinHandle<()>; 2],
}

impl World {
    fn of(stage: Rehearsal) -> Self {
        let stage = Arc::new(stage);
        let watches = [tokio::spawn(Arc::clone(&stage).watch_writers()), tokio::spawn(Arc::clone(&stage).watch_due())];
        Self { stage, watches }
    }

    async fn end(self) {
        for watch in &self.watches {
            watch.abort();
        }
        self.stage.stop_playing();
        self.stage.bot.kill().await;
        self.stage.home.note_time(self.stage.now());
    }
}

/// The rehearsals of one page.
#[derive(Debug)]
pub struct Worlds {
    own: Arc<Rehearsal>,
    /// The own one first; behind it that of a play, if there is one.
    all: Mutex<Vec<World>>,
    options: RehearsalOptions,
    /// One play is set up before the next.
    setting: tokio::sync::Mutex<()>,
    /// Counts the changes from one rehearsal to another.
    changes: watch::Sender<u64>,
    /// Told when somebody looks at the page.
    pub audience: Notify,
}

impl Worlds {
    /// With the audience's own. A play's will be like it, but for its store.
    pub fn of(own: Rehearsal, options: RehearsalOptions) -> Self {
        let world = World::of(own);
        Self {
            own: Arc::clone(&world.stage),
            all: Mutex::new(vec![world]),
            options: RehearsalOptions { store: None, at: None, ..options },
            setting: tokio::sync::Mutex::default(),
            changes: watch::Sender::new(0),
            audience: Notify::new(),
        }
    }

    fn worlds(&self) -> std::sync::MutexGuard<'_, Vec<World>> {
        // The guarded list is whole at every moment; a poisoned lock says nothing about it.
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one that is on the page.
    pub fn current(&self) -> Arc<Rehearsal> {
        self.worlds().last().map_or_else(|| Arc::clone(&self.own), |world| Arc::clone(&world.stage))
    }

    /// Whether that is the audience's own.
    pub fn is_own(&self) -> bool {
        Arc::ptr_eq(&self.current(), &self.own)
    }

    /// How often the page has gone from one to another; fires when it does.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changes.subscribe()
    }

    /// Begins a play: in the chat that is there if nobody has done anything in it, else in a fresh one, at the same time
    /// of day.
    pub async fn play(&self, play: &'static StagePlay) -> anyhow::Result<()> {
        let _mine = self.setting.lock().await;
        let before = self.current();
        before.stop_playing();
        if !before.is_untouched() {
            let clock = Clock::running_from(before.now());
            let world = World::of(Rehearsal::set(clock, None, self.options.clone()).await?);
            self.end_play().await;
            self.worlds().push(world);
            self.changes.send_modify(|n| *n += 1);
            self.current().awake().await;
        }
        self.current().begin(play);
        Ok(())
    }

    /// Goes back to the audience's own chat, as it was left.
    pub async fn go_back(&self) {
        let _mine = self.setting.lock().await;
        if self.end_play().await {
            self.changes.send_modify(|n| *n += 1);
        }
    }

    /// Ends all.
    pub async fn end(&self) {
        let worlds = std::mem::take(&mut *self.worlds());
        for world in worlds {
            world.end().await;
        }
    }

    /// Whether there was one of a play's.
    async fn end_play(&self) -> bool {
        let of_play = {
            let mut worlds = self.worlds();
            if worlds.len() > 1 { worlds.pop() } else { None }
        };
        match of_play {
            Some(world) => {
                world.end().await;
                true
            }
            None => false,
        }
    }
}
