import { inflateModule } from "./inflate-module.ts";

/** A global variable of a module. */
interface Variable {
  value: number;
}

/** What `wasm/inflate.ts` exports. */
interface InflateExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly inputStart: Variable;
  readonly inputSize: Variable;
  readonly windowStart: Variable;
  readonly windowEnd: Variable;
  readonly inputAt: Variable;
  readonly inputEnd: Variable;
  readonly outputAt: Variable;
  readonly history: Variable;
  reset(): void;
  inflate(): number;
}

declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** A decoder with its own memory of 768 KiB, which never moves and never grows. */
export interface Inflater extends Omit<InflateExports, "memory"> {
  /** The whole memory: the other fields are offsets in it. */
  readonly bytes: Buffer;
}

/** Distances of deflate reach so far back (RFC 1951, section 2). */
const historyBytes = 32_768;
/** As many layers are unpacked at a time. */
const mostKept = 4;

let module: object | undefined;
const spares: Inflater[] = [];

/** A decoder without input and output; a used one where there is one. */
export function takeInflater(): Inflater {
  const inflater = spares.pop() ?? newInflater();
  inflater.inputAt.value = inflater.inputEnd.value = inflater.inputStart.value;
  inflater.outputAt.value = inflater.history.value = inflater.windowStart.value;
  return inflater;
}

/** Whoever gives it back may no longer look into its memory. */
export function giveInflater(inflater: Inflater): void {
  if (spares.length < mostKept) spares.push(inflater);
}

function newInflater(): Inflater {
  module ??= new WebAssembly.Module(Buffer.from(inflateModule, "base64"));
  const exports = new WebAssembly.Instance(module).exports as InflateExports;
  return { ...exports, bytes: Buffer.from(exports.memory.buffer) };
}

/**
 * Makes room behind the output: moves what may be repeated, and what lies from `keep` on, to the start of the window. Returns by how many
 * bytes.
 */
export function slideWindow({ bytes, windowStart, outputAt, history }: Inflater, keep: number): number {
  const start = windowStart.value;
  const from = Math.max(start, Math.min(keep, outputAt.value - historyBytes));
  bytes.copyWithin(start, from, outputAt.value);
  const moved = from - start;
  outputAt.value -= moved;
  history.value = Math.max(start, history.value - moved);
  return moved;
}
