import { describe, expect, it } from "vitest";
import type { Candidate } from "../../domain/image/updates-answer.ts";
import type { Container, ExecResult } from "../engine/types.ts";
import { readChangelogs } from "./apt-changelogs.ts";
import type { KnownChangelogs } from "./update-manager.ts";

const sha = (letter: string) => letter.repeat(64);
const candidate = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  name,
  architecture: "amd64",
  version: "2",
  source: name,
  sourceVersion: "2",
  bytes: 1_000,
  ...more,
});
const entryOf = (name: string) => `${name} (2) stable; urgency=high\n\n  * Fix CVE-2024-0001\n`;

/** An image with these packages in apt; records its downloads. */
function image(texts: Readonly<Record<string, string>>) {
  const fetched: string[][] = [];
  const exec = async (command: readonly string[]): Promise<ExecResult> => {
    const [mark = "", , , ...packages] = command.slice(4);
    const names = packages.map((one) => one.split("=")[0] ?? "");
    fetched.push(names);
    const stdout = names.flatMap((name) => (name in texts ? [`${mark} deb ${name}\n${texts[name]}\n`] : [])).join("");
    return { exitCode: 0, stdout: `${stdout}${mark} log\nE: no more\n`, stderr: "", pid: 0 };
  };
  return { container: { exec } as unknown as Container, fetched };
}

const ask = ({ container }: ReturnType<typeof image>, candidates: readonly Candidate[], known?: KnownChangelogs) =>
  readChangelogs(
    container,
    candidates.map(({ name, version, architecture }) => ({
      name,
      architecture,
      installed: "1",
      candidate: version,
      origin: "Debian",
    })),
    candidates,
    { say: () => {}, known },
  );

describe("readChangelogs", () => {
  it("downloads a package once for all images that share the cache", async () => {
    const texts = { a: entryOf("a"), b: entryOf("b") };
    const wanted = [candidate("a", { sha256: sha("a") }), candidate("b", { sha256: sha("b") })];
    const known: KnownChangelogs = new Map();
    const first = image(texts);
    const answer = await ask(first, wanted, known);
    expect(answer.changelogs.map(({ source }) => source)).toEqual(["a", "b"]);
    const second = image({});
    expect(await ask(second, wanted, known)).toEqual(answer);
    expect([first.fetched, second.fetched]).toEqual([[["a", "b"]], []]);
    // Without a cache, nothing is reused.
    expect((await ask(image({}), wanted)).changelogs).toEqual([]);
  });

  it.each([
    ["of another content", candidate("a", { sha256: sha("c") })],
    ["without a digest", candidate("a")],
  ])("downloads a package with the same name and version again: %s", async (_, wanted) => {
    const known: KnownChangelogs = new Map();
    await ask(image({ a: entryOf("a") }), [candidate("a", { sha256: sha("a") })], known);
    const other = image({ a: entryOf("other") });
    const { changelogs } = await ask(other, [wanted], known);
    expect(other.fetched).toEqual([["a"]]);
    expect(changelogs[0]?.entries[0]?.source).toBe("other");
  });

  it("caches no package without a digest, and no failure", async () => {
    const known = new Map<string, never>();
    const wanted = [candidate("a"), candidate("silent", { sha256: sha("b") }), candidate("gone", { sha256: sha("c") })];
    const { unread } = await ask(image({ a: entryOf("a"), silent: "News" }), wanted, known);
    expect(unread.map(({ name }) => name)).toEqual(["gone", "silent"]);
    expect(known.size).toBe(0);
  });

  it("omits the same with and without a cache", async () => {
    const wanted = ["a", "b"].map((name) => candidate(name, { sha256: sha(name), bytes: 200_000_000 }));
    const known: KnownChangelogs = new Map();
    const texts = { a: entryOf("a"), b: entryOf("b") };
    const answer = await ask(image(texts), wanted, known);
    expect(answer.unread).toMatchObject([{ name: "b", reason: expect.stringContaining("bytes") as string }]);
    expect(await ask(image(texts), wanted, known)).toEqual(answer);
  });
});
