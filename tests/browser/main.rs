//! The page of the rehearsal in a real browser, as a curious person uses it.

mod chromium;
mod house;

use house::Rehearsal;
use serde_json::json;

#[test]
fn two_pair_by_taps_a_card_comes_by_the_clock_and_a_stranger_is_refused() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 900) else { return };
    rehearsal.pairs();
    rehearsal.settles_in();
    let page = &mut rehearsal.page;
    page.click("document.querySelector('.turns button:last-child:not(:disabled)')");
    page.until("key('Ana', 'Another one') && key('Ben', 'Another one')");
    assert!(
        page.until("document.querySelector('.time').textContent").as_str().is_some_and(|time| time.starts_with("20:"))
    );

    page.click("key('Ben', 'Keep')");
    page.until("phone('Ben').querySelector('.toast')?.textContent.startsWith('Kept.')");
    assert_eq!(page.eval("phone('Ana').querySelector('.toast')"), json!(null), "only Ben sees the answer to his tap");

    page.click("document.getElementById('backstage-toggle')");
    page.click("button('People')");
    page.click("button('Invite Cara, a third person')");
    page.until("phone('Cara') && says('Ana', 'Someone new is in this group')");
    page.click("document.querySelector('.backstage .close')");
    page.click("key('Cara', 'Another one')");
    page.until("phone('Cara').querySelector('.alert')?.textContent.includes('This belongs to two people')");
    rehearsal.was_clean();
}

#[test]
fn a_killed_bot_goes_on_where_it_was() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 900) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('Trouble')");
    page.click("button('Kill the bot')");
    page.until("document.body.dataset.ready === 'killed'");
    page.click("key('Ana', 'Europe')");
    page.until("key('Ana', 'Europe').getAttribute('aria-busy') === 'true'");
    page.click("button('Start the bot again')");
    page.until("document.body.dataset.ready === 'in_service'");
    page.until("says('Ben', 'Which city shares your clock?')");
    page.click("document.querySelector('.backstage .close')");
    for (who, label) in [("Ben", "Lisbon"), ("Ana", "20:00"), ("Ben", "Every day")] {
        page.click(&format!("key('{who}', '{label}')"));
    }
    page.until("says('Ana', 'A card each day at 20:00.')");
    rehearsal.was_clean();
}

#[test]
fn the_store_holds_no_word_that_was_said() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 900) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    page.click("phone('Ana').querySelector('textarea')");
    page.types("Between you and me, marmalade.");
    page.presses("Enter");
    page.until("says('Ben', 'marmalade')");
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('What is stored')");
    page.until("document.querySelector('.store .fine')?.textContent.startsWith('Of the one thing that people said here, none')");
    page.until("[...document.querySelectorAll('.store summary')].some((row) => row.textContent.startsWith('couples'))");
    rehearsal.was_clean();
}

#[test]
fn everything_can_be_done_by_keyboard() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 900) else { return };
    let page = &mut rehearsal.page;
    page.eval("key('Ana', \"I'm in\").focus()");
    page.presses("Enter");
    page.until("document.activeElement.closest('.alert')");
    page.presses("Escape");
    page.until("!document.querySelector('.alert') && document.activeElement.textContent === \"I'm in\"");

    page.eval("phone('Ben').querySelector('textarea').focus()");
    page.types("/");
    page.until("phone('Ben').querySelector('[role=option][aria-selected=true]')?.textContent.startsWith('/card')");
    page.types("he");
    page.until("phone('Ben').querySelector('[role=option][aria-selected=true]')?.textContent.startsWith('/help')");
    page.presses("Enter");
    page.until("says('Ana', '/help')");
    page.until("phone('Ben').querySelector('.log').getAttribute('aria-live') === 'polite'");

    page.eval("phone('Ben').querySelector('[role=tab]').focus()");
    page.presses("ArrowRight");
    page.until("document.activeElement.textContent.startsWith('Nearer, in private')");
    page.until("[...document.querySelectorAll('button, select, textarea')].filter((e) => e.checkVisibility()).every((e) => (e.textContent + (e.ariaLabel ?? '')).trim())");
    rehearsal.was_clean();
}

#[test]
fn a_link_to_the_corner_opens_the_private_chat_on_that_phone_alone() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 900) else { return };
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
fn the_page_fits_from_360_pixels_up() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 360, 740) else { return };
    let fits = "document.documentElement.scrollWidth <= innerWidth && [...document.querySelectorAll('button, select, textarea')]
        .filter((e) => e.checkVisibility()).every((e) => { const r = e.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth + 0.5; })";
    let page = &mut rehearsal.page;
    page.until("phone('Ana').checkVisibility() && !phone('Ben').checkVisibility()");
    page.until(fits);
    page.click("document.querySelector('.who button:last-child')");
    page.until("phone('Ben').checkVisibility() && !phone('Ana').checkVisibility()");
    page.until(fits);
    for width in [480, 768, 1024, 1280, 1920] {
        page.resize(width, 900);
        page.until(&format!("innerWidth === {width} && {fits}"));
        let both = page.eval("phone('Ana').checkVisibility() && phone('Ben').checkVisibility()");
        assert_eq!(both, json!(width >= 768), "at {width} pixels");
    }
    rehearsal.was_clean();
}

#[test]
fn an_evening_plays_itself_until_somebody_takes_over() {
    let Some(mut rehearsal) = Rehearsal::open(&["--play", "first-day"], 1280, 900) else { return };
    let page = &mut rehearsal.page;
    page.until("document.getElementById('play-told').textContent.startsWith('Ana taps')");
    page.until("phone('Ana').querySelector('.toast')?.textContent.startsWith(\"You're in.\")");
    page.click("document.getElementById('play-stop')");
    page.until("!document.getElementById('play').checkVisibility()");
    page.click("key('Ben', \"I'm in\")");
    page.until("says('Ana', 'You are both here.')");
    rehearsal.was_clean();
}
