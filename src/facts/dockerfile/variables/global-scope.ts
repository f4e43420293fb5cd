import type { Instruction } from "../dockerfile.ts";
import { expandText } from "./expand.ts";
import { expansionBudget } from "../../../text/expansion-limit.ts";
import { pairsOf, type Pair } from "./pairs-of.ts";
import type { ArgsSource } from "../joined-text.ts";
import { textValue, type Lookup, type Value } from "./value.ts";

/** ARGs that every build has in FROM, and in a stage once it declares them (BuildKit, dockerfile2llb/platform.go). */
const platformArgs: ReadonlySet<string> = new Set(
  "BUILDPLATFORM BUILDOS BUILDOSVERSION BUILDARCH BUILDVARIANT TARGETPLATFORM TARGETOS TARGETOSVERSION TARGETARCH TARGETVARIANT TARGETSTAGE".split(
    " ",
  ),
);

/** The scope of the ARGs before the first FROM: it is FROM's own, and a stage's for the names it declares again. */
export class GlobalScope {
  readonly #values = new Map<string, Value>();
  readonly #source: ArgsSource;
  /** Counts the expanded characters. Throws `Failure` (`too-complex`). */
  readonly spend: (length: number) => void;

  constructor(source: ArgsSource, spend = expansionBudget("the values of ARG and the names in FROM")) {
    this.#source = source;
    this.spend = spend;
  }

  readonly lookup: Lookup = (name) => this.#values.get(name) ?? (platformArgs.has(name) ? { set: true } : undefined);

  names(): string[] {
    return [...new Set([...this.#values.keys(), ...platformArgs])];
  }

  /** An ARG's default may name those before it, also in the same line. */
  declare(arg: Instruction): void {
    for (const pair of pairsOf(this.#source, arg)) this.declarePair(pair);
  }

  declarePair({ name, value }: Pair): void {
    if (value !== undefined) {
      const { escape } = this.#source;
      const { text } = expandText(value, this.lookup, { escape });
      const plain = text ?? expandText(value, this.lookup, { escape, unsetIsEmpty: true }).text;
      this.spend(plain?.length ?? 0);
      this.#values.set(name, textValue(text, plain));
    } else if (this.lookup(name) === undefined) this.#values.set(name, { set: false });
  }
}
