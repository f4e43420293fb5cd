// What no agent's client says to the server for agents.
import { once } from "node:events";
import { expect, it, onTestFinished, vi } from "vitest";
import { cli, folderOf } from "./cli/run-cli.ts";
import { bad, byHand } from "./mcp-client.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

const meta = (version: string, more: object = {}) => ({
  _meta: {
    "io.modelcontextprotocol/protocolVersion": version,
    "io.modelcontextprotocol/clientCapabilities": {},
    ...more,
  },
});

it.each<[string, object | string, object]>([
  ["no JSON", "{", { id: null, error: { code: -32_700 } }],
  ["a line that is too long", "x".repeat(5_000_000), { id: null, error: { code: -32_700 } }],
  ["a batch", "[]", { id: null, error: { code: -32_600 } }],
  ["an unknown method", { id: 1, method: "resources/list" }, { id: 1, error: { code: -32_601 } }],
  [
    "a version that no one speaks",
    { id: 1, method: "tools/list", params: meta("2030-01-01") },
    { id: 1, error: { code: -32_022, data: { requested: "2030-01-01" } } },
  ],
  [
    "a discovery",
    { id: 1, method: "server/discover", params: meta("2026-07-28") },
    { id: 1, result: { resultType: "complete", supportedVersions: ["2026-07-28"] } },
  ],
  [
    "a handshake in an old form",
    { id: 1, method: "initialize", params: { protocolVersion: "2024-11-05" } },
    { id: 1, result: { protocolVersion: "2024-11-05" } },
  ],
  [
    "a handshake in one that is to come",
    { id: 1, method: "initialize", params: { protocolVersion: "2030-01-01" } },
    { id: 1, result: { protocolVersion: "2025-11-25" } },
  ],
  ["a call without a name", { id: 1, method: "tools/call", params: [] }, { id: 1, error: { code: -32_602 } }],
])("%s is answered, and the next request too", async (_, message, answer) => {
  const { say, next } = byHand();
  say(message, { id: 2, method: "ping" });
  const answers = [await next(), await next()];
  expect(answers).toContainEqual({ jsonrpc: "2.0", id: 2, result: {} });
  expect(answers.find(({ id }) => id !== 2)).toMatchObject(answer);
});

it("a yes counts for the call that it was asked for, and once", async () => {
  const { say, next } = byHand();
  const can = meta("2026-07-28", { "io.modelcontextprotocol/clientCapabilities": { elicitation: {} } });
  const call = (folder: string, more: object = {}) => ({
    id: 1,
    method: "tools/call",
    params: { name: "prove", arguments: { folder }, ...more, ...can },
  });
  say(call("a"));
  const { requestState } = (await next())["result"] as { requestState: string };
  const yes = { inputResponses: { consent: { action: "accept", content: {} } } };
  for (const other of [call("b", { ...yes, requestState }), call("a", yes), call("a", { ...yes, requestState: "0" })]) {
    say(other);
    expect((await next())["result"]).toMatchObject({ resultType: "input_required" });
  }
  say(call("a", { ...yes, requestState }));
  expect((await next())["result"]).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining("not a file or folder") }],
  });
  say(call("a", { ...yes, requestState }));
  expect((await next())["result"]).toMatchObject({ resultType: "input_required" });
});

it("a call that is cancelled is not answered, and the server ends with its input", async () => {
  const folder = await folderOf({ Dockerfile: bad });
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const { say, next, child } = byHand([folder.path]);
  const check = (id: number) => ({ id, method: "tools/call", params: { name: "check", arguments: {} } });
  // One piece: the answer can't be there before the wish to have none.
  say(check(1), { method: "notifications/cancelled", params: { requestId: 1 } }, { id: 2, method: "ping" });
  expect(await next()).toMatchObject({ id: 2 });
  say(check(3));
  expect(await next()).toMatchObject({ id: 3 });
  child.stdin.end();
  expect((await once(child, "exit"))[0]).toBe(0);
});

it("a root that is not there is said at the start", async () => {
  const result = await cli(["mcp", "no/such/folder"]);
  expect(result).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("no/such/folder does not exist"),
  });
});
