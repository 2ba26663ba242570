//! Validates every model file from first to last byte before whisper.cpp reads it.
//!
//! whisper.cpp 1.8.3 does not validate its files: with a truncated vocabulary the model loads and never says
//! anything, truncated tensors load as noise, and an invalid number in the header ends the whole process,
//! because a C++ exception cannot cross into Rust. So everything that its loader relies on
//! is checked here: ranges, vocabulary, and the tensor table against the length of the file.
//!
//! No allocation depends on what a file claims, and the weights are skipped, not read: a file
//! of any size is checked quickly. Whether the weights are correct only the SHA-256
//! shows ([`super::verify()`]).

use super::layout::{self, Encoding, Shape, Tensor};
use super::manifest::Bytes;
use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

/// Why a file is not a usable model. Each text follows the file's name.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelFault {
    /// The file cannot be read.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// An empty file.
    #[error("is empty; the download never began")]
    Empty,
    /// HTML or XML.
    #[error(
        "is a web page, not a model; the download was probably intercepted by a login page or a \
         proxy, or the address was that of a page about the model"
    )]
    WebPage,
    /// The pointer file that Git LFS keeps in place of a large file.
    #[error("is a Git LFS pointer, not the model itself; `git lfs pull` fetches the model")]
    LfsPointer,
    /// The successor of the ggml format, which whisper.cpp does not read.
    #[error("is a GGUF model; Whisper models are needed in ggml format, usually named ggml-….bin")]
    Gguf,
    /// OpenAI's own format, or another zip archive.
    #[error(
        "is a PyTorch checkpoint or another zip archive; whisper.cpp's convert-pt-to-ggml.py makes \
         a model of it"
    )]
    Zip,
    /// No ggml file.
    #[error("is not a Whisper model in ggml format (it does not begin with ggml's mark)")]
    OtherFile,
    /// A ggml file whose header would make whisper.cpp fail.
    #[error(
        "is not a Whisper model that can be used: its header says {field} = {value}, but {rule}"
    )]
    Header {
        /// The field's name in whisper.cpp.
        field: &'static str,
        /// Its value in the file.
        value: i64,
        /// What its value must be.
        rule: &'static str,
    },
    /// whisper.cpp assumes that a model with two decoder layers cannot time words.
    #[error(
        "is a distilled model that whisper.cpp runs without timestamps; without them no word can \
         be placed in time, so take another model"
    )]
    NoTimestamps,
    /// It is truncated.
    #[error("{}; the download or a copy of it was cut off", stops(*have, *want))]
    CutOff {
        /// Bytes in the file.
        have: u64,
        /// Bytes that it should have, where the existing part shows it.
        want: Option<u64>,
    },
    /// A vocabulary that is damaged or would end the process.
    #[error("has a damaged vocabulary ({0})")]
    Vocabulary(&'static str),
    /// A test model: it would load, and never produce a word.
    #[error("holds no weights: it is a test file that can only stay silent")]
    NoWeights,
    /// A damaged entry of the tensor table.
    #[error("is damaged at byte {at}: {what}")]
    Damaged {
        /// Offset of the entry.
        at: u64,
        /// What is wrong with it.
        what: String,
    },
    /// More bytes than a model has.
    #[error("goes on for {0} bytes after the model's end; it is damaged or two files in one")]
    Trailing(u64),
}

fn stops(have: u64, want: Option<u64>) -> String {
    match want {
        Some(want) if want >= 1_000_000 => {
            let whole = |bytes: u64| (bytes + 500_000) / 1_000_000;
            // Never "147 of 147 MB", which reads as complete.
            if whole(have) < whole(want) {
                format!("stops after {} of {} MB", whole(have), whole(want))
            } else {
                format!("stops {} before its end", Bytes(want - have))
            }
        }
        Some(want) => format!("stops after {have} of {want} bytes"),
        None => format!("stops after {}", Bytes(have)),
    }
}

/// Longest accepted token; GPT-2's longest has 128 bytes.
const LONGEST_TOKEN: u32 = 256;
/// Longest accepted tensor name; Whisper's longest has 44 bytes.
const LONGEST_NAME: u32 = 128;

/// Checks a whole model file and returns the shape of its model.
pub fn check<R: Read + Seek>(file: R) -> Result<Shape, ModelFault> {
    let mut file = ForwardReader::over(file)?;
    identify(&mut file)?;
    let shape = header(&mut file)?;
    let tensors = shape.tensors();
    let weights: u64 = tensors.iter().map(Tensor::bytes).sum();
    file.want = Some(shape.head_bytes() + weights);
    filters(&mut file, &shape)?;
    vocabulary(&mut file, &shape)?;
    file.want = Some(file.at + weights);
    table(&mut file, tensors)?;
    Ok(shape)
}

/// Distinguishes a ggml file from other files that are often downloaded instead.
fn identify<R: Read + Seek>(file: &mut ForwardReader<R>) -> Result<(), ModelFault> {
    if file.length == 0 {
        return Err(ModelFault::Empty);
    }
    let mut start = [0; 64];
    let seen = file.peek(&mut start)?;
    let start = &start[..seen];
    if start.starts_with(&layout::MAGIC.to_le_bytes()) {
        file.skip(4)?;
        return Ok(());
    }
    let text = start
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(start)
        .trim_ascii_start();
    let begins = |mark: &str| {
        text.get(..mark.len())
            .is_some_and(|text| text.eq_ignore_ascii_case(mark.as_bytes()))
    };
    Err(if begins("<") {
        ModelFault::WebPage
    } else if begins("version https://git-lfs") {
        ModelFault::LfsPointer
    } else if start.starts_with(b"GGUF") {
        ModelFault::Gguf
    } else if start.starts_with(b"PK\x03\x04") {
        ModelFault::Zip
    } else {
        ModelFault::OtherFile
    })
}

/// The fault of a header in which `field` breaks `rule`.
fn broken(field: &'static str, value: u32, rule: &'static str) -> ModelFault {
    // The fields are signed.
    let value = i64::from(value.cast_signed());
    ModelFault::Header { field, value, rule }
}

fn header<R: Read + Seek>(file: &mut ForwardReader<R>) -> Result<Shape, ModelFault> {
    let layers = |n| (1..=64).contains(&n);
    let vocabulary = file.field(
        "n_vocab",
        "Whisper has 51864 tokens in English, 51865 or 51866 in many languages",
        |n| (layout::ENGLISH_VOCABULARY..=layout::V3_VOCABULARY).contains(&n),
    )?;
    file.field(
        "n_audio_ctx",
        "its timestamps are only right with 1500, which is thirty seconds",
        |n| n == layout::AUDIO_CONTEXT,
    )?;
    let state = file.field(
        "n_audio_state",
        "it has to be a multiple of 32 from 32 to 2048",
        |n| (32..=2048).contains(&n) && n % 32 == 0,
    )?;
    let heads = |n| n > 0 && state % n == 0;
    let audio_heads = file.field(
        "n_audio_head",
        "heads have to share n_audio_state evenly",
        heads,
    )?;
    let audio_layers = file.field("n_audio_layer", "it has to be 1 to 64", layers)?;
    file.field("n_text_ctx", "Whisper has 448", |n| {
        n == layout::TEXT_CONTEXT
    })?;
    file.field("n_text_state", "it has to equal n_audio_state", |n| {
        n == state
    })?;
    let text_heads = file.field(
        "n_text_head",
        "heads have to share n_text_state evenly",
        heads,
    )?;
    let text_layers = file.field("n_text_layer", "it has to be 1 to 64", layers)?;
    let mels = file.field("n_mels", "Whisper has 80 or 128 mel bands", |n| {
        n == 80 || n == 128
    })?;
    let known = "whisper.cpp reads 0 and 1 (full precision) or 2002 to 2014 (quantised)";
    let ftype = file.number()?;
    let encoding = Encoding::of_header(ftype).ok_or(broken("ftype", ftype, known))?;
    if !state.is_multiple_of(encoding.block) {
        let rule = "its rows have to fill the blocks of its quantisation";
        return Err(broken("n_audio_state", state, rule));
    }
    if text_layers == 2 && vocabulary != layout::V3_VOCABULARY {
        return Err(ModelFault::NoTimestamps);
    }
    Ok(Shape {
        vocabulary,
        state,
        audio_heads,
        audio_layers,
        text_heads,
        text_layers,
        mels,
        encoding,
    })
}

fn filters<R: Read + Seek>(file: &mut ForwardReader<R>, shape: &Shape) -> Result<(), ModelFault> {
    file.field("n_mel", "it has to equal n_mels", |n| n == shape.mels)?;
    file.field("n_fft", "whisper.cpp computes 201 frequencies", |n| {
        n == layout::FREQUENCIES
    })?;
    file.skip(4 * u64::from(shape.mels) * u64::from(layout::FREQUENCIES))
}

fn vocabulary<R: Read + Seek>(
    file: &mut ForwardReader<R>,
    shape: &Shape,
) -> Result<(), ModelFault> {
    let count = file.number()?;
    if !(1..=shape.vocabulary).contains(&count) {
        return Err(ModelFault::Vocabulary("its count is out of range"));
    }
    let mut space = false;
    for _ in 0..count {
        let length = file.number()?;
        if length > LONGEST_TOKEN {
            return Err(ModelFault::Vocabulary("a token is longer than tokens are"));
        }
        let mut token = [0; LONGEST_TOKEN as usize];
        let token = &mut token[..length as usize];
        file.read(token)?;
        space |= token == b" ";
    }
    // whisper.cpp looks this token up without checking that it exists.
    if space {
        Ok(())
    } else {
        Err(ModelFault::Vocabulary("the token for a space is missing"))
    }
}

/// Reads the tensor table to the end of the file: every tensor exactly once, and nothing else.
fn table<R: Read + Seek>(
    file: &mut ForwardReader<R>,
    tensors: Vec<Tensor>,
) -> Result<(), ModelFault> {
    let total = tensors.len();
    let mut missing: BTreeMap<String, Tensor> = tensors
        .into_iter()
        .map(|tensor| (tensor.name.clone(), tensor))
        .collect();
    if file.left() == 0 {
        return Err(ModelFault::NoWeights);
    }
    while !missing.is_empty() {
        if file.left() == 0 && missing.len() < total {
            return Err(file.cut_off());
        }
        let tensor = entry(file, &mut missing)?;
        file.skip(tensor.data_bytes())?;
    }
    match file.left() {
        0 => Ok(()),
        left => Err(ModelFault::Trailing(left)),
    }
}

/// Reads one entry of the table, which must be one that is still missing.
fn entry<R: Read + Seek>(
    file: &mut ForwardReader<R>,
    missing: &mut BTreeMap<String, Tensor>,
) -> Result<Tensor, ModelFault> {
    let at = file.at;
    let damaged = |what: String| ModelFault::Damaged { at, what };
    let rank = file.number()?;
    let name_length = file.number()?;
    let encoding = file.number()?;
    if !(1..=4).contains(&rank) || !(1..=LONGEST_NAME).contains(&name_length) {
        return Err(damaged("a tensor should begin here, and none does".into()));
    }
    let mut dims = [1; 4];
    for dim in &mut dims[..rank as usize] {
        *dim = file.number()?;
    }
    let mut name = [0; LONGEST_NAME as usize];
    let name = &mut name[..name_length as usize];
    file.read(name)?;
    let name = String::from_utf8_lossy(name);
    let Some(tensor) = missing.remove(&*name) else {
        return Err(damaged(format!(
            "tensor {name:?} is there twice or belongs to another model"
        )));
    };
    if dims != tensor.padded_dims() {
        return Err(damaged(format!("tensor {name} has the wrong shape")));
    }
    if encoding != tensor.encoding.tensor_type {
        return Err(damaged(format!("tensor {name} has the wrong number type")));
    }
    Ok(tensor)
}

/// Reads a file forwards and never past its end.
struct ForwardReader<R> {
    inner: BufReader<R>,
    at: u64,
    length: u64,
    /// How long the file should be, as far as the part that was read shows.
    want: Option<u64>,
}

impl<R: Read + Seek> ForwardReader<R> {
    fn over(mut inner: R) -> Result<Self, ModelFault> {
        let length = inner.seek(SeekFrom::End(0))?;
        inner.rewind()?;
        Ok(Self {
            inner: BufReader::new(inner),
            at: 0,
            length,
            want: None,
        })
    }

    fn left(&self) -> u64 {
        self.length - self.at
    }

    fn cut_off(&self) -> ModelFault {
        ModelFault::CutOff {
            have: self.length,
            want: self.want.filter(|&want| want > self.length),
        }
    }

    /// Fills as much of `start` as the file has, without advancing.
    fn peek(&mut self, start: &mut [u8]) -> Result<usize, ModelFault> {
        let seen = self.left().min(start.len() as u64) as usize;
        self.inner.read_exact(&mut start[..seen])?;
        self.inner.seek_relative(-(seen as i64))?;
        Ok(seen)
    }

    fn read(&mut self, bytes: &mut [u8]) -> Result<(), ModelFault> {
        if (bytes.len() as u64) > self.left() {
            return Err(self.cut_off());
        }
        self.inner.read_exact(bytes)?;
        self.at += bytes.len() as u64;
        Ok(())
    }

    fn number(&mut self) -> Result<u32, ModelFault> {
        let mut bytes = [0; 4];
        self.read(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    /// The next number of the header, if it satisfies Whisper's constraint on this field.
    fn field(
        &mut self,
        field: &'static str,
        rule: &'static str,
        holds: impl Fn(u32) -> bool,
    ) -> Result<u32, ModelFault> {
        let value = self.number()?;
        if holds(value) {
            Ok(value)
        } else {
            Err(broken(field, value, rule))
        }
    }

    fn skip(&mut self, bytes: u64) -> Result<(), ModelFault> {
        if bytes > self.left() {
            return Err(self.cut_off());
        }
        // The length of a file fits i64, so a step inside it does too.
        self.inner.seek_relative(bytes.cast_signed())?;
        self.at += bytes;
        Ok(())
    }
}
