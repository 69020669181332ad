//! The town in which the dialogues take place: a simulated Telegram, the real bot against it over HTTP, and a
//! clock that stands still until someone moves it. Nothing here sleeps: everything waits on markers.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use chrono::{DateTime, TimeDelta, Utc};
use nearer::clock::Clock;
use nearer::progress::{Delivering, WorkState};
use nearer::prompts::Library;
use nearer::rehearsal::{
    AnswerShown, CallOutcome, Group, JournalEntry, Person, Seen, SeenMessage, SimulatedTelegram, Tap,
};
use nearer::service::{Parts, Service};
use nearer::store::{Options, SledStore, Store};
use nearer::telegram::allowed::Allowed;
use nearer::telegram::intake::{Secret, Webhook};
use nearer::telegram::pace::SendLimits;
use nearer::zones::Zone;
use tempfile::TempDir;
use tokio::sync::watch;

/// A Monday evening in Lisbon.
pub const MONDAY_EVENING: &str = "2026-11-23T18:00:00Z";
/// The bot's name as the group sees it.
pub const BOT: &str = "Nearer";
/// Where Telegram brings updates to a bot that is behind a proxy.
pub const PROXY: &str = "https://bot.example.org/";
/// By this it is known to be Telegram.
pub const SECRET: &str = "only-Telegram_knows-this";
pub fn zone() -> Zone {
    Zone::named("Europe/Lisbon").expect("a zone")
}

pub struct Town {
    pub telegram: SimulatedTelegram,
    pub clock: Clock,
    service: RefCell<Option<Service>>,
    home: TempDir,
    library: RefCell<Arc<Library>>,
    /// How much of each chat's journal has been expected already.
    heard: Cell<usize>,
    /// How long each thinks before they do something.
    thought: Cell<TimeDelta>,
    /// Polls that were refused and are known of.
    refused: Cell<usize>,
    /// Where the bot hears what Telegram brings, from its next start on.
    webhook: RefCell<Option<Webhook>>,
}

/// Read once: the dialogues share it.
fn library() -> Arc<Library> {
    static LIBRARY: OnceLock<Arc<Library>> = OnceLock::new();
    LIBRARY.get_or_init(|| Arc::new(Library::embedded().expect("the embedded library is sound"))).clone()
}

impl Town {
    pub async fn open() -> Self {
        Self::open_at(MONDAY_EVENING).await
    }

    pub async fn open_at(now: &str) -> Self {
        let town = Self::asleep_at(now).await;
        town.wakes().await;
        town
    }

    /// Telegram brings the bot its updates.
    pub async fn open_behind_a_proxy() -> Self {
        let town = Self::asleep_at(MONDAY_EVENING).await;
        town.moves_behind_a_proxy();
        town.wakes().await;
        town
    }

    async fn asleep_at(now: &str) -> Self {
        let clock = Clock::frozen(now.parse().expect("an instant"));
        let telegram = SimulatedTelegram::start(clock.clone()).await.expect("a Telegram");
        Self {
            telegram,
            clock,
            service: RefCell::new(None),
            home: tempfile::tempdir().expect("a folder"),
            library: RefCell::new(library()),
            heard: Cell::new(0),
            thought: Cell::new(TimeDelta::zero()),
            refused: Cell::new(0),
            webhook: RefCell::new(None),
        }
    }

    /// From its next start on the bot is brought its updates.
    pub fn moves_behind_a_proxy(&self) {
        let listen = self.telegram.proxy(PROXY).expect("a free port");
        let secret = Some(Secret::read(SECRET).expect("a secret"));
        self.webhook.replace(Some(Webhook { url: PROXY.parse().expect("an address"), listen, secret }));
    }

    /// From its next start on it asks for them.
    pub fn moves_away_from_the_proxy(&self) {
        self.webhook.replace(None);
    }

    /// Where the proxy passes on what comes.
    pub fn behind_the_proxy(&self) -> SocketAddr {
        self.webhook.borrow().as_ref().expect("a proxy").listen
    }

    /// Where Telegram brings updates now; empty where it does not.
    pub fn webhook_url(&self) -> String {
        self.telegram.webhook_info()["url"].as_str().unwrap_or_default().to_owned()
    }

    /// Returns when the bot has set its webhook in the place of this one.
    pub async fn sets_its_webhook(&self, before: &str) {
        let set = |_: &SimulatedTelegram| self.webhook_url().starts_with(PROXY) && self.webhook_url() != before;
        self.while_it_lives(self.telegram.wait_until("the webhook is set", set)).await;
    }

    /// The bot starts, on whatever store there is.
    pub async fn wakes(&self) {
        let url = self.telegram.api_url().parse().expect("an address");
        let store = SledStore::open(self.home.path(), &Options::default()).expect("a store");
        let parts = Parts {
            bot: nearer::telegram::client(self.telegram.token(), Some(url)).expect("a client"),
            leading: nearer::store::Leading::alone(),
            store: Box::new(store),
            library: self.library.borrow().clone(),
            clock: self.clock.clone(),
            pace: SendLimits::default(),
            allowed: Allowed::default(),
            webhook: self.webhook.borrow().clone(),
            default_zone: Zone::UTC,
            seed: Some(7),
        };
        let before = self.webhook_url();
        let service = Service::start(parts).await.expect("a service");
        self.service.replace(Some(service));
        if self.webhook.borrow().is_some() {
            self.sets_its_webhook(&before).await;
        }
        self.settles().await;
    }

    /// The bot ends without warning.
    pub async fn crashes(&self) {
        let service = self.service.take().expect("a running service");
        service.crash().await;
    }

    /// The bot is told to stop, and stops in good order.
    pub async fn stops(&self) {
        let service = self.service.take().expect("a running service");
        service.serve_until(std::future::ready(())).await.expect("a good end");
    }

    /// From its next start on the bot speaks by other words.
    pub fn reads(&self, prompts: &std::path::Path) {
        let library = Library::load(prompts).unwrap_or_else(|findings| panic!("{findings:?}"));
        self.library.replace(Arc::new(library));
    }

    /// The words that it speaks by.
    pub fn library(&self) -> Arc<Library> {
        self.library.borrow().clone()
    }

    /// What the store holds, once the bot is down.
    pub fn store(&self) -> Box<dyn Store> {
        assert!(self.service.borrow().is_none(), "the store is the bot's while it runs");
        Box::new(SledStore::open(self.home.path(), &Options::default()).expect("a store"))
    }

    /// Every byte in the folder of the store.
    pub fn bytes_at_rest(&self) -> Vec<u8> {
        fn read(dir: &std::path::Path, into: &mut Vec<u8>) {
            for entry in std::fs::read_dir(dir).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() { read(&path, into) } else { into.extend(std::fs::read(path).expect("a file")) }
            }
        }
        let mut bytes = Vec::new();
        read(self.home.path(), &mut bytes);
        bytes
    }

    /// Returns when everything that was said has been handled and everything that follows has been delivered.
    /// Where only the pace holds something back, the clock goes on until it may.
    pub async fn settles(&self) {
        let mut standing = self.standing();
        let settling = async {
            loop {
                self.telegram.quiet().await;
                let now = *standing.wait_for(|now| now.is_idle(self.clock.now())).await.expect("a running service");
                if self.telegram.updates_pending() > 0 {
                    continue;
                }
                match now.held(self.clock.now()) {
                    Some(until) => self.clock.advance_to(until),
                    None => return,
                }
            }
        };
        self.while_it_lives(settling).await;
    }

    /// Returns when everything that is due is on disk and has been tried, whether or not Telegram can be reached.
    pub async fn committed(&self) {
        let mut standing = self.standing();
        let now = self.clock.now();
        let done = standing.wait_for(|s| {
            let tried = s.calls == 0 && matches!(s.delivery, Delivering::Waiting { .. });
            s.inputs == 0 && s.orders == 0 && tried && s.next_due.is_none_or(|due| due > now)
        });
        self.while_it_lives(done).await.expect("a running service");
    }

    /// How the work of the running bot stands.
    fn standing(&self) -> watch::Receiver<WorkState> {
        self.service.borrow().as_ref().expect("a running service").progress.watch()
    }

    /// Waits, but not for a bot that has died: the test ends at once with the reason.
    async fn while_it_lives<T>(&self, waiting: impl Future<Output = T>) -> T {
        let mut service = self.service.take().expect("a running service");
        let done = tokio::select! {
            biased;
            done = waiting => done,
            error = service.breaks() => panic!("the bot ended by itself: {error}\n\n{}", self.telegram.transcript(zone())),
        };
        self.service.replace(Some(service));
        done
    }

    /// Time passes, and what falls due happens in order.
    pub async fn passes(&self, by: TimeDelta) {
        self.reaches(self.clock.now() + by).await;
    }

    /// The clock goes on to an instant, stopping wherever something is due on the way.
    pub async fn reaches(&self, at: DateTime<Utc>) {
        loop {
            self.settles().await;
            let due = self.service.borrow().as_ref().and_then(|service| service.progress.standing().next_due);
            match due {
                Some(due) if due <= at => self.clock.advance_to(due),
                _ => break,
            }
        }
        self.clock.advance_to(at);
        self.settles().await;
    }

    /// Time goes on to an instant, and no further, whatever waits for its pace then.
    pub async fn goes_on(&self, at: DateTime<Utc>) {
        let mut standing = self.standing();
        let going = async {
            loop {
                self.telegram.quiet().await;
                let now = *standing.wait_for(|now| now.is_idle(self.clock.now())).await.expect("a running service");
                if self.telegram.updates_pending() > 0 {
                    continue;
                }
                let waits = match now.delivery {
                    Delivering::Waiting { until, .. } => until,
                    Delivering::Busy => None,
                };
                match waits.into_iter().chain(now.next_due).min().filter(|next| *next <= at) {
                    Some(next) => self.clock.advance_to(next),
                    None => break,
                }
            }
        };
        self.while_it_lives(going).await;
        if self.now() < at {
            self.clock.advance_to(at);
            Box::pin(self.goes_on(at)).await;
        }
    }

    /// Returns when a poll has been refused that had not been when this was last asked.
    pub async fn is_refused(&self) {
        let refused = |telegram: &SimulatedTelegram| {
            let polls = telegram.calls_of("getUpdates");
            polls.iter().filter(|call| matches!(call.outcome, CallOutcome::Refused(_))).count()
        };
        let before = self.refused.get();
        let waiting = self.telegram.wait_until("a poll is refused", |telegram| refused(telegram) > before);
        self.while_it_lives(waiting).await;
        self.refused.set(refused(&self.telegram));
    }

    /// The clock jumps while nobody is there to see it.
    pub fn sleeps_until(&self, at: &str) {
        assert!(self.service.borrow().is_none(), "the bot is awake");
        self.clock.advance_to(at.parse().expect("an instant"));
    }

    /// From here on each thinks so long before they tap or write.
    pub fn everyone_thinks(&self, thought: TimeDelta) {
        self.thought.set(thought);
    }

    async fn thinks(&self) {
        if self.thought.get() > TimeDelta::zero() {
            self.passes(self.thought.get()).await;
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Two people and a group with the bot in it, greeted and no more.
    pub async fn two_strangers(&self) -> Us<'_> {
        let (ana, ben) = (self.telegram.person("Ana"), self.telegram.person("Ben"));
        let group = self.telegram.group("Us two", &[&ana, &ben]);
        group.add_bot(&ana);
        self.settles().await;
        Us { town: self, ana, ben, group }
    }

    /// Two people who have paired and settled in: Lisbon, 20:00, every day.
    pub async fn a_couple(&self) -> Us<'_> {
        let us = self.two_strangers().await;
        us.ana().presses("I'm in").await;
        us.ben().presses("I'm in").await;
        for label in ["Europe", "Lisbon", "20:00", "Every day"] {
            us.ana().presses(label).await;
        }
        self.heard.set(self.telegram.journal().len());
        us
    }

    /// Another group that `one` shares with somebody called `other`, greeted and no more.
    pub async fn another_group(&self, one: &Person, other: &str) -> (Group, Person) {
        let other = self.telegram.person(other);
        let group = self.telegram.group("Others", &[one, &other]);
        group.add_bot(&other);
        self.settles().await;
        (group, other)
    }

    /// Fails with the whole evening when Telegram would have complained.
    pub fn telegram_is_content(&self) {
        let violations = self.telegram.violations();
        assert!(violations.is_empty(), "{}\n\n{}", violations.join("\n"), self.telegram.transcript(zone()));
    }
}

impl Drop for Town {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.telegram_is_content();
            crate::phone::everything_fits(&self.telegram.journal(), &self.library.borrow());
        }
    }
}

/// Two people, and the group they share.
pub struct Us<'a> {
    pub town: &'a Town,
    pub ana: Person,
    pub ben: Person,
    pub group: Group,
}

impl Us<'_> {
    /// A talk behind a door was asked for: each of them says yes, alone.
    pub async fn would_both_like_it(&self) {
        for person in [self.ana(), self.ben()] {
            let shown = person.presses("I'd like that").await;
            assert!(shown.text.starts_with("Noted. Only you see this."), "{shown:?}");
        }
    }

    /// Cards are all that comes by itself.
    pub async fn want_cards_alone(&self) {
        self.ana().says("/settings tellings off").await;
        self.ana().presses_data(self.last().id, "date weekoff").await;
        self.so_far();
    }

    /// So many days pass, and each day one of them taps something that changes nothing.
    pub async fn lives_and_taps(&self, days: i64) {
        for _ in 0..days {
            self.town.passes(TimeDelta::days(1)).await;
            self.ana().presses_data(self.last().id, "in").await;
        }
    }

    pub fn ana(&self) -> Actor<'_> {
        self.actor(&self.ana)
    }

    pub fn ben(&self) -> Actor<'_> {
        self.actor(&self.ben)
    }

    pub fn actor<'p>(&'p self, person: &'p Person) -> Actor<'p> {
        Actor { town: self.town, group: &self.group, person }
    }

    /// The bot says, or changes a message into, something with these words in it. What was expected once is not
    /// found again; what came before it is passed over.
    pub async fn expects(&self, words: &str) {
        self.town.settles().await;
        let journal = self.town.telegram.journal();
        let from = self.town.heard.get();
        let heard = journal.iter().skip(from).position(|entry| {
            entry.chat == self.group.id() && said_by_bot(entry).is_some_and(|text| text.contains(words))
        });
        match heard {
            Some(place) => self.town.heard.set(from + place + 1),
            None => panic!("nobody said {words:?}\n\n{}", self.town.telegram.transcript(zone())),
        }
    }

    /// The bot says nothing more in the group.
    pub async fn expects_silence(&self) {
        self.town.settles().await;
        let journal = self.town.telegram.journal();
        let new = journal.iter().skip(self.town.heard.get());
        let said: Vec<_> = new.filter(|entry| entry.chat == self.group.id()).filter_map(said_by_bot).collect();
        assert!(said.is_empty(), "said {said:?}\n\n{}", self.town.telegram.transcript(zone()));
    }

    /// From here on, only what is new counts.
    pub fn so_far(&self) {
        self.town.heard.set(self.town.telegram.journal().len());
    }

    /// The longest that anyone in the group waited, from what they did to what the bot said next.
    pub fn longest_wait(&self) -> TimeDelta {
        let (mut longest, mut since) = (TimeDelta::zero(), None);
        for entry in self.town.telegram.journal().iter().filter(|entry| entry.chat == self.group.id()) {
            if said_by_bot(entry).is_some() {
                longest = longest.max(since.take().map_or(TimeDelta::zero(), |since| entry.at - since));
            } else if matches!(entry.event, Seen::Said { .. } | Seen::Tapped { .. }) {
                since = Some(entry.at);
            }
        }
        longest
    }

    /// The newest message of the bot in the group.
    pub fn last(&self) -> SeenMessage {
        self.group.from_bot().into_iter().next_back().expect("a message of the bot")
    }

    /// The two by the newest card: first who has the floor, then who listens.
    pub async fn by_floor(&self) -> [Actor<'_>; 2] {
        self.town.settles().await;
        let card = self.last().text;
        if card.contains("Ana speaks") || card.contains("Ana keeps the floor") || card.contains("Ana chooses") {
            [self.ana(), self.ben()]
        } else {
            [self.ben(), self.ana()]
        }
    }

    pub fn transcript(&self) -> String {
        self.group.transcript(zone())
    }
}

/// What the bot said, if it was the bot.
fn said_by_bot(entry: &JournalEntry) -> Option<&str> {
    match &entry.event {
        Seen::Said { who, text, .. } if who == BOT => Some(text),
        _ => None,
    }
}

/// One person, about to do something.
pub struct Actor<'a> {
    town: &'a Town,
    group: &'a Group,
    person: &'a Person,
}

impl Actor<'_> {
    /// Opens a door, in private; before the one to closeness there is something to agree to.
    pub async fn opens_door(&self, door: &str) {
        self.says_privately("/settings").await;
        self.presses_privately(door).await;
        self.presses_privately("Open this door").await;
        if door == "Closeness" {
            self.presses_privately("I agree").await;
        }
    }

    /// Closes a door, in private.
    pub async fn shuts_door(&self, door: &str) {
        self.says_privately("/settings").await;
        self.presses_privately(door).await;
        self.presses_privately("Close this door").await;
    }

    /// What the tap showed; nothing but the end of the waiting sign is the empty text.
    fn shown(&self, tap: &Tap) -> AnswerShown {
        assert!(tap.is_answered(), "the tap was not answered\n\n{}", self.town.telegram.transcript(zone()));
        tap.shown().unwrap_or(AnswerShown { text: String::new(), alert: false })
    }

    pub async fn says(&self, text: &str) {
        self.town.thinks().await;
        self.person.says(self.group, text);
        self.town.settles().await;
    }

    /// Answers the bot's newest message.
    pub async fn answers(&self, text: &str) {
        self.town.thinks().await;
        let card = self.group.from_bot().into_iter().next_back().expect("a message of the bot");
        self.person.replies(self.group, card.id, text);
        self.town.settles().await;
    }

    /// Answers this message.
    pub async fn answers_to(&self, message: i64, text: &str) {
        self.town.thinks().await;
        self.person.replies(self.group, message, text);
        self.town.settles().await;
    }

    /// Answers it by voice.
    pub async fn answers_by_voice(&self) {
        self.town.thinks().await;
        let card = self.group.from_bot().into_iter().next_back().expect("a message of the bot");
        self.person.sends_voice(self.group, Some(card.id));
        self.town.settles().await;
    }

    pub fn id(&self) -> i64 {
        self.person.id()
    }

    /// The newest message in the private chat.
    pub fn last_private_text(&self) -> String {
        self.person.last_private().map(|message| message.text).unwrap_or_default()
    }

    /// Everything in the private chat.
    pub fn private_messages(&self) -> Vec<SeenMessage> {
        self.person.private_messages()
    }

    /// Taps a button in the private chat.
    pub async fn presses_privately(&self, label: &str) -> AnswerShown {
        let tap = self.person.presses_privately(label);
        self.town.settles().await;
        self.shown(&tap)
    }

    /// Taps the newest button of that label; returns what only this person is shown.
    pub async fn presses(&self, label: &str) -> AnswerShown {
        self.town.thinks().await;
        let tap = self.person.presses(self.group, label);
        self.town.settles().await;
        self.shown(&tap)
    }

    pub async fn presses_on(&self, message: i64, label: &str) -> AnswerShown {
        let tap = self.person.presses_on(self.group, message, label);
        self.town.settles().await;
        self.shown(&tap)
    }

    /// Sends data that no button carries.
    pub async fn presses_data(&self, message: i64, data: &str) -> AnswerShown {
        let tap = self.person.presses_data(self.group.id(), message, data);
        self.town.settles().await;
        self.shown(&tap)
    }

    /// A tap in private with any data, as an old or forged button would send.
    pub async fn presses_data_privately(&self, message: i64, data: &str) -> AnswerShown {
        let tap = self.person.presses_data(self.person.id(), message, data);
        self.town.settles().await;
        self.shown(&tap)
    }

    pub async fn says_privately(&self, text: &str) -> String {
        self.person.says_privately(text);
        self.town.settles().await;
        self.person.last_private().map(|message| message.text).unwrap_or_default()
    }
}
