//! What can be wrong with a microphone, and what to do about it on this system.

/// What is wrong with the microphone.
#[derive(Debug, thiserror::Error)]
pub enum MicrophoneError {
    /// There is none.
    #[error("no microphone was found: {}", none_remedy())]
    None,
    /// None has that name.
    #[error("no microphone is called {wish:?}{}", listed(known))]
    Unknown {
        /// The name that was asked for.
        wish: String,
        /// The names that exist.
        known: Vec<String>,
    },
    /// The system denies access.
    #[error(
        "the system does not let this program hear the microphone. {}",
        permission_remedy()
    )]
    Forbidden,
    /// Another program has it.
    #[error(
        "another program is using the microphone: end its call or recording, or choose another with --device"
    )]
    Busy,
    /// It does not respond, or was unplugged.
    #[error(
        "the microphone does not answer ({0}): check its plug and the sound settings, or choose another with --device"
    )]
    Gone(String),
    /// It offers no format that can be recorded.
    #[error(
        "the microphone offers no format that can be recorded ({0}): choose another with --device"
    )]
    Format(String),
}

fn listed(known: &[String]) -> String {
    match known {
        [] => format!(", and no other answers: {}", none_remedy()),
        [only] => format!(": only {only:?} answers. A part of its name is enough"),
        many => {
            let names: Vec<String> = many.iter().map(|name| format!("{name:?}")).collect();
            let names = names.join(", ");
            format!(". These answer, and a part of a name is enough: {names}")
        }
    }
}

/// What to do where there is no microphone at all.
pub fn none_remedy() -> &'static str {
    if cfg!(target_os = "linux") {
        "connect one, or start the sound server; in a container or over ssh it may not be passed through. `rehearse devices` shows it once it is there"
    } else {
        "connect one, then `rehearse devices` shows it"
    }
}

/// What to do, on this system, when the microphone is not permitted.
pub fn permission_remedy() -> &'static str {
    if cfg!(target_os = "macos") {
        "Open System Settings > Privacy & Security > Microphone, allow your terminal, and restart it"
    } else if cfg!(windows) {
        "Open Settings > Privacy & security > Microphone and turn on \"Let desktop apps access your microphone\""
    } else {
        "Unmute it in the sound settings, or check its switch; in a container or over ssh it may not be passed through"
    }
}

/// The same while a take is running and the microphone sends only zeros: short enough to be
/// read while speaking.
pub fn muted_remedy() -> &'static str {
    if cfg!(target_os = "macos") {
        "Unmute it, or allow your terminal in Privacy & Security > Microphone."
    } else if cfg!(windows) {
        "Unmute it, or let desktop apps use it in Privacy & security > Microphone."
    } else {
        "Unmute it in the sound settings, or check its switch."
    }
}

impl MicrophoneError {
    pub(super) fn of(error: &cpal::Error) -> Self {
        use cpal::ErrorKind as Kind;
        let message = error.message().unwrap_or_default();
        match error.kind() {
            Kind::PermissionDenied => Self::Forbidden,
            // Windows reports it in the text only.
            _ if message.contains("0x80070005") => Self::Forbidden,
            Kind::DeviceBusy => Self::Busy,
            Kind::UnsupportedConfig | Kind::UnsupportedOperation | Kind::InvalidInput => {
                Self::Format(error.to_string())
            }
            _ => Self::Gone(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_name_is_reported_with_the_names_that_respond() {
        let unknown = |known: &[&str]| {
            let known = known.iter().map(|name| (*name).to_owned()).collect();
            let wish = String::from("yeti");
            MicrophoneError::Unknown { wish, known }.to_string()
        };
        assert_eq!(
            unknown(&["Desk", "Headset"]),
            "no microphone is called \"yeti\". These answer, and a part of a name is enough: \
             \"Desk\", \"Headset\""
        );
        assert!(unknown(&["Desk"]).contains("only \"Desk\" answers"));
        assert!(unknown(&[]).contains("no other answers: connect one"));
    }
}
