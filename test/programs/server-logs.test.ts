// Access logs that Debian's nginx, Apache, Caddy and HAProxy write of odd requests: each line is read or counted.
import { execFile, spawn } from "node:child_process";
import { chmodSync, closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { connect as connectHttp2 } from "node:http2";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import accessLog from "../../src/formats/requests/access-log.ts";

const run = promisify(execFile);

/** With the libraries that no other package of a small Debian has. */
const packages =
  "nginx apache2-bin caddy haproxy libapr1t64 libaprutil1t64 libjemalloc2 liblua5.4-0 libopentracing-c-wrapper0t64 libopentracing1";

let folder: string;
let missing: string | undefined;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hullproof-test-"));
  // Apache's workers are nobody.
  chmodSync(folder, 0o755);
  try {
    await run("apt-get", ["download", ...packages.split(" ")], { cwd: folder });
    for (const file of readdirSync(folder)) await run("dpkg-deb", ["-x", join(folder, file), join(folder, "root")]);
  } catch (error) {
    missing = `Debian's servers can't be had: ${String(error).slice(0, 200)}`;
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const long = "a".repeat(8000);
const agent = (text: string) => `User-Agent: ${text}\r\n`;
const get = (target: string, headers = "", version = "1.1") =>
  `GET ${target} HTTP/${version}\r\nHost: shop.example\r\n${headers}Connection: close\r\n\r\n`;

/** Bytes of a connection each. */
const requests: readonly string[] = [
  get("/"),
  get("/books?page=2&sort=name"),
  get("/books/17"),
  get("/", "", "1.0"),
  get('/a"b'),
  get("/a%22b%20c%"),
  get("/%zz%00"),
  get("/a\\b\\"),
  get("/caf\u00C3\u00A9"),
  get("/a]b[c"),
  get("/{a}"),
  get("/books?q=%5B%22a%22%5D"),
  get(`/${long}`),
  get(`/${long}${long}${long}${long}${long}`),
  get("http://shop.example/absolute"),
  get("/", agent('curl "x" \\ y')),
  get("/", agent("kube-probe/1.31")),
  get("/", agent('caf\u00C3\u00A9 \t [x] "')),
  get("/", 'Referer: http://a/"b"\r\n'),
  get("/", `Authorization: Basic ${Buffer.from('jane "x" [y]:secret').toString("base64")}\r\n`),
  get("/", `Authorization: Basic ${Buffer.from("jane doe:secret").toString("base64")}\r\n`),
  "HEAD /books HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\na=1",
  "PROPFIND /dav HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
  "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  "CONNECT shop.example:443 HTTP/1.1\r\nHost: shop.example:443\r\n\r\n",
  "GET /no-host HTTP/1.1\r\nConnection: close\r\n\r\n",
  "GET\r\n\r\n",
  "GET / \r\n\r\n",
  "get /lower HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  'GET /two words" HTTP/1.1\r\nHost: x\r\n\r\n',
  "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00FC\u0003\u0003",
  "\r\n\r\n",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
];

function send(port: number, host: string, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const timer = setTimeout(() => socket.destroy(), 1500);
    socket.on("connect", () => socket.write(Buffer.from(bytes, "latin1")));
    socket.on("data", () => {});
    socket.on("end", () => socket.end());
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function sendHttp2(port: number): Promise<void> {
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  await new Promise<void>((resolve) => {
    session.on("error", () => resolve());
    const stream = session.request({ ":path": "/books?http=2", "user-agent": 'a "quoted" agent' });
    stream.on("error", () => resolve());
    stream.on("close", () => resolve());
    stream.resume();
    stream.end();
  });
  session.destroy();
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect({ port, host: "::1" });
      socket.on("connect", () => {
        socket.destroy();
        resolve(true);
      });
      socket.on("error", () => resolve(false));
    });
    if (isOpen) return;
    await sleep(50);
  }
  throw new Error("the server does not listen");
}

function libraries(): string {
  return join(folder, "root/usr/lib", `${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" ? (address?.port ?? 0) : 0));
    });
  });
}

interface LoggingServer {
  readonly program: string;
  readonly words: (config: string) => readonly string[];
  readonly config: (port: number, log: string) => string;
  /** It logs to stdout, in a file of ours. */
  readonly isStdout?: true;
}

const nginx = (format: string, name: string): LoggingServer => ({
  program: "usr/sbin/nginx",
  words: (config) => ["-p", folder, "-e", "/dev/null", "-c", config],
  config: (port, log) => `daemon off; pid ${folder}/nginx.pid; user root; events {}
http {
  ${format}
  access_log ${log} ${name};
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server { listen 127.0.0.1:${port}; listen [::1]:${port}; http2 on; location / { return 200 "x"; } }
}\n`,
});
const fields =
  '"time":"$time_iso8601","remote_addr":"$remote_addr","user":"$remote_user","request":"$request","status":"$status","http_user_agent":"$http_user_agent","referer":"$http_referer"';

/** The formats of Debian's apache2.conf. */
const apache = (format: string): LoggingServer => ({
  program: "usr/sbin/apache2",
  words: (config) => ["-d", folder, "-f", config, "-DFOREGROUND"],
  config: (port, log) => `ServerName shop.example
${["mpm_event", "authz_core"].map((name) => `LoadModule ${name}_module ${folder}/root/usr/lib/apache2/modules/mod_${name}.so\n`).join("")}
Listen 127.0.0.1:${port}
Listen [::1]:${port}
User nobody
Group nogroup
PidFile ${folder}/apache.pid
DefaultRuntimeDir ${folder}
DocumentRoot ${folder}
ErrorLog /dev/null
LogFormat "%v:%p %h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\"" vhost_combined
LogFormat "%h %l %u %t \\"%r\\" %>s %O \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined
LogFormat "%h %l %u %t \\"%r\\" %>s %O" common
CustomLog ${log} ${format}\n`,
});

const caddy = (rest: string): LoggingServer => ({
  program: "usr/bin/caddy",
  words: (config) => ["run", "--adapter", "caddyfile", "--config", config],
  config: (port, log) => `{
  admin off
  auto_https off
  servers {
    protocols h1 h2c
  }
}
http://:${port} {
  bind 127.0.0.1 ::1
  log {
    output file ${log}
    ${rest}
  }
  respond "x"
}\n`,
});

const haproxy = (option: string): LoggingServer => ({
  program: "usr/sbin/haproxy",
  words: (config) => ["-db", "-f", config],
  isStdout: true,
  config: (port) => `global
  log stdout len 16384 format raw local0
defaults
  mode http
  log global
  ${option}
  timeout client 1s
  timeout server 1s
  timeout connect 1s
frontend shop
  bind 127.0.0.1:${port}
  bind [::1]:${port}
  http-request return status 200 content-type text/plain string x\n`,
});

it.for<[string, LoggingServer]>([
  ["nginx, combined", nginx("", "combined")],
  ["nginx, JSON", nginx(`log_format json escape=json '{${fields}}';`, "json")],
  ["nginx, JSON with escapes of its own", nginx(`log_format json '{${fields}}';`, "json")],
  ["Apache, common", apache("common")],
  ["Apache, combined", apache("combined")],
  ["Apache, vhost_combined", apache("vhost_combined")],
  ["Caddy, JSON", caddy("")],
  ["Caddy, console", caddy("format console")],
  ["HAProxy, HTTP", haproxy("option httplog")],
  [
    "HAProxy, HTTP, which cuts lines",
    {
      ...haproxy("option httplog"),
      config: (port) => haproxy("option httplog").config(port, "").replace("len 16384 ", ""),
    },
  ],
  ["HAProxy, CLF", haproxy("option httplog clf")],
  ["HAProxy, TCP", haproxy("option tcplog")],
  ["HAProxy, its default", haproxy("")],
])("each line of %s is read or counted", async ([name, { program, words, config, isStdout }], { skip }) => {
  if (missing !== undefined) return skip(missing);
  const port = await freePort();
  const log = join(folder, `${port}.log`);
  const configFile = join(folder, `${port}.conf`);
  writeFileSync(configFile, config(port, log));
  const output = openSync(isStdout === true ? log : `${log}.out`, "a");
  const child = spawn(join(folder, "root", program), words(configFile), {
    cwd: folder,
    env: { ...process.env, LD_LIBRARY_PATH: libraries(), HOME: folder },
    stdio: ["ignore", output, output],
  });
  const ended = once(child, "exit");
  try {
    await listening(port);
    await Promise.all(requests.flatMap((bytes) => [send(port, "127.0.0.1", bytes), send(port, "::1", bytes)]));
    await sendHttp2(port);
    await sleep(300);
  } finally {
    child.kill("SIGTERM");
    await ended;
    closeSync(output);
  }
  const text = readFileSync(log);
  const lines = text
    .toString("latin1")
    .split("\n")
    .filter((line) => line.trim() !== "");
  expect(lines.length).toBeGreaterThan(requests.length);
  expect(accessLog.recognizes("x", text.toString("latin1", 0, 8192))).toBe(true);
  const reader = accessLog.open();
  reader.push(text);
  const { requests: read, notes } = reader.finish((word) => /^[a-z]+$/u.test(word));
  const counted = notes.reduce((sum, note) => sum + Number(/: (\d+)$/u.exec(note)?.[1]), 0);
  const total = read.reduce((sum, { count = 0 }) => sum + count, counted);
  expect(total).toBe(lines.length);
  if (/TCP|default/u.test(name)) return;
  expect(notes.join("\n")).not.toContain("no request of a known format");
  const targets = read.map(({ method, target }) => `${method} ${target}`);
  expect(targets).toEqual(
    expect.arrayContaining([
      "GET /",
      "GET /books?page=2",
      "GET /books/{}",
      "HEAD /books",
      "POST /orders",
      "PROPFIND /dav",
    ]),
  );
});
