//! Whether everything can be read and hit: contrast, size of targets, names, and the stops of the Tab key, in the states
//! that the page can be in.

use serde_json::json;

use super::chromium::Browser;
use super::house::Rehearsal;

/// In light and in dark.
#[track_caller]
fn is_fine(page: &mut Browser, state: &str) {
    for scheme in ["light", "dark"] {
        page.scheme(scheme);
        page.picture(&format!("fine-{state}-{scheme}"));
        let faults = page.faults();
        assert!(faults.is_empty(), "{state}, {scheme}: {faults:#?}");
    }
    page.scheme("light");
    let nameless = page.nameless();
    assert!(nameless.is_empty(), "{state}: {nameless:#?}");
}

#[test]
fn everything_can_be_read_and_hit() {
    let Some(mut rehearsal) = Rehearsal::open(&["--topics"], 1280, 800) else { return };
    let state = rehearsal.state();
    let group = &state["group"]["id"];
    is_fine(&mut rehearsal.page, "hello");
    let keys = json!({"inline_keyboard": [
        [{"text": "No", "callback_data": "n", "style": "danger"}, {"text": "Yes", "callback_data": "y", "style": "success"}],
        [{"text": "Waiting", "disabled": {}}, {"text": "Elsewhere", "url": "https://example.org"}],
    ]});
    let long = json!({"chat_id": group, "text": "<b>What</b> <code>you</code> <blockquote>said</blockquote> /help", "parse_mode": "HTML",
        "reply_markup": keys, "disable_notification": true});
    rehearsal.as_bot("sendMessage", &long);
    let page = &mut rehearsal.page;
    page.click("phone('Ana').querySelector('textarea')");
    page.types("Short.");
    page.presses("Enter");
    page.until("says('Ben', 'Short.')");
    page.click("phone('Ana').querySelector('[aria-label^=\"What to do with “Short.\"]')");
    page.click("phone('Ben').querySelector('[aria-label^=\"Reply to “Short.\"]')");
    page.types("A reply.");
    page.presses("Enter");
    page.until("says('Ana', 'A reply.')");
    page.click("phone('Ben').querySelector('[aria-label^=\"Reply to “Short.\"]')");
    page.types("/");
    page.until("phone('Ben').querySelector('[role=option]')");
    is_fine(page, "talk");
    page.presses("Escape");
    page.click("key('Ana', \"I'm in\")");
    page.until("document.querySelector('.alert')");
    is_fine(page, "alert");
    page.presses("Enter");
    page.click("phone('Ana').querySelector('.lock-toggle')");
    page.click("phone('Ben').querySelectorAll('[role=tab]')[1]");
    page.click("document.getElementById('backstage-toggle')");
    page.eval("document.querySelectorAll('.backstage details').forEach((it) => { it.open = true; })");
    page.until(
        "document.querySelectorAll('.calls li').length > 3 && document.querySelectorAll('.store details').length",
    );
    page.until("phone('Ana').querySelectorAll('.notice').length > 2 && phone('Ben').querySelector('.about-bot').checkVisibility()");
    is_fine(page, "behind");
    page.click("document.querySelector('.backstage .close')");
    page.click("phone('Ana').querySelector('[role=tab]')");
    page.resize(360, 740);
    page.until("innerWidth === 360 && document.body.classList.contains('one-by-one')");
    is_fine(page, "360");
    page.click("document.querySelector('.more-turns')");
    is_fine(page, "360-clock");
    rehearsal.was_clean();
}

#[test]
fn a_play_can_be_read_and_hit() {
    let Some(mut rehearsal) = Rehearsal::open(&["--play", "first-day"], 1280, 800) else { return };
    let page = &mut rehearsal.page;
    page.until("phone('Ana').querySelector('.toast')?.textContent.startsWith(\"You're in.\")");
    is_fine(page, "play");
    page.resize(360, 740);
    page.until("innerWidth === 360");
    is_fine(page, "play-360");
    rehearsal.was_clean();
}

#[test]
fn a_long_log_is_one_stop_of_the_tab_key() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    page.eval("phone('Ana').querySelector('.log').focus()");
    page.presses("Tab");
    assert_eq!(
        page.eval("document.activeElement.getAttribute('aria-label')"),
        json!("Commands"),
        "the composer is next"
    );
    page.eval("phone('Ana').querySelector('.log').focus()");
    page.presses("ArrowUp");
    page.until("document.activeElement === phone('Ana').querySelector('.message:last-child .key')");
    page.presses("ArrowRight");
    page.until("document.activeElement === phone('Ana').querySelectorAll('.message:last-child .key')[1]");
    page.presses("ArrowLeft");
    page.presses("Enter");
    page.until("says('Ana', 'city') || says('Ana', 'region') || key('Ana', 'Lisbon')");
    page.presses("Home");
    page.until("document.activeElement.closest('.message') === phone('Ana').querySelector('.message:has(button)')");
    page.presses("End");
    page.presses("Escape");
    page.until("document.activeElement === phone('Ana').querySelector('.log')");
    page.presses("End");
    page.presses("Tab");
    assert_eq!(page.eval("document.activeElement.getAttribute('aria-label')"), json!("Commands"));
    rehearsal.was_clean();
}
