import { writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { isPodman } from "../harness/at.ts";
import type { Column } from "../harness/column.ts";
import { judgeContainer } from "../harness/judge-container.ts";
import { profileHere } from "../harness/learned-here.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 40,
  title: "the emitted run line",
  what: "`emit --to docker-run` (`podman-run` on Podman), started as it is, but for a name, by the client that is there; `docker inspect` and the container's own /proc and cgroup show every restriction, and the page is served.",
  table: "capabilities",
  async look(at) {
    const taught = await profileHere(at);
    if ("cell" in taught) return taught.cell;
    const { folder } = taught;
    const client = isPodman(at) ? "podman" : "docker";
    const emitted = await at.hullproof(["emit", "--to", `${client}-run`, "profile.json"], { cwd: folder });
    if (emitted.code !== 0) return failed(emitted);
    await writeFile(join(folder, "line.sh"), emitted.stdout);
    const named = `${client}() { first=$1; shift; command ${client} "$first" --name ${basename(at.lab.folder)}-line "$@"; }\n. ./line.sh`;
    const started = await at.run("sh", ["-c", named], { cwd: folder });
    const container = started.stdout.trim().split("\n").at(-1) ?? "";
    if (started.code !== 0 || container === "")
      return broken(`it does not start: ${started.stderr.trim().slice(-300)}`);
    try {
      return await judgeContainer(at, container, taught);
    } finally {
      await at.docker(["rm", "--force", "--volumes", container]);
    }
  },
} satisfies Column;
