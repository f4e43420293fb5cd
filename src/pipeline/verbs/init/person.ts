import { Failure } from "../../../domain/failure.ts";

/** The user at the terminal. */
export interface Person {
  ask(question: string, offered: string): Promise<string>;
  say(text: string): void;
}

/** Maximum attempts per question. */
const maxAnswers = 10;

/** Repeats the question after an invalid answer, so that earlier answers are kept. */
export async function askPerson<Answer>(
  person: Person,
  question: string,
  offered: string,
  read: (text: string) => Answer | Promise<Answer>,
): Promise<Answer> {
  for (let remaining = maxAnswers; ; remaining--) {
    const text = await person.ask(question, offered);
    try {
      return await read(text);
    } catch (error) {
      if (!(error instanceof Failure) || error.code === "interrupted" || remaining === 0) throw error;
      person.say(`  ${error.message}. ${error.hint}`);
    }
  }
}

export function confirm(person: Person, question: string, offered: "y" | "n" = "y"): Promise<boolean> {
  return askPerson(person, `${question} y or n`, offered, isYes);
}

function isYes(text: string): boolean {
  if (/^y(?:es)?$/i.test(text)) return true;
  if (/^no?$/i.test(text)) return false;
  throw new Failure("bad-usage", `${text} is neither y nor n`, {
    hint: "An empty line takes what stands in brackets.",
  });
}
