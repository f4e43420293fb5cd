// What Docker Compose and Podman's generator make of files.
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import composeRefused from "../../../src/rules/dockerfile-quality/running/compose-refused.ts";
import quadletRefused from "../../../src/rules/dockerfile-quality/running/quadlet-refused.ts";
import readOnlySecret from "../../../src/rules/dockerfile-quality/running/read-only-secret.ts";
import versionKey from "../../../src/rules/dockerfile-quality/running/version-key.ts";
import { compose, noCompose } from "../../compose/compose-program.ts";
import { tinyImage } from "../../images/tiny.ts";
import { CannotTry, label, program, refusesText, shows, type Answer } from "./premise.ts";

const service = `services:\n  web:\n    image: ${tinyImage}\n    network_mode: none\n    labels: ["${label}"]\n    command: [echo, started]\n`;

/** docker compose with a file of this text alone in a folder, and what it made removed. */
async function composed(text: string, ...verb: readonly string[]): Promise<Answer> {
  if (noCompose !== undefined) throw new CannotTry(noCompose);
  return await inFolder("hullproof-premise-", "compose.yaml", text, async (folder) => {
    const call = async (...args: readonly string[]) =>
      await program(compose, ["-f", join(folder, "compose.yaml"), ...args], { TOKEN: "x" });
    try {
      return await call(...verb);
    } finally {
      if (verb[0] !== "config") await call("down", "--volumes", "--timeout", "0");
    }
  });
}

refusesText(
  composeRefused,
  async (text) => await composed(text, "config", "--quiet"),
  [
    `${service}    mem_limit: 512m\n    deploy:\n      resources:\n        limits:\n          memory: 256m\n`,
    `${service}    volumes: ["data:/data"]\n`,
  ],
  `${service}    mem_limit: 512m\n    volumes: ["data:/data"]\nvolumes:\n  data:\n`,
);

const secret = "secrets:\n  token:\n    environment: TOKEN\n";
refusesText(
  readOnlySecret,
  async (text) => await composed(text, "up", "--detach"),
  [`${service}    read_only: true\n    secrets: [token]\n${secret}`],
  `${service}    secrets: [token]\n${secret}`,
);

shows(versionKey, async () => {
  const [plain, old] = [
    await composed(service, "run", "--rm", "web"),
    await composed(`version: "1.0"\n${service}`, "run", "--rm", "web"),
  ];
  expect([plain.code, old.code]).toEqual([0, 0]);
  for (const { said } of [plain, old]) expect(said).toContain("started\n");
  expect(plain.said).not.toContain("obsolete");
  expect(old.said).toMatch(/`version` is obsolete/);
});

const generator = ["/usr/libexec/podman/quadlet", "/usr/lib/podman/quadlet"].find((path) => existsSync(path));

async function generated(unit: string): Promise<Answer> {
  if (generator === undefined)
    throw new CannotTry("Podman's generator is not installed here: apt-get install -y podman");
  return await inFolder("hullproof-premise-", "web.container", unit, async (folder) => {
    return await program(generator, ["-dryrun", "-no-kmsg-log"], { QUADLET_UNIT_DIRS: folder });
  });
}

refusesText(
  quadletRefused,
  generated,
  ["[Container]\nImage=docker.io/example/web:1.4\nReadonly=true\n", "[Container]\nExec=serve\n"],
  "[Container]\nImage=docker.io/example/web:1.4\nReadOnly=true\n",
);

async function inFolder<T>(
  prefix: string,
  name: string,
  text: string,
  body: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  try {
    writeFileSync(join(folder, name), text);
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
