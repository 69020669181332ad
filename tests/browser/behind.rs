//! What the page shows beside the phones: the bot killed and started again, trouble, the store, and the words of a writer.

use std::path::Path;

use super::chromium::Browser;
use super::house::Rehearsal;

#[test]
fn a_killed_bot_goes_on_where_it_was() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('Trouble')");
    page.click("button('Kill the bot')");
    page.until("document.body.dataset.ready === 'killed'");
    page.click("key('Ana', 'Europe')");
    page.until("key('Ana', 'Europe').getAttribute('aria-busy') === 'true'");
    page.scheme("dark");
    page.picture_for_readme("killed");
    page.scheme("light");
    page.click("button('Start the bot again')");
    page.until("document.body.dataset.ready === 'in_service'");
    page.until("says('Ben', 'Which city has the same time as you?')");
    page.click("document.querySelector('.backstage .close')");
    for (who, label) in [("Ben", "Lisbon"), ("Ana", "20:00"), ("Ben", "Every day")] {
        page.click(&format!("key('{who}', '{label}')"));
    }
    page.until("says('Ana', 'A card each day at 20:00.')");
    page.picture("gone-on");
    rehearsal.was_clean();
}

#[test]
fn what_is_said_while_telegram_is_down_is_answered_once_it_is_back() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('Trouble')");
    page.click("button('Take Telegram down')");
    page.until("document.getElementById('bot').textContent === 'Telegram down'");
    page.click("phone('Ana').querySelector('textarea')");
    page.types("/help");
    page.presses("Enter");
    page.until("says('Ana', '/help')");
    page.click("button('Bring Telegram back')");
    page.until("says('Ben', '/card: a card now')");
    page.click("button('429 for 5 s')");
    page.click("phone('Ana').querySelector('textarea')");
    page.types("/about");
    page.presses("Enter");
    page.click("button('What Telegram saw')");
    page.until("[...document.querySelectorAll('.calls .not-fine')].some((call) => call.textContent.startsWith('429 Too Many Requests'))");
    page.click("button('+1 min')");
    page.until("phone('Ana').querySelectorAll('.log:not([hidden]) .theirs').length === 3");
    page.picture("trouble");
    rehearsal.was_clean();
}

#[test]
fn the_store_holds_no_word_that_was_said() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    let page = &mut rehearsal.page;
    page.click("phone('Ana').querySelector('textarea')");
    page.types("Between you and me, marmalade.");
    page.presses("Enter");
    page.until("says('Ben', 'marmalade')");
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('What is stored')");
    page.until("document.querySelector('.store .fine')?.textContent.startsWith('Of the one thing that people said here, none')");
    page.until(
        "[...document.querySelectorAll('.store summary')].some((row) => row.textContent === 'couples of “Us two”')",
    );
    page.until("[...document.querySelectorAll('.store summary')].some((row) => row.textContent === 'users Ana')");
    page.click("button('couples of “Us two”')");
    page.eval("document.querySelector('.store').scrollIntoView()");
    page.picture("stored");
    rehearsal.was_clean();
}

#[test]
fn all_words_are_one_link_away() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    let page = &mut rehearsal.page;
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('The words')");
    page.until("document.querySelector('.backstage a[target=_blank]')?.checkVisibility()");
    page.eval("document.querySelector('.backstage a[target=_blank]').focus()");
    page.until("document.activeElement.textContent.startsWith('All words on one page')");
    page.until("fetch(document.activeElement.href).then((answer) => answer.ok)");
    page.picture("words-link");
    rehearsal.was_clean();
}

#[test]
fn a_writer_sees_the_saved_card_and_every_mistake_with_file_and_line() {
    let prompts = tempfile::tempdir().expect("a folder");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/en"), &prompts.path().join("en"));
    let arguments = ["--prompts-dir", prompts.path().to_str().expect("a path")];
    let Some(mut rehearsal) = Rehearsal::open(&arguments, 1280, 800) else { return };
    let file = prompts.path().join("en/cards/trust.toml");
    let text = std::fs::read_to_string(&file).expect("the cards");
    let mode = "mode = \"appreciation\"";
    let line = text.lines().position(|line| line == mode).expect("a card of thanks") + 1;
    std::fs::write(&file, text.replacen(mode, "mode = \"apreciation\"", 1)).expect("a file");
    let page = &mut rehearsal.page;
    page.until(&format!("document.getElementById('wrong').textContent.includes('cards/trust.toml:{line}: ')"));
    page.until("document.querySelector('.findings .error')");
    page.picture("mistake");

    let words = text.lines().find_map(|line| line.strip_prefix("text = \"")?.strip_suffix('"')).expect("a text");
    let new = "What small promise did your partner keep this week?";
    std::fs::write(&file, text.replacen(words, new, 1)).expect("a file");
    page.until(&format!("document.querySelector('.saved .bubble')?.textContent.includes('{new}')"));
    page.until("!document.getElementById('wrong').checkVisibility() && document.body.dataset.ready === 'in_service'");
    page.picture("saved");
    rehearsal.was_clean();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let place = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &place);
        } else {
            std::fs::copy(&path, &place).expect("a file");
        }
    }
}

/// A turn in a talk, a kill, the start again, and the turn of the other: nothing is lost, and nothing said twice.
#[test]
fn a_talk_goes_on_where_it_was_when_the_bot_is_killed_in_its_middle() {
    let Some(mut rehearsal) = Rehearsal::open(&[], 1280, 800) else { return };
    rehearsal.pairs();
    rehearsal.settles_in();
    let page = &mut rehearsal.page;
    says(page, "Ana", "/listen 5");
    page.until("key('Ben', 'Now is good')");
    page.click("key('Ben', 'Now is good')");
    for label in ["Here and now", "We\\'re in"] {
        for who in ["Ana", "Ben"] {
            page.until(&format!("key('{who}', '{label}')"));
            page.click(&format!("key('{who}', '{label}')"));
        }
    }
    page.until("says('Ana', 'the floor is yours')");
    // Who has the floor is drawn by chance; their phone says so by name.
    let floor = "says('Ana', 'Ana speaks') ? 'Ana' : 'Ben'";
    let speaker = page.until(floor).as_str().expect("a name").to_owned();
    let listener = if speaker == "Ana" { "Ben" } else { "Ana" };
    replies(page, &speaker, "The bus came late and I stood in the rain.");
    page.until(&format!("says('{listener}', 'say it back in your own words')"));

    page.click("document.getElementById('backstage-toggle')");
    page.click("button('Trouble')");
    page.click("button('Kill the bot')");
    page.until("document.body.dataset.ready === 'killed'");
    page.click("document.querySelector('.backstage .close')");
    replies(page, listener, "You waited in the rain. Did I get it?");
    page.picture("talk-killed");
    page.click("document.getElementById('backstage-toggle')");
    page.click("button('Start the bot again')");
    page.until("document.body.dataset.ready === 'in_service'");
    page.click("document.querySelector('.backstage .close')");
    page.until(&format!("key('{speaker}', 'That\\'s it')"));
    page.until(&format!(
        "[...phone('{speaker}').querySelectorAll('.log:not([hidden]) .theirs')]
            .filter((it) => it.textContent.includes('how close is that?')).length === 1"
    ));
    page.picture("talk-gone-on");
    // Something may lie above it on the small phone: the button is pressed by itself and not by its place.
    page.eval(&format!("key('{speaker}', 'That\\'s it').click()"));
    page.until(&format!("says('{listener}', 'what makes sense to you in that?')"));
    rehearsal.was_clean();
}

fn says(page: &mut Browser, who: &str, text: &str) {
    page.eval(&format!("phone('{who}').querySelector('textarea').focus()"));
    page.types(text);
    page.presses("Enter");
}

/// Answers the bot's newest message. The phones may still be moving, since a panel beside them has just closed: so the
/// button is pressed by itself and not by its place, and nothing is typed before the reply bar is there.
fn replies(page: &mut Browser, who: &str, text: &str) {
    page.eval(&format!(
        "[...phone('{who}').querySelectorAll('.log:not([hidden]) .theirs')].findLast((it) => it.querySelector('.keys'))
            .querySelector('button[title=Reply]').click()"
    ));
    page.until(&format!("/speaks|answers/.test(bar('{who}') ?? '')"));
    says(page, who, text);
    let said = text.split('.').next().expect("a sentence");
    page.until(&format!(
        "[...phone('{who}').querySelectorAll('.log:not([hidden]) .mine')]
            .some((it) => it.textContent.includes('{said}') && it.querySelector('.quote'))"
    ));
}
