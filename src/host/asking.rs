//! Another process of the same program asks the bot that runs: over the socket in the folder of its store.

use std::path::Path;

/// Why a bot could not be asked.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error(
        "no bot runs with the store in {dir}: start it with `nearer run`, or name its configuration with --config",
        dir = .0.display()
    )]
    NobodyThere(std::path::PathBuf),
    #[error("the bot that runs with the store in {dir} does not answer: {reason}", dir = .dir.display())]
    NoAnswer { dir: std::path::PathBuf, reason: String },
    #[error("this system has no sockets by which the bot could be asked")]
    NoSockets,
}

/// What the bot answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// As HTTP counts them: 200, 503.
    pub code: u16,
    pub body: String,
}

/// Asks the bot that runs with the store in `data_dir` for what is at `path`, and waits for some seconds.
#[cfg(unix)]
pub fn ask(data_dir: &Path, path: &str) -> Result<Answer, AskError> {
    use std::io::{Read, Write};
    use std::os::unix::net::UnixStream;
    use std::time::Duration;

    use super::watch::socket;

    /// The bot answers from memory, within milliseconds.
    const PATIENCE: Duration = Duration::from_secs(5);

    let Ok(mut stream) = UnixStream::connect(socket(data_dir)) else {
        return Err(AskError::NobodyThere(data_dir.to_owned()));
    };
    let no_answer = |reason: String| AskError::NoAnswer { dir: data_dir.to_owned(), reason };
    let mut answer = String::new();
    stream
        .set_read_timeout(Some(PATIENCE))
        .and_then(|()| stream.set_write_timeout(Some(PATIENCE)))
        // By this version of HTTP the connection ends with the answer.
        .and_then(|()| stream.write_all(format!("GET {path} HTTP/1.0\r\n\r\n").as_bytes()))
        .and_then(|()| stream.read_to_string(&mut answer))
        .map_err(|error| no_answer(error.to_string()))?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    let code = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    match code {
        Some(code) => Ok(Answer { code, body: body.to_owned() }),
        None => Err(no_answer("it is no answer of HTTP".to_owned())),
    }
}

#[cfg(not(unix))]
pub fn ask(_: &Path, _: &str) -> Result<Answer, AskError> {
    Err(AskError::NoSockets)
}
