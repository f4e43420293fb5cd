import { resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { HttpStep, Step } from "../../domain/workload/step.ts";
import type { Candidate } from "../../facts/requests/candidate.ts";
import type { ComposedProject } from "../../facts/requests/composed-target.ts";
import { classOf } from "../../facts/requests/class-of.ts";
import { ownRequests, type OwnRequest, type ReadSource } from "../../facts/requests/own-requests.ts";
import { safeRequests } from "../../facts/requests/safe-requests.ts";
import { routeFinder, routeOf, routeOfTarget } from "../../facts/requests/routes.ts";
import { isLast } from "../../facts/requests/to-step.ts";
import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import type { Context } from "../context.ts";
import { applicationWords } from "./application-words.ts";
import type { WantedContainer } from "./read-container-file.ts";
import { readSources } from "./read-sources.ts";

export interface ImportOptions {
  readonly from: readonly string[];
  readonly host: readonly string[];
  /** In place of the path of a document's servers; `/shop=/`: what a proxy strips from recorded paths. */
  readonly base?: string;
  readonly maxSteps: number;
  /** The container's, for requests whose source does not say it. */
  readonly port?: number | undefined;
  /** The container, where a file has several. */
  readonly container?: WantedContainer;
  /** The Compose project that it is a service of. */
  readonly project?: ComposedProject | undefined;
}

export interface ImportedRequests {
  /** In an order in which they can be sent. */
  readonly candidates: readonly Candidate[];
  /** Requests in another protocol, or inside the container. */
  readonly steps: readonly { readonly step: Step; readonly source: string }[];
  /** Known routes -> share of the logged requests; undefined without a log. */
  readonly routes: ReadonlyMap<string, number>;
  readonly hasShares: boolean;
  /** Hosts that recordings were made of, for a redirect to them. */
  readonly hosts: readonly string[];
  /** Capture of a login's bearer token, where a recording was saved without those that its requests sent. */
  readonly token?: string;
  readonly notes: readonly string[];
}

const maxRoutes = 1000;

/** Asks a container for words that are its own, and adds them. */
export type AddWords = (words: Set<string>, requests: readonly RecordedRequest[], port: number) => Promise<void>;

/** Requests to the container out of files, with values that may stand in a file. Throws `Failure` (`bad-usage`). */
export async function importRequests(
  { from, host, base, port, container, project }: ImportOptions,
  steps: readonly HttpStep[],
  context: Context,
  addWords?: AddWords,
): Promise<ImportedRequests> {
  const words = new Set([
    ...applicationWords(context.cwd, new Set(from.map((file) => resolve(context.cwd, file)))),
    ...steps.flatMap(({ path }) => path.split(/\W+/u)),
  ]);
  const wanted = { ...container, names: [...host, ...(container?.names ?? [])] };
  const sources = (await readSources(from, words, wanted, context)).map((source) => rebased(source, base));
  const otherSteps = sources.flatMap(({ file, steps: list = [] }) => list.map((step) => ({ step, source: file })));
  const { own: ownList, otherHosts } = ownRequests(sources, host, project);
  const otherCounts = [...otherHosts].toSorted((a, b) => b[1] - a[1]);
  const otherNote = otherCounts
    .slice(0, 5)
    .map(([name, count]) => `${name} (${count})`)
    .join(", ");
  if (ownList.length === 0 && otherSteps.length === 0)
    throw new Failure("bad-usage", `${from.join(", ")} has no request to this container`, {
      hint:
        otherCounts.length === 0
          ? ["Name a file that has requests.", ...sourceNotes(sources)].join("\n")
          : `Its requests go to ${otherNote}. Name the container's: --host NAME`,
    });
  const isContainers = ({ companion }: OwnRequest) => companion === undefined;
  const templates = ownList.filter(isContainers).flatMap(({ request: { route } }) => route ?? []);
  const find = routeFinder([...templates, ...steps.map(({ path }) => path.split("?", 1)[0] ?? "/")]);
  const recordedRequests = ownList
    .filter(isContainers)
    .map(({ request }) => request)
    .filter(isRecorded);
  const recordedPort = recordedRequests[0]?.port ?? port;
  if (recordedRequests.length > 0 && recordedPort !== undefined)
    await addWords?.(words, recordedRequests, recordedPort);
  const { requests: changed, token } = safeRequests(ownList, words);
  // Of what may stay: a recorded path holds names of persons.
  const routes = routesOf(
    changed.filter(isContainers),
    find,
    steps,
    sources.flatMap(({ unsendable = [] }) => unsendable),
  );
  const stepRoutes = new Set(steps.map(({ method, path }) => `${method} ${routeOfTarget(path, find)}`));
  const unknownPaths = new Set<string>();
  const candidates = changed.flatMap(({ request, source, companion }): Candidate[] => {
    const place = companion === undefined ? "" : `${companion} `;
    const route = place + routeOf(request, find);
    if (request.target.includes("{}")) unknownPaths.add(`${request.method} ${request.target.split("?", 1)[0]}`);
    // A log has no bodies, and its ids are another system's.
    const isSendable =
      !request.target.includes("{}") && (request.count === undefined || /^(?:GET|HEAD)$/u.test(request.method));
    if (!isSendable || stepRoutes.has(route)) return [];
    const { status, query, shape, mediaType, operation } = classOf(request);
    const ownPort = request.port ?? port;
    if (ownPort === undefined) throw noPort();
    const key = JSON.stringify([route, status, query, shape, mediaType, operation]);
    return [{ request, source, route, port: ownPort, key, ...(companion !== undefined && { companion }) }];
  });
  const isFinal = (candidate: Candidate) => isLast(candidate) && candidate.request.capture === undefined;
  return {
    // A recording goes on behind its logout, where the repetition of what it did before needs the login.
    candidates: [...candidates.filter((candidate) => !isFinal(candidate)), ...candidates.filter(isFinal)],
    steps: otherSteps,
    ...routes,
    ...(token !== undefined && { token }),
    hosts: [...new Set(ownList.flatMap(({ request }) => (request.values === "recorded" ? (request.host ?? []) : [])))],
    notes: [
      ...sourceNotes(sources),
      ...(otherCounts.length > 0
        ? [`not sent, to other hosts: ${otherNote}${otherCounts.length > 5 ? ", ..." : ""}`]
        : []),
      ...(unknownPaths.size > 0
        ? [
            `not sent, since no file of the application and no document holds the words of their paths: ${[...unknownPaths].slice(0, 5).join(", ")}${unknownPaths.size > 5 ? `, and ${unknownPaths.size - 5} more` : ""}. Call it in the application's folder, or add a document: --from openapi.yaml`,
          ]
        : []),
    ],
  };
}

/** Of a person's session; a log has no values. */
function isRecorded({ values, count }: RecordedRequest): boolean {
  return values === "recorded" && count === undefined;
}

function sourceNotes(sources: readonly ReadSource[]): string[] {
  return sources.flatMap(({ file, notes }) => notes.map((note) => `${file}: ${note}`));
}

function noPort(): Failure {
  return new Failure("bad-usage", "The port of the container that requests go to is not known", {
    hint: "Name it: --port 8080",
  });
}

function rebased(source: ReadSource, base: string | undefined): ReadSource {
  if (base === undefined) return source;
  const [from, to] = base.includes("=") ? base.split("=", 2) : [source.base ?? "", base];
  const change = (path: string): string =>
    path.startsWith(from ?? "") ? `/${`${to ?? ""}${path.slice((from ?? "").length)}`.replace(/^\/+/u, "")}` : path;
  return {
    ...source,
    requests: source.requests.map((request) => ({
      ...request,
      target: change(request.target),
      ...(request.route !== undefined && { route: change(request.route) }),
    })),
    ...(source.unsendable && {
      unsendable: source.unsendable.map((route) => {
        const at = route.indexOf(" ") + 1;
        return `${route.slice(0, at)}${change(route.slice(at))}`;
      }),
    }),
  };
}

function routesOf(
  ownList: readonly { readonly request: RecordedRequest }[],
  find: (path: string) => string,
  steps: readonly HttpStep[],
  unsendable: readonly string[],
): { readonly routes: ReadonlyMap<string, number>; readonly hasShares: boolean } {
  const counts = new Map<string, number>();
  const alive = new Set<string>(unsendable);
  for (const route of unsendable) counts.set(route, 0);
  let total = 0;
  for (const { method, path } of steps) {
    const route = `${method} ${routeOfTarget(path, find)}`;
    counts.set(route, 0);
    alive.add(route);
  }
  for (const { request } of ownList) {
    const route = routeOf(request, find);
    counts.set(route, (counts.get(route) ?? 0) + (request.count ?? 0));
    total += request.count ?? 0;
    // Scanners ask for what is nowhere.
    if (request.count === undefined || request.status !== 404) alive.add(route);
  }
  const shares = [...counts]
    .filter(([route]) => alive.has(route))
    .map(([route, count]): [string, number] => [route, total === 0 ? 0 : Math.round((count / total) * 10_000) / 10_000])
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, maxRoutes);
  return { routes: new Map(shares), hasShares: total > 0 };
}
