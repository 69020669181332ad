//! What Telegram's apps show and a bot may send: requests to reply, files, pins, service lines, topics.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::json;

use super::chromium::Browser;
use super::house::Rehearsal;

#[test]
fn a_link_to_the_corner_opens_the_private_chat_on_that_phone_alone() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let page = &mut rehearsal.page;
    page.click("key('Ben', 'Your private corner')");
    page.until("says('Ben', '/start corner')");
    page.until(
        "phone('Ben').querySelector('[role=tab][aria-selected=true]').textContent.startsWith('Nearer, in private')",
    );
    assert_eq!(
        page.eval("phone('Ana').querySelector('[role=tab][aria-selected=true] .tab-name').textContent"),
        json!("Us two")
    );
    rehearsal.was_clean();
}

#[test]
fn a_request_to_reply_opens_the_reply_bar_of_whom_it_means() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let state = rehearsal.state();
    let (group, ana) = (&state["group"]["id"], &state["people"][0]["id"]);
    rehearsal.page.click("phone('Ana').querySelector('textarea')");
    rehearsal.page.types("Ask me something.");
    rehearsal.page.presses("Enter");
    rehearsal.page.until("says('Ben', 'Ask me something.')");
    let said = rehearsal.page.eval("Number([...phone('Ana').querySelectorAll('.mine')].at(-1).dataset.id)");
    let asks = json!({"force_reply": true, "selective": true, "input_field_placeholder": "One sentence is enough"});
    let question = json!({
        "chat_id": group, "text": "What was good today?", "reply_markup": asks, "reply_parameters": {"message_id": said},
    });
    rehearsal.as_bot("sendMessage", &question);
    let page = &mut rehearsal.page;
    page.until("bar('Ana')?.includes('What was good today?')");
    page.until("says('Ben', 'What was good today?')");
    assert_eq!(page.eval("bar('Ben')"), json!(null), "Ben was not asked");
    assert_eq!(page.eval("phone('Ana').querySelector('textarea').placeholder"), json!("One sentence is enough"));
    page.picture("asked");
    page.click("phone('Ana').querySelector('textarea')");
    page.types("The walk.");
    page.presses("Enter");
    page.until("[...phone('Ben').querySelectorAll('.log:not([hidden]) .quote')].some((quote) => quote.textContent.includes('What was good today?'))");
    page.until("bar('Ana') === null");
    page.picture("replied");

    // In a chat that is not in view the bar waits until it is; put away, it stays away.
    page.click("phone('Ana').querySelectorAll('[role=tab]')[1]");
    page.click("phone('Ana').querySelector('.start')");
    page.until("says('Ana', 'Before we begin')");
    page.click("phone('Ana').querySelector('[role=tab]')");
    rehearsal
        .as_bot("sendMessage", &json!({"chat_id": ana, "text": "And you?", "reply_markup": {"force_reply": true}}));
    let page = &mut rehearsal.page;
    page.until("phone('Ana').querySelector('.badge:not([hidden])')");
    assert_eq!(page.eval("bar('Ana')"), json!(null));
    page.click("phone('Ana').querySelectorAll('[role=tab]')[1]");
    page.until("bar('Ana')?.includes('And you?')");
    page.click("phone('Ana').querySelector('.reply-bar button')");
    page.click("phone('Ana').querySelector('[role=tab]')");
    page.click("phone('Ana').querySelectorAll('[role=tab]')[1]");
    page.until("says('Ana', 'And you?')");
    assert_eq!(page.eval("bar('Ana')"), json!(null));
    rehearsal.was_clean();
}

#[test]
fn pictures_files_voices_and_pins_are_there() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let state = rehearsal.state();
    let (group, ana) = (&state["group"]["id"], &state["people"][0]["id"]);
    let drawn = rehearsal.page.eval(
        "(() => { const c = document.createElement('canvas'); c.width = 480; c.height = 300; const d = c.getContext('2d');
            const g = d.createLinearGradient(0, 0, 480, 300); g.addColorStop(0, '#e2a05a'); g.addColorStop(1, '#b3452d');
            d.fillStyle = g; d.fillRect(0, 0, 480, 300); return c.toDataURL('image/png').split(',')[1]; })()",
    );
    let picture = BASE64_STANDARD.decode(drawn.as_str().expect("a drawing")).expect("base64");
    rehearsal.as_bot_with_file("sendPhoto", group, "photo", "sky.png", &picture);
    let document = rehearsal.as_bot_with_file("sendDocument", group, "document", "ours.json", b"{\"kept\":[]}");
    rehearsal.as_bot("pinChatMessage", &json!({"chat_id": group, "message_id": document["message_id"]}));
    let page = &mut rehearsal.page;
    page.until("[phone('Ana'), phone('Ben')].every((p) => p.querySelector('.picture')?.naturalWidth === 480)");
    page.until("phone('Ben').querySelector('.pinned:not([hidden])')?.textContent.includes('ours.json')");
    page.until(
        "[...phone('Ana').querySelectorAll('.service')].some((line) => line.textContent === 'Nearer pinned a message')",
    );
    let kept = page.eval("fetch(phone('Ben').querySelector('a.file').href).then((answer) => answer.text())");
    assert_eq!(kept, json!("{\"kept\":[]}"));
    assert_eq!(page.eval("phone('Ben').querySelector('a.file').download"), json!("ours.json"));

    page.click("phone('Ana').querySelectorAll('[role=tab]')[1]");
    page.click("phone('Ana').querySelector('.start')");
    page.click("phone('Ana').querySelector('.composer:not([hidden]) [aria-label=\"Send a voice message\"]')");
    page.until("phone('Ana').querySelector('.log:not([hidden]) .voice')");
    let voice = page.eval("Number(phone('Ana').querySelector('.log:not([hidden]) .message:has(.voice)').dataset.id)");
    // A file chosen on a phone goes the way a person's app would send it.
    page.eval(
        "(() => { const files = new DataTransfer(); files.items.add(new File(['a list'], 'list.txt'));
            const input = phone('Ben').querySelector('input[type=file]'); input.files = files.files;
            input.dispatchEvent(new Event('change')); })()",
    );
    page.until("[...phone('Ana').querySelectorAll('a.file')].some((file) => file.textContent.includes('list.txt'))");
    rehearsal.as_bot("copyMessage", &json!({"chat_id": group, "from_chat_id": ana, "message_id": voice}));
    let page = &mut rehearsal.page;
    page.until("phone('Ben').querySelector('.theirs .voice')");
    page.picture("files");
    rehearsal.was_clean();
}

#[test]
fn people_come_and_go_and_the_group_grows() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    // Whoever comes within a minute may be one of the two.
    page.click("button('+1 min')");
    page.until("!document.querySelector('.turns [aria-disabled]')");
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('People')");
    let does = |page: &mut Browser, button: &str, line: &str| {
        page.click(&format!("button('{button}')"));
        page.until(&format!(
            "[...phone('Ben').querySelectorAll('.service')].some((it) => it.textContent === '{line}')"
        ));
    };
    does(page, "Invite Cara, a third person", "Ana added Cara");
    page.until("says('Ana', 'Someone new is in this group') && says('Cara', 'Someone new is in this group')");
    does(page, "Cara leaves", "Cara left the group");
    does(page, "Make it a supergroup", "The group became a supergroup");
    page.picture("supergroup");
    page.click("document.querySelector('.backstage .close')");
    page.click("phone('Ben').querySelector('textarea')");
    for words in ["Only the two of us now.", "/settings"] {
        page.types(words);
        page.presses("Enter");
    }
    page.until("key('Ana', 'City') && says('Ana', 'You are both here.') && says('Ana', 'Only the two of us now.')");
    assert_eq!(page.eval("says('Cara', 'Only the two of us now.')"), json!(false), "she had left by then");
    rehearsal.was_clean();
}

#[test]
fn topics_say_what_is_new_in_them() {
    let Some(mut rehearsal) = Rehearsal::open(&["--topics"], 1280, 800) else { return };
    let state = rehearsal.state();
    let (group, topic) = (&state["group"]["id"], &state["group"]["topics"][0]["id"]);
    rehearsal
        .as_bot("sendMessage", &json!({"chat_id": group, "message_thread_id": topic, "text": "In its own place."}));
    let page = &mut rehearsal.page;
    page.until("phone('Ana').querySelector('.topics').innerText.replace(/\\s+/g, ' ') === 'General Cards 1'");
    assert_eq!(page.eval("says('Ana', 'In its own place.')"), json!(false));
    page.picture("topics");
    page.click("phone('Ana').querySelectorAll('.topics button')[1]");
    page.until("says('Ana', 'In its own place.')");
    page.until("!phone('Ana').querySelector('.topics .badge')");
    page.click("phone('Ana').querySelector('textarea')");
    page.types("Here too.");
    page.presses("Enter");
    page.until("says('Ana', 'Here too.') && phone('Ben').querySelector('.topics .badge').textContent === '2'");
    rehearsal.was_clean();
}
