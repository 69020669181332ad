//! A whole conversation, with the bot killed at every single step of it: it goes on where it was, no step is lost,
//! and none is shown twice.

use std::time::Duration;

use chrono::TimeDelta;
use nearer::clock::Clock;
use nearer::rehearsal::{Fault, SimulatedTelegram};

use crate::bot::{Bot, Home, WORDS};
use crate::couples::Couple;

/// What one of the two does (0 or 1), and what the newest card says then; empty: nothing shows.
type Deed = (usize, Does, &'static str);

#[derive(Clone, Copy)]
enum Does {
    Types(&'static str),
    Presses(&'static str),
    Answers,
    /// A minute passes.
    Waits,
}

use Does::{Answers, Presses, Types, Waits};

/// The long table, here and now: a loop, a guess, a pause, both turns, the wishes, the close.
const EVENING: [Deed; 31] = [
    (0, Types("/listen long"), "would like to take turns"),
    (1, Presses("Now is good"), "How would you like to talk"),
    (0, Presses("Here and now"), ""),
    (1, Presses("Here and now"), "look inside for a moment"),
    (0, Presses("I'm steady"), ""),
    (1, Presses("I'm steady"), ""),
    (1, Waits, "the floor is yours"),
    (0, Answers, ""),
    (0, Presses("That's all"), "say it back in your own words"),
    (1, Answers, "how close is that"),
    (0, Presses("Almost"), "which piece is missing"),
    (0, Presses("Done"), "once more, with that piece"),
    (1, Presses("Pause"), "Pause until"),
    (1, Presses("I'm back"), ""),
    (0, Presses("I'm back"), "once more, with that piece"),
    (1, Answers, "how close is that"),
    (0, Presses("That's it"), "what makes sense"),
    (1, Presses("worried"), "A guess: worried."),
    (1, Answers, ""),
    (1, Presses("That's all"), "say it back in your own words"),
    (0, Answers, "how close is that"),
    (1, Presses("That's it"), "what makes sense"),
    (0, Presses("Skip"), "one small wish each"),
    (0, Presses("Small wishes"), ""),
    (1, Presses("Small wishes"), ""),
    (1, Waits, "One small wish each"),
    (1, Answers, ""),
    (0, Answers, "Now answer each other's wish"),
    (0, Presses("Done"), ""),
    (1, Presses("Done"), "one moment in this talk that you liked"),
    (1, Types("/kept"), "No cards kept yet"),
];

/// When the bot is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kills {
    Never,
    /// After each deed, when what follows from it stands in the chat.
    WhenItStands,
    /// Before each deed: it waits unread until the bot is up again.
    BeforeItIsRead,
    /// When it is on disk and what follows is on its way.
    OnItsWay,
}

/// The evening as it stands in the group in the end: each message of the bot, its buttons, and how many words of
/// theirs it stands under.
async fn evening(kills: Kills) -> Vec<(String, Vec<String>, Option<String>)> {
    let noon = "2026-11-23T12:00:00Z".parse().expect("an instant");
    let clock = Clock::frozen(noon);
    let telegram = SimulatedTelegram::start(clock.clone()).await.expect("a Telegram");
    telegram.limits(false);
    let home = Home::new();
    let mut runs = 0;
    let mut start = || {
        runs += 1;
        home.start(&telegram, runs)
    };
    let mut bot = start();
    let couple = Couple::pairs(&mut bot, &telegram).await;
    bot.settles().await;
    for (who, does, shows) in EVENING {
        let before = couple.group.from_bot().len();
        let held = telegram.calls_held();
        if kills == Kills::BeforeItIsRead {
            bot.kill();
            telegram.forget_report();
            act(&couple, &clock, who, does);
            bot = start();
        } else {
            let on_its_way = kills == Kills::OnItsWay && !shows.is_empty();
            if on_its_way {
                telegram.fault(Fault::delay(Duration::from_secs(20)).on("sendMessage"));
                telegram.fault(Fault::delay(Duration::from_secs(20)).on("editMessageText"));
            }
            act(&couple, &clock, who, does);
            if on_its_way {
                bot.until("a call is on its way", |telegram| telegram.calls_held() > held).await;
                bot = killed(bot, &telegram, &mut start);
            }
        }
        bot.until(shows, |_| newest(&couple).contains(shows)).await;
        bot.settles().await;
        if kills == Kills::WhenItStands || (kills == Kills::OnItsWay && shows.is_empty()) {
            bot = killed(bot, &telegram, &mut start);
        }
        assert!(couple.group.from_bot().len() <= before + 1, "shown twice: {shows:?}");
    }
    bot.until("the last buttons are gone", |_| buttons(&couple) == 0).await;
    bot.settles().await;
    bot.terminate();
    assert!(bot.ended().await.success(), "{}", bot.end_of_log());
    home.log_is_clean(&telegram);
    home.store_is_clean();
    let words = |id: i64| couple.group.message(id).map(|message| message.text);
    let seen = couple.group.from_bot().into_iter().map(|message| {
        let labels = message.labels().into_iter().map(str::to_owned).collect();
        (message.text.clone(), labels, message.reply_to.and_then(words))
    });
    seen.collect()
}

fn killed(bot: Bot, telegram: &SimulatedTelegram, start: &mut impl FnMut() -> Bot) -> Bot {
    bot.kill();
    telegram.clear_faults();
    telegram.forget_report();
    start()
}

fn act(couple: &Couple, clock: &Clock, who: usize, does: Does) {
    let person = &couple.people[who];
    match does {
        Types(text) => {
            person.says(&couple.group, text);
        }
        Presses(label) => drop(person.presses(&couple.group, label)),
        Waits => clock.advance(TimeDelta::minutes(1)),
        Answers => {
            let card = couple.group.from_bot().into_iter().next_back().expect("a card");
            person.replies(&couple.group, card.id, WORDS);
        }
    }
}

fn newest(couple: &Couple) -> String {
    couple.group.from_bot().into_iter().next_back().map(|message| message.text).unwrap_or_default()
}

/// Buttons of the conversation that can still be tapped.
fn buttons(couple: &Couple) -> usize {
    let messages = couple.group.from_bot();
    let data = messages.iter().flat_map(|message| message.buttons.iter().flatten()).filter_map(|b| b.data.as_deref());
    data.filter(|data| data.starts_with("t ")).count()
}

#[tokio::test]
async fn killed_at_every_step_of_a_conversation_it_goes_on_where_it_was() {
    let undisturbed = evening(Kills::Never).await;
    assert!(undisturbed.iter().filter(|(_, _, under)| under.as_deref() == Some(WORDS)).count() > 3);
    for kills in [Kills::WhenItStands, Kills::BeforeItIsRead, Kills::OnItsWay] {
        assert_eq!(evening(kills).await, undisturbed, "{kills:?}");
    }
}
