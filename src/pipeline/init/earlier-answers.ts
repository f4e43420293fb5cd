import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import { parseConfig } from "../../sources/config.ts";
import { readText } from "../host/read-text.ts";
import { settingsText, type Answers } from "./settings-text.ts";

/** What `hullproof.yaml` says already. */
export interface EarlierAnswers extends Answers {
  readonly text: string;
  /** These answers are all that it says, so that what is absent was answered too, and replacing it loses nothing. */
  readonly isWhole: boolean;
}

/** Answers of a file that is there; none of one that can't be read. */
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
