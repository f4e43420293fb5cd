/** Trouble that an agent can do something about. */
export class ToolError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = "ToolError";
    this.hint = hint;
  }
}
