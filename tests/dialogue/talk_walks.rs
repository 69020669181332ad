//! How two people go through each of the six talks, from the question to the last word.

use chrono::TimeDelta;

use crate::town::{Actor, Us};

/// Ana asks, Ben has time (or both would like it, where each is asked alone), and both say how they are placed.
pub async fn begin(us: &Us<'_>, script: &str, way: &str) {
    us.ana().says(&format!("/listen {script}")).await;
    if us.last().button("Now is good").is_some() {
        us.ben().presses("Now is good").await;
    } else {
        us.would_both_like_it().await;
    }
    us.expects("How would you like to talk").await;
    both(us, way).await;
}

/// Both tap the same button.
pub async fn both(us: &Us<'_>, label: &str) {
    us.ana().presses(label).await;
    us.ben().presses(label).await;
}

/// Both reply to the newest card.
pub async fn both_answer(us: &Us<'_>, ana: &str, ben: &str) {
    us.ana().answers(ana).await;
    us.ben().answers(ben).await;
}

/// Both say yes where nobody else sees it, and the minute passes after which it goes on.
pub async fn both_alone(us: &Us<'_>, label: &str) {
    both(us, label).await;
    us.town.passes(TimeDelta::minutes(1)).await;
}

pub async fn five_minutes(us: &Us<'_>) {
    begin(us, "five", "Here and now").await;
    us.expects("One of you speaks, the other says it back").await;
    both(us, "We're in").await;
    us.expects("At each step, reply to my message").await;
    let [first, second] = us.by_floor().await;
    first.answers("My boss moved the deadline again. I sat in the car for ten minutes.").await;
    us.expects("say it back in your own words").await;
    second.presses("Need a start").await;
    us.expects("Ways to start, if you like").await;
    second.answers("Work keeps shifting and you needed a minute. You were angry. Did I get it?").await;
    us.expects("how close is that?").await;
    first.presses("Almost").await;
    us.expects("which piece is missing?").await;
    first.answers("Less angry, more small.").await;
    us.expects("once more, with that piece in it").await;
    second.answers("You felt small, as if you don't count there.").await;
    us.expects("how close is that?").await;
    first.presses("That's it").await;
    us.expects("what makes sense to you in that?").await;
    second.answers_by_voice().await;
    us.expects("step 6 of 10").await;
    second.answers("Good news: the choir took me.").await;
    us.expects("step 7 of 10").await;
    first.answers("They took you! Tell me the best part.").await;
    second.presses("There's more").await;
    second.answers("I sang alone and my voice held.").await;
    first.answers("Your voice held, alone.").await;
    second.presses("That's it").await;
    first.presses("Skip").await;
    us.expects("what helped?").await;
    second.answers("Your face when I told you.").await;
    first.answers("That you didn't tell me what to do.").await;
    us.expects("That took care and a little time.").await;
}

/// Straight through, both turns and both wishes, on the phone.
pub async fn the_long_table_here_and_now(us: &Us<'_>) {
    begin(us, "long", "Here and now").await;
    both_alone(us, "I'm steady").await;
    for (first, second) in [(us.ana(), us.ben()), (us.ben(), us.ana())] {
        us.expects("the floor is yours").await;
        first.answers("I never said how much I left when we moved.").await;
        first.answers("The people, most of all.").await;
        first.presses("That's all").await;
        second.answers("You miss the people there. Did I get it?").await;
        first.presses("That's it").await;
        second.answers("It makes sense, you left a choir behind. I'd guess you are lonely.").await;
    }
    us.expects("one small wish each").await;
    both_alone(us, "Small wishes").await;
    us.expects("One small wish each").await;
    both_answer(us, "Could we call them on Sunday?", "Half an hour alone after work.").await;
    us.expects("Now answer each other's wish").await;
    both_answer(us, "Yes, if I may cook meanwhile.", "Yes.").await;
    us.expects("one moment in this talk that you liked").await;
}

pub async fn the_long_table_in_one_room(us: &Us<'_>) {
    begin(us, "long table", "In one room").await;
    us.expects("look inside for a moment").await;
    both_alone(us, "I'm steady").await;
    us.expects("Ana, the floor is yours").await;
    let card = us.last().id;
    for (first, second) in [(us.ana(), us.ben()), (us.ben(), us.ana())] {
        first.presses("Done").await;
        second.presses("Done").await;
        first.presses("That's it").await;
        us.expects("how might it feel for").await;
        second.presses("relieved").await;
        us.expects("A guess: relieved.").await;
    }
    assert!(us.last().text.contains("Or one small wish each"), "the same card");
    assert_eq!(us.last().id, card, "in one room there is one card, changed in place");
    both_alone(us, "Small wishes").await;
    us.expects("One small wish each").await;
    let card = us.last().id;
    // In one room what was said was heard, so one tap is enough.
    us.ben().presses("Done").await;
    us.expects("Now answer each other's wish").await;
    us.ana().presses("Done").await;
    us.expects("one moment in this talk that you liked").await;
    assert_eq!(us.last().id, card, "after what the clock decided there is one card again");
}

pub async fn after_the_storm(us: &Us<'_>) {
    begin(us, "storm", "Here and now").await;
    us.expects("This is not for hurt, threats or fear").await;
    both_alone(us, "Yes, calm").await;
    us.expects("which argument?").await;
    us.ana().answers("The shut door.").await;
    us.expects("Only that one.").await;
    both(us, "We're in").await;
    us.expects("What did you feel?").await;
    both_answer(us, "Tired, alone.", "Small, cornered.").await;
    for (first, second) in [(us.ana(), us.ben()), (us.ben(), us.ana())] {
        us.expects("what did you see and hear?").await;
        first.answers("I saw a shut door and told myself I was not wanted.").await;
        first.presses("That's all").await;
        second.answers("Through your eyes the door was shut.").await;
        first.presses("That's it").await;
        us.expects("which part can you see too?").await;
        second.answers("It's true that I shut it.").await;
    }
    us.expects("Your own part").await;
    both_answer(us, "I made it harder when I shouted.", "I'm sorry that I left the room.").await;
    us.expects("How is that for you now?").await;
    both_answer(us, "That helps.", "I need more time.").await;
    us.expects("Next time").await;
    both_answer(us, "Next time I'll ask for ten minutes.", "Next time I'll say when I'm back.").await;
    us.expects("That took courage").await;
}

pub async fn closer(us: &Us<'_>) {
    begin(us, "closer", "In one room").await;
    us.expects("could you say no tonight").await;
    both(us, "Yes").await;
    us.so_far();
    us.expects_silence().await;
    us.town.passes(TimeDelta::minutes(10)).await;
    us.expects("Five things to agree on").await;
    both(us, "I agree").await;
    us.expects("A warm start").await;
    us.ana().presses("Done").await;
    let [first, second] = us.by_floor().await;
    first.presses("Done").await;
    us.expects("say back the longing you heard").await;
    second.presses("Done").await;
    first.presses("That's it").await;
    us.expects("what is a yes in you, what is unsure, what is a no").await;
    second.presses("Need a start").await;
    us.expects("Ways to start, if you like").await;
    second.presses("Done").await;
    us.expects("say that back just as it is").await;
    first.presses("Done").await;
    second.presses("Almost").await;
    second.presses("Done").await;
    first.presses("Done").await;
    second.presses("That's it").await;
    us.expects("You can pass without a reason").await;
    second.presses("I'll pass").await;
    us.expects("Or part two, if you both want it tonight").await;
    both_alone(us, "Part two").await;
    us.expects("What stayed with you").await;
    us.ana().presses("Done").await;
    us.expects("It is an offer, not a trade").await;
    us.ben().presses("Done").await;
    us.expects("Nothing is decided unless you both want it").await;
    us.ana().presses("Done").await;
    us.expects("One thank-you each").await;
    us.ben().presses("Done").await;
    us.expects("Now something gentle").await;
}

/// It was asked for, or came by itself; `one` has time, and both have a small thing.
pub async fn state_of_us(us: &Us<'_>, one: Actor<'_>) {
    us.expects("State of us").await;
    one.presses("Now is good").await;
    both(us, "Here and now").await;
    us.expects("One to three thanks each").await;
    us.ana().answers("You fixed the bike, and you slept in with me.").await;
    us.ana().answers("And you let me sleep on Friday.").await;
    us.so_far();
    us.expects_silence().await;
    us.ben().answers("You cooked, you waited for me, you laughed.").await;
    us.expects("One good thing of your week").await;
    both_answer(us, "The lake on Tuesday.", "My mother laughed on the phone.").await;
    us.expects("one small thing you'd like to be heard on").await;
    both_alone(us, "Something small").await;
    let [first, second] = us.by_floor().await;
    for (first, second) in [(&first, &second), (&second, &first)] {
        first.answers("I came home to a dark flat on Monday.").await;
        first.presses("That's all").await;
        second.answers("Dark, and nobody there. Did I get it?").await;
        first.presses("That's it").await;
        second.answers("After such a day I'd mind it too.").await;
    }
    us.expects("help you feel loved next week").await;
    both_answer(us, "A walk.", "A morning without phones.").await;
    us.expects("one small agreement for next week").await;
    both_answer(us, "Saturday morning, no phones, and a walk.", "Yes. I'm in.").await;
    us.expects("That was the week.").await;
}

pub async fn the_story_behind(us: &Us<'_>) {
    begin(us, "dream", "Here and now").await;
    both_alone(us, "Yes").await;
    us.expects("Name it in three words").await;
    us.ana().answers("House by water.").await;
    us.expects("Nothing gets solved").await;
    both(us, "We're in").await;
    for (first, second) in [(us.ana(), us.ben()), (us.ben(), us.ana())] {
        first.answers("A house by the water.").await;
        first.answers("My grandfather had one.").await;
        first.presses("That's all").await;
        us.expects("ask one question").await;
        second.answers("What does it stand for?").await;
        us.expects("tell as much as you like").await;
        first.answers("Quiet. And being let in.").await;
        us.expects("say the story back").await;
        second.answers("It stands for being let in.").await;
        first.presses("That's it").await;
        us.expects("what do you respect in it?").await;
        second.answers("Your grandfather in it.").await;
    }
    us.expects("One small thing each").await;
    both_answer(us, "I could ask about it again.", "I'd gladly come and look.").await;
    us.expects("You understood something").await;
}
