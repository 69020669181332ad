//! What stands on the phones, as the page is told of it.

use serde_json::{Map, Value, json};

use super::Rehearsal;
use super::bot::Life;
use super::plays::PLAYS;
use super::stored::StoredRecords;
use super::writers::Writers;
use crate::couple::Action;
use crate::rehearsal::{Bell, CallOutcome, Notice, SeenButton, SeenMessage, Upload};

/// As many calls as the page is told of at once.
const MOST_CALLS: usize = 200;

/// As many notices of a phone.
const MOST_NOTICES: usize = 40;

/// So much of a message goes to a lock screen, in characters; what does not fit there, the page cuts.
const PREVIEW: usize = 240;

impl Rehearsal {
    /// Everything that the page shows, at this moment.
    pub fn screen(&self) -> Value {
        let people = self.people().clone();
        let group = self.group.id();
        let mut chats = Map::new();
        chats.insert(group.to_string(), self.group_chat());
        for person in &people {
            chats.insert(person.id().to_string(), messages(&person.private_messages()));
        }
        let people: Vec<Value> = people
            .iter()
            .map(|person| {
                let id = person.id();
                json!({
                    "id": id, "name": person.name(), "inside": self.group.has(id),
                    "blocked": person.has_blocked_bot(), "pinned": person.private_pinned(),
                    "alone": messages(&person.sees_alone(&self.group)),
                })
            })
            .collect();
        let topics: Vec<Value> =
            self.group.topics().into_iter().map(|(id, name)| json!({"id": id, "name": name})).collect();
        json!({
            "now": self.now().timestamp_millis(),
            "due": self.next_due().map(|due| json!({"at": due.timestamp_millis(), "what": self.what_is_due(due)})),
            "api": format!("{}/bot{}/", self.telegram.api_url(), self.telegram.token()),
            "bot": self.bot_now(),
            "people": people,
            "group": {
                "id": group,
                "title": self.group.title(),
                "pinned": self.group.pinned(),
                "topics": topics,
                "super": group < -1_000_000_000_000,
            },
            "chats": chats,
            "commands": self.commands(),
            "description": self.description(),
            // By this the page knows the first message, which waits for both.
            "join": Action::Join.to_string(),
            "zone": self.known_zone(),
            "down": self.telegram.is_down(),
            "playing": self.playing().map(|showing| showing.screen()),
            "plays": PLAYS.each_ref().map(|play| json!({"name": play.name, "title": play.title})),
            "words": self.writers.as_ref().map(Writers::screen),
        })
    }

    /// The group's messages. Those from before it became a supergroup can only be read; the page tells them by
    /// numbers below zero.
    fn group_chat(&self) -> Value {
        let mut earlier = self.group.messages_before();
        // Both chats tell of it; one line is enough.
        earlier.retain(|message| !message.content.contains_key("migrate_to_chat_id"));
        let mut before = messages(&earlier);
        for old in before.as_array_mut().into_iter().flatten() {
            for number in ["id", "reply_to", "thread"] {
                if let Some(id) = old[number].as_i64() {
                    old[number] = json!(id - i64::from(u32::MAX));
                }
            }
            for live in ["buttons", "asks", "file"] {
                old.as_object_mut().map(|old| old.remove(live));
            }
            old["before"] = json!(true);
        }
        let now = messages(&self.group.messages());
        before.as_array().into_iter().flatten().chain(now.as_array().into_iter().flatten()).cloned().collect()
    }

    fn bot_now(&self) -> Value {
        let (state, why) = match self.bot.life() {
            Life::Runs { .. } if self.telegram.report().is_some() => ("in_service", None),
            Life::Runs { .. } => ("starting", None),
            Life::Killed => ("killed", None),
            Life::Ended { why } => ("ended", Some(why)),
        };
        json!({"state": state, "why": why, "id": self.telegram.bot_id(), "username": self.telegram.bot_username()})
    }

    /// The command menus: what the bot set for groups and for private chats, or for all.
    fn commands(&self) -> Value {
        let profile = self.telegram.profile();
        // What was set in the language of the people's apps comes before what was set for all.
        let language = self.language.as_deref().and_then(|code| code.split('-').next()).unwrap_or("en");
        let menu = |scope: &str| {
            let of = |scope: &str, language: &str| {
                let fits = |place: &str| match place.strip_prefix("commands/").and_then(|rest| rest.rsplit_once('/')) {
                    Some((place, tongue)) => {
                        tongue == language && (place == scope || !scope.is_empty() && place.contains(scope))
                    }
                    None => false,
                };
                profile.iter().find(|(place, _)| fits(place)).map(|(_, menu)| menu.clone())
            };
            let places = [(scope, language), (scope, ""), ("", language), ("", "")];
            places.into_iter().find_map(|(scope, language)| of(scope, language)).unwrap_or_else(|| json!([]))
        };
        json!({"group": menu("\"all_group_chats\""), "private": menu("\"all_private_chats\"")})
    }

    /// What the bot says of itself in a private chat that is still empty.
    fn description(&self) -> Value {
        let language = self.language.as_deref().and_then(|code| code.split('-').next()).unwrap_or("en");
        let profile = self.telegram.profile();
        let of = |place: String| profile.iter().find(|(known, text)| *known == place && *text != "");
        let found = of(format!("description//{language}")).or_else(|| of("description//".to_owned()));
        found.map_or(Value::Null, |(_, text)| text.clone())
    }

    /// What this person's phone has told of, the newest first.
    pub fn notices(&self, person: i64) -> Value {
        let Some(person) = self.person(person) else { return json!([]) };
        let notices = self.telegram.notices_on(&person, &self.group);
        let told = |notice: &Notice| {
            json!({
                "private": notice.chat == person.id(), "name": notice.name, "at": notice.at.timestamp_millis(),
                "text": notice.text.chars().take(PREVIEW).collect::<String>(),
                "bell": match notice.bell {
                    Bell::Rings => "rings",
                    Bell::Silent => "silent",
                    Bell::Unnoticed => "unnoticed",
                },
            })
        };
        notices.iter().rev().take(MOST_NOTICES).map(told).collect()
    }

    /// What Telegram saw, but for calls that only ask for news; those after the number `after`, the newest only.
    pub fn calls(&self, after: u64) -> Value {
        let calls = self.telegram.calls();
        let new = calls.iter().rev().take_while(|call| call.number > after);
        let new = new.filter(|call| call.method != "getUpdates").take(MOST_CALLS);
        let mut calls: Vec<Value> = new
            .map(|call| {
                json!({
                    "number": call.number, "at": call.at.timestamp_millis(), "method": call.method,
                    "params": call.params, "outcome": outcome(&call.outcome), "fine": call.took_effect(),
                })
            })
            .collect();
        calls.reverse();
        Value::Array(calls)
    }

    /// What the bot has stored, as it stands on the disk.
    pub async fn stored(&self) -> anyhow::Result<Value> {
        let mut said: Vec<String> = self.telegram.said_by_people();
        // Commands are what the bot is told to do; the rest is nobody's but theirs.
        said.retain(|text| !text.starts_with('/'));
        let (store, dir) = (self.home.store().to_owned(), self.home.dir().to_owned());
        let records = StoredRecords { store, dir, said };
        let _mine = self.looking.lock().await;
        tokio::task::spawn_blocking(move || records.look()).await?
    }

    /// The file that came with a message.
    pub fn file(&self, chat: i64, message: i64) -> Option<Upload> {
        let messages =
            if chat == self.group.id() { self.group.messages() } else { self.person(chat)?.private_messages() };
        messages.into_iter().find(|seen| seen.id == message)?.file
    }
}

fn outcome(outcome: &CallOutcome) -> String {
    match outcome {
        CallOutcome::Done { message_id: Some(id) } => format!("done: message {id}"),
        CallOutcome::Done { message_id: None } => "done".to_owned(),
        CallOutcome::DoneUnanswered { .. } => "done, but the answer was lost".to_owned(),
        CallOutcome::Refused(refusal) => format!("{} {}", refusal.code, refusal.text),
        CallOutcome::Lost => "the connection broke".to_owned(),
    }
}

fn messages(seen: &[SeenMessage]) -> Value {
    seen.iter().map(|message| one_message(message, seen)).collect()
}

fn one_message(message: &SeenMessage, all: &[SeenMessage]) -> Value {
    let rows: Vec<Vec<Value>> = message.buttons.iter().map(|row| row.iter().map(one_button).collect()).collect();
    let mut json = json!({
        "id": message.id,
        "from": message.from_id,
        "name": message.from,
        "bot": message.by_bot,
        "text": message.text,
        "sent": message.sent.timestamp_millis(),
    });
    let mut add = |key: &str, value: Value| json[key] = value;
    if !message.entities.is_empty() {
        add("entities", json!(message.entities));
    }
    if !rows.is_empty() {
        add("buttons", json!(rows));
    }
    if let Some(replied) = message.reply_to {
        add("reply_to", json!(replied));
    }
    if let Some(thread) = message.thread {
        add("thread", json!(thread));
    }
    if message.edited {
        add("edited", json!(true));
    }
    if message.only_for.is_some() {
        add("alone", json!(true));
        add("replaces", json!(message.replaces));
    }
    if let Some(file) = &message.file {
        add("file", json!({"name": file.name, "size": file.bytes.len(), "picture": file.picture_type()}));
    }
    let field = |kind: &str, name: &str| message.content.get(kind)?.get(name).cloned();
    for (key, value) in [
        ("voice", field("voice", "duration")),
        ("round", field("video_note", "duration")),
        ("sticker", field("sticker", "emoji")),
        ("album", message.album.as_ref().map(|album| json!(album))),
        ("protected", message.protected.then_some(Value::Bool(true))),
    ] {
        if let Some(value) = value {
            add(key, value);
        }
    }
    if message.content.contains_key("forward_origin") {
        add("forwarded", json!(true));
    }
    if message.service {
        add("service", json!(service_line(message)));
        if let Some(left) = message.content.get("left_chat_member") {
            add("left", left["id"].clone());
        }
    }
    if message.asks_reply {
        add("asks", asks(message, all));
    }
    json
}

fn one_button(button: &SeenButton) -> Value {
    let mut json = json!({"label": button.label, "data": button.data, "url": button.url});
    if button.disabled {
        json["disabled"] = json!(true);
    }
    if let Some(style) = &button.style {
        json["style"] = json!(style);
    }
    json
}

/// Whom a request to reply is meant for: all, or with `selective` those that it names and the one it replies to.
fn asks(message: &SeenMessage, all: &[SeenMessage]) -> Value {
    let field = |name: &str| message.markup.as_ref().and_then(|markup| markup.get(name));
    let selective = field("selective").and_then(Value::as_bool).unwrap_or(false);
    let replied = all.iter().find(|other| Some(other.id) == message.reply_to).map(|other| other.from_id);
    let named = message.entities.iter().filter_map(|entity| entity.get("user")?.get("id")?.as_i64());
    let whom: Option<Vec<i64>> = selective.then(|| named.chain(replied).collect());
    json!({"of": whom, "placeholder": field("input_field_placeholder")})
}

/// The grey line that tells of an event.
fn service_line(message: &SeenMessage) -> String {
    let who = &message.from;
    let name = |key: &str| message.content.get(key)?.get("first_name")?.as_str();
    let words = |key: &str, field: &str| message.content.get(key)?.get(field)?.as_str();
    if let Some(new) = name("new_chat_member") {
        return if new == who { format!("{who} joined the group") } else { format!("{who} added {new}") };
    }
    if let Some(left) = name("left_chat_member") {
        return if left == who { format!("{who} left the group") } else { format!("{who} removed {left}") };
    }
    if let Some(title) = message.content.get("new_chat_title").and_then(Value::as_str) {
        return format!("{who} named the group “{title}”");
    }
    if let Some(topic) = words("forum_topic_created", "name") {
        return format!("{who} opened the topic “{topic}”");
    }
    if message.content.contains_key("migrate_to_chat_id") || message.content.contains_key("migrate_from_chat_id") {
        return "The group became a supergroup".to_owned();
    }
    if message.content.contains_key("pinned_message") {
        return format!("{who} pinned a message");
    }
    format!("{who} changed something about the group")
}
