/**
 * The value of a name at one place of a Dockerfile. `set` without `text`: it has a value that only the build knows
 * (`TARGETARCH`). Not `set`: declared by an `ARG` without default, so empty unless the build passes a value.
 */
export interface Value {
  readonly set: boolean;
  readonly text?: string;
  /** Its value in a build without `--build-arg`, where that is known but `text` is not. */
  readonly plain?: string;
}

/** Undefined for a name that nothing declares. */
export type Lookup = (name: string) => Value | undefined;

/** A value whose text may be unknown. */
export function textValue(text: string | undefined, plain?: string): Value {
  if (text !== undefined) return { set: true, text };
  return plain === undefined ? { set: true } : { set: true, plain };
}
