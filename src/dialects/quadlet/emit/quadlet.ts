import { soleLayers } from "../../../data/default-seccomp/sole-layers.ts";
import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";
import type { Loss } from "../../../domain/profile/loss.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Emitter, EmitOptions, ShownValues } from "../../emitter.ts";
import { containerFields } from "../../losses/container-fields.ts";
import { volumeLosses } from "../../losses/deployment-losses.ts";
import { lossesOf, type EveryField } from "../../losses/every-field.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import {
  ambientLosses,
  emptyWordLosses,
  newAtEachStart,
  podmanTmpfsLosses,
  readOnlyDevLosses,
  relativeLosses,
} from "../../losses/podman-losses.ts";
import { podmanVersions } from "../../versions/podman-versions.ts";
import { checkPaths } from "../../text/check-paths.ts";
import { heading } from "../../text/heading.ts";
import { podmanImage } from "../../run-line/print/podman-image.ts";
import { preparation } from "../../text/preparation.ts";
import { ofContainer } from "../../print/of-container.ts";
import { ofProfile } from "../../print/of-profile.ts";
import type { PrintedSpec } from "../../print/printed-spec.ts";
import { readOnlyOnPodman } from "../../text/podman-read-only.ts";
import { podmanTmpfs } from "../../text/podman-tmpfs.ts";
import { hasKey } from "../../text/quadlet-line.ts";
import { qualifiedImage } from "../../text/qualified-image.ts";
import { visible } from "../../text/visible.ts";
import { containerLosses } from "../container-losses.ts";
import { filesBeside, unitLines } from "../print/unit-lines.ts";
import { reasons } from "../../text/reasons.ts";
import { serviceName } from "../../text/service-name.ts";
import { unreachedPorts } from "../../text/unreached-ports.ts";

const versions = podmanVersions;

const fields: EveryField = {
  ...containerFields,
  capabilities: ambientLosses,
  readOnlyRootfs: (profile, { version }) => readOnlyDevLosses(profile, version, hasKey(version, "ReadOnlyTmpfs")),
  tmpfs: podmanTmpfsLosses,
  volumes: (profile, { version }) => [...volumeLosses(profile), ...relativeLosses(profile, version)],
  anonymousVolumes: newAtEachStart,
  "workload.command": ({ workload }) => emptyWordLosses(workload),
};

export default {
  name: "quadlet",
  title: "Quadlet unit for Podman under systemd",
  says: "container",
  syntax: "text",
  always: [],
  asked: true,
  versions,
  emit: (profile, options = {}) => {
    const losses = lossesOf({ name: "quadlet", version: versionOf(options) }, fields, profile, options);
    const name = `${serviceName(options.image ?? profile.image.name)}.container`;
    return { files: [{ name, what: "the same as a Quadlet unit", text: unitText(profile, options, losses) }], losses };
  },
  container: (settings, shown) => {
    const name = visible(settings.name, 120);
    const lines = unitLines(name, containerSpec(settings, shown), versions.default);
    return {
      name: "app.container",
      text: [...lines, ""].join("\n"),
      losses: containerLosses(settings, shown, `%E/containers/systemd/${filesBeside(name).seccomp}`),
    };
  },
} satisfies Emitter;

/**
 * The unit, below comments about it. Throws `Failure` `bad-profile` for mount points and names that the keys cannot
 * say.
 */
function unitText(profile: Profile, options: EmitOptions, losses: readonly Loss[]): string {
  checkPaths(profile);
  const version = versionOf(options);
  const name = serviceName(options.image ?? profile.image.name);
  const reasonLines = reasons(profile, options.witnesses).map(({ label, text }) => `  ${label}: ${text}`);
  const comments = [
    ...heading(profile),
    `Written for Podman ${version}`,
    ...(reasonLines.length > 0 ? ["What stays, and why:", ...reasonLines] : []),
    ...soleLayers(profile),
    ...unreachedPorts(profile),
    ...lossLines(losses),
    ...preparation(profile, options, losses, filesBeside(name)),
  ];
  return [...comments.map((text) => `# ${text}`), ...unitLines(name, specOf(profile, options), version), ""].join("\n");
}

function specOf(profile: Profile, options: EmitOptions): PrintedSpec {
  // Otherwise /run, /tmp and /var/tmp would be writable. Versions without the key disable them in the generator.
  const hasOwnTmpfsKey = hasKey(versionOf(options), "ReadOnlyTmpfs");
  const { ownTmpfs, tmpfs } = readOnlyOnPodman(profile, hasOwnTmpfsKey);
  const spec = ofProfile(profile, options, (mount) => podmanTmpfs(mount, profile.user));
  return {
    ...spec,
    image: podmanImage(spec.image, profile),
    tmpfs: [...(spec.tmpfs ?? []), ...tmpfs],
    withoutOwnTmpfs: hasOwnTmpfsKey && !ownTmpfs,
  };
}

function versionOf({ version = versions.default }: EmitOptions): string {
  return version;
}

/** Podman copies the image's files into a tmpfs by default, and Docker does not. */
function containerSpec(settings: RequestedSettings, shown: ShownValues): PrintedSpec {
  const spec = ofContainer(settings, shown);
  const tmpfs = settings.tmpfs.map(({ path, options }) => ({
    path,
    options: [options, settings.engine === "docker" ? "notmpcopyup" : ""].filter((one) => one !== "").join(","),
  }));
  return { ...spec, image: qualifiedImage(spec.image), tmpfs, withoutOwnTmpfs: settings.readOnly };
}
