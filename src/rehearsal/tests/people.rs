//! An evening, from both sides.

use super::*;

#[tokio::test]
async fn an_evening_can_be_read() {
    let (telegram, bot) = telegram().await;
    let (ana, ben) = (telegram.person("Ana"), telegram.person("Ben"));
    let us = telegram.group("Us two", &[&ana, &ben]);
    us.add_bot(&ana);
    ana.says(&us, "/card");
    let buttons =
        json!({"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}, {"text": "Later", "callback_data": "l"}]]});
    let asked =
        json!({"chat_id": us.id(), "text": "A <b>card</b>?\nBoth tap.", "parse_mode": "HTML", "reply_markup": buttons});
    let card = bot.does("sendMessage", asked).await["message_id"].clone();
    let tap = ben.presses(&us, "Yes");
    telegram.clock().advance(chrono::TimeDelta::minutes(1));
    telegram.taps_live(chrono::TimeDelta::minutes(5));
    bot.does("answerCallbackQuery", json!({"callback_query_id": tap.query_id, "text": "Waiting for Ana."})).await;
    bot.does("editMessageText", json!({"chat_id": us.id(), "message_id": card, "text": "Here it is."})).await;
    ana.starts("");
    assert_eq!(
        telegram.transcript(crate::zones::Zone::named("Europe/Berlin").expect("a zone")),
        "\
--- Us two
09:00  * Ana adds Nearer
       Ana: /card
       Nearer: A card?
         Both tap.
         [Yes] [Later]
       Ben taps [Yes]
09:01  (only Ben sees) Waiting for Ana.
       Nearer: (edits) Here it is.

--- Ana, in private
09:01  Ana: /start
"
    );
    assert_eq!(us.last().unwrap().text, "Here it is.");
    assert!(us.last().unwrap().edited && us.last().unwrap().buttons.is_empty());
    assert_eq!(telegram.violations(), [""; 0]);
}
