//! Whole conversations, as the two read them: each script once, from the question to the last word.

use nearer::prompts::Library;

use chrono::TimeDelta;

use crate::town::{Town, Us};

/// Ana asks, Ben has time (or both would like it, where each is asked alone), and both say how they are placed.
async fn begin(us: &Us<'_>, script: &str, way: &str) {
    us.ana().says(&format!("/listen {script}")).await;
    if us.last().button("Now is good").is_some() {
        us.ben().presses("Now is good").await;
    } else {
        us.would_both_like_it().await;
    }
    us.expects("How would you two like to talk").await;
    us.ana().presses(way).await;
    us.ben().presses(way).await;
}

/// Both tap the same button.
async fn both(us: &Us<'_>, label: &str) {
    us.ana().presses(label).await;
    us.ben().presses(label).await;
}

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

async fn five_minutes(us: &Us<'_>) {
    begin(us, "five", "Here and now").await;
    us.expects("One has the floor, the other listens").await;
    both(us, "We're in").await;
    let [first, second] = us.by_floor().await;
    first.answers("My boss moved the deadline again. I sat in the car for ten minutes.").await;
    us.expects("give back the heart of it").await;
    second.presses("Need a start").await;
    us.expects("Ways to start, if you like").await;
    second.answers("Work keeps shifting and you needed a minute. You were angry. Did I get it?").await;
    us.expects("how close is that?").await;
    first.presses("Almost").await;
    us.expects("which one piece is missing?").await;
    first.answers("Less angry, more small.").await;
    us.expects("once more, with that piece in it").await;
    second.answers("You felt small, as if you don't count there.").await;
    us.expects("how close is that?").await;
    first.presses("That's it").await;
    us.expects("what makes sense in it for you?").await;
    second.answers_by_voice().await;
    us.expects("what helped?").await;
    first.answers("That you didn't tell me what to do.").await;
    us.expects("You swap now").await;
    second.presses("I'll take it").await;
    us.expects("step 8 of 12").await;
    second.answers("Good news: the choir took me.").await;
    first.answers("They took you! Tell me the best part.").await;
    second.presses("There's more").await;
    second.answers("I sang alone and my voice held.").await;
    first.answers("Your voice held, alone.").await;
    second.presses("That's it").await;
    first.presses("Skip").await;
    second.answers("Your face when I told you.").await;
    us.expects("That took care and a little time.").await;
}

#[tokio::test]
async fn the_long_table_in_one_room() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "long table", "In one room").await;
    us.expects("A quick look inside").await;
    both(&us, "I'm steady").await;
    town.passes(TimeDelta::minutes(1)).await;
    us.expects("Five house rules").await;
    both(&us, "We're in").await;
    us.expects("Ana, the floor is yours").await;
    let card = us.last().id;
    for (first, second) in [(us.ana(), us.ben()), (us.ben(), us.ana())] {
        first.presses("Done").await;
        second.presses("Done").await;
        first.presses("That's it").await;
        second.presses("Done").await;
        second.presses("worried").await;
        us.expects("A guess: worried.").await;
        first.presses("Yes").await;
        first.presses("Done").await;
        if us.last().text.contains("You swap now") {
            second.presses("I'll take it").await;
        }
    }
    us.expects("one small wish each").await;
    both(&us, "Small wishes").await;
    town.passes(TimeDelta::minutes(1)).await;
    us.expects("one wish").await;
    us.ben().presses("Done").await;
    us.ana().presses("Yes, if …").await;
    us.expects("The answer: Yes, if …").await;
    us.ana().presses("Done").await;
    us.ana().presses("Done").await;
    us.ben().presses("Not now").await;
    assert!(us.last().text.contains("The answer: Not now"));
    us.expects("one moment in this talk").await;
    both(&us, "Done").await;
    us.expects("That took care and time.").await;
    assert_eq!(us.last().id, card, "in one room there is one card, changed in place");
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn the_long_table_slowly_with_loops_and_the_ease_step() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "30", "Slowly").await;
    both(&us, "I'm steady").await;
    town.passes(TimeDelta::minutes(1)).await;
    both(&us, "We're in").await;
    let card = us.last().id;
    us.ana().answers("The move.").await;
    town.passes(chrono::TimeDelta::hours(9)).await;
    us.ana().answers_to(card, "I never said how much I left there.").await;
    us.ana().presses("That's all").await;
    for _ in 0..2 {
        us.ben().answers("You miss the old place.").await;
        us.ben().presses("That's all").await;
        us.ana().presses("Almost").await;
        us.expects("which one piece is missing?").await;
        us.ana().answers("It's the people.").await;
        us.ana().presses("That's all").await;
        us.expects("once more, with that piece in it").await;
    }
    us.ben().answers("The people, then.").await;
    us.ben().presses("That's all").await;
    us.ana().presses("Almost").await;
    us.expects("Words can be slippery").await;
    us.ana().presses("One sentence").await;
    us.ana().answers("I have nobody here but you.").await;
    us.ana().presses("That's all").await;
    us.ben().answers("You have nobody here but me.").await;
    us.ben().presses("That's all").await;
    let last = us.last();
    assert!(!last.labels().contains(&"Almost"), "after its loops close enough has to do");
    us.ana().presses("That's it").await;
    us.ben().answers("It makes sense, you left a choir behind.").await;
    us.ben().presses("That's all").await;
    us.ben().presses("lonely").await;
    us.ana().presses("More like …").await;
    us.ana().answers("Homesick.").await;
    us.ana().presses("That's all").await;
    us.ana().presses("Skip").await;
    us.expects("You swap now").await;
    us.ben().presses("Enough for today").await;
    us.expects("one moment in this talk").await;
    both(&us, "Skip").await;
    us.expects("That took care and time.").await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn after_the_storm() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "storm", "Here and now").await;
    both(&us, "Yes, steady").await;
    town.passes(TimeDelta::minutes(1)).await;
    both(&us, "We're in").await;
    us.expects("Feelings only").await;
    us.ana().answers("Tired, alone.").await;
    us.ben().answers("Small, cornered.").await;
    both(&us, "Done").await;
    for (first, second) in [(us.ana(), us.ben()), (us.ben(), us.ana())] {
        first.answers("I saw a shut door and told myself I was not wanted.").await;
        first.presses("That's all").await;
        second.answers("Through your eyes the door was shut.").await;
        second.presses("That's all").await;
        first.presses("That's it").await;
        us.expects("which piece of that can you see too?").await;
        second.answers("It's true that I shut it.").await;
        second.presses("That's all").await;
        if us.last().text.contains("other camera") {
            second.presses("My camera").await;
        }
    }
    us.expects("did it touch something older?").await;
    both(&us, "Skip").await;
    us.expects("your own part").await;
    us.ana().answers("I made it harder when I shouted.").await;
    us.ben().answers("I'm sorry that I left the room.").await;
    both(&us, "Done").await;
    us.expects("how is that for you right now?").await;
    us.ben().presses("I need more time").await;
    us.expects("The answer: I need more time").await;
    us.ana().presses("That helps").await;
    us.expects("Next time, both of you").await;
    us.ana().answers("Next time I'll ask for ten minutes.").await;
    us.ben().answers("Next time I'll say when I'm back.").await;
    both(&us, "Done").await;
    us.expects("on the same team").await;
    both(&us, "Done").await;
    us.expects("That was brave, on both sides.").await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn closer() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "closer", "In one room").await;
    us.expects("could you say no tonight").await;
    us.ana().presses("Yes").await;
    us.ben().presses("Yes").await;
    us.so_far();
    us.expects_silence().await;
    town.passes(chrono::TimeDelta::minutes(10)).await;
    for line in ["not for getting a yes", "not to agree to it", "Nothing is decided", "No trades", "a whole answer"] {
        us.expects(line).await;
        both(&us, "Yes").await;
    }
    us.expects("A warm start").await;
    both(&us, "Done").await;
    let [first, second] = us.by_floor().await;
    first.presses("Done").await;
    us.expects("give back the longing you heard").await;
    second.presses("Done").await;
    first.presses("That's it").await;
    us.expects("a yes-part, an unsure-part, a no-part").await;
    second.presses("Need a start").await;
    us.expects("Ways to start, if you like").await;
    second.presses("Done").await;
    us.expects("hand that back just as it is").await;
    first.presses("Done").await;
    second.presses("Almost").await;
    second.presses("Done").await;
    first.presses("Done").await;
    second.presses("That's it").await;
    us.expects("To pass needs no reason").await;
    second.presses("I'll pass").await;
    us.expects("One thanks each").await;
    both(&us, "Done").await;
    us.expects("Choose how to land").await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn state_of_us_by_itself_each_week() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ben().says("/listen state every sunday 18:00").await;
    us.expects("The first time is on Sunday.").await;
    town.reaches("2026-11-29T18:00:00Z".parse().expect("an instant")).await;
    us.expects("It is time for State of us").await;
    us.ana().presses("Now is good").await;
    both(&us, "Here and now").await;
    us.expects("Three thanks each").await;
    us.ana().answers("You fixed the bike, you called my mother, you slept in with me.").await;
    us.ben().answers("You cooked, you waited for me, you laughed.").await;
    us.ana().answers("And you let me sleep on Friday.").await;
    us.so_far();
    us.expects_silence().await;
    both(&us, "Done").await;
    us.expects("One good thing of your week").await;
    both(&us, "Done").await;
    us.expects("one small thing you'd like to be heard on").await;
    us.ana().presses("Something small").await;
    us.ben().presses("Not this week").await;
    town.passes(chrono::TimeDelta::minutes(2)).await;
    us.expects("help you feel loved next week").await;
    us.ana().answers("A walk.").await;
    us.ben().answers("A morning without phones.").await;
    both(&us, "Done").await;
    us.expects("one hour next week").await;
    both(&us, "Done").await;
    us.expects("That was the week.").await;
    town.reaches("2026-12-06T18:01:00Z".parse().expect("an instant")).await;
    us.expects("It is time for State of us").await;
    insta::assert_snapshot!(us.transcript());
}

#[tokio::test]
async fn the_story_behind() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    begin(&us, "dream", "Here and now").await;
    both(&us, "Yes").await;
    town.passes(TimeDelta::minutes(1)).await;
    us.expects("Nothing gets solved today").await;
    both(&us, "We're in").await;
    for (first, second) in [(us.ana(), us.ben()), (us.ben(), us.ana())] {
        first.answers("A house by the water.").await;
        first.answers("My grandfather had one.").await;
        first.presses("That's all").await;
        us.expects("ask one question").await;
        second.answers("What does it stand for?").await;
        second.presses("That's all").await;
        first.answers("Quiet. And being let in.").await;
        first.presses("That's all").await;
        us.expects("or skip to giving the story back").await;
        second.presses("Skip").await;
        second.answers("It stands for being let in.").await;
        second.presses("That's all").await;
        first.presses("That's it").await;
        us.expects("what in it can you honour?").await;
        second.answers("Your grandfather in it.").await;
        second.presses("That's all").await;
        if us.last().text.contains("the other story") {
            second.presses("My story").await;
        }
    }
    us.expects("a friend to the other's dream").await;
    us.ana().answers("I could ask about it again.").await;
    us.ben().answers("I'd gladly come and look.").await;
    both(&us, "Done").await;
    us.expects("something was understood").await;
    insta::assert_snapshot!(us.transcript());
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
        first.presses("Skip").await;
        second.presses("I'll take it").await;
        us.expects(opener(evening * 2 + 1)).await;
        first.presses("Stop").await;
        town.passes(chrono::TimeDelta::days(1)).await;
        us.so_far();
    }
}
