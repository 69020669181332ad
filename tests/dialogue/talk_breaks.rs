//! Pauses, stops, silence, strangers and our own absences in a conversation.

use chrono::TimeDelta;
use nearer::rehearsal::AnswerShown;

use crate::town::{Actor, Town, Us};

/// A five-minute conversation, at its first step of words.
async fn under_way(town: &Town) -> Us<'_> {
    let us = town.a_couple().await;
    us.ana().says("/listen 5").await;
    us.ben().presses("Now is good").await;
    for label in ["Here and now", "We're in"] {
        us.ana().presses(label).await;
        us.ben().presses(label).await;
    }
    us.expects("the floor is yours").await;
    us
}

fn is_told(shown: &AnswerShown, words: &str) {
    assert!(shown.text.contains(words), "{shown:?}");
}

#[tokio::test]
async fn either_pauses_by_one_tap_and_there_is_a_time_to_come_back() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    us.ben().presses("Pause").await;
    us.expects("Pause until 18:20.").await;
    us.ana().presses("60 min").await;
    us.expects("Pause until 19:00.").await;
    is_told(&us.ana().presses("5 min").await, "You can make it longer");
    us.ben().presses("5 min").await;
    us.expects("Pause until 18:05.").await;
    town.passes(TimeDelta::minutes(5)).await;
    us.expects("Welcome back.").await;
    assert!(!us.last().text.contains("That turn again"), "there is none yet, and no such button");
    is_told(&us.ana().presses("Steady, go on").await, "Noted.");
    us.expects_silence().await;
    us.ben().presses("Steady, go on").await;
    us.expects("the floor is yours").await;
}

#[tokio::test]
async fn both_come_back_before_the_time() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    us.ana().presses("Pause").await;
    us.ana().presses("I'm back").await;
    us.ben().presses("I'm back").await;
    us.expects("the floor is yours").await;
    us.so_far();
    town.passes(TimeDelta::minutes(19)).await;
    us.expects_silence().await;
}

#[tokio::test]
async fn a_pause_nobody_comes_back_from_parks_it_and_a_week_later_it_is_forgotten() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    us.ana().presses("Pause").await;
    us.expects("Pause until").await;
    town.passes(TimeDelta::minutes(20)).await;
    us.expects("Welcome back.").await;
    us.ana().presses("Steady, go on").await;
    town.passes(TimeDelta::minutes(30)).await;
    us.expects("Parked for now.").await;
    us.ben().says("/resume").await;
    us.expects("Welcome back.").await;
    us.ana().presses("Enough for today").await;
    us.expects("Parked for now.").await;
    us.ana().says("/pause").await;
    us.ana().presses("Until we say so").await;
    town.passes(TimeDelta::days(8)).await;
    us.so_far();
    us.ben().says("/resume").await;
    us.expects("The cards are back.").await;
}

#[tokio::test]
async fn silence_parks_and_names_nobody() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    let [first, _] = us.by_floor().await;
    first.says_privately("/start").await;
    town.passes(TimeDelta::minutes(10)).await;
    let word = first.last_private_text();
    assert!(word.starts_with("Take your time."), "{word}");
    us.expects_silence().await;
    town.passes(TimeDelta::minutes(10)).await;
    us.expects("Parked for now.").await;
    let parked = us.last().text;
    assert!(!parked.contains("Ana") && !parked.contains("Ben"), "{parked}");
}

#[tokio::test]
async fn stop_is_one_tap_by_either_at_any_step() {
    for steps in 0..5 {
        let town = Town::open().await;
        let us = town.a_couple().await;
        us.ana().says("/listen 5").await;
        let ahead = ["Now is good", "Here and now", "We're in"];
        for label in ahead.iter().take(steps) {
            us.ben().presses(label).await;
            if *label != "Now is good" {
                us.ana().presses(label).await;
            }
        }
        if steps == 4 {
            us.ana().presses("Pause").await;
        }
        let stopper = if steps % 2 == 0 { us.ana() } else { us.ben() };
        stopper.presses("Stop").await;
        us.expects("We'll stop here. Stopping is fine, at any step.").await;
        town.passes(TimeDelta::hours(1)).await;
        assert!(us.group.from_bot().iter().all(|message| message.buttons.is_empty() || !message.text.contains("Five")));
        us.expects_silence().await;
    }
}

#[tokio::test]
async fn a_talk_in_which_nobody_spoke_leaves_no_trace() {
    for steps in 0..3 {
        let town = Town::open().await;
        let us = town.a_couple().await;
        us.ana().says_privately("/start").await;
        us.want_cards_alone().await;
        us.ana().says("/listen 5").await;
        us.ben().presses("Now is good").await;
        for label in ["Here and now", "We're in"].iter().take(steps) {
            us.ana().presses(label).await;
            us.ben().presses(label).await;
        }
        us.ben().presses("Stop").await;
        us.expects("We'll stop here.").await;
        let alone = us.ana().private_messages().len();
        us.ana().says("/listen").await;
        us.expects("Five minutes").await;
        town.passes(TimeDelta::hours(3)).await;
        us.expects(" · ").await;
        town.passes(TimeDelta::hours(24)).await;
        assert_eq!(us.ana().private_messages().len(), alone, "no question about a talk that was none");
    }
}

#[tokio::test]
async fn stop_can_be_typed_by_either_at_any_step() {
    for steps in 0..5 {
        let town = Town::open().await;
        let us = town.a_couple().await;
        us.ana().says("/listen 5").await;
        for label in ["Now is good", "Here and now", "We're in"].iter().take(steps) {
            us.ben().presses(label).await;
            if *label != "Now is good" {
                us.ana().presses(label).await;
            }
        }
        if steps == 4 {
            us.ana().presses("Pause").await;
        }
        let cleo = town.telegram.person("Cleo");
        us.group.joins(&cleo, &us.ana);
        town.settles().await;
        us.so_far();
        us.actor(&cleo).says("/stop").await;
        us.expects_silence().await;
        let stopper = if steps % 2 == 0 { us.ana() } else { us.ben() };
        stopper.says("/stop").await;
        us.expects("We'll stop here. Stopping is fine, at any step.").await;
        us.expects_silence().await;
        if steps > 1 {
            stopper.presses("Undo").await;
            us.expects("This talk goes on below.").await;
            us.expects("Welcome back.").await;
            stopper.says("/stop").await;
            us.expects("We'll stop here.").await;
        }
        // Buttons go while the chat is quiet.
        town.passes(TimeDelta::minutes(1)).await;
        assert!(us.group.from_bot().iter().all(|message| message.buttons.iter().flatten().all(|b| b.label != "Stop")));
        us.ben().says("/listen").await;
        us.so_far();
        stopper.says("/stop").await;
        us.expects("How long would you like the cards to rest?").await;
    }
}

#[tokio::test]
async fn pause_can_be_typed_while_a_talk_goes_on() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    us.ben().says("/pause").await;
    us.expects("Pause until 18:20.").await;
    us.ana().says("/pause until friday").await;
    us.expects("Cards are resting until Friday").await;
    us.ana().says("/pause").await;
    us.expects("How long would you like the cards to rest?").await;
}

#[tokio::test]
async fn the_listener_is_asked_to_hold_that_thought_and_a_stranger_moves_nothing() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    let cleo = town.telegram.person("Cleo");
    let [first, second] = us.by_floor().await;
    us.group.joins(&cleo, &us.ana);
    town.settles().await;
    us.so_far();
    second.says_privately("/start").await;
    second.answers("But that's not how it was!").await;
    assert!(second.last_private_text().starts_with("Hold that thought"), "only to them");
    second.answers("And another thing!").await;
    us.expects_silence().await;
    is_told(&second.presses("Done").await, "your partner's turn");
    let stranger = us.actor(&cleo);
    for label in ["Done", "Stop", "Pause", "Need a start"] {
        is_told(&stranger.presses(label).await, "This belongs to two people");
    }
    stranger.answers("Listen to me instead").await;
    us.expects_silence().await;
    first.answers("A small thing.").await;
    us.expects("say it back in your own words").await;
}

#[tokio::test]
async fn the_mirror_stands_under_what_it_mirrors_and_can_be_heard_again() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    let [first, second] = us.by_floor().await;
    let card = us.last();
    first.answers("The bus broke down.").await;
    us.expects("say it back in your own words").await;
    let said = us.group.messages().into_iter().rfind(|message| message.text == "The bus broke down.").expect("words");
    assert_eq!(us.last().reply_to, Some(said.id));
    // Nobody waits for that: it is done once the chat is quiet.
    town.passes(TimeDelta::minutes(1)).await;
    assert!(us.group.message(card.id).expect("the card before").buttons.is_empty(), "old buttons go");
    second.presses("Hear it again").await;
    us.expects("It would help to hear it once more: the same again, or the part that matters most.").await;
    assert!(!us.last().text.contains("the floor is yours"), "nobody has to begin from the beginning");
    first.answers("The bus broke down, and I was glad.").await;
    us.expects("say it back in your own words").await;
    let done =
        card.buttons.iter().flatten().find(|button| button.label == "Done").and_then(|button| button.data.clone());
    is_told(&first.presses_data(card.id, &done.expect("its data")).await, "That step is over");
}

#[tokio::test]
async fn a_picture_and_a_video_note_count_as_a_turn_and_a_sticker_does_not() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    let [first, second] = us.by_floor().await;
    let sends = |from: &Actor<'_>, content: serde_json::Value| {
        let mut message = serde_json::json!({
            "message_id": 900, "date": town.now().timestamp(),
            "chat": {"id": us.group.id(), "type": "group", "title": "Us two"},
            "from": {"id": from.id(), "is_bot": false, "first_name": "Someone"},
        });
        let fields = message.as_object_mut().expect("an object");
        fields.extend(content.as_object().expect("an object").clone());
        town.telegram.push_raw_update(serde_json::json!({ "message": message }));
    };
    let file = |extra: serde_json::Value| {
        let mut file = serde_json::json!({"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9});
        file.as_object_mut().expect("an object").extend(extra.as_object().expect("an object").clone());
        file
    };
    let kind = serde_json::json!({"type": "regular", "is_animated": false, "is_video": false});
    sends(&first, serde_json::json!({ "sticker": file(kind) }));
    us.expects_silence().await;
    sends(&first, serde_json::json!({ "photo": [file(serde_json::json!({}))] }));
    us.expects("say it back in your own words").await;
    sends(&second, serde_json::json!({ "video_note": file(serde_json::json!({"length": 240, "duration": 12})) }));
    us.expects("how close is that?").await;
}

#[tokio::test]
async fn a_long_turn_is_never_cut() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    let [first, _] = us.by_floor().await;
    first.answers(&"and then ".repeat(80)).await;
    us.expects("There was a lot in that. Pick the part that stood out").await;
}

#[tokio::test]
async fn while_we_were_away_nobodys_time_ran_out() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    town.crashes().await;
    town.clock.advance(TimeDelta::hours(1));
    town.wakes().await;
    us.expects("I was away for a bit. Nothing is lost").await;
    assert!(us.last().text.contains("the floor is yours"), "with the card, in one message");
    let [first, _] = us.by_floor().await;
    first.answers("Still here.").await;
    us.expects("say it back in your own words").await;

    town.crashes().await;
    town.clock.advance(TimeDelta::hours(1));
    town.wakes().await;
    us.expects("say it back in your own words").await;
    assert!(!us.last().text.contains("I was away"), "said once");
}

#[tokio::test]
async fn a_supergroup_a_ban_and_a_farewell_in_the_middle() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    us.so_far();
    us.group.upgrade();
    us.expects("the floor is yours").await;
    us.expects_silence().await;
    let [first, _] = us.by_floor().await;
    first.answers("Still here.").await;
    us.expects("say it back in your own words").await;
    us.group.remove_bot(&us.ana);
    town.settles().await;
    town.passes(TimeDelta::hours(2)).await;
    let old = us.last();
    us.group.add_bot(&us.ana);
    town.settles().await;
    us.expects("The talk that was under way is parked. /resume takes it up.").await;
    let stop = old.button("Stop").and_then(|button| button.data.clone()).expect("its data");
    let shown = us.ana().presses_data(old.id, &stop.replace("stop", "done")).await;
    assert!(shown.text == "That talk is parked. /resume takes it up.", "{shown:?}");
    us.ben().says("/resume").await;
    us.expects("Welcome back.").await;
    us.ben().says("/leave").await;
    us.ben().presses("Yes, leave now").await;
    us.expects("This space is closed.").await;
    town.passes(TimeDelta::days(2)).await;
    us.expects_silence().await;
}

#[tokio::test]
async fn no_card_comes_between_and_the_next_morning_each_is_asked_alone() {
    let town = Town::open_at("2026-11-23T19:50:00Z").await;
    let us = under_way(&town).await;
    let [first, second] = us.by_floor().await;
    first.says_privately("/start").await;
    town.passes(TimeDelta::minutes(15)).await;
    us.expects_silence().await;
    first.answers("A plain day.").await;
    second.presses("Stop").await;
    us.expects("We'll stop here.").await;
    town.reaches("2026-11-24T10:01:00Z".parse().expect("an instant")).await;
    us.expects_silence().await;
    assert_eq!(first.last_private_text(), "A small question, only for you.");
    first.presses_privately("Open").await;
    first.presses_privately("Not good").await;
    assert!(first.last_private_text().contains("it stays here"));
    first.presses_privately("A lighter week").await;
    assert!(first.last_private_text().contains("Nobody is told."));
    town.reaches("2026-11-24T20:10:00Z".parse().expect("an instant")).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn words_of_a_turn_are_found_nowhere() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    let [first, second] = us.by_floor().await;
    first.answers("the marzipan lighthouse").await;
    second.answers("so the marzipan lighthouse").await;
    first.presses("Almost").await;
    first.answers("more marzipan").await;
    us.ana().says("/listen marzipan lighthouse").await;
    town.stops().await;
    let at_rest = town.bytes_at_rest();
    for word in [&b"marzipan"[..], b"lighthouse", b"Ana", b"Ben", b"Us two"] {
        assert!(!at_rest.windows(word.len()).any(|bytes| bytes == word), "{}", String::from_utf8_lossy(word));
    }
    let text = town.store().legible().expect("all records").join("\n");
    assert!(text.contains("five"), "the conversation is in it: {text}");
    for word in ["marzipan", "lighthouse", "Ana", "Ben", "Us two"] {
        assert!(!text.contains(word), "{word} among the records");
    }
}

/// A copy of the prompts in which one text of the five minutes is replaced.
fn prompts_with(from: &str, to: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    let repository = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts");
    let copied = std::process::Command::new("cp").arg("-r").arg(repository.join("en")).arg(dir.path()).status();
    assert!(copied.expect("cp").success());
    let path = dir.path().join("en/conversations/five.toml");
    let text = std::fs::read_to_string(&path).expect("a script");
    assert!(text.contains(from));
    std::fs::write(&path, text.replace(from, to)).expect("a file");
    dir
}

#[tokio::test]
async fn a_script_that_changed_meanwhile_goes_on_by_the_same_step_or_rests() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    let [first, second] = us.by_floor().await;
    town.stops().await;
    let reworded = prompts_with("{listener}, say it back in your own words", "{listener}, say the heart of it");
    town.reads(reworded.path());
    town.clock.advance(TimeDelta::seconds(5));
    town.wakes().await;
    first.answers("The train was late.").await;
    us.expects("say the heart of it").await;
    town.stops().await;
    let renamed = prompts_with("\"mirror\"\nkind", "\"echo\"\nkind");
    let path = renamed.path().join("en/conversations/five.toml");
    let text = std::fs::read_to_string(&path).expect("a script");
    std::fs::write(&path, text.replace("next = \"mirror\"", "next = \"echo\"")).expect("a file");
    town.reads(renamed.path());
    town.clock.advance(TimeDelta::seconds(5));
    town.wakes().await;
    second.answers("It was late.").await;
    us.expects("The words of this talk have changed, so it is parked for now.").await;
    us.ana().says("/listen").await;
    us.expects("A talk is parked.").await;
}

#[tokio::test]
async fn names_are_those_that_people_act_under() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen long").await;
    us.expects("Ana would like to take turns").await;
    assert!(town.telegram.calls_of("getChatMember").is_empty(), "nobody had to be asked for a name");
}

#[tokio::test]
async fn an_answer_to_the_card_of_the_day_is_no_turn_in_a_slow_talk() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/listen five").await;
    us.ben().presses("Now is good").await;
    for actor in [us.ana(), us.ben()] {
        actor.presses("Slowly").await;
    }
    for actor in [us.ana(), us.ben()] {
        actor.presses("We're in").await;
    }
    let talk = us.last();
    let [speaker, _] = us.by_floor().await;
    town.passes(TimeDelta::hours(3)).await;
    let card = us.last();
    assert!(card.text.contains(" · "), "the card of the day has come");
    us.so_far();
    speaker.answers("What a lovely question.").await;
    us.expects_silence().await;
    speaker.answers_to(talk.id, "Something from my day.").await;
    us.expects("say it back in your own words").await;
}

#[tokio::test]
async fn a_talk_stopped_by_mistake_goes_on_when_the_one_who_stopped_it_says_so() {
    let town = Town::open().await;
    let us = under_way(&town).await;
    us.ben().presses("Stop").await;
    us.expects("We'll stop here.").await;
    is_told(&us.ana().presses("Undo").await, "Only the one who tapped it");
    us.ben().presses("Undo").await;
    us.expects("Welcome back.").await;
    us.ana().presses("Steady, go on").await;
    us.ben().presses("Steady, go on").await;
    us.expects("the floor is yours").await;
    us.ana().presses("Stop").await;
    us.expects("We'll stop here.").await;
    town.passes(TimeDelta::minutes(5)).await;
    is_told(&us.ana().presses("Undo").await, "That step is over");
    us.expects_silence().await;
}

#[tokio::test]
async fn while_one_is_not_in_the_group_the_other_can_still_stop_a_talk() {
    for by_word in [false, true] {
        let town = Town::open().await;
        let us = under_way(&town).await;
        let step = us.last();
        us.group.leaves(&us.ben);
        us.expects("Everything here rests until both of you are here again.").await;
        if by_word {
            us.ana().says("/stop").await;
        } else {
            us.ana().presses_on(step.id, "Stop").await;
        }
        us.expects("We'll stop here.").await;
        assert!(!us.last().text.contains("Ben"), "{}", us.last().text);
    }
}
