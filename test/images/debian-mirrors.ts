import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { Failure } from "../../src/domain/failure.ts";

const exec = promisify(execFile);

export interface DebianMirrors {
  readonly main: string;
  readonly security: string;
}

/**
 * The archive that this system's own apt reads, so that no host name is written here. On a system that is no Debian,
 * HULLPROOF_DEBIAN_MIRROR and HULLPROOF_DEBIAN_SECURITY_MIRROR name it.
 */
export async function debianMirrors(env: NodeJS.ProcessEnv = process.env): Promise<DebianMirrors> {
  const named = { main: env["HULLPROOF_DEBIAN_MIRROR"], security: env["HULLPROOF_DEBIAN_SECURITY_MIRROR"] };
  if (named.main && named.security) return { main: named.main, security: named.security };
  const { stdout } = await exec("apt-get", ["indextargets", "--format", "$(ORIGIN)\t$(RELEASE)\t$(SITE)"]).catch(
    (cause: unknown) => {
      throw new Failure("bad-config", "This system has no apt, so the stand-in images cannot be made here.", {
        hint: "Let the engine pull the official images, or run this on Debian.",
        cause,
      });
    },
  );
  const found = parseIndexTargets(stdout);
  const mirrors = { main: named.main || found.main, security: named.security || found.security };
  const missing = mirrors.main ? (mirrors.security ? undefined : "security archive") : "archive";
  if (missing !== undefined || !mirrors.main || !mirrors.security)
    throw new Failure("bad-config", `apt on this system knows no Debian ${missing}.`, {
      hint: "Name them in HULLPROOF_DEBIAN_MIRROR and HULLPROOF_DEBIAN_SECURITY_MIRROR, or let the engine pull the official images.",
    });
  return { main: mirrors.main, security: mirrors.security };
}

/** Lines of origin, release and site. Before the first `apt-get update` apt does not know the origin and leaves its name. */
export function parseIndexTargets(text: string): Partial<DebianMirrors> {
  const found: { main?: string; security?: string } = {};
  for (const line of text.split("\n")) {
    const [origin, release, site] = line.split("\t");
    // An image can only reach what is served over the network.
    if (!release || !site || !/^https?:\/\//.test(site)) continue;
    if (origin !== "Debian" && origin !== "$(ORIGIN)") continue;
    const suite = release.replace(/\/$/, "");
    if (/-security$|\/updates$/.test(suite)) found.security ??= site;
    else if (/^[a-z]+$/.test(suite)) found.main ??= site;
  }
  return found;
}
