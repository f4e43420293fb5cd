import type { Instruction } from "../dockerfile.ts";
import { expandText } from "./expand.ts";
import type { BaseEnv } from "./base-env.ts";
import { pairsOf } from "./pairs-of.ts";
import type { ArgsSource } from "../joined-text.ts";
import { textValue, type Lookup, type Value } from "./value.ts";

/** Maximum stages to walk for a name; beyond that, their last values are merged once. */
const mostSteps = 32;

/**
 * The variables of one stage: those of its base, the final ones of the stage it is built FROM, and its own ARG and ENV
 * from the offset of each definition on.
 */
export class StageScope {
  readonly base: BaseEnv;
  readonly #globals: Lookup;
  readonly #spend: (length: number) => void;
  readonly #source: ArgsSource;
  /** Values in the order of the text; `at` is the first offset at which the value counts. */
  readonly #history = new Map<string, { at: number; value: Value }[]>();
  readonly #parent: StageScope | undefined;
  readonly #steps: number;
  /** Final values of all stages above, where they are too many to walk. */
  readonly #above: ReadonlyMap<string, Value>;

  constructor(options: {
    source: ArgsSource;
    globals: Lookup;
    base: BaseEnv;
    parent: StageScope | undefined;
    spend: (length: number) => void;
  }) {
    const { parent } = options;
    this.#source = options.source;
    this.#globals = options.globals;
    this.#spend = options.spend;
    this.base = options.base;
    // A stage that sets no variables is skipped, so that a long chain of them costs nothing.
    const above = parent !== undefined && parent.#history.size === 0 ? parent.#parent : parent;
    const tooMany = above !== undefined && above.#steps >= mostSteps;
    this.#parent = tooMany ? undefined : above;
    this.#steps = tooMany || above === undefined ? 0 : above.#steps + 1;
    this.#above = tooMany ? above.#ends() : new Map<string, Value>();
  }

  valueAt(name: string, offset: number): Value | undefined {
    let variableValue = latest(this.#history.get(name), offset);
    variableValue ??= this.#above.get(name);
    for (let above = this.#parent; variableValue === undefined && above !== undefined; above = above.#parent)
      variableValue = above.#history.get(name)?.at(-1)?.value ?? above.#above.get(name);
    return variableValue ?? this.base.lookup(name);
  }

  /** For a build without `--build-arg`: a name that nothing declares may still be set by a base that no one looked at. */
  plain(lookup: Lookup): Lookup {
    return this.base.complete ? lookup : (name) => lookup(name) ?? { set: true };
  }

  /** Names that the stage and those it is built from declare. */
  *names(offset: number): Generator<string> {
    for (const [name, values] of this.#history) if (latest(values, offset) !== undefined) yield name;
    yield* this.#above.keys();
    for (let above = this.#parent; above !== undefined; above = above.#parent) {
      yield* above.#history.keys();
      yield* above.#above.keys();
    }
  }

  /** The value that each name ends with, here and above. */
  #ends(): Map<string, Value> {
    const parent = this.#parent;
    const ends = parent === undefined ? new Map(this.#above) : parent.#ends();
    for (const [name, values] of this.#history) {
      const last = values.at(-1);
      if (last !== undefined) ends.set(name, last.value);
    }
    return ends;
  }

  /** Adds an ARG or ENV; `at` is where it takes effect if that is not where it is written (a trigger). */
  declare(instruction: Instruction, at?: number): void {
    const { escape } = this.#source;
    const isArg = instruction.keyword === "ARG";
    for (const { name, nameSpan, value, valueSpan } of pairsOf(this.#source, instruction)) {
      // All values of one ENV are expanded before it takes effect; each ARG of a line sees the ones to its left.
      const before = at ?? (isArg ? nameSpan.start : instruction.span.start);
      const after = at ?? (isArg ? (valueSpan ?? nameSpan).end : instruction.span.end);
      const lookup: Lookup = (used) => this.valueAt(used, before);
      if (value !== undefined) {
        const { text } = expandText(value, lookup, { escape });
        const plain = text ?? expandText(value, this.plain(lookup), { escape, unsetIsEmpty: true }).text;
        this.#spend(plain?.length ?? 0);
        this.#set(name, after, textValue(text, plain));
      } else {
        const global = this.#globals(name);
        if (global?.set === true) this.#set(name, after, global);
        else if (lookup(name)?.set !== true) this.#set(name, after, { set: false });
      }
    }
  }

  #set(name: string, at: number, value: Value): void {
    const values = this.#history.get(name);
    if (values === undefined) this.#history.set(name, [{ at, value }]);
    else values.push({ at, value });
  }
}

function latest(values: readonly { at: number; value: Value }[] | undefined, offset: number): Value | undefined {
  if (values === undefined) return undefined;
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle]?.at ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return values[low - 1]?.value;
}
