//! Nearer is a Telegram bot for couples. It joins the group that two people share, sends them a small card at the
//! hour they chose, leads them through taking turns at speaking and listening, helps them to hold date nights, and
//! keeps none of their words but the title of an evening. This page is the map of the house.
//!
//! # The road of one event
//!
//! ```text
//!               telegram::intake            engine                      telegram::delivery
//!  Telegram ──► an update  ──► reading ──►  Couple::handle ──► Step ──commit──► outbox ──► Telegram
//!                   ▲                           ▲   (pure)      one transaction    │
//!                   └────── acknowledged ───────┼─── only after it is on disk      │
//!  clock ──► due index ─────────────────────────┘◄───────── landed: message id, or why not
//! ```
//!
//! One way in, one way through, one way out. An update, a timer that falls due and the news that a message was
//! delivered are all the same to the middle: an [`Event`](couple::Event) for one couple. The middle answers with the
//! couple's new state and the messages to send; state, timers and messages are **one** transaction.
//!
//! # The rooms
//!
//! | room | what it is for | what must never be true there |
//! |---|---|---|
//! | [`couple`] | the domain: pairing, cards and paths, answers in private, conversations, date nights, rest, settings, the private corner | it waits, stores, sends, reads a clock or holds a sentence |
//! | [`spoken_time`] | reading days, hours, spans and repetition as people type them | a clock, a zone, a guess |
//! | [`prompts`] | the words: loading and checking cards, scripts, ideas and the voice; choosing | a sentence for couples in Rust |
//! | [`engine`] | events in, one transaction out | it waits for the network |
//! | [`store`] | the trees, keys and codecs; export and import; in a folder, or in PostgreSQL with one who leads and others who stand by | an empty store opened in the place of one that was there; a commit of one who leads no more |
//! | [`telegram`] | everything that knows Telegram: intake, reading, rendering, delivery and its pace | a word, a name or a token in a log |
//! | [`rehearsal`] | a simulated Telegram, for trying, for tests, for writers of prompts | the bot can tell it from the real one |
//! | [`service`] | the parts put together, begun and ended in good order | something half begun |
//! | [`host`] | what a host sees of it: health, status, figures, systemd, the doctor | a word; an id in what is watched; a bot that stops because nobody can watch it |
//! | [`ids`], [`phrase`], `line` | whom and what a record means; what is to be said, before it has words; a function for every line of the voice | a name or a text of theirs |
//! | [`html`] | Telegram's HTML: how it is written, and how Telegram reads it | |
//! | [`zones`] | what the clock on the wall shows, anywhere, at any moment | two tables of time zones in one process |
//! | [`config`], [`clock`], [`progress`], [`figures`] | what a host chooses; what time it is; what is under way; what was done, counted | |
//!
//! Read them in this order: [`couple::Couple::handle`], [`engine::Engine`], [`telegram::intake`],
//! [`telegram::delivery`], [`store`].
//!
//! # The words of the house
//!
//! One idea, one name. Names of types, files and keys keep to these words; what a rule rests on is told in
//! `docs/method.md`, which comments cite as "(method 4.4)".
//!
//! | word | what is meant |
//! |---|---|
//! | couple | the two people of one group, and all that is kept about them |
//! | update | what Telegram sends: a message, a tap, someone who came or left |
//! | event | what an update, a timer or a landing means for one couple |
//! | effect | one thing to do at Telegram: say, edit, copy, answer a tap, send a file, count the members |
//! | step | the answer of the domain to an event: the couple afterwards, and its effects |
//! | row, outbox | an effect as it is stored until it is sent; all rows |
//! | lane | the rows of one chat: sent one at a time, in their order |
//! | lead, stand by | of several bots that know one database, one serves; the others would take over |
//! | landing | what became of a row: the id of the message, or why there is none |
//! | guest | who writes or taps and is not one of the two: a third person, or someone in a chat that has no two |
//! | share | how often a chat or a person is answered; whoever asks for more is not heard for a while |
//! | timer | a time at which a couple gets an event by itself |
//! | card, deck | one small request; what a couple was shown and kept of them |
//! | own card | one that one of the two added: the id of a message of theirs |
//! | answer, side | what one of the two sends in private to a card; it, and how far they are with it |
//! | round, opening | a card that is answered in private, by both; the moment at which both come into the group |
//! | question | a card as it waits in a private chat for an answer |
//! | occasion | a day of the year for which there are cards: an anniversary, a birthday, a feast, the turn of the year |
//! | stage of life | what the life of the two is like now, as far as they say so |
//! | path, walk | fourteen cards in a fixed order; a couple's way through one |
//! | telling | a short thought that comes once a week and asks for nothing |
//! | script, script step | a guided conversation as a file; one thing it asks for |
//! | talk | a conversation under way |
//! | floor, speaker, listener | the right to speak; who has it; who says back what was heard |
//! | gate | the kinds of content: open, heavy, intimate |
//! | door | what each of the two opens or closes in private, for a gate |
//! | corner | a person's private chat with the bot |
//! | idea, offer | something to do on an evening; three ideas from which each chooses in private |
//! | evening, draft | a date night with day and hour; one that lacks something still |
//! | regular evening | a rule by which evenings repeat |
//! | rest | the time in which nothing comes by itself, because one of the two asked for it |
//! | quiet hours | the hours in which nothing comes by itself, each night |
//! | zone | the time zone in which hours are meant |
//! | pace | how often a card comes; in `telegram`, how fast Telegram lets messages go |
//! | voice, line, phrase | the bot's own texts; one of them; its key and what is filled in |
//! | support | who helps, country by country, behind *Support*; each with the day on which someone looked |
//! | arrival | the three sentences that one reads the first time in private |
//! | my data | all that is held about one person, as that person may see it |
//! | finding | something wrong in a file of the prompts, with its place and how to mend it |
//! | rehearsal, stage | the simulated Telegram; the page with two phones before it |
//!
//! # Invariants
//!
//! Held by `tests/invariants/`, which reads these sources:
//! - `couple/` names no `teloxide`, `sled`, `tokio`, `axum`; time and randomness come in as arguments;
//! - only `store/` names `sled`, and only `store/postgres/` PostgreSQL's client; only `telegram/` and `rehearsal/` name shapes of the Bot API;
//! - every text that a couple reads comes from `prompts/`, and every line there is spoken somewhere;
//! - a handler never sends: it returns effects, and only [`telegram::delivery`] talks to a couple;
//! - no update, message or raw body is ever logged;
//! - no file of `prompts/` is part of a circle of imports;
//! - rooms import each other in one direction only: each knows those that stand below it, never in a circle.

pub mod clock;
pub mod config;
pub mod couple;
pub mod engine;
pub mod figures;
pub mod host;
pub mod html;
pub mod ids;
mod line;
pub mod phrase;
pub mod progress;
pub mod prompts;
pub mod rehearsal;
pub mod service;
pub mod spoken_time;
pub mod store;
pub mod telegram;
pub mod zones;
