// What Go's net/http makes of cookies: a JSON object a line in, one a line out. Bytes are in hexadecimal.
// Usage: peer version|cookie|set-cookie|build
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"time"
)

type question struct {
	Header, Line     string
	Name, Value      string
	Domain, Path     string
	Expires          *int64
	MaxAge           *int
	Secure, HTTPOnly bool
	SameSite         string
}

func main() {
	log.SetOutput(os.Stderr)
	if os.Args[1] == "version" {
		fmt.Println(runtime.Version())
		return
	}
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<24)
	output := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(output)
	for lines.Scan() {
		var asked question
		check(json.Unmarshal(lines.Bytes(), &asked))
		switch os.Args[1] {
		case "cookie":
			check(encoder.Encode(cookies(unhex(asked.Header))))
		case "set-cookie":
			check(encoder.Encode(setCookie(unhex(asked.Line))))
		case "build":
			check(encoder.Encode(build(asked)))
		default:
			os.Exit(64)
		}
	}
	check(lines.Err())
	check(output.Flush())
}

func cookies(header string) [][2]string {
	request := http.Request{Header: http.Header{"Cookie": {header}}}
	pairs := [][2]string{}
	for _, cookie := range request.Cookies() {
		pairs = append(pairs, [2]string{hex.EncodeToString([]byte(cookie.Name)), hex.EncodeToString([]byte(cookie.Value))})
	}
	return pairs
}

// Null for a line that is dropped.
func setCookie(line string) map[string]any {
	response := http.Response{Header: http.Header{"Set-Cookie": {line}}}
	read := response.Cookies()
	if len(read) == 0 {
		return nil
	}
	cookie := read[0]
	answer := map[string]any{
		"name":     hex.EncodeToString([]byte(cookie.Name)),
		"value":    hex.EncodeToString([]byte(cookie.Value)),
		"domain":   hex.EncodeToString([]byte(cookie.Domain)),
		"path":     hex.EncodeToString([]byte(cookie.Path)),
		"maxAge":   cookie.MaxAge,
		"secure":   cookie.Secure,
		"httpOnly": cookie.HttpOnly,
		"expires":  nil,
		"sameSite": map[http.SameSite]any{
			http.SameSiteLaxMode:    "Lax",
			http.SameSiteStrictMode: "Strict",
			http.SameSiteNoneMode:   "None",
		}[cookie.SameSite],
	}
	if !cookie.Expires.IsZero() {
		answer["expires"] = cookie.Expires.Unix()
	}
	return answer
}

func build(asked question) map[string]any {
	cookie := http.Cookie{
		Name: asked.Name, Value: asked.Value, Domain: asked.Domain, Path: asked.Path,
		Secure: asked.Secure, HttpOnly: asked.HTTPOnly,
		SameSite: map[string]http.SameSite{
			"Lax": http.SameSiteLaxMode, "Strict": http.SameSiteStrictMode, "None": http.SameSiteNoneMode,
		}[asked.SameSite],
	}
	if asked.Expires != nil {
		cookie.Expires = time.Unix(*asked.Expires, 0)
	}
	if asked.MaxAge != nil {
		cookie.MaxAge = *asked.MaxAge
		if *asked.MaxAge == 0 {
			// A 0 in this field means that there is none; what is written as Max-Age=0 is a negative one.
			cookie.MaxAge = -1
		}
	}
	recorder := httptest.NewRecorder()
	http.SetCookie(recorder, &cookie)
	return map[string]any{"line": hex.EncodeToString([]byte(recorder.Header().Get("Set-Cookie")))}
}

func unhex(text string) string {
	bytes, err := hex.DecodeString(text)
	check(err)
	return string(bytes)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
