#![allow(
    clippy::disallowed_methods,
    reason = "signals have a thread of their own, so that a screen that hangs cannot hold them up"
)]
//! Signals, on their own thread: a screen whose terminal was closed must not delay them.

#[cfg(unix)]
use signal_hook::consts::{SIGHUP, SIGQUIT, SIGTSTP};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::{SigId, flag, low_level};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

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

/// Signals of the system, and what they mean.
type Kinds = &'static [(i32, Signal)];

#[cfg(unix)]
const ALL: Kinds = &[
    (SIGINT, Signal::End),
    (SIGTERM, Signal::End),
    (SIGQUIT, Signal::End),
    (SIGHUP, Signal::HangUp),
    (SIGTSTP, Signal::Stop),
];
#[cfg(unix)]
const ENDS: Kinds = &[
    (SIGINT, Signal::End),
    (SIGTERM, Signal::End),
    (SIGHUP, Signal::End),
];
/// Windows has no others; Ctrl-C arrives as a key.
#[cfg(windows)]
const ALL: Kinds = ENDS;
#[cfg(windows)]
const ENDS: Kinds = &[(SIGINT, Signal::End), (SIGTERM, Signal::End)];

/// Interval between two looks at the flags: a handler of a signal can only raise one.
const LOOK: Duration = Duration::from_millis(50);

/// A signal that was listened to, now or before.
struct RegisteredSignal {
    kind: i32,
    listeners: usize,
    /// Raised where nobody listens: the system's own way is taken then. A handler that was once
    /// set stays, and without this the signal would be lost.
    unhandled: Arc<AtomicBool>,
}

static REGISTERED: Mutex<Vec<RegisteredSignal>> = Mutex::new(Vec::new());

/// Counts one more listener of these signals, with the default effect switched off.
fn register(kinds: Kinds) -> io::Result<()> {
    let mut registered = REGISTERED.lock().unwrap_or_else(PoisonError::into_inner);
    for &(kind, _) in kinds {
        let at = match registered.iter().position(|one| one.kind == kind) {
            Some(at) => at,
            None => {
                let unhandled = Arc::new(AtomicBool::new(false));
                flag::register_conditional_default(kind, unhandled.clone())?;
                registered.push(RegisteredSignal {
                    kind,
                    listeners: 0,
                    unhandled,
                });
                registered.len() - 1
            }
        };
        registered[at].listeners += 1;
        registered[at].unhandled.store(false, Ordering::SeqCst);
    }
    Ok(())
}

/// Counts one listener fewer; without any, a signal has its default effect again.
fn release(kinds: Kinds) {
    let mut registered = REGISTERED.lock().unwrap_or_else(PoisonError::into_inner);
    let meant = |one: &&mut RegisteredSignal| kinds.iter().any(|(kind, _)| *kind == one.kind);
    for one in registered.iter_mut().filter(meant) {
        one.listeners = one.listeners.saturating_sub(1);
        one.unhandled.store(one.listeners == 0, Ordering::SeqCst);
    }
}

/// Lets the program outlive a file that reaches the system's limit for the size of files: the one write fails,
/// and what is in memory is not lost. Without a handler the signal ends the program.
pub fn outlive_large_files() {
    #[cfg(unix)]
    let _ = flag::register(signal_hook::consts::SIGXFSZ, Arc::default());
}

/// Handles signals until dropped. Without a handler, a signal has its default effect.
pub struct Signals {
    kinds: Kinds,
    registered: Vec<SigId>,
    /// The thread, which ends when the sender is dropped.
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Signals {
    /// Sends every signal.
    pub fn watch() -> io::Result<(Self, Receiver<Signal>)> {
        let (send, signals) = channel();
        let watch = Self::of(ALL, move |signal| {
            // After the end no signals are handled any more.
            let _ = send.send(signal);
        })?;
        Ok((watch, signals))
    }

    /// Calls `on` for every signal, on its own thread.
    fn of(kinds: Kinds, on: impl Fn(Signal) + Send + 'static) -> io::Result<Self> {
        register(kinds)?;
        // From here on, dropping it undoes what was done so far.
        let mut signals = Self {
            kinds,
            registered: Vec::new(),
            running: None,
        };
        let mut came = Vec::new();
        for &(kind, signal) in kinds {
            let raised = Arc::new(AtomicBool::new(false));
            let id = flag::register(kind, Arc::clone(&raised))?;
            signals.registered.push(id);
            came.push((signal, raised));
        }
        let (over, ended) = channel::<()>();
        let thread = std::thread::Builder::new()
            .name("signals".into())
            .spawn(move || {
                let mut running = true;
                while running {
                    // Signals of the last interval are handled as well.
                    running = ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout);
                    for (signal, raised) in &came {
                        if raised.swap(false, Ordering::SeqCst) {
                            on(*signal);
                        }
                    }
                }
            })?;
        signals.running = Some((over, thread));
        Ok(signals)
    }
}

impl Drop for Signals {
    fn drop(&mut self) {
        release(self.kinds);
        for id in self.registered.drain(..) {
            low_level::unregister(id);
        }
        if let Some((over, thread)) = self.running.take() {
            drop(over);
            let _ = thread.join();
        }
    }
}

/// Waits for a request to terminate until dropped.
pub struct End {
    _signals: Signals,
    #[cfg(unix)]
    _silence: Option<silence::Silence>,
}

impl End {
    /// Calls `on` when the work should end, on its own thread.
    pub fn watch(on: impl Fn() + Send + 'static) -> io::Result<Self> {
        Ok(Self {
            _signals: Signals::of(ENDS, move |_| on())?,
            #[cfg(unix)]
            _silence: silence::Silence::begin(),
        })
    }
}

#[cfg(unix)]
mod silence {
    use rustix::process::getpgrp;
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetpgrp, tcsetattr};
    use std::io;

    /// Keeps the terminal from showing `^C`: after a bar, which fills its line, it would begin a new
    /// line and leave the bar behind.
    pub struct Silence(LocalModes);

    impl Silence {
        pub fn begin() -> Option<Self> {
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
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;
    use signal_hook::low_level::raise;
    use std::os::unix::process::ExitStatusExt;
    use std::process::{Command, ExitStatus};

    /// Selects the part of the test for a child process, which a signal may end.
    const PART: &str = "REHEARSE_TEST_SIGNALS";

    fn play(part: &str) -> ExitStatus {
        let this = "ui::signals::tests::a_signal_reaches_the_current_handler";
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
        let watch = || Signals::watch().expect("it listens");
        let end = || End::watch(|| std::process::abort()).expect("it listens");
        let listening = match part.as_str() {
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
        let signal = listening
            .and_then(|(_watch, signals)| signals.recv_timeout(Duration::from_secs(10)).ok());
        assert_eq!(signal, Some(Signal::End));
    }
}
