import { permitForNothing } from "../../consent/decide.ts";
import type { CreateRequest } from "../../domain/container/create-request.ts";
import { Failure } from "../../domain/failure.ts";
import type { Progress } from "../../domain/progress.ts";
import { createContainer } from "../engine/containers/containers.ts";
import type { Container, EngineSession } from "../engine/types.ts";
import { updateManagers } from "./managers/index.ts";
import type { KnownChangelogs, UpdateQuestion, Updates } from "./update-manager.ts";
import { gibibyte } from "../../domain/units.ts";

const probeTimeoutMs = 60_000;

/** Folders that apt-get, dnf 4 and dnf 5 write to (measured): lists and their locks, caches, logs, temporary files. Empty at the start, in memory. */
const writtenFolders = ["/tmp", "/var/tmp", "/run", "/var/log", "/var/cache", "/var/lib/apt/lists", "/var/lib/dnf"];
const writtenBytes = 768 * 1024 * 1024;

/**
 * Queries the image's own package sources for newer versions, in a temporary container, and reads their changelogs
 * and advisories. The image itself stays unchanged. Needs the bridge network. Throws `Failure` for engine errors
 * (`engine-died`, `interrupted`, `no-such-image`, ...); a lack of the image or the network is reported as `missing`.
 */
export async function imageUpdates(
  session: EngineSession,
  image: string,
  progress: Progress,
  { now = () => new Date(), known }: { readonly now?: () => Date; readonly known?: KnownChangelogs | undefined } = {},
): Promise<Updates> {
  const spec: CreateRequest = {
    image,
    name: "updates",
    user: "0",
    entrypoint: ["sh", "-c", "while :; do sleep 600; done"],
    command: [],
    env: { LC_ALL: "C", LANGUAGE: "C", DEBIAN_FRONTEND: "noninteractive" },
    // Foreign programs as root, so without privileges: apt and dnf only read root's files and write to our mounts.
    capDrop: ["ALL"],
    noNewPrivileges: true,
    readOnlyRootfs: true,
    tmpfs: Object.fromEntries(
      writtenFolders.map((path) => [
        path,
        `rw,nosuid,nodev,size=${writtenBytes},mode=${path === "/tmp" || path === "/var/tmp" ? "1777" : "0755"}`,
      ]),
    ),
    memoryBytes: 2 * gibibyte,
    pids: 256,
    network: "bridge",
    noHealthcheck: true,
  };
  await using container = await createContainer(session, spec, permitForNothing());
  try {
    await container.start();
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "engine-refused") throw error;
    return { missing: `a shell cannot be started in ${image}: ${error.message}` };
  }
  const say = (message: string): void => progress({ stage: "updates", message });
  try {
    const read: Parameters<KnownChangelogs["set"]>[] = [];
    const changelogCache = known && {
      get: known.get.bind(known),
      set: (...one: (typeof read)[number]) => void read.push(one),
    };
    const updates = await ask(container, { say, now, known: changelogCache });
    // The result of an interrupted program is worthless, even if it completed.
    const limit = await container.limit();
    if (limit !== undefined) return { missing: `the image's package manager was stopped: ${limit}` };
    for (const one of read) known?.set(...one);
    return updates;
  } catch (error) {
    const limit = await container.limit().catch(() => undefined);
    if (limit !== undefined) return { missing: `the image's package manager was stopped: ${limit}` };
    if (!(error instanceof Failure) || !expected.has(error.code)) throw error;
    return { missing: error.message };
  }
}

const expected: ReadonlySet<string> = new Set(["timed-out", "safety-limit"]);

async function ask(container: Container, question: UpdateQuestion): Promise<Updates> {
  for (const manager of updateManagers) {
    const probed = await container.exec(manager.probe, { user: "0", timeoutMs: probeTimeoutMs });
    if (probed.exitCode === 0) return manager.ask(container, question);
  }
  const managerNames = updateManagers.map(({ name }) => name).join(" nor ");
  return { missing: `the image has neither ${managerNames}, so its updates cannot be asked for` };
}
