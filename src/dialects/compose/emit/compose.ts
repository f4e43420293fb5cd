import { soleLayers } from "../../../data/default-seccomp/sole-layers.ts";
import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";
import type { Loss } from "../../../domain/profile/loss.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Emitter, EmitOptions } from "../../emitter.ts";
import { containerFields } from "../../losses/container-fields.ts";
import { lossesOf, type EveryField } from "../../losses/every-field.ts";
import { apiTmpfsLosses, inlineListLosses } from "../../losses/podman-api-losses.ts";
import { lossLines } from "../../losses/loss-lines.ts";
import type { TargetVersions } from "../../versions/target-version.ts";
import { anonymousVolumeLines } from "../../text/anonymous-volume-lines.ts";
import { checkPaths } from "../../text/check-paths.ts";
import { heading } from "../../text/heading.ts";
import { preparation } from "../../text/preparation.ts";
import { ofContainer } from "../../print/of-container.ts";
import { ofProfile } from "../../print/of-profile.ts";
import { containerLosses } from "../container-losses.ts";
import { composeLines } from "../print/service-lines.ts";
import { serviceName } from "../../text/service-name.ts";
import { unreachedPorts } from "../../text/unreached-ports.ts";

const versions: TargetVersions = {
  flag: "compose",
  product: "Docker Compose",
  default: "5.6",
  oldest: "2.0",
  newest: "5.6",
};

const fields: EveryField = {
  ...containerFields,
  seccomp: inlineListLosses,
  tmpfs: apiTmpfsLosses,
};

export default {
  name: "compose",
  title: "Compose file",
  says: "container",
  syntax: "text",
  always: ["compose.yaml"],
  place: 2,
  versions,
  emit: (profile, options = {}) => ({
    files: [{ name: "compose.yaml", what: "the same as a compose service", text: emitCompose(profile, options) }],
    losses: composeLosses(profile, options),
  }),
  container: (settings, shown) => ({
    name: "compose.yaml",
    text: [...composeLines(serviceOf(settings), ofContainer(settings, shown)), ""].join("\n"),
    losses: containerLosses(settings, shown),
  }),
} satisfies Emitter;

function composeLosses(profile: Profile, options: EmitOptions): Loss[] {
  return lossesOf({ name: "compose", version: options.version ?? versions.default }, fields, profile, options);
}

/**
 * A Compose file with one service.
 *
 * @throws Failure `bad-profile` for mount points and names that the keys cannot say.
 */
export function emitCompose(profile: Profile, options: EmitOptions = {}): string {
  checkPaths(profile);
  const losses = composeLosses(profile, options);
  const comments = [
    ...heading(profile),
    ...soleLayers(profile),
    ...anonymousVolumeLines(profile, {
      removal: "docker compose down -v (docker rm -v)",
      name: (path) => `NAME:${path}, and NAME under volumes`,
    }),
    ...unreachedPorts(profile),
    ...lossLines(losses),
    ...preparation(profile, options, losses),
  ];
  const spec = ofProfile(profile, options);
  return [...comments.map((line) => `# ${line}`), ...composeLines(serviceName(spec.image), spec), ""].join("\n");
}

/**
 * Service names consist of letters, digits, `.`, `_` and `-`; so do container names, which may start with other
 * characters.
 */
function serviceOf({ compose, name }: RequestedSettings): string {
  return compose?.service ?? (name.toLowerCase().replace(/^[^a-z0-9]+/, "") || "app");
}
