//! Where the database is, as a host writes it, and how to speak with it.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, LoadBalanceHosts, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::StoreError;

/// How long it may take until one host is connected to.
const CONNECT: Duration = Duration::from_secs(3);
/// A connection is known to be dead when for so long nothing that was sent has arrived.
const UNHEARD: Duration = Duration::from_secs(10);

/// `postgres://user:password@host1,host2/database`. It is never printed as it is, for it may hold a password.
#[derive(Clone)]
pub struct Address {
    config: Config,
    /// Whose signature a server must have, beside the authorities that all browsers know.
    authority: Option<PathBuf>,
}

impl Address {
    /// Whether this text means a database, and not a folder.
    #[must_use]
    pub fn is_meant(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    /// Reads what a host wrote. An error says in words what is wrong, without quoting it.
    pub fn read(text: &str, authority: Option<PathBuf>) -> Result<Self, String> {
        if !Self::is_meant(text.trim()) {
            return Err("it does not begin with `postgres://`".to_owned());
        }
        let mut config = Config::from_str(text.trim()).map_err(|error| match std::error::Error::source(&error) {
            Some(reason) => reason.to_string(),
            None => "it cannot be read".to_owned(),
        })?;
        if config.get_hosts().is_empty() {
            return Err("no host is named".to_owned());
        }
        // Where the password holds an @, the rest of it would be taken for the name of a host.
        let holds_at = |host: &Host| matches!(host, Host::Tcp(name) if name.contains('@'));
        if config.get_hosts().iter().any(holds_at) {
            return Err("a host has an @ in its name; in a password, write %40 for @".to_owned());
        }
        // A server that is asked only whether it would like TLS can say no, and so can whoever stands in between.
        if config.get_ssl_mode() == SslMode::Prefer && !config.get_hosts().iter().all(is_here) {
            config.ssl_mode(SslMode::Require);
        }
        config
            .application_name("nearer")
            // A commit is never given up after a time, whatever the database does elsewhere.
            .options("-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0")
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            // One that takes everything and answers nothing does not keep the others from being tried the next time.
            .load_balance_hosts(LoadBalanceHosts::Random)
            .connect_timeout(CONNECT)
            .keepalives_idle(UNHEARD / 2)
            .keepalives_interval(UNHEARD / 5)
            .keepalives_retries(3)
            .tcp_user_timeout(UNHEARD);
        Ok(Self { config, authority })
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    pub(super) fn tls(&self) -> Result<MakeRustlsConnect, StoreError> {
        let mut roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect::<RootCertStore>();
        if let Some(path) = &self.authority {
            let unreadable = || StoreError::BadAuthority { path: path.clone() };
            let found = CertificateDer::pem_file_iter(path).map_err(|_| unreadable())?;
            let found: Vec<_> = found.collect::<Result<_, _>>().map_err(|_| unreadable())?;
            if roots.add_parsable_certificates(found).0 == 0 {
                return Err(unreadable());
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| self.failed("beginning TLS with", error.to_string()))?;
        Ok(MakeRustlsConnect::new(builder.with_root_certificates(roots).with_no_client_auth()))
    }

    pub(super) fn failed(&self, doing: &'static str, reason: String) -> StoreError {
        StoreError::Postgres { doing, place: self.to_string(), reason }
    }
}

/// Whether what is sent to this host stays on this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

/// What an error says, and why, without repeating itself. Of what the database says only its code and first line: its
/// details may hold rows.
pub(super) fn told(error: &(dyn std::error::Error + 'static)) -> String {
    if let Some(said) = error.downcast_ref::<tokio_postgres::Error>().and_then(tokio_postgres::Error::as_db_error) {
        return format!("{} ({})", said.message(), said.code().code());
    }
    match error.source() {
        Some(reason) if !error.to_string().contains(&reason.to_string()) => format!("{error}: {}", told(reason)),
        _ => error.to_string(),
    }
}

/// Two are equal if they lead to the same place by the same way.
impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.config == other.config && self.authority == other.authority
    }
}

impl Eq for Address {}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// The hosts and the name of the database, and nothing else.
impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hosts: Vec<String> = self
            .config
            .get_hosts()
            .iter()
            .map(|host| match host {
                Host::Tcp(name) => name.clone(),
                #[cfg(unix)]
                Host::Unix(path) => path.display().to_string(),
            })
            .collect();
        write!(f, "PostgreSQL on {}", hosts.join(", "))?;
        match self.config.get_dbname() {
            Some(name) => write!(f, ", database {name}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_tells_where_it_leads_and_no_password() {
        let address = Address::read("postgres://bot:open-sesame@one.example,two.example:5433/nearer", None).unwrap();
        let told = format!("{address} {address:?}");
        assert!(told.contains("PostgreSQL on one.example, two.example, database nearer"), "{told}");
        assert!(!told.contains("sesame"), "{told}");
        assert_eq!(address.config().get_target_session_attrs(), TargetSessionAttrs::ReadWrite);
    }

    #[test]
    fn nothing_leaves_the_machine_without_tls_unless_the_host_says_so() {
        for (text, mode) in [
            ("postgres://one.example/nearer", SslMode::Require),
            ("postgres://one.example/nearer?sslmode=prefer", SslMode::Require),
            ("postgres://127.0.0.1,one.example/nearer", SslMode::Require),
            ("postgres://one.example/nearer?sslmode=disable", SslMode::Disable),
            ("postgres://localhost/nearer", SslMode::Prefer),
            ("postgres://[::1],127.0.0.1/nearer", SslMode::Prefer),
            ("postgres:///nearer?host=/run/postgresql", SslMode::Prefer),
        ] {
            assert_eq!(Address::read(text, None).unwrap().config().get_ssl_mode(), mode, "{text}");
        }
    }

    #[test]
    fn what_is_none_is_refused_without_being_quoted() {
        for wrong in [
            "postgres://nearer:open@sesame@one.example/nearer",
            "data",
            "postgres://",
            "postgres://bot:open-sesame@one.example/x?colour=red",
            "mysql://sesame",
        ] {
            let said = Address::read(wrong, None).unwrap_err();
            assert!(!said.contains("sesame"), "{said}");
        }
    }
}
