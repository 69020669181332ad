//! What the fuzzers throw things at: a couple, their private chats, and the messages that come of it.

use std::collections::HashMap;
use std::sync::OnceLock;

use chrono::{DateTime, TimeDelta, Utc};
use nearer::couple::{
    Action, ChatId, Context, Corner, CornerContext, CornerEvent, Couple, Event, MessageId, Outgoing, Press, QueryId,
    Sender, SettingsAction, UserId,
};
use nearer::engine::News;
use nearer::html;
use nearer::prompts::Library;
use nearer::telegram::rendering::{Renderer, Request};
use nearer::zones::Zone;
use rand::SeedableRng;
use rand::rngs::StdRng;

pub const ANA: UserId = UserId(1);
pub const BEN: UserId = UserId(2);
pub const CHAT: ChatId = ChatId(-10);

/// What Telegram takes: bytes of callback data, and the length of a text, as it counts.
const MOST_OF_DATA: usize = 64;
const MOST_OF_TEXT: usize = 4_096;

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| Library::embedded().expect("a sound library"))
}

/// A Thursday evening.
pub fn now() -> DateTime<Utc> {
    "2026-11-26T19:00:00Z".parse().expect("an instant")
}

/// A couple that has paired, with the private chats of all who write.
pub struct Home {
    couples: HashMap<ChatId, Couple>,
    corners: HashMap<UserId, Corner>,
    now: DateTime<Utc>,
    rng: StdRng,
}

impl Default for Home {
    fn default() -> Self {
        let mut home = Self {
            couples: HashMap::new(),
            corners: HashMap::new(),
            now: now() - TimeDelta::days(30),
            rng: StdRng::seed_from_u64(14),
        };
        for user in [ANA, BEN] {
            home.taps(user, Action::Join);
        }
        home.taps(ANA, Action::Settings(SettingsAction::Zone(Zone::named("Europe/Lisbon").expect("a zone"))));
        home.now = now();
        home
    }
}

impl Home {
    /// One of the two taps a button, whatever it stands under.
    pub fn taps(&mut self, user: UserId, action: Action) {
        let (query, press) = (QueryId("q".to_owned()), Press::Known(action));
        let tap = Event::Tap { from: Sender::Human(user), query, message: MessageId(1), press };
        self.hears(News::Couple(CHAT, tap));
    }

    /// One of the two taps it in private.
    pub fn taps_in_private(&mut self, user: UserId, action: Action) {
        let (query, press) = (QueryId("q".to_owned()), Press::Known(action));
        self.hears(News::Corner(user, CornerEvent::Tap { query, message: MessageId(1), press }));
    }

    /// What happened, and what comes of it: every message is one that Telegram takes.
    pub fn hears(&mut self, news: News) {
        match news {
            News::Couple(chat, event) => self.couple_hears(chat, event),
            News::Corner(user, event) => self.corner_hears(user, event),
            News::Moved { from, to } => {
                if let Some(couple) = self.couples.remove(&from) {
                    self.couples.insert(to, Couple { chat: to, ..couple });
                    self.couple_hears(to, Event::Moved);
                }
            }
            News::Poison { .. } => {}
        }
        self.now += TimeDelta::seconds(7);
    }

    /// Time passes to the next timer of the couple.
    pub fn waits(&mut self) {
        let next =
            self.couples.get(&CHAT).and_then(|couple| couple.timers.iter().map(|(kind, due)| (*due, *kind)).min());
        if let Some((due, kind)) = next {
            self.now = self.now.max(due);
            if let Some(couple) = self.couples.get_mut(&CHAT) {
                couple.timers.remove(&kind);
            }
            self.couple_hears(CHAT, Event::Due { kind, due });
        }
    }

    fn couple_hears(&mut self, chat: ChatId, event: Event) {
        let couple = self.couples.remove(&chat).unwrap_or_else(|| Couple::new(chat, Zone::UTC));
        let mut context = Context { now: self.now, library: library(), rng: &mut self.rng, apart: None };
        let step = couple.handle(event, &mut context);
        if let Some(couple) = step.couple {
            self.couples.insert(chat, couple);
        }
        can_be_sent(&step.effects);
    }

    fn corner_hears(&mut self, user: UserId, event: CornerEvent) {
        let corner = self.corners.remove(&user).unwrap_or_default();
        let couples: Vec<Couple> = self.couples.values().cloned().collect();
        let cx = CornerContext { now: self.now, library: library(), couples: &couples };
        let step = corner.handle(user, event, &cx);
        self.corners.insert(user, step.corner);
        can_be_sent(&step.effects);
        for (chat, event) in step.tells {
            self.couple_hears(chat, event);
        }
    }
}

/// Every row becomes a request that Telegram takes: its HTML is whole, its length and its buttons are within bounds.
fn can_be_sent(rows: &[Outgoing]) {
    let renderer = Renderer { voice: library().voice(), username: "nearer_bot", names: &HashMap::new() };
    for row in rows {
        let request = renderer.request(row);
        let texts = match &request {
            Request::Send(send) => Some((&send.text, serde_json::to_value(&send.reply_markup))),
            Request::Edit(edit) => Some((&edit.text, serde_json::to_value(&edit.reply_markup))),
            _ => None,
        };
        if let Some((text, markup)) = texts {
            let parsed = html::parse(text).unwrap_or_else(|fault| panic!("{fault:?} in {text}"));
            assert!(!parsed.text.trim().is_empty(), "an empty message");
            assert!(html::utf16_len(&parsed.text) <= MOST_OF_TEXT, "too long: {text}");
            for data in callback_data(&markup.expect("buttons are JSON")) {
                assert!(data.len() <= MOST_OF_DATA, "{data}");
                assert!(Action::read(&data).is_some(), "a button that is not understood: {data}");
            }
        }
        request.body().expect("a request is JSON");
    }
}

fn callback_data(markup: &serde_json::Value) -> Vec<String> {
    let rows = markup["inline_keyboard"].as_array().into_iter().flatten();
    let buttons = rows.flat_map(|row| row.as_array().into_iter().flatten());
    buttons.filter_map(|button| button["callback_data"].as_str().map(str::to_owned)).collect()
}
