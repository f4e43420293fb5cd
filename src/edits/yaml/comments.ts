import { Lexer } from "yaml";

/** Of the lexer: a document, the end of a damaged flow collection, and the scalar that follows. */
const marks = new Set(["\u0002", "\u0018", "\u001f"]);

export interface Comment {
  readonly start: number;
  /** From `#` to the end of its line. */
  readonly text: string;
}

/** The comments of a text, in order. */
export function commentsOf(text: string): readonly Comment[] {
  const comments: Comment[] = [];
  let at = 0;
  let scalar = false;
  for (const token of new Lexer().lex(text)) {
    // Marks of the lexer's own, which the text does not have.
    if (marks.has(token)) {
      scalar = token === "\u001f";
      continue;
    }
    if (!scalar && token.startsWith("#")) comments.push({ start: at, text: token });
    at += token.length;
    scalar = false;
  }
  return comments;
}
