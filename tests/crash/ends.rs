//! How the program ends and is refused: in good order at SIGTERM, in words where it cannot go on.

use std::time::{Duration, Instant};

use nearer::clock::Clock;
use nearer::rehearsal::{Fault, SimulatedTelegram};
use nearer::store::{Options, SledStore, Store};

use crate::bot::Home;
use crate::couples::Couple;

async fn telegram() -> SimulatedTelegram {
    let noon = "2026-11-23T12:00:00Z".parse().expect("an instant");
    let telegram = SimulatedTelegram::start(Clock::frozen(noon)).await.expect("a Telegram");
    telegram.limits(false);
    telegram
}

#[tokio::test]
async fn told_to_stop_it_lands_what_is_in_flight_and_loses_nothing() {
    let (telegram, home) = (telegram().await, Home::new());
    let mut bot = home.start(&telegram, 0);
    let mut couple = Couple::pairs(&mut bot, &telegram).await;
    bot.settles().await;

    // One answer is on its way when the signal comes, and a few more wait behind it.
    let calls = |telegram: &SimulatedTelegram| telegram.calls_of("sendMessage").len();
    let before = calls(&telegram);
    telegram.fault(Fault::delay(Duration::from_millis(700)).on("sendMessage"));
    for _ in 0..4 {
        couple.says_one_more();
    }
    bot.has_read_all().await;
    bot.until("an answer is on its way", |telegram| telegram.calls_held() > 0).await;
    let told = Instant::now();
    bot.terminate();
    assert!(bot.ended().await.success(), "{}", bot.end_of_log());
    assert!(told.elapsed() < Duration::from_secs(5));
    assert_eq!(calls(&telegram), before + 1, "what was in flight has landed, and nothing new was begun");

    let chat = nearer::couple::ChatId(couple.group.id());
    let store = SledStore::open(&home.data_dir(), &Options::default()).expect("the store opens");
    assert_eq!(store.lane(chat).expect("a readable store").len(), 3, "the rest stays to be sent");
    drop(store);

    let mut bot = home.start(&telegram, 1);
    bot.until("all is answered", |_| couple.is_answered()).await;
    bot.terminate();
    assert!(bot.ended().await.success());
    assert_eq!(couple.is_whole(0, &[]).duplicates, 0, "an end in good order leaves nothing in doubt");
    let store = SledStore::open(&home.data_dir(), &Options::default()).expect("the store opens");
    couple.is_kept(&store, 0);
    home.log_is_clean(&telegram);
}

#[tokio::test]
async fn told_to_stop_while_telegram_is_away_it_stops() {
    let (telegram, home) = (telegram().await, Home::new());
    telegram.down(true);
    let mut bot = home.start(&telegram, 0);
    bot.says("Telegram cannot be reached").await;
    let told = Instant::now();
    bot.terminate();
    assert!(bot.ended().await.success());
    assert!(told.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn of_two_with_one_token_each_says_so_and_the_one_that_stays_goes_on() {
    let (telegram, home, other_home) = (telegram().await, Home::new(), Home::new());
    let conflict = "another process polls with this bot's token";
    let mut first = home.start(&telegram, 0);
    let mut couple = Couple::pairs(&mut first, &telegram).await;
    first.has_read_all().await;
    let second = other_home.start(&telegram, 1);
    first.says(conflict).await;
    // The first polls again after a while, and now it is the second that is told.
    second.says(conflict).await;
    second.kill();
    couple.says_one_more();
    first.until("it is answered", |_| couple.is_answered()).await;
    first.kill();
    home.log_is_clean(&telegram);
    other_home.log_is_clean(&telegram);
}

#[tokio::test]
async fn a_token_that_is_refused_ends_it_in_words_without_the_token() {
    let (telegram, home) = (telegram().await, Home::new());
    let token = "7000000001:AAHwrongwrongwrong";
    let mut bot = home.start_with_token(&telegram, 0, token);
    assert!(!bot.ended().await.success());
    assert!(home.log().contains("refuses the token (401)"), "{}", bot.end_of_log());

    // Revoked while it ran.
    let mut bot = home.start(&telegram, 1);
    Couple::pairs(&mut bot, &telegram).await;
    telegram.fault(Fault::refused(401, "Unauthorized").on("getUpdates").always());
    telegram.person("somebody").starts("");
    bot.says("the token is not valid (401)").await;
    telegram.clock().advance(chrono::TimeDelta::seconds(60));
    assert!(!bot.ended().await.success());
    assert_eq!(home.log().matches("refuses the token (401)").count(), 2, "{}", bot.end_of_log());
    assert!(!home.log().contains("AAHwrongwrongwrong"));
    home.log_is_clean(&telegram);
}

/// Who it is, how a couple gets it, and with what it runs.
#[tokio::test]
async fn a_good_start_says_who_it_is_and_how_to_add_it() {
    let (telegram, home) = (telegram().await, Home::new());
    let bot = home.start(&telegram, 0);
    bot.says("this link adds it to a group; group privacy can stay on").await;
    let (log, name) = (home.log(), telegram.bot_username());
    let line = log.lines().find(|line| line.contains("in service")).expect("a line");
    let store = format!("store={}", home.data_dir().display());
    for part in
        [&format!("bot=@{name}"), &store, "host_key=in the folder of the store", "time_zones=20", "words=built in, "]
    {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert!(log.contains(&format!("link=https://t.me/{name}?startgroup=us")), "{log}");
    bot.kill();
    home.log_is_clean(&telegram);
}

#[tokio::test]
async fn a_second_process_on_the_same_store_is_refused_in_words() {
    let (telegram, home) = (telegram().await, Home::new());
    let bot = home.start(&telegram, 0);
    bot.says("in service").await;
    let mut second = home.start(&telegram, 1);
    assert!(!second.ended().await.success());
    let said = format!("is in use by another process (process id {})", bot.id());
    assert!(home.log().contains(&said), "{}", second.end_of_log());
    bot.kill();
}

/// From asking to being brought and back, told to stop or killed: each command is answered once.
#[tokio::test]
async fn behind_a_proxy_and_away_from_it_again_nothing_is_lost() {
    let (telegram, home) = (telegram().await, Home::new());
    let mut bot = home.start(&telegram, 0);
    let mut couple = Couple::pairs(&mut bot, &telegram).await;
    let mut run = 0;
    for moves in [Home::moves_behind_a_proxy, |home: &Home, _: &SimulatedTelegram| home.moves_away_from_the_proxy()] {
        for ends in [End::Told, End::Killed] {
            // One waits at Telegram; one comes while it is told to stop.
            couple.says_one_more();
            match ends {
                End::Told => {
                    bot.terminate();
                    assert!(bot.ended().await.success(), "{}", bot.end_of_log());
                    moves(&home, &telegram);
                }
                End::Killed => bot.kill(),
            }
            couple.says_one_more();
            run += 1;
            bot = home.start(&telegram, run);
            bot.until("all is answered", |_| couple.is_answered()).await;
            couple.says_one_more();
            bot.until("it is answered", |_| couple.is_answered()).await;
        }
    }
    assert!(telegram.brought() > 0);
    assert_eq!(telegram.webhook_info()["url"], "");
    bot.terminate();
    assert!(bot.ended().await.success());
    let store = SledStore::open(&home.data_dir(), &Options::default()).expect("the store opens");
    couple.is_kept(&store, 0);
    home.log_is_clean(&telegram);
}

#[derive(Clone, Copy, Debug)]
enum End {
    Told,
    Killed,
}

#[tokio::test]
async fn an_address_that_is_in_use_ends_it_in_words() {
    let (telegram, home, other_home) = (telegram().await, Home::new(), Home::new());
    home.moves_behind_a_proxy(&telegram);
    other_home.copies_the_place_of(&home);
    let bot = home.start(&telegram, 0);
    bot.says("the webhook is set").await;
    let mut second = other_home.start(&telegram, 1);
    assert!(!second.ended().await.success());
    let said = "Give another address of this machine as `listen` of [webhook]";
    assert!(other_home.log().contains(said), "{}", second.end_of_log());
    bot.kill();
    home.log_is_clean(&telegram);
}
