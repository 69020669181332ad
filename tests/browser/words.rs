//! The page of all words, as `nearer prompts` writes it.

use std::process::Command;

use serde_json::json;
use tempfile::TempDir;

use super::chromium::{self, Browser};

/// The page in a browser; nothing where there is none.
fn words_page() -> Option<(Browser, TempDir)> {
    let mut page = Browser::open(chromium::find()?, 1280, 800);
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("words.html");
    let status = Command::new(env!("CARGO_BIN_EXE_nearer")).arg("prompts").arg("--output").arg(&file).status();
    assert!(status.expect("the program").success());
    page.goes_to(&format!("file://{}", file.display()));
    page.until("document.querySelector('output')?.value.includes(' of ')");
    page.eval(
        "window.seek = (words) => { document.forms[0].text.value = words; document.forms[0].dispatchEvent(new Event('input')); };
         window.seen = () => [...document.querySelectorAll('article:not([hidden])')];
         window.head = (kind) => document.querySelector(`#${kind} h2`).textContent; true",
    );
    Some((page, dir))
}

#[test]
fn a_search_finds_whole_words_and_every_count_follows_it() {
    let Some((mut page, _dir)) = words_page() else { return };
    let all = page.eval("seen().length");
    page.eval("seek('tea')");
    let found = page.eval("seen().map((it) => it.textContent)");
    let found: Vec<&str> = found.as_array().expect("texts").iter().filter_map(|it| it.as_str()).collect();
    assert!(!found.is_empty(), "there is tea somewhere");
    for text in found {
        let mut words = text.split(|sign: char| !sign.is_alphanumeric());
        assert!(words.any(|word| word.eq_ignore_ascii_case("tea")), "{text}");
    }
    let counts = "[...document.querySelectorAll('section:not([hidden])')].every((section) =>
        section.querySelector('h2 small').textContent.startsWith(`(${section.querySelectorAll('article:not([hidden])').length} of `))";
    assert_eq!(page.eval(counts), json!(true), "{}", page.eval("head('card')"));
    page.picture("words-tea");

    // Both kinds of apostrophe, what stands before one, capitals, several words, an id, and signs of no meaning.
    page.eval("seek(\"partner\")");
    let with_partner = page.eval("seen().length").as_u64().expect("a count");
    page.eval("seek(\"PARTNER’S\")");
    let with_partners = page.eval("seen().length").as_u64().expect("a count");
    page.eval("seek(\"partner's\")");
    assert_eq!(page.eval("seen().length").as_u64(), Some(with_partners));
    assert!(0 < with_partners && with_partners < with_partner);
    page.eval("seek('co-04')");
    assert!(page.eval("seen().some((it) => it.id === 'co-04')") == json!(true));
    page.eval("seek('(a* [b')");
    assert_eq!(page.eval("document.querySelector('output').value.startsWith('0 of ')"), json!(true));
    page.eval("document.forms[0].reset()");
    page.until(&format!("seen().length === {all} && !head('card').includes(' of ')"));
    assert!(page.complaints.is_empty(), "{:#?}", page.complaints);
}

#[test]
fn on_paper_it_begins_with_its_contents() {
    let Some((mut page, _dir)) = words_page() else { return };
    assert_eq!(
        page.eval("document.querySelector('.contents').checkVisibility()"),
        json!(false),
        "on a screen one searches"
    );
    page.media("print");
    page.until("document.querySelector('.contents').checkVisibility() && !document.forms[0].checkVisibility()");
    let leads =
        "[...document.querySelectorAll('.contents a')].every((it) => document.querySelector(it.getAttribute('href')))";
    assert_eq!(page.eval(leads), json!(true));
    let titles =
        "document.querySelectorAll('#path article').length + document.querySelectorAll('#script article').length";
    let listed = "document.querySelectorAll('.contents [data-kind=path] > ol > li, .contents [data-kind=script] > ol > li').length";
    assert_eq!(page.eval(titles), page.eval(listed), "each path and each conversation by its title");
    page.picture("words-print");
    page.eval("document.forms[0].kind.value = 'script'; seek('')");
    page.until("document.querySelectorAll('.contents > ol > li:not([hidden])').length === 1");
    assert!(page.complaints.is_empty(), "{:#?}", page.complaints);
}
