//! What a handler works with: what came in from outside, and what is to be sent.

use chrono::{DateTime, Utc};
use rand::rngs::StdRng;

use super::{
    Apart, ChatId, Class, Context, Couple, Effect, Link, Message, MessageId, Outgoing, Parted, Phrase, QueryId, Ring,
    Show, Step, TOO_LATE, Tag, ThreadId, UserId,
};
use crate::prompts::Library;

/// The moment, the words and chance, and the rows that a step sends, in order.
pub(super) struct Cx<'c> {
    /// UTC.
    pub(super) now: DateTime<Utc>,
    pub(super) library: &'c Library,
    pub(super) rng: &'c mut StdRng,
    /// The couple's group: rows go there.
    chat: ChatId,
    /// The topic of it that rows go to.
    thread: Option<ThreadId>,
    rows: Vec<Outgoing>,
    /// Rows of before that are not to be sent.
    called_back: Vec<Tag>,
    parted: Option<Parted>,
    /// What keeps the one who taps *I'm in* from the other.
    pub(super) apart: Option<Apart>,
}

impl<'c> Cx<'c> {
    /// Rows go to `chat`, in the topic `thread`.
    pub(super) fn new(context: &'c mut Context<'_>, chat: ChatId, thread: Option<ThreadId>) -> Self {
        let Context { now, library, rng, apart } = context;
        let (rows, called_back, parted) = (Vec::new(), Vec::new(), None);
        Self { now: *now, library, rng, chat, thread, rows, called_back, parted, apart: *apart }
    }

    /// One of the two has left the other.
    pub(super) fn part(&mut self, parted: Parted) {
        self.parted = Some(parted);
    }

    pub(super) fn has_parted(&self) -> bool {
        self.parted.is_some()
    }

    /// The topic that rows go to.
    pub(super) fn thread(&self) -> Option<ThreadId> {
        self.thread
    }

    /// Does something whose rows go to this topic.
    pub(super) fn in_thread<T>(&mut self, thread: Option<ThreadId>, act: impl FnOnce(&mut Self) -> T) -> T {
        let outer = std::mem::replace(&mut self.thread, thread);
        let done = act(self);
        self.thread = outer;
        done
    }

    /// A row that is not sent any more when it is [`TOO_LATE`].
    pub(super) fn row(&self, class: Class, effect: Effect) -> Outgoing {
        let expires = Some(self.now + TOO_LATE);
        Outgoing { chat: self.chat, thread: self.thread, class, expires, tag: None, effect }
    }

    /// A row with a new message.
    pub(super) fn message(&self, class: Class, message: Message, ring: Ring) -> Outgoing {
        self.row(class, Effect::Say { message, ring, reply_to: None })
    }

    pub(super) fn push(&mut self, row: Outgoing) {
        self.rows.push(row);
    }

    /// A new message, as a reply to someone who waits.
    pub(super) fn say(&mut self, message: Message) {
        self.push(self.message(Class::Reply, message, Ring::Aloud));
    }

    /// The same, where it is noted which message it becomes.
    pub(super) fn say_as(&mut self, message: Message, tag: Tag) {
        let row = self.message(Class::Reply, message, Ring::Aloud);
        self.push(Outgoing { tag: Some(tag), ..row });
    }

    /// A new message of one line.
    pub(super) fn line(&mut self, line: Phrase) {
        self.say(Message::new([line]));
    }

    /// A message of ours becomes `screen`; for a tap that needs no further answer.
    pub(super) fn edit(&mut self, id: MessageId, screen: Message) -> Show {
        self.push(self.row(Class::Reply, Effect::Edit { id, message: screen }));
        Show::Nothing
    }

    /// A message in somebody's private chat, as an answer to what they did there.
    pub(super) fn privately(&mut self, user: UserId, message: Message, tag: Option<Tag>) {
        let row =
            Outgoing { chat: user.private_chat(), thread: None, ..self.message(Class::Reply, message, Ring::Aloud) };
        self.push(Outgoing { tag, ..row });
    }

    /// A message in somebody's private chat that comes by itself: nobody waits for it.
    pub(super) fn comes_privately(&mut self, user: UserId, message: Message, ring: Ring) {
        let row = self.message(Class::Daily, message, ring);
        self.push(Outgoing { chat: user.private_chat(), thread: None, ..row });
    }

    /// A question that comes by itself to somebody's private chat: what is said there next is an answer to it.
    pub(super) fn comes_as_question(&mut self, user: UserId, message: Message, link: Link, ring: Ring) {
        let row = self.message(Class::Daily, message, ring);
        self.push(Outgoing { chat: user.private_chat(), thread: None, tag: Some(Tag::Question(link)), ..row });
    }

    /// A message of ours in somebody's private chat becomes `screen`.
    pub(super) fn edit_privately(&mut self, user: UserId, id: MessageId, screen: Message) {
        let row = self.row(Class::Reply, Effect::Edit { id, message: screen });
        self.push(Outgoing { chat: user.private_chat(), thread: None, ..row });
    }

    /// Rows with this tag that wait still are not sent.
    pub(super) fn call_back(&mut self, tag: Tag) {
        self.called_back.push(tag);
    }

    /// The buttons of a message of ours go.
    pub(super) fn unbutton(&mut self, id: MessageId) {
        self.push(self.row(Class::Reply, Effect::Unbutton { id }));
    }

    /// Messages of ours go, however long Telegram cannot be reached.
    pub(super) fn delete(&mut self, messages: Vec<MessageId>) {
        if !messages.is_empty() {
            let row = self.row(Class::Reply, Effect::Delete { messages });
            self.push(Outgoing { expires: None, ..row });
        }
    }

    /// Telegram is asked how many are in the group.
    pub(super) fn count(&mut self) {
        self.push(self.row(Class::Reply, Effect::Count));
    }

    /// The answer to a tap, before everything else: first of all the waiting sign on the button goes.
    pub(super) fn answer_first(&mut self, query: QueryId, show: Show) {
        self.rows.insert(0, self.row(Class::Reply, Effect::Answer { query, show }));
    }

    /// Whether there is such a row in this step.
    pub(super) fn has_row(&self, is: impl Fn(&Outgoing) -> bool) -> bool {
        self.rows.iter().any(is)
    }

    /// Whether a row of this step has such a tag.
    pub(super) fn has_rows_with(&self, tag: impl Fn(Tag) -> bool) -> bool {
        self.rows.iter().any(|row| row.tag.is_some_and(&tag))
    }

    /// What follows from the event: the couple afterwards, and the rows in the order in which they are to be sent.
    pub(super) fn into_step(self, couple: Option<Couple>) -> Step {
        Step { couple, effects: self.rows, called_back: self.called_back, parted: self.parted }
    }
}
