//! Telegram's HTML parse mode: from the markup to the plain text and its entities, as strictly as Telegram does it.
//!
//! Offsets and lengths count UTF-16 units, as everywhere in the Bot API.

use serde_json::{Map, Value, json};

const TAGS: [&str; 16] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "pre",
    "code",
    "blockquote",
];

/// The text as people see it, and how parts of it look.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// The plain text.
    pub text: String,
    /// The Bot API's `MessageEntity` objects.
    pub entities: Vec<Value>,
    /// `&names;` that Telegram does not know. It shows them as they stand, which no author means.
    pub unknown_names: Vec<String>,
}

/// The length in UTF-16 units.
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

struct Open {
    tag: String,
    attributes: Vec<(String, String)>,
    start: usize,
}

/// Parses `html`; the error is Telegram's text after "can't parse entities: ".
pub fn parse(html: &str) -> Result<Parsed, String> {
    let mut parsed = Parsed::default();
    let mut open: Vec<Open> = Vec::new();
    let mut offset = 0;
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let at = html.len() - rest.len();
        if c == '<' {
            let (tag, after) = read_tag(rest, at)?;
            rest = after;
            match tag {
                Tag::Start { name, attributes } => open.push(Open { tag: name, attributes, start: offset }),
                Tag::End(name) => {
                    let Some(opened) = open.pop() else {
                        return Err(format!("Unexpected end tag at byte offset {at}"));
                    };
                    if !name.is_empty() && name != opened.tag {
                        return Err(format!(
                            "Unmatched end tag at byte offset {at}, expected \"</{}>\", found \"</{name}>\"",
                            opened.tag
                        ));
                    }
                    if offset > opened.start {
                        close(&mut parsed.entities, &opened, offset);
                    }
                }
            }
            continue;
        }
        let (shown, after) =
            if c == '&' { read_name(rest, &mut parsed.unknown_names) } else { (c, &rest[c.len_utf8()..]) };
        parsed.text.push(shown);
        offset += shown.len_utf16();
        rest = after;
    }
    if let Some(left) = open.last() {
        return Err(format!("Can't find end tag corresponding to start tag \"{}\"", left.tag));
    }
    trim(&mut parsed);
    // An outer entity goes before those inside it.
    parsed.entities.sort_by_key(|entity| (number(entity, "offset"), std::cmp::Reverse(number(entity, "length"))));
    Ok(parsed)
}

fn number(entity: &Value, key: &str) -> usize {
    entity.get(key).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok()).unwrap_or_default()
}

enum Tag {
    Start { name: String, attributes: Vec<(String, String)> },
    End(String),
}

/// Reads the tag that `text` begins with; `at` is its place in the whole, for the error texts.
fn read_tag(text: &str, at: usize) -> Result<(Tag, &str), String> {
    let word_end = |text: &str| text.find(|c: char| c.is_ascii_whitespace() || c == '>');
    let body = &text[1..];
    if let Some(body) = body.strip_prefix('/') {
        let unclosed = || format!("Unclosed end tag at byte offset {at}");
        let (name, rest) = body.split_at(word_end(body).ok_or_else(unclosed)?);
        let rest = rest.trim_ascii_start().strip_prefix('>').ok_or_else(unclosed)?;
        return Ok((Tag::End(name.to_ascii_lowercase()), rest));
    }
    let unclosed = || format!("Unclosed start tag at byte offset {at}");
    let (name, mut rest) = body.split_at(word_end(body).ok_or_else(unclosed)?);
    let name = name.to_ascii_lowercase();
    if !TAGS.contains(&name.as_str()) {
        return Err(format!("Unsupported start tag \"{name}\" at byte offset {at}"));
    }
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_ascii_start();
        if let Some(after) = rest.strip_prefix('>') {
            rest = after;
            break;
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '>').ok_or_else(unclosed)?;
        let (attribute, after) = rest.split_at(end);
        if attribute.is_empty() {
            return Err(format!("Empty attribute name in the tag \"{name}\" at byte offset {at}"));
        }
        rest = after.trim_ascii_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_ascii_start();
            let quote = after.chars().next().ok_or_else(unclosed)?;
            if quote == '"' || quote == '\'' {
                let end = after[1..].find(quote).ok_or_else(unclosed)?;
                (value, rest) = (&after[1..=end], &after[end + 2..]);
            } else {
                let end = word_end(after).ok_or_else(unclosed)?;
                (value, rest) = after.split_at(end);
            }
        }
        attributes.push((attribute.to_ascii_lowercase(), unescape(value)));
    }
    if name == "span" && !attributes.iter().any(|(key, value)| key == "class" && value == "tg-spoiler") {
        return Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}"));
    }
    Ok((Tag::Start { name, attributes }, rest))
}

/// Reads what stands at an `&`: the character that it names, or the `&` itself.
fn read_name<'a>(text: &'a str, unknown: &mut Vec<String>) -> (char, &'a str) {
    let literal = ('&', &text[1..]);
    let Some(end) = text.find(';').filter(|end| *end <= 10) else { return literal };
    let name = &text[1..end];
    let number = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(&hex[1..], 16).ok(),
        Some(decimal) => decimal.parse().ok(),
        None => None,
    };
    let shown = match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        _ => number.filter(|n| *n != 0).and_then(char::from_u32),
    };
    if let Some(shown) = shown {
        return (shown, &text[end + 1..]);
    }
    if !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') {
        unknown.push(format!("&{name};"));
    }
    literal
}

fn unescape(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (c, after) = if c == '&' { read_name(rest, &mut Vec::new()) } else { (c, &rest[c.len_utf8()..]) };
        shown.push(c);
        rest = after;
    }
    shown
}

fn close(entities: &mut Vec<Value>, opened: &Open, end: usize) {
    let attribute = |key: &str| opened.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    let mut more = Map::new();
    let kind = match opened.tag.as_str() {
        "b" | "strong" => "bold",
        "i" | "em" => "italic",
        "s" | "strike" | "del" => "strikethrough",
        "u" | "ins" => "underline",
        "tg-spoiler" | "span" => "spoiler",
        "pre" => "pre",
        "blockquote" if attribute("expandable").is_some() => "expandable_blockquote",
        "blockquote" => "blockquote",
        "code" => {
            // <pre><code class="language-x"> is one entity, not two.
            let language = attribute("class").and_then(|class| class.strip_prefix("language-"));
            if let Some(language) = language {
                more.insert("language".to_owned(), json!(language));
                "pre"
            } else {
                "code"
            }
        }
        "tg-emoji" => {
            more.insert("custom_emoji_id".to_owned(), json!(attribute("emoji-id").unwrap_or_default()));
            "custom_emoji"
        }
        // A link without an address is plain text.
        "a" => match attribute("href") {
            Some(url) => {
                match url.strip_prefix("tg://user?id=").and_then(|id| id.parse::<i64>().ok()) {
                    Some(id) => more.insert("user".to_owned(), json!({"id": id, "is_bot": false, "first_name": ""})),
                    None => more.insert("url".to_owned(), json!(url)),
                };
                if more.contains_key("user") { "text_mention" } else { "text_link" }
            }
            None => return,
        },
        _ => return,
    };
    let mut entity = json!({"type": kind, "offset": opened.start, "length": end - opened.start});
    if let Some(entity) = entity.as_object_mut() {
        entity.extend(more);
    }
    entities.push(entity);
}

/// Telegram cuts the white space around a text.
fn trim(parsed: &mut Parsed) {
    let lead = utf16_len(&parsed.text) - utf16_len(parsed.text.trim_start());
    parsed.text = parsed.text.trim().to_owned();
    let end = utf16_len(&parsed.text);
    parsed.entities.retain_mut(|entity| {
        let start = number(entity, "offset").saturating_sub(lead).min(end);
        let stop = (number(entity, "offset") + number(entity, "length")).saturating_sub(lead).min(end);
        entity["offset"] = json!(start);
        entity["length"] = json!(stop - start);
        stop > start
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(html: &str) -> String {
        parse(html).expect_err("should be refused")
    }

    #[test]
    fn text_and_entities_are_told_apart() {
        let parsed =
            parse("<b>Ana</b> &amp; <i>B<u>e</u>n</i> 💛 <a href=\"https://t.me/x?a=1&amp;b=2\">here</a>").unwrap();
        assert_eq!(parsed.text, "Ana & Ben 💛 here");
        assert_eq!(
            parsed.entities,
            [
                json!({"type": "bold", "offset": 0, "length": 3}),
                json!({"type": "italic", "offset": 6, "length": 3}),
                json!({"type": "underline", "offset": 7, "length": 1}),
                json!({"type": "text_link", "offset": 13, "length": 4, "url": "https://t.me/x?a=1&b=2"}),
            ]
        );
    }

    #[test]
    fn slips_are_refused_in_telegrams_words() {
        assert_eq!(refused("a <3"), "Unclosed start tag at byte offset 2");
        assert_eq!(refused("a <3 b"), "Unsupported start tag \"3\" at byte offset 2");
        assert_eq!(refused("<p>x</p>"), "Unsupported start tag \"p\" at byte offset 0");
        assert_eq!(refused("<b>x"), "Can't find end tag corresponding to start tag \"b\"");
        assert_eq!(refused("x</b>"), "Unexpected end tag at byte offset 1");
        assert_eq!(refused("<b><i>x</b></i>"), "Unmatched end tag at byte offset 7, expected \"</i>\", found \"</b>\"");
        assert_eq!(refused("<span>x</span>"), "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0");
    }

    #[test]
    fn names_that_telegram_does_not_know_stay_and_are_noted() {
        let parsed = parse("you&nbsp;two, R&B &#39;now&#x27;").unwrap();
        assert_eq!(parsed.text, "you&nbsp;two, R&B 'now'");
        assert_eq!(parsed.unknown_names, ["&nbsp;"]);
    }

    #[test]
    fn white_space_around_is_cut() {
        let parsed = parse("\n <b> x </b> \n").unwrap();
        assert_eq!(parsed.text, "x");
        assert_eq!(parsed.entities, [json!({"type": "bold", "offset": 0, "length": 1})]);
    }

    proptest! {
        #[test]
        fn nothing_panics(html in "[<>/&;#a-bx=\"' é💛]{0,40}") {
            let _ = parse(&html);
        }

        #[test]
        fn what_is_escaped_comes_back(text in "[a-z<>&\"é💛]{1,40}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            prop_assert_eq!(parse(&escaped).unwrap().text, text);
        }
    }
}
