import Hummingbird
import Mustache

/// The pages: one layout, four bodies. Mustache escapes whatever comes from a user.
struct Pages: Sendable {
    private let library: MustacheLibrary

    init() throws {
        var library = MustacheLibrary()
        for (name, text) in Self.templates {
            library.register(try MustacheTemplate(string: text), named: name)
        }
        self.library = library
    }

    func page(_ name: String, _ values: [String: any Sendable] = [:], status: HTTPResponse.Status = .ok) -> Response {
        let html = library.render(values, withTemplate: name) ?? ""
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: html))
        )
    }

    static let stylesheet = """
        :root {
          color-scheme: light dark;
          --ink: #1d2733; --soft: #5b6875; --paper: #f6f3ec; --card: #fffdf8; --line: #ddd5c5; --accent: #1f5f7a;
          --accent-ink: #ffffff; --warn: #8a3b12; --warn-paper: #fbeadf;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --ink: #ece7dc; --soft: #a9b0b6; --paper: #14191f; --card: #1c232b; --line: #343d47; --accent: #7cc0dc;
            --accent-ink: #10212b; --warn: #f3b892; --warn-paper: #3a2519;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0; min-height: 100vh; padding: 1.25rem; display: grid; place-items: center;
          background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, sans-serif;
        }
        main {
          width: 100%; max-width: 26rem; padding: 2rem; background: var(--card);
          border: 1px solid var(--line); border-radius: 1rem; box-shadow: 0 1.5rem 3rem -2rem rgb(0 0 0 / .35);
        }
        .mark { display: flex; align-items: center; gap: .6rem; margin: 0 0 1.5rem; color: var(--soft); font-weight: 600; }
        .mark span {
          width: 1.6rem; height: 1.6rem; border-radius: .4rem; background: radial-gradient(circle, var(--card) 14%, transparent 16%)
          0 0 / .53rem .53rem, var(--accent);
        }
        h1 { margin: 0 0 .5rem; font-size: 1.6rem; line-height: 1.2; overflow-wrap: anywhere; }
        p { margin: 0 0 1rem; }
        .soft { color: var(--soft); }
        label { display: block; margin: 0 0 1rem; font-weight: 600; }
        input {
          display: block; width: 100%; margin-top: .3rem; padding: .65rem .8rem; font: inherit; color: inherit;
          background: var(--paper); border: 1px solid var(--line); border-radius: .6rem;
        }
        input:focus-visible, button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        button, .button {
          display: block; width: 100%; padding: .7rem 1rem; font: inherit; font-weight: 600; text-align: center;
          text-decoration: none; color: var(--accent-ink); background: var(--accent); border: 0; border-radius: .6rem;
          cursor: pointer;
        }
        .quiet { margin-top: .75rem; color: var(--accent); background: none; border: 1px solid var(--line); }
        a { color: var(--accent); }
        .count { margin: 1.5rem 0; padding: 1.25rem; text-align: center; border: 1px dashed var(--line); border-radius: .8rem; }
        .count b { display: block; font-size: 3rem; line-height: 1.1; font-variant-numeric: tabular-nums; }
        .note { padding: .7rem .9rem; border-radius: .6rem; background: var(--paper); border: 1px solid var(--line); }
        .problem { color: var(--warn); background: var(--warn-paper); border-color: currentColor; }
        .foot { margin: 1.5rem 0 0; font-size: .9rem; }
        """

    private static let templates = [
        "layout": """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{$title}}Hardtack{{/title}}</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <main>
        <p class="mark"><span></span>Hardtack login</p>
        {{#message}}<p class="note" role="status">{{message}}</p>{{/message}}
        {{#problem}}<p class="note problem" role="alert">{{problem}}</p>{{/problem}}
        {{$body}}{{/body}}
        </main>
        </body>
        </html>
        """,
        "welcome": """
        {{<layout}}{{$title}}Welcome{{/title}}{{$body}}
        <h1>Welcome aboard</h1>
        <p class="soft">A small site with real sessions: sign up, log in, restart the server, and you are still here.</p>
        <a class="button" href="/login">Log in</a>
        <a class="button quiet" href="/signup">Sign up</a>
        {{/body}}{{/layout}}
        """,
        "home": """
        {{<layout}}{{$title}}Hello, {{username}}{{/title}}{{$body}}
        <h1>Hello, {{username}}</h1>
        <p class="soft">You are logged in. This count lives in your session, sealed in SQLite.</p>
        <div class="count"><b id="visits">{{visits}}</b> {{unit}} since you logged in</div>
        <a class="button" href="/">Visit again</a>
        <form method="post" action="/logout"><button class="quiet">Log out</button></form>
        <p class="soft foot">Switch account or prove it is you: <a href="/login">log in again</a>.</p>
        {{/body}}{{/layout}}
        """,
        "login": """
        {{<layout}}{{$title}}Log in{{/title}}{{$body}}
        <h1>Log in</h1>
        <form method="post" action="/login">
        <label>Name <input name="username" value="{{username}}" autocomplete="username" maxlength="64" required autofocus></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        <button>Log in</button>
        </form>
        <p class="soft foot">No account yet? <a href="/signup">Sign up</a>.{{#demo}} To look around, use <b>{{name}}</b> with the password <b>{{password}}</b>.{{/demo}}</p>
        {{/body}}{{/layout}}
        """,
        "signup": """
        {{<layout}}{{$title}}Sign up{{/title}}{{$body}}
        <h1>Sign up</h1>
        <form method="post" action="/signup">
        <label>Name <input name="username" value="{{username}}" autocomplete="username" maxlength="64" required autofocus></label>
        <label>Password <input name="password" type="password" autocomplete="new-password" minlength="8" required></label>
        <button>Sign up</button>
        </form>
        <p class="soft foot">Have an account? <a href="/login">Log in</a>.</p>
        {{/body}}{{/layout}}
        """,
        "error": """
        {{<layout}}{{$title}}{{heading}}{{/title}}{{$body}}
        <h1>{{heading}}</h1>
        <p class="soft">{{explanation}}</p>
        <a class="button" href="/">To the front page</a>
        {{/body}}{{/layout}}
        """,
    ]
}
