import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import type { PeerFinding } from "../../test/interop/foreign-vex.ts";

export interface Peer {
  readonly name: "trivy" | "grype";
  archive(file: string, vex?: string): Promise<readonly PeerFinding[]>;
  sbom(file: string, vex?: string): Promise<readonly PeerFinding[]>;
  /** `HOST:PORT/NAME:TAG`, without TLS. */
  registry(name: string, vex?: string): Promise<readonly PeerFinding[]>;
}

type Json = Readonly<Record<string, unknown>>;

const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? (value as Json[]) : []);
const object = (value: unknown): Json => (typeof value === "object" && value !== null ? (value as Json) : {});
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Programs and databases in one folder: `trivy`, `trivy-cache`, `grype`, `grype-db`. None of them asks a network. Throws `Error` where one is missing. */
export function openPeers(folder: string): readonly Peer[] {
  for (const name of ["trivy", "trivy-cache", "grype", "grype-db"])
    if (!existsSync(join(folder, name))) throw new Error(`${folder} has no ${name}`);
  return [trivy(folder), grype(folder)];
}

const exec = promisify(execFile);

/** Not in step with this process: a registry in it has to answer meanwhile. */
async function run(program: string, args: readonly string[], env: Readonly<Record<string, string>>): Promise<Json> {
  const { stdout } = await exec(program, args, { env: { ...process.env, ...env }, maxBuffer: 256 * 1024 * 1024 });
  return object(JSON.parse(stdout));
}

function trivy(folder: string): Peer {
  const ask = async (verb: string, rest: readonly string[], vex?: string): Promise<readonly PeerFinding[]> => {
    const flags = ["--cache-dir", join(folder, "trivy-cache"), "--skip-db-update", "--skip-java-db-update"];
    const more = ["--offline-scan", "--quiet", "--format", "json", ...(vex === undefined ? [] : ["--vex", vex])];
    const answer = await run(join(folder, "trivy"), [verb, ...flags, ...more, ...rest], {});
    return list(answer["Results"])
      .flatMap((result) => list(result["Vulnerabilities"]))
      .map((one) => ({
        id: text(one["VulnerabilityID"]),
        aliases: [],
        purl: text(object(one["PkgIdentifier"])["PURL"]),
      }));
  };
  return {
    name: "trivy",
    archive: (file, vex) => ask("image", ["--input", file], vex),
    sbom: (file, vex) => ask("sbom", [file], vex),
    registry: (name, vex) => ask("image", ["--insecure", "--image-src", "remote", name], vex),
  };
}

function grype(folder: string): Peer {
  const ask = async (target: string, vex?: string): Promise<readonly PeerFinding[]> => {
    const env = {
      GRYPE_DB_CACHE_DIR: join(folder, "grype-db"),
      GRYPE_DB_AUTO_UPDATE: "false",
      GRYPE_DB_VALIDATE_AGE: "false",
      GRYPE_CHECK_FOR_APP_UPDATE: "false",
      GRYPE_REGISTRY_INSECURE_USE_HTTP: "true",
    };
    const args = ["-q", "-o", "json", target, ...(vex === undefined ? [] : ["--vex", vex])];
    const answer = await run(join(folder, "grype"), args, env);
    return list(answer["matches"]).map((match) => ({
      id: text(object(match["vulnerability"])["id"]),
      aliases: list(match["relatedVulnerabilities"]).map(({ id }) => text(id)),
      purl: text(object(match["artifact"])["purl"]),
    }));
  };
  return {
    name: "grype",
    archive: (file, vex) => ask(`docker-archive:${file}`, vex),
    sbom: (file, vex) => ask(`sbom:${file}`, vex),
    registry: (name, vex) => ask(`registry:${name}`, vex),
  };
}

export const isDistributions = ({ purl }: { readonly purl: string }): boolean => /^pkg:(?:deb|rpm|apk)\//.test(purl);
