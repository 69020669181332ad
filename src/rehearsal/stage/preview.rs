//! Cards as couples will see them, for the one who has just written them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::couple::CardSerial;
use crate::html;
use crate::prompts::{Card, Library};
use crate::rehearsal::entities::entity;

/// Cards that are shown at once: more than that nobody reads one by one.
const MOST: usize = 12;

/// The texts of all cards' messages in Telegram's HTML, by the cards' ids.
pub type Faces = BTreeMap<String, String>;

pub fn faces(library: &Library) -> Faces {
    library.cards().iter().map(|card| (card.id.to_string(), face(library, card))).collect()
}

/// The cards that are new in `now` or read differently than `before`, as they will look.
pub fn changed(before: &Faces, now: &Faces) -> Vec<Value> {
    let changed = now.iter().filter(|(id, face)| before.get(*id) != Some(face));
    changed.take(MOST).map(|(id, face)| shown(id, face)).collect()
}

fn shown(id: &str, face: &str) -> Value {
    let face = html::parse(face).unwrap_or_default();
    json!({"id": id, "text": face.text, "entities": face.parts.iter().map(entity).collect::<Vec<_>>()})
}

fn face(library: &Library, card: &Card) -> String {
    let face = crate::couple::card_face(card, CardSerial::default());
    let said = face.body.iter().map(|line| library.voice().say(line, html::escape));
    said.collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_has_changed_is_shown_and_as_it_will_look() {
        let before = faces(&Library::embedded().expect("a sound library"));
        assert_eq!(changed(&before, &before), Vec::<Value>::new());
        let mut now = before.clone();
        now.insert("x-1".to_owned(), "<b>Trust</b> · wish".to_owned());
        let bold = json!({"type": "bold", "offset": 0, "length": 5});
        assert_eq!(changed(&before, &now), [json!({"id": "x-1", "text": "Trust · wish", "entities": [bold]})]);
    }
}
