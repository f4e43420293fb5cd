import { createHash } from "node:crypto";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ensureStandIns } from "../../../test/images/stand-ins.ts";
import { docker, dockerText } from "./programs.ts";
import type { NamedService, Service } from "./service.ts";

const label = "hullproof-services.recipe";
/** Debian 13 by mmdebstrap and `docker import`, with Debian's Python beside it. */
const base = "hullproof-stand-in/python:trixie";
export const clientImage = "hullproof-services/client:1";
const clientPackages = [
  "bind9-dnsutils cups-client curl default-mysql-client ldap-utils mosquitto-clients netcat-openbsd openssh-client",
  "postgresql-client redis-tools rsync sshpass",
].join(" ");

export const imageOf = (name: string): string => `hullproof-services/${name}:1`;

/** Makes the base once, the clients' image, and that of the service; each only when its recipe changed. */
export async function ensureImages(service: NamedService, say: (text: string) => void): Promise<string> {
  await ensureStandIns(({ message }) => say(message), ["python:3.13-slim"]);
  await ensureImage(
    clientImage,
    { packages: clientPackages.split(" "), command: ["sleep", "infinity"], ports: [] },
    say,
  );
  await ensureImage(imageOf(service.name), service, say);
  return dockerText(["image", "inspect", "--format", "{{.Id}}", imageOf(service.name)]);
}

export type Recipe = Pick<
  Service,
  "packages" | "before" | "setup" | "files" | "command" | "workdir" | "user" | "ports" | "volumes" | "stopSignal"
>;

/** Builds it unless it was built from this very recipe. Its base has to be there. */
export async function ensureImage(image: string, recipe: Recipe, say: (text: string) => void): Promise<void> {
  const text = dockerfile(recipe);
  const hash = createHash("sha256")
    .update(JSON.stringify([text, recipe.files]))
    .digest("hex")
    .slice(0, 16);
  const made = await docker(["image", "inspect", "--format", `{{index .Config.Labels "${label}"}}`, image]);
  if (made.stdout.trim() === hash) return;
  say(`building ${image} from Debian's packages`);
  const folder = await mkdtemp(join(tmpdir(), "hullproof-services-"));
  try {
    await writeFile(join(folder, "Dockerfile"), text);
    await mkdir(join(folder, "files"));
    for (const [path, content] of Object.entries(recipe.files ?? {})) {
      const at = join(folder, "files", path);
      await mkdir(dirname(at), { recursive: true });
      await writeFile(at, content);
      await chmod(at, content.startsWith("#!") ? 0o755 : 0o644);
    }
    const options = ["--quiet", "--network", "host", "--label", `${label}=${hash}`, "--tag", image];
    await dockerText(["build", ...options, folder], { timeoutMs: 600_000 });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function dockerfile(recipe: Recipe): string {
  return [
    `FROM ${base}`,
    // Nothing is started while packages are installed.
    "RUN printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d && chmod 755 /usr/sbin/policy-rc.d \\",
    ...(recipe.before === undefined ? [] : [`  && ${recipe.before} \\`]),
    "  && apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \\",
    `  ${recipe.packages.join(" ")} && rm -rf /var/lib/apt/lists/* /usr/sbin/policy-rc.d`,
    ...(recipe.files === undefined ? [] : ["COPY files/ /"]),
    ...(recipe.setup === undefined ? [] : [`RUN ${recipe.setup.replaceAll("\n", " && ")}`]),
    ...(recipe.workdir === undefined ? [] : [`WORKDIR ${recipe.workdir}`]),
    ...(recipe.volumes ?? []).map((path) => `VOLUME ${path}`),
    ...recipe.ports.map((port) => `EXPOSE ${port}`),
    ...(recipe.user === undefined ? [] : [`USER ${recipe.user}`]),
    ...(recipe.stopSignal === undefined ? [] : [`STOPSIGNAL ${recipe.stopSignal}`]),
    `CMD ${JSON.stringify(recipe.command)}`,
    "",
  ].join("\n");
}
