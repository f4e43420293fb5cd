import { basename } from "node:path";
import { tinyImage } from "../../../test/images/tiny.ts";
import { isPodman } from "../harness/at.ts";
import type { Column } from "../harness/column.ts";
import { webCopy } from "../harness/learned-here.ts";
import { broken } from "../harness/refusals.ts";

export default {
  place: 20,
  title: "the engine's own build",
  what: "`docker build` by the client that is there (`podman build` on Podman), without hullproof: what the columns to the right can expect.",
  table: "capabilities",
  async look(at) {
    await at.load([tinyImage]);
    const cwd = await webCopy(at, "build");
    const image = `${basename(at.lab.folder)}:built`;
    const { code, stderr } = await at.run(isPodman(at) ? "podman" : "docker", ["build", "--tag", image, "."], { cwd });
    await at.docker(["image", "rm", image]).catch(() => undefined);
    if (code === 0) return { verdict: "works" };
    return broken(stderr.trim().split("\n").slice(-2).join(" "));
  },
} satisfies Column;
