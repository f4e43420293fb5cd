// What a container wrote, read from the overlay, is what the engine says of it: the one is a walk of what was written, the other of the whole image.
import { afterAll, beforeAll, expect, test } from "vitest";
import { readWrites } from "../../src/proof/observe/files/writes.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { createContainer } from "../../src/sources/engine/containers/containers.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { permit } from "../permits.ts";
import { proofImage } from "./proof-image.ts";

let session: EngineSession;
beforeAll(async () => {
  session = await openEngineSession(await connect());
});
afterAll(() => session[Symbol.asyncDispose]());

const kinds = ["modified", "added", "deleted"];
const isOwn = (path: string): boolean =>
  !/^\/(?:dev|proc|sys|etc\/(?:hosts|hostname|resolv\.conf|mtab))(?:\/|$)/u.test(path);

test.each<[string, string, string[]?]>([
  ["nothing", "true"],
  [
    "new files and folders",
    "mkdir -p /srv/a/b; echo x > /srv/a/b/c; echo > '/srv/a/two words'; ln -s /srv /srv/a/link",
  ],
  ["changed files", "echo more >> /srv/kept/file; chmod 600 /srv/kept/other"],
  ["an owner", "chown 1000 /srv/kept/file"],
  ["removed files", "rm /srv/kept/file"],
  ["a removed folder", "rm -r /srv/kept"],
  // That it hides what was there is a mark of the folder, which no walk shows; the folder itself is listed.
  [
    "a removed folder that is made again, with another file",
    "rm -r /srv/kept; mkdir /srv/kept; echo > /srv/kept/new",
    ["/srv/kept/file", "/srv/kept/other"],
  ],
  ["a file in place of a folder", "rm -r /srv/kept; echo > /srv/kept"],
  ["a folder in place of a file", "rm /srv/kept/file; mkdir /srv/kept/file; echo > /srv/kept/file/deep"],
  ["renamed within, over another", "mv /srv/kept/file /srv/kept/other"],
  ["made and removed", "echo > /srv/kept/short; rm /srv/kept/short"],
  ["a pipe", "mknod /srv/kept/pipe p"],
  ["a name that is no text", "touch $(printf '/srv/\\377')"],
])("%s", async (_, script, hidden = []) => {
  const { image } = await proofImage(session, "written", "true", {
    files: [
      { path: "srv/kept/file", content: "one" },
      { path: "srv/kept/other", content: "two" },
    ],
  });
  const command = ["sh", "-c", `${script}; echo written; sleep 100`];
  await using container = await createContainer(session, { image, command, network: "none" }, permit);
  await container.start();
  await expect.poll(async () => (await container.logs()).stdout, { timeout: 20_000 }).toBe("written\n");
  if (container.overlay === undefined) return;
  const seen = (await readWrites(container)).filter(({ path }) => isOwn(path));
  const told = (await container.changes()).filter(({ path }) => isOwn(path));
  const shown = told.filter(({ path }) => !path.includes("\ufffd") && !hidden.includes(path));
  // What was touched and is as it was, the engine does not list.
  const known = new Map(seen.map(({ path, change }) => [path, change]));
  expect(shown.map(({ path }) => [path, known.get(path)])).toEqual(shown.map(({ path, kind }) => [path, kinds[kind]]));
  const listed = new Set(told.map(({ path }) => path));
  const more = seen.filter(({ path, kind }) => !listed.has(path) && kind !== "folder" && !path.includes("\ufffd"));
  expect(more.filter(({ change }) => change !== "modified")).toEqual([]);
  // Without the overlay the engine is asked.
  const asked = await readWrites({ overlay: undefined, changes: () => container.changes() });
  expect(asked.filter(({ path }) => isOwn(path)).map(({ path }) => path)).toEqual(told.map(({ path }) => path));
});
