import { inflateModule } from "./inflate-module.ts";

/** A global variable of a module. */
interface Variable {
  value: number;
}

/** Exports of `wasm/inflate.ts`. */
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

/** Maximum distance of deflate (RFC 1951, section 2). */
const historyBytes = 32_768;
/** Number of layers that are unpacked concurrently. */
const mostKept = 4;

let module: object | undefined;
const spares: Inflater[] = [];

/** A decoder without input and output; reuses one if available. */
export function acquireInflater(): Inflater {
  const inflater = spares.pop() ?? newInflater();
  inflater.inputAt.value = inflater.inputEnd.value = inflater.inputStart.value;
  inflater.outputAt.value = inflater.history.value = inflater.windowStart.value;
  return inflater;
}

/** After this the caller must not access its memory. */
export function releaseInflater(inflater: Inflater): void {
  if (spares.length < mostKept) spares.push(inflater);
}

function newInflater(): Inflater {
  module ??= new WebAssembly.Module(Buffer.from(inflateModule, "base64"));
  const exports = new WebAssembly.Instance(module).exports as InflateExports;
  return { ...exports, bytes: Buffer.from(exports.memory.buffer) };
}

/**
 * Makes room after the output: moves the bytes that may be referenced, and those from `keep` on, to the start of the
 * window. Returns the shift in bytes.
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
