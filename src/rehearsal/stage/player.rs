//! Plays an evening: step by step at reading speed on the page, or all at once for a transcript.

use std::sync::Arc;
use std::time::Duration;

use crate::zones::Zone;
use chrono::TimeDelta;
use serde::Serialize;
use serde_json::{Value, json};

use super::Rehearsal;
use super::bot::Life;
use super::plays::{Actor, CardKind, PlayStep, StagePlay};
use super::turning::ClockTurn;
use crate::line;
use crate::phrase::Phrase;
use crate::prompts::{Card, Library, Mode, Reveal};
use crate::rehearsal::{JournalEntry, Person, Seen, SeenButton, SeenMessage};

/// So long a step waits for its button, in real time.
const PATIENCE: Duration = Duration::from_secs(10);

/// So many things fall due at the most before the bot says what a play waits for; more are a mistake.
const MOST_STOPS: usize = 40;

/// So many cards somebody asks for at the most before one comes that a play waits for.
const MOST_CARDS: usize = 120;

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
    /// The phone turns to this one of its chats.
    turns_to: PhoneChat,
}

/// One of the two chats on a phone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum PhoneChat {
    #[default]
    Group,
    Private,
}

/// Whether a scene goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scene {
    GoesOn,
    Ends,
}

impl CardKind {
    fn is_of(self, card: &Card) -> bool {
        let guess = card.mode == Mode::Guess;
        card.reveal == Reveal::BothThenOpen
            && match self {
                Self::OpensTogether => !guess,
                Self::GuessByButtons => guess && !card.choices.is_empty(),
            }
    }
}

impl Showing {
    /// As the page is told of it.
    pub fn screen(&self) -> Value {
        let Cue { number, person, shown, turns_to } = &self.cue;
        let shown = shown.as_ref().map(|(text, alert)| json!({"text": text, "alert": alert}));
        json!({
            "title": self.play.title, "told": self.told,
            "cue": {"number": number, "person": person, "shown": shown, "turns_to": turns_to},
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
        for scene in play.scenes {
            for step in *scene {
                let before = self.telegram.journal().len();
                let goes_on = self.step(*step, &library, speed).await?;
                self.settle().await;
                self.time_to_read_since(before, speed).await;
                if goes_on == Scene::Ends {
                    break;
                }
            }
        }
        Ok(())
    }

    /// A tap on the newest button with this label, in the group or in private.
    async fn press(&self, who: Actor, chat: PhoneChat, label: &str) -> anyhow::Result<()> {
        let named = |message: &SeenMessage| {
            let button = message.buttons.iter().flatten().find(|button| button.label == label)?;
            Some(button.clone())
        };
        self.press_found(who, chat, &format!("no button “{label}”"), named).await
    }

    /// A tap on the newest button that is found, once there is one.
    async fn press_found(
        &self,
        who: Actor,
        chat: PhoneChat,
        else_none: &str,
        find: impl Fn(&SeenMessage) -> Option<SeenButton>,
    ) -> anyhow::Result<()> {
        let person = self.actor(who)?;
        let Some((message, SeenButton { label, data: Some(data), .. })) = self.find_button(&person, chat, find).await
        else {
            let down = if matches!(self.bot.life(), Life::Runs { .. }) { "" } else { " (the bot is down)" };
            anyhow::bail!("{} finds {else_none}{down}", person.name());
        };
        let (place, where_) = match chat {
            PhoneChat::Group => (self.group.id(), ""),
            PhoneChat::Private => (person.id(), " in private"),
        };
        self.tell(format!("{} taps “{label}”{where_}.", person.name()));
        let tap = person.presses_named(place, message, &data, &label);
        self.settle().await;
        let shown = tap.shown().map(|shown| (shown.text, shown.alert));
        let opens = tap.opens().is_some();
        if opens {
            person.follows(&tap);
            self.settle().await;
        }
        self.cue(&person, shown, if opens { PhoneChat::Private } else { chat });
        Ok(())
    }

    /// Somebody asks for a card, and for another one until it is of this kind. Where the words that are tried have
    /// none, it never is.
    async fn asks_for_card(&self, who: Actor, kind: CardKind, library: &Library) -> anyhow::Result<Scene> {
        let another = library.voice().say(&line::button_another(), str::to_owned);
        self.acts(who, PhoneChat::Group)?.says(&self.group, "/card");
        for _ in 0..MOST_CARDS {
            self.settle().await;
            let newest = self.group.message(self.newest()?);
            let came = |card: &&Card| newest.as_ref().is_some_and(|message| message.text.contains(&card.text));
            if library.cards().iter().find(came).is_some_and(|card| kind.is_of(card)) {
                return Ok(Scene::GoesOn);
            }
            self.press(who, PhoneChat::Group, &another).await?;
        }
        self.tell("No such card came.".to_owned());
        Ok(Scene::Ends)
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

    async fn step(&self, step: PlayStep, library: &Library, speed: Speed) -> anyhow::Result<Scene> {
        let label = |line: fn() -> Phrase| library.voice().say(&line(), str::to_owned);
        match step {
            PlayStep::Tell(words) => {
                self.tell(words.to_owned());
                if speed == Speed::AtOnce {
                    self.telegram.aside(&self.group, words);
                }
                speed.time_to_read(words.len()).await;
            }
            PlayStep::Press(who, line) => self.press(who, PhoneChat::Group, &label(line)).await?,
            PlayStep::Tap(who, label) => self.press(who, PhoneChat::Group, label).await?,
            PlayStep::PrivatePress(who, line) => self.press(who, PhoneChat::Private, &label(line)).await?,
            PlayStep::PrivateChoice(who, place) => {
                let counted = |message: &SeenMessage| message.buttons.iter().flatten().nth(place - 1).cloned();
                self.press_found(who, PhoneChat::Private, &format!("no choice number {place}"), counted).await?;
            }
            PlayStep::Card(who, kind) => return self.asks_for_card(who, kind, library).await,
            PlayStep::Say(who, text) => {
                self.acts(who, PhoneChat::Group)?.says(&self.group, text);
            }
            PlayStep::Reply(who, text) => {
                let card = self.newest()?;
                self.acts(who, PhoneChat::Group)?.replies(&self.group, card, text);
            }
            PlayStep::Voice(who) => {
                let card = self.newest()?;
                self.acts(who, PhoneChat::Group)?.sends_voice(&self.group, Some(card));
            }
            PlayStep::PrivateSay(who, text) => {
                let person = self.acts(who, PhoneChat::Private)?;
                match asked_for_words(&person) {
                    Some(question) => person.replies_privately(question, text),
                    None => person.says_privately(text),
                };
            }
            PlayStep::PrivateVoice(who) => {
                let person = self.acts(who, PhoneChat::Private)?;
                person.sends_voice_privately(asked_for_words(&person));
            }
            PlayStep::Corner(who) => {
                self.acts(who, PhoneChat::Private)?.starts("corner");
            }
            PlayStep::Group(who) => {
                self.acts(who, PhoneChat::Group)?;
            }
            PlayStep::Invite => self.invite(),
            PlayStep::Leaves(who) => {
                let person = self.actor(who)?;
                self.group.leaves(&person);
            }
            PlayStep::NextDue => self.turn(ClockTurn::Due, Zone::UTC).await,
            PlayStep::Until(line) => self.goes_on_until(&label(line), speed).await?,
            PlayStep::Minutes(minutes) => {
                for _ in 0..minutes {
                    self.turn(ClockTurn::Minute, Zone::UTC).await;
                }
            }
            PlayStep::Hours(hours) => self.clock.advance(TimeDelta::hours(hours)),
            PlayStep::Kill => self.bot.kill().await,
            PlayStep::Wake => {
                self.bot.start();
                self.awake().await;
            }
        }
        Ok(Scene::GoesOn)
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

    /// Somebody is about to do something in this chat: their phone turns to it.
    fn acts(&self, who: Actor, chat: PhoneChat) -> anyhow::Result<Person> {
        let person = self.actor(who)?;
        self.cue(&person, None, chat);
        Ok(person)
    }

    /// The newest button that is found in a chat on this person's phone, and its message; nothing after some patience.
    async fn find_button(
        &self,
        person: &Person,
        chat: PhoneChat,
        find: impl Fn(&SeenMessage) -> Option<SeenButton>,
    ) -> Option<(i64, SeenButton)> {
        let mut changes = self.telegram.changed();
        let found = async {
            loop {
                let messages = match chat {
                    PhoneChat::Group => self.group.from_bot(),
                    PhoneChat::Private => person.private_messages(),
                };
                let on = |message: &SeenMessage| Some((message.id, find(message).filter(|it| it.data.is_some())?));
                if let Some(found) = messages.iter().rev().find_map(on) {
                    return found;
                }
                let _ = changes.changed().await;
            }
        };
        tokio::time::timeout(PATIENCE, found).await.ok()
    }

    fn tell(&self, words: String) {
        self.show_playing(|showing| {
            if let Some(showing) = showing {
                showing.told = words;
            }
        });
    }

    fn cue(&self, person: &Person, shown: Option<(String, bool)>, turns_to: PhoneChat) {
        self.show_playing(|showing| {
            if let Some(showing) = showing {
                let number = showing.cue.number + 1;
                showing.cue = Cue { number, person: person.id(), shown, turns_to };
            }
        });
    }
}

/// The question in a private chat that asks for a reply and has none yet: a phone has its reply bar open for it.
fn asked_for_words(person: &Person) -> Option<i64> {
    let messages = person.private_messages();
    let question = messages.iter().rev().find(|message| message.by_bot && message.asks_reply)?.id;
    messages.iter().all(|message| message.reply_to != Some(question)).then_some(question)
}
