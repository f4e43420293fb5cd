import { basename } from "node:path";
import type { Report } from "../../../src/domain/report/report.ts";
import { tinyImage } from "../../../test/images/tiny.ts";
import type { Column } from "../harness/column.ts";
import { broken, failed } from "../harness/refusals.ts";

const script = "echo added > /etc/added; rm /etc/group; echo ready > /tmp/ready; trap 'exit 0' TERM; sleep 600 & wait";

export default {
  place: 14,
  title: "a running container",
  what: "`inspect container:NAME` of one that added a file and deleted another: its changes are a layer of their own.",
  table: "capabilities",
  short: true,
  async look(at) {
    await at.load([tinyImage]);
    const name = `${basename(at.lab.folder)}-inspected`;
    await at.docker(["run", "--detach", "--name", name, "--network", "none", tinyImage, "sh", "-c", script]);
    try {
      await at.docker(["exec", name, "sh", "-c", "until test -f /tmp/ready; do sleep 0.1; done"]);
      const asked = await at.hullproof(["inspect", "--format", "json", "--quiet", `container:${name}`]);
      if (asked.code !== 0) return failed(asked);
      const { image } = JSON.parse(asked.stdout) as Report;
      const last = image?.layers.at(-1);
      const seen = `${image?.layers.length} layers, the last with ${last?.added} added and ${last?.deleted} deleted`;
      // /etc/added and /tmp/ready.
      return (image?.layers.length ?? 0) >= 2 && last?.added === 2 && last.deleted === 1
        ? { verdict: "works" }
        : broken(seen);
    } finally {
      await at.docker(["rm", "--force", name]);
    }
  },
} satisfies Column;
