//! What can go wrong on the road, and what the couple notices of it.

use chrono::TimeDelta;
use nearer::couple::ChatId;
use nearer::rehearsal::Fault;
use serde_json::json;

use crate::town::Town;

#[tokio::test]
async fn told_to_wait_one_chat_waits_and_the_other_does_not() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let (cleo, dan) = (town.telegram.person("Cleo"), town.telegram.person("Dan"));
    let other = town.telegram.group("Other two", &[&cleo, &dan]);
    town.telegram.fault(Fault::retry_after(30).on_sends().in_chat(us.group.id()));
    us.ana.says(&us.group, "/help");
    other.add_bot(&cleo);
    let began = town.now();
    town.settles().await;
    let sent = |chat: i64| {
        let calls = town.telegram.calls_of("sendMessage");
        calls.into_iter().rfind(|call| call.chat == Some(chat) && call.took_effect()).expect("a message").at
    };
    assert!(sent(other.id()) - began < TimeDelta::seconds(5));
    assert!(sent(us.group.id()) - began >= TimeDelta::seconds(30));
    us.expects("What I can do here").await;
    us.expects_silence().await;
}

#[tokio::test]
async fn a_server_in_trouble_and_cut_connections_lose_nothing() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for fault in [Fault::bad_gateway(), Fault::internal_error(), Fault::cut_before()] {
        town.telegram.fault(fault.on_sends().times(2));
        us.ana().says("/help").await;
        us.expects("What I can do here").await;
        us.expects_silence().await;
    }
    // Here nobody can know whether it arrived: rather twice than never.
    town.telegram.fault(Fault::cut_after().on_sends());
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    us.expects("What I can do here").await;
    us.expects_silence().await;
}

#[tokio::test]
async fn thrown_out_while_a_message_was_on_its_way() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    for refusal in
        [(403, "Forbidden: bot was kicked from the group chat"), (403, "Forbidden: the group chat was deleted")]
    {
        town.telegram.fault(Fault::refused(refusal.0, refusal.1).on_sends());
        us.ana().says("/help").await;
        us.expects_silence().await;
        let calls = town.telegram.calls().len();
        town.passes(TimeDelta::days(2)).await;
        let later = town.telegram.calls();
        let sends = later[calls..].iter().filter(|call| call.method == "sendMessage").count();
        assert_eq!(sends, 0, "no storm of tries after {refusal:?}");
        us.ben().says("/settings").await;
        us.expects("Your clock: Lisbon").await;
    }
    town.passes(TimeDelta::days(1)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn not_allowed_to_write_it_tries_no_more_than_the_card_of_each_day() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let text = "Bad Request: not enough rights to send text messages to the chat";
    town.telegram.fault(Fault::refused(400, text).on_sends().always());
    us.ana().says("/help").await;
    us.expects_silence().await;
    let calls = town.telegram.calls().len();
    town.passes(TimeDelta::days(4)).await;
    let later = town.telegram.calls();
    let sends = later[calls..].iter().filter(|call| call.method == "sendMessage").count();
    assert!(sends <= 5, "{sends} in four days");
    town.telegram.clear_faults();
    town.passes(TimeDelta::days(1)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn a_message_that_telegram_will_never_take_does_not_stop_the_next() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.telegram.fault(Fault::refused(400, "Bad Request: message is too long").on_sends());
    us.ana().says("/help").await;
    us.expects_silence().await;
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
}

#[tokio::test]
async fn updates_that_come_twice_or_with_new_numbers_or_broken() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    let last = town.telegram.last_update_id().expect("an update");
    assert!(town.telegram.resend_update(last));
    us.expects_silence().await;

    // Telegram's numbers begin anew after an idle week, perhaps lower.
    town.telegram.jump_update_ids(7);
    us.ana().says("/help").await;
    us.expects("What I can do here").await;

    for poison in [
        json!({"message_reaction": {"chat": {"id": us.group.id(), "type": "group", "title": "x"}, "message_id": 1,
            "date": 1, "old_reaction": [], "new_reaction": []}}),
        json!({"message": {"message_id": "seven", "text": "a secret word"}}),
        json!({"brand_new_kind": {"text": "a secret word"}}),
        json!({"callback_query": 5}),
    ] {
        town.telegram.push_raw_update(poison);
    }
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    us.expects_silence().await;
    town.stops().await;
    let at_rest = town.bytes_at_rest();
    assert!(!at_rest.windows(6).any(|bytes| bytes == b"secret"), "nothing of a broken update is kept");
}

#[tokio::test]
async fn a_crash_between_commit_and_delivery_sends_once_after_the_start() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.telegram.down(true);
    town.clock.advance_to("2026-11-23T20:06:00Z".parse().expect("an instant"));
    town.committed().await;
    town.crashes().await;
    {
        let rows = town.store().outbox().expect("a store");
        assert_eq!(rows.len(), 1, "the card waits in the outbox");
        assert_eq!(rows[0].0.chat, ChatId(us.group.id()));
    }
    town.telegram.down(false);
    town.wakes().await;
    us.expects(" · ").await;
    us.expects_silence().await;
    assert_eq!(us.ben().presses("Keep").await.text, "Kept. /kept shows it again. A second tap takes it back.");
}

#[tokio::test]
async fn what_couples_write_is_found_nowhere() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    us.ana().says("/card").await;
    us.ana.replies(&us.group, us.last().id, "the marzipan lighthouse");
    us.ben().says("/pause marzipan lighthouse").await;
    us.ben().says("/settings zone marzipan lighthouse").await;
    us.ben().says_privately("the marzipan lighthouse").await;
    town.passes(TimeDelta::days(2)).await;
    town.stops().await;
    let at_rest = town.bytes_at_rest();
    for word in [&b"marzipan"[..], b"lighthouse", b"Ana", b"Ben", b"Us two"] {
        assert!(!at_rest.windows(word.len()).any(|bytes| bytes == word), "{}", String::from_utf8_lossy(word));
    }
}

#[tokio::test]
async fn a_webhook_that_someone_left_behind_is_removed() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.telegram.set_webhook("https://example.org/hook");
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    assert_eq!(town.telegram.calls_of("deleteWebhook").len(), 1);
}

/// A dialogue with a bot that has died fails at once and says of what.
#[tokio::test]
#[should_panic(expected = "the bot ended by itself: Telegram refuses the token (401)")]
async fn nobody_waits_for_a_bot_that_has_died() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.telegram.fault(Fault::refused(401, "Unauthorized").on("getUpdates").always());
    us.ana.says(&us.group, "/help");
    for _ in 0..20 {
        town.is_refused().await;
        town.clock.advance(TimeDelta::seconds(5));
    }
}

#[tokio::test]
async fn a_token_that_is_refused_for_a_moment_is_good_still() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let refused = || Fault::refused(401, "Unauthorized");
    town.telegram.fault(refused().on("getUpdates").times(10));
    us.ana.says(&us.group, "/help");
    for _ in 0..10 {
        town.is_refused().await;
        town.clock.advance(TimeDelta::seconds(5));
    }
    us.expects("What I can do here").await;
    // Of what could not be sent then, nothing is lost.
    town.telegram.fault(refused().on_sends().times(3));
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    us.expects_silence().await;
}

#[tokio::test]
async fn after_days_of_silence_the_card_of_the_day_comes_late_and_once() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    town.passes(chrono::TimeDelta::hours(3)).await;
    us.so_far();
    town.stops().await;
    // Two cards were missed; the third was due an hour and a half ago.
    town.sleeps_until("2026-11-26T21:30:00Z");
    town.wakes().await;
    us.expects(" · ").await;
    us.expects_silence().await;
    town.passes(chrono::TimeDelta::hours(20)).await;
    us.expects_silence().await;
    town.passes(chrono::TimeDelta::hours(4)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn a_couple_that_telegram_once_refused_is_tried_again() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let refused = || Fault::refused(400, "Bad Request: chat not found").in_chat(us.group.id());
    town.telegram.fault(refused().on("sendMessage"));
    town.passes(chrono::TimeDelta::hours(3)).await;
    us.expects_silence().await;
    // An hour later it is asked who is here, and that is answered: the next card comes.
    town.passes(chrono::TimeDelta::hours(24)).await;
    us.expects(" · ").await;
    // As long as it goes on, it is asked less and less often.
    town.telegram.fault(refused().always());
    let asked = || town.telegram.calls_of("getChatMemberCount").len();
    town.passes(chrono::TimeDelta::days(1)).await;
    let first_day = asked();
    town.passes(chrono::TimeDelta::days(60)).await;
    assert!((8..=20).contains(&(asked() - first_day)), "{} in sixty days", asked() - first_day);
    town.telegram.clear_faults();
    us.so_far();
    town.passes(chrono::TimeDelta::days(9)).await;
    us.expects(" · ").await;
}

#[tokio::test]
async fn a_group_that_never_paired_and_a_couple_out_of_reach_are_forgotten_in_time() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let (dan, eve) = (town.telegram.person("Dan"), town.telegram.person("Eve"));
    let strangers = town.telegram.group("Perhaps two", &[&dan, &eve]);
    strangers.add_bot(&dan);
    town.settles().await;
    us.group.remove_bot(&us.ana);
    for (days, left) in [(29, 2), (2, 1), (58, 1), (2, 0)] {
        town.passes(TimeDelta::days(days)).await;
        town.stops().await;
        assert_eq!(town.store().chats().expect("chats").len(), left, "after {days} more days");
        town.wakes().await;
    }
    // Whoever comes back begins anew.
    us.group.add_bot(&us.ana);
    us.expects("Hello, you two.").await;
}

#[tokio::test]
async fn what_is_refused_in_unknown_words_is_tried_once_more() {
    let town = Town::open().await;
    let us = town.a_couple().await;
    let unknown = || Fault::refused(400, "Bad Request: something that nobody has heard of").on_sends();
    town.telegram.fault(unknown());
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
    town.telegram.fault(unknown().times(2));
    us.ana().says("/help").await;
    us.expects_silence().await;
    us.ana().says("/help").await;
    us.expects("What I can do here").await;
}
