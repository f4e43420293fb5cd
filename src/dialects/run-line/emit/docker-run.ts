import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Loss } from "../../../domain/profile/loss.ts";
import type { Emitter, EmitOptions } from "../../emitter.ts";
import { containerFields } from "../../losses/container-fields.ts";
import { lossesOf, type EveryField } from "../../losses/every-field.ts";
import { apiTmpfsLosses, inlineListLosses } from "../../losses/podman-api-losses.ts";
import { atLeast, type TargetVersions } from "../../versions/target-version.ts";
import type { Flag } from "../../text/flag.ts";
import { ofContainer, ownSeccomp } from "../../print/of-container.ts";
import { seccompFile } from "../../text/seccomp-file.ts";
import { containerLosses } from "../container-losses.ts";
import { command, runFile, runLine, type RunLineOptions } from "../print/run-line.ts";
import { shellQuote } from "../../text/shell-quote.ts";

const versions: TargetVersions = { flag: "docker", product: "Docker", default: "29", oldest: "20.10", newest: "29" };

const fields: EveryField = {
  ...containerFields,
  seccomp: inlineListLosses,
  tmpfs: apiTmpfsLosses,
};

export default {
  name: "docker-run",
  title: "docker run line",
  says: "container",
  syntax: "text",
  always: ["docker-run.sh"],
  place: 1,
  versions,
  emit: (profile, options = {}) => ({
    files: [runFile("docker-run.sh", profile, emitDockerRun(profile, options))],
    losses: dockerRunLosses(profile, options),
  }),
  container: (settings, shown) => ({
    name: "docker-run.sh",
    text: [...seccompDocument(settings), command("docker run", ofContainer(settings, shown), true)].join("\n"),
    losses: containerLosses(settings, shown),
  }),
} satisfies Emitter;

function dockerRunLosses(profile: Profile, options: EmitOptions): Loss[] {
  return lossesOf({ name: "docker-run", version: options.version ?? versions.default }, fields, profile, options);
}

/** The text of `docker run`. @throws Failure `bad-profile` for mount points and names that the flags cannot say. */
export function emitDockerRun(profile: Profile, options: RunLineOptions = {}): string {
  const { version = versions.default } = options;
  const client = {
    program: "docker run",
    image: options.image ?? profile.image.name,
    volume: (text: string) => volumeFlag(text, version),
  };
  return runLine(profile, options, client, dockerRunLosses(profile, options));
}

/** Before Docker 23, directories had to be absolute. */
function volumeFlag(volume: string, version: string): Flag {
  if (!/^\.\.?(?:\/|:)/.test(volume) || atLeast(version, "23.0")) return ["--volume", volume];
  return ["--volume", `"$PWD"/${shellQuote(volume)}`, true];
}

/** Writes the container's own seccomp profile to a file first. */
function seccompDocument(settings: RequestedSettings): string[] {
  const seccomp = ownSeccomp(settings);
  if (seccomp === undefined) return [];
  return [`cat > ${seccompFile} <<'END-OF-SECCOMP'`, JSON.stringify(JSON.parse(seccomp)), "END-OF-SECCOMP"];
}
