//! What an update means: Telegram's shapes in, events out. Words go no further than this file.

use serde::Deserialize;
use teloxide::types::{
    CallbackQuery, ChatKind, ChatMemberKind, ChatMemberUpdated, Message as TelegramMessage, PublicChatKind, Update,
    UpdateKind, User,
};

use crate::couple::{
    self as couple, Action, ChatId, Command, CornerEvent, Event, MessageId, Press, QueryId, Sender, Size, ThreadId,
    UpdateId, UserId,
};
use crate::engine::{Incoming, News};

/// The kinds of update that are asked for, on every poll: Telegram forgets none of it, but a list that is sent
/// only once is a list that a restart with other code does not change.
pub const ALLOWED: [&str; 3] = ["message", "callback_query", "my_chat_member"];

/// Only what tells one update from another, for one that cannot be read otherwise.
#[derive(Deserialize)]
struct Envelope {
    update_id: u32,
}

/// Who did it, and what Telegram calls them: for the moment in which a card names them. It goes into memory only.
#[must_use]
pub fn name(raw: &str) -> Option<(UserId, String)> {
    #[derive(Deserialize)]
    struct Doing {
        message: Option<By>,
        callback_query: Option<By>,
    }
    #[derive(Deserialize)]
    struct By {
        from: Option<Person>,
    }
    #[derive(Deserialize)]
    struct Person {
        id: u64,
        first_name: String,
    }
    let doing: Doing = serde_json::from_str(raw).ok()?;
    let person = doing.message.or(doing.callback_query)?.from?;
    Some((UserId(person.id), person.first_name))
}

/// Reads one update as Telegram sent it. `None` for something without even a number.
#[must_use]
pub fn read(raw: &str, username: &str) -> Option<Incoming> {
    let update = UpdateId(serde_json::from_str::<Envelope>(raw).ok()?.update_id);
    // Some shapes panic inside the parser (a reaction without an actor): they must not take the batch along.
    let news = match std::panic::catch_unwind(|| serde_json::from_str::<Update>(raw)) {
        Ok(Ok(Update { kind: UpdateKind::Error(_), .. })) => poison(raw, "not understood"),
        Ok(Ok(parsed)) => means(parsed.kind, username),
        Ok(Err(_)) => poison(raw, "ill-formed"),
        Err(_) => poison(raw, "the parser failed"),
    };
    Some(Incoming { update, news })
}

fn poison(raw: &str, error: &str) -> Vec<News> {
    let fields: serde_json::Map<String, serde_json::Value> = serde_json::from_str(raw).unwrap_or_default();
    let kind = fields.keys().find(|key| *key != "update_id");
    // A kind is one of Telegram's names; anything longer is not one and may be content.
    let kind = kind.filter(|kind| kind.len() <= 40).map_or("unknown", String::as_str);
    vec![News::Poison { kind: kind.to_owned(), error: error.to_owned() }]
}

fn means(kind: UpdateKind, username: &str) -> Vec<News> {
    match kind {
        UpdateKind::Message(message) => message_means(&message, username),
        UpdateKind::CallbackQuery(query) => tap_means(query).into_iter().collect(),
        UpdateKind::MyChatMember(change) => membership_means(&change).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Where an update comes from.
enum Place {
    Group(ChatId),
    Private(UserId),
    Elsewhere,
}

fn place(chat: &teloxide::types::Chat) -> Place {
    match &chat.kind {
        ChatKind::Private(_) => u64::try_from(chat.id.0).map_or(Place::Elsewhere, |user| Place::Private(UserId(user))),
        ChatKind::Public(public) => match public.kind {
            PublicChatKind::Group | PublicChatKind::Supergroup(_) => Place::Group(ChatId(chat.id.0)),
            PublicChatKind::Channel(_) => Place::Elsewhere,
        },
    }
}

fn human(user: &User) -> Option<UserId> {
    (!user.is_bot).then_some(UserId(user.id.0))
}

/// An account that acts as itself. Who writes as a chat (an anonymous administrator, a channel) is nobody.
fn sender(message: &TelegramMessage) -> Sender {
    match (&message.sender_chat, message.from.as_ref().and_then(human)) {
        (None, Some(user)) => Sender::Human(user),
        _ => Sender::Nobody,
    }
}

fn thread(message: &TelegramMessage) -> Option<ThreadId> {
    // A thread id also stands on replies in ordinary supergroups, where there are no topics.
    message.thread_id.filter(|_| message.is_topic_message).map(|thread| ThreadId(thread.0.0))
}

fn message_means(message: &TelegramMessage, username: &str) -> Vec<News> {
    let chat = match place(&message.chat) {
        Place::Group(chat) => chat,
        Place::Private(user) => return vec![News::Corner(user, private_message(message, username))],
        Place::Elsewhere => return Vec::new(),
    };
    if let Some(to) = message.migrate_to_chat_id() {
        return vec![News::Moved { from: chat, to: ChatId(to.0) }];
    }
    if let Some(from) = message.migrate_from_chat_id() {
        return vec![News::Moved { from: ChatId(from.0), to: chat }];
    }
    if let Some(people) = message.new_chat_members() {
        let people: Vec<UserId> = people.iter().filter_map(human).collect();
        return if people.is_empty() { Vec::new() } else { vec![News::Couple(chat, Event::Joined(people))] };
    }
    if let Some(user) = message.left_chat_member() {
        // A bot that goes makes the group smaller, too.
        return vec![News::Couple(chat, Event::Left(UserId(user.id.0)))];
    }
    let from = sender(message);
    let event = match message.text().map(|text| command(text, username)) {
        Some(Said::Command(command)) => Event::Command { from, thread: thread(message), command },
        Some(Said::ToAnotherBot) => return Vec::new(),
        Some(Said::Words) | None => match size(message) {
            Some(size) => {
                let to = message.reply_to_message().map(|to| MessageId(to.id.0));
                let said = couple::Said { message: MessageId(message.id.0), to, size };
                Event::Spoke { from, thread: thread(message), said }
            }
            // A service message, a sticker, a poll: nothing was said.
            None => return Vec::new(),
        },
    };
    vec![News::Couple(chat, event)]
}

/// How much was said, in words, aloud or in a picture.
fn size(message: &TelegramMessage) -> Option<Size> {
    let chars = |text: &str| Size::Chars(u64::try_from(text.chars().count()).unwrap_or(u64::MAX));
    let aloud = message.voice().map(|voice| voice.duration).or(message.video_note().map(|note| note.duration));
    let recorded =
        aloud.or(message.audio().map(|audio| audio.duration)).or(message.video().map(|video| video.duration));
    let seen = message.photo().is_some() || message.animation().is_some() || message.document().is_some();
    message
        .text()
        .map(chars)
        .or(recorded.map(|seconds| Size::Seconds(u64::from(seconds.seconds()))))
        .or(seen.then(|| message.caption().map_or(Size::AtAGlance, chars)))
}

fn private_message(message: &TelegramMessage, username: &str) -> CornerEvent {
    match message.text().map(|text| command(text, username)) {
        Some(Said::Command(command)) => CornerEvent::Command(command),
        _ => CornerEvent::Spoke,
    }
}

enum Said {
    Command(Command),
    ToAnotherBot,
    Words,
}

/// Tells a command from words, and our commands (`/card`, `/card@us`) from another bot's.
fn command(text: &str, username: &str) -> Said {
    let Some(line) = text.strip_prefix('/') else { return Said::Words };
    let (head, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let (name, addressee) = head.split_once('@').map_or((head, None), |(name, bot)| (name, Some(bot)));
    if addressee.is_some_and(|bot| !bot.eq_ignore_ascii_case(username)) {
        return Said::ToAnotherBot;
    }
    Said::Command(Command::read(name, argument))
}

fn tap_means(query: CallbackQuery) -> Option<News> {
    let message = query.message.as_ref()?;
    let press = query.data.as_deref().and_then(Action::read).map_or(Press::Unreadable, Press::Known);
    let id = MessageId(message.id().0);
    let answer = QueryId(query.id.0);
    match place(message.chat()) {
        Place::Group(chat) => {
            let from = human(&query.from).map_or(Sender::Nobody, Sender::Human);
            Some(News::Couple(chat, Event::Tap { from, query: answer, message: id, press }))
        }
        Place::Private(user) => Some(News::Corner(user, CornerEvent::Tap { query: answer, message: id, press })),
        Place::Elsewhere => None,
    }
}

fn membership_means(change: &ChatMemberUpdated) -> Option<News> {
    let before = can_write(&change.old_chat_member.kind);
    let after = can_write(&change.new_chat_member.kind);
    match (place(&change.chat), before, after) {
        (Place::Group(chat), false, true) => Some(News::Couple(chat, Event::Added)),
        (Place::Group(chat), _, false) => Some(News::Couple(chat, Event::Removed)),
        (Place::Private(user), _, true) => Some(News::Corner(user, CornerEvent::Unblocked)),
        (Place::Private(user), _, false) => Some(News::Corner(user, CornerEvent::Blocked)),
        _ => None,
    }
}

fn can_write(kind: &ChatMemberKind) -> bool {
    match kind {
        ChatMemberKind::Owner(_) | ChatMemberKind::Administrator(_) | ChatMemberKind::Member(_) => true,
        ChatMemberKind::Restricted(rights) => rights.is_member && rights.can_send_messages,
        ChatMemberKind::Left | ChatMemberKind::Banned(_) => false,
    }
}
