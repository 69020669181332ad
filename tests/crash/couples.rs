//! Couples whose every update leaves a trace that can be counted, and the counting.
//!
//! A couple counts upwards with `/settings quiet`: the number is in the hours, and the answer shows them. So from
//! what stands in the group one can tell that no command was lost, that none was handled out of order, and which
//! answers came twice. Cards carry their serial number under their first button. Taps on *Keep* leave nothing in the
//! group; they are read back from the store.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use nearer::couple::{Action, ChatId};
use nearer::couple::{CardAction, DateAction};
use nearer::prompts::CardId;
use nearer::rehearsal::{Call, CallOutcome, Group, Person, SeenMessage, SimulatedTelegram};
use nearer::store::Store;
use rand::Rng;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use serde_json::json;

use crate::bot::{Bot, NAMES, TITLE, WORDS};

/// One couple, and what it has said so far.
pub struct Couple {
    pub group: Group,
    pub people: [Person; 2],
    /// The number of the last command.
    pub said: u32,
    pub kept: Vec<CardId>,
    /// How many messages of the bot stood in the group at each kill.
    at_kills: Vec<usize>,
}

/// What a message of the bot is to the counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trace {
    /// The answer to the command of this number.
    Answer(u32),
    /// The card of this serial number.
    Card(u32),
}

/// What was found in all groups together.
#[derive(Debug, Default)]
pub struct Counted {
    pub answers: usize,
    pub cards: usize,
    pub kept: usize,
    pub duplicates: usize,
}

/// The quiet hours that stand for a number: 21:00 and as many minutes as there are whole hours in it, to 6:00 and
/// the rest: no part of the night is given up, which would take both. No other text has a time before seven.
fn hours(number: u32) -> (NaiveTime, NaiveTime) {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).expect("a number below 3,600");
    (time(21, number / 60), time(6, number % 60))
}

fn trace(message: &SeenMessage) -> Option<Trace> {
    let mut data = message.buttons.iter().flatten().filter_map(|button| button.data.as_deref());
    if let Some(serial) = data.find_map(|data| data.strip_prefix("another ")) {
        return Some(Trace::Card(serial.parse().expect("a serial number")));
    }
    let two = |digits: &str| digits.parse::<u32>().ok();
    let times: Vec<(u32, u32)> = message
        .text
        .split(|c: char| !c.is_ascii_digit() && c != ':')
        .filter_map(|word| word.split_once(':'))
        .filter_map(|(hour, minute)| Some((two(hour)?, two(minute)?)))
        .collect();
    times.windows(2).find_map(|pair| match pair {
        [(21, high), (6, low)] => Some(Trace::Answer(high * 60 + low)),
        _ => None,
    })
}

impl Couple {
    /// Two people, the bot in their group, and the tap of each. The bot must be running.
    pub async fn pairs(bot: &mut Bot, telegram: &SimulatedTelegram) -> Self {
        let people = NAMES.map(|name| telegram.person(name));
        let group = telegram.group(TITLE, &[&people[0], &people[1]]);
        group.add_bot(&people[0]);
        let button = |data: &str| {
            let shows = |message: &SeenMessage| {
                message.buttons.iter().flatten().any(|button| button.data.as_deref() == Some(data))
            };
            group.from_bot().into_iter().rfind(shows).map(|message| message.id)
        };
        bot.until("the group is greeted", |_| button("in").is_some()).await;
        let greeting = button("in").expect("a button to join");
        for person in &people {
            person.presses_data(group.id(), greeting, "in");
        }
        let paired = |_: &_| group.from_bot().iter().any(|message| message.text.contains("You are both here."));
        bot.until("the two are paired", paired).await;
        people[0].says(&group, "/settings zone UTC");
        let settled = |_: &_| group.last().is_some_and(|message| message.text.contains("UTC"));
        bot.until("they are somewhere", settled).await;
        Self { group, people, said: 0, kept: Vec::new(), at_kills: Vec::new() }
    }

    /// A card comes each day then: on Thursdays the ideas for an evening would come in its place.
    pub async fn wants_no_ideas(self, bot: &mut Bot) -> Self {
        let settings = self.group.last().expect("the settings").id;
        let off = Action::Date(DateAction::WeeklyOff).to_string();
        self.people[0].presses_data(self.group.id(), settings, &off);
        bot.has_read_all().await;
        self
    }

    /// The two.
    pub fn people(&self) -> [Person; 2] {
        self.people.clone()
    }

    /// The next command.
    pub fn says_one_more(&mut self) {
        self.said += 1;
        let (from, to) = hours(self.said);
        let text = format!("/settings quiet {} {}", from.format("%H:%M"), to.format("%H:%M"));
        self.people[self.said as usize % 2].says(&self.group, &text);
    }

    /// One of the two does one thing.
    pub fn acts(&mut self, telegram: &SimulatedTelegram, rng: &mut StdRng) {
        let person = self.people[rng.random_range(0..2)].clone();
        match rng.random_range(0..10) {
            0..6 => self.says_one_more(),
            // A card that came is kept, once: a second tap within minutes would take it back.
            6..8 => {
                let cards = self.group.from_bot();
                let keeps = cards.iter().filter_map(|message| {
                    let data = message.buttons.iter().flatten().filter_map(|button| button.data.as_deref());
                    data.filter_map(Action::read).find_map(|action| match action {
                        Action::Card(CardAction::Keep(card)) if !self.kept.contains(&card) => Some((message.id, card)),
                        _ => None,
                    })
                });
                let keeps: Vec<_> = keeps.collect();
                if let Some((message, card)) = keeps.choose(rng) {
                    let data = Action::Card(CardAction::Keep(card.clone())).to_string();
                    person.presses_data(self.group.id(), *message, &data);
                    self.kept.push(card.clone());
                }
            }
            // Words and data that are not for the bot.
            8 => {
                if let Some(message) = self.group.last() {
                    person.replies(&self.group, message.id, WORDS);
                    person.presses_data(self.group.id(), message.id, WORDS);
                }
            }
            _ => {
                telegram.push_raw_update(json!({ "message": { "text": WORDS } }));
            }
        }
    }

    /// What a failed test says of the couple.
    pub fn stands_at(&self) -> String {
        let newest: Vec<Trace> = self.group.from_bot().iter().filter_map(trace).rev().take(9).collect();
        format!("{}: said {}, newest first: {newest:?}", self.group.id(), self.said)
    }

    /// Every command is answered.
    pub fn is_answered(&self) -> bool {
        self.said == 0 || self.has(Trace::Answer(self.said))
    }

    /// Every command is answered, and that many different cards have come.
    pub fn is_served(&self, cards: u32) -> bool {
        self.is_answered() && self.has(Trace::Card(cards))
    }

    fn has(&self, wanted: Trace) -> bool {
        self.group.from_bot().iter().rev().filter_map(trace).any(|found| found == wanted)
    }

    pub fn note_kill(&mut self) {
        self.at_kills.push(self.group.from_bot().len());
    }

    /// Every answer and every card is there, in order, without a gap; one that stands twice was on its way at a kill
    /// or was cut off after it took effect, and the two stand together.
    pub fn is_whole(&self, days: u32, calls: &[Call]) -> Counted {
        let chat = self.group.id();
        let unanswered: Vec<i64> = calls
            .iter()
            .filter(|call| call.chat == Some(chat))
            .filter_map(|call| match call.outcome {
                CallOutcome::DoneUnanswered { message_id } => message_id,
                _ => None,
            })
            .collect();
        let mut kills = self.at_kills.clone();
        let (mut answers, mut cards, mut duplicates) = (0, 0, 0);
        let mut dates = BTreeMap::new();
        let mut last: Option<(Trace, i64)> = None;
        for (place, message) in self.group.from_bot().iter().enumerate() {
            let Some(found) = trace(message) else { continue };
            if let Some((before, id)) = last
                && before == found
            {
                // An answer that was cut off excuses this one exactly; only else is a kill spent on it. The call of the
                // killed may still have been on the wire when the place was noted. A kill excuses one.
                if !unanswered.contains(&id) {
                    let kill = kills.iter().position(|kill| *kill == place || *kill + 1 == place);
                    assert!(kill.is_some(), "{found:?} came twice without a reason");
                    kill.map(|kill| kills.remove(kill));
                }
                duplicates += 1;
            } else {
                match found {
                    Trace::Answer(number) => {
                        assert_eq!(number, answers + 1, "answers in order, none missing");
                        answers = number;
                    }
                    Trace::Card(serial) => {
                        assert_eq!(serial, cards + 1, "cards in order, none missing");
                        cards = serial;
                        *dates.entry(message.sent.date_naive()).or_insert(0) += 1;
                    }
                }
            }
            last = Some((found, message.id));
        }
        assert_eq!((answers, cards), (self.said, days), "all are there");
        assert!(dates.values().all(|cards| *cards == 1), "one card a day: {dates:?}");
        assert_eq!(dates.len(), days as usize);
        Counted { answers: answers as usize, cards: cards as usize, kept: self.kept.len(), duplicates }
    }

    /// What is in the store is what the last command and all taps made of it.
    pub fn is_kept(&self, store: &dyn Store, days: u32) {
        let chat = ChatId(self.group.id());
        let couple = store.couple(chat).expect("a readable store").expect("the couple");
        if self.said > 0 {
            assert_eq!((couple.settings.quiet.from, couple.settings.quiet.to), hours(self.said));
        }
        assert_eq!(couple.deck.kept, self.kept);
        assert_eq!(couple.deck.serial.0, days);
        assert_eq!(store.lane(chat).expect("a readable store"), [], "nothing is left to send");
    }
}
