import type { Profile } from "../../../domain/profile/profile.ts";
import type { Emitter, EmitOptions } from "../../emitter.ts";
import { containerFields } from "../../losses/container-fields.ts";
import { lossesOf, type EveryField } from "../../losses/every-field.ts";
import { ambientLosses, podmanTmpfsLosses, readOnlyDevLosses } from "../../losses/podman-losses.ts";
import { podmanVersions } from "../../versions/podman-versions.ts";
import type { TargetVersions } from "../../versions/target-version.ts";
import { podmanImage } from "../print/podman-image.ts";
import { readOnlyOnPodman } from "../../text/podman-read-only.ts";
import { tmpfsText } from "../../print/printed-spec.ts";
import { podmanTmpfs } from "../../text/podman-tmpfs.ts";
import type { Flag } from "../../text/flag.ts";
import { runFile, runLine } from "../print/run-line.ts";

/** Podman 4.3, the oldest tested version, supports all written flags. */
const versions: TargetVersions = { ...podmanVersions, oldest: "4.3" };

const fields: EveryField = {
  ...containerFields,
  capabilities: ambientLosses,
  readOnlyRootfs: (profile, { version }) => readOnlyDevLosses(profile, version, true),
  tmpfs: podmanTmpfsLosses,
};

/** Otherwise /run, /tmp and /var/tmp would be writable. */
function readOnlyFlags(profile: Profile): Flag[] {
  const { ownTmpfs, tmpfs } = readOnlyOnPodman(profile);
  return [
    ...(ownTmpfs ? [] : [["--read-only-tmpfs=false"] as const]),
    ...tmpfs.map((mount): Flag => ["--tmpfs", tmpfsText(mount)]),
  ];
}

/** Podman's client reads the seccomp profile from a file, which its Docker-compatible API refuses from other hosts. */
export default {
  name: "podman-run",
  title: "podman run line",
  says: "container",
  syntax: "text",
  always: [],
  asked: true,
  versions,
  emit: (profile, options: EmitOptions = {}) => {
    const losses = lossesOf(
      { name: "podman-run", version: options.version ?? versions.default },
      fields,
      profile,
      options,
    );
    const client = {
      program: "podman run",
      image: podmanImage(options.image ?? profile.image.name, profile),
      tmpfs: (mount) => podmanTmpfs(mount, profile.user),
      restricting: readOnlyFlags(profile),
    } satisfies Parameters<typeof runLine>[2];
    return { files: [runFile("podman-run.sh", profile, runLine(profile, options, client, losses))], losses };
  },
} satisfies Emitter;
