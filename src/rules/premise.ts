/**
 * Evidence that a rule on containers is right. If containers can show its claim, they do: with and without the setting,
 * on a real engine. A rule based on a source alone is marked so wherever it is printed.
 */
export type Premise =
  /**
   * A test in `test/engine/premises` starts containers with and without the setting; `shows` is its result, and its
   * title.
   */
  | { readonly kind: "engine"; readonly shows: string }
  /**
   * The engine refuses the value, with one of these messages; a test in `test/engine/premises` triggers each of them.
   */
  | {
      readonly kind: "refusal";
      readonly by: "the engine" | "docker run" | "docker compose" | "Podman's generator";
      readonly words: readonly [string, ...string[]];
    }
  /** Pod Security admission refuses the pod; its own cases are the test. */
  | { readonly kind: "admission"; readonly level: "baseline" | "restricted" }
  /** No container here can show it. */
  | { readonly kind: "source"; readonly source: string };

/** In words, for a rule's page and `explain`. */
export function premiseText(premise: Premise): string {
  switch (premise.kind) {
    case "engine":
      return `Shown by containers with and without it: ${premise.shows}.`;
    case "refusal":
      return `Refused by ${premise.by}, in a test too: ${premise.words.map((words) => `"${words}"`).join(", ")}.`;
    case "admission":
      return `Refused by Pod Security admission at the level ${premise.level}.`;
    case "source":
      return `Rests on a source alone, no container of the tests shows it: ${premise.source}.`;
  }
}
