import type { DockerfileFact, Instruction, Stage } from "../dockerfile/dockerfile.ts";
import { lineAt } from "../../text/locate.ts";
import type { RepositoryFact } from "../repository/repository-fact.ts";
import { quietInstructions, startKind } from "./instruction-kinds.ts";
import { foreignText, knownBase, type KnownBase } from "../dockerfile/known-base.ts";
import { plainCommands } from "./plain-commands.ts";
import { stageLinks, type StageLinks } from "./stage-links.ts";
import { keepsClear, type StepList } from "./step-list.ts";

/** Whether the stages around an edit, and the repository around their file, hold anything that its rule's list does not name. */
export interface SafeStepsFact {
  /** Why the text may be read otherwise than as a Dockerfile of Docker's. */
  readonly foreign: string | undefined;
  /** The first step off the list up to the given one: from FROM on, through all stages that its stage is built FROM. */
  stepBefore(at: Instruction, list: StepList): string | undefined;
  /** As `stepBefore`, with a list for the step itself where it has another, and after the step: to the end of every stage that is built FROM its stage, in stages that copy from one, and in other files of the repository. */
  stepAround(at: Instruction, list: StepList, edited?: StepList): string | undefined;
  /** The known image that the stage of `at` begins with, through all stages that it is built FROM. */
  baseOf(at: Instruction): KnownBase | undefined;
  /** Uses of the Dockerfile's images in other files; a reason where they were not read. */
  outside(ask: (repository: RepositoryFact) => string | undefined): string | undefined;
}

/** Computed at the first question; every question after it is a look-up. */
export function safeStepsFact(dockerfile: DockerfileFact, repository?: () => RepositoryFact): SafeStepsFact {
  let links: StageLinks | undefined;
  const linked = (): StageLinks => (links ??= stageLinks(dockerfile));
  let places: ReadonlyMap<Instruction, Place> | undefined;
  const placeOf = (at: Instruction) => (places ??= placesIn(dockerfile)).get(at);
  const foreign =
    foreignText(dockerfile.text) ?? (dockerfile.windows ? "a Windows image has other programs" : undefined);
  const judgedStages = new Map<StepList, readonly JudgedStage[]>();
  const judgedFor = (list: StepList) => {
    let stages = judgedStages.get(list);
    if (stages === undefined) judgedStages.set(list, (stages = judgeStages(dockerfile, linked(), list)));
    return stages;
  };
  const outside: SafeStepsFact["outside"] = (ask) =>
    repository === undefined ? "needs the repository around the file; name its directory" : ask(repository());
  const inFront = (at: Instruction, list: StepList, edited: StepList): string | undefined => {
    const place = placeOf(at);
    const stage = place && judgedFor(list)[place.stage];
    if (place === undefined || stage === undefined) return "it is in no stage";
    if (foreign !== undefined) return foreign;
    const { base, inherited, first, user } = stage;
    if (base !== undefined || inherited !== undefined) return base ?? inherited;
    if (first !== undefined && first.index < place.index) return first.reason;
    if (user !== undefined && user.index < place.index) return user.reason;
    const unsafeReason = otherStep(at, dockerfile, edited);
    return unsafeReason && `${lineText(dockerfile, at)} ${unsafeReason}`;
  };
  const stepBehind = (at: Instruction, list: StepList): string | undefined => {
    const place = placeOf(at);
    const stage = place && judgedFor(list)[place.stage];
    if (place === undefined || stage === undefined) return undefined;
    return stage.last !== undefined && stage.last.index > place.index ? stage.last.reason : stage.descendants;
  };
  return {
    foreign,
    outside,
    stepBefore: (at, list) => inFront(at, list, list) ?? outside(({ namedContexts }) => namedContexts),
    stepAround: (at, list, edited = list) =>
      inFront(at, list, edited) ??
      stepBehind(at, list) ??
      outside(
        (reasons) => reasons.namedContexts ?? reasons.children ?? reasons.mention([...list.words, ...list.paths]),
      ),
    baseOf(at) {
      const place = placeOf(at);
      return place && rootOf(dockerfile, linked(), place.stage);
    },
  };
}

interface Place {
  readonly stage: number;
  readonly index: number;
}

function placesIn({ stages }: DockerfileFact): ReadonlyMap<Instruction, Place> {
  return new Map(
    stages.flatMap(({ index: stage, instructions }) =>
      instructions.map((instruction, index) => [instruction, { stage, index }] as const),
    ),
  );
}

function rootOf({ stages }: DockerfileFact, { parents }: StageLinks, stage: number): KnownBase | undefined {
  let at = stage;
  for (let parent = parents[at]; parent !== undefined; parent = parents[at]) at = parent;
  const root = stages[at];
  return root && knownBase(root.base);
}

/** A step that the list does not name. */
interface OtherStep {
  readonly index: number;
  readonly reason: string;
}

interface JudgedStage {
  /** Why its base is not known; of a stage that is built FROM another, that one's reason. */
  readonly base: string | undefined;
  /** The first step off the list in the stages that it is built FROM. */
  readonly inherited: string | undefined;
  readonly first: OtherStep | undefined;
  readonly last: OtherStep | undefined;
  /** The first USER that is not root. */
  readonly user: OtherStep | undefined;
  /** The first step off the list in stages that are built FROM it, or copy from it or one of them. */
  descendants: string | undefined;
}

function judgeStages(dockerfile: DockerfileFact, links: StageLinks, list: StepList): readonly JudgedStage[] {
  const { stages } = dockerfile;
  const judgedStages: JudgedStage[] = [];
  for (const stage of stages) {
    const { instructions } = stage;
    const parent = judgedStages[links.parents[stage.index] ?? -1];
    const at = (index: number, reason: string): OtherStep => ({
      index,
      reason: `${lineText(dockerfile, instructions[index])} ${reason}`,
    });
    const reasons = instructions.map((step) => otherStep(step, dockerfile, list));
    const first = reasons.findIndex((reason) => reason !== undefined);
    const last = reasons.findLastIndex((reason) => reason !== undefined);
    const user = instructions.findIndex(({ keyword, args }) => keyword === "USER" && !isRoot.test(args));
    judgedStages.push({
      base: parent === undefined ? unknownBase(stage) : (parent.base ?? flagsOf(stage)),
      inherited: parent && (parent.inherited ?? parent.first?.reason ?? parent.user?.reason),
      first: first === -1 ? undefined : at(first, reasons[first] ?? ""),
      last: last === -1 ? undefined : at(last, reasons[last] ?? ""),
      user: user === -1 ? undefined : at(user, "is not root"),
      descendants: undefined,
    });
  }
  // A parent comes before its children.
  for (const stage of stages.toReversed()) {
    const judgedStage = judgedStages[stage.index];
    if (judgedStage === undefined) continue;
    judgedStage.descendants = variableFrom(stages, stage) ?? takenFrom(stage, links, list);
    for (const child of links.children[stage.index] ?? []) {
      const below = judgedStages[child];
      judgedStage.descendants ??=
        (stages[child] && flagsOf(stages[child])) ?? below?.last?.reason ?? below?.descendants;
    }
  }
  return judgedStages;
}

function unknownBase(stage: Stage): string | undefined {
  const { kind, text } = stage.base;
  if (kind === "scratch") return "scratch holds no programs";
  return knownBase(stage.base) === undefined
    ? `the shell, PATH and programs of \`${text}\` are not known from the text`
    : flagsOf(stage);
}

function flagsOf({ from }: Stage): string | undefined {
  if (from.args.includes("$")) return "FROM holds a variable";
  const hasUnsafeFlag = from.flags.some(
    ({ name, value }) => name !== "platform" || !/^linux\/[\w/]+$/.test(value ?? ""),
  );
  return hasUnsafeFlag ? "FROM has a flag, so that the base may be another image" : undefined;
}

/** FROM with a variable may name the stage. */
function variableFrom(stages: readonly Stage[], { index, name }: Stage): string | undefined {
  const later = name !== undefined && stages.some((stage) => stage.index > index && stage.from.args.includes("$"));
  return later ? "a later FROM holds a variable" : undefined;
}

/** Other stages copy single files outside the list's directories; the steps create no links. */
function takenFrom(stage: Stage, links: StageLinks, list: StepList): string | undefined {
  for (const uses of links.usesOf(stage))
    for (const { by, sources } of uses)
      if (!sources.every((source) => source.startsWith("/") && keepsClear(source, list) && !source.includes("*")))
        return `\`${by}\` may take what the edit changes`;
  return undefined;
}

const isRoot = /^(?:root|0)(?::(?:root|0))?$/;

/** Why no entry of the list names the step. */
function otherStep(step: Instruction, dockerfile: DockerfileFact, list: StepList): string | undefined {
  if (step.onbuild) return "is an ONBUILD trigger";
  switch (step.keyword) {
    case "RUN": {
      if (step.flags.length > 0) return "has a flag";
      const commands = plainCommands(step, dockerfile);
      if (commands === undefined) return "is more than a list of plain commands";
      const unlistedCommand = commands.find((command) => !list.commands.some((kind) => kind.matches(command, list)));
      return unlistedCommand && `calls \`${unlistedCommand.words[0] ?? ""}\` with words that are not on the list`;
    }
    case "CMD":
    case "ENTRYPOINT":
    case "HEALTHCHECK":
      return startKind.matches(step, dockerfile) ? undefined : "may start what reads it";
    default:
      return quietInstructions.some((kind) => kind.matches(step, list)) ? undefined : "is not on the list";
  }
}

function lineText({ text }: DockerfileFact, step: Instruction | undefined): string {
  return step === undefined ? "" : `${step.keyword} in line ${lineAt(text, step.span.start)}`;
}
