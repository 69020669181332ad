//! The simulated Telegram as a test uses it: it makes people and groups, sets faults and reads what happened.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use crate::zones::Zone;
use axum::Router;
use axum::serve::ListenerExt;
use chrono::TimeDelta;
use rand::Rng;
use serde_json::Value;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::clock::Clock;

use super::calls::{Call, CallEffect};
use super::chat::{Account, ChatKind};
use super::faults::Fault;
use super::groups::Group;
use super::journal::{JournalEntry, Seen, transcript};
use super::notices::Notice;
use super::people::{Person, SpokenFor};
use super::report::WorkReport;
use super::server::{Shared, answer};
use super::webhook;
use super::world::{AnswerShown, World};

const BOT_ID: i64 = 7_000_000_001;

/// How long a test waits for something before it gives up, in real time.
const PATIENCE: Duration = Duration::from_secs(20);

/// A simulated Telegram. Clones are the same one; it ends with the last of them.
#[derive(Debug, Clone)]
pub struct SimulatedTelegram {
    shared: Arc<Shared>,
    server: Arc<Server>,
}

#[derive(Debug)]
struct Server {
    address: SocketAddr,
    answering: JoinHandle<()>,
    bringing: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.answering.abort();
        self.bringing.abort();
    }
}

impl SimulatedTelegram {
    /// Starts on a free port of this machine.
    pub async fn start(clock: Clock) -> anyhow::Result<Self> {
        Self::start_on(clock, SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await
    }

    /// Starts at this address.
    pub async fn start_on(clock: Clock, address: SocketAddr) -> anyhow::Result<Self> {
        let bot = Account {
            id: BOT_ID,
            is_bot: true,
            first_name: "Nearer".to_owned(),
            username: Some("nearer_bot".to_owned()),
            language: None,
        };
        // One that no page of another site can guess.
        let token = format!("{BOT_ID}:simulated-{:016x}", rand::rng().random::<u64>());
        let shared = Arc::new(Shared::new(World::new(clock, bot), token));
        let listener = tokio::net::TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        // Answers are small and awaited: never hold them back.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let answering = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        let bringing = tokio::spawn(webhook::bring(Arc::clone(&shared)));
        Ok(Self { shared, server: Arc::new(Server { address, answering, bringing }) })
    }

    /// Where the bot finds this Telegram instead of `https://api.telegram.org`.
    pub fn api_url(&self) -> String {
        format!("http://{}", self.server.address)
    }

    /// Where a bot in another process finds the time; see [`super::clock_follower`].
    pub fn clock_url(&self) -> String {
        format!("http://{}/clock", self.server.address)
    }

    /// The bot's token.
    pub fn token(&self) -> &str {
        &self.shared.token
    }

    /// The bot's username, without the "@".
    pub fn bot_username(&self) -> String {
        self.shared.look().bot_username().to_owned()
    }

    /// The bot's user id.
    pub fn bot_id(&self) -> i64 {
        BOT_ID
    }

    /// The clock that all times are by.
    pub fn clock(&self) -> Clock {
        self.shared.look().clock.clone()
    }

    // People and groups.

    /// A new person.
    pub fn person(&self, name: &str) -> Person {
        let id = self.shared.change(|world| world.add_account(name, false));
        Person::new(Arc::clone(&self.shared), id, SpokenFor::Own)
    }

    /// Another bot.
    pub fn bot_person(&self, name: &str) -> Person {
        let id = self.shared.change(|world| world.add_account(name, true));
        Person::new(Arc::clone(&self.shared), id, SpokenFor::Own)
    }

    /// An administrator of the group who speaks in the group's name.
    pub fn anonymous_admin(&self, group: &Group) -> Person {
        Person::new(Arc::clone(&self.shared), super::world::ANONYMOUS_ADMIN, SpokenFor::Chat(group.id()))
    }

    /// A channel whose posts Telegram forwards into the group.
    pub fn linked_channel(&self, title: &str) -> Person {
        let channel = self.shared.change(|world| world.add_chat(ChatKind::Channel, title, &[]));
        Person::new(Arc::clone(&self.shared), super::world::TELEGRAM_ITSELF, SpokenFor::Chat(channel))
    }

    /// A basic group. The first of the people made it.
    pub fn group(&self, title: &str, people: &[&Person]) -> Group {
        self.new_group(ChatKind::Basic, title, people)
    }

    /// A supergroup.
    pub fn supergroup(&self, title: &str, people: &[&Person]) -> Group {
        self.new_group(ChatKind::Supergroup { forum: false }, title, people)
    }

    /// A supergroup with topics.
    pub fn forum(&self, title: &str, people: &[&Person]) -> Group {
        self.new_group(ChatKind::Supergroup { forum: true }, title, people)
    }

    fn new_group(&self, kind: ChatKind, title: &str, people: &[&Person]) -> Group {
        let people: Vec<i64> = people.iter().map(|person| person.id()).collect();
        let id = self.shared.change(|world| world.add_chat(kind, title, &people));
        Group::new(Arc::clone(&self.shared), id)
    }

    // Trouble.

    /// Sets a fault.
    pub fn fault(&self, fault: Fault) {
        self.shared.change(|world| world.faults.add(fault));
    }

    /// Lifts all faults.
    pub fn clear_faults(&self) {
        self.shared.change(|world| world.faults.clear());
    }

    /// A mixture for crash tests: of the sends one in twenty is answered by a proxy, one is cut before and one
    /// after it took effect, and one in fifty is told to wait a second. The same seed gives the same faults.
    pub fn rough_weather(&self, seed: u64) {
        self.shared.change(|world| {
            world.faults.seed(seed);
            world.faults.add(Fault::bad_gateway().on_sends().at_rate(0.05));
            world.faults.add(Fault::cut_before().on_sends().at_rate(0.05));
            world.faults.add(Fault::cut_after().on_sends().at_rate(0.05));
            world.faults.add(Fault::retry_after(1).on_sends().at_rate(0.02));
        });
    }

    /// Whether every connection is cut, until this is called again.
    pub fn down(&self, down: bool) {
        self.shared.change(|world| world.settings.down = down);
    }

    /// Whether that is so now.
    pub fn is_down(&self) -> bool {
        self.shared.look().settings.down
    }

    /// Someone sets a webhook for this bot: polling is refused until it is removed.
    ///
    /// # Panics
    ///
    /// Where Telegram would refuse the address.
    pub fn set_webhook(&self, url: &str) {
        self.shared.change(|world| world.webhooks.set(url, None, None)).expect("an address that Telegram takes");
    }

    /// A proxy hears at this public address, `https`. Returns the free address of this machine to which it passes on what is
    /// brought there. What is brought to an address without a proxy arrives nowhere.
    pub fn proxy(&self, public: &str) -> anyhow::Result<SocketAddr> {
        let (public, behind) = (public.parse()?, webhook::free_address()?);
        self.shared.change(|world| world.webhooks.add_proxy(public, behind));
        Ok(behind)
    }

    /// What `getWebhookInfo` says.
    pub fn webhook_info(&self) -> Value {
        let world = self.shared.look();
        world.webhooks.info(world.updates.pending())
    }

    // Settings.

    /// Whether requests are checked against the description of the Bot API.
    pub fn checking(&self, on: bool) {
        self.shared.change(|world| world.settings.checking = on);
    }

    /// Whether calls and what people see are kept.
    pub fn logging(&self, on: bool) {
        self.shared.change(|world| world.settings.logging = on);
    }

    /// Whether the sending limits are watched.
    pub fn limits(&self, on: bool) {
        self.shared.change(|world| world.limits.on = on);
    }

    /// Whether messages for one person of a group are known. Off, this is an older server: it does not know their
    /// methods (404), and shows to everybody what was to be for one.
    pub fn ephemeral_messages(&self, on: bool) {
        self.shared.change(|world| world.settings.ephemeral = on);
    }

    /// How long a tap can be answered (otherwise a minute).
    pub fn taps_live(&self, time: TimeDelta) {
        self.shared.change(|world| world.settings.tap_lifetime = time.num_seconds());
    }

    // Updates.

    /// The next update will have this id.
    pub fn jump_update_ids(&self, to: i64) {
        self.shared.change(|world| world.updates.jump_to(to));
    }

    /// The id of the newest update.
    pub fn last_update_id(&self) -> Option<i64> {
        self.shared.look().updates.last_id()
    }

    /// Delivers an update once more; false if it is not known.
    pub fn resend_update(&self, id: i64) -> bool {
        self.shared.change(|world| world.updates.resend(id))
    }

    /// Delivers this as an update, whatever it is; returns its id.
    pub fn push_raw_update(&self, update: Value) -> i64 {
        self.shared.change(|world| world.updates.push_raw(update))
    }

    /// What waits for the bot is lost, as with updates that wait longer than a day.
    pub fn loses_updates(&self) {
        self.shared.change(|world| world.updates.drop_pending());
    }

    /// Updates that the bot has not confirmed.
    pub fn updates_pending(&self) -> usize {
        self.shared.look().updates.pending()
    }

    /// How often the bot has begun to ask for updates.
    pub fn polls(&self) -> u64 {
        self.shared.look().polls
    }

    /// How often an update has been brought to the bot's webhook, taken or not.
    pub fn brought(&self) -> u64 {
        self.shared.look().webhooks.brought
    }

    /// How often the bot has taken an update that was brought.
    pub fn taken(&self) -> u64 {
        self.shared.look().webhooks.taken
    }

    /// Calls that a [`Fault::delay`] has held back so far.
    pub fn calls_held(&self) -> u64 {
        self.shared.look().held
    }

    /// Returns once every update is confirmed: the bot has asked for what comes after it.
    pub async fn quiet(&self) {
        self.wait_until("all updates are confirmed", |telegram| telegram.updates_pending() == 0).await;
    }

    // Traces.

    /// What was shown for a tap, if anything was.
    pub fn alerts_for(&self, query_id: &str) -> Option<AnswerShown> {
        self.shared.look().taps.get(query_id)?.answer.clone()
    }

    /// The link that the answer to a tap opened, if it did.
    pub fn link_for(&self, query_id: &str) -> Option<String> {
        self.shared.look().taps.get(query_id)?.opens.clone()
    }

    /// The newest calls, oldest first.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.look().calls.list()
    }

    /// The newest calls of one method.
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.method.eq_ignore_ascii_case(method));
        calls
    }

    /// Every call that takes effect from now on, at once and whether or not calls are kept. There is one listener.
    pub fn effects(&self) -> mpsc::UnboundedReceiver<CallEffect> {
        let (sender, receiver) = mpsc::unbounded_channel();
        self.shared.look().listener = Some(sender);
        receiver
    }

    /// Everything that the bot did wrong. A test ends by finding this empty.
    pub fn violations(&self) -> Vec<String> {
        self.shared.look().violations.clone()
    }

    /// What the bot set by `set…`: commands, descriptions, by "noun/scope/language".
    pub fn profile(&self) -> Vec<(String, Value)> {
        self.shared.look().profile.iter().map(|(place, value)| (place.clone(), value.clone())).collect()
    }

    /// The whole of what people saw, chat by chat as it went, with local times.
    pub fn transcript(&self, zone: Zone) -> String {
        let world = self.shared.look();
        let title = |chat: i64| {
            let title = world.chats.get(&chat).map(|chat| chat.title.clone()).unwrap_or_default();
            Some(if chat > 0 { format!("{title}, in private") } else { title })
        };
        transcript(&world.journal, zone, title)
    }

    /// Everything that people, not bots, have said in any chat and that stands there still.
    pub fn said_by_people(&self) -> Vec<String> {
        let world = self.shared.look();
        let is_person = |id: i64| world.accounts.get(&id).is_some_and(|account| !account.is_bot);
        let messages = world.chats.values().flat_map(|chat| chat.messages.values());
        let said = messages.filter(|message| is_person(message.from) && !message.service);
        said.map(|message| message.text().to_owned()).filter(|text| !text.is_empty()).collect()
    }

    /// Somebody who looks on says something for the transcript; nobody in the group sees it.
    pub fn aside(&self, group: &Group, words: &str) {
        let chat = group.id();
        self.shared.look().note(chat, Seen::Service(format!("({words})")));
    }

    /// What this person's phone has told of, in private and in the group, oldest first.
    pub fn notices_on(&self, person: &Person, group: &Group) -> Vec<Notice> {
        let group = group.id();
        self.shared.look().notices_on(person.id(), group)
    }

    /// What people saw, as data.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.shared.look().journal.clone()
    }

    /// What a bot that goes by [`Self::clock_url`] said last of its work.
    pub fn report(&self) -> Option<WorkReport> {
        self.shared.report()
    }

    /// The bot has gone down: what it said of its work is true no more.
    pub fn forget_report(&self) {
        self.shared.set_report(None);
    }

    /// Fires at every change: something said, a call answered, an update confirmed.
    pub fn changed(&self) -> watch::Receiver<u64> {
        self.shared.changes()
    }

    /// Returns once `holds`; looked at after every change.
    ///
    /// # Panics
    ///
    /// When it does not come true within 20 seconds of real time: the test has failed, and here is how far it came.
    pub async fn wait_until(&self, what: &str, holds: impl Fn(&Self) -> bool) {
        let mut changes = self.changed();
        let waiting = async {
            while !holds(self) {
                // `self` holds the sender; this cannot fail.
                let _ = changes.changed().await;
            }
        };
        let timely = tokio::time::timeout(PATIENCE, waiting).await.is_ok();
        assert!(timely, "waited in vain until {what}\n{}{:#?}", self.transcript(Zone::UTC), self.violations());
    }
}
