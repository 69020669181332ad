//! What it is that falls due next, and in whose time zone. The bot tells only when; the rest stands in its store.

use std::sync::{Arc, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::Rehearsal;
use super::stored::{Plans, StoredRecords};

/// While the clock runs on from one thing to the next, nobody can read what each of them is.
const CALM: Duration = Duration::from_millis(80);

/// A timer stands in the index to the millisecond.
const SAME: TimeDelta = TimeDelta::milliseconds(1);

/// A thing that falls due, and when.
pub type Due = (DateTime<Utc>, String);

impl Rehearsal {
    fn known_due(&self) -> MutexGuard<'_, Option<Due>> {
        self.due.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The time zone that the couple has chosen, once it has been looked up. It is with the first thing that falls due:
    /// before there is one, the zone is only half of what they choose.
    pub fn known_zone(&self) -> Option<String> {
        self.zone.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What falls due at this moment, once it has been looked up.
    pub fn what_is_due(&self, at: DateTime<Utc>) -> Option<String> {
        let known = self.known_due();
        known.as_ref().filter(|(due, _)| (*due - at).abs() <= SAME).map(|(_, kind)| in_words(kind))
    }

    /// Looks into the store whenever something else falls due next.
    pub async fn watch_due(self: Arc<Self>) {
        let mut changes = self.telegram.changed();
        loop {
            match self.next_due().filter(|due| self.what_is_due(*due).is_none()) {
                None => drop(changes.changed().await),
                Some(due) => {
                    tokio::time::sleep(CALM).await;
                    if self.next_due() == Some(due) {
                        self.look_up(due).await;
                    }
                }
            }
        }
    }

    async fn look_up(&self, due: DateTime<Utc>) {
        let (store, dir) = (self.home.store().to_owned(), self.home.dir().to_owned());
        let records = StoredRecords { store, dir, said: Vec::new() };
        let found = {
            let _mine = self.looking.lock().await;
            tokio::task::spawn_blocking(move || records.plans()).await
        };
        let Plans { first_due, zone } = found.ok().and_then(Result::ok).unwrap_or_default();
        let found = first_due.filter(|(at, _)| (*at - due).abs() <= SAME);
        if zone.is_some() {
            *self.zone.lock().unwrap_or_else(PoisonError::into_inner) = zone;
        }
        // What cannot be found is not looked for again and again.
        *self.known_due() = Some(found.unwrap_or((due, String::new())));
        self.changed.send_modify(|n| *n += 1);
    }
}

/// The name of a timer in the words of one who looks on; of a kind that is new here, its own name.
fn in_words(kind: &str) -> String {
    match kind {
        "Card" => "a card".to_owned(),
        "Wake" => "end of the rest".to_owned(),
        "Talk" => "end of a wait".to_owned(),
        "Nudge" => "a nudge".to_owned(),
        "Aftercare" => "the morning after".to_owned(),
        "Weekly" => "the weekly talk".to_owned(),
        other => {
            let mut words = String::new();
            for letter in other.chars() {
                if letter.is_uppercase() && !words.is_empty() {
                    words.push(' ');
                }
                words.extend(letter.to_lowercase());
            }
            words
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timers_have_words() {
        for (kind, words) in [("Card", "a card"), ("DateReminder", "date reminder"), ("", "")] {
            assert_eq!(in_words(kind), words);
        }
    }
}
