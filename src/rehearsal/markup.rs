//! What stands below a message: buttons, or a request to reply.

use serde_json::{Value, json};

use super::refusal::Refusal;

/// The fields that make a button do something. Exactly one of them must be there.
const ACTIONS: [&str; 10] = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
    "disabled",
];
/// How a button may be coloured.
const STYLES: [&str; 3] = ["danger", "success", "primary"];
const KINDS: [&str; 4] = ["inline_keyboard", "keyboard", "force_reply", "remove_keyboard"];
const MAX_BUTTONS: usize = 100;

/// Checks a `reply_markup`; nothing is left of one without buttons.
pub fn check(markup: Option<Value>) -> Result<Option<Value>, Refusal> {
    let Some(markup) = markup else { return Ok(None) };
    let kinds = KINDS.iter().filter(|kind| markup.get(kind).is_some()).count();
    // Buttons may come with a request to reply; nothing else may come together.
    let both = kinds == 2 && markup.get("inline_keyboard").is_some() && markup.get("force_reply").is_some();
    if kinds > 1 && !both {
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

/// Whether it opens the reply bar.
pub fn asks_reply(markup: &Value) -> bool {
    markup.get("force_reply").and_then(Value::as_bool).unwrap_or(false)
}

/// The `new` buttons below a message that had `old` ones: whether they ask for a reply stays as it was.
pub fn edited(old: Option<&Value>, new: Option<Value>) -> Option<Value> {
    let asks = old.filter(|markup| asks_reply(markup));
    let Some(asks) = asks else {
        let mut new = new;
        if let Some(new) = new.as_mut().and_then(Value::as_object_mut) {
            new.remove("force_reply");
        }
        return new;
    };
    let mut kept = asks.clone();
    kept["inline_keyboard"] = new.map_or_else(|| json!([]), |mut new| new["inline_keyboard"].take());
    Some(kept)
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
    if let Some(style) = button.get("style").and_then(Value::as_str)
        && !STYLES.contains(&style)
    {
        return Err(Refusal::bad_request("can't parse inline keyboard button: unknown button style specified"));
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
    fn buttons_and_a_keyboard_exclude_each_other() {
        let both = json!({"inline_keyboard": [[{"text": "x", "callback_data": "d"}]], "remove_keyboard": true});
        assert!(check(Some(both)).is_err());
        assert_eq!(check(Some(json!({"inline_keyboard": []}))), Ok(None));
    }

    #[test]
    fn buttons_may_ask_for_a_reply_and_an_edit_changes_nothing_of_that() {
        let buttons = |label: &str| json!([[{"text": label, "callback_data": "d"}]]);
        let asks = json!({"inline_keyboard": buttons("x"), "force_reply": true});
        assert_eq!(check(Some(asks.clone())), Ok(Some(asks.clone())));
        let new = json!({"inline_keyboard": buttons("y")});
        let kept = edited(Some(&asks), Some(new.clone()));
        assert_eq!(kept, Some(json!({"inline_keyboard": buttons("y"), "force_reply": true})));
        assert_eq!(edited(Some(&asks), None), Some(json!({"inline_keyboard": [], "force_reply": true})));
        let late = json!({"inline_keyboard": buttons("y"), "force_reply": true});
        assert_eq!(edited(None, Some(late)), Some(new));
    }

    #[test]
    fn a_button_may_be_off_or_coloured() {
        assert!(button(&json!({"text": "x", "disabled": {}})).is_ok());
        assert!(button(&json!({"text": "x", "disabled": {}, "callback_data": "d"})).is_err());
        assert!(button(&json!({"text": "x", "callback_data": "d", "style": "danger"})).is_ok());
        assert!(button(&json!({"text": "x", "callback_data": "d", "style": "loud"})).is_err());
    }
}
