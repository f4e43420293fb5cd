import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianMirrors } from "../../../test/images/debian-mirrors.ts";
import { writeDockerArchive, type LayerFile } from "./docker-archive.ts";
import { writeEmptyFiles, writeGeneratedLayer } from "./generated-layers.ts";

export const fixtureNames = ["small", "mid", "big", "many"] as const;
export type FixtureName = (typeof fixtureNames)[number];

export interface Fixture {
  readonly name: FixtureName;
  readonly tag: string;
  /** docker-archive with plain layers. */
  readonly archive: string;
  /** OCI layout with gzip layers. */
  readonly oci?: string;
  /** The layers' tar files. */
  readonly layers: readonly string[];
}

/** About a thousand packages with 70,000 files and 1 GB; what they need in turn is what the registry has that day. */
const npmPackages = {
  "@angular/core": "22.2.6",
  "@babel/core": "8.1.3",
  "@babel/preset-env": "8.0.7",
  "@mui/material": "9.5.0",
  antd: "6.6.8",
  "core-js": "3.51.0",
  "date-fns": "4.4.0",
  eslint: "10.15.0",
  express: "5.3.0",
  jest: "30.5.2",
  lodash: "4.18.1",
  moment: "2.31.0",
  "monaco-editor": "0.57.0",
  mongoose: "9.12.1",
  next: "16.4.6",
  prettier: "3.10.1",
  react: "19.3.1",
  "react-dom": "19.3.1",
  rxjs: "7.8.2",
  sequelize: "6.37.8",
  three: "0.187.0",
  typescript: "7.0.2",
  vite: "8.3.8",
  webpack: "5.112.2",
  "webpack-dev-server": "6.1.0",
};
const debianSuite = "trixie";
/** Counts up when generated layers change, so that they are made anew. */
const recipeVersion = 1;

/** The images that were asked for, made where they are missing. A changed recipe makes them anew. */
export async function ensureFixtures(
  cache: string,
  names: readonly FixtureName[],
  say: (text: string) => void,
): Promise<Fixture[]> {
  const recipe = JSON.stringify([recipeVersion, npmPackages, debianSuite, process.arch]);
  const folder = join(cache, `images-${createHash("sha256").update(recipe).digest("hex").slice(0, 12)}`);
  mkdirSync(join(folder, "layers"), { recursive: true });
  const layers = layerMaker(folder, say);
  const fixtures: Fixture[] = [];
  for (const name of names) {
    const archive = join(folder, `${name}.tar`);
    const tag = `hullproof-bench/${name}:1`;
    const parts = await layers(name);
    if (!existsSync(archive)) {
      say(`writing ${archive}`);
      writeDockerArchive(`${archive}.part`, tag, parts);
      renameSync(`${archive}.part`, archive);
    }
    const oci = name === "small" || name === "mid" ? gzipLayout(folder, name, archive, say) : undefined;
    const paths = parts.map(({ path }) => path);
    fixtures.push({ name, tag, archive, layers: paths, ...(oci === undefined ? {} : { oci }) });
  }
  return fixtures;
}

function layerMaker(folder: string, say: (text: string) => void): (name: FixtureName) => Promise<LayerFile[]> {
  async function layer(name: string, createdBy: string, make: (path: string) => unknown): Promise<LayerFile> {
    const path = join(folder, "layers", `${name}.tar`);
    if (!existsSync(path)) {
      say(`making the layer ${name}`);
      await make(`${path}.part`);
      renameSync(`${path}.part`, path);
    }
    return { path, createdBy };
  }
  const base = () => layer("base", `mmdebstrap ${debianSuite}`, debianBase);
  const small = async () => [
    await base(),
    await layer("little", "COPY . /srv", (path) => writeGeneratedLayer(path, 9, 100, 4_000)),
  ];
  const mid = async () => [
    ...(await small()),
    await layer("node", "COPY node /usr/local/bin/node", nodeBinary),
    await layer("modules", "RUN npm install", (path) => npmModules(path, folder)),
  ];
  return async (name) => {
    if (name === "small") return small();
    if (name === "mid") return mid();
    if (name === "many") {
      return [await base(), await layer("empty", "RUN touch", (path) => writeEmptyFiles(path, 3_000_000))];
    }
    const more = [1, 2, 3, 4].map((number) =>
      layer(`made-${number}`, `COPY part-${number} /srv`, (path) => writeGeneratedLayer(path, number, 20_000, 23_000)),
    );
    return [...(await mid()), ...(await Promise.all(more))];
  };
}

async function debianBase(path: string): Promise<void> {
  const { main } = await debianMirrors();
  execFileSync(
    "mmdebstrap",
    ["--quiet", "--format=tar", "--variant=apt", debianSuite, path, `deb ${main} ${debianSuite} main`],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
}

function nodeBinary(path: string): void {
  const bin = join(import.meta.dirname, "../../../node_modules/node/bin");
  pack(path, bin, ["--dereference", "--transform=s,^,usr/local/bin/,", "node"]);
}

function npmModules(path: string, folder: string): void {
  const app = mkdtempSync(join(folder, "npm-"));
  try {
    writeFileSync(join(app, "package.json"), JSON.stringify({ name: "app", private: true, dependencies: npmPackages }));
    const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--loglevel=error"];
    execFileSync("npm", ["install", ...flags], { cwd: app, stdio: ["ignore", "ignore", "inherit"] });
    pack(path, app, ["--transform=s,^,srv/app/,", "package.json", "package-lock.json", "node_modules"]);
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}

function pack(path: string, from: string, args: readonly string[]): void {
  const same = ["--sort=name", "--mtime=@0", "--owner=0", "--group=0", "--numeric-owner", "--format=posix"];
  // Without the times of access and change a PAX header comes only where a name is long.
  const pax = "--pax-option=delete=atime,delete=ctime";
  execFileSync("tar", ["-C", from, ...same, pax, "--hard-dereference", "-cf", path, ...args]);
}

function gzipLayout(folder: string, name: string, archive: string, say: (text: string) => void): string | undefined {
  const oci = join(folder, `${name}-oci`);
  if (existsSync(join(oci, "index.json"))) return oci;
  say(`packing ${name} as an OCI layout with gzip layers`);
  rmSync(`${oci}.part`, { recursive: true, force: true });
  try {
    // To an OCI layout it packs with gzip by itself.
    execFileSync("skopeo", ["copy", "--quiet", `docker-archive:${archive}`, `oci:${oci}.part:latest`]);
  } catch (error) {
    say(`no gzip layers: skopeo failed (${error instanceof Error ? error.message.split("\n")[0] : String(error)})`);
    return undefined;
  }
  renameSync(`${oci}.part`, oci);
  return oci;
}
