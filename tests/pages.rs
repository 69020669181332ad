//! Pages of `docs/` that are made from the code say what the code says.

use std::fs;
use std::path::{Path, PathBuf};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// What stands in the page between the line that says what it is made from, and the next `<!-- end -->`, is `made`.
/// With `INSTA_UPDATE=always`, as for the snapshots, it is written there.
fn says(page: &str, made: &str) {
    let path = repository().join(page);
    let text = fs::read_to_string(&path).expect("the page");
    let (before, rest) = text.split_once("<!-- Made from ").expect("a place for what is made");
    let (source, rest) = rest.split_once('\n').expect("a line of its own");
    let (there, after) = rest.split_once("<!-- end -->").expect("an end of what is made");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        let text = format!("{before}<!-- Made from {source}\n{made}<!-- end -->{after}");
        fs::write(&path, text).expect("the page is written");
        return;
    }
    assert!(there == made, "{page} is not what the code says: INSTA_UPDATE=always cargo test --test pages");
}

#[test]
fn the_page_of_the_configuration() {
    says("docs/configuration.md", &nearer::config::table());
}
