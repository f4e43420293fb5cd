// Shows the current time in Moscow. Node's standard library only; Node strips the types (22.18 or newer).
import { appendFileSync, mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";

// Moscow is at UTC+3 all year since 26 October 2014.
const moscowOffset = 3 * 60 * 60 * 1000;

interface Options {
  readonly log: (line: string) => void;
  readonly now?: () => Date;
}

/** ISO 8601 text of the wall clock in Moscow, without zone. */
function inMoscow(now: Date): string {
  return new Date(now.getTime() + moscowOffset).toISOString().slice(0, 19);
}

function page(now: Date, visits: number): string {
  const [date, time] = inMoscow(now).split("T");
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Moscow time</title></head>
<body>
<h1>Moscow time: ${time}</h1>
<p>${date}, visit number ${visits} since the start.</p>
</body>
</html>
`;
}

export function createApp({ log, now = () => new Date() }: Options): Server {
  let visits = 0;
  return createServer((request, response) => {
    const answer = (status: number, type: string, body: string) => {
      response.writeHead(status, { "content-type": type }).end(body);
      log(`${inMoscow(now())}+03:00 ${request.socket.remoteAddress} "${request.method} ${request.url}" ${status}`);
    };
    if (request.url === "/") answer(200, "text/html; charset=utf-8", page(now(), ++visits));
    else if (request.url === "/health") answer(200, "application/json", JSON.stringify({ status: "ok" }));
    else answer(404, "text/plain; charset=utf-8", "Not found\n");
  });
}

function main(): void {
  const port = Number(process.env["PORT"] ?? 8080);
  const folder = process.env["LOG_FOLDER"] ?? `${import.meta.dirname}/log`;
  mkdirSync(folder, { recursive: true });
  const log = (line: string) => appendFileSync(`${folder}/access.log`, `${line}\n`);
  log(`${inMoscow(new Date())}+03:00 started`);
  const server = createApp({ log }).listen(port, () => {
    console.log(`Moscow time on port ${port}, access log in ${folder}`);
  });
  const stop = () => {
    server.close(() => console.log("stopped"));
    server.closeAllConnections();
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

if (import.meta.main ?? process.argv[1] === import.meta.filename) main();
