//! What an update means: Telegram's shapes in, events out. Words go no further than this room.
//!
//! Only the fields that mean something are read (`shapes`); a field that is newer than this bot, or of another kind
//! than expected (`tolerant`), never costs the rest of its message.

mod shapes;
#[cfg(test)]
mod tests;
mod tolerant;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::couple::{self as couple, Action, Command, CornerEvent, Event, Press, QueryId, Sender, Size, WordMark};
use crate::engine::{Incoming, News};
use crate::ids::{ChatId, MessageId, ThreadId, UpdateId, UserId};
use shapes::{CallbackQuery, Chat, Member, Membership, Message, Update, User};
use tolerant::Missing;

/// The kinds of update that are asked for, on every poll: Telegram forgets none of it, but a list that is sent
/// only once is a list that a restart with other code does not change.
pub const ALLOWED: [&str; 4] = ["message", "callback_query", "my_chat_member", "edited_message"];

/// One update, read once for all that is wanted of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Read {
    /// Telegram's number, by which it is acknowledged.
    pub number: i64,
    /// What it means. `None` for a number that Telegram never gives.
    pub incoming: Option<Incoming>,
    /// Who did it, and what Telegram calls them: for the moment in which a card names them. It goes into memory only.
    pub name: Option<(UserId, String)>,
}

/// Reads one update as Telegram sent it. `None` for something without even a number.
#[must_use]
pub fn read(raw: &str, username: &str) -> Option<Read> {
    let (number, news, name) = match serde_json::from_str::<Update>(raw) {
        Ok(update) => {
            let news = means(&update, username).unwrap_or_else(|Missing| Some(poison(raw)));
            (update.update_id.0?, news, name(&update))
        }
        Err(_) => (number_alone(raw)?, Some(poison(raw)), None),
    };
    let incoming = u32::try_from(number)
        .ok()
        .map(|number| Incoming { update: UpdateId(number), news: news.into_iter().collect() });
    Some(Read { number, incoming, name })
}

/// The number of an update of which nothing else can be read.
fn number_alone(raw: &str) -> Option<i64> {
    #[derive(Deserialize)]
    struct Numbered {
        update_id: i64,
    }
    serde_json::from_str::<Numbered>(raw).ok().map(|update| update.update_id)
}

fn poison(raw: &str) -> News {
    #[derive(Default, Deserialize)]
    struct Kinds {
        message: Option<IgnoredAny>,
        callback_query: Option<IgnoredAny>,
        my_chat_member: Option<IgnoredAny>,
    }
    let Kinds { message, callback_query, my_chat_member } = serde_json::from_str(raw).unwrap_or_default();
    let there = [message, callback_query, my_chat_member].map(|kind| kind.is_some());
    let kind = ALLOWED.into_iter().zip(there).find_map(|(kind, there)| there.then_some(kind));
    News::Poison { kind: kind.unwrap_or("unknown").to_owned(), error: "ill-formed".to_owned() }
}

fn name(update: &Update) -> Option<(UserId, String)> {
    let message = update.message.as_ref().and_then(|message| message.0.as_ref());
    let query = update.callback_query.as_ref().and_then(|query| query.0.as_ref());
    let person = message.map(|message| &message.from).or(query.map(|query| &query.from))?.0.as_ref()?;
    Some((UserId(person.id.0?), person.first_name.0.clone()?))
}

/// What an update tells us. A kind that was not asked for is no news.
fn means(update: &Update, username: &str) -> Result<Option<News>, Missing> {
    if let Some(message) = &update.message {
        message_means(message.needed()?, username)
    } else if let Some(query) = &update.callback_query {
        tap_means(query.needed()?)
    } else if let Some(change) = &update.my_chat_member {
        membership_means(change.needed()?)
    } else if let Some(message) = &update.edited_message {
        // Nothing hangs on it, so nothing is lost with one that cannot be read.
        Ok(message.needed().and_then(|message| edited_means(message, username)).unwrap_or(None))
    } else {
        Ok(None)
    }
}

/// Where an update comes from.
enum Place {
    Group(ChatId),
    Private(UserId),
    Elsewhere,
}

fn place(chat: &Chat) -> Result<Place, Missing> {
    let id = *chat.id.needed()?;
    Ok(match chat.kind.needed()?.as_str() {
        "private" => u64::try_from(id).map_or(Place::Elsewhere, |user| Place::Private(UserId(user))),
        "group" | "supergroup" => Place::Group(ChatId(id)),
        _ => Place::Elsewhere,
    })
}

fn human(user: &User) -> Option<UserId> {
    user.id.0.filter(|_| user.is_bot.0 != Some(true)).map(UserId)
}

/// An account that acts as itself. Who writes as a chat (an anonymous administrator, a channel) is nobody.
fn sender(message: &Message) -> Sender {
    match (&message.sender_chat, message.from.0.as_ref().and_then(human)) {
        (None, Some(user)) => Sender::Human(user),
        _ => Sender::Nobody,
    }
}

fn thread(message: &Message) -> Option<ThreadId> {
    // A thread id also stands on replies in ordinary supergroups, where there are no topics.
    message.message_thread_id.0.filter(|_| message.is_topic_message.0 == Some(true)).map(ThreadId)
}

/// Said somewhere else, and brought here.
fn is_forwarded(message: &Message) -> bool {
    message.forward_origin.is_some() || message.is_automatic_forward.0 == Some(true)
}

fn message_means(message: &Message, username: &str) -> Result<Option<News>, Missing> {
    let chat = match place(message.chat.needed()?)? {
        Place::Group(chat) => chat,
        Place::Private(user) => return Ok(Some(News::Corner(user, private_message(message, username)?))),
        Place::Elsewhere => return Ok(None),
    };
    if let Some(to) = message.migrate_to_chat_id.0 {
        return Ok(Some(News::Moved { from: chat, to: ChatId(to) }));
    }
    if let Some(from) = message.migrate_from_chat_id.0 {
        return Ok(Some(News::Moved { from: ChatId(from), to: chat }));
    }
    let event = if let Some(people) = &message.new_chat_members.0 {
        let people: Vec<UserId> = people.iter().filter_map(|user| user.0.as_ref()).filter_map(human).collect();
        (!people.is_empty()).then_some(Event::Joined(people))
    } else if let Some(user) = &message.left_chat_member.0 {
        // A bot that goes makes the group smaller, too.
        Some(Event::Left(UserId(*user.id.needed()?)))
    } else {
        said(message, username)?
    };
    Ok(event.map(|event| News::Couple(chat, event)))
}

/// What was said in a group: a command, or words for whoever listens. A sticker or a poll is heard only as a reply; what was
/// said elsewhere and forwarded here, not at all.
fn said(message: &Message, username: &str) -> Result<Option<Event>, Missing> {
    if is_forwarded(message) {
        return Ok(None);
    }
    let words = message.words();
    let (from, thread) = (sender(message), thread(message));
    Ok(match slash(message, words.as_deref(), username) {
        Slash::Ours(command) => Some(Event::Command { from, thread, command }),
        Slash::AnotherBots => None,
        Slash::None => {
            let to = message.reply_to_message.0.as_ref().and_then(|to| to.message_id.0).map(MessageId);
            match size(message, words.as_deref()).or_else(|| to.map(|_| Size::Nothing)) {
                Some(size) => {
                    let said = couple::Said { message: MessageId(*message.message_id.needed()?), to, size };
                    Some(Event::Spoke { from, thread, said })
                }
                None => None,
            }
        }
    })
}

/// A message that was edited is not read anew. One that is a command of ours now is worth a word about that.
fn edited_means(message: &Message, username: &str) -> Result<Option<News>, Missing> {
    let slash = slash(message, message.words().as_deref(), username);
    if is_forwarded(message) || !matches!(slash, Slash::Ours(ref command) if !matches!(command, Command::Unknown(..))) {
        return Ok(None);
    }
    Ok(match place(message.chat.needed()?)? {
        Place::Group(chat) => {
            let event = Event::CommandEdited { from: sender(message), thread: thread(message) };
            Some(News::Couple(chat, event))
        }
        Place::Private(user) => Some(News::Corner(user, CornerEvent::CommandEdited)),
        Place::Elsewhere => None,
    })
}

/// How much was said, in words, aloud or in a picture.
fn size(message: &Message, words: Option<&str>) -> Option<Size> {
    let chars = |text: &str| Size::Chars(u64::try_from(text.chars().count()).unwrap_or(u64::MAX));
    let recordings = [&message.voice, &message.video_note, &message.audio, &message.video];
    let recorded = recordings.into_iter().find_map(|recording| recording.0.as_ref());
    let pictures = [&message.photo, &message.live_photo, &message.animation, &message.document];
    let seen = pictures.into_iter().any(Option::is_some) || message.rich_message.0.is_some();
    words
        .map(chars)
        .or_else(|| recorded.map(|recording| Size::Seconds(recording.duration.0.unwrap_or(0))))
        .or_else(|| seen.then(|| message.caption.0.as_deref().map_or(Size::AtAGlance, chars)))
}

fn private_message(message: &Message, username: &str) -> Result<CornerEvent, Missing> {
    let slash = if is_forwarded(message) { Slash::None } else { slash(message, message.words().as_deref(), username) };
    Ok(match slash {
        Slash::Ours(command) => CornerEvent::Command(command),
        Slash::AnotherBots | Slash::None => {
            let to = message.reply_to_message.0.as_ref().and_then(|to| to.message_id.0).map(MessageId);
            CornerEvent::Spoke { message: MessageId(*message.message_id.needed()?), to }
        }
    })
}

/// What a text that begins with a slash is.
#[derive(Debug, PartialEq)]
enum Slash {
    /// A command of ours, or one that nobody knows: a slip for one of ours, or perhaps another bot's.
    Ours(Command),
    /// A command that is addressed to another bot.
    AnotherBots,
    /// No command at all: plain words, a path, two slashes.
    None,
}

/// Under what it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Under {
    /// As a reply to what another bot said.
    AnotherBots,
    /// Anything else, or nothing.
    Any,
}

fn to_another_bot(message: &Message, username: &str) -> Under {
    let author = message.reply_to_message.0.as_ref().and_then(|to| to.from.0.as_ref());
    let other = |user: &User| {
        user.is_bot.0 == Some(true) && user.username.0.as_ref().is_some_and(|name| !name.eq_ignore_ascii_case(username))
    };
    if author.is_some_and(other) { Under::AnotherBots } else { Under::Any }
}

fn slash(message: &Message, words: Option<&str>, username: &str) -> Slash {
    // What an inline bot wrote in someone's name is no wish of theirs.
    match words.filter(|_| message.via_bot.is_none()) {
        Some(text) => command(text, username, to_another_bot(message, username)),
        None => Slash::None,
    }
}

/// Tells a command (`/card`, `/card@us`) from words and from what is meant for another bot.
fn command(text: &str, username: &str, place: Under) -> Slash {
    let Some(line) = text.strip_prefix('/') else { return Slash::None };
    let (head, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (name, addressee) = head.split_once('@').map_or((head, None), |(name, bot)| (name, Some(bot)));
    let to_us = addressee.is_some_and(|bot| bot.eq_ignore_ascii_case(username));
    if name.is_empty() || name.contains('/') {
        return Slash::None;
    }
    if addressee.is_some() && !to_us {
        return Slash::AnotherBots;
    }
    if let Some(command) = Command::read(name, argument) {
        return Slash::Ours(command);
    }
    if place == Under::AnotherBots && !to_us {
        return Slash::AnotherBots;
    }
    let nearest = Command::nearest(name);
    // What Telegram takes for a command.
    let is_one = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_one || to_us || nearest.is_some() {
        Slash::Ours(Command::Unknown(nearest, WordMark::of(name)))
    } else {
        Slash::None
    }
}

fn tap_means(query: &CallbackQuery) -> Result<Option<News>, Missing> {
    // A button under a message that was sent through this bot elsewhere has no chat of ours.
    let Some(message) = &query.message else { return Ok(None) };
    let message = message.needed()?;
    let press = query.data.0.as_deref().and_then(Action::read).map_or(Press::Unreadable, Press::Known);
    // What one person alone sees in a group goes by a number of its own.
    let id = MessageId(message.ephemeral_message_id.0.map_or_else(|| message.message_id.needed().copied(), Ok)?);
    let answer = QueryId(query.id.needed()?.clone());
    Ok(match place(message.chat.needed()?)? {
        Place::Group(chat) => {
            let from = human(query.from.needed()?).map_or(Sender::Nobody, Sender::Human);
            Some(News::Couple(chat, Event::Tap { from, query: answer, message: id, press }))
        }
        Place::Private(user) => Some(News::Corner(user, CornerEvent::Tap { query: answer, message: id, press })),
        Place::Elsewhere => None,
    })
}

fn membership_means(change: &Membership) -> Result<Option<News>, Missing> {
    let before = can_write(change.old_chat_member.needed()?)?;
    let after = can_write(change.new_chat_member.needed()?)?;
    Ok(match (place(change.chat.needed()?)?, before, after) {
        (Place::Group(chat), false, true) => Some(News::Couple(chat, Event::Added)),
        (Place::Group(chat), _, false) => Some(News::Couple(chat, Event::Removed)),
        (Place::Private(user), _, true) => Some(News::Corner(user, CornerEvent::Unblocked)),
        (Place::Private(user), _, false) => Some(News::Corner(user, CornerEvent::Blocked)),
        _ => None,
    })
}

fn can_write(member: &Member) -> Result<bool, Missing> {
    match member.status.needed()?.as_str() {
        "creator" | "administrator" | "member" => Ok(true),
        "restricted" => Ok(member.is_member.0 == Some(true) && member.can_send_messages.0 == Some(true)),
        "left" | "kicked" => Ok(false),
        _ => Err(Missing),
    }
}
