// The language server as an editor starts it: a process of its own, spoken to by the protocol's own library, and by hand where that would not say such things.
import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type CodeAction,
  type Hover,
  type PublishDiagnosticsParams,
  type TextDocumentEdit,
} from "vscode-languageserver-protocol/node";
import { contentLength, framed } from "../src/servers/rpc/content-length.ts";
import { cli, folderOf } from "./cli/run-cli.ts";
import { program } from "./cli/program.ts";

const bad = `FROM python:3.8-slim
MAINTAINER me
RUN apt-get update && apt-get install -y curl
WORKDIR app
CMD python app.py
`;
const everything = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };

function start(): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [program, "lsp", "--stdio"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

const ended = async (child: ChildProcessWithoutNullStreams): Promise<unknown> =>
  child.exitCode === null ? (await once(child, "exit"))[0] : child.exitCode;

/** An editor with one folder. */
async function editor(files: Readonly<Record<string, string>>, more: object = {}) {
  const folder = await folderOf(files);
  onTestFinished(() => folder[Symbol.asyncDispose]());
  const child = start();
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  onTestFinished(() => connection.dispose());
  const published: PublishDiagnosticsParams[] = [];
  let heard = Promise.withResolvers<void>();
  connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
    published.push(params);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  connection.onRequest("client/registerCapability", () => null);
  connection.listen();
  const uriOf = (name: string) => pathToFileURL(join(folder.path, name)).href;
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(folder.path).href,
    capabilities: {
      workspace: { workspaceEdit: { documentChanges: true }, didChangeWatchedFiles: { dynamicRegistration: true } },
    },
    ...more,
  });
  await connection.sendNotification("initialized", {});
  return {
    folder,
    child,
    connection,
    published,
    uriOf,
    open: (name: string, text: string, languageId = "dockerfile") =>
      connection.sendNotification("textDocument/didOpen", {
        textDocument: { uri: uriOf(name), languageId, version: 1, text },
      }),
    change: (name: string, version: number, ...contentChanges: readonly object[]) =>
      connection.sendNotification("textDocument/didChange", {
        textDocument: { uri: uriOf(name), version },
        contentChanges,
      }),
    /** The diagnostics of a version, once they come. */
    async of(name: string, version: number): Promise<PublishDiagnosticsParams["diagnostics"]> {
      for (;;) {
        const found = published.find((one) => one.uri === uriOf(name) && one.version === version);
        if (found !== undefined) return found.diagnostics;
        await heard.promise;
      }
    },
    actions: (name: string, only?: readonly string[]) =>
      connection.sendRequest<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri: uriOf(name) },
        range: everything,
        context: { diagnostics: [], ...(only && { only }) },
      }),
    hover: (name: string, line: number, character: number) =>
      connection.sendRequest<Hover | null>("textDocument/hover", {
        textDocument: { uri: uriOf(name) },
        position: { line, character },
      }),
    async leave() {
      await connection.sendRequest("shutdown");
      await connection.sendNotification("exit");
      return ended(child);
    },
  };
}

/** As an editor makes them, by the text that it has. */
function applied(text: string, action: CodeAction | undefined): string {
  const [change] = (action?.edit?.documentChanges ?? []) as TextDocumentEdit[];
  const starts = [0, ...[...text.matchAll(/\r\n|\n|\r/g)].map(({ index, 0: end }) => index + end.length)];
  const edits = (change?.edits ?? []) as { range: typeof everything; newText: string }[];
  return edits
    .map(({ range: { start: from, end: to }, newText }) => ({
      start: (starts[from.line] ?? text.length) + from.character,
      end: (starts[to.line] ?? text.length) + to.character,
      newText,
    }))
    .toSorted((one, other) => other.start - one.start)
    .reduce((all, { start: from, end: to, newText }) => all.slice(0, from) + newText + all.slice(to), text);
}

describe("findings", () => {
  it("are those of the text in the editor, whatever the disk holds, and the same as check's", async () => {
    const { open, of, folder, leave } = await editor({ Dockerfile: "FROM scratch\n" });
    await open("Dockerfile", bad);
    const shown = (await of("Dockerfile", 1)).map(
      ({ code, range }) => `${range.start.line + 1}:${range.start.character + 1} ${code}`,
    );
    await writeFile(join(folder.path, "Dockerfile"), bad);
    const { stdout } = await cli(["check", "--format", "json", "--bases", "none", "--shellcheck", "none"], {
      cwd: folder.path,
    });
    const { findings } = JSON.parse(stdout) as {
      findings: { rule: string; location: { startLine: number; startColumn: number } }[];
    };
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.toSorted()).toEqual(
      findings
        .map(({ rule, location: { startLine, startColumn } }) => `${startLine}:${startColumn} ${rule}`)
        .toSorted(),
    );
    expect(await leave()).toBe(0);
  });

  it("lie where LSP counts UTF-16 units and lines, behind emoji, CR LF and CR", async () => {
    const text =
      "FROM scratch\r\n# \u{1f980}\rnot a line of BuildKit's own\n# \u{1f980}\u{1f980}\nMAINTAINER \u{1f980} me\r\n";
    const { open, of } = await editor({});
    await open("Dockerfile", text);
    const found = (await of("Dockerfile", 1)).find(({ code }) => code === "build/maintainer");
    expect(found?.range.start).toEqual({ line: 4, character: 0 });
  });

  it("of 50 rapid changes only the last counts, and the text is the one that was typed", async () => {
    const { open, change, of, actions, published, uriOf } = await editor({});
    await open("Dockerfile", bad);
    await of("Dockerfile", 1);
    const typed = "RUN sudo cd /tmp && ls\nMAINTAINER someone else\n";
    let text = bad;
    for (let at = 0; at < 50; at++) {
      const letter = typed[at % typed.length] ?? "";
      const line = text.split("\n").length - 1;
      const end = { line, character: text.split("\n").at(-1)?.length ?? 0 };
      text += letter;
      await change("Dockerfile", at + 2, { range: { start: end, end }, text: letter });
    }
    await of("Dockerfile", 51);
    const versions = published.filter(({ uri }) => uri === uriOf("Dockerfile")).map(({ version }) => version ?? 0);
    expect(versions.at(-1)).toBe(51);
    expect(versions.toSorted((a, b) => a - b)).toEqual(versions);
    expect(versions.length).toBeLessThan(50);
    const fixed = applied(text, (await actions("Dockerfile", ["source.fixAll.hullproof"]))[0]);
    expect(fixed).toBe((await cli(["fix", "-", "--bases", "none"], { input: text })).stdout);
    expect(fixed).not.toBe(text);
  });

  it("of Compose files, manifests, units, documents and nothing else", async () => {
    const { open, of } = await editor({});
    await open("compose.yaml", "services:\n  web:\n    image: a:1\n    privileged: true\n", "yaml");
    expect((await of("compose.yaml", 1)).map(({ code, range }) => `${code}:${range.start.line}`)).toContain(
      "capabilities/privileged:3",
    );
    await open(
      "pod.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  hostPID: true\n  containers: [{name: a, image: a}]\n",
      "yaml",
    );
    expect((await of("pod.yaml", 1)).length).toBeGreaterThan(0);
    await open(
      "web.container",
      "[Container]\nImage=docker.io/library/nginx:1.27\nPodmanArgs=--privileged\n",
      "systemd",
    );
    expect((await of("web.container", 1)).length).toBeGreaterThan(0);
    await open("README.md", "```\ndocker run --privileged nginx\n```\n", "markdown");
    expect((await of("README.md", 1)).map(({ code }) => code)).toContain("capabilities/privileged");
    for (const [name, text] of [
      ["values.yaml", "image: nginx\n"],
      ["package.json", "{}"],
      ["main.ts", "FROM scratch\n"],
      ["Dockerfile.j2", "FROM {{ base }}\n"],
    ] as const) {
      await open(name, text, "plaintext");
      expect(await of(name, 1), name).toEqual([]);
    }
  });

  it("of an override come with what it is laid over, as it stands in the editor", async () => {
    const { open, of, change } = await editor({ "compose.yaml": "services:\n  web:\n    image: a:1\n" });
    await open("compose.override.yaml", "services:\n  web:\n    user: root\n", "yaml");
    expect((await of("compose.override.yaml", 1)).map(({ code }) => code)).toContain("non-root/root-user-flag");
    await open("compose.yaml", "services:\n  other:\n    image: a:1\n", "yaml");
    await of("compose.yaml", 1);
    await change("compose.override.yaml", 2, { text: "services:\n  web:\n    user: root\n# typed\n" });
    // Without its base the service has no image any more.
    expect((await of("compose.override.yaml", 2)).map(({ code }) => code)).toContain("build/compose-refused");
  });

  it("go with the document, and obey hullproof.yaml", async () => {
    const { open, of, connection, published, uriOf } = await editor({
      "hullproof.yaml": "rules: { build/maintainer: off }\n",
    });
    await open("Dockerfile", bad);
    expect((await of("Dockerfile", 1)).map(({ code }) => code)).not.toContain("build/maintainer");
    await connection.sendNotification("textDocument/didClose", { textDocument: { uri: uriOf("Dockerfile") } });
    await connection.sendRequest("textDocument/codeLens", { textDocument: { uri: uriOf("Dockerfile") } });
    expect(published.at(-1)).toEqual({ uri: uriOf("Dockerfile"), diagnostics: [] });
  });
});

describe("fixes", () => {
  it("are the safe ones alone; all together make what fix makes, and a second time nothing", async () => {
    const { open, actions, change } = await editor({});
    await open("Dockerfile", bad);
    const found = await actions("Dockerfile");
    expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(["quickfix", "source.fixAll.hullproof"]));
    const fixed = applied(
      bad,
      found.find(({ kind }) => kind === "source.fixAll.hullproof"),
    );
    expect(fixed).toBe((await cli(["fix", "-", "--bases", "none"], { input: bad })).stdout);
    await change("Dockerfile", 2, { text: fixed });
    expect(await actions("Dockerfile")).toEqual([]);
  });

  it("each alone is that of its finding", async () => {
    const { open, actions, change, of } = await editor({});
    await open("Dockerfile", bad);
    const [first] = await actions("Dockerfile", ["quickfix"]);
    const rule = first?.diagnostics?.[0]?.code;
    expect(rule).toBe("build/maintainer");
    await change("Dockerfile", 2, { text: applied(bad, first) });
    expect((await of("Dockerfile", 2)).map(({ code }) => code)).not.toContain(rule);
  });

  it("none for a text that Docker refuses, and none of another kind than was asked for", async () => {
    const { open, actions } = await editor({});
    await open("Dockerfile", "MAINTAINER me\nNONSENSE\n");
    expect(await actions("Dockerfile", ["source.fixAll"])).toEqual([]);
    await open("a.Dockerfile", bad);
    expect(await actions("a.Dockerfile", ["refactor", "source.organizeImports"])).toEqual([]);
  });
});

describe("hovers and lenses", () => {
  it("say why, by which evidence, and what is known of the image here", async () => {
    const { open, hover } = await editor({});
    await open("Dockerfile", bad);
    const { value } = (await hover("Dockerfile", 0, 14))?.contents as { value: string };
    expect(value).toContain("no fixes since** 2024-10-07");
    expect(value).toContain("`hullproof base python:3.8-slim`");
    expect(value).toContain("hullproof explain base-image/end-of-life");
    expect(await hover("Dockerfile", 900, 3)).toBeNull();
  });

  it("nothing of a hostile text becomes a link, markup or a control character", async () => {
    const { open, hover } = await editor({});
    await open("Dockerfile", "FROM scratch\nMAINTAINER [x](command:evil) <img src=x> ``` \u001b[31m\u202e\n");
    const { value } = (await hover("Dockerfile", 1, 3))?.contents as { value: string };
    expect(value).toContain("deprecated");
    // What stands in code is shown as it is; the rest is text.
    const outside = value.replaceAll(/(`+)[^`](?:[^]*?[^`])?\1(?!`)/g, "");
    expect(outside).not.toMatch(/(?<!\\)[[<]/);
    // oxlint-disable-next-line no-control-regex
    expect(value).not.toMatch(/[\u001b\u202e]/);
  });

  it("say where the proof stands", async () => {
    const { open, connection, uriOf, folder } = await editor(
      { ".hullproof/profile.json": "{}" },
      { initializationOptions: { commands: ["hullproof.prove"] } },
    );
    const lens = async (name: string) =>
      (
        await connection.sendRequest<{ command: { title: string; command: string } }[]>("textDocument/codeLens", {
          textDocument: { uri: uriOf(name) },
        })
      )[0]?.command;
    await open("Dockerfile", bad);
    expect((await lens("Dockerfile"))?.title).toMatch(/^no proof: /);
    await open("a/Dockerfile", bad);
    expect(await lens("a/Dockerfile")).toMatchObject({
      title: expect.stringMatching(/^not proven/),
      command: "hullproof.prove",
    });
    expect(folder.path).not.toBe("");
  });
});

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
    await expect.poll(() => isThere(pid), { timeout: 15_000, interval: 100 }).toBe(false);
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

/** A client that writes bytes of its own and hears answers. */
function byHand() {
  const child = start();
  const decode = contentLength();
  const answers: Record<string, unknown>[] = [];
  let heard = Promise.withResolvers<void>();
  child.stdout.on("data", (chunk: Buffer) => {
    for (const one of decode(chunk))
      answers.push(JSON.parse((one as { text: string }).text) as Record<string, unknown>);
    heard.resolve();
    heard = Promise.withResolvers();
  });
  return {
    child,
    answers,
    say: (...messages: readonly (object | string)[]) =>
      child.stdin.write(
        messages
          .map((one) => (typeof one === "string" ? one : framed(JSON.stringify({ jsonrpc: "2.0", ...one }))))
          .join(""),
      ),
    async next(): Promise<Record<string, unknown>> {
      while (answers.length === 0) await heard.promise;
      return answers.shift() as Record<string, unknown>;
    },
  };
}

const hello = { id: 1, method: "initialize", params: { processId: null, capabilities: {} } };

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
