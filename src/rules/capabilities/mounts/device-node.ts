import { noteEvidence } from "../../shared/file-notes.ts";
import { firstOf, plural } from "../../shared/image-text.ts";
import { defineRule } from "../../rule.ts";

const sda = { path: "/opt/sda", mode: "0660", uid: 0, gid: 6, layer: 1, bytes: 0 };

export default defineRule({
  id: "capabilities/device-node",
  title: "Device files in the image",
  why:
    "The runtime makes the few devices a container may use, and mounts them over /dev. A device file in a layer is a name for a piece of the host's hardware: the device cgroup refuses it by default, and a privileged container opens it. " +
    "Registries and rootless engines refuse such layers, too.",
  severity: "warning",
  needs: ["privileges"],
  fix: "none",
  also: [],
  examples: [{ kind: "image", bad: { image: { devices: [sda] } }, good: { image: { devices: [] } } }],
  *check({ privileges }) {
    // What lies in /dev is hidden by the runtime's own; bootstrapped base images have some there.
    const hidden = privileges.devices.filter(({ path }) => path.startsWith("/dev/"));
    const open = privileges.devices.filter(({ path }) => !path.startsWith("/dev/"));
    for (const files of [open, hidden]) {
      const [first] = files;
      const evidence = noteEvidence(files);
      if (first === undefined || evidence === undefined) continue;
      const inDev = files === hidden;
      yield {
        message: `${plural(files.length, "device file")}${inDev ? ", hidden by the runtime's own /dev" : ""}: ${firstOf(files.map(({ path }) => path))}`,
        at: { layer: first.layer, path: first.path },
        ...(inDev && { severity: "info" as const }),
        evidence,
      };
    }
  },
});
