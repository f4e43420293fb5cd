import { setTimeout as sleep } from "node:timers/promises";
import { readMultiplexed } from "../../../../src/sources/engine/client/multiplexed.ts";
import type { Answer, SoakEngine } from "../engine/soak-engine.ts";
import type { Start } from "../soak-case.ts";
import type { InspectedImage } from "./image-config.ts";

const limitMs = 5000;

/** What two images print and end with when they are started, and when their health is asked for. A second run of the first shows what varies. */
export async function runDifferences(
  engine: SoakEngine,
  [before, after]: readonly [string, string],
  image: InspectedImage | undefined,
  starts: readonly Start[],
): Promise<readonly string[]> {
  const health = image?.Config["Healthcheck"] as { readonly Test?: readonly string[] } | undefined;
  const entrypoint = image?.Config["Entrypoint"] as readonly string[] | undefined;
  const ways: Way[] = waitsForInput(image) ? [] : [{ name: "started" }];
  // What a person or a chart adds behind the name takes the place of CMD.
  if ((entrypoint?.length ?? 0) > 0) ways.push({ name: "started with words", words: ["echo", "words"] });
  if (health?.Test?.[0] === "CMD-SHELL")
    ways.push({ name: "health", entrypoint: "/bin/sh", words: ["-c", health.Test[1] ?? ""] });
  for (const { words, entrypoint } of starts)
    ways.push({ name: `started as ${words.join(" ")}`, words, ...(entrypoint !== undefined && { entrypoint }) });
  const found: string[] = [];
  for (const way of ways) {
    const [one, other] = await Promise.all([runOnce(engine, before, way), runOnce(engine, after, way)]);
    const difference = answersDiffer(one, other);
    if (difference !== undefined && answersDiffer(one, await runOnce(engine, before, way)) === undefined)
      found.push(`${way.name}: ${difference}`);
  }
  return found;
}

const interpreters = new Set(["sh", "bash", "/bin/sh", "/bin/bash", "python3", "node"]);

/** A shell or interpreter that gets no input ends at once, whatever is in the image, but for what its environment names. */
function waitsForInput(image: InspectedImage | undefined): boolean {
  const { Entrypoint: entrypoint, Cmd: command, Env: env } = image?.Config ?? {};
  if (Array.isArray(entrypoint) && entrypoint.length > 0) return false;
  const [word, ...more] = Array.isArray(command) ? (command as readonly string[]) : [];
  const named = Array.isArray(env) && env.some((entry) => /^(?:BASH_ENV|ENV|LD_\w+)=/.test(String(entry)));
  return word !== undefined && more.length === 0 && interpreters.has(word) && !named;
}

interface Way {
  readonly name: string;
  readonly entrypoint?: string;
  readonly words?: readonly string[];
  /** `FOLDER:/path`, shared with this machine. */
  readonly mount?: string;
}

/** A container of an image, to its end or the limit of time. */
export async function runOnce({ api }: SoakEngine, image: string, { entrypoint, words, mount }: Way): Promise<Answer> {
  const body = {
    Image: image,
    Hostname: "soak",
    HostConfig: { LogConfig: { Type: "json-file" }, ...(mount !== undefined && { Binds: [mount] }) },
    ...(entrypoint !== undefined && { Entrypoint: [entrypoint] }),
    ...(words !== undefined && { Cmd: words }),
  };
  const { Id } = await api.call<{ readonly Id: string }>({ method: "POST", path: "/containers/create", body });
  const path = `/containers/${Id}`;
  try {
    const refusal = await api.call<{ readonly message?: string } | undefined>({
      method: "POST",
      path: `${path}/start`,
      accept: [400, 404, 500],
    });
    if (refusal?.message !== undefined)
      return { exitCode: 127, stdout: "", stderr: refusal.message.replaceAll(Id, "NAME") };
    const wait = api
      .call<{ readonly StatusCode: number }>({ method: "POST", path: `${path}/wait` })
      .catch(() => undefined);
    const end = await Promise.race([wait, sleep(limitMs, undefined, { ref: false })]);
    const { stdout, stderr } = await readMultiplexed(
      await api.open({ method: "GET", path: `${path}/logs`, query: { stdout: true, stderr: true } }),
    );
    return { exitCode: end?.StatusCode ?? 124, stdout, stderr };
  } finally {
    await api.call({ method: "DELETE", path, query: { force: true } });
  }
}

function answersDiffer(a: Answer, b: Answer): string | undefined {
  for (const key of ["exitCode", "stdout", "stderr"] as const)
    if (a[key] !== b[key]) return `${key} ${short(a[key])} / ${short(b[key])}`;
  return undefined;
}

const short = (value: string | number): string => JSON.stringify(value).slice(0, 200);
