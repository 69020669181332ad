//! Telegram's HTML: how a text is escaped for it, and how it is read, as strictly as Telegram reads it.
//!
//! Offsets and lengths count UTF-16 units, as everywhere in the Bot API.

use std::fmt;

/// The tags that Telegram knows, each with the attributes that it reads there.
const TAGS: [(&str, &[&str]); 16] = [
    ("a", &["href"]),
    ("b", &[]),
    ("strong", &[]),
    ("i", &[]),
    ("em", &[]),
    ("s", &[]),
    ("strike", &[]),
    ("del", &[]),
    ("u", &[]),
    ("ins", &[]),
    ("tg-spoiler", &[]),
    ("tg-emoji", &["emoji-id"]),
    ("span", &["class"]),
    ("pre", &[]),
    ("code", &["class"]),
    ("blockquote", &["expandable"]),
];

/// A text as it has to be written to be shown as it is. Not for attributes: quotes stay.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The text as people see it, and how parts of it look.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Parsed {
    /// The plain text.
    pub text: String,
    /// The parts that look different, an outer one before those inside it.
    pub parts: Vec<StyledPart>,
    /// `&names;` that Telegram does not know. It shows them as they stand, which no author means.
    pub unknown_names: Vec<String>,
    /// The attributes that Telegram passes over, and links without an address: each as its tag.
    pub idle_tags: Vec<String>,
}

/// A part of a text that looks different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StyledPart {
    pub look: Look,
    /// UTF-16 units from the beginning of the text.
    pub offset: usize,
    /// UTF-16 units.
    pub length: usize,
}

/// How a part of a text looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    Bold,
    Italic,
    Strikethrough,
    Underline,
    Spoiler,
    Code,
    /// A block of code, in a language or in none.
    Pre(Option<String>),
    Blockquote,
    ExpandableBlockquote,
    /// An emoji of this id.
    CustomEmoji(String),
    /// A link to this address.
    Link(String),
    /// The person of this id.
    Mention(i64),
}

/// Why Telegram refuses a text. Displayed in its own words, after "can't parse entities: ". `at` counts bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HtmlFault {
    UnclosedStart {
        at: usize,
    },
    UnclosedEnd {
        at: usize,
    },
    UnknownTag {
        tag: String,
        at: usize,
    },
    NamelessAttribute {
        tag: String,
        at: usize,
    },
    /// A `span` that is no spoiler.
    BareSpan {
        at: usize,
    },
    EndWithoutStart {
        tag: String,
        at: usize,
    },
    WrongEnd {
        open: String,
        found: String,
        at: usize,
    },
    LeftOpen {
        tag: String,
    },
}

impl fmt::Display for HtmlFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnclosedStart { at } => write!(f, "Unclosed start tag at byte offset {at}"),
            Self::UnclosedEnd { at } => write!(f, "Unclosed end tag at byte offset {at}"),
            Self::UnknownTag { tag, at } => write!(f, "Unsupported start tag \"{tag}\" at byte offset {at}"),
            Self::NamelessAttribute { tag, at } => {
                write!(f, "Empty attribute name in the tag \"{tag}\" at byte offset {at}")
            }
            Self::BareSpan { at } => write!(f, "Tag \"span\" must have class \"tg-spoiler\" at byte offset {at}"),
            Self::EndWithoutStart { at, .. } => write!(f, "Unexpected end tag at byte offset {at}"),
            Self::WrongEnd { open, found, at } => {
                write!(f, "Unmatched end tag at byte offset {at}, expected \"</{open}>\", found \"</{found}>\"")
            }
            Self::LeftOpen { tag } => write!(f, "Can't find end tag corresponding to start tag \"{tag}\""),
        }
    }
}

/// The length in UTF-16 units.
#[must_use]
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

struct Open {
    tag: String,
    attributes: Vec<(String, String)>,
    start: usize,
}

/// Reads a text as Telegram does.
pub fn parse(html: &str) -> Result<Parsed, HtmlFault> {
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
                AnyTag::Start { name, attributes } => {
                    if !is_of_use(&name, &attributes) {
                        parsed.idle_tags.push(name.clone());
                    }
                    open.push(Open { tag: name, attributes, start: offset });
                }
                AnyTag::End(name) => {
                    let Some(opened) = open.pop() else { return Err(HtmlFault::EndWithoutStart { tag: name, at }) };
                    if !name.is_empty() && name != opened.tag {
                        return Err(HtmlFault::WrongEnd { open: opened.tag, found: name, at });
                    }
                    if offset > opened.start {
                        let length = offset - opened.start;
                        parsed.parts.extend(look(&opened).map(|look| StyledPart {
                            look,
                            offset: opened.start,
                            length,
                        }));
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
    if let Some(left) = open.pop() {
        return Err(HtmlFault::LeftOpen { tag: left.tag });
    }
    trim(&mut parsed);
    parsed.parts.sort_by_key(|part| (part.offset, std::cmp::Reverse(part.length)));
    Ok(parsed)
}

/// Whether Telegram makes something of all of it.
fn is_of_use(tag: &str, attributes: &[(String, String)]) -> bool {
    let known = TAGS.iter().find(|(name, _)| *name == tag).map_or(&[] as &[&str], |(_, known)| known);
    attributes.iter().all(|(name, _)| known.contains(&name.as_str())) && (tag != "a" || !attributes.is_empty())
}

enum AnyTag {
    Start { name: String, attributes: Vec<(String, String)> },
    End(String),
}

/// Reads the tag that `text` begins with; `at` is its place in the whole, for the error texts.
fn read_tag(text: &str, at: usize) -> Result<(AnyTag, &str), HtmlFault> {
    let word_end = |text: &str| text.find(|c: char| c.is_ascii_whitespace() || c == '>');
    let body = &text[1..];
    if let Some(body) = body.strip_prefix('/') {
        let unclosed = || HtmlFault::UnclosedEnd { at };
        let (name, rest) = body.split_at(word_end(body).ok_or_else(unclosed)?);
        let rest = rest.trim_ascii_start().strip_prefix('>').ok_or_else(unclosed)?;
        return Ok((AnyTag::End(name.to_ascii_lowercase()), rest));
    }
    let unclosed = || HtmlFault::UnclosedStart { at };
    let (name, mut rest) = body.split_at(word_end(body).ok_or_else(unclosed)?);
    let name = name.to_ascii_lowercase();
    if !TAGS.iter().any(|(known, _)| *known == name) {
        return Err(HtmlFault::UnknownTag { tag: name, at });
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
            return Err(HtmlFault::NamelessAttribute { tag: name, at });
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
        return Err(HtmlFault::BareSpan { at });
    }
    Ok((AnyTag::Start { name, attributes }, rest))
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

/// How the part within a tag looks; `None` where it looks like the rest.
fn look(opened: &Open) -> Option<Look> {
    let attribute = |key: &str| opened.attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
    Some(match opened.tag.as_str() {
        "b" | "strong" => Look::Bold,
        "i" | "em" => Look::Italic,
        "s" | "strike" | "del" => Look::Strikethrough,
        "u" | "ins" => Look::Underline,
        "tg-spoiler" | "span" => Look::Spoiler,
        "pre" => Look::Pre(None),
        "blockquote" if attribute("expandable").is_some() => Look::ExpandableBlockquote,
        "blockquote" => Look::Blockquote,
        // <pre><code class="language-x"> is one part, not two.
        "code" => match attribute("class").and_then(|class| class.strip_prefix("language-")) {
            Some(language) => Look::Pre(Some(language.to_owned())),
            None => Look::Code,
        },
        "tg-emoji" => Look::CustomEmoji(attribute("emoji-id").unwrap_or_default().to_owned()),
        // A link without an address is plain text.
        "a" => {
            let url = attribute("href")?;
            match url.strip_prefix("tg://user?id=").and_then(|id| id.parse().ok()) {
                Some(id) => Look::Mention(id),
                None => Look::Link(url.to_owned()),
            }
        }
        _ => return None,
    })
}

/// Telegram cuts the white space around a text.
fn trim(parsed: &mut Parsed) {
    let lead = utf16_len(&parsed.text) - utf16_len(parsed.text.trim_start());
    parsed.text = parsed.text.trim().to_owned();
    let end = utf16_len(&parsed.text);
    parsed.parts.retain_mut(|part| {
        let stop = (part.offset + part.length).saturating_sub(lead).min(end);
        part.offset = part.offset.saturating_sub(lead).min(end);
        part.length = stop.saturating_sub(part.offset);
        part.length > 0
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn refused(html: &str) -> String {
        parse(html).expect_err("should be refused").to_string()
    }

    fn part(look: Look, offset: usize, length: usize) -> StyledPart {
        StyledPart { look, offset, length }
    }

    #[test]
    fn the_text_and_its_looks_are_told_apart() {
        let parsed =
            parse("<b>Ana</b> &amp; <i>B<u>e</u>n</i> 💛 <a href=\"https://t.me/x?a=1&amp;b=2\">here</a>").unwrap();
        assert_eq!(parsed.text, "Ana & Ben 💛 here");
        assert_eq!(
            parsed.parts,
            [
                part(Look::Bold, 0, 3),
                part(Look::Italic, 6, 3),
                part(Look::Underline, 7, 1),
                part(Look::Link("https://t.me/x?a=1&b=2".to_owned()), 13, 4),
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
    fn attributes_that_do_nothing_are_noted() {
        let idle = |html: &str| parse(html).unwrap().idle_tags;
        for html in
            ["<a href=\"\">x</a>", "<blockquote expandable>q</blockquote>", "<code class=\"language-rust\">x</code>"]
        {
            assert_eq!(idle(html), [""; 0], "{html}");
        }
        assert_eq!(idle("<a>x</a> <b class=\"y\">z</b>"), ["a", "b"]);
    }

    #[test]
    fn white_space_around_is_cut() {
        let parsed = parse("\n <b> x </b> \n").unwrap();
        assert_eq!(parsed.text, "x");
        assert_eq!(parsed.parts, [part(Look::Bold, 0, 1)]);
    }

    proptest! {
        #[test]
        fn nothing_panics(html in "[<>/&;#a-bx=\"' é💛]{0,40}") {
            let _ = parse(&html);
        }

        #[test]
        fn what_is_escaped_comes_back(text in "[a-z<>&\"é💛]{1,40}") {
            prop_assert_eq!(parse(&escape(&text)).unwrap().text, text);
        }
    }
}
