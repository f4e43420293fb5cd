import { existsSync } from "node:fs";
import { canInstall } from "./apt.mjs";
import { has } from "./engine.mjs";
import { run, say } from "./run.mjs";

/** Where Debian's docker-compose has the plug-in. */
const composePlugin = "/usr/libexec/docker/cli-plugins/docker-compose";

/** Programs whose own answers we compare with: patch, package managers, compilers, a registry, and what writes OCI layouts. */
const imageTools = {
  patch: "patch",
  skopeo: "skopeo",
  "docker-registry": "docker-registry",
  rpmbuild: "rpm",
  "db5.3_load": "db5.3-util",
  pip3: "python3-pip",
  go: "golang-go",
  gem: "ruby",
  composer: "composer",
  "cargo-auditable": "cargo-auditable",
};

/** What the tests use beside an engine: the packages of what is missing, why, and what goes without them. */
export const extras = [
  {
    missing: () => (["chromium", "chromium-browser", "google-chrome"].some(has) ? [] : ["chromium"]),
    why: "the HTML report is tested in a real browser",
    without: "the browser tests of the HTML report are left out",
  },
  {
    missing: () => (has("shellcheck") ? [] : ["shellcheck"]),
    why: "its place in check is tested with the real one",
    without: "its tests are left out",
  },
  {
    // bash is everywhere.
    missing: () => ["zsh", "fish"].filter((shell) => !has(shell)),
    why: "completions are tried in the shells themselves",
    without: "completions are not tried in them",
  },
  {
    missing: () => {
      const absent = Object.entries(imageTools).flatMap(([program, name]) => (has(program) ? [] : [name]));
      return absent.length === 0 ? [] : [...absent, "python3-venv"];
    },
    why: "what is read of images is compared with these programs' own answers",
    without: "the tests that need them are left out",
  },
  {
    // A release of Debian has one; either will do.
    missing: () =>
      [17, 15].some((major) => existsSync(`/usr/lib/postgresql/${major}/bin/postgres`)) ? [] : ["postgresql-17"],
    why: "a fleet is tested on the real server",
    without: "a fleet is tested on its embedded database alone",
  },
  {
    missing: () => (existsSync(composePlugin) || has("docker-compose") ? [] : ["docker-compose"]),
    why: "the model of Compose files is compared with its own",
    without: "the tests that compare with it are left out",
  },
];

/** What is to be installed of them; where nothing may be installed, says what is left out. The tests that need one say so, too. */
export function extraNeeds() {
  return extras.flatMap(({ missing, why, without }) => {
    const names = missing();
    if (names.length === 0) return [];
    if (canInstall()) return [{ packages: names.map((name) => ({ names: [name], optional: true })), why }];
    say(`no ${names.join(", ")} here: ${without}`);
    return [];
  });
}

/** What the demo of a fleet runs; where nothing may be installed, it says itself what is missing. */
export function fleetNeeds(postgres) {
  if (!canInstall()) return [];
  const hasServer = [18, 17, 16, 15].some((major) => existsSync(`/usr/lib/postgresql/${major}/bin/postgres`));
  const packages = [
    ...(has("docker-registry") ? [] : ["docker-registry"]),
    ...(!postgres || hasServer ? [] : ["postgresql"]),
  ].map((name) => ({ names: [name] }));
  return packages.length === 0 ? [] : [{ packages, why: "a fleet reads a real registry" }];
}

/** Mounts tracefs where root can: it tells which capabilities a container really uses. */
export async function ensureTracing() {
  const folder = "/sys/kernel/tracing";
  if (process.platform !== "linux" || process.getuid?.() !== 0) return;
  if (!existsSync(folder) || existsSync(`${folder}/events`)) return;
  say(`mounting tracefs at ${folder}, so that the kernel tells which capabilities a container uses`);
  if ((await run("mount", ["-t", "tracefs", "nodev", folder])) !== 0)
    say("that is not allowed here; capabilities are learned by trials alone");
}
