import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { shellQuote } from "../../../dialects/text/shell-quote.ts";
import { isBaseComposeName } from "../../../formats/compose/project-files.ts";
import type { Context } from "../../context.ts";
import { collectAnswers, type PresetAnswers } from "./answers.ts";
import { ciJob, offerBaseline } from "./ci-job.ts";
import { detect, isOwnDockerfile, type CiSystem, type Detected } from "./detect.ts";
import { readEarlierAnswers, type EarlierAnswers } from "./earlier-answers.ts";
import { askPerson, confirm, type Person } from "./person.ts";
import { settingsText, type Answers } from "./settings-text.ts";
import { knownImageOffer } from "../../../facts/container-spec/known-image-of.ts";
import { composedProject } from "../../requests/composed-project.ts";
import { findTests, type RepositoryTest } from "./repository-tests.ts";
import { chooseOffers, readOffers } from "./offers.ts";
import { subjectOf, tryRequest } from "./try-request.ts";
import { writeFiles } from "./write-files.ts";

export interface InitOptions extends PresetAnswers {
  readonly force: boolean;
  readonly ci?: CiSystem | "none";
  readonly baseline: boolean;
  readonly run: boolean;
  readonly host?: readonly string[];
  readonly base?: string;
  readonly maxSteps?: number;
  /** Mode of the files. */
  readonly mode: number;
  /** The command that started hullproof. */
  readonly program: string;
}

const settings = "hullproof.yaml";

/**
 * `hullproof init`: detects, asks, writes the answers, and only then offers a baseline for the job and tries the request, so that neither can lose an
 * answer. `print` gets each line of the result at once. Returns whether the request passed, where it was sent. Throws `Failure`; all but an interruption come before anything is written.
 */
export async function initialize(
  options: InitOptions,
  person: Person | undefined,
  print: (line: string) => void,
  session: Context,
): Promise<boolean> {
  const { force, program, mode } = options;
  const { cwd } = session;
  const isThere = existsSync(resolve(cwd, settings));
  const isAddition = isThere && !force && (options.from ?? []).length > 0;
  if (isThere && !force && person === undefined && !isAddition)
    throw new Failure("cannot-write", `${settings} is there already; nothing was changed`, {
      hint: "Edit it (docs/reference/hullproof-yaml.md lists every key), or replace it with --force.",
    });
  const earlier = isThere ? await readEarlierAnswers(settings, cwd) : undefined;
  const detected = await detect(session);
  const answers = await collectAnswers({ preset: options, detected, earlier, person, context: session });
  const offers = options.from === undefined ? await readOffers(answers, detected, session) : undefined;
  const from = options.from ?? (person && offers ? await chooseOffers(offers, person) : []);
  const text = settingsText(answers, from.length > 0);
  const isSame = earlier?.text === text;
  const isKept = isAddition || (!isSame && earlier !== undefined && !force && !(await mayReplace(earlier, person)));
  const system = await ciAnswer(options, detected, person);
  const job = system === "none" ? undefined : await ciJob(system, session);
  const isJobKept = job?.isTaken === true && !force;
  const wantsTrial =
    (!isKept || isAddition) &&
    (person === undefined ? options.run : await asksToRun(answers, detected, { person, imports: from.length > 0 }));

  const files = [...(isKept ? [] : [{ path: settings, text }]), ...(job === undefined || isJobKept ? [] : [job])];
  await writeFiles(cwd, files, mode);
  for (const { path } of files) print(`wrote ${path}`);
  for (const path of [...(isKept && !isAddition ? [settings] : []), ...(isJobKept ? [job.path] : [])])
    print(`${path} is there already and was left as it is; --force replaces it`);
  if (job?.next !== undefined) print(job.next);

  // Reads the new file, past the cache.
  const context: Context = { ...session, targets: ["."] };
  if (job !== undefined && !isJobKept) {
    const command = `${program} init --ci ${system} --baseline`;
    const offer = { isWanted: options.baseline, person, mode, command };
    for (const line of await offerBaseline(job, offer, context)) print(line);
    print(`${job.path} stops until the variable HULLPROOF_PACKAGE names the package: docs/guide/ci.md`);
  }
  if (from.length > 0) {
    const { importSteps } = await import("./import-steps.ts");
    const { host = [], base, port = answers.request?.port, maxSteps = 40 } = options;
    const { composed } = answers;
    const container = { names: composed === undefined ? [] : [composed.service] };
    const files = detected.projects.find(([file]) => file === composed?.file);
    const project = composed && composedProject(files ?? [composed.file], composed.service, context);
    const request = { from, host, port, maxSteps, container, project, ...(base !== undefined && { base }) };
    const subject = wantsTrial
      ? subjectOf({ dockerfile: answers.dockerfile, composed: answers.composed }, detected.projects)
      : undefined;
    const imported = { file: settings, options: request, subject, mode };
    for (const line of await importSteps(imported, { ...context, configFile: settings })) print(line);
  }
  const trial =
    wantsTrial && from.length === 0 && answers.request !== undefined
      ? await tryRequest(answers, answers.request, detected, { ...context, configFile: settings })
      : undefined;
  for (const line of trial?.lines ?? []) print(line);
  for (const line of offers === undefined ? [] : testLines(findTests(cwd))) print(line);
  if (offers?.known !== undefined && person === undefined) print(knownImageOffer(offers.known));
  print(`next: ${program} check .   what is wrong, and the fixes`);
  if (answers.request !== undefined)
    print(
      `      ${program} harden ${hardenTarget(answers, detected)}  fixes, builds, runs, learns the least privilege, and proves it; needs an engine`,
    );
  return trial?.hasPassed ?? true;
}

/** None is added: a command of this machine needs its own consent, and often has a host of its own. */
function testLines(tests: readonly RepositoryTest[]): string[] {
  return tests.flatMap(({ command, notes }) => [
    `${command.join(" ")} may become a step: - run: ${JSON.stringify({ command })}`,
    ...notes.map((note) => `  ${note}`),
  ]);
}

/** The argument of `harden` that uses these settings. */
function hardenTarget({ dockerfile, composed }: Answers, { dockerfiles }: Detected): string {
  if (dockerfile !== undefined || composed === undefined) return ".";
  const { file } = composed;
  if (file.includes("/")) return `--config ${settings} ${shellQuote(file)}`;
  return dockerfiles.some(isOwnDockerfile) || !isBaseComposeName(file) ? shellQuote(file) : ".";
}

async function mayReplace(earlier: EarlierAnswers, person: Person | undefined): Promise<boolean> {
  if (person === undefined) return false;
  if (earlier.isWhole) return confirm(person, `Replace ${settings} with these answers?`);
  return confirm(person, `Replace ${settings}? Its other keys and comments are lost.`, "n");
}

async function ciAnswer(options: InitOptions, { ci }: Detected, person: Person | undefined) {
  if (options.ci !== undefined || person === undefined) return options.ci ?? "none";
  return askPerson(person, "Write a CI job? github, gitlab or none", ci ?? "none", (text) => {
    if (text === "github" || text === "gitlab" || text === "none") return text;
    throw new Failure("bad-usage", `${text} is not github, gitlab or none`, {
      hint: "Other systems: docs/guide/ci.md.",
    });
  });
}

async function asksToRun(
  { request, dockerfile, composed }: Answers,
  { hasEngine }: Detected,
  { person, imports }: { readonly person: Person; readonly imports: boolean },
) {
  if (!hasEngine || request === undefined) return false;
  const start = dockerfile === undefined ? `Start ${composed?.service ?? ""} with what it needs` : "Build the image";
  const send = imports ? "try these requests on it, without internet" : "send this request once, to see its answer";
  return confirm(person, `${start} and ${send}?`);
}
