#![allow(
    clippy::disallowed_methods,
    reason = "this file holds the terminal: its mode, its keys, and what strays onto it"
)]
//! The terminal during a live rehearsal: keys arrive one by one, nothing else writes to it, and its
//! mode is restored in any case.
//!
//! Only echo, line buffering and Ctrl-S are disabled (cbreak): Ctrl-C remains a signal even if the
//! program hangs, a line break from elsewhere does not shift the lines, and after a kill -9 the shell is
//! usable (`stty sane` restores the rest). Ctrl-S would block the drawing thread and thereby the keys, until
//! Ctrl-Q. Standard error is redirected to a log file meanwhile, since ALSA, sound
//! servers and whisper.cpp's backends write to it.

use std::io;
use std::path::Path;
use std::time::Duration;

/// Keys that were pressed, or the end of the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keys {
    /// What was typed, perhaps nothing.
    Typed(Vec<char>),
    /// The terminal was closed.
    Gone,
}

impl Keys {
    /// Whether the candidate leaves: by `q`, or by closing the window.
    pub fn leave(&self) -> bool {
        match self {
            Self::Typed(keys) => keys.iter().any(|key| matches!(key, 'q' | 'Q')),
            Self::Gone => true,
        }
    }
}

#[cfg(unix)]
pub use unix::{Quiet, Terminal, give_back_on_panic};

#[cfg(unix)]
mod unix {
    use super::{Duration, Keys, Path, io};
    use console::Term;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use rustix::io::{Errno, dup};
    use rustix::stdio::{dup2_stderr, stderr, stdin};
    use rustix::termios::{
        InputModes, LocalModes, OptionalActions, Termios, tcgetattr, tcgetwinsize, tcsetattr,
    };
    use std::fs::File;
    use std::os::fd::OwnedFd;
    use std::os::unix::fs::OpenOptionsExt;
    use std::sync::{Mutex, Once, PoisonError};

    /// What a panic needs to restore the terminal: its modes, and the real standard error.
    static BEFORE: Mutex<Before> = Mutex::new(Before {
        modes: None,
        stderr: None,
    });

    struct Before {
        modes: Option<Termios>,
        stderr: Option<OwnedFd>,
    }

    impl Before {
        fn restore_modes(&mut self) {
            if let Some(modes) = self.modes.take() {
                // Flush: keys that were pressed for the rehearsal are not meant for the shell.
                let _ = tcsetattr(stdin(), OptionalActions::Flush, &modes);
            }
        }

        fn restore_stderr(&mut self) {
            if let Some(real) = self.stderr.take() {
                let _ = dup2_stderr(&real);
            }
        }
    }

    fn before() -> std::sync::MutexGuard<'static, Before> {
        BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on a panic first restores the terminal and then prints its message. On a thread that is
    /// `outlived` it only prints: the rehearsal continues, and needs its keys.
    pub fn give_back_on_panic(outlived: &'static [&'static str]) {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            let speak = std::panic::take_hook();
            std::panic::set_hook(Box::new(move |panic| {
                let thread = std::thread::current();
                let goes_on = thread.name().is_some_and(|name| outlived.contains(&name));
                // A thread that panics while it holds the lock must not wait for itself.
                if !goes_on && let Ok(mut before) = BEFORE.try_lock() {
                    before.restore_modes();
                    before.restore_stderr();
                }
                speak(panic);
            }));
        });
    }

    /// Redirects standard error to a file until dropped.
    pub struct Quiet(());

    impl Quiet {
        /// Redirects standard error to `log`, which is truncated.
        pub fn into(log: &Path) -> io::Result<Self> {
            let mut options = File::options();
            options.write(true).create(true).truncate(true).mode(0o600);
            Self::to(&options.open(log)?)
        }

        /// Discards standard error.
        pub fn nowhere() -> io::Result<Self> {
            Self::to(&File::options().write(true).open("/dev/null")?)
        }

        fn to(file: &File) -> io::Result<Self> {
            let mut before = before();
            if before.stderr.is_none() {
                before.stderr = Some(dup(stderr())?);
            }
            dup2_stderr(file)?;
            Ok(Self(()))
        }
    }

    impl Drop for Quiet {
        fn drop(&mut self) {
            before().restore_stderr();
        }
    }

    /// The terminal in the mode of a live rehearsal.
    pub struct Terminal {
        /// The real standard error, where the screen is drawn.
        tty: File,
        pending: Vec<u8>,
    }

    impl Terminal {
        /// Takes the terminal: keys arrive one by one and are not echoed. A panic restores it, except
        /// on a thread that is `outlived` (by its name): the rehearsal continues then.
        pub fn take(outlived: &'static [&'static str]) -> io::Result<Self> {
            give_back_on_panic(outlived);
            let modes = tcgetattr(stdin())?;
            let mut live = modes.clone();
            live.local_modes
                .remove(LocalModes::ICANON | LocalModes::ECHO);
            live.input_modes.remove(InputModes::IXON);
            let tty = match &before().stderr {
                Some(real) => File::from(dup(real)?),
                None => File::from(dup(stderr())?),
            };
            before().modes = Some(modes);
            tcsetattr(stdin(), OptionalActions::Now, &live)?;
            Ok(Self {
                tty,
                pending: Vec::new(),
            })
        }

        /// The current width of the window.
        pub fn width(&self) -> usize {
            tcgetwinsize(&self.tty).map_or(80, |size| match size.ws_col {
                0 => 80,
                columns => usize::from(columns),
            })
        }

        /// Writes a line. A closed terminal is not an error.
        pub fn say(&mut self, line: &str) {
            use std::io::Write;
            let _ = writeln!(self.tty, "{line}");
        }

        /// Where to draw.
        pub fn drawing(&self) -> io::Result<Term> {
            Ok(Term::read_write_pair(
                self.tty.try_clone()?,
                self.tty.try_clone()?,
            ))
        }

        /// What was typed, waiting at most `patience`.
        pub fn keys(&mut self, patience: Duration) -> Keys {
            let keyboard = stdin();
            let mut ready = [PollFd::new(&keyboard, PollFlags::IN)];
            let patience = Timespec {
                tv_sec: patience.as_secs() as i64,
                tv_nsec: i64::from(patience.subsec_nanos()),
            };
            match poll(&mut ready, Some(&patience)) {
                // A signal: its own thread handles it.
                Ok(0) | Err(Errno::INTR) => return Keys::Typed(Vec::new()),
                Ok(_) => {}
                Err(_) => return Keys::Gone,
            }
            let mut bytes = [0; 64];
            match rustix::io::read(stdin(), &mut bytes) {
                Ok(0) => Keys::Gone,
                Ok(count) => {
                    self.pending.extend_from_slice(&bytes[..count]);
                    Keys::Typed(super::typed(&mut self.pending))
                }
                Err(Errno::INTR | Errno::AGAIN) => Keys::Typed(Vec::new()),
                Err(_) => Keys::Gone,
            }
        }
    }

    impl Drop for Terminal {
        fn drop(&mut self) {
            before().restore_modes();
        }
    }
}

#[cfg(windows)]
pub use windows::{Quiet, Terminal, give_back_on_panic};

/// Windows: keys through `console` on a separate thread. The console keeps its mode, and standard
/// error is not redirected, since WASAPI writes nothing to it. Not tried on a real machine yet.
#[cfg(windows)]
mod windows {
    use super::{Duration, Keys, Path, io};
    use console::{Key, Term};
    use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};

    /// Nothing to restore: the console's mode is not changed between keys.
    pub fn give_back_on_panic(_: &'static [&'static str]) {}

    /// Standard error is not redirected.
    pub struct Quiet(());

    impl Quiet {
        /// Does nothing.
        pub fn into(_: &Path) -> io::Result<Self> {
            Ok(Self(()))
        }

        /// Does nothing.
        pub fn nowhere() -> io::Result<Self> {
            Ok(Self(()))
        }
    }

    /// The console while a rehearsal is live.
    pub struct Terminal {
        keys: Receiver<char>,
    }

    impl Terminal {
        /// Begins to read keys.
        pub fn take(_: &'static [&'static str]) -> io::Result<Self> {
            let (send, keys) = channel();
            std::thread::Builder::new()
                .name("keys".into())
                .spawn(move || {
                    let term = Term::stderr();
                    while let Ok(key) = term.read_key() {
                        let key = match key {
                            Key::Char(key) => key,
                            Key::Enter => '\n',
                            Key::CtrlC => 'q',
                            _ => continue,
                        };
                        if send.send(key).is_err() {
                            return;
                        }
                    }
                })?;
            Ok(Self { keys })
        }

        /// The current width of the window.
        pub fn width(&self) -> usize {
            usize::from(Term::stderr().size().1)
        }

        /// Writes a line.
        pub fn say(&mut self, line: &str) {
            let _ = Term::stderr().write_line(line);
        }

        /// Where to draw.
        pub fn drawing(&self) -> io::Result<Term> {
            Ok(Term::stderr())
        }

        /// What was typed, waiting for it at most `patience`.
        pub fn keys(&mut self, patience: Duration) -> Keys {
            match self.keys.recv_timeout(patience) {
                Ok(key) => Keys::Typed(std::iter::once(key).chain(self.keys.try_iter()).collect()),
                Err(RecvTimeoutError::Timeout) => Keys::Typed(Vec::new()),
                Err(RecvTimeoutError::Disconnected) => Keys::Gone,
            }
        }
    }
}

/// Removes the characters from `bytes`. Arrow and function keys (`ESC [ … letter`, `ESC O letter`)
/// are skipped completely, so that none of their letters acts as a key.
#[cfg_attr(windows, allow(dead_code, reason = "Windows has keys, not bytes"))]
fn typed(bytes: &mut Vec<u8>) -> Vec<char> {
    let mut typed = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((&first, after)) = rest.split_first() {
        rest = match (first, after) {
            (0x1b, [b'[', sequence @ ..]) => {
                match sequence
                    .iter()
                    .position(|byte| (0x40..=0x7e).contains(byte))
                {
                    Some(end) => &sequence[end + 1..],
                    None => break,
                }
            }
            (0x1b, [b'O', _, after @ ..]) => after,
            (0x1b, after) => after,
            _ => {
                typed.push(char::from(first));
                after
            }
        };
    }
    let left = rest.len().min(16);
    bytes.drain(..bytes.len() - left);
    typed
}

#[cfg(test)]
mod tests {
    use super::{Keys, typed};

    #[test]
    fn a_capital_q_leaves_too() {
        for (keys, leave) in [("q", true), ("n Q", true), (" n", false), ("", false)] {
            assert_eq!(Keys::Typed(keys.chars().collect()).leave(), leave, "{keys}");
        }
        assert!(Keys::Gone.leave());
    }

    #[test]
    fn arrow_keys_are_not_letters() {
        let mut bytes = b"n\x1b[A\x1b[1;5Cp\x1bOP\x1b r".to_vec();
        assert_eq!(typed(&mut bytes), ['n', 'p', ' ', 'r']);
        assert!(bytes.is_empty());
    }

    #[test]
    fn an_arrow_key_may_come_in_two_parts() {
        let mut bytes = b"n\x1b[".to_vec();
        assert_eq!(typed(&mut bytes), ['n']);
        bytes.extend_from_slice(b"B ");
        assert_eq!(typed(&mut bytes), [' ']);
    }
}
