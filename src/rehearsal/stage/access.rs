//! Who may come in: the browser that was given the address, on this machine, from this page. A page of another site
//! in the same browser can reach the port, but it does not have the key, and its requests name that site.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use rand::Rng;

/// Everything that the page may load is its own.
const POLICY: &str = "default-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; \
                      base-uri 'self'; form-action 'none'; frame-ancestors 'none'";

/// What a request has to bring.
#[derive(Debug, Clone)]
pub struct Access {
    /// The secret part of the address.
    pub key: Arc<str>,
    pub port: u16,
}

/// A key that nobody guesses.
pub fn new_key() -> String {
    format!("{:032x}", rand::rng().random::<u128>())
}

/// Lets through what holds the key and was meant for us.
pub async fn guard(State(door): State<Access>, request: Request, next: Next) -> Response {
    let mut response = if !door.is_ours(request.headers()) {
        (StatusCode::FORBIDDEN, "This page answers only to itself, on 127.0.0.1.\n").into_response()
    } else if !door.has_key(&request) {
        (StatusCode::FORBIDDEN, "The address lacks its key. Use the whole address that `nearer rehearse` printed.\n")
            .into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        // The page of words brings a policy of its own.
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

impl Access {
    /// Whether the request was addressed to us by name, and not by a page of another site.
    fn is_ours(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).map(|value: &HeaderValue| value.to_str().unwrap_or("?"));
        let hosts = [format!("127.0.0.1:{}", self.port), format!("localhost:{}", self.port)];
        let host_is_ours = text(header::HOST).is_some_and(|host| hosts.iter().any(|ours| ours == host));
        let origin_is_ours = text(header::ORIGIN)
            .is_none_or(|origin| hosts.iter().any(|ours| origin.strip_prefix("http://") == Some(ours)));
        host_is_ours && origin_is_ours
    }

    /// Whether the key is there: in the address of the page, or as the first part of every path below it.
    fn has_key(&self, request: &Request) -> bool {
        let uri = request.uri();
        let given = if uri.path() == "/" {
            uri.query().unwrap_or_default().split('&').find_map(|pair| pair.strip_prefix("key="))
        } else {
            uri.path().split('/').nth(1)
        };
        given.is_some_and(|given| equal_in_constant_time(given.as_bytes(), self.key.as_bytes()))
    }
}

fn equal_in_constant_time(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn door() -> Access {
        Access { key: "secret".into(), port: 8080 }
    }

    fn request(path: &str, headers: &[(&str, &str)]) -> Request {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(axum::body::Body::empty()).unwrap()
    }

    #[test]
    fn the_key_stands_in_the_address_or_begins_the_path() {
        for (path, opens) in [
            ("/?key=secret", true),
            ("/secret/state", true),
            ("/", false),
            ("/?key=", false),
            ("/?key=secre", false),
            ("/state?key=secret", false),
            ("/other/secret", false),
        ] {
            assert_eq!(door().has_key(&request(path, &[])), opens, "{path}");
        }
    }

    #[test]
    fn other_sites_and_other_names_stay_outside() {
        for (headers, ours) in [
            (vec![("host", "127.0.0.1:8080")], true),
            (vec![("host", "localhost:8080"), ("origin", "http://localhost:8080")], true),
            (vec![("host", "127.0.0.1:8080"), ("origin", "https://elsewhere.example")], false),
            (vec![("host", "127.0.0.1:8080"), ("origin", "null")], false),
            (vec![("host", "elsewhere.example:8080")], false),
            (vec![], false),
        ] {
            assert_eq!(door().is_ours(request("/", &headers).headers()), ours, "{headers:?}");
        }
    }

    #[test]
    fn no_two_keys_are_the_same() {
        assert_ne!(new_key(), new_key());
        assert_eq!(new_key().len(), 32);
    }
}
