//! TLS to the database: a certificate is believed if it is for the name in the address and signed by one who is trusted, and
//! nobody else's.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nearer::store::postgres::{Address, look};
use nearer::store::{Batch, Store};

use crate::cluster::Cluster;
use crate::contract::{leads, timer};

/// An authority, and the certificates that it signed. (Debian's PostgreSQL brings `openssl` with it.)
struct Authority {
    home: PathBuf,
}

impl Authority {
    fn new(home: &Path, name: &str) -> Self {
        let authority = Self { home: home.join(name) };
        std::fs::create_dir(&authority.home).unwrap();
        let subject = format!("/CN={name}");
        authority.openssl(&[
            &["req", "-x509", "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj", &subject],
            &NEW_KEY[..],
            &["-addext", "basicConstraints=critical,CA:TRUE"],
        ]);
        authority
    }

    /// A certificate for `name`, as `DNS:…` or `IP:…`, and its key.
    fn signs(&self, name: &str) -> (PathBuf, PathBuf) {
        std::fs::write(self.home.join("names"), format!("subjectAltName={name}\n")).unwrap();
        self.openssl(&[&["req", "-keyout", "db.key", "-out", "db.csr", "-subj", "/CN=db"], &NEW_KEY[..]]);
        self.openssl(&[
            &["x509", "-req", "-in", "db.csr", "-out", "db.pem", "-days", "3650", "-extfile", "names"],
            &["-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial"],
        ]);
        (self.home.join("db.pem"), self.home.join("db.key"))
    }

    fn certificate(&self) -> PathBuf {
        self.home.join("ca.pem")
    }

    fn openssl(&self, words: &[&[&str]]) {
        let made = Command::new("openssl").args(words.concat()).current_dir(&self.home).stderr(Stdio::null()).status();
        assert!(made.expect("openssl (Debian: apt-get install openssl)").success(), "{words:?}");
    }
}

const NEW_KEY: [&str; 5] = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];

/// Why the database at this address cannot be used, as `nearer check` says it.
fn refusal(address: &str, authority: Option<PathBuf>) -> String {
    look(&Address::read(address, authority).unwrap()).unwrap_err()
}

#[test]
fn a_certificate_is_believed_by_its_name_and_by_who_signed_it() {
    let Some(cluster) = Cluster::start() else { return };
    let home = tempfile::tempdir().unwrap();
    let (ours, others) = (Authority::new(home.path(), "ours"), Authority::new(home.path(), "others"));
    let url = |name: &str, mode: &str| cluster.url(name).replace("sslmode=disable", &format!("sslmode={mode}"));

    let without = refusal(&url("postgres", "require"), None);
    assert!(without.contains("TLS"), "{without}");

    let (certificate, key) = ours.signs("IP:127.0.0.1");
    cluster.speaks_tls(&certificate, &key);
    for mode in ["require", "prefer"] {
        let address = Address::read(&url(&cluster.database(), mode), Some(ours.certificate())).unwrap();
        let mut store = leads(&address, home.path());
        store.commit(&Batch { timers: [(timer(1, -1), true)].into(), ..Batch::default() }).unwrap();
        let sealed =
            "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE application_name = 'nearer'";
        assert_eq!(cluster.psql("postgres", sealed).unwrap(), "t");
        drop(store);
        for unknown in [None, Some(others.certificate())] {
            let said = refusal(&url("postgres", mode), unknown);
            assert!(said.contains("UnknownIssuer"), "{said}");
        }
    }

    let (certificate, key) = ours.signs("DNS:another.example");
    cluster.speaks_tls(&certificate, &key);
    let said = refusal(&url("postgres", "require"), Some(ours.certificate()));
    assert!(said.contains("not valid for name"), "{said}");
}
