//! The page's own files, built into the program.

/// Each by its name.
const FILES: [(&str, &str); 15] = [
    ("style.css", include_str!("page/style.css")),
    ("main.js", include_str!("page/main.js")),
    ("dom.js", include_str!("page/dom.js")),
    ("link.js", include_str!("page/link.js")),
    ("view.js", include_str!("page/view.js")),
    ("words.js", include_str!("page/words.js")),
    ("bubble.js", include_str!("page/bubble.js")),
    ("chat.js", include_str!("page/chat.js")),
    ("composer.js", include_str!("page/composer.js")),
    ("lock.js", include_str!("page/lock.js")),
    ("roving.js", include_str!("page/roving.js")),
    ("phone.js", include_str!("page/phone.js")),
    ("backstage.js", include_str!("page/backstage.js")),
    ("stored.js", include_str!("page/stored.js")),
    ("clock.js", include_str!("page/clock.js")),
];

/// A file: its type and its text.
pub fn file(name: &str) -> Option<(&'static str, &'static str)> {
    let (_, text) = FILES.into_iter().find(|(known, _)| *known == name)?;
    let kind = if name == "style.css" { "text/css; charset=utf-8" } else { "text/javascript; charset=utf-8" };
    Some((kind, text))
}

/// The page itself. All that it loads lies below its key.
pub fn index(key: &str) -> String {
    include_str!("page/index.html").replace("{{base}}", &format!("/{key}/"))
}
