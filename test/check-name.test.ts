// What `npm publish` asks first: whether the name of this package is ours, of a registry on this machine.
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** Exit code and stderr of the check, where the registry says these owners (undefined: no such package), and who is logged in. */
async function check(owners: readonly string[] | undefined, user: string | undefined) {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object) =>
      void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (request.url?.startsWith("/-/whoami") === true)
      return answer(user === undefined ? 401 : 200, { username: user });
    if (owners === undefined) return answer(404, { error: "not found" });
    return answer(200, {
      name: "hullproof",
      "dist-tags": { latest: "0.0.1" },
      versions: { "0.0.1": { name: "hullproof", version: "0.0.1" } },
      maintainers: owners.map((name) => ({ name, email: `${name}@example.org` })),
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const home = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  await writeFile(
    join(home, ".npmrc"),
    `registry=http://127.0.0.1:${port}/\n//127.0.0.1:${port}/:_authToken=example\nfetch-retries=0\n`,
  );
  try {
    return await new Promise<{ code: number; stderr: string }>((resolve) => {
      const env = {
        PATH: process.env["PATH"],
        HOME: home,
        npm_config_userconfig: join(home, ".npmrc"),
        npm_config_cache: join(home, "cache"),
      };
      execFile("node", [join(root, "scripts/check-name.mjs")], { cwd: home, env }, (error, _, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code), stderr });
      });
    });
  } finally {
    server.close();
    await rm(home, { recursive: true, force: true });
  }
}

it.each<[string, readonly string[] | undefined, string | undefined, number, RegExp]>([
  ["ours", ["us", "other"], "us", 0, /^$/],
  ["free", undefined, "us", 0, /^$/],
  ["someone else's", ["squatter"], "us", 1, /^prepublishOnly: hullproof is not ours: its owners are squatter\n$/],
  ["someone else's of a similar name", ["us2"], "us", 1, /is not ours/],
  ["nobody's any more", [], "us", 1, /is not ours/],
  ["ours, and no one is logged in", ["us"], undefined, 1, /npm login/],
])("a name that is %s", async (_name, owners, user, code, message) => {
  const result = await check(owners, user);
  expect(result.stderr).toMatch(message);
  expect(result.code).toBe(code);
});
