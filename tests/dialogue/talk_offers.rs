//! Which conversations are offered, to whom, and what becomes of an invitation.

use chrono::TimeDelta;

use crate::town::{Town, Us};

async fn opens(us: &Us<'_>, who: &str, door: &str) {
    let person = if who == "Ana" { us.ana() } else { us.ben() };
    match door.split_once(": ") {
        Some(("Open", _)) => person.opens_door("Closeness").await,
        _ => person.shuts_door("Closeness").await,
    }
}

#[tokio::test]
async fn what_fits_is_listed_with_minutes_and_a_line() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen").await;
    us.expects("Five minutes · 5 min").await;
    let list = us.last().text;
    assert!(list.contains("The long table") && list.contains("State of us"), "{list}");
    assert!(list.contains("Closer") && list.contains("After the storm") && list.contains("The story behind"), "{list}");
    us.ben().presses("Five minutes").await;
    us.expects("Ben would like to take turns: Five minutes, about 5 minutes.").await;
}

#[tokio::test]
async fn the_list_is_the_same_whatever_doors_are_open() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let list = async || {
        us.ana().says("/listen").await;
        us.expects("A talk in turns.").await;
        us.last()
    };
    let shut = list().await;
    assert!(shut.text.contains("Closer · 30 min") && shut.labels().contains(&"Closer"), "{shut:?}");
    opens(&us, "Ana", "Open: closeness").await;
    us.expects_silence().await;
    let one = list().await;
    opens(&us, "Ben", "Open: closeness").await;
    us.expects_silence().await;
    let both = list().await;
    opens(&us, "Ben", "Close: closeness").await;
    us.expects_silence().await;
    let again = list().await;
    for other in [one, both, again] {
        assert_eq!((&shut.text, shut.labels()), (&other.text, other.labels()));
    }
    us.ben().says("/listen no such thing").await;
    us.expects("That talk doesn't fit just now.").await;
}

#[tokio::test]
async fn what_lies_behind_a_door_is_not_for_late_evenings_nor_for_twice_a_week_nor_for_right_after_a_storm() {
    let town = Town::open_at("2026-11-23T21:59:00Z").await;
    let us = town.a_couple().await;
    let offers = async |script: &str, title: &str| {
        us.so_far();
        us.ana().says("/listen").await;
        us.expects("A talk in turns.").await;
        let listed = us.last().text.contains(title);
        us.ana().says(&format!("/listen {script}")).await;
        let asked = !us.last().text.starts_with("That talk doesn't fit");
        assert_eq!(listed, asked, "{script}");
        if asked {
            us.ana().presses("Stop").await;
        }
        asked
    };
    town.passes(TimeDelta::minutes(2)).await;
    for (script, title) in [("storm", "After the storm"), ("story", "The story behind"), ("closer", "Closer")] {
        assert!(!offers(script, title).await, "late");
    }
    town.reaches("2026-11-25T18:00:00Z".parse().expect("an instant")).await;
    us.ana().says("/listen storm").await;
    us.would_both_like_it().await;
    for label in ["In one room", "Yes, calm"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
    }
    town.passes(TimeDelta::minutes(1)).await;
    us.expects("Name it in three words.").await;
    us.ana().presses("Stop").await;
    for (script, title) in [("storm", "After the storm"), ("story", "The story behind"), ("closer", "Closer")] {
        assert!(!offers(script, title).await, "right after");
    }
    town.passes(TimeDelta::hours(49)).await;
    assert!(offers("closer", "Closer").await, "two days later");
    assert!(offers("story", "The story behind").await);
    town.passes(TimeDelta::days(4)).await;
    for (script, title) in [("storm", "After the storm"), ("story", "The story behind"), ("closer", "Closer")] {
        assert!(!offers(script, title).await, "a second time in the week");
    }
    town.passes(TimeDelta::days(4)).await;
    for (script, title) in [("storm", "After the storm"), ("story", "The story behind"), ("closer", "Closer")] {
        assert!(offers(script, title).await, "a week later");
    }
}

#[tokio::test]
async fn while_a_question_stands_another_talk_takes_its_place_whatever_was_answered() {
    let mut lists = Vec::new();
    for answer in [None, Some("Not this one"), Some("I'd like that")] {
        let town = Town::open().await;
        let us = town.a_couple().await;
        us.ana().says("/listen storm").await;
        us.expects("A question for each of you alone").await;
        let question = us.last().id;
        if let Some(label) = answer {
            us.ben().presses_on(question, label).await;
        }
        us.expects_silence().await;
        us.ana().says("/listen storm").await;
        us.expects("That question stands above already.").await;
        us.ana().says("/listen story").await;
        us.expects("That talk doesn't fit just now.").await;
        us.ben().says("/listen").await;
        us.expects("A question stands above.").await;
        let list = us.last();
        lists.push((list.text.clone(), list.labels().into_iter().map(str::to_owned).collect::<Vec<_>>()));
        us.ben().presses("Five minutes").await;
        us.expects("This one has closed. There will be another time.").await;
        us.expects("Ben would like to take turns: Five minutes").await;
        us.ana().presses("Now is good").await;
        us.expects("How would you like to talk?").await;
        let late = us.ana().presses_data(question, "t 1 now").await;
        assert!(late.text.contains("That step is over."), "{late:?}");
    }
    assert!(lists.iter().all(|list| *list == lists[0]), "{lists:?}");
    assert!(lists[0].1.iter().any(|label| label == "After the storm"), "{lists:?}");
    assert!(!lists[0].1.iter().any(|label| label == "Closer"), "{lists:?}");
}

#[tokio::test]
async fn who_was_asked_can_choose_another_talk_instead() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen 5").await;
    us.expects("Ana would like to take turns: Five minutes").await;
    us.ben().says("/listen").await;
    us.expects("A question stands above.").await;
    us.ben().presses("Five minutes").await;
    us.expects("Ana would like to take turns: Five minutes").await;
    us.ben().says("/listen long").await;
    us.expects("This one has closed.").await;
    us.expects("Ben would like to take turns: The long table").await;
    us.ana().presses("Now is good").await;
    us.expects("How would you like to talk?").await;
    us.ben().says("/listen state").await;
    us.expects("How would you like to talk?").await;
}

#[tokio::test]
async fn what_lies_behind_a_door_is_asked_of_each_alone_and_names_nobody_who_asked() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says_privately("/start").await;
    us.ben().presses_privately("Yes to all").await;
    us.ana().says("/listen").await;
    us.ana().presses("Closer").await;
    us.expects("A question for each of you alone").await;
    assert!(!us.last().text.contains("Ana"));
    let shown = us.ana().presses("I'd like that").await;
    us.expects_silence().await;
    // Ben has a private chat: he is asked there as well, behind a line that says nothing on a locked screen.
    assert_eq!(us.ben().last_private_text(), "A small question, only for you.");
    us.ben().presses_privately("Open").await;
    assert!(us.ben().last_private_text().starts_with("Closer, about 30 minutes."));
    let own = us.ben().presses_privately("Not this one").await;
    assert_eq!(own, shown, "the same words, whatever is tapped, first or last");
    us.expects_silence().await;
    let own = us.ben().presses_privately("I'd like that").await;
    assert_eq!(own, shown);
    us.expects("How would you like to talk?").await;
    us.ben().presses("Pause").await;
    us.expects("Then at").await;
    let over = us.ben().presses_privately("I'd like that").await;
    assert!(over.text.starts_with("That step is over."), "{over:?}");
}

/// What the group saw of an invitation, from the question to a day later.
async fn an_invitation(answer: Option<&str>) -> Vec<(String, String)> {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    us.ana().says("/listen long").await;
    us.expects("would like to take turns").await;
    if let Some(label) = answer {
        us.ben().presses(label).await;
    }
    town.passes(TimeDelta::hours(25)).await;
    us.group.from_bot().into_iter().map(|message| (message.sent.to_rfc3339(), message.text)).collect()
}

#[tokio::test]
async fn declined_unseen_and_never_looked_at_are_the_same() {
    let declined = an_invitation(Some("Not this one")).await;
    let never_seen = an_invitation(None).await;
    assert_eq!(declined, never_seen);
    let last = &declined.last().expect("a message").1;
    assert_eq!(last, "This one has closed. There will be another time.");
}

#[tokio::test]
async fn a_private_no_before_the_first_step_closes_like_no_answer() {
    let mut seen = Vec::new();
    for ben in [Some("Not tonight"), None] {
        let town = Town::open().await;
        let us = town.a_couple().await;
        us.ana().says("/listen long").await;
        us.ben().presses("Now is good").await;
        us.ana().presses("In one room").await;
        us.ben().presses("In one room").await;
        us.ana().presses("I'm steady").await;
        if let Some(label) = ben {
            us.ben().presses(label).await;
        }
        us.so_far();
        us.expects_silence().await;
        town.passes(TimeDelta::minutes(16)).await;
        us.expects("This one has closed. There will be another time.").await;
        seen.push(
            us.transcript()
                .lines()
                .filter(|line| !line.contains("only Ben sees") && !line.contains("Ben taps"))
                .map(str::to_owned)
                .collect::<Vec<_>>(),
        );
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn another_day_is_said_openly_and_later_comes_back_by_itself() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen long").await;
    let own = us.ana().presses("Now is good").await;
    assert!(own.text.contains("The one you asked chooses"), "{own:?}");
    us.ben().presses("In an hour").await;
    us.expects("Then at 19:00.").await;
    town.passes(TimeDelta::hours(1)).await;
    us.expects("Here is the time you chose.").await;
    us.ana().presses("Now is good").await;
    us.ben().presses("Now is good").await;
    us.expects("How would you like to talk").await;
    us.ana().presses("Stop").await;
    us.ana().says("/listen state").await;
    us.ben().presses("Another day").await;
    us.expects("Another day suits better.").await;
    us.ana().says("/listen state").await;
    us.expects("That talk doesn't fit").await;
}

#[tokio::test]
async fn who_did_not_come_to_their_turn_is_first_next_time() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen long").await;
    us.ben().presses("Now is good").await;
    for label in ["In one room", "I'm steady"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
        town.passes(TimeDelta::minutes(1)).await;
    }
    us.expects("Ana, the floor is yours").await;
    us.ana().presses("Done").await;
    us.ben().presses("Stop").await;
    town.passes(TimeDelta::days(2)).await;
    us.so_far();
    us.ana().says("/listen long").await;
    us.ben().presses("Now is good").await;
    for label in ["In one room", "I'm steady"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
        town.passes(TimeDelta::minutes(1)).await;
    }
    us.expects("Ben, the floor is yours").await;
}

#[tokio::test]
async fn what_cannot_be_understood_gets_a_useful_line() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (typed, answer) in [
        ("/listen state every blursday", "Please send it like this"),
        ("/listen five every sunday", "is the one that can come each week"),
        ("/listen state every sunday 3am", "quiet hours"),
        ("/listen state off", "doesn't come by itself"),
        ("/listen state every sunday", "Each Sunday at 19:00"),
        ("/listen state off", "It no longer comes by itself"),
    ] {
        us.ana().says(typed).await;
        us.expects(answer).await;
    }
    us.ana().says("/listen 5").await;
    us.expects("would like to take turns").await;
    us.ben().says("/listen long").await;
    us.expects("would like to take turns: The long table").await;
}

/// What the group saw of an invitation to a talk behind a door, with the moments, whatever the two did in private.
async fn asked_alone(privately: &[(&str, &str)]) -> Vec<(String, String)> {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    for (who, label) in privately.iter().filter(|(_, label)| label.contains("closeness")) {
        opens(&us, who, label).await;
    }
    // What waited for its turn to be sent has gone.
    town.reaches("2026-11-23T18:30:00Z".parse().expect("an instant")).await;
    us.ben().says("/listen closer").await;
    us.expects("A question for each of you alone").await;
    for (who, label) in privately.iter().filter(|(_, label)| !label.contains("closeness")) {
        let person = if *who == "Ana" { us.ana() } else { us.ben() };
        let shown = person.presses(label).await;
        assert!(shown.text.starts_with("Noted. Only you see this."), "{shown:?}");
    }
    us.so_far();
    us.expects_silence().await;
    town.passes(TimeDelta::hours(25)).await;
    us.expects("This one has closed. There will be another time.").await;
    us.group.from_bot().into_iter().map(|message| (message.sent.to_rfc3339(), message.text)).collect()
}

#[tokio::test]
async fn a_question_for_each_alone_closes_alike_whatever_was_tapped_opened_or_not_looked_at() {
    let never = asked_alone(&[]).await;
    for privately in [
        &[("Ana", "I'd like that")][..],
        &[("Ana", "Not this one"), ("Ben", "I'd like that")],
        &[("Ana", "I'd like that"), ("Ana", "Not this one"), ("Ben", "I'd like that")],
        &[("Ana", "Open: closeness"), ("Ben", "Open: closeness"), ("Ben", "Not this one")],
        &[("Ana", "Open: closeness"), ("Ana", "Close: closeness"), ("Ben", "I'd like that")],
    ] {
        assert_eq!(asked_alone(privately).await, never, "{privately:?}");
    }
}

#[tokio::test]
async fn what_stands_behind_a_door_neither_begins_nor_goes_on_when_the_hour_no_longer_fits() {
    let town = Town::open_at("2026-11-23T21:50:00Z").await;
    let us = town.a_couple().await;
    us.ana().says("/listen closer").await;
    us.ana().presses("I'd like that").await;
    town.passes(TimeDelta::minutes(20)).await;
    let late = us.ben().presses("I'd like that").await;
    assert_eq!(late.text, "That talk doesn't fit just now. /listen shows what does.");
    us.so_far();
    us.expects_silence().await;
    town.reaches("2026-11-24T21:45:00Z".parse().expect("an instant")).await;
    us.ben().presses("I'd like that").await;
    us.expects("How would you like to talk?").await;
    us.ben().presses("Pause").await;
    us.expects("Then at").await;
    town.passes(TimeDelta::minutes(21)).await;
    us.expects("This one has closed. There will be another time.").await;
}

#[tokio::test]
async fn a_parked_heavy_one_counts_and_a_new_couple_begins_anew() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen storm").await;
    us.would_both_like_it().await;
    for label in ["In one room", "Yes, calm"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
        town.passes(TimeDelta::minutes(1)).await;
    }
    us.expects("Name it in three words").await;
    us.ana().presses("Pause").await;
    us.ana().presses("Enough for today").await;
    us.so_far();
    us.ana().says("/listen closer").await;
    us.expects("That talk doesn't fit").await;

    us.ana().says("/leave").await;
    us.ana().presses("Yes, leave now").await;
    us.expects("This space is closed.").await;
    town.passes(TimeDelta::days(7)).await;
    us.ana().says("/start").await;
    us.ana().presses("I'm in").await;
    us.ben().presses("I'm in").await;
    us.ana().says("/listen closer").await;
    us.expects("A question for each of you alone").await;
}

#[tokio::test]
async fn the_weekly_one_is_set_and_ended_by_buttons() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen").await;
    us.expects("State of us can come each week by itself.").await;
    us.ana().presses("Each week").await;
    us.expects("On which day would you like State of us each week?").await;
    us.ben().presses("Sunday").await;
    us.expects("/listen state every Sunday 18:30").await;
    us.ben().presses("Back").await;
    us.ben().presses("Saturday").await;
    us.ana().presses("17:00").await;
    us.expects("Each Saturday at 17:00 I'll invite you both. The first time is on Saturday.").await;
    town.reaches("2026-11-28T17:00:00Z".parse().expect("an instant")).await;
    us.expects("It is time for State of us").await;
    us.ana().presses("Stop").await;
    us.ben().says("/listen").await;
    us.expects("Each Saturday at 17:00 I invite you to State of us.").await;
    us.ben().presses("End the weekly one").await;
    us.expects("It no longer comes by itself.").await;
    for data in [
        "weekly five",
        "weekly five 0",
        "weekly five 0 600",
        "weekly nothing 0 600",
        "weekly state 9",
        "weekly state 0 1",
    ] {
        let shown = us.ben().presses_data(us.last().id, data).await;
        let quiet = shown.text.contains("quiet hours");
        assert!(quiet || shown.text.starts_with("This button is from an earlier day."), "{data} {shown:?}");
    }
}

#[tokio::test]
async fn when_a_third_person_comes_in_what_is_behind_a_door_rests_at_once() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen storm").await;
    us.would_both_like_it().await;
    let cleo = town.telegram.person("Cleo");
    us.group.joins(&cleo, &us.ana);
    us.expects("Someone new is in this group").await;
    us.expects("Parked for now.").await;
    town.passes(TimeDelta::minutes(1)).await;
    let buttons = us.group.from_bot().into_iter().rev().take(4).flat_map(|message| message.buttons).count();
    assert_eq!(buttons, 0);
}

#[tokio::test]
async fn two_taps_at_once_leave_the_card_its_buttons() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen five").await;
    us.ben().presses("Now is good").await;
    us.ana().presses("In one room").await;
    us.ben().presses("In one room").await;
    us.ana().presses("We're in").await;
    let card = us.last();
    us.ben().presses("We're in").await;
    us.expects("the floor is yours").await;
    let late = card.button("We're in").and_then(|button| button.data.clone()).expect("its data");
    us.ben().presses_data(card.id, &late).await;
    assert!(us.last().labels().contains(&"Done"), "{:?}", us.last().labels());
}

#[tokio::test]
async fn whoever_likes_no_talk_is_not_asked_again_and_again() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for (hours, script) in [(0, "table"), (0, "state"), (0, "five"), (4, "five"), (4, "five")] {
        town.passes(TimeDelta::hours(hours)).await;
        us.ana().says(&format!("/listen {script}")).await;
        us.ben().presses("Another day").await;
        us.expects("Another day suits better.").await;
    }
    town.passes(TimeDelta::hours(5)).await;
    us.ana().says("/listen five").await;
    us.expects("That is enough asking for one day.").await;
    us.ana().says("/listen").await;
    let shown = us.ana().presses("Five minutes").await;
    assert!(shown.text.starts_with("That is enough asking for one day."), "{shown:?}");
    town.passes(TimeDelta::hours(12)).await;
    us.ana().says("/listen five").await;
    us.ben().presses("Another day").await;
}

#[tokio::test]
async fn the_list_of_talks_fits_on_a_screen_and_shrinks_to_a_line_once_one_is_chosen() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen").await;
    let list = us.last();
    let lines: usize = list.text.lines().map(|line| line.chars().count().div_ceil(44).max(1)).sum();
    assert!(lines <= 16, "{lines} lines\n{}", list.text);
    us.ana().presses("Five minutes").await;
    us.expects("would like to take turns").await;
    let chosen = us.group.from_bot().into_iter().find(|message| message.id == list.id).expect("the list");
    assert_eq!(chosen.text, "You chose Five minutes. See below.");
}

#[tokio::test]
async fn the_count_of_steps_never_goes_back_and_ends_at_its_end() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen five").await;
    us.ben().presses("Now is good").await;
    for label in ["In one room", "We're in"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
    }
    let (mut steps, mut of) = (Vec::new(), Vec::new());
    for _ in 0..40 {
        let card = us.last();
        let text = card.text.to_lowercase();
        let Some((_, place)) = text.split_once("step ") else { break };
        let mut numbers = place.split(|c: char| !c.is_ascii_digit()).filter_map(|word| word.parse::<u32>().ok());
        steps.extend(numbers.next());
        of.extend(numbers.next());
        let way_on =
            |label: &&&str| !["Need a start", "Show it again", "Hear it again", "Pause", "Stop"].contains(*label);
        let labels = card.labels();
        let label = labels.iter().find(way_on).expect("a way on").to_string();
        us.ana().presses(&label).await;
        if us.last() == card {
            us.ben().presses(&label).await;
        }
    }
    assert!(steps.is_sorted() && of.iter().all(|all| Some(all) == of.first()), "{steps:?} {of:?}");
    assert_eq!(steps.last(), of.first(), "{steps:?}");
}

#[tokio::test]
async fn the_list_speaks_of_heavier_talks_only_where_it_has_one() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen").await;
    assert!(us.last().labels().contains(&"After the storm"), "{:?}", us.last().labels());
    assert!(us.last().text.contains("asks each of you alone first"));
    town.passes(chrono::TimeDelta::minutes(290)).await;
    us.ana().says("/listen").await;
    assert!(!us.last().labels().contains(&"After the storm"), "{:?}", us.last().labels());
    assert!(!us.last().text.contains("asks each of you alone first"), "{}", us.last().text);
}

#[tokio::test]
async fn a_weekly_talk_that_nobody_takes_says_once_how_to_change_or_end_it() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen state every sunday 18:00").await;
    let said = || us.transcript().matches("This talk can come on another day or hour").count();
    for (week, lines) in [(0, 0), (1, 0), (2, 0), (3, 1), (4, 1)] {
        let sunday: chrono::DateTime<chrono::Utc> = "2026-11-29T18:01:00Z".parse().expect("an instant");
        town.reaches(sunday + TimeDelta::weeks(week)).await;
        assert_eq!(said(), lines, "week {week}: {}", us.transcript());
    }
    assert_eq!(us.transcript().matches("It is time for State of us").count(), 5, "{}", us.transcript());
}
