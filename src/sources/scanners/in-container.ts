import { basename } from "node:path";
import { z } from "zod";
import { permitForOwn } from "../../consent/own.ts";
import { Failure } from "../../domain/failure.ts";
import type { CreateRequest } from "../../domain/container/create-request.ts";
import { createContainer } from "../engine/containers/containers.ts";
import type { Engine, EngineSession } from "../engine/types.ts";
import type { Runner, ScannerRequest } from "./scanner-request.ts";
import { locateAll } from "../files/locate.ts";
import type { Scanner, ScanSubject } from "./scanner.ts";

const listShape = z.array(z.object({ RepoTags: z.array(z.string()).nullish() }));

interface Surroundings {
  /** For the report. */
  readonly folder: string;
  readonly cache: string;
  readonly request: Pick<ScannerRequest, "subject" | "update" | "run">;
  /** Why an installed program is not started. */
  readonly refused?: string;
}

/**
 * Runs the scanner from its image on the engine, with its cache folder, so that the database is not downloaded each
 * time, and the engine's socket, which it needs to see images. Without an update it has no network. Throws `Failure`
 * (`scanner-failed`, `engine-...`).
 */
export async function inContainer(
  scanner: Scanner,
  { folder, cache, request, refused }: Surroundings,
): Promise<Runner> {
  const session = await request.run().catch((cause: unknown) => {
    throw notInstalled(scanner, refused, "and no engine can be reached that could have its image", cause);
  });
  const image = await imageOf(session.engine, scanner.images);
  if (image === undefined)
    throw notInstalled(scanner, refused, `and the engine has none of its images (${scanner.images.join(", ")})`);
  if (!session.engine.info.sameKernel)
    throw notInstalled(
      scanner,
      refused,
      "and the engine is on another machine, where its database would be lost each time",
    );
  const inner = innerSubject(request.subject);
  const mounts = [
    { type: "bind" as const, source: cache, path: "/hullproof/cache" },
    { type: "bind" as const, source: folder, path: "/hullproof/out" },
    ...(request.subject.kind === "image"
      ? [{ type: "bind" as const, source: socketOf(session), path: "/var/run/docker.sock" }]
      : [{ type: "bind" as const, source: request.subject.name, path: inner.name, readOnly: true }]),
  ];
  return {
    folder,
    cache: "/hullproof/cache",
    output: "/hullproof/out/report.json",
    subject: inner,
    async run({ args, env }, timeoutMs) {
      const spec: CreateRequest = {
        image,
        name: scanner.name,
        user: "0",
        command: args,
        env,
        mounts,
        network: request.update ? "bridge" : "none",
      };
      const located = await locateAll(mounts.map(({ source }) => source));
      const permit = permitForOwn(spec, { run: session.id, located, defaults: [] });
      await using container = await createContainer(session, spec, permit);
      await container.start();
      const code = await container.wait(timeoutMs);
      const { stdout, stderr } = await container.logs();
      return { code, stdout, stderr: stderr.slice(-4000) };
    },
  };
}

function innerSubject({ kind, name }: ScanSubject): ScanSubject {
  return kind === "image" ? { kind, name } : { kind, name: `/hullproof/in/${basename(name)}` };
}

function socketOf({ engine }: EngineSession): string {
  return /^unix:\/\/(\/.+)$/.exec(engine.info.endpoint)?.[1] ?? "/var/run/docker.sock";
}

/** The newest of its local images, by the numbers in the tag; `latest` only if there is no other. */
async function imageOf(engine: Engine, repositories: readonly string[]): Promise<string | undefined> {
  const images = listShape.parse(await engine.call({ method: "GET", path: "/images/json" }));
  const tags = images.flatMap(({ RepoTags }) => RepoTags ?? []);
  const scannerTags = tags.filter((tag) => repositories.includes(tag.slice(0, tag.lastIndexOf(":"))));
  return scannerTags.sort(byTag).at(-1);
}

function byTag(a: string, b: string): number {
  const numbers = (tag: string) => (tag.slice(tag.lastIndexOf(":")).match(/\d+/g) ?? ["-1"]).map(Number);
  const [left, right] = [numbers(a), numbers(b)];
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const difference = (left[at] ?? -1) - (right[at] ?? -1);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : 1;
}

function notInstalled(scanner: Scanner, refused: string | undefined, reason: string, cause?: unknown): Failure {
  const installed = refused === undefined ? `${scanner.name} is not installed` : `${scanner.name} ${refused}`;
  return new Failure("scanner-failed", `${installed}, ${reason}.`, {
    hint: `Install ${scanner.name}, name it with HULLPROOF_${scanner.name.toUpperCase()}, or: docker pull ${scanner.images[0]}`,
    ...(cause === undefined ? {} : { cause }),
  });
}
