import { ownValue } from "../../domain/own-value.ts";
import { isRecord } from "../../domain/is-record.ts";

/**
 * Validators for the JSON documents of an image: every inspection reads a handful, and a schema library takes longer to load and
 * to set up than all of them take to read. A shape returns the value, or throws `Misfit`; `at` is the value's path.
 */
export type Shape<T> = (value: unknown, at: string) => T;

/** Says where and how: `config.Env.0: Invalid input: expected string, received number`. */
class Misfit extends Error {}

/** The value, or what `refusal` makes of the reason why it has another shape. */
export function shaped<T>(shape: Shape<T>, value: unknown, refusal: (why: string) => Error): T {
  try {
    return shape(value, "");
  } catch (error) {
    throw error instanceof Misfit ? refusal(error.message) : error;
  }
}

/** The value; undefined when it has another shape. */
export function fitting<T>(shape: Shape<T>, value: unknown): T | undefined {
  try {
    return shape(value, "");
  } catch (error) {
    if (error instanceof Misfit) return undefined;
    throw error;
  }
}

export const text: Shape<string> = (value, at) => (typeof value === "string" ? value : refuse("string", value, at));

export const flag: Shape<boolean> = (value, at) => (typeof value === "boolean" ? value : refuse("boolean", value, at));

/** A whole number of bytes or of anything else that is counted. */
export const count: Shape<number> = (value, at) => {
  if (typeof value !== "number") return refuse("number", value, at);
  if (!Number.isSafeInteger(value)) return refuse("int", value, at);
  if (value < 0) throw new Misfit(`${at}: Too small: expected number to be >=0`);
  return value;
};

export const anything: Shape<unknown> = (value) => value;

/** A text of this form; otherwise `message` says what it is not. */
export function textLike(form: RegExp, message: string): Shape<string> {
  return (value, at) => {
    const parsedText = text(value, at);
    if (!form.test(parsedText)) throw new Misfit(`${at}: ${message}`);
    return parsedText;
  };
}

/** Go omits empty values, or writes `null`. */
export function maybe<T>(shape: Shape<T>): Shape<T | undefined> {
  return (value, at) => (value === undefined || value === null ? undefined : shape(value, at));
}

export function orElse<T>(shape: Shape<T>, empty: T): Shape<T> {
  return (value, at) => (value === undefined || value === null ? empty : shape(value, at));
}

export function listOf<T>(item: Shape<T>, maxItems = Number.POSITIVE_INFINITY): Shape<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) return refuse("array", value, at);
    if (value.length > maxItems) throw new Misfit(`${at}: Too big: expected array to have <=${maxItems} items`);
    return value.map((listElement: unknown, index) => item(listElement, below(at, String(index))));
  };
}

export function recordOf<T>(item: Shape<T>): Shape<Readonly<Record<string, T>>> {
  return (value, at) => {
    if (!isRecord(value)) return refuse("record", value, at);
    return Object.fromEntries(
      Object.entries(value).map(([key, fieldValue]) => [key, item(fieldValue, below(at, key))]),
    );
  };
}

/** The fields that are named; others may be there and are left out. */
export function objectOf<Fields extends Readonly<Record<string, Shape<unknown>>>>(
  fields: Fields,
): Shape<{ readonly [Key in keyof Fields]: ReturnType<Fields[Key]> }> {
  const entries = Object.entries(fields);
  return (value, at) => {
    if (!isRecord(value)) return refuse("object", value, at);
    const read = entries.map(([key, shape]) => [key, shape(ownValue(value, key), below(at, key))] as const);
    return Object.fromEntries(read) as { [Key in keyof Fields]: ReturnType<Fields[Key]> };
  };
}

function below(at: string, key: string): string {
  return at === "" ? key : `${at}.${key}`;
}

function refuse(expected: string, value: unknown, at: string): never {
  const received = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
  throw new Misfit(`${at}: Invalid input: expected ${expected}, received ${received}`);
}
