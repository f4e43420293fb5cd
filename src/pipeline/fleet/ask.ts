import { Failure } from "../../domain/failure.ts";
import type { AnswerBasis } from "../../domain/fleet/answers.ts";
import { readBasis } from "../../sources/fleet/basis.ts";
import { storedText, type Query } from "../../sources/fleet/database.ts";
import { questions as storedQuestions } from "../../sources/fleet/questions/index.ts";
import type { FleetQuestion, JudgingContext } from "./fleet-question.ts";
import { questions as judgedQuestions } from "./questions/index.ts";

/** The answers of a fleet. */
export interface FleetAnswers {
  readonly questions: readonly FleetQuestion[];
  /** Answers a question; undefined if there is no such thing. Throws `Failure` (`bad-usage`: the field and what is wrong with it). */
  ask(question: FleetQuestion, input: Readonly<Record<string, string>>): Promise<Answer | undefined>;
}

export type Answer = AnswerBasis & Readonly<Record<string, unknown>>;

/** What an answer rests on is counted once in this time. */
const basisMs = 1_000;

export function createAnswers(query: Query, judging: JudgingContext): FleetAnswers {
  let basis: Promise<AnswerBasis> | undefined;
  let basisTime = -Infinity;
  const currentBasis = (): Promise<AnswerBasis> => {
    if (basis === undefined || performance.now() - basisTime > basisMs) {
      basisTime = performance.now();
      basis = readBasis(query);
      basis.catch(() => (basis = undefined));
    }
    return basis;
  };
  return {
    questions,
    async ask(question, input) {
      const [unstorable] = Object.entries(input).find(([, text]) => storedText(text) !== text) ?? [];
      if (unstorable !== undefined)
        throw new Failure("bad-usage", `${unstorable}: it has a character that no database stores (NUL, half a pair)`, {
          hint: "Leave that character out.",
        });
      const parsed = question.input.strict().safeParse(input);
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const field =
          issue?.path.join(".") || (issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : "request");
        throw new Failure("bad-usage", `${field}: ${issue?.message ?? "not understood"}`, {
          hint: "The parameters of each question are in openapi.json.",
        });
      }
      const answer = await question.ask({ query, judging, today: judging.now().slice(0, 10) }, parsed.data);
      return answer && { ...(await currentBasis()), ...answer };
    },
  };
}

/** All questions, by name. */
export const questions: readonly FleetQuestion[] = [...storedQuestions, ...judgedQuestions].toSorted((a, b) =>
  a.name < b.name ? -1 : 1,
);
