import type { Step } from "../../domain/workload/step.ts";
import { addAnswerWords, type FreshAnswer } from "../../facts/requests/answer-words.ts";
import { safeRequests } from "../../facts/requests/safe-requests.ts";
import { namedStep } from "../../facts/requests/named-step.ts";
import { isStaticFile } from "../../facts/requests/routes.ts";
import { textsOfStep } from "../../facts/requests/step-texts.ts";
import { toStep } from "../../facts/requests/to-step.ts";
import type { RecordedRequest } from "../../formats/requests/request-source.ts";
import type { Moment } from "../../proof/observe/observer.ts";
import { httpExchange } from "../../proof/trial/lifecycle/http-exchange.ts";
import { publishedPort } from "../../proof/trial/environment/published-port.ts";
import { referencedNames } from "../../secrets/variable-references.ts";
import type { Context } from "../context.ts";
import { withCallerValues } from "../workload/caller-values.ts";
import { sendSteps, type DryRunSubject } from "./send-steps.ts";

const timeoutMs = 5000;
const maxSteps = 60;

/**
 * Adds words that the original's answers without a login hold: of a fresh container, and of one that was sent what could be made of the recordings, since
 * many show a wizard until they are set up. Nothing recorded is sent but paths. Throws `Failure`: of engines, and where the container is not ready.
 */
export async function addFreshWords(
  words: Set<string>,
  requests: readonly RecordedRequest[],
  port: number,
  subject: DryRunSubject,
  context: Context,
): Promise<void> {
  context.progress({
    stage: "build",
    message: "asks the original for recorded paths, to learn which words are its own",
  });
  const signal = context.signal ?? new AbortController().signal;
  const asking =
    (without: ReadonlySet<string>) =>
    async ({ container }: Moment) => {
      const ask = async (path: string): Promise<FreshAnswer | undefined> => {
        const hostPort = await publishedPort(container, port);
        if (hostPort === undefined) return undefined;
        const answer = await httpExchange({ port: hostPort, method: "GET", path, timeoutMs, signal });
        if ("problem" in answer) return undefined;
        return { status: answer.status, location: answer.headers["location"] ?? "", body: answer.body };
      };
      await addAnswerWords(words, requests, ask, { queries: safeQueries(requests, words), without });
    };
  const first = namedStep({ kind: "http", port, method: "GET", path: "/", headers: {}, status: 200, timeoutMs });
  await sendSteps(subject, [first], { restart: false, id: 0, observe: [{ ready: asking(new Set()) }] });
  const { steps, variables } = stepsOf(requests, words, port, context);
  if (!steps.some((step) => step.kind === "http" && !/^(?:GET|HEAD)$/u.test(step.method))) return;
  const workload = { ...subject.workload, variables: { ...subject.workload.variables, ...variables } };
  // The caller's own values stand in answers, too.
  const without = new Set(Object.values(variables).flatMap((value) => value.match(/[\w-]{2,40}/gu) ?? []));
  await sendSteps({ ...subject, workload }, steps, { restart: false, id: 0, observe: [{ stopping: asking(without) }] });
}

/** GETs whose queries hold nothing recorded. */
function safeQueries(requests: readonly RecordedRequest[], words: ReadonlySet<string>): string[] {
  const gets = safeRequests(
    requests.map((request) => ({ request, source: "" })),
    words,
  ).requests.filter(
    ({ request: { method, target } }) => method === "GET" && target.includes("?") && !/[{}]/u.test(target),
  );
  return [...new Set(gets.map(({ request }) => request.target))];
}

/** Steps of the recordings that need no variable but those that the caller allowed already. */
function stepsOf(requests: readonly RecordedRequest[], words: ReadonlySet<string>, port: number, context: Context) {
  const { requests: safe } = safeRequests(
    requests.map((request) => ({ request, source: "" })),
    words,
  );
  const made = safe.flatMap(({ request }): Step[] => {
    if (request.target.includes("{}") || isStaticFile(request.target)) return [];
    return [toStep({ request, source: "", route: `${request.method} ${request.target}`, port, key: "" }, undefined)];
  });
  const { workload } = withCallerValues({ steps: made }, context);
  const { steps = [], variables = {} } = workload;
  const isKnown = (step: Step) =>
    [...referencedNames(textsOfStep(step))].every((name) => Object.hasOwn(variables, name));
  return { steps: steps.filter(isKnown).slice(0, maxSteps), variables };
}
