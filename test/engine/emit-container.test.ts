// A container started with options, emitted, and started again from what was emitted: the engine says the same of both.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitContainer } from "../../src/pipeline/verbs/emit/emit-container.ts";
import { compareText } from "../../src/text/compare-text.ts";
import { cli, folderOf } from "../cli/run-cli.ts";
import { compose, noCompose } from "../compose/compose-program.ts";
import { tinyImage } from "../images/tiny.ts";
import { long } from "../long.ts";
import { seed } from "../seed.ts";
import { oddOptionSets } from "./odd-option-sets.ts";
import { optionSets } from "./option-sets.ts";

const exec = promisify(execFile);
const docker = async (...args: string[]) => (await exec("docker", args)).stdout.trim();
const prefix = `hullproof-test-given-${randomBytes(4).toString("hex")}`;
const image = `${prefix}:1`;
const names = { net: `${prefix}-net`, net2: `${prefix}-net2`, volume: `${prefix}-volume`, other: `${prefix}-other` };
// Where not all are started, other runs start other halves of them.
const sets = Object.entries({ ...optionSets(names), ...(long && oddOptionSets(names)) }).filter(
  (_, at) => long || at % 2 === seed % 2,
);

beforeAll(async () => {
  const changes = [
    "ENV IMAGES=1",
    'CMD ["/bin/sleep","300"]',
    "EXPOSE 8080",
    "LABEL image=1",
    "VOLUME /images",
    "WORKDIR /tmp",
  ];
  const base = await docker("create", tinyImage, "sleep");
  await docker("commit", ...changes.flatMap((change) => ["--change", change]), base, image);
  await docker("rm", base);
  await docker("network", "create", "--subnet", "10.213.77.0/24", names.net);
  await docker("network", "create", names.net2);
  const other = ["--name", names.other, "--network", names.net, "--ipc", "shareable", "--volume", "/theirs"];
  await docker("run", "--detach", ...other, image);
}, 60_000);

afterAll(async () => {
  await docker("rm", "--force", "--volumes", names.other).catch(() => undefined);
  await docker("network", "rm", names.net, names.net2).catch(() => undefined);
  await docker("volume", "rm", "--force", names.volume, `${names.volume}-o`).catch(() => undefined);
  await docker("rmi", "--force", image).catch(() => undefined);
});

type Json = Record<string, unknown>;

/** Of one container and of one start; and how the client was attached, which ends with it. */
const own: Readonly<Record<string, ReadonlySet<string>>> = {
  "": new Set(
    "Id Created Name ResolvConfPath HostnamePath HostsPath LogPath GraphDriver Storage State NetworkSettings RestartCount".split(
      " ",
    ),
  ),
  // Compose names the address of a card in its network, where it is compared.
  Config: new Set(["AttachStdin", "AttachStdout", "AttachStderr", "StdinOnce", "MacAddress"]),
  HostConfig: new Set(["ConsoleSize", "ContainerIDFile"]),
};

/** What an engine says of a container, without what is of this one container alone. */
function comparable(value: unknown, key = ""): unknown {
  if (typeof value === "string") {
    // Compose 2.26 names the first network by its id; which networks there are is compared beside it.
    if (key === "NetworkMode" && !/^(?:none|host|bridge|default|container:.*)$/.test(value)) return "a network";
    // An id, or a volume that no one named.
    const text = value.replaceAll(/\b[0-9a-f]{64}\b/g, "ID").replaceAll(/^[0-9a-f]{12}$/g, "ID");
    // Two spellings of one option.
    return (
      text
        .replace(/^no-new-privileges$/, "no-new-privileges:true")
        .replace(/^no-new-privileges=/, "no-new-privileges:")
        .replace(/^seccomp:(?!\s*[{])/, "seccomp=")
        // Compose writes the default of a bind.
        .replace(/^(\/.*?)\/?:rw$/, "$1")
        .replace(/^(\/.*?):rw,(?=[zZ]$)/, "$1:")
        .replace(/\/$/, "")
    );
  }
  if (Array.isArray(value)) {
    // A volume is `Binds` to the client and `Mounts` of `HostConfig` to Compose 2.26: what is mounted is compared in the engine's own list.
    // So is a folder of the host with a propagation to Compose 5.6.
    const isVolume = (one: Json) =>
      key === "Mounts" &&
      "Target" in one &&
      (one["Type"] === "volume" || JSON.stringify(one).includes("CreateMountpoint"));
    const isNamed = (one: unknown) =>
      key === "Binds" && typeof one === "string" && (!one.startsWith("/") || /(?:shared|slave|private)$/.test(one));
    const said = value.filter((one: Json) => !isVolume(one) && !isNamed(one));
    const items = said.map((one) => comparable(one, "item"));
    if (key === "CapAdd" || key === "CapDrop")
      return items.map((one) => String(one).toUpperCase().replace("CAP_", "")).sort();
    return ["Env", "Mounts", "Binds", "Ulimits", "ExtraHosts"].includes(key)
      ? items.map((one) => JSON.stringify(one)).sort()
      : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value as Json)
    .filter(([name]) => own[key]?.has(name) !== true && !name.startsWith("com.docker.compose."))
    .map(([name, one]) => [name, comparable(one, name)] as const)
    // Of a mount `RW` says the same as its `Mode`, which Compose 2.26 leaves out.
    .filter(([name, one]) => !isNothing(one) && !(name === "Mode" && "RW" in value));
  return Object.fromEntries(entries);
}

/** Null, empty and zero are the same to an engine. */
function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === 0 || value === false) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

interface Attached {
  readonly Aliases: string[] | null;
  readonly Links?: string[] | null;
  readonly IPAMConfig?: Json | null;
  readonly MacAddress: string;
}

async function inspected(name: string): Promise<{ readonly settings: unknown; readonly networks: unknown }> {
  const [answer] = JSON.parse(await docker("inspect", name)) as [
    Json & { Id: string; NetworkSettings: { Networks: Record<string, Attached> } },
  ];
  const networks = Object.entries(answer.NetworkSettings.Networks).map(
    ([network, { Aliases, Links, IPAMConfig, MacAddress }]) => [
      network,
      comparable({ Links, IPAMConfig, ...(MacAddress.startsWith("da:77:77:") && { MacAddress }) }),
      // Compose adds the names of service and container, which is why they are left out.
      (Aliases ?? []).filter((alias) => alias !== answer.Id.slice(0, 12) && alias !== name).sort(),
    ],
  );
  return { settings: comparable(answer), networks: networks.map((one) => JSON.stringify(one)).toSorted(compareText) };
}

/** In this process: a hundred starts of the command line would be half of the time. */
async function emitted(name: string, to: string): Promise<string> {
  const { text } = await emitContainer(`container:${name}`, to, { showValues: true, exact: false }, {});
  return text;
}

/** The same line without the start. */
function created(line: string): string {
  expect(line).toMatch(/^docker run \\\n {2}--detach /m);
  return line.replace(/^docker run \\\n {2}--detach /m, "docker create ");
}

test.for(sets)(
  "%s: the run line and the Compose file make the same container again",
  async ([about, { options, command = [], notCompose, atStart = false }], { skip }) => {
    const name = `${prefix}-${about.replaceAll(" ", "-")}`;
    const remove = () => docker("rm", "--force", "--volumes", name).catch(() => undefined);
    await using folder = await folderOf({});
    try {
      // What is asked of it stands from its creation on; the long run starts the one of the run line as well.
      const made = ["--name", name, ...options, image, ...command];
      await docker(...(atStart ? ["run", "--detach"] : ["create"]), ...made).catch((error: unknown) => {
        const [old] = /unknown flag: \S+|cannot be connected to network endpoints/.exec(String(error)) ?? [];
        if (old !== undefined) skip(`this docker is older than the option: ${old}`);
        throw error;
      });
      const first = await inspected(name);
      const line = await emitted(name, "docker-run");
      const file = await emitted(name, "compose");
      await remove();
      await exec("sh", ["-c", atStart || long ? line : created(line)], { cwd: folder.path });
      expect(await inspected(name)).toEqual(first);
      // Nothing is lost or added on a second way.
      expect(await emitted(name, "docker-run")).toBe(line);
      await remove();
      if (noCompose !== undefined) return;
      await writeFile(join(folder.path, "compose.yaml"), file);
      await exec(compose, ["-p", name, "up", atStart ? "--detach" : "--no-start"], { cwd: folder.path });
      if (notCompose === undefined) expect(await inspected(name)).toEqual(first);
      expect(await emitted(name, "compose")).toContain(`Docker Compose made it as service ${name} of project ${name}`);
    } finally {
      await remove();
    }
  },
);

test("an image that no longer has the name it was started by is a note", async () => {
  const name = `${prefix}-moved`;
  const tag = `${prefix}-moved:1`;
  await docker("tag", image, tag);
  await docker("create", "--name", name, tag);
  try {
    const notes = async () =>
      (await emitContainer(`container:${name}`, "compose", { showValues: true, exact: false }, {})).report.notes.join();
    expect(await notes()).not.toContain("no longer a name");
    await docker("rmi", tag);
    expect(await notes()).toContain(`${tag} is no longer a name of the image that it was made of, sha256:`);
  } finally {
    await docker("rm", "--force", "--volumes", name).catch(() => undefined);
    await docker("rmi", tag).catch(() => undefined);
  }
});

test("an image without a name is a note, and no name is made of its id", async () => {
  const name = `${prefix}-id`;
  const id = await docker("image", "inspect", "--format", "{{.Id}}", image);
  await docker("create", "--name", name, id);
  try {
    const of = (request: { readonly image?: string } = {}) =>
      emitContainer(`container:${name}`, "quadlet", { showValues: true, exact: false, ...request }, {});
    const { text, report } = await of();
    expect(text).toContain(`Image=${id}\n`);
    expect(report.notes.join()).toContain("--image");
    const other = await of({ image: "example/web:1" });
    expect(other.report.notes.join()).not.toContain("--image");
  } finally {
    await docker("rm", "--force", "--volumes", name).catch(() => undefined);
  }
});

test("values that may be secret are kept out, and what was emitted refuses to run without them", async () => {
  const name = `${prefix}-secret`;
  await docker("run", "--detach", "--name", name, "--env", "DB_PASSWORD=hunter2!x", "--env", "MODE=production", image);
  try {
    for (const to of ["docker-run", "compose", "kubernetes", "quadlet"]) {
      const { stdout } = await cli(["emit", `container:${name}`, "--to", to]);
      expect(stdout).not.toContain("hunter2");
      expect(stdout).toContain("DB_PASSWORD");
      expect(stdout).toContain("production");
      const shown = await cli(["emit", `container:${name}`, "--to", to, "--show-values"]);
      expect(shown).toMatchObject({ code: 0, stdout: await emitted(name, to) });
      expect(shown.stdout).toContain("hunter2");
    }
    const { stdout } = await cli(["emit", `container:${name}`, "--to", "docker-run"]);
    await docker("rm", "--force", "--volumes", name);
    await expect(exec("sh", ["-c", stdout], { env: { PATH: process.env["PATH"] } })).rejects.toThrow("DB_PASSWORD");
    const env = { PATH: process.env["PATH"], DB_PASSWORD: "hunter2!x" };
    await exec("sh", ["-c", stdout], { env });
    expect(await docker("inspect", "--format", "{{.Config.Env}}", name)).toContain("hunter2!x");
  } finally {
    await docker("rm", "--force", "--volumes", name).catch(() => undefined);
  }
});

test("a list of system calls goes along", async () => {
  const name = `${prefix}-calls`;
  await using folder = await folderOf({
    "list.json": JSON.stringify({
      defaultAction: "SCMP_ACT_ALLOW",
      syscalls: [{ names: ["ptrace"], action: "SCMP_ACT_ERRNO" }],
    }),
  });
  try {
    const option = `seccomp=${join(folder.path, "list.json")}`;
    await docker("run", "--detach", "--name", name, "--security-opt", option, image);
    const first = await inspected(name);
    const line = await emitted(name, "docker-run");
    const list = await emitted(name, "seccomp");
    expect(JSON.parse(list)).toMatchObject({ defaultAction: "SCMP_ACT_ALLOW" });
    await docker("rm", "--force", "--volumes", name);
    await exec("sh", ["-c", line], { cwd: folder.path });
    expect(await inspected(name)).toEqual(first);
  } finally {
    await docker("rm", "--force", "--volumes", name).catch(() => undefined);
  }
});

test("--exact writes nothing where the dialect can't say all of it, and a container that is not there is reported", async () => {
  const name = `${prefix}-exact`;
  await docker("run", "--detach", "--name", name, "--pids-limit", "20", image);
  try {
    const exact = await cli(["emit", `container:${name}`, "--to", "kubernetes", "--exact"]);
    expect(exact).toMatchObject({ code: 1, stdout: "" });
    expect(exact.stderr).toContain("podPidsLimit");
    expect((await cli(["emit", `container:${name}`, "--to", "docker-run", "--exact"])).code).toBe(0);
  } finally {
    await docker("rm", "--force", "--volumes", name).catch(() => undefined);
  }
  const gone = await cli(["emit", `container:${name}`, "--to", "docker-run"]);
  expect(gone.code).toBe(2);
  expect(gone.stderr).toContain(`The engine has no container ${name}`);
});
