//! Ideas for an evening that lie behind the door to closeness: for those who both opened it, and for nobody's eyes but
//! theirs.

use chrono::TimeDelta;

use crate::town::{Town, Us};

/// The ideas of this town: few enough that each soon comes. Those with a 9 in their title are intimate.
fn ideas() -> String {
    let idea = |nth: usize, intimate: bool| {
        let title = if intimate { format!("Intimate 9{nth}") } else { format!("Open {nth}") };
        let sensitivity = if intimate { "sensitivity = \"intimate\"\n" } else { "" };
        format!(
            "[[date]]\nid = \"da-{nth:02}\"\ntitle = \"{title}\"\nhow = \"Sit close. This is how {title} goes.\"\n\
             cost = \"free\"\nminutes = 30\nplace = \"home\"\nenergy = \"low\"\nnovelty = \"fresh\"\n\
             access = \"On a sofa.\"\n{sensitivity}"
        )
    };
    (0..8).map(|nth| idea(nth, nth >= 4)).collect()
}

async fn with_these_ideas() -> Town {
    let town = Town::open().await;
    town.stops().await;
    let dir = tempfile::tempdir().expect("a folder");
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts");
    let copied = std::process::Command::new("cp").arg("-r").arg(repository.join("en")).arg(dir.path()).status();
    assert!(copied.is_ok_and(|status| status.success()));
    std::fs::write(dir.path().join("en/dates.toml"), ideas()).expect("a file");
    town.reads(dir.path());
    town.wakes().await;
    town
}

/// How many intimate ideas each offer in the group had, oldest first.
fn offers(us: &Us<'_>) -> Vec<usize> {
    let transcript = us.transcript();
    let offers = transcript.split("Three ideas for an evening").skip(1);
    let three = offers.map(|offer| offer.split_once("[I've looked]").expect("its buttons").0);
    three.map(|three| three.matches("Intimate 9").count()).collect()
}

async fn open_the_door(us: &Us<'_>) {
    for person in [us.ana(), us.ben()] {
        person.opens_door("Closeness").await;
    }
}

#[tokio::test]
async fn one_of_three_that_come_by_themselves_and_none_of_those_that_one_asks_for() {
    let town = with_these_ideas().await;
    let us = town.a_couple().await;
    // Of one alone it opens nothing, and nothing shows it.
    us.ana().opens_door("Closeness").await;
    us.lives_and_taps(28).await;
    assert!(offers(&us).len() >= 4 && offers(&us).iter().all(|count| *count == 0), "{:?}", offers(&us));
    us.ben().opens_door("Closeness").await;
    let before = offers(&us).len();
    us.lives_and_taps(56).await;
    let came = offers(&us).split_off(before);
    assert!(came.len() >= 7 && came.contains(&1) && came.iter().all(|count| *count <= 1), "{came:?}");
    let asked_from = offers(&us).len();
    for _ in 0..8 {
        us.ana().says("/date").await;
        us.ana().presses("Three ideas").await;
        us.ben().presses("Three more").await;
        assert!(!us.last().text.contains("Intimate"), "{}", us.last().text);
    }
    assert!(offers(&us)[asked_from..].iter().all(|count| *count == 0));
}

#[tokio::test]
async fn in_the_first_two_weeks_ideas_are_open_ones() {
    let town = with_these_ideas().await;
    let us = town.a_couple().await;
    open_the_door(&us).await;
    us.lives_and_taps(13).await;
    assert_eq!(offers(&us), [0, 0]);
}

/// Someone is there of whom the bot has not heard: the three are held back at the last moment, and three others come.
#[tokio::test]
async fn nobody_else_reads_the_title_of_one() {
    let town = with_these_ideas().await;
    let us = town.a_couple().await;
    open_the_door(&us).await;
    us.lives_and_taps(14).await;
    let cleo = town.telegram.person("Cleo");
    town.stops().await;
    us.group.joins(&cleo, &us.ana);
    town.telegram.loses_updates();
    town.wakes().await;
    town.settles().await;
    let before = offers(&us).len();
    us.lives_and_taps(28).await;
    let came = offers(&us).split_off(before);
    assert!(came.len() >= 3 && came.iter().all(|count| *count == 0), "{came:?}");
    assert!(!us.transcript().contains("Intimate"), "{}", us.transcript());
}

/// What was chosen stands on the evening's own card; not in the list, nor in the calendar, nor in what reminds of it.
#[tokio::test]
async fn an_evening_names_it_on_its_own_card_alone() {
    let town = with_these_ideas().await;
    let us = town.a_couple().await;
    open_the_door(&us).await;
    us.lives_and_taps(14).await;
    for _ in 0..60 {
        us.lives_and_taps(1).await;
        if us.last().text.contains("Intimate") {
            break;
        }
    }
    let offer = us.last();
    let line = offer.text.lines().find(|line| line.contains("Intimate")).expect("a line").to_owned();
    let (place, title) =
        line.split_once(". ").map(|(place, title)| (place.to_owned(), title.to_owned())).expect("a number");
    for one in [us.ana(), us.ben()] {
        one.presses_on(offer.id, &place).await;
        one.presses_on(offer.id, "I've looked").await;
    }
    town.passes(TimeDelta::minutes(16)).await;
    us.expects(&title).await;
    us.ana().presses("Set the evening").await;
    us.ana().presses_on(us.last().id, us.last().labels()[3]).await;
    us.ana().presses_on(us.last().id, us.last().labels()[0]).await;
    us.ben().presses("I'm in").await;
    us.expects(&format!("This is how {title} goes.")).await;
    us.ben().presses("Calendar file").await;
    us.ana().says("/dates").await;
    us.expects("Coming").await;
    let named = |text: &str| text.contains("Intimate");
    assert!(!named(&us.last().text), "{}", us.last().text);
    let files = us.group.from_bot().into_iter().filter_map(|message| message.file);
    let files: Vec<String> = files.map(|file| String::from_utf8(file.bytes).expect("text")).collect();
    assert!(!files.is_empty() && !files.iter().any(|file| named(file)), "{files:?}");
    us.want_cards_alone().await;
    let before = us.transcript().matches("Intimate").count();
    town.passes(TimeDelta::days(8)).await;
    assert!(us.transcript().contains("How was your evening?"), "{}", us.transcript());
    assert_eq!(us.transcript().matches("Intimate").count(), before, "{}", us.transcript());
}
