import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Context } from "../context.ts";
import { ciFile, type CiFile } from "./ci-text.ts";
import { detect, requestOf, type CiSystem, type Detected, type Request } from "./detect.ts";
import { settingsText, type Answers } from "./settings-text.ts";

export interface InitWish {
  readonly yes: boolean;
  readonly force: boolean;
  readonly dockerfile?: string;
  readonly get?: string;
  readonly ci?: CiSystem | "none";
  readonly run: boolean;
  /** What hullproof was called by. */
  readonly program: string;
}

/** The person at the terminal. */
export interface Person {
  ask(question: string, found: string): Promise<string>;
  say(text: string): void;
}

export interface Initialized {
  readonly files: readonly Pick<CiFile, "path" | "text">[];
  readonly notes: readonly string[];
  /** The request was sent and did not pass. */
  readonly failed: boolean;
}

const settings = "hullproof.yaml";

/** `hullproof init`: looks, asks at most five questions, tries the request, and says what is to be written. Writes nothing itself. Throws `Failure`. */
export async function initialize(wish: InitWish, person: Person | undefined, context: Context): Promise<Initialized> {
  const there = (path: string) => existsSync(resolve(context.cwd, path));
  if (there(settings) && !wish.force)
    throw new Failure("cannot-write", `${settings} is there already; nothing was changed`, {
      hint: "Edit it (docs/reference/hullproof-yaml.md lists every key), or replace it with --force.",
    });
  const detected = await detect(context);
  const answers = await answersOf(wish, detected, person, context);
  const ci = await ciOf(wish, detected, person);
  const wantsRun = person === undefined ? wish.run : await asksToRun(answers, detected, person);
  const tried =
    wantsRun && answers.request !== undefined ? await tryRequest(answers, answers.request, context) : undefined;
  const job = ci === "none" ? undefined : ciFile(ci, there(".gitlab-ci.yml"));
  const kept = job !== undefined && there(job.path) && !wish.force ? job.path : undefined;
  return {
    files: [
      { path: settings, text: settingsText(answers) },
      ...(job === undefined || kept !== undefined ? [] : [{ path: job.path, text: job.text }]),
    ],
    notes: [
      ...(tried === undefined ? [] : [tried.said]),
      ...(kept === undefined ? [] : [`${kept} is there already and was left as it is; --force replaces it`]),
      ...(job?.next === undefined ? [] : [job.next]),
      ...(job === undefined || kept !== undefined
        ? []
        : [`${job.path} stops until the variable HULLPROOF_PACKAGE names the package: docs/guide/ci.md`]),
      `next: ${wish.program} check .   what is wrong, and the fixes`,
      ...(answers.request === undefined
        ? []
        : [
            `      ${wish.program} harden .  fixes, builds, runs, learns the least privilege, and proves it; needs an engine`,
          ]),
    ],
    failed: tried?.failed ?? false,
  };
}

async function answersOf(
  wish: InitWish,
  { dockerfiles, composed }: Detected,
  person: Person | undefined,
  context: Context,
): Promise<Answers> {
  const [first = "Dockerfile"] = dockerfiles;
  const others = dockerfiles.length > 1 ? ` (${dockerfiles.join(", ")})` : "";
  // Read as it will be: a wrong name is said now.
  const read = async (dockerfile: string) => ({ dockerfile, found: await requestOf(dockerfile, context) });
  const { dockerfile, found } =
    wish.dockerfile === undefined && others !== "" && person !== undefined
      ? await answered(person, `Which Dockerfile?${others}`, first, read)
      : await read(wish.dockerfile ?? first);
  const offered = wish.get ?? (found === undefined ? "none" : `:${found.port}${found.path}`);
  const question = "Which request proves that it works, as :PORT/PATH? `none` where it answers no HTTP";
  const request =
    person === undefined || wish.get !== undefined
      ? requestFrom(offered)
      : await answered(person, question, offered, requestFrom);
  if (composed === undefined) return { dockerfile, ...(request && { request }) };
  const { file, service, needs } = composed;
  const beside =
    person === undefined ||
    (await answered(person, `Start ${needs.join(", ")} beside it, as ${service} of ${file} says? y or n`, "y", isYes));
  return { dockerfile, ...(request && { request }), ...(beside && { composed }) };
}

/** No one types as many wrong answers. */
const mostAnswers = 10;

/** An answer that can't be used is asked for again: the others are not lost for it. */
async function answered<Answer>(
  person: Person,
  question: string,
  offered: string,
  read: (said: string) => Answer | Promise<Answer>,
): Promise<Answer> {
  for (let left = mostAnswers; ; left--) {
    const said = await person.ask(question, offered);
    try {
      return await read(said);
    } catch (error) {
      if (!(error instanceof Failure) || error.code === "interrupted" || left === 0) throw error;
      person.say(`  ${error.message}. ${error.hint}`);
    }
  }
}

async function ciOf(wish: InitWish, { ci: found }: Detected, person: Person | undefined): Promise<CiSystem | "none"> {
  if (wish.ci !== undefined || person === undefined) return wish.ci ?? "none";
  return answered(person, "Write a CI job? github, gitlab or none", found ?? "none", (said) => {
    if (said === "github" || said === "gitlab" || said === "none") return said;
    throw new Failure("bad-usage", `${said} is not github, gitlab or none`, {
      hint: "Other systems: docs/guide/ci.md.",
    });
  });
}

async function asksToRun({ request }: Answers, { hasEngine }: Detected, person: Person): Promise<boolean> {
  if (!hasEngine || request === undefined) return false;
  return answered(person, "Build the image and send this request once, to see its answer? y or n", "y", isYes);
}

async function tryRequest(answers: Answers, request: Request, context: Context) {
  const { firstRequest } = await import("./first-request.ts");
  const { status, body, ms, problem } = await firstRequest({ ...answers, request }, context);
  const what = `GET :${request.port}${request.path}`;
  const answer = status === undefined ? "no answer" : `${status} in ${Math.round(ms ?? 0)} ms`;
  const quoted = body === undefined || body === "" ? "" : `: ${body.slice(0, mostShown)}`;
  return {
    failed: problem !== undefined,
    said:
      problem === undefined
        ? `${what} answered ${answer}${quoted}`
        : `${what} did not pass (${answer}): ${problem}. Correct \`workload\` in hullproof.yaml.`,
  };
}

/** Characters of a body. */
const mostShown = 120;

/** Throws `Failure` (`bad-usage`). */
export function requestFrom(text: string): Request | undefined {
  if (text === "none" || text === "-") return undefined;
  const [, number = "", path = "/"] = /^:?(\d{1,5})(\/[^\s"\\]*)?$/.exec(text) ?? [];
  const port = Number(number);
  if (number !== "" && port >= 1 && port <= 65_535) return { port, path };
  throw new Failure("bad-usage", `${text} is no request`, {
    hint: "Write port and path: :8080/health. `none` where it answers no HTTP.",
  });
}

function isYes(text: string): boolean {
  if (/^y(?:es)?$/i.test(text)) return true;
  if (/^no?$/i.test(text)) return false;
  throw new Failure("bad-usage", `${text} is neither y nor n`, {
    hint: "An empty line takes what stands in brackets.",
  });
}
