import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compose, get, inOneLine, noEngine, project, settingsOf, web } from "./init-fixture.ts";
import { hasTerminal, onTerminal } from "./on-terminal.ts";
import { folderOf } from "./run-cli.ts";

describe.runIf(hasTerminal)("hullproof init on a terminal", () => {
  it("asks for file, service and request of Compose files, and for a baseline", async () => {
    await using folder = await folderOf({
      "compose.yaml": project.replace("image: example/web:1", "image: example/web:1\n    privileged: true"),
      "b.compose.yaml": project,
    });
    const { code, shown: lines } = onTerminal(["init"], folder.path, noEngine, "\rnone\rdb\r:8000/\rn\rgithub\ry\r");
    const shown = inOneLine(lines);
    expect(shown).toContain("Which Compose file? (compose.yaml, b.compose.yaml) [compose.yaml] > ");
    expect(shown).toContain("Which service are requests sent to? (db, web) [web] > ");
    expect(shown).toContain("compose.yaml starts no service none. It has: db, web.");
    expect(shown).toContain("Which request to db proves that it works, as :PORT/PATH?");
    expect(shown).toContain("Add steps of PostgreSQL (a write, a read, an error; tried on PostgreSQL 17");
    expect(shown).toMatch(/1 error \(capabilities\/privileged\) would fail this job today\. Accept \d+ findings/);
    expect(shown).toContain("wrote hullproof.baseline.json");
    expect(code).toBe(0);
    expect(await settingsOf(folder.path)).toEqual({
      workload: { compose: { file: "compose.yaml", service: "db" }, ...get("/", 8000) },
    });
  });

  it("offers the answers of the file at the second call, and asks before it replaces it", async () => {
    await using folder = await folderOf({ Dockerfile: web, "b.Dockerfile": web });
    const path = join(folder.path, "hullproof.yaml");
    const init = (keys: string) => onTerminal(["init"], folder.path, noEngine, keys);
    init("b.Dockerfile\r:90/x\rnone\r");
    const first = await readFile(path, "utf8");
    const same = init("\r\r\r");
    expect(same.shown).toContain("[b.Dockerfile] > ");
    expect(same.shown).toContain("[:90/x] > ");
    expect(same.shown).not.toContain("Replace");
    expect(same.code).toBe(0);
    expect(await readFile(path, "utf8")).toBe(first);
    const other = init("\r:91/\r\r\r");
    expect(inOneLine(other.shown)).toContain("Replace hullproof.yaml with these answers? y or n [y] > ");
    expect(await settingsOf(folder.path)).toHaveProperty("workload.ready.http.port", 91);
    // What a person added is not lost by an empty line.
    await writeFile(path, `${first}rules: { base/no-tag: off }\n`);
    const edited = init("\r:92/\r\r\r");
    expect(inOneLine(edited.shown)).toContain("Its other keys and comments are lost. y or n [n] > ");
    expect(edited.shown).toContain("hullproof.yaml is there already and was left as it is");
    expect(await readFile(path, "utf8")).toBe(`${first}rules: { base/no-tag: off }\n`);
    init("\r:92/\ry\r\r");
    expect(await settingsOf(folder.path)).toHaveProperty("workload.ready.http.port", 92);
  });

  it("asks with what it found as the answer to an empty line", async () => {
    await using folder = await folderOf({
      Dockerfile: web,
      "b.Dockerfile": web,
      "compose.yaml": compose,
      ".github/x": "",
    });
    const { code, shown } = onTerminal(["init"], folder.path, noEngine, "\r\rn\r\r");
    expect(shown.match(/\] > n?\n/g)).toHaveLength(4);
    expect(shown).toContain("[Dockerfile] > ");
    expect(shown).toContain("[:8080/health] > ");
    expect(shown).toContain("[github] > ");
    expect(code).toBe(0);
    expect(await settingsOf(folder.path)).toMatchObject({
      workload: { ready: { http: { port: 8080, path: "/health" } } },
    });
    expect(existsSync(join(folder.path, ".github/workflows/hullproof.yml"))).toBe(true);
  });

  it("takes typed answers, and writes nothing when they are ended", async () => {
    await using folder = await folderOf({ Dockerfile: web });
    const typed = onTerminal(["init"], folder.path, noEngine, ":90/x\\x7f/\\x1b[Da\rnone\r");
    expect(typed.code).toBe(0);
    expect(await settingsOf(folder.path)).toMatchObject({ workload: { ready: { http: { port: 90, path: "//a" } } } });
    await using third = await folderOf({ Dockerfile: web });
    const wrong = onTerminal(["init"], third.path, noEngine, "nonsense\r:90/\rbanana\rgithub\r");
    expect(wrong.shown).toContain("nonsense is no request. Write port and path: :8080/health.");
    expect(wrong.shown).toContain("banana is not github, gitlab or none.");
    expect(wrong.code).toBe(0);
    expect(await settingsOf(third.path)).toMatchObject({ workload: { ready: { http: { port: 90, path: "/" } } } });
    expect(existsSync(join(third.path, ".github/workflows/hullproof.yml"))).toBe(true);
    await using other = await folderOf({ Dockerfile: web });
    const ended = onTerminal(["init"], other.path, noEngine, "\\x04\r");
    expect(ended.code).toBe(2);
    expect(ended.shown).toContain("nothing more was written");
    expect(existsSync(join(other.path, "hullproof.yaml"))).toBe(false);
  });
});
