//! What Telegram sends, an update a line: read, and heard by those whom it is about.
#![no_main]

use libfuzzer_sys::fuzz_target;
use nearer_fuzz::Home;

fuzz_target!(|raw: &str| {
    let mut home = Home::default();
    for line in raw.lines().take(12) {
        let Some(read) = nearer::telegram::reading::read(line, "nearer_bot") else { continue };
        for news in read.incoming.into_iter().flat_map(|incoming| incoming.news) {
            home.hears(news);
        }
    }
});
