/** The values allowed under a key of the long form, and how docker compose prints them. */
export type Field =
  /** `?` prints false and 0 as well; the others leave out what says nothing. */
  | "text"
  | "flag"
  | "flag?"
  | "number"
  | "number?"
  /** A number, or a range that stays one entry. */
  | "port"
  | "bytes"
  | "duration"
  | "duration?"
  | "texts"
  | "text-or-texts"
  | "scalars"
  | "pairs"
  | "options"
  /** Options of a network's address pools. */
  | "pool-options"
  | "environment"
  | "lists"
  | "command"
  | "test"
  | "hosts"
  | "count"
  | "mode"
  | "ulimits"
  | "keys"
  | "extends"
  | { readonly list: Shape }
  /** `null` under a name stays. */
  | { readonly named: Shape }
  | { readonly object: Shape }
  /** Printed even where nothing is said. */
  | { readonly always: Shape };

export type Shape = Readonly<Record<string, Field>>;
