//! The page of the rehearsal in a real browser, as a person uses it. Each test leaves pictures in
//! `target/tmp/pictures`.

mod answers;
mod behind;
mod chromium;
mod house;
mod page;
mod phones;
mod readable;
mod shown;
mod together;
mod words;

use house::Rehearsal;
use serde_json::json;

const NEXT_DUE: &str = "document.querySelector('.turns button:last-child:not(:disabled)')";

#[test]
fn two_pair_by_taps_a_card_comes_by_the_clock_and_a_stranger_is_refused() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    rehearsal.page.picture("paired");
    rehearsal.settles_in();
    let page = &mut rehearsal.page;
    page.until(&format!("{NEXT_DUE}.textContent.includes('a card, ')"));
    page.click(NEXT_DUE);
    page.until("key('Ana', 'Another one') && key('Ben', 'Another one')");
    let time = page.until("document.querySelector('.time').textContent");
    assert!(time.as_str().is_some_and(|time| time.starts_with("20:")), "{time}");

    page.click("key('Ben', 'Keep')");
    page.until("phone('Ben').querySelector('.toast')?.textContent.startsWith('Kept.')");
    assert_eq!(page.eval("phone('Ana').querySelector('.toast')"), json!(null), "only Ben sees the answer to his tap");
    page.picture_for_readme("card");

    page.click("document.getElementById('backstage-toggle')");
    page.click("button('People')");
    page.click("button('Invite Cara, a third person')");
    page.until("phone('Cara') && says('Ana', 'Someone new is in this group')");
    page.click("document.querySelector('.backstage .close')");
    page.click("key('Cara', 'Another one')");
    page.until("phone('Cara').querySelector('.alert')?.textContent.includes('This belongs to two people')");
    page.picture("stranger");
    rehearsal.was_clean();
}

#[test]
fn a_month_goes_by_in_its_order() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    rehearsal.settles_in();
    let before = rehearsal.state();
    rehearsal.page.click("button('+1 month')");
    rehearsal.page.until("!document.querySelector('.turns [aria-disabled]')");
    let after = rehearsal.state();
    let month = (after["now"].as_i64().unwrap_or_default() - before["now"].as_i64().unwrap_or_default()) / 86_400_000;
    assert!((28..=31).contains(&month), "{month} days");
    let sent = |state: &serde_json::Value| -> Vec<i64> {
        let messages = state["chats"][state["group"]["id"].to_string()].as_array().cloned().unwrap_or_default();
        // Ideas for evenings come in a month, too.
        let is_card = |message: &&serde_json::Value| message["buttons"].to_string().contains("Not today");
        let cards = messages.iter().filter(is_card).filter(|message| message["edited"] != true);
        cards.filter_map(|message| Some(message["sent"].as_i64()? / 1_000)).collect()
    };
    let cards = sent(&after);
    let days = usize::try_from(month).unwrap_or_default();
    // Ideas and thoughts take their days, and where nobody taps for two weeks it all comes once a week.
    assert!((10..=days).contains(&cards.len()), "{} cards in {month} days", cards.len());
    for pair in cards.windows(2) {
        // A day, or an hour less where the clocks change.
        assert!(pair[1] - pair[0] >= 82_000, "{cards:?}");
    }
    rehearsal.page.until("phone('Ana').querySelectorAll('.log:not([hidden]) .day').length >= 14");
    rehearsal.page.picture("month");
    rehearsal.was_clean();
}

#[test]
fn an_evening_plays_itself_until_somebody_takes_over() {
    let Some(mut rehearsal) = Rehearsal::open(&["--play", "first-day"], 1280, 800) else { return };
    let page = &mut rehearsal.page;
    page.until("document.getElementById('play-told').textContent.startsWith('Ana taps')");
    page.until("phone('Ana').querySelector('.toast')?.textContent.startsWith(\"You're in.\")");
    page.picture("play");
    page.resize(360, 740);
    page.until("document.documentElement.scrollWidth <= innerWidth && innerWidth === 360");
    page.picture("play-360");
    page.resize(1280, 800);
    page.click("document.getElementById('play-stop')");
    page.until("!document.getElementById('play').checkVisibility()");
    page.click("key('Ben', \"I'm in\")");
    page.until("says('Ana', 'You are both here.')");
    rehearsal.was_clean();
}
