import { request } from "node:http";
import { expect, test } from "vitest";
import { updateState, initialState, type WatchState } from "../../pipeline/verbs/audit/watch-state.ts";
import type { AuditUpdate } from "../../pipeline/verbs/audit/watch.ts";
import { metricsText } from "./metrics-text.ts";
import { serveMetrics } from "./serve-metrics.ts";

const container = (name: string, drift = 0) => ({
  target: `container:${name}`,
  name,
  id: name,
  image: "i",
  imageId: "sha256:0",
  status: "running",
  restarts: 2,
  ...(drift > 0 && { profile: "p.json" }),
  drift: Array.from({ length: drift }, () => ({ field: "", way: "wider", proven: "", is: "", why: "", pointer: "" })),
});
const finding = (name: string, rule: string) => ({ rule, severity: "error", target: `container:${name}` });
const report = (containers: readonly unknown[], findings: readonly unknown[]) => ({ audit: { containers }, findings });
const all = {
  kind: "all",
  report: report([container("a", 1), container("b")], [finding("a", "x/y"), finding("b", "x/y")]),
};

const value = (current: WatchState, name: string) =>
  metricsText(current, "1.2.3")
    .split("\n")
    .filter((line) => line.startsWith(name))
    .map((line) => line.slice(name.length));

test("what is known is counted, and an event renews only its container", () => {
  const start = updateState(initialState, all as unknown as AuditUpdate, 5_000);
  expect(value(start, "hullproof_findings")).toEqual(['{rule="x/y",severity="error"} 2']);
  expect(value(start, "hullproof_drifted_containers")).toEqual([" 1"]);
  expect(value(start, "hullproof_containers_without_profile")).toEqual([" 1"]);
  expect(value(start, "hullproof_last_audit_timestamp_seconds")).toEqual([" 5"]);
  expect(value(start, "hullproof_restarts")).toEqual([" 4"]);

  const event = { id: "b", name: "b", action: "update" };
  const better = { kind: "event", event, report: report([container("b")], []) };
  const renewed = updateState(start, better as unknown as AuditUpdate, 6_000);
  expect(value(renewed, "hullproof_findings")).toEqual(['{rule="x/y",severity="error"} 1']);
  expect(value(renewed, "hullproof_containers{")).toEqual(['status="running"} 2']);
  expect(value(renewed, "hullproof_events_total")).toEqual([" 1"]);

  const named = { ...container("c"), id: "b" };
  const other = { kind: "event", event: { id: "b", name: "c", action: "rename" }, report: report([named], []) };
  expect(value(updateState(renewed, other as unknown as AuditUpdate, 6_500), "hullproof_containers{")).toEqual([
    'status="running"} 2',
  ]);

  const gone = updateState(renewed, { kind: "event", event: { ...event, id: "a", name: "a", action: "die" } }, 7_000);
  expect(value(gone, "hullproof_findings")).toEqual([]);
  expect(value(gone, "hullproof_containers{")).toEqual(['status="running"} 1']);
  expect(value(gone, "hullproof_engine_up")).toEqual([" 1"]);
  expect(value(updateState(gone, { kind: "lost", reason: "" }, 8_000), "hullproof_engine_up")).toEqual([" 0"]);
});

test("every line is in Prometheus' text format", () => {
  const text = metricsText(updateState(initialState, all as unknown as AuditUpdate, 5_000), '1"\\\n2');
  expect(text.endsWith("\n")).toBe(true);
  for (const line of text.trimEnd().split("\n"))
    expect(line).toMatch(
      /^(?:# (?:HELP|TYPE) hullproof_\w+ .+|hullproof_\w+(?:\{\w+="(?:[^"\\\n]|\\.)*"(?:,\w+="(?:[^"\\\n]|\\.)*")*\})? [\d.]+)$/,
    );
});

test("serves only GET /metrics", async () => {
  await using server = await serveMetrics({ host: "127.0.0.1", port: 0 }, () => "text\n");
  const ask = (method: string, path: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<[number | undefined, string]>();
    request(new URL(path, server.url), { method, agent: false }, (answer) => {
      let body = "";
      answer.on("data", (chunk: Buffer) => (body += chunk.toString()));
      answer.on("end", () => resolve([answer.statusCode, body]));
    })
      .on("error", reject)
      .end();
    return promise;
  };
  expect(await ask("GET", "/metrics")).toEqual([200, "text\n"]);
  expect((await ask("GET", "/"))[0]).toBe(404);
  expect((await ask("GET", "/metrics/../etc"))[0]).toBe(404);
  expect((await ask("POST", "/metrics"))[0]).toBe(405);
  await expect(
    serveMetrics({ host: "127.0.0.1", port: Number(new URL(server.url).port) }, () => ""),
  ).rejects.toMatchObject({
    code: "bad-usage",
  });
});
