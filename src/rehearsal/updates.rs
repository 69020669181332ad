//! The updates that wait, as `getUpdates` empties them or a webhook is brought them.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;

use serde_json::{Value, json};

/// How many delivered updates are kept so that one can be delivered again.
const REMEMBERED: usize = 10_000;

/// Kinds that Telegram leaves out unless they are asked for by name.
const ON_REQUEST: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

#[derive(Debug, Clone)]
struct Update {
    id: i64,
    json: Arc<str>,
    /// The queue in which a webhook is brought it.
    queue: Arc<str>,
}

/// What a webhook is brought one after the other: the messages of a chat, the taps of a person.
fn queue(kind: &str, content: &Value) -> Arc<str> {
    let whose = match kind {
        "callback_query" | "my_chat_member" | "chat_member" => &content["from"]["id"],
        _ => &content["chat"]["id"],
    };
    format!("{kind}/{whose}").into()
}

/// Updates that wait for the bot, and those that it has confirmed.
#[derive(Debug)]
pub struct Updates {
    next: i64,
    waiting: VecDeque<Update>,
    confirmed: VecDeque<Update>,
    /// Delivered once more, whatever the offset says; gone at the poll after that.
    again: Vec<Update>,
    again_delivered: bool,
    allowed: Option<BTreeSet<String>>,
}

impl Updates {
    /// An empty queue whose first update will be `first`.
    pub fn starting_at(first: i64) -> Self {
        Self {
            next: first,
            waiting: VecDeque::new(),
            confirmed: VecDeque::new(),
            again: Vec::new(),
            again_delivered: false,
            allowed: None,
        }
    }

    /// What the bot wants to hear of, from now on; an empty list means the default.
    pub fn allow(&mut self, kinds: impl IntoIterator<Item = String>) {
        let kinds: BTreeSet<String> = kinds.into_iter().collect();
        self.allowed = if kinds.is_empty() { None } else { Some(kinds) };
    }

    fn wants(&self, kind: &str) -> bool {
        match &self.allowed {
            Some(kinds) => kinds.contains(kind),
            None => !ON_REQUEST.contains(&kind),
        }
    }

    /// Adds an update, unless the bot does not want this kind.
    pub fn push(&mut self, kind: &str, content: &Value) -> Option<i64> {
        if !self.wants(kind) {
            return None;
        }
        let id = self.number();
        self.enqueue(id, format!("{{\"update_id\":{id},\"{kind}\":{content}}}"), queue(kind, content));
        Some(id)
    }

    /// Adds an update as it stands, well-formed or not; it is given an id if it has none.
    pub fn push_raw(&mut self, mut update: Value) -> i64 {
        let id = match update.get("update_id").and_then(Value::as_i64) {
            Some(id) => id,
            None => self.number(),
        };
        if let Some(object) = update.as_object_mut() {
            object.entry("update_id").or_insert(json!(id));
        }
        let content = update.as_object().and_then(|object| object.iter().find(|(kind, _)| *kind != "update_id"));
        let queue = content.map_or_else(|| "".into(), |(kind, content)| queue(kind, content));
        self.enqueue(id, update.to_string(), queue);
        id
    }

    fn number(&mut self) -> i64 {
        let id = self.next;
        self.next += 1;
        id
    }

    fn enqueue(&mut self, id: i64, json: String, queue: Arc<str>) {
        self.next = self.next.max(id + 1);
        self.waiting.push_back(Update { id, json: json.into(), queue });
    }

    /// Of each queue what stands first in it: its id, its queue, and what is brought.
    pub fn first_of_queues(&self) -> impl Iterator<Item = (i64, &str, Arc<str>)> {
        let mut met = HashSet::new();
        let all = self.again.iter().chain(&self.waiting);
        all.filter(move |update| met.insert(&*update.queue))
            .map(|update| (update.id, &*update.queue, Arc::clone(&update.json)))
    }

    /// This one was brought and taken.
    pub fn taken(&mut self, id: i64) {
        if let Some(place) = self.again.iter().position(|update| update.id == id) {
            self.again.remove(place);
        } else if let Some(place) = self.waiting.iter().position(|update| update.id == id) {
            self.confirmed.extend(self.waiting.remove(place));
            self.forget_the_oldest();
        }
    }

    fn forget_the_oldest(&mut self) {
        let surplus = self.confirmed.len().saturating_sub(REMEMBERED);
        self.confirmed.drain(..surplus);
    }

    /// The next update will have this id, whatever came before (after a week of silence Telegram picks one at random).
    pub fn jump_to(&mut self, id: i64) {
        self.next = id;
    }

    /// Delivers an update once more. False if it is not known any more.
    pub fn resend(&mut self, id: i64) -> bool {
        let found = self.confirmed.iter().chain(&self.waiting).rev().find(|update| update.id == id).cloned();
        let known = found.is_some();
        self.again.extend(found);
        self.again_delivered = false;
        known
    }

    /// The id of the newest update, delivered or not.
    pub fn last_id(&self) -> Option<i64> {
        self.waiting.back().or(self.confirmed.back()).map(|update| update.id)
    }

    /// Not yet confirmed.
    pub fn pending(&self) -> usize {
        self.waiting.len() + self.again.len()
    }

    /// Confirms everything before `offset`, once per `getUpdates`.
    ///
    /// A negative offset keeps the last ones only. An offset beyond the end is from an older numbering and is
    /// passed over.
    pub fn confirm(&mut self, offset: i64) {
        if self.again_delivered {
            self.again.clear();
            self.again_delivered = false;
        }
        let count = if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            self.waiting.len().saturating_sub(keep)
        } else if offset > self.next {
            0
        } else {
            // By place, not by number: ids may have jumped in between.
            match self.waiting.iter().position(|update| update.id == offset - 1) {
                Some(last) => last + 1,
                None => self.waiting.iter().take_while(|update| update.id < offset).count(),
            }
        };
        self.confirmed.extend(self.waiting.drain(..count));
        self.forget_the_oldest();
    }

    /// The answer to `getUpdates`: a JSON array, or nothing when there is nothing to deliver.
    pub fn deliver(&mut self, limit: usize) -> Option<String> {
        if self.waiting.is_empty() && (self.again.is_empty() || self.again_delivered) {
            return None;
        }
        let batch: Vec<&str> = self.again.iter().chain(&self.waiting).take(limit).map(|update| &*update.json).collect();
        let array = format!("[{}]", batch.join(","));
        self.again_delivered = true;
        Some(array)
    }

    /// Forgets all that waits.
    pub fn drop_pending(&mut self) {
        self.waiting.clear();
        self.again.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(updates: &mut Updates, offset: i64) -> Vec<i64> {
        updates.confirm(offset);
        let array = updates.deliver(100).unwrap_or_else(|| "[]".to_owned());
        let array: Vec<Value> = serde_json::from_str(&array).unwrap();
        array.iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
    }

    fn with_three() -> Updates {
        let mut updates = Updates::starting_at(10);
        for _ in 0..3 {
            updates.push("message", &json!({}));
        }
        updates
    }

    #[test]
    fn a_higher_offset_confirms_and_nothing_else_does() {
        let mut updates = with_three();
        assert_eq!(ids(&mut updates, 0), [10, 11, 12]);
        assert_eq!(ids(&mut updates, 0), [10, 11, 12]);
        assert_eq!(ids(&mut updates, 12), [12]);
        assert_eq!(ids(&mut updates, 0), [12]);
        assert_eq!(ids(&mut updates, 13), [0; 0]);
        assert_eq!(updates.pending(), 0);
    }

    #[test]
    fn a_negative_offset_keeps_the_last() {
        let mut updates = with_three();
        assert_eq!(ids(&mut updates, -1), [12]);
        assert_eq!(updates.pending(), 1);
    }

    #[test]
    fn numbering_may_begin_anew_below() {
        let mut updates = with_three();
        assert_eq!(ids(&mut updates, 13), [0; 0]);
        updates.jump_to(2);
        updates.push("message", &json!({}));
        assert_eq!(ids(&mut updates, 13), [2]);
        assert_eq!(ids(&mut updates, 3), [0; 0]);
    }

    #[test]
    fn an_update_can_come_twice() {
        let mut updates = with_three();
        ids(&mut updates, 13);
        assert!(updates.resend(11));
        assert_eq!(updates.pending(), 1);
        assert_eq!(ids(&mut updates, 13), [11]);
        assert_eq!(ids(&mut updates, 12), [0; 0]);
        assert_eq!(updates.pending(), 0);
    }

    #[test]
    fn only_what_is_allowed_is_kept() {
        let mut updates = Updates::starting_at(1);
        assert_eq!(updates.push("message_reaction", &json!({})), None);
        updates.allow(["callback_query".to_owned()]);
        assert_eq!(updates.push("message", &json!({})), None);
        assert_eq!(updates.push("callback_query", &json!({})), Some(1));
    }
}
