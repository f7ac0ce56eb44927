// Go's peers: net/http, gorilla's securecookie and sessions, and what the standard library seals with.
package main

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

type measurement struct {
	Operation   string  `json:"operation"`
	Peer        string  `json:"peer"`
	Version     string  `json:"version"`
	Nanoseconds float64 `json:"nanoseconds,omitempty"`
	body        func()
	count       int
}

var (
	all          []*measurement
	milliseconds = 20.0
	payload      = bytes.Repeat([]byte{0x5a}, 100)
	text         = bytes.Repeat([]byte{0x5a}, 200)
	golang       = "Go " + strings.TrimPrefix(runtime.Version(), "go")
	gorilla      = "securecookie " + os.Getenv("SECURECOOKIE_VERSION")
	gorillas     = "sessions " + os.Getenv("SESSIONS_VERSION")
	sink         interface{}
)

const value = "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF"

func measure(operation, peer, version string, body func()) {
	all = append(all, &measurement{Operation: operation, Peer: peer, Version: version, body: body})
}

// The processor's time of the whole process: the collector of garbage is part of the price.
func cpu() float64 {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return float64(usage.Utime.Nano() + usage.Stime.Nano())
}

func (m *measurement) timed(count int) float64 {
	start := cpu()
	for i := 0; i < count; i++ {
		m.body()
	}
	return cpu() - start
}

func (m *measurement) run() float64 {
	if m.count == 0 {
		count, elapsed := 1, 0.0
		for elapsed = m.timed(count); elapsed < milliseconds*5e5; elapsed = m.timed(count) {
			count *= 2
		}
		m.count = int(float64(count)*milliseconds*1e6/elapsed) + 1
	}
	return m.timed(m.count) / float64(m.count)
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func must(condition bool) {
	if !condition {
		panic("a peer gave a wrong value")
	}
}

func key(count int) []byte { return securecookie.GenerateRandomKey(count) }

func tokens() {
	measure("random", "Go crypto/rand", golang, func() {
		var random [32]byte
		_, err := rand.Read(random[:])
		check(err)
	})
	encoded := base64.RawURLEncoding.EncodeToString(text)
	measure("base64url.encode", "Go encoding/base64", golang, func() { sink = base64.RawURLEncoding.EncodeToString(text) })
	measure("base64url.decode", "Go encoding/base64", golang, func() {
		decoded, err := base64.RawURLEncoding.DecodeString(encoded)
		check(err)
		sink = decoded
	})

	for _, kind := range []struct {
		name  string
		codec *securecookie.SecureCookie
	}{{"signed", securecookie.New(key(32), nil)}, {"sealed", securecookie.New(key(32), key(32))}} {
		codec := kind.codec
		written, err := codec.Encode("id", payload)
		check(err)
		var read []byte
		check(codec.Decode("id", written, &read))
		must(bytes.Equal(read, payload))
		measure(kind.name+".write", "gorilla securecookie", gorilla, func() {
			written, err := codec.Encode("id", payload)
			check(err)
			sink = written
		})
		measure(kind.name+".read", "gorilla securecookie", gorilla, func() {
			var read []byte
			check(codec.Decode("id", written, &read))
		})
	}

	block, err := aes.NewCipher(key(32))
	check(err)
	aead, err := cipher.NewGCM(block)
	check(err)
	seal := func() string {
		nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(payload)+aead.Overhead())
		_, err := rand.Read(nonce)
		check(err)
		return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, payload, []byte("id")))
	}
	sealed := seal()
	measure("sealed.write", "Go AES-GCM", golang, func() { sink = seal() })
	measure("sealed.read", "Go AES-GCM", golang, func() {
		bytes, err := base64.RawURLEncoding.DecodeString(sealed)
		check(err)
		opened, err := aead.Open(nil, bytes[:aead.NonceSize()], bytes[aead.NonceSize():], []byte("id"))
		check(err)
		sink = opened
	})
}

func cookies(header string) {
	request := &http.Request{Header: http.Header{"Cookie": {header}}}
	must(len(request.Cookies()) == 8)
	measure("cookie.visit", "Go net/http", golang, func() { sink = request.Cookies() })
	measure("cookie.parse", "Go net/http", golang, func() {
		cookie, err := request.Cookie("__Host-id")
		check(err)
		sink = cookie.Value
	})
	measure("set-cookie", "Go net/http", golang, func() {
		cookie := http.Cookie{
			Name: "__Host-id", Value: value, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteStrictMode,
		}
		sink = cookie.String()
	})
}

// What a response is written to.
type recorder struct{ header http.Header }

func (r recorder) Header() http.Header             { return r.header }
func (r recorder) Write(bytes []byte) (int, error) { return len(bytes), nil }
func (r recorder) WriteHeader(int)                 {}

func requests() {
	store := sessions.NewCookieStore(key(32), key(32))
	serve := func(cookie string, isSaved bool, handle func(map[interface{}]interface{})) string {
		request := &http.Request{Header: http.Header{}}
		if cookie != "" {
			request.Header["Cookie"] = []string{cookie}
		}
		session, err := store.Get(request, "session")
		check(err)
		handle(session.Values)
		response := recorder{http.Header{}}
		if isSaved {
			check(session.Save(request, response))
		}
		return response.header.Get("Set-Cookie")
	}
	logIn := func(values map[interface{}]interface{}) {
		values["user"], values["theme"], values["visits"] = "user-1", "dark", 1
	}
	user := strings.SplitN(serve("", true, logIn), ";", 2)[0]
	read := func(values map[interface{}]interface{}) { must(values["theme"] == "dark") }
	serve(user, false, read)
	measure("cookie-only.none", "gorilla CookieStore", gorillas, func() {
		serve("", false, func(map[interface{}]interface{}) {})
	})
	measure("cookie-only.read", "gorilla CookieStore", gorillas, func() { serve(user, false, read) })
	measure("cookie-only.write", "gorilla CookieStore", gorillas, func() {
		serve(user, true, func(values map[interface{}]interface{}) { values["visits"] = values["visits"].(int) + 1 })
	})
	measure("cookie-only.login", "gorilla CookieStore", gorillas, func() { serve("", true, logIn) })
}

func say(value interface{}) {
	line, err := json.Marshal(value)
	check(err)
	fmt.Println(string(line))
}

func main() {
	if number, err := strconv.ParseFloat(os.Getenv("MILLISECONDS"), 64); err == nil {
		milliseconds = number
	}
	lines := bufio.NewScanner(os.Stdin)
	isServing := len(os.Args) > 1 && os.Args[1] == "serve"
	header := os.Getenv("COOKIE_HEADER")
	if isServing {
		lines.Scan()
		header = lines.Text()
	}
	tokens()
	cookies(header)
	requests()
	if !isServing {
		for _, m := range all {
			m.Nanoseconds = m.run()
			say(m)
		}
		return
	}
	say(all)
	for lines.Scan() {
		number, err := strconv.Atoi(lines.Text())
		check(err)
		say(all[number].run())
	}
}
