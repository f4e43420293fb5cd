import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Column } from "../harness/column.ts";
import { judgeContainer } from "../harness/judge-container.ts";
import { profileHere } from "../harness/learned-here.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 41,
  title: "the emitted Compose file",
  what: "`emit --to compose`, started by `docker compose up` where the client has it; looked at in the same way.",
  table: "capabilities",
  async look(at) {
    const taught = await profileHere(at);
    if ("cell" in taught) return taught.cell;
    const { folder, profile } = taught;
    const compose = (...args: readonly string[]) =>
      at.run("docker", ["compose", "--project-name", basename(at.lab.folder), ...args], {
        cwd: folder,
        timeoutMs: 120_000,
      });
    const version = await compose("version");
    if (version.code !== 0) return { verdict: "not run", why: "there is no `docker compose`" };
    const emitted = await at.hullproof(["emit", "--to", "compose", "profile.json"], { cwd: folder });
    if (emitted.code !== 0) return failed(emitted);
    await writeFile(join(folder, "compose.yaml"), emitted.stdout);
    try {
      const up = await compose("up", "--detach", "--quiet-pull");
      if (up.code !== 0) return broken(`it does not start: ${up.stderr.trim().slice(-300)}`);
      const container = (await compose("ps", "--quiet")).stdout.trim();
      const differs = await judgeContainer(at, container, profile);
      return differs.length === 0 ? { verdict: "works" } : broken(differs.join("; "));
    } finally {
      await compose("down", "--volumes");
    }
  },
} satisfies Column;
