//! The page itself: by keyboard, for a screen reader, in light and dark, on small screens and large.

use super::NEXT_DUE;
use super::house::Rehearsal;

#[test]
fn everything_can_be_done_by_keyboard() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let page = &mut rehearsal.page;
    page.eval("key('Ana', \"I'm in\").focus()");
    page.presses("Enter");
    page.until("document.activeElement.closest('.alert')");
    page.presses("Escape");
    page.until("!document.querySelector('.alert') && document.activeElement.textContent === \"I'm in\"");

    page.eval("phone('Ben').querySelector('textarea').focus()");
    page.types("/");
    page.until("phone('Ben').querySelector('[role=option][aria-selected=true]')?.textContent.startsWith('/card')");
    page.picture("menu");
    page.types("he");
    page.until("phone('Ben').querySelector('[role=option][aria-selected=true]')?.textContent.startsWith('/help')");
    page.presses("Enter");
    page.until("says('Ana', '/help')");
    page.until("phone('Ben').querySelector('.log').getAttribute('aria-live') === 'polite'");

    page.eval("phone('Ben').querySelector('[role=tab]').focus()");
    page.presses("ArrowRight");
    page.until("document.activeElement.textContent.startsWith('Nearer, in private')");
    page.click("document.getElementById('backstage-toggle')");
    page.eval("document.querySelectorAll('.panel').forEach((panel) => { panel.open = true; })");
    let nameless = page.nameless();
    assert!(nameless.is_empty(), "{nameless:#?}");
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
    page.click("key('Ana', \"I'm in\")");
    page.click("document.querySelector('.alert button')");
    page.click("document.querySelector('.who button:last-child')");
    page.until("phone('Ben').checkVisibility() && !phone('Ana').checkVisibility()");
    page.click("key('Ben', \"I'm in\")");
    page.until("says('Ben', 'You are both here.')");
    for label in ["Europe", "Lisbon", "20:00", "Every day"] {
        page.click(&format!("key('Ben', '{label}')"));
    }
    page.until("says('Ben', 'A card each day at 20:00.')");
    page.click(NEXT_DUE);
    page.until("key('Ben', 'Another one')");
    page.until("document.querySelector('.who button:first-child .dot').checkVisibility()");
    page.until(fits);
    page.picture("card-360");
    page.click("document.getElementById('backstage-toggle')");
    page.until(fits);
    page.picture("backstage-360");
    page.click("document.querySelector('.backstage .close')");
    for width in [480, 768, 1024, 1280, 1920] {
        page.resize(width, 800);
        page.until(&format!("innerWidth === {width} && {fits}"));
        page.until(&format!("(phone('Ana').checkVisibility() && phone('Ben').checkVisibility()) === {}", width >= 768));
        page.picture(&format!("card-{width}"));
    }
    let top = page.eval("document.querySelector('.top').clientHeight");
    assert!(top.as_f64().is_some_and(|height| height < 80.0), "the top stands in one row: {top}");
    page.scheme("dark");
    page.picture("card-dark");
    rehearsal.was_clean();
}

#[test]
fn the_first_paint_with_the_bot_ready_comes_at_once() {
    let mut times = Vec::new();
    for _ in 0..5 {
        let Some(rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
        times.push(rehearsal.ready_after);
        rehearsal.was_clean();
    }
    times.sort();
    println!("from the start of the process to the first paint with the bot in service: {times:.0?}");
    // How fast a debug build is does not matter.
    assert!(cfg!(debug_assertions) || times[2].as_secs() < 2, "{times:?}");
}
