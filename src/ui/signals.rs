#![allow(
    clippy::disallowed_methods,
    reason = "signals have a thread of their own, so that a screen that hangs cannot hold them up"
)]
//! Signals, on their own thread: a screen whose terminal was closed must not delay them.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A signal of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C, or a request to terminate.
    End,
    /// The terminal was closed.
    HangUp,
    /// Ctrl-Z, which would stop the recording.
    Stop,
}

/// A signal that was listened to, now or before.
struct Heard {
    kind: i32,
    listeners: usize,
    /// Raised where nobody listens: the system's own way is taken then. A handler that was once
    /// set stays, and without this the signal would be lost.
    unheard: Arc<AtomicBool>,
}

static HEARD: Mutex<Vec<Heard>> = Mutex::new(Vec::new());

/// One more listens to these.
fn hear(kinds: &[i32]) -> io::Result<()> {
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    for &kind in kinds {
        let at = match heard.iter().position(|one| one.kind == kind) {
            Some(at) => at,
            None => {
                let unheard = Arc::new(AtomicBool::new(false));
                signal_hook::flag::register_conditional_default(kind, unheard.clone())?;
                heard.push(Heard {
                    kind,
                    listeners: 0,
                    unheard,
                });
                heard.len() - 1
            }
        };
        heard[at].listeners += 1;
        heard[at].unheard.store(false, Ordering::SeqCst);
    }
    Ok(())
}

/// One fewer listens to these.
fn unhear(kinds: &[i32]) {
    let mut heard = HEARD.lock().unwrap_or_else(PoisonError::into_inner);
    for one in heard.iter_mut().filter(|one| kinds.contains(&one.kind)) {
        one.listeners = one.listeners.saturating_sub(1);
        one.unheard.store(one.listeners == 0, Ordering::SeqCst);
    }
}

/// Lets the program outlive a file that reaches the system's limit for the size of files: the one write fails,
/// and what is in memory is not lost. Without a handler the signal ends the program.
pub fn outlive_large_files() {
    #[cfg(unix)]
    let _ = signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

#[cfg(unix)]
pub use unix::{End, Signals};

#[cfg(unix)]
mod unix {
    use super::{Signal, hear, io, unhear};
    use rustix::process::getpgrp;
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetpgrp, tcsetattr};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};
    use signal_hook::iterator::{Handle, Signals as Incoming};
    use std::thread::JoinHandle;

    /// Handles signals until dropped. Without a handler, a signal has its default effect.
    pub struct Signals {
        kinds: &'static [i32],
        handle: Handle,
        thread: Option<JoinHandle<()>>,
    }

    impl Signals {
        /// Calls `on` for every signal, on its own thread.
        pub fn watch(on: impl Fn(Signal) + Send + 'static) -> io::Result<Self> {
            Self::of(&[SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP], on)
        }

        fn of(kinds: &'static [i32], on: impl Fn(Signal) + Send + 'static) -> io::Result<Self> {
            let mut incoming = Incoming::new(kinds)?;
            let handle = incoming.handle();
            let thread = std::thread::Builder::new()
                .name("signals".into())
                .spawn(move || {
                    for signal in &mut incoming {
                        match signal {
                            SIGHUP => on(Signal::HangUp),
                            SIGTSTP => on(Signal::Stop),
                            _ => on(Signal::End),
                        }
                    }
                })?;
            let signals = Self {
                kinds,
                handle,
                thread: Some(thread),
            };
            hear(kinds)?;
            Ok(signals)
        }
    }

    impl Drop for Signals {
        fn drop(&mut self) {
            unhear(self.kinds);
            self.handle.close();
            if let Some(thread) = self.thread.take() {
                let _ = thread.join();
            }
        }
    }

    const ENDS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

    /// Waits for a request to terminate until dropped.
    pub struct End {
        _signals: Signals,
        _silence: Option<Silence>,
    }

    /// Keeps the terminal from showing `^C`: after a bar, which fills its line, it would begin a new
    /// line and leave the bar behind.
    struct Silence(LocalModes);

    impl Silence {
        fn begin() -> Option<Self> {
            // A program in the background would be stopped when it changes the terminal.
            if tcgetpgrp(io::stdin()).ok()? != getpgrp() {
                return None;
            }
            let mut modes = tcgetattr(io::stdin()).ok()?;
            let before = modes.local_modes;
            modes.local_modes.remove(LocalModes::ECHOCTL);
            tcsetattr(io::stdin(), OptionalActions::Now, &modes).ok()?;
            Some(Self(before))
        }
    }

    impl Drop for Silence {
        fn drop(&mut self) {
            if tcgetpgrp(io::stdin()).is_ok_and(|group| group == getpgrp())
                && let Ok(mut modes) = tcgetattr(io::stdin())
            {
                modes.local_modes = self.0;
                let _ = tcsetattr(io::stdin(), OptionalActions::Now, &modes);
            }
        }
    }

    impl End {
        /// Calls `on` when the work should end, on its own thread.
        pub fn watch(on: impl Fn() + Send + 'static) -> io::Result<Self> {
            Ok(Self {
                _signals: Signals::of(&ENDS, move |_| on())?,
                _silence: Silence::begin(),
            })
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use signal_hook::low_level::raise;
        use std::os::unix::process::ExitStatusExt;
        use std::process::{Command, ExitStatus};
        use std::sync::mpsc::channel;
        use std::time::Duration;

        /// Selects the part of the test for a child process, which a signal may end.
        const PART: &str = "REHEARSE_TEST_SIGNALS";

        fn play(part: &str) -> ExitStatus {
            let this = "ui::signals::unix::tests::a_signal_reaches_the_current_handler";
            Command::new(std::env::current_exe().expect("this test"))
                .args(["--exact", this])
                .env(PART, part)
                .output()
                .expect("it starts")
                .status
        }

        #[test]
        fn a_signal_reaches_the_current_handler() {
            let Ok(part) = std::env::var(PART) else {
                assert_eq!(play("a rehearsal after a download").code(), Some(0));
                assert_eq!(play("after the rehearsal").signal(), Some(SIGTERM));
                assert_eq!(play("a download in a rehearsal").code(), Some(0));
                return;
            };
            let (heard, hear) = channel();
            let watch = || {
                let heard = heard.clone();
                Signals::watch(move |signal| {
                    let _ = heard.send(signal);
                })
                .expect("it listens")
            };
            let end = || End::watch(|| std::process::abort()).expect("it listens");
            let _listening = match part.as_str() {
                "a rehearsal after a download" => {
                    drop(end());
                    Some(watch())
                }
                "a download in a rehearsal" => {
                    let watching = watch();
                    drop(end());
                    Some(watching)
                }
                _ => {
                    drop(watch());
                    None
                }
            };
            raise(SIGTERM).expect("it is raised");
            let signal = hear.recv_timeout(Duration::from_secs(10));
            assert_eq!(signal, Ok(Signal::End));
        }
    }
}

#[cfg(windows)]
pub use windows::{End, Signals};

/// Windows has no such signals; Ctrl-C arrives as a key.
#[cfg(windows)]
mod windows {
    use super::{Arc, AtomicBool, Ordering, Signal, hear, io, unhear};
    use signal_hook::SigId;
    use signal_hook::consts::{SIGINT, SIGTERM};
    use std::thread::JoinHandle;
    use std::time::Duration;

    const KINDS: [i32; 2] = [SIGINT, SIGTERM];
    /// How often it is looked whether one came: nothing wakes a thread for it.
    const LOOK: Duration = Duration::from_millis(50);

    /// Listens until dropped. Where nobody listens any more, Ctrl-C ends the program.
    pub struct Signals {
        registered: Vec<SigId>,
        over: Arc<AtomicBool>,
        thread: Option<JoinHandle<()>>,
    }

    impl Signals {
        /// Calls `on` for every wish that the program should end, on a thread of its own.
        pub fn watch(on: impl Fn(Signal) + Send + 'static) -> io::Result<Self> {
            let (came, over) = (Arc::new(AtomicBool::new(false)), Arc::default());
            let register = |kind| signal_hook::flag::register(kind, Arc::clone(&came));
            let registered = KINDS.into_iter().map(register).collect::<Result<_, _>>()?;
            let ended: Arc<AtomicBool> = Arc::clone(&over);
            let thread = std::thread::Builder::new()
                .name("signals".into())
                .spawn(move || {
                    while !ended.load(Ordering::SeqCst) {
                        if came.swap(false, Ordering::SeqCst) {
                            on(Signal::End);
                        }
                        std::thread::sleep(LOOK);
                    }
                })?;
            hear(&KINDS)?;
            Ok(Self {
                registered,
                over,
                thread: Some(thread),
            })
        }
    }

    impl Drop for Signals {
        fn drop(&mut self) {
            unhear(&KINDS);
            self.registered.drain(..).for_each(|id| {
                signal_hook::low_level::unregister(id);
            });
            self.over.store(true, Ordering::SeqCst);
            if let Some(thread) = self.thread.take() {
                let _ = thread.join();
            }
        }
    }

    /// Listens for the wish that a piece of work should end, until dropped.
    pub struct End {
        _signals: Signals,
    }

    impl End {
        /// Calls `on` when the work should end, on a thread of its own.
        pub fn watch(on: impl Fn() + Send + 'static) -> io::Result<Self> {
            let signals = Signals::watch(move |_| on())?;
            Ok(Self { _signals: signals })
        }
    }
}
