//! The network between one machine and another. While it is down nothing comes through and no end hears of it; what was on
//! its way arrives once it is up again. Or it refuses: both ends hear of it at once.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;

#[derive(Default)]
struct Cable {
    down: Mutex<bool>,
    changed: Condvar,
    /// The near ends of all connections that were ever made; `None` once it refuses.
    ends: Mutex<Option<Vec<TcpStream>>>,
}

impl Cable {
    fn waits_until_up(&self) {
        let down = self.down.lock().expect("no panic");
        drop(self.changed.wait_while(down, |down| *down).expect("no panic"));
    }
}

/// On threads of its own: those of a test wait for programs that ask the database.
pub struct Network {
    port: u16,
    cable: Arc<Cable>,
}

impl Network {
    /// From a port of its own to this one.
    pub fn to(port_there: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("it listens").port();
        let network = Self { port, cable: Arc::default() };
        *network.cable.ends.lock().expect("no panic") = Some(Vec::new());
        let cable = Arc::clone(&network.cable);
        thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                match cable.ends.lock().expect("no panic").as_mut() {
                    Some(ends) => ends.push(near.try_clone().expect("one more handle")),
                    None => continue,
                }
                let cable = Arc::clone(&cable);
                thread::spawn(move || connect(&near, port_there, &cable));
            }
        });
        network
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn goes_down(&self) {
        *self.cable.down.lock().expect("no panic") = true;
    }

    /// From now on, and for what goes on already.
    pub fn refuses(&self) {
        for end in self.cable.ends.lock().expect("no panic").take().into_iter().flatten() {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    pub fn is_up_again(&self) {
        *self.cable.down.lock().expect("no panic") = false;
        self.cable.changed.notify_all();
    }
}

fn connect(near: &TcpStream, port_there: u16, cable: &Cable) {
    cable.waits_until_up();
    let Ok(far) = TcpStream::connect(("127.0.0.1", port_there)) else { return };
    thread::scope(|scope| {
        scope.spawn(|| carry(near, &far, cable));
        carry(&far, near, cable);
    });
}

/// Carries bytes, and at last that there are no more.
fn carry(mut from: &TcpStream, mut to: &TcpStream, cable: &Cable) {
    let mut bytes = vec![0; 16_384];
    while let Ok(count @ 1..) = from.read(&mut bytes) {
        cable.waits_until_up();
        if to.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    cable.waits_until_up();
    let _ = (from.shutdown(Shutdown::Both), to.shutdown(Shutdown::Both));
}
