// Node's peers: cookie, cookie-signature, client-sessions, and what Node brings.
"use strict";

const { createInterface } = require("node:readline");
const crypto = require("node:crypto");
const fs = require("node:fs");
const clientSessions = require("client-sessions");
const cookie = require("cookie");
const signature = require("cookie-signature");

const serving = process.argv[2] === "serve";
const milliseconds = Number(process.env.MILLISECONDS || 20);
const payload = "Z".repeat(100);
const bytes = Buffer.alloc(200, 0x5a);
const value = "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF";
const node = `Node ${process.versions.node}`;
const measurements = [];
let sink;

function version(name) {
    return `${name} ${JSON.parse(fs.readFileSync(require.resolve(`${name}/package.json`))).version}`;
}

function measure(operation, peer, release, body) {
    measurements.push({ operation, peer, version: release, body, count: 0 });
}

function cpu() {
    const { user, system } = process.cpuUsage();
    return (user + system) * 1_000;
}

function timed(body, count) {
    const start = cpu();
    for (let i = 0; i < count; i++) sink = body();
    return cpu() - start;
}

function run(measurement) {
    if (measurement.count === 0) {
        let count = 1, elapsed = 0;
        while ((elapsed = timed(measurement.body, count)) < milliseconds * 5e5) count *= 2;
        measurement.count = Math.max(1, Math.floor((count * milliseconds * 1e6) / elapsed));
        timed(measurement.body, measurement.count);
    }
    return timed(measurement.body, measurement.count) / measurement.count;
}

function check(condition) {
    if (!condition) throw new Error("a peer gave a wrong value");
}

function prepare(header) {
    measure("random", "Node crypto", node, () => crypto.randomBytes(32));
    const encoded = bytes.toString("base64url");
    check(Buffer.from(encoded, "base64url").equals(bytes));
    measure("base64url.encode", "Node Buffer", node, () => bytes.toString("base64url"));
    measure("base64url.decode", "Node Buffer", node, () => Buffer.from(encoded, "base64url"));

    const secret = crypto.randomBytes(32).toString("hex");
    const signed = signature.sign(payload, secret);
    check(signature.unsign(signed, secret) === payload);
    measure("signed.write", "cookie-signature", version("cookie-signature"), () => signature.sign(payload, secret));
    measure("signed.read", "cookie-signature", version("cookie-signature"), () => signature.unsign(signed, secret));

    check(cookie.parse(header)["__Host-id"] === value);
    measure("cookie.parse", "Node cookie", version("cookie"), () => cookie.parse(header)["__Host-id"]);
    const attributes = { path: "/", secure: true, httpOnly: true, sameSite: "strict" };
    measure("set-cookie", "Node cookie", version("cookie"), () => cookie.serialize("__Host-id", value, attributes));

    // What client-sessions does with a value, and around a request.
    const client = version("client-sessions");
    const options = { cookieName: "session", secret, duration: 3_600_000 };
    const sealed = clientSessions.util.encode(options, { payload });
    check(clientSessions.util.decode(options, sealed).content.payload === payload);
    measure("sealed.write", "client-sessions", client, () => clientSessions.util.encode(options, { payload }));
    measure("sealed.read", "client-sessions", client, () => clientSessions.util.decode(options, sealed));

    const middleware = clientSessions({ ...options, activeDuration: 0 });
    // The middleware hangs the session on the request that it is given.
    function serve(headers, handle) {
        const fields = {};
        const request = { headers, connection: { encrypted: true } };
        const response = {
            headersSent: false,
            getHeader: (name) => fields[name.toLowerCase()],
            setHeader: (name, line) => { fields[name.toLowerCase()] = line; },
            writeHead: () => {},
            end: () => {},
        };
        middleware(request, response, (error) => { if (error) throw error; });
        handle(request.session);
        response.writeHead(200);
        return fields["set-cookie"];
    }
    const logIn = (session) => { session.user = "user-1"; session.theme = "dark"; session.visits = 1; };
    const lines = serve({}, logIn);
    const user = { cookie: String([].concat(lines)[0]).split(";")[0] };
    let theme;
    serve(user, (session) => { theme = session.theme; });
    check(theme === "dark");
    measure("cookie-only.none", "client-sessions", client, () => serve({}, () => {}));
    measure("cookie-only.read", "client-sessions", client, () => serve(user, (session) => { sink = session.theme; }));
    measure("cookie-only.write", "client-sessions", client, () => serve(user, (session) => { session.visits += 1; }));
    measure("cookie-only.login", "client-sessions", client, () => serve({}, logIn));
}

const say = (value) => fs.writeSync(1, JSON.stringify(value) + "\n");
const entry = ({ operation, peer, version }) => ({ operation, peer, version });

if (serving) {
    let isReady = false;
    createInterface({ input: process.stdin }).on("line", (line) => {
        if (isReady) return say(run(measurements[Number(line)]));
        prepare(line);
        isReady = true;
        say(measurements.map(entry));
    });
} else {
    prepare(process.env.COOKIE_HEADER);
    for (const measurement of measurements) say({ ...entry(measurement), nanoseconds: run(measurement) });
}
