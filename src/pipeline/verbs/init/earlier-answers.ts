import { Failure } from "../../../domain/failure.ts";
import type { Config } from "../../../domain/settings/config.ts";
import { parseConfig } from "../../../sources/configuration/config.ts";
import { readText } from "../../host/read-text.ts";
import { settingsText, type Answers } from "./settings-text.ts";

/** Answers in an existing `hullproof.yaml`. */
export interface EarlierAnswers extends Answers {
  readonly text: string;
  /** The file contains nothing else, so that absent answers were declined, and replacing it loses nothing. */
  readonly isWhole: boolean;
}

/** Answers of an existing file; none for an unreadable one. */
export async function readEarlierAnswers(file: string, cwd: string): Promise<EarlierAnswers> {
  try {
    const text = await readText(file, cwd);
    const answers = answersIn(parseConfig(file, text));
    return { ...answers, text, isWhole: settingsText(answers) === text };
  } catch (error) {
    if (error instanceof Failure) return { text: "", isWhole: false };
    throw error;
  }
}

function answersIn({ build: { dockerfile }, workload: { compose, steps = [] } = {} }: Config): Answers {
  const get = steps.find((step) => step.kind === "http");
  return {
    ...(dockerfile !== undefined && { dockerfile }),
    ...(get && { request: { port: get.port, path: get.path } }),
    ...(compose && { composed: compose }),
  };
}
