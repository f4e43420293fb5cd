import { existsSync } from "node:fs";
import { canInstall, install } from "./apt.mjs";
import { has } from "./engine.mjs";
import { run, say } from "./run.mjs";

/** Mounts tracefs where root can: it tells which capabilities a container really uses. */
export async function ensureTracing() {
  const folder = "/sys/kernel/tracing";
  if (process.platform !== "linux" || process.getuid?.() !== 0) return;
  if (!existsSync(folder) || existsSync(`${folder}/events`)) return;
  say(`mounting tracefs at ${folder}, so that the kernel tells which capabilities a container uses`);
  if ((await run("mount", ["-t", "tracefs", "nodev", folder])) !== 0)
    say("that is not allowed here; capabilities are learned by trials alone");
}

/** The HTML report is tested in a browser; without one that test says that it was left out. */
export async function ensureBrowser() {
  if (["chromium", "chromium-browser", "google-chrome"].some(has)) return;
  if (canInstall())
    await install([{ names: ["chromium"], optional: true }], "the HTML report is tested in a real browser");
  else say("no Chromium here: the browser test of the HTML report is left out");
}

/** ShellCheck reads every RUN where it is installed; without it its tests say that they were left out. */
export async function ensureShellCheck() {
  if (has("shellcheck")) return;
  if (canInstall())
    await install([{ names: ["shellcheck"], optional: true }], "its place in check is tested with the real one");
  else say("no ShellCheck here: its tests are left out");
}

/** Completions are tried in the shells themselves; bash is everywhere. */
export async function ensureShells() {
  const missing = ["zsh", "fish"].filter((shell) => !has(shell));
  if (missing.length === 0) return;
  if (canInstall())
    await install(
      missing.map((name) => ({ names: [name], optional: true })),
      "completions are tried in the shells themselves",
    );
  else say(`no ${missing.join(", ")} here: completions are not tried in them`);
}

/** Programs whose own answers we are held against: patch, package managers, compilers, a registry, and what writes OCI layouts. */
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

/** Without them the tests that need one say that they were left out. */
export async function ensureImageTools() {
  const missing = Object.entries(imageTools).filter(([program]) => !has(program));
  if (missing.length === 0) return;
  const names = missing.map(([, name]) => name);
  if (canInstall())
    await install(
      [...names, "python3-venv"].map((name) => ({ names: [name], optional: true })),
      "what is read of images is held against these programs' own answers",
    );
  else say(`no ${names.join(", ")} here: the tests that need them are left out`);
}

/** Where Debian's docker-compose has the plug-in. */
const composePlugin = "/usr/libexec/docker/cli-plugins/docker-compose";

/** The model of Compose files is held against docker compose's own; without one that test says that it was left out. */
export async function ensureCompose() {
  if (existsSync(composePlugin) || has("docker-compose")) return;
  if (canInstall())
    await install(
      [{ names: ["docker-compose"], optional: true }],
      "the model of Compose files is held against its own",
    );
  else say("no docker compose here: the tests that compare with it are left out");
}
