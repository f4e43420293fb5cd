import type { RuleId } from "../../src/domain/finding/practice.ts";

/** A Dockerfile (or document) and what the rule's fix in it may be called: `safe`, or anything but that. */
export interface SafeContext {
  readonly about: string;
  readonly text: string;
  readonly is: "safe" | "not safe";
  /** Files of the build context; each has one byte. With texts they are a repository, in which the file is fixed as `fix .` does it. */
  readonly files?: readonly string[] | Readonly<Record<string, string>>;
  /** Where the text is in a repository; `Dockerfile` when absent. */
  readonly path?: string;
}

export interface RuleContexts {
  readonly rule: RuleId;
  readonly contexts: readonly SafeContext[];
}

export const safe = (about: string, text: string, files?: readonly string[]): SafeContext => ({
  about,
  text,
  is: "safe",
  ...(files && { files }),
});

export const notSafe = (about: string, text: string, files?: readonly string[]): SafeContext => ({
  about,
  text,
  is: "not safe",
  ...(files && { files }),
});

/** A text in a repository of these other files. */
export const inRepository = (
  about: string,
  text: string,
  files: Readonly<Record<string, string>>,
  path = "Dockerfile",
): SafeContext => ({ about, text, is: "not safe", files, path });
