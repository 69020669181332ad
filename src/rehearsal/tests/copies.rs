//! Several messages copied at once, from a private chat to the group.

use super::super::{Group, Person, Speech, Upload};
use super::*;

struct Copying {
    telegram: SimulatedTelegram,
    bot: Bot,
    ana: Person,
    us: Group,
}

impl Copying {
    async fn begin() -> Self {
        let (telegram, bot) = telegram().await;
        let ana = telegram.person("Ana");
        let us = telegram.group("Us two", &[&ana]);
        us.add_bot(&ana);
        ana.starts("");
        Self { telegram, bot, ana, us }
    }

    fn call(&self, ids: &[i64]) -> Value {
        json!({"chat_id": self.us.id(), "from_chat_id": self.ana.id(), "message_ids": ids})
    }

    async fn copies(&self, ids: &[i64]) -> Vec<i64> {
        let answer = self.bot.does("copyMessages", self.call(ids)).await;
        answer.as_array().expect("a list").iter().map(|copy| copy["message_id"].as_i64().expect("an id")).collect()
    }

    async fn refused(&self, ids: &[i64]) -> String {
        self.bot.is_refused("copyMessages", self.call(ids)).await
    }
}

fn picture() -> Upload {
    Upload { name: "us.png".to_owned(), bytes: vec![0x89, b'P', b'N', b'G', 1] }
}

fn list() -> Upload {
    Upload { name: "list.txt".to_owned(), bytes: vec![b'1'] }
}

#[tokio::test]
async fn what_can_be_copied_is_and_the_rest_is_passed_over() {
    let here = Copying::begin().await;
    let (ana, us) = (&here.ana, &here.us);
    let words = ana.says_privately("What I like about us.");
    let gone = ana.says_privately("No.");
    ana.deletes_privately(gone);
    let secret = ana.sends_privately(Speech::text("Not for copies.").protected());
    let voice = ana.sends_voice_privately(None);
    let told = ana.forwards_message_privately(us.id(), us.messages()[0].id);
    assert_eq!(told, None, "a service message cannot be forwarded");
    let copies = here.copies(&[words, gone, secret, voice, 9_999]).await;
    let seen = us.from_bot();
    assert_eq!(seen.iter().map(|message| message.id).collect::<Vec<_>>(), copies);
    assert_eq!(seen[0].text, "What I like about us.");
    assert!(seen[1].content.contains_key("voice"));
    assert_eq!(seen.len(), 2);

    assert_eq!(here.refused(&[gone, secret]).await, "Bad Request: there are no messages to copy");
    assert_eq!(here.refused(&[]).await, "Bad Request: message identifiers are not specified");
    let order = "Bad Request: message identifiers must be in a strictly increasing order";
    assert_eq!(here.refused(&[voice, words]).await, order);
    assert_eq!(here.refused(&[words, words]).await, order);
    let many: Vec<i64> = (1..=101).collect();
    assert_eq!(here.refused(&many).await, "Bad Request: too many message identifiers specified");
    let one = json!({"chat_id": us.id(), "from_chat_id": ana.id(), "message_id": secret});
    assert_eq!(here.bot.is_refused("copyMessage", one).await, "Bad Request: message can't be copied");
    assert_eq!(here.telegram.violations(), [""; 0]);
}

#[tokio::test]
async fn an_album_stays_one_and_what_is_left_of_one_is_none() {
    let here = Copying::begin().await;
    let ids = here.ana.sends_album_privately(&[picture(), picture(), picture()], "A week.", None);
    let news = here.bot.news().await;
    let groups: Vec<&Value> = news.iter().rev().take(3).map(|update| &update["message"]["media_group_id"]).collect();
    assert!(groups[0].is_string() && groups.iter().all(|group| *group == groups[0]), "{groups:?}");
    assert_eq!(news[news.len() - 3]["message"]["caption"], "A week.");

    here.copies(&ids).await;
    let seen = here.us.from_bot();
    assert!(seen.iter().all(|copy| copy.album.is_some() && copy.album == seen[0].album));
    assert_ne!(seen[0].album.as_deref(), groups[0].as_str(), "the new album has a name of its own");
    assert_eq!(seen[0].text, "A week.");

    here.ana.deletes_privately(ids[1]);
    here.ana.deletes_privately(ids[2]);
    let mut plain = here.call(&ids);
    plain["remove_caption"] = json!(true);
    plain["protect_content"] = json!(true);
    here.bot.does("copyMessages", plain).await;
    let left = here.us.last().unwrap();
    assert_eq!((left.album, left.text.as_str(), left.protected), (None, "", true));

    let files: Vec<i64> = (0..2).map(|_| here.ana.sends_privately(Speech::file(list(), ""))).collect();
    here.copies(&files).await;
    assert!(here.us.last().unwrap().album.is_some(), "files alone become an album");
}

#[tokio::test]
async fn copies_count_as_so_many_messages() {
    let here = Copying::begin().await;
    here.telegram.limits(true);
    let ids: Vec<i64> = (0..20).map(|n| here.ana.says_privately(&format!("{n}"))).collect();
    here.copies(&ids).await;
    here.telegram.clock().advance(chrono::TimeDelta::seconds(30));
    let late = json!({"chat_id": here.us.id(), "text": "x"});
    here.bot.does("sendMessage", late).await;
    let breach = format!("limit: 21 messages in one minute, to group {}", here.us.id());
    assert_eq!(here.telegram.violations(), [breach]);
}

#[tokio::test]
async fn what_the_bot_protects_stays_where_it_is() {
    let here = Copying::begin().await;
    let sent = json!({"chat_id": here.us.id(), "text": "Only here.", "protect_content": true});
    let sent = here.bot.does("sendMessage", sent).await;
    assert_eq!(sent["has_protected_content"], true);
    let id = sent["message_id"].as_i64().unwrap();
    assert!(here.us.last().unwrap().protected);
    assert_eq!(here.ana.forwards_message_privately(here.us.id(), id), None);
    let there = json!({"chat_id": here.ana.id(), "from_chat_id": here.us.id(), "message_id": id});
    assert_eq!(here.bot.is_refused("forwardMessage", there).await, "Bad Request: message can't be forwarded");
}
