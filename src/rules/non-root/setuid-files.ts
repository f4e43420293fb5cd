import type { Evidence } from "../../domain/finding.ts";
import { firstOf, mostListed, plural } from "../image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/setuid-files",
  title: "Files that make their caller somebody else",
  why:
    "A setuid or setgid file runs as its owner, whoever starts it: with su, mount or passwd from the base image an ordinary user of the container may become root in it. " +
    "A service needs none of them. --security-opt no-new-privileges makes the kernel ignore the bits, chmod a-s takes them away.",
  severity: "info",
  needs: ["image"],
  fix: "none",
  also: ["dockle/CIS-DI-0008", "cis-docker/4.8"],
  examples: [
    {
      kind: "image",
      bad: { image: { setuid: [{ path: "/usr/bin/su", mode: "4755", uid: 0, layer: 0, bytes: 84_360 }] } },
      good: { image: { setuid: [] } },
    },
  ],
  *check({ image }) {
    const files = image.setuid;
    const [first, ...others] = files.slice(0, mostListed).map(({ path, mode, uid, layer, bytes }): Evidence => ({
      kind: "file",
      path,
      layer,
      bytes,
      detail: `mode ${mode}, uid ${uid}`,
    }));
    const place = files[0];
    if (first === undefined || place === undefined) return;
    yield {
      message: `${plural(files.length, "file")} with setuid or setgid: ${firstOf(files.map(({ path }) => path))}`,
      at: { layer: place.layer, path: place.path },
      evidence: [first, ...others],
    };
  },
});
