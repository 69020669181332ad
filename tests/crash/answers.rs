//! A card that both answer in private, with the bot killed at every step: no answer is lost, and both open once.

use std::time::Duration;

use chrono::TimeDelta;
use nearer::clock::Clock;
use nearer::rehearsal::{Fault, Person, SimulatedTelegram};

use crate::bot::{Bot, Home, WORDS};
use crate::couples::Couple;

/// When the bot is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kills {
    /// After each deed, when what follows from it stands there.
    WhenItStands,
    /// Before each deed is read.
    BeforeItIsRead,
    /// When it is on disk and what follows is on its way.
    OnItsWay,
}

struct Evening {
    telegram: SimulatedTelegram,
    clock: Clock,
    home: Home,
    couple: Couple,
    kills: Kills,
    runs: u64,
}

impl Evening {
    fn start(&mut self) -> Bot {
        self.runs += 1;
        self.home.start(&self.telegram, self.runs)
    }

    fn again(&mut self, bot: Bot) -> Bot {
        bot.kill();
        self.telegram.clear_faults();
        self.telegram.forget_report();
        self.start()
    }

    /// Somebody does something, and then these words stand in their private chat. The bot is killed on the way.
    async fn deed(&mut self, mut bot: Bot, who: usize, does: impl Fn(&Evening, &Person), shows: &str) -> Bot {
        let person = self.couple.people[who].clone();
        let held = self.telegram.calls_held();
        match self.kills {
            Kills::BeforeItIsRead => {
                bot.kill();
                self.telegram.forget_report();
                does(self, &person);
                bot = self.start();
            }
            Kills::OnItsWay => {
                for method in ["sendMessage", "editMessageText"] {
                    self.telegram.fault(Fault::delay(Duration::from_secs(20)).on(method));
                }
                does(self, &person);
                bot.until("a call is on its way", |telegram| telegram.calls_held() > held).await;
                bot = self.again(bot);
            }
            Kills::WhenItStands => does(self, &person),
        }
        bot.until(shows, |_| person.last_private().is_some_and(|message| message.text.contains(shows))).await;
        bot.settles().await;
        if self.kills == Kills::WhenItStands {
            bot = self.again(bot);
        }
        bot
    }
}

async fn evening(kills: Kills) {
    let noon = "2026-11-23T12:00:00Z".parse().expect("an instant");
    let clock = Clock::frozen(noon);
    let telegram = SimulatedTelegram::start(clock.clone()).await.expect("a Telegram");
    telegram.limits(false);
    let home = Home::new();
    let mut bot = home.start(&telegram, 1);
    let couple = Couple::pairs(&mut bot, &telegram).await;
    let mut evening = Evening { telegram, clock, home, couple, kills, runs: 1 };
    for person in &evening.couple.people {
        person.starts("corner");
    }
    bot.settles().await;
    let card = loop {
        evening.couple.people[0].says(&evening.couple.group, "/card");
        bot.settles().await;
        let newest = evening.couple.group.from_bot().into_iter().next_back().expect("a card");
        if newest.text.contains("the answers open here together") {
            break newest.id;
        }
    };
    for who in [0, 1] {
        let asks = |evening: &Evening, person: &Person| {
            drop(person.presses_on(&evening.couple.group, card, "Answer in private"));
        };
        bot = evening.deed(bot, who, asks, "Send your answer here").await;
        bot = evening.deed(bot, who, |_, person| _ = person.says_privately(WORDS), "I have it.").await;
        bot =
            evening.deed(bot, who, |_, person| drop(person.presses_privately("That's all")), "That's all, then.").await;
    }
    let held = evening.telegram.calls_held();
    if kills == Kills::OnItsWay {
        evening.telegram.fault(Fault::delay(Duration::from_secs(20)).on("copyMessages"));
    }
    evening.clock.advance(TimeDelta::minutes(4));
    if kills == Kills::OnItsWay {
        bot.until("a copy is on its way", |telegram| telegram.calls_held() > held).await;
        bot = evening.again(bot);
    }
    let group = evening.couple.group.clone();
    bot.until("it has opened", |_| group.from_bot().iter().any(|message| message.text.contains("One reply each")))
        .await;
    bot.settles().await;
    bot = evening.again(bot);
    evening.clock.advance(TimeDelta::minutes(4));
    bot.settles().await;
    let copies = group.from_bot().into_iter().filter(|message| message.text == WORDS).count();
    assert_eq!(copies, 2, "each answer once: {kills:?}");
    bot.terminate();
    assert!(bot.ended().await.success(), "{}", bot.end_of_log());
    evening.home.log_is_clean(&evening.telegram);
    evening.home.store_is_clean();
}

#[tokio::test]
async fn killed_at_every_step_both_answers_open_once() {
    for kills in [Kills::WhenItStands, Kills::BeforeItIsRead, Kills::OnItsWay] {
        evening(kills).await;
    }
}
