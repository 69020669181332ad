//! A body in parts (`multipart/form-data`, RFC 7578): how a file comes with a call.
//!
//! axum's own reader brings a table of all the world's encodings into the program. A client of the Bot API writes
//! UTF-8, and a call is read whole before anything is done with it; so this is all that is needed.

use super::Upload;

/// What one part holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    File(Upload),
}

/// Reads all parts, each with its name. `kind` is the request's content type, which tells where a part ends.
///
/// Errors, in words for people, when the body is cut short or is not in parts.
pub fn read(kind: &str, body: &[u8]) -> Result<Vec<(String, Content)>, String> {
    let boundary = parameter(kind, "boundary").filter(|boundary| !boundary.is_empty());
    let boundary = boundary.ok_or("the parts of the request have no boundary")?;
    let delimiter = format!("\r\n--{boundary}");
    let cut_short = || "the parts of the request are cut short".to_owned();
    // The first delimiter stands at the very beginning, without the line end that belongs to all others.
    let mut rest = if body.starts_with(&delimiter.as_bytes()[2..]) {
        &body[delimiter.len() - 2..]
    } else {
        divide(body, delimiter.as_bytes()).ok_or_else(cut_short)?.1
    };
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        // Blanks may stand behind a delimiter.
        let (_, part) = divide(rest, b"\r\n").ok_or_else(cut_short)?;
        let (part, next) = divide(part, delimiter.as_bytes()).ok_or_else(cut_short)?;
        parts.push(read_one(part)?);
        rest = next;
    }
    Ok(parts)
}

/// One part: its headers, an empty line, its content.
fn read_one(part: &[u8]) -> Result<(String, Content), String> {
    let (headers, content) = divide(part, b"\r\n\r\n").ok_or("a part of the request has no content")?;
    let headers = str::from_utf8(headers).map_err(|_| "the headers of a part are not UTF-8")?;
    let disposition = headers.split("\r\n").find_map(|header| {
        let (name, value) = header.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    let disposition = disposition.ok_or("a part of the request does not say what it is")?;
    let name = parameter(disposition, "name").unwrap_or_default();
    let content = match parameter(disposition, "filename") {
        Some(name) => Content::File(Upload { name, bytes: content.to_vec() }),
        None => Content::Text(String::from_utf8(content.to_vec()).map_err(|_| "a part of the request is not UTF-8")?),
    };
    Ok((name, content))
}

/// What stands before the first `mark`, and what behind it.
fn divide<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(mark.len()).position(|window| window == mark)?;
    Some((&bytes[..at], &bytes[at + mark.len()..]))
}

/// A parameter of a header, such as `name` in `form-data; name="photo"`: a word, or a text in quotes in which a
/// backslash lets any sign stand for itself.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let (_, mut rest) = header.split_once(';')?;
    loop {
        let (name, value) = rest.split_once('=')?;
        let mut text = String::new();
        let value = value.trim_start();
        rest = if let Some(quoted) = value.strip_prefix('"') {
            let mut signs = quoted.char_indices();
            loop {
                match signs.next()? {
                    (at, '"') => break &quoted[at + 1..],
                    (_, '\\') => text.push(signs.next()?.1),
                    (_, sign) => text.push(sign),
                }
            }
        } else {
            let end = value.find(';').unwrap_or(value.len());
            value[..end].trim_end().clone_into(&mut text);
            &value[end..]
        };
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(text);
        }
        rest = rest.split_once(';')?.1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A body as a client writes it.
    fn written(boundary: &str, parts: &[(String, Content)]) -> Vec<u8> {
        let mut body = Vec::new();
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        for (name, content) in parts {
            let (file, bytes) = match content {
                Content::Text(text) => (String::new(), text.as_bytes()),
                Content::File(file) => {
                    let kind = "Content-Type: application/octet-stream";
                    (format!("; filename=\"{}\"\r\n{kind}", quoted(&file.name)), file.bytes.as_slice())
                }
            };
            let head =
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"{file}\r\n\r\n", quoted(name));
            body.extend([head.as_bytes(), bytes, b"\r\n"].concat());
        }
        body.extend(format!("--{boundary}--\r\n").as_bytes());
        body
    }

    fn part() -> impl Strategy<Value = (String, Content)> {
        let file = ("\\PC{0,12}", prop::collection::vec(any::<u8>(), 0..60));
        let content = prop_oneof![
            "\\PC{0,20}".prop_map(Content::Text),
            file.prop_map(|(name, bytes)| Content::File(Upload { name, bytes })),
        ];
        ("\\PC{0,12}", content)
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(parts in prop::collection::vec(part(), 0..5)) {
            let kind = "multipart/form-data; boundary=0a1b-2c3d";
            prop_assert_eq!(read(kind, &written("0a1b-2c3d", &parts)), Ok(parts));
        }

        /// What is cut off anywhere is refused, and nothing at all makes the reader fail.
        #[test]
        fn what_is_cut_short_is_refused(parts in prop::collection::vec(part(), 1..4), at in any::<prop::sample::Index>()) {
            let whole = written("0a1b-2c3d", &parts);
            let end = whole.len() - "--\r\n".len();
            prop_assert!(read("multipart/form-data; boundary=0a1b-2c3d", &whole[..at.index(end)]).is_err());
        }

        #[test]
        fn no_bytes_make_it_fail(kind in "\\PC{0,30}", body in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = read(&kind, &body);
            let _ = read("multipart/form-data; boundary=\"-\"", &body);
        }
    }

    #[test]
    fn a_boundary_may_stand_in_quotes_among_other_parameters() {
        let parts = vec![("chat_id".to_owned(), Content::Text("7".to_owned()))];
        let body = written("a b", &parts);
        assert_eq!(read("multipart/form-data; charset=utf-8; Boundary=\"a b\"", &body), Ok(parts));
        assert!(read("multipart/form-data", &body).is_err());
        assert!(read("multipart/form-data; boundary=other", &body).is_err());
    }
}
