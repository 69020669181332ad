//! Who leads writes, and nobody else; and a commit counts once, whatever becomes of its answer.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use nearer::store::postgres::{self, Address, PostgresStore, Standby, Term, stand_by};
use nearer::store::{Batch, Options, Store, StoreError};

use crate::cluster::{self, Cluster};
use crate::contract::{at, leads, timer};

/// The commit of this number: one timer more.
fn commit(store: &mut PostgresStore, number: i64) -> Result<(), StoreError> {
    store.commit(&Batch { timers: [(timer(number, -1), true)].into(), ..Batch::default() })
}

/// Which commits the store holds.
fn committed(store: &PostgresStore) -> Vec<i64> {
    store.due(at(1_000_000), usize::MAX >> 1).unwrap().iter().map(|timer| timer.due.timestamp()).collect()
}

fn address(cluster: &Cluster, database: &str) -> Address {
    Address::read(&cluster.url(database), None).unwrap()
}

/// Stands by on a thread of its own, for a machine with the same host's key.
fn stands_by(address: &Address, dir: &Path) -> thread::JoinHandle<PostgresStore> {
    let (address, dir) = (address.clone(), dir.to_owned());
    thread::spawn(move || leads(&address, &dir))
}

/// Whether the one who leads may send at this moment.
fn may_send(store: &PostgresStore) -> bool {
    let leading = store.leading();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        tokio::select! { biased; () = leading.held() => true, () = std::future::ready(()) => false }
    })
}

#[test]
fn of_two_one_leads_and_the_other_takes_over_when_it_ends() {
    let Some(cluster) = cluster::shared() else { return };
    let (address, home) = (address(cluster, &cluster.database()), tempfile::tempdir().unwrap());
    let mut first = leads(&address, home.path());
    commit(&mut first, 1).unwrap();
    let second = stands_by(&address, home.path());
    thread::sleep(Duration::from_millis(300));
    assert!(!second.is_finished(), "it stands by");
    assert!(may_send(&first));
    let given_back = Instant::now();
    drop(first);
    let mut second = second.join().unwrap();
    assert!(given_back.elapsed() < Duration::from_secs(1), "at once, not when the time of the first is over");
    commit(&mut second, 2).unwrap();
    assert_eq!(committed(&second), [1, 2]);
}

#[test]
fn one_who_lost_the_lead_writes_nothing_and_sends_nothing() {
    let Some(cluster) = cluster::shared() else { return };
    let (database, home) = (cluster.database(), tempfile::tempdir().unwrap());
    let address = address(cluster, &database);
    let mut first = leads(&address, home.path());
    commit(&mut first, 1).unwrap();
    // As if it had been cut off for so long that its time was over.
    assert!(cluster.sql(&database, "UPDATE nearer.lease SET until = '-infinity'"));
    let mut second = leads(&address, home.path());
    commit(&mut second, 2).unwrap();
    let refused = commit(&mut first, 3).unwrap_err();
    assert!(matches!(refused, StoreError::LeadLost { .. }), "{refused}");
    assert!(matches!(commit(&mut first, 4), Err(StoreError::Poisoned)));
    let begun = Instant::now();
    while may_send(&first) {
        assert!(begun.elapsed() < Duration::from_secs(8), "it hears of it before its own time is over");
        thread::sleep(Duration::from_millis(20));
    }
    drop(first);
    assert_eq!(committed(&second), [1, 2]);
    commit(&mut second, 5).unwrap();
    assert!(may_send(&second), "what the first does at its end takes nothing from the second");
}

/// A bot is told to end while Telegram cannot be reached: its store goes where no thread may wait.
#[tokio::test]
async fn the_lead_is_given_back_wherever_the_store_is_dropped() {
    let Some(cluster) = cluster::shared() else { return };
    let (address, home) = (address(cluster, &cluster.database()), tempfile::tempdir().unwrap());
    let mut store = stands_by(&address, home.path()).join().unwrap();
    store = thread::spawn(move || commit(&mut store, 1).map(|()| store)).join().unwrap().unwrap();
    drop(store);
    let began = Instant::now();
    let next = stands_by(&address, home.path()).join().unwrap();
    assert!(began.elapsed() < Duration::from_secs(4), "nobody held it");
    drop(next);
}

#[test]
fn one_who_stands_by_can_be_told_to_end() {
    let Some(cluster) = cluster::shared() else { return };
    let (address, home) = (address(cluster, &cluster.database()), tempfile::tempdir().unwrap());
    let _first = leads(&address, home.path());
    let (tell, ends) = channel();
    tell.send(()).unwrap();
    let ended = stand_by(&address, home.path(), &Options::default(), "a test", Term::default(), &ends).unwrap();
    assert!(matches!(ended, Standby::Ended));
}

#[test]
fn a_program_that_is_older_than_the_tables_does_not_lead() {
    let Some(cluster) = cluster::shared() else { return };
    let (database, home) = (cluster.database(), tempfile::tempdir().unwrap());
    let address = address(cluster, &database);
    drop(leads(&address, home.path()));
    let newer = "INSERT INTO nearer.migrations (version, name, applied_on, checksum) VALUES (99, 'later', '', '')";
    assert!(cluster.sql(&database, newer));
    let said = postgres::look(&address).unwrap_err();
    assert!(said.contains("a newer version of the bot"), "{said}");
    let (tell, ends) = channel();
    let (address, dir) = (address.clone(), home.path().to_owned());
    let standing_by = thread::spawn(move || {
        stand_by(&address, &dir, &Options::default(), "a test", Term::default(), &ends).map(|_| ())
    });
    thread::sleep(Duration::from_millis(300));
    assert!(!standing_by.is_finished());
    drop(tell);
    standing_by.join().unwrap().unwrap();
}

/// What becomes of what goes through.
const PASS: u8 = 0;
/// The next question does not arrive.
const CUT_QUESTION: u8 = 1;
/// The next question arrives, and its answer does not.
const CUT_ANSWER: u8 = 2;

/// Something between the bot and its database that can cut a connection.
struct Between {
    port: u16,
    mood: Arc<AtomicU8>,
    open: Arc<AtomicBool>,
}

impl Between {
    fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let between = Self {
            port: listener.local_addr().unwrap().port(),
            mood: Arc::default(),
            open: Arc::new(AtomicBool::new(true)),
        };
        let (mood, open) = (Arc::clone(&between.mood), Arc::clone(&between.open));
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                if !open.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(server) = TcpStream::connect(("127.0.0.1", port)) else { continue };
                let pair = || (client.try_clone().unwrap(), server.try_clone().unwrap());
                let ((client_in, server_out), (client_out, server_in)) = (pair(), pair());
                let (ours, theirs) = (Arc::clone(&mood), Arc::clone(&mood));
                thread::spawn(move || carry(client_in, server_out, &ours, CUT_QUESTION));
                thread::spawn(move || carry(server_in, client_out, &theirs, CUT_ANSWER));
            }
        });
        between
    }

    fn will(&self, mood: u8) {
        self.mood.store(mood, Ordering::SeqCst);
    }

    fn has_cut(&self) -> bool {
        self.mood.load(Ordering::SeqCst) == PASS
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.open.store(false, Ordering::Relaxed);
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

/// Carries bytes until it is told to cut.
fn carry(mut from: TcpStream, mut to: TcpStream, mood: &AtomicU8, cut: u8) {
    let mut bytes = [0; 16_384];
    while let Ok(count) = from.read(&mut bytes) {
        let cuts = count > 0 && mood.compare_exchange(cut, PASS, Ordering::SeqCst, Ordering::SeqCst).is_ok();
        if count == 0 || cuts || to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}

#[test]
fn a_commit_whose_connection_is_cut_before_or_after_it_counts_once() {
    let Some(cluster) = cluster::shared() else { return };
    let (database, home) = (cluster.database(), tempfile::tempdir().unwrap());
    let between = Between::to(cluster.port());
    let url = format!("postgres://nearer@127.0.0.1:{}/{database}?sslmode=disable", between.port);
    // A long term: its renewals go the same way, and must not be what is cut.
    let term = Term::of(Duration::from_mins(10));
    let (_goes_on, ends) = channel();
    let address = Address::read(&url, None).unwrap();
    let led = stand_by(&address, home.path(), &Options::default(), "a test", term, &ends).unwrap();
    let Standby::Leads(mut store) = led else { panic!("nobody ended it") };
    commit(&mut store, 0).unwrap();
    for number in 1..=40 {
        let mood = [CUT_QUESTION, CUT_ANSWER][usize::from(number % 2 == 0)];
        between.will(mood);
        commit(&mut store, number).unwrap();
        assert!(between.has_cut(), "commit {number}");
    }
    let commits = || cluster.psql(&database, "SELECT commits FROM nearer.lease").unwrap().parse::<i64>().unwrap();
    let before = commits();
    assert_eq!(committed(&store), (0..=40).collect::<Vec<_>>());
    between.will(CUT_ANSWER);
    commit(&mut store, 41).unwrap();
    assert_eq!(commits(), before + 1, "one commit is one, also where it was asked for twice");
}

#[test]
fn a_database_that_is_restarted_or_killed_loses_nothing_that_was_acknowledged() {
    // One of its own: no other test is to be disturbed.
    let Some(cluster) = Cluster::start() else { return };
    let (address, home) = (address(&cluster, "postgres"), tempfile::tempdir().unwrap());
    let mut store = leads(&address, home.path());
    let stop = Arc::new(AtomicBool::new(false));
    let committing = {
        let stop = Arc::clone(&stop);
        thread::spawn(move || {
            let mut number = 0;
            while !stop.load(Ordering::Relaxed) {
                commit(&mut store, number).unwrap();
                number += 1;
            }
            (store, number)
        })
    };
    for round in 0..6 {
        thread::sleep(Duration::from_millis(150));
        if round % 2 == 0 {
            cluster.is_killed();
        } else {
            cluster.ends();
        }
        thread::sleep(Duration::from_millis(100));
        cluster.starts();
    }
    thread::sleep(Duration::from_millis(150));
    stop.store(true, Ordering::Relaxed);
    let (store, number) = committing.join().unwrap();
    assert!(number > 20, "{number} commits");
    assert_eq!(committed(&store), (0..number).collect::<Vec<_>>());
    drop(store);
    assert_eq!(committed(&leads(&address, home.path())), (0..number).collect::<Vec<_>>(), "read anew");
    println!("{number} commits through six restarts");
}

#[test]
fn a_database_that_took_over_without_the_last_commits_is_told_and_nothing_is_written_on_top() {
    let Some(cluster) = cluster::shared() else { return };
    let (database, home) = (cluster.database(), tempfile::tempdir().unwrap());
    let mut store = leads(&address(cluster, &database), home.path());
    for number in 0..5 {
        commit(&mut store, number).unwrap();
    }
    // As a copy that had not received the last two; the connection to the old one is gone.
    assert!(cluster.sql(&database, "UPDATE nearer.lease SET commits = commits - 2"));
    let others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                  WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert!(cluster.sql(&database, others));
    let refused = commit(&mut store, 9).unwrap_err();
    assert!(matches!(refused, StoreError::WentBack { .. }) && refused.passes(), "{refused}");
}
