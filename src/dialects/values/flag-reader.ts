import type { Located } from "../../domain/container/container-spec.ts";
import type { RunFlag } from "../../domain/dockerfile/run-line.ts";

/** The flags of one line as located values. */
export interface FlagReader {
  /** The last flag of a name. */
  readonly last: (name: string) => RunFlag | undefined;
  /** The value of the last flag of a name. */
  readonly one: <Value>(name: string, read: (value: string) => Value) => Located<Value> | undefined;
  /** The values of all flags of a name. */
  readonly all: <Value>(name: string, read: (value: string) => Value) => readonly Located<Value>[];
  /** The words of comma lists, each with its location, or with that of the whole value if it is quoted. */
  readonly words: (name: string) => readonly Located<string>[];
  /** A boolean flag is true unless it has `=false`. */
  readonly isOn: (name: string) => Located<boolean> | undefined;
}

/** The location of a flag, and its name in the dialect. */
export interface FlagPlace {
  readonly file: string;
  readonly text: string;
  readonly pointer: string;
  /** As in `Located`. */
  readonly flag?: string;
}

export function flagReader<Flag extends RunFlag>(
  flags: readonly Flag[],
  placeOf: (flag: Flag) => FlagPlace,
): FlagReader {
  const flagsByName = (name: string): readonly Flag[] => flags.filter((flag) => flag.name === name);
  const last = (name: string): Flag | undefined => flags.findLast((flag) => flag.name === name);
  const locateValue = <Value>(flag: Flag, value: Value): Located<Value> => {
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
      return flag && locateValue(flag, read(flag.value ?? ""));
    },
    all: (name, read) => flagsByName(name).map((flag) => locateValue(flag, read(flag.value ?? ""))),
    words: (name) =>
      flagsByName(name).flatMap((flag) => {
        const { value = "", valueSpan = flag.span } = flag;
        const { file, text } = placeOf(flag);
        const exact = text.slice(valueSpan.start, valueSpan.end) === value;
        let start = valueSpan.start;
        return value.split(",").map((word) => {
          const span = exact ? { start, end: start + word.length } : valueSpan;
          start += word.length + 1;
          return { ...locateValue(flag, word.trim()), at: { file, span } };
        });
      }),
    isOn(name) {
      const flag = last(name);
      return flag && locateValue(flag, !/^(?:false|f|0)$/i.test(flag.value ?? ""));
    },
  };
}
