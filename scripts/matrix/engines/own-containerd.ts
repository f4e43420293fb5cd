import { startDocker } from "../harness/docker.ts";
import { runProgram } from "../../run-program.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 2,
  title: "The same Docker with the containerd image store",
  short: true,
  any: true,
  async open(lab) {
    const there = await runProgram("dockerd", ["--version"], { env: lab.env }).catch(() => undefined);
    if (there?.code !== 0 || process.getuid?.() !== 0)
      return { missing: "a second dockerd takes root and dockerd here" };
    return startDocker(lab, "own-containerd", { settings: { features: { "containerd-snapshotter": true } } });
  },
} satisfies Row;
