import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Ended } from "../../run-program.ts";
import { isPodman } from "../harness/at.ts";
import type { Cell } from "../harness/cell.ts";
import type { Column } from "../harness/column.ts";
import { judgeContainer } from "../harness/judge-container.ts";
import { profileHere } from "../harness/learned-here.ts";
import { broken, failed } from "../harness/refusals.ts";

const forPodman = ["--to", "compose", "--engine", "podman", "--exact"];

/** Its API takes neither a list of calls nor all options of a tmpfs from Compose: whoever says that it is Podman gets the way that works. */
function refused({ code, stdout, stderr }: Ended): Cell {
  const words = stderr.split("\n").find((line) => line.includes("--to podman-run"));
  if (code !== 1 || stdout !== "" || words === undefined) return broken(`exit ${code}: ${stderr.trim().slice(-300)}`);
  return { verdict: "refused", words };
}

export default {
  place: 41,
  title: "the emitted Compose file",
  what: "`emit --to compose`, started by `docker compose up` where the client has it; looked at in the same way. For Podman, `--engine podman --exact` refuses to write it.",
  table: "capabilities",
  async look(at) {
    const taught = await profileHere(at);
    if ("cell" in taught) return taught.cell;
    const { folder } = taught;
    if (isPodman(at)) return refused(await at.hullproof(["emit", ...forPodman, "profile.json"], { cwd: folder }));
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
      return await judgeContainer(at, container, taught);
    } finally {
      await compose("down", "--volumes");
    }
  },
} satisfies Column;
