//! Of conversations: rules that hold on every walk through every one of them. Two people, a stranger, clock jumps and
//! restarts, drawn by chance.

mod chat;

use std::collections::BTreeSet;

use chrono::TimeDelta;
use nearer::couple::{
    Action, Button, Effect, Message, Outgoing, Phrase, Play, Stage, TalkAction, TalkTap, TimerKind, Value,
};
use nearer::prompts::{Act, BothHow, StepId};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

use self::chat::{Chat, Deed, deed};
use crate::kit::{ANA, BEN, CHAT, CLEO, World, library};

fn said(effects: &[Outgoing]) -> impl Iterator<Item = &Phrase> {
    effects.iter().flat_map(|row| match &row.effect {
        Effect::Say { message, .. } | Effect::Edit { message, .. } => message.body.iter().collect::<Vec<_>>(),
        _ => Vec::new(),
    })
}

fn names_someone(phrase: &Phrase) -> bool {
    phrase.args.iter().any(|(_, value)| match value {
        Value::Person(_) => true,
        Value::Spoken { text, .. } => text.contains("{speaker}") || text.contains("{listener}"),
        Value::Phrase(phrase) => names_someone(phrase),
        Value::Lines(lines) => lines.iter().any(names_someone),
        Value::Text(_) | Value::Number(_) => false,
    })
}

/// What has to be true at every point of every walk.
fn holds(chat: &Chat) -> Result<(), TestCaseError> {
    let Some(talk) = &chat.two.couple.talks.now else { return Ok(()) };
    // Nothing waits for ever: each stage has its time, and left alone it comes to an end.
    let due = chat.two.couple.timers.get(&TimerKind::Talk);
    prop_assert_eq!(due, Some(&talk.until));
    prop_assert!(talk.until > chat.two.now && talk.until <= chat.two.now + TimeDelta::days(7));
    let mut alone = chat.clone();
    for _ in 0..12 {
        let left = alone.two.couple.talks.now.as_ref().map(|talk| talk.until - alone.two.now);
        let Some(left) = left else { break };
        alone.lives(TimeDelta::seconds(left.num_seconds() + 1));
    }
    prop_assert!(alone.two.couple.talks.now.is_none_or(|talk| talk.script.0 == "state"), "it ends by itself");
    // Either stops it by one tap, from everywhere, with one line for all of it.
    for user in [ANA, BEN] {
        let (then, effects) = chat.taps_present(user, TalkTap::Stop);
        prop_assert!(then.two.couple.talks.now.is_none());
        prop_assert_eq!(said(&effects).filter(|phrase| phrase.key == "talk-stopped").count(), 1);
        prop_assert!(then.messages.values().all(|message| !has_taps(message)), "no button of it is left");
    }
    // What can be done at every step stands on its card.
    let card = chat.on_card().unwrap_or_default();
    let words = |play: &Play| {
        let step = library().script(&talk.script).and_then(|script| script.step(&play.step));
        step.is_some_and(|step| {
            matches!(step.act, Act::Turn { .. } | Act::Swap { .. } | Act::Both { how: BothHow::Words, .. })
        })
    };
    let must: &[TalkTap] = match &talk.stage {
        Stage::Parked(_) => &[],
        Stage::Invited | Stage::Paused(_) | Stage::Returning(..) => &[TalkTap::Stop],
        Stage::Asked(_) => &[TalkTap::Stop, TalkTap::Now, TalkTap::NotThisOne],
        Stage::Meeting(_) => &[TalkTap::Stop, TalkTap::Pause],
        Stage::Playing(play) if words(play) => &[TalkTap::Stop, TalkTap::Pause, TalkTap::Again, TalkTap::Stems],
        Stage::Playing(_) => &[TalkTap::Stop, TalkTap::Pause, TalkTap::Again],
    };
    for tap in must {
        prop_assert!(card.contains(tap), "{:?} is not on the card of {:?}: {:?}", tap, talk.stage, card);
    }
    // A pause is one tap, too, and has a time to come back.
    if matches!(talk.stage, Stage::Meeting(_) | Stage::Playing(_)) {
        for user in [ANA, BEN] {
            let (then, _) = chat.taps_present(user, TalkTap::Pause);
            let paused = then.two.couple.talks.now.expect("it is paused");
            let is_paused = matches!(paused.stage, Stage::Paused(_));
            prop_assert!(is_paused);
            prop_assert_eq!(paused.until, chat.two.now + TimeDelta::minutes(20));
        }
    }
    Ok(())
}

fn has_taps(message: &Message) -> bool {
    let is_tap = |button: &Button| matches!(button, Button::Act { action: Action::Talk(TalkAction::Tap(..)), .. });
    message.buttons.iter().flatten().any(is_tap)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn every_walk_keeps_the_rules(
        script in 0_usize..6,
        seed in any::<u32>(),
        deeds in proptest::collection::vec(deed(), 1..120),
    ) {
        let mut chat = Chat::new(script, seed.into());
        holds(&chat)?;
        for deed in &deeds {
            let before = chat.clone();
            let effects = chat.does(deed);
            holds(&chat)?;
            if let Deed::Taps(user, _) | Deed::Speaks(user, _) | Deed::Types(user, _) | Deed::Resumes(user) = deed
                && *user == CLEO
            {
                prop_assert_eq!(&chat.two.couple, &before.two.couple, "a stranger moves nothing");
            }
            // Where it is someone's turn, the other moves no step.
            if let (Deed::Taps(user, _) | Deed::Speaks(user, _), Some(turn)) = (deed, before.turn())
                && *user != turn
                && let (Some(was), Some(is)) = (&before.two.couple.talks.now, &chat.two.couple.talks.now)
                && let (Stage::Playing(was), Stage::Playing(is)) = (&was.stage, &is.stage)
            {
                prop_assert_eq!(&was.step, &is.step);
                prop_assert_eq!(was.turn, is.turn);
            }
            // Only what gives a turn names a person.
            for phrase in said(&effects).filter(|phrase| names_someone(phrase)) {
                let gives_a_turn = ["card-starts", "card-thanks", "talk-invited", "talk-head-speaks", "talk-head-taps", "talk-head-listener", "talk-text", "talk-rich"];
                prop_assert!(gives_a_turn.contains(&phrase.key.as_str()), "{} names someone", phrase.key);
            }
            // Telegram allows a group twenty messages a minute; a deed of one person makes three at most. After days
            // of silence a talk, the card and the ideas for an evening can be late together.
            if !matches!(deed, Deed::TimePasses(_) | Deed::LeadsOn(_) | Deed::Sleeps(_)) {
                let calls = effects.iter().filter(|row| row.chat == CHAT && !matches!(row.effect, Effect::Answer { .. }));
                prop_assert!(calls.count() <= 3);
            }
        }
    }

    /// A no in private, a day that passed and a phone that was never looked at: the group sees the same, at the same
    /// moment.
    #[test]
    fn a_private_no_shows_nothing(script in 0_usize..6, seed in any::<u32>(), minutes in 0_i64..1_400) {
        let begin = Chat::new(script, seed.into());
        let (mut declined, mut unseen) = (begin.clone(), begin);
        declined.lives(TimeDelta::minutes(minutes));
        unseen.lives(TimeDelta::minutes(minutes));
        let (mut declined, effects) = declined.taps_present(BEN, TalkTap::NotThisOne);
        let only_an_answer = effects.iter().all(|row| matches!(row.effect, Effect::Answer { .. }));
        prop_assert!(only_an_answer);
        declined.seed = unseen.seed;
        let rest = TimeDelta::minutes(1_500 - minutes);
        let seen = |chat: &mut Chat| chat.lives(rest);
        prop_assert_eq!(seen(&mut declined), seen(&mut unseen));
        prop_assert_eq!(declined.messages, unseen.messages);
        prop_assert_eq!(declined.two.couple, unseen.two.couple);
    }
}

/// A rule that no walk could break would prove nothing: the walks come to every step of every script, and to every
/// stage.
#[test]
fn the_walks_come_everywhere() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let strategy = proptest::collection::vec(deed(), 119);
    let (mut steps, mut stages) = (BTreeSet::new(), BTreeSet::new());
    for walk in 0..900 {
        let deeds = strategy.new_tree(&mut runner).expect("a walk").current();
        let mut chat = Chat::new(walk % 6, walk as u64);
        for deed in &deeds {
            chat.does(deed);
            let Some(talk) = &chat.two.couple.talks.now else { continue };
            stages.insert(match &talk.stage {
                Stage::Playing(play) => {
                    steps.insert((talk.script.0.clone(), play.step.0.clone()));
                    "playing"
                }
                Stage::Invited => "invited",
                Stage::Asked(_) => "asked",
                Stage::Meeting(_) => "meeting",
                Stage::Paused(_) => "paused",
                Stage::Returning(..) => "returning",
                Stage::Parked(_) => "parked",
            });
        }
    }
    let all = library().scripts().iter().flat_map(|script| {
        let steps = script.steps.iter().filter(|step| step.act != Act::Close);
        steps.map(|step| (script.id.0.clone(), step.id.0.clone()))
    });
    let missed: Vec<_> = all.filter(|step| !steps.contains(step)).collect();
    assert!(missed.is_empty(), "never came to {missed:?}");
    assert_eq!(stages.len(), 7, "{stages:?}");
}

/// The steps of the first edition that are no more, by script.
const GONE: [(&str, &[&str]); 6] = [
    ("five", &["thank"]),
    (
        "long",
        &[
            "rules",
            "feel",
            "feel-check",
            "more-like",
            "thank",
            "if",
            "other-wish",
            "other-answer",
            "other-if",
            "appreciate",
        ],
    ),
    ("storm", &["balcony", "bruise", "need", "receive-too", "need-too", "team"]),
    ("closer", &["agree-1", "agree-2", "agree-3", "agree-4", "agree-5"]),
    ("state", &["plan"]),
    ("story", &["ask-more", "answer-more"]),
];

/// A talk that waited at a step of the first edition goes on at the step in its place, to its end, and old buttons do no
/// harm.
#[test]
fn a_talk_that_waits_at_a_step_that_is_no_more_goes_on() {
    for (script, gone) in GONE {
        for old in gone {
            let place = library().scripts().iter().position(|other| other.id.0 == script).expect("that script");
            let mut chat = Chat::new(place, 7);
            let is_playing = |chat: &Chat| {
                let talk = chat.two.couple.talks.now.as_ref();
                talk.is_some_and(|talk| matches!(talk.stage, Stage::Playing(_)))
            };
            for _ in 0..8 {
                if !is_playing(&chat) {
                    chat.does(&Deed::LeadsOn(0));
                }
            }
            let talk = chat.two.couple.talks.now.as_mut().expect("a talk");
            let Stage::Playing(play) = &mut talk.stage else { panic!("{script} does not play: {:?}", talk.stage) };
            play.step = StepId((*old).to_owned());
            play.told_at = Some(StepId((*old).to_owned()));
            let mut restarted = chat.clone();
            restarted.does(&Deed::Restart);
            assert_eq!(restarted.two.couple, chat.two.couple, "the record opens");
            // Whatever stood on the old card is answered, and asked for once more the card of the new step comes.
            let mut told = Vec::new();
            for tap in [TalkTap::Choose(0), TalkTap::Choose(2), TalkTap::Chip(3), TalkTap::Done, TalkTap::Skip] {
                told.extend(chat.taps_present(ANA, tap).1);
                told.extend(chat.taps_present(BEN, tap).1);
            }
            told.extend(chat.does(&Deed::Types(ANA, "")));
            holds(&chat).expect("the rules");
            for _ in 0..60 {
                told.extend(chat.does(&Deed::LeadsOn(0)));
            }
            assert!(chat.two.couple.talks.now.is_none(), "{script} at {old} comes to its end");
            assert!(said(&told).all(|phrase| phrase.key != "talk-lost"), "{script} at {old} is not lost");
        }
    }
}
