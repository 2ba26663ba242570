#![allow(clippy::disallowed_methods, reason = "a test meets the disk")]

use super::*;
use proptest::prelude::*;
use std::fs::OpenOptions;

/// Builds a WAV file, valid unless told otherwise.
struct Wav {
    format: u16,
    channels: u16,
    rate: u32,
    width: u16,
    bits: u16,
    extensible: bool,
    sound: Vec<u8>,
}

impl Wav {
    fn new(format: u16, channels: u16, rate: u32, width: u16, sound: Vec<u8>) -> Self {
        Self {
            format,
            channels,
            rate,
            width,
            bits: width * 8,
            extensible: false,
            sound,
        }
    }

    /// 16-bit mono at 16 kHz.
    fn plain(samples: &[i16]) -> Self {
        let sound = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
        Self::new(1, 1, 16_000, 2, sound)
    }

    fn fmt(&self) -> Vec<u8> {
        let block = self.channels * self.width;
        let mut fmt = Vec::new();
        let tag = if self.extensible { 0xFFFE } else { self.format };
        fmt.extend(tag.to_le_bytes());
        fmt.extend(self.channels.to_le_bytes());
        fmt.extend(self.rate.to_le_bytes());
        fmt.extend((self.rate * u32::from(block)).to_le_bytes());
        fmt.extend(block.to_le_bytes());
        let bits = if self.extensible {
            self.width * 8
        } else {
            self.bits
        };
        fmt.extend(bits.to_le_bytes());
        if self.extensible {
            fmt.extend(22_u16.to_le_bytes());
            fmt.extend(self.bits.to_le_bytes());
            fmt.extend([0; 4]);
            fmt.extend(self.format.to_le_bytes());
            fmt.extend(b"\0\0\0\0\x10\0\x80\0\0\xAA\0\x38\x9B\x71");
        }
        fmt
    }

    fn bytes(&self) -> Vec<u8> {
        file(&[(b"fmt ", &self.fmt()), (b"data", &self.sound)])
    }
}

/// A RIFF file of chunks, padded as the standard requires.
fn file(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let mut body = b"WAVE".to_vec();
    for (id, content) in chunks {
        body.extend(*id);
        body.extend((content.len() as u32).to_le_bytes());
        body.extend(*content);
        if content.len() % 2 == 1 {
            body.push(0);
        }
    }
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((body.len() as u32).to_le_bytes());
    bytes.extend(body);
    bytes
}

fn read_bytes(bytes: &[u8]) -> Result<Samples, SoundError> {
    read_from(bytes, "take.wav")
}

fn refusal(bytes: &[u8]) -> String {
    read_bytes(bytes).unwrap_err().to_string()
}

#[test]
fn every_width_gives_the_same_sound() {
    // +0.5, -0.5, silence: exact in every encoding.
    let cases: [(&str, u16, u16, Vec<u8>); 7] = [
        ("8 bit", 1, 1, vec![192, 64, 128]),
        ("16 bit", 1, 2, vec![0, 0x40, 0, 0xC0, 0, 0]),
        ("24 bit", 1, 3, vec![0, 0, 0x40, 0, 0, 0xC0, 0, 0, 0]),
        (
            "32 bit",
            1,
            4,
            vec![0, 0, 0, 0x40, 0, 0, 0, 0xC0, 0, 0, 0, 0],
        ),
        (
            "float",
            3,
            4,
            [0.5_f32, -0.5, 0.0].map(f32::to_le_bytes).concat(),
        ),
        (
            "double",
            3,
            8,
            [0.5_f64, -0.5, 0.0].map(f64::to_le_bytes).concat(),
        ),
        ("12 bit in 16", 1, 2, vec![0, 0x40, 0, 0xC0, 0, 0]),
    ];
    for (name, format, width, sound) in cases {
        for extensible in [false, true] {
            for rate in [8000, 11_025, 44_100, 192_000] {
                let mut wav = Wav::new(format, 1, rate, width, sound.clone());
                wav.extensible = extensible;
                if name.starts_with("12") {
                    wav.bits = 12;
                }
                let heard = read_bytes(&wav.bytes()).unwrap();
                assert_eq!(heard.frames, [0.5, -0.5, 0.0], "{name} {extensible}");
                assert_eq!(heard.rate, rate);
            }
        }
    }
}

#[test]
fn one_to_eight_channels_become_one() {
    for channels in 1..=8 {
        let sound = (0..channels * 5)
            .flat_map(|_| 16_384_i16.to_le_bytes())
            .collect();
        let wav = Wav::new(1, channels, 48_000, 2, sound);
        assert_eq!(read_bytes(&wav.bytes()).unwrap().frames, [0.5; 5]);
    }
}

#[test]
fn twenty_four_bits_in_four_bytes_are_read_wherever_they_sit() {
    let value = 0x20_0001_i32; // a little over a quarter; the low bit tells the two apart
    for shifted in [value, value << 8] {
        for extensible in [false, true] {
            let mut wav = Wav::new(1, 1, 48_000, 4, shifted.to_le_bytes().to_vec());
            wav.bits = 24;
            wav.extensible = extensible;
            let heard = read_bytes(&wav.bytes()).unwrap();
            assert!((heard.frames[0] - 0.25).abs() < 1e-6, "{:?}", heard.frames);
        }
    }
}

/// As `arecord -f S24_LE` writes: 24 bits right-justified, of which a 16-bit microphone fills 16, under
/// a header that says 24 or 32.
#[test]
fn twenty_four_low_bits_are_as_loud_as_they_were_spoken() {
    for low in [0x20_0001, 0x20_0000, -0x20_0000_i32] {
        for bits in [24, 32] {
            let sound = [low, low / 2, 0].map(i32::to_le_bytes).concat();
            let mut wav = Wav::new(1, 1, 48_000, 4, sound);
            wav.bits = bits;
            let heard = read_bytes(&wav.bytes()).unwrap().frames;
            assert!((heard[0].abs() - 0.25).abs() < 1e-6, "{low:x}: {heard:?}");
        }
    }
    // What is nearly silent either way is left unchanged.
    let quiet = [3_i32, -3].map(i32::to_le_bytes).concat();
    let heard = read_bytes(&Wav::new(1, 1, 48_000, 4, quiet).bytes()).unwrap();
    assert!(heard.frames[0] < 1e-8);
}

#[test]
fn odd_unknown_and_late_chunks_are_stepped_over() {
    let wav = Wav::plain(&[100, -100]);
    let sound = wav.sound.as_slice();
    let fmt = wav.fmt();
    let mut long_fmt = fmt.clone();
    long_fmt.extend([0; 6]);
    let whole = read_bytes(&wav.bytes()).unwrap();
    for chunks in [
        &[(b"fmt ", &fmt[..]), (b"bext", b"odd"), (b"data", sound)][..],
        &[(b"JUNK", &[7; 29]), (b"fmt ", &long_fmt), (b"data", sound)],
        &[(b"fact", &[9; 12]), (b"fmt ", &fmt), (b"data", sound)],
        &[(b"data", sound), (b"fmt ", &fmt)],
        &[(b"fmt ", &fmt), (b"data", sound), (b"LIST", b"INFO")],
    ] {
        assert_eq!(read_bytes(&file(chunks)).unwrap(), whole, "{chunks:?}");
    }
}

#[test]
fn a_forgotten_pad_byte_is_noticed() {
    let wav = Wav::plain(&[100, -100]);
    let mut bytes = file(&[
        (b"fmt ", &wav.fmt()),
        (b"note", b"odd"),
        (b"data", &wav.sound),
    ]);
    assert_eq!(bytes.remove(12 + 8 + 16 + 8 + 3), 0);
    assert_eq!(
        read_bytes(&bytes).unwrap(),
        read_bytes(&wav.bytes()).unwrap()
    );
}

#[test]
fn a_pad_byte_may_hold_anything() {
    let wav = Wav::plain(&[100, -100]);
    for pad in [0xFF, b'x', b' ', 1] {
        let mut bytes = file(&[
            (b"fmt ", &wav.fmt()),
            (b"note", b"odd"),
            (b"data", &wav.sound),
        ]);
        bytes[12 + 8 + 16 + 8 + 3] = pad;
        let heard = read_bytes(&bytes).unwrap();
        assert_eq!(heard, read_bytes(&wav.bytes()).unwrap(), "{pad}");
    }
}

#[test]
fn the_length_of_the_file_overrides_the_header() {
    let samples: Vec<i16> = (0..1000).collect();
    let good = Wav::plain(&samples).bytes();
    let whole = read_bytes(&good).unwrap();
    for claimed in [0, u32::MAX, u32::MAX - 1, 4_000_000] {
        let mut bytes = good.clone();
        bytes[40..44].copy_from_slice(&claimed.to_le_bytes());
        bytes[4..8].copy_from_slice(&claimed.to_le_bytes());
        assert_eq!(read_bytes(&bytes).unwrap(), whole, "claims {claimed}");
    }
    // Truncated in the middle of a sample: the whole samples are kept.
    let cut = read_bytes(&good[..44 + 501]).unwrap();
    assert_eq!(cut.frames, whole.frames[..250]);
    // A header that claims less than the file holds: the rest is unknown and left out.
    let mut less = good.clone();
    less[40..44].copy_from_slice(&500_u32.to_le_bytes());
    assert_eq!(read_bytes(&less).unwrap().frames, whole.frames[..250]);
}

#[test]
fn empty_sound_is_not_an_error_and_other_chunks_are_not_sound() {
    assert!(
        read_bytes(&Wav::plain(&[]).bytes())
            .unwrap()
            .frames
            .is_empty()
    );
    let fmt = Wav::plain(&[]).fmt();
    let tail = file(&[(b"fmt ", &fmt), (b"data", b""), (b"LIST", b"INFOodd")]);
    assert!(read_bytes(&tail).unwrap().frames.is_empty());
}

#[test]
fn rf64_is_read_with_its_long_sizes() {
    let wav = Wav::plain(&[1000, 2000]);
    let mut sizes = [0; 28];
    sizes[8..16].copy_from_slice(&4_u64.to_le_bytes());
    let mut bytes = file(&[
        (b"ds64", &sizes),
        (b"fmt ", &wav.fmt()),
        (b"data", &wav.sound),
        (b"LIST", b"tail"),
    ]);
    bytes[..4].copy_from_slice(b"RF64");
    bytes[4..8].fill(0xFF);
    let data = bytes.windows(4).position(|w| w == b"data").unwrap();
    bytes[data + 4..data + 8].fill(0xFF);
    assert_eq!(
        read_bytes(&bytes).unwrap(),
        read_bytes(&wav.bytes()).unwrap()
    );
}

/// A recorder that was killed or wrote to a pipe never filled in the 64-bit sizes.
#[test]
fn rf64_without_its_long_sizes_is_read_to_its_end() {
    let wav = Wav::plain(&[1000, 2000]);
    let mut bytes = file(&[
        (b"ds64", &[0; 28]),
        (b"fmt ", &wav.fmt()),
        (b"data", &wav.sound),
    ]);
    bytes[..4].copy_from_slice(b"RF64");
    bytes[4..8].fill(0xFF);
    let size = bytes.len() - wav.sound.len() - 4;
    bytes[size..size + 4].fill(0xFF);
    let heard = read_bytes(&bytes).unwrap();
    assert_eq!(heard, read_bytes(&wav.bytes()).unwrap());
}

#[test]
fn careless_headers_are_forgiven() {
    let wav = Wav::plain(&[16_384, 0]);
    let good = read_bytes(&wav.bytes()).unwrap();
    for (name, at, value) in [
        ("byte rate 0", 28, [0_u8; 4].as_slice()),
        ("block alignment 0", 32, &[0, 0]),
        ("block alignment of another format", 32, &[1, 0]),
        ("riff size 7", 4, &[7, 0, 0, 0]),
    ] {
        let mut bytes = wav.bytes();
        bytes[at..at + value.len()].copy_from_slice(value);
        assert_eq!(read_bytes(&bytes).unwrap(), good, "{name}");
    }
}

#[test]
fn floats_that_are_no_numbers_become_silence() {
    let sound = [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.5]
        .map(f32::to_le_bytes)
        .concat();
    let heard = read_bytes(&Wav::new(3, 1, 48_000, 4, sound).bytes()).unwrap();
    assert_eq!(heard.frames, [0.0, 0.0, 0.0, 0.5]);
}

#[test]
fn floats_in_the_units_of_integers_are_scaled() {
    for unit in [32_768.0_f32, 8_388_608.0, 2_147_483_648.0] {
        let sound = [0.5, -1.0, 0.25].map(|sample| (sample * unit).to_le_bytes());
        let wav = Wav::new(3, 1, 48_000, 4, sound.concat());
        assert_eq!(read_bytes(&wav.bytes()).unwrap().frames, [0.5, -1.0, 0.25]);
    }
    // One extreme value among normal ones is clipped and changes nothing else.
    let mut samples = vec![0.5_f32; 200];
    samples[7] = f32::MAX;
    let sound = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    let heard = read_bytes(&Wav::new(3, 1, 48_000, 4, sound).bytes()).unwrap();
    assert_eq!((heard.frames[6], heard.frames[7]), (0.5, 16.0));
    let huge = Wav::new(3, 1, 48_000, 8, 1e300_f64.to_le_bytes().to_vec());
    assert_eq!(read_bytes(&huge.bytes()).unwrap().frames, [0.0]);
}

#[test]
fn every_error_is_one_sentence_with_a_remedy() {
    let mut tiny_rate = Wav::plain(&[0]);
    tiny_rate.rate = 4000;
    let mut no_channels = Wav::plain(&[0]).bytes();
    no_channels[22..24].fill(0);
    let telephone = Wav::new(7, 1, 8000, 1, vec![0xFF; 8]);
    let fmt = Wav::plain(&[0]).fmt();
    let refusals = [
        refusal(b""),
        refusal(b"RIFF"),
        refusal(&file(&[])),
        refusal(&file(&[(b"fmt ", &fmt)])),
        refusal(&file(&[(b"data", &[0; 8])])),
        refusal(&file(&[(b"fmt ", &fmt[..10]), (b"data", &[0; 8])])),
        refusal(&no_channels),
        refusal(&tiny_rate.bytes()),
        refusal(&telephone.bytes()),
        refusal(&Wav::new(1, 1, 8000, 5, vec![0; 10]).bytes()),
    ];
    insta::assert_snapshot!(refusals.join("\n"), @r"
take.wav is empty (0 bytes): nothing was recorded into it
take.wav is not a WAV file: put back the take that was there
take.wav is a damaged WAV file: it does not say how its sound is written (no fmt chunk); copy or export it again
take.wav is a damaged WAV file: it holds no sound (no data chunk); copy or export it again
take.wav is a damaged WAV file: it does not say how its sound is written (no fmt chunk); copy or export it again
take.wav is a damaged WAV file: it is cut off inside its header; copy or export it again
take.wav is a damaged WAV file: it claims 0 channels (1 to 32 can be read); copy or export it again
take.wav claims 4000 samples a second (8000 to 192000 can be read), which cannot be read here: convert it with `ffmpeg -i take.wav -ac 1 -ar 16000 take-16k.wav`
take.wav holds mu-law telephone sound, which cannot be read here: convert it with `ffmpeg -i take.wav -ac 1 -ar 16000 take-16k.wav`
take.wav holds samples of 40 bits, which cannot be read here: convert it with `ffmpeg -i take.wav -ac 1 -ar 16000 take-16k.wav`
");
    for refusal in refusals {
        assert!(
            !refusal.contains('\n') && !refusal.ends_with('.'),
            "{refusal}"
        );
    }
}

#[test]
fn impossible_headers_are_called_damaged() {
    let with = |at: usize, value: &[u8]| {
        let mut bytes = Wav::plain(&[0; 8]).bytes();
        bytes[at..at + value.len()].copy_from_slice(value);
        refusal(&bytes)
    };
    for (said, told) in [
        (with(22, &[0, 0]), "it claims 0 channels"),
        (with(24, &[0; 4]), "it claims 0 samples a second"),
        (with(24, &[255; 4]), "it claims 4294967295 samples a second"),
        (with(34, &[0, 0]), "it claims samples of 0 bits"),
        (with(34, &[255, 255]), "it claims samples of 65535 bits"),
    ] {
        assert!(
            said.starts_with("take.wav is a damaged WAV file: "),
            "{said}"
        );
        assert!(
            said.contains(told) && said.ends_with("copy or export it again"),
            "{said}"
        );
    }
}

#[test]
fn a_file_that_was_cut_in_half_is_told_from_a_streamed_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("half.wav");
    let cut = |claimed: u32| {
        let mut bytes = Wav::plain(&[7; 16_000]).bytes();
        bytes[40..44].copy_from_slice(&claimed.to_le_bytes());
        std::fs::write(&path, &bytes).unwrap();
        assert_eq!(read(&path).unwrap().frames.len(), 16_000, "{claimed}");
        cut_off(&path)
    };
    assert_eq!(cut(64_000), Some((Millis(1000), Millis(2000))));
    // Whole; padded; streamed by ffmpeg, sox, arecord and a recorder that was killed.
    for claimed in [32_000, 32_002, u32::MAX, 0x7FFF_F000, 0x8000_0000, 0] {
        assert_eq!(cut(claimed), None, "{claimed}");
    }
    std::fs::write(&path, b"no sound").unwrap();
    assert_eq!(cut_off(&path), None);
}

#[test]
fn folders_and_missing_files_are_distinguished() {
    let folder = tempfile::tempdir().unwrap();
    let refused = read(folder.path()).unwrap_err();
    assert!(matches!(refused.problem, Problem::NotAFile));
    let missing = read(&folder.path().join("no.wav")).unwrap_err();
    assert!(missing.to_string().starts_with("cannot read "), "{missing}");
}

#[test]
fn a_truncated_take_is_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("take.wav");
    let whole = Wav::plain(&[1, 2, 3, 4, 5]).bytes();
    for (name, claimed, end) in [
        ("killed before the first checkpoint", 0, 54),
        ("behind by a checkpoint", 4, 54),
        ("half a frame at the end", 10, 53),
        ("header ahead of the sound", 10, 48),
        ("nothing but a header", 0, 44),
    ] {
        let mut bytes = whole[..end].to_vec();
        bytes[40..44].copy_from_slice(&u32::to_le_bytes(claimed));
        std::fs::write(&path, &bytes).unwrap();
        let frames = (end as u64 - 44) / 2;
        let mended = repair(&path).unwrap();
        assert_eq!(mended.frames, frames, "{name}");
        let tidy = Wav::plain(&[1, 2, 3, 4, 5][..frames as usize]).bytes();
        assert_eq!(std::fs::read(&path).unwrap(), tidy, "{name}");
        assert!(!repair(&path).unwrap().changed, "{name}: a second time");
    }
}

#[test]
fn only_takes_of_this_program_are_repaired() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.wav");
    let mut with_chunk = file(&[
        (b"fmt ", &Wav::plain(&[]).fmt()),
        (b"LIST", b"INFO"),
        (b"data", &[0; 4]),
    ]);
    with_chunk.push(9);
    for bytes in [with_chunk, b"RIFF".to_vec(), vec![0; 100]] {
        std::fs::write(&path, &bytes).unwrap();
        let refused = repair(&path).unwrap_err();
        assert!(matches!(refused.problem, Problem::NotOurs));
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "left as it is");
    }
}

/// A reader that claims four gigabytes: reading past `length` would be an error.
#[test]
fn a_claim_of_four_gigabytes_allocates_what_is_there() {
    let mut bytes = Wav::plain(&[5; 100]).bytes();
    bytes[40..44].copy_from_slice(&0xFFFF_FFF0_u32.to_le_bytes());
    let heard = read_bytes(&bytes).unwrap();
    assert!(
        heard.frames.capacity() <= 128,
        "{}",
        heard.frames.capacity()
    );
}

#[test]
fn a_take_of_many_hours_is_refused_before_it_is_read() {
    // A sparse file: three gigabytes that occupy no space.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.wav");
    std::fs::write(&path, Wav::new(1, 2, 48_000, 2, Vec::new()).bytes()).unwrap();
    let file = OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(3 << 30).unwrap();
    let refused = read(&path).unwrap_err();
    assert!(
        matches!(refused.problem, Problem::TooLong { channels: 2, .. }),
        "{refused}"
    );
    assert!(refused.to_string().contains(" 279:"), "{refused}");
}

proptest! {
    #[test]
    fn no_bytes_make_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_bytes(&bytes);
    }

    #[test]
    fn no_damage_makes_it_panic_or_read_more_than_is_there(
        samples in proptest::collection::vec(any::<i16>(), 0..200),
        damage in proptest::collection::vec((0_usize..80, any::<u8>()), 0..6),
        cut in 0_usize..500,
    ) {
        let mut bytes = Wav::plain(&samples).bytes();
        for (at, value) in damage {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = value;
            }
        }
        bytes.truncate(cut.max(12));
        if let Ok(heard) = read_bytes(&bytes) {
            prop_assert!(heard.frames.len() <= bytes.len());
            prop_assert!(heard.frames.iter().all(|sample| sample.is_finite()));
        }
    }

    #[test]
    fn sixteen_bits_come_back_exactly(samples in proptest::collection::vec(any::<i16>(), 0..300)) {
        let heard = read_bytes(&Wav::plain(&samples).bytes()).unwrap();
        let back: Vec<i16> = heard.frames.iter().map(|s| (s * 32_768.0) as i16).collect();
        prop_assert_eq!(back, samples);
    }
}
