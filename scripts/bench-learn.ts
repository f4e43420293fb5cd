// `npm run bench:learn [-- --images nginx,redis --json FILE]`: see docs/benchmarks.md.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { inspectImage } from "../src/sources/engine/images/images.ts";
import { connect } from "../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../src/sources/engine/session/open-session.ts";
import { ensureServers, servers } from "../test/images/four.ts";
import { benchServer, type LearnRow } from "./bench/learn/bench-server.ts";

const { values } = parseArgs({
  options: { images: { type: "string", default: servers.map(({ name }) => name).join(",") }, json: { type: "string" } },
});
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const wanted = await ensureServers(({ message }) => say(message), values.images.split(","));
if (wanted.length === 0) throw new Error(`no such image; there are ${servers.map(({ name }) => name).join(", ")}`);

await using session = await openEngineSession(await connect(), { progress: ({ message }) => say(message) });
const rows: LearnRow[] = [];
for (const server of wanted) {
  const imageSummary = await inspectImage(session.engine, server.image);
  if (imageSummary === undefined) throw new Error(`${server.image} was not built`);
  rows.push(...(await benchServer(session, server, imageSummary, say)));
}

const header = ["", "questions", "containers", "seconds", "found", "right"];
const table = rows.map((row) => [
  `${row.image}: ${row.method}`,
  String(row.questions),
  String(row.containers),
  row.seconds.toFixed(1),
  row.found.join(", ") || "none",
  row.right ? "yes" : "NO",
]);
for (const cells of [header, header.map(() => "---"), ...table]) console.log(`| ${cells.join(" | ")} |`);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({ rows }, undefined, 2)}\n`);
// A method that finds another set than the one that is known is no faster: it is wrong.
if (rows.some(({ method, right }) => method === "ours, traced" && !right)) process.exitCode = 1;
