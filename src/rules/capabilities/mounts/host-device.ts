import { asWritten, each, evidenceOf, placeOf, visiblePart } from "../../shared/container.ts";
import { reference } from "../../shared/evidence.ts";
import { defineRule } from "../../rule.ts";

/** Disks, and what lies behind them. */
const disk =
  /^\/dev\/(?:[sv]d[a-z]|xvd[a-z]|hd[a-z]|nvme\d|mmcblk\d|md\d|dm-\d|loop\d|zd\d|nbd\d|rbd\d|sg\d|mapper\/(?!control$)|disk\/|bcache\d|drbd\d)/;
const memory = /^\/dev\/(?:mem|kmem|port)$/;

export default defineRule({
  id: "capabilities/host-device",
  title: "Host device passed to the container",
  why:
    "A disk as a device is the host's file system below every permission: whoever can read it reads all files, whoever can write it is root at the next start. Other devices reach their driver in the kernel. " +
    "Name the one device, with r where reading is enough.",
  severity: "error",
  needs: ["containers"],
  premise: {
    kind: "engine",
    shows: "a device node of a disk can't be opened in a container, and it can under a device rule that allows it",
  },
  fix: "none",
  also: ["cis-docker/5.18", "compose-lint/CL-0016"],
  examples: [
    {
      kind: "document",
      bad: "docker run --rm --device /dev/sda example/disk-health:3.1\n",
      good: "docker run --rm -v /srv/health:/health:ro example/disk-health:3.1\n",
    },
    {
      kind: "document",
      bad: "docker run --rm --device-cgroup-rule 'b *:* rwm' example/disk-health:3.1\n",
      good: "docker run --rm --device-cgroup-rule 'c 13:* rmw' --gpus all example/game:3.1\n",
    },
    {
      kind: "compose",
      bad: "services:\n  zigbee:\n    image: example/zigbee:1.0\n    devices:\n      - /dev/ttyUSB0:/dev/ttyUSB0\n",
      good: "services:\n  zigbee:\n    image: example/zigbee:1.0\n    gpus: all\n",
    },
  ],
  *check({ containers }) {
    for (const { said } of each(containers, ({ devices }) => devices)) {
      const { source, permissions } = said.value;
      // GPUs and CDI devices are asked for by name; there is no other way to them.
      if (!source.startsWith("/dev")) continue;
      const whole = source === "/dev" || memory.test(source) || disk.test(source);
      const writes = permissions.includes("w");
      const effect =
        source === "/dev" || disk.test(source)
          ? `${writes ? "change" : "read"} every file of the host below its permissions`
          : memory.test(source)
            ? "reach the memory of the host"
            : "speak to a driver of the host's kernel";
      yield {
        message: `\`${visiblePart(said, source)}\` lets the container ${effect}`,
        at: placeOf(said),
        severity: whole ? (writes ? "error" : "warning") : "info",
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "A device that is given to a container is allowed in its device control group",
            "docs.docker.com, docker container run, --device",
          ),
        ],
      };
    }
    for (const { container, said } of each(containers, ({ deviceRules }) => deviceRules)) {
      if (!/^(?:a|b|c 1:[12*]|c \*)(?:[ \t]|$)/.test(said.value)) continue;
      yield {
        message: `\`${asWritten(container, said)}\` opens the host's disks or memory to the container`,
        at: placeOf(said),
        evidence: [
          ...evidenceOf(containers, said),
          reference(
            "Types, numbers and permissions of a device rule",
            "devices.rst of the kernel's documentation of cgroup v1",
          ),
        ],
      };
    }
  },
});
