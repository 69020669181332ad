//! Whole conversations, as the two read them: each script once, from the question to the last word.

use chrono::TimeDelta;
use nearer::prompts::Library;

use crate::talk_walks::{
    after_the_storm, begin, both, both_alone, both_answer, closer, five_minutes, state_of_us,
    the_long_table_here_and_now, the_long_table_in_one_room, the_story_behind,
};
use crate::town::{Town, Us};

/// Nobody thinks longer than three seconds, and the bot is never silent for longer than that.
#[tokio::test]
async fn a_brisk_talk_does_not_wait_for_its_own_pace() {
    let town = Town::open().await;
    town.everyone_thinks(TimeDelta::seconds(3));
    let us = town.a_couple().await;
    assert!(us.longest_wait() <= TimeDelta::seconds(3), "set-up: {}", us.longest_wait());
    five_minutes(&us).await;
    assert!(us.longest_wait() <= TimeDelta::seconds(3), "{}\n{}", us.longest_wait(), us.transcript());
}

#[tokio::test]
async fn five_minutes_here_and_now() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    five_minutes(&us).await;
    town.passes(TimeDelta::hours(1)).await;
    us.expects_silence().await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn the_long_table_on_two_phones() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    the_long_table_here_and_now(&us).await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn the_long_table_around_one_table() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    the_long_table_in_one_room(&us).await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn the_long_table_slowly_with_loops_and_the_ease_step() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "30", "Slowly").await;
    both_alone(&us, "I'm steady").await;
    let card = us.last().id;
    us.ana().answers("The move.").await;
    town.passes(chrono::TimeDelta::hours(9)).await;
    us.ana().answers_to(card, "I never said how much I left there.").await;
    us.ana().presses("That's all").await;
    for _ in 0..2 {
        us.ben().answers("You miss the old place.").await;
        us.ana().presses("Almost").await;
        us.expects("which piece is missing?").await;
        us.ana().answers("It's the people.").await;
        us.expects("once more, with that piece in it").await;
    }
    us.ben().answers("The people, then.").await;
    us.ana().presses("Almost").await;
    us.expects("Words are not everything").await;
    us.ana().presses("One sentence").await;
    us.expects("one sentence. Ben says it back word for word.").await;
    us.ana().answers("I have nobody here but you.").await;
    us.expects("say that sentence back word for word").await;
    us.ben().answers("You have nobody here but me.").await;
    let last = us.last();
    assert!(!last.labels().contains(&"Almost"), "after its loops close enough has to do");
    us.ana().presses("That's it").await;
    us.ben().presses("lonely").await;
    us.expects("A guess: lonely.").await;
    us.ben().presses("Enough for today").await;
    us.expects("one moment in this talk that you liked").await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn after_the_storm_on_two_phones() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    after_the_storm(&us).await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn closer_with_its_second_part() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    closer(&us).await;
    insta::assert_snapshot!(us.transcript());
}

/// It was set to come each week, and its hour is there.
async fn sunday(us: &Us<'_>) {
    us.ben().says("/listen state every sunday 18:00").await;
    us.expects("The first time is on Sunday.").await;
    us.town.reaches("2026-11-29T18:00:00Z".parse().expect("an instant")).await;
}

#[tokio::test]
async fn state_of_us_by_itself_each_week() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    sunday(&us).await;
    state_of_us(&us, us.ana()).await;
    us.ben().presses("Set the evening").await;
    us.expects("Which day").await;
    town.reaches("2026-12-06T18:01:00Z".parse().expect("an instant")).await;
    us.expects("It is time for State of us").await;
    insta::assert_snapshot!(us.transcript());
}

/// One has a small thing and the other has not: the week goes on, and nobody can tell who it was.
#[tokio::test]
async fn a_small_thing_of_one_alone_waits_for_another_week() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "state", "In one room").await;
    for step in ["One to three thanks each", "One good thing of your week"] {
        us.expects(step).await;
        us.ana().presses("Done").await;
    }
    us.expects("one small thing you'd like to be heard on").await;
    us.ana().presses("Something small").await;
    us.ben().presses("Not this week").await;
    us.so_far();
    us.expects_silence().await;
    town.passes(TimeDelta::minutes(2)).await;
    us.expects("help you feel loved next week").await;
}

#[tokio::test]
async fn the_story_behind_on_two_phones() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    the_story_behind(&us).await;
    insta::assert_snapshot!(us.transcript());
}

/// What it is about is said by them and stays with Telegram; the next step stands under it.
#[tokio::test]
async fn a_talk_about_one_thing_shows_it_once_more_and_keeps_no_word_of_it() {
    for (script, yes, named) in
        [("storm", "Yes, calm", "The marzipan lighthouse."), ("story", "Yes", "Marzipan, always.")]
    {
        let town = Town::open().await;
        let us = town.a_couple().await;
        begin(&us, script, "Here and now").await;
        both_alone(&us, yes).await;
        us.ana().answers(named).await;
        let card = us.last();
        assert!(card.button("We're in").is_some(), "{card:?}");
        let said = us.group.messages().into_iter().rfind(|message| message.text == named).expect("their words");
        assert_eq!(card.reply_to, Some(said.id));
        town.stops().await;
        let text = town.store().legible().expect("all records").join("\n");
        assert!(text.contains(script) && !text.to_lowercase().contains("marzipan"), "{text}");
    }
}

/// Who cannot say no freely, or is not calm, gets warm words alone; both answers look the same from the side, and the
/// card shows both the way to *Support*.
#[tokio::test]
async fn a_no_before_a_hard_talk_gets_warm_words_alone() {
    for (script, yes, no, closes) in [
        ("closer", "Yes", "Not sure, or no", TimeDelta::minutes(10)),
        ("storm", "Yes, calm", "Not yet", TimeDelta::minutes(16)),
    ] {
        let town = Town::open().await;
        let us = town.a_couple().await;
        begin(&us, script, "In one room").await;
        us.town.settles().await;
        let card = us.last();
        let support = card.button("Support").expect("the way to support");
        assert!(support.url.as_deref().is_some_and(|url| url.ends_with("start=support")), "{support:?}");
        us.so_far();
        let one = us.ana().presses(yes).await;
        let other = us.ben().presses(no).await;
        assert!(other.text.contains("Support is for you alone"), "{other:?}");
        assert_eq!(one.alert, other.alert, "the same kind of box");
        us.expects_silence().await;
        town.passes(closes).await;
        us.expects("This one has closed.").await;
        assert!(!us.transcript().split("This one has closed").nth(1).expect("the end").contains("Support"));
    }
}

/// Each button is told of where it stands.
#[tokio::test]
async fn nobody_is_sent_to_a_button_that_is_not_there() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "storm", "Here and now").await;
    both_alone(&us, "Yes, calm").await;
    us.expects("If you said it another way, tap Done.").await;
    assert!(us.last().button("Done").is_some() && !us.last().text.contains("That's all"), "{:?}", us.last());
    us.ana().answers("The shut door.").await;
    both(&us, "We're in").await;
    both_answer(&us, "Tired, alone.", "Small, cornered.").await;
    us.expects("Several messages are fine. Then tap That's all.").await;
    assert!(us.last().button("That's all").is_some() && us.last().button("Done").is_none());
    us.ana().answers("I saw a shut door.").await;
    us.ana().presses("That's all").await;
    assert!(!us.last().text.contains("Several messages"), "told once");
}

/// Who goes on in person after the ease step is told how, and a side step has no number: one that stands still would look
/// as if nothing went on.
#[tokio::test]
async fn in_person_after_the_ease_step_it_is_said_aloud() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "five", "Here and now").await;
    both(&us, "We're in").await;
    let [first, second] = us.by_floor().await;
    first.presses("Need a start").await;
    us.expects("Ways to start").await;
    first.answers("A small thing.").await;
    for _ in 0..2 {
        second.answers("A thing.").await;
        us.expects("step 4 of 10").await;
        first.presses("Almost").await;
        us.expects("which piece is missing?").await;
        assert!(!us.last().text.contains("of 10"), "{:?}", us.last());
        first.answers("It is small.").await;
    }
    second.answers("A small thing.").await;
    first.presses("Almost").await;
    first.presses("In person").await;
    us.expects("Chosen: In person").await;
    assert!(us.last().text.contains("say it once more, face to face or on a call."), "{}", us.last().text);
    assert!(!us.last().text.contains("the floor is yours"), "{}", us.last().text);
    assert!(us.last().text.contains("Say it aloud, then tap Done.") && us.last().button("Done").is_some());
    first.presses("Done").await;
    assert!(!us.last().text.contains("Say it aloud"), "told once");
}

#[tokio::test]
async fn two_who_live_apart_are_told_how_it_goes_on_a_call() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen five").await;
    us.ben().presses("Now is good").await;
    assert!(!us.last().text.contains("On a call"));
    us.ben().presses("Stop").await;
    us.ana().says("/settings apart").await;
    us.ana().says("/listen five").await;
    us.ben().presses("Now is good").await;
    us.expects("On a call, choose In one room").await;
}

/// Who has been given the floor has it still after a break, even if both would like that turn over again.
#[tokio::test]
async fn a_break_before_the_second_turn_takes_the_floor_from_nobody() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "five", "In one room").await;
    both(&us, "We're in").await;
    let [first, second] = us.by_floor().await;
    first.presses("Done").await;
    second.presses("Done").await;
    first.presses("That's it").await;
    second.presses("Skip").await;
    us.expects("You swap now").await;
    first.presses("Pause").await;
    town.passes(TimeDelta::minutes(20)).await;
    both(&us, "That turn again").await;
    us.expects("You swap now").await;
    let shown = first.presses("Done").await;
    assert!(shown.text.starts_with("Just now it is your partner's turn."), "{shown:?}");
    second.presses("Done").await;
    us.expects("say it back in your own words").await;
}

/// The line that helps with the first words of a turn: another line for each of the two, and another the next time.
#[tokio::test]
async fn no_evening_begins_with_the_same_words() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let library = Library::embedded().expect("a sound library");
    let script = library.scripts().iter().find(|script| script.id.0 == "five").expect("five minutes");
    let opener = |nth: usize| script.openers[nth].as_str();
    let said = || script.openers.iter().filter(|opener| us.last().text.contains(*opener)).count();
    for evening in 0..2 {
        begin(&us, "five", "Here and now").await;
        assert_eq!(said(), 0, "only where someone begins");
        both(&us, "We're in").await;
        let [first, second] = us.by_floor().await;
        us.expects(opener(evening * 2)).await;
        first.answers("The bus came late.").await;
        assert_eq!(said(), 0);
        second.answers("The bus was late. Did I get it?").await;
        first.presses("There's more").await;
        us.expects("the floor is yours").await;
        assert_eq!(said(), 0, "it is begun already");
        first.answers("And it rained.").await;
        second.answers("Rain, too.").await;
        first.presses("That's it").await;
        second.presses("Skip").await;
        us.expects(opener(evening * 2 + 1)).await;
        first.presses("Stop").await;
        town.passes(chrono::TimeDelta::days(1)).await;
        us.so_far();
    }
}

#[tokio::test]
async fn by_voice_after_the_ease_step_a_voice_message_is_asked_for() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "five", "Here and now").await;
    both(&us, "We're in").await;
    let [first, second] = us.by_floor().await;
    first.answers("A small thing.").await;
    for _ in 0..2 {
        second.answers("A thing.").await;
        first.presses("Almost").await;
        first.answers("It is small.").await;
    }
    second.answers("A small thing.").await;
    first.presses("Almost").await;
    first.presses("By voice").await;
    us.expects("say it once more, this time as a voice message.").await;
    first.answers_by_voice().await;
    us.expects("say it back in your own words").await;
}

/// Whether one could say no tonight is asked right before, not half a day.
#[tokio::test]
async fn a_talk_that_begins_with_a_question_about_tonight_is_not_offered_slowly() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen closer").await;
    us.would_both_like_it().await;
    us.expects("If you choose differently, you write.").await;
    assert_eq!(us.last().labels(), ["In one room", "Here and now", "Pause", "Stop"]);
    us.ana().presses("In one room").await;
    us.ben().presses("Here and now").await;
    us.expects("There is time until 18:10.").await;
}
