// The language server as an editor starts it: a process of its own, spoken to by the protocol's own library.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { cli } from "./cli/run-cli.ts";
import { applied, bad, editor } from "./lsp-client.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

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
    expect(rule).toBe("build/legacy-env");
    await change("Dockerfile", 2, { text: applied(bad, first) });
    expect((await of("Dockerfile", 2)).map(({ code }) => code)).not.toContain(rule);
  });

  const unused = "# hullproof ignore capabilities/privileged: it was";
  const web = "services:\n  web:\n    image: a:1\n";
  const pod = (own: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n${own}  - {name: a, image: a}\n`;
  it.each([
    ["compose.yaml", "yaml", `${web}    ${unused}\n    read_only: true\n`, `${web}    read_only: true\n`],
    ["pod.yaml", "yaml", pod(`  ${unused}\n`), pod("")],
    ["web.container", "systemd", `[Container]\nImage=x.io/a:1\n${unused}\n`, "[Container]\nImage=x.io/a:1\n"],
    ["README.md", "markdown", "`docker run --cap-drop=A,KILL x`\n", undefined],
  ])("of %s all together make what fix --write makes of the file", async (name, language, text, expected) => {
    const { open, actions, change, folder, of } = await editor({ [name]: "# on the disk\n" });
    await open(name, text, language);
    // The text in the editor counts, its last version.
    const typed = `${text.replace(/\n$/, "")} \n`;
    await change(name, 2, { text: typed });
    await of(name, 2);
    const found = await actions(name, ["source.fixAll"]);
    await writeFile(join(folder.path, name), typed);
    await cli(["fix", "--write", name], { cwd: folder.path });
    const written = await readFile(join(folder.path, name), "utf8");
    expect(applied(typed, found[0])).toBe(written);
    if (expected !== undefined) expect(written.replaceAll(/ +$/gm, "")).toBe(expected);
    await change(name, 3, { text: written });
    expect(await actions(name, ["source.fixAll"])).toEqual([]);
  });

  it("of an override change that file alone, beside what it is laid over as it stands in the editor", async () => {
    const base = `${web}    ${unused}\n`;
    const override = `services:\n  web:\n    ${unused}\n    user: "1"\n`;
    const { open, actions } = await editor({ "compose.yaml": base });
    await open("compose.override.yaml", override, "yaml");
    const [all] = await actions("compose.override.yaml", ["source.fixAll.hullproof"]);
    expect(all?.edit?.documentChanges).toHaveLength(1);
    expect(applied(override, all)).toBe('services:\n  web:\n    user: "1"\n');
    // What it silences is said by the base, in the editor and not on the disk.
    await open("compose.yaml", `${web}    privileged: true\n`, "yaml");
    expect(await actions("compose.override.yaml", ["source.fixAll.hullproof"])).toEqual([]);
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
    const value = await hover("Dockerfile", 0, 14);
    expect(value).toContain("no fixes since** 2024-10-07");
    expect(value).toContain("`hullproof base python:3.8-slim`");
    expect(value).toContain("hullproof explain base-image/end-of-life");
    expect(await hover("Dockerfile", 900, 3)).toBe("");
  });

  it("nothing of a hostile text becomes a link, markup or a control character", async () => {
    const { open, hover } = await editor({});
    await open("Dockerfile", "FROM scratch\nMAINTAINER [x](command:evil) <img src=x> ``` \u001b[31m\u202e\n");
    const value = await hover("Dockerfile", 1, 3);
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
