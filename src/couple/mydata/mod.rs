//! *My data*: all that is held about one person, as that person may see it (method 5.6).
//!
//! What may be seen is decided here by type. Every record is taken apart field by field, without `..`, so that a new
//! field does not compile until someone has decided. What is one's own and what the two have together is told; of the
//! other's doors, topics, taps and answers nothing, not even whether there are any. What mixes the two so that the
//! other's part could be worked out is left out as well: the liking of ideas, a lighter week, whose turn went by.

mod of_couple;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::arrival::Arrival;
use super::{
    Action, Button, ChatId, Corner, CornerAction, CornerContext, Couple, Door, Effect, KeptApart, Message, Phrase,
    UserId, Value, home, line_for, screens,
};
use crate::line;
use crate::prompts::{Gate, Skip};
use of_couple::MyCouple;

/// Groups that the page tells of; the file has all.
const MOST_ON_A_PAGE: usize = 8;

/// All of it.
#[derive(Serialize)]
struct MyData {
    you: UserId,
    corner: MyCorner,
    groups: Vec<MyCouple>,
}

/// What is kept of a person across groups. All of it is theirs.
#[derive(Serialize)]
struct MyCorner {
    one_of_two_since: BTreeMap<ChatId, DateTime<Utc>>,
    may_write_to_you: Door,
    topics_you_leave_out: BTreeSet<Skip>,
    questions_in_this_chat: Vec<MyQuestion>,
    first_questions: Arrival,
    whom_you_left: KeptApart,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_here_without_a_group: Option<DateTime<Utc>>,
}

/// The question of a card, in the private chat.
#[derive(Serialize)]
struct MyQuestion {
    group: ChatId,
    at: DateTime<Utc>,
}

impl MyData {
    fn of(user: UserId, corner: &Corner, couples: &[Couple]) -> Self {
        let groups = couples.iter().filter_map(|couple| MyCouple::of(user, couple)).collect();
        Self { you: user, corner: MyCorner::of(corner), groups }
    }
}

impl MyCorner {
    fn of(corner: &Corner) -> Self {
        let Corner {
            couples,
            door,
            left_out,
            // The same as `door`, as the couples were told.
            known_as: _,
            // Which message is to be closed.
            screen: _,
            questions,
            arrival,
            apart,
            seen,
            // When the next of these goes.
            timer: _,
        } = corner;
        Self {
            one_of_two_since: couples.clone(),
            may_write_to_you: *door,
            topics_you_leave_out: left_out.clone(),
            questions_in_this_chat: questions.told().map(|(group, at)| MyQuestion { group, at }).collect(),
            first_questions: *arrival,
            whom_you_left: apart.clone(),
            last_here_without_a_group: *seen,
        }
    }
}

/// All of it as a document. `None` would be a fault in these types; then the page comes alone.
pub(super) fn file(user: UserId, corner: &Corner, cx: &CornerContext<'_>) -> Option<Effect> {
    let json = serde_json::to_string_pretty(&MyData::of(user, corner, cx.couples)).ok()?;
    Some(Effect::MyData { json, caption: Message::new([line::mydata_file()]) })
}

/// The same to read, in short.
pub(super) fn page(user: UserId, corner: &Corner, cx: &CornerContext<'_>) -> Message {
    let MyData { you: _, corner, groups } = MyData::of(user, corner, cx.couples);
    let opened: BTreeSet<Gate> = groups.iter().flat_map(|group| &group.doors_you_opened).copied().collect();
    let doors: Vec<Phrase> = opened.iter().filter_map(|gate| line_for::gate(*gate)).collect();
    let topics: Vec<Phrase> = corner.topics_you_leave_out.iter().filter_map(|topic| line_for::topic(*topic)).collect();
    let mut body = vec![
        line::mydata(),
        if doors.is_empty() { line::mydata_no_doors() } else { line::mydata_doors(Value::Lines(doors)) },
        if topics.is_empty() { line::mydata_no_topics() } else { line::mydata_topics(Value::Lines(topics)) },
    ];
    if groups.is_empty() {
        body.push(line::mydata_no_group());
    }
    let told = cx.couples.iter().zip(&groups).take(MOST_ON_A_PAGE);
    body.extend(told.map(|(couple, mine)| {
        let mut lines = screens::state(couple, cx.now);
        lines.extend(mine.counts());
        line::MydataGroup { date: screens::date(mine.since.date_naive()), lines: Value::Lines(lines) }.phrase()
    }));
    body.extend([line::mydata_not(), line::mydata_names()]);
    // It stands there whether anyone was refused or not.
    let let_all_in = Button::new(line::button_let_all_in(), Action::Corner(CornerAction::LetAllIn));
    Message::new(body).row([let_all_in]).row([home::back()])
}
