import type { Said } from "../../domain/container-spec/written-container.ts";
import type { RunFlag } from "../../domain/dockerfile/run-line.ts";

/** The flags of one line as values with their places. */
export interface FlagReader {
  /** The last one of a name. */
  readonly last: (name: string) => RunFlag | undefined;
  /** What the last one of a name says. */
  readonly one: <Value>(name: string, read: (value: string) => Value) => Said<Value> | undefined;
  /** What each of a name says. */
  readonly all: <Value>(name: string, read: (value: string) => Value) => readonly Said<Value>[];
  /** The words of comma lists, each at its own place; the whole value where quoting hides the places. */
  readonly words: (name: string) => readonly Said<string>[];
  /** A switch is on unless it says `=false`. */
  readonly isOn: (name: string) => Said<boolean> | undefined;
}

/** Where a flag is said, and how its dialect names it. */
export interface FlagPlace {
  readonly file: string;
  readonly text: string;
  readonly pointer: string;
  /** As in `Said`. */
  readonly flag?: string;
}

export function flagReader<Flag extends RunFlag>(
  flags: readonly Flag[],
  placeOf: (flag: Flag) => FlagPlace,
): FlagReader {
  const named = (name: string): readonly Flag[] => flags.filter((flag) => flag.name === name);
  const last = (name: string): Flag | undefined => flags.findLast((flag) => flag.name === name);
  const said = <Value>(flag: Flag, value: Value): Said<Value> => {
    const { file, pointer, flag: called } = placeOf(flag);
    return {
      value,
      pointer,
      ...(called !== undefined && { flag: called }),
      at: { file, span: flag.valueSpan ?? flag.span },
      ...(flag.valueSpan !== undefined && { whole: { file, span: flag.span } }),
      ...(flag.value !== undefined && { written: flag.value }),
    };
  };
  return {
    last,
    one(name, read) {
      const flag = last(name);
      return flag && said(flag, read(flag.value ?? ""));
    },
    all: (name, read) => named(name).map((flag) => said(flag, read(flag.value ?? ""))),
    words: (name) =>
      named(name).flatMap((flag) => {
        const { value = "", valueSpan = flag.span } = flag;
        const { file, text } = placeOf(flag);
        const exact = text.slice(valueSpan.start, valueSpan.end) === value;
        let start = valueSpan.start;
        return value.split(",").map((word) => {
          const span = exact ? { start, end: start + word.length } : valueSpan;
          start += word.length + 1;
          return { ...said(flag, word.trim()), at: { file, span } };
        });
      }),
    isOn(name) {
      const flag = last(name);
      return flag && said(flag, !/^(?:false|f|0)$/i.test(flag.value ?? ""));
    },
  };
}
