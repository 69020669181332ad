//! Cards that both answer in private, by hand on both phones, until what they answered opens.

use serde_json::json;

use super::chromium::Browser;
use super::house::Rehearsal;

const TOGETHER: &str = "the answers open here together";
const GUESS: &str = "your guess of the other's";
/// So many cards are asked for at the most before one of a kind comes.
const MOST_CARDS: usize = 120;

/// The newest message in the chat that is in view on Ana's phone.
const NEWEST: &str = "[...phone('Ana').querySelectorAll('.log:not([hidden]) .message')].at(-1).innerText";

/// Ana asks for a card in the group, and for another one until these words stand on it.
fn card_comes(page: &mut Browser, words: &str) {
    let mut before = page.eval(NEWEST);
    writes(page, "Ana", "/card");
    for n in 1..=MOST_CARDS {
        // A group takes no more than twenty messages a minute.
        if n % 10 == 0 {
            a_minute_passes(page);
        }
        let card = page.until(&format!("(({NEWEST}).includes('Another one') && {NEWEST} !== {before}) && {NEWEST}"));
        if card.as_str().is_some_and(|card| card.contains(words)) {
            return;
        }
        before = card;
        page.click("key('Ana', 'Another one')");
    }
    panic!("no card says {words:?}");
}

fn writes(page: &mut Browser, name: &str, text: &str) {
    page.click(&format!("phone('{name}').querySelector('textarea')"));
    page.types(text);
    page.presses("Enter");
    page.until(&format!("says('{name}', {})", json!(text)));
}

/// The first or the second chat of a phone.
fn turns_to(page: &mut Browser, name: &str, chat: usize) {
    page.click(&format!("phone('{name}').querySelectorAll('[role=tab]')[{chat}]"));
}

/// From the button on the card to *That's all*.
fn answers(page: &mut Browser, name: &str, words: &[&str]) {
    page.click(&format!("key('{name}', 'Answer in private')"));
    page.until(&format!("bar('{name}')?.startsWith('Reply to Nearer')"));
    page.picture(&format!("together-asked-{name}"));
    for words in words {
        writes(page, name, words);
    }
    page.until(&format!("bar('{name}') === null"));
    page.click(&format!("key('{name}', \"That's all\")"));
    page.until(&format!("key('{name}', 'Change it') && key('{name}', 'Take it back')"));
}

fn a_minute_passes(page: &mut Browser) {
    // On a small screen the ways to turn the clock wait behind a button.
    page.eval("document.querySelector('.turns:not(.open) .more-turns')?.checkVisibility() && document.querySelector('.more-turns').click()");
    page.click("button('+1 min')");
    page.until("!document.querySelector('.turns [aria-disabled]')");
}

/// Nothing stands out of the phone that is in view, and no button is cut off.
const FITS: &str = "document.documentElement.scrollWidth <= innerWidth
    && [...document.querySelectorAll('.bubble, .key, .reply-bar')].filter((it) => it.checkVisibility())
        .every((it) => { const r = it.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth && it.scrollWidth <= it.clientWidth; })";

/// Who read the newest on Ana's phone still does.
const AT_END: &str = "(() => { const log = phone('Ana').querySelector('.log:not([hidden])');
    return log.scrollHeight - log.scrollTop - log.clientHeight < 2; })()";

#[test]
fn what_both_answered_by_hand_opens_on_both_phones() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    rehearsal.settles_in();
    let page = &mut rehearsal.page;
    card_comes(page, TOGETHER);
    page.picture("together-card");
    let mine =
        ["I thought about it on the way home.", "Ask me again on Sunday, with a cup of tea and all the time we need."];
    answers(page, "Ana", &mine);
    assert_eq!(page.eval("says('Ben', 'on the way home')"), json!(false), "nothing of it stands in the group");
    answers(page, "Ben", &["Yes, and more often than I say."]);
    page.picture("together-done");
    turns_to(page, "Ana", 0);
    for _ in 0..4 {
        a_minute_passes(page);
    }
    page.until("phone('Ben').querySelector('[role=tab] .badge:not([hidden])')");
    turns_to(page, "Ben", 0);
    for name in ["Ana", "Ben"] {
        for words in [mine[0], mine[1], "more often than I say"] {
            page.until(&format!("says('{name}', '{words}')"));
        }
        page.until(&format!("says('{name}', 'One reply each, if you like, to this message.')"));
    }
    page.picture("together-opened");

    page.resize(390, 844);
    page.until(&format!("innerWidth === 390 && {FITS}"));
    page.until(AT_END);
    page.until("phone('Ana').checkVisibility() && !phone('Ben').checkVisibility()");
    page.picture("together-opened-390");
    turns_to(page, "Ana", 1);
    page.until(FITS);
    page.picture("together-private-390");
    turns_to(page, "Ana", 0);
    page.resize(1280, 800);
    page.until("innerWidth === 1280");
    for (name, words) in [("Ana", "I did not know that."), ("Ben", "Sunday it is.")] {
        page.click(&format!("phone('{name}').querySelector('.theirs [aria-label^=\"Reply to “One reply each\"]')"));
        page.until(&format!("bar('{name}')?.includes('One reply each')"));
        writes(page, name, words);
    }
    page.until("says('Ana', 'Each of you was heard.') && says('Ben', 'Each of you was heard.')");
    page.picture("together-replied");
    rehearsal.was_clean();
}

#[test]
fn a_guess_by_buttons_fits_a_small_phone() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    rehearsal.settles_in();
    let page = &mut rehearsal.page;
    for _ in 0..20 {
        a_minute_passes(page);
        card_comes(page, GUESS);
        page.click("key('Ana', 'Answer in private')");
        page.until("says('Ana', 'First your own answer')");
        if page.eval(NEWEST).as_str().is_some_and(|text| text.contains("First your own answer.")) {
            break;
        }
        turns_to(page, "Ana", 0);
    }
    page.picture("together-choice");
    page.resize(390, 844);
    page.until(&format!("innerWidth === 390 && {FITS}"));
    page.until(AT_END);
    page.picture("together-choice-390");

    // Each takes the first choice, and guesses that the other took the second. Below the question may stand the start that
    // led to it.
    page.eval("window.choice = (name, at) => [...phone(name).querySelectorAll('.log:not([hidden]) .message')].filter(it => it.querySelector('.key')).at(-1).querySelectorAll('.key')[at]");
    for name in ["Ana", "Ben"] {
        if name == "Ben" {
            page.click("document.querySelector('.who button:last-child')");
            page.click("key('Ben', 'Answer in private')");
            page.until("says('Ben', 'First your own answer.')");
        }
        page.click(&format!("choice('{name}', 0)"));
        page.until(&format!("says('{name}', 'Now guess: what does')"));
        page.click(&format!("choice('{name}', 1)"));
        page.until(&format!("key('{name}', 'Change it')"));
    }
    page.picture("together-chosen-390");
    for _ in 0..4 {
        a_minute_passes(page);
    }
    page.until("phone('Ben').innerText.match(/ guessed: /g)?.length === 2");
    page.until(&format!("says('Ben', 'One reply each') && {FITS}"));
    page.picture("together-pairs-390");
    rehearsal.was_clean();
}
