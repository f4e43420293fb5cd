// `npm run bench:requests [-- --lines N]`: time and memory of reading an access log, as `--from access.log` reads it.
import { parseArgs } from "node:util";
import accessLog from "../../src/formats/requests/access-log.ts";

const { values } = parseArgs({ options: { lines: { type: "string", default: "10000000" } } });
const wanted = Number(values.lines);
const chunkBytes = 1024 * 1024;

/** The same lines in each run: a shop's paths with ids, words of searches, and agents. */
const random = generator(44);
const agents = Array.from(
  { length: 400 },
  (_, at) =>
    `Mozilla/5.0 (X11; Linux x86_64; rv:${100 + at}.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${at}.0.0.0 Safari/537.36`,
);
const pool = Array.from({ length: 200_000 }, lineOf);

function lineOf(): string {
  const address = `10.${random(256)}.${random(256)}.${random(256)}`;
  const paths = [
    "/",
    `/books/${random(100_000)}`,
    `/search?q=word${random(5000)}&page=${random(20)}`,
    "/static/app.css",
  ];
  const agent = random(20) === 0 ? "kube-probe/1.31" : agents[random(agents.length)];
  const status = random(50) === 0 ? 404 : 200;
  return `${address} - - [01/Dec/2026:10:00:00 +0000] "GET ${paths[random(paths.length)]} HTTP/1.1" ${status} ${random(90_000)} "https://shop.example/" "${agent}"\n`;
}

function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Of all threads: other programs of the machine don't count. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** What reading takes, and the most that the process ever had. */
const reader = accessLog.open();
const before = process.memoryUsage.rss();
let [lines, readingMs, peak] = [0, 0, 0];
while (lines < wanted) {
  let chunk = "";
  for (; chunk.length < chunkBytes && lines < wanted; lines++) chunk += pool[random(pool.length)];
  const bytes = Buffer.from(chunk, "latin1");
  const start = cpuMs();
  reader.push(bytes);
  readingMs += cpuMs() - start;
  peak = Math.max(peak, process.memoryUsage.rss() - before);
}
const start = cpuMs();
const { requests } = reader.finish();
readingMs += cpuMs() - start;
console.log(
  `${lines} lines: ${(readingMs / 1000).toFixed(1)} s of CPU, ${((readingMs * 1000) / lines).toFixed(2)} µs a line, ${Math.round(peak / 1e6)} MB more at most, ${requests.length} requests`,
);
