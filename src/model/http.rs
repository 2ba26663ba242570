//! One request for the rest of a file. The only file that names ureq.

use super::fetch_error::FetchProblem;
use std::io::Read;
use std::time::Duration;

/// The server's answer.
pub(super) struct Body {
    /// The data.
    pub reader: Box<dyn Read>,
    /// It is the whole file, because the server does not support ranges or the file has changed, and not the
    /// requested rest.
    pub is_whole: bool,
    /// The ETag of this version of the file, if it is a strong one.
    pub etag: Option<String>,
}

/// A client that reuses its connection.
pub(super) struct Client(ureq::Agent);

impl Client {
    /// A client that gives up when the server sends nothing for `silence`.
    pub fn new(silence: Duration) -> Self {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(silence))
            .timeout_recv_response(Some(silence))
            .timeout_per_read(Some(silence))
            .user_agent(concat!("rehearse/", env!("CARGO_PKG_VERSION")))
            .build();
        Self(config.into())
    }

    /// Requests a file of `size` bytes from byte `from` on.
    ///
    /// With an `etag` the rest is sent only if the file is unchanged, else the whole file.
    pub fn get(
        &self,
        url: &str,
        from: u64,
        size: u64,
        etag: Option<&str>,
    ) -> Result<Body, FetchProblem> {
        let mut request = self.0.get(url);
        if from > 0 {
            request = request.header("Range", format!("bytes={from}-"));
            if let Some(etag) = etag {
                request = request.header("If-Range", etag);
            }
        }
        let response = request
            .call()
            .map_err(|error| FetchProblem::Unreachable(in_plain_words(&error)))?;
        let header = |name: &str| {
            let value = response.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let is_whole = match response.status().as_u16() {
            200 => true,
            206 if from > 0 => false,
            206 => {
                return Err(FetchProblem::Broken(
                    "the server sent a part unasked".to_owned(),
                ));
            }
            416 if from > 0 => return Err(FetchProblem::NoRest),
            status @ (408 | 429 | 500..=599) => {
                return Err(FetchProblem::Broken(format!(
                    "the server answered {status}"
                )));
            }
            status => return Err(FetchProblem::Status(status)),
        };
        let page = response
            .body()
            .mime_type()
            .is_some_and(|kind| kind.starts_with("text/html"));
        let length = response.body().content_length();
        let etag = header("etag").filter(|etag| etag.starts_with('"'));
        if is_whole && length != Some(size) && page {
            return Err(FetchProblem::WebPage);
        }
        if is_whole && let Some(other) = length.filter(|&length| length != size) {
            return Err(FetchProblem::Size(other));
        }
        let range = || header("content-range").and_then(|range| parse_range(&range));
        if !is_whole && range() != Some((from, size)) {
            return Err(FetchProblem::NoRest);
        }
        Ok(Body {
            reader: Box::new(response.into_body().into_reader()),
            is_whole,
            etag,
        })
    }
}

/// The first byte and the size of the whole file in `bytes 100-199/200`.
fn parse_range(header: &str) -> Option<(u64, u64)> {
    let (range, size) = header.trim().strip_prefix("bytes ")?.split_once('/')?;
    let (first, _) = range.split_once('-')?;
    Some((first.trim().parse().ok()?, size.trim().parse().ok()?))
}

fn in_plain_words(error: &ureq::Error) -> String {
    match error {
        ureq::Error::HostNotFound => "the host's address could not be found".to_owned(),
        ureq::Error::ConnectionFailed => "no connection".to_owned(),
        ureq::Error::TooManyRedirects => "it redirects without end".to_owned(),
        ureq::Error::Timeout(_) => "it does not answer".to_owned(),
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::ConnectionRefused => {
            "connection refused".to_owned()
        }
        ureq::Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => {
            "it does not answer".to_owned()
        }
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_range_is_read_or_refused() {
        assert_eq!(parse_range("bytes 100-199/200"), Some((100, 200)));
        for odd in [
            "",
            "bytes */200",
            "bytes 100-199/*",
            "bytes=1-2/3",
            "100-199/200",
        ] {
            assert_eq!(parse_range(odd), None, "{odd}");
        }
    }
}
