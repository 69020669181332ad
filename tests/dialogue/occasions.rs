//! The days that two people keep, and the stage of life at which they are: given in the group, met by the cards.

use chrono::{DateTime, NaiveDate, TimeDelta, Timelike, Utc};
use nearer::prompts::{Library, MeantFor, Named, Occasion};

use crate::town::{Town, Us, zone};

/// A town whose bot has a few cards of each day of the year and of each stage, beside its own.
async fn with_their_cards(now: &str) -> Town {
    let town = Town::open_at(now).await;
    town.stops().await;
    let dir = tempfile::tempdir().expect("a folder");
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts");
    let copied = std::process::Command::new("cp").arg("-r").arg(repository.join("en")).arg(dir.path()).status();
    assert!(copied.is_ok_and(|status| status.success()));
    let cards: String = MeantFor::all()
        .filter(|meant| *meant != MeantFor::Everyone)
        .zip(0..)
        .map(|(meant, kind)| {
            let key = if meant.occasion().is_some() { "occasion" } else { "stage" };
            let ids = (0..3).map(|nth| format!("zz-{}", 100 + 10 * kind + nth));
            let card = |id| {
                format!(
                    "[[card]]\nid = \"{id}\"\n{key} = \"{}\"\nmode = \"question\"\ndepth = 1\nreveal = \"talk\"\n\
                     text = \"Which sound of today will you know again? This is {id}.\"\nlistener_cue = \"Make it once.\"\n",
                    meant.name()
                )
            };
            ids.map(card).collect::<String>()
        })
        .collect();
    std::fs::create_dir_all(dir.path().join("en/cards/extra")).expect("a folder");
    std::fs::write(dir.path().join("en/cards/extra/trust.toml"), format!("family = \"trust\"\n{cards}"))
        .expect("a file");
    town.reads(dir.path());
    town.wakes().await;
    town
}

/// The cards that came, each with its moment and for whom it is meant.
fn cards(us: &Us<'_>) -> Vec<(DateTime<Utc>, MeantFor)> {
    let library: std::sync::Arc<Library> = us.town.library();
    let meant = |text: &str| library.cards().iter().find(|card| text.contains(&card.text)).map(|card| card.meant_for);
    us.group.from_bot().iter().filter_map(|message| Some((message.sent, meant(&message.text)?))).collect()
}

/// On which days cards of an occasion came.
fn came_on(us: &Us<'_>) -> Vec<(String, Occasion)> {
    let day = |at: DateTime<Utc>| at.with_timezone(&zone()).format("%a %d %b").to_string();
    cards(us).into_iter().filter_map(|(at, meant)| Some((day(at), meant.occasion()?))).collect()
}

async fn live_until(us: &Us<'_>, last: &str) {
    let last: NaiveDate = last.parse().expect("a day");
    while us.town.now().date_naive() < last {
        us.lives_and_taps(1).await;
    }
}

#[tokio::test]
async fn a_day_that_they_give_has_its_card_and_no_other_day_has() {
    let town = with_their_cards("2026-11-23T18:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/settings anniversary 28 November").await;
    us.expects("Your day is 28 November. The card of that day will be about the two of you.").await;
    us.ben().says("/settings birthday 2 December 1990").await;
    us.expects("2 December it is. The card of that day will be for a birthday.").await;
    // The first fourteen days have an order of their own, but for the days that they give.
    us.ben().says("/settings celebrate 30 November").await;
    us.expects("You celebrate 30 November. The card of that day will be about it.").await;
    us.ana().says("/settings feast Christmas Day").await;
    us.expects("You celebrate 25 December.").await;
    us.ana().says("/settings").await;
    us.expects("Your day: 28 Nov. Birthday: 2 Dec. Other days: 30 Nov, 25 Dec.").await;
    // The 28th is a Saturday, on which a small thought comes in other weeks. The 31st of December is a Thursday, and
    // its three ideas come before a card about the year.
    live_until(&us, "2027-01-05").await;
    assert_eq!(
        came_on(&us),
        [
            ("Sat 28 Nov".to_owned(), Occasion::Anniversary),
            ("Mon 30 Nov".to_owned(), Occasion::Feast),
            ("Wed 02 Dec".to_owned(), Occasion::Birthday),
            ("Fri 25 Dec".to_owned(), Occasion::Feast),
            ("Fri 01 Jan".to_owned(), Occasion::NewYear),
        ]
    );
    let transcript = us.transcript();
    let told = transcript.lines().skip_while(|line| !line.contains("/settings anniversary")).take(25);
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
}

#[tokio::test]
async fn the_card_of_a_day_comes_before_the_evening_that_they_have_then() {
    for (evening, hour) in [("16 dec 19:30 dinner", 16), ("16 dec 22:15 stars", 20), ("16 dec 9:30am breakfast", 7)] {
        let town = with_their_cards("2026-11-23T18:00:00Z").await;
        let us = town.a_couple().await;
        us.ana().says("/settings anniversary 16 December").await;
        us.ana().says(&format!("/date {evening}")).await;
        us.ben().presses("I'm in").await;
        live_until(&us, "2026-12-18").await;
        assert_eq!(came_on(&us), [("Wed 16 Dec".to_owned(), Occasion::Anniversary)], "{evening}");
        let of_the_day: Vec<_> = cards(&us).into_iter().filter(|(_, meant)| meant.occasion().is_some()).collect();
        assert_eq!(of_the_day[0].0.hour(), hour, "{evening}");
        let day_of = |at: DateTime<Utc>| at.date_naive().to_string() == "2026-12-16";
        assert_eq!(cards(&us).iter().filter(|(at, _)| day_of(*at)).count(), 1, "one card that day");
    }
}

#[tokio::test]
async fn an_evening_set_on_the_day_itself_is_no_reason_to_miss_its_card() {
    let town = with_their_cards("2026-11-23T18:00:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/settings anniversary 28 November").await;
    town.reaches("2026-11-28T17:45:00Z".parse().expect("an instant")).await;
    us.ana().says("/date today 19:30 dinner").await;
    town.passes(TimeDelta::hours(1)).await;
    assert_eq!(came_on(&us).len(), 1, "it comes while there is time");
}

#[tokio::test]
async fn each_gives_and_takes_back_their_own_birthday() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/settings birthday 3 March").await;
    us.expects("3 March it is.").await;
    us.ben().says("/settings birthday 29 February").await;
    us.expects("29 February it is. The card of that day will be for a birthday.").await;
    assert!(us.last().text.contains("In years without that day, the card comes on 28 February."));
    us.ben().says("/settings").await;
    us.expects("Birthdays: ").await;
    assert!(us.last().text.contains("3 Mar") && us.last().text.contains("29 Feb"), "{}", us.last().text);
    us.ben().says("/settings birthday none").await;
    us.expects("I no longer have your birthday.").await;
    us.ben().says("/settings").await;
    us.expects("Birthday: 3 Mar.").await;
    us.ana().says("/settings birthday off").await;
    us.ana().says("/settings").await;
    us.expects("A card each day").await;
    assert!(!us.last().text.contains("Birthday"));
}

#[tokio::test]
async fn four_feasts_are_kept_and_all_go_at_once() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for day in ["25 December", "6 January", "14 April", "1 November", "25 December"] {
        us.ana().says(&format!("/settings celebrate {day}")).await;
        us.expects(&format!("You celebrate {day}.")).await;
    }
    us.ben().says("/settings feast 2 February").await;
    us.expects("I can keep four such days. /settings celebrate none takes them all away.").await;
    us.ben().says("/settings feast none").await;
    us.expects("I no longer have the days that you celebrate: 6 Jan, 14 Apr, 1 Nov, 25 Dec.").await;
    us.ben().says("/settings feast none").await;
    us.expects("There is no such day here.").await;
    us.ben().says("/settings feast 2 February").await;
    us.expects("You celebrate 2 February.").await;
    us.ben().says("/settings anniversary 5 June").await;
    us.ana().says("/settings anniversary none").await;
    us.expects("I no longer have the day of the two of you.").await;
    us.ana().says("/settings").await;
    us.expects("Other days: 2 Feb.").await;
}

#[tokio::test]
async fn what_is_no_day_of_the_year_is_answered_with_what_to_send() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let how = |what: &str| {
        format!(
            "Please send the day with its month as a word, like /settings {what} 12 May. To take it away: /settings \
             {what} none."
        )
    };
    for (typed, what) in [
        ("anniversary", "anniversary"),
        ("anniversary soon", "anniversary"),
        ("anniversary 31 February", "anniversary"),
        // Read as May in some countries, and as April in others.
        ("anniversary 4/5", "anniversary"),
        ("birthday friday", "birthday"),
        ("birthday 1990", "birthday"),
        ("celebrate 25 December and 6 January", "celebrate"),
        ("feast <b>", "celebrate"),
    ] {
        us.ana().says(&format!("/settings {typed}")).await;
        us.expects(&how(what)).await;
    }
    us.ana().says("/settings").await;
    us.expects("A card each day").await;
    assert!(!us.last().text.contains("Your day") && !us.last().text.contains("Other days"));
}

#[tokio::test]
async fn a_day_that_they_keep_has_its_card_at_every_pace() {
    let town = with_their_cards("2026-11-23T18:00:00Z").await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    us.ben().says("/settings pace weekly").await;
    us.ben().says("/settings anniversary 26 November").await;
    live_until(&us, "2026-12-01").await;
    let days: Vec<String> = cards(&us).iter().map(|(at, _)| at.format("%a %d").to_string()).collect();
    assert_eq!(days, ["Thu 26", "Sun 29"]);
}

#[tokio::test]
async fn nothing_is_celebrated_in_a_rest_nor_on_a_path() {
    let town = with_their_cards("2026-11-23T18:00:00Z").await;
    let us = town.a_couple().await;
    us.want_cards_alone().await;
    for typed in ["anniversary 25 November", "feast 28 November"] {
        us.ana().says(&format!("/settings {typed}")).await;
    }
    us.ben().says("/pause until friday").await;
    live_until(&us, "2026-11-27").await;
    us.ben().says("/path movein").await;
    live_until(&us, "2026-11-30").await;
    assert_eq!(came_on(&us), []);
    assert!(us.transcript().contains("card 2 of 14"), "{}", us.transcript());
}

#[tokio::test]
async fn the_cards_of_a_stage_come_to_those_who_are_there() {
    let town = with_their_cards("2026-11-23T18:00:00Z").await;
    let us = town.a_couple().await;
    let of_stage = |us: &Us<'_>| {
        let meant = cards(us).into_iter().filter_map(|(_, meant)| meant.stage());
        meant.map(Named::name).collect::<Vec<_>>()
    };
    us.ana().says("/settings").await;
    us.ana().presses("Your life now").await;
    us.expects("What is true for the two of you? About one card in six will be about it.").await;
    assert_eq!(us.last().labels(), ["Less than a year", "Children at home", "Children moved out", "Retired", "Back"]);
    us.ana().presses("Retired").await;
    us.ben().presses("Children moved out").await;
    assert_eq!(
        us.last().labels(),
        ["Less than a year", "Children at home", "✓ Children moved out", "✓ Retired", "Back"]
    );
    us.ben().presses("✓ Retired").await;
    us.ana().presses("Back").await;
    us.expects("A card each day at 20:00.").await;
    for _ in 0..24 {
        us.ana().says("/card").await;
    }
    let came = of_stage(&us);
    assert!(came.len() >= 2 && came.iter().all(|stage| *stage == "children_moved_out"), "{came:?}");
    us.ana().says("/settings").await;
    us.ana().presses("Your life now").await;
    us.ana().presses("✓ Children moved out").await;
    for _ in 0..12 {
        us.ana().says("/card").await;
    }
    assert_eq!(of_stage(&us).len(), came.len());
}

#[tokio::test]
async fn each_is_told_what_is_held_and_leaving_takes_all_of_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for typed in ["anniversary 12 May", "birthday 3 March", "feast 25 December"] {
        us.ana().says(&format!("/settings {typed}")).await;
    }
    us.ben().says("/settings birthday 9 October").await;
    us.ben().says("/settings").await;
    us.ben().presses("Your life now").await;
    us.ben().presses("Retired").await;
    us.ana().says_privately("/mydata").await;
    let file = us.ana().private_messages().into_iter().rev().find_map(|message| message.file).expect("a file");
    let told: serde_json::Value = serde_json::from_slice(&file.bytes).expect("json");
    let settings = &told["groups"][0]["settings"];
    let held = ["anniversary", "your_birthday", "feasts", "your_life_now"].map(|key| settings[key].to_string());
    assert_eq!(held, ["\"05-12\"", "\"03-03\"", "[\"12-25\"]", "[\"Retired\"]"]);
    assert!(!told.to_string().contains("10-09"), "the other's birthday is theirs: {told}");

    us.ben().says("/leave").await;
    us.ben().presses("Yes, leave now").await;
    town.settles().await;
    us.ana().says("/start").await;
    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/settings").await;
    let text = us.last().text;
    assert!(!text.contains("Your day") && !text.contains("Birthday") && !text.contains("Other days"), "{text}");
}

/// The longest that the settings can be is read without scrolling; the town looks at every message.
#[tokio::test]
async fn the_settings_fit_on_a_phone_whatever_they_are() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for typed in [
        "zone America/Argentina/Buenos_Aires",
        "quiet 22:30 7:30",
        "anniversary 29 September",
        "birthday 30 September",
        "feast 25 December",
        "feast 26 December",
        "feast 21 September",
        "feast 22 September",
    ] {
        us.ana().says(&format!("/settings {typed}")).await;
    }
    us.ben().says("/settings birthday 28 September").await;
    us.ben().says("/settings mine Port Moresby").await;
    us.ana().says("/settings pace three").await;
    us.ana().says("/settings").await;
    us.ana().presses("All cards aloud").await;
    us.ana().says("/pause until 24 December").await;
    us.ana().says("/settings").await;
    for part in ["another clock", "You live apart", "aloud", "Other days: ", "Wednesday"] {
        assert!(us.last().text.contains(part), "{part}: {}", us.last().text);
    }
    us.ana().says("/settings words").await;
    us.expects("anniversary 12 May").await;
    town.passes(TimeDelta::minutes(1)).await;
}
