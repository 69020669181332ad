//! What people say and send: text, pictures, voices, and how each of them is sent.

use serde_json::{Map, Value, json};

use super::hearing;
use super::params::Upload;
use super::world::World;

/// One message as a person sends it: what it holds, and how it is sent.
///
/// ```
/// use nearer::rehearsal::Speech;
/// let answer = Speech::voice().replying_to(7).protected();
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Speech {
    content: Content,
    pub(super) reply_to: Option<i64>,
    pub(super) topic: Option<i64>,
    pub(super) protected: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Content {
    /// The Bot API's fields, as they stand.
    Fields(Map<String, Value>),
    File(Upload, String),
}

impl Speech {
    /// Words.
    pub fn text(text: &str) -> Self {
        Self::of(Content::Fields(text_content(text)))
    }

    /// A voice message of seven seconds.
    pub fn voice() -> Self {
        Self::of(Content::Fields(voice_content()))
    }

    /// A round video of seven seconds.
    pub fn video_note() -> Self {
        let note = json!({"file_id": "round", "file_unique_id": "round", "length": 240, "duration": 7});
        Self::of(Content::Fields(Map::from_iter([("video_note".to_owned(), note)])))
    }

    /// A sticker.
    pub fn sticker() -> Self {
        let sticker = json!({
            "file_id": "sticker", "file_unique_id": "sticker", "type": "regular", "width": 512, "height": 512,
            "is_animated": false, "is_video": false, "emoji": "\u{1f49b}",
        });
        Self::of(Content::Fields(Map::from_iter([("sticker".to_owned(), sticker)])))
    }

    /// A file with a caption, which may be empty. A picture is sent as one, any other file as a document.
    pub fn file(file: Upload, caption: &str) -> Self {
        Self::of(Content::File(file, caption.to_owned()))
    }

    fn of(content: Content) -> Self {
        Self { content, reply_to: None, topic: None, protected: false }
    }

    /// As a reply to this message.
    #[must_use]
    pub fn replying_to(mut self, message_id: i64) -> Self {
        self.reply_to = Some(message_id);
        self
    }

    /// In this topic.
    #[must_use]
    pub fn in_topic(mut self, topic: i64) -> Self {
        self.topic = Some(topic);
        self
    }

    /// So that it can neither be forwarded nor copied.
    #[must_use]
    pub fn protected(mut self) -> Self {
        self.protected = true;
        self
    }

    /// The Bot API's fields of the message; a file that comes with it is kept.
    pub(super) fn into_content(self, world: &mut World) -> Map<String, Value> {
        match self.content {
            Content::Fields(fields) => fields,
            Content::File(file, caption) => file_content(world, file, &caption),
        }
    }
}

pub(super) fn text_content(text: &str) -> Map<String, Value> {
    let mut content = Map::new();
    content.insert("text".to_owned(), json!(text));
    let entities = hearing::entities(text);
    if !entities.is_empty() {
        content.insert("entities".to_owned(), Value::Array(entities));
    }
    content
}

pub(super) fn voice_content() -> Map<String, Value> {
    let mut content = Map::new();
    let voice = json!({"file_id": "voice", "file_unique_id": "voice", "duration": 7, "mime_type": "audio/ogg"});
    content.insert("voice".to_owned(), voice);
    content
}

pub(super) fn file_content(world: &mut World, file: Upload, caption: &str) -> Map<String, Value> {
    let (name, size, picture) = (file.name.clone(), file.bytes.len(), file.picture_type().is_some());
    let id = world.keep_file(file);
    let mut content = Map::new();
    if picture {
        let photo = json!([{"file_id": id, "file_unique_id": id, "width": 800, "height": 600, "file_size": size}]);
        content.insert("photo".to_owned(), photo);
    } else {
        let document = json!({"file_id": id, "file_unique_id": id, "file_name": name, "file_size": size});
        content.insert("document".to_owned(), document);
    }
    if !caption.is_empty() {
        content.insert("caption".to_owned(), json!(caption));
    }
    content
}
