// How the language server ends, and what no editor says to it.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { framed } from "../src/servers/rpc/content-length.ts";
import { program } from "./cli/program.ts";
import { bad, byHand, editor, ended } from "./lsp-client.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

describe("the server ends", () => {
  it("with its input, and says that no one said goodbye", async () => {
    const { child } = await editor({});
    child.stdin.end();
    expect(await ended(child)).toBe(1);
  });

  it("when the process that it serves is gone, though others hold its input open", async () => {
    const other = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    onTestFinished(() => void other.kill("SIGKILL"));
    const { child } = await editor({}, { processId: other.pid });
    other.kill("SIGKILL");
    expect(await ended(child)).toBe(1);
  });

  it("when its parent is killed, in the middle of work", async () => {
    const script = `
      const child = require("child_process").spawn(process.execPath, ${JSON.stringify([program, "lsp"])}, { stdio: ["pipe", "pipe", "ignore"] });
      const send = (message) => { const text = JSON.stringify({ jsonrpc: "2.0", ...message }); child.stdin.write("Content-Length: " + text.length + "\\r\\n\\r\\n" + text); };
      send({ id: 1, method: "initialize", params: { processId: process.pid, capabilities: {} } });
      child.stdout.once("data", () => {
        for (let at = 0; at < 50; at++)
          send({ method: "textDocument/didOpen", params: { textDocument: { uri: "file:///x/" + at + "/Dockerfile", version: 1, languageId: "dockerfile", text: "FROM a\\nRUN b\\n".repeat(2000) } } });
        console.log(child.pid);
      });`;
    const parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "ignore"] });
    const pid = Number(String((await once(parent.stdout, "data"))[0]));
    onTestFinished(() => {
      try {
        process.kill(pid, "SIGKILL");
      } catch {}
    });
    parent.kill("SIGKILL");
    // It is no child of ours: there is nothing to wait for but its end.
    await expect.poll(() => isThere(pid), { timeout: 45_000, interval: 100 }).toBe(false);
  });
});

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const hello = { id: 1, method: "initialize", params: { processId: null, capabilities: {} } };

it("the end waits for one text, however many were opened that keep a reader busy", async () => {
  const { child, open, of } = await editor({});
  const services = Array.from({ length: 2_000 }, (_, at) => `  s${at}: {<<: *a, privileged: true}\n`).join("");
  for (let at = 0; at < 60; at++)
    await open(`${at}/compose.yaml`, `services:\n  a: &a\n    image: b\n${services}`, "yaml");
  // The first is done, and the others have waited long enough to be begun.
  await of("0/compose.yaml", 1);
  child.stdin.end();
  expect(await ended(child)).toBe(1);
});

describe("what no editor says", () => {
  it("a request that is cancelled is answered so, at once", async () => {
    const { say, next } = byHand();
    say(hello, {
      method: "textDocument/didOpen",
      params: { textDocument: { uri: "file:///x/Dockerfile", version: 1, languageId: "dockerfile", text: bad } },
    });
    await next();
    // One piece, so that both are there before an answer can be.
    say(
      {
        id: 7,
        method: "textDocument/hover",
        params: { textDocument: { uri: "file:///x/Dockerfile" }, position: { line: 0, character: 1 } },
      },
      { method: "$/cancelRequest", params: { id: 7 } },
    );
    for (;;) {
      const answer = await next();
      if (answer["id"] !== 7) continue;
      expect(answer).toMatchObject({ error: { code: -32_800 } });
      return;
    }
  });

  it.each<[string, string | object, object]>([
    ["no JSON", framed("{"), { id: null, error: { code: -32_700 } }],
    ["nested too deeply for a stack", framed(`${"[".repeat(200_000)}${"]".repeat(200_000)}`), { id: null, error: {} }],
    ["a list", framed("[1]"), { id: null, error: { code: -32_600 } }],
    ["no header", "hello\r\n\r\n", { id: null, error: { code: -32_700 } }],
    ["a length that is none", "Content-Length: -5\r\n\r\n", { id: null, error: { code: -32_700 } }],
    ["an id that is an object", { id: { a: 1 }, method: "initialize" }, { id: null, error: { code: -32_600 } }],
    ["an unknown method", { id: 2, method: "constructor" }, { id: 2, error: { code: -32_601 } }],
    ["parameters of other kinds", { id: 2, method: "textDocument/codeAction", params: [null] }, { id: 2, result: [] }],
    [
      "an unknown document",
      { id: 2, method: "textDocument/hover", params: { textDocument: { uri: "file:///__proto__" }, position: {} } },
      { id: 2, result: null },
    ],
    ["a second initialize", { ...hello, id: 2 }, { id: 2, error: { code: -32_600 } }],
  ])("%s is answered, and the next request too", async (_, message, answer) => {
    const { say, next } = byHand();
    say(hello);
    await next();
    say(message, { id: 3, method: "shutdown" });
    const answers = [await next(), await next()];
    expect(answers).toContainEqual(expect.objectContaining({ id: 3, result: null }));
    expect(answers.find(({ id }) => id !== 3)).toMatchObject(answer);
  });

  it("a request before initialize, and changes of what was never opened", async () => {
    const { say, next } = byHand();
    say({ id: 5, method: "shutdown" });
    expect(await next()).toMatchObject({ id: 5, error: { code: -32_002 } });
    say(hello, {
      method: "textDocument/didChange",
      params: { textDocument: { uri: "file:///x" }, contentChanges: [{ range: 1, text: 2 }] },
    });
    say(
      { method: "textDocument/didOpen" },
      { method: "textDocument/didOpen", params: { textDocument: { uri: "untitled:a", text: "FROM a" } } },
    );
    expect(await next()).toMatchObject({ id: 1 });
  });

  it("a message of a terabyte is never kept, and one over the limit is passed over", async () => {
    const { say, next, child } = byHand();
    const size = 33 * 1024 * 1024;
    say(hello);
    await next();
    child.stdin.write(`Content-Length: ${size}\r\n\r\n`);
    child.stdin.write(Buffer.alloc(size, "x"));
    expect(await next()).toMatchObject({
      id: null,
      error: { code: -32_700, message: expect.stringContaining(String(size)) },
    });
    say({ id: 2, method: "shutdown" });
    expect(await next()).toMatchObject({ id: 2, result: null });
    child.stdin.end(`Content-Length: 1000000000000\r\n\r\n${"x".repeat(1_000_000)}`);
    expect(await ended(child)).toBe(0);
  });

  it("a document that is too large is said to be not checked", async () => {
    const { open, of } = await editor({});
    await open("Dockerfile", "# x\n".repeat(1_200_000));
    expect(await of("Dockerfile", 1)).toMatchObject([
      { code: "not-checked", message: expect.stringContaining("more than 4 MiB") },
    ]);
  });
});
