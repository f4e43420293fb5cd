import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { Context } from "../../context.ts";
import { likeliest } from "../../services/likely-service.ts";
import { readServiceOutlines } from "../../services/service-outlines.ts";
import type { Detected } from "./detect.ts";
import type { EarlierAnswers } from "./earlier-answers.ts";
import { askPerson, confirm, type Person } from "./person.ts";
import { requestFrom, requestOf, requestOfService, type Request } from "./request.ts";
import type { Answers } from "./settings-text.ts";

/** Answers from the command line. */
export interface PresetAnswers {
  readonly dockerfile?: string;
  /** A Compose file, instead of a Dockerfile; `service` as well. */
  readonly compose?: string;
  readonly service?: string;
  readonly get?: string;
  /** Files with requests that become steps. */
  readonly from?: readonly string[];
  /** The container's, for these requests. */
  readonly port?: number;
}

interface Source {
  readonly preset: PresetAnswers;
  readonly detected: Detected;
  readonly earlier: EarlierAnswers | undefined;
  readonly person: Person | undefined;
  readonly context: Context;
}

/** Answers for `hullproof.yaml`: from flags, else from the user, with defaults from the existing file, then from detection. Throws `Failure`. */
export function collectAnswers(source: Source): Promise<Answers> {
  const { preset, detected } = source;
  const isProject = preset.compose !== undefined || preset.service !== undefined || detected.dockerfiles.length === 0;
  return isProject ? projectAnswers(source) : dockerfileAnswers(source);
}

async function dockerfileAnswers({ preset, detected, earlier, person, context }: Source): Promise<Answers> {
  const { dockerfiles, composed } = detected;
  const previous = earlier?.dockerfile;
  const usable = previous !== undefined && existsSync(resolve(context.cwd, previous)) ? previous : undefined;
  const first = usable ?? dockerfiles[0] ?? "Dockerfile";
  // Parsed at once, so that a wrong name is reported immediately.
  const read = async (dockerfile: string) => ({ dockerfile, likelyRequest: await requestOf(dockerfile, context) });
  const { dockerfile, likelyRequest } =
    preset.dockerfile === undefined && dockerfiles.length > 1 && person !== undefined
      ? await askPerson(person, `Which Dockerfile? (${dockerfiles.join(", ")})`, first, read)
      : await read(preset.dockerfile ?? first);
  const request = await requestAnswer(
    "Which request proves that it works",
    dockerfile === first ? offeredRequest(earlier, likelyRequest) : likelyRequest,
    preset,
    person,
  );
  const answers = { dockerfile, ...(request && { request }) };
  const offer = earlier?.composed ?? composed;
  if (offer === undefined) return answers;
  const { file, service } = offer;
  const isDetected = file === composed?.file && service === composed.service;
  const needs = isDetected ? composed.needs.join(", ") : "what it depends on";
  const isOffered = earlier?.isWhole !== true || earlier.composed !== undefined;
  const question = `Start ${needs} beside it, as ${service} of ${file} says?`;
  const startsDependencies = person === undefined ? isOffered : await confirm(person, question, isOffered ? "y" : "n");
  return { ...answers, ...(startsDependencies && { composed: { file, service } }) };
}

async function projectAnswers({ preset, detected, earlier, person, context }: Source): Promise<Answers> {
  const { projects } = detected;
  const paths = projects.map(([path]) => path);
  // Parsed at once, so that an unusable file or service is reported immediately.
  const read = (file: string) => {
    const services = readServiceOutlines(projects.find(([path]) => path === file) ?? [file], context);
    const likely = likeliest(services);
    if (likely !== undefined) return { file, services, likely };
    throw new Failure("bad-usage", `${file} starts no service; nothing was written`, {
      hint: "Name a Compose file that has one: --compose FILE.",
    });
  };
  const first = paths.find((path) => path === earlier?.composed?.file) ?? paths[0] ?? "compose.yaml";
  const { file, services, likely } =
    preset.compose === undefined && paths.length > 1 && person !== undefined
      ? await askPerson(person, `Which Compose file? (${paths.join(", ")})`, first, read)
      : read(preset.compose ?? first);
  const names = services.map(({ name }) => name).join(", ");
  const pick = (serviceName: string) => {
    const service = services.find(({ name }) => name === serviceName);
    if (service !== undefined) return service;
    throw new Failure("bad-usage", `${file} starts no service ${serviceName}`, { hint: `It has: ${names}.` });
  };
  const current = services.find(({ name }) => file === earlier?.composed?.file && name === earlier.composed.service);
  const offered = current ?? likely;
  const service =
    preset.service === undefined && services.length > 1 && person !== undefined
      ? await askPerson(person, `Which service are requests sent to? (${names})`, offered.name, pick)
      : pick(preset.service ?? offered.name);
  const likelyRequest = requestOfService(service);
  const request = await requestAnswer(
    `Which request to ${service.name} proves that it works`,
    service === current ? offeredRequest(earlier, likelyRequest) : likelyRequest,
    preset,
    person,
  );
  return { ...(request && { request }), composed: { file, service: service.name } };
}

function offeredRequest(earlier: EarlierAnswers | undefined, likelyRequest: Request | undefined): Request | undefined {
  return earlier?.request ?? (earlier?.isWhole === true ? undefined : likelyRequest);
}

async function requestAnswer(
  question: string,
  request: Request | undefined,
  preset: PresetAnswers,
  person: Person | undefined,
): Promise<Request | undefined> {
  if (preset.get !== undefined) return requestFrom(preset.get);
  // Whether a service has `GET /` is what the files say: a guess would be waited for in vain.
  if (preset.from !== undefined && request?.path === undefined) {
    const port = preset.port ?? request?.port;
    return port === undefined ? undefined : { port };
  }
  const likely = request && { path: "/", ...request };
  if (person === undefined) return likely;
  const offered = likely === undefined ? "none" : `:${likely.port}${likely.path}`;
  return askPerson(person, `${question}, as :PORT/PATH? \`none\` where it answers no HTTP`, offered, requestFrom);
}
