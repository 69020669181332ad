//! How a row of the outbox becomes a request: words from the voice, names escaped, buttons laid out.

use std::collections::HashMap;

use reqwest::multipart::{Form, Part};
use serde::Serialize;
use teloxide::payloads::setters::*;
use teloxide::payloads::{
    AnswerCallbackQuery, CopyMessages, DeleteMessages, EditMessageReplyMarkup, EditMessageText, GetChatMemberCount,
    SendMessage,
};
use teloxide::types::{
    CallbackQueryId, ChatId as TelegramChat, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup,
    MessageId as TelegramMessage, ParseMode, ReplyMarkup, ReplyParameters, ThreadId as TelegramThread,
};

use super::alone::ForOne;
use super::calendar_file;
use super::call::Body;
use crate::couple::{Asks, Button, ChatId, Effect, Eyes, Message, Outgoing, Phrase, Ring, Show, ThreadId, UserId};
use crate::html;
use crate::line;
use crate::prompts::{Filling, Voice};

/// A request, ready to go.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    Send(Box<SendMessage>),
    /// `sendDocument`, with the file along.
    SendFile(Box<SendFile>),
    Edit(Box<EditMessageText>),
    EditButtons(Box<EditMessageReplyMarkup>),
    Answer(Box<AnswerCallbackQuery>),
    Count(Box<GetChatMemberCount>),
    Copy(Box<CopyMessages>),
    Delete(Box<DeleteMessages>),
}

/// A file to be sent, with a line about it.
#[derive(Clone, Debug, PartialEq)]
pub struct SendFile {
    pub chat: ChatId,
    pub thread: Option<ThreadId>,
    /// In Telegram's HTML.
    pub caption: String,
    pub name: String,
    /// What kind of file it is, by its name among media types.
    pub kind: &'static str,
    pub bytes: Vec<u8>,
}

/// Turns rows into requests in the bot's voice.
#[derive(Clone, Copy)]
pub struct Renderer<'a> {
    pub voice: &'a Voice,
    /// The bot's user name, for links to it.
    pub username: &'a str,
    /// Names of people, as far as they are known.
    pub names: &'a HashMap<UserId, String>,
}

impl Renderer<'_> {
    /// The request that does what `row` says.
    #[must_use]
    pub fn request(self, row: &Outgoing) -> Request {
        let chat = TelegramChat(row.chat.0);
        match &row.effect {
            Effect::Copy { from, messages, ring } => {
                let ids = messages.iter().map(|message| TelegramMessage(message.0));
                let mut request = CopyMessages::new(chat, TelegramChat(from.0), ids);
                if let Some(thread) = row.thread {
                    request = request.message_thread_id(TelegramThread(TelegramMessage(thread.0)));
                }
                if *ring == Ring::Silently {
                    request = request.disable_notification(true);
                }
                Request::Copy(Box::new(request.protect_content(true)))
            }
            Effect::Say { message, ring, reply_to } => {
                let mut request = SendMessage::new(chat, self.text(message)).parse_mode(ParseMode::Html);
                if let Some(thread) = row.thread {
                    request = request.message_thread_id(TelegramThread(TelegramMessage(thread.0)));
                }
                if *ring == Ring::Silently {
                    request = request.disable_notification(true);
                }
                if let Some(said) = reply_to {
                    let under = ReplyParameters::new(TelegramMessage(said.0)).allow_sending_without_reply();
                    request = request.reply_parameters(under);
                }
                if message.eyes == Eyes::TheTwo {
                    request = request.protect_content(true);
                }
                if !message.buttons.is_empty() {
                    request = request.reply_markup(ReplyMarkup::InlineKeyboard(self.buttons(message)));
                } else if let Some(asks) = self.asks(message.asks) {
                    request = request.reply_markup(ReplyMarkup::ForceReply(asks));
                }
                Request::Send(Box::new(request))
            }
            Effect::Document { calendar, caption } => Request::SendFile(Box::new(SendFile {
                chat: row.chat,
                thread: row.thread,
                caption: self.text(caption),
                name: self.plain(&calendar.name),
                kind: "text/calendar",
                bytes: calendar_file::write(calendar, self.voice).into_bytes(),
            })),
            Effect::MyData { json, caption } => Request::SendFile(Box::new(SendFile {
                chat: row.chat,
                thread: row.thread,
                caption: self.text(caption),
                name: self.plain(&line::mydata_file_name()),
                kind: "application/json",
                bytes: json.clone().into_bytes(),
            })),
            Effect::Edit { id, message } => {
                let id = TelegramMessage(id.0);
                let mut request = EditMessageText::new(chat, id, self.text(message)).parse_mode(ParseMode::Html);
                if !message.buttons.is_empty() {
                    request = request.reply_markup(self.buttons(message));
                }
                Request::Edit(Box::new(request))
            }
            Effect::Unbutton { id } => {
                Request::EditButtons(Box::new(EditMessageReplyMarkup::new(chat, TelegramMessage(id.0))))
            }
            Effect::Delete { messages } => {
                let ids = messages.iter().map(|message| TelegramMessage(message.0));
                Request::Delete(Box::new(DeleteMessages::new(chat, ids)))
            }
            Effect::Count => Request::Count(Box::new(GetChatMemberCount::new(chat))),
            Effect::Answer { query, show } => {
                let request = AnswerCallbackQuery::new(CallbackQueryId(query.0.clone()));
                Request::Answer(Box::new(match show {
                    // What one person alone sees goes before.
                    Show::Nothing | Show::Alone { .. } => request,
                    Show::Passing(line) => request.text(self.plain(line)),
                    Show::Link(link) => match self.link(&format!("start={}", link.payload())) {
                        Some(url) => request.url(url),
                        None => request,
                    },
                    Show::Box(line) => request.text(self.plain(line)).show_alert(true),
                }))
            }
        }
    }

    /// The message for one person that the answer to a tap begins with.
    #[must_use]
    pub fn for_one(self, row: &Outgoing) -> Option<ForOne> {
        let Effect::Answer { query, show: Show::Alone { to, message, spot, .. } } = &row.effect else { return None };
        let (text, buttons) = (self.text(message), self.buttons(message));
        let (chat, thread) = (row.chat, row.thread);
        Some(ForOne { chat, thread, text, buttons, to: *to, query: query.clone(), spot: *spot })
    }

    fn text(self, message: &Message) -> String {
        let person = |user: UserId| self.person(user);
        let filling = Filling { escape: html::escape, person: &person };
        let paragraphs: Vec<String> = message.body.iter().map(|phrase| self.voice.say_with(phrase, &filling)).collect();
        paragraphs.join("\n\n")
    }

    /// The field for a reply, where the message asks for one.
    fn asks(self, asks: Asks) -> Option<ForceReply> {
        let field = |placeholder| ForceReply::new().input_field_placeholder(self.plain(&placeholder));
        match asks {
            Asks::Nothing => None,
            Asks::ForWords => Some(field(line::answer_placeholder())),
            Asks::ForCard => Some(field(line::own_placeholder()).selective()),
        }
    }

    /// A person as a mention: a name, and their phone tells them that they are meant.
    fn person(self, user: UserId) -> String {
        let name = self.names.get(&user).map_or_else(|| self.voice.someone(), Clone::clone);
        format!("<a href=\"tg://user?id={user}\">{}</a>", html::escape(&name))
    }

    fn plain(self, phrase: &Phrase) -> String {
        self.voice.say(phrase, str::to_owned)
    }

    fn buttons(self, message: &Message) -> InlineKeyboardMarkup {
        let rows = message.buttons.iter().map(|row| row.iter().map(|button| self.button(button)).collect::<Vec<_>>());
        InlineKeyboardMarkup::new(rows.flat_map(|row| uncut(&row)))
    }

    /// A link to this bot. Its name came from Telegram and is of letters, digits and underscores.
    fn link(self, query: &str) -> Option<reqwest::Url> {
        format!("https://t.me/{}?{query}", self.username).parse().ok()
    }

    fn button(self, button: &Button) -> InlineKeyboardButton {
        let link = |label: &Phrase, query: &str| match self.link(query) {
            Some(url) => InlineKeyboardButton::url(self.plain(label), url),
            None => InlineKeyboardButton::callback(self.plain(label), "lost"),
        };
        match button {
            Button::Act { label, action } => InlineKeyboardButton::callback(self.plain(label), action.to_string()),
            Button::Corner { label } => link(label, "start=corner"),
            Button::Support { label } => link(label, "start=support"),
            Button::Invite { label } => link(label, "startgroup=us"),
        }
    }
}

impl Request {
    /// The method's name, as it may stand in a log.
    #[must_use]
    pub fn method(&self) -> &'static str {
        match self {
            Self::Send(_) => "sendMessage",
            Self::SendFile(_) => "sendDocument",
            Self::Edit(_) => "editMessageText",
            Self::EditButtons(_) => "editMessageReplyMarkup",
            Self::Answer(_) => "answerCallbackQuery",
            Self::Count(_) => "getChatMemberCount",
            Self::Copy(_) => "copyMessages",
            Self::Delete(_) => "deleteMessages",
        }
    }

    /// The request as it travels.
    pub fn body(&self) -> serde_json::Result<Body> {
        fn json(payload: &impl Serialize) -> serde_json::Result<Body> {
            serde_json::to_vec(payload).map(Body::Json)
        }
        match self {
            Self::Send(payload) => json(payload),
            Self::SendFile(file) => Ok(Body::Parts(file.parts())),
            Self::Edit(payload) => json(payload),
            Self::EditButtons(payload) => json(payload),
            Self::Answer(payload) => json(payload),
            Self::Count(payload) => json(payload),
            Self::Copy(payload) => json(payload),
            Self::Delete(payload) => json(payload),
        }
    }
}

impl SendFile {
    /// The request in parts: a file cannot travel in JSON.
    fn parts(&self) -> Form {
        let file = Part::bytes(self.bytes.clone()).file_name(self.name.clone());
        // The name of the kind is well-formed; without it the file would still be one.
        let file = file.mime_str(self.kind).unwrap_or_else(|_| Part::bytes(self.bytes.clone()));
        let form = Form::new()
            .text("chat_id", self.chat.0.to_string())
            .text("caption", self.caption.clone())
            .text("parse_mode", "HTML")
            .part("document", file);
        match self.thread {
            Some(thread) => form.text("message_thread_id", thread.0.to_string()),
            None => form,
        }
    }
}
/// The longest label that a phone of 360 px shows whole in a row of so many: one, two, three.
const WIDTHS: [usize; 3] = [30, 14, 9];

/// A row of buttons as one row, or as several where a label would be cut off. Rows of four and more are numbers.
fn uncut(row: &[InlineKeyboardButton]) -> Vec<Vec<InlineKeyboardButton>> {
    let widest = row.iter().map(|button| button.text.chars().count()).max().unwrap_or(0);
    let fits = |count: &usize| WIDTHS.get(count - 1).is_none_or(|width| widest <= *width);
    let count = (1..=row.len()).rev().find(fits).unwrap_or(1);
    row.chunks(count).map(<[_]>::to_vec).collect()
}
