//! What is wrong with the tags of a line, in words for whoever wrote it: Telegram refuses the whole message for one.

use crate::html::{HtmlFault, parse};

/// `None` if nothing is wrong.
pub fn fault(text: &str) -> Option<String> {
    match parse(text) {
        Ok(parsed) => {
            let tag =
                parsed.idle_tags.first().map(|tag| format!("gives <{tag}> attributes that Telegram does not know"));
            let name = || Some(format!("has {}, which is shown as it stands", parsed.unknown_names.first()?));
            tag.or_else(name)
        }
        Err(refused) => Some(match refused {
            HtmlFault::UnclosedStart { .. } | HtmlFault::UnclosedEnd { .. } => "has a < that is no tag".to_owned(),
            HtmlFault::UnknownTag { tag, .. } if tag.is_empty() => "has a < that is no tag".to_owned(),
            HtmlFault::UnknownTag { tag, .. } => format!("has the tag <{tag}>, which Telegram does not know"),
            HtmlFault::NamelessAttribute { tag, .. } => format!("gives <{tag}> attributes that Telegram does not know"),
            HtmlFault::BareSpan { .. } => "has a <span>, which is only for class=\"tg-spoiler\"".to_owned(),
            HtmlFault::EndWithoutStart { tag, .. } | HtmlFault::WrongEnd { found: tag, .. } => {
                format!("closes <{tag}>, which is not the one open")
            }
            HtmlFault::LeftOpen { tag } => format!("leaves <{tag}> open"),
        }),
    }
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
        assert_eq!(fault("you&nbsp;two").as_deref(), Some("has &nbsp;, which is shown as it stands"));
    }
}
