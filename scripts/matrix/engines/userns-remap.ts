import { startDocker } from "../harness/docker.ts";
import { ensureRoot } from "../harness/roots.ts";
import type { Row } from "../harness/row.ts";

const prepare = `
echo dockremap:x:600:600::/:/usr/sbin/nologin >> "$1/etc/passwd"
echo dockremap:x:600: >> "$1/etc/group"
echo dockremap:200000:65536 > "$1/etc/subuid"
echo dockremap:200000:65536 > "$1/etc/subgid"`;

export default {
  place: 13,
  title: "Docker of Debian 13 with userns-remap",
  async open(lab) {
    if (process.getuid?.() !== 0) return { missing: "a root of its own takes root" };
    const packages = [
      "docker.io",
      "docker-cli",
      "docker-buildx",
      "docker-compose",
      "uidmap",
      "rootlesskit",
      "slirp4netns",
    ];
    const root = await ensureRoot(lab, { suite: "trixie", packages });
    if (root === undefined) return { missing: "a root of Debian trixie cannot be made here" };
    return startDocker(lab, "userns-remap", { root: root.path, prepare, settings: { "userns-remap": "dockremap" } });
  },
} satisfies Row;
