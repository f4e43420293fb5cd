import { execFile } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { buildImage } from "./own-build.ts";
import { npmFolder } from "../images/npm-folder.ts";
import type { BuiltImage, EngineSession } from "../../src/sources/engine/types.ts";
import { inspectImage, keepImage } from "../../src/sources/engine/images/images.ts";
import { lockFolder } from "../images/lock-folder.ts";
import { ensureStandIns } from "../images/stand-ins.ts";

const exec = promisify(execFile);
const nodeBinary = join(import.meta.dirname, "../../node_modules/node/bin/node");
const python = "hullproof-stand-in/python:trixie";

/** Small packages, packed by npm itself: one in two versions, a scope, one below another, one of development. */
const local = [
  { name: "hp-leaf", version: "1.0.0", dependencies: [] },
  { name: "hp-leaf", version: "2.1.0-beta.1", dependencies: [] },
  { name: "@hp/middle", version: "0.3.0", dependencies: ["hp-leaf-1.0.0"] },
  { name: "hp-top", version: "4.5.6", dependencies: ["hp-middle-0.3.0", "hp-leaf-2.1.0-beta.1"] },
  { name: "hp-only-dev", version: "7.0.0", dependencies: [] },
] as const;

/** Wheels with Python's own zip module. Names as people spell them, which is not as pip compares them. */
const wheels = `
import base64, hashlib, sys, zipfile
def wheel(name, version, needs=""):
    base = f"{name.replace('-', '_').replace('.', '_')}-{version}"
    info, code = base + ".dist-info", base.split("-")[0].lower() + "/__init__.py"
    files = {code: "x = 1\\n", info + "/METADATA": f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n{needs}\\n",
             info + "/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
    digest = lambda text: base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
    record = "".join(f"{name},sha256={digest(text)},{len(text)}\\n" for name, text in files.items())
    with zipfile.ZipFile(f"{sys.argv[1]}/{base}-py3-none-any.whl", "w") as z:
        for name, text in {**files, info + "/RECORD": record + info + "/RECORD,,\\n"}.items(): z.writestr(name, text)
wheel("Acme.Alpha", "1.0", "Requires-Dist: acme_beta>=1\\n")
wheel("acme-beta", "2.0.post1")
wheel("Gamma_Rays", "1!3.0rc1")
`;

/** Debian's packages, one of them removed but for its settings; node and npm; an app with node_modules; a venv and pip's own folder. */
const dockerfile = `FROM ${python}
RUN apt-get update && apt-get install -y --no-install-recommends python3-pip logrotate && apt-get remove -y logrotate \\
    && rm -rf /var/lib/apt/lists/* /usr/lib/python3*/EXTERNALLY-MANAGED
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
COPY wheels /wheels
RUN pip install --quiet --no-index --find-links /wheels --root-user-action ignore Acme.Alpha \\
    && python3 -m venv --without-pip /opt/venv && pip --python /opt/venv install --quiet --no-index --find-links /wheels Gamma_Rays acme-beta \\
    && rm -r /wheels
COPY app /app
RUN printf 'once\\n' > /srv/deleted && ln /srv/deleted /srv/linked && ln -s /etc/os-release /srv/link
RUN rm /srv/deleted && head -c 100000 /dev/zero > /srv/big && cp /srv/big /srv/copy && chmod 4755 /srv/copy
WORKDIR /app
USER 1000
CMD ["node", "-e", "0"]
`;

/**
 * A real image with Debian, npm and pip packages, answered for by their managers within it; resolves with its name. It is made once, as the stand-ins are,
 * and stays on the engine for the next test.
 */
export async function packageImage(session: EngineSession): Promise<string> {
  const npm = readFileSync(join(npmFolder(), "package.json"), "utf8");
  const made = createHash("sha256").update(JSON.stringify([dockerfile, wheels, local, npm, process.version]));
  const name = `hullproof-test/packages:${made.digest("hex").slice(0, 16)}`;
  await using _lock = await lockFolder(join(tmpdir(), "hullproof-test-packages.lock"));
  if ((await inspectImage(session.engine, name)) !== undefined) return name;
  await using built = await build(session);
  await keepImage(session.engine, built.tag, name);
  return name;
}

async function build(session: EngineSession): Promise<BuiltImage> {
  await ensureStandIns(() => {}, ["python:3.13-slim"]);
  const context = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  try {
    await copyFile(nodeBinary, join(context, "node"));
    await exec("cp", ["-r", npmFolder(), join(context, "npm")]);
    await mkdir(join(context, "wheels"));
    await writeFile(join(context, "wheels.py"), wheels);
    await exec("python3", [join(context, "wheels.py"), join(context, "wheels")]);
    await installApp(context);
    return await buildImage(session, { context, dockerfile, dockerfileName: "Dockerfile", name: "packages" }, () => {});
  } finally {
    await rm(context, { recursive: true });
  }
}

async function installApp(context: string): Promise<void> {
  const tarball = (name: string) => `file:${join(context, "packed", `${name}.tgz`)}`;
  const needs = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => [name.replace(/-\d.*$/, "").replace("hp-middle", "@hp/middle"), tarball(name)]),
    );
  await mkdir(join(context, "packed"));
  for (const { name, version, dependencies } of local) {
    const folder = join(context, "sources", `${name.replace("/", "-")}-${version}`);
    await mkdir(folder, { recursive: true });
    const manifest = { name, version, license: "MIT", main: "index.js", dependencies: needs(dependencies) };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    await writeFile(join(folder, "index.js"), "");
    await exec("npm", ["pack", "--silent", "--pack-destination", join(context, "packed")], { cwd: folder });
  }
  const app = join(context, "app");
  await mkdir(app);
  const manifest = {
    name: "app",
    version: "1.0.0",
    private: true,
    dependencies: needs(["hp-top-4.5.6", "hp-leaf-1.0.0"]),
    devDependencies: needs(["hp-only-dev-7.0.0"]),
  };
  await writeFile(join(app, "package.json"), JSON.stringify(manifest));
  await exec("npm", ["install", "--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], {
    cwd: app,
    env: { ...process.env, npm_config_cache: join(context, "npm-cache") },
  });
  await forgetTarballs(app);
}

/** The packages ask for versions as published ones do: of tarballs that are gone npm would call every package invalid. */
async function forgetTarballs(app: string): Promise<void> {
  for (const file of await readdir(app, { recursive: true })) {
    const path = join(app, file);
    if (basename(file).endsWith("package-lock.json")) await rm(path);
    if (basename(file) !== "package.json") continue;
    const text = await readFile(path, "utf8");
    await writeFile(path, text.replaceAll(/"file:[^"]*?-(\d+\.[^"/]*)\.tgz"/g, '"$1"'));
  }
}
