//! Telegram's HTML, as far as the voice uses it.

/// The tags that Telegram knows and the voice may use.
const TAGS: [&str; 9] = ["b", "i", "u", "s", "a", "code", "pre", "blockquote", "tg-spoiler"];

/// What is wrong with the tags of a text, if anything: Telegram refuses the whole message for one of them.
pub fn fault(text: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        rest = &rest[start + 1..];
        let Some(end) = rest.find('>') else { return Some("has a < that is no tag".to_owned()) };
        let inside = &rest[..end];
        rest = &rest[end + 1..];
        let (closing, inside) = match inside.strip_prefix('/') {
            Some(name) => (true, name),
            None => (false, inside),
        };
        let (name, attributes) = inside.split_once(' ').unwrap_or((inside, ""));
        if !TAGS.contains(&name) {
            return Some(format!("has the tag <{name}>, which Telegram does not know"));
        }
        if closing {
            if open.pop() != Some(name) {
                return Some(format!("closes <{name}>, which is not the one open"));
            }
        } else {
            let fits = match name {
                "a" => attributes.starts_with("href=\"") && attributes.ends_with('"'),
                "blockquote" => attributes.is_empty() || attributes == "expandable",
                "code" => attributes.is_empty() || attributes.starts_with("class=\""),
                _ => attributes.is_empty(),
            };
            if !fits {
                return Some(format!("gives <{name}> attributes that Telegram does not know"));
            }
            open.push(name);
        }
    }
    open.pop().map(|name| format!("leaves <{name}> open"))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn balanced_tags_pass() {
        for text in
            ["plain", "<b>a <i>b</i></b>", "<a href=\"\">x</a>", "<blockquote expandable>q</blockquote>", "a > b"]
        {
            assert_eq!(fault(text), None, "{text}");
        }
    }

    #[test]
    fn broken_tags_are_named() {
        for text in ["<b>a", "a</b>", "<b><i>a</b></i>", "<h1>a</h1>", "a < b", "<a>x</a>", "<b class=\"x\">a</b>"] {
            assert!(fault(text).is_some(), "{text}");
        }
    }
}
