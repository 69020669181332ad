//! The private corner.

use crate::town::Town;

/// When the card comes, and with it the line that closes a space which one has left in private.
const THEIR_HOUR: &str = "2026-11-23T20:00:00Z";

#[tokio::test]
async fn a_newcomer_is_told_how_it_begins_and_one_of_two_where_they_are() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana.starts("");
    town.settles().await;
    us.ana().presses_privately("Skip").await;
    let hello = us.ana.last_private().expect("a message");
    assert!(hello.text.contains("Make a group with the one you love"), "{}", hello.text);
    assert!(
        hello
            .button("Add me to your group")
            .is_some_and(|b| b.url.as_deref().is_some_and(|url| url.contains("startgroup=")))
    );

    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    us.ana.starts("corner");
    town.settles().await;
    assert!(us.ana.last_private().expect("a message").text.contains("This is your private corner."));
    assert!(us.ana().says_privately("I had a long day").await.contains("I keep no words"));
    for of_both in ["/card", "/settings hour 20:15", "/settings zone Lisbon"] {
        assert!(us.ana().says_privately(of_both).await.contains("works in the group you share"), "{of_both}");
    }
    assert!(!us.ana().says_privately("/settings").await.contains("works in the group you share"));
    assert!(us.ana().says_privately("/dance").await.contains("I don't know that one"));
    assert!(us.ana().says_privately("/help").await.contains("your group"));
}

#[tokio::test]
async fn about_is_told_page_by_page_in_both_places() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana().says("/about").await;
    let first = us.last();
    let chapters: Vec<String> = first.labels().into_iter().map(str::to_owned).collect();
    assert_eq!(chapters.len(), 4);
    let mut pages = vec![first.text.clone()];
    for chapter in chapters {
        us.ben().presses_on(first.id, &chapter).await;
        let sections: Vec<String> = us.last().labels().into_iter().map(str::to_owned).collect();
        pages.push(us.last().text);
        for section in sections.iter().filter(|label| *label != "Back") {
            us.ben().presses_on(first.id, section).await;
            pages.push(us.last().text);
            us.ben().presses_on(first.id, "Back").await;
        }
        us.ben().presses_on(first.id, "Back").await;
        assert_eq!((us.last().id, us.last().text), (first.id, first.text.clone()), "edited in place, and back");
    }
    pages.sort();
    pages.dedup();
    assert_eq!(pages.len(), 13);
    us.ana.starts("");
    town.settles().await;
    us.ana().presses_privately("Yes to all").await;
    us.ana().says_privately("/about").await;
    us.ana.presses_privately("What is this?");
    town.settles().await;
}

#[tokio::test]
async fn leaving_quietly_from_the_corner() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben.starts("corner");
    town.settles().await;
    assert!(us.ben().says_privately("/leave").await.contains("That space is closed"));
    us.expects_silence().await;
    town.reaches(THEIR_HOUR.parse().expect("an instant")).await;
    us.expects("This space is closed.").await;
    us.expects_silence().await;
    assert!(us.ben().says_privately("/leave").await.contains("nothing to leave"));
}

#[tokio::test]
async fn leaving_quietly_by_a_button_asks_once_and_then_does_what_the_command_does() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says_privately("/help").await;
    us.ben().presses_privately("Leave quietly").await;
    assert!(us.ben().last_private_text().contains("without a name and without a reason"));
    us.ben().presses_privately("Back").await;
    us.expects_silence().await;
    us.ben().presses_privately("Leave quietly").await;
    us.ben().presses_privately("Yes, leave now").await;
    assert!(us.ben().last_private_text().contains("That space is closed"));
    us.expects_silence().await;
    town.reaches(THEIR_HOUR.parse().expect("an instant")).await;
    us.expects("This space is closed.").await;
    us.expects_silence().await;
    us.ben().says_privately("/start").await;
    us.ben().presses_privately("Skip").await;
    let home = us.ben.last_private().expect("a screen");
    assert!(home.button("Leave quietly").is_none() && home.button("Add me to your group").is_some());
}

#[tokio::test]
async fn in_several_couples_they_choose_which_to_leave() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let (other, dan) = town.another_group(&us.ana, "Dan").await;
    town.passes(chrono::TimeDelta::days(2)).await;
    us.ana.presses(&other, "I'm in");
    dan.presses(&other, "I'm in");
    town.settles().await;
    us.ana.starts("");
    assert!(us.ana().says_privately("/leave").await.contains("Which one"));
    us.ana.presses_privately("Since 25 November 2026");
    town.settles().await;
    town.passes(chrono::TimeDelta::hours(3)).await;
    assert!(other.last().expect("a message").text.contains("This space is closed."));
    us.so_far();
    us.ana().says("/settings").await;
    us.expects("Your clock: Lisbon").await;
}

/// Opens the doors and looks at each, then at a topic; what stood on the screens, and what was said in passing.
async fn looks_around(us: &crate::town::Us<'_>) -> (Vec<String>, Vec<String>) {
    let (mut screens, mut said) = (Vec::new(), Vec::new());
    us.ben().says_privately("/settings").await;
    for label in ["Heavier", "Back", "Closeness", "Back", "Leave topics out", "Money", "Back"] {
        said.push(us.ben().presses_privately(label).await.text);
        let screen = us.ben.last_private().expect("a screen");
        screens.push(format!("{} {:?}", screen.text, screen.labels()));
    }
    (screens, said)
}

#[tokio::test]
async fn no_screen_shows_by_itself_what_is_open_or_left_out() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let (before, said) = looks_around(&us).await;
    assert!(said[0].starts_with("On your side this door is closed.") && said[5].starts_with("Money may come."));
    us.ben().opens_door("Heavier").await;
    us.ben().opens_door("Closeness").await;
    us.ben().presses_privately("Leave topics out").await;
    us.ben().presses_privately("Money").await;
    us.ben().presses_privately("Leave it out").await;
    let (after, said) = looks_around(&us).await;
    assert!(said[0].starts_with("On your side this door is open.") && said[2].starts_with("On your side"), "{said:?}");
    assert!(said[5].starts_with("Money is left out."), "{said:?}");
    assert_eq!(before, after);
}

#[tokio::test]
async fn a_screen_about_doors_closes_by_itself_tapped_or_not_and_one_is_open_at_a_time() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says_privately("/settings").await;
    us.ben().presses_privately("Closeness").await;
    town.passes(chrono::TimeDelta::seconds(50)).await;
    assert!(!us.ben().last_private_text().starts_with("This screen is closed."));
    town.passes(chrono::TimeDelta::seconds(10)).await;
    assert!(us.ben().last_private_text().starts_with("This screen is closed."));
    us.ben().says_privately("/settings").await;
    let first = us.ben.last_private().expect("a screen").id;
    us.ben().says_privately("/settings").await;
    let standing = |id| us.ben.private_messages().into_iter().find(|message| message.id == id).expect("a screen").text;
    assert!(standing(first).starts_with("This screen is closed."));
    let second = us.ben.last_private().expect("a screen").id;
    assert!(!standing(second).starts_with("This screen is closed."));
    town.passes(chrono::TimeDelta::minutes(1)).await;
    assert!(standing(second).starts_with("This screen is closed."), "though it was never tapped");
}

#[tokio::test]
async fn who_belongs_to_no_couple_is_forgotten_thirty_days_after_they_were_last_here() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana.starts("");
    town.settles().await;
    us.ana().presses_privately("Skip").await;
    town.passes(chrono::TimeDelta::days(20)).await;
    us.ana().presses_privately("Leave topics out").await;
    us.ana().presses_privately("Money").await;
    us.ana().presses_privately("Leave it out").await;
    let kept = |store: &dyn nearer::store::Store| {
        store.corner(nearer::couple::UserId(us.ana.id().unsigned_abs())).expect("a store")
    };
    town.passes(chrono::TimeDelta::days(29)).await;
    town.stops().await;
    assert!(kept(&*town.store()).is_some());
    town.wakes().await;
    town.passes(chrono::TimeDelta::days(2)).await;
    town.stops().await;
    assert!(kept(&*town.store()).is_none(), "not a trace");
}

#[tokio::test]
async fn before_the_door_to_closeness_one_agrees_in_words_and_closing_it_erases_that() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let agreed = async || {
        town.settles().await;
        us.ben().says_privately("/mydata").await;
        let messages = us.ben().private_messages();
        let file = messages.iter().rev().find_map(|message| message.file.clone()).expect("a file");
        let data: serde_json::Value = serde_json::from_slice(&file.bytes).expect("json");
        let group = &data["groups"][0];
        (group["doors_you_opened"].clone(), group["you_agreed_to_closeness_at"].is_string())
    };
    us.ben().says_privately("/settings").await;
    us.ben().presses_privately("Closeness").await;
    us.ben().presses_privately("Open this door").await;
    assert!(us.ben().last_private_text().starts_with("Before the door to closeness opens"));
    assert_eq!(agreed().await, (serde_json::json!([]), false), "nothing is open yet");
    us.ben().opens_door("Closeness").await;
    assert_eq!(agreed().await, (serde_json::json!(["Intimate"]), true));
    us.ben().shuts_door("Closeness").await;
    assert_eq!(agreed().await, (serde_json::json!([]), false));
    us.expects_silence().await;
}

#[tokio::test]
async fn who_is_in_two_couples_opens_the_doors_of_each_apart() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let (other, dan) = town.another_group(&us.ana, "Dan").await;
    town.passes(chrono::TimeDelta::days(2)).await;
    us.ana().opens_door("Heavier").await;
    us.ana.presses(&other, "I'm in");
    dan.presses(&other, "I'm in");
    town.settles().await;
    let stands = async |since: &str| {
        us.ana().says_privately("/settings").await;
        us.ana().presses_privately(since).await;
        us.ana().presses_privately("Heavier").await.text
    };
    let (first, second) = ("Since 23 November 2026", "Since 25 November 2026");
    assert!(stands(first).await.contains("is open"), "another couple closes none of theirs");
    assert!(stands(second).await.contains("is closed"));
    us.ana().presses_privately("Open this door").await;
    us.ana().says_privately("/settings").await;
    us.ana().presses_privately(first).await;
    us.ana().presses_privately("Heavier").await;
    us.ana().presses_privately("Close this door").await;
    assert!(stands(first).await.contains("is closed"));
    assert!(stands(second).await.contains("is open"));
}
