//! The first two weeks of a couple, as they read them.

use chrono::{DateTime, TimeDelta, Utc};

use crate::phone;
use crate::town::{Town, Us, zone};

/// The transcript of the group, with a bell before what makes a sound and a small dot before what only comes up.
fn with_bells(us: &Us<'_>) -> String {
    let chat = us.group.id();
    let sent = us.town.telegram.calls_of("sendMessage").into_iter().filter(|call| call.chat == Some(chat));
    let mut sounds = sent.map(|call| call.params["disable_notification"] != true);
    let marked = us.transcript();
    let marked = marked.lines().map(|line| match line.split_once("Nearer: ") {
        Some((time, said)) if time.len() == 7 && !said.starts_with("(edits)") => {
            let bell = if sounds.next().expect("it was sent") { "🔔" } else { "·" };
            format!("{time}{bell} Nearer: {said}\n")
        }
        _ => format!("{line}\n"),
    });
    marked.collect()
}

/// When something came by itself, of the messages in the group: those that follow nothing that anyone did.
fn by_itself(us: &Us<'_>) -> Vec<DateTime<Utc>> {
    let heads = [" · ", "A small thought", "Three ideas", "Of these three", "It is time for"];
    let came = us.group.from_bot().into_iter().filter(|message| heads.iter().any(|head| message.text.contains(head)));
    came.map(|message| message.sent).collect()
}

#[tokio::test]
async fn first_fourteen_days() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    assert!(phone::lines(&us.last().text) <= 10, "the greeting takes half a phone:\n{}", us.last().text);
    let begun = town.now();
    let mut taps = 0;
    for (who, label) in [
        (us.ana(), "What is this?"),
        (us.ana(), "I'm in"),
        (us.ben(), "I'm in"),
        (us.ben(), "Europe"),
        (us.ben(), "Lisbon"),
        (us.ana(), "Back"),
        (us.ana(), "Europe"),
        (us.ana(), "Lisbon"),
        (us.ana(), "19:00"),
        (us.ben(), "Every day"),
        (us.ben(), "A first card now"),
    ] {
        who.presses(label).await;
        taps += usize::from(!["What is this?", "Back"].contains(&label));
    }
    us.expects(" · ").await;
    assert_eq!(taps - 2, 7, "taps to the first card, on two phones, but for the way back");
    let journal_day = |day: i64, hour: i64| {
        town.now().date_naive().and_hms_opt(0, 0, 0).expect("a time").and_utc()
            + TimeDelta::days(day)
            + TimeDelta::hours(hour)
    };
    let days: Vec<_> = (1..=14).map(|day| journal_day(day, 21)).collect();
    us.ben().presses("A talk in turns").await;
    us.ana().presses("Keep").await;
    for (day, until) in days.into_iter().enumerate() {
        town.reaches(until).await;
        match day {
            0 => {
                us.ana().presses("Not today").await;
                us.ana().presses("Undo").await;
            }
            1 => us.ben().says("/cards").await,
            2 => drop(us.ana().presses("I've looked").await),
            4 => {
                us.ana().says("/settings pace weekdays").await;
                us.ben().says("/settings pace daily").await;
            }
            8 => us.ben().says("/pause until friday").await,
            _ => {}
        }
    }
    let came: Vec<_> = by_itself(&us).into_iter().filter(|at| *at - begun > TimeDelta::minutes(30)).collect();
    assert!(came.windows(2).all(|two| two[1] - two[0] > TimeDelta::minutes(10)), "{came:?}");
    insta::assert_snapshot!(with_bells(&us));
}

#[tokio::test]
async fn what_comes_by_itself_takes_turns_and_slows_where_nobody_taps() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.so_far();
    town.passes(TimeDelta::days(7)).await;
    let days = |us: &Us<'_>| -> Vec<String> {
        by_itself(us).iter().map(|at| at.with_timezone(&zone()).format("%a %d").to_string()).collect()
    };
    assert_eq!(days(&us), ["Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Sat 28", "Sun 29"]);
    town.passes(TimeDelta::days(28)).await;
    let said = us.transcript().matches("From now on I come once a week.").count();
    assert_eq!(said, 1, "it is said once");
    let after: Vec<String> = days(&us).into_iter().skip(14).collect();
    assert_eq!(after, ["Sun 13", "Sun 20", "Sun 27"]);
    us.ben().presses("Keep").await;
    town.passes(TimeDelta::days(3)).await;
    assert_eq!(days(&us).into_iter().skip(17).collect::<Vec<_>>(), ["Mon 28", "Tue 29", "Wed 30"]);
}
