//! *Support*: in private, always in the same place, and without a trace.

use chrono::TimeDelta;

use crate::town::Town;

#[tokio::test]
async fn the_lines_are_those_of_the_country_in_whose_time_zone_one_lives() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana.starts("support");
    town.settles().await;
    let page = us.ana().last_private_text();
    for part in ["it is not because of you", "In danger now (Portugal): 112\n", "800 202 148", "is safer"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    us.ana().presses_privately("More").await;
    let page = us.ana().last_private_text();
    for part in ["They listen", "800 202 148"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    us.ana().presses_privately("More").await;
    let page = us.ana().last_private_text();
    for part in ["lila.help", "a doctor", "If you worry how you treat your partner"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    us.ana().presses_privately("Back").await;
    us.ana().presses_privately("Back").await;
    assert!(us.ana().last_private_text().contains("In danger now (Portugal)"));
    us.ana().presses_privately("Another country").await;
    assert!(us.ana().last_private_text().contains("Where are you?"));
    us.ana().presses_privately("Sweden").await;
    let page = us.ana().last_private_text();
    assert!(page.contains("020-80 80 80"), "{page}");
    us.ana().presses_privately("More").await;
    let page = us.ana().last_private_text();
    assert!(page.contains("trans people"), "{page}");
    us.ana().presses_privately("More").await;
    let page = us.ana().last_private_text();
    assert!(page.contains("If you worry how you treat your partner\nVälj att sluta"), "{page}");
    us.ana().presses_privately("Back").await;
    us.ana().presses_privately("Back").await;
    us.ana().presses_privately("Another country").await;
    us.ana().presses_privately("Somewhere else").await;
    let page = us.ana().last_private_text();
    for part in ["the emergency number of the country you are in", "nomoredirectory.org", "findahelpline.com"] {
        assert!(page.contains(part), "{part}: {page}");
    }
    us.ana().presses_privately("More").await;
    assert!(us.ana().last_private_text().contains("They listen"));
    us.ana().presses_privately("More").await;
    assert!(us.ana().last_private_text().contains("a doctor"));
    us.expects_silence().await;
}

#[tokio::test]
async fn who_lives_by_no_known_clock_or_by_two_chooses_where_they_are() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana.starts("support");
    town.settles().await;
    let choice = us.ana.last_private().expect("a message");
    assert!(choice.text.contains("Where are you?") && choice.labels().contains(&"Portugal"));
    assert_eq!(choice.labels()[choice.labels().len() - 2..], ["Somewhere else", "Back"], "always there");

    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    for label in ["Europe", "Lisbon", "20:00", "Every day"] {
        us.ana().presses(label).await;
    }
    us.ben().says("/settings mine Stockholm").await;
    assert!(us.ben().says_privately("/support").await.contains("Kvinnofridslinjen"), "each by their own clock");
    assert!(us.ana().says_privately("/support").await.contains("Portugal"));
}

#[tokio::test]
async fn it_stands_in_the_same_place_on_every_screen_of_the_corner() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says_privately("/help").await;
    for way in ["Open doors", "Leave topics out"] {
        us.ana().presses_privately(way).await;
        assert_eq!(us.ana.last_private().expect("a screen").labels().last(), Some(&"Support"), "{way}");
    }
    us.ana().presses_privately("Support").await;
    assert!(us.ana().last_private_text().contains("it is not because of you"));
    us.ana().presses_privately("Back").await;
    assert!(us.ana().last_private_text().contains("This is your private corner."));
    assert_eq!(us.ana.last_private().expect("a screen").labels().last(), Some(&"Support"));
}

#[tokio::test]
async fn in_the_group_it_answers_as_all_that_is_private_does_and_tells_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says("/support").await;
    us.expects("works in your private corner").await;
    let answer = us.last();
    assert_eq!(answer.labels(), ["Your private corner"]);
    for told in ["112", "afraid", "Support", "safe"] {
        assert!(!answer.text.contains(told), "{told}: {}", answer.text);
    }
}

#[tokio::test]
async fn nothing_is_kept_of_who_opened_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says_privately("/help").await;
    town.stops().await;
    let stored = |town: &Town| {
        let store = town.store();
        let user = nearer::ids::UserId(us.ana.id().cast_unsigned());
        (store.corner(user).expect("a store"), store.couple(nearer::ids::ChatId(us.group.id())).expect("a store"))
    };
    let before = stored(&town);
    town.wakes().await;
    town.passes(TimeDelta::minutes(1)).await;
    us.ana().says_privately("/support").await;
    for label in ["Another country", "United Kingdom", "Another country", "Somewhere else", "Back", "Support"] {
        us.ana().presses_privately(label).await;
    }
    us.expects_silence().await;
    town.stops().await;
    assert_eq!(stored(&town), before);
    town.wakes().await;
}

/// Each page of each country is seen whole: [`crate::phone`] counts the lines of all that is said in here.
#[tokio::test]
async fn every_page_of_every_country_fits_on_a_screen() {
    let town = Town::open().await;
    let us = town.two_strangers().await;
    us.ana().says_privately("/support").await;
    let choice = us.ana.last_private().expect("a message");
    let labels: Vec<String> = choice.labels().into_iter().filter(|label| *label != "Back").map(str::to_owned).collect();
    assert!(labels.len() > 20, "{labels:?}");
    for country in labels {
        us.ana().presses_privately(&country).await;
        us.ana().presses_privately("More").await;
        us.ana().presses_privately("More").await;
        assert!(us.ana().last_private_text().contains("a licensed couple therapist"), "{country}");
        us.ana().presses_privately("Back").await;
        us.ana().presses_privately("Back").await;
        us.ana().presses_privately("Another country").await;
        // Whoever taps without end is not heard for a while.
        town.passes(TimeDelta::minutes(5)).await;
    }
}

/// The line stands there for both, whatever either of them has told the bot anywhere.
#[tokio::test]
async fn before_the_storm_is_talked_of_both_read_for_whom_that_is_not() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen storm").await;
    us.expects("It is not for force, threats or fear.").await;
    let way = us.last();
    let link = way.button("Support").and_then(|button| button.url.clone()).expect("a link");
    assert!(link.ends_with("start=support"), "{link}");
    us.ben().presses("Stop").await;
    town.passes(TimeDelta::days(8)).await;
    us.so_far();
    us.ana().says("/listen five").await;
    assert!(us.last().button("Support").is_none(), "only there");
}

#[tokio::test]
async fn a_country_typed_behind_it_is_shown_and_another_word_leads_to_the_choice() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, country) in [
        ("/support", "In danger now (Portugal)"),
        ("/support uk", "In danger now (United Kingdom)"),
        ("/support United Kingdom", "In danger now (United Kingdom)"),
        ("/support gb", "In danger now (United Kingdom)"),
        ("/support berlin", "In danger now (Germany)"),
        ("/support my sister", "Where are you?"),
    ] {
        let shown = us.ana().says_privately(typed).await;
        assert!(shown.contains(country), "{typed}: {shown}");
    }
}
