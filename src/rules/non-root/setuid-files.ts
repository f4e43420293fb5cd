import type { Observation } from "../observation.ts";
import type { FileNote } from "../../domain/image/image-info.ts";
import { knowsOwners, noteEvidence, ownerName } from "../shared/file-notes.ts";
import { firstOf, plural } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const su: FileNote = { path: "/usr/bin/su", mode: "4755", uid: 0, gid: 0, layer: 0, bytes: 84_360 };

export default defineRule({
  id: "non-root/setuid-files",
  title: "Setuid or setgid files in the image",
  why:
    "A setuid or setgid file runs as its owner, whoever starts it: with su, mount or passwd from the base image an ordinary user of the container may become root in it. " +
    "A service needs none of them. --security-opt no-new-privileges makes the kernel ignore the bits, chmod a-s takes them away. One that no package brought was put there by the build.",
  severity: "info",
  needs: ["privileges", "packages"],
  fix: "none",
  also: ["dockle/CIS-DI-0008", "cis-docker/4.8"],
  examples: [
    {
      kind: "image",
      bad: { image: { setuid: [{ ...su, owner: "pkg:deb/debian/util-linux@2.41-5?arch=amd64" }] } },
      good: { image: { setuid: [] } },
    },
    {
      kind: "image",
      bad: {
        image: {
          setuid: [{ ...su, path: "/usr/local/bin/helper", layer: 4 }],
          packages: [
            { purl: "pkg:deb/debian/bash@5.2", name: "bash", version: "5.2", layer: 0, path: "/var/lib/dpkg/status" },
          ],
        },
      },
      good: { image: { setuid: [] } },
    },
  ],
  *check({ privileges, packages }) {
    const owners = knowsOwners(packages);
    const strange = privileges.setuid.filter(({ owner }) => owners && owner === undefined);
    const usual = privileges.setuid.filter(({ owner }) => !owners || owner !== undefined);
    yield* observed(strange, "that no package brought");
    yield* observed(usual, "");
  },
});

function* observed(files: readonly FileNote[], condition: string): Generator<Observation> {
  const [first] = files;
  const evidence = noteEvidence(files);
  if (first === undefined || evidence === undefined) return;
  const names = files.map(({ path, owner }) => (owner === undefined ? path : `${path} (${ownerName(owner)})`));
  yield {
    message: `${plural(files.length, "file")} with setuid or setgid${condition === "" ? "" : ` ${condition}`}: ${firstOf(names)}`,
    at: { layer: first.layer, path: first.path },
    ...(condition !== "" && { severity: "warning" as const }),
    evidence,
  };
}
