//! A virtual microphone, and the real program in a pseudo-terminal.
#![allow(dead_code, reason = "every test file uses its own part")]
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests wait, talk and touch the disk"
)]

use crate::common::words::{errors, words};
use crate::common::{Home, root, skip};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// One rehearsal at a time: they share the machine's two cores and measure milliseconds.
static ALONE: Mutex<()> = Mutex::new(());

/// A virtual microphone.
pub struct FakeMic {
    folder: tempfile::TempDir,
    _alone: MutexGuard<'static, ()>,
}

impl FakeMic {
    /// Starts one, or says why this machine cannot.
    pub fn start(test: &str) -> Option<Self> {
        let missing = ["pulseaudio", "pactl", "paplay"]
            .into_iter()
            .find(|program| {
                Command::new("sh")
                    .args(["-c", &format!("command -v {program}")])
                    .stdout(Stdio::null())
                    .status()
                    .map_or(true, |found| !found.success())
            });
        if let Some(program) = missing {
            skip(test, &format!("{program} is not installed"));
            return None;
        }
        let alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = tempfile::tempdir().unwrap();
        let mic = Self {
            folder,
            _alone: alone,
        };
        if mic.tell(&["start"]) {
            return Some(mic);
        }
        skip(test, "the private sound server does not start here");
        None
    }

    fn script(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(root().join("tests/fake-mic.sh"));
        command
            .arg(self.folder.path())
            .args(arguments)
            .stdout(Stdio::null());
        command
    }

    /// Runs a verb of `fake-mic.sh`; returns whether it succeeded.
    pub fn tell(&self, arguments: &[&str]) -> bool {
        self.script(arguments).status().unwrap().success()
    }

    /// Begins to play `file` into the microphone.
    pub fn play(&self, file: &Path) -> std::process::Child {
        self.script(&["play", file.to_str().unwrap()])
            .spawn()
            .unwrap()
    }

    /// Plays a recording of 16 kHz from beginning to end, and a little more: what was played last may still be
    /// on its way to the microphone.
    pub fn say(&self, recording: &Path) {
        let path = self.folder.path().join("say.wav");
        write_wav(&path, &at_the_microphone(recording));
        assert!(self.play(&path).wait().unwrap().success());
        sleep(0.8);
    }

    /// Lets `desk`'s microphone check hear a moment of sound: without it the microphone sends exact zeros,
    /// as a headset that has not woken up.
    pub fn wake(&self, desk: &Desk) {
        desk.wait_for("Microphone: ", Duration::from_secs(60));
        let path = self.folder.path().join("wake.wav");
        write_wav(&path, &noise(1)[24_000..38_400]);
        self.play(&path).wait().unwrap();
    }

    /// Variables by which a program finds this microphone.
    fn variables(&self) -> Vec<(String, String)> {
        let text = std::fs::read_to_string(self.folder.path().join("env")).unwrap();
        text.lines()
            .filter_map(|line| line.strip_prefix("export ")?.split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect()
    }

    /// A process that uses this microphone.
    pub fn listener(&self, home: &Home) -> assert_cmd::Command {
        let mut command = home.rehearse();
        command.envs(self.variables());
        command
    }
}

impl Drop for FakeMic {
    fn drop(&mut self) {
        self.tell(&["stop"]);
    }
}

/// Variables of a machine without microphone and network.
fn no_sound() -> Vec<(String, String)> {
    let nothing = [
        ("ALSA_CONFIG_PATH", "/dev/null"),
        ("PULSE_SERVER", "unix:/nowhere"),
        ("REHEARSE_MODEL_BASE_URL", "http://127.0.0.1:9"),
    ];
    nothing
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

/// The real program in a terminal of its own.
pub struct Desk {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    master: Option<Box<dyn MasterPty + Send>>,
    seen: Arc<Mutex<Seen>>,
}

struct Seen {
    screen: vt100::Parser,
    /// Bytes that were ever written.
    bytes: usize,
    /// Everything that was ever written, without escape sequences.
    all: String,
}

impl Desk {
    /// Starts `rehearse ARGUMENTS` in a terminal of 80 by 24.
    pub fn sit_down(mic: &FakeMic, home: &Home, arguments: &[&str]) -> Self {
        let mut words = vec![env!("CARGO_BIN_EXE_rehearse")];
        words.extend(arguments);
        Self::run(mic, home, &words)
    }

    /// Starts any command line in a terminal of 80 by 24.
    pub fn run(mic: &FakeMic, home: &Home, words: &[&str]) -> Self {
        Self::start(&mic.variables(), home, words)
    }

    /// Starts `rehearse ARGUMENTS` where there is no microphone and no network.
    pub fn without_microphone(home: &Home, arguments: &[&str]) -> Self {
        let mut words = vec![env!("CARGO_BIN_EXE_rehearse")];
        words.extend(arguments);
        Self::start(&no_sound(), home, &words)
    }

    /// Starts `rehearse ARGUMENTS` as after the installation: an empty home folder,
    /// and no variable of ours. Without `mic` there is no microphone and no network.
    pub fn newcomer(mic: Option<&FakeMic>, home: &Home, arguments: &[&str]) -> Self {
        let mut words = vec![env!("CARGO_BIN_EXE_rehearse")];
        words.extend(arguments);
        let path = |folder: &str| home.path().join(folder).display().to_string();
        let mut variables = mic.map_or_else(no_sound, FakeMic::variables);
        // An empty variable counts as none.
        variables.extend(
            [
                ("HOME", path("")),
                ("XDG_DATA_HOME", path(".local/share")),
                ("XDG_CONFIG_HOME", path(".config")),
                ("REHEARSE_DATA_DIR", String::new()),
                ("REHEARSE_MODEL_DIR", String::new()),
                ("REHEARSE_CONFIG_DIR", String::new()),
            ]
            .map(|(name, value)| (name.to_owned(), value)),
        );
        Self::start(&variables, home, &words)
    }

    /// Starts any command line in a terminal of 80 by 24 with these variables.
    pub fn start(variables: &[(String, String)], home: &Home, words: &[&str]) -> Self {
        let pair = native_pty_system()
            .openpty(PtySize {
                rows: 24,
                cols: 80,
                pixel_width: 0,
                pixel_height: 0,
            })
            .unwrap();
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.cwd(root());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("REHEARSE_DATA_DIR", home.data());
        command.env("REHEARSE_MODEL_DIR", home.path().join("models"));
        command.env("REHEARSE_CONFIG_DIR", home.path().join("config"));
        for name in ["NO_COLOR", "PULSE_SOURCE", "DBUS_SESSION_BUS_ADDRESS"] {
            command.env_remove(name);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (rows, columns) = (NonZero::new(24).unwrap(), NonZero::new(80).unwrap());
        let screen = vt100::Parser::new(rows, columns, 200);
        let seen = Arc::new(Mutex::new(Seen {
            screen,
            bytes: 0,
            all: String::new(),
        }));
        let eyes = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                let mut seen = eyes.lock().unwrap();
                seen.screen.process(&bytes[..count]);
                seen.bytes += count;
                let text = String::from_utf8_lossy(&bytes[..count]);
                seen.all.push_str(&console::strip_ansi_codes(&text));
            }
        });
        Self {
            child,
            keys,
            master: Some(pair.master),
            seen,
        }
    }

    /// The screen as it is.
    pub fn screen(&self) -> String {
        self.seen.lock().unwrap().screen.screen().contents()
    }

    /// Everything that was ever written.
    pub fn all(&self) -> String {
        self.seen.lock().unwrap().all.clone()
    }

    /// Bytes that were ever written.
    pub fn bytes(&self) -> usize {
        self.seen.lock().unwrap().bytes
    }

    /// Waits until `text` is on the screen.
    #[track_caller]
    pub fn wait_for(&self, text: &str, patience: Duration) -> Instant {
        let until = Instant::now() + patience;
        while Instant::now() < until {
            if self.screen().contains(text) {
                return Instant::now();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!(
            "{text:?} did not come within {patience:?}; the screen:\n{}",
            self.screen()
        );
    }

    /// Presses a key and says when.
    pub fn press(&mut self, key: &str) -> Instant {
        self.keys.write_all(key.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        Instant::now()
    }

    /// Gives the window another width.
    pub fn resize(&mut self, columns: u16) {
        let size = PtySize {
            rows: 24,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
        let mut seen = self.seen.lock().unwrap();
        let (rows, columns) = (NonZero::new(24).unwrap(), NonZero::new(columns).unwrap());
        seen.screen.screen_mut().set_size(rows, columns);
    }

    /// Process id.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Sends a signal by name.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill")
            .args(["-s", name, &self.pid().to_string()])
            .status();
        assert!(sent.unwrap().success());
    }

    /// Closes the window.
    pub fn close_window(&mut self) {
        self.master = None;
        self.keys = Box::new(std::io::sink());
    }

    /// Whether the terminal echoes and buffers lines, as a shell expects.
    pub fn is_given_back(&self) -> bool {
        let master = self.master.as_ref().unwrap();
        let modes = master.get_termios().unwrap();
        use nix_flags::{ECHO, ICANON, ISIG};
        let flags = modes.local_flags.bits();
        flags & ECHO != 0 && flags & ICANON != 0 && flags & ISIG != 0
    }

    /// Waits for the end and returns the exit code.
    #[track_caller]
    pub fn end(&mut self, patience: Duration) -> u32 {
        let until = Instant::now() + patience;
        let mut put_off = 0;
        while Instant::now() < until {
            // Questions after a take are declined.
            let offers = self.all().matches("[y/N]").count();
            if offers > put_off {
                put_off = offers;
                self.press("\r");
            }
            if let Some(status) = self.child.try_wait().unwrap() {
                // The last output may still be in transit.
                std::thread::sleep(Duration::from_millis(300));
                return status.exit_code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!(
            "it did not end within {patience:?}; the screen:\n{}",
            self.screen()
        );
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// `<linux>` values of three flags, so that no crate is needed for them.
mod nix_flags {
    pub const ISIG: u32 = 0o1;
    pub const ICANON: u32 = 0o2;
    pub const ECHO: u32 = 0o10;
}

/// The one session folder of `home`.
#[track_caller]
pub fn session(home: &Home) -> PathBuf {
    let folders: Vec<PathBuf> = std::fs::read_dir(home.data().join("sessions"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders[0].clone()
}

/// The record of a session.
pub fn record(folder: &Path) -> serde_json::Value {
    let text = std::fs::read_to_string(folder.join("session.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The samples of a WAV file of ours, whatever its header says.
pub fn frames(path: &Path) -> Vec<i16> {
    let bytes = std::fs::read(path).unwrap();
    bytes[44..]
        .chunks_exact(2)
        .map(|pair| i16::from_le_bytes([pair[0], pair[1]]))
        .collect()
}

/// Writes a mono WAV file of 48 kHz.
pub fn write_wav(path: &Path, frames: &[i16]) {
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 48_000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(path, spec).unwrap();
    for frame in frames {
        writer.write_sample(*frame).unwrap();
    }
    writer.finalize().unwrap();
}

/// A recording of the demo converted to 48 kHz. Repeating each sample three times would
/// add a mirror image of the voice above 8 kHz, which no voice has.
pub fn demo_voice(name: &str) -> Vec<i16> {
    at_the_microphone(&root().join("content/demo").join(name))
}

/// As [`demo_voice`], of any recording of 16 kHz.
pub fn at_the_microphone(path: &Path) -> Vec<i16> {
    use audioadapter_buffers::direct::InterleavedSlice;
    use rubato::{Fft, FixedSync, Resampler, WindowFunction};
    let sound = rehearse::audio::wav::read(path).unwrap();
    assert_eq!(sound.rate, 16_000);
    let length = sound.frames.len();
    let window = WindowFunction::BlackmanHarris2;
    let mut up =
        Fft::<f32>::new_custom(16_000, 48_000, 889, 1, 1, window, FixedSync::Both).unwrap();
    let input = InterleavedSlice::new(sound.frames.as_slice(), 1, length).unwrap();
    let output = up.process_all(&input, length, None).unwrap().take_data();
    output
        .iter()
        .map(|sample| (sample * 32_767.0) as i16)
        .collect()
}

/// Noise that does not repeat soon: any four samples identify their position. It begins with half a second of silence,
/// in which a player may stutter.
pub fn noise(seconds: usize) -> Vec<i16> {
    let mut x = 0x2545_f491_4f6c_dd1d_u64;
    let quiet = std::iter::repeat_n(0, 24_000);
    quiet
        .chain((0..seconds * 48_000).map(move |_| {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            let sample = (x >> 50) as i16 - 8192;
            if sample == 0 { 1 } else { sample }
        }))
        .collect()
}

/// Where `played` begins in `take`, if every sample of it is there, in order and without
/// insertions; otherwise what is wrong.
pub fn find_whole(take: &[i16], played: &[i16]) -> Result<usize, String> {
    let first = played
        .iter()
        .position(|sample| *sample != 0)
        .ok_or("nothing was played")?;
    let key = &played[first..(first + 32).min(played.len())];
    let at = take
        .windows(key.len())
        .position(|window| window == key)
        .ok_or("the beginning of what was played is not in the take")?;
    let heard = &take[at..];
    let wanted = &played[first..];
    let last = wanted.iter().rposition(|sample| *sample != 0).unwrap_or(0);
    if heard.len() <= last {
        return Err(format!(
            "{} of {} samples: the end is missing",
            heard.len(),
            last + 1
        ));
    }
    match (0..=last).find(|place| heard[*place] != wanted[*place]) {
        None => Ok(at.saturating_sub(first)),
        Some(place) => Err(format!(
            "the first {place} of {} samples are right, then take and playing differ",
            last + 1
        )),
    }
}

/// What a screen is waited for.
pub const SOON: Duration = Duration::from_secs(8);
/// The transcriber has the lowest priority: on a busy machine it waits.
pub const LATER: Duration = Duration::from_secs(400);
/// Frames a second of the virtual microphone.
pub const RATE: f64 = 48_000.0;

/// Waits.
pub fn sleep(seconds: f64) {
    std::thread::sleep(Duration::from_secs_f64(seconds));
}

/// The weak answer of the demo in one file of 48 kHz with two and a half seconds between its sections,
/// and the second at which each section's key is to be pressed. A player begins somewhere between at
/// once and two seconds late, so that a key that is meant for the end of a pause is within it.
pub fn weak_answer(folder: &Path) -> (PathBuf, Vec<i16>, Vec<f64>) {
    let mut all: Vec<i16> = vec![0; 12_000];
    let mut ends = Vec::new();
    for name in [
        "1-situation",
        "2-task",
        "3-action",
        "4-result",
        "5-reflection",
    ] {
        all.extend(demo_voice(&format!("weak/{name}.wav")));
        ends.push(all.len() as f64 / RATE + 2.3);
        all.extend([0; 120_000]);
    }
    let path = folder.join("weak.wav");
    write_wav(&path, &all);
    (path, all, ends)
}

/// Noise in a file of 48 kHz, and its frames.
pub fn noise_file(folder: &Path, seconds: usize) -> (PathBuf, Vec<i16>) {
    let path = folder.join("noise.wav");
    let frames = noise(seconds);
    write_wav(&path, &frames);
    (path, frames)
}

/// Waits for the microphone check to pass, until the first key can be pressed.
pub fn ready(mic: &FakeMic, home: &Home, more: &[&str]) -> Desk {
    let mut arguments = vec!["practice"];
    arguments.extend(more);
    let desk = Desk::sit_down(mic, home, &arguments);
    mic.wake(&desk);
    desk.wait_for("space begins", Duration::from_secs(40));
    desk
}

/// Frames of the marks of one kind.
pub fn marks(folder: &Path, kind: &str) -> Vec<f64> {
    record(folder)["marks"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|mark| mark["event"]["kind"] == kind)
        .map(|mark| mark["frame"].as_f64().unwrap())
        .collect()
}

/// The first `sections` of the weak answer were transcribed with at most one word in eight wrong:
/// for the files themselves the limit is one in ten, and here the sound comes from a microphone.
#[track_caller]
pub fn heard_as_spoken(session: &serde_json::Value, sections: usize) {
    let text = std::fs::read_to_string(root().join("content/demo/weak/text.txt")).unwrap();
    let (mut all, mut wrong) = (0, 0);
    for (index, line) in text.lines().take(sections).enumerate() {
        let spoken = words(line.split_once(':').unwrap().1);
        let heard = &session["sections"][index]["transcript"]["text"];
        let heard = words(heard.as_str().unwrap());
        let errors = errors(&spoken, &heard);
        println!(
            "{errors} errors in {} words: {}",
            spoken.len(),
            heard.join(" ")
        );
        all += spoken.len();
        wrong += errors;
    }
    assert!(
        all > 0 && wrong * 8 <= all,
        "{wrong} of {all} words are wrong"
    );
}
