import { triggerProblem } from "./arity.ts";
import { conversionProblem } from "./conversion.ts";
import { isImageName } from "./image-name.ts";
import type { Raw } from "./raws.ts";
import { fault, printable, type Problem, type Refusal } from "./refusal.ts";
import { baseProblem, readingsOf, readStages, type Reading, type Stage } from "./stages.ts";

/** One stage reading from another, or from itself. */
interface Edge {
  readonly reading: Reading;
  readonly to: number;
}

/**
 * Why Docker refuses the file as a whole, though each instruction is valid: checks of every stage, and checks
 * of the stages that the last one needs.
 */
export function stageProblems(text: string, raws: readonly Raw[], escape: string): readonly Refusal[] {
  const stages = readStages(raws, escape);
  const refusals: Refusal[] = [];
  const refuse = ({ line, span }: Raw, problem: Problem | undefined): void => {
    if (problem !== undefined) refusals.push({ ...problem, line, span });
  };
  for (const stage of stages) refuse(stage.from, baseProblem(stage, escape, raws));
  const { edges, bad } = edgesOf(stages);
  for (const { raw, problem } of bad) refuse(raw, problem);
  const loop = circle(edges);
  if (loop !== undefined) {
    const isSelfReading = stages[loop.to]?.raws.includes(loop.reading.raw) === true;
    refuse(
      loop.reading.raw,
      isSelfReading
        ? fault(
            `the stage reads from itself: ${printable(loop.reading.name)}`,
            loop.reading.kind === "copy" ? "reads-itself" : undefined,
          )
        : fault(`stages read from each other in a circle: ${printable(loop.reading.name)}`),
    );
  }
  const needed = neededStages(stages, edges);
  const fired = new Set<number>();
  for (const [index, stage] of stages.entries()) {
    if (!needed.has(index)) continue;
    for (const { reading, to } of edges[index] ?? []) {
      if (to > index) {
        refuse(
          reading.raw,
          fault(
            `the stage ${printable(reading.name)} stands below`,
            reading.kind === "copy" ? "reads-later-stage" : undefined,
          ),
        );
      }
    }
    for (const raw of stage.raws) {
      const { head, joined, heredocs } = raw;
      if (!head.onbuild) refuse(raw, conversionProblem({ head, line: joined.text, text, escape, heredocs }));
    }
    if (stage.base === undefined || fired.has(stage.base)) continue;
    fired.add(stage.base);
    for (const raw of stages[stage.base]?.raws ?? []) {
      if (raw.head.onbuild) refuse(raw, triggerProblem(raw.head, raw.joined.text, escape));
    }
  }
  return refusals;
}

function edgesOf(stages: readonly Stage[]): {
  readonly edges: readonly (readonly Edge[])[];
  readonly bad: readonly { readonly raw: Raw; readonly problem: Problem }[];
} {
  const names = new Map(stages.flatMap(({ name }, index) => (name === undefined ? [] : [[name, index] as const])));
  const bad: { raw: Raw; problem: Problem }[] = [];
  // Docker numbers the images that are read from as well, after the stages.
  let numbered = stages.length;
  const edges = stages.map((stage) => {
    const stageEdges: Edge[] = [];
    for (const reading of readingsOf(stage)) {
      const { raw, name, kind } = reading;
      const number = kind === "copy" && /^[-+]?\d+$/.test(name) ? Number(name) : undefined;
      const to = number ?? names.get(name.toLowerCase());
      if (number !== undefined && (number < 0 || number >= numbered)) {
        bad.push({ raw, problem: fault(`there is no stage ${printable(name)}`) });
      } else if (to !== undefined) {
        if (to < stages.length) stageEdges.push({ reading, to });
      } else {
        numbered++;
        if (name !== "" && name !== "scratch" && !isImageName(name)) bad.push({ raw, problem: unnamed(kind, name) });
      }
    }
    return stageEdges;
  });
  return { edges, bad };
}

function unnamed(kind: Reading["kind"], name: string): Problem {
  const flag = kind === "copy" ? "--from" : "--mount: from";
  return name.includes("$")
    ? fault(`${flag} takes no variable: name a stage with FROM, whose image may come from an ARG`)
    : fault(`${flag}: ${printable(name)} is neither a stage nor the name of an image`);
}

/** The reading that closes the first circle. */
function circle(edges: readonly (readonly Edge[])[]): Edge | undefined {
  const visited = new Set<number>();
  for (const start of edges.keys()) {
    if (visited.has(start)) continue;
    visited.add(start);
    const path = [{ stage: start, next: 0 }];
    const open = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const edge = edges[top.stage]?.[top.next++];
      if (edge === undefined) {
        open.delete(top.stage);
        path.pop();
      } else if (open.has(edge.to)) {
        return edge;
      } else if (!visited.has(edge.to)) {
        visited.add(edge.to);
        open.add(edge.to);
        path.push({ stage: edge.to, next: 0 });
      }
    }
  }
  return undefined;
}

/** The last stage, and what it begins with and reads from. */
function neededStages(stages: readonly Stage[], edges: readonly (readonly Edge[])[]): ReadonlySet<number> {
  const needed = new Set<number>();
  const waiting = [stages.length - 1];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (index < 0 || needed.has(index)) continue;
    needed.add(index);
    const base = stages[index]?.base;
    if (base !== undefined) waiting.push(base);
    for (const { to } of edges[index] ?? []) waiting.push(to);
  }
  return needed;
}
