//! A web server with simulated faults.

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// How the server answers one request.
#[derive(Debug, Clone)]
pub enum Answer {
    /// Sends the file, or the requested range.
    File,
    /// Sends the whole file, whatever was requested.
    IgnoreRange,
    /// Honours the range, but breaks the connection after so many bytes.
    CutAfter(usize),
    /// Sends so many bytes, then nothing for longer than any client waits.
    StallAfter(usize),
    /// Sends the rest from one byte too late.
    WrongRange,
    /// Sends the file without saying how long it is.
    WithoutLength,
    /// Only a status.
    Status(u16),
    /// A redirect to this address.
    Redirect(String),
    /// A sign-in page.
    Page,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Path of the address.
    pub path: String,
    /// `Range` header.
    pub range: Option<String>,
    /// `If-Range` header.
    pub if_range: Option<String>,
}

/// A running server. Its thread ends with the test's process.
pub struct Server {
    /// Address without a slash at the end.
    pub url: String,
    requests: Arc<Mutex<Vec<Request>>>,
}

/// The entity tag of the file.
pub const ETAG: &str = "\"v1\"";

impl Server {
    /// Serves `file` under every path. The first request gets the first answer and so on; the last
    /// answer is repeated.
    pub fn new(file: Vec<u8>, answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on this machine");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let file = Arc::new(file);
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let answer = answers[number.min(answers.len() - 1)].clone();
                let (seen, file) = (Arc::clone(&seen), Arc::clone(&file));
                // A client may close the connection early.
                thread::spawn(move || {
                    let _ = serve(&stream.expect("a connection"), &answer, &file, &seen);
                });
            }
        });
        Self { url, requests }
    }

    /// A local address on which nothing listens.
    pub fn nobody() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on this machine");
        format!("http://{}", listener.local_addr().expect("an address"))
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().expect("no test thread panics").clone()
    }
}

fn serve(
    stream: &TcpStream,
    answer: &Answer,
    file: &[u8],
    seen: &Mutex<Vec<Request>>,
) -> std::io::Result<()> {
    let request = read_request(stream)?;
    let from = request
        .range
        .as_deref()
        .and_then(|range| range.strip_prefix("bytes=")?.strip_suffix('-'))
        .and_then(|from| from.parse::<usize>().ok())
        .filter(|_| request.if_range.as_deref().is_none_or(|tag| tag == ETAG));
    seen.lock().expect("no test thread panics").push(request);
    let mut out = stream;
    let close = "Connection: close\r\n\r\n";
    match answer {
        Answer::Status(status) => {
            write!(
                out,
                "HTTP/1.1 {status} Because\r\nContent-Length: 0\r\n{close}"
            )?;
        }
        Answer::Redirect(to) => {
            write!(
                out,
                "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n{close}"
            )?;
        }
        Answer::Page => {
            let page = "<!doctype html><title>Welcome to the hotel</title>Please sign in";
            let length = page.len();
            write!(
                out,
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\
                 Content-Length: {length}\r\n{close}{page}"
            )?;
        }
        Answer::WithoutLength => {
            write!(out, "HTTP/1.1 200 OK\r\n{close}")?;
            out.write_all(file)?;
        }
        Answer::File
        | Answer::IgnoreRange
        | Answer::CutAfter(_)
        | Answer::StallAfter(_)
        | Answer::WrongRange => {
            let from = from.filter(|_| !matches!(answer, Answer::IgnoreRange));
            let (status, first) = match from {
                None => ("200 OK", 0),
                Some(from) if from >= file.len() => {
                    return write!(out, "HTTP/1.1 416 Too Far\r\nContent-Length: 0\r\n{close}");
                }
                Some(from) if matches!(answer, Answer::WrongRange) => {
                    ("206 Partial Content", from + 1)
                }
                Some(from) => ("206 Partial Content", from),
            };
            let body = &file[first..];
            write!(
                out,
                "HTTP/1.1 {status}\r\nETag: {ETAG}\r\nContent-Length: {}\r\n",
                body.len()
            )?;
            if from.is_some() {
                let (last, size) = (file.len() - 1, file.len());
                write!(out, "Content-Range: bytes {first}-{last}/{size}\r\n")?;
            }
            write!(out, "{close}")?;
            match answer {
                Answer::CutAfter(bytes) => out.write_all(&body[..(*bytes).min(body.len())])?,
                Answer::StallAfter(bytes) => {
                    out.write_all(&body[..(*bytes).min(body.len())])?;
                    thread::sleep(Duration::from_secs(60));
                }
                _ => out.write_all(body)?,
            }
        }
    }
    out.flush()?;
    stream.shutdown(Shutdown::Write)
}

fn read_request(stream: &TcpStream) -> std::io::Result<Request> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    let mut request = Request {
        path: first.split(' ').nth(1).unwrap_or_default().to_owned(),
        range: None,
        if_range: None,
    };
    for line in lines {
        let line = line?;
        match line.split_once(": ") {
            None => break,
            Some((name, value)) if name.eq_ignore_ascii_case("range") => {
                request.range = Some(value.to_owned());
            }
            Some((name, value)) if name.eq_ignore_ascii_case("if-range") => {
                request.if_range = Some(value.to_owned());
            }
            Some(_) => {}
        }
    }
    Ok(request)
}
