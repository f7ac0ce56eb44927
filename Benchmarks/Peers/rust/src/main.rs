//! Rust's peers: the cookie crate, rand, base64, and ring, which the cookie crate's private jar is not packaged with here.

use cookie::{Cookie, CookieJar, Key, SameSite};
use rand::RngCore;
use ring::aead;
use std::hint::black_box;
use std::io::{BufRead, Write};

const VALUE: &str = "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF";

struct Measurement {
    operation: &'static str,
    peer: &'static str,
    version: String,
    body: Box<dyn FnMut()>,
    count: u64,
}

/// The processor's time of the whole process.
fn cpu() -> f64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    let status = unsafe { libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut time) };
    assert_eq!(status, 0);
    time.tv_sec as f64 * 1e9 + time.tv_nsec as f64
}

impl Measurement {
    fn timed(&mut self, count: u64) -> f64 {
        let start = cpu();
        for _ in 0..count {
            (self.body)();
        }
        cpu() - start
    }

    fn run(&mut self, milliseconds: f64) -> f64 {
        if self.count == 0 {
            let mut count = 1;
            let mut elapsed = self.timed(count);
            while elapsed < milliseconds * 5e5 {
                count *= 2;
                elapsed = self.timed(count);
            }
            self.count = (count as f64 * milliseconds * 1e6 / elapsed) as u64 + 1;
        }
        self.timed(self.count) / self.count as f64
    }

    fn entry(&self, nanoseconds: Option<f64>) -> String {
        let figure = nanoseconds.map_or(String::new(), |figure| format!(",\"nanoseconds\":{figure}"));
        format!(
            "{{\"operation\":\"{}\",\"peer\":\"{}\",\"version\":\"{}\"{figure}}}",
            self.operation, self.peer, self.version
        )
    }
}

struct Measurements(Vec<Measurement>);

impl Measurements {
    fn add(&mut self, operation: &'static str, peer: &'static str, library: &str, body: impl FnMut() + 'static) {
        let version = std::env::var(format!("{}_VERSION", library.to_uppercase())).unwrap_or_default();
        let version = format!("{library} {version}");
        self.0.push(Measurement { operation, peer, version, body: Box::new(body), count: 0 });
    }
}

fn tokens(all: &mut Measurements) {
    all.add("random", "Rust rand thread_rng", "rand", || {
        let mut bytes = [0u8; 32];
        rand::thread_rng().fill_bytes(&mut bytes);
        black_box(&bytes);
    });
    all.add("random", "Rust rand OsRng", "rand", || {
        let mut bytes = [0u8; 32];
        rand::rngs::OsRng.fill_bytes(&mut bytes);
        black_box(&bytes);
    });
    let bytes = [0x5a_u8; 200];
    let encoded = base64::encode_config(bytes, base64::URL_SAFE_NO_PAD);
    all.add("base64url.encode", "Rust base64", "base64", move || {
        black_box(base64::encode_config(black_box(bytes), base64::URL_SAFE_NO_PAD));
    });
    all.add("base64url.decode", "Rust base64", "base64", move || {
        black_box(base64::decode_config(black_box(&encoded), base64::URL_SAFE_NO_PAD).unwrap());
    });

    let payload = "Z".repeat(100);
    let key = Key::generate();
    let mut jar = CookieJar::new();
    jar.signed_mut(&key).add(Cookie::new("id", payload.clone()));
    let signed = jar.get("id").unwrap().value().to_string();
    let (writing, text) = (key.clone(), payload.clone());
    all.add("signed.write", "Rust cookie", "cookie", move || {
        let mut jar = CookieJar::new();
        jar.signed_mut(&writing).add(Cookie::new("id", text.clone()));
        black_box(jar);
    });
    let jar = CookieJar::new();
    assert_eq!(jar.signed(&key).verify(Cookie::new("id", signed.clone())).unwrap().value(), payload);
    all.add("signed.read", "Rust cookie", "cookie", move || {
        let cookie = jar.signed(&key).verify(Cookie::new("id", signed.clone())).unwrap();
        black_box(cookie.value().len());
    });

    let mut secret = [0u8; 32];
    rand::thread_rng().fill_bytes(&mut secret);
    let key = std::rc::Rc::new(aead::LessSafeKey::new(aead::UnboundKey::new(&aead::AES_256_GCM, &secret).unwrap()));
    let opening = key.clone();
    let seal = move || {
        let mut nonce = [0u8; 12];
        rand::thread_rng().fill_bytes(&mut nonce);
        let mut token = Vec::with_capacity(128);
        token.extend_from_slice(&nonce);
        token.extend_from_slice(payload.as_bytes());
        let nonce = aead::Nonce::assume_unique_for_key(nonce);
        let tag = key.seal_in_place_separate_tag(nonce, aead::Aad::from(b"id"), &mut token[12..]).unwrap();
        token.extend_from_slice(tag.as_ref());
        base64::encode_config(token, base64::URL_SAFE_NO_PAD)
    };
    let sealed = seal();
    all.add("sealed.write", "Rust ring", "ring", move || {
        black_box(seal());
    });
    all.add("sealed.read", "Rust ring", "ring", move || {
        let mut token = base64::decode_config(black_box(&sealed), base64::URL_SAFE_NO_PAD).unwrap();
        let (nonce, text) = token.split_at_mut(12);
        let nonce = aead::Nonce::try_assume_unique_for_key(nonce).unwrap();
        black_box(opening.open_in_place(nonce, aead::Aad::from(b"id"), text).unwrap().to_vec());
    });
}

fn cookies(all: &mut Measurements, header: String) {
    let visited = header.clone();
    all.add("cookie.visit", "Rust cookie", "cookie", move || {
        for pair in black_box(&visited).split(';') {
            black_box(Cookie::parse(pair).unwrap());
        }
    });
    all.add("cookie.parse", "Rust cookie", "cookie", move || {
        let mut jar = CookieJar::new();
        for pair in black_box(&header).split(';') {
            jar.add_original(Cookie::parse(pair.trim().to_string()).unwrap());
        }
        assert_eq!(jar.get("__Host-id").unwrap().value(), VALUE);
    });
    all.add("set-cookie", "Rust cookie", "cookie", || {
        let cookie = Cookie::build("__Host-id", black_box(VALUE))
            .path("/")
            .secure(true)
            .http_only(true)
            .same_site(SameSite::Strict)
            .finish();
        black_box(cookie.to_string());
    });
}

fn main() {
    let serving = std::env::args().nth(1).as_deref() == Some("serve");
    let milliseconds = std::env::var("MILLISECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(20.0);
    let mut lines = std::io::stdin().lock().lines();
    let header = if serving { lines.next().unwrap().unwrap() } else { std::env::var("COOKIE_HEADER").unwrap() };
    let mut all = Measurements(Vec::new());
    tokens(&mut all);
    cookies(&mut all, header);
    let mut out = std::io::stdout();
    if !serving {
        for measurement in &mut all.0 {
            let figure = measurement.run(milliseconds);
            println!("{}", measurement.entry(Some(figure)));
        }
        return;
    }
    let entries: Vec<String> = all.0.iter().map(|measurement| measurement.entry(None)).collect();
    println!("[{}]", entries.join(","));
    for line in lines {
        let number: usize = line.unwrap().parse().unwrap();
        println!("{}", all.0[number].run(milliseconds));
        out.flush().unwrap();
    }
}
