//! The domain: what happens between two people and their bot.
//!
//! Everything that can happen to a couple is an [`Event`]; [`Couple::handle`] answers with a [`Step`]: the
//! couple as it is afterwards and what is to be said. Nothing here awaits, reads a clock, draws from its own
//! randomness, stores or sends: time, randomness and words come in by the [`Context`]. So whatever happened to
//! the process in between, the same event on the same state gives the same step.
//!
//! What must never be true here:
//! - an event from a third person moves anything: all that one does by coming in is to shut the doors;
//! - a tap has an effect before it is checked who tapped, under which message, at which step;
//! - a sentence stands here: what couples read is named by [`Phrase`]s and lives under `prompts/`.

mod about;
mod action;
mod answers;
mod arrival;
mod asked;
mod by_itself;
mod cards;
mod carried;
mod chapters;
mod command;
mod conversation;
mod corner;
mod corner_commands;
mod corner_taps;
mod cx;
mod dates;
mod deck;
mod door_screens;
mod doors;
mod effect;
mod event;
mod home;
mod keeping;
mod kept;
mod lately;
mod leaving;
mod line_for;
mod look_again;
mod mydata;
mod night;
mod occasions;
mod own;
mod pairing;
mod presence;
mod questions;
mod rest;
mod rhythm;
mod said_time;
mod screens;
mod settings;
mod state;
mod support;
mod telling;
mod timers;
mod topics;
mod two;
mod unknown;
mod walking;
mod zones;

use chrono::{DateTime, Utc};

pub use crate::prompts::Region;
pub use action::{
    AboutAction, AboutPage, Action, CardAction, CardSerial, ChapterAction, CornerAction, PathAction, RestAction,
    RestLength, Room, SettingsAction, SpaceAction, SupportPage,
};
pub use answers::{AnswerAction, Answering, Answers, FORGOTTEN_AFTER, Link, Piece};
pub use arrival::{Arrival, Freely};
pub use by_itself::{APART_BY, ByItself};
pub use cards::face as card_face;
pub use chapters::{ChapterNow, FIRST_DAYS, Wish, Year};
pub use command::{Behind, Command};
pub use conversation::{
    Asked, Feeling, LaterBy, PauseLength, Place, Play, Says, Size, Stage, Talk, TalkAction, TalkSerial, TalkTap, Talks,
    Turn, Way, WeeklyTalk, WeeklyTap,
};
pub use corner::{Corner, CornerContext, CornerEvent, CornerStep, Door, MOST_COUPLES};
pub use dates::{
    After, Calendar, DateAction, DateTag, Dates, DraftSerial, Entry, Evening, EveningId, For, Hold, Lead, OfferSerial,
    Origin, Span, Stamp, Standing, Status, Title, Verdict, Wall, Weekly, Wishes,
};
pub use deck::{CurrentCard, Deck, NotToday, PutAside};
pub use doors::Doors;
pub use effect::{Asks, Button, Class, Effect, Eyes, Message, Outgoing, Ring, Show, Spot, Tag, TimerKind};
pub use event::{Doubt, Event, Press, QueryId, Said, Sender};
pub use keeping::{ALONE, OUT_OF_REACH, UNPAIRED};
pub use kept::JustKept;
pub use lately::Lately;
pub use leaving::{APART, Apart, Closing, KeptApart, Parted};
pub use night::{AtNight, NightWish};
pub use occasions::{DayOfYear, MOST_FEASTS, OccasionDays};
pub use own::{GivenIn, MOST_OWN, OWN_KEPT, OwnAction, OwnCard, OwnCards, OwnDeed, OwnId};
pub use presence::Presence;
pub use rest::Rest;
pub use rhythm::{Faster, Pace, Quiet, SecondZone, Settings, TOO_LATE};
pub use state::{Bond, Context, Couple, Settling, Step};
pub use telling::{Tellings, Wanted};
pub use two::Two;
pub use unknown::{UnknownWords, WordMark};
pub use walking::Walk;
pub use zones::{Found, find as find_zone};

pub use crate::ids::{ChatId, MessageId, ThreadId, UpdateId, UserId};
pub use crate::phrase::{Phrase, Value};

use crate::line;
use answers::Heard;
use asked::{Fate, Role};
use cx::Cx;
use own::Lost;

impl Couple {
    /// What follows from `event`. The only way in which a couple changes.
    #[must_use]
    pub fn handle(mut self, event: Event, context: &mut Context<'_>) -> Step {
        let mut cx = Cx::new(context, self.chat, self.answered_in(&event));
        if let Bond::Closing(closing) = self.bond {
            let fate = self.on_closing(closing, event, &mut cx);
            return cx.into_step((fate == Fate::Kept).then_some(self));
        }
        self.dates.know_walls(self.settings.zone);
        let files = self.given_files();
        let presence = self.presence;
        // A third person changes nothing, so it is no occasion to bring anything up to date.
        let is_strangers = event.from().is_some_and(|from| matches!(self.role(from), Role::Stranger | Role::Nobody));
        self.sees(&event);
        if !is_strangers {
            self.hears(&event, cx.now);
        }
        if event.is_sign_of_life() {
            self.presence = Presence::Here;
        }
        if self.on(event, presence, &mut cx) == Fate::Erased {
            return cx.into_step(None);
        }
        if !is_strangers || self.presence != presence {
            self.note_what_is_said(&cx);
            self.settle(cx.now);
        }
        self.files_follow(files, &mut cx);
        cx.into_step(Some(self))
    }

    /// The topic in which an event is answered: where a command was sent, where a row was to go; else the couple's own.
    fn answered_in(&self, event: &Event) -> Option<ThreadId> {
        match event {
            Event::Command { thread, .. } | Event::CommandEdited { thread, .. } => *thread,
            Event::HeldBack(row) => row.thread,
            _ => self.thread,
        }
    }

    fn is_one_of_the_two(&self, user: UserId) -> bool {
        self.people().is_some_and(|people| people.contains(&user))
    }

    /// Does what an event asks for. `before`: whether the bot could write here until now.
    fn on(&mut self, event: Event, before: Presence, cx: &mut Cx<'_>) -> Fate {
        let is_reach = matches!(event, Event::Reach { .. });
        if event.in_private().is_some_and(|user| !self.is_one_of_the_two(user) || (self.is_away(user) && !is_reach)) {
            return Fate::Kept;
        }
        match event {
            Event::Added => self.welcome(before, cx),
            Event::Removed | Event::Unreachable | Event::Refused => {
                if self.people().is_none() {
                    return Fate::Erased;
                }
                self.presence = if event == Event::Refused { before.refused(cx.now) } else { Presence::Away };
                self.deck.put_back_unseen();
                self.openings_lost(cx);
                self.park_talk_unseen(cx.now);
            }
            Event::Joined(people) => self.joined(&people, cx),
            Event::Left(user) => self.left(user, cx),
            Event::Command { from, command, .. } => self.command(from, command, cx),
            Event::CommandEdited { from, .. } => {
                if let Role::One(_) = self.role(from) {
                    cx.line(line::command_edited());
                }
            }
            Event::Tap { from, query, message, press } => {
                let show = self.tap(from, message, press, cx);
                cx.answer_first(query, show);
                if cx.has_parted() {
                    return Fate::Erased;
                }
            }
            Event::Due { kind: TimerKind::Card, due } => self.card_due(due, cx),
            Event::Due { kind: TimerKind::Wake, .. } => {
                if let Rest::Until(day) = self.rest {
                    self.woken_on = Some(day);
                }
                // Nobody was asked to tap while they rested.
                self.is_heard(cx.now);
                self.wake();
            }
            Event::Due { kind: TimerKind::Forget, .. } => {
                if self.forgotten_at().is_some_and(|at| at <= cx.now) {
                    if self.people().is_some() {
                        // It may reach them after all; the same words as when one leaves.
                        cx.line(line::closed());
                    }
                    return Fate::Erased;
                }
            }
            // Asking who is here disturbs nobody, and tells whether Telegram lets us.
            Event::Due { kind: TimerKind::TryAgain, .. } => {
                self.presence = self.presence.refused(cx.now);
                cx.count();
            }
            Event::Due { kind: kind @ (TimerKind::Talk | TimerKind::Nudge), .. } => self.talk_due(kind, cx),
            Event::Due { kind: TimerKind::Weekly, due } => self.weekly_due(due, cx),
            Event::Due { kind: TimerKind::Telling, due } => self.telling_due(due, cx),
            Event::Due { kind: TimerKind::Aftercare, due } => self.aftercare_due(due, cx),
            Event::Due { kind: TimerKind::Dates, .. } => self.dates_due(cx),
            Event::Delivered { tag: Tag::Card(serial), message } => self.card_stands(serial, message),
            Event::Delivered { tag: Tag::Opening(serial, piece), message } => {
                self.piece_delivered(serial, piece, message);
            }
            Event::Undelivered { tag: Tag::Opening(serial, piece) } => self.piece_undelivered(serial, piece, cx),
            Event::Due { kind: TimerKind::Answers, .. } => self.answers_due(cx),
            Event::Reach { user, door } => self.answers.reaches(user, door),
            Event::AsksForQuestion { user, serial } => self.asks_for_question(user, serial, cx),
            Event::Answered { user, serial, message } => self.answered(user, serial, message, cx),
            Event::AnswerTap { user, screen, action } => self.private_answer_tap(user, screen, action, cx),
            Event::Undelivered { tag: Tag::Card(serial) } => self.deck.undelivered(serial),
            Event::Delivered { tag: Tag::OwnCard(id), message } => self.own_card_stands(id, message, cx),
            Event::Undelivered { tag: Tag::OwnCard(id) } => self.own_card_missed(id, cx),
            Event::CopyGone { tag: Tag::OwnCard(id) } => self.own_card_is_gone(id, cx),
            Event::CopyGone { tag: Tag::Opening(serial, piece) } => self.piece_gone(serial, piece, cx),
            Event::Delivered { tag: Tag::AsksCard(_), message } => self.own.asked_in_group(message, cx.now),
            Event::Own { user, deed } => self.own_deed(user, deed, cx),
            Event::Delivered { tag: Tag::Talk(serial), message } => self.talk_delivered(serial, message, cx),
            Event::Delivered { tag: Tag::Date(DateTag::Offer(serial)), message } => {
                self.dates.offer_stands(serial, message);
            }
            Event::Delivered { tag: Tag::Date(DateTag::Evening(id)), message } => {
                self.dates.evening_stands(id, message);
            }
            // Of these a private chat hears.
            Event::Due { kind: TimerKind::Corner, .. }
            // Nothing else is copied.
            | Event::CopyGone {
                tag: Tag::Card(_) | Tag::Talk(_) | Tag::Date(_) | Tag::Question(_) | Tag::AsksCard(_) | Tag::Screen,
            }
            | Event::Undelivered { tag: Tag::Talk(_) | Tag::Question(_) | Tag::AsksCard(_) | Tag::Screen }
            | Event::Delivered { tag: Tag::Date(_) | Tag::Question(_) | Tag::Screen, .. } => {}
            Event::Undelivered { tag: Tag::Date(tag) } => self.date_undelivered(tag, cx.now),
            Event::Spoke { from, thread, said } => {
                let has_words = said.size != Size::Nothing;
                if let Role::One(user) = self.role(from)
                    && cx.in_thread(thread, |cx| self.own_card_heard(user, said, cx)) == Heard::SomethingElse
                    && has_words
                    && self.reply_heard(user, said, cx) == Heard::SomethingElse
                {
                    self.talk_heard(user, thread, said, cx);
                }
            }
            Event::TopicGone(thread) => self.topic_gone(thread),
            Event::Opened { user, gate, door } => self.opens(user, gate, door, cx.now),
            Event::LeavesOut { user, topics } => self.leaves_out(user, topics),
            Event::Says { user, number, says } => self.says_alone(user, number, says, cx),
            Event::Leaves(user) => return self.leaves(user, cx),
            Event::NotUs(user) => return self.not_us(user, cx.now),
            Event::Lighter => self.lighter(cx.now),
            Event::HeldBack(row) => self.held_back(&row, cx),
            Event::Counted { alone } => {
                if let Presence::Refused { .. } = self.presence {
                    self.presence = Presence::Here;
                }
                self.counted(alone, cx);
            }
            Event::LookAgain(doubt) => self.look_again(doubt, cx.now),
            Event::ClocksChanged => self.clocks_changed(cx.now),
            Event::Moved => {
                self.card_moves_along(cx);
                if self.own.forget_messages() == Lost::Some {
                    cx.line(line::own_moved());
                }
                self.talk_moves_along(cx);
                self.dates_move_along(cx);
                self.waiting = None;
                self.keep_todays_card(cx.now);
            }
        }
        Fate::Kept
    }

    /// In a supergroup the chat has another id, and with it a card its other few minutes: today's is not lost in between.
    fn keep_todays_card(&mut self, now: DateTime<Utc>) {
        let settings = self.card_settings(now);
        if let Some(due) = self.timers.get_mut(&TimerKind::Card).filter(|due| **due > now) {
            *due = settings.next_card(self.chat, now - rhythm::LONGEST_JITTER, self.deck.scheduled_on);
        }
    }

    /// What lived in a topic that is gone lives in the general one.
    fn topic_gone(&mut self, gone: ThreadId) {
        let threads = [Some(&mut self.thread), self.talks.now.as_mut().map(|talk| &mut talk.thread)];
        for thread in threads.into_iter().flatten().filter(|thread| **thread == Some(gone)) {
            *thread = None;
        }
        self.answers.topic_gone(gone);
    }

    /// What is to come by their clock comes by its new rules. What has had its moment keeps it.
    fn clocks_changed(&mut self, now: DateTime<Utc>) {
        let ahead = |weekly: &mut WeeklyTalk| weekly.next > now;
        if let Some(weekly) = self.talks.weekly.take_if(ahead) {
            self.talks.weekly = Some(weekly.moved(&self.settings, now));
        }
    }
}
