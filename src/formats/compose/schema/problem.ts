import type { Place } from "../compose-node.ts";
import type { Kind } from "./rule.ts";

interface At {
  readonly path: readonly string[];
  readonly place: Place;
}

/** A violation of a rule by a value. */
export type Problem = At &
  (
    | { readonly kind: "type"; readonly want: readonly Kind[] }
    | { readonly kind: "keys"; readonly keys: readonly string[] }
    | { readonly kind: "required"; readonly keys: readonly string[] }
    | { readonly kind: "allowed"; readonly values: readonly string[] }
    | { readonly kind: "pattern"; readonly value: string; readonly pattern: string }
    | { readonly kind: "minimum" | "maximum"; readonly limit: number }
    | { readonly kind: "unique"; readonly first: number; readonly second: number }
    | { readonly kind: "time" }
    /** None of the forms of a value fits: the problems of each. */
    | { readonly kind: "forms"; readonly forms: readonly (readonly Problem[])[] }
  );
