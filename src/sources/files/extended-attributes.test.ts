import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { runToEnd } from "../programs/run-to-end.ts";
import { readExtendedAttributes } from "./extended-attributes.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "hullproof-attributes-"));
  await mkdir(join(folder, "below", "deep"), { recursive: true });
  for (const name of ["plain", "below/marked", "below/deep/käse"]) await writeFile(join(folder, name), "");
  await symlink(folder, join(folder, "below", "loop"));
});
afterAll(() => rm(folder, { recursive: true }));

const names = ["user.hullproof"];
const { signal } = new AbortController();
const read = (changes: object) =>
  readExtendedAttributes({ folders: [], files: [], names, maxFiles: 100, ...changes }, signal);

it("reads attributes of folders and named files without following links", async ({ skip }) => {
  const set = `import os, sys
for path in sys.argv[1:]: os.setxattr(path, "user.hullproof", b"\\x00a")`;
  const marked = [folder, "below/marked", "below/deep/käse"].map((name) =>
    name === folder ? name : join(folder, name),
  );
  const call = { env: {}, cwd: "/", timeoutMs: 10_000, maxOutputBytes: 4096 };
  const end = await runToEnd({ command: "python3" }, ["-c", set, ...marked], call);
  if (end.how !== "exited" || end.code !== 0) return skip("no attributes of users here, or no python3");
  const found = await read({ folders: [folder] });
  if ("reason" in found) return skip(found.reason);
  expect([...found.keys()].toSorted()).toEqual(marked.toSorted());
  expect(found.get(join(folder, "below/marked"))?.get("user.hullproof")).toEqual(Buffer.from("\0a"));
  const files = [join(folder, "plain"), join(folder, "below/marked"), join(folder, "gone"), join(folder, "below/loop")];
  expect([...((await read({ files })) as typeof found).keys()]).toEqual([join(folder, "below/marked")]);
  expect(await read({ folders: [folder], names: ["user.other"] })).toEqual(new Map());
  expect(await read({ folders: [folder], maxFiles: 3 })).toEqual({ reason: "python3 could not read them" });
});
