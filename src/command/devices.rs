//! `devices`: the microphones of this machine.

use super::{Context, Exit, Failure};
use crate::audio::microphone::{self, DeviceInfo, Format};
use crate::ui::terminal::Quiet;
use std::collections::BTreeSet;
use std::fmt::Display;

/// Lists the input devices with their formats; the default is marked.
///
/// # Errors
/// Exit code 3 when none can be used.
pub fn run(context: &mut Context) -> Result<Exit, Failure> {
    let found = list()?;
    if context.json {
        context.data_json(&found)?;
    } else {
        context.data_sentences(&text(&found))?;
    }
    if found.iter().any(DeviceInfo::is_usable) {
        return Ok(Exit::Done);
    }
    Err(Failure::unequipped(microphone::none_usable(&found)))
}

/// Queries the sound system with standard error discarded.
pub fn list() -> Result<Vec<DeviceInfo>, Failure> {
    let quiet = Quiet::nowhere();
    let found = microphone::devices();
    drop(quiet);
    found.map_err(Failure::unequipped)
}

/// The default and all usable devices, with formats; the others in one line, since on Linux most of them
/// do not exist.
fn text(found: &[DeviceInfo]) -> String {
    // Linux lists a default whether there is a microphone or not.
    let any = found.iter().any(DeviceInfo::is_usable);
    let (told, silent): (Vec<_>, Vec<_>) = found
        .iter()
        .partition(|device| device.problem.is_none() || device.default && any);
    let mut text: String = told.into_iter().map(line).collect();
    if !silent.is_empty() {
        let names = silent.iter().map(|device| device.name.as_str());
        let names = names.collect::<Vec<_>>().join(", ");
        text += &format!("  Do not answer: {names}\n");
    }
    text
}

fn line(device: &DeviceInfo) -> String {
    let sign = if device.default { '*' } else { ' ' };
    let about = match (&device.problem, device.formats.is_empty()) {
        (Some(problem), _) => problem.clone(),
        (None, true) => String::from("no format of its own"),
        (None, false) => formats(&device.formats),
    };
    format!("{sign} {}  [{}]\n    {about}\n", device.name, device.id)
}

/// `8–48`, or `8` alone.
fn range<T: PartialEq + Display>(low: T, high: T) -> String {
    match low == high {
        true => low.to_string(),
        false => format!("{low}–{high}"),
    }
}

/// `1–2 channels, 8–48 kHz, 16 bit, 32 bit`.
fn formats(formats: &[Format]) -> String {
    let channels = formats.iter().map(|format| format.channels);
    let fewest = channels.clone().min().unwrap_or_default();
    let channels = range(fewest, channels.max().unwrap_or_default());
    let kilohertz = |rate: u32| f64::from(rate) / 1000.0;
    let lowest = formats.iter().map(|format| format.min_rate).min();
    let highest = formats.iter().map(|format| format.max_rate).max();
    let rates = match (lowest.unwrap_or_default(), highest.unwrap_or_default()) {
        // A sound server converts to any rate.
        (..=8000, 192_000..) => String::from("any rate"),
        (low, high) => range(kilohertz(low), kilohertz(high)) + " kHz",
    };
    let bits: BTreeSet<u32> = formats.iter().filter_map(Format::bits).collect();
    let bits: String = bits.iter().map(|bits| format!(", {bits} bit")).collect();
    let plural = if channels == "1" {
        "channel"
    } else {
        "channels"
    };
    format!("{channels} {plural}, {rates}{bits}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_fit_one_line() {
        let format = |channels, min_rate, max_rate, sample: &str| Format {
            channels,
            min_rate,
            max_rate,
            sample: sample.into(),
        };
        let two = [
            format(1, 8000, 48_000, "i16"),
            format(2, 44_100, 48_000, "f32"),
        ];
        assert_eq!(formats(&two), "1–2 channels, 8–48 kHz, 16 bit, 32 bit");
        assert_eq!(
            formats(&[format(1, 16_000, 16_000, "i16")]),
            "1 channel, 16 kHz, 16 bit"
        );
        assert_eq!(
            formats(&[format(1, 1, 384_000, "i24"), format(1, 1, 384_000, "i16")]),
            "1 channel, any rate, 16 bit, 24 bit"
        );
    }

    #[test]
    fn unusable_devices_share_one_line_except_the_default() {
        let device = |name: &str, default, problem: Option<&str>| DeviceInfo {
            name: name.into(),
            id: name.to_lowercase(),
            default,
            formats: Vec::new(),
            problem: problem.map(str::to_owned),
        };
        let mut found = [
            device("Desk", true, Some("it is unplugged")),
            device("JACK", false, Some("no server")),
            DeviceInfo {
                formats: vec![Format {
                    channels: 1,
                    min_rate: 16_000,
                    max_rate: 16_000,
                    sample: "i16".into(),
                }],
                ..device("Headset", false, None)
            },
            device("OSS", false, Some("no such file")),
        ];
        assert_eq!(
            text(&found),
            "* Desk  [desk]\n    it is unplugged\n  Headset  [headset]\n    1 channel, 16 kHz, 16 bit\n  \
             Do not answer: JACK, OSS\n"
        );
        found[2].problem = Some("it is unplugged".into());
        assert_eq!(text(&found), "  Do not answer: Desk, JACK, Headset, OSS\n");
    }
}
