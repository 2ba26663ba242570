#![allow(
    clippy::disallowed_methods,
    reason = "signals have a thread of their own, so that a screen that hangs cannot hold them up"
)]
//! Signals, on a thread of their own: a screen whose terminal has gone cannot hold them up.

/// What the system asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// Ctrl-C, or a polite request to end.
    End,
    /// The terminal has gone away.
    HangUp,
    /// Ctrl-Z: a stopped program hears nothing.
    Stop,
}

#[cfg(unix)]
pub use unix::{End, Signals};

#[cfg(unix)]
mod unix {
    use super::Signal;
    use rustix::process::getpgrp;
    use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcgetpgrp, tcsetattr};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGXFSZ};
    use signal_hook::iterator::{Handle, Signals as Incoming};
    use std::io;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::sync::{Arc, OnceLock};
    use std::thread::JoinHandle;

    /// Listens until dropped.
    pub struct Signals {
        handle: Handle,
        thread: Option<JoinHandle<()>>,
    }

    impl Signals {
        /// Calls `on` for every signal, on a thread of its own.
        ///
        /// A file that may not grow any further (`SIGXFSZ`) would end the program; it is taken as
        /// what it is, a full disk, which the take writer deals with.
        pub fn watch(on: impl Fn(Signal) + Send + 'static) -> io::Result<Self> {
            Self::of(&[SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGXFSZ], on)
        }

        fn of(kinds: &[i32], on: impl Fn(Signal) + Send + 'static) -> io::Result<Self> {
            let mut incoming = Incoming::new(kinds)?;
            let handle = incoming.handle();
            let thread = std::thread::Builder::new()
                .name("signals".into())
                .spawn(move || {
                    for signal in &mut incoming {
                        match signal {
                            SIGHUP => on(Signal::HangUp),
                            SIGTSTP => on(Signal::Stop),
                            SIGXFSZ => {}
                            _ => on(Signal::End),
                        }
                    }
                })?;
            Ok(Self {
                handle,
                thread: Some(thread),
            })
        }
    }

    const ENDS: [i32; 3] = [SIGINT, SIGTERM, SIGHUP];

    /// Listens for the wish that a piece of work should end, until dropped. From then on the wish
    /// ends the program again, as it does where nobody listens.
    pub struct End {
        unheard: Arc<AtomicBool>,
        _signals: Signals,
        _silence: Option<Silence>,
    }

    /// Keeps the terminal from showing `^C`: behind a bar, which fills its line, that begins a new
    /// line, and the bar is left where it was.
    struct Silence(LocalModes);

    impl Silence {
        fn begin() -> Option<Self> {
            // A program in the background that touches the terminal is stopped.
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
        /// Calls `on` when the work should end, on a thread of its own.
        pub fn watch(on: impl Fn() + Send + 'static) -> io::Result<Self> {
            // A handler that was once set stays: without this the wish would be lost afterwards.
            static UNHEARD: OnceLock<Arc<AtomicBool>> = OnceLock::new();
            let unheard = match UNHEARD.get() {
                Some(unheard) => Arc::clone(unheard),
                None => {
                    let unheard = Arc::clone(UNHEARD.get_or_init(Arc::default));
                    for kind in ENDS {
                        signal_hook::flag::register_conditional_default(kind, unheard.clone())?;
                    }
                    unheard
                }
            };
            unheard.store(false, Ordering::SeqCst);
            Ok(Self {
                unheard,
                _signals: Signals::of(&ENDS, move |_| on())?,
                _silence: Silence::begin(),
            })
        }
    }

    impl Drop for End {
        fn drop(&mut self) {
            self.unheard.store(true, Ordering::SeqCst);
        }
    }

    impl Drop for Signals {
        fn drop(&mut self) {
            self.handle.close();
            if let Some(thread) = self.thread.take() {
                let _ = thread.join();
            }
        }
    }
}

#[cfg(windows)]
pub use windows::{End, Signals};

/// Windows has no such signals; Ctrl-C comes as a key.
#[cfg(windows)]
mod windows {
    use super::Signal;

    /// Nothing to listen to.
    pub struct Signals(());

    impl Signals {
        /// Does nothing.
        pub fn watch(_: impl Fn(Signal) + Send + 'static) -> std::io::Result<Self> {
            Ok(Self(()))
        }
    }

    /// Ctrl-C ends the program, as it does by itself.
    pub struct End(());

    impl End {
        /// Does nothing.
        pub fn watch(_: impl Fn() + Send + 'static) -> std::io::Result<Self> {
            Ok(Self(()))
        }
    }
}
