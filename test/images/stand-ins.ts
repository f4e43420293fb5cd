import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { Failure } from "../../src/domain/failure.ts";
import type { Progress } from "../../src/domain/progress.ts";
import { type DebianMirrors, debianMirrors } from "./debian-mirrors.ts";
import { lockFolder } from "./lock-folder.ts";
import { type Recipe, recipes } from "./stand-in-recipes.ts";

export interface StandIn {
  readonly image: string;
  readonly official: string;
  /** False when it was there already. */
  readonly made: boolean;
}

const exec = promisify(execFile);
const nodePackage = join(import.meta.dirname, "../../node_modules/node");
const recipeLabel = "hullproof.stand-in.recipe";

/**
 * Makes what is missing of the stand-ins from Debian's archive, about 15 s each, two at a time; `officials` narrows it
 * to those. The main suite only is installed, the security suite only configured: like a real base image that is some
 * weeks old. Throws `Failure` where apt, mmdebstrap or the engine is not at hand.
 */
export async function ensureStandIns(progress: Progress, officials?: readonly string[]): Promise<readonly StandIn[]> {
  const wanted = recipes.filter((recipe) => officials === undefined || officials.includes(recipe.official));
  const unknown = (officials ?? []).filter((name) => !wanted.some((recipe) => recipe.official === name));
  if (unknown.length > 0)
    throw new Failure("no-such-image", `There is no stand-in for ${unknown.join(", ")}.`, {
      hint: `Let the engine pull it, or add a recipe to test/images/stand-in-recipes.ts.`,
    });
  const mirrors = await debianMirrors();
  const done: StandIn[] = [];
  const queue = [...wanted];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      done.push(await ensureOne(next, mirrors, progress));
  };
  await Promise.all([worker(), worker()]);
  return wanted.flatMap((recipe) => done.filter((standIn) => standIn.image === recipe.image));
}

async function ensureOne(recipe: Recipe, mirrors: DebianMirrors, progress: Progress): Promise<StandIn> {
  const { image, official } = recipe;
  const layout = rootFiles(recipe, mirrors);
  const hash = recipeHash(recipe, layout);
  if ((await labelOf(image)) === hash) return { image, official, made: false };
  const name = image.replace(/[^a-z]+/g, "-");
  await using _lock = await lockFolder(join(tmpdir(), `${name}.lock`));
  // Another process may have made it while this one waited.
  if ((await labelOf(image)) === hash) return { image, official, made: false };
  const started = performance.now();
  progress({ stage: "stand-ins", message: `making ${image} in place of ${official} (${recipe.differs})` });
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  try {
    const archive = join(folder, "root.tar");
    await debootstrap(recipe, mirrors, layout, folder, archive);
    // By name, never by id: an id would take names away that others gave. What a container still uses stays, nameless.
    await exec("docker", ["image", "rm", image]).catch(() => undefined);
    await importImage(recipe, hash, archive);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  progress({ stage: "stand-ins", message: `made ${image} in ${seconds} s`, done: true });
  return { image, official, made: true };
}

interface RootFiles {
  /** Path in the image -> text. */
  readonly files: Readonly<Record<string, string>>;
  /** Shell, run with the root folder as `$1` once all packages are in. */
  readonly finish: string;
}

function rootFiles(recipe: Recipe, mirrors: DebianMirrors): RootFiles {
  const { suite } = recipe;
  const source = (uri: string, suites: string) =>
    `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\nSigned-By: /usr/share/keyrings/debian-archive-keyring.gpg\n`;
  const files = {
    "/etc/apt/sources.list.d/debian.sources": `${source(mirrors.main, `${suite} ${suite}-updates`)}\n${source(mirrors.security, `${suite}-security`)}`,
    // Official images do the same, so that an install leaves no archive and no cache in its layer.
    "/etc/apt/apt.conf.d/docker-clean": [
      'DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };',
      'APT::Update::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };',
      'Dir::Cache::pkgcache "";\nDir::Cache::srcpkgcache "";\n',
    ].join("\n"),
    "/etc/apt/apt.conf.d/docker-gzip-indexes": 'Acquire::GzipIndexes "true";\n',
    "/etc/apt/apt.conf.d/docker-no-languages": 'Acquire::Languages "none";\n',
    "/etc/dpkg/dpkg.cfg.d/docker":
      "path-exclude /usr/share/doc/*\npath-include /usr/share/doc/*/copyright\npath-exclude /usr/share/man/*\npath-exclude /usr/share/locale/*\n",
  };
  const language = {
    python: 'ln -s /usr/bin/python3 "$1/usr/local/bin/python3"; ln -s /usr/bin/python3 "$1/usr/local/bin/python"',
    node: `cp ${nodePackage}/bin/node "$1/usr/local/bin/node"; chroot "$1" groupadd --gid 1000 node; chroot "$1" useradd --uid 1000 --gid node --shell /bin/bash --create-home node`,
  }[recipe.language];
  // mmdebstrap leaves its own source list and copies of this machine's resolver and host name.
  return {
    files,
    finish: `set -e; rm -f "$1/etc/apt/sources.list" "$1/etc/resolv.conf" "$1/etc/hostname"; ${language}`,
  };
}

async function debootstrap(
  recipe: Recipe,
  mirrors: DebianMirrors,
  layout: RootFiles,
  folder: string,
  archive: string,
): Promise<void> {
  if (recipe.language === "node" && !existsSync(join(nodePackage, "bin/node")))
    throw new Failure("no-such-file", "The npm package `node` has no binary here.", { hint: "Run `npm ci`." });
  const uploads: string[] = [];
  for (const [index, [path, text]] of Object.entries(layout.files).entries()) {
    const local = join(folder, String(index));
    await writeFile(local, text);
    uploads.push(`--customize-hook=upload ${local} ${path}`);
  }
  const excludes = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*"];
  await exec(
    "mmdebstrap",
    [
      "--quiet",
      "--variant=minbase",
      `--include=${recipe.packages.join(",")}`,
      ...excludes.map((path) => `--dpkgopt=path-exclude=${path}`),
      "--dpkgopt=path-include=/usr/share/doc/*/copyright",
      // Debian 12's mmdebstrap leaves 80 MB of them in the image.
      ...["pkgcache", "srcpkgcache"].map((name) => `--aptopt=Dir::Cache::${name} ""`),
      // Finishing first: the sources that it removes are mmdebstrap's, the uploaded ones stay.
      `--customize-hook=${layout.finish}`,
      ...uploads,
      recipe.suite,
      archive,
      `deb ${mirrors.main} ${recipe.suite} main`,
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  ).catch((cause: unknown) => {
    const missing = isMissing(cause);
    throw new Failure(
      "bad-config",
      missing
        ? "mmdebstrap is not installed, so the stand-in images cannot be made."
        : `mmdebstrap could not make ${recipe.image}: ${lastLine(cause)}`,
      {
        hint: missing
          ? "Run `apt-get install mmdebstrap`, or let the engine pull the official images."
          : "See whether `apt-get update` reaches the archive; `mmdebstrap` run by hand tells more.",
        cause,
      },
    );
  });
}

async function importImage(recipe: Recipe, hash: string, archive: string): Promise<void> {
  const changes = [
    "ENV PATH=/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin",
    ...(recipe.language === "python" ? ["ENV LANG=C.UTF-8"] : []),
    `CMD ${JSON.stringify(recipe.cmd)}`,
    `LABEL hullproof.stand-in=${JSON.stringify(recipe.official)}`,
    `LABEL hullproof.stand-in.made-of=${JSON.stringify(`Debian ${recipe.suite}, main suite; ${recipe.differs}`)}`,
    `LABEL ${recipeLabel}=${hash}`,
  ];
  const args = ["import", ...changes.flatMap((change) => ["--change", change]), archive, recipe.image];
  await exec("docker", args).catch((cause: unknown) => {
    throw new Failure("engine-refused", `The engine did not import ${recipe.image}: ${lastLine(cause)}`, {
      hint: "See whether `docker info` answers and its disk has room for 300 MB.",
      cause,
    });
  });
}

/** Changes with everything that the image is made of, so that a changed recipe makes it anew. */
function recipeHash(recipe: Recipe, layout: RootFiles): string {
  const node = recipe.language === "node" ? readFileSync(join(nodePackage, "package.json"), "utf8") : "";
  const parts = JSON.stringify([recipe, layout.files, recipe.language, node, process.arch]);
  return createHash("sha256").update(parts).digest("hex").slice(0, 16);
}

async function labelOf(image: string): Promise<string | undefined> {
  return inspect(image, `{{index .Config.Labels "${recipeLabel}"}}`);
}

/** Undefined when the engine has no such image. */
async function inspect(image: string, format: string): Promise<string | undefined> {
  try {
    const { stdout } = await exec("docker", ["image", "inspect", "--format", format, image]);
    return stdout.trim();
  } catch (cause) {
    if (isMissing(cause) || !/no such image/i.test(lastLine(cause)))
      throw new Failure("engine-unreachable", `Docker did not answer: ${lastLine(cause)}`, {
        hint: "Start Docker and see that `docker info` answers.",
        cause,
      });
    return undefined;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && "stderr" in error && typeof error.stderr === "string" ? error.stderr : "";
  return text.trim().split("\n").at(-1) || (error instanceof Error ? error.message : String(error));
}
