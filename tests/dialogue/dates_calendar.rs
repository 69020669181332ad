//! Calendar files: sent when asked for, followed by every change, and read back by a program that did not write them.

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarStatus, ICalendarValue};
use chrono::{DateTime, Utc};

use crate::town::{Town, Us};

/// One event of a file, as another program reads it.
#[derive(Debug, PartialEq)]
struct Read {
    uid: String,
    sequence: i64,
    starts: DateTime<Utc>,
    summary: String,
    status: ICalendarStatus,
}

/// The events of the newest file in the group.
fn newest(us: &Us<'_>) -> Vec<Read> {
    let file = us.group.from_bot().into_iter().rev().find_map(|message| message.file).expect("a file");
    let text = String::from_utf8(file.bytes).expect("text");
    let calendar = ICalendar::parse(&text).unwrap_or_else(|entry| panic!("not a calendar: {entry:?}"));
    let events = calendar.components.iter().filter(|one| one.component_type == ICalendarComponentType::VEvent);
    let read = |event: &calcard::icalendar::ICalendarComponent| {
        let value =
            |property: &ICalendarProperty| event.property(property).and_then(|entry| entry.values.first().cloned());
        let text = |property: &ICalendarProperty| match value(property) {
            Some(ICalendarValue::Text(text)) => text,
            other => panic!("{other:?}"),
        };
        Read {
            uid: text(&ICalendarProperty::Uid),
            sequence: match value(&ICalendarProperty::Sequence) {
                Some(ICalendarValue::Integer(sequence)) => sequence,
                other => panic!("{other:?}"),
            },
            starts: match value(&ICalendarProperty::Dtstart) {
                Some(ICalendarValue::PartialDateTime(at)) => at.to_date_time().expect("an instant").date_time.and_utc(),
                other => panic!("{other:?}"),
            },
            summary: text(&ICalendarProperty::Summary),
            status: match value(&ICalendarProperty::Status) {
                Some(ICalendarValue::Status(status)) => status,
                other => panic!("{other:?}"),
            },
        }
    };
    events.map(read).collect()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant")
}

fn files(us: &Us<'_>) -> usize {
    us.group.from_bot().iter().filter(|message| message.file.is_some()).count()
}

#[tokio::test]
async fn changes_take_the_place_of_what_the_phone_has() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner, at the harbour").await;
    us.ben().presses("I'm in").await;
    us.ana().presses("Calendar file").await;
    us.expects("Open this file to put the evening into your calendar.").await;
    let name = us.last().file.expect("a file").name;
    assert_eq!(name, "evening.ics");
    let first = newest(&us).remove(0);
    assert_eq!((first.summary.as_str(), first.starts), ("dinner, at the harbour", at("2026-11-27T19:30:00Z")));
    assert_eq!((first.sequence, first.status), (0, ICalendarStatus::Confirmed));

    for label in ["Change", "Move it", "Sat 28 Nov", "20:00"] {
        us.ben().presses(label).await;
    }
    us.expects("For your calendar: the evening as it stands now.").await;
    let moved = newest(&us).remove(0);
    assert_eq!((&moved.uid, moved.starts), (&first.uid, at("2026-11-28T20:00:00Z")));
    assert!(moved.sequence > first.sequence);

    us.ana().presses("I'm in").await;
    us.ana().presses("Calendar file").await;
    let firm = newest(&us).remove(0);
    assert_eq!((&firm.uid, &firm.status), (&first.uid, &ICalendarStatus::Confirmed));
    assert!(firm.sequence >= moved.sequence);

    us.ana().presses("Change").await;
    us.ana().presses("Call it off").await;
    us.expects("For your calendar: this takes the evening out again.").await;
    let gone = newest(&us).remove(0);
    assert_eq!((&gone.uid, &gone.status), (&first.uid, &ICalendarStatus::Cancelled));
    assert!(gone.sequence > firm.sequence);
}

#[tokio::test]
async fn who_did_not_ask_for_a_file_gets_none() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner").await;
    for label in ["Change", "Move it", "Sat 28 Nov", "20:00", "Change", "Call it off"] {
        us.ana().presses(label).await;
    }
    assert_eq!(files(&us), 0);
}

#[tokio::test]
async fn the_whole_calendar_is_one_file() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 20:00 dinner").await;
    town.passes(chrono::TimeDelta::days(2)).await;
    us.ana().says("/date every friday 19:30").await;
    us.ana().says("/dates").await;
    us.ben().presses("Whole calendar").await;
    us.expects("All your evenings.").await;
    assert_eq!(us.last().file.expect("a file").name, "evenings.ics");
    let all = newest(&us);
    let starts: Vec<String> = all.iter().map(|read| read.starts.format("%d.%m. %H:%M").to_string()).collect();
    assert_eq!(starts, ["24.11. 20:00", "27.11. 19:30", "04.12. 19:30", "11.12. 19:30"]);
    let names: std::collections::BTreeSet<_> = all.iter().map(|read| &read.uid).collect();
    assert_eq!(names.len(), 4);
    us.ana().presses("Fri 4, 19:30").await;
    us.ana().presses("Calendar file").await;
    assert_eq!(newest(&us)[0].uid, all[2].uid, "one name in all files");
    us.ana().presses("Change").await;
    us.ana().presses("End regular evening").await;
    us.expects("For your calendar: this takes these evenings out again.").await;
    assert_eq!(newest(&us).len(), 3, "all three in one file");
}

#[tokio::test]
async fn a_file_that_is_on_its_way_survives_a_crash_and_a_move() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30 dinner").await;
    us.ana().presses("Calendar file").await;
    let before = newest(&us);
    town.telegram.down(true);
    let card = us.group.from_bot().into_iter().rfind(|message| message.file.is_none()).expect("the card");
    us.ana.presses_on(&us.group, card.id, "Calendar file");
    town.crashes().await;
    us.group.upgrade();
    town.telegram.down(false);
    town.wakes().await;
    assert_eq!(newest(&us)[0].uid, before[0].uid, "the name stays, whatever the group is called by Telegram");
}

/// The events of a file by their names.
fn by_uid(read: Vec<Read>) -> std::collections::BTreeMap<String, Read> {
    read.into_iter().map(|one| (one.uid.clone(), one)).collect()
}

#[tokio::test]
async fn a_move_to_another_zone_takes_the_regular_evenings_along_in_the_calendar() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.ana().says("/dates").await;
    us.ben().presses("Whole calendar").await;
    us.expects("All your evenings.").await;
    let before = by_uid(newest(&us));
    us.ana().says("/settings zone Berlin").await;
    us.expects("For your calendar: these evenings as they stand now.").await;
    let after = by_uid(newest(&us));
    assert_eq!(after.len(), 3);
    for (uid, now) in &after {
        assert_eq!(before[uid].starts - now.starts, chrono::TimeDelta::hours(1), "by the clock of Berlin");
        assert!(now.sequence > before[uid].sequence);
    }
    us.ana().says("/settings hour 19:00").await;
    us.so_far();
    us.expects_silence().await;
}

#[tokio::test]
async fn a_pause_takes_the_regular_evenings_out_and_its_end_brings_them_back() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date every friday 19:30").await;
    us.ben().presses("Calendar file").await;
    us.expects("Open this file").await;
    let given = newest(&us).remove(0);
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    us.expects("For your calendar: this takes the evening out again.").await;
    let off = newest(&us).remove(0);
    assert_eq!((&off.uid, &off.status), (&given.uid, &ICalendarStatus::Cancelled));
    assert!(off.sequence > given.sequence);
    us.ana().says("/resume").await;
    us.expects("For your calendar: the evening as it stands now.").await;
    let back = newest(&us).remove(0);
    assert_eq!((&back.uid, back.starts, &back.status), (&given.uid, given.starts, &ICalendarStatus::Tentative));
    assert!(back.sequence > off.sequence);

    // One that passes in a rest was taken out when the rest began: no more is to be said.
    us.ana().says("/pause until 30 november").await;
    us.expects("For your calendar: this takes the evening out again.").await;
    let many = files(&us);
    town.reaches(at("2026-11-30T12:00:00Z")).await;
    assert_eq!(files(&us), many);
    assert!(!us.group.from_bot().iter().any(|message| message.text.contains("How was your evening?")));
}

#[tokio::test]
async fn a_move_that_is_typed_keeps_the_name_of_the_evening() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date 24 december 19:00 dinner").await;
    us.ben().presses("I'm in").await;
    us.ana().presses("Calendar file").await;
    us.expects("Open this file").await;
    let first = newest(&us).remove(0);
    us.ben().says("/date move 26 December 18:15").await;
    us.expects("Your evening has moved").await;
    us.expects("For your calendar: the evening as it stands now.").await;
    let moved = newest(&us).remove(0);
    assert_eq!((&moved.uid, moved.starts, moved.summary.as_str()), (&first.uid, at("2026-12-26T18:15:00Z"), "dinner"));
    assert!(moved.sequence > first.sequence);
}

#[tokio::test]
async fn an_old_title_goes_from_the_store_and_not_into_a_new_file() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date tomorrow 20:00 dinner").await;
    us.ana().presses("Calendar file").await;
    town.passes(chrono::TimeDelta::days(33)).await;
    assert_eq!(files(&us), 1);
}

#[tokio::test]
async fn an_idea_that_comes_later_gives_the_evening_its_name_in_the_calendar() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/date fri 19:30").await;
    us.ana().presses("Calendar file").await;
    us.expects("Open this file").await;
    let first = newest(&us).remove(0);
    us.ana().presses("Three ideas").await;
    us.ana().presses("I've looked").await;
    us.ben().presses("I've looked").await;
    town.passes(chrono::TimeDelta::minutes(15)).await;
    us.expects("For your calendar: the evening as it stands now.").await;
    let named = newest(&us).remove(0);
    let proposal = us.group.from_bot().into_iter().rfind(|message| message.text.contains("how about this one?"));
    assert!(proposal.expect("a proposal").text.contains(&named.summary), "{named:?}");
    assert_eq!(named.uid, first.uid);
    assert!(named.sequence > first.sequence);
}
