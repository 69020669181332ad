//! From a tap in the group to words in private and back into the group, as a bot can lead there.

use serde_json::{Value, json};

use super::house::Rehearsal;

/// Opens the private chat on a phone with its own button there, and leaves the group in view.
fn opens_corner(rehearsal: &mut Rehearsal, name: &str) {
    let page = &mut rehearsal.page;
    page.click(&format!("phone('{name}').querySelectorAll('[role=tab]')[1]"));
    page.click(&format!("phone('{name}').querySelector('.start')"));
    page.until(&format!(
        "says('{name}', '/start') && phone('{name}').querySelectorAll('.log:not([hidden]) .theirs').length"
    ));
    page.click(&format!("phone('{name}').querySelector('[role=tab]')"));
}

fn own_messages(state: &Value, chat: &Value, person: &Value) -> Vec<Value> {
    let all = state["chats"][chat.to_string()].as_array().cloned().unwrap_or_default();
    all.into_iter().filter(|message| message["from"] == *person).collect()
}

/// Kills the bot, so that a tap on "I'm in" can be answered in its name; returns the id of the tap.
fn taps_with_bot_down(rehearsal: &mut Rehearsal, name: &str) -> Value {
    let kill =
        "fetch('do', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{\"do\":\"kill\"}' })";
    rehearsal.page.eval(&format!("{kill}.then((answer) => answer.ok)"));
    rehearsal.page.click(&format!("key('{name}', \"I'm in\")"));
    let news = rehearsal.as_bot("getUpdates", &json!({"timeout": 10}));
    news[0]["callback_query"]["id"].clone()
}

#[test]
fn words_in_private_are_asked_for_changed_taken_back_and_copied() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    opens_corner(&mut rehearsal, "Ana");
    let state = rehearsal.state();
    let (group, ana) = (state["group"]["id"].clone(), state["people"][0]["id"].clone());
    let keys = json!({"inline_keyboard": [[
        {"text": "Not now", "callback_data": "no", "style": "danger"}, {"text": "Waiting for Ben", "disabled": {}},
    ]], "force_reply": true});
    rehearsal
        .as_bot("sendMessage", &json!({"chat_id": ana, "text": "What did you like this week?", "reply_markup": keys}));
    let page = &mut rehearsal.page;
    page.until("phone('Ana').querySelector('.badge:not([hidden])')");
    assert_eq!(page.eval("bar('Ana')"), json!(null), "the chat is not in view");
    page.click("phone('Ana').querySelectorAll('[role=tab]')[1]");
    page.until("bar('Ana')?.includes('What did you like this week?')");
    page.picture("answer-asked");
    page.click("key('Ana', 'Waiting for Ben')");
    for answer in ["The walk.", "That you called.", "No."] {
        page.click("phone('Ana').querySelector('textarea')");
        page.types(answer);
        page.presses("Enter");
        page.until(&format!("says('Ana', '{answer}') && bar('Ana') === null"));
    }

    // By keyboard: what one can do with an own message stands below it once it is asked for.
    page.eval("phone('Ana').querySelector('[aria-label^=\"What to do with “That you called\"]').focus()");
    page.presses("Enter");
    page.until("document.activeElement.textContent === 'Reply'");
    page.presses("ArrowRight");
    page.until("document.activeElement.getAttribute('aria-label')?.startsWith('Edit “That you called')");
    page.presses("Enter");
    page.until("bar('Ana')?.startsWith('Edit message')");
    page.types(" On Monday.");
    page.presses("Enter");
    page.until("says('Ana', 'That you called. On Monday.')");
    page.click("phone('Ana').querySelector('[aria-label^=\"What to do with “No.\"]')");
    page.eval("phone('Ana').querySelector('[aria-label^=\"Delete “No.\"]').focus()");
    page.picture("answer-tools");
    page.presses("Enter");
    page.until("!says('Ana', 'No.')");
    assert_eq!(page.eval("document.activeElement.classList.contains('log')"), json!(true));

    let state = rehearsal.state();
    let said = own_messages(&state, &ana, &ana);
    let ids: Vec<i64> = said.iter().filter_map(|message| message["id"].as_i64()).collect();
    assert_eq!(ids.len(), 3, "{said:#?}");
    assert!(said[1]["reply_to"].is_i64() && said[2]["edited"] == true, "{said:#?}");
    let copies = json!({"chat_id": group, "from_chat_id": ana, "message_ids": ids[1..], "protect_content": true});
    rehearsal.as_bot("copyMessages", &copies);
    let page = &mut rehearsal.page;
    page.until("says('Ben', 'The walk.') && says('Ben', 'That you called. On Monday.')");
    page.until("phone('Ben').querySelectorAll('.log:not([hidden]) .lock').length === 2");
    page.picture("answers-opened");
    rehearsal.was_clean();
}

#[test]
fn what_one_person_alone_sees_is_on_no_other_phone() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let state = rehearsal.state();
    let (group, ana) = (state["group"]["id"].clone(), state["people"][0]["id"].clone());
    let tap = taps_with_bot_down(&mut rehearsal, "Ana");
    let keys = json!({"inline_keyboard": [[{"text": "The sea", "callback_data": "s"}]]});
    let wish = json!({"receiver_user_id": ana, "callback_query_id": tap, "replace_callback_query_message": true});
    let question = json!({
        "chat_id": group, "text": "Which one?", "reply_markup": keys, "ephemeral_message_parameters": wish,
    });
    rehearsal.as_bot("sendMessage", &question);
    rehearsal.as_bot("answerCallbackQuery", &json!({"callback_query_id": tap}));
    let page = &mut rehearsal.page;
    page.until("says('Ana', 'Which one?') && says('Ana', 'Only you see this') && !key('Ana', \"I'm in\")");
    assert_eq!(page.eval("says('Ben', 'Which one?')"), json!(false));
    page.until("key('Ben', \"I'm in\")");
    page.picture("alone");
    page.click("key('Ana', 'The sea')");
    let news = rehearsal.as_bot("getUpdates", &json!({"timeout": 10, "offset": -1}));
    let query = &news[0]["callback_query"];
    assert_eq!((&query["data"], &query["message"]["message_id"]), (&json!("s"), &json!(0)));
    let id = &query["message"]["ephemeral_message_id"];
    let gone = json!({"chat_id": group, "receiver_user_id": ana, "ephemeral_message_id": id});
    rehearsal.as_bot("deleteEphemeralMessage", &gone);
    rehearsal.as_bot("answerCallbackQuery", &json!({"callback_query_id": query["id"]}));
    rehearsal.page.until("!says('Ana', 'Which one?') && key('Ana', \"I'm in\")");
    rehearsal.was_clean();
}

#[test]
fn the_answer_to_a_tap_opens_the_private_chat_of_that_phone() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let state = rehearsal.state();
    let ben = state["people"][1]["id"].clone();
    let tap = taps_with_bot_down(&mut rehearsal, "Ben");
    let answer = json!({"callback_query_id": tap, "url": "t.me/nearer_bot?start=answer-7"});
    rehearsal.as_bot("answerCallbackQuery", &answer);
    let page = &mut rehearsal.page;
    page.until("says('Ben', '/start answer-7')");
    assert_eq!(
        page.eval("phone('Ana').querySelector('[role=tab][aria-selected=true] .tab-name').textContent"),
        json!("Us two")
    );
    let said = own_messages(&rehearsal.state(), &ben, &ben);
    assert_eq!(said[0]["text"], "/start answer-7");
    rehearsal.was_clean();
}
