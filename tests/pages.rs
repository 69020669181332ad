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

/// A span of time in words: whole days, or else whole hours.
fn span(time: chrono::TimeDelta) -> String {
    match (time.num_days(), time.num_hours()) {
        (days, hours) if days * 24 == hours && days > 3 => format!("{days} days"),
        (_, hours) => format!("{hours} hours"),
    }
}

/// The table at the head of `keeping.rs`, with spans in the place of the names of constants.
#[test]
fn the_page_of_what_is_kept() {
    use nearer::couple::{ALONE, APART, FORGOTTEN_AFTER, OUT_OF_REACH, OWN_KEPT, UNPAIRED};
    let source = fs::read_to_string(repository().join("src/couple/keeping.rs")).expect("the source");
    let rows = source.lines().filter_map(|line| line.strip_prefix("//! |"));
    let mut table: String = rows.flat_map(|row| ["|", row, "\n"]).collect();
    for (name, time) in [
        ("UNPAIRED", UNPAIRED),
        ("ALONE", ALONE),
        ("OUT_OF_REACH", OUT_OF_REACH),
        ("super::APART", APART),
        ("super::FORGOTTEN_AFTER", FORGOTTEN_AFTER),
        ("super::OWN_KEPT", OWN_KEPT),
    ] {
        assert!(table.contains(&format!("[`{name}`]")), "{name} is in the table");
        table = table.replace(&format!("[`{name}`]"), &span(time));
    }
    let types = [" ([`super::Closing`])", " ([`super::KeptApart`])"];
    table = types.iter().fold(table, |table, name| table.replace(name, ""));
    assert!(!table.contains("[`"), "every name is put into words: {table}");
    says("docs/kept.md", &table);
}
