//! The phones as people hold them: a first line that says what to do, plays in a chat of their own, the lock screen, and
//! what Telegram's apps show and cut.

use serde_json::json;

use super::chromium::Browser;
use super::house::Rehearsal;

const HINT: &str = "document.getElementById('hint')";

#[test]
fn a_first_line_says_what_to_do_until_both_are_in() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let page = &mut rehearsal.page;
    page.until(&format!("{HINT}.checkVisibility()"));
    assert_eq!(page.eval(&format!("{HINT}.textContent")), json!("You are both of them: tap “I'm in” on each phone."));
    page.picture("hint");
    rehearsal.pairs();
    rehearsal.page.until(&format!("!{HINT}.checkVisibility()"));
    rehearsal.was_clean();
}

#[test]
fn a_play_on_a_used_chat_has_a_fresh_one_of_its_own() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('The first day')");
    page.until("document.getElementById('play-told').textContent.startsWith('Ana taps')");
    page.until("key('Ben', \"I'm in\") && !says('Ana', 'You are both here.')");
    page.picture("play-fresh");
    // It goes on to where both are in, and to the choice that a paired chat did not have any more.
    page.until("document.getElementById('play-told').textContent.includes('“Europe”')");
    page.click("document.getElementById('play-stop')");
    page.until("button('Back to my chat')");
    page.picture("play-stopped");
    let played = page.eval("phone('Ana').querySelectorAll('.message').length");
    page.click("button('Back to my chat')");
    page.until("!document.getElementById('play').checkVisibility() && key('Ana', 'Europe')");
    assert!(played.as_u64() > Some(0));
    // What was there goes on.
    page.click("key('Ana', 'Europe')");
    page.until("key('Ben', 'Lisbon')");
    rehearsal.was_clean();
}

#[test]
fn the_clock_goes_by_the_zone_that_the_couple_chose() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    assert_eq!(
        page.eval("document.querySelector('#clock select').value"),
        json!("Europe/Lisbon"),
        "of whoever looks on"
    );
    for (who, label) in [("Ana", "Europe"), ("Ben", "Berlin"), ("Ana", "20:00"), ("Ben", "Every day")] {
        page.click(&format!("key('{who}', '{label}')"));
    }
    page.until("document.querySelector('#clock select').value === 'Europe/Berlin'");
    page.until("document.querySelector('.time').textContent.startsWith('19:')");
    page.until("phone('Ana').querySelector('.message .meta').textContent.includes('19:')");
    // A zone that was picked by hand stays.
    page.eval("(() => { const it = document.querySelector('#clock select'); it.value = 'UTC'; it.dispatchEvent(new Event('change')); })()");
    page.click("button('+1 min')");
    page.until("!document.querySelector('.turns [aria-disabled]')");
    assert_eq!(page.eval("document.querySelector('#clock select').value"), json!("UTC"));
    rehearsal.was_clean();
}

#[test]
fn a_lock_screen_shows_what_rings_and_what_does_not() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let state = rehearsal.state();
    let (group, ana) = (&state["group"]["id"], &state["people"][0]["id"]);
    rehearsal.page.click("phone('Ana').querySelectorAll('[role=tab]')[1]");
    rehearsal.page.click("phone('Ana').querySelector('.start')");
    rehearsal.page.until("says('Ana', '/start')");
    let page = &mut rehearsal.page;
    page.click("phone('Ben').querySelector('textarea')");
    page.types("Hello from Ben.");
    page.presses("Enter");
    page.until("says('Ben', 'Hello from Ben.')");
    let sent = rehearsal
        .as_bot("sendMessage", &json!({"chat_id": group, "text": "Without a\nsound.", "disable_notification": true}));
    rehearsal.as_bot(
        "editMessageText",
        &json!({"chat_id": group, "message_id": sent["message_id"], "text": "It is settled."}),
    );
    rehearsal.as_bot("sendMessage", &json!({"chat_id": ana, "text": "For Ana alone."}));
    let page = &mut rehearsal.page;
    page.click("phone('Ana').querySelector('.lock-toggle')");
    page.until("phone('Ana').querySelectorAll('.notice').length >= 5");
    let told = |page: &mut Browser, name: &str| {
        let list = format!(
            "[...phone('{name}').querySelectorAll('.notice')].map((it) => [it.dataset.bell, it.querySelector('b').textContent, it.querySelector('p').textContent])"
        );
        page.eval(&list)
    };
    let seen = told(page, "Ana");
    let newest = [
        json!(["rings", "Nearer", "For Ana alone."]),
        json!(["unnoticed", "Us two", "Nearer: It is settled."]),
        json!(["silent", "Us two", "Nearer: Without a sound."]),
    ];
    assert_eq!(seen.as_array().map(|all| &all[..3]), Some(&newest[..]), "{seen:#}");
    assert!(
        seen.as_array().is_some_and(|all| all.contains(&json!(["rings", "Us two", "Ben: Hello from Ben."]))),
        "{seen:#}"
    );
    page.click("phone('Ben').querySelector('.lock-toggle')");
    page.until("phone('Ben').querySelectorAll('.notice').length >= 3");
    let seen = told(page, "Ben").to_string();
    assert!(!seen.contains("For Ana alone") && !seen.contains("Hello from Ben"), "{seen}");
    page.picture("lock");
    page.click("phone('Ben').querySelector('[role=tab]')");
    page.until("!phone('Ben').querySelector('.lock-screen').checkVisibility() && phone('Ben').querySelector('textarea').checkVisibility()");
    rehearsal.was_clean();
}

#[test]
fn long_labels_are_cut_and_an_empty_chat_says_what_the_bot_can_do() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 360, 740) else { return };
    let state = rehearsal.state();
    let keys = json!({"inline_keyboard": [[
        {"text": "A label that is much too long for half of a phone", "callback_data": "a"}, {"text": "Short", "callback_data": "b"},
    ]]});
    rehearsal.as_bot("sendMessage", &json!({"chat_id": state["group"]["id"], "text": "Choose.", "reply_markup": keys}));
    let page = &mut rehearsal.page;
    page.until("key('Ana', 'A label')");
    let cut =
        "(label) => { const it = key('Ana', label).querySelector('.label'); return it.scrollWidth > it.clientWidth; }";
    assert_eq!(page.eval(&format!("[({cut})('A label'), ({cut})('Short')]")), json!([true, false]));
    assert!(page.eval("key('Ana', 'A label').clientHeight").as_u64() <= Some(46), "it has one line");
    page.picture("cut-360");

    page.click("phone('Ana').querySelectorAll('[role=tab]')[1]");
    page.until("phone('Ana').querySelector('.about-bot').innerText.startsWith('What can this bot do?')");
    assert!(page.eval("phone('Ana').querySelector('.about-bot p').textContent.length").as_u64() > Some(40));
    page.picture("description-360");
    page.click("phone('Ana').querySelector('.start')");
    page.until("!phone('Ana').querySelector('.about-bot').checkVisibility()");
    rehearsal.was_clean();
}

#[test]
fn who_reads_further_up_is_told_of_what_is_new_below() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let page = &mut rehearsal.page;
    let says = |page: &mut Browser, name: &str, words: &str| {
        page.click(&format!("phone('{name}').querySelector('textarea')"));
        page.types(words);
        page.presses("Enter");
        page.until(&format!("says('{name}', '{words}')"));
    };
    for n in 0..14 {
        says(page, "Ben", &format!("Line {n} of many."));
    }
    page.until("says('Ana', 'Line 13')");
    page.eval("phone('Ana').querySelector('.log').scrollTop = 0");
    page.until("phone('Ana').querySelector('.log').scrollTop === 0");
    says(page, "Ben", "Something new.");
    page.until("phone('Ana').querySelector('.below').checkVisibility()");
    assert_eq!(page.eval("phone('Ana').querySelector('.below').textContent"), json!("↓ 1 new below"));
    assert_eq!(page.eval("phone('Ana').querySelector('.log').scrollTop"), json!(0), "the place that is read stays");
    page.picture("new-below");
    page.click("phone('Ana').querySelector('.below')");
    page.until("(() => { const log = phone('Ana').querySelector('.log'); return log.scrollHeight - log.scrollTop - log.clientHeight < 2; })()");
    page.until("!phone('Ana').querySelector('.below').checkVisibility()");
    rehearsal.was_clean();
}

#[test]
fn small_screens_give_the_height_to_the_phone_and_three_phones_clip_nothing() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 390, 844) else { return };
    let share = "phone('Ana').querySelector('.log').clientHeight / innerHeight";
    rehearsal.page.picture("first-390");
    let with_hint = rehearsal.page.eval(share).as_f64().expect("a share");
    rehearsal.page.resize(1280, 800);
    rehearsal.page.until("innerWidth === 1280");
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    page.resize(390, 844);
    page.until("innerWidth === 390");
    page.picture("paired-390");
    let paired = page.eval(share).as_f64().expect("a share");
    assert!(with_hint > 0.68 && paired > 0.7, "{with_hint:.2} and {paired:.2} of the height");

    page.resize(1280, 800);
    page.until("innerWidth === 1280");
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('People')");
    page.click("button('Invite Cara, a third person')");
    page.until("phone('Cara') && says('Ana', 'Someone new is in this group')");
    let inside = "[...document.querySelectorAll('.phone')].filter((it) => it.checkVisibility()).every((phone) => {
        const frame = phone.getBoundingClientRect();
        return [...phone.querySelectorAll('.bubble, .key, .composer > *, [role=tab], .lock-toggle')].filter((it) => it.checkVisibility())
            .every((it) => { const r = it.getBoundingClientRect(); return r.left >= frame.left && r.right <= frame.right + 0.5 && r.width > 20; }); })";
    page.until(inside);
    page.picture("three-behind");
    page.click("document.querySelector('.backstage .close')");
    page.until(&format!("phone('Cara').checkVisibility() && phone('Ana').checkVisibility() && {inside}"));
    page.picture("three");
    rehearsal.was_clean();
}
