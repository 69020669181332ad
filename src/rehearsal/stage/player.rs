//! Plays an evening: step by step at reading speed on the page, or all at once for a transcript.

use std::sync::Arc;
use std::time::Duration;

use crate::zones::Zone;
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::Rehearsal;
use super::bot::Life;
use super::plays::{Actor, PlayStep, StagePlay};
use super::turning::ClockTurn;
use crate::prompts::Library;
use crate::rehearsal::{JournalEntry, Person, Seen, SeenMessage};

/// So long a step waits for its button, in real time.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many things fall due at the most before the bot says what a play waits for; more are a mistake.
const MOST_STOPS: usize = 40;

/// How fast it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Speed {
    /// So that one can read along.
    Reading,
    /// As fast as the bot answers.
    AtOnce,
}

impl Speed {
    async fn time_to_read(self, letters: usize) {
        if self == Self::Reading {
            let letters = u64::try_from(letters).unwrap_or_default();
            tokio::time::sleep(Duration::from_millis((1_100 + 26 * letters).min(6_500))).await;
        }
    }
}

/// Where a play is, for the page.
#[derive(Debug, Clone)]
pub struct Showing {
    play: &'static StagePlay,
    told: String,
    cue: Cue,
}

/// What a phone has to do because of the play, and the how-manieth that is.
#[derive(Debug, Clone, Default)]
struct Cue {
    number: u32,
    person: i64,
    /// Shown on this phone alone.
    shown: Option<(String, bool)>,
    /// The phone turns to its private chat.
    opens_corner: bool,
}

impl Showing {
    /// As the page is told of it.
    pub fn screen(&self) -> Value {
        let Cue { number, person, shown, opens_corner } = &self.cue;
        let shown = shown.as_ref().map(|(text, alert)| json!({"text": text, "alert": alert}));
        json!({
            "title": self.play.title, "told": self.told,
            "cue": {"number": number, "person": person, "shown": shown, "opens_corner": opens_corner},
        })
    }
}

impl Rehearsal {
    /// Begins a play on the page; one that goes on is stopped.
    pub fn begin(self: &Arc<Self>, play: &'static StagePlay) {
        self.stop_playing();
        let stage = Arc::clone(self);
        let task = tokio::spawn(async move {
            match stage.play(play, Speed::Reading).await {
                Ok(()) => stage.tell("That was it. The phones are yours.".to_owned()),
                Err(error) => stage.tell(format!("The play ends here: {error}")),
            }
            Speed::Reading.time_to_read(120).await;
            stage.show_playing(|showing| *showing = None);
        });
        *self.player() = Some(task.abort_handle());
    }

    /// Ends the play that goes on, if there is one; all stays as it is.
    pub fn stop_playing(&self) {
        if let Some(task) = self.player().take() {
            task.abort();
        }
        self.show_playing(|showing| *showing = None);
    }

    /// Plays from the first step to the last.
    pub async fn play(&self, play: &'static StagePlay, speed: Speed) -> anyhow::Result<()> {
        let library = self.library()?;
        self.show_playing(|showing| {
            // The numbers of cues go on from one play to the next: the page knows which it has seen.
            let number = showing.as_ref().map_or(0, |showing| showing.cue.number);
            *showing = Some(Showing { play, told: String::new(), cue: Cue { number, ..Cue::default() } });
        });
        for step in play.steps() {
            let before = self.telegram.journal().len();
            self.step(step, &library, speed).await?;
            self.settle().await;
            self.time_to_read_since(before, speed).await;
        }
        Ok(())
    }

    async fn press(&self, who: Actor, label: &str) -> anyhow::Result<()> {
        let person = self.actor(who)?;
        let (message, data) = self.find_button(&person, label).await?;
        self.tell(format!("{} taps “{label}”.", person.name()));
        let tap = person.presses_named(self.group.id(), message, &data, label);
        self.settle().await;
        let shown = tap.shown().map(|shown| (shown.text, shown.alert));
        let opens = tap.opens().is_some();
        if opens {
            person.follows(&tap);
            self.settle().await;
        }
        self.cue(&person, shown, opens);
        Ok(())
    }

    /// Time to read what has been said since the journal was so long.
    async fn time_to_read_since(&self, before: usize, speed: Speed) {
        let journal = self.telegram.journal();
        let letters = journal.iter().skip(before).map(|entry| match &entry.event {
            Seen::Said { text, .. } | Seen::Shown { text, .. } => text.len(),
            Seen::Tapped { .. } | Seen::Rebuttoned { .. } | Seen::Service(_) => 0,
        });
        speed.time_to_read(letters.sum()).await;
    }

    async fn step(&self, step: PlayStep, library: &Library, speed: Speed) -> anyhow::Result<()> {
        match step {
            PlayStep::Tell(words) => {
                self.tell(words.to_owned());
                if speed == Speed::AtOnce {
                    self.telegram.aside(&self.group, words);
                }
                speed.time_to_read(words.len()).await;
            }
            PlayStep::Press(who, line) => self.press(who, &library.voice().say(&line(), str::to_owned)).await?,
            PlayStep::Tap(who, label) => self.press(who, label).await?,
            PlayStep::Say(who, text) => {
                self.actor(who)?.says(&self.group, text);
            }
            PlayStep::Reply(who, text) => {
                let card = self.newest()?;
                self.actor(who)?.replies(&self.group, card, text);
            }
            PlayStep::Voice(who) => {
                let card = self.newest()?;
                self.actor(who)?.sends_voice(&self.group, Some(card));
            }
            PlayStep::Corner(who) => {
                let person = self.actor(who)?;
                person.starts("corner");
                self.cue(&person, None, true);
            }
            PlayStep::Invite => self.invite(),
            PlayStep::Leaves(who) => {
                let person = self.actor(who)?;
                self.group.leaves(&person);
            }
            PlayStep::NextDue => self.turn(ClockTurn::Due, Zone::UTC).await,
            PlayStep::Until(line) => self.goes_on_until(&library.voice().say(&line(), str::to_owned), speed).await?,
            PlayStep::Hours(hours) => self.clock.advance(TimeDelta::hours(hours)),
            PlayStep::Kill => self.bot.kill().await,
            PlayStep::Wake => {
                self.bot.start();
                self.awake().await;
            }
        }
        Ok(())
    }

    /// The clock goes on until the bot says something with this button, or changes a message into that.
    async fn goes_on_until(&self, label: &str, speed: Speed) -> anyhow::Result<()> {
        for _ in 0..MOST_STOPS {
            let before = self.telegram.journal().len();
            self.turn(ClockTurn::Due, Zone::UTC).await;
            let shows = |entry: &JournalEntry| match &entry.event {
                Seen::Said { buttons, .. } => {
                    entry.chat == self.group.id() && buttons.concat().iter().any(|it| it == label)
                }
                _ => false,
            };
            if self.telegram.journal().iter().skip(before).any(shows) {
                return Ok(());
            }
            self.time_to_read_since(before, speed).await;
        }
        anyhow::bail!("nothing with the button “{label}” came")
    }

    /// Returns once the bot is in service, or after some patience.
    pub async fn awake(&self) {
        let mut changes = self.telegram.changed();
        let awake = async {
            while self.telegram.report().is_none() {
                // The sender lives in the Telegram that we hold; this cannot fail.
                let _ = changes.changed().await;
            }
        };
        let _ = tokio::time::timeout(PATIENCE, awake).await;
    }

    /// The bot's newest message in the group.
    fn newest(&self) -> anyhow::Result<i64> {
        let newest = self.group.from_bot().into_iter().next_back().map(|message| message.id);
        newest.ok_or_else(|| anyhow::anyhow!("the bot has said nothing to answer"))
    }

    fn actor(&self, who: Actor) -> anyhow::Result<Person> {
        let place = match who {
            Actor::Ana => 0,
            Actor::Ben => 1,
            Actor::Cara => 2,
        };
        self.people().get(place).cloned().ok_or_else(|| anyhow::anyhow!("{who:?} is not here"))
    }

    /// The newest message in the group with this button, and what a tap on it sends.
    async fn find_button(&self, person: &Person, label: &str) -> anyhow::Result<(i64, String)> {
        let mut changes = self.telegram.changed();
        let on = |message: &SeenMessage| {
            let button = message.buttons.iter().flatten().find(|button| button.label == label)?;
            Some((message.id, button.data.clone()?))
        };
        let found = async {
            loop {
                if let Some(found) = self.group.from_bot().iter().rev().find_map(on) {
                    return found;
                }
                let _ = changes.changed().await;
            }
        };
        let found = tokio::time::timeout(PATIENCE, found).await;
        found.map_err(|_| {
            let down = if matches!(self.bot.life(), Life::Runs { .. }) { "" } else { " (the bot is down)" };
            anyhow::anyhow!("{} finds no button “{label}”{down}", person.name())
        })
    }

    fn tell(&self, words: String) {
        self.show_playing(|showing| {
            if let Some(showing) = showing {
                showing.told = words;
            }
        });
    }

    fn cue(&self, person: &Person, shown: Option<(String, bool)>, opens_corner: bool) {
        self.show_playing(|showing| {
            if let Some(showing) = showing {
                let number = showing.cue.number + 1;
                showing.cue = Cue { number, person: person.id(), shown, opens_corner };
            }
        });
    }
}
