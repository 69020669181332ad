//! *My data*: all that is held about one person, as that person may see it (method 5.6).
//!
//! What may be seen is decided here by type. Every record is taken apart field by field, without `..`, so that a new
//! field does not compile until someone has decided. What is one's own and what the two have together is told; of the
//! other's doors, topics, taps and answers nothing, not even whether there are any. What mixes the two so that the
//! other's part could be worked out is left out as well: the liking of ideas, a lighter week, whose turn went by.

mod of_couple;

use crate::couple::said_time;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::arrival::Arrival;
use super::{
    Action, Button, ChatId, Corner, CornerAction, CornerContext, Couple, Door, Effect, KeptApart, Message, Phrase,
    UserId, Value, home, line_for,
};
use crate::line;
use crate::prompts::{Gate, Skip};
use of_couple::MyCouple;

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

/// The same to read, in short: a page for each group, and a last one for what is not in it. `number`: counted from 0.
pub(super) fn page(user: UserId, corner: &Corner, number: usize, cx: &CornerContext<'_>) -> Message {
    let MyData { you: _, corner, groups } = MyData::of(user, corner, cx.couples);
    let last = groups.len().max(1);
    let number = number.min(last);
    let mut body = Vec::new();
    if number == 0 {
        let opened: BTreeSet<Gate> = groups.iter().flat_map(|group| &group.doors_you_opened).copied().collect();
        let doors = opened.iter().filter_map(|gate| line_for::gate(*gate));
        let topics = corner.topics_you_leave_out.iter().filter_map(|topic| line_for::topic(*topic));
        body.push(line::mydata());
        body.push(joined(doors).map_or_else(line::mydata_no_doors, line::mydata_doors));
        body.push(joined(topics).map_or_else(line::mydata_no_topics, line::mydata_topics));
        if groups.is_empty() {
            body.push(line::mydata_no_group());
        }
    }
    body.extend(groups.get(number).map(|mine| {
        let (date, lines) = (said_time::since(mine.since.date_naive()), Value::Lines(mine.counts()));
        line::MydataGroup { date, lines }.phrase()
    }));
    if number == last {
        body.extend([line::mydata_not(), line::mydata_names()]);
    }
    let turn = |label, to: usize| {
        Button::new(label, Action::Corner(CornerAction::MyDataPage(u8::try_from(to).unwrap_or(u8::MAX))))
    };
    let more = (number < last).then(|| turn(line::button_on(), number + 1));
    let back = number.checked_sub(1).map_or_else(home::back, |before| turn(line::button_back(), before));
    // It stands there whether anyone was refused or not.
    let let_all_in = Button::new(line::button_let_all_in(), Action::Corner(CornerAction::LetAllIn));
    Message::new(body).row([let_all_in]).row(more.into_iter().chain([back]))
}

/// One behind the other; `None` for none.
fn joined(mut phrases: impl Iterator<Item = Phrase>) -> Option<Phrase> {
    let first = phrases.next()?;
    Some(phrases.fold(first, |before, after| line::MydataAnd { after, before }.phrase()))
}
