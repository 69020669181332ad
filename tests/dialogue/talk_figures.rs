//! How much a talk asks of two people: what is tapped, shown and read. Counted in the journal of the simulated Telegram.

use nearer::rehearsal::{JournalEntry, Seen};

use crate::talk_walks::{
    after_the_storm, closer, five_minutes, state_of_us, the_long_table_here_and_now, the_long_table_in_one_room,
    the_story_behind,
};
use crate::town::{BOT, Town};

/// What one talk took, from "Now is good" on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Figures {
    /// Taps of the two, both together.
    taps: usize,
    /// Cards of the bot that were new to them: messages, and texts that took the place of another.
    messages: usize,
    /// Words in these cards and in the answers to taps.
    words: usize,
    /// Words on the buttons of these cards.
    labels: usize,
}

/// Counts what was seen in the group from the card on that asks how they would like to talk.
fn figures(journal: &[JournalEntry], group: i64) -> Figures {
    let begins = |entry: &&JournalEntry| matches!(&entry.event, Seen::Said { who, text, .. } if who == BOT && text.contains("How would you like to talk"));
    let words = |text: &str| text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count();
    let talk = journal.iter().filter(|entry| entry.chat == group).skip_while(|entry| !begins(entry));
    talk.fold(Figures::default(), |so_far, entry| match &entry.event {
        Seen::Said { who, text, buttons, .. } if who == BOT => Figures {
            messages: so_far.messages + 1,
            words: so_far.words + words(text),
            labels: so_far.labels + buttons.iter().flatten().map(|label| words(label)).sum::<usize>(),
            ..so_far
        },
        Seen::Shown { text, .. } => Figures { words: so_far.words + words(text), ..so_far },
        Seen::Tapped { .. } => Figures { taps: so_far.taps + 1, ..so_far },
        _ => so_far,
    })
}

/// The most that each may take.
const BOUNDS: [(&str, Figures); 7] = [
    ("Five minutes", Figures { taps: 10, messages: 19, words: 520, labels: 180 }),
    ("The long table", Figures { taps: 16, messages: 14, words: 600, labels: 180 }),
    ("The long table, in one room", Figures { taps: 16, messages: 14, words: 620, labels: 180 }),
    ("After the storm", Figures { taps: 12, messages: 17, words: 430, labels: 180 }),
    ("Closer", Figures { taps: 24, messages: 21, words: 800, labels: 200 }),
    ("State of us", Figures { taps: 10, messages: 15, words: 430, labels: 170 }),
    ("The story behind", Figures { taps: 12, messages: 18, words: 500, labels: 180 }),
];

/// Each of them whole: with both turns, and with what comes only if both want it.
#[tokio::test]
async fn no_talk_asks_for_more_than_it_may() {
    let mut all = Vec::new();
    println!("| talk | taps | cards | words | words on buttons |\n|---|---|---|---|---|");
    for (talk, most) in BOUNDS {
        let town = Town::open().await;
        let us = town.a_couple().await;
        match talk {
            "Five minutes" => five_minutes(&us).await,
            "The long table" => the_long_table_here_and_now(&us).await,
            "The long table, in one room" => the_long_table_in_one_room(&us).await,
            "After the storm" => after_the_storm(&us).await,
            "Closer" => closer(&us).await,
            "State of us" => {
                us.ana().says("/listen state").await;
                state_of_us(&us, us.ben()).await;
            }
            _ => the_story_behind(&us).await,
        }
        let told = us.transcript();
        let told = ["reply to my message", "Say it aloud"].map(|how| told.matches(how).count());
        assert_eq!(told.iter().sum::<usize>(), 1, "how one answers is told once: {talk}");
        let found = figures(&town.telegram.journal(), us.group.id());
        let Figures { taps, messages, words, labels } = found;
        println!("| {talk} | {taps} | {messages} | {words} | {labels} |");
        all.push((talk, found, most));
    }
    for (talk, found, most) in &all {
        let is_within = found.taps <= most.taps
            && found.messages <= most.messages
            && found.words <= most.words
            && found.labels <= most.labels;
        assert!(is_within, "{talk}: {found:?}, at most {most:?}");
    }
    // Where it is hot, short words help most (method, 13 of what was decided).
    let per_card = |(talk, found, _): &(&'static str, Figures, Figures)| (found.words * 100 / found.messages, *talk);
    assert_eq!(all.iter().map(per_card).min().map(|(_, talk)| talk), Some("After the storm"), "{all:?}");
}

#[test]
fn words_taps_and_cards_are_counted_from_the_first_question_on() {
    let said = |who: &str, edits, text: &str, labels: &[&str]| Seen::Said {
        who: who.to_owned(),
        edits,
        text: text.to_owned(),
        buttons: vec![labels.iter().map(|label| (*label).to_owned()).collect()],
    };
    let tapped = || Seen::Tapped { who: "Ana".to_owned(), label: "Done".to_owned() };
    let shown = Seen::Shown { who: "Ana".to_owned(), text: "Noted.".to_owned() };
    let events = [
        (1, said(BOT, false, "Before it all.", &["Now is good"])),
        (1, tapped()),
        (1, said(BOT, false, "How would you like to talk?", &["Here and now"])),
        (1, tapped()),
        (1, shown),
        (1, said("Ana", false, "Words of a person do not count.", &[])),
        (1, said(BOT, true, "Ana, say it · now.", &["Done", "That's all"])),
        (2, said(BOT, false, "Elsewhere.", &[])),
    ];
    let at = "2026-11-23T18:00:00Z".parse().expect("an instant");
    let journal = events.map(|(chat, event)| JournalEntry { chat, at, event });
    assert_eq!(figures(&journal, 1), Figures { taps: 1, messages: 2, words: 6 + 1 + 4, labels: 3 + 3 });
}
