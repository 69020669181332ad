//! The page's own files, built into the program.

/// A file by its name: its type and its text.
pub fn file(name: &str) -> Option<(&'static str, &'static str)> {
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    let found = match name {
        "style.css" => ("text/css; charset=utf-8", include_str!("page/style.css")),
        "main.js" => (SCRIPT, include_str!("page/main.js")),
        _ => return None,
    };
    Some(found)
}

/// The page itself. All that it loads lies below its key.
pub fn index(key: &str) -> String {
    include_str!("page/index.html").replace("{{base}}", &format!("/{key}/"))
}
