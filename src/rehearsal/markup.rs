//! What stands below a message: buttons, or a request to reply.

use serde_json::Value;

use super::refusal::Refusal;

/// The fields that make a button do something. Exactly one of them must be there.
const ACTIONS: [&str; 9] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
];
const KINDS: [&str; 4] = ["inline_keyboard", "keyboard", "force_reply", "remove_keyboard"];
const MAX_BUTTONS: usize = 100;

/// Checks a `reply_markup`; nothing is left of one without buttons.
pub fn check(markup: Option<Value>) -> Result<Option<Value>, Refusal> {
    let Some(markup) = markup else { return Ok(None) };
    let kinds = KINDS.iter().filter(|kind| markup.get(kind).is_some()).count();
    if kinds > 1 {
        // The Bot API reads the first and passes over the rest in silence: never what was meant.
        return Err(Refusal::bad_request("object expected as reply markup"));
    }
    let Some(rows) = markup.get("inline_keyboard") else { return Ok((kinds == 1).then_some(markup)) };
    let Some(rows) = rows.as_array() else {
        return Err(Refusal::bad_request("field \"inline_keyboard\" must be of type Array"));
    };
    let mut count = 0;
    for row in rows {
        let Some(row) = row.as_array() else {
            return Err(Refusal::bad_request("can't parse inline keyboard: expected an Array of Array"));
        };
        for button in row {
            check_button(button)?;
            count += 1;
        }
    }
    match count {
        0 => Ok(None),
        1..=MAX_BUTTONS => Ok(Some(markup)),
        _ => Err(Refusal::bad_request("reply markup is too long")),
    }
}

fn check_button(button: &Value) -> Result<(), Refusal> {
    let text = button.get("text").and_then(Value::as_str).unwrap_or_default();
    if text.is_empty() {
        return Err(Refusal::bad_request(
            "can't parse inline keyboard button: inline keyboard button text must be non-empty",
        ));
    }
    match ACTIONS.iter().filter(|action| button.get(action).is_some()).count() {
        0 => {
            return Err(Refusal::bad_request(
                "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            ));
        }
        1 => {}
        _ => return Err(Refusal::bad_request("can't parse inline keyboard button: exactly one action is expected")),
    }
    if let Some(data) = button.get("callback_data") {
        let len = data.as_str().map_or(0, str::len);
        if len == 0 || len > 64 {
            return Err(Refusal::bad_request("BUTTON_DATA_INVALID"));
        }
    }
    if let Some(url) = button.get("url").and_then(Value::as_str)
        && !is_url(url)
    {
        return Err(Refusal::bad_request(format!("inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")));
    }
    Ok(())
}

fn is_url(url: &str) -> bool {
    if url.starts_with("tg://") {
        return url.len() > "tg://".len();
    }
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    let host = bare.split(['/', '?', '#', ':']).next().unwrap_or_default();
    !url.contains(char::is_whitespace) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn button(button: &Value) -> Result<Option<Value>, String> {
        check(Some(json!({"inline_keyboard": [[button]]}))).map_err(|refusal| refusal.text)
    }

    #[test]
    fn callback_data_has_one_to_64_bytes() {
        assert!(button(&json!({"text": "x", "callback_data": "d".repeat(64)})).is_ok());
        for data in [String::new(), "d".repeat(65), "é".repeat(33)] {
            let refused = button(&json!({"text": "x", "callback_data": data}));
            assert_eq!(refused, Err("Bad Request: BUTTON_DATA_INVALID".to_owned()));
        }
    }

    #[test]
    fn a_button_does_exactly_one_thing() {
        assert!(button(&json!({"text": "x"})).is_err());
        assert!(button(&json!({"text": "x", "url": "https://t.me/b?start=1", "callback_data": "d"})).is_err());
        assert!(button(&json!({"text": "x", "url": "https://t.me/b?start=1"})).is_ok());
        assert!(button(&json!({"text": "x", "url": "here"})).is_err());
    }

    #[test]
    fn buttons_and_a_request_to_reply_exclude_each_other() {
        let both = json!({"inline_keyboard": [[{"text": "x", "callback_data": "d"}]], "force_reply": true});
        assert!(check(Some(both)).is_err());
        assert_eq!(check(Some(json!({"inline_keyboard": []}))), Ok(None));
    }
}
