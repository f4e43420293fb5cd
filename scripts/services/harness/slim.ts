import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { SlimResult } from "../../../src/domain/report/slim-result.ts";
import type { WorkloadFlags } from "../../../src/domain/workload/workload-flags.ts";
import type { Context } from "../../../src/pipeline/context.ts";
import { openBuilds } from "../../../src/pipeline/image-build/builds.ts";
import { readProject } from "../../../src/pipeline/image-build/project.ts";
import { slim } from "../../../src/pipeline/verbs/harden/slim.ts";
import { declareWorkload, workloadFor } from "../../../src/pipeline/workload/workload-for.ts";
import { connect } from "../../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../../src/sources/engine/session/open-session.ts";
import { type Endured, endureAs } from "./endure.ts";
import { ensureImages, imageOf } from "./images.ts";
import { dockerText } from "./programs.ts";
import type { NamedService } from "./service.ts";
import { openClients, openControl } from "./trial.ts";
import { seconds } from "./truth.ts";

/** What `harden --slim` makes of a service, and how that does beside the original. */
export interface SlimMeasured {
  readonly service: string;
  readonly seconds: number;
  readonly result?: SlimResult;
  readonly endured?: Endured;
  /** Why a part is missing. */
  readonly trouble?: string;
}

const restarts = 30;

/** Writes the file after the removal and after the harness. The image without the packages stays as `NAME:slim`. */
export async function measureSlim(
  service: NamedService,
  results: string,
  say: (text: string) => void,
): Promise<SlimMeasured> {
  const folder = join(results, service.name, "slim");
  await mkdir(folder, { recursive: true });
  const began = performance.now();
  let measured: SlimMeasured = { service: service.name, seconds: 0 };
  const add = async (part: Partial<SlimMeasured>) => {
    measured = { ...measured, ...part };
    await writeFile(join(folder, "slim.json"), `${JSON.stringify(measured, undefined, 2)}\n`);
  };
  try {
    await ensureImages(service, say);
    const { result, image } = await removePackages(service, folder, say);
    await add({ result, seconds: seconds(began) });
    if (image === undefined) return measured;
    await using clients = await openClients(service);
    const control = await openControl(service, clients.name);
    const options = { otherUser: false, times: restarts };
    await add({ endured: await endureAs(service, { flags: [], image }, options, clients.name, control, say) });
  } catch (error) {
    await add({ trouble: error instanceof Error ? error.message : String(error) });
  }
  return measured;
}

/** The part of `harden` that `--slim` adds, on the service's image as its own Dockerfile. */
async function removePackages(
  service: NamedService,
  folder: string,
  say: (text: string) => void,
): Promise<{ readonly result: SlimResult; readonly image?: string }> {
  const name = imageOf(service.name);
  await writeFile(join(folder, "Dockerfile"), `FROM ${name}\n`);
  await writeFile(join(folder, "hullproof.yaml"), JSON.stringify(configOf(service)));
  await using session = await openEngineSession(await connect());
  const context: Context = {
    cwd: folder,
    today: new Date().toISOString().slice(0, 10),
    version: "0.0.0",
    progress: ({ stage, message, done, line }) =>
      void ((done === true || line === true) && say(`${stage}: ${message}`)),
    run: () => Promise.resolve(session),
    workloadFlags: workloadFlags(service.flags),
  };
  const project = await readProject(".", context);
  const declared = await declareWorkload(project.config, context);
  await using builds = openBuilds(session, project, context, declared.permit);
  const full = await builds.build(project.original, "original");
  const permitted = await workloadFor(session, full.image.tag, declared, context);
  const { result, built } = await slim(session, full, { project, builds, permitted, noise: [] }, context);
  if (built === undefined) return { result };
  const image = name.replace(/:1$/, ":slim");
  await dockerText(["tag", built.image.tag, image]);
  return { result, image };
}

/** What a person runs by `docker exec` is declared: programs that only people start are those that leave first. */
function configOf({ drop = [], execs = [], ports: [port] }: NamedService): object {
  const tools = execs.map((command) => ["sh", "-c", command]);
  return { slim: { drop }, ...(tools.length > 0 && { workload: { ready: { tcp: { port } }, tools } }) };
}

function workloadFlags(args: readonly string[]): WorkloadFlags {
  const { port, get, exec } = parseArgs({
    args: [...args],
    options: {
      port: { type: "string" },
      get: { type: "string", multiple: true },
      exec: { type: "string", multiple: true },
    },
  }).values;
  return { ...(port !== undefined && { port }), ...(get && { get }), ...(exec && { exec }) };
}

/** Markdown: a line a service, and what went wrong. */
export function slimTable(all: readonly SlimMeasured[]): string {
  const header =
    "| service | packages removed | MiB before | MiB after | smaller | back with a witness | harness | seconds |";
  const rows = all.map(({ service, result, endured, trouble, seconds: took }) => {
    const { before = 0, after = 0 } = result?.bytes ?? {};
    const smaller = before === 0 ? "-" : `${Math.round(100 * (1 - after / before))} %`;
    const witnesses = result?.witnesses.map(({ name }) => name).join(", ") || "-";
    const judged = endured === undefined ? "-" : failures(endured).length === 0 ? "as the original" : "WORSE";
    const [a, b] = [before, after].map((bytes) => (bytes / 1_048_576).toFixed(1));
    const cells = [
      service,
      result?.packages.length ?? 0,
      a,
      b,
      smaller,
      witnesses,
      trouble === undefined ? judged : "not measured",
      took,
    ];
    return `| ${cells.join(" | ")} |`;
  });
  const wrong = all.flatMap(({ service, result, endured, trouble }) =>
    [trouble, result?.reason, ...(endured === undefined ? [] : failures(endured))].flatMap((text) =>
      text === undefined ? [] : [`- ${service}: ${text}`],
    ),
  );
  return [header, header.replaceAll(/[^|]+/g, " --- "), ...rows, "", ...wrong].join("\n");
}

/** What fails beyond the control. */
function failures({ problems, load, execs, restarts: again, reloads, days }: Endured): readonly string[] {
  const beyond = (failed: readonly string[] = [], control: readonly string[] = []) =>
    failed.length > control.length ? failed : [];
  return [
    ...problems,
    ...load.after,
    ...beyond(execs?.failed, execs?.controlFailed),
    ...again.refused,
    ...(reloads?.failed ?? []),
    ...beyond(days?.failed, days?.controlFailed),
  ];
}
