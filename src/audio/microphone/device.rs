//! Lists the microphones and opens one in the best format it offers.

use super::clock::Clock;
use super::error::MicrophoneError;
use super::stream::{RunningStream, understood};
use crate::audio::wav::RATES;
use cpal::traits::{DeviceTrait, HostTrait};
use cpal::{
    BufferSize, SampleFormat, StreamConfig, SupportedBufferSize, SupportedStreamConfigRange,
};
use serde::Serialize;

/// A block of about a sixth of a second. Small blocks lose sound on a busy machine
/// (measured: up to a third of a run at 1,024 frames through PipeWire, nothing at 8,192).
const BLOCK_AT_48K: u32 = 8192;
/// The preferred rate where a device offers a choice: the usual rate of sound servers.
const USUAL_RATE: u32 = 48_000;
/// How many configurations are tried per device.
const TRIES: usize = 6;

/// An input device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeviceInfo {
    /// The name that is shown, as `--device` takes it.
    pub name: String,
    /// The stable id, as `--device` takes it too.
    pub id: String,
    /// Whether it is used when none is chosen.
    pub default: bool,
    /// Its formats; empty when it could not be queried (busy, or only listed).
    pub formats: Vec<Format>,
    /// Why it could not be queried.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

impl DeviceInfo {
    /// Whether it responds and offers a format that can be recorded.
    pub fn is_usable(&self) -> bool {
        self.problem.is_none() && !self.formats.is_empty()
    }
}

/// A format of a device.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Format {
    /// Channels.
    pub channels: u16,
    /// Lowest rate.
    pub min_rate: u32,
    /// Highest rate.
    pub max_rate: u32,
    /// `i16`, `f32`, …
    pub sample: String,
}

impl Format {
    /// Bits of a sample; `None` for a format whose name does not say.
    pub fn bits(&self) -> Option<u32> {
        bits(&self.sample)
    }
}

/// `i16` is 16 bits, `f32` 32.
pub(super) fn bits(sample: &str) -> Option<u32> {
    let figures = sample.trim_start_matches(|c: char| !c.is_ascii_digit());
    figures.parse().ok()
}

/// ALSA PCMs that are not microphones: converters around another PCM, and the null device
/// (alsa-plugins; `arecord -L` lists them). They still open when named explicitly.
const PLUGINS: [&str; 7] = [
    "lavrate",
    "null",
    "samplerate",
    "speex",
    "speexrate",
    "upmix",
    "vdownmix",
];

/// The input devices of `host`, the default first. Querying the formats of a device opens it.
pub(super) fn list(host: &cpal::Host) -> Result<Vec<DeviceInfo>, MicrophoneError> {
    let default = host.default_input_device().map(|device| id_of(&device));
    let mut found: Vec<DeviceInfo> = Vec::new();
    for device in inputs(host)? {
        let id = id_of(&device);
        let plugin = PLUGINS.contains(&id.as_str()) && Some(&id) != default.as_ref();
        if plugin || found.iter().any(|known| known.id == id) {
            continue;
        }
        let (formats, problem) = match device.supported_input_configs() {
            Ok(configs) => (formats(configs), None),
            Err(error) => (Vec::new(), Some(MicrophoneError::of(&error).to_string())),
        };
        found.push(DeviceInfo {
            name: name_of(&device),
            default: Some(&id) == default.as_ref(),
            id,
            formats,
            problem,
        });
    }
    Ok(found)
}

/// The default device, then all of them, the default among them.
fn inputs(host: &cpal::Host) -> Result<impl Iterator<Item = cpal::Device>, MicrophoneError> {
    let all = host.input_devices();
    let all = all.map_err(|error| MicrophoneError::of(&error))?;
    Ok(host.default_input_device().into_iter().chain(all))
}

fn formats(configs: impl Iterator<Item = SupportedStreamConfigRange>) -> Vec<Format> {
    let mut formats: Vec<Format> = configs
        .filter(|config| understood(config.sample_format()))
        .map(|config| Format {
            channels: config.channels(),
            min_rate: config.min_sample_rate(),
            max_rate: config.max_sample_rate(),
            sample: config.sample_format().to_string(),
        })
        .collect();
    formats.sort();
    formats.dedup();
    formats
}

pub(super) fn name_of(device: &cpal::Device) -> String {
    device.description().map_or_else(
        |_| String::from("unnamed"),
        |description| description.name().to_owned(),
    )
}

fn id_of(device: &cpal::Device) -> String {
    device
        .id()
        .map_or_else(|_| name_of(device), |id| id.id().to_owned())
}

/// The devices to try for `wish`, best first: the chosen one, or the default followed, where that is a
/// bridge to a sound server that does not respond, by the alternatives.
pub(super) fn candidates(
    host: &cpal::Host,
    wish: Option<&str>,
) -> Result<Vec<cpal::Device>, MicrophoneError> {
    let Some(wish) = wish else {
        let mut found: Vec<cpal::Device> = host.default_input_device().into_iter().collect();
        if let Ok(devices) = host.input_devices() {
            let mut others: Vec<(usize, cpal::Device)> = devices
                .filter_map(|device| Some((fallback_rank(&id_of(&device))?, device)))
                .collect();
            others.sort_by_key(|(rank, _)| *rank);
            found.extend(others.into_iter().map(|(_, device)| device).take(3));
        }
        return if found.is_empty() {
            Err(MicrophoneError::None)
        } else {
            Ok(found)
        };
    };
    let mut devices: Vec<cpal::Device> = inputs(host)?.collect();
    let names: Vec<(String, String)> = devices
        .iter()
        .map(|device| (id_of(device), name_of(device)))
        .collect();
    match matching(&names, wish) {
        Some(index) => Ok(vec![devices.swap_remove(index)]),
        None => Err(MicrophoneError::Unknown {
            wish: wish.to_owned(),
            known: answering(list(host).unwrap_or_default()),
        }),
    }
}

/// The device that `wish` names: by id, by name, or by a part of either, ignoring case.
fn matching(names: &[(String, String)], wish: &str) -> Option<usize> {
    let wish = wish.trim().to_lowercase();
    let lower = |(id, name): &(String, String)| [id.to_lowercase(), name.to_lowercase()];
    names
        .iter()
        .position(|one| lower(one).contains(&wish))
        .or_else(|| {
            names
                .iter()
                .position(|one| lower(one).iter().any(|text| text.contains(&wish)))
        })
        .filter(|_| !wish.is_empty())
}

/// The names of the usable devices, without repetition.
fn answering(devices: Vec<DeviceInfo>) -> Vec<String> {
    let mut known: Vec<String> = Vec::new();
    for device in devices.into_iter().filter(DeviceInfo::is_usable) {
        if !known.contains(&device.name) {
            known.push(device.name);
        }
    }
    known
}

/// On Linux `default` may be a bridge to a sound server that is not running: next come the server's own
/// bridges, then the hardware.
fn fallback_rank(id: &str) -> Option<usize> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    ["pipewire", "pulse", "plughw:", "sysdefault:"]
        .iter()
        .position(|known| id == *known || (known.ends_with(':') && id.starts_with(known)))
}

/// Opens `device` in the best configuration that works; `rate` is the rate of a take that has begun.
pub(super) fn open(
    device: &cpal::Device,
    rate: Option<u32>,
    clock: Clock,
) -> Result<(RunningStream, Opened), MicrophoneError> {
    let mut last = MicrophoneError::None;
    for way in ways(device, rate)?.into_iter().take(TRIES) {
        for block in [way.block, BufferSize::Default] {
            let config = StreamConfig {
                channels: way.channels,
                sample_rate: way.rate,
                buffer_size: block,
            };
            match RunningStream::open(device, way.format, config, clock) {
                Ok(live) => {
                    let name = name_of(device);
                    return Ok((live, Opened { name, way }));
                }
                Err(error) => last = error,
            }
            if way.block == BufferSize::Default {
                break;
            }
        }
        if !matches!(last, MicrophoneError::Format(_)) {
            break;
        }
    }
    Err(last)
}

/// A device that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Opened {
    pub(super) name: String,
    pub(super) way: Way,
}

/// A configuration in which a device may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) rate: u32,
    pub(super) channels: u16,
    pub(super) format: SampleFormat,
    block: BufferSize,
}

/// The configurations in which `device` may be opened, best first.
fn ways(device: &cpal::Device, rate: Option<u32>) -> Result<Vec<Way>, MicrophoneError> {
    let wanted = rate.unwrap_or(USUAL_RATE);
    let own = device.default_input_config();
    let own_rate = own
        .as_ref()
        .map_or(USUAL_RATE, cpal::SupportedStreamConfig::sample_rate);
    let mut ways: Vec<Way> = match device.supported_input_configs() {
        Ok(configs) => configs
            .filter(|config| understood(config.sample_format()))
            .map(|config| {
                let nearest = |rate: u32| {
                    let readable = rate.clamp(*RATES.start(), *RATES.end());
                    readable.clamp(config.min_sample_rate(), config.max_sample_rate())
                };
                let rate = if config.contains_rate(wanted) {
                    wanted
                } else {
                    nearest(own_rate)
                };
                Way {
                    rate,
                    channels: config.channels(),
                    format: config.sample_format(),
                    block: block(config.buffer_size(), rate),
                }
            })
            .filter(|way| RATES.contains(&way.rate))
            .collect(),
        Err(_) => Vec::new(),
    };
    ways.sort_by_key(|way| {
        (
            way.rate != wanted,
            way.rate < 16_000,
            channel_rank(way.channels),
            format_rank(way.format),
        )
    });
    if let Ok(own) = &own
        && understood(own.sample_format())
        && RATES.contains(&own.sample_rate())
    {
        ways.push(Way {
            rate: own.sample_rate(),
            channels: own.channels(),
            format: own.sample_format(),
            block: block(own.buffer_size(), own.sample_rate()),
        });
    }
    match (ways.is_empty(), own) {
        (true, Err(error)) => Err(MicrophoneError::of(&error)),
        (true, Ok(own)) => Err(MicrophoneError::Format(format!(
            "{} at {} Hz",
            own.sample_format(),
            own.sample_rate()
        ))),
        (false, _) => Ok(ways),
    }
}

/// Mono is preferred, then stereo, which most devices have.
fn channel_rank(channels: u16) -> u16 {
    channels.saturating_sub(1)
}

/// 16 bits are enough; floats may hold more; every other format is converted.
fn format_rank(format: SampleFormat) -> u8 {
    match format {
        SampleFormat::I16 => 0,
        SampleFormat::F32 => 1,
        SampleFormat::I32 | SampleFormat::I24 | SampleFormat::F64 => 2,
        SampleFormat::U8 | SampleFormat::I8 => 4,
        _ => 3,
    }
}

/// A sixth of a second as a power of two (PipeWire drops sound with others), within the offered range.
fn block(offered: &SupportedBufferSize, rate: u32) -> BufferSize {
    let scaled = u64::from(BLOCK_AT_48K) * u64::from(rate) / u64::from(USUAL_RATE);
    let wanted = (scaled as u32).next_power_of_two();
    match offered {
        SupportedBufferSize::Range { min, max } if min <= max => {
            BufferSize::Fixed(wanted.clamp(*min, *max))
        }
        _ => BufferSize::Fixed(wanted),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Vec<(String, String)> {
        [
            ("default", "Default Audio Device"),
            ("hw:CARD=Blue", "Yeti Stereo Microphone"),
            ("hw:CARD=PCH", "Built-in Audio"),
        ]
        .map(|(id, name)| (id.to_owned(), name.to_owned()))
        .to_vec()
    }

    #[test]
    fn a_device_is_found_by_any_part_of_its_name_or_id() {
        assert_eq!(matching(&names(), "yeti"), Some(1));
        assert_eq!(matching(&names(), "Built-in Audio"), Some(2));
        assert_eq!(matching(&names(), "card=pch"), Some(2));
        assert_eq!(matching(&names(), "default"), Some(0));
        assert_eq!(matching(&names(), "headset"), None);
        assert_eq!(matching(&names(), " "), None);
    }

    #[test]
    fn only_what_answers_is_offered_and_each_name_once() {
        let device = |name: &str, problem: Option<&str>, formats: &[&str]| DeviceInfo {
            name: name.into(),
            id: name.to_lowercase(),
            default: false,
            formats: formats
                .iter()
                .map(|sample| Format {
                    channels: 1,
                    min_rate: 8000,
                    max_rate: 48_000,
                    sample: (*sample).into(),
                })
                .collect(),
            problem: problem.map(str::to_owned),
        };
        let found = vec![
            device("Desk", None, &["i16"]),
            device("JACK Audio Connection Kit", Some("no server"), &[]),
            device("Desk", None, &["f32"]),
            device("Upmix", None, &[]),
            device("Headset", None, &["i24"]),
        ];
        assert_eq!(answering(found), ["Desk", "Headset"]);
        assert_eq!(
            ["i16", "f32", "u8", "dsd"].map(bits),
            [Some(16), Some(32), Some(8), None]
        );
    }

    #[test]
    fn a_block_is_a_sixth_of_a_second_within_what_is_offered() {
        let any = SupportedBufferSize::Unknown;
        assert_eq!(block(&any, 48_000), BufferSize::Fixed(8192));
        assert_eq!(block(&any, 16_000), BufferSize::Fixed(4096));
        let small = SupportedBufferSize::Range { min: 15, max: 4096 };
        assert_eq!(block(&small, 48_000), BufferSize::Fixed(4096));
    }
}
